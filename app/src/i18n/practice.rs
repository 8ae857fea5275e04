//! Texts of practice.

use super::Count;

texts! {
    /// Practice.
    Practice {
        title = "Luyện tập", "Practice";
        lead = "Chọn một chủ đề. Trả lời xong biết ngay đúng sai và vì sao. Không tính điểm, không lưu lại.", "Choose a topic. You see at once what is right and why. Nothing is scored or stored.";
        none = "Chưa có chủ đề luyện tập nào.", "There are no practice topics yet.";
        right_so_far: Count = |n| format!("Đúng {n} câu"), |n| format!("{n} right so far");
        check = "Xem đúng hay sai", "Check my answer";
        skip_empty = "Bạn chưa chọn câu trả lời.", "You have not answered.";
        next = "Câu tiếp theo", "Next question";
        finish = "Xem tổng kết", "See the summary";
        done = "Xong rồi!", "All done!";
        done_score: fn(u64, u64) -> String = |right, of| format!("Bạn trả lời đúng {right} trên {of} câu."), |right, of| format!("You got {right} of {of} questions right.");
        again = "Luyện lại với câu khác", "Practise again with other questions";
        topics = "Chọn chủ đề khác", "Choose another topic";
        to_contests = "Vào thi", "Take part in a contest";
        stop = "Nghỉ, chọn chủ đề khác", "Stop and choose another topic";
    }
}
