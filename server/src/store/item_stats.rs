//! Rows of the item statistics: which attempts count, which of them are in the sums, and the sums.
//!
//! Rows go in and out many at a time, as JSON arrays that the engine unpacks; only the unpacking differs.
//!
//! Invariant: sums and marks change together, under a new [stamp](STAMP). Who changes them has read under the stamp
//! that stands, or nothing is written.

use super::{Link, StoreError};
use crate::sql;
use domain::item_stats::Tally;
use sqlx::Error;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use std::collections::BTreeMap;

/// Key in `meta` of a value that changes whenever the sums or the set of counted attempts do.
pub const STAMP: &str = "item_stats";

/// An attempt whose questions are looked at.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Counted {
    /// Attempt.
    pub id: String,
    /// Paper, JSON of `PaperItem`s.
    pub paper: String,
    /// Start, unix ms.
    pub started_at: i64,
    /// Audience, copied at the start.
    pub audience: String,
}

/// A stored answer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SavedRow {
    /// Attempt.
    pub attempt_id: String,
    /// 1-based position.
    pub position: i64,
    /// Choice as JSON; `None` = cleared.
    pub choice: Option<String>,
    /// When it reached the server, unix ms.
    pub received_at: i64,
}

/// Wording and audience (empty = everybody).
pub type Key = (String, String);

async fn rows<T>(
    link: &mut Link,
    [sqlite, postgres]: [&'static str; 2],
    json: String,
) -> Result<Vec<T>, Error>
where
    T: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
{
    match link {
        Link::Sqlite(c) => sqlx::query_as(sqlite).bind(json).fetch_all(&mut **c).await,
        Link::Postgres(c) => sqlx::query_as(postgres).bind(json).fetch_all(&mut **c).await,
    }
}

async fn execute(link: &mut Link, [sqlite, postgres]: [&'static str; 2], json: String) -> Result<(), Error> {
    match link {
        Link::Sqlite(c) => sqlx::query(sqlite).bind(json).execute(&mut **c).await.map(drop),
        Link::Postgres(c) => sqlx::query(postgres).bind(json).execute(&mut **c).await.map(drop),
    }
}

/// `[["a"], ["b"]]`: both engines unpack arrays alike, but not bare texts.
fn list<'a>(ids: impl Iterator<Item = &'a String>) -> Result<String, Error> {
    json(&ids.map(|id| [id]).collect::<Vec<_>>())
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::Encode(Box::new(e)))
}

/// Attempts that count and are not in the sums yet, by id, after an id. Demonstration attempts never are.
pub async fn uncounted(link: &mut Link, after: &str, most: i64) -> Result<Vec<Counted>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT a.id, a.paper, a.started_at, a.audience FROM attempt AS a
         WHERE a.id > $1 AND a.submitted_at IS NOT NULL AND a.voided_at IS NULL AND a.ordinal = 1 AND a.demo = 0
            AND NOT EXISTS (SELECT 1 FROM item_tallied AS t WHERE t.attempt_id = a.id)
         ORDER BY a.id LIMIT $2",
    )
    .bind(after)
    .bind(most)
    .fetch_all(c)
    .await)
}

/// Demonstration attempts that would count, by id, after an id.
pub async fn demo(link: &mut Link, after: &str, most: i64) -> Result<Vec<Counted>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT id, paper, started_at, audience FROM attempt
         WHERE id > $1 AND submitted_at IS NOT NULL AND voided_at IS NULL AND ordinal = 1 AND demo = 1
         ORDER BY id LIMIT $2",
    )
    .bind(after)
    .bind(most)
    .fetch_all(c)
    .await)
}

/// Attempts in the sums that were voided since.
pub async fn voided(link: &mut Link, most: i64) -> Result<Vec<Counted>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT a.id, a.paper, a.started_at, a.audience
         FROM item_tallied AS t JOIN attempt AS a ON a.id = t.attempt_id
         WHERE a.voided_at IS NOT NULL ORDER BY a.id LIMIT $1",
    )
    .bind(most)
    .fetch_all(c)
    .await)
}

/// How many attempts in the sums went away or run again without the sums having been told: their part is unknown.
pub async fn lost(link: &mut Link) -> Result<i64, Error> {
    sql!(link, c => sqlx::query_scalar(
        "SELECT count(*) FROM item_tallied AS t LEFT JOIN attempt AS a ON a.id = t.attempt_id
         WHERE a.id IS NULL OR a.submitted_at IS NULL OR a.ordinal <> 1 OR a.demo <> 0",
    )
    .fetch_one(c)
    .await)
}

/// Those of the attempts that are in the sums.
pub async fn counted_of(link: &mut Link, ids: &[String]) -> Result<Vec<Counted>, Error> {
    let statement = over_json!(
        "SELECT a.id, a.paper, a.started_at, a.audience FROM",
        "CROSS JOIN item_tallied AS t JOIN attempt AS a ON a.id = t.attempt_id
         WHERE t.attempt_id = j.value ->> 0 ORDER BY a.id"
    );
    rows(link, statement, list(ids.iter())?).await
}

/// Attempts in the sums that leave with the demonstration data: real tries in a contest that became a demonstration.
pub async fn counted_of_demo(link: &mut Link) -> Result<Vec<String>, Error> {
    sql!(link, c => sqlx::query_scalar(
        "SELECT a.id FROM item_tallied AS t JOIN attempt AS a ON a.id = t.attempt_id
         WHERE a.demo = 1 OR a.contest_id IN (SELECT id FROM contest WHERE demo = 1)
            OR a.participant_id IN (SELECT id FROM participant WHERE demo = 1) ORDER BY a.id",
    )
    .fetch_all(c)
    .await)
}

