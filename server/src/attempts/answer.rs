//! One answer, from tap to disk: check that it fits the paper, hand it to the writer, say what is stored now.

use super::facts::{self, Fact};
use crate::error::{Failure, Outcome};
use crate::people::session::Device;
use crate::state::App;
use crate::store::{SaveJob, SaveOutcome, Saved};
use domain::Choice;
use domain::grading::{is_blank, validate};
use std::sync::Arc;

/// What a client sends.
#[derive(Clone, Debug)]
pub struct Tap {
    /// 1-based position.
    pub position: u32,
    /// Sequence number; `None` for a plain form.
    pub seq: Option<i64>,
    /// The choice; `None` clears.
    pub choice: Option<Choice>,
    /// The phone's clock; recorded, never trusted. `None` for a plain form.
    pub occurred_at: Option<i64>,
}

/// Saves one answer durably.
///
/// # Errors
/// `not_yours`, `attempt_not_found`, `bad_form` (no such position, a choice that does not fit), `deadline_passed`,
/// `attempt_closed`, `too_many`, `busy`.
pub async fn save(app: &App, device: &Arc<Device>, attempt: &str, tap: Tap) -> Outcome<Saved> {
    let now = app.now();
    let fact = facts::of(app, attempt).await?;
    if !device.holds(&fact.person) {
        return Err(Failure::not_yours());
    }
    if let Some(seconds) = app.limits.save(fact.person_bits) {
        return Err(Failure::too_many(seconds));
    }
    let Tap { position, seq, choice, occurred_at } = tap;
    let choice = fit(&fact, position, seq, choice)?;
    let job = SaveJob {
        attempt: Arc::clone(&fact.id),
        position,
        seq,
        choice: choice.as_ref().and_then(|c| serde_json::to_string(c).ok()).map(Arc::from),
        occurred_at: occurred_at.unwrap_or(now),
        received_at: now,
    };
    let outcome = app.store.save_answer(job).await?;
    if matches!(outcome, SaveOutcome::Submitted | SaveOutcome::Late) {
        app.facts.forget_result(attempt);
    }
    match outcome {
        SaveOutcome::Kept(seq) => Ok(Saved { seq, choice, received_at: now }),
        SaveOutcome::Stands(saved) => Ok(saved),
        SaveOutcome::Submitted => Err(Failure::attempt_closed(attempt)),
        SaveOutcome::Late => Err(Failure::deadline_passed(attempt)),
        SaveOutcome::Unknown => Err(Failure::attempt_not_found()),
    }
}

/// Whether the choice fits the question at that position of this paper; a blank choice clears.
fn fit(fact: &Fact, position: u32, seq: Option<i64>, choice: Option<Choice>) -> Outcome<Option<Choice>> {
    let index = usize::try_from(position).ok().and_then(|p| p.checked_sub(1));
    let Some((_, revision)) = index.and_then(|i| fact.paper.get(i)) else {
        return Err(Failure::bad_form(format!(
            "position {position} does not exist: this paper has 1 to {}",
            fact.paper.len()
        )));
    };
    if seq.is_some_and(|seq| !(1..1_000_000_000).contains(&seq)) {
        return Err(Failure::bad_form("seq must be the last stored seq plus one"));
    }
    let Some(choice) = choice.filter(|choice| !is_blank(choice)) else { return Ok(None) };
    match validate(revision, &choice) {
        Ok(()) => Ok(Some(choice)),
        Err(e) => Err(Failure::bad_form(format!("choice: {}", e.code()))),
    }
}
