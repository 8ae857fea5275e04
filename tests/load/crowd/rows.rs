//! The crowd's rows into the migrated schema: many rows in one prepared statement, many statements in one transaction.
//!
//! The columns are those that `store/people.rs`, `store/devices.rs` and `store/attempts.rs` write.

use super::person::Person;
use anyhow::{Context as _, Result};
use server::store::attempts::Attempt;
use sqlx::query_builder::Separated;
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection as _, QueryBuilder};
use std::path::Path;

/// Rows of one statement: at most 33 columns each, and SQLite takes 32,766 parameters.
const ROWS: usize = 250;

/// Opens the database for filling. Power cuts do not matter here: a file that was not finished has no stamp.
pub(super) async fn open(database: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(false)
        .pragma("synchronous", "OFF")
        .pragma("cache_size", "-600000")
        .pragma("wal_autocheckpoint", "20000");
    let shown = database.display();
    SqliteConnection::connect_with(&options).await.with_context(|| format!("cannot open {shown}"))
}

/// Takes all of the log into the file and forces it to disk.
pub(super) async fn finish(mut link: SqliteConnection) -> Result<()> {
    sqlx::query("PRAGMA synchronous = FULL").execute(&mut link).await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut link).await?;
    link.close().await?;
    Ok(())
}

/// People with the HMACs of their codes, and the attempts of one stretch of time, in one transaction.
pub(super) async fn insert(
    link: &mut SqliteConnection,
    contest: &str,
    people: &[(Person, String)],
    attempts: &[Attempt],
) -> Result<()> {
    let mut link = link.begin().await?;
    many(
        &mut link,
        "INSERT INTO participant (id, origin, nickname, locality_scheme, locality_code, audience, flags, birth_year,
            age_band, grade, mode, extra_time, public_name, child, code_generation, code_hmac, demo, created_at,
            registered_scheme, registered_code, registered_audience, registered_flags, adult_from) ",
        people.iter(),
        |row, (person, code)| participant(row, person, code),
    )
    .await?;
    let consents = people.iter().flat_map(|(p, _)| p.consents.iter().map(|(id, c)| (id, &p.row.id, c)));
    many(
        &mut link,
        "INSERT INTO consent (id, participant_id, purpose, given, text_version, channel, at) ",
        consents,
        |row, (id, person, c)| {
            row.push_bind(id).push_bind(person).push_bind(&c.purpose).push_bind(c.given);
            row.push_bind(&c.text_version).push_bind(&c.channel).push_bind(c.at);
        },
    )
    .await?;
    let units = people.iter().filter_map(|(p, _)| Some((&p.row, p.unit.as_ref()?)));
    many(
        &mut link,
        "INSERT INTO membership (participant_id, contest_id, unit_id, group_id, roster, at) ",
        units,
        |row, (person, unit)| {
            row.push_bind(&person.id).push_bind(contest).push_bind(unit).push_bind(None::<&str>);
            row.push_bind(0_i64).push_bind(person.created_at);
        },
    )
    .await?;
    let devices = people.iter().filter_map(|(p, _)| Some((p, p.device.1.as_ref()?)));
    many(
        &mut link,
        "INSERT INTO device (id, token_hash, label, created_at, seen_at) ",
        devices,
        |row, (person, (hash, label))| {
            let at = person.row.created_at;
            row.push_bind(&person.device.0).push_bind(hash).push_bind(label).push_bind(at).push_bind(at);
        },
    )
    .await?;
    many(
        &mut link,
        "INSERT INTO device_participant (device_id, participant_id, by_code, added_at, seen_by_owner) ",
        people.iter(),
        |row, (p, _)| {
            row.push_bind(&p.device.0).push_bind(&p.row.id).push_bind(0_i64);
            row.push_bind(p.row.created_at).push_bind(1_i64);
        },
    )
    .await?;
    many(
        &mut link,
        "INSERT INTO attempt (id, origin, participant_id, contest_id, round_id, ordinal, version, seed, paper,
            started_at, day, deadline, extra_ms, locality_scheme, locality_code, unit_id, audience, flags, age_band,
            grade, mode, demo, submitted_at, submitted_by, prediction, answered, correct, score, max_score, duration_ms,
            completed, passed, graded_at, voided_at) ",
        attempts.iter(),
        attempt,
    )
    .await?;
    let voided = attempts.iter().filter_map(|a| Some((a, a.voided_at?)));
    many(&mut link, "INSERT INTO void (id, attempt_id, reason, by_whom, at) ", voided, |row, (a, at)| {
        // One void of an attempt: its own id names it as well.
        row.push_bind(&a.id).push_bind(&a.id).push_bind("Đo: thi hộ").push_bind("bench").push_bind(at);
    })
    .await?;
    link.commit().await?;
    Ok(())
}

