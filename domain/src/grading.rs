//! Checking, marking and explaining one answer.
//!
//! Marks are exact integers ([`Points`]); the same revision and choice give the same marks for everybody, for ever.
//! Invariants: `0 ≤ grade ≤ worth`; the right answer gets everything, a blank nothing; the order in which options were
//! picked or shown never matters, except where the order *is* the answer.

mod words;

pub use words::{describe, format_number, parse_number, review, right};

use crate::payload::OptionView;
use crate::question::{Fold, Key, Revision};
use crate::text::composed;
use crate::{Choice, Points};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest free text that is taken, in characters.
pub const LONGEST_TEXT: usize = 200;

/// Room for the decimals that binary numbers cannot hold (0.1 + 0.2), relative to the size of the numbers compared.
const EPSILON: f64 = 1e-9;

/// What a choice earns.
#[must_use]
pub fn grade(revision: &Revision, choice: Option<&Choice>) -> Points {
    let Some(choice) = choice else { return Points::ZERO };
    let all_or_nothing = |right: bool| if right { revision.worth() } else { Points::ZERO };
    match (&revision.key, choice) {
        (Key::SingleChoice { right }, Choice::Option(id)) => all_or_nothing(id == right),
        (Key::TrueFalse { right }, Choice::Option(id)) => all_or_nothing(id == truth_id(*right)),
        (Key::MultipleChoice { right, partial }, Choice::Options(picked)) => {
            let right: BTreeSet<_> = right.iter().collect();
            let picked: BTreeSet<_> = picked.iter().collect();
            let hits = picked.intersection(&right).count();
            if *partial {
                share(hits.saturating_sub(picked.len() - hits), right.len())
            } else {
                all_or_nothing(picked == right)
            }
        }
        (Key::Ordering { right }, Choice::Order(order)) => all_or_nothing(order == right),
        (Key::Matching { right, partial, .. }, Choice::Pairs(pairs)) => {
            let hits = right.iter().filter(|(left, id)| pairs.get(*left) == Some(*id)).count();
            if *partial { share(hits, right.len()) } else { all_or_nothing(pairs == right) }
        }
        (Key::Numeric { right, tolerance, .. }, Choice::Number(n)) => {
            let slack = EPSILON * right.abs().max(n.abs()).max(1.0);
            all_or_nothing((n - right).abs() <= tolerance + slack)
        }
        (Key::ShortText { accept, fold }, Choice::Text(text)) => {
            let text = fold_text(text, *fold);
            all_or_nothing(!text.is_empty() && accept.iter().any(|form| fold_text(form, *fold) == text))
        }
        // A choice of another kind never got past `validate`; it earns nothing.
        _ => Points::ZERO,
    }
}

fn share(part: usize, whole: usize) -> Points {
    // Questions have at most a handful of options.
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Points::fraction(small(part), small(whole))
}

pub(crate) fn truth_id(right: bool) -> &'static str {
    Revision::TRUE_FALSE[usize::from(!right)]
}

/// The form in which two short texts are compared: NFC, trimmed, inner whitespace one space, invisible characters
/// dropped, then folded as the writer chose.
#[must_use]
pub fn fold_text(text: &str, fold: Fold) -> String {
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let compose = |text: String| if composed(&text) { text } else { text.nfc().collect() };
    let plain =
        compose(if text.contains(invisible) { spaced(&text.replace(invisible, "")) } else { spaced(text) });
    match fold {
        Fold::None => plain,
        Fold::Case => compose(plain.to_lowercase()),
        // đ is a letter of its own, not d with a mark that decomposes.
        Fold::Marks => plain
            .to_lowercase()
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .map(|c| if c == 'đ' { 'd' } else { c })
            .collect(),
    }
}

