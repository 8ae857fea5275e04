//! Rows about attempts: the paper as dealt, what was copied from the person at the start, and the cached result.

use super::{Link, id_list};
use crate::sql;
use futures::TryStreamExt as _;
use sqlx::Error;
use std::collections::{HashMap, HashSet};

/// An attempt as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow, serde::Serialize)]
pub struct Attempt {
    /// Id.
    pub id: String,
    /// Which installation wrote the row.
    pub origin: String,
    /// Person.
    pub participant_id: String,
    /// Contest.
    pub contest_id: String,
    /// Round id inside the contest.
    pub round_id: String,
    /// 1 for the person's first in this round.
    pub ordinal: i64,
    /// Contest version whose rules apply.
    pub version: i64,
    /// Seed of the draw.
    pub seed: i64,
    /// The paper, JSON of `PaperItem`s.
    pub paper: String,
    /// Start, unix ms.
    pub started_at: i64,
    /// Day of the start in Vietnam.
    pub day: String,
    /// Deadline, extra time and extensions included.
    pub deadline: i64,
    /// Extra time of the person's profile, ms.
    pub extra_ms: i64,
    /// Copied from the person at the start.
    pub locality_scheme: String,
    /// Copied from the person at the start.
    pub locality_code: String,
    /// Copied from the person at the start.
    pub unit_id: Option<String>,
    /// Copied from the person at the start.
    pub audience: String,
    /// Copied from the person at the start.
    pub flags: String,
    /// Copied from the person at the start.
    pub age_band: String,
    /// Copied from the person at the start.
    pub grade: String,
    /// How it is taken.
    pub mode: String,
    /// Demonstration data.
    pub demo: i64,
    /// End, unix ms; `None` while running.
    pub submitted_at: Option<i64>,
    /// `person` or `sweeper`.
    pub submitted_by: Option<String>,
    /// The person's prediction.
    pub prediction: Option<i64>,
    /// Positions with a saved answer.
    pub answered: i64,
    /// Questions fully right.
    pub correct: i64,
    /// Points (1/2520).
    pub score: i64,
    /// Points possible.
    pub max_score: i64,
    /// Time used, ms.
    pub duration_ms: i64,
    /// 1 when the rule's minimum of answers was met.
    pub completed: i64,
    /// 1 when the pass mark was reached.
    pub passed: i64,
    /// When the result was last computed, unix ms; boards follow it.
    pub graded_at: Option<i64>,
    /// Voided, unix ms.
    pub voided_at: Option<i64>,
}

/// Adds running attempts; returns the ids that were written. One that another node has added meanwhile is left alone.
///
/// The rows travel as one JSON document, which needs two texts: each engine unpacks it in its own way.
pub async fn insert_all(link: &mut Link, rows: &[Attempt]) -> Result<HashSet<String>, Error> {
    let packed = pack(rows)?;
    let written: Vec<String> = match link {
        Link::Sqlite(conn) => {
            sqlx::query_scalar(
                "INSERT INTO attempt (id, origin, participant_id, contest_id, round_id, ordinal, version, seed, paper,
                    started_at, day, deadline, extra_ms, locality_scheme, locality_code, unit_id, audience, flags,
                    age_band, grade, mode, demo, max_score)
                 SELECT j.value ->> 'id', j.value ->> 'origin', j.value ->> 'participant_id', j.value ->> 'contest_id',
                    j.value ->> 'round_id', j.value ->> 'ordinal', j.value ->> 'version', j.value ->> 'seed',
                    j.value ->> 'paper', j.value ->> 'started_at', j.value ->> 'day', j.value ->> 'deadline',
                    j.value ->> 'extra_ms', j.value ->> 'locality_scheme', j.value ->> 'locality_code',
                    j.value ->> 'unit_id', j.value ->> 'audience', j.value ->> 'flags', j.value ->> 'age_band',
                    j.value ->> 'grade', j.value ->> 'mode', j.value ->> 'demo', j.value ->> 'max_score'
                 FROM json_each($1) AS j WHERE true ON CONFLICT DO NOTHING RETURNING id",
            )
            .bind(packed)
            .fetch_all(&mut **conn)
            .await?
        }
        Link::Postgres(conn) => {
            sqlx::query_scalar(
                "INSERT INTO attempt (id, origin, participant_id, contest_id, round_id, ordinal, version, seed, paper,
                    started_at, day, deadline, extra_ms, locality_scheme, locality_code, unit_id, audience, flags,
                    age_band, grade, mode, demo, max_score)
                 SELECT id, origin, participant_id, contest_id, round_id, ordinal, version, seed, paper,
                    started_at, day, deadline, extra_ms, locality_scheme, locality_code, unit_id, audience, flags,
                    age_band, grade, mode, demo, max_score
                 FROM jsonb_populate_recordset(NULL::attempt, $1::jsonb) ON CONFLICT DO NOTHING RETURNING id",
            )
            .bind(packed)
            .fetch_all(&mut **conn)
            .await?
        }
    };
    Ok(written.into_iter().collect())
}

