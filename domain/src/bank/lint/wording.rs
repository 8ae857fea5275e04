//! What makes a question harder to read, or easier to guess, than it should be.

use crate::question::{Key, Revision};

/// Words a minute of a Vietnamese adult who reads for understanding.
const WORDS_A_MINUTE: usize = 180;
/// An option is uneven when it is this many times longer than the middle one …
const UNEVEN_TIMES: usize = 2;
/// … and longer by at least so many characters.
const UNEVEN_BY: usize = 30;

/// Seconds to read a question with its options once.
#[must_use]
pub fn reading_seconds(r: &Revision) -> usize {
    let mut words = r.stem.split_whitespace().count();
    words += r.options.iter().map(|o| o.text.split_whitespace().count()).sum::<usize>();
    if let Key::Matching { matches, .. } = &r.key {
        words += matches.iter().map(|o| o.text.split_whitespace().count()).sum::<usize>();
    }
    (words * 60).div_ceil(WORDS_A_MINUTE)
}

/// A question about what is *not* so, with an option that says *not* again; and doubled words of denial.
pub(super) fn double_negative(r: &Revision) -> Option<String> {
    const TWICE: [&str; 7] = [
        "không thể không",
        "không phải không",
        "không phải là không",
        "không ai không",
        "không được không",
        "không nên không",
        "chưa hẳn không",
    ];
    let stem = r.stem.to_lowercase();
    if let Some(found) = TWICE.iter().find(|t| stem.contains(**t)) {
        return Some(format!("câu hỏi có phủ định kép “{found}”"));
    }
    let last =
        stem.trim_end_matches([':', '?', ' ', '.']).rsplit(['.', ';', '!', '?']).next().unwrap_or_default();
    let asks_for_the_wrong =
        ["không nên", "không đúng", "không phải", "không được", "chưa đúng"].iter().any(|n| {
            last.trim_end().ends_with(n)
                || last.contains(&format!("nào {n}"))
                || last.contains(&format!("việc {n}"))
        });
    let denying = r.options.iter().find(|o| {
        let text = o.text.to_lowercase();
        ["không ", "chưa ", "đừng "].iter().any(|n| text.starts_with(n))
    });
    match denying {
        Some(option) if asks_for_the_wrong => {
            Some(format!("câu hỏi hỏi điều không nên, lựa chọn “{}” lại phủ định lần nữa", option.text))
        }
        _ => None,
    }
}

/// One option that looks unlike the others.
pub(super) fn uneven(r: &Revision) -> Option<String> {
    if !matches!(r.key, Key::SingleChoice { .. } | Key::MultipleChoice { .. }) || r.options.len() < 3 {
        return None;
    }
    let texts: Vec<&str> = r.options.iter().map(|o| o.text.as_str()).collect();
    let only = |is: &dyn Fn(&str) -> bool| {
        let odd: Vec<&&str> = texts.iter().filter(|t| is(t)).collect();
        (odd.len() == 1).then(|| odd.first().map(|t| (**t).to_owned())).flatten()
    };
    if let Some(text) = only(&|t| t.ends_with('.')) {
        return Some(format!("chỉ lựa chọn “{text}” có dấu chấm cuối"));
    }
    if let Some(text) = only(&|t| t.chars().next().is_some_and(char::is_lowercase)) {
        return Some(format!("chỉ lựa chọn “{text}” bắt đầu bằng chữ thường"));
    }
    let mut lengths: Vec<usize> = texts.iter().map(|t| t.chars().count()).collect();
    lengths.sort_unstable();
    let middle = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    let longest = lengths.last().copied().unwrap_or(0);
    (longest >= UNEVEN_TIMES * middle && longest >= middle + UNEVEN_BY)
        .then(|| format!("một lựa chọn dài {longest} ký tự, các lựa chọn khác khoảng {middle}"))
}

/// Whether somebody who reads the stem aloud meets digits or abbreviations and no help.
pub(super) fn needs_reading_aloud(r: &Revision) -> bool {
    let mut capitals = 0;
    let abbreviation = r.stem.chars().any(|c| {
        capitals = if c.is_uppercase() { capitals + 1 } else { 0 };
        capitals >= 2
    });
    r.read_aloud.is_none() && (abbreviation || r.stem.chars().any(|c| c.is_ascii_digit()))
}
