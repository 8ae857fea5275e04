//! What a phone says while it plays, in both languages. A struct with one field per text makes a missing translation a
//! compile error. `{}` is where a value goes.

use crate::islands::figures::number;

macro_rules! live_words {
    ($($field:ident = $vi:literal, $en:literal;)+) => {
        /// The texts of the playing phone.
        pub(crate) struct LiveWords {
            /// Whether this is English.
            pub(crate) en: bool,
            $(#[doc = $en] pub(crate) $field: &'static str,)+
        }

        static VI: LiveWords = LiveWords { en: false, $($field: $vi,)+ };
        static EN: LiveWords = LiveWords { en: true, $($field: $en,)+ };
    };
}

live_words! {
    question = "Câu {}", "Question {}";
    joined = "Bạn đã vào!", "You are in!";
    players = "{} người đã vào", "{} players are in";
    seat = "Ghế số {}", "Seat {}";
    wait_start = "Chờ người dẫn bắt đầu…", "Waiting for the host to start…";
    keep_bright = "Giữ màn hình sáng và mở trang này.", "Keep the screen on and this page open.";
    get_ready = "Chuẩn bị…", "Get ready…";
    voided = "Câu này được hỏi lại. Lần trước không tính.", "This question is asked again. The previous run does not count.";
    paused = "Tạm dừng", "Paused";
    time_left = "Thời gian còn lại", "Time left";
    choose_many = "Chọn mọi câu đúng rồi bấm Gửi.", "Choose every right answer, then press Send.";
    order_hint = "Bấm ↑ hoặc ↓ để đổi chỗ rồi bấm Gửi.", "Use ↑ or ↓ to change places, then press Send.";
    match_hint = "Chọn phần phù hợp cho mỗi dòng rồi bấm Gửi.", "Choose what belongs to each line, then press Send.";
    number_hint = "Nhập một con số rồi bấm Gửi.", "Enter a number, then press Send.";
    text_hint = "Viết câu trả lời rồi bấm Gửi.", "Write your answer, then press Send.";
    not_a_number = "Cần một con số, ví dụ 12 hoặc 3,5.", "Please enter a number, such as 12 or 3.5.";
    not_all = "Cần chọn cho mọi dòng.", "Please choose for every line.";
    choose_some = "Hãy chọn ít nhất một câu.", "Please choose at least one.";
    place = "Thứ tự", "Place";
    up = "Lên", "Move up";
    down = "Xuống", "Move down";
    pick = "Chọn…", "Choose…";
    answer = "Câu trả lời", "Your answer";
    send = "Gửi", "Send";
    true_word = "Đúng", "True";
    false_word = "Sai", "False";
    sending = "Đang gửi…", "Sending…";
    waiting = "Mất mạng, đang thử gửi lại…", "No network, trying again…";
    received = "Đã nhận", "Received";
    too_late = "Không gửi kịp. Câu này không được tính.", "It came too late. This answer does not count.";
    refused = "Chưa nhận được. Bạn chọn lại nhé.", "Not received. Please choose again.";
    wait_end = "Chờ hết giờ…", "Waiting for the time to end…";
    ten_seconds = "Còn mười giây.", "Ten seconds left.";
    time_up = "Hết giờ", "Time is up";
    none_given = "Bạn chưa trả lời câu này.", "You did not answer this question.";
    wait_reveal = "Chờ đáp án…", "Waiting for the answer…";
    right = "Chính xác!", "Right!";
    partly = "Đúng một phần", "Partly right";
    wrong = "Chưa đúng", "Not right";
    missed = "Bỏ lỡ câu này", "Missed";
    thanks = "Cảm ơn ý kiến của bạn", "Thank you for your opinion";
    right_is = "Đáp án đúng", "The right answer";
    you_chose = "Bạn chọn", "You chose";
    in_a_row = "{} câu đúng liên tiếp", "{} right in a row";
    bonus = "thưởng {}", "bonus {}";
    rank = "Hạng {}", "Rank {}";
    rank_small = "hạng {}", "rank {}";
    of = "trên", "of";
    behind = "Còn cách {} {} điểm", "{} is {} points ahead";
    faster = "{} bằng điểm nhưng nhanh hơn", "{} has as many points but was faster";
    leading = "Bạn đang dẫn đầu!", "You are in the lead!";
    total = "{} điểm", "{} points";
    wait_next = "Chờ câu tiếp theo…", "Waiting for the next question…";
    standings = "Bảng xếp hạng", "Standings";
    look_up = "Hãy nhìn lên màn hình lớn", "Look at the big screen";
    frozen = "Bảng đang giữ kín. Kết quả hiện ra lúc công bố.", "The table is kept as it is until the announcement.";
    not_ranked = "Bạn chưa có hạng", "You have no rank yet";
    ceremony = "Đang công bố kết quả", "The results are being announced";
    your_place = "Kết quả của bạn", "Your result";
    final_title = "Kết quả chung cuộc", "Final result";
    over = "Cuộc thi đã kết thúc", "The contest is over";
    goodbye = "Cảm ơn bạn đã tham gia!", "Thank you for playing!";
    still_in = "Bạn vẫn trên sàn", "You are still in";
    rescued = "Bạn được cứu trợ, mời trở lại sàn!", "You are rescued: back on the floor!";
    out_now = "Bạn dừng lại ở câu này. Mời bạn chơi cùng, không xếp hạng.", "You are out with this question. Play along, without rank.";
    out_at = "Bạn đã dừng ở câu {}. Bạn đang chơi cùng, không xếp hạng.", "You went out at question {}. You are playing along, without rank.";
    no_seat = "Bạn chơi cùng, không có ghế trên sàn.", "You play along, without a seat.";
    removed = "Bạn đã rời phòng", "You have left the room";
    removed_why = "Người dẫn chương trình đã mời máy này ra. Nếu nhầm, hãy báo người dẫn.", "The host has taken this phone out of the room. If that was a mistake, tell the host.";
    again = "Vào lại với tên khác", "Join again with another name";
    other_room = "Nhập mã phòng khác", "Enter another PIN";
    home = "Về trang chủ", "Home page";
}

/// The texts in English or Vietnamese.
pub(crate) fn live_words(en: bool) -> &'static LiveWords {
    if en { &EN } else { &VI }
}

impl LiveWords {
    /// A whole number with thousands apart.
    pub(crate) fn number(&self, n: i64) -> String {
        number(self.en, n)
    }
}

/// Puts a number where the text has `{}`.
pub(crate) fn with(w: &LiveWords, text: &str, n: i64) -> String {
    crate::islands::words::fill(text, &w.number(n))
}