fn pack<T: serde::Serialize + ?Sized>(rows: &T) -> Result<String, Error> {
    serde_json::to_string(rows).map_err(|e| Error::Encode(Box::new(e)))
}

/// By ids, in no order.
pub async fn get_all(link: &mut Link, ids: &[&str]) -> Result<Vec<Attempt>, Error> {
    match link {
        Link::Sqlite(conn) => {
            sqlx::query_as("SELECT * FROM attempt WHERE id IN (SELECT value FROM json_each($1))")
                .bind(id_list(ids)?)
                .fetch_all(&mut **conn)
                .await
        }
        Link::Postgres(conn) => {
            sqlx::query_as("SELECT * FROM attempt WHERE id = ANY($1)").bind(ids).fetch_all(&mut **conn).await
        }
    }
}

/// All attempts of several people, voided ones included, oldest first; the rows stay as they are until the transaction
/// ends.
pub async fn of_people(link: &mut Link, people: &[&str]) -> Result<Vec<Attempt>, Error> {
    match link {
        Link::Sqlite(conn) => {
            sqlx::query_as(
                "SELECT * FROM attempt WHERE participant_id IN (SELECT value FROM json_each($1)) ORDER BY started_at, id",
            )
            .bind(id_list(people)?)
            .fetch_all(&mut **conn)
            .await
        }
        // One order for everybody: two nodes holding the same rows cannot wait for each other in a ring.
        Link::Postgres(conn) => {
            sqlx::query_as("SELECT * FROM attempt WHERE participant_id = ANY($1) ORDER BY started_at, id FOR UPDATE")
                .bind(people)
                .fetch_all(&mut **conn)
                .await
        }
    }
}

/// A saved answer: position, sequence, choice JSON, received.
pub type Answer = (i64, i64, Option<String>, i64);

/// Saved answers of several attempts, by position.
///
/// SQLite packs those of an attempt into one row: its driver hands every row over from another thread.
pub async fn answers_of(link: &mut Link, ids: &[&str]) -> Result<HashMap<String, Vec<Answer>>, Error> {
    let mut by_attempt: HashMap<String, Vec<Answer>> = HashMap::with_capacity(ids.len());
    match link {
        Link::Sqlite(conn) => {
            let rows: Vec<(String, String)> = sqlx::query_as(
                "SELECT attempt_id, json_group_array(json_array(position, seq, choice, received_at)) FROM answer
                 WHERE attempt_id IN (SELECT value FROM json_each($1)) GROUP BY attempt_id",
            )
            .bind(id_list(ids)?)
            .fetch_all(&mut **conn)
            .await?;
            for (attempt, packed) in rows {
                let mut answers: Vec<Answer> = unpack(&packed)?;
                answers.sort_unstable_by_key(|a| a.0);
                by_attempt.insert(attempt, answers);
            }
        }
        Link::Postgres(conn) => {
            let rows: Vec<(String, i64, i64, Option<String>, i64)> = sqlx::query_as(
                "SELECT attempt_id, position, seq, choice, received_at FROM answer
                 WHERE attempt_id = ANY($1) ORDER BY attempt_id, position",
            )
            .bind(ids)
            .fetch_all(&mut **conn)
            .await?;
            for (attempt, position, seq, choice, received) in rows {
                by_attempt.entry(attempt).or_default().push((position, seq, choice, received));
            }
        }
    }
    Ok(by_attempt)
}

