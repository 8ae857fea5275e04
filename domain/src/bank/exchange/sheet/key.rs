//! The key of a question in one cell: `B`, `A, C`, `Đúng`, `C > A > B`, `A-2; B-1`, `3,5`, `OTP | mã OTP`.
//!
//! Letters name the option columns and digits the columns of the right side, whatever ids they have. Invariant: what
//! [`text`] writes is read by [`body`] as the same key; a key that can be understood in two ways is refused.

use super::super::item::Body;
use super::cell::{NoNumber, escaped, number, number_text, pieces, unescaped};
use super::columns::letter;
use super::words::right_or_wrong;
use crate::payload::{Kind, OptionView};
use crate::question::{Key, Revision};
use std::collections::BTreeSet;

/// What is wrong with a key: code, message, remedy.
pub(super) type Wrong = (&'static str, String, String);

/// The texts around a key.
pub(super) struct Around {
    pub(super) options: Vec<String>,
    pub(super) matches: Vec<String>,
    pub(super) tolerance: f64,
}

fn wrong<T>(code: &'static str, message: impl Into<String>, remedy: impl Into<String>) -> Result<T, Wrong> {
    Err((code, message.into(), remedy.into()))
}

/// What kind of question this is when its row does not say.
pub(super) fn guess(around: &Around, key: &str) -> Kind {
    if !around.matches.is_empty() {
        return Kind::Matching;
    }
    let truth = around.options.len() == 2 && truths(&around.options).is_some();
    if truth || (around.options.is_empty() && right_or_wrong(key).is_some()) {
        Kind::TrueFalse
    } else if around.options.is_empty() {
        if number(key) == Err(NoNumber::NotANumber) { Kind::ShortText } else { Kind::Numeric }
    } else if key.contains(['>', '→']) {
        Kind::Ordering
    } else if signs(key).len() > 1 {
        Kind::MultipleChoice
    } else {
        Kind::SingleChoice
    }
}

/// The key of a row.
pub(super) fn body(kind: Kind, around: Around, key: &str) -> Result<Body, Wrong> {
    if key.trim().is_empty() {
        return wrong("empty_key", "chưa có đáp án", example(kind));
    }
    match kind {
        Kind::SingleChoice | Kind::MultipleChoice => {
            let right = places(key, around.options.len(), kind)?;
            if kind == Kind::SingleChoice && right.len() != 1 {
                let message = format!("câu một đáp án đúng mà ghi {} đáp án", right.len());
                return wrong(
                    "several_keys",
                    message,
                    "ghi một chữ cái, hoặc đổi loại thành “Nhiều đáp án đúng”",
                );
            }
            let options =
                around.options.into_iter().enumerate().map(|(i, text)| (text, right.contains(&i))).collect();
            Ok(Body::Choice { options, several: kind == Kind::MultipleChoice })
        }
        Kind::TrueFalse => truth(&around.options, key).map(Body::TrueFalse),
        Kind::Ordering => {
            let right = places(key, around.options.len(), kind)?;
            Ok(Body::Ordering { options: around.options, right })
        }
        Kind::Matching => matching(around, key),
        Kind::Numeric => {
            let right = read_number(key)?;
            Ok(Body::Numeric { right, tolerance: around.tolerance })
        }
        Kind::ShortText => {
            let forms = pieces(key, "|").into_iter().map(|p| unescaped(p.trim()).trim().to_owned());
            Ok(Body::ShortText(forms.filter(|f| !f.is_empty()).collect()))
        }
    }
}

/// A number, or why not.
pub(super) fn read_number(text: &str) -> Result<f64, Wrong> {
    number(text).or_else(|why| match why {
        NoNumber::TwoWays => {
            let bare: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
            let message = format!("“{}” có thể là hàng nghìn hoặc số lẻ", text.trim());
            let decimal = text.trim().replace('.', ",") + "0";
            wrong(
                "ambiguous_number",
                message,
                format!("viết {bare} nếu là hàng nghìn, {decimal} nếu là số lẻ"),
            )
        }
        NoNumber::NotANumber => {
            let message = format!("“{}” không phải một số", text.trim());
            wrong("not_a_number", message, "ghi một số, ví dụ 12 hoặc 3,5; đơn vị ghi ở cột Đơn vị")
        }
    })
}

fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::SingleChoice => "ghi chữ cái của phương án đúng, ví dụ B",
        Kind::MultipleChoice => "ghi các chữ cái của phương án đúng, ví dụ A, C",
        Kind::TrueFalse => "ghi Đúng hoặc Sai",
        Kind::Ordering => "ghi thứ tự đúng, ví dụ C > A > B",
        Kind::Matching => "ghi các cặp đúng, ví dụ A-2; B-1",
        Kind::Numeric => "ghi một số, ví dụ 12 hoặc 3,5",
        Kind::ShortText => "ghi các cách viết được chấp nhận, cách nhau bằng dấu |",
    }
}

