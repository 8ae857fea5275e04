//! Rows about people: participants, consents, memberships, contacts, devices.

use super::Link;
use crate::sql;
use domain::calendar::year_of;
use sqlx::Error;

/// A participant as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Participant {
    /// Id.
    pub id: String,
    /// Which installation wrote the row.
    pub origin: String,
    /// Nickname; empty after erasure.
    pub nickname: String,
    /// Scheme of the locality (`special` for outside and unknown).
    pub locality_scheme: String,
    /// Code of the locality.
    pub locality_code: String,
    /// Audience code.
    pub audience: String,
    /// Flags' codes, comma separated.
    pub flags: String,
    /// Birth year, if told.
    pub birth_year: Option<i64>,
    /// Age band in the year of registration.
    pub age_band: String,
    /// Identity grade code.
    pub grade: String,
    /// Mode code of the registration.
    pub mode: String,
    /// Extra-time profile.
    pub extra_time: Option<String>,
    /// Consented to show the nickname.
    pub public_name: i64,
    /// Protected as a child: never named.
    pub child: i64,
    /// Counts renewals of the personal code.
    pub code_generation: i64,
    /// HMAC of the contact, if one is held.
    pub contact_hmac: Option<String>,
    /// Demonstration data.
    pub demo: i64,
    /// Registered, unix ms.
    pub created_at: i64,
    /// Erased, unix ms.
    pub erased_at: Option<i64>,
}

/// Adds a participant; the code's HMAC stands beside the row.
pub async fn insert(link: &mut Link, p: &Participant, code_hmac: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO participant (id, origin, nickname, locality_scheme, locality_code, audience, flags, birth_year,
            age_band, grade, mode, extra_time, public_name, child, code_generation, code_hmac, demo, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    )
    .bind(&p.id)
    .bind(&p.origin)
    .bind(&p.nickname)
    .bind(&p.locality_scheme)
    .bind(&p.locality_code)
    .bind(&p.audience)
    .bind(&p.flags)
    .bind(p.birth_year)
    .bind(&p.age_band)
    .bind(&p.grade)
    .bind(&p.mode)
    .bind(&p.extra_time)
    .bind(p.public_name)
    .bind(p.child)
    .bind(p.code_generation)
    .bind(code_hmac)
    .bind(p.demo)
    .bind(p.created_at)
    .execute(c)
    .await
    .map(drop))
}

/// By id.
pub async fn get(link: &mut Link, id: &str) -> Result<Option<Participant>, Error> {
    sql!(link, c => sqlx::query_as("SELECT * FROM participant WHERE id = $1").bind(id).fetch_optional(c).await)
}

/// By the HMAC of a personal code.
pub async fn by_code(link: &mut Link, code_hmac: &str) -> Result<Option<Participant>, Error> {
    sql!(link, c => sqlx::query_as("SELECT * FROM participant WHERE code_hmac = $1 AND erased_at IS NULL")
        .bind(code_hmac)
        .fetch_optional(c)
        .await)
}

/// Corrects what a person may correct; attempts keep what they copied, and the row what was told at the registration.
pub async fn correct(link: &mut Link, p: &Participant) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "UPDATE participant SET nickname = $2, locality_scheme = $3, locality_code = $4, audience = $5, flags = $6,
            birth_year = $7, extra_time = $8, public_name = $9, child = $10,
            registered_scheme = coalesce(registered_scheme, locality_scheme),
            registered_code = coalesce(registered_code, locality_code),
            registered_audience = coalesce(registered_audience, audience),
            registered_flags = coalesce(registered_flags, flags),
            adult_from = coalesce(adult_from, birth_year + 18)
         WHERE id = $1 AND erased_at IS NULL",
    )
    .bind(&p.id)
    .bind(&p.nickname)
    .bind(&p.locality_scheme)
    .bind(&p.locality_code)
    .bind(&p.audience)
    .bind(&p.flags)
    .bind(p.birth_year)
    .bind(&p.extra_time)
    .bind(p.public_name)
    .bind(p.child)
    .execute(c)
    .await
    .map(drop))
}

/// A new personal code.
pub async fn renew_code(link: &mut Link, id: &str, generation: i64, code_hmac: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query("UPDATE participant SET code_generation = $2, code_hmac = $3 WHERE id = $1")
        .bind(id)
        .bind(generation)
        .bind(code_hmac)
        .execute(c)
        .await
        .map(drop))
}

