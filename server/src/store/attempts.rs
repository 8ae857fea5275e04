//! Rows about attempts: the paper as dealt, what was copied from the person at the start, and the cached result.

use super::Link;
use crate::sql;
use futures::TryStreamExt as _;
use sqlx::Error;

/// An attempt as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
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

/// Adds a running attempt.
pub async fn insert(link: &mut Link, a: &Attempt) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO attempt (id, origin, participant_id, contest_id, round_id, ordinal, version, seed, paper,
            started_at, day, deadline, extra_ms, locality_scheme, locality_code, unit_id, audience, flags, age_band,
            grade, mode, demo, max_score)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
    )
    .bind(&a.id)
    .bind(&a.origin)
    .bind(&a.participant_id)
    .bind(&a.contest_id)
    .bind(&a.round_id)
    .bind(a.ordinal)
    .bind(a.version)
    .bind(a.seed)
    .bind(&a.paper)
    .bind(a.started_at)
    .bind(&a.day)
    .bind(a.deadline)
    .bind(a.extra_ms)
    .bind(&a.locality_scheme)
    .bind(&a.locality_code)
    .bind(&a.unit_id)
    .bind(&a.audience)
    .bind(&a.flags)
    .bind(&a.age_band)
    .bind(&a.grade)
    .bind(&a.mode)
    .bind(a.demo)
    .bind(a.max_score)
    .execute(c)
    .await
    .map(drop))
}

/// By id.
pub async fn get(link: &mut Link, id: &str) -> Result<Option<Attempt>, Error> {
    sql!(link, c => sqlx::query_as("SELECT * FROM attempt WHERE id = $1").bind(id).fetch_optional(c).await)
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

/// A person's attempts in a round, voided ones included, oldest first.
pub async fn of_round(
    link: &mut Link,
    person: &str,
    contest: &str,
    round: &str,
) -> Result<Vec<Attempt>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT * FROM attempt WHERE participant_id = $1 AND contest_id = $2 AND round_id = $3 ORDER BY ordinal",
    )
    .bind(person)
    .bind(contest)
    .bind(round)
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
pub async fn answers(link: &mut Link, attempt: &str) -> Result<Vec<(i64, i64, Option<String>, i64)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT position, seq, choice, received_at FROM answer WHERE attempt_id = $1 ORDER BY position",
    )
    .bind(attempt)
    .fetch_all(c)
    .await)
}

/// Closes a running attempt and returns it; `None` when it was closed before or does not exist. Locks the row, so that
/// no answer slips in between closing and grading.
pub async fn close(
    link: &mut Link,
    id: &str,
    at: i64,
    by: &str,
    prediction: Option<i64>,
) -> Result<Option<Attempt>, Error> {
    sql!(link, c => sqlx::query_as(
        "UPDATE attempt SET submitted_at = $2, submitted_by = $3, prediction = $4
         WHERE id = $1 AND submitted_at IS NULL RETURNING *",
    )
    .bind(id)
    .bind(at)
    .bind(by)
    .bind(prediction)
    .fetch_optional(c)
    .await)
}

/// Stores the computed result.
pub async fn set_result(link: &mut Link, a: &Attempt) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "UPDATE attempt SET answered = $2, correct = $3, score = $4, max_score = $5, duration_ms = $6, completed = $7,
            passed = $8, graded_at = $9, submitted_at = $10 WHERE id = $1",
    )
    .bind(&a.id)
    .bind(a.answered)
    .bind(a.correct)
    .bind(a.score)
    .bind(a.max_score)
    .bind(a.duration_ms)
    .bind(a.completed)
    .bind(a.passed)
    .bind(a.graded_at)
    .bind(a.submitted_at)
    .execute(c)
    .await
    .map(drop))
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

/// Positions whose taps came too late.
pub async fn late(link: &mut Link, attempt: &str) -> Result<Vec<i64>, Error> {
    sql!(link, c => sqlx::query_scalar("SELECT position FROM late_tap WHERE attempt_id = $1 ORDER BY position")
        .bind(attempt)
        .fetch_all(c)
        .await)
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
                WHERE attempt_id IN (SELECT id FROM attempt WHERE submitted_at IS NULL)) AS moments",
    )
    .fetch_one(c)
    .await)
}