fn unpack<T: serde::de::DeserializeOwned>(packed: &str) -> Result<T, Error> {
    serde_json::from_str(packed).map_err(|e| Error::Decode(Box::new(e)))
}

/// Writes the ends of attempts: when, by whom, prediction and the computed result.
pub async fn write_results(link: &mut Link, rows: &[&Attempt]) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let packed = pack(rows)?;
    match link {
        Link::Sqlite(conn) => sqlx::query(
            "UPDATE attempt SET submitted_at = j.value ->> 'submitted_at', submitted_by = j.value ->> 'submitted_by',
                prediction = j.value ->> 'prediction', answered = j.value ->> 'answered',
                correct = j.value ->> 'correct', score = j.value ->> 'score', max_score = j.value ->> 'max_score',
                duration_ms = j.value ->> 'duration_ms', completed = j.value ->> 'completed',
                passed = j.value ->> 'passed', graded_at = j.value ->> 'graded_at'
             FROM json_each($1) AS j WHERE attempt.id = j.value ->> 'id'",
        )
        .bind(packed)
        .execute(&mut **conn)
        .await
        .map(drop),
        Link::Postgres(conn) => sqlx::query(
            "UPDATE attempt AS a SET submitted_at = j.submitted_at, submitted_by = j.submitted_by,
                prediction = j.prediction, answered = j.answered, correct = j.correct, score = j.score,
                max_score = j.max_score, duration_ms = j.duration_ms, completed = j.completed, passed = j.passed,
                graded_at = j.graded_at
             FROM jsonb_populate_recordset(NULL::attempt, $1::jsonb) AS j WHERE a.id = j.id",
        )
        .bind(packed)
        .execute(&mut **conn)
        .await
        .map(drop),
    }
}

/// By id.
pub async fn get(link: &mut Link, id: &str) -> Result<Option<Attempt>, Error> {
    sql!(link, c => sqlx::query_as("SELECT * FROM attempt WHERE id = $1").bind(id).fetch_optional(c).await)
}

impl Attempt {
    /// What limits and resuming look at.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment {
            id: self.id.clone(),
            round_id: self.round_id.clone(),
            ordinal: self.ordinal,
            started_at: self.started_at,
            deadline: self.deadline,
            submitted_at: self.submitted_at,
        }
    }
}

/// What limits and resuming look at.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Moment {
    /// Attempt id.
    pub id: String,
    /// Round.
    pub round_id: String,
    /// Ordinal in the round.
    pub ordinal: i64,
    /// Start.
    pub started_at: i64,
    /// Deadline.
    pub deadline: i64,
    /// End, if ended.
    pub submitted_at: Option<i64>,
}

/// A person's attempts in a contest, voided ones included, oldest first.
pub async fn of_contest(link: &mut Link, person: &str, contest: &str) -> Result<Vec<Attempt>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT * FROM attempt WHERE participant_id = $1 AND contest_id = $2 ORDER BY started_at, id",
    )
    .bind(person)
    .bind(contest)
    .fetch_all(c)
    .await)
}

/// A person's attempts in a contest that were not voided, oldest first.
pub async fn moments(link: &mut Link, person: &str, contest: &str) -> Result<Vec<Moment>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT id, round_id, ordinal, started_at, deadline, submitted_at FROM attempt
         WHERE participant_id = $1 AND contest_id = $2 AND voided_at IS NULL ORDER BY started_at, id",
    )
    .bind(person)
    .bind(contest)
    .fetch_all(c)
    .await)
}

/// All attempts of a person, newest first.
pub async fn of_person(link: &mut Link, person: &str) -> Result<Vec<Attempt>, Error> {
    sql!(link, c => sqlx::query_as("SELECT * FROM attempt WHERE participant_id = $1 ORDER BY started_at DESC, id")
        .bind(person)
        .fetch_all(c)
        .await)
}

