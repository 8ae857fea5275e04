//! Answers of live rooms, in groups: one statement for all of them.
//!
//! Invariant: judged in the transaction that writes: only while the room's row says that this run takes answers, and its
//! time plus what is forgiven to that phone has not passed. A second answer finds the first.

use super::super::rows::{SIZES, fitting, values};
use super::super::writer::GROUP;
use crate::sql;
use crate::store::Link;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, Error};
use std::sync::{Arc, LazyLock};

/// One answer.
#[derive(Clone, Debug)]
pub struct LiveJob {
    /// Room id.
    pub room: Arc<str>,
    /// Which question, from 1.
    pub question: u32,
    /// Which run of it.
    pub run: u32,
    /// Who.
    pub player: u32,
    /// The choice as it is stored, already known to fit.
    pub choice: Arc<str>,
    /// When the phone says it showed the question; recorded only.
    pub seen_at: Option<i64>,
    /// When it came, unix ms.
    pub received_at: i64,
    /// The judged time, ms.
    pub judged_ms: i64,
    /// What is forgiven to this phone after the time is up, ms.
    pub allowance: i64,
}

/// How an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It stands, since this moment; a repeat is told the first.
    At(i64),
    /// The run takes no answers, and this player had given none.
    Closed,
}

/// One stored answer, as scoring reads it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Stored {
    /// Who.
    pub player: i64,
    /// The choice.
    pub choice: String,
    /// Judged time, ms.
    pub judged_ms: i64,
}

const COLUMNS: usize = 9;

/// The inserts into SQLite.
static INSERTS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| {
    SIZES.map(|rows| {
        let values = values(rows, COLUMNS);
        format!(
            "INSERT INTO live_answer (room_id, question, run, player, choice, seen_at, received_at, judged_ms)
             SELECT j.column1, j.column2, j.column3, j.column4, j.column5, j.column6, j.column7, j.column8
             FROM ({values}) AS j CROSS JOIN live_room AS r
             WHERE r.id = j.column1 AND r.open_question = j.column2 AND r.open_run = j.column3
                AND r.open_until + j.column9 >= j.column7
             ON CONFLICT (room_id, question, run, player) DO NOTHING"
        )
    })
});

/// A whole transaction of the embedded database in one statement, which begins and commits by itself: each step more is a
/// switch between threads each way.
/// `None` when not every answer was written; then those that were are committed, and [`take_group`] tells how each stands.
pub(in crate::store) async fn take_and_commit(
    link: &mut Link,
    jobs: &[LiveJob],
) -> Result<Option<Vec<Taken>>, Error> {
    if matches!(link, Link::Postgres(_)) || jobs.len() > GROUP {
        return Ok(None);
    }
    let all = insert(link, jobs).await? == jobs.len();
    Ok(all.then(|| jobs.iter().map(|job| Taken::At(job.received_at)).collect()))
}

fn arguments(jobs: &[LiveJob]) -> Result<SqliteArguments, Error> {
    let mut bound = SqliteArguments::default();
    bound.reserve(jobs.len() * COLUMNS, 0);
    for job in jobs {
        bound.add(Arc::clone(&job.room)).map_err(Error::Encode)?;
        bound.add(i64::from(job.question)).map_err(Error::Encode)?;
        bound.add(i64::from(job.run)).map_err(Error::Encode)?;
        bound.add(i64::from(job.player)).map_err(Error::Encode)?;
        bound.add(Arc::clone(&job.choice)).map_err(Error::Encode)?;
        bound.add(job.seen_at).map_err(Error::Encode)?;
        bound.add(job.received_at).map_err(Error::Encode)?;
        bound.add(job.judged_ms).map_err(Error::Encode)?;
        bound.add(job.allowance).map_err(Error::Encode)?;
    }
    Ok(bound)
}

/// Takes a group inside the caller's transaction; outcomes stand in the order of the jobs.
pub(in crate::store) async fn take_group(link: &mut Link, jobs: &[LiveJob]) -> Result<Vec<Taken>, Error> {
    let mut outcomes = Vec::with_capacity(jobs.len());
    for part in jobs.chunks(GROUP) {
        if insert(link, part).await? == part.len() {
            outcomes.extend(part.iter().map(|job| Taken::At(job.received_at)));
            continue;
        }
        for job in part {
            outcomes.push(first(link, job).await?.map_or(Taken::Closed, Taken::At));
        }
    }
    Ok(outcomes)
}

