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

/// An attempt that was closed, with what was read on the way: its answers and the person's attempts in the contest, as
/// they are now, voided ones included.
#[derive(Clone, Debug)]
pub struct Marked {
    /// The attempt.
    pub row: Attempt,
    /// The answers it was marked by.
    pub answers: Vec<Answer>,
    /// The person's attempts in the contest, oldest first.
    pub attempts: Vec<Attempt>,
}

/// How closing ended.
#[derive(Clone, Debug)]
pub enum Closed {
    /// Closed now.
    Done(Box<Marked>),
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
    /// Its person.
    pub person: String,
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
    let mut people: Vec<&str> = jobs.iter().map(|j| j.person.as_str()).collect();
    people.sort_unstable();
    people.dedup();
    // The person's other attempts come along: whoever closes goes on to ask which one counts.
    let mut rows = attempts::of_people(link, &people).await?;
    let mut ids: Vec<&str> = jobs.iter().map(|j| j.attempt.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut answers = attempts::answers_of(link, &ids).await?;
    let places: HashMap<String, usize> = rows.iter().enumerate().map(|(i, a)| (a.id.clone(), i)).collect();
    let mut closed_now = Vec::new();
    let mut outcomes = Vec::with_capacity(jobs.len());
    for job in jobs {
        let Some(&place) = places.get(&job.attempt) else {
            outcomes.push(Closed::Unknown);
            continue;
        };
        if rows[place].submitted_at.is_some() {
            outcomes.push(Closed::Before(Box::new(rows[place].clone())));
            continue;
        }
        let saved = answers.remove(&job.attempt).unwrap_or_default();
        let mut marked = rows[place].clone();
        match (job.mark)(&mut marked, &saved) {
            Verdict::Leave(why) => {
                answers.insert(job.attempt, saved);
                outcomes.push(Closed::Left(why));
            }
            Verdict::Close => {
                rows[place] = marked.clone();
                closed_now.push(place);
                outcomes.push(Closed::Done(Box::new(Marked {
                    row: marked,
                    answers: saved,
                    attempts: Vec::new(),
                })));
            }
        }
    }
    let written: Vec<&Attempt> = closed_now.iter().map(|&place| &rows[place]).collect();
    attempts::write_results(link, &written).await?;
    // Filled in last, so that each sees what all closings of the group left.
    for outcome in &mut outcomes {
        if let Closed::Done(marked) = outcome {
            let (person, contest) = (&marked.row.participant_id, &marked.row.contest_id);
            let mine = rows.iter().filter(|a| a.participant_id == *person && a.contest_id == *contest);
            marked.attempts = mine.cloned().collect();
        }
    }
    Ok(outcomes)
}
