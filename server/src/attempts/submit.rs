//! Closing an attempt: by the person, or by the sweeper with what was saved.
//!
//! Invariant: closing and grading happen in one transaction that locks the attempt, so the score is of exactly the
//! answers that were acknowledged.

use super::facts::{self, Fact};
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::attempts::{self, Attempt};
use crate::store::{Link, StoreError};
use domain::contest::Rules;
use domain::grading::grade;
use domain::timing::accepts;
use domain::{Choice, Points};
use std::sync::Arc;

/// Who closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The person, now.
    Person,
    /// The clock, as of the deadline.
    Sweeper,
}

/// Closes the attempt; closing it again is harmless and returns what stands.
///
/// # Errors
/// `attempt_not_found`; `bad_form` when blanks are not allowed; storage errors.
pub async fn submit(app: &App, id: &str, by: By, prediction: Option<i64>) -> Outcome<Attempt> {
    let fact = facts::of(app, id).await?;
    let mut link = app.store.read().await?;
    let row = attempts::get(&mut link, id).await?.ok_or_else(Failure::attempt_not_found)?;
    drop(link);
    if row.submitted_at.is_some() {
        return Ok(row);
    }
    let contest = facts::contest_of(app, &row).await?;
    let round = contest.round(&row.round_id).ok_or_else(Failure::not_found)?;
    let now = app.now();
    // A person who comes after the deadline gets what the sweeper would have made.
    let by = if accepts(now, row.deadline) { by } else { By::Sweeper };
    if by == By::Sweeper && accepts(now, row.deadline) {
        return Ok(row);
    }
    let (prediction, rules) = (prediction.filter(|_| by == By::Person), round.rules.clone());
    let (closing, key) = (Arc::clone(&fact), id.to_owned());
    let closed = app
        .store
        .write(move |link| {
            Box::pin(async move { close(link, &key, &closing, &rules, by, prediction, now).await })
        })
        .await?;
    match closed {
        Closed::Done(row) => {
            let how = if by == By::Person { "person" } else { "sweeper" };
            metrics::counter!("attempts_closed_total", "by" => how).increment(1);
            app.standings.attempt_closed(app, &row).await?;
            Ok(*row)
        }
        Closed::Before(row) => Ok(*row),
        Closed::Blanks => Err(Failure::bad_form("blanks")),
        Closed::Gone => Err(Failure::attempt_not_found()),
    }
}

enum Closed {
    Done(Box<Attempt>),
    Before(Box<Attempt>),
    Blanks,
    Gone,
}

async fn close(
    link: &mut Link,
    id: &str,
    fact: &Fact,
    rules: &Rules,
    by: By,
    prediction: Option<i64>,
    now: i64,
) -> Result<Closed, StoreError> {
    if by == By::Person && rules.all_required {
        let saved = attempts::answers(link, id).await?;
        if saved.iter().filter(|(_, _, choice, _)| choice.is_some()).count() < fact.paper.len() {
            return Ok(Closed::Blanks);
        }
    }
    let name = if by == By::Person { "person" } else { "sweeper" };
    let Some(mut row) = attempts::close(link, id, now, name, prediction).await? else {
        return Ok(attempts::get(link, id).await?.map_or(Closed::Gone, |row| Closed::Before(Box::new(row))));
    };
    // The moment of a swept attempt is its deadline, not the sweeper's convenience.
    let moment = if by == By::Sweeper { row.deadline } else { now };
    row.submitted_at = Some(moment);
    let saved = attempts::answers(link, id).await?;
    mark(&mut row, fact, rules, &saved, now);
    attempts::set_result(link, &row).await?;
    Ok(Closed::Done(Box::new(row)))
}

/// Fills the cached result from the saved answers; the same answers always give the same result.
pub fn mark(
    row: &mut Attempt,
    fact: &Fact,
    rules: &Rules,
    saved: &[(i64, i64, Option<String>, i64)],
    now: i64,
) {
    let (mut answered, mut correct, mut score, mut max) = (0, 0, Points::ZERO, Points::ZERO);
    for (i, (_, revision)) in fact.paper.iter().enumerate() {
        let choice: Option<Choice> = saved
            .iter()
            .find(|(position, ..)| usize::try_from(*position).is_ok_and(|p| p == i + 1))
            .and_then(|(_, _, choice, _)| choice.as_deref())
            .and_then(|json| serde_json::from_str(json).ok());
        let points = grade(revision, choice.as_ref());
        answered += i64::from(choice.is_some());
        correct += i64::from(points == revision.worth());
        score = score + points;
        max = max + revision.worth();
    }
    let end = row.submitted_at.unwrap_or(now).min(row.deadline);
    row.answered = answered;
    row.correct = correct;
    row.score = score.0;
    row.max_score = max.0;
    row.duration_ms = (end - row.started_at).max(0);
    row.completed = i64::from(answered >= i64::from(rules.min_answers) && answered > 0);
    row.passed = i64::from(rules.pass_mark.is_some_and(|mark| score >= mark));
    row.graded_at = Some(now);
}
