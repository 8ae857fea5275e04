//! Projectors: each asks with a code and is let in by a host.
//!
//! Invariant: of those that wait in a room no two show one code, and they are few, whoever asks how often.

use crate::sql;
use crate::store::Link;
use sqlx::Error;

/// A projector as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ScreenRow {
    /// SHA-256 of its token, hex.
    pub token_hash: String,
    /// The code it shows, four digits.
    pub code: String,
    /// Asked, unix ms.
    pub asked_at: i64,
    /// Let in, unix ms.
    pub confirmed_at: Option<i64>,
}

/// A projector that asks.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Room id.
    pub room: String,
    /// SHA-256 of its token, hex.
    pub token_hash: String,
    /// Codes it may be given, the first that nobody else shows in this room.
    pub codes: Vec<String>,
    /// Now, unix ms.
    pub now: i64,
    /// Who asked until then waits no longer.
    pub waits_since: i64,
    /// Who asked until then is forgotten, let in or not.
    pub kept_since: i64,
    /// How many may wait in a room, this one included.
    pub most: usize,
}

/// A projector asks; asking again gives it a new code. Those who have waited longest make room. `None`: none of the codes
/// is free.
///
/// Inside the caller's transaction.
pub async fn ask(link: &mut Link, asking: &Asking) -> Result<Option<String>, Error> {
    if link.is_postgres() {
        // Two nodes at once would give out one code twice.
        sql!(link, c => sqlx::query("SELECT 1 FROM live_room WHERE id = $1 FOR NO KEY UPDATE")
            .bind(&asking.room)
            .execute(c)
            .await
            .map(drop))?;
    }
    sql!(link, c => sqlx::query(
        "DELETE FROM live_screen WHERE asked_at <= $1 OR (confirmed_at IS NULL AND asked_at <= $2)",
    )
    .bind(asking.kept_since)
    .bind(asking.waits_since)
    .execute(c)
    .await
    .map(drop))?;
    let mut waiting = of_room(link, &asking.room, asking.waits_since).await?;
    waiting.retain(|row| row.confirmed_at.is_none() && row.token_hash != asking.token_hash);
    let Some(code) = asking.codes.iter().find(|code| waiting.iter().all(|row| row.code != **code)) else {
        return Ok(None);
    };
    let too_many = (waiting.len() + 1).saturating_sub(asking.most);
    for row in waiting.iter().take(too_many) {
        sql!(link, c => sqlx::query("DELETE FROM live_screen WHERE room_id = $1 AND token_hash = $2")
            .bind(&asking.room)
            .bind(&row.token_hash)
            .execute(c)
            .await
            .map(drop))?;
    }
    sql!(link, c => sqlx::query(
        "INSERT INTO live_screen (room_id, token_hash, code, asked_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (room_id, token_hash) DO UPDATE SET code = excluded.code, asked_at = excluded.asked_at
         WHERE live_screen.confirmed_at IS NULL",
    )
    .bind(&asking.room)
    .bind(&asking.token_hash)
    .bind(code)
    .bind(asking.now)
    .execute(c)
    .await
    .map(drop))?;
    Ok(Some(code.clone()))
}

/// A room's projectors that asked after a moment or are in.
pub async fn of_room(link: &mut Link, room: &str, since: i64) -> Result<Vec<ScreenRow>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT token_hash, code, asked_at, confirmed_at FROM live_screen
         WHERE room_id = $1 AND (confirmed_at IS NOT NULL OR asked_at > $2) ORDER BY asked_at, token_hash",
    )
    .bind(room)
    .bind(since)
    .fetch_all(c)
    .await)
}

/// One projector.
pub async fn get(link: &mut Link, room: &str, token_hash: &str) -> Result<Option<ScreenRow>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT token_hash, code, asked_at, confirmed_at FROM live_screen WHERE room_id = $1 AND token_hash = $2",
    )
    .bind(room)
    .bind(token_hash)
    .fetch_optional(c)
    .await)
}

/// Lets the projector with this code in, and no other; `false` when none asks with it.
pub async fn confirm(
    link: &mut Link,
    room: &str,
    code: &str,
    (since, now): (i64, i64),
    by_whom: &str,
) -> Result<bool, Error> {
    let done = sql!(link, c => sqlx::query(
        "UPDATE live_screen SET confirmed_at = $4, confirmed_by = $5
         WHERE room_id = $1 AND confirmed_at IS NULL AND token_hash = (
            SELECT token_hash FROM live_screen
            WHERE room_id = $1 AND code = $2 AND asked_at > $3 AND confirmed_at IS NULL
            ORDER BY asked_at, token_hash LIMIT 1)",
    )
    .bind(room)
    .bind(code)
    .bind(since)
    .bind(now)
    .bind(by_whom)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    Ok(done > 0)
}
