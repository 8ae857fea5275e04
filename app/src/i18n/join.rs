//! Texts of the join form, which the correction form of "my data" shares.

use super::{Count, Label, Say};

texts! {
    /// Join form.
    Join {
        title = "Bạn là ai?", "Who are you?";
        lead: Say = |contest| format!("Để dự thi “{contest}”. Không cần mật khẩu, không cần số căn cước."),
            |contest| format!("To take part in “{contest}”. No password, no identity number.");
        nickname = "Tên hiển thị", "Nickname";
        nickname_hint = "Mọi người có thể thấy tên này. Đừng ghi họ tên đầy đủ hay số điện thoại.", "Others may see it. Please don’t use your full name or phone number.";
        locality = "Nơi bạn đang ở (thường trú hoặc tạm trú)", "Where you live (permanently or temporarily)";
        locality_hint = "Xếp theo huyện, thị xã, thành phố cũ để dễ tìm.", "Grouped by former district so that it is easy to find.";
        locality_choose = "Chọn xã, phường", "Choose a commune or ward";
        outside = "Ngoài tỉnh", "Outside the province";
        unknown = "Không muốn nói", "Rather not say";
        audience = "Bạn là", "You are";
        birth_year = "Năm sinh", "Year of birth";
        birth_choose = "Chọn năm sinh", "Choose a year";
        birth_none = "Không muốn nói", "Rather not say";
        birth_hint = "Dùng để thống kê theo lứa tuổi. Dưới 16 tuổi: tên không hiện trên bảng công khai và không ai hỏi số điện thoại của bạn.",
            "For statistics by age. Under 16: your name never appears in public and nobody asks for your phone number.";
        more = "Trường, cơ quan, mã nhóm", "School, workplace, group code";
        unit = "Trường, cơ quan, đoàn thể", "School, office or union";
        unit_none = "Không có trong danh sách / không chọn", "Not listed / none";
        group_code = "Mã lớp hoặc mã nhóm", "Class or group code";
        group_hint_optional = "Nếu thầy cô hoặc đơn vị có phát mã.", "If your teacher or organisation gave you one.";
        group_hint_needed = "Cần có mã này để được xếp hạng. Chưa có mã vẫn thi được.", "Needed to be ranked. You can take part without it.";
        flags = "Bạn có thuộc nhóm nào sau đây không?", "Do any of these apply to you?";
        extra_time = "Cần thêm giờ?", "Need more time?";
        extra_none = "Không cần", "No, thank you";
        extra: Say = |percent| format!("thêm {percent}% thời gian"), |percent| format!("{percent}% more time");
        consent_title = "Sự đồng ý của bạn", "Your consent";
        consent_take_part = "Tôi đồng ý để ban tổ chức dùng các thông tin trên để tổ chức cuộc thi và thống kê.", "I agree that the organisers use the information above to run the contest and count participation.";
        consent_publish = "Tôi đồng ý cho hiện tên hiển thị trên bảng xếp hạng.", "I agree to show my nickname on the standings.";
        consent_read = "Đọc kỹ", "Read more";
        needed = "(bắt buộc)", "(required)";
        optional = "(không bắt buộc)", "(optional)";
        text_version: Say = |v| format!("Bản nội dung {v}"), |v| format!("Text version {v}");
        submit = "Tiếp tục", "Continue";
        others: Count = |n| format!("Máy này đã có {n} người dự thi."), |n| if n == 1 { "One person already uses this device.".to_owned() } else { format!("{n} people already use this device.") };
        others_link = "Tôi là một trong số đó", "I am one of them";
        have_code = "Đã thi trên máy khác? Dùng mã cá nhân", "Played on another device? Use your personal code";
        kiosk = "Máy dùng chung: thi xong, máy sẽ quên bạn. Bạn sẽ nhận một mã cá nhân để xem lại kết quả.",
            "Shared device: it forgets you when you finish. You get a personal code to see your result later.";
        error: Label = |code| match code {
            "nickname_short" => "Tên cần ít nhất 2 ký tự.",
            "nickname_long" => "Tên dài quá, tối đa 20 ký tự.",
            "nickname_hidden" => "Tên có ký tự ẩn. Bạn hãy gõ lại bằng bàn phím.",
            "nickname_taken_words" => "Tên này có từ không phù hợp. Bạn chọn tên khác nhé.",
            "locality" => "Bạn hãy chọn nơi đang ở. Nếu không muốn nói, chọn “Không muốn nói”.",
            "audience" => "Bạn hãy chọn một nhóm.",
            "birth_year" => "Bạn hãy chọn năm sinh. Nếu không muốn nói, chọn “Không muốn nói”.",
            "consent" => "Cần bạn đồng ý mục này thì mới dự thi được.",
            "group_code" => "Không tìm thấy mã này. Bạn xem lại mã, hoặc để trống.",
            "group_slow" => "Từ mạng này đã có quá nhiều lần gõ sai mã lớp, mã nhóm. Bạn đợi vài phút, nhiều nhất là 10 phút, rồi thử lại; hoặc để trống ô mã và thi luôn.",
            "unit" => "Đơn vị này không có trong danh sách. Bạn hãy chọn lại.",
            "extra_time" => "Lựa chọn thêm giờ này không có trong thể lệ.",
            _ => "Bạn xem lại mục này giúp nhé.",
        }, |code| match code {
            "nickname_short" => "The nickname needs at least 2 characters.",
            "nickname_long" => "The nickname is too long: 20 characters at most.",
            "nickname_hidden" => "The nickname contains hidden characters. Please type it again.",
            "nickname_taken_words" => "This nickname contains unsuitable words. Please choose another.",
            "locality" => "Please choose where you live, or “Rather not say”.",
            "audience" => "Please choose one.",
            "birth_year" => "Please choose a year, or “Rather not say”.",
            "consent" => "You can only take part if you agree to this.",
            "group_code" => "This code is unknown. Check it, or leave the field empty.",
            "group_slow" => "Too many wrong group codes were typed from this network. Wait a few minutes, at most 10, and try again; or leave the field empty and take part now.",
            "unit" => "This organisation is not on the list. Please choose again.",
            "extra_time" => "This kind of extra time is not in the rules.",
            _ => "Please check this field.",
        };
    }
}
