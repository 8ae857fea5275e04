//! Closing an attempt: by the person, or by the sweeper with what was saved.
//!
//! Invariant: closing and grading happen in one transaction that locks the attempt, so the score is of exactly the
//! answers that were acknowledged.

use super::facts::{self, Fact};
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::attempts::{self, Answer, Attempt};
use crate::store::close::{CloseJob, Closed, Marked, Verdict};
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
    Ok(*hand_in(app, id, by, prediction).await?.row)
}

/// A closed attempt and, when it was closed just now, what was read on the way.
#[derive(Clone, Debug)]
pub struct HandedIn {
    /// The attempt.
    pub row: Box<Attempt>,
    /// Answers and the person's attempts, when they are at hand.
    pub known: Option<Arc<Marked>>,
}

/// As [`submit`], for who goes on to show the result.
///
/// # Errors
/// As [`submit`].
pub async fn hand_in(app: &App, id: &str, by: By, prediction: Option<i64>) -> Outcome<HandedIn> {
    let fact = facts::of(app, id).await?;
    let contest = app.catalogue.version(&app.store, &fact.contest_id, fact.version).await?;
    let round = contest.round(&fact.round_id).ok_or_else(Failure::not_found)?;
    let (rules, now, marking) = (round.rules.clone(), app.now(), Arc::clone(&fact));
    let mark =
        move |row: &mut Attempt, saved: &[Answer]| close(row, saved, &marking, &rules, by, prediction, now);
    match app
        .store
        .close_attempt(CloseJob { attempt: id.to_owned(), person: fact.person.clone(), mark: Box::new(mark) })
        .await?
    {
        Closed::Done(marked) => {
            let row = Box::new(marked.row.clone());
            let how = if row.submitted_by.as_deref() == Some("person") { "person" } else { "sweeper" };
            metrics::counter!("attempts_closed_total", "by" => how).increment(1);
            app.standings.attempt_closed(app, &row).await?;
            let known = Arc::new(*marked);
            if how == "person" {
                // Handed in in time: no tap can have come too late before. After a sweep some may have.
                app.facts.keep_result(Arc::clone(&known), app.now());
            }
            Ok(HandedIn { row, known: Some(known) })
        }
        Closed::Before(row) => Ok(HandedIn { row, known: None }),
        Closed::Left("early") => {
            let mut link = app.store.read().await?;
            let row = attempts::get(&mut link, id).await?.ok_or_else(Failure::attempt_not_found)?;
            Ok(HandedIn { row: Box::new(row), known: None })
        }
        Closed::Left(_) => Err(Failure::bad_form("blanks")),
        Closed::Unknown => Err(Failure::attempt_not_found()),
    }
}

/// The rules of closing, on what the writer found.
fn close(
    row: &mut Attempt,
    saved: &[Answer],
    fact: &Fact,
    rules: &Rules,
    by: By,
    prediction: Option<i64>,
    now: i64,
) -> Verdict {
    let in_time = accepts(now, row.deadline);
    // The sweeper is early when the attempt was given more time meanwhile.
    if by == By::Sweeper && in_time {
        return Verdict::Leave("early");
    }
    // A person who comes after the deadline gets what the sweeper would have made.
    let by = if in_time { by } else { By::Sweeper };
    let answered = saved.iter().filter(|(_, _, choice, _)| choice.is_some()).count();
    if by == By::Person && rules.all_required && answered < fact.paper.len() {
        return Verdict::Leave("blanks");
    }
    // The moment of a swept attempt is its deadline, not the sweeper's convenience.
    row.submitted_at = Some(if by == By::Sweeper { row.deadline } else { now });
    row.submitted_by = Some(if by == By::Person { "person" } else { "sweeper" }.to_owned());
    row.prediction = prediction.filter(|_| by == By::Person);
    mark(row, fact, rules, saved, now);
    Verdict::Close
}

/// Fills the cached result from the saved answers; the same answers always give the same result.
pub fn mark(row: &mut Attempt, fact: &Fact, rules: &Rules, saved: &[Answer], now: i64) {
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
