//! What a person may do in a contest now: join, start, resume, wait, or nothing more.

use crate::contests::catalogue::Loaded;
use crate::error::Outcome;
use crate::state::App;
use crate::store::attempts::{self, Moment};
use app::model::Entry;
use domain::timing::{AttemptMoment, Limit, Next, accepts, next_attempt};

/// The entry and, where limited, how many attempts are left now.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// What the button does.
    pub entry: Entry,
    /// Attempts that may still be started now; `None` = no limit.
    pub left: Option<u32>,
}

/// For a person, or for somebody unknown.
///
/// # Errors
/// Storage errors.
pub async fn of(app: &App, contest: &Loaded, person: Option<&str>) -> Outcome<Way> {
    let held = match person {
        Some(person) => {
            let mut link = app.store.read().await?;
            attempts::moments(&mut link, person, &contest.id).await?
        }
        None => Vec::new(),
    };
    Ok(from(contest, person.map(|_| held.as_slice()), app.now()))
}

/// The same from a person's attempts that were not voided; `None` for somebody unknown.
#[must_use]
pub fn from(contest: &Loaded, person: Option<&[Moment]>, now: i64) -> Way {
    let doc = &contest.doc;
    let held = person.unwrap_or_default();
    if let Some(running) = held.iter().find(|m| m.submitted_at.is_none() && accepts(now, m.deadline)) {
        let entry = Entry::Resume { attempt: running.id.clone(), deadline: running.deadline };
        return Way { entry, left: None };
    }
    let Some(round) = doc.open_round(now) else {
        let entry = match doc.next_round(now) {
            Some(next) => Entry::NotYet { opens_at: next.opens_at },
            None => Entry::Over,
        };
        return Way { entry, left: None };
    };
    if person.is_none() {
        return Way { entry: Entry::Join, left: None };
    }
    let history: Vec<AttemptMoment> =
        held.iter().map(|m| AttemptMoment::new(m.round_id.clone(), m.started_at)).collect();
    match next_attempt(now, round, doc.attempts_per_contest, &history) {
        Next::Allowed { left } => Way { entry: Entry::Start, left },
        Next::Wait { again_at, reason } => {
            // A later round may open before this one offers another try.
            let later = doc.next_round(now).map(|r| r.opens_at).filter(|_| reason != Limit::PerContest);
            let again_at = match (again_at, later) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            Way { entry: Entry::Wait { again_at, reason: reason.code() }, left: Some(0) }
        }
    }
}
