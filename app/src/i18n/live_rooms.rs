//! Texts of the list of rooms and of making one.

use super::Count;

texts! {
    /// Rooms and how they are made.
    LiveRooms {
        title = "Thi trực tiếp", "Live contests";
        new = "Tạo phòng mới", "New room";
        questions: Count = |n| format!("{n} câu"), |n| if n == 1 { "1 question".to_owned() } else { format!("{n} questions") };
    }
}
