//! Texts of "my data".

use super::{Label, Say};

texts! {
    /// My data.
    Me {
        title = "Dữ liệu của tôi", "My data";
        lead = "Tất cả những gì hệ thống biết về bạn. Bạn xem, sửa, tải về hoặc xóa được ngay tại đây.", "Everything the system knows about you. You can see, correct, download or delete it here.";
        notice: Label = |code| match code {
            "me.saved" => "Đã lưu thay đổi.",
            "me.code_wrong" => "Mã cá nhân chưa đúng nên chưa làm gì cả. Bạn xem lại mã nhé.",
            "me.code_renewed" => "Đã đổi mã cá nhân. Mã cũ không dùng được nữa.",
            "me.signed_out" => "Đã đăng xuất máy đó.",
            "me.consent" | "me.consent_saved" => "Đã ghi nhận ý kiến của bạn.",
            "me.contact_removed" => "Đã xóa liên lạc.",
            "me.seen" => "Cảm ơn bạn đã xác nhận.",
            "me.confirm" => "Chưa xóa gì cả. Bạn cần đánh dấu ô xác nhận.",
            "me.slow" => "Từ mạng này đã có quá nhiều lần gõ sai mã nên chưa làm gì cả. Bạn đợi vài phút, nhiều nhất là 10 phút, rồi thử lại.",
            _ => "",
        }, |code| match code {
            "me.saved" => "Your changes are saved.",
            "me.code_wrong" => "The personal code is not right, so nothing was done. Please check it.",
            "me.code_renewed" => "Your personal code is new. The old one no longer works.",
            "me.signed_out" => "That device is signed out.",
            "me.consent" | "me.consent_saved" => "Your choice is recorded.",
            "me.contact_removed" => "Your contact is removed.",
            "me.seen" => "Thank you for confirming.",
            "me.confirm" => "Nothing was deleted. Please tick the box to confirm.",
            "me.slow" => "Too many wrong codes were typed from this network, so nothing was done. Please wait a few minutes, at most 10, and try again.",
            _ => "",
        };
        new_device_title = "Có máy mới dùng mã của bạn", "A new device used your code";
        new_device_lead = "Nếu đúng là bạn, bấm “Là tôi”. Nếu không phải, hãy đăng xuất máy đó ở dưới và đổi mã.", "If it was you, press “It was me”. If not, sign that device out below and renew your code.";
        new_device_ok = "Là tôi", "It was me";
        profile = "Thông tin của bạn", "Your information";
        profile_hint = "Sửa ở đây áp dụng cho các lượt thi sau; kết quả đã nộp không đổi.", "Corrections apply to later attempts; submitted results do not change.";
        save = "Lưu thay đổi", "Save changes";
        grade = "Mức xác nhận:", "How well we know you:";
        code = "Mã cá nhân", "Personal code";
        code_lead = "Dùng mã này để thi tiếp trên máy khác. Giữ kín như chìa khóa nhà.", "Use it to carry on on another device. Keep it like a house key.";
        code_show = "Hiện mã và mã QR", "Show the code and QR";
        code_renew = "Đổi mã mới", "Renew the code";
        code_renew_hint = "Nghĩ rằng người khác biết mã? Gõ mã hiện tại rồi đổi.", "Somebody else may know it? Type the present code and renew it.";
        devices = "Các máy đang dùng", "Devices";
        here = "Máy này", "This device";
        by_code = "vào bằng mã cá nhân", "came with the personal code";
        added: Say = |at| format!("Thêm lúc {at}"), |at| format!("Added at {at}");
        seen: Say = |at| format!("Dùng gần nhất {at}"), |at| format!("Last used {at}");
        sign_out = "Đăng xuất", "Sign out";
        sign_out_of: Say = |label| format!("Đăng xuất máy {label}"), |label| format!("Sign out {label}");
        consents = "Sự đồng ý của bạn", "Your consents";
        given: Say = |at| format!("Đã đồng ý lúc {at}"), |at| format!("Agreed at {at}");
        withdrawn: Say = |at| format!("Đã rút lại lúc {at}"), |at| format!("Withdrawn at {at}");
        never = "Chưa đồng ý", "Not agreed";
        withdraw = "Rút lại", "Withdraw";
        agree = "Đồng ý", "Agree";
        take_part_note = "Muốn rút lại, bạn xóa dữ liệu ở cuối trang.", "To withdraw it, delete your data at the end of this page.";
        contact = "Liên lạc nhận giải", "Contact for prizes";
        contact_none = "Không giữ liên lạc nào của bạn.", "We hold no contact of yours.";
        contact_remove = "Xóa liên lạc", "Remove contact";
        attempts = "Các lượt thi", "Attempts";
        attempts_none = "Bạn chưa có lượt thi nào.", "You have no attempts yet.";
        plays = "Các lần chơi trực tiếp", "Live contests you played";
        played_as: Say = |name| format!("Tên trong phòng: {name}"), |name| format!("Name in the room: {name}");
        joined: Say = |at| format!("Vào phòng lúc {at}"), |at| format!("Joined at {at}");
        back_to_room = "Vào lại phòng", "Back to the room";
        download = "Tải dữ liệu về", "Download my data";
        download_lead = "Một tệp JSON gồm mọi thứ ở trang này. Gõ mã cá nhân để chắc chắn là bạn.", "A JSON file with everything on this page. Type your personal code so that we know it is you.";
        download_do = "Tải về", "Download";
        erase = "Xóa dữ liệu của tôi", "Delete my data";
        erase_lead = "Xóa tên hiển thị, năm sinh, liên lạc, mã cá nhân, mọi máy, và tên bạn đã dùng khi chơi trực tiếp. Kết quả thi chỉ còn là con số không gắn với bạn. Không lấy lại được.", "Deletes your nickname, year of birth, contact, personal code, devices, and the names you used in live contests. Results remain as numbers that cannot be linked to you. This cannot be undone.";
        erase_confirm = "Tôi hiểu và muốn xóa hết.", "I understand and want to delete everything.";
        erase_do = "Xóa vĩnh viễn", "Delete for good";
    }
}
