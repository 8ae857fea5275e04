//! The projector and the host's device: swap in what the server draws, run the clocks, move the rows, hear the keys.
//!
//! The server's fragments say by `data-*` what moves: `data-deadline` with `data-show` (a clock), `data-answered`,
//! `data-bar`, `data-lobby` (what tallies and people coming in change), `data-row` (a row that may move to a new place).
//! Invariants: a swap never loses what somebody types; a command names the event its sender had seen, so a key pressed
//! twice moves the show once; nothing here knows a rule.

#[cfg(feature = "stage")]
mod clock;
#[cfg(feature = "stage")]
mod desk;
#[cfg(feature = "stage")]
mod life;
#[cfg(feature = "stage")]
mod moving;
pub(crate) mod parts;
#[cfg(feature = "stage")]
mod sound;
#[cfg(feature = "stage")]
mod swap;

/// Takes over what the page has of a stage.
#[cfg(feature = "stage")]
pub fn begin() {
    life::begin();
}
