//! What never changes about an attempt, kept at hand for the path of one answer: whose it is and which wordings stand
//! at which positions. No JSON of the paper is parsed when a tap arrives.

use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::attempts::{self, Attempt};
use domain::contest::Contest;
use domain::question::{PaperItem, Revision};
use std::sync::Arc;

/// Immutable facts of one attempt.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Attempt id.
    pub id: String,
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

/// Recently used facts, bounded.
#[derive(Debug)]
pub struct Facts(quick_cache::sync::Cache<String, Arc<Fact>>);

impl Default for Facts {
    fn default() -> Self {
        Self(quick_cache::sync::Cache::new(100_000))
    }
}

impl Facts {
    /// Puts facts at hand.
    pub fn keep(&self, fact: Fact) -> Arc<Fact> {
        let fact = Arc::new(fact);
        self.0.insert(fact.id.clone(), Arc::clone(&fact));
        fact
    }
}

/// The facts of an attempt.
///
/// # Errors
/// `attempt_not_found`; storage errors.
pub async fn of(app: &App, id: &str) -> Outcome<Arc<Fact>> {
    if let Some(held) = app.facts.0.get(id) {
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
    if let Some(held) = app.facts.0.get(&row.id) {
        return Ok(held);
    }
    let items: Vec<PaperItem> = serde_json::from_str(&row.paper).map_err(|e| Failure::internal(&e))?;
    let ids: Vec<&str> = items.iter().map(|i| i.revision.as_str()).collect();
    let revisions = app.catalogue.revisions(&app.store, &ids).await?;
    let paper = items.into_iter().zip(revisions).collect();
    Ok(app.facts.keep(Fact {
        id: row.id.clone(),
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
