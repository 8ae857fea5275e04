//! The rules object of a round: how a paper is drawn, timed, limited, counted, ranked and shown.

use crate::Points;
use crate::payload::Kind;
use crate::people::Audience;
use serde::{Deserialize, Serialize};

/// Rules of one round. Immutable per contest version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Minutes per attempt.
    pub minutes: u32,
    /// What the paper is made of.
    pub blueprint: Vec<Slot>,
    /// Attempts a day (Asia/Ho_Chi_Minh); `None` = no limit.
    pub attempts_per_day: Option<u32>,
    /// Attempts in the round; `None` = no limit.
    pub attempts_per_round: Option<u32>,
    /// Which attempt counts.
    pub counts: Counts,
    /// Shuffle the order of questions per attempt.
    pub shuffle_questions: bool,
    /// Shuffle the order of options per attempt.
    pub shuffle_options: bool,
    /// Points from which a person has passed.
    pub pass_mark: Option<Points>,
    /// Fewest answers for an attempt to count as completed (I4).
    pub min_answers: u32,
    /// Whether a person must answer everything before submitting.
    pub all_required: bool,
    /// The tie-breaking estimate.
    pub prediction: Option<Prediction>,
    /// Ranking keys, most important first.
    pub ranking: Vec<RankKey>,
    /// When the answers are explained.
    pub review: ReviewRelease,
    /// Extra time a person may declare they need.
    pub extra_time: Vec<ExtraTime>,
    /// Standings stand still this many hours before the round closes, until it has closed; 0 = never.
    pub freeze_hours: u32,
}

/// One line of a blueprint: so many questions with these properties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// How many.
    pub count: u32,
    /// Topic code; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// 1–3; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<u8>,
    /// Suits this audience; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// Of this kind; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
}

/// Which of a person's attempts in a round counts. "Best" compares by the round's ranking keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// The best by the ranking keys.
    #[default]
    Best,
    /// The first submitted.
    First,
    /// The last submitted.
    Last,
}

/// What the prediction question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredictionOf {
    /// Distinct persons with a valid attempt in the round.
    Participants,
    /// Valid attempts in the round.
    ValidAttempts,
    /// Distinct persons with an attempt that got everything right.
    AllCorrect,
}

/// The prediction question of a round, resolved only after it closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// What is to be estimated.
    pub of: PredictionOf,
    /// The organiser's wording; a standard one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
}

/// One ranking key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankKey {
    /// Counted score, more is better.
    Score,
    /// |prediction − actual|, less is better; no prediction ranks behind every prediction; before resolution all equal.
    Prediction,
    /// Time used, less is better.
    Duration,
    /// Moment of submission, earlier is better.
    Submitted,
}

/// When "what was right and why" is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewRelease {
    /// At once.
    AfterSubmit,
    /// When the round has closed.
    #[default]
    AfterRound,
    /// When the last round has closed.
    AfterContest,
    /// Not at all.
    Never,
}

/// Extra time that a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraTime {
    /// Id, e.g. `slow-50`.
    pub id: String,
    /// Title people read.
    pub title: String,
    /// Percent of the minutes added.
    pub percent: u32,
}

/// What must be known of a person for them to rank and win.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityNeed {
    /// Nothing more.
    #[default]
    Open,
    /// A contact left on the result page (under 16: a group code).
    Contact,
    /// A group code of a listed unit.
    GroupCode,
    /// A one-time code from a roster.
    RosterCode,
}

/// How rounds make the overall standing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overall {
    /// Counted scores, errors and durations of all rounds add up; the moment is that of the last.
    #[default]
    Sum,
    /// The best round by the ranking keys.
    BestRound,
}

impl Rules {
    /// Questions on a paper.
    #[must_use]
    pub fn questions(&self) -> u32 {
        self.blueprint.iter().map(|s| s.count).sum()
    }

    /// Length of an attempt in ms with the given extra-time profile.
    #[must_use]
    pub fn length_ms(&self, extra: Option<&str>) -> (i64, i64) {
        let base = i64::from(self.minutes) * 60_000;
        let percent =
            extra.and_then(|id| self.extra_time.iter().find(|e| e.id == id)).map_or(0, |e| e.percent);
        (base, base * i64::from(percent) / 100)
    }
}
