//! What one ended attempt says about each of its questions.
//!
//! Time on a question is the span between the moment its answer was saved and the moment saved before it anywhere on
//! the paper, the start for the first. The limits of this measure: only the last save of a position is stored, so
//! coming back to a question moves its whole time to the return and lengthens whatever was saved after it; time over a
//! question that stays blank goes to the next answer; answers that waited for the network arrive together and show
//! 0 seconds; the first answer includes finding one's way. Medians over many people bear that, single values do not.

use super::LONGEST_SECONDS;
use crate::grading::{fold_text, format_number, grade, is_blank};
use crate::question::{Fold, Key, Revision};
use crate::{Choice, Points};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Longest wrong answer kept, in characters.
const LONGEST_WRONG: usize = 60;

/// An ended attempt.
#[derive(Clone, Copy, Debug)]
pub struct Sitting<'a> {
    /// Attempt id: decides, by its hash alone, whether its wrong answers are in a sample.
    pub id: &'a str,
    /// Start, unix ms.
    pub started_at: i64,
    /// The wordings dealt, by position − 1.
    pub paper: &'a [Arc<Revision>],
    /// What is stored, in any order.
    pub answers: &'a [Saved],
}

/// What is stored at one position.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// 1-based place on the paper.
    pub position: usize,
    /// The last choice; `None` = cleared.
    pub choice: Option<Choice>,
    /// When it reached the server, unix ms.
    pub received_at: i64,
}

/// What happened at one question of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation<'a> {
    /// The wording.
    pub revision: &'a Revision,
    /// The answer; `None` when it stayed blank.
    pub answer: Option<Answer>,
}

/// An answer, reduced to what is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it earned, in units of [`Points`].
    pub points: u64,
    /// Share of the points on the rest of the paper, in units of [`Points`]; `None` when there is no rest.
    pub rest: Option<u64>,
    /// Options picked, where the question has options to pick.
    pub picked: BTreeSet<String>,
    /// A wrong answer to a question without options to pick, in one spelling.
    pub wrong: Option<String>,
    /// Seconds, at most [`LONGEST_SECONDS`].
    pub seconds: u16,
    /// The attempt's place in samples.
    pub lot: u32,
}

/// Looks at every question of an attempt, in the order of the paper.
#[must_use]
pub fn observe<'a>(sitting: &Sitting<'a>) -> Vec<Observation<'a>> {
    let paper = sitting.paper;
    let mut saved: Vec<&Saved> = sitting.answers.iter().filter(|s| s.position <= paper.len()).collect();
    saved.sort_by_key(|s| (s.received_at, s.position));
    let mut at: Vec<Option<(&Choice, u16)>> = vec![None; paper.len()];
    let mut before = sitting.started_at;
    for s in saved {
        let Some(place) = s.position.checked_sub(1).and_then(|i| at.get_mut(i)) else { continue };
        let seconds = u16::try_from((s.received_at - before).max(0) / 1_000).unwrap_or(u16::MAX);
        before = before.max(s.received_at);
        *place = s.choice.as_ref().filter(|c| !is_blank(c)).map(|c| (c, seconds.min(LONGEST_SECONDS)));
    }
    let points: Vec<u64> =
        paper.iter().zip(&at).map(|(r, held)| whole(grade(r, held.map(|(choice, _)| choice)))).collect();
    let (got, worth): (u64, u64) = (points.iter().sum(), paper.iter().map(|r| whole(r.worth())).sum());
    let lot = lot(sitting.id);
    let answers = paper.iter().zip(&at).zip(points);
    answers
        .map(|((revision, held), points)| {
            let rest_worth = worth - whole(revision.worth());
            let answer = held.map(|(choice, seconds)| Answer {
                points,
                rest: ((got - points) * whole(Points::ONE)).checked_div(rest_worth),
                picked: picked(revision, choice),
                wrong: wrong(revision, choice).filter(|_| points < whole(revision.worth())),
                seconds,
                lot,
            });
            Observation { revision, answer }
        })
        .collect()
}

fn whole(points: Points) -> u64 {
    u64::try_from(points.0).unwrap_or(0)
}

/// A number that depends on the attempt alone and looks like chance.
fn lot(id: &str) -> u32 {
    let digest = Sha256::digest(id.as_bytes());
    digest.iter().take(4).fold(0, |n, byte| (n << 8) | u32::from(*byte))
}

/// The picked options that the question really has.
fn picked(revision: &Revision, choice: &Choice) -> BTreeSet<String> {
    let has = |id: &String| revision.options.iter().any(|o| o.id == *id);
    match (&revision.key, choice) {
        (Key::SingleChoice { .. }, Choice::Option(id)) if has(id) => BTreeSet::from([id.clone()]),
        (Key::TrueFalse { .. }, Choice::Option(id)) if Revision::TRUE_FALSE.contains(&id.as_str()) => {
            BTreeSet::from([id.clone()])
        }
        (Key::MultipleChoice { .. }, Choice::Options(ids)) => {
            ids.iter().filter(|id| has(id)).cloned().collect()
        }
        _ => BTreeSet::new(),
    }
}

/// An answer without options to pick, in the one spelling under which equal answers meet. Orders and pairs are told by
/// option ids; texts as grading compares them, shortened.
fn wrong(revision: &Revision, choice: &Choice) -> Option<String> {
    let text = match (&revision.key, choice) {
        (Key::Ordering { .. }, Choice::Order(ids)) => ids.join(" > "),
        (Key::Matching { .. }, Choice::Pairs(pairs)) => {
            pairs.iter().map(|(left, id)| format!("{left}={id}")).collect::<Vec<_>>().join(", ")
        }
        (Key::Numeric { .. }, Choice::Number(n)) => format_number(*n),
        (Key::ShortText { fold, .. }, Choice::Text(text)) => {
            // Capitals alone never make another mistake.
            fold_text(text, if *fold == Fold::None { Fold::Case } else { *fold })
        }
        _ => return None,
    };
    Some(text.chars().filter(|c| !c.is_control()).take(LONGEST_WRONG).collect())
}