/// Removes everything that links the row to a person; what counts were made of stays, and so does whether they rank.
pub async fn erase(link: &mut Link, p: &Participant, now: i64) -> Result<(), Error> {
    keep_barred(link, &p.id, "").await?;
    sql!(link, c => sqlx::query(
        "UPDATE participant SET had_contact = CASE WHEN contact_hmac IS NULL THEN had_contact ELSE 1 END, nickname = '',
            adult_from = CASE WHEN coalesce(adult_from, birth_year + 18) > $3 AND coalesce(adult_from, birth_year + 18) <= $4
                THEN coalesce(adult_from, birth_year + 18) END,
            birth_year = NULL, code_hmac = NULL, contact_hmac = NULL,
            public_name = 0, extra_time = NULL, erased_at = $2 WHERE id = $1",
    )
    .bind(&p.id)
    .bind(now)
    .bind(i64::from(year_of(p.created_at)))
    .bind(i64::from(year_of(now)) + 1)
    .execute(c)
    .await
    .map(drop))?;
    remove_contact(link, &p.id).await?;
    for statement in [
        "DELETE FROM device_participant WHERE participant_id = $1",
        "UPDATE roster_code SET participant_id = '' WHERE participant_id = $1",
        "UPDATE membership SET had_group = CASE WHEN group_id IS NULL THEN had_group ELSE 1 END, group_id = NULL
         WHERE participant_id = $1",
    ] {
        sql!(link, c => sqlx::query(statement).bind(&p.id).execute(c).await.map(drop))?;
    }
    sql!(link, c => sqlx::query("INSERT INTO tombstone (origin, id, erased_at) VALUES ($1, $2, $3)")
        .bind(&p.origin)
        .bind(&p.id)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// A consent given or withdrawn: always a new row.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow, serde::Serialize)]
pub struct Consent {
    /// Purpose code.
    pub purpose: String,
    /// 1 given, 0 withdrawn.
    pub given: i64,
    /// Version of the text that was shown.
    pub text_version: String,
    /// Channel, e.g. `web`, `api`.
    pub channel: String,
    /// When, unix ms.
    pub at: i64,
}

/// Appends a consent.
pub async fn add_consent(
    link: &mut Link,
    id: &str,
    participant: &str,
    consent: &Consent,
) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO consent (id, participant_id, purpose, given, text_version, channel, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(participant)
    .bind(&consent.purpose)
    .bind(consent.given)
    .bind(&consent.text_version)
    .bind(&consent.channel)
    .bind(consent.at)
    .execute(c)
    .await
    .map(drop))
}

/// All consents, oldest first.
pub async fn consents(link: &mut Link, participant: &str) -> Result<Vec<Consent>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT purpose, given, text_version, channel, at FROM consent WHERE participant_id = $1 ORDER BY at, id",
    )
    .bind(participant)
    .fetch_all(c)
    .await)
}

/// Which unit and group of a contest a person belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow, serde::Serialize)]
pub struct Membership {
    /// Contest.
    pub contest_id: String,
    /// Unit, if chosen.
    pub unit_id: Option<String>,
    /// Group, if a group code was given.
    pub group_id: Option<String>,
    /// 1 when a roster code proved who they are.
    pub roster: i64,
}

/// Sets or replaces a membership.
pub async fn set_membership(link: &mut Link, person: &str, m: &Membership, now: i64) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO membership (participant_id, contest_id, unit_id, group_id, roster, at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (participant_id, contest_id) DO UPDATE SET unit_id = coalesce(excluded.unit_id, membership.unit_id),
            group_id = coalesce(excluded.group_id, membership.group_id),
            roster = CASE WHEN excluded.roster > membership.roster THEN excluded.roster ELSE membership.roster END,
            at = excluded.at",
    )
    .bind(person)
    .bind(&m.contest_id)
    .bind(&m.unit_id)
    .bind(&m.group_id)
    .bind(m.roster)
    .bind(now)
    .execute(c)
    .await
    .map(drop))
}

/// A person's membership in a contest.
pub async fn membership(link: &mut Link, person: &str, contest: &str) -> Result<Option<Membership>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT contest_id, unit_id, group_id, roster FROM membership WHERE participant_id = $1 AND contest_id = $2",
    )
    .bind(person)
    .bind(contest)
    .fetch_optional(c)
    .await)
}

/// All memberships of a person.
pub async fn memberships(link: &mut Link, person: &str) -> Result<Vec<Membership>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT contest_id, unit_id, group_id, roster FROM membership WHERE participant_id = $1 ORDER BY at",
    )
    .bind(person)
    .fetch_all(c)
    .await)
}

