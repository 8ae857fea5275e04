//! Players of live rooms, joining in groups.
//!
//! Invariants: numbers are dense and given in the order of joining; a token has one seat in a room, a nickname one player.

use super::super::rows::{SIZES, fitting, values};
use super::super::writer::GROUP;
use crate::sql;
use crate::store::Link;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, Error};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// A player as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Player {
    /// Room id.
    pub room_id: String,
    /// Number in the room; 0 until it is stored.
    pub number: i64,
    /// Id (`UUIDv7`).
    pub id: String,
    /// Which installation wrote the row.
    pub origin: String,
    /// SHA-256 of the device's token, hex.
    pub token_hash: String,
    /// Nickname as it was accepted.
    pub nickname: String,
    /// The nickname as it is compared: no two players look alike.
    pub name_key: String,
    /// Locality, where the room plays by locality or the participant is known.
    pub locality_scheme: Option<String>,
    /// Its code.
    pub locality_code: Option<String>,
    /// Team or class, its place in the room's list.
    pub team: Option<i64>,
    /// The participant who plays, when they said so.
    pub participant_id: Option<String>,
    /// Copied from the participant.
    pub audience: Option<String>,
    /// Copied from the participant.
    pub flags: String,
    /// Copied from the participant.
    pub age_band: Option<String>,
    /// Identity grade code.
    pub grade: String,
    /// Smallest measured round trip, ms, once it is known.
    pub round_trip: Option<i64>,
    /// Joined, unix ms.
    pub joined_at: i64,
}

/// How joining ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seated {
    /// On disk, with this number.
    New(Box<Player>),
    /// The token had a seat.
    Known(Box<Player>),
    /// The nickname was taken in this very moment.
    NameTaken,
    /// The room has as many players as it may have.
    Full,
}

/// One joining.
#[derive(Clone, Debug)]
pub struct JoinJob {
    /// The row, without its number.
    pub player: Player,
    /// Most players of the room.
    pub capacity: u32,
}

const COLUMNS: usize = 16;
const NAMES: &str =
    "room_id, number, id, origin, token_hash, nickname, name_key, locality_scheme, locality_code, team,
    participant_id, audience, flags, age_band, grade, joined_at";

static INSERTS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| {
    SIZES.map(|rows| {
        // Without a condition SQLite would read ON CONFLICT as a join's; rows that are not bound have no room.
        format!(
            "INSERT INTO live_player ({NAMES}) SELECT * FROM ({}) AS j WHERE j.column1 IS NOT NULL
             ON CONFLICT DO NOTHING",
            values(rows, COLUMNS)
        )
    })
});

/// Seats a group inside the caller's transaction; outcomes stand in the order of the jobs.
pub(in crate::store) async fn join_group(link: &mut Link, jobs: &[JoinJob]) -> Result<Vec<Seated>, Error> {
    if link.is_postgres() {
        // Two nodes numbering at once would count from the same last number.
        let mut rooms: Vec<&str> = jobs.iter().map(|j| j.player.room_id.as_str()).collect();
        rooms.sort_unstable();
        rooms.dedup();
        for room in rooms {
            sql!(link, c => sqlx::query("SELECT 1 FROM live_room WHERE id = $1 FOR NO KEY UPDATE").bind(room).execute(c).await.map(drop))?;
        }
    }
    let mut outcomes: Vec<Option<Seated>> = vec![None; jobs.len()];
    let mut waiting: Vec<usize> = (0..jobs.len()).collect();
    while !waiting.is_empty() {
        let numbered = number(link, jobs, &waiting).await?;
        let mut written = 0;
        for part in numbered.rows.chunks(GROUP) {
            written += insert(link, part).await?;
        }
        if written == numbered.rows.len() {
            for (i, row) in numbered.places.into_iter().zip(numbered.rows) {
                outcomes[i] = Some(Seated::New(Box::new(row)));
            }
            for i in numbered.beyond {
                let Player { room_id, token_hash, .. } = &jobs[i].player;
                outcomes[i] = Some(by_token(link, room_id, token_hash).await?.map_or(Seated::Full, known));
            }
            break;
        }
        // Somebody came twice or a name was taken: who is in is looked at one by one, and the numbers closed up. The
        // places they did not need are for those who found none.
        renumber(link, &numbered.rows).await?;
        for (i, row) in numbered.places.into_iter().zip(numbered.rows) {
            outcomes[i] = Some(match by_token(link, &row.room_id, &row.token_hash).await? {
                Some(stored) if stored.id == row.id => Seated::New(Box::new(stored)),
                Some(stored) => known(stored),
                None => Seated::NameTaken,
            });
        }
        waiting = numbered.beyond;
    }
    Ok(outcomes.into_iter().map(|o| o.unwrap_or(Seated::NameTaken)).collect())
}

