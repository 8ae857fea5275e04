//! Small facts about the installation: its origin, which release filled the bank; and the append-only audit log.

use super::Link;
use crate::sql;
use sha2::{Digest as _, Sha256};
use sqlx::Error;

/// A stored value.
pub async fn get(link: &mut Link, key: &str) -> Result<Option<String>, Error> {
    sql!(link, c => sqlx::query_scalar("SELECT value FROM meta WHERE key = $1").bind(key).fetch_optional(c).await)
}

/// Stores a value.
pub async fn set(link: &mut Link, key: &str, value: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(key)
    .bind(value)
    .execute(c)
    .await
    .map(drop))
}

/// Stores a value unless one stands there; returns what stands.
pub async fn set_once(link: &mut Link, key: &str, value: &str) -> Result<String, Error> {
    sql!(link, c => sqlx::query("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING")
        .bind(key)
        .bind(value)
        .execute(c)
        .await
        .map(drop))?;
    Ok(get(link, key).await?.unwrap_or_else(|| value.to_owned()))
}

/// What was done, by ids only: no personal data.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// Who: `cli`, `person`, a staff id.
    pub actor: &'a str,
    /// What, e.g. `extend-attempts`.
    pub action: &'a str,
    /// To what (an id).
    pub subject: &'a str,
    /// Particulars as JSON.
    pub detail: &'a str,
}

/// Keeps other transactions that append to the audit log waiting until this one ends. SQLite has one writer anyway.
pub(super) async fn audit_alone(link: &mut Link) -> Result<(), Error> {
    if link.is_postgres() { link.run("LOCK TABLE audit IN EXCLUSIVE MODE").await } else { Ok(()) }
}

/// Appends to the audit log; each hash covers the row before.
pub async fn audit(link: &mut Link, act: Act<'_>, now: i64) -> Result<(), Error> {
    // Two nodes appending at once would compute from the same last row.
    audit_alone(link).await?;
    let last: Option<(i64, String)> = sql!(link, c => sqlx::query_as("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetch_optional(c).await)?;
    let (seq, before) = last.map_or((1, String::new()), |(seq, hash)| (seq + 1, hash));
    let mut digest = Sha256::new();
    for part in [&before, &seq.to_string(), &now.to_string(), act.actor, act.action, act.subject, act.detail]
    {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    sql!(link, c => sqlx::query(
        "INSERT INTO audit (seq, at, actor, action, subject, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(seq)
    .bind(now)
    .bind(act.actor)
    .bind(act.action)
    .bind(act.subject)
    .bind(act.detail)
    .bind(hex::encode(digest.finalize()))
    .execute(c)
    .await
    .map(drop))
}
