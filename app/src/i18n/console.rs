//! Texts of the organiser's pages: the frame of the console, signing in, one's own account, the first administrator.

use super::{Count, Label, Say};

texts! {
    /// The organiser's pages.
    Console {
        name = "Ban tổ chức", "Organisers";
        rail = "Các phần của bảng điều khiển", "Parts of the console";
        account = "Tài khoản của tôi", "My account";
        signed_in_as: Say = |name| format!("Đang đăng nhập: {name}"), |name| format!("Signed in as {name}");
        sign_out = "Đăng xuất", "Sign out";
        public_site = "Trang cho người dự thi", "Pages for participants";

        login_title = "Đăng nhập ban tổ chức", "Organisers’ sign-in";
        login_lead = "Dành cho người tổ chức, dẫn chương trình. Người dự thi không cần tài khoản.", "For organisers and hosts. Taking part needs no account.";
        login_do = "Đăng nhập", "Sign in";
        field_name = "Tên tài khoản", "Account name";
        field_password = "Mật khẩu", "Password";
        login_error: Label = |code| match code {
            "disabled" => "Tài khoản này đã bị khóa. Hãy hỏi người quản trị.",
            "slow" => "Tài khoản này đã bị thử quá nhiều lần từ mạng của bạn. Mật khẩu không đổi; bạn đợi nửa phút rồi thử lại.",
            "busy" => "Đang có quá nhiều người đăng nhập cùng lúc. Bạn đợi vài giây rồi thử lại.",
            _ => "Tên hoặc mật khẩu chưa đúng.",
        }, |code| match code {
            "disabled" => "This account is disabled. Please ask an administrator.",
            "slow" => "This account was tried too often from your network. The password has not changed; please wait half a minute and try again.",
            "busy" => "Too many people are signing in at once. Please wait a few seconds and try again.",
            _ => "The name or the password is not right.",
        };
        login_signed_out = "Đã đăng xuất khỏi máy này.", "You are signed out on this device.";
        login_nobody = "Chưa có tài khoản nào. Người vận hành tạo người quản trị đầu tiên bằng liên kết một lần in ra khi máy chủ khởi động, hoặc bằng lệnh create-staff.", "There is no account yet. The operator makes the first administrator with the one-time link printed when the server starts, or with the command create-staff.";
        login_lost = "Quên mật khẩu? Người vận hành máy chủ đặt lại được bằng lệnh set-password.", "Lost the password? The operator can set another with the command set-password.";

        live = "Trực tiếp", "Live";
        roles = "Quyền", "Roles";
        role: Label = |code| match code {
            "admin" => "Quản trị",
            "host" => "Dẫn chương trình",
            _ => "",
        }, |code| match code {
            "admin" => "Administrator",
            "host" => "Host",
            _ => "",
        };
        sessions = "Nơi đang đăng nhập", "Where you are signed in";
        sessions_lead = "Một phiên tự hết sau 12 giờ không dùng, và lâu nhất là 7 ngày. Thấy máy lạ thì đăng xuất máy đó rồi đổi mật khẩu.", "A session ends after 12 hours without use, and after 7 days at the latest. If you see a device you do not know, sign it out and change your password.";
        device = "Máy", "Device";
        here = "Máy này", "This device";
        began = "Đăng nhập lúc", "Signed in";
        seen = "Dùng gần nhất", "Last used";
        ends = "Hết hạn lúc", "Ends";
        sign_out_of: Say = |label| format!("Đăng xuất máy {label}"), |label| format!("Sign out {label}");
        sign_out_others = "Đăng xuất mọi máy khác", "Sign out everywhere else";
        password = "Đổi mật khẩu", "Change password";
        password_lead = "Ít nhất 10 ký tự; một câu dài dễ nhớ là tốt nhất. Đổi xong, mọi máy khác bị đăng xuất.", "At least 10 characters; a long sentence you remember is best. All other devices are signed out then.";
        password_now = "Mật khẩu hiện tại", "Present password";
        password_new = "Mật khẩu mới", "New password";
        password_again = "Gõ lại mật khẩu mới", "New password again";
        notice: Label = |code| match code {
            "password" => "Đã đổi mật khẩu. Mọi máy khác đã bị đăng xuất.",
            "session" => "Đã đăng xuất máy đó.",
            "others" => "Đã đăng xuất mọi máy khác.",
            "first" => "Đã tạo tài khoản quản trị. Liên kết một lần không dùng được nữa.",
            _ => "",
        }, |code| match code {
            "password" => "Your password is changed. All other devices are signed out.",
            "session" => "That device is signed out.",
            "others" => "All other devices are signed out.",
            "first" => "The administrator’s account is made. The one-time link no longer works.",
            _ => "",
        };
        error: Label = |code| match code {
            "name_length" => "Tên tài khoản cần từ 2 đến 40 ký tự.",
            "name_character" => "Tên tài khoản chỉ gồm chữ, số, dấu cách và . - _ @",
            "password_short" => "Mật khẩu cần ít nhất 10 ký tự.",
            "password_long" => "Mật khẩu dài nhất 200 ký tự.",
            "password_common" => "Mật khẩu này quá phổ biến, ai cũng đoán được. Hãy chọn mật khẩu khác.",
            "password_name" => "Mật khẩu không được trùng với tên tài khoản.",
            "password_differs" => "Hai lần gõ chưa giống nhau.",
            "password_wrong" => "Mật khẩu hiện tại chưa đúng.",
            "slow" => "Thử quá nhiều lần. Bạn đợi nửa phút rồi thử lại.",
            _ => "Chỗ này chưa đúng.",
        }, |code| match code {
            "name_length" => "An account name has 2 to 40 characters.",
            "name_character" => "An account name has only letters, digits, spaces and . - _ @",
            "password_short" => "A password has at least 10 characters.",
            "password_long" => "A password has at most 200 characters.",
            "password_common" => "Everybody guesses this password. Please choose another.",
            "password_name" => "The password must not be the account name.",
            "password_differs" => "The two passwords are not the same.",
            "password_wrong" => "The present password is not right.",
            "slow" => "Too many tries. Please wait half a minute and try again.",
            _ => "This is not right.",
        };
        errors_title: Count = |n| format!("Chưa lưu gì: còn {n} chỗ cần sửa."),
            |n| if n == 1 { "Nothing is saved yet: one thing needs fixing.".to_owned() } else { format!("Nothing is saved yet: {n} things need fixing.") };

        setup_title = "Tạo người quản trị đầu tiên", "Make the first administrator";
        setup_lead = "Gõ mã đứng sau dấu # trong liên kết in ra ở cửa sổ máy chủ. Mã dùng được một lần, trong 24 giờ.", "Type the code after the # of the link printed where the server was started. It works once, for 24 hours.";
        setup_code = "Mã tạo tài khoản", "Setup code";
        setup_do = "Tiếp tục", "Continue";
        setup_error: Label = |code| match code {
            "slow" => "Đã thử nhiều lần quá. Bạn đợi vài phút rồi thử lại.",
            _ => "Mã này không đúng, đã dùng hoặc đã hết hạn. Khởi động lại máy chủ để xem mã đang dùng được, hoặc dùng lệnh create-staff.",
        }, |code| match code {
            "slow" => "Too many tries. Please wait a few minutes and try again.",
            _ => "This code is wrong, used or over. Start the server again to see the one that works, or use the command create-staff.",
        };
        setup_account_lead = "Mã đúng. Chọn tên và mật khẩu cho người quản trị.", "The code is right. Choose a name and a password for the administrator.";
        setup_name_hint = "Tên để đăng nhập, ví dụ ban-to-chuc.", "The name to sign in with, for example organisers.";
        setup_password_again = "Gõ lại mật khẩu", "Password again";
        setup_account_do = "Tạo tài khoản", "Make the account";
    }
}
