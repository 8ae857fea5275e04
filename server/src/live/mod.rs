//! Live contests: rooms, the task that owns each, what phones, projectors and hosts are sent, and what they may do.
//!
//! Invariants: one task owns a room's folded state, others send it messages; it owns no truth, so a room that is read
//! again from the store is where it was; a key never leaves before reveal, because frames for players and screens are
//! made of types that have no place for it. `docs/LIVE.md` is the account of the whole.

pub mod answer;
pub mod bus;
mod coming;
pub mod command;
pub mod create;
pub(crate) mod decision;
pub mod export;
pub mod find;
pub mod frames;
pub mod hub;
pub mod join;
mod load;
mod paint;
pub mod probe;
pub mod room;
pub mod screens;
pub mod stream;
mod task;
pub mod view;

/// A room's PIN: six digits.
#[must_use]
pub fn is_pin(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit())
}
