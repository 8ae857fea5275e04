//! Texts around every page, and labels of stored codes.

use super::{Count, Label};

texts! {
    /// Around every page.
    Frame {
        product = "Ngày Hội Số", "Ngày Hội Số";
        skip = "Đến nội dung chính", "Skip to main content";
        other_language = "English", "Tiếng Việt";
        home = "Trang chủ", "Home";
        taking_part = "Đang dự thi:", "Taking part:";
        not_you = "Không phải bạn? Đổi người", "Not you? Switch person";
        new_device = "Mã cá nhân của bạn vừa được dùng trên một máy khác.", "Your personal code was just used on another device.";
        new_device_link = "Xem máy nào", "See which one";
        privacy = "Quyền riêng tư", "Privacy";
        my_data = "Dữ liệu của tôi", "My data";
        have_code = "Có mã cá nhân?", "Have a personal code?";
        practice = "Luyện tập", "Practice";
        site_links = "Liên kết khác", "Other links";
        demo = "Dữ liệu minh họa", "Demonstration data";
        live = "Đang mở", "Open now";
        over = "Đã kết thúc", "Finished";
        soon = "Sắp mở", "Opens soon";
        questions: Count = |n| format!("{n} câu"), |n| if n == 1 { "1 question".to_owned() } else { format!("{n} questions") };
        minutes: Count = |n| format!("{n} phút"), |n| if n == 1 { "1 minute".to_owned() } else { format!("{n} minutes") };
        kiosk_done = "Xong, nhường máy cho người sau", "Done – hand the device to the next person";
        errors_title: Count = |n| format!("Còn {n} chỗ cần sửa. Những gì bạn đã điền vẫn còn."),
            |n| if n == 1 { "One thing needs fixing. What you typed is still here.".to_owned() } else { format!("{n} things need fixing. What you typed is still here.") };
        code_field = "Mã cá nhân", "Personal code";
        code_hint = "10 chữ và số, ví dụ 7KQ2M-X9RTA", "10 letters and digits, for example 7KQ2M-X9RTA";
        qr_label = "Mã QR để thi tiếp trên máy khác", "QR code for continuing on another device";
        of = "trên", "of";
        yes = "Có", "Yes";
        no = "Không", "No";
        audience: Label = |code| match code {
            "civil_servant" => "Cán bộ, công chức, viên chức, lực lượng vũ trang",
            "pupil" => "Học sinh",
            "student" => "Sinh viên",
            "worker" => "Người lao động doanh nghiệp, hợp tác xã",
            _ => "Người dân khác",
        }, |code| match code {
            "civil_servant" => "Public official or armed forces",
            "pupil" => "School pupil",
            "student" => "Student",
            "worker" => "Worker in a company or cooperative",
            _ => "Other resident",
        };
        flag: Label = |code| match code {
            "women_union" => "Hội viên phụ nữ",
            "youth_union" => "Đoàn viên thanh niên",
            "digital_team" => "Thành viên Tổ công nghệ số cộng đồng",
            _ => "",
        }, |code| match code {
            "women_union" => "Member of the Women’s Union",
            "youth_union" => "Member of the Youth Union",
            "digital_team" => "Member of a community digital team",
            _ => "",
        };
        purpose: Label = |code| match code {
            "take_part" => "Dùng thông tin để tổ chức cuộc thi và thống kê",
            "publish_nickname" => "Hiện tên hiển thị trên bảng xếp hạng",
            "prize_contact" => "Giữ liên lạc để trao giải",
            _ => "",
        }, |code| match code {
            "take_part" => "Use my information to run the contest and count participation",
            "publish_nickname" => "Show my nickname on the standings",
            "prize_contact" => "Keep my contact for prizes",
            _ => "",
        };
        grade: Label = |code| match code {
            "verified" => "Đã xác nhận bằng danh sách hoặc mã",
            "declared" => "Do bạn tự khai",
            _ => "Ẩn danh",
        }, |code| match code {
            "verified" => "Confirmed by a list or a code",
            "declared" => "As you told us",
            _ => "Anonymous",
        };
    }
}

/// Audiences in reporting order.
pub const AUDIENCES: [&str; 5] = ["civil_servant", "pupil", "student", "worker", "citizen"];
/// Memberships that do not sum.
pub const FLAGS: [&str; 3] = ["women_union", "youth_union", "digital_team"];