async fn many<T>(
    link: &mut SqliteConnection,
    head: &str,
    mut rows: impl Iterator<Item = T>,
    mut push: impl FnMut(&mut Separated<'_, Sqlite, &'static str>, T),
) -> Result<()> {
    let mut rows = rows.by_ref().peekable();
    while rows.peek().is_some() {
        let mut statement = QueryBuilder::<Sqlite>::new(head);
        statement.push_values(rows.by_ref().take(ROWS), |mut row, item| push(&mut row, item));
        statement.build().execute(&mut *link).await.with_context(|| head.trim().to_owned())?;
    }
    Ok(())
}

/// A correction leaves what was told at the registration beside the row.
fn participant(row: &mut Separated<'_, Sqlite, &'static str>, person: &Person, code_hmac: &str) {
    let p = &person.row;
    let moved = person.moved.as_ref();
    let (scheme, code) =
        moved.map_or((&p.locality_scheme, &p.locality_code), |home| (&home.scheme, &home.code));
    row.push_bind(&p.id).push_bind(&p.origin).push_bind(&p.nickname).push_bind(scheme).push_bind(code);
    row.push_bind(&p.audience).push_bind(&p.flags).push_bind(p.birth_year).push_bind(&p.age_band);
    row.push_bind(&p.grade).push_bind(&p.mode).push_bind(&p.extra_time).push_bind(p.public_name);
    row.push_bind(p.child).push_bind(p.code_generation).push_bind(code_hmac).push_bind(p.demo);
    row.push_bind(p.created_at);
    row.push_bind(moved.map(|_| &p.locality_scheme)).push_bind(moved.map(|_| &p.locality_code));
    row.push_bind(moved.map(|_| &p.audience)).push_bind(moved.map(|_| &p.flags));
    row.push_bind(moved.and(p.birth_year).map(|year| year + 18));
}

fn attempt(row: &mut Separated<'_, Sqlite, &'static str>, a: &Attempt) {
    row.push_bind(&a.id).push_bind(&a.origin).push_bind(&a.participant_id).push_bind(&a.contest_id);
    row.push_bind(&a.round_id).push_bind(a.ordinal).push_bind(a.version).push_bind(a.seed);
    row.push_bind(&a.paper).push_bind(a.started_at).push_bind(&a.day).push_bind(a.deadline);
    row.push_bind(a.extra_ms).push_bind(&a.locality_scheme).push_bind(&a.locality_code);
    row.push_bind(&a.unit_id).push_bind(&a.audience).push_bind(&a.flags).push_bind(&a.age_band);
    row.push_bind(&a.grade).push_bind(&a.mode).push_bind(a.demo).push_bind(a.submitted_at);
    row.push_bind(&a.submitted_by).push_bind(a.prediction).push_bind(a.answered).push_bind(a.correct);
    row.push_bind(a.score).push_bind(a.max_score).push_bind(a.duration_ms).push_bind(a.completed);
    row.push_bind(a.passed).push_bind(a.graded_at).push_bind(a.voided_at);
}
