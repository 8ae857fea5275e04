//! Saving answers in groups: one statement for all of them, whatever the engine.
//!
//! Invariants: an answer counts only while its attempt is open and its deadline plus grace has not passed, judged in
//! the same transaction; an older sequence number never overwrites a newer one; repeating a save is harmless.

use super::writer::{SaveJob, SaveOutcome, Saved};
use super::Link;
use crate::sql;
use domain::Choice;
use domain::timing::GRACE_MS;
use std::collections::{HashMap, HashSet};

type Key<'a> = (&'a str, u32);

/// Saves a group inside the caller's transaction; outcomes stand in the order of the jobs.
pub(super) async fn save_group(link: &mut Link, jobs: &[SaveJob]) -> Result<Vec<SaveOutcome>, sqlx::Error> {
    let mut seqs: Vec<i64> = Vec::with_capacity(jobs.len());
    for job in jobs {
        seqs.push(match job.seq {
            Some(seq) => seq,
            None => current_seq(link, job).await?.map_or(1, |s| s + 1),
        });
    }
    // Within a group only the newest tap of a position is written; the others are answered with what stands.
    let mut newest: HashMap<Key<'_>, usize> = HashMap::with_capacity(jobs.len());
    for (i, job) in jobs.iter().enumerate() {
        newest
            .entry((job.attempt.as_str(), job.position))
            .and_modify(|held| {
                if seqs[i] > seqs[*held] {
                    *held = i;
                }
            })
            .or_insert(i);
    }
    let mut rows: Vec<usize> = newest.values().copied().collect();
    // One order for everybody: two nodes locking the same attempts cannot wait for each other in a ring.
    rows.sort_unstable_by(|a, b| {
        (&jobs[*a].attempt, jobs[*a].position).cmp(&(&jobs[*b].attempt, jobs[*b].position))
    });
    let written = write_rows(link, jobs, &seqs, &rows).await?;
    let mut outcomes = Vec::with_capacity(jobs.len());
    for (i, job) in jobs.iter().enumerate() {
        let key = (job.attempt.as_str(), job.position);
        outcomes.push(if newest.get(&key) == Some(&i) && written.contains(&(job.attempt.clone(), job.position)) {
            SaveOutcome::Stored(Saved { seq: seqs[i], choice: job.choice.clone(), received_at: job.received_at })
        } else {
            what_stands(link, job).await?
        });
    }
    Ok(outcomes)
}

async fn current_seq(link: &mut Link, job: &SaveJob) -> Result<Option<i64>, sqlx::Error> {
    sql!(link, c => sqlx::query_scalar("SELECT seq FROM answer WHERE attempt_id = $1 AND position = $2")
        .bind(&job.attempt)
        .bind(i64::from(job.position))
        .fetch_optional(c)
        .await)
}

