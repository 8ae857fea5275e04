//! Texts of the host's device.

use super::{Count, Label, Say};

texts! {
    /// The host's device.
    LiveHost {
        title = "Dẫn chương trình", "Host";
        room: Say = |pin| format!("Phòng {pin}"), |pin| format!("Room {pin}");
        all_rooms = "Các phòng", "Rooms";
        open_screen = "Mở màn hình lớn", "Open the projector view";
        phase: Label = |code| match code {
            "lobby" => "Phòng chờ",
            "ready" => "Chuẩn bị",
            "open" => "Đang trả lời",
            "closed" => "Đã đóng",
            "reveal" => "Đáp án",
            "standings" => "Bảng xếp hạng",
            "ceremony" => "Công bố kết quả",
            "final" => "Chung cuộc",
            _ => "Đã kết thúc",
        }, |code| match code {
            "lobby" => "Lobby",
            "ready" => "Get ready",
            "open" => "Answering",
            "closed" => "Closed",
            "reveal" => "Answer",
            "standings" => "Standings",
            "ceremony" => "Results",
            "final" => "Final",
            _ => "Over",
        };
        refused: Say = |why| format!("Chưa làm: {why}"), |why| format!("Not done: {why}");
        players: Count = |n| format!("{n} người"), |n| if n == 1 { "1 player".to_owned() } else { format!("{n} players") };
    }
}
