//! What never changes about an attempt, kept at hand for the path of one answer: whose it is and which wordings stand
//! at which positions. No JSON of the paper is parsed when a tap arrives.

use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::attempts::{self, Attempt};
use crate::store::close::Marked;
use domain::contest::Contest;
use domain::question::{PaperItem, Revision};
use std::sync::Arc;

/// Immutable facts of one attempt.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Attempt id.
    pub id: Arc<str>,
    /// Person.
    pub person: String,
    /// The person's id as bits, for limits.
    pub person_bits: u128,
    /// Contest id.
    pub contest_id: String,
    /// Contest version whose rules apply.
    pub version: i64,
    /// Round id.
    pub round_id: String,
    /// The paper, by position − 1.
    pub paper: Vec<(PaperItem, Arc<Revision>)>,
}

/// Recently used facts, bounded; and what was read when an attempt was closed, for the result page that comes next.
#[derive(Debug)]
pub struct Facts {
    facts: quick_cache::sync::Cache<Arc<str>, Arc<Fact>>,
    results: quick_cache::sync::Cache<String, (i64, Arc<Marked>)>,
}

/// How long what was read at closing is believed: as long as a device, see `people/session.rs`. A void, an extension or
/// another node's work shows after it.
const BELIEVE_MS: i64 = 5_000;

impl Default for Facts {
    fn default() -> Self {
        Self { facts: quick_cache::sync::Cache::new(100_000), results: quick_cache::sync::Cache::new(2_000) }
    }
}

impl Facts {
    /// Puts what was read at closing at hand.
    pub fn keep_result(&self, marked: Arc<Marked>, now: i64) {
        self.results.insert(marked.row.id.clone(), (now, marked));
    }

    /// What was read when this attempt was closed a moment ago.
    #[must_use]
    pub fn result(&self, id: &str, now: i64) -> Option<Arc<Marked>> {
        self.results.get(id).filter(|(at, _)| (0..BELIEVE_MS).contains(&(now - at))).map(|(_, marked)| marked)
    }

    /// A late tap came: the result page must be read anew.
    pub fn forget_result(&self, id: &str) {
        self.results.remove(id);
    }

    /// Puts facts at hand.
    pub fn keep(&self, fact: Fact) -> Arc<Fact> {
        let fact = Arc::new(fact);
        self.facts.insert(Arc::clone(&fact.id), Arc::clone(&fact));
        fact
    }
}

/// The facts of an attempt.
///
/// # Errors
/// `attempt_not_found`; storage errors.
pub async fn of(app: &App, id: &str) -> Outcome<Arc<Fact>> {
    if let Some(held) = app.facts.facts.get(id) {
        return Ok(held);
    }
    let mut link = app.store.read().await?;
    let row = attempts::get(&mut link, id).await?.ok_or_else(Failure::attempt_not_found)?;
    drop(link);
    from_row(app, &row).await
}

/// The facts of an attempt that was just read.
///
/// # Errors
/// A paper that cannot be read is a broken database.
pub async fn from_row(app: &App, row: &Attempt) -> Outcome<Arc<Fact>> {
    if let Some(held) = app.facts.facts.get(row.id.as_str()) {
        return Ok(held);
    }
    let items: Vec<PaperItem> = serde_json::from_str(&row.paper).map_err(|e| Failure::internal(&e))?;
    let ids: Vec<&str> = items.iter().map(|i| i.revision.as_str()).collect();
    let revisions = app.catalogue.revisions(&app.store, &ids).await?;
    let paper = items.into_iter().zip(revisions).collect();
    Ok(app.facts.keep(Fact {
        id: row.id.as_str().into(),
        person: row.participant_id.clone(),
        person_bits: crate::random::id_bits(&row.participant_id),
        contest_id: row.contest_id.clone(),
        version: row.version,
        round_id: row.round_id.clone(),
        paper,
    }))
}

/// The rules an attempt was started under.
///
/// # Errors
/// Storage errors.
pub async fn contest_of(app: &App, row: &Attempt) -> Outcome<Arc<Contest>> {
    app.catalogue.version(&app.store, &row.contest_id, row.version).await
}
