//! Rows about API tokens. Only the hash of a token is stored: the token itself is shown once, when it is made.

use super::Link;
use crate::sql;
use sqlx::Error;

/// A token as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ApiToken {
    /// Id.
    pub id: String,
    /// Who has it, in the operator's words.
    pub name: String,
    /// What it opens, comma separated.
    pub scope: String,
    /// Localities (`scheme:code`) it is confined to, comma separated; empty = everywhere.
    pub localities: String,
    /// When it was made, unix ms.
    pub created_at: i64,
    /// When it was withdrawn, unix ms.
    pub revoked_at: Option<i64>,
}

/// Adds a token by its hash.
pub async fn insert(link: &mut Link, token: &ApiToken, hash: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO api_token (id, name, token_hash, scope, localities, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&token.id)
    .bind(&token.name)
    .bind(hash)
    .bind(&token.scope)
    .bind(&token.localities)
    .bind(token.created_at)
    .execute(c)
    .await
    .map(drop))
}

/// By the hash of what was presented.
pub async fn by_hash(link: &mut Link, hash: &str) -> Result<Option<ApiToken>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT id, name, scope, localities, created_at, revoked_at FROM api_token WHERE token_hash = $1",
    )
    .bind(hash)
    .fetch_optional(c)
    .await)
}

/// Ids of the tokens of a name that are in force.
pub async fn in_force(link: &mut Link, name: &str) -> Result<Vec<String>, Error> {
    sql!(link, c => sqlx::query_scalar("SELECT id FROM api_token WHERE name = $1 AND revoked_at IS NULL ORDER BY id")
        .bind(name)
        .fetch_all(c)
        .await)
}

/// Withdraws a token.
pub async fn revoke(link: &mut Link, id: &str, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query("UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
        .bind(id)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}
