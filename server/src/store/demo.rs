//! Rows of demonstration data: many at once going in, all of them coming out again.
//!
//! A chunk goes in as one statement per table that unpacks a JSON array, since five thousand people with seventy
//! thousand answers should not keep a newcomer waiting. Only the unpacking differs between the engines. Invariant:
//! [`remove`] leaves no row behind that belongs to a demonstration contest or person, and touches nothing else.

use super::attempts::Attempt;
use super::people::{Consent, Membership, Participant};
use super::{Link, StoreError};
use crate::sql;
use domain::locality::LocalityKey;
use serde_json::{Value, json};
use sqlx::Error;

/// Key in `meta` that says that the festival stands as a whole.
pub const MARK: &str = "demo_festival";

/// Key in `meta` that says that the demonstration's show stands as a whole; earlier releases had none.
pub const SHOW_MARK: &str = "demo_show";

/// Key in `meta` that says that somebody removed the festival: a start does not bring it back.
pub const REMOVED: &str = "demo_removed";

/// A saved answer, or a tap that came too late (then without a sequence number).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// Attempt.
    pub attempt_id: String,
    /// 1-based position on the paper.
    pub position: i64,
    /// Sequence number.
    pub seq: i64,
    /// Choice as JSON; `None` = cleared.
    pub choice: Option<String>,
    /// The phone's clock.
    pub occurred_at: i64,
    /// The server's clock.
    pub received_at: i64,
}

/// A voided attempt's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoidRow {
    /// Id.
    pub id: String,
    /// Attempt.
    pub attempt_id: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by_whom: String,
    /// When, unix ms.
    pub at: i64,
}

/// Rows that go in together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// People. They get no personal code: nobody can sign in as one of them.
    pub people: Vec<Participant>,
    /// Consents: id, person, consent.
    pub consents: Vec<(String, String, Consent)>,
    /// Memberships: person, membership, when.
    pub memberships: Vec<(String, Membership, i64)>,
    /// Attempts with their results.
    pub attempts: Vec<Attempt>,
    /// Saved answers.
    pub answers: Vec<AnswerRow>,
    /// Late taps.
    pub late: Vec<AnswerRow>,
    /// Voided attempts.
    pub voids: Vec<VoidRow>,
}

/// A chunk as it travels to the engine: one JSON array per table, made outside the transaction.
#[derive(Clone, Debug)]
pub struct Packed([(Table, String); 7]);

#[derive(Clone, Copy, Debug)]
enum Table {
    Participant,
    Consent,
    Membership,
    Attempt,
    Answer,
    LateTap,
    Void,
}

/// The statement for SQLite and the one for PostgreSQL: the same but for where the rows come from.
macro_rules! insert_from_json {
    ($insert:literal) => {
        [
            concat!($insert, " FROM json_each($1) AS j"),
            concat!($insert, " FROM jsonb_array_elements(CAST(CAST($1 AS TEXT) AS jsonb)) AS j (value)"),
        ]
    };
}

