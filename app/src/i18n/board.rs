//! Labels of the boards: tabs, headings and cells that the server puts into rows.

use super::Say;

texts! {
    /// Labels of the boards.
    Board {
        localities = "Xã, phường", "Communes";
        people = "Cá nhân", "People";
        units = "Trường, đơn vị", "Schools and units";
        overall = "Tất cả các vòng", "All rounds";
        by_participants = "Số người dự thi", "Participants";
        by_rate = "Tỷ lệ người trưởng thành", "Share of adults";
        by_mean = "Điểm trung bình", "Mean score";
        by_passes = "Số người đạt", "Passes";
        all_divisions = "Mọi bảng thi", "All divisions";
        find_me = "Tìm tôi", "Find me";
        whole_board = "Xem cả bảng", "Whole board";
        participants = "Người dự thi", "Participants";
        passes = "Người đạt", "Passed";
        mean = "Điểm trung bình", "Mean score";
        rate = "Tỷ lệ", "Rate";
        score = "Điểm", "Score";
        time = "Thời gian", "Time";
        under_5 = "dưới 5", "under 5";
        no_denominator = "chưa có mẫu số", "no figure";
        anonymous = "Người dự thi ẩn danh", "Anonymous participant";
        pupil_of: Say = |place| format!("Học sinh, {place}"), |place| format!("Pupil, {place}");
    }
}
