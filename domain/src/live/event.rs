//! What happened in a room: the rows of its log.
//!
//! Invariant: an event says everything its fold needs (times, runs, who was rescued), so that folding never asks a clock, a
//! table of players or a score.

use super::PlayerNo;
use serde::{Deserialize, Serialize};

/// One row of the log. `at` is when it was decided, unix ms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A question was announced.
    Ready {
        /// Which question.
        question: u32,
        /// When it opens.
        until: i64,
        /// When.
        at: i64,
    },
    /// It takes answers.
    Opened {
        /// Which question.
        question: u32,
        /// How many times it has been opened.
        run: u32,
        /// When the time is up.
        deadline: i64,
        /// When; its clock begins here.
        at: i64,
    },
    /// More time was given.
    Extended {
        /// So many seconds.
        seconds: u32,
        /// When.
        at: i64,
    },
    /// The clock was stopped.
    Paused {
        /// Milliseconds left.
        left: i64,
        /// When.
        at: i64,
    },
    /// The clock goes on.
    Resumed {
        /// When.
        at: i64,
    },
    /// It takes no more answers.
    Closed {
        /// Which question.
        question: u32,
        /// Which run.
        run: u32,
        /// When.
        at: i64,
    },
    /// What was right was shown; from here on it counts.
    Revealed {
        /// Which question.
        question: u32,
        /// Which run.
        run: u32,
        /// When.
        at: i64,
    },
    /// The table was shown.
    Standings {
        /// After which question.
        after: u32,
        /// When.
        at: i64,
    },
    /// From the table back to the reveal.
    Back {
        /// When.
        at: i64,
    },
    /// A question was left out: its answers count for nobody.
    Skipped {
        /// Which question.
        question: u32,
        /// When.
        at: i64,
    },
    /// A question is asked again: the run is void.
    Reopened {
        /// Which question.
        question: u32,
        /// The run that is void.
        voided: u32,
        /// When it opens.
        until: i64,
        /// When.
        at: i64,
    },
    /// The public table stands still, or moves again.
    Frozen {
        /// Stands still.
        on: bool,
        /// When.
        at: i64,
    },
    /// A player was taken out.
    Removed {
        /// Who.
        player: PlayerNo,
        /// Their device stays out.
        ban: bool,
        /// When.
        at: i64,
    },
    /// A player was let back in.
    Readmitted {
        /// Who.
        player: PlayerNo,
        /// When.
        at: i64,
    },
    /// A player goes by another name.
    Renamed {
        /// Who.
        player: PlayerNo,
        /// The new nickname.
        nickname: String,
        /// When.
        at: i64,
    },
    /// The person behind a player had themselves erased: a seat without a name and without a phone is left.
    Erased {
        /// Who.
        player: PlayerNo,
        /// When.
        at: i64,
    },
    /// Players of a knock-out are in again.
    Rescued {
        /// After which question.
        question: u32,
        /// Its run; when that is voided, so is this.
        run: u32,
        /// Who.
        players: Vec<PlayerNo>,
        /// When.
        at: i64,
    },
    /// The ceremony stands at this step.
    Ceremony {
        /// Rows resolved.
        step: u32,
        /// Rows in all.
        steps: u32,
        /// When.
        at: i64,
    },
    /// The podium.
    Final {
        /// When.
        at: i64,
    },
    /// The room is over.
    Finished {
        /// When.
        at: i64,
    },
}

impl Event {
    /// When it was decided, unix ms.
    #[must_use]
    pub fn at(&self) -> i64 {
        match self {
            Self::Ready { at, .. }
            | Self::Opened { at, .. }
            | Self::Extended { at, .. }
            | Self::Paused { at, .. }
            | Self::Resumed { at }
            | Self::Closed { at, .. }
            | Self::Revealed { at, .. }
            | Self::Standings { at, .. }
            | Self::Back { at }
            | Self::Skipped { at, .. }
            | Self::Reopened { at, .. }
            | Self::Frozen { at, .. }
            | Self::Removed { at, .. }
            | Self::Readmitted { at, .. }
            | Self::Renamed { at, .. }
            | Self::Erased { at, .. }
            | Self::Rescued { at, .. }
            | Self::Ceremony { at, .. }
            | Self::Final { at }
            | Self::Finished { at } => *at,
        }
    }

    /// Whether it moves the stage, so that a command decided on what stood before is out of date.
    #[must_use]
    pub fn moves_stage(&self) -> bool {
        !matches!(
            self,
            Self::Frozen { .. }
                | Self::Removed { .. }
                | Self::Readmitted { .. }
                | Self::Renamed { .. }
                | Self::Erased { .. }
        )
    }
}