impl Table {
    const fn statements(self) -> [&'static str; 2] {
        match self {
            Self::Participant => insert_from_json!(
                "INSERT INTO participant (id, origin, nickname, locality_scheme, locality_code, audience, flags,
                    birth_year, age_band, grade, mode, extra_time, public_name, child, created_at, demo)
                 SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5,
                    j.value ->> 6, CAST(j.value ->> 7 AS BIGINT), j.value ->> 8, j.value ->> 9, j.value ->> 10,
                    j.value ->> 11, CAST(j.value ->> 12 AS BIGINT), CAST(j.value ->> 13 AS BIGINT),
                    CAST(j.value ->> 14 AS BIGINT), 1"
            ),
            Self::Consent => insert_from_json!(
                "INSERT INTO consent (id, participant_id, purpose, given, text_version, channel, at)
                 SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2, CAST(j.value ->> 3 AS BIGINT), j.value ->> 4,
                    j.value ->> 5, CAST(j.value ->> 6 AS BIGINT)"
            ),
            Self::Membership => insert_from_json!(
                "INSERT INTO membership (participant_id, contest_id, unit_id, group_id, roster, at)
                 SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, CAST(j.value ->> 4 AS BIGINT),
                    CAST(j.value ->> 5 AS BIGINT)"
            ),
            Self::Attempt => insert_from_json!(
                "INSERT INTO attempt (id, origin, participant_id, contest_id, round_id, paper, day, locality_scheme,
                    locality_code, unit_id, audience, flags, age_band, grade, mode, submitted_by,
                    ordinal, version, seed, started_at, deadline, extra_ms, submitted_at, prediction, answered,
                    correct, score, max_score, duration_ms, completed, passed, graded_at, voided_at, demo)
                 SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5,
                    j.value ->> 6, j.value ->> 7, j.value ->> 8, j.value ->> 9, j.value ->> 10, j.value ->> 11,
                    j.value ->> 12, j.value ->> 13, j.value ->> 14, j.value ->> 15,
                    CAST(j.value ->> 16 AS BIGINT), CAST(j.value ->> 17 AS BIGINT), CAST(j.value ->> 18 AS BIGINT),
                    CAST(j.value ->> 19 AS BIGINT), CAST(j.value ->> 20 AS BIGINT), CAST(j.value ->> 21 AS BIGINT),
                    CAST(j.value ->> 22 AS BIGINT), CAST(j.value ->> 23 AS BIGINT), CAST(j.value ->> 24 AS BIGINT),
                    CAST(j.value ->> 25 AS BIGINT), CAST(j.value ->> 26 AS BIGINT), CAST(j.value ->> 27 AS BIGINT),
                    CAST(j.value ->> 28 AS BIGINT), CAST(j.value ->> 29 AS BIGINT), CAST(j.value ->> 30 AS BIGINT),
                    CAST(j.value ->> 31 AS BIGINT), CAST(j.value ->> 32 AS BIGINT), 1"
            ),
            Self::Answer => insert_from_json!(
                "INSERT INTO answer (attempt_id, position, seq, choice, occurred_at, received_at)
                 SELECT j.value ->> 0, CAST(j.value ->> 1 AS BIGINT), CAST(j.value ->> 2 AS BIGINT), j.value ->> 3,
                    CAST(j.value ->> 4 AS BIGINT), CAST(j.value ->> 5 AS BIGINT)"
            ),
            Self::LateTap => insert_from_json!(
                "INSERT INTO late_tap (attempt_id, position, choice, occurred_at, received_at)
                 SELECT j.value ->> 0, CAST(j.value ->> 1 AS BIGINT), j.value ->> 3,
                    CAST(j.value ->> 4 AS BIGINT), CAST(j.value ->> 5 AS BIGINT)"
            ),
            Self::Void => insert_from_json!(
                "INSERT INTO void (id, attempt_id, reason, by_whom, at)
                 SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, CAST(j.value ->> 4 AS BIGINT)"
            ),
        }
    }
}

impl Chunk {
    /// Packs the rows.
    #[must_use]
    pub fn pack(&self) -> Packed {
        let answer =
            |a: &AnswerRow| json!([a.attempt_id, a.position, a.seq, a.choice, a.occurred_at, a.received_at]);
        Packed([
            (Table::Participant, array(self.people.iter().map(person))),
            (
                Table::Consent,
                array(self.consents.iter().map(|(id, person, c)| {
                    json!([id, person, c.purpose, c.given, c.text_version, c.channel, c.at])
                })),
            ),
            (
                Table::Membership,
                array(self.memberships.iter().map(|(person, m, at)| {
                    json!([person, m.contest_id, m.unit_id, m.group_id, m.roster, at])
                })),
            ),
            (Table::Attempt, array(self.attempts.iter().map(attempt))),
            (Table::Answer, array(self.answers.iter().map(answer))),
            (Table::LateTap, array(self.late.iter().map(answer))),
            (
                Table::Void,
                array(self.voids.iter().map(|v| json!([v.id, v.attempt_id, v.reason, v.by_whom, v.at]))),
            ),
        ])
    }
}

fn array(rows: impl Iterator<Item = Value>) -> String {
    Value::Array(rows.collect()).to_string()
}

