//! What was answered to a question, counted by what people would call the same answer.

use crate::grading::{describe, fold_text, grade, is_blank};
use crate::question::{Fold, Key, Revision};
use crate::{Choice, Points};
use std::collections::HashMap;

/// Values that are told apart in the books; the others are counted together.
pub const MOST_VALUES: usize = 20;

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// In words.
    pub words: String,
    /// How many gave it.
    pub count: u32,
    /// Fully right.
    pub right: bool,
}

/// The values that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// The most frequent first, at most [`MOST_VALUES`].
    pub values: Vec<Value>,
    /// Answers with any other.
    pub others: u32,
}

/// An answer on one line. `truth` are the words for right and wrong (`["Đúng", "Sai"]`).
#[must_use]
pub fn in_words(revision: &Revision, choice: &Choice, truth: [&str; 2]) -> String {
    let between = if matches!(choice, Choice::Order(_)) { " → " } else { "; " };
    describe(revision, choice, truth).join(between)
}

/// Counts answers, each with how many gave it; in any order the same comes out. To a survey nothing is right.
#[must_use]
pub fn values(
    revision: &Revision,
    survey: bool,
    truth: [&str; 2],
    given: impl IntoIterator<Item = (Choice, u32)>,
) -> Values {
    // Spellings that count as one answer must be graded alike.
    let fold = match revision.key {
        Key::ShortText { fold: Fold::None, .. } => Fold::None,
        _ => Fold::Case,
    };
    let mut known: HashMap<String, Value> = HashMap::new();
    for (choice, times) in given {
        if is_blank(&choice) {
            continue;
        }
        let words = in_words(revision, &choice, truth);
        let right = !survey && grade(revision, Some(&choice)) == Points::ONE;
        let form = if matches!(choice, Choice::Text(_)) { fold_text(&words, fold) } else { words.clone() };
        let value = known.entry(form).or_insert_with(|| Value { words: words.clone(), count: 0, right });
        // Of several spellings always the same one stands there, whoever came first.
        if words < value.words {
            value.words = words;
        }
        value.count += times;
    }
    let mut values: Vec<Value> = known.into_values().collect();
    values.sort_by(|a, b| (b.count, b.right, &a.words).cmp(&(a.count, a.right, &b.words)));
    let others = values.iter().skip(MOST_VALUES).map(|v| v.count).sum();
    values.truncate(MOST_VALUES);
    Values { values, others }
}