/// Saved answers of an attempt: position, sequence, choice JSON, received.
pub async fn answers(link: &mut Link, attempt: &str) -> Result<Vec<Answer>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT position, seq, choice, received_at FROM answer WHERE attempt_id = $1 ORDER BY position",
    )
    .bind(attempt)
    .fetch_all(c)
    .await)
}

/// Running attempts whose time is over at `limit`, oldest deadline first.
pub async fn overdue(link: &mut Link, limit: i64, most: i64) -> Result<Vec<(String, i64)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT id, deadline FROM attempt WHERE submitted_at IS NULL AND deadline < $1 ORDER BY deadline LIMIT $2",
    )
    .bind(limit)
    .bind(most)
    .fetch_all(c)
    .await)
}

/// Saved answers of an attempt, and the positions whose taps came too late. Two texts for the same reason as in
/// [`answers_of`].
pub async fn answers_and_late(link: &mut Link, attempt: &str) -> Result<(Vec<Answer>, Vec<i64>), Error> {
    match link {
        Link::Sqlite(conn) => {
            let (answers, late): (String, String) = sqlx::query_as(
                "SELECT (SELECT json_group_array(json_array(position, seq, choice, received_at)) FROM answer
                         WHERE attempt_id = $1),
                        (SELECT json_group_array(position) FROM late_tap WHERE attempt_id = $1)",
            )
            .bind(attempt)
            .fetch_one(&mut **conn)
            .await?;
            let (mut answers, mut late): (Vec<Answer>, Vec<i64>) = (unpack(&answers)?, unpack(&late)?);
            answers.sort_unstable_by_key(|a| a.0);
            late.sort_unstable();
            Ok((answers, late))
        }
        Link::Postgres(_) => {
            let answers = self::answers(link, attempt).await?;
            let late = sql!(link, c => sqlx::query_scalar(
                "SELECT position FROM late_tap WHERE attempt_id = $1 ORDER BY position",
            )
            .bind(attempt)
            .fetch_all(c)
            .await)?;
            Ok((answers, late))
        }
    }
}

/// Extensions of an attempt: minutes and reason, oldest first.
pub async fn extensions(link: &mut Link, attempt: &str) -> Result<Vec<(i64, String)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT e.minutes, e.reason FROM attempt_extension AS a JOIN extension AS e ON e.id = a.extension_id
         WHERE a.attempt_id = $1 ORDER BY e.applied_at, e.id",
    )
    .bind(attempt)
    .fetch_all(c)
    .await)
}

/// The largest total of extensions any attempt of a contest may have got, ms: all of them together.
pub async fn extensions_total_ms(link: &mut Link, contest: &str) -> Result<i64, Error> {
    sql!(link, c => sqlx::query_scalar(
        "SELECT cast(coalesce(sum(minutes), 0) * 60000 AS BIGINT) FROM extension WHERE contest_id = $1",
    )
    .bind(contest)
    .fetch_one(c)
    .await)
}

/// Attempts of a contest that were active in a span, whether still running or closed by the sweeper.
pub async fn active_between(
    link: &mut Link,
    contest: &str,
    from: i64,
    to: i64,
) -> Result<Vec<Attempt>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT * FROM attempt WHERE contest_id = $1 AND started_at <= $3 AND deadline >= $2
            AND (submitted_at IS NULL OR submitted_by = 'sweeper') AND voided_at IS NULL ORDER BY id",
    )
    .bind(contest)
    .bind(from)
    .bind(to)
    .fetch_all(c)
    .await)
}