fn person(p: &Participant) -> Value {
    json!([
        p.id,
        p.origin,
        p.nickname,
        p.locality_scheme,
        p.locality_code,
        p.audience,
        p.flags,
        p.birth_year,
        p.age_band,
        p.grade,
        p.mode,
        p.extra_time,
        p.public_name,
        p.child,
        p.created_at
    ])
}

fn attempt(a: &Attempt) -> Value {
    json!([
        a.id,
        a.origin,
        a.participant_id,
        a.contest_id,
        a.round_id,
        a.paper,
        a.day,
        a.locality_scheme,
        a.locality_code,
        a.unit_id,
        a.audience,
        a.flags,
        a.age_band,
        a.grade,
        a.mode,
        a.submitted_by,
        a.ordinal,
        a.version,
        a.seed,
        a.started_at,
        a.deadline,
        a.extra_ms,
        a.submitted_at,
        a.prediction,
        a.answered,
        a.correct,
        a.score,
        a.max_score,
        a.duration_ms,
        a.completed,
        a.passed,
        a.graded_at,
        a.voided_at
    ])
}

/// Adds a chunk.
pub async fn insert(link: &mut Link, packed: &Packed) -> Result<(), Error> {
    for (table, rows) in &packed.0 {
        let [sqlite, postgres] = table.statements();
        match link {
            Link::Sqlite(c) => sqlx::query(sqlite).bind(rows).execute(&mut **c).await.map(drop)?,
            Link::Postgres(c) => sqlx::query(postgres).bind(rows).execute(&mut **c).await.map(drop)?,
        }
    }
    Ok(())
}

/// What was taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Contests.
    pub contests: u64,
    /// People.
    pub people: u64,
    /// Attempts, real people's tries in demonstration contests included.
    pub attempts: u64,
    /// Live rooms, with everybody who played in them.
    pub rooms: u64,
}

impl Removed {
    /// Whether there was nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Attempts that go: of demonstration contests or people.
macro_rules! of_demo {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "demo = 1 OR contest_id IN (SELECT id FROM contest WHERE demo = 1)
                OR participant_id IN (SELECT id FROM participant WHERE demo = 1)",
            $after
        )
    };
}

/// Rows that hang on those attempts, then rows that hang on demonstration contests or people.
const HANGING: [&str; 21] = [
    of_demo!("DELETE FROM answer WHERE attempt_id IN (SELECT id FROM attempt WHERE ", ")"),
    of_demo!("DELETE FROM late_tap WHERE attempt_id IN (SELECT id FROM attempt WHERE ", ")"),
    of_demo!("DELETE FROM attempt_extension WHERE attempt_id IN (SELECT id FROM attempt WHERE ", ")"),
    of_demo!("DELETE FROM void WHERE attempt_id IN (SELECT id FROM attempt WHERE ", ")"),
    "DELETE FROM extension WHERE contest_id IN (SELECT id FROM contest WHERE demo = 1)",
    "DELETE FROM round_pool WHERE contest_id IN (SELECT id FROM contest WHERE demo = 1)",
    "DELETE FROM barred WHERE contest_id IN (SELECT id FROM contest WHERE demo = 1)",
    "DELETE FROM roster_code WHERE contest_id IN (SELECT id FROM contest WHERE demo = 1)",
    "DELETE FROM prediction_result WHERE contest_id IN (SELECT id FROM contest WHERE demo = 1)",
    "DELETE FROM membership WHERE contest_id IN (SELECT id FROM contest WHERE demo = 1)",
    "DELETE FROM membership WHERE participant_id IN (SELECT id FROM participant WHERE demo = 1)",
    // A contact given for the prizes of a demonstration contest was given for nothing that goes on.
    "UPDATE participant SET contact_hmac = NULL WHERE id IN (SELECT participant_id FROM contact
        WHERE contest_id IN (SELECT id FROM contest WHERE demo = 1))",
    "DELETE FROM contact WHERE contest_id IN (SELECT id FROM contest WHERE demo = 1)",
    "DELETE FROM contact WHERE participant_id IN (SELECT id FROM participant WHERE demo = 1)",
    "DELETE FROM consent WHERE participant_id IN (SELECT id FROM participant WHERE demo = 1)",
    "DELETE FROM device_participant WHERE participant_id IN (SELECT id FROM participant WHERE demo = 1)",
    "DELETE FROM tombstone WHERE id IN (SELECT id FROM participant WHERE demo = 1)",
    // Both ends of a link are demonstration or neither is.
    "DELETE FROM person_link WHERE other_id IN (SELECT id FROM participant WHERE demo = 1)",
    "DELETE FROM contest_version WHERE contest_id IN (SELECT id FROM contest WHERE demo = 1)",
    // Nobody plays as a demonstration person in a real room, and no real room is made from a demonstration contest; if one
    // ever were, it would stay and forget where it came from.
    "UPDATE live_player SET participant_id = NULL WHERE participant_id IN (SELECT id FROM participant WHERE demo = 1)
        AND room_id IN (SELECT id FROM live_room WHERE demo = 0)",
    "UPDATE live_room SET contest_id = NULL WHERE demo = 0 AND contest_id IN (SELECT id FROM contest WHERE demo = 1)",
];

