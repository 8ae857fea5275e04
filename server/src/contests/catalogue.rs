//! Contests, wordings and drawing plans kept in memory.
//!
//! All of it is immutable per version, so nothing here is ever invalidated: a new version is a new entry. The list of
//! current versions is followed by a short poll, which also notices what another process (the CLI, another node) did.

use super::exposure::{AHEAD_MS, Exposure};
use crate::error::{Failure, Outcome};
use crate::store::{Store, StoreError, bank, contests};
use domain::contest::{Contest, ContestKind, IdentityNeed, Round};
use domain::draw::{MOST_TICKETS, Plan, Pool};
use domain::question::Revision;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::Arc;

/// The current version of a contest.
#[derive(Debug)]
pub struct Loaded {
    /// Contest id.
    pub id: String,
    /// Version of the document.
    pub version: i64,
    /// When the contest was first imported.
    pub created_at: i64,
    /// The document.
    pub doc: Contest,
    /// Resolved predictions by round id.
    pub actual: HashMap<String, i64>,
    /// Counts changes of the barred list and the roster.
    pub lists: i64,
    /// Everybody ranks: nothing more must be known of a person and nobody is barred.
    pub simple_ranking: bool,
}

impl Loaded {
    /// What must be known of a person to rank, as a code.
    #[must_use]
    pub fn identity_code(&self) -> &'static str {
        match self.doc.identity {
            IdentityNeed::Open => "open",
            IdentityNeed::Contact => "contact",
            IdentityNeed::GroupCode => "group_code",
            IdentityNeed::RosterCode => "roster_code",
        }
    }
}

#[derive(Debug, Default)]
struct Snapshot {
    all: Vec<Arc<Loaded>>,
}

/// The catalogue; one per process.
#[derive(Debug, Default)]
pub struct Catalogue {
    now: RwLock<Arc<Snapshot>>,
    versions: RwLock<HashMap<(String, i64), Arc<Contest>>>,
    revisions: RwLock<HashMap<String, Arc<Revision>>>,
    plans: RwLock<HashMap<(String, String, i64), Arc<Plan>>>,
    /// Practice draws from what is drawable now, not from a frozen pool: kept for a minute.
    practice: RwLock<PracticePlans>,
    exposure: Exposure,
}

type PracticePlans = HashMap<(String, i64), (i64, Arc<Plan>)>;

const PRACTICE_FRESH_MS: i64 = 60_000;

