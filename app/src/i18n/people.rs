//! Texts for changing the person, the personal code, the farewell and the waiting page.

use super::{Count, Label, Say};

texts! {
    /// Change person, personal code, farewell.
    People {
        who_title = "Ai đang dự thi?", "Who is taking part?";
        who_lead = "Chọn tên của bạn, hoặc thêm người mới.", "Choose your name, or add a new person.";
        who_now = "Đang chọn", "Selected";
        who_be: Say = |name| format!("Tôi là {name}"), |name| format!("I am {name}");
        who_none = "Máy này chưa có ai dự thi.", "Nobody takes part on this device yet.";
        who_new = "Người mới", "New person";
        who_new_home = "Chọn cuộc thi để bắt đầu", "Choose a contest to begin";
        who_code = "Dùng mã cá nhân", "Use a personal code";
        who_back = "Quay lại", "Back";
        continue_title = "Thi tiếp bằng mã cá nhân", "Continue with a personal code";
        continue_lead = "Gõ mã bạn đã ghi lại. Chữ hoa hay thường, có gạch hay không đều được.", "Type the code you wrote down. Capitals and dashes do not matter.";
        continue_do = "Tiếp tục", "Continue";
        continue_lost = "Không còn mã? Mở “Dữ liệu của tôi” trên máy cũ để xem lại. Nếu không còn máy cũ, bạn dự thi lại như người mới.", "Lost the code? Open “My data” on the old device to see it. Without that device, take part as a new person.";
        continue_error: Label = |code| match code {
            "slow" => "Đã thử nhiều lần quá. Mã của bạn vẫn còn nguyên; bạn đợi vài phút rồi thử lại.",
            _ => "Không tìm thấy mã này. Không mất gì cả; bạn xem lại từng chữ rồi thử lại. Chữ O và số 0, chữ I và số 1 được coi như nhau.",
        }, |code| match code {
            "slow" => "Too many tries. Your code is safe; please wait a few minutes and try again.",
            _ => "This code is unknown. Nothing is lost; check each letter and try again. O and 0 are treated as the same, and so are I and 1.",
        };
        continue_reading = "Đang đọc mã trong đường dẫn…", "Reading the code from the link…";
        farewell_title = "Cảm ơn bạn đã dự thi!", "Thank you for taking part!";
        farewell_lead = "Máy này không còn giữ thông tin của bạn. Hãy chụp lại mã dưới đây: có mã, bạn xem lại kết quả trên máy khác.", "This device no longer holds your information. Take a picture of the code below: with it you can see your result on another device.";
        farewell_once = "Mã chỉ hiện một lần này.", "The code is shown only this once.";
        farewell_next = "Người tiếp theo", "Next person";
        waiting_title = "Đông người quá, bạn đợi chút nhé", "It is busy here, please wait a moment";
        waiting_what = "Rất nhiều người mới đang vào từ cùng một mạng.", "Many new people are joining from the same network.";
        waiting_lost = "Không mất gì cả. Bạn đang trong hàng chờ.", "Nothing is lost. You are in the queue.";
        waiting_do: Count = |s| format!("Trang tự thử lại sau {s} giây. Bạn không cần làm gì."), |s| format!("This page tries again by itself in {s} seconds. You need not do anything.");
        retry_now = "Thử lại ngay", "Try again now";
    }
}
