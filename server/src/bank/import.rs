//! Loading questions into the store: new wordings become new revisions, nothing is overwritten, all or nothing.
//!
//! A new wording of a known question is a draft again unless somebody vouches for it, and nobody vouches for what they
//! wrote. A release vouches for what it ships, and never replaces a wording that people of this installation wrote.

use crate::store::meta::{self, Act};
use crate::store::{Link, Store, StoreError, bank};
use domain::bank::exchange::Media;
use domain::bank::review::{Refusal, Status, may_approve};
use domain::question::Revision;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Questions written by one statement.
const CHUNK: usize = 250;

/// What an import did, or would do, by question id.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Plan {
    /// Questions not known before.
    pub new: Vec<String>,
    /// Known questions with a new wording.
    pub changed: Vec<String>,
    /// Nothing to do.
    pub same: Vec<String>,
    /// Of those, not approved: an import does not approve what is there already.
    pub waiting: Vec<String>,
    /// Known and retired: a release or a file does not bring them back.
    pub retired: Vec<String>,
    /// Shipped questions that were reworded here: a release leaves them alone.
    pub kept: Vec<String>,
    /// Wordings whose approver may not approve them. With one of these nothing is imported.
    pub refused: Vec<(String, Refusal)>,
}

/// Where the questions of an import come from.
#[derive(Clone, Debug)]
pub enum Provenance {
    /// A release ships them and vouches for them ("bản phát hành 0.1.0").
    Release(String),
    /// People wrote them.
    People {
        /// Who wrote them, when the importer says so.
        written_by: Option<String>,
        /// Who vouches for them; nobody: they are drafts and not drawn.
        approved_by: Option<String>,
        /// Who acts, for the audit log: `cli`, a staff id.
        actor: String,
    },
}

impl Provenance {
    /// Questions approved by somebody, of a writer who is not named.
    #[must_use]
    pub fn approved_by(name: impl Into<String>) -> Self {
        Self::People { written_by: None, approved_by: Some(name.into()), actor: "cli".into() }
    }

    fn actor(&self) -> &str {
        match self {
            Self::Release(_) => "release",
            Self::People { actor, .. } => actor,
        }
    }

    fn written<'p>(&'p self, at: i64) -> bank::Written<'p> {
        let (written_by, shipped_with, approved_by) = match self {
            Self::Release(name) => (None, Some(name.as_str()), Some(name.as_str())),
            Self::People { written_by, approved_by, .. } => {
                (written_by.as_deref(), None, approved_by.as_deref())
            }
        };
        let status = if approved_by.is_some() { Status::Approved } else { Status::Draft };
        bank::Written { status: status.code(), written_by, shipped_with, approved_by, at }
    }
}

/// Told how many questions have been written so far.
pub type Progress = Arc<dyn Fn(usize) + Send + Sync>;

/// What the bank would make of these wordings.
///
/// # Errors
/// Storage errors.
pub async fn plan(
    store: &Store,
    revisions: &[Revision],
    provenance: &Provenance,
) -> Result<Plan, StoreError> {
    let mut link = store.read().await?;
    compare(&mut link, revisions, provenance).await
}

/// Imports in one transaction; a plan with refusals changes nothing.
///
/// # Errors
/// Storage errors; nothing is changed then.
pub async fn import(
    store: &Store,
    revisions: Vec<Revision>,
    media: Vec<Media>,
    provenance: Provenance,
    now: i64,
    progress: Option<Progress>,
) -> Result<Plan, StoreError> {
    store
        .write(move |link| {
            Box::pin(
                async move { apply(link, &revisions, &media, &provenance, now, progress.as_ref()).await },
            )
        })
        .await
}

async fn apply(
    link: &mut Link,
    revisions: &[Revision],
    media: &[Media],
    provenance: &Provenance,
    now: i64,
    progress: Option<&Progress>,
) -> Result<Plan, StoreError> {
    bank::hold(link).await?;
    let plan = compare(link, revisions, provenance).await?;
    if !plan.refused.is_empty() {
        return Ok(plan);
    }
    for picture in media {
        bank::add_media(link, picture, now).await?;
    }
    let with = provenance.written(now);
    let wanted: HashSet<&str> = plan.new.iter().chain(&plan.changed).map(String::as_str).collect();
    let writing: Vec<&Revision> = revisions.iter().filter(|r| wanted.contains(r.question.as_str())).collect();
    let mut done = 0;
    for chunk in writing.chunks(CHUNK) {
        let rows: Vec<bank::NewWording<'_>> = chunk
            .iter()
            .map(|r| {
                let document = serde_json::to_string(r)
                    .map_err(|e| StoreError::Corrupt { what: "question", why: e.to_string() })?;
                Ok(bank::NewWording { id: &r.id, question: &r.question, topic: &r.topic, document })
            })
            .collect::<Result<_, StoreError>>()?;
        bank::add_wordings(link, &rows, with).await?;
        done += chunk.len();
        if let Some(progress) = progress {
            progress(done);
        }
    }
    if done > 0 {
        let counts = serde_json::json!({
            "new": plan.new.len(), "changed": plan.changed.len(), "status": with.status, "shipped": with.shipped_with,
        });
        let (actor, detail) = (provenance.actor(), counts.to_string());
        let act = Act { actor, action: "import-bank", subject: "question-bank", detail: &detail };
        meta::audit(link, act, now).await?;
    }
    Ok(plan)
}

async fn compare(
    link: &mut Link,
    revisions: &[Revision],
    provenance: &Provenance,
) -> Result<Plan, StoreError> {
    let held = bank::standings(link).await?;
    let mut plan = Plan::default();
    for r in revisions {
        let list = match held.get(&r.question) {
            None => &mut plan.new,
            Some(h) if h.status == Status::Retired.code() => &mut plan.retired,
            Some(h) if h.revision == r.id => {
                if h.status != Status::Approved.code() {
                    plan.waiting.push(r.question.clone());
                }
                &mut plan.same
            }
            Some(h) if matches!(provenance, Provenance::Release(_)) && h.shipped_with.is_none() => {
                &mut plan.kept
            }
            Some(_) => &mut plan.changed,
        };
        list.push(r.question.clone());
    }
    if let Provenance::People { written_by, approved_by: Some(approver), .. } = provenance {
        plan.refused = refusals(link, revisions, &plan, written_by.as_deref(), approver).await?;
    }
    Ok(plan)
}

/// Wordings that this approver may not vouch for. Who wrote a wording first stays its writer, whoever brings it again.
async fn refusals(
    link: &mut Link,
    revisions: &[Revision],
    plan: &Plan,
    written_by: Option<&str>,
    approver: &str,
) -> Result<Vec<(String, Refusal)>, StoreError> {
    let known: HashMap<String, String> =
        if plan.changed.is_empty() { HashMap::new() } else { bank::writers(link).await? };
    let wanted: HashSet<&String> = plan.new.iter().chain(&plan.changed).collect();
    let judged = revisions.iter().filter(|r| wanted.contains(&r.question)).filter_map(|r| {
        let writer = known.get(&r.id).map(String::as_str).or(written_by);
        may_approve(writer, approver).err().map(|refusal| (r.question.clone(), refusal))
    });
    Ok(judged.collect())
}