impl Catalogue {
    /// Reads what is current. Cheap when nothing changed.
    ///
    /// # Errors
    /// Storage errors and unreadable documents.
    pub async fn refresh(&self, store: &Store) -> Result<bool, StoreError> {
        let mut link = store.read().await?;
        let heads = contests::heads(&mut link).await?;
        let actuals = contests::predictions(&mut link).await?;
        let before = self.snapshot();
        let mut all = Vec::with_capacity(heads.len());
        let mut changed = heads.len() != before.all.len();
        for contests::Head { id, version, created_at, lists, bars } in heads {
            let actual: HashMap<String, i64> =
                actuals.iter().filter(|a| a.0 == id).map(|a| (a.1.clone(), a.2)).collect();
            let bars = bars > 0;
            let held = before.all.iter().find(|c| {
                let simple = c.doc.identity == IdentityNeed::Open && !bars;
                c.id == id
                    && (c.version, c.lists, c.simple_ranking) == (version, lists, simple)
                    && c.actual == actual
            });
            if let Some(held) = held {
                all.push(Arc::clone(held));
                continue;
            }
            // A contest that was taken away between the two is gone at the next look.
            let Some(document) = contests::version(&mut link, &id, version).await? else { continue };
            changed = true;
            let doc: Contest = serde_json::from_str(&document)
                .map_err(|e| StoreError::Corrupt { what: "contest", why: e.to_string() })?;
            self.versions.write().insert((id.clone(), version), Arc::new(doc.clone()));
            let simple_ranking = doc.identity == IdentityNeed::Open && !bars;
            all.push(Arc::new(Loaded { id, version, created_at, doc, actual, lists, simple_ranking }));
        }
        if changed {
            *self.now.write() = Arc::new(Snapshot { all });
        }
        Ok(changed)
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.now.read())
    }

    /// Every contest and practice set.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Loaded>> {
        self.snapshot().all.clone()
    }

    /// By address part.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<Arc<Loaded>> {
        self.snapshot().all.iter().find(|c| c.doc.slug == slug).cloned()
    }

    /// By id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<Arc<Loaded>> {
        self.snapshot().all.iter().find(|c| c.id == id).cloned()
    }

    /// The document an attempt was started under.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn version(&self, store: &Store, id: &str, version: i64) -> Outcome<Arc<Contest>> {
        let key = (id.to_owned(), version);
        if let Some(doc) = self.versions.read().get(&key) {
            return Ok(Arc::clone(doc));
        }
        let mut link = store.read().await?;
        let document = contests::version(&mut link, id, version).await?;
        let document = document.ok_or_else(Failure::not_found)?;
        let doc: Contest = serde_json::from_str(&document).map_err(|e| Failure::internal(&e))?;
        let doc = Arc::new(doc);
        self.versions.write().insert(key, Arc::clone(&doc));
        Ok(doc)
    }

    /// Wordings by id; every id must exist.
    ///
    /// # Errors
    /// Storage errors; an id that does not exist is a broken database.
    pub async fn revisions(&self, store: &Store, ids: &[&str]) -> Outcome<Vec<Arc<Revision>>> {
        let held: Vec<Option<Arc<Revision>>> = {
            let map = self.revisions.read();
            ids.iter().map(|id| map.get(*id).cloned()).collect()
        };
        let mut out = Vec::with_capacity(ids.len());
        for (id, held) in ids.iter().zip(held) {
            match held {
                Some(revision) => out.push(revision),
                None => out.push(self.load_revision(store, id).await?),
            }
        }
        Ok(out)
    }

    async fn load_revision(&self, store: &Store, id: &str) -> Outcome<Arc<Revision>> {
        let mut link = store.read().await?;
        let document = bank::document(&mut link, id).await?;
        let document =
            document.ok_or_else(|| Failure::internal(&"a paper names a wording that does not exist"))?;
        self.keep(&document)
    }

    fn keep(&self, document: &str) -> Outcome<Arc<Revision>> {
        let revision: Revision = serde_json::from_str(document).map_err(|e| Failure::internal(&e))?;
        let revision = Arc::new(revision);
        self.revisions.write().insert(revision.id.clone(), Arc::clone(&revision));
        Ok(revision)
    }

    /// The drawing plan of a round. The first call after the round opened freezes its pool.
    ///
    /// # Errors
    /// `paper_short` when the frozen pool cannot fill the blueprint; storage errors.
    pub async fn plan(&self, store: &Store, contest: &Loaded, round: &Round, now: i64) -> Outcome<Arc<Plan>> {
        let key = (contest.id.clone(), round.id.clone(), contest.version);
        if let Some(plan) = self.plans.read().get(&key) {
            return Ok(Arc::clone(plan));
        }
        let frozen = frozen_pool(store, &contest.id, &round.id).await?;
        let frozen = if frozen.is_empty() {
            let dealt = self.exposure.dealt(store, now).await?;
            super::pool::freeze(store, &contest.id, &round.id, dealt, now).await?;
            frozen_pool(store, &contest.id, &round.id).await?
        } else {
            frozen
        };
        let ids: Vec<&str> = frozen.iter().map(|(id, _)| id.as_str()).collect();
        let tickets = frozen.iter().map(|(_, tickets)| u8::try_from(*tickets).unwrap_or(MOST_TICKETS));
        let pool = Pool::with_tickets(self.revisions(store, &ids).await?.into_iter().zip(tickets));
        let plan = Plan::new(&round.rules.blueprint, &pool)
            .map_err(|short| Failure::paper_short(super::pool::describe(&round.rules.blueprint, &short)))?;
        let plan = Arc::new(plan);
        self.plans.write().insert(key, Arc::clone(&plan));
        Ok(plan)
    }

    /// Counts exposure a little before a round opens, so that the first to start do not wait for it.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn prepare(&self, store: &Store, now: i64) -> Outcome<()> {
        let soon = now..now + AHEAD_MS;
        let due = |c: &Arc<Loaded>| {
            c.doc.kind == ContestKind::Contest && c.doc.rounds.iter().any(|r| soon.contains(&r.opens_at))
        };
        if self.snapshot().all.iter().any(due) {
            self.exposure.dealt(store, now).await?;
        }
        Ok(())
    }

    /// The drawing plan of a practice set: whatever may be drawn now, at most a minute old.
    ///
    /// # Errors
    /// `paper_short` when too few questions are left; storage errors.
    pub async fn practice_plan(&self, store: &Store, set: &Loaded, now: i64) -> Outcome<Arc<Plan>> {
        let key = (set.id.clone(), set.version);
        if let Some((at, plan)) = self.practice.read().get(&key)
            && now - at < PRACTICE_FRESH_MS
        {
            return Ok(Arc::clone(plan));
        }
        let round = set.doc.rounds.first().ok_or_else(Failure::not_found)?;
        let pool = self.drawable(store, now).await?;
        let plan = Plan::new(&round.rules.blueprint, &pool)
            .map_err(|short| Failure::paper_short(super::pool::describe(&round.rules.blueprint, &short)))?;
        let plan = Arc::new(plan);
        self.practice.write().insert(key, (now, Arc::clone(&plan)));
        Ok(plan)
    }

    /// Whatever may be drawn today, for practice and for checks before a round opens.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn drawable(&self, store: &Store, now: i64) -> Outcome<Pool> {
        let mut link = store.read().await?;
        let documents = bank::approved(&mut link).await?;
        let mut revisions = Vec::with_capacity(documents.len());
        for (id, document) in documents {
            let held = self.revisions.read().get(&id).cloned();
            revisions.push(match held {
                Some(revision) => revision,
                None => self.keep(&document)?,
            });
        }
        Ok(Pool::drawable(revisions, super::pool::date_of(now)))
    }
}

async fn frozen_pool(store: &Store, contest: &str, round: &str) -> Outcome<Vec<(String, i64)>> {
    let mut link = store.read().await?;
    Ok(bank::pool(&mut link, contest, round).await?)
}
