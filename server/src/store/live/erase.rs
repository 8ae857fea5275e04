//! A person's plays: shown to them, and taken off them when they are erased.
//!
//! Invariant: after erasing nothing in a room leads back to the person (nickname, device, link, names a host gave), and
//! everything that counts were made of is as it was: answers, scores, and the copies made when joining.

use crate::sql;
use crate::store::{Link, StoreError};
use domain::live::{Event, PlayerNo, nickname};
use sqlx::Error;

/// A seat of a person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow, serde::Serialize)]
pub struct OwnSeat {
    /// Room.
    pub room_id: String,
    /// Its PIN.
    pub pin: String,
    /// What stands on the projector.
    pub title: String,
    /// Started, unix ms.
    pub started_at: Option<i64>,
    /// Over, unix ms.
    pub finished_at: Option<i64>,
    /// Number in the room.
    pub number: i64,
    /// Seat id.
    pub id: String,
    /// Which installation wrote the row.
    pub origin: String,
    /// The nickname it was taken with.
    pub nickname: String,
    /// Copied when joining.
    pub locality_scheme: Option<String>,
    /// Copied when joining.
    pub locality_code: Option<String>,
    /// Team or class, its place in the room's list.
    pub team: Option<i64>,
    /// Copied when joining.
    pub audience: Option<String>,
    /// Copied when joining.
    pub flags: String,
    /// Copied when joining.
    pub age_band: Option<String>,
    /// Copied when joining.
    pub grade: String,
    /// Smallest measured round trip, ms.
    pub round_trip: Option<i64>,
    /// Joined, unix ms.
    pub joined_at: i64,
}

/// The seats of a person, newest first.
pub async fn of_person(link: &mut Link, person: &str) -> Result<Vec<OwnSeat>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT p.room_id, r.pin, r.title, r.started_at, r.finished_at, p.number, p.id, p.origin, p.nickname,
            p.locality_scheme, p.locality_code, p.team, p.audience, p.flags, p.age_band, p.grade, p.round_trip, p.joined_at
         FROM live_player AS p JOIN live_room AS r ON r.id = p.room_id
         WHERE p.participant_id = $1 ORDER BY p.joined_at DESC, p.id DESC",
    )
    .bind(person)
    .fetch_all(c)
    .await)
}

/// An answer as its owner may see it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OwnAnswer {
    /// Which question, from 1.
    pub question: i64,
    /// Which run of it.
    pub run: i64,
    /// The choice.
    pub choice: String,
    /// When it came, unix ms.
    pub received_at: i64,
    /// Judged time, ms.
    pub judged_ms: i64,
}

/// The answers of a seat, in order.
pub async fn answers(link: &mut Link, room: &str, number: i64) -> Result<Vec<OwnAnswer>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT question, run, choice, received_at, judged_ms FROM live_answer
         WHERE room_id = $1 AND player = $2 ORDER BY question, run",
    )
    .bind(room)
    .bind(number)
    .fetch_all(c)
    .await)
}

/// Takes a person off their seats, inside the caller's transaction; says which rooms have a new event, by id.
///
/// # Errors
/// Storage errors; a log that cannot be read.
pub async fn erase(link: &mut Link, person: &str, now: i64) -> Result<Vec<(String, u64)>, StoreError> {
    let mut seats = of_person(link, person).await?;
    // Two people who are erased at once lock their rooms in one order.
    seats.sort_by(|a, b| (&a.room_id, a.number).cmp(&(&b.room_id, b.number)));
    let mut rooms = Vec::with_capacity(seats.len());
    for seat in seats {
        let number = PlayerNo::try_from(seat.number).unwrap_or(0);
        // The row is the lock on the log.
        let seq: i64 = sql!(link, c => sqlx::query_scalar("UPDATE live_room SET seq = seq + 1 WHERE id = $1 RETURNING seq")
            .bind(&seat.room_id)
            .fetch_one(c)
            .await)?;
        blank(link, &seat, &nickname::neutral(number)).await?;
        scrub(link, &seat.room_id, number).await?;
        let event = Event::Erased { player: number, at: now };
        append(link, &seat.room_id, seq, &event, now).await?;
        sql!(link, c => sqlx::query("INSERT INTO tombstone (origin, id, erased_at) VALUES ($1, $2, $3)")
            .bind(&seat.origin)
            .bind(&seat.id)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        rooms.push((seat.room_id, u64::try_from(seq).unwrap_or(0)));
    }
    Ok(rooms)
}

async fn blank(link: &mut Link, seat: &OwnSeat, nickname: &str) -> Result<(), Error> {
    // No name in the form of comparison has a capital letter, and no hash is so short: neither is ever found again.
    let nobody = format!("ERASED {}", seat.number);
    sql!(link, c => sqlx::query(
        "UPDATE live_player SET nickname = $3, name_key = $4, token_hash = $4, round_trip = NULL,
            surrogate_id = participant_id, participant_id = NULL WHERE room_id = $1 AND number = $2",
    )
    .bind(&seat.room_id)
    .bind(seat.number)
    .bind(nickname)
    .bind(&nobody)
    .execute(c)
    .await
    .map(drop))
}

/// Names a host gave the player stand in the log.
async fn scrub(link: &mut Link, room: &str, player: PlayerNo) -> Result<(), StoreError> {
    for logged in super::events::after(link, room, 0).await? {
        let unreadable =
            |e: serde_json::Error| StoreError::Corrupt { what: "live event", why: e.to_string() };
        let event: Event = serde_json::from_str(&logged.body).map_err(unreadable)?;
        let Event::Renamed { player: renamed, at, .. } = event else { continue };
        if renamed != player {
            continue;
        }
        let event = Event::Renamed { player, nickname: nickname::neutral(player), at };
        let body = serde_json::to_string(&event).map_err(unreadable)?;
        sql!(link, c => sqlx::query("UPDATE live_event SET body = $3 WHERE room_id = $1 AND seq = $2")
            .bind(room)
            .bind(logged.seq)
            .bind(body)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

async fn append(link: &mut Link, room: &str, seq: i64, event: &Event, now: i64) -> Result<(), StoreError> {
    let unwritable = |e: serde_json::Error| StoreError::Corrupt { what: "live event", why: e.to_string() };
    let body = serde_json::to_string(event).map_err(unwritable)?;
    sql!(link, c => sqlx::query("INSERT INTO live_event (room_id, seq, at, by_whom, body) VALUES ($1, $2, $3, 'person', $4)")
        .bind(room)
        .bind(seq)
        .bind(now)
        .bind(body)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}
