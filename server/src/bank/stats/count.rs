//! From rows to sums: papers, answers and wordings of some attempts, added up by wording and audience.

use crate::store::item_stats::{self as rows, Counted, Key, SavedRow};
use crate::store::{Link, StoreError, bank};
use domain::item_stats::{Saved, Sitting, Tally, observe};
use domain::question::{PaperItem, Revision};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Sums by wording and audience; every observation stands under its audience and under "" for everybody.
pub(super) type Sums = BTreeMap<Key, Tally>;

/// Wordings read so far.
#[derive(Debug, Default)]
pub(super) struct Wordings(HashMap<String, Arc<Revision>>);

impl Wordings {
    /// One wording; it must exist.
    pub(super) async fn get(&mut self, link: &mut Link, id: &str) -> Result<Arc<Revision>, StoreError> {
        if let Some(held) = self.0.get(id) {
            return Ok(Arc::clone(held));
        }
        let document = bank::document(link, id).await?.ok_or_else(|| corrupt(id, &"does not exist"))?;
        let revision: Revision = serde_json::from_str(&document).map_err(|e| corrupt(id, &e))?;
        let revision = Arc::new(revision);
        self.0.insert(id.to_owned(), Arc::clone(&revision));
        Ok(revision)
    }
}

fn corrupt(what: &str, why: &dyn std::fmt::Display) -> StoreError {
    StoreError::Corrupt { what: "question wording", why: format!("{what}: {why}") }
}

/// Adds up what the attempts say.
pub(super) async fn sums(
    link: &mut Link,
    wordings: &mut Wordings,
    attempts: &[Counted],
) -> Result<Sums, StoreError> {
    let mut saved: HashMap<String, Vec<SavedRow>> = HashMap::with_capacity(attempts.len());
    for row in rows::answers(link, attempts).await? {
        saved.entry(row.attempt_id.clone()).or_default().push(row);
    }
    let mut sums = Sums::new();
    for attempt in attempts {
        let items: Vec<PaperItem> = serde_json::from_str(&attempt.paper)
            .map_err(|e| StoreError::Corrupt { what: "paper", why: format!("{}: {e}", attempt.id) })?;
        let mut paper = Vec::with_capacity(items.len());
        for item in &items {
            paper.push(wordings.get(link, &item.revision).await?);
        }
        let answers: Vec<Saved> =
            saved.remove(&attempt.id).unwrap_or_default().into_iter().map(answer).collect();
        let sitting =
            Sitting { id: &attempt.id, started_at: attempt.started_at, paper: &paper, answers: &answers };
        for seen in observe(&sitting) {
            let one = Tally::of(&seen);
            for audience in ["", attempt.audience.as_str()] {
                sums.entry((seen.revision.id.clone(), audience.to_owned())).or_default().merge(&one);
            }
        }
    }
    Ok(sums)
}

/// As grading reads it: a choice that cannot be read is none.
fn answer(row: SavedRow) -> Saved {
    Saved {
        position: usize::try_from(row.position).unwrap_or(0),
        choice: row.choice.and_then(|json| serde_json::from_str(&json).ok()),
        received_at: row.received_at,
    }
}
