//! Item statistics: sums kept up to date with the attempts, and the table read from them.
//!
//! [`refresh`] brings the sums up to date, [`report`] does that and reads the figures; the command `item-stats` and the
//! console call the same function. Which attempts count: ended, not voided, a person's first in a round (what that
//! means and why stands in [`domain::item_stats`]). When a first attempt is voided, no later one takes its place: its
//! person has seen the questions.
//!
//! Demonstration attempts are never stored in the sums: whoever asks for them gets them counted on the spot. So removing
//! the festival cannot leave its numbers behind.
//!
//! Invariant: the stored sums are exactly those of the attempts that are marked as counted. What an ended attempt holds
//! does not change, so one that was voided is taken out by looking at it again. The two cases in which it does change,
//! reopening and removal, tell the sums in their own transaction: [`forget`].

mod count;
pub mod export;
mod report;
mod update;

pub use report::{Query, Report, Row, report};
pub use update::{Done, forget, refresh, refresh_in};
