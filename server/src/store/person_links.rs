//! Rows that say "these registrations are one person": made by rule, undone by staff, never deleted.

use super::Link;
use crate::sql;
use sqlx::Error;

/// A link as stored; ids only.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PersonLink {
    /// Id.
    pub id: String,
    /// The earlier registration.
    pub kept_id: String,
    /// The later one.
    pub other_id: String,
    /// Why they were linked.
    pub reason: String,
    /// Who linked them: `rule`, or a name.
    pub by_whom: String,
    /// When, unix ms.
    pub at: i64,
    /// Undone, unix ms.
    pub undone_at: Option<i64>,
    /// Who undid it.
    pub undone_by: Option<String>,
    /// Why.
    pub undone_reason: Option<String>,
}

/// Links in force, as pairs of participants.
pub(super) const IN_FORCE: &str = "SELECT kept_id, other_id FROM person_link WHERE undone_at IS NULL";

/// The rule "same contact": links a person who holds a contact to the earliest other one who holds it. Once: not where
/// the two are linked already, and never again for somebody whom staff have taken out of a link (families share phones).
pub async fn same_contact(link: &mut Link, id: &str, person: &str, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO person_link (id, origin, kept_id, other_id, reason, by_whom, at)
         SELECT CAST($1 AS TEXT), me.origin,
            CASE WHEN (q.created_at, q.id) < (me.created_at, me.id) THEN q.id ELSE me.id END,
            CASE WHEN (q.created_at, q.id) < (me.created_at, me.id) THEN me.id ELSE q.id END,
            'same contact', 'rule', CAST($3 AS BIGINT)
         FROM participant AS me JOIN participant AS q ON q.id = (
            SELECT e.id FROM participant AS e
            WHERE e.contact_hmac = me.contact_hmac AND e.id <> me.id AND e.origin = me.origin AND e.demo = me.demo
                AND e.erased_at IS NULL
            ORDER BY e.created_at, e.id LIMIT 1)
         WHERE me.id = $2 AND NOT EXISTS (
            SELECT 1 FROM person_link AS l WHERE (l.kept_id = me.id OR l.other_id = me.id)
                AND (l.undone_at IS NOT NULL OR l.kept_id = q.id OR l.other_id = q.id))
         ON CONFLICT (kept_id, other_id) DO NOTHING",
    )
    .bind(id)
    .bind(person)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// Keeps other nodes that store the same contact waiting until this transaction ends: each would not see the other's.
/// SQLite has one writer anyway.
pub async fn contact_alone(link: &mut Link, hmac: &str) -> Result<(), Error> {
    match link {
        Link::Sqlite(_) => Ok(()),
        Link::Postgres(c) => sqlx::query("SELECT pg_advisory_xact_lock(hashtext($1))")
            .bind(hmac)
            .execute(&mut **c)
            .await
            .map(drop),
    }
}

/// All links, oldest first, the undone ones too.
pub async fn all(link: &mut Link) -> Result<Vec<PersonLink>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT id, kept_id, other_id, reason, by_whom, at, undone_at, undone_by, undone_reason FROM person_link
         ORDER BY at, id",
    )
    .fetch_all(c)
    .await)
}

/// Undoes a link; `false` when none of that id is in force.
pub async fn undo(link: &mut Link, id: &str, by: &str, reason: &str, now: i64) -> Result<bool, Error> {
    let undone = sql!(link, c => sqlx::query(
        "UPDATE person_link SET undone_at = $2, undone_by = $3, undone_reason = $4 WHERE id = $1 AND undone_at IS NULL",
    )
    .bind(id)
    .bind(now)
    .bind(by)
    .bind(reason)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    Ok(undone > 0)
}
