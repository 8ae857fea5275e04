//! A room's log.
//!
//! Invariant: dense. The numbers are the key, so of two nodes that decide on the same state one appends and the other
//! is told to look again.

use crate::sql;
use crate::store::{Link, StoreError};
use sqlx::Error;

/// One stored event.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Logged {
    /// Its number, from 1.
    pub seq: i64,
    /// The event as JSON.
    pub body: String,
}

/// What a decision writes: events, and what the room's row says after them.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Room id.
    pub room: String,
    /// The last number the decision was made on.
    pub after: u64,
    /// Events as JSON.
    pub events: Vec<String>,
    /// Who decided: a staff id, `clock`, `cli`.
    pub by_whom: String,
    /// When, unix ms.
    pub at: i64,
    /// The phase after it.
    pub phase: &'static str,
    /// The run that takes answers after it, and until when they must have come.
    pub opening: Option<(u32, u32, i64)>,
    /// The room is over.
    pub finished: bool,
    /// The show has begun.
    pub started: bool,
}

/// Events after a number, in order.
pub async fn after(link: &mut Link, room: &str, seq: u64) -> Result<Vec<Logged>, Error> {
    sql!(link, c => sqlx::query_as("SELECT seq, body FROM live_event WHERE room_id = $1 AND seq > $2 ORDER BY seq")
        .bind(room)
        .bind(i64::try_from(seq).unwrap_or(i64::MAX))
        .fetch_all(c)
        .await)
}

/// Appends a decision. `false`: somebody else was faster, nothing was written.
///
/// # Errors
/// Storage errors.
pub async fn append(link: &mut Link, d: &Decision) -> Result<bool, StoreError> {
    let after = i64::try_from(d.after).unwrap_or(i64::MAX);
    let count = i64::try_from(d.events.len()).unwrap_or(0);
    let (question, run, until) = match d.opening {
        Some((question, run, until)) => (Some(i64::from(question)), Some(i64::from(run)), Some(until)),
        None => (None, None, None),
    };
    // The row is the lock: an answer that is being taken elsewhere is waited for, and the number is compared under it.
    let moved = sql!(link, c => sqlx::query(
        "UPDATE live_room SET seq = $3, phase = $4, open_question = $5, open_run = $6, open_until = $7,
            finished_at = CASE WHEN $8 = 1 THEN COALESCE(finished_at, $9) ELSE finished_at END,
            started_at = CASE WHEN $10 = 1 THEN COALESCE(started_at, $9) ELSE started_at END
         WHERE id = $1 AND seq = $2",
    )
    .bind(&d.room)
    .bind(after)
    .bind(after + count)
    .bind(d.phase)
    .bind(question)
    .bind(run)
    .bind(until)
    .bind(i64::from(d.finished))
    .bind(d.at)
    .bind(i64::from(d.started))
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    if moved == 0 {
        return Ok(false);
    }
    for (seq, body) in (after + 1..).zip(&d.events) {
        sql!(link, c => sqlx::query(
            "INSERT INTO live_event (room_id, seq, at, by_whom, body) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&d.room)
        .bind(seq)
        .bind(d.at)
        .bind(&d.by_whom)
        .bind(body)
        .execute(c)
        .await
        .map(drop))?;
    }
    Ok(true)
}