/// Words with one space between them.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether a choice says nothing, so that it does not count as an answer.
#[must_use]
pub fn is_blank(choice: &Choice) -> bool {
    match choice {
        Choice::Options(ids) | Choice::Order(ids) => ids.is_empty(),
        Choice::Pairs(pairs) => pairs.is_empty(),
        Choice::Text(text) => fold_text(text, Fold::None).is_empty(),
        Choice::Option(_) | Choice::Number(_) => false,
    }
}

/// Why a choice is not an answer to this question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// The JSON field of another kind of question.
    #[error("Câu trả lời không đúng dạng của câu hỏi này.")]
    WrongKind,
    /// An option of another question.
    #[error("Câu hỏi này không có lựa chọn “{0}”.")]
    UnknownOption(String),
    /// The same id twice.
    #[error("Lựa chọn “{0}” xuất hiện hai lần.")]
    Repeated(String),
    /// An order that leaves something out.
    #[error("Cần xếp thứ tự đủ mọi mục.")]
    Incomplete,
    /// Infinite or not a number.
    #[error("Số không hợp lệ.")]
    NotANumber,
    /// A text beyond [`LONGEST_TEXT`].
    #[error("Câu trả lời dài quá 200 ký tự.")]
    TooLong,
}

impl ChoiceError {
    /// A stable code for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKind => "choice_wrong_kind",
            Self::UnknownOption(_) => "choice_unknown_option",
            Self::Repeated(_) => "choice_repeated",
            Self::Incomplete => "choice_incomplete",
            Self::NotANumber => "choice_not_a_number",
            Self::TooLong => "choice_too_long",
        }
    }
}

/// Whether a choice is an answer to this question at all. Blank lists, pairs and texts are: they clear.
///
/// Two lefts may point to one right: a page offers every right for every left, and that answer is merely wrong.
///
/// # Errors
/// Says why not.
pub fn validate(revision: &Revision, choice: &Choice) -> Result<(), ChoiceError> {
    match (&revision.key, choice) {
        (Key::SingleChoice { .. }, Choice::Option(id)) => known(&revision.options, id),
        (Key::TrueFalse { .. }, Choice::Option(id)) => {
            if Revision::TRUE_FALSE.contains(&id.as_str()) {
                Ok(())
            } else {
                Err(ChoiceError::UnknownOption(id.clone()))
            }
        }
        (Key::MultipleChoice { .. }, Choice::Options(ids)) => known_once(&revision.options, ids),
        (Key::Ordering { .. }, Choice::Order(ids)) => {
            known_once(&revision.options, ids)?;
            let complete = ids.is_empty() || ids.len() == revision.options.len();
            if complete { Ok(()) } else { Err(ChoiceError::Incomplete) }
        }
        (Key::Matching { matches, .. }, Choice::Pairs(pairs)) => pairs
            .iter()
            .try_for_each(|(left, id)| known(&revision.options, left).and_then(|()| known(matches, id))),
        (Key::Numeric { .. }, Choice::Number(n)) if n.is_finite() => Ok(()),
        (Key::Numeric { .. }, Choice::Number(_)) => Err(ChoiceError::NotANumber),
        (Key::ShortText { .. }, Choice::Text(text)) => {
            if text.chars().count() <= LONGEST_TEXT {
                Ok(())
            } else {
                Err(ChoiceError::TooLong)
            }
        }
        _ => Err(ChoiceError::WrongKind),
    }
}

fn known(options: &[OptionView], id: &str) -> Result<(), ChoiceError> {
    if options.iter().any(|o| o.id == id) { Ok(()) } else { Err(ChoiceError::UnknownOption(shorten(id))) }
}

fn known_once(options: &[OptionView], ids: &[String]) -> Result<(), ChoiceError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        known(options, id)?;
        if !seen.insert(id) {
            return Err(ChoiceError::Repeated(shorten(id)));
        }
    }
    Ok(())
}

/// A stranger's id goes into a message: not all of it.
fn shorten(id: &str) -> String {
    id.chars().take(20).collect()
}

#[cfg(test)]
mod tests;
