//! The facts of a report: registrations, live rooms with their plays, and ended attempts of a period, streamed.
//!
//! Everything of one report is read in one transaction, so that people and attempts come from the same moment. Nothing
//! is sorted here: attempts come in the order of their unique key, so memory stays the same at a million people. Rooms come
//! first and one by one, so that whoever played is known when their attempts come.

mod shows;

pub use shows::{Play, Show};

use super::Link;
use super::person_links::IN_FORCE;
use crate::sql;
use futures::TryStreamExt as _;
use sqlx::{ColumnIndex, Connection as _, Database, Decode, Error, Row, Type};

/// Which facts belong to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First moment, unix ms.
    pub from: i64,
    /// First moment after, unix ms.
    pub until: i64,
    /// Whether demonstration data is counted too.
    pub include_demo: bool,
}

/// Where a fact is counted, as stored.
#[derive(Clone, Copy, Debug)]
pub struct Place<'r> {
    /// Scheme of the locality.
    pub scheme: &'r str,
    /// Code of the locality.
    pub code: &'r str,
    /// Audience code.
    pub audience: &'r str,
    /// Memberships' codes, comma separated.
    pub flags: &'r str,
    /// Age band code.
    pub age_band: &'r str,
    /// Grade code.
    pub grade: &'r str,
}

/// An attempt that ended in the span, voided or not.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'r> {
    /// Person.
    pub participant_id: &'r str,
    /// Attempt.
    pub id: &'r str,
    /// Contest.
    pub contest_id: &'r str,
    /// Round.
    pub round_id: &'r str,
    /// Copied at the start.
    pub place: Place<'r>,
    /// Mode code.
    pub mode: &'r str,
    /// End, unix ms.
    pub submitted_at: i64,
    /// Saved answers.
    pub answered: i64,
    /// Points (1/2520).
    pub score: i64,
    /// The person's prediction.
    pub prediction: Option<i64>,
    /// Time used, ms.
    pub duration_ms: i64,
    /// The minimum of answers was met.
    pub completed: bool,
    /// The pass mark was reached.
    pub passed: bool,
    /// It does not count.
    pub voided: bool,
    /// Birth year as it was told first, while it is known.
    pub birth_year: Option<i64>,
}

