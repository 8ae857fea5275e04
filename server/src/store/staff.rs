//! Rows about staff: accounts, roles, sessions, the one-time setup code.
//!
//! Invariant: whatever changes accounts or begins sessions calls [`alone`] first, so that on either engine such
//! transactions stand in a row: a password that changes cannot race a sign-in with the old one.

use super::{Link, meta};
use crate::sql;
use sqlx::Error;

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    /// Id.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// Name as compared.
    pub name_key: String,
    /// PHC string.
    pub password_hash: String,
    /// When the password was set, unix ms.
    pub password_at: i64,
    /// When the account was made, unix ms.
    pub created_at: i64,
    /// When it was disabled, unix ms.
    pub disabled_at: Option<i64>,
}

/// One session.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Session {
    /// Id.
    pub id: String,
    /// Whose.
    pub staff_id: String,
    /// Rough description of the browser.
    pub label: String,
    /// Begin, unix ms.
    pub created_at: i64,
    /// Last seen, to the minute.
    pub seen_at: i64,
    /// Fixed end.
    pub expires_at: i64,
}

/// The setup code that stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SetupLink {
    /// HMAC of the code.
    pub code_hmac: String,
    /// When it was made, unix ms.
    pub created_at: i64,
    /// Its end, unix ms.
    pub expires_at: i64,
    /// When it was used, unix ms.
    pub used_at: Option<i64>,
}

/// Keeps other transactions that change staff waiting until this one ends.
///
/// All of them append to the audit log in the end, so its lock serves, taken early: with a second lock two nodes whose
/// groups of writes took them in different order could wait for each other.
pub async fn alone(link: &mut Link) -> Result<(), Error> {
    meta::audit_alone(link).await
}

/// Adds an account.
pub async fn insert(link: &mut Link, account: &Account) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO staff (id, name, name_key, password_hash, password_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&account.id)
    .bind(&account.name)
    .bind(&account.name_key)
    .bind(&account.password_hash)
    .bind(account.password_at)
    .bind(account.created_at)
    .execute(c)
    .await
    .map(drop))
}

/// Whether there is any account, disabled ones included.
pub async fn any(link: &mut Link) -> Result<bool, Error> {
    let one: Option<i64> =
        sql!(link, c => sqlx::query_scalar("SELECT created_at FROM staff LIMIT 1").fetch_optional(c).await)?;
    Ok(one.is_some())
}

/// The account of a name as compared.
pub async fn by_key(link: &mut Link, name_key: &str) -> Result<Option<Account>, Error> {
    sql!(link, c => sqlx::query_as("SELECT * FROM staff WHERE name_key = $1").bind(name_key).fetch_optional(c).await)
}

/// The account of an id.
pub async fn by_id(link: &mut Link, id: &str) -> Result<Option<Account>, Error> {
    sql!(link, c => sqlx::query_as("SELECT * FROM staff WHERE id = $1").bind(id).fetch_optional(c).await)
}

/// Sets a password by its hash.
pub async fn set_password(link: &mut Link, id: &str, hash: &str, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query("UPDATE staff SET password_hash = $2, password_at = $3 WHERE id = $1")
        .bind(id)
        .bind(hash)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// Disables an account, or enables it again (`None`).
pub async fn set_disabled(link: &mut Link, id: &str, at: Option<i64>) -> Result<(), Error> {
    sql!(link, c => sqlx::query("UPDATE staff SET disabled_at = $2 WHERE id = $1")
        .bind(id)
        .bind(at)
        .execute(c)
        .await
        .map(drop))
}

/// Gives a role; one that is held already stays as it was given.
pub async fn grant(
    link: &mut Link,
    staff: &str,
    role: &str,
    scope: &str,
    by: &str,
    now: i64,
) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO role_grant (staff_id, role, scope, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (staff_id, role, scope) DO NOTHING",
    )
    .bind(staff)
    .bind(role)
    .bind(scope)
    .bind(by)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// Begins a session.
pub async fn begin(link: &mut Link, session: &Session, token_hash: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO staff_session (id, token_hash, staff_id, label, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&session.id)
    .bind(token_hash)
    .bind(&session.staff_id)
    .bind(&session.label)
    .bind(session.created_at)
    .bind(session.seen_at)
    .bind(session.expires_at)
    .execute(c)
    .await
    .map(drop))
}

