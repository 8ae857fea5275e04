//! Rows of the question bank: a question's standing and its immutable wordings.

use super::Link;
use crate::sql;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::bank::exchange::Media;
use sqlx::Error;
use std::collections::{HashMap, HashSet};

/// Every question's current wording and status.
pub async fn standings(link: &mut Link) -> Result<HashMap<String, (String, String)>, Error> {
    let rows: Vec<(String, String, String)> = sql!(link, c => sqlx::query_as("SELECT id, current_revision, status FROM question")
        .fetch_all(c)
        .await)?;
    Ok(rows.into_iter().map(|(id, revision, status)| (id, (revision, status))).collect())
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

/// Adds wordings and points their questions at them; a wording that is there already is only pointed at.
///
/// The rows travel as one JSON document, which needs two texts: each engine unpacks it in its own way.
pub async fn add_wordings(
    link: &mut Link,
    rows: &[NewWording<'_>],
    status: &str,
    approved_by: Option<&str>,
    now: i64,
) -> Result<(), Error> {
    let packed = serde_json::to_string(rows).map_err(|e| Error::Encode(Box::new(e)))?;
    match link {
        Link::Sqlite(conn) => {
            sqlx::query(
                "INSERT INTO question_revision (id, question_id, ordinal, document, created_at)
                 SELECT j.value ->> 'id', j.value ->> 'question',
                    1 + (SELECT coalesce(max(r.ordinal), 0) FROM question_revision AS r
                         WHERE r.question_id = j.value ->> 'question'), j.value ->> 'document', $2
                 FROM json_each($1) AS j WHERE true ON CONFLICT (id) DO NOTHING",
            )
            .bind(&packed)
            .bind(now)
            .execute(&mut **conn)
            .await?;
            sqlx::query(
                "INSERT INTO question (id, topic, status, current_revision, approved_by, changed_at)
                 SELECT j.value ->> 'question', j.value ->> 'topic', $2, j.value ->> 'id', $3, $4
                 FROM json_each($1) AS j WHERE true
                 ON CONFLICT (id) DO UPDATE SET topic = excluded.topic, status = excluded.status,
                    current_revision = excluded.current_revision, approved_by = excluded.approved_by,
                    changed_at = excluded.changed_at",
            )
            .bind(&packed)
            .bind(status)
            .bind(approved_by)
            .bind(now)
            .execute(&mut **conn)
            .await
            .map(drop)
        }
        Link::Postgres(conn) => {
            sqlx::query(
                "INSERT INTO question_revision (id, question_id, ordinal, document, created_at)
                 SELECT j.id, j.question,
                    1 + (SELECT coalesce(max(r.ordinal), 0) FROM question_revision AS r
                         WHERE r.question_id = j.question), j.document, $2
                 FROM jsonb_to_recordset($1::jsonb) AS j (id text, question text, topic text, document text)
                 ON CONFLICT (id) DO NOTHING",
            )
            .bind(&packed)
            .bind(now)
            .execute(&mut **conn)
            .await?;
            sqlx::query(
                "INSERT INTO question (id, topic, status, current_revision, approved_by, changed_at)
                 SELECT j.question, j.topic, $2, j.id, $3, $4
                 FROM jsonb_to_recordset($1::jsonb) AS j (id text, question text, topic text, document text)
                 ON CONFLICT (id) DO UPDATE SET topic = excluded.topic, status = excluded.status,
                    current_revision = excluded.current_revision, approved_by = excluded.approved_by,
                    changed_at = excluded.changed_at",
            )
            .bind(&packed)
            .bind(status)
            .bind(approved_by)
            .bind(now)
            .execute(&mut **conn)
            .await
            .map(drop)
        }
    }
}

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

/// Current wordings: topic, status and document, in question order.
pub async fn current_documents(link: &mut Link) -> Result<Vec<(String, String, String)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT q.topic, q.status, r.document FROM question AS q
         JOIN question_revision AS r ON r.id = q.current_revision ORDER BY q.id",
    )
    .fetch_all(c)
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