/// Words of letters and digits; letters run together (`AC`) are as many signs.
fn signs(key: &str) -> Vec<String> {
    let words = key.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let mut out = Vec::new();
    for word in words.map(str::to_lowercase).filter(|w| !matches!(w.as_str(), "và" | "va" | "and")) {
        let run = word.len() > 1 && word.bytes().all(|b| (b'a'..=b'f').contains(&b));
        if run {
            out.extend(word.chars().map(String::from));
        } else {
            out.push(word);
        }
    }
    out
}

/// Places (from 0) of the options a key names, each once.
fn places(key: &str, options: usize, kind: Kind) -> Result<Vec<usize>, Wrong> {
    let mut right = Vec::new();
    for sign in signs(key) {
        let i = option_place(&sign, options).ok_or_else(|| unknown(&sign, options, kind))?;
        if right.contains(&i) {
            return wrong("duplicate_key", format!("đáp án {} ghi hai lần", letter(i)), "xóa một lần");
        }
        right.push(i);
    }
    if right.is_empty() {
        return wrong("bad_key", format!("không hiểu đáp án “{}”", key.trim()), example(kind));
    }
    Ok(right)
}

/// A letter, or a number from 1.
fn option_place(sign: &str, options: usize) -> Option<usize> {
    let i = match sign.as_bytes() {
        [c @ b'a'..=b'z'] => usize::from(c - b'a'),
        _ => digit_place(sign)?,
    };
    (i < options).then_some(i)
}

fn digit_place(sign: &str) -> Option<usize> {
    sign.parse::<usize>().ok()?.checked_sub(1)
}

fn unknown(sign: &str, options: usize, kind: Kind) -> Wrong {
    let shown: String = sign.to_uppercase().chars().take(20).collect();
    let message = format!("đáp án nói tới “{shown}”, nhưng câu có {options} phương án");
    ("unknown_key", message, example(kind).to_owned())
}

/// Whether the two options of a true/false question say right and wrong, in which order.
fn truths(options: &[String]) -> Option<(bool, bool)> {
    let [first, second] = options else { return None };
    let (first, second) = (right_or_wrong(first)?, right_or_wrong(second)?);
    (first != second).then_some((first, second))
}

fn truth(options: &[String], key: &str) -> Result<bool, Wrong> {
    if let Some((first, second)) = truths(options) {
        match signs(key).as_slice() {
            [one] if option_place(one, 2) == Some(0) => return Ok(first),
            [one] if option_place(one, 2) == Some(1) => return Ok(second),
            _ => {}
        }
    } else if !options.is_empty() {
        let message = "câu Đúng/Sai không có phương án riêng";
        return wrong("field_not_for_kind", message, "để trống các cột phương án, hoặc đổi loại câu");
    }
    match right_or_wrong(key) {
        Some(right) => Ok(right),
        None => wrong("bad_key", format!("không hiểu đáp án “{}”", key.trim()), example(Kind::TrueFalse)),
    }
}

