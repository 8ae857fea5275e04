//! Rows about devices: a hashed token, and which people it holds.

use super::Link;
use super::people::Participant;
use crate::sql;
use sqlx::Error;

/// One person held by a device.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Holding {
    /// Device.
    pub device_id: String,
    /// Person.
    pub participant_id: String,
}

/// Adds a device.
pub async fn insert(link: &mut Link, id: &str, token_hash: &str, label: &str, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO device (id, token_hash, label, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
    )
    .bind(id)
    .bind(token_hash)
    .bind(label)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// A device found by its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Device id.
    pub id: String,
    /// When it was last noted as seen.
    pub seen_at: i64,
    /// People it holds, oldest first.
    pub people: Vec<String>,
}

/// The device of a token and the people it holds; `None` when the token is unknown.
pub async fn by_token(link: &mut Link, token_hash: &str) -> Result<Option<Found>, Error> {
    let rows: Vec<(String, i64, Option<String>)> = sql!(link, c => sqlx::query_as(
        "SELECT d.id, d.seen_at, p.participant_id
         FROM device AS d LEFT JOIN device_participant AS p ON p.device_id = d.id
         WHERE d.token_hash = $1 ORDER BY p.added_at, p.participant_id",
    )
    .bind(token_hash)
    .fetch_all(c)
    .await)?;
    let Some((id, seen_at, _)) = rows.first().cloned() else { return Ok(None) };
    Ok(Some(Found { id, seen_at, people: rows.into_iter().filter_map(|r| r.2).collect() }))
}

/// Puts a person on a device. `by_code` marks that a personal code brought them: the owner is then told.
pub async fn hold(link: &mut Link, device: &str, person: &str, by_code: bool, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO device_participant (device_id, participant_id, by_code, added_at, seen_by_owner)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (device_id, participant_id) DO NOTHING",
    )
    .bind(device)
    .bind(person)
    .bind(i64::from(by_code))
    .bind(now)
    .bind(i64::from(!by_code))
    .execute(c)
    .await
    .map(drop))
}

/// Takes a person off a device.
pub async fn release(link: &mut Link, device: &str, person: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query("DELETE FROM device_participant WHERE device_id = $1 AND participant_id = $2")
        .bind(device)
        .bind(person)
        .execute(c)
        .await
        .map(drop))
}

/// Takes everybody off a device but one person; everybody when nobody is named.
pub async fn release_others(link: &mut Link, device: &str, but: Option<&str>) -> Result<(), Error> {
    sql!(link, c => sqlx::query("DELETE FROM device_participant WHERE device_id = $1 AND participant_id <> $2")
        .bind(device)
        .bind(but.unwrap_or_default())
        .execute(c)
        .await
        .map(drop))
}

/// The devices of a person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DeviceOf {
    /// Device id.
    pub id: String,
    /// Rough description.
    pub label: String,
    /// When the person came onto it.
    pub added_at: i64,
    /// Last seen.
    pub seen_at: i64,
    /// Came by personal code.
    pub by_code: i64,
    /// The owner has acknowledged it.
    pub seen_by_owner: i64,
}

/// Devices that hold a person, newest first.
pub async fn of_person(link: &mut Link, person: &str) -> Result<Vec<DeviceOf>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT d.id, d.label, p.added_at, d.seen_at, p.by_code, p.seen_by_owner
         FROM device_participant AS p JOIN device AS d ON d.id = p.device_id
         WHERE p.participant_id = $1 ORDER BY p.added_at DESC, d.id",
    )
    .bind(person)
    .fetch_all(c)
    .await)
}

/// The owner, on this device, has seen the devices that came after it. A device that a code brought answers neither for
/// itself nor for those before it: whoever used the code could hide it otherwise.
pub async fn acknowledge(link: &mut Link, person: &str, here: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "UPDATE device_participant SET seen_by_owner = 1
         WHERE participant_id = $1 AND device_id <> $2 AND EXISTS (
            SELECT 1 FROM device_participant AS h WHERE h.participant_id = $1 AND h.device_id = $2
            AND (h.by_code = 0 OR h.added_at < device_participant.added_at))",
    )
    .bind(person)
    .bind(here)
    .execute(c)
    .await
    .map(drop))
}

#[derive(sqlx::FromRow)]
struct Visiting {
    #[sqlx(flatten)]
    person: Participant,
    unseen: i64,
}

/// A person who was not erased, and whether another device came by their code that this one is to be told of and nobody
/// has acknowledged: what every page asks, in one go.
pub async fn visitor(
    link: &mut Link,
    person: &str,
    here: &str,
) -> Result<Option<(Participant, bool)>, Error> {
    let found: Option<Visiting> = sql!(link, c => sqlx::query_as(
        "SELECT p.*, (SELECT count(*) FROM device_participant AS d
            JOIN device_participant AS h ON h.participant_id = d.participant_id AND h.device_id = $2
            WHERE d.participant_id = p.id AND d.device_id <> $2 AND d.by_code = 1 AND d.seen_by_owner = 0
            AND (h.by_code = 0 OR h.added_at < d.added_at)) AS unseen
         FROM participant AS p WHERE p.id = $1 AND p.erased_at IS NULL",
    )
    .bind(person)
    .bind(here)
    .fetch_optional(c)
    .await)?;
    Ok(found.map(|v| (v.person, v.unseen > 0)))
}

/// Notes that a device was seen (at most once a day; see the caller).
pub async fn seen(link: &mut Link, device: &str, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query("UPDATE device SET seen_at = $2 WHERE id = $1")
        .bind(device)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}
