//! What a report needs of the contests: their areas and organisers, and how each round chooses the attempt that counts.

use crate::error::{Failure, Outcome};
use crate::store::contests::Current;
use domain::Points;
use domain::contest::{Contest, Counts, RankKey};
use domain::locality::LocalityKey;
use domain::standings::{AttemptScore, counted};
use std::collections::{BTreeSet, HashMap};

/// Every round of every contest, by the rules in force (those boards use).
#[derive(Debug, Default)]
pub(super) struct Rounds {
    areas: HashMap<String, LocalityKey>,
    organisers: HashMap<String, String>,
    rules: Vec<Choice>,
    index: HashMap<String, HashMap<String, usize>>,
}

#[derive(Debug)]
struct Choice {
    counts: Counts,
    ranking: Vec<RankKey>,
    actual: Option<i64>,
}

/// An attempt of a person in one round, as far as choosing and passing go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Try {
    /// Which round, see [`Rounds::find`].
    pub(super) round: Option<usize>,
    /// Points.
    pub(super) score: i64,
    /// Prediction.
    pub(super) prediction: Option<i64>,
    /// Time used, ms.
    pub(super) duration_ms: i64,
    /// End, unix ms.
    pub(super) submitted_at: i64,
    /// Pass mark reached.
    pub(super) passed: bool,
}

impl Rounds {
    /// From the current documents and the resolved predictions.
    pub(super) fn read(current: &[Current], actuals: &[(String, String, i64)]) -> Outcome<Self> {
        let mut all = Self::default();
        for row in current {
            let doc: Contest = serde_json::from_str(&row.document).map_err(|e| Failure::internal(&e))?;
            let actual = |round: &str| {
                actuals.iter().find(|a| a.0 == row.id && a.1 == round).map(|(_, _, actual)| *actual)
            };
            let by_round = all.index.entry(row.id.clone()).or_default();
            for round in doc.rounds {
                by_round.insert(round.id.clone(), all.rules.len());
                all.rules.push(Choice {
                    counts: round.rules.counts,
                    ranking: round.rules.ranking,
                    actual: actual(&round.id),
                });
            }
            all.areas.insert(row.id.clone(), doc.area);
            all.organisers.insert(row.id.clone(), doc.organiser);
        }
        Ok(all)
    }

    /// The areas of these contests, each once.
    pub(super) fn areas(&self, contests: &[String]) -> Vec<LocalityKey> {
        let areas: BTreeSet<&LocalityKey> = contests.iter().filter_map(|id| self.areas.get(id)).collect();
        areas.into_iter().cloned().collect()
    }

    /// Who holds a contest.
    pub(super) fn organiser(&self, contest: &str) -> Option<&str> {
        self.organisers.get(contest).map(String::as_str)
    }

    /// The number of a round.
    pub(super) fn find(&self, contest: &str, round: &str) -> Option<usize> {
        self.index.get(contest)?.get(round).copied()
    }

    /// Whether the attempt that counts has passed, in at least one round.
    pub(super) fn passed(&self, tries: &[Try]) -> bool {
        // Most people passed nowhere or have one attempt; only the rest needs a choice.
        if !tries.iter().any(|t| t.passed) {
            return false;
        }
        let rounds: BTreeSet<Option<usize>> = tries.iter().map(|t| t.round).collect();
        rounds.into_iter().any(|round| {
            let of_round: Vec<&Try> = tries.iter().filter(|t| t.round == round).collect();
            let Some(choice) = round.and_then(|r| self.rules.get(r)) else {
                return of_round.iter().any(|t| t.passed);
            };
            let scores: Vec<AttemptScore> = of_round.iter().map(|t| choice.score(t)).collect();
            let chosen = counted(&scores, choice.counts, &choice.ranking);
            chosen.and_then(|at| scores.get(at)).is_some_and(|s| s.passed)
        })
    }
}

impl Choice {
    fn score(&self, t: &Try) -> AttemptScore {
        let error = self.actual.zip(t.prediction).map(|(actual, guess)| actual.abs_diff(guess));
        AttemptScore {
            score: Points(t.score),
            prediction_error: error,
            duration_ms: t.duration_ms,
            submitted_at: t.submitted_at,
            passed: t.passed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounds(counts: Counts) -> Rounds {
        let choice = || Choice { counts, ranking: vec![RankKey::Score], actual: None };
        Rounds { rules: vec![choice(), choice()], ..Rounds::default() }
    }

    fn one(round: usize, score: i64, at: i64) -> Try {
        Try {
            round: Some(round),
            score,
            prediction: None,
            duration_ms: 1,
            submitted_at: at,
            passed: score >= 7,
        }
    }

    #[test]
    fn the_attempt_that_counts_decides() {
        let tries = [one(0, 3, 10), one(0, 9, 20), one(0, 5, 30)];
        assert!(rounds(Counts::Best).passed(&tries));
        assert!(!rounds(Counts::First).passed(&tries));
        assert!(!rounds(Counts::Last).passed(&tries));
        let elsewhere = [one(0, 3, 10), one(1, 9, 20)];
        assert!(rounds(Counts::First).passed(&elsewhere), "one round is enough");
        assert!(!rounds(Counts::Best).passed(&[]));
    }
}
