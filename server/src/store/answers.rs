//! Saving answers in groups: one statement for all of them, whatever the engine.
//!
//! Invariants: an answer counts only while its attempt is open and its deadline plus grace has not passed, judged in
//! the same transaction; an older sequence number never overwrites a newer one; repeating a save is harmless.

use super::Link;
use super::rows::{SIZES, fitting, values};
use super::writer::{SaveJob, SaveOutcome, Saved};
use crate::sql;
use domain::Choice;
use domain::timing::GRACE_MS;
use sqlx::Arguments as _;
use sqlx::sqlite::SqliteArguments;
use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

type Key<'a> = (&'a str, u32);

/// The inserts into SQLite.
static INSERTS: LazyLock<[String; SIZES.len()]> = LazyLock::new(|| {
    SIZES.map(|rows| {
        let values = values(rows, 6);
        // The index is named because it holds all that is asked, and running attempts only.
        format!(
            "INSERT INTO answer (attempt_id, position, seq, choice, occurred_at, received_at)
             SELECT j.column1, j.column2, j.column3, j.column4, j.column5, j.column6
             FROM ({values}) AS j CROSS JOIN attempt AS a INDEXED BY attempt_running
             WHERE a.id = j.column1 AND a.submitted_at IS NULL AND a.deadline + {GRACE_MS} >= j.column6
             ON CONFLICT (attempt_id, position) DO UPDATE
             SET seq = excluded.seq, choice = excluded.choice,
                 occurred_at = excluded.occurred_at, received_at = excluded.received_at
             WHERE answer.seq < excluded.seq"
        )
    })
});

/// Saves a group inside the caller's transaction; outcomes stand in the order of the jobs.
pub(super) async fn save_group(link: &mut Link, jobs: &[SaveJob]) -> Result<Vec<SaveOutcome>, sqlx::Error> {
    let mut seqs: Vec<i64> = Vec::with_capacity(jobs.len());
    for job in jobs {
        seqs.push(match job.seq {
            Some(seq) => seq,
            None => current_seq(link, job).await?.map_or(1, |s| s + 1),
        });
    }
    let rows = newest(jobs, &seqs);
    let batch = Batch { jobs, seqs: &seqs, rows: &rows };
    // The usual case: every row was written, and nothing more has to be read to know it.
    let all = batch.write(link).await? == rows.len();
    let written = if all { HashSet::new() } else { batch.written(link).await? };
    let ours: HashSet<usize> = rows.iter().copied().collect();
    let mut outcomes = Vec::with_capacity(jobs.len());
    for (i, job) in jobs.iter().enumerate() {
        let ours = ours.contains(&i) && (all || written.contains(&(job.attempt.to_string(), job.position)));
        outcomes.push(if ours { SaveOutcome::Kept(seqs[i]) } else { what_stands(link, job).await? });
    }
    Ok(outcomes)
}

/// A whole transaction of the embedded database in one statement, which begins and commits by itself: each step more is a
/// switch between threads each way.
/// `None` when not every job was written; then what was is committed, and [`save_group`] tells how each stands.
pub(super) async fn save_and_commit(
    link: &mut Link,
    jobs: &[SaveJob],
) -> Result<Option<Vec<SaveOutcome>>, sqlx::Error> {
    if matches!(link, Link::Postgres(_)) {
        return Ok(None);
    }
    let seqs: Vec<i64> = jobs.iter().map(|job| job.seq.unwrap_or(0)).collect();
    let rows = newest(jobs, &seqs);
    let batch = Batch { jobs, seqs: &seqs, rows: &rows };
    let all = batch.write(link).await? == rows.len() && rows.len() == jobs.len();
    Ok(all.then(|| seqs.into_iter().map(SaveOutcome::Kept).collect()))
}

/// Which jobs are written: within a group only the newest tap of a position is, the others are answered with what
/// stands. In one order for everybody: two nodes locking the same attempts cannot wait for each other in a ring.
fn newest(jobs: &[SaveJob], seqs: &[i64]) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..jobs.len()).collect();
    let key = |i: usize| -> Key<'_> { (&*jobs[i].attempt, jobs[i].position) };
    // Of equal numbers the first to come stays.
    rows.sort_unstable_by(|&a, &b| {
        key(a).cmp(&key(b)).then_with(|| seqs[b].cmp(&seqs[a])).then_with(|| a.cmp(&b))
    });
    rows.dedup_by(|b, a| key(*a) == key(*b));
    rows
}

