//! Texts of question forms and of the look back before submitting.

use super::{Count, Label, Say};

texts! {
    /// Question forms and the review before submitting.
    Paper {
        question_of: fn(u32, u32) -> String = |n, of| format!("Câu {n}/{of}"), |n, of| format!("Question {n} of {of}");
        question: Count = |n| format!("Câu {n}"), |n| format!("Question {n}");
        choose_one = "Chọn một câu trả lời.", "Choose one answer.";
        choose_many = "Có thể chọn nhiều câu trả lời.", "You can choose more than one answer.";
        true_word = "Đúng", "True";
        false_word = "Sai", "False";
        order_hint = "Chọn số thứ tự cho từng bước: 1 là bước đầu tiên.", "Give each step its place: 1 comes first.";
        order_place: Say = |text| format!("Thứ tự của: {text}"), |text| format!("Place of: {text}");
        match_hint = "Với mỗi dòng, chọn phần phù hợp.", "For each line choose what belongs to it.";
        match_for: Say = |text| format!("Phần phù hợp với: {text}"), |text| format!("What belongs to: {text}");
        pick = "Chọn…", "Choose…";
        number_label = "Câu trả lời bằng số", "Your answer as a number";
        number_hint = "Số lẻ viết bằng dấu phẩy hoặc dấu chấm đều được.", "Use a point or a comma for decimals.";
        text_label = "Câu trả lời", "Your answer";
        text_hint = "Viết ngắn gọn, vài từ.", "A few words are enough.";
        review_title = "Xem lại trước khi nộp", "Check before you submit";
        review_lead: fn(u64, u64) -> String = |done, of| format!("Bạn đã trả lời {done} trên {of} câu."), |done, of| format!("You have answered {done} of {of} questions.");
        answered = "Đã trả lời", "Answered";
        blank = "Chưa trả lời", "Not answered";
        open_question = "Sửa", "Edit";
        open_blank = "Trả lời", "Answer";
        blanks: Say = |list| format!("Còn chưa trả lời: câu {list}."), |list| format!("Not answered yet: question {list}.");
        blanks_lose = "Câu bỏ trống không có điểm. Bạn có thể quay lại trả lời, hoặc nộp luôn.", "Blank questions score nothing. You can go back, or submit anyway.";
        blanks_forbidden = "Cuộc thi này yêu cầu trả lời hết các câu rồi mới nộp được.", "This contest asks you to answer every question before submitting.";
        prediction_title = "Câu dự đoán", "Prediction";
        prediction_hint = "Viết một số nguyên, ví dụ 25000. Dùng để phân hạng khi bằng điểm.", "A whole number, for example 25000. It decides between equal scores.";
        error: Label = |code| match code {
            "prediction" => "Dự đoán cần là một số nguyên, ví dụ 25000.",
            "blanks" => "Còn câu chưa trả lời. Bạn xem lại danh sách dưới đây.",
            _ => "Bạn xem lại giúp nhé.",
        }, |code| match code {
            "prediction" => "The prediction must be a whole number, for example 25000.",
            "blanks" => "Some questions are not answered. Please look at the list below.",
            _ => "Please check again.",
        };
        notice: Label = |code| match code {
            "attempt.saved" => "Đã lưu câu trả lời.",
            "attempt.incomplete" => "Câu trả lời chưa đủ nên chưa được lưu: mỗi dòng cần một lựa chọn khác nhau.",
            "attempt.not_number" | "attempt.number" => "Chưa phải là một con số nên chưa được lưu. Bạn viết lại bằng chữ số nhé.",
            "attempt.cleared" => "Đã bỏ câu trả lời này.",
            "attempt.resumed" => "Bạn đang làm tiếp bài đã bắt đầu. Những câu đã lưu vẫn còn.",
            _ => "Câu trả lời chưa được lưu. Bạn chọn lại giúp nhé.",
        }, |code| match code {
            "attempt.saved" => "Your answer is saved.",
            "attempt.incomplete" => "The answer is not complete, so it is not saved yet: each line needs a different choice.",
            "attempt.not_number" | "attempt.number" => "That is not a number, so it is not saved. Please write it in digits.",
            "attempt.cleared" => "Your answer is removed.",
            "attempt.resumed" => "You are carrying on with the attempt you began. What you saved is still there.",
            _ => "Your answer is not saved. Please choose again.",
        };
        submit = "Nộp bài", "Submit";
        submit_anyway = "Vẫn nộp bài", "Submit anyway";
        submit_final = "Nộp rồi thì không sửa được nữa.", "You cannot change anything after submitting.";
        back = "Quay lại làm tiếp", "Go back to the questions";
        to_first_blank = "Đến câu chưa trả lời", "To the first unanswered question";
        deadline = "Bài tự nộp lúc", "Submitted by itself at";
        extension: fn(u32, &str) -> String = |m, why| format!("Ban tổ chức cộng thêm {m} phút: {why}"), |m, why| format!("The organisers added {m} minutes: {why}");
        right = "Đúng", "Right";
        partly = "Đúng một phần", "Partly right";
        wrong = "Sai", "Wrong";
        left_blank = "Bỏ trống", "Left blank";
        right_is = "Đúng là:", "The right answer:";
        you_chose = "Bạn chọn:", "You chose:";
        because = "Vì:", "Why:";
        source = "Nguồn:", "Source:";
        topic = "Chủ đề:", "Topic:";
        points_of: fn(&str, &str) -> String = |got, of| format!("{got}/{of} điểm"), |got, of| format!("{got}/{of} points");
    }
}
