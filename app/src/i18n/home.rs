//! Texts of the home page and of the contest cards.

use super::{Count, Say};

texts! {
    /// Home and the contest cards.
    Home {
        title = "Thi tìm hiểu kiến thức số", "Digital knowledge contests";
        lead = "Cùng cả tỉnh học về đời sống số. Không cần cài ứng dụng, không cần mật khẩu.",
            "Learn about digital life together with the whole province. No app, no password.";
        open = "Đang mở", "Open now";
        past = "Đã kết thúc", "Finished";
        none_open = "Hiện chưa có cuộc thi nào đang mở.", "No contest is open right now.";
        none_open_hint = "Trong lúc chờ, bạn có thể luyện tập: trả lời xong biết ngay đúng sai.",
            "While you wait you can practise: you see at once what is right and why.";
        enter = "Vào thi", "Take part";
        see = "Xem cuộc thi", "See the contest";
        per_day: Count = |n| if n == 1 { "mỗi ngày một lượt".to_owned() } else { format!("mỗi ngày {n} lượt") },
            |n| if n == 1 { "one attempt a day".to_owned() } else { format!("{n} attempts a day") };
        closes = "Đóng lúc", "Closes at";
        opens = "Mở lúc", "Opens at";
        opens_in: Say = |span| format!("còn {span} nữa"), |span| format!("in {span}");
        took_part: Count = |_| "người đã dự thi".to_owned(), |n| if n == 1 { "person has taken part".to_owned() } else { "people have taken part".to_owned() };
        first = "Hãy là người đầu tiên dự thi.", "Be the first to take part.";
        nearby_at = "ở", "in";
        below_five = "dưới 5", "fewer than 5";
        running_title = "Bạn đang thi dở", "You have an attempt in progress";
        running_until = "Nộp bài trước", "Submit before";
        resume = "Thi tiếp", "Continue";
        live = "Thi trực tiếp", "Live contest";
        live_lead = "Đang ở hội trường? Gõ mã trên màn hình lớn.", "In the hall? Type the code on the big screen.";
        live_pin = "Nhập mã PIN", "Enter a PIN";
        practice = "Luyện tập", "Practice";
        practice_lead: Count = |n| format!("{n} chủ đề, trả lời xong biết ngay đúng sai. Không tính điểm."),
            |n| if n == 1 { "1 topic, with the answer explained at once. Nothing is scored.".to_owned() } else { format!("{n} topics, with answers explained at once. Nothing is scored.") };
        practice_open = "Mở", "Open";
        standings = "Bảng xếp hạng", "Standings";
        standings_of: Say = |title| format!("Bảng xếp hạng: {title}"), |title| format!("Standings: {title}");
    }
}
