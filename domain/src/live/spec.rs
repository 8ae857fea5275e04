//! What a room is: the questions, how they score, how the show runs. Immutable once the room exists.
//!
//! Invariant: a spec that [`RoomSpec::validate`] passes can be played to its end by every command sequence, and its
//! bonuses keep the promise of its scoring rule.

#[cfg(test)]
mod tests;
mod validate;

pub use validate::SpecFault;

use crate::question::PaperItem;
use serde::{Deserialize, Serialize};

/// Questions in one room.
pub const MOST_QUESTIONS: usize = 100;
/// Seconds of one question.
pub const SECONDS: std::ops::RangeInclusive<u32> = 5..=600;
/// What one right answer may be worth.
pub const MOST_POINTS: u32 = 10_000;
/// Phones in one room.
pub const MOST_PLAYERS: u32 = 20_000;
/// Longest title, in characters.
pub const LONGEST_TITLE: usize = 160;
/// Longest name of a team or class, in characters.
pub const LONGEST_GROUP: usize = 60;
/// Teams or classes.
pub const MOST_GROUPS: usize = 500;
/// Seconds of one step of the automatic pace.
pub const PACE: std::ops::RangeInclusive<u32> = 1..=120;
/// How many of a group's best make its mean.
pub const TOP_K: std::ops::RangeInclusive<u32> = 1..=1000;
/// Rows the ceremony resolves.
pub const CEREMONY: std::ops::RangeInclusive<u32> = 1..=50;
/// Seconds a question is announced.
pub const READY: std::ops::RangeInclusive<u32> = 1..=60;
/// Rescue rounds of a knock-out.
pub const RESCUES: std::ops::RangeInclusive<u32> = 0..=20;

/// One room, as its host set it up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomSpec {
    /// What stands on the projector.
    pub title: String,
    /// How answers become points.
    #[serde(default)]
    pub scoring: Scoring,
    /// What is asked, in order.
    pub questions: Vec<LiveQuestion>,
    /// What players are grouped by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Groups>,
    /// The table stands still for the last so many questions; 0 = never.
    #[serde(default)]
    pub freeze_last: u32,
    /// Rows the ceremony resolves at least.
    #[serde(default = "ten")]
    pub ceremony_places: u32,
    /// Rung chuông vàng.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knockout: Option<KnockoutRules>,
    /// Who moves the show on.
    #[serde(default)]
    pub pace: Pace,
    /// Seconds a question is announced before it opens.
    #[serde(default = "three")]
    pub ready_seconds: u32,
    /// Phones at most.
    #[serde(default = "ten_thousand")]
    pub capacity: u32,
    /// Whether the projector may make sounds.
    #[serde(default)]
    pub sounds: bool,
}

fn three() -> u32 {
    3
}

fn five() -> u32 {
    5
}

fn ten() -> u32 {
    10
}

fn ten_thousand() -> u32 {
    10_000
}

/// How answers become points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// The rule.
    pub rule: ScoringRule,
    /// A bonus for right answers in a row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub streak: Option<Streak>,
}

/// The scoring rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoringRule {
    /// What is right counts, when does not.
    Accuracy,
    /// Half of the points go with the time.
    Speed,
    /// What is right counts; the clock only orders those who know equally much.
    #[default]
    KnowledgeFirst,
}

impl ScoringRule {
    /// The code as in the spec.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::Speed => "speed",
            Self::KnowledgeFirst => "knowledge_first",
        }
    }
}

/// A bonus for right answers in a row: `step` for the second, twice that for the third…, never more than `cap`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Streak {
    /// Points for the second right answer in a row.
    pub step: u32,
    /// The most points for one answer.
    pub cap: u32,
}

/// One question of the show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LiveQuestion {
    /// Which wording, with its options in the order of the projector.
    #[serde(flatten)]
    pub item: PaperItem,
    /// Seconds to answer.
    pub seconds: u32,
    /// What a right answer is worth; 0 for a survey.
    pub points: u32,
    /// Asked for opinion: never changes a score, nobody is out over it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub survey: bool,
}

impl LiveQuestion {
    /// Its time in ms.
    #[must_use]
    pub fn millis(&self) -> i64 {
        i64::from(self.seconds) * 1000
    }

    /// Whether answers to it are scored.
    #[must_use]
    pub fn scored(&self) -> bool {
        !self.survey && self.points > 0
    }
}

/// What players are grouped by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Groups {
    /// By what.
    pub kind: GroupKind,
    /// The teams or classes to choose from; empty for localities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// How many of a group's best make its mean.
    #[serde(default = "five")]
    pub top_k: u32,
}

/// By what players are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// By commune or ward.
    Locality,
    /// By team.
    Team,
    /// By class.
    Class,
}

impl GroupKind {
    /// The code as in the spec.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Locality => "locality",
            Self::Team => "team",
            Self::Class => "class",
        }
    }
}

/// Rung chuông vàng: one wrong answer and you are out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnockoutRules {
    /// Seats: the first so many who joined. The others play along without rank.
    pub seats: u32,
    /// Rescue rounds the host may call.
    #[serde(default = "one")]
    pub rescues: u32,
    /// How many a rescue brings back unless the host says otherwise.
    #[serde(default = "ten")]
    pub rescue_count: u32,
}

fn one() -> u32 {
    1
}

/// Who moves the show on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Pace {
    /// The host, with one key.
    #[default]
    Manual,
    /// The clock, once the host has started; the ceremony stays the host's.
    Auto {
        /// Seconds the right answer stays.
        reveal: u32,
        /// Seconds the table stays.
        standings: u32,
    },
}

impl RoomSpec {
    /// A question by its number, from 1.
    #[must_use]
    pub fn question(&self, number: u32) -> Option<&LiveQuestion> {
        self.questions.get((number as usize).checked_sub(1)?)
    }

    /// How many questions.
    #[must_use]
    pub fn count(&self) -> u32 {
        u32::try_from(self.questions.len()).unwrap_or(u32::MAX)
    }

    /// The first question for which the table stands still by itself.
    #[must_use]
    pub fn frozen_from(&self) -> Option<u32> {
        (self.freeze_last > 0).then(|| self.count().saturating_sub(self.freeze_last) + 1)
    }
}
