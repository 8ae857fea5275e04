//! Rows of the question bank: a question's standing and its immutable wordings.

use super::Link;
use crate::sql;
use sqlx::Error;

/// Current wording and status of a question.
pub async fn current(link: &mut Link, question: &str) -> Result<Option<(String, String)>, Error> {
    sql!(link, c => sqlx::query_as("SELECT current_revision, status FROM question WHERE id = $1")
        .bind(question)
        .fetch_optional(c)
        .await)
}

/// Adds a wording; the same wording again is nothing.
pub async fn add_revision(
    link: &mut Link,
    id: &str,
    question: &str,
    document: &str,
    now: i64,
) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO question_revision (id, question_id, ordinal, document, created_at)
         SELECT $1, $2, coalesce(max(ordinal), 0) + 1, $3, $4 FROM question_revision WHERE question_id = $2
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(question)
    .bind(document)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// Points a question at a wording.
pub async fn set_current(
    link: &mut Link,
    question: &str,
    topic: &str,
    revision: &str,
    status: &str,
    approved_by: Option<&str>,
    now: i64,
) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO question (id, topic, status, current_revision, approved_by, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET topic = excluded.topic, status = excluded.status,
            current_revision = excluded.current_revision, approved_by = excluded.approved_by,
            changed_at = excluded.changed_at",
    )
    .bind(question)
    .bind(topic)
    .bind(status)
    .bind(revision)
    .bind(approved_by)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// Approved questions' current wordings: id and document, in question order.
pub async fn approved(link: &mut Link) -> Result<Vec<(String, String)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT r.id, r.document FROM question AS q JOIN question_revision AS r ON r.id = q.current_revision
         WHERE q.status = 'approved' ORDER BY q.id",
    )
    .fetch_all(c)
    .await)
}

/// One wording's document.
pub async fn document(link: &mut Link, revision: &str) -> Result<Option<String>, Error> {
    sql!(link, c => sqlx::query_scalar("SELECT document FROM question_revision WHERE id = $1")
        .bind(revision)
        .fetch_optional(c)
        .await)
}

/// Wordings frozen for a round, each with its tickets in the draw.
pub async fn pool(link: &mut Link, contest: &str, round: &str) -> Result<Vec<(String, i64)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT revision_id, tickets FROM round_pool WHERE contest_id = $1 AND round_id = $2 ORDER BY revision_id",
    )
    .bind(contest)
    .bind(round)
    .fetch_all(c)
    .await)
}

/// Adds a wording to a round's pool.
pub async fn add_to_pool(
    link: &mut Link,
    contest: &str,
    round: &str,
    revision: &str,
    tickets: u8,
    now: i64,
) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO round_pool (contest_id, round_id, revision_id, tickets, frozen_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (contest_id, round_id, revision_id) DO NOTHING",
    )
    .bind(contest)
    .bind(round)
    .bind(revision)
    .bind(i64::from(tickets))
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}
