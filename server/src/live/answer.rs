//! One answer of one phone: judged against its own clock allowance, on disk before it is acknowledged.
//!
//! Invariant: the first answer to a run counts, and a repeat gets the first reply; an answer to another question, a late
//! one or one of a removed player changes nothing.

use super::room::Handle;
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::Engine;
use crate::store::live::answers::{self, LiveJob, Taken};
use domain::Choice;
use domain::grading::{is_blank, validate};
use domain::live::payload::{Accepted, LiveAnswer};
use domain::live::room::Opening;
use domain::live::{Phase, PlayerNo, fair};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Takes an answer.
///
/// # Errors
/// `live_removed`; `live_not_open` (409: another question, too late, paused); `bad_form`; `busy`.
pub async fn take(
    app: &App,
    handle: &Arc<Handle>,
    player: PlayerNo,
    answer: LiveAnswer,
    received_at: i64,
) -> Outcome<Accepted> {
    let gate = handle.gate();
    if gate.removed.contains(&player) {
        return Err(Failure::live_removed());
    }
    if let Some(seconds) =
        app.limits.live(u128::from(player) << 64 | crate::random::id_bits(&handle.id) >> 64)
    {
        return Err(Failure::too_many(seconds));
    }
    let asked = handle
        .asked(answer.question)
        .ok_or_else(|| Failure::bad_form(format!("question {} does not exist", answer.question)))?;
    let fits = |o: &Opening| o.question == answer.question && answer.run.is_none_or(|run| run == o.run);
    let gate = if gate.opening.is_none_or(|o| !fits(&o)) && app.store.engine() == Engine::Postgres {
        // Another node may have opened it, and told the phone, before this one has read so.
        handle.gate_read_on().await
    } else {
        gate
    };
    let Some(opening) = gate.opening.filter(fits) else {
        return repeated(app, handle, player, &answer, gate.phase).await;
    };
    if is_blank(&answer.choice) {
        return Err(Failure::bad_form("choice: blank"));
    }
    validate(&asked.revision, &answer.choice)
        .map_err(|e| Failure::bad_form(format!("choice: {}", e.code())))?;
    super::probe::recall(app, handle, player).await?;
    let time = handle.spec.question(answer.question).map_or(0, |q| q.millis());
    let allowance = handle.roster.read().seat(player).map_or(0, |seat| seat.probes.allowance(time));
    let choice = serde_json::to_string(&answer.choice).map_err(|e| Failure::internal(&e))?;
    let job = LiveJob {
        room: Arc::clone(&handle.id),
        question: answer.question,
        run: opening.run,
        player,
        choice: choice.into(),
        seen_at: answer.seen_at,
        received_at,
        judged_ms: fair::judged_elapsed(received_at, opening.opened_at, allowance, time),
        allowance,
    };
    match app.store.take_live_answer(job).await? {
        Taken::At(accepted_at) => {
            handle.answered.store(true, Ordering::Relaxed);
            metrics::counter!("live_answers_total").increment(1);
            Ok(Accepted { question: answer.question, accepted_at })
        }
        Taken::Closed => Err(Failure::live_not_open()),
    }
}

fn run_of(phase: Phase, question: u32) -> Option<u32> {
    match phase {
        Phase::Open { question: q, run, .. }
        | Phase::Closed { question: q, run }
        | Phase::Reveal { question: q, run }
            if q == question =>
        {
            Some(run)
        }
        _ => None,
    }
}

/// An answer whose first reply was lost comes again after the question closed, however far the show has gone: it did
/// count.
async fn repeated(
    app: &App,
    handle: &Handle,
    player: PlayerNo,
    answer: &LiveAnswer,
    phase: Phase,
) -> Outcome<Accepted> {
    let question = answer.question;
    let mut link = app.store.read().await?;
    let found = match (answer.run.or(run_of(phase, question)), phase) {
        (Some(run), _) => {
            answers::of_player(&mut link, &handle.id, (question, run), player).await?.map(|a| a.1)
        }
        // Announced anew: what was answered to the run before it is void, and this one takes nothing yet.
        (None, Phase::Ready { question: ahead, .. }) if ahead == question => None,
        (None, _) => answers::newest_of_player(&mut link, &handle.id, question, player).await?,
    };
    match found {
        Some(accepted_at) => Ok(Accepted { question, accepted_at }),
        None => Err(Failure::live_not_open()),
    }
}

/// What a player answered, and to which run: by the time it is shown another may stand on the stage.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Standing {
    pub(super) question: u32,
    pub(super) run: u32,
    pub(super) choice: Choice,
}

/// What a player has answered to the question that stands on the stage now.
pub(super) async fn standing_choice(
    app: &App,
    handle: &Handle,
    player: PlayerNo,
) -> Outcome<Option<Standing>> {
    let phase = handle.gate().phase;
    let Some((question, run)) = phase.question().and_then(|q| Some((q, run_of(phase, q)?))) else {
        return Ok(None);
    };
    let mut link = app.store.read().await?;
    let found = answers::of_player(&mut link, &handle.id, (question, run), player).await?;
    let choice = found.and_then(|(choice, _)| serde_json::from_str(&choice).ok());
    Ok(choice.map(|choice| Standing { question, run, choice }))
}
