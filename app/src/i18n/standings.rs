//! Texts of the standings.

use super::{Label, Say};

texts! {
    /// Standings.
    Standings {
        title = "Bảng xếp hạng", "Standings";
        boards = "Xếp theo", "Board";
        rounds = "Vòng thi", "Round";
        orders = "Sắp xếp", "Sorted by";
        divisions = "Bảng thi", "Division";
        localities = "Xã, phường", "Communes and wards";
        people = "Cá nhân", "People";
        units = "Trường, cơ quan", "Schools and offices";
        overall = "Tổng hợp", "Overall";
        by_participants = "Số người dự thi", "Participants";
        by_rate = "Tỷ lệ", "Rate";
        by_mean = "Điểm trung bình", "Mean score";
        by_passes = "Số người đạt", "Passes";
        all_divisions = "Tất cả", "All";
        find_me = "Tìm tôi", "Find me";
        whole_board = "Xem cả bảng", "Whole board";
        anonymous = "Người dự thi ẩn danh", "Anonymous participant";
        pupil_of: Say = |place| format!("Học sinh, {place}"), |place| format!("Pupil, {place}");
        score = "Điểm", "Score";
        time = "Thời gian", "Time";
        participants = "Số người", "People";
        rate = "Tỷ lệ", "Rate";
        mean = "Điểm trung bình", "Mean score";
        passes = "Số người đạt", "Passes";
        under_5 = "dưới 5", "under 5";
        no_denominator = "chưa có mẫu số", "no population figure";
        rank = "Hạng", "Rank";
        name = "Tên", "Name";
        computed = "Cập nhật lúc", "Updated at";
        frozen = "Bảng tạm dừng từ", "Frozen since";
        frozen_why = "Kết quả cuối cùng hiện ra khi vòng thi kết thúc.", "The final result appears when the round is over.";
        locality: Say = |name| format!("Chỉ {name}"), |name| format!("Only {name}");
        locality_clear = "Xem tất cả các nơi", "Show all places";
        empty = "Chưa có ai trên bảng này. Bảng có tên khi đủ 5 người dự thi.", "Nobody is on this board yet. It fills once 5 people have taken part.";
        unranked = "–", "–";
        gap = "… các hạng ở giữa …", "… ranks in between …";
        you = "bạn", "you";
        contest = "Về trang cuộc thi", "Back to the contest";
        notes = "Cách tính", "How this is counted";
        note: Label = |code| match code {
            "first_100" | "people_rule" => "Bảng cá nhân hiện 100 người đứng đầu đã đạt điểm chuẩn. Ai chưa đồng ý hiện tên thì ghi là “Người dự thi ẩn danh”; học sinh dưới 16 tuổi không hiện tên.",
            "around" => "Xung quanh bạn: người khác chỉ hiện điểm khi đã đạt điểm chuẩn.",
            "places" => "Mỗi người chỉ đếm một lần, dù thi nhiều lượt. Nơi có dưới 5 người dự thi không hiện con số, để không ai bị nhận ra. Tỷ lệ chỉ tính ở nơi đã có mẫu số (số người trưởng thành, theo nguồn đã công bố).",
            "suppressed" => "Nơi có dưới 5 người dự thi không hiện con số, để không ai bị nhận ra.",
            "no_denominator" => "Nơi chưa có mẫu số (dân số) thì xếp theo số người.",
            "rate" => "Tỷ lệ = số người dự thi chia cho số người trưởng thành của nơi đó, theo nguồn đã công bố.",
            "ties" => "Bằng nhau ở mọi tiêu chí thì cùng hạng.",
            "mean" => "Điểm trung bình tính trên lượt được tính của mỗi người.",
            "participants" => "Mỗi người chỉ đếm một lần, dù thi nhiều lượt.",
            "passes" => "Số người đạt = số người có điểm từ điểm chuẩn trở lên.",
            "overall" => "Tổng hợp: cộng kết quả được tính của các vòng.",
            "best_round" => "Tổng hợp: lấy vòng tốt nhất của mỗi người.",
            "small" => "Nơi này có dưới 5 người dự thi nên chưa có bảng cá nhân.",
            "demo" => "Đây là dữ liệu minh họa, không phải người thật.",
            _ => "",
        }, |code| match code {
            "first_100" | "people_rule" => "The people board lists the first 100 who reached the pass mark. Those who have not agreed to show their nickname appear as “Anonymous participant”; pupils under 16 are never named.",
            "around" => "Around you: others’ scores are shown only once they have passed.",
            "places" => "Each person is counted once, however many attempts they made. Places with fewer than 5 participants show no figures, so that nobody can be recognised. A rate is shown only where the number of adults is known from a published source.",
            "suppressed" => "Places with fewer than 5 participants show no figures, so that nobody can be recognised.",
            "no_denominator" => "Places without a population figure are ordered by the number of people.",
            "rate" => "Rate = participants divided by the adults of the place, from the published source.",
            "ties" => "People equal in every criterion share a rank.",
            "mean" => "The mean uses each person’s counted attempt.",
            "participants" => "Each person is counted once, however many attempts they made.",
            "passes" => "Passes = people whose score reached the pass mark.",
            "overall" => "Overall: the counted results of the rounds added up.",
            "best_round" => "Overall: each person’s best round.",
            "small" => "Fewer than 5 people took part here, so there is no people board yet.",
            "demo" => "This is demonstration data, not real people.",
            _ => "",
        };
    }
}
