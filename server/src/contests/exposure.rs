//! How often each question was dealt lately, which decides how many tickets it holds in a pool that is being frozen.
//!
//! Counting reads every paper of half a year, which takes seconds when many took part. So it happens outside the
//! writer's transaction, once at a time however many ask, and a little before a round opens rather than in the second
//! in which everybody starts. Invariant: only a frozen pool decides what is drawn; a count that is some minutes old
//! makes chances slightly less even and nothing else.

use crate::error::Outcome;
use crate::store::{Store, StoreError, attempts};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Times dealt by question id; a question that is not there was not dealt.
pub type Dealt = HashMap<String, u64>;

/// How far back exposure is counted: people forget.
const REMEMBERED_MS: i64 = 180 * 24 * 60 * 60 * 1_000;
/// How old a count may be when a pool is frozen by it.
const FRESH_MS: i64 = 15 * 60 * 1_000;
/// How long before a round opens the count is made ready.
pub const AHEAD_MS: i64 = 10 * 60 * 1_000;

/// The latest count.
#[derive(Debug, Default)]
pub struct Exposure {
    held: tokio::sync::Mutex<Option<(i64, Arc<Dealt>)>>,
}

impl Exposure {
    /// Times dealt in the last 180 days, counted at most 15 minutes ago. Whoever comes while it is being counted waits.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn dealt(&self, store: &Store, now: i64) -> Outcome<Arc<Dealt>> {
        let mut held = self.held.lock().await;
        if let Some((at, dealt)) = &*held
            && now - at < FRESH_MS
        {
            return Ok(Arc::clone(dealt));
        }
        let dealt = Arc::new(count(store, now - REMEMBERED_MS).await?);
        *held = Some((now, Arc::clone(&dealt)));
        Ok(dealt)
    }
}

/// Counts attempts of all rounds, running and ended, voided ones as well: their questions were seen. Demo attempts were
/// seen by nobody.
async fn count(store: &Store, since: i64) -> Result<Dealt, StoreError> {
    #[derive(serde::Deserialize)]
    struct Place<'a> {
        #[serde(borrow)]
        r: Cow<'a, str>,
    }
    let mut by_revision: HashMap<String, u64> = HashMap::new();
    let mut unreadable = 0u64;
    let mut link = store.read().await?;
    attempts::papers_since(&mut link, since, |paper| match serde_json::from_str::<Vec<Place<'_>>>(paper) {
        Ok(places) => {
            for Place { r } in places {
                match by_revision.get_mut(&*r) {
                    Some(n) => *n += 1,
                    None => drop(by_revision.insert(r.into_owned(), 1)),
                }
            }
        }
        Err(_) => unreadable += 1,
    })
    .await?;
    if unreadable > 0 {
        // Chances may be uneven; a round that does not open would be worse.
        tracing::warn!(papers = unreadable, "unreadable papers were left out of the exposure count");
    }
    let mut dealt = Dealt::new();
    for (revision, n) in by_revision {
        // `{question}@{hash}`: all wordings of a question were seen as one.
        let question = revision.rsplit_once('@').map_or(revision.as_str(), |(question, _)| question);
        *dealt.entry(question.to_owned()).or_default() += n;
    }
    Ok(dealt)
}
