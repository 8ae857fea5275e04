//! Starting or resuming: the same person in the same round always gets the attempt that is running.
//!
//! Invariant: limits are judged and the attempt written in one transaction, so two taps on "Vào thi", two tabs or two
//! nodes make one attempt.

use super::facts::{self, Fact};
use crate::contests::catalogue::Loaded;
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::StoreError;
use crate::store::attempts::{self, Attempt};
use crate::store::begin::{BeginJob, Begun, Decision, Held};
use crate::store::people::Participant;
use domain::contest::Round;
use domain::question::{PaperItem, Revision};
use domain::timing::{AttemptMoment, Next, Window, accepts, next_attempt};
use std::sync::Arc;

/// How it went.
#[derive(Clone, Debug)]
pub struct Started {
    /// The attempt.
    pub row: Attempt,
    /// Its paper.
    pub fact: Arc<Fact>,
    /// It was running before.
    pub resumed: bool,
}

/// Starts or resumes the person's attempt in the round that is open now.
///
/// # Errors
/// `round_closed`, `no_attempt_left`, `paper_short`, `too_many`; storage errors.
pub async fn start(app: &App, contest: &Arc<Loaded>, person: &str) -> Outcome<Started> {
    let now = app.now();
    let Some(round) = contest.doc.open_round(now) else {
        return resume_running(app, contest, person, now).await;
    };
    if let Some(seconds) = app.limits.start(crate::random::id_bits(person)) {
        return Err(Failure::too_many(seconds));
    }
    let plan = app.catalogue.plan(&app.store, contest, round, now).await?;
    let seed = crate::random::seed();
    let paper = plan.draw(
        u64::try_from(seed).unwrap_or(0),
        round.rules.shuffle_questions,
        round.rules.shuffle_options,
    );
    let ids: Vec<&str> = paper.iter().map(|i| i.revision.as_str()).collect();
    let revisions = app.catalogue.revisions(&app.store, &ids).await?;
    let draft = Draft {
        id: crate::random::id(now),
        origin: app.origin.clone(),
        contest: Arc::clone(contest),
        round: round.clone(),
        paper: serde_json::to_string(&paper).map_err(|e| Failure::internal(&e))?,
        max_score: revisions.iter().map(|r| r.worth().0).sum(),
        seed,
        now,
    };
    let job = BeginJob {
        person: person.to_owned(),
        contest: contest.id.clone(),
        decide: Box::new(move |held| decide(&draft, held)),
    };
    match app.store.begin_attempt(job).await? {
        Begun::Refused("busy") => Err(StoreError::Busy.into()),
        Begun::Refused(reason) => Err(Failure::no_attempt_left(reason)),
        Begun::Running(row) => {
            let fact = facts::from_row(app, &row).await?;
            Ok(Started { row: *row, fact, resumed: true })
        }
        Begun::New(row) => {
            metrics::counter!("attempts_started_total").increment(1);
            let fact = keep(app, &row, paper, revisions);
            Ok(Started { row: *row, fact, resumed: false })
        }
    }
}

fn keep(app: &App, row: &Attempt, paper: Vec<PaperItem>, revisions: Vec<Arc<Revision>>) -> Arc<Fact> {
    app.facts.keep(Fact {
        id: row.id.as_str().into(),
        person: row.participant_id.clone(),
        person_bits: crate::random::id_bits(&row.participant_id),
        contest_id: row.contest_id.clone(),
        version: row.version,
        round_id: row.round_id.clone(),
        paper: paper.into_iter().zip(revisions).collect(),
    })
}

/// The round has closed, but an attempt keeps the minutes it was promised.
async fn resume_running(app: &App, contest: &Loaded, person: &str, now: i64) -> Outcome<Started> {
    let mut link = app.store.read().await?;
    let moments = attempts::moments(&mut link, person, &contest.id).await?;
    let running = moments.iter().find(|m| m.submitted_at.is_none() && accepts(now, m.deadline));
    let Some(running) = running else { return Err(Failure::round_closed()) };
    let row = attempts::get(&mut link, &running.id).await?.ok_or_else(Failure::attempt_not_found)?;
    drop(link);
    let fact = facts::from_row(app, &row).await?;
    Ok(Started { row, fact, resumed: true })
}

struct Draft {
    id: String,
    origin: String,
    contest: Arc<Loaded>,
    round: Round,
    paper: String,
    max_score: i64,
    seed: i64,
    now: i64,
}

/// The rules on what the writer found.
fn decide(draft: &Draft, held: &Held) -> Decision {
    let running = held.attempts.iter().find(|m| m.submitted_at.is_none() && accepts(draft.now, m.deadline));
    if let Some(running) = running {
        return Decision::Resume(running.id.clone());
    }
    let history: Vec<AttemptMoment> =
        held.attempts.iter().map(|m| AttemptMoment::new(m.round_id.clone(), m.started_at)).collect();
    let per_contest = draft.contest.doc.attempts_per_contest;
    if let Next::Wait { reason, .. } = next_attempt(draft.now, &draft.round, per_contest, &history) {
        return Decision::Refuse(reason.code());
    }
    let Some(person) = &held.person else { return Decision::Refuse("signed_out") };
    let used =
        held.ordinals.iter().filter(|(round, _)| *round == draft.round.id).map(|(_, ordinal)| *ordinal);
    let ordinal = used.max().unwrap_or(0) + 1;
    Decision::Begin(Box::new(row_of(draft, person, held.unit.clone(), ordinal)))
}

/// Locality, unit, audience, flags, age band and grade are copied here: later corrections move no published figure.
fn row_of(draft: &Draft, person: &Participant, unit: Option<String>, ordinal: i64) -> Attempt {
    let (length_ms, extra_ms) = draft.round.rules.length_ms(person.extra_time.as_deref());
    let window = Window { started_at: draft.now, length_ms, extra_ms, extensions_ms: 0 };
    let year = domain::calendar::year_of(draft.now);
    let born = person.birth_year.and_then(|y| i32::try_from(y).ok());
    Attempt {
        id: draft.id.clone(),
        origin: draft.origin.clone(),
        participant_id: person.id.clone(),
        contest_id: draft.contest.id.clone(),
        round_id: draft.round.id.clone(),
        ordinal,
        version: draft.contest.version,
        seed: draft.seed,
        paper: draft.paper.clone(),
        started_at: draft.now,
        day: domain::calendar::local_day(draft.now),
        deadline: window.deadline(),
        extra_ms,
        locality_scheme: person.locality_scheme.clone(),
        locality_code: person.locality_code.clone(),
        unit_id: unit,
        audience: person.audience.clone(),
        flags: person.flags.clone(),
        age_band: domain::people::AgeBand::in_year(born, year).code().into(),
        grade: person.grade.clone(),
        mode: domain::people::Mode::Online.code().into(),
        demo: i64::from(draft.contest.doc.demo),
        submitted_at: None,
        submitted_by: None,
        prediction: None,
        answered: 0,
        correct: 0,
        score: 0,
        max_score: draft.max_score,
        duration_ms: 0,
        completed: 0,
        passed: 0,
        graded_at: None,
        voided_at: None,
    }
}
