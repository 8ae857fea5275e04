//! Texts of the projector.

use super::{Count, Say};

texts! {
    /// The projector.
    LiveScreen {
        pair_title = "Màn hình chờ ghép", "Screen waiting to be paired";
        pair_lead = "Trên máy của người dẫn chương trình, mở phòng này và nhập mã:", "On the host’s device, open this room and enter the code:";
        pair_code = "Mã ghép màn hình", "Pairing code";
        pair_then = "Ghép xong, màn hình tự chuyển.", "This screen changes by itself once it is paired.";
        room: Say = |pin| format!("Phòng {pin}"), |pin| format!("Room {pin}");

        go_to = "Vào", "Go to";
        and_type = "và nhập mã", "and enter the PIN";
        scan = "hoặc quét mã", "or scan";
        qr = "Mã QR để vào phòng", "QR code to join";
        pin = "Mã phòng", "PIN";
        players_in = "người đã vào", "players are in";
        player_in = "người đã vào", "player is in";
        question_of: fn(u32, u32) -> String = |n, of| format!("Câu {n}/{of}"), |n, of| format!("Question {n} of {of}");
        get_ready = "Chuẩn bị…", "Get ready…";
        voided = "Câu này được hỏi lại. Lần trước không tính.", "This question is asked again. The previous run does not count.";
        seconds: Count = |n| format!("{n} giây"), |n| if n == 1 { "1 second".to_owned() } else { format!("{n} seconds") };
        points: Say = |n| format!("{n} điểm"), |n| format!("{n} points");
        survey = "Hỏi ý kiến, không tính điểm", "Your opinion, no points";
        answered = "đã trả lời", "answered";
        of = "trên", "of";
        paused = "Tạm dừng", "Paused";
        time_up = "Hết giờ", "Time is up";
        wait_reveal = "Đáp án sắp hiện", "The answer is coming";
        on_phone_many = "Có thể chọn nhiều câu trả lời", "More than one answer may be right";
        on_phone_order = "Sắp xếp trên điện thoại của bạn", "Put these in order on your phone";
        on_phone_match = "Ghép đôi trên điện thoại của bạn", "Match the pairs on your phone";
        on_phone_number = "Nhập một con số trên điện thoại của bạn", "Enter a number on your phone";
        on_phone_text = "Viết câu trả lời trên điện thoại của bạn", "Write your answer on your phone";
        true_word = "Đúng", "True";
        false_word = "Sai", "False";
        right_is = "Đáp án đúng", "The right answer";
        right_word = "Đúng", "Right";
        share_right: fn(&str, &str) -> String = |percent, answers| format!("{percent}% trả lời đúng · {answers} câu trả lời"), |percent, answers| format!("{percent}% right · {answers} answers");
        opinions: Say = |answers| format!("{answers} ý kiến"), |answers| format!("{answers} opinions");
        nobody = "Chưa ai trả lời câu này", "Nobody answered this question";
        why = "Vì sao?", "Why?";
        source = "Nguồn:", "Source:";
        standings_after: Count = |n| format!("Bảng xếp hạng sau câu {n}"), |n| format!("Standings after question {n}");
        best = "Dẫn đầu", "Leading";
        groups = "Theo nhóm", "Groups";
        groups_how: Count = |k| format!("Trung bình {k} người cao nhất; dưới tên: tổng điểm"),
            |k| format!("Mean of the best {k}; below the name: the total");
        group_total: fn(&str, u32) -> String = |total, rank| format!("Tổng {total}, hạng {rank}"), |total, rank| format!("Total {total}, rank {rank}");
        frozen = "Bảng đang giữ kín đến lúc công bố", "Kept as it is until the announcement";
        up: Count = |n| format!("tăng {n} bậc"), |n| format!("up {n}");
        down: Count = |n| format!("giảm {n} bậc"), |n| format!("down {n}");
        same = "giữ hạng", "same place";
        fresh = "mới", "new";
        alive: Say = |n| format!("Còn {n} người trên sàn"), |n| format!("{n} still in");
        last_one = "Người cuối cùng trên sàn!", "The last one standing!";
        seats = "Sàn thi đấu", "The floor";
        rescues_left: Count = |n| format!("Còn {n} lượt cứu trợ"), |n| if n == 1 { "1 rescue left".to_owned() } else { format!("{n} rescues left") };
        ceremony = "Công bố kết quả", "The results";
        ceremony_step: fn(u32, u32) -> String = |n, of| format!("{n}/{of}"), |n, of| format!("{n} of {of}");
        hidden = "chưa công bố", "still hidden";
        climbed: Count = |n| format!("lên {n} bậc"), |n| format!("climbs {n}");
        final_title = "Kết quả chung cuộc", "Final result";
        place: Count = |n| match n { 1 => "Nhất".to_owned(), 2 => "Nhì".to_owned(), 3 => "Ba".to_owned(), n => format!("Hạng {n}") },
            |n| match n { 1 => "1st".to_owned(), 2 => "2nd".to_owned(), 3 => "3rd".to_owned(), n => format!("{n}th") };
        nobody_played = "Chưa có ai trên bảng", "Nobody is on the table yet";
        played: Say = |n| format!("{n} người đã chơi"), |n| format!("{n} people played");
        time_decides = "bằng điểm: ai trả lời nhanh hơn xếp trên", "equal points: the faster one stands higher";
        thanks = "Cảm ơn mọi người đã tham gia!", "Thank you all for playing!";
        over = "Cuộc thi đã kết thúc", "The contest is over";
        reconnecting = "Đang nối lại…", "Reconnecting…";
        fullscreen = "Toàn màn hình", "Full screen";
        sounds_on = "Bật tiếng", "Sounds on";
    }
}
