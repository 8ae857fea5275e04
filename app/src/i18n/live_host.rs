//! Texts of the host's device.

use super::{Count, Label, Say};

texts! {
    /// The host's device.
    LiveHost {
        room: Say = |pin| format!("Phòng {pin}"), |pin| format!("Room {pin}");
        all_rooms = "Các phòng", "All rooms";
        open_screen = "Mở màn hình lớn", "Open the projector view";
        phase: Label = |code| match code {
            "lobby" => "Phòng chờ",
            "ready" => "Chuẩn bị",
            "open" => "Đang trả lời",
            "closed" => "Đã đóng",
            "reveal" => "Đáp án",
            "standings" => "Bảng xếp hạng",
            "ceremony" => "Công bố kết quả",
            "final" => "Chung cuộc",
            _ => "Đã kết thúc",
        }, |code| match code {
            "lobby" => "Lobby",
            "ready" => "Get ready",
            "open" => "Answering",
            "closed" => "Closed",
            "reveal" => "Answer",
            "standings" => "Standings",
            "ceremony" => "Results",
            "final" => "Final",
            _ => "Over",
        };
        paused = "Tạm dừng", "Paused";
        frozen = "Bảng đang giữ kín", "Table frozen";
        automatic = "Tự chạy", "Automatic";
        question_of: fn(u32, u32) -> String = |n, of| format!("Câu {n}/{of}"), |n, of| format!("Question {n} of {of}");
        answered = "đã trả lời", "answered";
        players: Say = |n| format!("{n} người"), |n| if n == "1" { "1 player".to_owned() } else { format!("{n} players") };
        connected: Say = |n| format!("{n} máy đang nối"), |n| if n == "1" { "1 phone connected".to_owned() } else { format!("{n} phones connected") };
        screens: Count = |n| format!("{n} màn hình"), |n| if n == 1 { "1 projector".to_owned() } else { format!("{n} projectors") };
        alive: Say = |n| format!("Còn {n} trên sàn"), |n| format!("{n} still in");

        do_start = "Bắt đầu", "Start";
        do_open = "Mở câu hỏi ngay", "Open now";
        do_close = "Đóng câu hỏi", "Close the question";
        do_resume = "Chạy tiếp", "Resume";
        do_reveal = "Hiện đáp án", "Show the answer";
        do_standings = "Hiện bảng xếp hạng", "Show the standings";
        do_next = "Câu tiếp theo", "Next question";
        do_end = "Công bố kết quả", "To the results";
        do_step = "Công bố hàng tiếp theo", "Next row";
        do_podium = "Lên bục vinh quang", "To the podium";
        do_finish = "Đóng phòng", "Close the room";
        key_hint = "Phím cách, → hoặc bút trình chiếu. ← quay lại · P tạm dừng · E thêm 10 giây · R hỏi lại · F toàn màn hình",
            "Space, → or the clicker. ← back · P pause · E 10 s more · R ask again · F full screen";

        back = "Quay lại", "Back";
        pause = "Tạm dừng", "Pause";
        extend: Count = |n| format!("+{n} giây"), |n| format!("+{n} s");
        more = "Việc khác", "More";
        standings = "Bảng xếp hạng", "Standings";
        next = "Bỏ qua bảng, sang câu sau", "Next without the table";
        skip = "Bỏ câu này", "Skip this question";
        skip_ask = "Bỏ câu này? Không ai được tính điểm câu này.", "Skip this question? It will count for nobody.";
        reopen = "Hỏi lại câu này", "Ask this question again";
        reopen_ask = "Hỏi lại câu này? Điểm của lần vừa rồi sẽ bị hủy.", "Ask this question again? The points it gave are void.";
        conclude = "Kết thúc sớm", "End the questions now";
        conclude_ask = "Bỏ các câu còn lại và đi tới kết quả?", "Leave out the remaining questions and go to the results?";
        finish = "Đóng phòng", "Close the room";
        finish_ask = "Đóng phòng? Điện thoại và màn hình sẽ thấy cuộc thi đã kết thúc. Không mở lại được.",
            "Close the room? Phones and screens will see that the contest is over. It cannot be opened again.";
        freeze = "Giữ kín bảng xếp hạng", "Freeze the table";
        unfreeze = "Cho bảng xếp hạng chạy tiếp", "Let the table move again";
        rescue = "Cứu trợ", "Rescue";
        rescue_count = "Số người được cứu", "How many";
        rescue_hint = "Để trống: theo luật của phòng. Người bị loại có kết quả tốt nhất được gọi lại.", "Empty: as the room’s rules say. The best of those who are out come back.";
        rescues_left: Count = |n| format!("còn {n} lượt"), |n| if n == 1 { "1 left".to_owned() } else { format!("{n} left") };

        script = "Lời dẫn", "Script";
        script_next = "Câu tiếp theo", "Next question";
        only_you = "Chỉ người dẫn thấy đáp án này.", "Only the host sees this answer.";
        read_aloud = "Đọc là:", "Read aloud:";
        right_is = "Đáp án:", "Answer:";
        right_word = "Đúng", "Right";
        why = "Vì sao:", "Why:";
        survey = "Hỏi ý kiến, không tính điểm", "Opinion, no points";
        seconds: Count = |n| format!("{n} giây"), |n| format!("{n} s");
        points: Say = |n| format!("{n} điểm"), |n| format!("{n} points");
        bars = "Số người chọn", "How many chose what";
        bars_secret = "Trước khi hiện đáp án chỉ máy này thấy.", "Until the reveal only this device sees this.";
        last_question = "Đây là câu cuối.", "This was the last question.";
        table = "Dẫn đầu", "Leading";
        next_row = "Hàng được công bố tiếp theo", "The row that comes next";
        resolved = "Vừa công bố", "Just told";
        rank: Count = |n| format!("hạng {n}"), |n| format!("rank {n}");

        screens_title = "Màn hình lớn", "Projector";
        screens_lead = "Trên máy nối màn hình, mở địa chỉ này rồi nhập mã 4 số nó hiện ra:", "On the projector’s computer open this address and enter the 4-digit code it shows:";
        screens_keys = "Màn hình đã ghép cũng điều khiển được bằng bàn phím hoặc bút trình chiếu cắm vào máy đó: tới, lui, tạm dừng.", "A paired projector can be driven by the keyboard or clicker on its computer too: forward, back, pause.";
        screen_code = "Mã ghép 4 số", "4-digit code";
        screen_do = "Ghép", "Pair";
        screen_waiting = "Đang chờ ghép:", "Waiting:";
        screen_allow: Say = |code| format!("Cho vào: {code}"), |code| format!("Let in {code}");
        screen_wrong = "Không có màn hình nào đang hiện mã này.", "No projector shows this code.";

        people = "Người chơi", "Players";
        newest = "Vừa vào", "Newest";
        nobody = "Chưa có ai vào.", "Nobody is in yet.";
        find = "Tìm người chơi", "Find a player";
        find_do = "Tìm", "Find";
        find_hint = "Một phần của tên (không cần dấu), hoặc số của người chơi.", "A part of the name, marks or not, or the player’s number.";
        find_nobody = "Không có ai như vậy trong phòng.", "Nobody like that is in the room.";
        find_more: Count = |n| format!("Đang hiện {n} người. Hãy gõ thêm để tìm hẹp hơn."), |n| format!("Showing {n}. Type more to narrow it down.");
        remove = "Mời ra", "Take out";
        remove_ask: Say = |name| format!("Mời {name} ra khỏi phòng? Người đó vẫn có thể xin vào lại."), |name| format!("Take {name} out of the room? They may ask to come back.");
        ban = "Cấm máy", "Ban";
        ban_ask: Say = |name| format!("Cấm máy của {name}? Máy này sẽ không vào lại được."), |name| format!("Ban the phone of {name}? It will not get in again.");
        rename = "Đổi tên", "Rename";
        rename_label: Say = |name| format!("Tên mới cho {name}"), |name| format!("New name for {name}");
        person: Say = |name| format!("Việc với {name}"), |name| format!("Options for {name}");
        removed = "Đã mời ra", "Taken out";
        readmit = "Cho vào lại", "Let back in";
        jumped = "Mạng chậm bất thường", "Network suddenly slow";
        jumped_lead = "Những máy này chậm đi nhiều so với lúc vào. Phần chậm thêm không được bù giờ.", "These phones became much slower than when they joined. The extra delay is not forgiven.";

        refused: Say = |why| format!("Chưa làm được: {why}"), |why| format!("Not done: {why}");
        refusal: Label = |code| match code {
            "live_wrong_phase" => "Lúc này chưa làm được việc đó.",
            "live_stale" => "Màn hình vừa chuyển bước; lần bấm này được bỏ qua.",
            "live_behind" => "Máy chủ đang đọc lại diễn biến, hãy bấm lại.",
            "live_already_paused" => "Đồng hồ đang dừng.",
            "live_not_paused" => "Đồng hồ đang chạy.",
            "live_bad_seconds" => "Mỗi lần thêm từ 1 đến 300 giây.",
            "live_already_so" => "Bảng xếp hạng đã ở trạng thái đó.",
            "live_already_removed" => "Người chơi này đã bị mời ra.",
            "live_not_removed" => "Người chơi này không bị mời ra.",
            "live_unknown_player" => "Không có người chơi mang số này.",
            "live_bad_nickname" => "Tên này không hiện được: cần 2–20 ký tự.",
            "live_not_knockout" => "Phòng này không chơi loại trực tiếp.",
            "live_in_knockout" => "Phòng loại trực tiếp không giữ kín bảng xếp hạng.",
            "live_no_rescue_left" => "Đã hết lượt cứu trợ.",
            "live_nobody_to_rescue" => "Không có ai để cứu trợ.",
            "live_nobody_left" => "Không còn ai trên sàn: hãy cứu trợ hoặc kết thúc.",
            "live_finished" => "Phòng đã kết thúc.",
            "live_no_such_screen" => "Không có màn hình nào đang hiện mã này.",
            "staff_signed_out" => "Bạn đã đăng xuất. Hãy đăng nhập lại ở trang khác rồi bấm lại.",
            "no_role" => "Tài khoản này không có quyền dẫn chương trình.",
            "busy" => "Máy chủ đang đông. Chưa có gì thay đổi, hãy bấm lại.",
            "network" => "Mất mạng: lệnh chưa tới máy chủ. Hãy bấm lại.",
            "reopen_again" => "Nhấn R lần nữa để hỏi lại câu này. Điểm của lần vừa rồi sẽ bị hủy.",
            _ => "Chưa làm được. Chưa có gì thay đổi.",
        }, |code| match code {
            "live_wrong_phase" => "This is not possible now.",
            "live_stale" => "The show has just moved on; this press was ignored.",
            "live_behind" => "The server is reading what happened. Please press again.",
            "live_already_paused" => "The clock is standing.",
            "live_not_paused" => "The clock is running.",
            "live_bad_seconds" => "From 1 to 300 seconds at a time.",
            "live_already_so" => "The table is like that already.",
            "live_already_removed" => "This player was taken out before.",
            "live_not_removed" => "This player was not taken out.",
            "live_unknown_player" => "Nobody has this number.",
            "live_bad_nickname" => "This name cannot be shown: it needs 2–20 characters.",
            "live_not_knockout" => "This room is no knock-out.",
            "live_in_knockout" => "A knock-out room does not freeze its table.",
            "live_no_rescue_left" => "All rescues are used.",
            "live_nobody_to_rescue" => "There is nobody to bring back.",
            "live_nobody_left" => "Nobody is left: rescue or end the questions.",
            "live_finished" => "The room is over.",
            "live_no_such_screen" => "No projector shows this code.",
            "staff_signed_out" => "You are signed out. Sign in again in another tab, then press again.",
            "no_role" => "This account may not host.",
            "busy" => "The server is busy. Nothing has changed, please press again.",
            "network" => "No network: the command did not arrive. Please press again.",
            "reopen_again" => "Press R again to ask this question again. The points it gave are void.",
            _ => "Not done. Nothing has changed.",
        };
    }
}

/// Codes that a device of a host may have to say by itself.
pub const REFUSALS: [&str; 24] = [
    "live_wrong_phase",
    "live_stale",
    "live_behind",
    "live_already_paused",
    "live_not_paused",
    "live_bad_seconds",
    "live_already_so",
    "live_already_removed",
    "live_not_removed",
    "live_unknown_player",
    "live_bad_nickname",
    "live_not_knockout",
    "live_in_knockout",
    "live_no_rescue_left",
    "live_nobody_to_rescue",
    "live_nobody_left",
    "live_finished",
    "live_no_such_screen",
    "staff_signed_out",
    "no_role",
    "busy",
    "network",
    "reopen_again",
    "other",
];
