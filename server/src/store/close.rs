//! Closing attempts in groups: rows and answers are read at once, the rules mark each, one statement writes them all.
//!
//! Invariant: closing and marking happen in one transaction that holds the attempts' rows, so a score is of exactly the
//! answers that were acknowledged.

use super::Link;
use super::attempts::{self, Answer, Attempt};
use sqlx::Error;
use std::collections::HashMap;

/// What the rules decided about an attempt that is still open; they have filled in the row when it is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Write the row.
    Close,
    /// Leave it open, for this reason.
    Leave(&'static str),
}

/// How closing ended.
#[derive(Clone, Debug)]
pub enum Closed {
    /// Closed now; the answers it was marked by.
    Done(Box<Attempt>, Vec<Answer>),
    /// Closed before.
    Before(Box<Attempt>),
    /// Left open.
    Left(&'static str),
    /// No such attempt.
    Unknown,
}

/// The rules for one attempt: mark the row by its answers.
pub type Mark = Box<dyn FnOnce(&mut Attempt, &[Answer]) -> Verdict + Send>;

/// One closing.
pub struct CloseJob {
    /// Attempt.
    pub attempt: String,
    /// The rules.
    pub mark: Mark,
}

impl std::fmt::Debug for CloseJob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CloseJob").field("attempt", &self.attempt).finish()
    }
}

/// Closes a group inside the caller's transaction; outcomes stand in the order of the jobs.
pub(super) async fn close_group(link: &mut Link, jobs: Vec<CloseJob>) -> Result<Vec<Closed>, Error> {
    let mut ids: Vec<&str> = jobs.iter().map(|j| j.attempt.as_str()).collect();
    // One order for everybody: two nodes holding the same rows cannot wait for each other in a ring.
    ids.sort_unstable();
    ids.dedup();
    let rows = attempts::get_all(link, &ids, true).await?;
    let mut answers = attempts::answers_of(link, &ids).await?;
    let mut rows: HashMap<String, Attempt> = rows.into_iter().map(|a| (a.id.clone(), a)).collect();
    let mut closed_now = Vec::new();
    let mut outcomes = Vec::with_capacity(jobs.len());
    for job in jobs {
        let Some(row) = rows.get_mut(&job.attempt) else {
            outcomes.push(Closed::Unknown);
            continue;
        };
        if row.submitted_at.is_some() {
            outcomes.push(Closed::Before(Box::new(row.clone())));
            continue;
        }
        let saved = answers.remove(&job.attempt).unwrap_or_default();
        let mut marked = row.clone();
        match (job.mark)(&mut marked, &saved) {
            Verdict::Leave(why) => {
                answers.insert(job.attempt, saved);
                outcomes.push(Closed::Left(why));
            }
            Verdict::Close => {
                *row = marked;
                closed_now.push(job.attempt);
                outcomes.push(Closed::Done(Box::new(row.clone()), saved));
            }
        }
    }
    let written: Vec<&Attempt> = closed_now.iter().filter_map(|id| rows.get(id)).collect();
    attempts::write_results(link, &written).await?;
    Ok(outcomes)
}
