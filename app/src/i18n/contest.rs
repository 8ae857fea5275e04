//! Texts of the contest page.

use super::{Count, Label, Say};

texts! {
    /// Contest page.
    ContestTexts {
        organiser = "Đơn vị tổ chức", "Organised by";
        prizes = "Giải thưởng", "Prizes";
        rules = "Thể lệ", "Rules";
        rounds = "Các vòng thi", "Rounds";
        divisions = "Bảng thi", "Divisions";
        identity = "Điều kiện xếp hạng", "To be ranked";
        identity_of: Label = |code| match code {
            "contact" => "Cần để lại số điện thoại hoặc thư điện tử sau khi nộp bài. Người dưới 16 tuổi dùng mã lớp hoặc mã nhóm, không cần để lại liên lạc.",
            "group_code" => "Cần mã lớp hoặc mã nhóm do thầy cô, đơn vị của bạn cung cấp.",
            "roster_code" => "Cần mã dự thi riêng do ban tổ chức phát.",
            _ => "Ai dự thi cũng được xếp hạng.",
        }, |code| match code {
            "contact" => "Leave a phone number or e-mail after you submit. People under 16 use a class or group code instead; no contact is asked.",
            "group_code" => "You need the class or group code given by your teacher or organisation.",
            "roster_code" => "You need the personal entry code given by the organisers.",
            _ => "Everyone who takes part is ranked.",
        };
        from_to = "Thời gian", "When";
        to = "đến", "to";
        paper = "Đề thi", "Paper";
        attempts = "Số lượt", "Attempts";
        per_round: Count = |n| if n == 1 { "một lượt trong cả vòng".to_owned() } else { format!("tối đa {n} lượt trong cả vòng") },
            |n| if n == 1 { "one attempt in the round".to_owned() } else { format!("at most {n} attempts in the round") };
        unlimited = "không giới hạn số lượt", "no limit on attempts";
        counts: Label = |code| match code {
            "first" => "Tính lượt đầu tiên.",
            "last" => "Tính lượt cuối cùng.",
            _ => "Tính lượt tốt nhất.",
        }, |code| match code {
            "first" => "Your first attempt counts.",
            "last" => "Your last attempt counts.",
            _ => "Your best attempt counts.",
        };
        pass = "Điểm đạt", "Pass mark";
        pass_from: Say = |points| format!("từ {points} điểm"), |points| format!("{points} points or more");
        ranking = "Xếp hạng theo", "Ranked by";
        key: Label = |code| match code {
            "prediction" => "dự đoán gần đúng nhất",
            "duration" => "thời gian làm bài ngắn hơn",
            "submitted" => "nộp bài sớm hơn",
            _ => "điểm cao hơn",
        }, |code| match code {
            "prediction" => "closest prediction",
            "duration" => "less time used",
            "submitted" => "earlier submission",
            _ => "higher score",
        };
        then = ", rồi đến ", ", then ";
        prediction = "Câu dự đoán", "Prediction";
        prediction_actual = "Con số đúng:", "The true number:";
        extra_time = "Thêm giờ", "Extra time";
        extra: Say = |percent| format!("thêm {percent}% thời gian"), |percent| format!("{percent}% more time");
        start = "Vào thi", "Take part";
        start_again = "Thi lại", "Try again";
        join_hint = "Chỉ cần tên hiển thị và nơi bạn ở. Không cần mật khẩu.", "All you need is a nickname and where you live. No password.";
        start_hint = "Bấm là bắt đầu tính giờ. Mất mạng hay tắt máy vẫn làm tiếp được.", "The clock starts when you press. You can carry on after losing the network or closing the browser.";
        resume = "Thi tiếp", "Continue";
        resume_hint = "Bạn đang thi dở. Bài tự nộp lúc", "You have an attempt in progress. It is submitted by itself at";
        again_at = "Bạn có thể thi lại từ", "You can try again from";
        wait: Label = |code| match code {
            "per_day" => "Hôm nay bạn đã thi hết lượt.",
            "per_round" => "Bạn đã thi hết lượt của vòng này.",
            _ => "Bạn đã thi hết lượt của cuộc thi này.",
        }, |code| match code {
            "per_day" => "You have used today’s attempts.",
            "per_round" => "You have used all attempts of this round.",
            _ => "You have used all attempts of this contest.",
        };
        not_yet = "Vòng thi mở lúc", "The round opens at";
        over = "Cuộc thi đã kết thúc. Cảm ơn bạn đã quan tâm.", "The contest is over. Thank you for your interest.";
        see_standings = "Xem bảng xếp hạng", "See the standings";
        practise = "Luyện tập trước", "Practise first";
        mine = "Các lượt thi của bạn", "Your attempts";
        counted = "được tính", "counts";
        see_result = "Xem kết quả", "See the result";
        submitted = "Nộp lúc", "Submitted at";
        score_of: Say = |text| format!("{text} điểm"), |text| format!("{text} points");
    }
}
