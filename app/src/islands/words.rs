//! The few sentences of the islands, in both languages.
//!
//! They stay out of the server's catalogue so that the phone downloads what it may have to say by itself and nothing
//! else. A struct with one field per text makes a missing translation a compile error.

/// What the living page says; the server uses some of it for the first rendering.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the living page says some of it"))]
pub(super) struct Words {
    pub(super) question: &'static str,
    pub(super) answered: &'static str,
    pub(super) blank: &'static str,
    pub(super) order_hint: &'static str,
    pub(super) saved: &'static str,
    pub(super) saving: &'static str,
    pub(super) waiting: &'static str,
    pub(super) not_saved: &'static str,
    pub(super) offline: &'static str,
    pub(super) busy: &'static str,
    pub(super) leaving: &'static str,
    pub(super) stranger: &'static str,
    pub(super) to_who: &'static str,
    pub(super) over: &'static str,
    pub(super) over_sending: &'static str,
    pub(super) not_counted: &'static str,
    pub(super) to_result: &'static str,
    pub(super) extended: &'static str,
    pub(super) minutes: &'static str,
    pub(super) half: &'static str,
    pub(super) one_minute: &'static str,
    pub(super) ten_seconds: &'static str,
}

/// What the picker of places says, in a citizen's pages and in live contests.
#[cfg(any(feature = "hydrate", feature = "live"))]
pub(super) struct PlaceWords {
    pub(super) find_place: &'static str,
    pub(super) no_place: &'static str,
    pub(super) places_found: &'static str,
}

/// What only the server's forms say.
#[cfg(feature = "ssr")]
pub(super) struct FormWords {
    pub(super) questions: &'static str,
    pub(super) submit_before: &'static str,
    pub(super) minutes_left: &'static str,
    pub(super) time_left: &'static str,
    pub(super) previous: &'static str,
    pub(super) next: &'static str,
    pub(super) submit: &'static str,
    pub(super) save: &'static str,
    pub(super) choose_one: &'static str,
    pub(super) choose_many: &'static str,
    pub(super) order_form: &'static str,
    pub(super) order_keep: &'static str,
    pub(super) up: &'static str,
    pub(super) down: &'static str,
    pub(super) place: &'static str,
    pub(super) match_hint: &'static str,
    pub(super) pick: &'static str,
    pub(super) number: &'static str,
    pub(super) text: &'static str,
    pub(super) not_a_number: &'static str,
    pub(super) still_there: &'static str,
    pub(super) forgets_in: &'static str,
    pub(super) seconds: &'static str,
    pub(super) stay: &'static str,
    pub(super) leave: &'static str,
    pub(super) leftover: &'static str,
}

#[cfg(any(feature = "ssr", feature = "hydrate"))]
static VI: Words = Words {
    question: "Câu",
    answered: "đã trả lời",
    blank: "chưa trả lời",
    order_hint: "Bấm ↑ hoặc ↓ để đổi chỗ.",
    saved: "Đã lưu",
    saving: "Đang lưu…",
    waiting: "Chờ mạng… sẽ gửi lại",
    not_saved: "Câu trả lời này không lưu được. Hãy chọn lại.",
    offline: "Mất mạng – câu trả lời vẫn còn trên máy, sẽ tự gửi khi có mạng. Giờ thi vẫn chạy.",
    busy: "Máy chủ đang đông – câu trả lời vẫn còn trên máy, sẽ tự gửi lại sau {} giây. Giờ thi vẫn chạy.",
    leaving: "Đang gửi nốt câu trả lời, xong sẽ mở trang nộp bài. Đừng đóng trang này.",
    stranger: "Máy này không còn nhận ra bạn. Câu trả lời chưa gửi vẫn còn trên máy: hãy chọn lại người dự thi rồi \
               mở lại bài.",
    to_who: "Chọn người dự thi",
    over: "Hết giờ.",
    over_sending: "Hết giờ. Đang gửi nốt câu trả lời và lấy kết quả…",
    not_counted: "không được tính",
    to_result: "Xem kết quả",
    extended: "Ban tổ chức cộng thêm",
    minutes: "phút",
    half: "Đã hết một nửa thời gian.",
    one_minute: "Còn một phút.",
    ten_seconds: "Còn mười giây.",
};

#[cfg(any(feature = "ssr", feature = "hydrate"))]
static EN: Words = Words {
    question: "Question",
    answered: "answered",
    blank: "not answered",
    order_hint: "Use ↑ or ↓ to change places.",
    saved: "Saved",
    saving: "Saving…",
    waiting: "Waiting for the network… will send again",
    not_saved: "This answer could not be saved. Please choose again.",
    offline: "No network – your answers are kept on this phone and will be sent when it is back. The clock keeps \
              running.",
    busy: "The server is busy – your answers are kept on this phone and will be sent again in {} seconds. The clock \
           keeps running.",
    leaving: "Sending your last answers, then the submit page opens. Please keep this page open.",
    stranger: "This device no longer knows you. Unsent answers are still on it: choose the person again and reopen \
               the attempt.",
    to_who: "Choose who is taking part",
    over: "Time is up.",
    over_sending: "Time is up. Sending your last answers and getting the result…",
    not_counted: "not counted",
    to_result: "See the result",
    extended: "The organiser added",
    minutes: "minutes",
    half: "Half of the time is over.",
    one_minute: "One minute left.",
    ten_seconds: "Ten seconds left.",
};

