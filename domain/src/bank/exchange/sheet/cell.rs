//! A cell: what people type into one, and how our texts are put there so that they come back unchanged.
//!
//! Invariants: no text we write can become a formula, and reading takes off exactly what writing put on; a number or a
//! date that can be understood in two ways is refused, never guessed.

use jiff::civil::Date;

/// A cell as the file holds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, `YYYY-MM-DD`.
    Day(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// A formula, whatever it gives.
    Formula,
    /// `#N/A`, `#REF!` …
    Fault(String),
}

impl Cell {
    /// Whether nothing stands in it.
    pub(in super::super) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// Its text, and what was assumed about how the spreadsheet shows it.
    pub(in super::super) fn text(&self) -> (String, Option<&'static str>) {
        match self {
            Self::Empty | Self::Formula | Self::Fault(_) => (String::new(), None),
            Self::Text(text) => (text.clone(), None),
            Self::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => (format!("{n}"), None),
            Self::Number(n) => {
                (format!("{n}").replace('.', ","), Some("số lẻ (cách hiện như %, số chữ số không đọc được)"))
            }
            Self::Day(day) => {
                let mut parts = day.splitn(3, '-');
                let (y, m, d) = (parts.next(), parts.next(), parts.next());
                let text = [d, m, y].into_iter().flatten().collect::<Vec<_>>().join("/");
                (text, Some("ngày"))
            }
            Self::Bool(yes) => (if *yes { "TRUE" } else { "FALSE" }.to_owned(), None),
        }
    }
}

/// `C5` for row 5, column 3.
pub(in super::super) fn address(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{row}")
}

/// Characters with which spreadsheets begin a formula.
const RISKY: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text as it is written: one `'` before what could become a formula, or before a `'` that would be taken off.
pub(super) fn guarded(text: &str) -> String {
    let behind_quote =
        text.strip_prefix('\'').is_some_and(|rest| rest.starts_with(RISKY) || rest.starts_with('\''));
    if behind_quote || (text.starts_with(RISKY) && !is_bare_number(text)) {
        return format!("'{text}");
    }
    text.to_owned()
}

/// The text of a cell without the one `'` that [`guarded`] puts on.
pub(super) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(RISKY) || rest.starts_with('\'') => rest,
        _ => text,
    }
}

/// A negative number is no formula, and a quote before it would only puzzle.
fn is_bare_number(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

/// Puts `\` before the signs that separate things inside a cell.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|")
}

/// Takes off what [`escaped`] put on; any other `\` is a `\`.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            ('\\', Some(next @ ('\\' | '|'))) => {
                out.push(*next);
                rest.next();
            }
            _ => out.push(c),
        }
    }
    out
}

/// Pieces between separators that are not escaped; the pieces are still escaped.
pub(super) fn pieces<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let mut out = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("\\\\") || rest.starts_with("\\|") {
            at += 2;
        } else if rest.starts_with(separator) {
            out.push(text.get(from..at).unwrap_or_default());
            at += separator.len();
            from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    out.push(text.get(from..).unwrap_or_default());
    out
}

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoNumber {
    /// `1.000`: one thousand, or one.
    TwoWays,
    /// Something else.
    NotANumber,
}

/// A number as people here write one: `3,5`, `3.5`, `1.000.000`, `1 000 000`, `1.000,5`, `−3`.
pub(super) fn number(text: &str) -> Result<f64, NoNumber> {
    let plain: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
            '−' | '–' => '-',
            c => c,
        })
        .collect();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let is_separator = |c: char| matches!(c, '.' | ',' | ' ');
    if !digits.starts_with(|c: char| c.is_ascii_digit())
        || !digits.ends_with(|c: char| c.is_ascii_digit())
        || !digits.chars().all(|c| c.is_ascii_digit() || is_separator(c))
    {
        return Err(NoNumber::NotANumber);
    }
    if is_ambiguous(digits) {
        return Err(NoNumber::TwoWays);
    }
    let separators: Vec<(usize, char)> = digits.char_indices().filter(|(_, c)| is_separator(*c)).collect();
    let (whole, fraction) = match separators.as_slice() {
        [] => (digits, ""),
        [(at, '.' | ',')] => (&digits[..*at], &digits[at + 1..]),
        [first, .., last] if last.1 != ' ' && last.1 != first.1 => (&digits[..last.0], &digits[last.0 + 1..]),
        _ => (digits, ""),
    };
    let grouping = whole.chars().find(|c| is_separator(*c));
    if let Some(grouping) = grouping {
        let groups: Vec<&str> = whole.split(grouping).collect();
        let right = groups.iter().enumerate().all(|(i, g)| {
            (g.len() == 3 || (i == 0 && (1..3).contains(&g.len()))) && g.bytes().all(|b| b.is_ascii_digit())
        });
        if !right {
            return Err(NoNumber::NotANumber);
        }
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    format!("{sign}{whole}.{fraction}0").parse().map_err(|_| NoNumber::NotANumber)
}

