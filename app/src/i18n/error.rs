//! What can go wrong, each as: what happened · is anything lost · what to do.

use super::{Count, Label, Say};

texts! {
    /// What can go wrong.
    Errors {
        what: Label = |code| match code {
            "not_found" => "Không có trang này",
            "contest_not_found" => "Không có cuộc thi này",
            "not_yours" => "Bài thi này của người khác",
            "attempt_closed" => "Bài này đã nộp rồi",
            "attempt_not_found" => "Không tìm thấy bài thi này",
            "deadline_passed" => "Đã hết giờ làm bài",
            "round_closed" => "Vòng thi đã đóng hoặc chưa mở",
            "busy" => "Máy chủ đang rất đông",
            "bad_form" => "Biểu mẫu gửi lên chưa đúng",
            "csrf" => "Yêu cầu đến từ trang khác nên đã bị chặn",
            "too_large" => "Nội dung gửi lên quá lớn",
            "too_many" => "Thao tác nhanh quá",
            "signed_out" => "Máy này chưa biết bạn là ai",
            _ => "Hệ thống gặp trục trặc",
        }, |code| match code {
            "not_found" => "There is no such page",
            "contest_not_found" => "There is no such contest",
            "not_yours" => "This attempt belongs to somebody else",
            "attempt_closed" => "This attempt is already submitted",
            "attempt_not_found" => "This attempt was not found",
            "deadline_passed" => "Time is up",
            "round_closed" => "The round is closed or not open yet",
            "busy" => "The server is very busy",
            "bad_form" => "The form could not be read",
            "csrf" => "The request came from another site and was stopped",
            "too_large" => "What was sent is too large",
            "too_many" => "That was too fast",
            "signed_out" => "This device does not know who you are",
            _ => "Something went wrong on our side",
        };
        lost: Label = |code| match code {
            "not_found" | "contest_not_found" => "Không mất gì cả. Đường dẫn có thể gõ thiếu hoặc đã cũ.",
            "not_yours" => "Không mất gì cả. Bài của bạn vẫn còn nguyên dưới tên của bạn.",
            "attempt_closed" => "Các câu trả lời đã nộp vẫn còn nguyên, nhưng không sửa được nữa.",
            "attempt_not_found" => "Bài thi của bạn không mất. Có thể bạn đang chọn người khác hoặc dùng máy khác.",
            "deadline_passed" => "Những câu đã lưu trước giờ đều được tính. Câu gửi sau giờ không được tính.",
            "round_closed" => "Không mất gì cả. Kết quả các lượt đã nộp vẫn còn.",
            "busy" => "Những gì trang đã báo “Đã lưu” thì vẫn còn. Thao tác vừa rồi chưa được lưu.",
            "bad_form" | "too_large" => "Thao tác vừa rồi chưa được lưu. Những gì đã lưu trước đó vẫn còn.",
            "csrf" => "Không mất gì cả. Thao tác vừa rồi chưa được thực hiện.",
            "too_many" => "Không mất gì cả. Thao tác vừa rồi chưa được thực hiện.",
            "signed_out" => "Không mất gì cả. Bài thi và kết quả gắn với mã cá nhân của bạn.",
            _ => "Những gì trang đã báo “Đã lưu” thì vẫn còn.",
        }, |code| match code {
            "not_found" | "contest_not_found" => "Nothing is lost. The address may be incomplete or old.",
            "not_yours" => "Nothing is lost. Your own attempt is safe under your own name.",
            "attempt_closed" => "Your submitted answers are safe, but they can no longer be changed.",
            "attempt_not_found" => "Your attempt is not lost. You may have chosen another person or be on another device.",
            "deadline_passed" => "Everything saved in time counts. Answers sent after the deadline do not.",
            "round_closed" => "Nothing is lost. The results of submitted attempts are kept.",
            "busy" => "Everything shown as “saved” is safe. What you just did is not saved yet.",
            "bad_form" | "too_large" => "What you just did is not saved. Everything saved earlier is safe.",
            "csrf" => "Nothing is lost. What you just did was not carried out.",
            "too_many" => "Nothing is lost. What you just did was not carried out.",
            "signed_out" => "Nothing is lost. Your attempts belong to your personal code.",
            _ => "Everything shown as “saved” is safe.",
        };
        advice: Label = |code| match code {
            "not_found" | "contest_not_found" => "Bạn về trang chủ để xem các cuộc thi đang mở.",
            "not_yours" => "Nếu đó là bạn, hãy bấm “Đổi người” và chọn đúng tên.",
            "attempt_closed" => "Bạn mở trang kết quả để xem điểm và phần giải thích.",
            "attempt_not_found" => "Bấm “Đổi người”, hoặc dùng mã cá nhân để mở bài thi trên máy này.",
            "deadline_passed" => "Bạn mở trang kết quả để xem điểm.",
            "round_closed" => "Bạn xem lịch các vòng ở trang cuộc thi.",
            "busy" => "Trang sẽ tự thử lại. Bạn không cần bấm nhiều lần.",
            "bad_form" => "Bạn quay lại trang trước, tải lại trang rồi thử lần nữa.",
            "csrf" => "Bạn mở lại trang từ địa chỉ chính rồi thử lần nữa.",
            "too_large" => "Bạn quay lại, viết ngắn hơn rồi gửi lại.",
            "too_many" => "Bạn đợi một phút rồi thử lại.",
            "signed_out" => "Dùng mã cá nhân để tiếp tục, hoặc dự thi như người mới.",
            _ => "Bạn thử lại sau ít phút. Nếu vẫn lỗi, báo ban tổ chức mã ở dưới.",
        }, |code| match code {
            "not_found" | "contest_not_found" => "Go to the home page to see what is open.",
            "not_yours" => "If it is yours, press “Switch person” and choose your name.",
            "attempt_closed" => "Open the result page to see your score and the explanations.",
            "attempt_not_found" => "Switch person, or use your personal code to open the attempt on this device.",
            "deadline_passed" => "Open the result page to see your score.",
            "round_closed" => "See the dates of the rounds on the contest page.",
            "busy" => "This page tries again by itself. There is no need to press repeatedly.",
            "bad_form" => "Go back, reload the page and try once more.",
            "csrf" => "Open the page again from its main address and try once more.",
            "too_large" => "Go back, write less and send it again.",
            "too_many" => "Wait a minute, then try again.",
            "signed_out" => "Use your personal code to continue, or take part as a new person.",
            _ => "Try again in a few minutes. If it still fails, tell the organisers the code below.",
        };
        go: Label = |code| match code {
            "attempt_closed" | "deadline_passed" => "Xem kết quả",
            "round_closed" => "Về trang cuộc thi",
            "busy" | "too_many" | "internal" => "Thử lại ngay",
            "bad_form" | "too_large" | "csrf" => "Quay lại",
            "not_yours" => "Đổi người",
            "signed_out" | "attempt_not_found" => "Dùng mã cá nhân",
            _ => "Tiếp tục",
        }, |code| match code {
            "attempt_closed" | "deadline_passed" => "See the result",
            "round_closed" => "Back to the contest",
            "busy" | "too_many" | "internal" => "Try again now",
            "bad_form" | "too_large" | "csrf" => "Go back",
            "not_yours" => "Switch person",
            "signed_out" | "attempt_not_found" => "Use a personal code",
            _ => "Continue",
        };
        home = "Về trang chủ", "To the home page";
        retry: Count = |s| format!("Trang tự thử lại sau {s} giây."), |s| format!("This page tries again by itself in {s} seconds.");
        request: Say = |id| format!("Mã để báo ban tổ chức: {id}"), |id| format!("Code to tell the organisers: {id}");
        status: fn(u16) -> String = |s| format!("Lỗi {s}"), |s| format!("Error {s}");
    }
}
