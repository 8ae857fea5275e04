//! Texts of the list of rooms and of making one.

use super::{Count, Label, Say};

/// A phrase around the ends of a range, already written as people write numbers.
pub type Range = fn(&str, &str) -> String;

texts! {
    /// Rooms and how they are made.
    LiveRooms {
        title = "Thi trực tiếp", "Live contests";
        lead = "Mỗi buổi thi là một phòng có mã PIN: màn hình lớn chiếu câu hỏi, mỗi người trả lời trên điện thoại của mình.", "Each show is a room with a PIN: the projector shows the questions, everybody answers on their own phone.";
        new = "Tạo phòng mới", "New room";
        running = "Đang mở", "Open rooms";
        none_running = "Không có phòng nào đang mở.", "No room is open.";
        past = "Đã kết thúc", "Past rooms";
        none_past = "Chưa có phòng nào kết thúc. Sau buổi thi, kết quả tải về ở đây.", "No room is over yet. After a show its results can be downloaded here.";
        next = "Các phòng cũ hơn", "Older rooms";
        newest = "Về các phòng mới nhất", "Back to the newest rooms";
        empty_title = "Chưa có phòng nào", "No rooms yet";
        empty_lead = "Một buổi thi trực tiếp cần bốn bước:", "A live contest takes four steps:";
        empty_make = "Tạo phòng: chọn câu từ ngân hàng hoặc từ một cuộc thi, xếp thứ tự, chọn cách tính điểm.", "Make a room: take questions from the bank or from a contest, put them in order, choose the scoring.";
        empty_screen = "Mở màn hình lớn trên máy chiếu; màn hình hiện bốn số để ghép với phòng.", "Open the projector view; it shows four digits that pair it with the room.";
        empty_join = "Mọi người quét mã QR hoặc gõ mã PIN trên điện thoại, không cần tài khoản.", "Everybody scans the QR code or types the PIN on their phone; no account is needed.";
        empty_show = "Dẫn bằng một phím. Mất mạng hay tắt máy giữa chừng cũng không mất câu trả lời nào đã nhận.", "Lead the show with one key. A lost network or a restart loses no answer that was received.";
        state = "Trạng thái", "State";
        phase: Label = |code| match code {
            "lobby" => "Phòng chờ",
            "ready" | "open" | "closed" | "reveal" | "standings" => "Đang thi",
            "ceremony" => "Đang công bố",
            "final" => "Chung cuộc",
            _ => "Đã kết thúc",
        }, |code| match code {
            "lobby" => "Lobby",
            "ready" | "open" | "closed" | "reveal" | "standings" => "Running",
            "ceremony" => "Telling results",
            "final" => "Final",
            _ => "Over",
        };
        pin = "Mã PIN", "PIN";
        players: Say = |n| format!("{n} người chơi"), |n| if n == "1" { "1 player".to_owned() } else { format!("{n} players") };
        questions: Count = |n| format!("{n} câu"), |n| if n == 1 { "1 question".to_owned() } else { format!("{n} questions") };
        by: Say = |name| format!("{name} tạo"), |name| format!("made by {name}");
        made = "Tạo lúc", "Made";
        finished = "Kết thúc lúc", "Over";
        host_view = "Dẫn chương trình", "Host";
        look_back = "Xem lại", "Look back";
        host_of: Say = |title| format!("Dẫn chương trình: {title}"), |title| format!("Host: {title}");
        look_back_of: Say = |title| format!("Xem lại: {title}"), |title| format!("Look back: {title}");
        screen = "Màn hình lớn", "Projector";
        screen_of: Say = |title| format!("Mở màn hình lớn: {title}"), |title| format!("Open the projector view: {title}");
        files = "Tải về", "Download";
        file: Label = |code| match code {
            "xlsx" => "Bảng tính XLSX",
            "questions" => "Theo câu (CSV)",
            "players" => "Theo người (CSV)",
            "values" => "Đáp án đã cho (CSV)",
            "answers" => "Từng câu trả lời (CSV)",
            _ => "Theo nhóm (CSV)",
        }, |code| match code {
            "xlsx" => "Workbook (XLSX)",
            "questions" => "By question (CSV)",
            "players" => "By player (CSV)",
            "values" => "Values given (CSV)",
            "answers" => "Every answer (CSV)",
            _ => "By group (CSV)",
        };
        pin_moved = "Mã PIN này nay là của phòng khác.", "Another room has this PIN now.";

        back = "Các phòng", "Rooms";
        new_lead = "Mặc định đã hợp với một buổi thi 10 câu trong hội trường. Chỉ cần đặt tên và chọn câu; phần sau để nguyên cũng được.", "The defaults suit a show of 10 questions in a hall. A title and questions are enough; the rest may stay as it is.";
        errors_title: Count = |n| format!("Chưa tạo phòng: còn {n} chỗ cần sửa."), |n| if n == 1 { "The room is not made yet: one thing needs fixing.".to_owned() } else { format!("The room is not made yet: {n} things need fixing.") };

        what = "Tên và câu hỏi", "Title and questions";
        what_lead = "Câu được rút ngẫu nhiên. Bước sau xếp lại thứ tự, đổi hoặc bỏ từng câu.", "Questions are drawn by lot. In the next step you reorder, replace or remove them.";
        name = "Tên buổi thi", "Title";
        name_hint = "Hiện trên màn hình lớn và điện thoại, ví dụ “Rung chuông vàng số – Ngày hội 10/10”.", "Shown on the projector and the phones, for example “Digital bell – festival of 10 October”.";
        source = "Lấy câu hỏi từ", "Take the questions from";
        source_bank = "Ngân hàng câu hỏi", "The question bank";
        source_bank_hint = "Chọn theo chủ đề, độ khó và dạng câu.", "By topic, difficulty and kind.";
        source_contest = "Một cuộc thi", "A contest";
        source_contest_hint = "Rút theo đúng cơ cấu đề của vòng đầu cuộc thi đó; buổi thi được tính cho cuộc thi ấy.", "Drawn by the blueprint of its first round; the show counts for that contest.";
        contest = "Cuộc thi", "Contest";
        contest_choose = "Chọn cuộc thi…", "Choose a contest…";
        no_contests = "Chưa có cuộc thi nào. Hãy lấy câu từ ngân hàng.", "There is no contest yet. Take the questions from the bank.";
        no_bank = "Ngân hàng chưa có câu nào đã duyệt và còn hạn. Cần nhập và duyệt câu hỏi trước.", "The bank has no approved question in date. Questions have to be imported and approved first.";
        count = "Số câu", "Number of questions";
        topics = "Chủ đề", "Topics";
        difficulty = "Độ khó", "Difficulty";
        kinds = "Dạng câu", "Kinds of question";
        all_when_none = "Không chọn gì là lấy tất cả.", "Nothing ticked means all.";
        level: Label = |code| match code {
            "1" => "Dễ",
            "2" => "Vừa",
            _ => "Khó",
        }, |code| match code {
            "1" => "Easy",
            "2" => "Medium",
            _ => "Hard",
        };
        kind: Label = |code| match code {
            "single_choice" => "Một đáp án",
            "multiple_choice" => "Nhiều đáp án",
            "true_false" => "Đúng – Sai",
            "ordering" => "Sắp thứ tự",
            "matching" => "Ghép cặp",
            "numeric" => "Điền số",
            _ => "Điền chữ",
        }, |code| match code {
            "single_choice" => "One answer",
            "multiple_choice" => "Several answers",
            "true_false" => "True or false",
            "ordering" => "Put in order",
            "matching" => "Match pairs",
            "numeric" => "A number",
            _ => "A short text",
        };
        audience = "Dành cho", "For";
        audience_any = "Mọi đối tượng", "Everybody";

        scoring = "Thời gian và điểm", "Time and points";
        scoring_lead = "Thời gian và điểm của từng câu đổi riêng được ở bước sau.", "Each question’s time and points can be changed in the next step.";
        seconds = "Số giây mỗi câu", "Seconds a question";
        points = "Điểm mỗi câu đúng", "Points for a right answer";
        rule = "Cách tính điểm", "Scoring";
        rule_name: Label = |code| match code {
            "accuracy" => "Chỉ tính đúng",
            "speed" => "Đúng và nhanh",
            _ => "Ưu tiên hiểu biết",
        }, |code| match code {
            "accuracy" => "Right answers only",
            "speed" => "Right and fast",
            _ => "Knowledge first",
        };
        rule_hint: Label = |code| match code {
            "accuracy" => "Câu đúng được trọn điểm, nhanh hay chậm như nhau; thời gian chỉ để phân hạng khi bằng điểm.",
            "speed" => "Trả lời ngay được trọn điểm, đến giây cuối còn một nửa. Sôi nổi, nhưng người nhanh có thể vượt người biết nhiều hơn.",
            _ => "Câu đúng được trọn điểm, trả lời nhanh có thêm chút thưởng. Tổng thưởng nhanh của cả buổi luôn ít hơn một câu đúng: biết nhiều hơn thì hơn.",
        }, |code| match code {
            "accuracy" => "A right answer is worth all points, fast or slow; time only orders people with equal points.",
            "speed" => "All points for an instant answer, half of them in the last second. Lively, but the fast can beat those who know more.",
            _ => "A right answer is worth all points, with a little more for speed. All speed bonuses of the show together stay below one right answer: who knows more wins.",
        };
        streak = "Thưởng chuỗi câu đúng", "Bonus for right answers in a row";
        streak_hint = "Câu đúng thứ hai liên tiếp được cộng một bước, câu thứ ba hai bước… đến mức trần. Không dùng với “Ưu tiên hiểu biết”.", "The second right answer in a row earns one step, the third two… up to the most. Not with “Knowledge first”.";
        streak_step = "Một bước", "One step";
        streak_cap = "Mức trần một câu", "Most for one answer";

        groups = "Đội và xã, phường", "Teams and localities";
        groups_lead = "Ngoài hạng cá nhân còn có hạng nhóm: trung bình những người giỏi nhất của mỗi nhóm, nên xã nhỏ cũng thắng được xã đông.", "Beside people, groups are ranked by the mean of their best, so a small commune can beat a large one.";
        group: Label = |code| match code {
            "locality" => "Xã, phường",
            "team" => "Đội",
            "class" => "Lớp",
            _ => "Không chia nhóm",
        }, |code| match code {
            "locality" => "Communes and wards",
            "team" => "Teams",
            "class" => "Classes",
            _ => "No groups",
        };
        group_hint: Label = |code| match code {
            "locality" => "Người chơi chọn nơi mình ở khi vào phòng.",
            "team" => "Người chơi chọn một đội trong danh sách.",
            "class" => "Người chơi chọn một lớp trong danh sách.",
            _ => "Chỉ xếp hạng từng người.",
        }, |code| match code {
            "locality" => "Players choose where they live when they join.",
            "team" => "Players choose a team from the list.",
            "class" => "Players choose a class from the list.",
            _ => "Only people are ranked.",
        };
        names = "Tên các đội hoặc lớp", "Names of the teams or classes";
        names_hint = "Mỗi dòng một tên, ít nhất hai.", "One a line, at least two.";
        top_k = "Số người giỏi nhất được tính", "How many of the best count";
        top_k_hint = "Nhóm có ít người hơn thì chỗ thiếu tính 0 điểm.", "Where a group has fewer, the missing ones count 0.";

        ending = "Giữ kín và công bố", "Freezing and ceremony";
        ending_lead = "Giữ kín: bảng xếp hạng đứng yên ở những câu cuối, chỉ mở ra khi công bố từng hạng từ dưới lên, mỗi hạng một lần bấm.", "Freezing: the table stands still for the last questions and is opened only in the ceremony, from the bottom up, one press a place.";
        freeze_last = "Giữ kín mấy câu cuối", "Freeze the last questions";
        freeze_hint = "0 là không giữ kín. Với 10 câu, giữ 2 hoặc 3 câu là vừa.", "0 means never. With 10 questions, 2 or 3 are good.";
        ceremony_places = "Công bố từ hạng", "Ceremony begins at place";

        knockout = "Rung chuông vàng", "Knock-out";
        knockout_lead = "Sai một câu là rời sàn, còn một người là kết thúc. Người đã rời sàn vẫn trả lời tiếp được, không xếp hạng. Không dùng cùng lúc với giữ kín.", "One wrong answer and you are out; the show ends when one is left. Those who are out play along without rank. Not together with freezing.";
        knockout_on = "Chơi theo thể thức Rung chuông vàng", "Play as a knock-out";
        seats = "Số ghế trên sàn", "Seats";
        seats_hint = "Cho những người vào phòng sớm nhất.", "For those who join first.";
        rescues = "Số lần cứu trợ", "Rescue rounds";
        rescue_count = "Mỗi lần cứu mấy người", "Brought back by each";

        pace = "Nhịp chương trình", "Pace";
        pace_lead = "Ai chuyển sang bước tiếp theo. Lễ công bố luôn do người dẫn bấm.", "Who moves the show on. The ceremony is always the host’s.";
        pace_name: Label = |code| match code {
            "auto" => "Tự động",
            _ => "Người dẫn bấm",
        }, |code| match code {
            "auto" => "By itself",
            _ => "By the host",
        };
        pace_hint: Label = |code| match code {
            "auto" => "Sau khi bắt đầu, đồng hồ tự mở câu, hiện đáp án và bảng xếp hạng; tạm dừng được bất cứ lúc nào.",
            _ => "Một phím: dấu cách, mũi tên hoặc bút trình chiếu. Hợp khi có MC.",
        }, |code| match code {
            "auto" => "Once started, the clock opens questions, shows answers and standings; you can pause at any time.",
            _ => "One key: space, arrow or clicker. Best with a presenter.",
        };
        pace_reveal = "Hiện đáp án (giây)", "Seconds of the answer";
        pace_standings = "Hiện bảng xếp hạng (giây)", "Seconds of the standings";
        ready_seconds = "Báo trước mỗi câu (giây)", "Get ready (seconds)";
        ready_hint = "Màn hình đếm ngược trước khi câu hỏi mở.", "The projector counts down before a question opens.";

        hall = "Hội trường", "The hall";
        hall_lead = "Nơi tổ chức, giới hạn của phòng và âm thanh của màn hình lớn.", "The place, the room’s limit and the projector’s sound.";
        place = "Nơi tổ chức", "Where it takes place";
        place_none = "Theo cuộc thi, hoặc chưa rõ", "As the contest says, or not known";
        place_hint = "Buổi thi được đếm cho xã, phường này trong chỉ tiêu số sự kiện đã tổ chức.", "The show is counted for this commune or ward among the events held.";
        capacity = "Nhiều nhất bao nhiêu điện thoại", "Phones at most";
        sounds = "Màn hình lớn phát âm thanh", "The projector makes sounds";
        sounds_hint = "Tiếng mở câu, hết giờ và trao hạng.", "For opening, time up and the places told.";

        range: Range = |low, high| format!("Từ {low} đến {high}."), |low, high| format!("From {low} to {high}.");
        draw = "Rút câu và xếp thứ tự", "Draw questions and arrange them";
        draw_again = "Bỏ danh sách cũ, rút câu mới", "Drop the list, draw new questions";
        keep: Count = |n| format!("Trở lại danh sách {n} câu"), |n| if n == 1 { "Back to the list of 1 question".to_owned() } else { format!("Back to the list of {n} questions") };
        kept_note = "Danh sách câu đã xếp vẫn còn. Sửa xong thiết lập thì trở lại danh sách, hoặc bỏ đi để rút câu mới.", "Your list of questions is still there. When the settings are right, go back to it, or drop it and draw new ones.";

        arrange = "Xếp câu hỏi", "Arrange the questions";
        arrange_lead = "Màn hình lớn hỏi đúng theo thứ tự này. Đáp án chỉ người dẫn thấy.", "The projector asks in this order. Only hosts see the answers.";
        total: Say = |time| format!("{time} trả lời"), |time| format!("{time} of answering");
        create = "Tạo phòng", "Make the room";
        add = "Thêm một câu", "Add a question";
        settings = "Sửa thiết lập", "Change the settings";
        up = "Lên", "Up";
        down = "Xuống", "Down";
        replace = "Đổi câu", "Replace";
        remove = "Bỏ", "Remove";
        of_question: Say = |n| format!("câu {n}"), |n| format!("question {n}");
        number: Say = |n| format!("Câu {n}"), |n| format!("Question {n}");
        right = "Đáp án:", "Answer:";
        row_seconds = "Giây", "Seconds";
        row_points = "Điểm", "Points";
        survey = "Hỏi ý kiến, không tính điểm", "A survey: no points";
        list_empty = "Danh sách chưa có câu nào. Thêm từng câu, hoặc sửa thiết lập để rút lại.", "There is no question in the list. Add some, or change the settings and draw again.";
        notice: Label = |code| match code {
            "short" => "Ngân hàng có ít câu hợp điều kiện hơn số câu cần. Đây là tất cả những câu tìm được.",
            "none_left" => "Không còn câu nào khác hợp điều kiện. Danh sách giữ nguyên.",
            "moved" => "Đã chuyển chỗ.",
            "removed" => "Đã bỏ câu đó khỏi danh sách.",
            "replaced" => "Đã đổi sang câu khác.",
            "added" => "Đã thêm một câu ở cuối danh sách.",
            "full" => "Danh sách đã đủ 100 câu, không thêm được nữa.",
            _ => "",
        }, |code| match code {
            "short" => "Fewer questions fit than you asked for. These are all there are.",
            "none_left" => "No other question fits. The list is as it was.",
            "moved" => "Moved.",
            "removed" => "The question is out of the list.",
            "replaced" => "Another question is in its place.",
            "added" => "A question was added at the end of the list.",
            "full" => "The list has 100 questions; no more fit.",
            _ => "",
        };
        error: Label = |code| match code {
            "empty" => "Chỗ này chưa điền.",
            "number" => "Ghi một số nguyên, chỉ gồm chữ số.",
            "out_of_range" => "Số nằm ngoài khoảng cho phép.",
            "unknown" => "Không tìm thấy cuộc thi này. Hãy chọn lại.",
            "none_fit" => "Ngân hàng không có câu nào hợp điều kiện. Hãy nới chủ đề, độ khó hoặc dạng câu.",
            "too_many_questions" => "Nhiều câu quá: một phòng có nhiều nhất 100 câu.",
            "outer_space" => "Thừa khoảng trắng ở đầu hoặc cuối.",
            "control_character" => "Có ký tự ẩn hoặc ký tự điều khiển. Hãy xóa đi và gõ lại.",
            "not_nfc" => "Có chữ dùng dấu tổ hợp. Hãy gõ lại chữ có dấu.",
            "too_long" => "Dài quá.",
            "too_many_lines" => "Chỉ viết trên một dòng.",
            "streak_beats_knowledge" => "Thưởng chuỗi không đi cùng “Ưu tiên hiểu biết”. Bỏ thưởng chuỗi, hoặc chọn cách tính điểm khác.",
            "no_room_for_bonus" => "Điểm mỗi câu ít quá, không còn chỗ cho điểm nhanh. Điểm của một câu phải nhiều hơn số câu, hoặc chọn “Chỉ tính đúng”.",
            "no_such_place" => "Không có nơi này trong danh mục. Hãy chọn lại.",
            "duplicate" => "Có tên bị trùng.",
            "too_many_groups" => "Nhiều nhất 500 đội hoặc lớp.",
            "few_names" => "Cần ít nhất hai đội hoặc lớp, mỗi dòng một tên.",
            "names_of_localities" => "Xã, phường lấy từ danh mục, không cần ghi tên.",
            "freeze_too_long" => "Phải ít hơn số câu hỏi; nếu không thì không ai thấy bảng xếp hạng lần nào.",
            "freeze_in_knockout" => "Rung chuông vàng luôn cho thấy ai còn trên sàn, không giữ kín được. Đặt 0, hoặc bỏ Rung chuông vàng.",
            "nothing_to_lose" => "Không có câu nào tính điểm nên không ai bị loại. Cần ít nhất một câu có điểm.",
            _ => "Chỗ này chưa đúng.",
        }, |code| match code {
            "empty" => "This is not filled in.",
            "number" => "Please write a whole number, digits only.",
            "out_of_range" => "The number is out of its range.",
            "no_such_place" => "There is no such place in the register. Please choose again.",
            "unknown" => "There is no such contest. Please choose again.",
            "none_fit" => "No question of the bank fits. Allow more topics, difficulties or kinds.",
            "too_many_questions" => "Too many: a room has at most 100 questions.",
            "outer_space" => "There is a space too many at the beginning or the end.",
            "control_character" => "There is a hidden or control character. Delete it and type again.",
            "not_nfc" => "Some letters carry combining marks. Please type them again.",
            "too_long" => "This is too long.",
            "too_many_lines" => "Please write one line only.",
            "streak_beats_knowledge" => "The bonus for right answers in a row does not go with “Knowledge first”. Leave the bonus out, or choose another scoring.",
            "no_room_for_bonus" => "Questions are worth too little to leave room for speed. Each needs more points than there are questions; or choose “Right answers only”.",
            "duplicate" => "A name stands here twice.",
            "too_many_groups" => "At most 500 teams or classes.",
            "few_names" => "At least two teams or classes are needed, one a line.",
            "names_of_localities" => "Communes and wards come from the register; no names are needed.",
            "freeze_too_long" => "It must be less than the number of questions, or nobody ever sees the standings.",
            "freeze_in_knockout" => "A knock-out always shows who is left, so nothing can be frozen. Write 0, or leave the knock-out.",
            "nothing_to_lose" => "No question has points, so nobody can be out. At least one needs points.",
            _ => "This is not right.",
        };
        row_error: Label = |code| match code {
            "gone" => "Câu này vừa được sửa, rút khỏi ngân hàng hoặc quá hạn xem lại. Đổi câu khác hoặc bỏ đi.",
            "number" => "Giây và điểm là số nguyên, chỉ gồm chữ số.",
            "out_of_range" => "Thời gian từ 5 đến 600 giây; điểm từ 1 đến 10.000.",
            "duplicate" => "Câu này có hai lần. Bỏ một trong hai.",
            "points_of_survey" => "Câu hỏi ý kiến không có điểm.",
            "not_enough_questions" => "Câu này không đi cùng được với một câu khác trong danh sách (câu này lộ đáp án câu kia). Đổi hoặc bỏ một trong hai.",
            _ => "Không dùng được câu này nữa. Đổi câu khác hoặc bỏ đi.",
        }, |code| match code {
            "gone" => "This question was just changed, taken out of the bank or is overdue. Replace or remove it.",
            "number" => "Seconds and points are whole numbers, digits only.",
            "out_of_range" => "5 to 600 seconds; 1 to 10,000 points.",
            "duplicate" => "This question stands here twice. Remove one.",
            "points_of_survey" => "A survey has no points.",
            "not_enough_questions" => "This question does not go with another one of the list (one gives the other away). Replace or remove one.",
            _ => "This question can no longer be used. Replace or remove it.",
        };
    }
}