/// A session found by its token, with whom it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// The session.
    pub session: Session,
    /// The account's name.
    pub name: String,
    /// Codes of the roles it holds everywhere. A role confined to localities is not among them.
    pub roles: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct PresentRow {
    #[sqlx(flatten)]
    session: Session,
    name: String,
    role: Option<String>,
}

/// The session of a token, unless it was revoked or its account disabled. Whether it has run out is for the rules.
pub async fn present(link: &mut Link, token_hash: &str) -> Result<Option<Present>, Error> {
    let rows: Vec<PresentRow> = sql!(link, c => sqlx::query_as(
        "SELECT s.id, s.staff_id, s.label, s.created_at, s.seen_at, s.expires_at, t.name, g.role
         FROM staff_session AS s JOIN staff AS t ON t.id = s.staff_id
            LEFT JOIN role_grant AS g ON g.staff_id = s.staff_id AND g.scope = ''
         WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND t.disabled_at IS NULL
         ORDER BY g.role",
    )
    .bind(token_hash)
    .fetch_all(c)
    .await)?;
    let mut rows = rows.into_iter();
    let Some(first) = rows.next() else { return Ok(None) };
    let roles = first.role.into_iter().chain(rows.filter_map(|row| row.role)).collect();
    Ok(Some(Present { session: first.session, name: first.name, roles }))
}

/// Notes that a session was used.
pub async fn seen(link: &mut Link, session: &str, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query("UPDATE staff_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2")
        .bind(session)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// Sessions of an account that nobody revoked and that were neither at their end nor unused for so long, newest first.
pub async fn sessions(
    link: &mut Link,
    staff: &str,
    now: i64,
    seen_after: i64,
) -> Result<Vec<Session>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT id, staff_id, label, created_at, seen_at, expires_at FROM staff_session
         WHERE staff_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND seen_at > $3
         ORDER BY created_at DESC, id DESC",
    )
    .bind(staff)
    .bind(now)
    .bind(seen_after)
    .fetch_all(c)
    .await)
}

/// Revokes one session of an account; whether there was one.
pub async fn revoke(link: &mut Link, staff: &str, session: &str, now: i64) -> Result<bool, Error> {
    let done = sql!(link, c => sqlx::query(
        "UPDATE staff_session SET revoked_at = $3 WHERE id = $2 AND staff_id = $1 AND revoked_at IS NULL",
    )
    .bind(staff)
    .bind(session)
    .bind(now)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    Ok(done > 0)
}

/// Revokes every session of an account but one (`""` = none is spared).
pub async fn revoke_others(link: &mut Link, staff: &str, spared: &str, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "UPDATE staff_session SET revoked_at = $3 WHERE staff_id = $1 AND id <> $2 AND revoked_at IS NULL",
    )
    .bind(staff)
    .bind(spared)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// Removes sessions of an account that ended before a moment: the audit log remembers that they were.
pub async fn forget_ended(link: &mut Link, staff: &str, before: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query("DELETE FROM staff_session WHERE staff_id = $1 AND expires_at < $2")
        .bind(staff)
        .bind(before)
        .execute(c)
        .await
        .map(drop))
}

/// The setup code of a purpose.
pub async fn setup_link(link: &mut Link, purpose: &str) -> Result<Option<SetupLink>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT code_hmac, created_at, expires_at, used_at FROM setup_link WHERE purpose = $1",
    )
    .bind(purpose)
    .fetch_optional(c)
    .await)
}

/// Puts a setup code in place of the one before.
pub async fn put_setup_link(link: &mut Link, purpose: &str, new: &SetupLink) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO setup_link (purpose, code_hmac, created_at, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (purpose) DO UPDATE SET code_hmac = excluded.code_hmac, created_at = excluded.created_at,
            expires_at = excluded.expires_at, used_at = NULL",
    )
    .bind(purpose)
    .bind(&new.code_hmac)
    .bind(new.created_at)
    .bind(new.expires_at)
    .execute(c)
    .await
    .map(drop))
}

/// Uses a setup code up; whether it was right, unused and in time.
pub async fn use_setup_link(
    link: &mut Link,
    purpose: &str,
    code_hmac: &str,
    now: i64,
) -> Result<bool, Error> {
    let done = sql!(link, c => sqlx::query(
        "UPDATE setup_link SET used_at = $3
         WHERE purpose = $1 AND code_hmac = $2 AND used_at IS NULL AND expires_at > $3",
    )
    .bind(purpose)
    .bind(code_hmac)
    .bind(now)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    Ok(done > 0)
}
