//! Questions on their way into the draw: submitting, approving, sending back, retiring, restoring.
//!
//! The rules are `domain::bank::review`; here they are applied to stored questions. Invariants: all questions asked for take the
//! step or none does; every step leaves a line in the question's history and a row in the audit log, in the same
//! transaction; a reviewer may name the wording they read, and is refused when it is no longer the present one.

use crate::store::meta::{self, Act};
use crate::store::review::{self as rows, NewStep, TakenStep};
use crate::store::{Link, Store, StoreError, bank};
use domain::bank::review::{Refusal, Standing, Status, Step, decide};
use domain::bank::{Fault, unready};
use domain::question::Revision;

/// A step that is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Which step.
    pub step: Step,
    /// Question ids, or revision ids (`T05-001@0123456789ab`) of the wordings that were read.
    pub questions: Vec<String>,
    /// Who takes it, by name.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// Who acts, for the audit log: `cli`, a staff id.
    pub actor: String,
}

/// A question that took the step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Moved {
    /// Question id.
    pub question: String,
    /// Where it stood.
    pub from: Status,
    /// Where it stands now.
    pub to: Status,
}

/// A question that cannot take the step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Refused {
    /// As it was asked for.
    pub question: String,
    /// Why not.
    pub why: Why,
}

/// Why a question cannot take a step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// There is no such question.
    Unknown,
    /// The wording that was read is no longer the present one.
    Reworded {
        /// Revision id of the present wording.
        now: String,
    },
    /// The rules refuse.
    Rule(Refusal),
    /// An approved question may not lack this.
    Unready(Vec<Fault>),
}

/// What came of a step: every question took it, or these are the reasons why none did.
pub type Taken = Result<Vec<Moved>, Vec<Refused>>;

/// Takes a step with all questions, or with none.
///
/// # Errors
/// Storage errors; nothing is changed then.
pub async fn take(store: &Store, ask: Ask, now: i64) -> Result<Taken, StoreError> {
    store.write(move |link| Box::pin(async move { apply(link, &ask, now).await })).await
}

async fn apply(link: &mut Link, ask: &Ask, now: i64) -> Result<Taken, StoreError> {
    bank::hold(link).await?;
    let (by, reason) = (ask.by.trim(), ask.reason.as_deref().map(str::trim).filter(|r| !r.is_empty()));
    let (mut moves, mut refused) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    for asked in &ask.questions {
        let id = asked.split_once('@').map_or(asked.as_str(), |(question, _)| question);
        if !seen.insert(id) {
            continue;
        }
        match judge(link, ask.step, asked, id, by, reason).await? {
            Ok((held, from, to)) => moves.push((held, from, to)),
            Err(why) => refused.push(Refused { question: asked.clone(), why }),
        }
    }
    if !refused.is_empty() {
        return Ok(Err(refused));
    }
    let mut moved = Vec::with_capacity(moves.len());
    for (held, from, to) in moves {
        let (question, revision) = (held.id.as_str(), held.revision.as_str());
        rows::take(link, NewStep { question, revision, step: ask.step, from, to, by, reason, at: now })
            .await?;
        // Names and reasons stand in the question's history; the audit log holds ids only.
        let detail =
            serde_json::json!({ "step": ask.step, "revision": revision, "from": from, "to": to }).to_string();
        let act = Act { actor: &ask.actor, action: "review-bank", subject: question, detail: &detail };
        meta::audit(link, act, now).await?;
        moved.push(Moved { question: held.id, from, to });
    }
    Ok(Ok(moved))
}

async fn judge(
    link: &mut Link,
    step: Step,
    asked: &str,
    id: &str,
    by: &str,
    reason: Option<&str>,
) -> Result<Result<(bank::Current, Status, Status), Why>, StoreError> {
    let Some(held) = bank::current_of(link, id).await? else { return Ok(Err(Why::Unknown)) };
    if asked != id && asked != held.revision {
        return Ok(Err(Why::Reworded { now: held.revision }));
    }
    let status = status_of(&held)?;
    let standing =
        Standing { status, writer: held.writer.as_deref(), submitter: held.submitted_by.as_deref() };
    let to = match decide(standing, step, by, reason) {
        Ok(to) => to,
        Err(refusal) => return Ok(Err(Why::Rule(refusal))),
    };
    if to == Status::Approved {
        let missing = unready(&wording_of(&held)?);
        if !missing.is_empty() {
            return Ok(Err(Why::Unready(missing)));
        }
    }
    Ok(Ok((held, status, to)))
}

/// A question with where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where it stands.
    pub status: Status,
    /// Who wrote the present wording: a person, or the release that shipped it.
    pub writer: Option<String>,
    /// Who brought it to review.
    pub submitted_by: Option<String>,
    /// Who vouches for it.
    pub approved_by: Option<String>,
    /// When its wording or standing changed last, unix ms.
    pub changed_at: i64,
    /// The present wording.
    pub wording: Revision,
}

fn entry(held: &bank::Current) -> Result<Entry, StoreError> {
    Ok(Entry {
        status: status_of(held)?,
        writer: held.writer.clone(),
        submitted_by: held.submitted_by.clone(),
        approved_by: held.approved_by.clone(),
        changed_at: held.changed_at,
        wording: wording_of(held)?,
    })
}

/// Questions of these statuses and topics (none given: of all), in the order of ids.
///
/// # Errors
/// Storage errors, unreadable documents.
pub async fn list(store: &Store, statuses: &[Status], topics: &[String]) -> Result<Vec<Entry>, StoreError> {
    let mut link = store.read().await?;
    let mut found = Vec::new();
    for held in bank::current(&mut link).await? {
        let status = status_of(&held)?;
        if (statuses.is_empty() || statuses.contains(&status))
            && (topics.is_empty() || topics.contains(&held.topic))
        {
            found.push(entry(&held)?);
        }
    }
    Ok(found)
}

/// One question and its steps, first to last.
///
/// # Errors
/// Storage errors, an unreadable document.
pub async fn show(store: &Store, question: &str) -> Result<Option<(Entry, Vec<TakenStep>)>, StoreError> {
    let mut link = store.read().await?;
    let Some(held) = bank::current_of(&mut link, question).await? else { return Ok(None) };
    let steps = rows::history(&mut link, question).await?;
    Ok(Some((entry(&held)?, steps)))
}

/// The status of a row.
///
/// # Errors
/// A status that does not exist.
pub fn status_of(held: &bank::Current) -> Result<Status, StoreError> {
    Status::parse(&held.status).ok_or_else(|| StoreError::Corrupt {
        what: "question status",
        why: format!("{} is {:?}", held.id, held.status),
    })
}

fn wording_of(held: &bank::Current) -> Result<Revision, StoreError> {
    serde_json::from_str(&held.document)
        .map_err(|e| StoreError::Corrupt { what: "question", why: e.to_string() })
}
