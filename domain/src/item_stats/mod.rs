//! How questions did in real attempts: sums that can be added, and the figures read from them.
//!
//! Three steps, each pure. [`observe`] looks at one ended attempt and says what happened at each of its questions. A
//! [`Tally`] adds such observations up. [`Stats`] reads the figures and the warnings from a tally.
//!
//! What is counted, and why:
//! - **First attempts only.** Whoever comes back to a round has seen questions of its pool, and often their answers:
//!   a second try says something about memory, not about the question.
//! - **Blanks are dealt, not answered.** They show in the exposure. The figures are of answers: most blanks stand at
//!   the end of attempts that were put aside, and as zeros they would tie every question to every other one.
//! - **y is the share of points on the rest of the paper**, without the question itself: otherwise each question is
//!   correlated with itself, the more so the shorter the paper. It is a share, so that papers of 10 and of 40
//!   questions lie on one scale.
//!
//! Invariants: a tally holds whole numbers only, so the order in which attempts arrive changes nothing: merging is
//! associative and commutative, and taking away is its exact inverse or is refused. A tally is bounded, whatever people
//! type. Nothing but how often a question was dealt and answered is told below [`SHOWN_FROM`] answers.

mod sitting;
mod stats;
mod tally;

pub use sitting::{Answer, Observation, Saved, Sitting, observe};
pub use stats::{Figures, Flag, OptionShare, Stats, WrongShare};
pub use tally::{NotHeld, Tally};

/// Version of the rules above: sums made under another version are made anew.
pub const RULE_VERSION: u32 = 1;

/// Fewest answers from which figures are told: below, they are chance, and may point at single people.
pub const SHOWN_FROM: u64 = 20;

/// Longest time on a question that is believed, in seconds; beyond it somebody was away.
pub const LONGEST_SECONDS: u16 = 600;

/// Wrong answers kept of a question without options: a fair sample when there are more.
pub const SAMPLE: usize = 200;

#[cfg(test)]
mod tests;
