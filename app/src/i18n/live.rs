//! Texts of a live contest around the phone: the PIN, joining, and why somebody is not let in.
//!
//! What the phone says while it plays is in `islands/live/words.rs`, because the phone says it by itself.

use super::{Label, Say};

texts! {
    /// A live contest's way in.
    Live {
        pin_title = "Thi trực tiếp", "Live contest";
        pin_lead = "Nhập mã 6 số trên màn hình lớn. Không cần tài khoản.", "Enter the 6-digit PIN from the big screen. No account needed.";
        pin_label = "Mã phòng", "Room PIN";
        pin_hint = "Ví dụ 482 917. Quét mã QR trên màn hình thì không cần nhập.", "For example 482 917. If you scan the QR code, you need not type it.";
        pin_do = "Vào phòng", "Enter";
        pin_error: Label = |code| match code {
            "slow" => "Bạn thử nhiều lần quá. Đợi một phút rồi nhập lại nhé.",
            "wrong" => "Mã gồm đúng 6 chữ số. Bạn nhìn lại màn hình lớn nhé.",
            _ => "Không có phòng nào đang mở với mã này. Bạn nhìn lại màn hình lớn nhé.",
        }, |code| match code {
            "slow" => "That were many tries. Please wait a minute and try again.",
            "wrong" => "A PIN has exactly 6 digits. Please look at the big screen again.",
            _ => "No open room has this PIN. Please look at the big screen again.",
        };

        join_title = "Chọn tên để chơi", "Choose a name to play";
        room: Say = |pin| format!("Phòng {pin}"), |pin| format!("Room {pin}");
        players: Say = |n| format!("{n} người đã vào"), |n| if n == "1" { "1 player is in".to_owned() } else { format!("{n} players are in") };
        late = "Cuộc thi đã bắt đầu. Bạn vẫn vào được và chơi từ câu này.", "The contest has begun. You can still join and play from here on.";
        nickname = "Tên chơi", "Nickname";
        nickname_hint = "2–20 ký tự, hiện trên màn hình lớn. Đừng ghi họ tên đầy đủ.", "2–20 characters, shown on the big screen. Please do not use your full name.";
        locality = "Nơi bạn đang ở (thường trú hoặc tạm trú)", "Where you live";
        locality_hint = "Điểm của bạn góp cho xã, phường này.", "Your points count for this commune or ward.";
        team = "Đội của bạn", "Your team";
        class = "Lớp của bạn", "Your class";
        team_choose = "Chọn đội…", "Choose a team…";
        class_choose = "Chọn lớp…", "Choose a class…";
        link: Say = |name| format!("Chơi bằng tên {name}"), |name| format!("Play as {name}");
        link_hint = "Lượt chơi được tính cho bạn trong thống kê. Bỏ trống thì bạn chơi ẩn danh.", "The play is counted as yours. Leave it empty to play anonymously.";
        link_nickname = "Để trống thì dùng tên đã đăng ký.", "Leave empty to use your registered nickname.";
        join_do = "Vào chơi", "Join";
        error: Label = |code| match code {
            "nickname_short" => "Tên cần ít nhất 2 ký tự.",
            "nickname_long" => "Tên dài quá, tối đa 20 ký tự.",
            "nickname_flood" => "Tên có quá nhiều biểu tượng.",
            "nickname_foul" => "Tên này có từ không phù hợp. Bạn chọn tên khác nhé.",
            "locality" => "Bạn hãy chọn nơi đang ở. Nếu không muốn nói, chọn “Không muốn nói”.",
            "team" => "Bạn hãy chọn trong danh sách.",
            "slow" => "Đang có rất nhiều người vào cùng lúc từ mạng này. Những gì bạn ghi vẫn còn: đợi vài giây rồi bấm lại.",
            _ => "Bạn xem lại mục này giúp nhé.",
        }, |code| match code {
            "nickname_short" => "The nickname needs at least 2 characters.",
            "nickname_long" => "The nickname is too long: 20 characters at most.",
            "nickname_flood" => "The nickname has too many symbols.",
            "nickname_foul" => "This nickname contains unsuitable words. Please choose another.",
            "locality" => "Please choose where you live, or “Rather not say”.",
            "team" => "Please choose one from the list.",
            "slow" => "Very many people are joining from this network at once. What you typed is kept: wait a few seconds and press again.",
            _ => "Please check this field.",
        };

        live_tag = "Trực tiếp", "Live";
        reconnecting = "Đang nối lại…", "Reconnecting…";
        notice: Label = |code| match code {
            "late" => "Hết giờ rồi: câu trả lời này không được tính.",
            "other_question" => "Câu hỏi đã chuyển, nên câu trả lời vừa rồi không được nhận.",
            "incomplete" => "Câu trả lời chưa đủ nên chưa được nhận. Bạn chọn lại nhé.",
            "number" => "Cần một con số, ví dụ 12 hoặc 3,5.",
            _ => "Máy chủ đang đông, câu trả lời chưa được nhận. Bạn bấm lại nhé.",
        }, |code| match code {
            "late" => "The time was up: this answer does not count.",
            "other_question" => "The question has changed, so that answer was not taken.",
            "incomplete" => "The answer was not complete, so it was not taken. Please choose again.",
            "number" => "Please enter a number, such as 12 or 3.5.",
            _ => "The server is busy and has not taken the answer. Please press again.",
        };

        full_title = "Phòng đã đủ người", "The room is full";
        full_lead = "Không còn chỗ trong phòng này. Bạn vẫn xem được trên màn hình lớn.", "All places are taken. You can still watch on the big screen.";
        closing_title = "Cuộc thi sắp kết thúc", "The contest is about to end";
        closing_lead = "Đang công bố kết quả nên phòng không nhận thêm người.", "The results are being announced, so nobody else is let in.";
        over_title = "Cuộc thi đã kết thúc", "The contest is over";
        over_lead = "Cảm ơn bạn đã tham gia.", "Thank you for taking part.";
        removed_title = "Bạn đã rời phòng", "You have left the room";
        removed_lead = "Người dẫn chương trình đã mời máy này ra. Nếu nhầm, bạn hãy báo người dẫn, hoặc vào lại với tên khác.", "The host has taken this phone out of the room. If that was a mistake, tell the host, or join again with another name.";
        banned_title = "Máy này không vào được phòng", "This phone cannot enter the room";
        banned_lead = "Người dẫn chương trình không cho máy này chơi trong phòng. Nếu nhầm, bạn hãy báo người dẫn.", "The host keeps this phone out of the room. If that is a mistake, please tell the host.";
        your_result: fn(&str, &str, &str) -> String = |rank, of, points| format!("Bạn đứng hạng {rank} trên {of} người, {points} điểm."), |rank, of, points| format!("You came {rank} of {of}, with {points} points.");
        your_points: Say = |points| format!("Bạn được {points} điểm."), |points| format!("You have {points} points.");
        again = "Vào lại với tên khác", "Join again with another name";
        other_room = "Nhập mã phòng khác", "Enter another PIN";
        try_again = "Thử lại", "Try again";
    }
}