/// Takes a roster code: `true` when it exists and is free or already this person's. A code that is given with the
/// registration (in the same moment) is part of it; a later one leaves the registration as it was counted.
pub async fn take_roster_code(
    link: &mut Link,
    contest: &str,
    hmac: &str,
    person: &str,
    now: i64,
) -> Result<bool, Error> {
    let taken = sql!(link, c => sqlx::query(
        "UPDATE roster_code SET participant_id = $3, used_at = $4
         WHERE contest_id = $1 AND code_hmac = $2 AND (participant_id IS NULL OR participant_id = $3)",
    )
    .bind(contest)
    .bind(hmac)
    .bind(person)
    .bind(now)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    if taken > 0 {
        sql!(link, c => sqlx::query(
            "UPDATE participant SET grade = 'verified',
                registered_grade = CASE WHEN created_at < $2 THEN coalesce(registered_grade, grade) ELSE registered_grade END
             WHERE id = $1",
        )
            .bind(person)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(taken > 0)
}

/// Whether a roster code exists and is free.
pub async fn roster_code_free(link: &mut Link, contest: &str, hmac: &str) -> Result<bool, Error> {
    let free: i64 = sql!(link, c => sqlx::query_scalar(
        "SELECT count(*) FROM roster_code WHERE contest_id = $1 AND code_hmac = $2 AND participant_id IS NULL",
    )
    .bind(contest)
    .bind(hmac)
    .fetch_one(c)
    .await)?;
    Ok(free > 0)
}

/// Notes where the contact that is about to make room for `next` is barred: who did not rank with it does not rank
/// without it. Which contact it was is not kept, so only a barred list that becomes empty lifts the note.
async fn keep_barred(link: &mut Link, person: &str, next: &str) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO membership (participant_id, contest_id, roster, at, barred)
         SELECT p.id, b.contest_id, 0, p.created_at, 1 FROM participant AS p
         JOIN barred AS b ON b.contact_hmac = p.contact_hmac WHERE p.id = $1 AND p.contact_hmac <> $2
         ON CONFLICT (participant_id, contest_id) DO UPDATE SET barred = 1",
    )
    .bind(person)
    .bind(next)
    .execute(c)
    .await
    .map(drop))
}

/// Keeps a sealed contact and its HMAC.
pub async fn set_contact(
    link: &mut Link,
    person: &str,
    contest: &str,
    sealed: &str,
    hmac: &str,
    now: i64,
) -> Result<(), Error> {
    keep_barred(link, person, hmac).await?;
    sql!(link, c => sqlx::query(
        "INSERT INTO contact (participant_id, contest_id, sealed, given_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (participant_id) DO UPDATE SET sealed = excluded.sealed, contest_id = excluded.contest_id,
            given_at = excluded.given_at",
    )
    .bind(person)
    .bind(contest)
    .bind(sealed)
    .bind(now)
    .execute(c)
    .await
    .map(drop))?;
    sql!(link, c => sqlx::query("UPDATE participant SET contact_hmac = $2 WHERE id = $1")
        .bind(person)
        .bind(hmac)
        .execute(c)
        .await
        .map(drop))
}

/// The sealed contact, if one is held.
pub async fn contact(link: &mut Link, person: &str) -> Result<Option<String>, Error> {
    sql!(link, c => sqlx::query_scalar("SELECT sealed FROM contact WHERE participant_id = $1")
        .bind(person)
        .fetch_optional(c)
        .await)
}

/// Deletes the contact and its HMAC.
pub async fn remove_contact(link: &mut Link, person: &str) -> Result<(), Error> {
    keep_barred(link, person, "").await?;
    sql!(link, c => sqlx::query("DELETE FROM contact WHERE participant_id = $1")
        .bind(person)
        .execute(c)
        .await
        .map(drop))?;
    sql!(link, c => sqlx::query("UPDATE participant SET contact_hmac = NULL WHERE id = $1")
        .bind(person)
        .execute(c)
        .await
        .map(drop))
}

/// Whether a contact is barred from ranking in a contest.
pub async fn barred(link: &mut Link, contest: &str, contact_hmac: &str) -> Result<bool, Error> {
    let n: i64 = sql!(link, c => sqlx::query_scalar(
        "SELECT count(*) FROM barred WHERE contest_id = $1 AND contact_hmac = $2",
    )
    .bind(contest)
    .bind(contact_hmac)
    .fetch_one(c)
    .await)?;
    Ok(n > 0)
}

/// Records many new people from one network: these are added to those the row already holds.
pub async fn add_burst(
    link: &mut Link,
    id: &str,
    network: &str,
    people: i64,
    from: i64,
    to: i64,
) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO burst (id, network_hmac, people, from_at, to_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET people = burst.people + excluded.people, to_at = excluded.to_at",
    )
    .bind(id)
    .bind(network)
    .bind(people)
    .bind(from)
    .bind(to)
    .execute(c)
    .await
    .map(drop))
}