/// A number as it is written: never so that it can be read in two ways.
pub(super) fn number_text(n: f64) -> String {
    let mut text = format!("{n}");
    if is_ambiguous(text.trim_start_matches('-')) {
        text.push('0');
    }
    text
}

/// One point or comma with one to three digits before and three after it.
fn is_ambiguous(digits: &str) -> bool {
    digits.split_once(['.', ',']).is_some_and(|(whole, rest)| {
        let plain = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        !whole.starts_with('0')
            && (1..=3).contains(&whole.len())
            && rest.len() == 3
            && plain(whole)
            && plain(rest)
    })
}

/// A day as people write one, as `YYYY-MM-DD`: year first, or day first as is usual here; month first never.
pub(super) fn day(text: &str) -> Option<String> {
    let date = text.trim().split([' ', 'T']).next()?;
    let mut parts = date.split(['-', '/', '.']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (y, m, d) = if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    if y.len() != 4 || !(1..=2).contains(&m.len()) || !(1..=2).contains(&d.len()) {
        return None;
    }
    let date = Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()?;
    Some(date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_as_people_write_them() {
        for (text, n) in [
            ("3,5", 3.5),
            ("3.5", 3.5),
            (" -3,50 ", -3.5),
            ("−3", -3.0),
            ("+7", 7.0),
            ("1.000.000", 1e6),
            ("1 000 000", 1e6),
            ("1.000,5", 1000.5),
            ("1,000.25", 1000.25),
            ("1\u{a0}000", 1000.0),
            ("0.125", 0.125),
            ("12.1250", 12.125),
            ("2026", 2026.0),
            ("1234.567", 1234.567),
            ("1 000,5", 1000.5),
        ] {
            assert_eq!(number(text), Ok(n), "{text}");
        }
        for text in ["1.000", "1,000", "12.125", "-999,999"] {
            assert_eq!(number(text), Err(NoNumber::TwoWays), "{text}");
        }
        for text in [
            "",
            "3 5",
            "50%",
            "1e5",
            "mười",
            "1.00.000",
            "1,2,3",
            ".5",
            "5.",
            "1.000,000.5",
            "1 000 00",
            "--1",
            "1,000.000.000",
        ] {
            assert_eq!(number(text), Err(NoNumber::NotANumber), "{text}");
        }
    }

    #[test]
    fn days_as_people_write_them() {
        for text in [
            "2026-11-05",
            "2026/11/5",
            "5/11/2026",
            "05-11-2026",
            "05.11.2026",
            "2026-11-05 00:00:00",
            "2026-11-05T00:00:00",
        ] {
            assert_eq!(day(text).as_deref(), Some("2026-11-05"), "{text}");
        }
        for text in
            ["", "11/22/2026", "31/02/2026", "5/11/26", "46348", "2026-11", "5 tháng 11", "2026-11-05-1"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn addresses() {
        assert_eq!(
            [address(1, 1), address(5, 26), address(5, 27), address(9, 703)],
            ["A1", "Z5", "AA5", "AAA9"]
        );
    }

    #[test]
    fn a_guard_is_put_only_where_needed() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+84", "'+84"),
            ("@a", "'@a"),
            ("-a", "'-a"),
            ("'=x", "''=x"),
            ("'tôi'", "'tôi'"),
            ("-3.5", "-3.5"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(guarded(text), written);
        }
    }

    proptest! {
        #[test]
        fn guards_and_escapes_come_off_again(text in "[-=+@'\\\\| \ta-c.0-9]{0,12}", parts in prop::collection::vec("[\\\\|ab ]{0,6}", 1..4)) {
            let written = guarded(&text);
            prop_assert_eq!(unguarded(&written), &text);
            prop_assert_eq!(unescaped(&escaped(&text)), text);
            let joined = parts.iter().map(|p| escaped(p)).collect::<Vec<_>>().join("|");
            let back: Vec<String> = pieces(&joined, "|").into_iter().map(unescaped).collect();
            prop_assert_eq!(back, parts);
        }

        #[test]
        fn written_numbers_are_read_as_themselves(n in prop_oneof![any::<f64>().prop_filter("finite", |n| n.is_finite()), (-10_000_000_i32..10_000_000).prop_map(|n| f64::from(n) / 8.0)]) {
            prop_assert_eq!(number(&number_text(n)), Ok(n));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}|[0-9., -]{0,9}") {
            let _ = (number(&text), day(&text), pieces(&text, " | "), unguarded(&text));
        }
    }
}