/// The batch itself needs two texts: SQLite unpacks a JSON array, PostgreSQL typed arrays.
async fn write_rows(
    link: &mut Link,
    jobs: &[SaveJob],
    seqs: &[i64],
    rows: &[usize],
) -> Result<HashSet<(String, u32)>, sqlx::Error> {
    let choice = |i: usize| jobs[i].choice.as_ref().and_then(|c| serde_json::to_string(c).ok());
    let returned: Vec<(String, i64)> = match link {
        Link::Sqlite(conn) => {
            let packed: Vec<(&str, u32, i64, Option<String>, i64, i64)> = rows
                .iter()
                .map(|&i| {
                    let j = &jobs[i];
                    (j.attempt.as_str(), j.position, seqs[i], choice(i), j.occurred_at, j.received_at)
                })
                .collect();
            let packed = serde_json::to_string(&packed).map_err(|e| sqlx::Error::Encode(Box::new(e)))?;
            sqlx::query_as(
                "INSERT INTO answer (attempt_id, position, seq, choice, occurred_at, received_at)
                 SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5
                 FROM json_each($1) AS j CROSS JOIN attempt AS a
                 WHERE a.id = j.value ->> 0 AND a.submitted_at IS NULL AND a.deadline + $2 >= j.value ->> 5
                 ON CONFLICT (attempt_id, position) DO UPDATE
                 SET seq = excluded.seq, choice = excluded.choice,
                     occurred_at = excluded.occurred_at, received_at = excluded.received_at
                 WHERE answer.seq < excluded.seq
                 RETURNING attempt_id, position",
            )
            .bind(packed)
            .bind(GRACE_MS)
            .fetch_all(&mut **conn)
            .await?
        }
        Link::Postgres(conn) => {
            let mut attempts = Vec::with_capacity(rows.len());
            let mut positions = Vec::with_capacity(rows.len());
            let mut numbers = Vec::with_capacity(rows.len());
            let mut choices = Vec::with_capacity(rows.len());
            let mut occurred = Vec::with_capacity(rows.len());
            let mut received = Vec::with_capacity(rows.len());
            for &i in rows {
                attempts.push(jobs[i].attempt.clone());
                positions.push(i64::from(jobs[i].position));
                numbers.push(seqs[i]);
                choices.push(choice(i));
                occurred.push(jobs[i].occurred_at);
                received.push(jobs[i].received_at);
            }
            // FOR SHARE: a submit on another node either sees these answers or makes this insert see the submit.
            sqlx::query_as(
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
                 WHERE answer.seq < excluded.seq
                 RETURNING attempt_id, position",
            )
            .bind(attempts)
            .bind(positions)
            .bind(numbers)
            .bind(choices)
            .bind(occurred)
            .bind(received)
            .bind(GRACE_MS)
            .fetch_all(&mut **conn)
            .await?
        }
    };
    Ok(returned.into_iter().map(|(a, p)| (a, u32::try_from(p).unwrap_or(0))).collect())
}

/// For a save that wrote nothing: is the attempt over, or does something newer stand there?
async fn what_stands(link: &mut Link, job: &SaveJob) -> Result<SaveOutcome, sqlx::Error> {
    let attempt: Option<(i64, Option<i64>, Option<String>)> = sql!(link, c => sqlx::query_as(
        "SELECT deadline, submitted_at, submitted_by FROM attempt WHERE id = $1",
    )
    .bind(&job.attempt)
    .fetch_optional(c)
    .await)?;
    let Some((deadline, submitted_at, submitted_by)) = attempt else {
        return Ok(SaveOutcome::Unknown);
    };
    let stands: Option<(i64, Option<String>, i64)> = sql!(link, c => sqlx::query_as(
        "SELECT seq, choice, received_at FROM answer WHERE attempt_id = $1 AND position = $2",
    )
    .bind(&job.attempt)
    .bind(i64::from(job.position))
    .fetch_optional(c)
    .await)?;
    let (seq, choice, received_at) = stands.unwrap_or((0, None, 0));
    let choice: Option<Choice> = choice.and_then(|c| serde_json::from_str(&c).ok());
    // After the deadline it is always "late"; "submitted" only when the person handed in earlier.
    let late = job.received_at > deadline + GRACE_MS || submitted_by.as_deref() == Some("sweeper");
    if late || submitted_at.is_some() {
        // A tap whose reply was lost and that comes again did count: only what differs came too late.
        if choice != job.choice {
            keep_late(link, job).await?;
        }
        return Ok(if late { SaveOutcome::Late } else { SaveOutcome::Submitted });
    }
    Ok(SaveOutcome::Stored(Saved { seq, choice, received_at }))
}

async fn keep_late(link: &mut Link, job: &SaveJob) -> Result<(), sqlx::Error> {
    let choice = job.choice.as_ref().and_then(|c| serde_json::to_string(c).ok());
    sql!(link, c => sqlx::query(
        "INSERT INTO late_tap (attempt_id, position, choice, occurred_at, received_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (attempt_id, position) DO UPDATE
         SET choice = excluded.choice, occurred_at = excluded.occurred_at, received_at = excluded.received_at",
    )
    .bind(&job.attempt)
    .bind(i64::from(job.position))
    .bind(choice)
    .bind(job.occurred_at)
    .bind(job.received_at)
    .execute(c)
    .await
    .map(drop))
}