#[cfg(feature = "ssr")]
static VI_FORM: FormWords = FormWords {
    questions: "Các câu hỏi",
    submit_before: "Nộp trước",
    minutes_left: "còn khoảng {} phút",
    time_left: "Thời gian còn lại",
    previous: "Trước",
    next: "Sau",
    submit: "Nộp bài",
    save: "Lưu",
    choose_one: "Chọn một đáp án.",
    choose_many: "Chọn tất cả đáp án đúng.",
    order_form: "Chọn số thứ tự cho từng dòng.",
    order_keep: "Giữ thứ tự này",
    up: "Chuyển lên",
    down: "Chuyển xuống",
    place: "Thứ tự",
    match_hint: "Chọn vế đúng cho từng dòng.",
    pick: "Chọn…",
    number: "Nhập một số",
    text: "Nhập câu trả lời",
    not_a_number: "Hãy nhập một số, ví dụ 12 hoặc 3,5.",
    still_there: "Bạn còn ở đó không?",
    forgets_in: "Máy dùng chung sẽ quên bạn sau",
    seconds: "giây",
    stay: "Tôi vẫn ở đây",
    leave: "Xong, thoát",
    leftover: "Đang gửi nốt câu trả lời còn trên máy…",
};

#[cfg(feature = "ssr")]
static EN_FORM: FormWords = FormWords {
    questions: "Questions",
    submit_before: "Submit before",
    minutes_left: "about {} minutes left",
    time_left: "Time left",
    previous: "Back",
    next: "Next",
    submit: "Submit",
    save: "Save",
    choose_one: "Choose one answer.",
    choose_many: "Choose every right answer.",
    order_form: "Choose a place for every line.",
    order_keep: "Keep this order",
    up: "Move up",
    down: "Move down",
    place: "Place",
    match_hint: "Choose what belongs to each line.",
    pick: "Choose…",
    number: "Enter a number",
    text: "Enter your answer",
    not_a_number: "Please enter a number, such as 12 or 3.5.",
    still_there: "Are you still there?",
    forgets_in: "This shared device forgets you in",
    seconds: "seconds",
    stay: "I am still here",
    leave: "Done, leave",
    leftover: "Sending answers still kept on this phone…",
};

#[cfg(any(feature = "hydrate", feature = "live"))]
static VI_PLACE: PlaceWords = PlaceWords {
    find_place: "Gõ tên xã, phường, không cần dấu",
    no_place: "Không tìm thấy. Hãy thử tên khác.",
    places_found: "kết quả",
};

#[cfg(any(feature = "hydrate", feature = "live"))]
static EN_PLACE: PlaceWords = PlaceWords {
    find_place: "Type a commune or ward, accents not needed",
    no_place: "Nothing found. Try another name.",
    places_found: "results",
};

/// The picker's texts in English or Vietnamese.
#[cfg(any(feature = "hydrate", feature = "live"))]
pub(super) fn place_words(en: bool) -> &'static PlaceWords {
    if en { &EN_PLACE } else { &VI_PLACE }
}

/// The texts in English or Vietnamese.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub(super) fn words(en: bool) -> &'static Words {
    if en { &EN } else { &VI }
}

/// Puts `value` where the text has `{}`: the bundle does without the formatting of floats and patterns.
pub(super) fn fill(text: &str, value: &str) -> String {
    match text.split_once('{') {
        Some((head, tail)) => [head, value, tail.strip_prefix('}').unwrap_or(tail)].concat(),
        None => text.to_owned(),
    }
}

/// Puts a few things in order. The library's sorting is made for many and costs the phone kilobytes.
#[cfg(any(feature = "hydrate", feature = "live", test))]
pub(super) fn sort<T>(list: &mut [T], before: impl Fn(&T, &T) -> bool) {
    for end in 1..list.len() {
        let mut at = end;
        while at > 0 && before(&list[at], &list[at - 1]) {
            list.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// The forms' texts in English or Vietnamese.
#[cfg(feature = "ssr")]
pub(super) fn form_words(en: bool) -> &'static FormWords {
    if en { &EN_FORM } else { &VI_FORM }
}

#[cfg(test)]
mod tests {
    use super::{fill, sort};

    #[test]
    fn a_value_takes_the_first_place() {
        assert_eq!(fill("Còn {} {} điểm", "Lan"), "Còn Lan {} điểm");
        assert_eq!((fill("không", "x"), fill("{", "x")), ("không".to_owned(), "x".to_owned()));
    }

    #[test]
    fn equal_things_keep_their_order() {
        let mut list = [(2, 'a'), (1, 'b'), (2, 'c'), (0, 'd'), (1, 'e')];
        sort(&mut list, |a, b| a.0 < b.0);
        assert_eq!(list, [(0, 'd'), (1, 'b'), (1, 'e'), (2, 'a'), (2, 'c')]);
    }
}