/// Rows that hang on demonstration rooms, real people's plays there included.
const OF_ROOMS: [&str; 5] = [
    "DELETE FROM live_answer WHERE room_id IN (SELECT id FROM live_room WHERE demo = 1)",
    "DELETE FROM live_event WHERE room_id IN (SELECT id FROM live_room WHERE demo = 1)",
    "DELETE FROM live_screen WHERE room_id IN (SELECT id FROM live_room WHERE demo = 1)",
    "DELETE FROM tombstone WHERE id IN (SELECT p.id FROM live_player AS p JOIN live_room AS r ON r.id = p.room_id
        WHERE r.demo = 1)",
    "DELETE FROM live_player WHERE room_id IN (SELECT id FROM live_room WHERE demo = 1)",
];

/// Demonstration people who live somewhere, in the order in which they registered.
pub async fn people_of(link: &mut Link, home: &LocalityKey, most: i64) -> Result<Vec<Participant>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT * FROM participant WHERE demo = 1 AND erased_at IS NULL AND locality_scheme = $1 AND locality_code = $2
         ORDER BY created_at, id LIMIT $3",
    )
    .bind(&home.scheme)
    .bind(&home.code)
    .bind(most)
    .fetch_all(c)
    .await)
}

/// Removes the demonstration's live rooms, inside the caller's transaction.
///
/// # Errors
/// Whatever the engine says; nothing is removed then.
pub async fn remove_rooms(link: &mut Link) -> Result<u64, StoreError> {
    for statement in OF_ROOMS {
        link.run(statement).await?;
    }
    sql!(link, c => sqlx::query("DELETE FROM meta WHERE key = $1").bind(SHOW_MARK).execute(c).await.map(drop))?;
    Ok(count(link, "DELETE FROM live_room WHERE demo = 1").await?)
}

/// Removes everything that is demonstration data, inside the caller's transaction.
///
/// # Errors
/// Whatever the engine says; nothing is removed then.
pub async fn remove(link: &mut Link) -> Result<Removed, StoreError> {
    let rooms = remove_rooms(link).await?;
    for statement in HANGING {
        link.run(statement).await?;
    }
    // The order matters: who counts as demonstration is looked up in the tables that go last.
    sql!(link, c => sqlx::query("DELETE FROM meta WHERE key = $1").bind(MARK).execute(c).await.map(drop))?;
    let attempts = count(link, of_demo!("DELETE FROM attempt WHERE ", "")).await?;
    let people = count(link, "DELETE FROM participant WHERE demo = 1").await?;
    let contests = count(link, "DELETE FROM contest WHERE demo = 1").await?;
    Ok(Removed { contests, people, attempts, rooms })
}

async fn count(link: &mut Link, statement: &'static str) -> Result<u64, Error> {
    sql!(link, c => sqlx::query(statement).execute(c).await.map(|done| done.rows_affected()))
}
