//! Which attempt of a person counts in a round, and how their rounds make one standing.

use crate::Points;
use crate::contest::{Counts, Overall, RankKey};
use std::cmp::Ordering;

/// What ranks of one valid attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AttemptScore {
    /// Points got.
    pub score: Points,
    /// |prediction − actual|; `None` without a prediction and before resolution.
    pub prediction_error: Option<u64>,
    /// Time used, ms.
    pub duration_ms: i64,
    /// Submission, unix ms.
    pub submitted_at: i64,
    /// Whether the pass mark was reached.
    pub passed: bool,
}

/// Compares by the ranking keys: `Less` is better, `Equal` is tied.
#[must_use]
pub fn compare(a: &AttemptScore, b: &AttemptScore, ranking: &[RankKey]) -> Ordering {
    let by = |key: &RankKey| match key {
        RankKey::Score => b.score.cmp(&a.score),
        // None is behind every prediction.
        RankKey::Prediction => match (a.prediction_error, b.prediction_error) {
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
        RankKey::Duration => a.duration_ms.cmp(&b.duration_ms),
        RankKey::Submitted => a.submitted_at.cmp(&b.submitted_at),
    };
    ranking.iter().map(by).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
}

/// The place in the slice of the attempt that counts; among equals the earliest submitted, then the first given.
#[must_use]
pub fn counted(attempts: &[AttemptScore], counts: Counts, ranking: &[RankKey]) -> Option<usize> {
    let indexed = attempts.iter().enumerate();
    let chosen = match counts {
        Counts::Best => {
            indexed.min_by(|(_, a), (_, b)| compare(a, b, ranking).then(a.submitted_at.cmp(&b.submitted_at)))
        }
        Counts::First => indexed.min_by_key(|(_, a)| a.submitted_at),
        Counts::Last => indexed.max_by_key(|(_, a)| a.submitted_at),
    };
    chosen.map(|(index, _)| index)
}

/// A person's counted attempt of one round, for the overall standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundEntry {
    /// The counted attempt.
    pub attempt: AttemptScore,
    /// Whether the round asks a prediction and it is resolved; else the round's prediction decides nothing yet.
    pub prediction_resolved: bool,
}

/// The overall standing of a person from the rounds they took part in; `None` without any.
///
/// `Sum` adds scores, errors and durations; the moment is that of the last round. A resolved round in which the person
/// made no prediction leaves the sum of errors without a value, so they rank behind everybody who always predicted.
/// Passed means: in at least one round.
#[must_use]
pub fn overall(entries: &[RoundEntry], how: Overall, ranking: &[RankKey]) -> Option<AttemptScore> {
    let passed = entries.iter().any(|e| e.attempt.passed);
    let attempts: Vec<AttemptScore> = entries.iter().map(RoundEntry::effective).collect();
    let combined = match how {
        Overall::BestRound => attempts[counted(&attempts, Counts::Best, ranking)?],
        Overall::Sum => AttemptScore {
            score: attempts.iter().map(|a| a.score).sum(),
            prediction_error: sum_of_errors(entries),
            duration_ms: attempts.iter().map(|a| a.duration_ms).fold(0, i64::saturating_add),
            submitted_at: attempts.iter().map(|a| a.submitted_at).max()?,
            passed,
        },
    };
    Some(AttemptScore { passed, ..combined })
}

impl RoundEntry {
    fn effective(&self) -> AttemptScore {
        let prediction_error = self.attempt.prediction_error.filter(|_| self.prediction_resolved);
        AttemptScore { prediction_error, ..self.attempt }
    }
}

fn sum_of_errors(entries: &[RoundEntry]) -> Option<u64> {
    let mut resolved = entries.iter().filter(|e| e.prediction_resolved).peekable();
    resolved.peek()?;
    resolved.try_fold(0_u64, |sum, e| e.attempt.prediction_error.map(|error| sum.saturating_add(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: [RankKey; 4] = [RankKey::Score, RankKey::Prediction, RankKey::Duration, RankKey::Submitted];

    fn attempt(points: u32, error: Option<u64>, seconds: i64, at: i64) -> AttemptScore {
        let score = Points::whole(points);
        AttemptScore {
            score,
            prediction_error: error,
            duration_ms: seconds * 1000,
            submitted_at: at,
            passed: points >= 7,
        }
    }

    #[test]
    fn which_attempt_counts() {
        let tries = [
            attempt(6, Some(10), 300, 100),
            attempt(9, Some(50), 400, 200),
            attempt(9, Some(20), 500, 300),
            attempt(5, None, 60, 400),
        ];
        assert_eq!(counted(&tries, Counts::Best, &USUAL), Some(2));
        assert_eq!(counted(&tries, Counts::Best, &[RankKey::Score]), Some(1), "tied: the earlier");
        assert_eq!(counted(&tries, Counts::Best, &[RankKey::Duration, RankKey::Score]), Some(3));
        assert_eq!(counted(&tries, Counts::First, &USUAL), Some(0));
        assert_eq!(counted(&tries, Counts::Last, &USUAL), Some(3));
        assert_eq!(counted(&[], Counts::Best, &USUAL), None);
    }

    #[test]
    fn no_prediction_is_behind_every_prediction() {
        let (some, none) = (attempt(9, Some(u64::MAX), 1, 1), attempt(9, None, 1, 1));
        assert_eq!(compare(&some, &none, &USUAL), Ordering::Less);
        assert_eq!(compare(&none, &none, &USUAL), Ordering::Equal);
    }

    #[test]
    fn rounds_together() {
        let entry = |a, resolved| RoundEntry { attempt: a, prediction_resolved: resolved };
        let rounds =
            [entry(attempt(6, Some(10), 300, 100), true), entry(attempt(9, Some(5), 200, 900), true)];
        let sum = overall(&rounds, Overall::Sum, &USUAL).unwrap();
        assert_eq!((sum.score, sum.prediction_error), (Points::whole(15), Some(15)));
        assert_eq!((sum.duration_ms, sum.submitted_at, sum.passed), (500_000, 900, true));
        let best = overall(&rounds, Overall::BestRound, &USUAL).unwrap();
        assert_eq!((best.score, best.submitted_at), (Points::whole(9), 900));

        let open = [entry(attempt(6, Some(10), 300, 100), true), entry(attempt(9, None, 200, 900), false)];
        assert_eq!(
            overall(&open, Overall::Sum, &USUAL).unwrap().prediction_error,
            Some(10),
            "unresolved rounds wait"
        );
        let missing = [entry(attempt(6, Some(10), 300, 100), true), entry(attempt(9, None, 200, 900), true)];
        assert_eq!(overall(&missing, Overall::Sum, &USUAL).unwrap().prediction_error, None);
        let before = [entry(attempt(6, Some(10), 300, 100), false)];
        assert_eq!(
            overall(&before, Overall::Sum, &USUAL).unwrap().prediction_error,
            None,
            "all equal before resolution"
        );
        assert_eq!(overall(&[], Overall::Sum, &USUAL), None);
        let low = [entry(attempt(8, None, 1, 1), false), entry(attempt(9, None, 1, 1), false)];
        assert!(overall(&low, Overall::BestRound, &USUAL).unwrap().passed);
    }
}
