//! Texts of the result page.

use super::{Count, Label, Say};

texts! {
    /// Result.
    ResultTexts {
        title = "Kết quả", "Your result";
        submitted = "nộp lúc", "submitted at";
        by_sweeper = "Hết giờ, bài đã được tự nộp với những câu đã lưu.", "Time ran out; your attempt was submitted with what was saved.";
        points_of: Say = |max| format!("trên {max} điểm"), |max| format!("out of {max} points");
        verdict: Label = |code| match code {
            "great" => "Rất tốt, bạn nắm chắc kiến thức số!",
            "good" => "Tốt lắm, chỉ còn vài chỗ cần xem lại.",
            "fair" => "Khá ổn. Xem phần giải thích để nhớ lâu hơn.",
            _ => "Cảm ơn bạn đã dự thi. Mỗi lần thi là một lần học.",
        }, |code| match code {
            "great" => "Excellent – you know your digital life well!",
            "good" => "Very good, only a few points to look at again.",
            "fair" => "Not bad. The explanations will help you remember.",
            _ => "Thank you for taking part. Every attempt is a lesson.",
        };
        right_of: fn(u64, u64) -> String = |right, of| format!("Đúng {right}/{of} câu"), |right, of| format!("{right} of {of} questions right");
        in_time: Say = |time| format!("trong {time}"), |time| format!("in {time}");
        passed = "Đạt", "Passed";
        not_passed = "Chưa đạt", "Not passed yet";
        counted = "Lượt này được tính", "This attempt counts";
        not_counted: Label = |code| match code {
            "voided" => "Ban tổ chức đã hủy lượt này nên lượt này không được tính",
            "blank" => "Lượt này không có câu trả lời nào nên không được tính",
            _ => "Bạn có lượt khác được tính thay lượt này",
        }, |code| match code {
            "voided" => "The organisers voided this attempt, so it does not count",
            "blank" => "This attempt holds no answer, so it does not count",
            _ => "Another attempt of yours counts instead of this one",
        };
        ranks = "Thứ hạng của bạn", "Your rank";
        rank = "hạng", "rank";
        province = "Toàn cuộc thi", "Whole contest";
        too_few = "chưa đủ 5 người để xếp hạng", "fewer than 5 people: no ranking yet";
        no_rank: Label = |code| match code {
            "none_counts" => "Bạn chưa có lượt nào được tính trong vòng này, nên chưa có thứ hạng.",
            "frozen" => "Bảng xếp hạng đang tạm dừng. Thứ hạng của bạn hiện khi vòng thi kết thúc.",
            _ => "Thứ hạng đang được cập nhật. Bạn mở lại trang này sau ít phút.",
        }, |code| match code {
            "none_counts" => "No attempt of yours counts in this round, so there is no rank.",
            "frozen" => "The standings are frozen. Your rank is shown when the round is over.",
            _ => "The ranks are being brought up to date. Open this page again in a few minutes.",
        };
        rank_changes = "Thứ hạng còn thay đổi cho đến khi vòng thi kết thúc.", "Ranks change until the round is over.";
        frozen = "Bảng xếp hạng đang tạm dừng trước giờ kết thúc.", "The standings are frozen until the round ends.";
        unranked_title = "Bạn chưa được xếp hạng", "You are not ranked yet";
        unranked: Label = |code| match code {
            "contact" => "Để được xếp hạng và nhận giải, bạn hãy để lại liên lạc ở dưới.",
            "group_code" => "Cần mã lớp hoặc mã nhóm để được xếp hạng. Bạn có thể hỏi thầy cô hoặc đơn vị của mình.",
            "roster_code" => "Cần mã dự thi riêng do ban tổ chức phát để được xếp hạng.",
            "barred" => "Người trong ban tổ chức hoặc ban ra đề không tham gia xếp hạng. Điểm của bạn vẫn được lưu.",
            _ => "Lượt thi này chưa được xếp hạng.",
        }, |code| match code {
            "contact" => "To be ranked and win prizes, please leave a contact below.",
            "group_code" => "You need a class or group code to be ranked. Ask your teacher or organisation.",
            "roster_code" => "You need the personal entry code given by the organisers to be ranked.",
            "barred" => "Organisers and question writers are not ranked. Your score is kept.",
            _ => "This attempt is not ranked.",
        };
        group_field = "Mã lớp, mã nhóm hoặc mã dự thi", "Class, group or entry code";
        group_send = "Dùng mã này", "Use this code";
        contact_title = "Liên lạc khi trúng giải", "Contact for prizes";
        contact_lead = "Chỉ dùng để báo tin, trao giải và đếm mỗi người một lần; được mã hóa, xóa sau khi trao giải xong.", "Used only to tell you about prizes and to count everybody once. It is encrypted and deleted after the prizes are given.";
        contact_needed = "Cuộc thi này cần liên lạc thì mới xếp hạng.", "This contest ranks only people who leave a contact.";
        contact_optional = "Không bắt buộc.", "Optional.";
        contact_age = "Chỉ người từ 16 tuổi trở lên mới để lại liên lạc: bạn cho biết năm sinh trước ở", "Only people of 16 or older leave a contact: tell your year of birth first, under";
        contact_age_link = "“Dữ liệu của tôi”", "“My data”";
        contact_field = "Số điện thoại hoặc thư điện tử", "Phone number or e-mail";
        contact_consent = "Tôi đồng ý để ban tổ chức giữ liên lạc này cho đến khi trao giải xong.", "I agree that the organisers keep this contact until the prizes are given.";
        contact_send = "Gửi liên lạc", "Send contact";
        contact_given = "Đã có liên lạc của bạn để báo khi trúng giải. Xem hoặc xóa ở “Dữ liệu của tôi”.", "We hold your contact for prizes. See or remove it under “My data”.";
        contact_error: Label = |code| match code {
            "contact" => "Chưa đúng số điện thoại (10 số) hoặc thư điện tử. Bạn xem lại giúp nhé.",
            "consent" => "Cần bạn đồng ý thì chúng tôi mới được giữ liên lạc.",
            _ => "Bạn xem lại mục này giúp nhé.",
        }, |code| match code {
            "contact" => "This is not a valid phone number (10 digits) or e-mail. Please check it.",
            "consent" => "We may keep your contact only if you agree.",
            _ => "Please check this field.",
        };
        prediction_yours = "Bạn dự đoán:", "Your prediction:";
        prediction_actual = "Con số đúng:", "The true number:";
        prediction_pending = "Con số đúng sẽ công bố sau khi vòng thi kết thúc.", "The true number is published after the round ends.";
        late: Say = |list| format!("Câu {list}: câu trả lời đến sau giờ nộp nên không được tính."), |list| format!("Question {list}: the answer arrived after the deadline and does not count.");
        review = "Đúng, sai và vì sao", "Right, wrong and why";
        review_from = "Phần giải thích sẽ mở lúc", "The explanations are shown from";
        review_never = "Cuộc thi này không công bố đáp án.", "This contest does not publish the answers.";
        review_only_wrong: Count = |n| format!("{n} câu cần xem lại"), |n| if n == 1 { "1 question to look at again".to_owned() } else { format!("{n} questions to look at again") };
        again = "Thi lại", "Try again";
        left: Count = |n| format!("Bạn còn {n} lượt."), |n| if n == 1 { "You have 1 attempt left.".to_owned() } else { format!("You have {n} attempts left.") };
        again_at = "Bạn có thể thi lại từ", "You can try again from";
        next = "Tiếp theo", "What next";
        standings = "Xem bảng xếp hạng", "See the standings";
        share = "Chia sẻ: địa chỉ cuộc thi", "Share: address of the contest";
        code_title = "Mã cá nhân của bạn", "Your personal code";
        code_lead = "Ghi lại hoặc chụp màn hình. Có mã này, bạn xem lại kết quả và thi tiếp trên máy khác. Đừng đưa cho người lạ.", "Write it down or take a screenshot. With it you can see your result and carry on on another device. Don’t give it to strangers.";
        code_show = "Hiện mã cá nhân", "Show my personal code";
    }
}
