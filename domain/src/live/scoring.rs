//! What an answer is worth: whole points from the graded share and the judged time.
//!
//! Invariants: a wrong or missing answer is 0; points never exceed the question's worth, except by a bonus; under
//! [`ScoringRule::KnowledgeFirst`] all speed bonuses of the show together stay below one right answer, so who knows more
//! is never overtaken by who is faster. Everything is integer arithmetic, rounded half up.

use super::spec::{LiveQuestion, RoomSpec, ScoringRule, Streak};
use crate::Points;

/// The scoring of one room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scorer {
    rule: ScoringRule,
    streak: Option<Streak>,
    /// The largest speed bonus of one question, when knowledge comes first.
    most_bonus: i64,
}

impl Scorer {
    /// The scoring of a room.
    #[must_use]
    pub fn new(spec: &RoomSpec) -> Self {
        Self {
            rule: spec.scoring.rule,
            // A streak would let who is steady overtake who knows more.
            streak: spec.scoring.streak.filter(|_| spec.scoring.rule != ScoringRule::KnowledgeFirst),
            most_bonus: most_bonus(&spec.questions),
        }
    }

    /// Points for one answer, without the streak. `elapsed` is the judged time in ms.
    #[must_use]
    pub fn points(&self, question: &LiveQuestion, share: Points, elapsed: i64) -> i64 {
        if !question.scored() || share <= Points::ZERO {
            return 0;
        }
        let share = share.0.min(Points::ONE.0);
        let worth = i64::from(question.points) * share;
        let time = question.millis().max(1);
        let elapsed = elapsed.clamp(0, time);
        match self.rule {
            ScoringRule::Accuracy => divide(worth, Points::ONE.0),
            ScoringRule::Speed => divide(worth * (2 * time - elapsed), Points::ONE.0 * 2 * time),
            ScoringRule::KnowledgeFirst => {
                let bonus =
                    if share == Points::ONE.0 { self.most_bonus * (time - elapsed) / time } else { 0 };
                divide(worth, Points::ONE.0) + bonus
            }
        }
    }

    /// The bonus for the so-manieth right answer in a row.
    #[must_use]
    pub fn streak_bonus(&self, in_a_row: u32) -> i64 {
        self.streak
            .map_or(0, |s| (i64::from(s.step) * i64::from(in_a_row.saturating_sub(1))).min(i64::from(s.cap)))
    }

    /// The largest speed bonus of one question, when knowledge comes first.
    #[must_use]
    pub fn most_bonus(&self) -> i64 {
        if self.rule == ScoringRule::KnowledgeFirst { self.most_bonus } else { 0 }
    }
}

/// `floor((B − 1) / n)`: so many of them stay below `B`, the smallest worth of a right answer.
fn most_bonus(questions: &[LiveQuestion]) -> i64 {
    let scored = || questions.iter().filter(|q| q.scored());
    let count = i64::try_from(scored().count()).unwrap_or(i64::MAX);
    scored().map(|q| i64::from(q.points)).min().map_or(0, |least| (least - 1) / count.max(1))
}

/// Rounded half up; both are not negative.
fn divide(part: i64, by: i64) -> i64 {
    (2 * part + by) / (2 * by)
}

#[cfg(test)]
mod tests;
