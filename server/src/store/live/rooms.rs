//! Rooms, their PINs and who runs their clocks.

use crate::sql;
use crate::store::Link;
use sqlx::Error;

/// A room as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RoomRow {
    /// Id (`UUIDv7`).
    pub id: String,
    /// Which installation wrote the row.
    pub origin: String,
    /// Six digits.
    pub pin: String,
    /// What stands on the projector.
    pub title: String,
    /// The spec as JSON, immutable.
    pub spec: String,
    /// The contest it was made from.
    pub contest_id: Option<String>,
    /// The staff member who made it.
    pub host_id: Option<String>,
    /// Where it takes place.
    pub locality_scheme: String,
    /// Where it takes place.
    pub locality_code: String,
    /// Demonstration data.
    pub demo: i64,
    /// Made, unix ms.
    pub created_at: i64,
    /// First question announced, unix ms.
    pub started_at: Option<i64>,
    /// Over, unix ms.
    pub finished_at: Option<i64>,
    /// Number of the last event.
    pub seq: i64,
    /// Phase's name.
    pub phase: String,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, origin, pin, title, spec, contest_id, host_id, locality_scheme, locality_code, demo, created_at,
                started_at, finished_at, seq, phase FROM live_room ",
            $rest
        )
    };
}

/// A PIN rests so long after its room was made before another room may have it.
pub const PIN_RESTS_MS: i64 = 24 * 60 * 60 * 1000;

/// Adds a room unless its PIN was given out in the last day; `false` then.
pub async fn insert(link: &mut Link, room: &RoomRow) -> Result<bool, Error> {
    let done = sql!(link, c => sqlx::query(
        "INSERT INTO live_room (id, origin, pin, title, spec, contest_id, host_id, locality_scheme, locality_code, demo,
            created_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
         WHERE NOT EXISTS (
            SELECT 1 FROM live_room WHERE pin = $3
               AND (finished_at IS NULL OR created_at > $12 OR finished_at > $12))
         ON CONFLICT DO NOTHING",
    )
    .bind(&room.id)
    .bind(&room.origin)
    .bind(&room.pin)
    .bind(&room.title)
    .bind(&room.spec)
    .bind(&room.contest_id)
    .bind(&room.host_id)
    .bind(&room.locality_scheme)
    .bind(&room.locality_code)
    .bind(room.demo)
    .bind(room.created_at)
    .bind(room.created_at - PIN_RESTS_MS)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// The newest room with a PIN, running or over.
pub async fn by_pin(link: &mut Link, pin: &str) -> Result<Option<RoomRow>, Error> {
    sql!(link, c => sqlx::query_as(select!("WHERE pin = $1 ORDER BY created_at DESC, id DESC LIMIT 1"))
        .bind(pin)
        .fetch_optional(c)
        .await)
}

/// Rooms that are not over, oldest first.
pub async fn running(link: &mut Link) -> Result<Vec<RoomRow>, Error> {
    sql!(link, c => sqlx::query_as(select!("WHERE finished_at IS NULL ORDER BY created_at, id")).fetch_all(c).await)
}

/// Rooms whose show has begun and is not over, and in which something happened after a moment, oldest first.
pub async fn going_on(link: &mut Link, since: i64) -> Result<Vec<RoomRow>, Error> {
    sql!(link, c => sqlx::query_as(select!(
        "WHERE finished_at IS NULL AND started_at IS NOT NULL AND EXISTS (
            SELECT 1 FROM live_event AS e WHERE e.room_id = live_room.id AND e.seq = live_room.seq AND e.at > $1)
         ORDER BY created_at, id"
    ))
    .bind(since)
    .fetch_all(c)
    .await)
}

/// The newest demonstration room that is not over.
pub async fn demo_waiting(link: &mut Link) -> Result<Option<RoomRow>, Error> {
    sql!(link, c => sqlx::query_as(select!(
        "WHERE demo = 1 AND finished_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1"
    ))
    .fetch_optional(c)
    .await)
}

/// Where a list of rooms that are over goes on: the last one shown, by when it was made and its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Made, unix ms.
    pub created_at: i64,
    /// Its id.
    pub id: String,
}

impl Default for Key {
    /// Before the newest room.
    fn default() -> Self {
        Self { created_at: i64::MAX, id: String::new() }
    }
}

/// Rooms that are over, newest first, from after a key on.
pub async fn over(link: &mut Link, after: &Key, most: i64) -> Result<Vec<RoomRow>, Error> {
    sql!(link, c => sqlx::query_as(select!(
        "WHERE finished_at IS NOT NULL AND (created_at < $1 OR (created_at = $1 AND id < $2))
         ORDER BY created_at DESC, id DESC LIMIT $3"))
        .bind(after.created_at)
        .bind(&after.id)
        .bind(most)
        .fetch_all(c)
        .await)
}

/// Gives the lease on a room's clock up, if this node holds it.
pub async fn release(link: &mut Link, room: &str, node: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query("UPDATE live_room SET lease_until = 0 WHERE id = $1 AND owner = $2")
        .bind(room)
        .bind(node)
        .execute(c)
        .await
        .map(drop))
}

/// Takes or keeps the lease on a room's clock; `false` when another node holds it.
pub async fn lease(link: &mut Link, room: &str, node: &str, now: i64, until: i64) -> Result<bool, Error> {
    let done = sql!(link, c => sqlx::query(
        "UPDATE live_room SET owner = $2, lease_until = $4 WHERE id = $1 AND (owner = $2 OR lease_until < $3)",
    )
    .bind(room)
    .bind(node)
    .bind(now)
    .bind(until)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// What a list says about a room beside its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Beside {
    /// Players so far.
    pub players: i64,
    /// 1 when a newer room has the PIN.
    pub superseded: i64,
}

/// Players of a room, and whether its PIN still leads to it.
pub async fn beside(link: &mut Link, room: &RoomRow) -> Result<Beside, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT (SELECT count(*) FROM live_player WHERE room_id = $1) AS players,
                CASE WHEN EXISTS (SELECT 1 FROM live_room
                    WHERE pin = $2 AND (created_at > $3 OR (created_at = $3 AND id > $1)))
                THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS superseded",
    )
    .bind(&room.id)
    .bind(&room.pin)
    .bind(room.created_at)
    .fetch_one(c)
    .await)
}
