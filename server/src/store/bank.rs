//! Rows of the question bank: a question's standing and its immutable wordings.

use super::Link;
use crate::sql;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::bank::exchange::Media;
use sqlx::Error;
use std::collections::{HashMap, HashSet};

/// A question's present wording and where it stands.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Held {
    /// Question id.
    pub id: String,
    /// Revision id of the present wording.
    pub revision: String,
    /// Status code.
    pub status: String,
    /// The release that shipped the present wording.
    pub shipped_with: Option<String>,
}

/// Every question, by id.
pub async fn standings(link: &mut Link) -> Result<HashMap<String, Held>, Error> {
    let rows: Vec<Held> = sql!(link, c => sqlx::query_as(
        "SELECT q.id, q.current_revision AS revision, q.status, r.shipped_with
         FROM question AS q JOIN question_revision AS r ON r.id = q.current_revision",
    )
    .fetch_all(c)
    .await)?;
    Ok(rows.into_iter().map(|held| (held.id.clone(), held)).collect())
}

/// Who wrote each wording whose writer is known, by revision id.
pub async fn writers(link: &mut Link) -> Result<HashMap<String, String>, Error> {
    let rows: Vec<(String, String)> = sql!(link, c => sqlx::query_as(
        "SELECT id, written_by FROM question_revision WHERE written_by IS NOT NULL",
    )
    .fetch_all(c)
    .await)?;
    Ok(rows.into_iter().collect())
}

/// Keeps other nodes from changing questions until this transaction ends; SQLite has one writer anyway.
pub async fn hold(link: &mut Link) -> Result<(), Error> {
    if link.is_postgres() {
        link.run("LOCK TABLE question IN SHARE ROW EXCLUSIVE MODE").await?;
    }
    Ok(())
}

/// A wording to be written.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewWording<'w> {
    /// Revision id.
    pub id: &'w str,
    /// Question id.
    pub question: &'w str,
    /// Topic code.
    pub topic: &'w str,
    /// The wording as JSON.
    pub document: String,
}

/// What is written beside wordings.
#[derive(Clone, Copy, Debug)]
pub struct Written<'w> {
    /// Status code the questions get.
    pub status: &'w str,
    /// Who wrote them.
    pub written_by: Option<&'w str>,
    /// The release that ships them.
    pub shipped_with: Option<&'w str>,
    /// Who vouches for them.
    pub approved_by: Option<&'w str>,
    /// When.
    pub at: i64,
}

