//! Rows of contests: immutable versions, resolved predictions, barred and roster hashes.

use super::Link;
use crate::sql;
use sqlx::Error;
use std::collections::HashSet;

/// A contest's current version.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Current {
    /// Contest id.
    pub id: String,
    /// Version.
    pub version: i64,
    /// First import, unix ms.
    pub created_at: i64,
    /// Document (JSON).
    pub document: String,
}

/// All contests at their current version, oldest first.
pub async fn all(link: &mut Link) -> Result<Vec<Current>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT c.id, c.version, c.created_at, v.document
         FROM contest AS c JOIN contest_version AS v ON v.contest_id = c.id AND v.version = c.version
         ORDER BY c.created_at, c.id",
    )
    .fetch_all(c)
    .await)
}

/// What tells whether a contest is as it was read before.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Head {
    /// Contest id.
    pub id: String,
    /// Current version.
    pub version: i64,
    /// First import, unix ms.
    pub created_at: i64,
    /// Counts changes of its barred list and roster.
    pub lists: i64,
    /// 1 when somebody is barred from it.
    pub bars: i64,
}

/// The heads of all contests, oldest first: no documents, since this is asked every second.
pub async fn heads(link: &mut Link) -> Result<Vec<Head>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT c.id, c.version, c.created_at, c.lists,
                CAST(CASE WHEN EXISTS (SELECT 1 FROM barred AS b WHERE b.contest_id = c.id) THEN 1 ELSE 0 END AS BIGINT)
                    AS bars
         FROM contest AS c ORDER BY c.created_at, c.id",
    )
    .fetch_all(c)
    .await)
}

/// One contest by address part.
pub async fn by_slug(link: &mut Link, slug: &str) -> Result<Option<Current>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT c.id, c.version, c.created_at, v.document FROM contest AS c
         JOIN contest_version AS v ON v.contest_id = c.id AND v.version = c.version WHERE c.slug = $1",
    )
    .bind(slug)
    .fetch_optional(c)
    .await)
}

/// The document of a version.
pub async fn version(link: &mut Link, id: &str, version: i64) -> Result<Option<String>, Error> {
    sql!(link, c => sqlx::query_scalar("SELECT document FROM contest_version WHERE contest_id = $1 AND version = $2")
        .bind(id)
        .bind(version)
        .fetch_optional(c)
        .await)
}

