//! Rows of contests: immutable versions, resolved predictions, barred and roster hashes.

use super::Link;
use crate::sql;
use sqlx::Error;

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
    /// 1 when somebody is barred from it.
    pub bars: i64,
}

/// The heads of all contests, oldest first: no documents, since this is asked every second.
pub async fn heads(link: &mut Link) -> Result<Vec<Head>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT c.id, c.version, c.created_at,
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

/// Adds to the barred list.
pub async fn bar(link: &mut Link, contest: &str, contact_hmac: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO barred (contest_id, contact_hmac) VALUES ($1, $2)
         ON CONFLICT (contest_id, contact_hmac) DO NOTHING",
    )
    .bind(contest)
    .bind(contact_hmac)
    .execute(c)
    .await
    .map(drop))
}

/// Adds to the roster.
pub async fn add_roster_code(link: &mut Link, contest: &str, code_hmac: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO roster_code (contest_id, code_hmac) VALUES ($1, $2)
         ON CONFLICT (contest_id, code_hmac) DO NOTHING",
    )
    .bind(contest)
    .bind(code_hmac)
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
