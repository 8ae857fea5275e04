//! Texts for changing the person, the personal code, the farewell and the waiting page.

use super::{Count, Say};

texts! {
    /// Change person, personal code, farewell.
    People {
        who_title = "Ai đang dự thi?", "Who is taking part?";
        who_lead = "Chọn tên của bạn, hoặc thêm người mới.", "Choose your name, or add a new person.";
        who_shared = "Máy dùng chung: muốn nhường máy, bạn bấm nút dưới đây. Mã cá nhân của bạn hiện ra một lần, rồi máy quên bạn.", "Shared device: to hand it over, press the button below. Your personal code is shown once, then the device forgets you.";
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
        continue_wrong = "Không tìm thấy mã này. Không mất gì cả; bạn xem lại từng chữ rồi thử lại. Chữ O và số 0, chữ I và số 1 được coi như nhau.",
            "This code is unknown. Nothing is lost; check each letter and try again. O and 0 are treated as the same, and so are I and 1.";
        continue_slow: Count = |m| format!("Từ mạng này đã có quá nhiều lần gõ sai mã. Mã của bạn vẫn còn nguyên: bạn đợi {m} phút rồi thử lại, hoặc dùng mạng khác (ví dụ 4G)."),
            |m| format!("Too many wrong codes were typed from this network. Yours is safe: wait {m} min and try again, or use another network (mobile data, for example).");
        continue_reading = "Đang đọc mã trong đường dẫn…", "Reading the code from the link…";
        farewell_title = "Cảm ơn bạn đã dự thi!", "Thank you for taking part!";
        farewell_lead = "Máy này không còn giữ thông tin của bạn. Hãy chụp lại mã dưới đây: có mã, bạn xem lại kết quả trên máy khác.", "This device no longer holds your information. Take a picture of the code below: with it you can see your result on another device.";
        farewell_once = "Mã chỉ hiện một lần này.", "The code is shown only this once.";
        farewell_next = "Người tiếp theo", "Next person";
        waiting_title = "Đông người quá, bạn đợi chút nhé", "It is busy here, please wait a moment";
        waiting_what = "Rất nhiều người mới đang vào từ cùng một mạng.", "Many new people are joining from the same network.";
        waiting_kept = "Không mất gì cả: những gì bạn đã điền vẫn còn.", "Nothing is lost: what you filled in is kept.";
        waiting_do: Count = |s| format!("Bạn đợi khoảng {s} giây rồi bấm nút dưới đây."), |s| format!("Wait about {s} seconds, then press the button below.");
        waiting_send = "Vào thi", "Take part";
    }
}