/// Who of a group gets which number if everybody is new.
#[derive(Default)]
struct Numbered {
    rows: Vec<Player>,
    /// Whose row it is, by place in the group.
    places: Vec<usize>,
    /// Beyond what the room holds.
    beyond: Vec<usize>,
}

async fn number(link: &mut Link, jobs: &[JoinJob], waiting: &[usize]) -> Result<Numbered, Error> {
    let mut last: HashMap<&str, i64> = HashMap::new();
    let mut numbered = Numbered::default();
    for i in waiting {
        let job = &jobs[*i];
        let room = job.player.room_id.as_str();
        let before = match last.get(room) {
            Some(number) => *number,
            None => count(link, room).await?,
        };
        let fits = before < i64::from(job.capacity);
        last.insert(room, before + i64::from(fits));
        if fits {
            numbered.rows.push(Player { number: before + 1, ..job.player.clone() });
            numbered.places.push(*i);
        } else {
            numbered.beyond.push(*i);
        }
    }
    Ok(numbered)
}

fn known(player: Player) -> Seated {
    Seated::Known(Box::new(player))
}

/// Gives the rows of a group that were written the numbers from the first on, without gaps, in their order.
async fn renumber(link: &mut Link, rows: &[Player]) -> Result<(), Error> {
    let mut next: HashMap<&str, i64> = HashMap::new();
    for row in rows {
        let number = next.entry(row.room_id.as_str()).or_insert(row.number);
        let done = sql!(link, c => sqlx::query("UPDATE live_player SET number = $3 WHERE room_id = $1 AND id = $2")
            .bind(&row.room_id)
            .bind(&row.id)
            .bind(*number)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        *number += i64::try_from(done).unwrap_or(0);
    }
    Ok(())
}

async fn count(link: &mut Link, room: &str) -> Result<i64, Error> {
    sql!(link, c => sqlx::query_scalar("SELECT COALESCE(max(number), 0) FROM live_player WHERE room_id = $1")
        .bind(room)
        .fetch_one(c)
        .await)
}

async fn insert(link: &mut Link, rows: &[Player]) -> Result<usize, Error> {
    let affected = match link {
        Link::Sqlite(conn) => {
            let mut bound = SqliteArguments::default();
            bound.reserve(rows.len() * COLUMNS, 0);
            for p in rows {
                bound.add(p.room_id.as_str()).map_err(Error::Encode)?;
                bound.add(p.number).map_err(Error::Encode)?;
                for text in [&p.id, &p.origin, &p.token_hash, &p.nickname, &p.name_key] {
                    bound.add(text.as_str()).map_err(Error::Encode)?;
                }
                bound.add(p.locality_scheme.as_deref()).map_err(Error::Encode)?;
                bound.add(p.locality_code.as_deref()).map_err(Error::Encode)?;
                bound.add(p.team).map_err(Error::Encode)?;
                bound.add(p.participant_id.as_deref()).map_err(Error::Encode)?;
                bound.add(p.audience.as_deref()).map_err(Error::Encode)?;
                bound.add(p.flags.as_str()).map_err(Error::Encode)?;
                bound.add(p.age_band.as_deref()).map_err(Error::Encode)?;
                bound.add(p.grade.as_str()).map_err(Error::Encode)?;
                bound.add(p.joined_at).map_err(Error::Encode)?;
            }
            let text = fitting(&INSERTS, rows.len()).as_str();
            sqlx::query_with(text, bound).execute(&mut **conn).await?.rows_affected()
        }
        Link::Postgres(conn) => {
            let text = |of: fn(&Player) -> &str| rows.iter().map(of).collect::<Vec<&str>>();
            let maybe = |of: fn(&Player) -> Option<&str>| rows.iter().map(of).collect::<Vec<Option<&str>>>();
            sqlx::query(
                "INSERT INTO live_player (room_id, number, id, origin, token_hash, nickname, name_key, locality_scheme,
                    locality_code, team, participant_id, audience, flags, age_band, grade, joined_at)
                 SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                    $8::text[], $9::text[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
                    $16::bigint[])
                 ON CONFLICT DO NOTHING",
            )
            .bind(text(|p| &p.room_id))
            .bind(rows.iter().map(|p| p.number).collect::<Vec<i64>>())
            .bind(text(|p| &p.id))
            .bind(text(|p| &p.origin))
            .bind(text(|p| &p.token_hash))
            .bind(text(|p| &p.nickname))
            .bind(text(|p| &p.name_key))
            .bind(maybe(|p| p.locality_scheme.as_deref()))
            .bind(maybe(|p| p.locality_code.as_deref()))
            .bind(rows.iter().map(|p| p.team).collect::<Vec<Option<i64>>>())
            .bind(maybe(|p| p.participant_id.as_deref()))
            .bind(maybe(|p| p.audience.as_deref()))
            .bind(text(|p| &p.flags))
            .bind(maybe(|p| p.age_band.as_deref()))
            .bind(text(|p| &p.grade))
            .bind(rows.iter().map(|p| p.joined_at).collect::<Vec<i64>>())
            .execute(&mut **conn)
            .await?
            .rows_affected()
        }
    };
    Ok(usize::try_from(affected).unwrap_or(usize::MAX))
}

