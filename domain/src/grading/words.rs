//! Answers in words: what was picked, what was right, and numbers as people here write them.

use super::{grade, is_blank};
use crate::Choice;
use crate::payload::{OptionView, ReviewItem, SourceView};
use crate::question::{Key, Revision};

/// What a choice says, in words; one line per pick, in a fixed order. `truth` are the words for right and wrong
/// (`["Đúng", "Sai"]`). Empty when it says nothing.
#[must_use]
pub fn describe(revision: &Revision, choice: &Choice, truth: [&str; 2]) -> Vec<String> {
    if is_blank(choice) {
        return Vec::new();
    }
    match (&revision.key, choice) {
        (Key::TrueFalse { .. }, Choice::Option(id)) => {
            vec![truth[usize::from(id != Revision::TRUE_FALSE[0])].to_owned()]
        }
        (_, Choice::Option(id)) => vec![text_of(&revision.options, id)],
        (_, Choice::Options(ids)) => {
            revision.options.iter().filter(|o| ids.contains(&o.id)).map(|o| o.text.clone()).collect()
        }
        (_, Choice::Order(ids)) => ids.iter().map(|id| text_of(&revision.options, id)).collect(),
        (Key::Matching { matches, .. }, Choice::Pairs(pairs)) => revision
            .options
            .iter()
            .filter_map(|left| Some(format!("{} → {}", left.text, text_of(matches, pairs.get(&left.id)?))))
            .collect(),
        (Key::Numeric { unit, .. }, Choice::Number(n)) => vec![with_unit(*n, unit.as_deref())],
        (_, Choice::Number(n)) => vec![format_number(*n)],
        (_, Choice::Text(text)) => vec![text.split_whitespace().collect::<Vec<_>>().join(" ")],
        (_, Choice::Pairs(_)) => Vec::new(),
    }
}

/// What is right, in words. Never sent before the rules release it.
#[must_use]
pub fn right(revision: &Revision, truth: [&str; 2]) -> Vec<String> {
    let as_choice = match &revision.key {
        Key::SingleChoice { right } => Choice::Option(right.clone()),
        Key::TrueFalse { right } => Choice::Option(super::truth_id(*right).to_owned()),
        Key::MultipleChoice { right, .. } => Choice::Options(right.clone()),
        Key::Ordering { right } => Choice::Order(right.clone()),
        Key::Matching { right, .. } => Choice::Pairs(right.clone()),
        Key::ShortText { accept, .. } => Choice::Text(accept.first().cloned().unwrap_or_default()),
        Key::Numeric { right, tolerance, unit } => {
            let exact = with_unit(*right, unit.as_deref());
            let around =
                if *tolerance > 0.0 { format!(" (± {})", format_number(*tolerance)) } else { String::new() };
            return vec![exact + &around];
        }
    };
    describe(revision, &as_choice, truth)
}

/// One line of "what was right and why".
#[must_use]
pub fn review(revision: &Revision, position: u32, choice: Option<&Choice>, truth: [&str; 2]) -> ReviewItem {
    ReviewItem {
        position,
        kind: revision.key.kind(),
        stem: revision.stem.clone(),
        image: revision.image.clone(),
        answered: choice.map(|c| describe(revision, c, truth)).unwrap_or_default(),
        right: right(revision, truth),
        points: grade(revision, choice).to_f64(),
        of: revision.worth().to_f64(),
        explanation: revision.explanation.clone(),
        sources: revision
            .sources
            .iter()
            .map(|s| SourceView { title: s.title.clone(), url: s.url.clone() })
            .collect(),
        topic: revision.topic_title.clone(),
    }
}

fn text_of(options: &[OptionView], id: &str) -> String {
    options.iter().find(|o| o.id == id).map_or_else(|| id.to_owned(), |o| o.text.clone())
}

fn with_unit(n: f64, unit: Option<&str>) -> String {
    match unit {
        None => format_number(n),
        Some(sign @ ("%" | "‰" | "°")) => format!("{}{sign}", format_number(n)),
        Some(unit) => format!("{} {unit}", format_number(n)),
    }
}

/// A number as written in Vietnamese: decimal comma, dots between thousands from five digits on.
#[must_use]
pub fn format_number(n: f64) -> String {
    let plain = format!("{n}");
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain.as_str()), |r| ("−", r));
    let (whole, decimals) = rest.split_once('.').unwrap_or((rest, ""));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        // Four digits stay together: they are usually a year.
        if i > 0 && whole.len() > 4 && (whole.len() - i).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    if decimals.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{decimals}") }
}

/// The number a person typed into a field, Vietnamese habits first.
///
/// - One comma is the decimal sign: `3,5` = 3.5, and `1,024` = 1.024.
/// - A dot before exactly three digits separates thousands, as in every price tag here: `1.024` = 1024,
///   `1.000.000` = a million; with a leading zero it cannot (`0.125` = 0.125), nor before another number of digits
///   (`3.5` = 3.5). This is the one ambiguity; the page shows the number it understood after saving.
/// - With both, the last sign is the decimal one: `1.024,5` and `1,024.5` are 1024.5.
/// - Spaces between digits and a percent sign at the end are ignored. Exponents, units and anything else: `None`.
#[must_use]
pub fn parse_number(typed: &str) -> Option<f64> {
    if typed.len() > 60 {
        return None;
    }
    let text = typed.trim();
    let text: String =
        text.strip_suffix('%').unwrap_or(text).chars().filter(|c| !c.is_whitespace()).collect();
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let signs: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    if signs.iter().any(|c| !matches!(c, '.' | ',')) || !digits.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let both = signs.contains(&'.') && signs.contains(&',');
    let decimal = match signs.last() {
        Some(last) if both => Some(*last),
        Some(',') if signs.len() == 1 => Some(','),
        Some('.') if signs.len() == 1 && !thousands(digits, '.') => Some('.'),
        _ => None,
    };
    let (whole, decimals) = decimal.and_then(|d| digits.rsplit_once(d)).unwrap_or((digits, ""));
    if !decimals.chars().all(|c| c.is_ascii_digit()) || (decimal.is_some() && decimals.is_empty()) {
        return None;
    }
    let group = signs.iter().find(|c| Some(**c) != decimal);
    let whole = match group {
        Some(sign) if thousands(whole, *sign) => whole.replace(*sign, ""),
        Some(_) => return None,
        None => whole.to_owned(),
    };
    if !whole.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let value: f64 = format!(
        "{}.{}",
        if whole.is_empty() { "0" } else { &whole },
        if decimals.is_empty() { "0" } else { decimals }
    )
    .parse()
    .ok()?;
    Some(if negative { -value } else { value })
}

/// Whether `sign` separates thousands: 1–3 digits without a leading zero, then groups of exactly three.
fn thousands(whole: &str, sign: char) -> bool {
    let mut groups = whole.split(sign);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && groups.all(|g| g.len() == 3 && g.chars().all(|c| c.is_ascii_digit()))
}
