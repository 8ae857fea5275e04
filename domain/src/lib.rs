//! The rules of the contests, as pure functions of data.
//!
//! Nothing in this crate reads a clock, a file, a database or the process's random numbers: time and randomness are
//! parameters. That keeps every rule testable with plain values and lets the phone and the server share one meaning.
//!
//! Two layers: the *payload* types that travel between phone and server (always compiled, also to WASM), and the
//! *rules* (feature `rules`), which only the server and the tools need.

pub mod choice;
pub mod live;
pub mod payload;
pub mod points;

pub mod marks;

#[cfg(feature = "rules")]
pub mod bank;
#[cfg(feature = "rules")]
pub mod calendar;
#[cfg(feature = "rules")]
pub mod code;
#[cfg(feature = "rules")]
pub mod contact;
#[cfg(feature = "rules")]
pub mod contest;
#[cfg(feature = "rules")]
pub mod draw;
#[cfg(feature = "rules")]
pub mod grading;
#[cfg(feature = "rules")]
pub mod indicators;
#[cfg(feature = "rules")]
pub mod item_stats;
#[cfg(feature = "rules")]
pub mod locality;
#[cfg(feature = "rules")]
pub mod people;
#[cfg(feature = "rules")]
pub mod question;
#[cfg(feature = "rules")]
pub mod staff;
#[cfg(feature = "rules")]
pub mod standings;
#[cfg(feature = "rules")]
pub mod text;
#[cfg(feature = "rules")]
pub mod timing;

pub use choice::Choice;
pub use points::Points;
