//! Live contests: one host, one projector and a crowd of phones play through a list of questions together.
//!
//! Everything here is a fold. [`Room`] folds the room's log, [`Board`] folds judged answers, [`Show`] holds both together
//! with the knock-out seats; a killed server feeds them the same rows and is where it was. `docs/LIVE.md` is the account of
//! the whole. Questions are numbered from 1, players from 1 in the order in which they joined, times are unix milliseconds.
//!
//! Invariants: nothing here reads a clock; points are whole numbers; nothing that travels to a player or a screen before
//! reveal has a place for the key ([`payload`]).

pub mod payload;
pub mod stage;

#[cfg(feature = "rules")]
pub mod asked;
#[cfg(feature = "rules")]
pub mod board;
#[cfg(feature = "rules")]
pub mod ceremony;
#[cfg(feature = "rules")]
mod command;
#[cfg(feature = "rules")]
mod event;
#[cfg(feature = "rules")]
pub mod export;
#[cfg(feature = "rules")]
pub mod fair;
#[cfg(feature = "rules")]
pub mod knockout;
#[cfg(feature = "rules")]
pub mod nickname;
#[cfg(feature = "rules")]
pub mod pick;
#[cfg(feature = "rules")]
pub mod room;
#[cfg(feature = "rules")]
pub mod room_file;
#[cfg(all(test, feature = "rules"))]
mod samples;
#[cfg(feature = "rules")]
pub mod scoring;
#[cfg(feature = "rules")]
pub mod show;
#[cfg(feature = "rules")]
pub mod spec;

pub use payload::Phase;

#[cfg(feature = "rules")]
pub use board::{Answered, Board, Table};
#[cfg(feature = "rules")]
pub use command::{Command, Refusal};
#[cfg(feature = "rules")]
pub use event::Event;
#[cfg(feature = "rules")]
pub use room::{Crowd, Room};
#[cfg(feature = "rules")]
pub use show::Show;
#[cfg(feature = "rules")]
pub use spec::RoomSpec;

/// A player's number in the room, from 1 in the order of joining. In a knock-out it is the seat.
pub type PlayerNo = u32;

/// The largest number a player can have.
pub const MOST_NUMBER: PlayerNo = 1_000_000;