/// Every stored answer of the attempts.
pub async fn answers(link: &mut Link, of: &[Counted]) -> Result<Vec<SavedRow>, Error> {
    let statement = over_json!(
        "SELECT s.attempt_id, s.position, s.choice, s.received_at FROM",
        "CROSS JOIN answer AS s WHERE s.attempt_id = j.value ->> 0"
    );
    rows(link, statement, list(of.iter().map(|c| &c.id))?).await
}

/// The sums of some keys, where there are any.
pub async fn tallies<'k>(
    link: &mut Link,
    keys: impl Iterator<Item = &'k Key>,
) -> Result<BTreeMap<Key, Tally>, StoreError> {
    let statement = over_json!(
        "SELECT t.revision_id, t.audience, t.document FROM",
        "CROSS JOIN item_tally AS t WHERE t.revision_id = j.value ->> 0 AND t.audience = j.value ->> 1"
    );
    read(rows(link, statement, json(&keys.collect::<Vec<_>>())?).await?)
}

/// The sums of every wording for an audience (empty = everybody).
pub async fn of_audience(link: &mut Link, audience: &str) -> Result<BTreeMap<Key, Tally>, StoreError> {
    read(sql!(link, c => sqlx::query_as(
        "SELECT revision_id, audience, document FROM item_tally WHERE audience = $1",
    )
    .bind(audience)
    .fetch_all(c)
    .await)?)
}

fn read(rows: Vec<(String, String, String)>) -> Result<BTreeMap<Key, Tally>, StoreError> {
    let parse = |(revision, audience, document): (String, String, String)| {
        let tally = serde_json::from_str(&document)
            .map_err(|e| StoreError::Corrupt { what: "item tally", why: format!("{revision}: {e}") })?;
        Ok(((revision, audience), tally))
    };
    rows.into_iter().map(parse).collect()
}

/// How many attempts are in the sums.
pub async fn counted(link: &mut Link) -> Result<i64, Error> {
    sql!(link, c => sqlx::query_scalar("SELECT count(*) FROM item_tallied").fetch_one(c).await)
}

/// What changes together: the new sums of some keys, and the marks of the attempts that came or went.
#[derive(Clone, Debug)]
pub struct Change {
    kept: String,
    emptied: Option<String>,
    came: String,
    went: String,
}

impl Change {
    /// Packs a change, outside the transaction.
    ///
    /// # Errors
    /// What cannot be written as JSON.
    pub fn pack(
        sums: &BTreeMap<Key, Tally>,
        came: &[Counted],
        went: &[Counted],
        now: i64,
    ) -> Result<Self, StoreError> {
        let mut kept = Vec::new();
        let mut emptied = Vec::new();
        for ((revision, audience), tally) in sums {
            if tally.is_empty() {
                emptied.push([revision, audience]);
            } else {
                kept.push((revision, audience, json(tally)?));
            }
        }
        let came: Vec<(&str, i64)> = came.iter().map(|c| (c.id.as_str(), now)).collect();
        Ok(Self {
            kept: json(&kept)?,
            emptied: if emptied.is_empty() { None } else { Some(json(&emptied)?) },
            came: json(&came)?,
            went: list(went.iter().map(|c| &c.id))?,
        })
    }
}

/// Writes a change, inside the caller's transaction.
pub async fn write(link: &mut Link, change: Change) -> Result<(), Error> {
    let keep = over_json!(
        "INSERT INTO item_tally (revision_id, audience, document)
         SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2 FROM",
        "WHERE true ON CONFLICT (revision_id, audience) DO UPDATE SET document = excluded.document"
    );
    execute(link, keep, change.kept).await?;
    if let Some(emptied) = change.emptied {
        let clear = over_json!(
            "DELETE FROM item_tally WHERE (revision_id, audience) IN (SELECT j.value ->> 0, j.value ->> 1 FROM",
            ")"
        );
        execute(link, clear, emptied).await?;
    }
    let mark = over_json!(
        "INSERT INTO item_tallied (attempt_id, tallied_at)
         SELECT j.value ->> 0, CAST(j.value ->> 1 AS BIGINT) FROM",
        ""
    );
    execute(link, mark, change.came).await?;
    let unmark = over_json!("DELETE FROM item_tallied WHERE attempt_id IN (SELECT j.value ->> 0 FROM", ")");
    execute(link, unmark, change.went).await
}

/// Puts a new stamp where the old one still stands; `false` when somebody else has changed the sums meanwhile. Whoever
/// gets `true` holds the stamp until the transaction ends.
pub async fn restamp(link: &mut Link, old: &str, new: &str) -> Result<bool, Error> {
    sql!(link, c => sqlx::query("UPDATE meta SET value = $3 WHERE key = $1 AND value = $2")
        .bind(STAMP)
        .bind(old)
        .bind(new)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// The stamp that stands, which nobody else can change until the transaction ends; `None` when nothing was ever counted.
pub async fn hold_stamp(link: &mut Link) -> Result<Option<String>, Error> {
    sql!(link, c => sqlx::query_scalar("UPDATE meta SET value = value WHERE key = $1 RETURNING value")
        .bind(STAMP)
        .fetch_optional(c)
        .await)
}

/// Empties the sums and the marks.
pub async fn clear(link: &mut Link) -> Result<(), Error> {
    link.run("DELETE FROM item_tally").await?;
    link.run("DELETE FROM item_tallied").await
}