async fn current_seq(link: &mut Link, job: &SaveJob) -> Result<Option<i64>, sqlx::Error> {
    sql!(link, c => sqlx::query_scalar("SELECT seq FROM answer WHERE attempt_id = $1 AND position = $2")
        .bind(&*job.attempt)
        .bind(i64::from(job.position))
        .fetch_optional(c)
        .await)
}

/// One row as SQLite unpacks it: attempt, position, seq, choice, occurred, received.
type Packed<'p> = (&'p str, u32, i64, Option<&'p str>, i64, i64);

/// The rows of a group. The batch needs two texts: SQLite takes rows of values, PostgreSQL typed arrays.
struct Batch<'b> {
    jobs: &'b [SaveJob],
    seqs: &'b [i64],
    rows: &'b [usize],
}

impl Batch<'_> {
    fn choice(&self, i: usize) -> Option<&str> {
        self.jobs[i].choice.as_deref()
    }

    /// The rows one after another, as the insert takes them.
    fn arguments(&self) -> Result<SqliteArguments, sqlx::Error> {
        let mut values = SqliteArguments::default();
        values.reserve(self.rows.len() * 6, 0);
        for &i in self.rows {
            let job = &self.jobs[i];
            values.add(Arc::clone(&job.attempt)).map_err(sqlx::Error::Encode)?;
            values.add(i64::from(job.position)).map_err(sqlx::Error::Encode)?;
            values.add(self.seqs[i]).map_err(sqlx::Error::Encode)?;
            values.add(job.choice.clone()).map_err(sqlx::Error::Encode)?;
            values.add(job.occurred_at).map_err(sqlx::Error::Encode)?;
            values.add(job.received_at).map_err(sqlx::Error::Encode)?;
        }
        Ok(values)
    }

    /// Writes what may be written; returns how many rows that were.
    async fn write(&self, link: &mut Link) -> Result<usize, sqlx::Error> {
        let affected = match link {
            Link::Sqlite(conn) => {
                let text = fitting(&INSERTS, self.rows.len()).as_str();
                sqlx::query_with(text, self.arguments()?).execute(&mut **conn).await?.rows_affected()
            }
            Link::Postgres(conn) => {
                let rows = self.rows.iter();
                let jobs = self.jobs;
                // FOR SHARE: a submit on another node either sees these answers or makes this insert see the submit.
                sqlx::query(
                    "INSERT INTO answer (attempt_id, position, seq, choice, occurred_at, received_at)
                     SELECT j.attempt, j.position, j.seq, j.choice, j.occurred, j.received
                     FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[])
                          AS j (attempt, position, seq, choice, occurred, received)
                     JOIN attempt AS a ON a.id = j.attempt
                     WHERE a.submitted_at IS NULL AND a.deadline + $7 >= j.received
                     FOR SHARE OF a
                     ON CONFLICT (attempt_id, position) DO UPDATE
                     SET seq = excluded.seq, choice = excluded.choice,
                         occurred_at = excluded.occurred_at, received_at = excluded.received_at
                     WHERE answer.seq < excluded.seq",
                )
                .bind(rows.clone().map(|&i| jobs[i].attempt.as_ref()).collect::<Vec<_>>())
                .bind(rows.clone().map(|&i| i64::from(jobs[i].position)).collect::<Vec<_>>())
                .bind(rows.clone().map(|&i| self.seqs[i]).collect::<Vec<_>>())
                .bind(rows.clone().map(|&i| self.choice(i)).collect::<Vec<_>>())
                .bind(rows.clone().map(|&i| jobs[i].occurred_at).collect::<Vec<_>>())
                .bind(rows.map(|&i| jobs[i].received_at).collect::<Vec<_>>())
                .bind(GRACE_MS)
                .execute(&mut **conn)
                .await?
                .rows_affected()
            }
        };
        Ok(usize::try_from(affected).unwrap_or(usize::MAX))
    }

    /// Which rows of the batch stand as they were sent.
    async fn written(&self, link: &mut Link) -> Result<HashSet<(String, u32)>, sqlx::Error> {
        let returned: Vec<(String, i64)> = match link {
            Link::Sqlite(conn) => {
                sqlx::query_as(
                    "SELECT s.attempt_id, s.position FROM json_each($1) AS j CROSS JOIN answer AS s
                     WHERE s.attempt_id = j.value ->> 0 AND s.position = j.value ->> 1 AND s.seq = j.value ->> 2
                        AND s.choice IS j.value ->> 3 AND s.received_at = j.value ->> 5",
                )
                .bind(self.packed()?)
                .fetch_all(&mut **conn)
                .await?
            }
            Link::Postgres(conn) => {
                let rows = self.rows.iter();
                sqlx::query_as(
                    "SELECT s.attempt_id, s.position
                     FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[])
                          AS j (attempt, position, seq, choice, received)
                     JOIN answer AS s ON s.attempt_id = j.attempt AND s.position = j.position AND s.seq = j.seq
                        AND s.choice IS NOT DISTINCT FROM j.choice AND s.received_at = j.received",
                )
                .bind(rows.clone().map(|&i| self.jobs[i].attempt.as_ref()).collect::<Vec<_>>())
                .bind(rows.clone().map(|&i| i64::from(self.jobs[i].position)).collect::<Vec<_>>())
                .bind(rows.clone().map(|&i| self.seqs[i]).collect::<Vec<_>>())
                .bind(rows.clone().map(|&i| self.choice(i)).collect::<Vec<_>>())
                .bind(rows.map(|&i| self.jobs[i].received_at).collect::<Vec<_>>())
                .fetch_all(&mut **conn)
                .await?
            }
        };
        Ok(returned.into_iter().map(|(a, p)| (a, u32::try_from(p).unwrap_or(0))).collect())
    }

    fn packed(&self) -> Result<String, sqlx::Error> {
        let packed: Vec<Packed<'_>> = self
            .rows
            .iter()
            .map(|&i| {
                let j = &self.jobs[i];
                (&*j.attempt, j.position, self.seqs[i], self.choice(i), j.occurred_at, j.received_at)
            })
            .collect();
        serde_json::to_string(&packed).map_err(|e| sqlx::Error::Encode(Box::new(e)))
    }
}

