//! What travels between the server and phones, screens and hosts of a live contest.
//!
//! Invariant: no type that a player or a screen gets before reveal has a place for the right answer or for how many chose
//! what. [`Reveal`] and [`Bars`] do; the first is made at reveal, the second is the host's alone until then. Small on
//! purpose: the frames of one question must stay within 1.2 KB per phone, and phones compile these types too.

mod player;
mod screen;

pub use player::{
    Accepted, Ahead, Join, Joined, LiveAnswer, LobbyCount, Me, OwnResult, OwnStanding, PlayerReveal,
    PlayerSnapshot,
};
pub use screen::{
    Bar, Bars, CeremonyFrame, CeremonyRow, FinalFrame, GroupCount, GroupRow, Lobby, Row, ScreenReveal,
    StandingsFrame, TallyFrame,
};

use crate::payload::{Image, Kind, OptionView, QuestionView};
use serde::{Deserialize, Serialize};

/// Where the show is. Questions and runs count from 1, times are unix ms of the server's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Phase {
    /// People come in.
    #[default]
    Lobby,
    /// The next question is announced.
    Ready {
        /// Which question.
        question: u32,
        /// When it opens by itself.
        until: i64,
    },
    /// The question takes answers.
    Open {
        /// Which question.
        question: u32,
        /// How many times it has been opened.
        run: u32,
        /// When the clock began; moved by pauses.
        opened_at: i64,
        /// When the time is up.
        deadline: i64,
    },
    /// No more answers; nothing is told yet.
    Closed {
        /// Which question.
        question: u32,
        /// Which run.
        run: u32,
    },
    /// What was right, and how many chose what.
    Reveal {
        /// Which question.
        question: u32,
        /// Which run.
        run: u32,
    },
    /// The table.
    Standings {
        /// After which question.
        after: u32,
    },
    /// The frozen table is resolved, one row per key press.
    Ceremony {
        /// Rows resolved so far.
        step: u32,
        /// Rows in all.
        steps: u32,
    },
    /// The podium.
    Final,
    /// The room is over.
    Finished,
}

impl Phase {
    /// The phase's name, as in its JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lobby => "lobby",
            Self::Ready { .. } => "ready",
            Self::Open { .. } => "open",
            Self::Closed { .. } => "closed",
            Self::Reveal { .. } => "reveal",
            Self::Standings { .. } => "standings",
            Self::Ceremony { .. } => "ceremony",
            Self::Final => "final",
            Self::Finished => "finished",
        }
    }

    /// The question it is about, or that came last.
    #[must_use]
    pub fn question(self) -> Option<u32> {
        match self {
            Self::Ready { question, .. }
            | Self::Open { question, .. }
            | Self::Closed { question, .. }
            | Self::Reveal { question, .. }
            | Self::Standings { after: question } => Some(question),
            Self::Lobby | Self::Ceremony { .. } | Self::Final | Self::Finished => None,
        }
    }
}

/// A question as everybody sees it while it is open: no key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Card {
    /// Which question, from 1.
    pub question: u32,
    /// Of how many.
    pub of: u32,
    /// How many times it has been opened; left out for the first.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub run: u32,
    /// How it is answered.
    pub kind: Kind,
    /// The question: a line break is a line break, `**…**` is strong.
    pub stem: String,
    /// A picture that belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Options, in the order of the projector; for matching the left side.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionView>,
    /// The right side of a matching question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<OptionView>,
    /// Unit shown after a number field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Seconds to answer.
    pub seconds: u32,
    /// What a right answer is worth; 0 for a survey.
    pub points: u32,
}

impl Card {
    /// From the question as it is on a paper.
    #[must_use]
    pub fn new(view: QuestionView, of: u32, run: u32, seconds: u32, points: u32) -> Self {
        let QuestionView { position, kind, stem, image, options, matches, unit, .. } = view;
        Self { question: position, of, run, kind, stem, image, options, matches, unit, seconds, points }
    }
}

/// Event `ready`: a question is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ReadyFrame {
    /// Which question.
    pub question: u32,
    /// Of how many.
    pub of: u32,
    /// When it opens.
    pub until: i64,
    /// The server's clock.
    pub now: i64,
    /// The run of this question that was just voided, if it is being opened anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<u32>,
}

/// Event `question`: it takes answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct QuestionFrame {
    /// The question.
    pub card: Card,
    /// When the time is up.
    pub deadline: i64,
    /// The server's clock.
    pub now: i64,
}

/// Events `clock` (extended, resumed) and `paused`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ClockFrame {
    /// Which question.
    pub question: u32,
    /// When the time is up, or when it opens; without meaning while paused.
    pub deadline: i64,
    /// The server's clock.
    pub now: i64,
    /// Milliseconds left on a clock that stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<i64>,
}

/// Event `closed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ClosedFrame {
    /// Which question.
    pub question: u32,
    /// Which run; left out for the first.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub run: u32,
}

/// Event `reveal`, the part that is the same for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Reveal {
    /// Which question.
    pub question: u32,
    /// Which run; left out for the first.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub run: u32,
    /// Ids of the right options, for kinds where options are picked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub right: Vec<String>,
    /// What is right in words, for the other kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// A question without right answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub survey: bool,
}

/// How a seat of a knock-out is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SeatState {
    /// Still in.
    Alive,
    /// Out, and brought back.
    Rescued {
        /// After which question.
        after: u32,
    },
    /// Out.
    Out {
        /// At which question; 0 for who never had a seat.
        at: u32,
    },
}

impl SeatState {
    /// Still in, or in again.
    #[must_use]
    pub fn is_in(self) -> bool {
        !matches!(self, Self::Out { .. })
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference; on a phone it is not even small"
)]
fn is_zero(n: &i64) -> bool {
    *n == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_nothing(n: &u32) -> bool {
    *n == 0
}

fn first() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_first(run: &u32) -> bool {
    *run == 1
}

#[cfg(test)]
mod tests;