/// The player of a token in a room.
pub async fn by_token(link: &mut Link, room: &str, token_hash: &str) -> Result<Option<Player>, Error> {
    sql!(link, c => sqlx::query_as("SELECT * FROM live_player WHERE room_id = $1 AND token_hash = $2")
        .bind(room)
        .bind(token_hash)
        .fetch_optional(c)
        .await)
}

/// Players after a number, in order.
pub async fn after(link: &mut Link, room: &str, number: u32) -> Result<Vec<Player>, Error> {
    sql!(link, c => sqlx::query_as("SELECT * FROM live_player WHERE room_id = $1 AND number > $2 ORDER BY number")
        .bind(room)
        .bind(i64::from(number))
        .fetch_all(c)
        .await)
}

/// The smallest round trip that was measured of a player's phone, ms.
pub async fn round_trip(link: &mut Link, room: &str, number: u32) -> Result<Option<i64>, Error> {
    let found: Option<Option<i64>> = sql!(link, c => sqlx::query_scalar(
        "SELECT round_trip FROM live_player WHERE room_id = $1 AND number = $2",
    )
    .bind(room)
    .bind(i64::from(number))
    .fetch_optional(c)
    .await)?;
    Ok(found.flatten())
}

/// Columns of a noted round trip.
const TRIP: usize = 3;

static TRIPS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| {
    SIZES.map(|rows| {
        format!(
            "UPDATE live_player SET round_trip = j.column3 FROM ({}) AS j
             WHERE live_player.room_id = j.column1 AND live_player.number = j.column2",
            values(rows, TRIP)
        )
    })
});

/// Notes what was measured of phones' networks: (number, smallest round trip in ms); of several for one the last.
pub async fn note_round_trips(link: &mut Link, room: &str, trips: &[(u32, u32)]) -> Result<(), Error> {
    let newest: BTreeMap<u32, u32> = trips.iter().copied().collect();
    let rows: Vec<(i64, i64)> = newest.into_iter().map(|(n, trip)| (i64::from(n), i64::from(trip))).collect();
    for part in rows.chunks(GROUP) {
        match link {
            Link::Sqlite(conn) => {
                let mut bound = SqliteArguments::default();
                bound.reserve(part.len() * TRIP, 0);
                for (number, trip) in part {
                    bound.add(room).map_err(Error::Encode)?;
                    bound.add(*number).map_err(Error::Encode)?;
                    bound.add(*trip).map_err(Error::Encode)?;
                }
                let text = fitting(&TRIPS, part.len()).as_str();
                sqlx::query_with(text, bound).execute(&mut **conn).await?;
            }
            Link::Postgres(conn) => {
                sqlx::query(
                    "UPDATE live_player SET round_trip = j.trip
                     FROM unnest($2::bigint[], $3::bigint[]) AS j (number, trip)
                     WHERE live_player.room_id = $1 AND live_player.number = j.number",
                )
                .bind(room)
                .bind(part.iter().map(|(number, _)| *number).collect::<Vec<i64>>())
                .bind(part.iter().map(|(_, trip)| *trip).collect::<Vec<i64>>())
                .execute(&mut **conn)
                .await?;
            }
        }
    }
    Ok(())
}