/// Moves a deadline and opens the attempt again if the sweeper had closed it.
pub async fn extend(link: &mut Link, id: &str, deadline: i64, reopen: bool, now: i64) -> Result<(), Error> {
    if reopen {
        sql!(link, c => sqlx::query(
            "UPDATE attempt SET deadline = $2, submitted_at = NULL, submitted_by = NULL, graded_at = $3 WHERE id = $1",
        )
        .bind(id)
        .bind(deadline)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
    } else {
        sql!(link, c => sqlx::query("UPDATE attempt SET deadline = $2 WHERE id = $1")
            .bind(id)
            .bind(deadline)
            .execute(c)
            .await
            .map(drop))
    }
}

/// Makes answers of the late taps that came until `limit`, where nothing newer stands, and forgets that they were late.
pub async fn take_late(link: &mut Link, id: &str, limit: i64) -> Result<(), Error> {
    for statement in [
        "INSERT INTO answer (attempt_id, position, seq, choice, occurred_at, received_at)
         SELECT t.attempt_id, t.position, coalesce(s.seq, 0) + 1, t.choice, t.occurred_at, t.received_at
         FROM late_tap AS t LEFT JOIN answer AS s ON s.attempt_id = t.attempt_id AND s.position = t.position
         WHERE t.attempt_id = $1 AND t.received_at <= $2 AND (s.received_at IS NULL OR s.received_at < t.received_at)
         ON CONFLICT (attempt_id, position) DO UPDATE
         SET seq = excluded.seq, choice = excluded.choice,
             occurred_at = excluded.occurred_at, received_at = excluded.received_at",
        "DELETE FROM late_tap WHERE attempt_id = $1 AND received_at <= $2",
    ] {
        sql!(link, c => sqlx::query(statement).bind(id).bind(limit).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Records an extension and the attempts it moved.
#[derive(Clone, Debug)]
pub struct Extension {
    /// Id.
    pub id: String,
    /// Contest.
    pub contest_id: String,
    /// Minutes added.
    pub minutes: i64,
    /// Span.
    pub active_from: i64,
    /// Span.
    pub active_to: i64,
    /// Reason shown on the phone.
    pub reason: String,
    /// When, unix ms.
    pub applied_at: i64,
}

/// Adds an extension.
pub async fn insert_extension(link: &mut Link, e: &Extension) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO extension (id, contest_id, minutes, active_from, active_to, reason, applied_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&e.id)
    .bind(&e.contest_id)
    .bind(e.minutes)
    .bind(e.active_from)
    .bind(e.active_to)
    .bind(&e.reason)
    .bind(e.applied_at)
    .execute(c)
    .await
    .map(drop))
}

/// Links an attempt to an extension.
pub async fn link_extension(link: &mut Link, attempt: &str, extension: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query("INSERT INTO attempt_extension (attempt_id, extension_id) VALUES ($1, $2)")
        .bind(attempt)
        .bind(extension)
        .execute(c)
        .await
        .map(drop))
}

/// Hands every paper dealt since a moment to `each`, demo papers apart. Streamed: there may be a million.
pub async fn papers_since(link: &mut Link, since: i64, mut each: impl FnMut(&str)) -> Result<(), Error> {
    sql!(link, c => {
        let mut papers =
            sqlx::query_scalar::<_, String>("SELECT paper FROM attempt WHERE started_at >= $1 AND demo = 0")
                .bind(since)
                .fetch(c);
        while let Some(paper) = papers.try_next().await? {
            each(&paper);
        }
        Ok(())
    })
}

/// The latest moment any fact was received: time never starts before it.
pub async fn latest_moment(link: &mut Link) -> Result<i64, Error> {
    sql!(link, c => sqlx::query_scalar(
        // Ids are time-ordered, so the newest attempt is the last id; only running attempts can hold newer answers.
        "SELECT max(t) FROM (
            SELECT coalesce(max(started_at), 0) AS t FROM (SELECT started_at FROM attempt ORDER BY id DESC LIMIT 1) AS a
            UNION ALL SELECT coalesce(max(graded_at), 0) FROM attempt
            UNION ALL SELECT coalesce(max(created_at), 0) FROM participant
            UNION ALL SELECT coalesce(max(received_at), 0) FROM answer
                WHERE attempt_id IN (SELECT id FROM attempt WHERE submitted_at IS NULL)
            UNION ALL SELECT coalesce(max(joined_at), 0) FROM live_player
            UNION ALL SELECT coalesce(max(at), 0) FROM live_event
                WHERE room_id IN (SELECT id FROM live_room WHERE finished_at IS NULL)
            UNION ALL SELECT coalesce(max(received_at), 0) FROM live_answer AS a JOIN live_room AS r
                ON r.id = a.room_id AND r.open_question = a.question AND r.open_run = a.run) AS moments",
    )
    .fetch_one(c)
    .await)
}