/// Letters and digits in turn, whatever stands between them: `A-2; B-1`, `A2, B1`, `A → 2`.
fn matching(around: Around, key: &str) -> Result<Body, Wrong> {
    let mut tokens: Vec<(bool, String)> = Vec::new();
    let mut fresh = true;
    for c in key.chars() {
        if !c.is_alphanumeric() {
            fresh = true;
            continue;
        }
        let digit = c.is_ascii_digit();
        match tokens.last_mut() {
            Some((was, token)) if !fresh && *was == digit => token.extend(c.to_lowercase()),
            _ => tokens.push((digit, c.to_lowercase().collect())),
        }
        fresh = false;
    }
    let odd = || {
        let message = format!("không hiểu các cặp “{}”", key.trim().chars().take(60).collect::<String>());
        ("bad_key", message, example(Kind::Matching).to_owned())
    };
    let mut partners: Vec<Option<usize>> = vec![None; around.options.len()];
    for pair in tokens.chunks(2) {
        let [(false, left), (true, right)] = pair else { return Err(odd()) };
        let left_at = option_place(left, around.options.len())
            .ok_or_else(|| unknown(left, around.options.len(), Kind::Matching))?;
        let Some(right_at) = digit_place(right).filter(|i| *i < around.matches.len()) else {
            let message =
                format!("đáp án nói tới vế phải {right}, nhưng câu có {} vế phải", around.matches.len());
            return wrong("unknown_key", message, example(Kind::Matching));
        };
        match partners.get_mut(left_at) {
            Some(partner @ None) => *partner = Some(right_at),
            _ => {
                return wrong(
                    "duplicate_key",
                    format!("vế {} ghép hai lần", letter(left_at)),
                    "mỗi vế trái một cặp",
                );
            }
        }
    }
    let mut left = Vec::with_capacity(partners.len());
    for (i, (text, partner)) in around.options.into_iter().zip(partners).enumerate() {
        let Some(partner) = partner else {
            return wrong(
                "incomplete_pairs",
                format!("thiếu cặp của vế {}", letter(i)),
                "ghi đủ mọi vế trái",
            );
        };
        left.push((text, partner));
    }
    Ok(Body::Matching { left, right: around.matches })
}

