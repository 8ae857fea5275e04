//! Texts of the host's device.

use super::{Count, Label, Say};

/// A phrase built around two numbers as written.
type Two = fn(&str, &str) -> String;

texts! {
    /// The host's device.
    LiveHost {
        title = "Dẫn chương trình", "Host";
        room: Say = |pin| format!("Phòng {pin}"), |pin| format!("Room {pin}");
        all_rooms = "Các phòng", "All rooms";
        reload = "Xem diễn biến mới nhất", "Show the latest";
        refused: Say = |why| format!("Chưa làm: {why}"), |why| format!("Not done: {why}");

        phase: Label = |code| match code {
            "lobby" => "Phòng chờ",
            "ready" => "Chuẩn bị",
            "open" => "Đang trả lời",
            "closed" => "Đã đóng, chưa công bố đáp án",
            "reveal" => "Đang chiếu đáp án",
            "standings" => "Đang chiếu bảng xếp hạng",
            "ceremony" => "Lễ công bố kết quả",
            "final" => "Bục vinh danh",
            _ => "Phòng đã kết thúc",
        }, |code| match code {
            "lobby" => "Lobby",
            "ready" => "Get ready",
            "open" => "Answering",
            "closed" => "Closed, answer not shown yet",
            "reveal" => "Showing the answer",
            "standings" => "Showing the standings",
            "ceremony" => "Announcing the results",
            "final" => "The podium",
            _ => "The room is over",
        };
        question_of: Two = |n, of| format!("Câu {n}/{of}"), |n, of| format!("Question {n} of {of}");
        after_question: Two = |n, of| format!("Sau câu {n}/{of}"), |n, of| format!("After question {n} of {of}");
        places_told: Two = |n, of| format!("Đã công bố {n}/{of} bậc"), |n, of| format!("{n} of {of} places told");
        paused = "Đồng hồ đang dừng", "The clock is stopped";
        opens_in = "Tự mở sau", "Opens by itself in";
        time_left = "Còn lại", "Time left";
        answered = "đã trả lời", "have answered";
        phones: Say = |n| format!("{n} máy đang nối"), |n| format!("{n} phones connected");
        screens: Count = |n| match n { 0 => "Chưa có màn hình lớn".to_owned(), n => format!("{n} màn hình lớn") },
            |n| match n { 0 => "No projector yet".to_owned(), 1 => "1 projector".to_owned(), n => format!("{n} projectors") };
        players: fn(u64, &str) -> String = |_, shown| format!("{shown} người chơi"), |n, shown| if n == 1 { "1 player".to_owned() } else { format!("{shown} players") };
        frozen = "Bảng đang đóng băng", "The table is frozen";
        automatic = "Tự động chuyển bước", "Moves by itself";
        voided: Count = |n| format!("Câu này được hỏi lại. Lần hỏi thứ {n} đã hủy, không tính cho ai."),
            |n| format!("This question is asked again. Run {n} is void and counts for nobody.");

        then = "Sau đó:", "Then:";
        step: Label = |code| match code {
            "start" => "Bắt đầu",
            "open" => "Mở câu hỏi",
            "resume" => "Chạy tiếp đồng hồ",
            "close" => "Đóng câu hỏi",
            "reveal" => "Công bố đáp án",
            "standings" => "Bảng xếp hạng",
            "next" => "Câu tiếp theo",
            "ceremony" => "Vào lễ công bố kết quả",
            "place" => "Công bố bậc tiếp theo",
            _ => "Lên bục vinh danh",
        }, |code| match code {
            "start" => "Start",
            "open" => "Open the question",
            "resume" => "Let the clock run on",
            "close" => "Close the question",
            "reveal" => "Show the answer",
            "standings" => "Show the standings",
            "next" => "Next question",
            "ceremony" => "To the announcement of results",
            "place" => "Tell the next place",
            _ => "To the podium",
        };
        nobody_left = "Không còn ai trên sàn. Hãy cứu trợ, hoặc kết thúc sớm.", "Nobody is left on the floor. Rescue somebody, or end early.";
        nobody_yet = "Chưa có ai vào. Mở màn hình lớn để mọi người thấy mã phòng.", "Nobody is in yet. Open the projector view so that people see the PIN.";

        more = "Làm thêm ở bước này", "Also possible now";
        pause = "Tạm dừng", "Pause";
        extend: Count = |n| format!("+{n} giây"), |n| format!("+{n} s");
        back_reveal = "Quay lại đáp án", "Back to the answer";
        back_place = "Lùi một bậc", "Back one place";
        show_standings = "Chiếu bảng xếp hạng", "Show the standings";
        skip_standings = "Câu tiếp theo, không chiếu bảng", "Next question, without standings";
        skip_standings_end = "Kết thúc phần thi, không chiếu bảng", "End the questions, without standings";
        freeze = "Đóng băng bảng xếp hạng", "Freeze the standings";
        unfreeze = "Bỏ đóng băng", "Unfreeze the standings";
        freeze_hint = "Bảng công khai đứng yên; điểm vẫn tính và lộ dần ở lễ công bố.", "The public table stands still; points still count and are told in the ceremony.";

        careful = "Cân nhắc trước khi bấm", "Think before you press";
        reopen = "Hỏi lại câu này", "Ask this question again";
        reopen_lose: Say = |n| format!("{n} câu trả lời của lần này bị hủy, không tính cho ai; mọi người trả lời lại từ đầu."),
            |n| format!("{n} answers of this run become void and count for nobody; everybody answers anew.");
        reopen_do = "Hủy lần này và hỏi lại", "Void this run and ask again";
        skip = "Bỏ qua câu này", "Skip this question";
        skip_lose = "Câu này không tính cho ai, kể cả người đã trả lời. Chương trình sang câu sau; không lấy lại được.", "It counts for nobody, not even for who has answered. The show goes on to the next one; this cannot be undone.";
        skip_do = "Bỏ qua, không tính câu này", "Skip it, it does not count";
        conclude = "Kết thúc phần thi sớm", "End the questions early";
        conclude_lose: Count = |n| format!("Bỏ {n} câu chưa công bố đáp án và sang thẳng phần công bố kết quả; không quay lại được."),
            |n| if n == 1 { "Drops one question whose answer was not shown and goes straight to the results; there is no way back.".to_owned() } else { format!("Drops {n} questions whose answers were not shown and goes straight to the results; there is no way back.") };
        conclude_none = "Sang thẳng phần công bố kết quả; không quay lại được.", "Goes straight to the results; there is no way back.";
        conclude_do = "Kết thúc phần thi", "End the questions";
        finish = "Đóng phòng", "Close the room";
        finish_lose = "Mọi điện thoại và màn hình lớn dừng lại, không ai vào được nữa, phòng không mở lại được. Kết quả và câu trả lời vẫn được giữ.", "Every phone and projector stops, nobody can come in, and the room cannot be opened again. Results and answers are kept.";
        finish_do = "Đóng phòng vĩnh viễn", "Close the room for good";

        seats = "Sàn thi đấu", "The floor";
        seats_in: Two = |n, of| format!("Còn {n} trên {of} người trên sàn"), |n, of| format!("{n} of {of} are still in");
        rescues_left: Count = |n| match n { 0 => "Đã hết lượt cứu trợ".to_owned(), n => format!("Còn {n} lượt cứu trợ") },
            |n| match n { 0 => "No rescue is left".to_owned(), 1 => "1 rescue is left".to_owned(), n => format!("{n} rescues are left") };
        rescue = "Cứu trợ", "Rescue";
        rescue_count = "Số người được trở lại", "How many come back";
        rescue_hint = "Để trống: theo số đã đặt cho phòng. Người đang bị loại có điểm cao nhất được trở lại trước.", "Left empty: the room’s own number. Of those who are out, the best come back first.";

        script = "Lời dẫn", "Script";
        script_ahead = "Câu sắp hỏi", "The coming question";
        ahead_hint = "Chỉ bạn thấy, cho đến khi câu hỏi mở.", "Only you see this until the question opens.";
        key_hint = "Đáp án đúng chỉ hiện ở đây; màn hình lớn và điện thoại chưa có.", "The right answer is only here; projector and phones do not have it yet.";
        right_is = "Đáp án đúng", "Right answer";
        right_order = "Thứ tự đúng", "Right order";
        matches = "Ghép với", "To be matched with";
        survey = "Hỏi ý kiến, không có đáp án", "A survey, nothing is right";
        read_aloud = "Đọc to", "Read aloud";
        why = "Giải thích", "Explanation";
        worth: Two = |points, seconds| format!("{points} điểm · {seconds} giây"), |points, seconds| format!("{points} points · {seconds} s");
        seconds: Say = |n| format!("{n} giây"), |n| format!("{n} s");
        kind: Label = |code| match code {
            "single_choice" => "Chọn một",
            "multiple_choice" => "Chọn nhiều",
            "true_false" => "Đúng hay sai",
            "ordering" => "Sắp thứ tự",
            "matching" => "Nối cặp",
            "numeric" => "Nhập số",
            _ => "Trả lời ngắn",
        }, |code| match code {
            "single_choice" => "One answer",
            "multiple_choice" => "Several answers",
            "true_false" => "True or false",
            "ordering" => "Ordering",
            "matching" => "Matching",
            "numeric" => "A number",
            _ => "A short text",
        };
        true_word = "Đúng", "True";
        false_word = "Sai", "False";
        typed = "Câu trả lời hay gặp", "Most frequent answers";
        typed_none = "Chưa có câu trả lời nào được nhiều người gửi.", "No answer was sent by several people yet.";
        chose = "người chọn", "chose it";
        outcome: fn(&str, &str, &str) -> String = |right, partly, answered| if partly == "0" { format!("{right} trên {answered} người trả lời đúng") } else { format!("{right} trên {answered} người trả lời đúng, {partly} đúng một phần") },
            |right, partly, answered| if partly == "0" { format!("{right} of {answered} answered right") } else { format!("{right} of {answered} answered right, {partly} partly") };
        no_more = "Không còn câu hỏi nào. Bước sau là công bố kết quả.", "No question is left. The results come next.";

        table = "Bảng đang chiếu", "The table on show";
        table_final = "Kết quả chung cuộc", "Final result";
        groups = "Theo nhóm", "Groups";
        rank = "Hạng", "Rank";
        player = "Người chơi", "Player";
        group = "Nhóm", "Group";
        points = "Điểm", "Points";
        mean = "Trung bình", "Mean";
        nobody = "Chưa ai có điểm.", "Nobody has points yet.";
        told = "đã công bố", "told";
        hidden = "chưa công bố", "still hidden";
        just_told = "vừa công bố", "just told";
        told_next = "bậc tiếp theo", "told next";
        ceremony_hint = "Chỉ bạn thấy bậc nào sẽ công bố tiếp.", "Only you see which place is told next.";
        climbed: Count = |n| format!("lên {n} bậc"), |n| if n == 1 { "up 1 place".to_owned() } else { format!("up {n} places") };
        lobby_groups = "Đã vào theo nhóm", "Who is in, by group";

        files = "Tệp kết quả", "Result files";
        file: Label = |code| match code {
            "xlsx" => "Bảng tính (XLSX)",
            "questions" => "Từng câu hỏi (CSV)",
            "players" => "Người chơi (CSV)",
            _ => "Nhóm (CSV)",
        }, |code| match code {
            "xlsx" => "Spreadsheet (XLSX)",
            "questions" => "Questions (CSV)",
            "players" => "Players (CSV)",
            _ => "Groups (CSV)",
        };
        files_hint = "Lấy được cả sau khi đóng phòng, ở danh sách các phòng.", "Also there after the room is closed, in the list of rooms.";

        way_in = "Đường vào", "The way in";
        way_in_hint = "Người chơi quét mã QR trên màn hình lớn, hoặc mở địa chỉ này và nhập mã phòng.", "Players scan the QR code on the projector, or open this address and type the PIN.";
        address = "Địa chỉ", "Address";
        pin = "Mã phòng", "PIN";
        open_join = "Mở trang vào chơi", "Open the players’ page";
        open_screen = "Mở màn hình lớn", "Open the projector view";

        projector = "Màn hình lớn", "Projector";
        projector_lead = "Mở trang màn hình lớn trên máy chiếu; máy đó hiện mã bốn số. Cho vào thì nó mới chiếu.", "Open the projector view on that machine; it shows a code of four digits. It shows the show once you let it in.";
        waiting = "Màn hình lớn đang xin vào", "A projector asks to be let in";
        let_in = "Cho vào", "Let in";
        let_in_code: Say = |code| format!("Cho màn hình {code} vào"), |code| format!("Let screen {code} in");
        code = "Mã trên màn hình", "Code on the screen";
        code_wrong = "Không có màn hình nào đang hiện mã này. Xem lại bốn số trên máy chiếu; mã cũ có thể đã hết hạn.", "No screen shows this code. Look at the four digits on the projector again; an old code may have run out.";

        people = "Người chơi mới nhất", "Newest players";
        people_more: fn(&str, &str) -> String = |shown, all| format!("{shown} người vào gần nhất trong {all} người. Bấm vào tên để đổi tên hoặc mời ra."),
            |shown, all| format!("The newest {shown} of {all}. Press a name to rename or remove.");
        rename_to = "Biệt danh mới", "New nickname";
        rename = "Đổi tên", "Rename";
        remove = "Mời ra", "Remove";
        ban = "Cấm máy này", "Ban the device";
        remove_hint = "Mời ra: người này xin vào lại được. Cấm: máy của họ không vào lại được. Cả hai đều có thể cho vào lại bên dưới.", "Remove: they may ask to come back. Ban: their device stays out. Either can be let back in below.";
        ban_sure: Say = |name| format!("Cấm máy của {name}?"), |name| format!("Ban the device of {name}?");
        removed = "Đã mời ra", "Removed";
        readmit = "Cho vào lại", "Let back in";
        jumped = "Mạng chậm đi bất thường", "Networks that became slower";
        jumped_why = "Những máy này lúc chơi chậm hơn hẳn lúc vào. Phần bù mạng không tăng theo, nên họ không được lợi; thường là do sóng yếu. Nếu nghi ngờ, hãy hỏi người chơi.", "These phones are much slower now than when they joined. Their allowance did not grow, so it gave them nothing; weak reception is the usual reason. If in doubt, ask the player.";
    }
}
