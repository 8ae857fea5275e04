//! The privacy page: what is kept, why, for how long, and what a person can do about it.

texts! {
    /// The privacy page.
    Privacy {
        title = "Quyền riêng tư", "Privacy";
        lead = "Viết ngắn để ai cũng đọc được.", "Short, so that everyone can read it.";
        what_title = "Chúng tôi giữ gì", "What we keep";
        what: &'static [&'static str] = &[
            "Tên hiển thị bạn tự đặt, nơi bạn ở (xã, phường), nhóm đối tượng, năm sinh nếu bạn cho biết.",
            "Câu trả lời, điểm, thời gian làm bài.",
            "Khi chơi trực tiếp: tên bạn gõ lúc vào phòng, xã, phường hoặc đội, câu trả lời. Chỉ gắn với hồ sơ của bạn nếu bạn chọn như vậy.",
            "Máy đã dùng (loại trình duyệt, lần dùng gần nhất) để nhận ra bạn mà không cần mật khẩu.",
            "Số điện thoại hoặc thư điện tử, chỉ khi cuộc thi có giải, bạn từ 16 tuổi và bạn đồng ý. Được mã hóa.",
        ], &[
            "The nickname you choose, where you live (commune or ward), your group, and your year of birth if you tell us.",
            "Your answers, scores and the time you used.",
            "In live contests: the name you type when joining, your commune or team, your answers. They are linked to your profile only if you choose so.",
            "The devices you used (kind of browser, last use), so that we know you without a password.",
            "A phone number or e-mail, only when the contest has prizes, you are 16 or older and you agree. It is encrypted.",
        ];
        never_title = "Chúng tôi không bao giờ hỏi", "What we never ask";
        never: &'static [&'static str] = &[
            "Số căn cước, ảnh căn cước, dân tộc, tôn giáo, việc vào Đảng.",
            "Mật khẩu, mã OTP, số tài khoản ngân hàng. Ai hỏi những thứ này nhân danh cuộc thi là lừa đảo.",
        ], &[
            "Identity numbers or pictures, ethnicity, religion, Party membership.",
            "Passwords, one-time codes, bank accounts. Anyone asking for these in the name of the contest is a fraud.",
        ];
        why_title = "Dùng để làm gì", "What it is for";
        why: &'static [&'static str] = &[
            "Tổ chức cuộc thi: chấm điểm, xếp hạng, trao giải.",
            "Thống kê theo xã, phường, nhóm đối tượng và lứa tuổi. Nơi có dưới 5 người không hiện con số. Các lần đăng ký để lại cùng một liên lạc được đếm là một người.",
            "Không quảng cáo, không theo dõi, không gửi cho bên thứ ba.",
        ], &[
            "Running the contest: scores, ranks, prizes.",
            "Statistics by commune, group and age. Places with fewer than 5 people show no figures. Registrations that leave the same contact are counted as one person.",
            "No advertising, no tracking, nothing sent to third parties.",
        ];
        public_title = "Người khác thấy gì", "What others see";
        public: &'static [&'static str] = &[
            "Tên hiển thị và xã, phường trên bảng xếp hạng, chỉ khi bạn đồng ý. Nếu không, bảng ghi “Người dự thi ẩn danh”.",
            "Người dưới 16 tuổi không bao giờ hiện tên trên bảng xếp hạng.",
            "Ở buổi thi trực tiếp, cả hội trường thấy tên bạn gõ lúc vào phòng: hãy chọn tên vui, đừng dùng họ tên thật.",
            "Không ai ngoài bạn thấy từng câu trả lời của bạn trên trang này.",
        ], &[
            "Your nickname and commune on the standings, only if you agree. Otherwise you appear as “Anonymous participant”.",
            "People under 16 are never named on the standings.",
            "In a live contest the whole hall sees the name you type when joining: choose a fun one, not your real name.",
            "Nobody but you sees your individual answers on this site.",
        ];
        long_title = "Giữ bao lâu", "How long";
        long: &'static [&'static str] = &[
            "Liên lạc nhận giải: xóa khi trao giải xong, hoặc ngay khi bạn rút lại.",
            "Thông tin còn lại: đến khi kết thúc thời hạn lưu của cuộc thi, rồi chỉ còn con số không gắn với ai.",
        ], &[
            "Contact for prizes: deleted once the prizes are given, or as soon as you withdraw it.",
            "Everything else: until the contest’s retention period ends; after that only numbers linked to nobody remain.",
        ];
        rights_title = "Quyền của bạn", "Your rights";
        rights: &'static [&'static str] = &[
            "Xem, sửa, tải về, xóa dữ liệu của mình bất cứ lúc nào ở “Dữ liệu của tôi”.",
            "Đồng ý hay không với từng mục đích riêng. Dự thi không phụ thuộc vào việc cho hiện tên.",
            "Rút lại sự đồng ý dễ như khi đồng ý.",
        ], &[
            "See, correct, download and delete your data at any time under “My data”.",
            "Agree or not to each purpose on its own. Taking part never depends on publicity.",
            "Withdrawing consent is as easy as giving it.",
        ];
        cookies_title = "Cookie", "Cookies";
        cookies = "Chỉ dùng cookie cần thiết: để nhớ bạn là ai, ngôn ngữ và chế độ máy dùng chung.", "Only necessary cookies: to remember who you are, your language, and shared-device mode.";
        law = "Theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15.", "Under the Personal Data Protection Law No. 91/2025/QH15.";
        my_data = "Mở “Dữ liệu của tôi”", "Open “My data”";
    }
}
