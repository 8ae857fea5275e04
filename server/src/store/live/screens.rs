//! Projectors: each asks with a code and is let in by a host.

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

/// A projector asks; asking again gives it a new code.
pub async fn ask(link: &mut Link, room: &str, token_hash: &str, code: &str, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO live_screen (room_id, token_hash, code, asked_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (room_id, token_hash) DO UPDATE SET code = excluded.code, asked_at = excluded.asked_at
         WHERE live_screen.confirmed_at IS NULL",
    )
    .bind(room)
    .bind(token_hash)
    .bind(code)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// A room's projectors that asked after a moment or are in.
pub async fn of_room(link: &mut Link, room: &str, since: i64) -> Result<Vec<ScreenRow>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT token_hash, code, asked_at, confirmed_at FROM live_screen
         WHERE room_id = $1 AND (confirmed_at IS NOT NULL OR asked_at > $2) ORDER BY asked_at",
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

/// Lets the projector with this code in; `false` when none asks with it.
pub async fn confirm(
    link: &mut Link,
    room: &str,
    code: &str,
    (since, now): (i64, i64),
    by_whom: &str,
) -> Result<bool, Error> {
    let done = sql!(link, c => sqlx::query(
        "UPDATE live_screen SET confirmed_at = $4, confirmed_by = $5
         WHERE room_id = $1 AND code = $2 AND asked_at > $3 AND confirmed_at IS NULL",
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
