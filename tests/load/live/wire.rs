//! What the process that leads a show and the processes full of phones say to each other: one JSON object a line.
//!
//! Invariant: every order has exactly one report.

use crate::tally::Tally;
use serde::{Deserialize, Serialize};

/// Which phones a process is, told first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) target: String,
    /// Rooms; phone n is in room n modulo their number. None: the target is a floor.
    pub(super) pins: Vec<String>,
    /// The first phone's number.
    pub(super) from: usize,
    /// The number behind the last one's.
    pub(super) to: usize,
    /// Phones from this number on listen and never answer.
    pub(super) answering: usize,
}

/// What phones are told to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Order {
    /// Come in, evenly over so long.
    Join { over_ms: u64 },
    /// Note when this event comes. Reported at once.
    Watch { event: String },
    /// Report when everybody has the event that is watched.
    Arrived,
    /// Answer the question at hand, from this moment (unix µs) on, evenly over so long. Reported at once.
    Answer {
        at_us: u64,
        over_ms: u64,
        /// Try until it is taken, as a phone does whose server went away.
        insist: bool,
    },
    /// Report when everybody has answered.
    Answered,
    /// Report the bytes that came since this was asked last.
    Bytes,
    /// Report when every stream is open.
    Streams,
}

/// What they report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Report {
    Done,
    Joined {
        whole: Tally,
        post: Tally,
    },
    /// By phone, unix µs, 0 for never; and how long the event was.
    Arrived {
        at: Vec<u64>,
        bytes: usize,
    },
    Answered {
        took: Tally,
        retries: u64,
        reopened: u64,
    },
    Bytes {
        sum: u64,
        most: u64,
    },
    /// By phone, since when (unix µs) its stream is open, 0 for not; and how many streams had ended.
    Streams {
        up: Vec<u64>,
        lost: u64,
    },
}