async fn insert(link: &mut Link, jobs: &[LiveJob]) -> Result<usize, Error> {
    let affected = match link {
        Link::Sqlite(conn) => {
            let text = fitting(&INSERTS, jobs.len()).as_str();
            sqlx::query_with(text, arguments(jobs)?).execute(&mut **conn).await?.rows_affected()
        }
        Link::Postgres(conn) => {
            let whole = |of: fn(&LiveJob) -> i64| jobs.iter().map(of).collect::<Vec<i64>>();
            // FOR SHARE: closing on another node waits for these answers, or makes this insert see that it is closed.
            // In order: of two answers of one phone in a group the first must be the one that is not in the way.
            sqlx::query(
                "INSERT INTO live_answer (room_id, question, run, player, choice, seen_at, received_at, judged_ms)
                 SELECT j.room, j.question, j.run, j.player, j.choice, j.seen, j.received, j.judged
                 FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[],
                             $8::bigint[], $9::bigint[]) WITH ORDINALITY
                      AS j (room, question, run, player, choice, seen, received, judged, allowance, place)
                 JOIN live_room AS r ON r.id = j.room
                 WHERE r.open_question = j.question AND r.open_run = j.run AND r.open_until + j.allowance >= j.received
                 ORDER BY j.place
                 FOR SHARE OF r
                 ON CONFLICT (room_id, question, run, player) DO NOTHING",
            )
            .bind(jobs.iter().map(|j| j.room.as_ref()).collect::<Vec<&str>>())
            .bind(whole(|j| i64::from(j.question)))
            .bind(whole(|j| i64::from(j.run)))
            .bind(whole(|j| i64::from(j.player)))
            .bind(jobs.iter().map(|j| j.choice.as_ref()).collect::<Vec<&str>>())
            .bind(jobs.iter().map(|j| j.seen_at).collect::<Vec<Option<i64>>>())
            .bind(whole(|j| j.received_at))
            .bind(whole(|j| j.judged_ms))
            .bind(whole(|j| j.allowance))
            .execute(&mut **conn)
            .await?
            .rows_affected()
        }
    };
    Ok(usize::try_from(affected).unwrap_or(usize::MAX))
}

async fn first(link: &mut Link, job: &LiveJob) -> Result<Option<i64>, Error> {
    sql!(link, c => sqlx::query_scalar(
        "SELECT received_at FROM live_answer WHERE room_id = $1 AND question = $2 AND run = $3 AND player = $4",
    )
    .bind(&*job.room)
    .bind(i64::from(job.question))
    .bind(i64::from(job.run))
    .bind(i64::from(job.player))
    .fetch_optional(c)
    .await)
}

/// All answers of a run.
pub async fn of_run(link: &mut Link, room: &str, question: u32, run: u32) -> Result<Vec<Stored>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT player, choice, judged_ms FROM live_answer WHERE room_id = $1 AND question = $2 AND run = $3",
    )
    .bind(room)
    .bind(i64::from(question))
    .bind(i64::from(run))
    .fetch_all(c)
    .await)
}

/// One player's choice in a run, with the moment it came.
pub async fn of_player(
    link: &mut Link,
    room: &str,
    (question, run): (u32, u32),
    player: u32,
) -> Result<Option<(String, i64)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT choice, received_at FROM live_answer
         WHERE room_id = $1 AND question = $2 AND run = $3 AND player = $4",
    )
    .bind(room)
    .bind(i64::from(question))
    .bind(i64::from(run))
    .bind(i64::from(player))
    .fetch_optional(c)
    .await)
}

/// When a player's answer to the newest run they answered came.
pub async fn newest_of_player(
    link: &mut Link,
    room: &str,
    question: u32,
    player: u32,
) -> Result<Option<i64>, Error> {
    sql!(link, c => sqlx::query_scalar(
        "SELECT received_at FROM live_answer WHERE room_id = $1 AND question = $2 AND player = $3
         ORDER BY run DESC LIMIT 1",
    )
    .bind(room)
    .bind(i64::from(question))
    .bind(i64::from(player))
    .fetch_optional(c)
    .await)
}

/// How many chose what so far, but for players who were taken out.
pub async fn tally(
    link: &mut Link,
    room: &str,
    (question, run): (u32, u32),
    removed: &[i64],
) -> Result<Vec<(String, i64)>, Error> {
    match link {
        Link::Sqlite(conn) => {
            // A list as one parameter: how it is read is the engine's own.
            let removed = serde_json::json!(removed).to_string();
            sqlx::query_as(
                "SELECT choice, count(*) FROM live_answer WHERE room_id = $1 AND question = $2 AND run = $3
                    AND player NOT IN (SELECT value FROM json_each($4)) GROUP BY choice",
            )
            .bind(room)
            .bind(i64::from(question))
            .bind(i64::from(run))
            .bind(removed)
            .fetch_all(&mut **conn)
            .await
        }
        Link::Postgres(conn) => {
            sqlx::query_as(
                "SELECT choice, count(*) FROM live_answer WHERE room_id = $1 AND question = $2 AND run = $3
                    AND player <> ALL($4::bigint[]) GROUP BY choice",
            )
            .bind(room)
            .bind(i64::from(question))
            .bind(i64::from(run))
            .bind(removed)
            .fetch_all(&mut **conn)
            .await
        }
    }
}

/// One row of the export: a player's answer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kept {
    /// Which question.
    pub question: i64,
    /// Which run.
    pub run: i64,
    /// Who.
    pub player: i64,
    /// The choice.
    pub choice: String,
    /// When it came.
    pub received_at: i64,
    /// Judged time, ms.
    pub judged_ms: i64,
}

/// Every answer of a room, in order.
pub async fn all(link: &mut Link, room: &str) -> Result<Vec<Kept>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT question, run, player, choice, received_at, judged_ms FROM live_answer WHERE room_id = $1
         ORDER BY question, run, player",
    )
    .bind(room)
    .fetch_all(c)
    .await)
}