/// For a save that wrote nothing: is the attempt over, or does something newer stand there?
async fn what_stands(link: &mut Link, job: &SaveJob) -> Result<SaveOutcome, sqlx::Error> {
    let attempt: Option<(i64, Option<i64>, Option<String>)> = sql!(link, c => sqlx::query_as(
        "SELECT deadline, submitted_at, submitted_by FROM attempt WHERE id = $1",
    )
    .bind(&*job.attempt)
    .fetch_optional(c)
    .await)?;
    let Some((deadline, submitted_at, submitted_by)) = attempt else {
        return Ok(SaveOutcome::Unknown);
    };
    let stands: Option<(i64, Option<String>, i64)> = sql!(link, c => sqlx::query_as(
        "SELECT seq, choice, received_at FROM answer WHERE attempt_id = $1 AND position = $2",
    )
    .bind(&*job.attempt)
    .bind(i64::from(job.position))
    .fetch_optional(c)
    .await)?;
    let (seq, choice, received_at) = stands.unwrap_or((0, None, 0));
    let read = |text: Option<&str>| text.and_then(|c| serde_json::from_str::<Choice>(c).ok());
    let choice = read(choice.as_deref());
    // After the deadline it is always "late"; "submitted" only when the person handed in earlier.
    let late = job.received_at > deadline + GRACE_MS || submitted_by.as_deref() == Some("sweeper");
    if late || submitted_at.is_some() {
        // A tap whose reply was lost and that comes again did count: only what differs came too late.
        if choice != read(job.choice.as_deref()) {
            keep_late(link, job).await?;
        }
        return Ok(if late { SaveOutcome::Late } else { SaveOutcome::Submitted });
    }
    Ok(SaveOutcome::Stands(Saved { seq, choice, received_at }))
}

async fn keep_late(link: &mut Link, job: &SaveJob) -> Result<(), sqlx::Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO late_tap (attempt_id, position, choice, occurred_at, received_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (attempt_id, position) DO UPDATE
         SET choice = excluded.choice, occurred_at = excluded.occurred_at, received_at = excluded.received_at",
    )
    .bind(&*job.attempt)
    .bind(i64::from(job.position))
    .bind(job.choice.as_deref())
    .bind(job.occurred_at)
    .bind(job.received_at)
    .execute(c)
    .await
    .map(drop))
}