/// Adds wordings, notes the step in the history of their questions and points the questions at them; a wording that is
/// there already is only pointed at.
pub async fn add_wordings(link: &mut Link, rows: &[NewWording<'_>], with: Written<'_>) -> Result<(), Error> {
    let packed = serde_json::to_string(rows).map_err(|e| Error::Encode(Box::new(e)))?;
    let engine = usize::from(link.is_postgres());
    let [wordings, steps, questions] = [ADD_WORDINGS[engine], ADD_STEPS[engine], ADD_QUESTIONS[engine]];
    sql!(&mut *link, c => sqlx::query(wordings)
        .bind(&packed)
        .bind(with.at)
        .bind(with.written_by)
        .bind(with.shipped_with)
        .execute(c)
        .await
        .map(drop))?;
    // Before the questions, while they still say where they stood.
    sql!(&mut *link, c => sqlx::query(steps)
        .bind(&packed)
        .bind(with.at)
        .bind(with.status)
        .bind(with.approved_by.or(with.written_by))
        .execute(c)
        .await
        .map(drop))?;
    sql!(link, c => sqlx::query(questions)
        .bind(&packed)
        .bind(with.at)
        .bind(with.status)
        .bind(with.approved_by)
        .execute(c)
        .await
        .map(drop))
}

const ADD_WORDINGS: [&str; 2] = over_json!(
    "INSERT INTO question_revision (id, question_id, ordinal, document, created_at, written_by, shipped_with)
     SELECT j.value ->> 'id', j.value ->> 'question',
        1 + (SELECT coalesce(max(r.ordinal), 0) FROM question_revision AS r
             WHERE r.question_id = j.value ->> 'question'), j.value ->> 'document', $2, $3, $4 FROM",
    "WHERE true ON CONFLICT (id) DO NOTHING"
);

const ADD_STEPS: [&str; 2] = over_json!(
    "INSERT INTO question_step (question_id, ordinal, revision_id, step, from_status, to_status, by_whom, at)
     SELECT j.value ->> 'question',
        1 + (SELECT coalesce(max(s.ordinal), 0) FROM question_step AS s
             WHERE s.question_id = j.value ->> 'question'),
        j.value ->> 'id', 'import', (SELECT q.status FROM question AS q WHERE q.id = j.value ->> 'question'),
        $3, $4, $2 FROM",
    "WHERE true"
);

const ADD_QUESTIONS: [&str; 2] = over_json!(
    "INSERT INTO question (id, topic, status, current_revision, approved_by, changed_at)
     SELECT j.value ->> 'question', j.value ->> 'topic', $3, j.value ->> 'id', $4, $2 FROM",
    "WHERE true
     ON CONFLICT (id) DO UPDATE SET topic = excluded.topic, status = excluded.status,
        current_revision = excluded.current_revision, approved_by = excluded.approved_by, submitted_by = NULL,
        changed_at = excluded.changed_at"
);

/// Keeps a picture; the same again is nothing.
pub async fn add_media(link: &mut Link, media: &Media, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO media (name, width, height, content, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name) DO NOTHING",
    )
    .bind(&media.name)
    .bind(i64::from(media.width))
    .bind(i64::from(media.height))
    .bind(BASE64.encode(&media.bytes))
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// A picture's bytes.
pub async fn media(link: &mut Link, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let content: Option<String> = sql!(link, c => sqlx::query_scalar("SELECT content FROM media WHERE name = $1")
        .bind(name)
        .fetch_optional(c)
        .await)?;
    content.map(|text| BASE64.decode(text).map_err(|e| Error::Decode(Box::new(e)))).transpose()
}

/// A question with its present wording.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Current {
    /// Question id.
    pub id: String,
    /// Topic code.
    pub topic: String,
    /// Status code.
    pub status: String,
    /// Revision id.
    pub revision: String,
    /// Who wrote it: a person, or the release that shipped it.
    pub writer: Option<String>,
    /// Who brought it to review.
    pub submitted_by: Option<String>,
    /// Who vouches for it.
    pub approved_by: Option<String>,
    /// When its wording or standing changed last.
    pub changed_at: i64,
    /// The wording as JSON.
    pub document: String,
}

/// Every question, in the order of ids.
pub async fn current(link: &mut Link) -> Result<Vec<Current>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT q.id, q.topic, q.status, q.current_revision AS revision, coalesce(r.written_by, r.shipped_with) AS writer,
            q.submitted_by, q.approved_by, q.changed_at, r.document
         FROM question AS q JOIN question_revision AS r ON r.id = q.current_revision ORDER BY q.id",
    )
    .fetch_all(c)
    .await)
}

/// One question.
pub async fn current_of(link: &mut Link, question: &str) -> Result<Option<Current>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT q.id, q.topic, q.status, q.current_revision AS revision, coalesce(r.written_by, r.shipped_with) AS writer,
            q.submitted_by, q.approved_by, q.changed_at, r.document
         FROM question AS q JOIN question_revision AS r ON r.id = q.current_revision WHERE q.id = $1",
    )
    .bind(question)
    .fetch_optional(c)
    .await)
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

/// Whether the bank has questions of a topic.
pub async fn has_topic(link: &mut Link, topic: &str) -> Result<bool, Error> {
    let any: Option<i64> = sql!(link, c => sqlx::query_scalar("SELECT cast(1 AS BIGINT) FROM question WHERE topic = $1 LIMIT 1")
            .bind(topic)
            .fetch_optional(c)
            .await)?;
    Ok(any.is_some())
}

/// The present wordings of all questions.
pub async fn present(link: &mut Link) -> Result<HashSet<String>, Error> {
    let ids: Vec<String> =
        sql!(link, c => sqlx::query_scalar("SELECT current_revision FROM question").fetch_all(c).await)?;
    Ok(ids.into_iter().collect())
}