/// Adds a version and makes it current.
pub async fn add_version(
    link: &mut Link,
    id: &str,
    slug: &str,
    version: i64,
    document: &str,
    demo: bool,
    now: i64,
) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO contest_version (contest_id, version, document, created_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(id)
    .bind(version)
    .bind(document)
    .bind(now)
    .execute(c)
    .await
    .map(drop))?;
    sql!(link, c => sqlx::query(
        "INSERT INTO contest (id, slug, version, demo, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, demo = excluded.demo",
    )
    .bind(id)
    .bind(slug)
    .bind(version)
    .bind(i64::from(demo))
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// Makes the barred list exactly this one; tells whether it was another.
pub async fn set_barred(link: &mut Link, contest: &str, contacts: &[String]) -> Result<bool, Error> {
    let held: Vec<String> = sql!(link, c => sqlx::query_scalar("SELECT contact_hmac FROM barred WHERE contest_id = $1")
        .bind(contest)
        .fetch_all(c)
        .await)?;
    let changed = replace(
        link,
        contest,
        (&held, contacts),
        "DELETE FROM barred WHERE contest_id = $1 AND contact_hmac = $2",
        "INSERT INTO barred (contest_id, contact_hmac) VALUES ($1, $2)
         ON CONFLICT (contest_id, contact_hmac) DO NOTHING",
    )
    .await?;
    if changed && contacts.is_empty() {
        // Nobody is barred any more: neither is who took their contact back.
        sql!(link, c => sqlx::query("UPDATE membership SET barred = 0 WHERE contest_id = $1 AND barred = 1")
            .bind(contest)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(changed)
}

/// Makes the roster exactly this one, but for codes that were used: those stay valid. Tells whether it was another.
pub async fn set_roster(link: &mut Link, contest: &str, codes: &[String]) -> Result<bool, Error> {
    let held: Vec<(String, i64)> = sql!(link, c => sqlx::query_as(
        "SELECT code_hmac, CAST(CASE WHEN participant_id IS NULL THEN 0 ELSE 1 END AS BIGINT) FROM roster_code
         WHERE contest_id = $1",
    )
    .bind(contest)
    .fetch_all(c)
    .await)?;
    let wanted: HashSet<&String> = codes.iter().collect();
    let there = |(code, used): (String, i64)| (used == 0 || wanted.contains(&code)).then_some(code);
    let held: Vec<String> = held.into_iter().filter_map(there).collect();
    replace(
        link,
        contest,
        (&held, codes),
        "DELETE FROM roster_code WHERE contest_id = $1 AND code_hmac = $2 AND participant_id IS NULL",
        "INSERT INTO roster_code (contest_id, code_hmac) VALUES ($1, $2)
         ON CONFLICT (contest_id, code_hmac) DO NOTHING",
    )
    .await
}

/// Takes out what is held and not wanted, adds what is wanted and not held; whether there was either.
async fn replace(
    link: &mut Link,
    contest: &str,
    (held, wanted): (&[String], &[String]),
    remove: &'static str,
    add: &'static str,
) -> Result<bool, Error> {
    let (before, after): (HashSet<&String>, HashSet<&String>) =
        (held.iter().collect(), wanted.iter().collect());
    for (statement, rows) in [(remove, before.difference(&after)), (add, after.difference(&before))] {
        for hash in rows {
            sql!(link, c => sqlx::query(statement).bind(contest).bind(*hash).execute(c).await.map(drop))?;
        }
    }
    Ok(before != after)
}

/// Notes that the barred list or the roster changed: boards follow it.
pub async fn lists_changed(link: &mut Link, contest: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query("UPDATE contest SET lists = lists + 1 WHERE id = $1")
        .bind(contest)
        .execute(c)
        .await
        .map(drop))
}

/// Resolved predictions: contest, round, number.
pub async fn predictions(link: &mut Link) -> Result<Vec<(String, String, i64)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT contest_id, round_id, actual FROM prediction_result ORDER BY contest_id, round_id",
    )
    .fetch_all(c)
    .await)
}

/// Resolves a round's prediction.
pub async fn resolve(
    link: &mut Link,
    contest: &str,
    round: &str,
    actual: i64,
    now: i64,
) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO prediction_result (contest_id, round_id, actual, resolved_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (contest_id, round_id) DO UPDATE SET actual = excluded.actual, resolved_at = excluded.resolved_at",
    )
    .bind(contest)
    .bind(round)
    .bind(actual)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// The three numbers a prediction may ask for: persons, valid attempts, persons with everything right. A valid attempt
/// ended, was not voided and holds at least one answer.
pub async fn round_counts(link: &mut Link, contest: &str, round: &str) -> Result<(i64, i64, i64), Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT count(DISTINCT participant_id), count(*),
                count(DISTINCT CASE WHEN score = max_score AND max_score > 0 THEN participant_id END)
         FROM attempt WHERE contest_id = $1 AND round_id = $2
            AND submitted_at IS NOT NULL AND voided_at IS NULL AND answered > 0",
    )
    .bind(contest)
    .bind(round)
    .fetch_one(c)
    .await)
}

/// Attempts of a round that are still running.
pub async fn running(link: &mut Link, contest: &str, round: &str) -> Result<i64, Error> {
    sql!(link, c => sqlx::query_scalar(
        "SELECT count(*) FROM attempt WHERE contest_id = $1 AND round_id = $2 AND submitted_at IS NULL",
    )
    .bind(contest)
    .bind(round)
    .fetch_one(c)
    .await)
}