/// The key as it is written; `None` when it names what the question does not have.
pub(super) fn text(r: &Revision) -> Option<String> {
    let sign = |id: &String| r.options.iter().position(|o| o.id == *id).map(letter).map(String::from);
    match &r.key {
        Key::SingleChoice { right } => sign(right),
        Key::MultipleChoice { right, .. } => {
            let places: BTreeSet<String> = right.iter().map(sign).collect::<Option<_>>()?;
            Some(places.into_iter().collect::<Vec<_>>().join(", "))
        }
        Key::TrueFalse { right } => Some(if *right { "Đúng" } else { "Sai" }.to_owned()),
        Key::Ordering { right } => Some(right.iter().map(sign).collect::<Option<Vec<_>>>()?.join(" > ")),
        Key::Matching { matches, right, .. } => {
            let place = |list: &[OptionView], id: &String| list.iter().position(|o| o.id == *id);
            let mut pairs = right
                .iter()
                .map(|(l, r_id)| Some((place(&r.options, l)?, place(matches, r_id)?)))
                .collect::<Option<Vec<_>>>()?;
            pairs.sort_unstable();
            let pairs: Vec<String> =
                pairs.into_iter().map(|(l, m)| format!("{}-{}", letter(l), m + 1)).collect();
            Some(pairs.join("; "))
        }
        Key::Numeric { right, .. } => Some(number_text(*right)),
        Key::ShortText { accept, .. } => {
            Some(accept.iter().map(|form| escaped(form)).collect::<Vec<_>>().join(" | "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(options: &[&str], matches: &[&str]) -> Around {
        let own = |list: &[&str]| list.iter().map(|t| (*t).to_owned()).collect();
        Around { options: own(options), matches: own(matches), tolerance: 0.0 }
    }

    const FOUR: [&str; 4] = ["một", "hai", "ba", "bốn"];

    #[test]
    fn choices_in_natural_forms() {
        for (key, right) in [
            ("B", vec![1]),
            ("b.", vec![1]),
            ("2", vec![1]),
            ("A, C", vec![0, 2]),
            ("a;c", vec![0, 2]),
            ("AC", vec![0, 2]),
            ("C và A", vec![0, 2]),
            ("1,3", vec![0, 2]),
        ] {
            let kind = guess(&around(&FOUR, &[]), key);
            assert_eq!(
                kind,
                if right.len() == 1 { Kind::SingleChoice } else { Kind::MultipleChoice },
                "{key}"
            );
            let Ok(Body::Choice { options, several }) = body(kind, around(&FOUR, &[]), key) else {
                panic!("{key}")
            };
            let found: Vec<usize> = (0..4).filter(|i| options[*i].1).collect();
            assert_eq!((found, several), (right.clone(), right.len() > 1), "{key}");
        }
        for (key, code) in [
            ("", "empty_key"),
            ("E", "unknown_key"),
            ("0", "unknown_key"),
            ("A, a", "duplicate_key"),
            ("?", "bad_key"),
            ("hai", "unknown_key"),
        ] {
            assert_eq!(
                body(Kind::MultipleChoice, around(&FOUR, &[]), key).expect_err("refused").0,
                code,
                "{key}"
            );
        }
        assert_eq!(
            body(Kind::SingleChoice, around(&FOUR, &[]), "A, B").expect_err("refused").0,
            "several_keys"
        );
    }

    #[test]
    fn orders_and_pairs_in_natural_forms() {
        for key in ["C > A > B", "c>a>b", "C → A → B", "C, A, B", "CAB", "3; 1; 2"] {
            let Ok(Body::Ordering { right, .. }) = body(Kind::Ordering, around(&FOUR[..3], &[]), key) else {
                panic!("{key}")
            };
            assert_eq!(right, [2, 0, 1], "{key}");
        }
        assert_eq!(guess(&around(&FOUR[..3], &[]), "C > A > B"), Kind::Ordering);
        for key in ["A-2; B-1", "B1, A2", "a → 2\nb → 1", "A: 2; B: 1", "A=2 B=1"] {
            let Ok(Body::Matching { left, .. }) = body(Kind::Matching, around(&FOUR[..2], &FOUR[..3]), key)
            else {
                panic!("{key}")
            };
            assert_eq!(left, [("một".to_owned(), 1), ("hai".to_owned(), 0)], "{key}");
        }
        for (key, code) in [
            ("A-2", "incomplete_pairs"),
            ("A-2; A-1", "duplicate_key"),
            ("A-4; B-1", "unknown_key"),
            ("C-1; B-1", "unknown_key"),
            ("2-A", "bad_key"),
            ("A B", "bad_key"),
            ("A-0; B-1", "unknown_key"),
        ] {
            assert_eq!(
                body(Kind::Matching, around(&FOUR[..2], &FOUR[..3]), key).expect_err("refused").0,
                code,
                "{key}"
            );
        }
    }

    #[test]
    fn truths_numbers_and_texts() {
        for (key, right) in [("Đúng", true), ("sai", false), ("TRUE", true), ("F", false)] {
            assert_eq!(guess(&around(&[], &[]), key), Kind::TrueFalse);
            assert_eq!(body(Kind::TrueFalse, around(&[], &[]), key), Ok(Body::TrueFalse(right)));
        }
        assert_eq!(guess(&around(&["Đúng", "Sai"], &[]), "B"), Kind::TrueFalse);
        assert_eq!(body(Kind::TrueFalse, around(&["Sai", "Đúng"], &[]), "A"), Ok(Body::TrueFalse(false)));
        assert_eq!(
            body(Kind::TrueFalse, around(&FOUR, &[]), "A").expect_err("refused").0,
            "field_not_for_kind"
        );
        assert_eq!(body(Kind::TrueFalse, around(&[], &[]), "có lẽ").expect_err("refused").0, "bad_key");
        assert_eq!(guess(&around(&[], &[]), "3,5"), Kind::Numeric);
        assert_eq!(
            body(Kind::Numeric, around(&[], &[]), "3,5"),
            Ok(Body::Numeric { right: 3.5, tolerance: 0.0 })
        );
        let (code, _, remedy) = body(Kind::Numeric, around(&[], &[]), "1.000").expect_err("refused");
        assert_eq!(
            (code, remedy.as_str()),
            ("ambiguous_number", "viết 1000 nếu là hàng nghìn, 1,0000 nếu là số lẻ")
        );
        assert_eq!(body(Kind::Numeric, around(&[], &[]), "12 cái").expect_err("refused").0, "not_a_number");
        assert_eq!(guess(&around(&[], &[]), "OTP|mã OTP"), Kind::ShortText);
        let forms = body(Kind::ShortText, around(&[], &[]), r"OTP|mã OTP | a \| b | C:\x");
        assert_eq!(
            forms,
            Ok(Body::ShortText(["OTP", "mã OTP", "a | b", r"C:\x"].map(String::from).to_vec()))
        );
    }
}