/// Takes the facts as they come.
pub trait Sink: Send {
    /// Two participants who are one person; all of these come first.
    fn linked(&mut self, one: &str, other: &str);
    /// A person who registered in the span, and when.
    fn registered(&mut self, id: &str, at: i64, place: Place<'_>);
    /// A live room that started in the span; whether its plays are wanted.
    fn show(&mut self, show: Show) -> Result<bool, Error>;
    /// A player of the last room with at least one accepted answer.
    fn play(&mut self, play: Play<'_>);
    /// An attempt that ended in the span; all attempts of a person come together.
    fn ended(&mut self, attempt: Ended<'_>);
}

/// Contests in which a valid attempt ended in the span, or a live room started that was made from them.
pub async fn contests(link: &mut Link, span: Span) -> Result<Vec<String>, Error> {
    sql!(link, c => sqlx::query_scalar(
        "SELECT c.id FROM contest AS c WHERE EXISTS (SELECT 1 FROM attempt AS a WHERE a.contest_id = c.id
            AND a.submitted_at >= $1 AND a.submitted_at < $2 AND a.voided_at IS NULL AND a.demo <= $3)
         OR EXISTS (SELECT 1 FROM live_room AS r WHERE r.contest_id = c.id
            AND r.started_at >= $1 AND r.started_at < $2 AND r.demo <= $3) ORDER BY c.id",
    )
    .bind(span.from)
    .bind(span.until)
    .bind(i64::from(span.include_demo))
    .fetch_all(c)
    .await)
}

/// Streams every registration, every live room with its plays and every ended attempt of the span into the sink.
pub async fn read(link: &mut Link, span: Span, into: &mut impl Sink) -> Result<(), Error> {
    let begin = if link.is_postgres() { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" } else { "BEGIN" };
    let demo = i64::from(span.include_demo);
    sql!(link, c => {
        // Rolls back when dropped, so a caller who goes away leaves a clean connection.
        let mut snapshot = c.begin_with(begin).await?;
        for (one, other) in
            sqlx::query_as::<_, (String, String)>(IN_FORCE).fetch_all(&mut *snapshot).await?
        {
            into.linked(&one, &other);
        }
        {
            let mut rows = sqlx::query(
                "SELECT coalesce(registered_scheme, locality_scheme), coalesce(registered_code, locality_code),
                        coalesce(registered_audience, audience), coalesce(registered_flags, flags), age_band,
                        coalesce(registered_grade, grade), id, created_at
                 FROM participant WHERE created_at >= $1 AND created_at < $2 AND demo <= $3",
            )
            .bind(span.from)
            .bind(span.until)
            .bind(demo)
            .fetch(&mut *snapshot);
            while let Some(row) = rows.try_next().await? {
                into.registered(row.try_get(6)?, row.try_get(7)?, place(&row)?);
            }
        }
        for mut show in sqlx::query_as::<_, Show>(shows::ROOMS)
            .bind(span.from)
            .bind(span.until)
            .bind(demo)
            .fetch_all(&mut *snapshot)
            .await?
        {
            show.log = sqlx::query_scalar(shows::LOG).bind(&show.id).fetch_all(&mut *snapshot).await?;
            let room = show.id.clone();
            if into.show(show)? {
                let mut rows = sqlx::query(shows::PLAYS).bind(&room).fetch(&mut *snapshot);
                while let Some(row) = rows.try_next().await? {
                    into.play(shows::play(&row)?);
                }
            }
        }
        {
            // `>= ''` is always true; it makes SQLite walk the unique index instead of sorting everything in memory.
            let mut rows = sqlx::query(
                "SELECT a.locality_scheme, a.locality_code, a.audience, a.flags, a.age_band, a.grade, a.participant_id,
                        a.id, a.contest_id, a.round_id, a.mode, a.submitted_at, a.answered, a.score, a.prediction,
                        a.duration_ms, a.completed, a.passed,
                        CASE WHEN a.voided_at IS NULL THEN 0 ELSE 1 END, coalesce(p.adult_from - 18, p.birth_year)
                 FROM attempt AS a LEFT JOIN participant AS p ON p.id = a.participant_id
                 WHERE a.participant_id >= '' AND a.submitted_at >= $1 AND a.submitted_at < $2 AND a.demo <= $3
                 ORDER BY a.participant_id, a.contest_id, a.round_id, a.ordinal",
            )
            .bind(span.from)
            .bind(span.until)
            .bind(demo)
            .fetch(&mut *snapshot);
            while let Some(row) = rows.try_next().await? {
                into.ended(ended(&row)?);
            }
        }
        snapshot.commit().await
    })
}

fn place<'r, R>(row: &'r R) -> Result<Place<'r>, Error>
where
    R: Row,
    usize: ColumnIndex<R>,
    &'r str: Decode<'r, R::Database> + Type<R::Database>,
{
    Ok(Place {
        scheme: row.try_get(0)?,
        code: row.try_get(1)?,
        audience: row.try_get(2)?,
        flags: row.try_get(3)?,
        age_band: row.try_get(4)?,
        grade: row.try_get(5)?,
    })
}

fn ended<'r, R>(row: &'r R) -> Result<Ended<'r>, Error>
where
    R: Row,
    usize: ColumnIndex<R>,
    &'r str: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    Ok(Ended {
        place: place(row)?,
        participant_id: row.try_get(6)?,
        id: row.try_get(7)?,
        contest_id: row.try_get(8)?,
        round_id: row.try_get(9)?,
        mode: row.try_get(10)?,
        submitted_at: row.try_get(11)?,
        answered: row.try_get(12)?,
        score: row.try_get(13)?,
        prediction: row.try_get(14)?,
        duration_ms: row.try_get(15)?,
        completed: row.try_get::<i64, _>(16)? != 0,
        passed: row.try_get::<i64, _>(17)? != 0,
        voided: row.try_get::<i32, _>(18)? != 0,
        birth_year: row.try_get(19)?,
    })
}
