//! What a decision writes: its events, and what the room's row says after them.
//!
//! Invariant: the row is computed from the fold of the very events that are written, so what answers are judged by and the log
//! cannot disagree.

use crate::error::{Failure, Outcome};
use crate::store::live::events::Decision;
use domain::live::{Event, Phase, Room};

/// The rows of a decision that was made on `before`.
///
/// # Errors
/// An event that does not follow: a bug.
pub(crate) fn written(room: &str, before: &Room, decided: &[Event], by: &str, at: i64) -> Outcome<Decision> {
    let mut after = before.clone();
    let mut events = Vec::with_capacity(decided.len());
    for event in decided {
        after.apply(after.seq() + 1, event).map_err(|e| Failure::internal(&e))?;
        events.push(serde_json::to_string(event).map_err(|e| Failure::internal(&e))?);
    }
    Ok(Decision {
        room: room.to_owned(),
        after: before.seq(),
        events,
        by_whom: by.to_owned(),
        at,
        phase: after.phase().name(),
        opening: after.taking().map(|o| (o.question, o.run, o.deadline)),
        finished: after.phase() == Phase::Finished,
        started: after.phase() != Phase::Lobby,
    })
}
