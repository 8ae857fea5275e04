//! Boards in memory: exact, rebuilt at start, kept up with every ended attempt, shared by however many refresh.
//!
//! The database is the truth. A change made by another process or node is noticed through `attempt.graded_at`, so no
//! board depends on who wrote the row. While a round's standing is frozen, pages read a board of what had ended before.

mod build;
pub(crate) use build::score_of;
pub mod public;

use crate::contests::catalogue::Loaded;
use crate::error::Outcome;
use crate::state::App;
use crate::store::attempts::Attempt;
use crate::store::standings as rows;
use domain::payload::{Rank, Ranks};
use domain::standings::{Boards, Place, SMALL, Scope};
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// All boards of the process.
#[derive(Debug, Default)]
pub struct Standings {
    contests: RwLock<HashMap<String, Arc<ContestBoards>>>,
    /// Counts changes of names, which make shared rows stale.
    names: AtomicU64,
    /// Up to which `graded_at` changes of others were followed.
    followed: AtomicI64,
    shared: public::Shared,
}

/// The boards of a contest: one for each round, one for all together.
#[derive(Debug)]
pub struct ContestBoards {
    /// Version and resolved predictions these were built for.
    version: i64,
    actual: HashMap<String, i64>,
    rounds: Vec<RwLock<Boards>>,
    overall: RwLock<Boards>,
    /// Boards as they stood when a freeze began, by that moment and board (round index, or all).
    frozen: RwLock<Frozen>,
}

type Frozen = HashMap<(i64, Which), Arc<Boards>>;

/// Which board of a contest: a round by its place in the document, or all together.
pub type Which = Option<usize>;

impl Standings {
    /// Boards of a contest, if built.
    #[must_use]
    pub fn of(&self, contest: &str) -> Option<Arc<ContestBoards>> {
        self.contests.read().get(contest).cloned()
    }

    /// People who took part in a contest.
    #[must_use]
    pub fn participants(&self, contest: &str) -> u64 {
        self.of(contest).map_or(0, |b| b.overall.read().places().all().participants)
    }

    /// People of a locality who took part in a contest; `None` when fewer than 5.
    #[must_use]
    pub fn nearby(&self, contest: &str, locality: u16) -> Option<u64> {
        let boards = self.of(contest)?;
        let n = boards.overall.read().places().totals(Place::Locality, u32::from(locality)).participants;
        (n >= SMALL).then_some(n)
    }

    /// Somebody's name or wish to be named changed.
    pub fn names_changed(&self) {
        self.names.fetch_add(1, Ordering::Relaxed);
    }

    /// Builds the boards of every contest that has none for its current version.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn build_missing(&self, app: &App) -> Outcome<()> {
        for contest in app.catalogue.all() {
            if contest.doc.kind == domain::contest::ContestKind::Practice {
                continue;
            }
            let current = self
                .of(&contest.id)
                .is_some_and(|b| b.version == contest.version && b.actual == contest.actual);
            if !current {
                let boards = build::contest(app, &contest).await?;
                self.contests.write().insert(contest.id.clone(), Arc::new(boards));
                self.names_changed();
            }
        }
        Ok(())
    }

    /// An attempt ended on this node: its person's standing is brought up to date at once.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn attempt_closed(&self, app: &App, row: &Attempt) -> Outcome<()> {
        let Some(contest) = app.catalogue.by_id(&row.contest_id) else { return Ok(()) };
        if row.ordinal == 1 && row.answered > 0 && row.voided_at.is_none() && contest.simple_ranking {
            // The usual case needs no further read: the first attempt is the only one.
            let scored = rows::Scored {
                participant_id: row.participant_id.clone(),
                score: row.score,
                prediction: row.prediction,
                duration_ms: row.duration_ms,
                submitted_at: row.submitted_at.unwrap_or(row.deadline),
                passed: row.passed,
                locality_scheme: row.locality_scheme.clone(),
                locality_code: row.locality_code.clone(),
                audience: row.audience.clone(),
                unit_id: row.unit_id.clone(),
            };
            if let Some(boards) = self.of(&contest.id) {
                build::place(app, &contest, &boards, &row.round_id, &row.participant_id, &[scored], true);
            }
            return Ok(());
        }
        self.reload(app, &contest, &row.round_id, &row.participant_id).await
    }

    /// Reads a person's attempts of a round again.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn reload(&self, app: &App, contest: &Arc<Loaded>, round: &str, person: &str) -> Outcome<()> {
        let Some(boards) = self.of(&contest.id) else { return Ok(()) };
        let mut link = app.store.read().await?;
        let scored = rows::of_person(&mut link, person, &contest.id, round).await?;
        let ranked = contest.simple_ranking
            || rows::why_unranked(&mut link, person, &contest.id, contest.identity_code()).await?.is_none();
        drop(link);
        build::place(app, contest, &boards, round, person, &scored, ranked);
        Ok(())
    }

    /// Everything of a person, after a contact or membership changed.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn reload_person(&self, app: &App, person: &str) -> Outcome<()> {
        let mut link = app.store.read().await?;
        let rounds = rows::rounds_of(&mut link, person).await?;
        drop(link);
        for (contest, round) in rounds {
            if let Some(contest) = app.catalogue.by_id(&contest) {
                self.reload(app, &contest, &round, person).await?;
            }
        }
        Ok(())
    }

    /// Follows what other processes and nodes changed since the last look.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn follow(&self, app: &App) -> Outcome<()> {
        /// Clocks of nodes differ a little, and a row may be committed a moment after its time was taken.
        const OVERLAP_MS: i64 = 5_000;
        let since = self.followed.load(Ordering::Relaxed);
        let now = app.now();
        if since > 0 && app.store.engine() == crate::store::Engine::Postgres {
            self.apply_since(app, since - OVERLAP_MS).await?;
        } else if since > 0 {
            // On SQLite only the CLI writes besides us, and it leaves a mark when it changed results.
            let mut link = app.store.read().await?;
            let mark =
                crate::store::meta::get(&mut link, OTHERS_WROTE).await?.and_then(|m| m.parse::<i64>().ok());
            drop(link);
            if mark.is_some_and(|mark| mark >= since - OVERLAP_MS) {
                self.apply_since(app, since - OVERLAP_MS).await?;
            }
        }
        self.followed.store(now, Ordering::Relaxed);
        Ok(())
    }

    async fn apply_since(&self, app: &App, since: i64) -> Outcome<()> {
        let mut link = app.store.read().await?;
        let mut changed = rows::changed_since(&mut link, since).await?;
        drop(link);
        changed.sort();
        changed.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1 && a.2 == b.2);
        for (contest, round, person, _) in changed {
            if let Some(contest) = app.catalogue.by_id(&contest) {
                self.reload(app, &contest, &round, &person).await?;
            }
        }
        Ok(())
    }

    /// The person's ranks for their own result page: commune first, then division, then everybody.
    #[must_use]
    pub fn ranks(&self, app: &App, contest: &Loaded, which: Which, person: &str) -> Ranks {
        let Some(boards) = self.of(&contest.id) else { return Ranks::default() };
        let bits = crate::random::id_bits(person);
        boards.with(app, contest, which, |b| {
            let Some(row) = b.people().get(bits) else { return Ranks::default() };
            let told = |scope: Scope, public: bool| {
                let (rank, of) = b.people().rank(bits, scope).filter(|_| public)?;
                Some(Rank { rank, of: (of >= SMALL).then_some(of) })
            };
            let places = b.places();
            Ranks {
                locality: told(
                    Scope::Locality(row.locality),
                    places.public(Place::Locality, u32::from(row.locality)),
                ),
                division: row
                    .division
                    .and_then(|d| told(Scope::Division(d), places.public(Place::Division, u32::from(d)))),
                province: told(Scope::All, true),
            }
        })
    }
}

/// Key in `meta` under which another process notes when it last changed results.
pub const OTHERS_WROTE: &str = "results_changed_at";

impl ContestBoards {
    /// Runs `read` on the board as it may be shown now: frozen or present.
    pub fn with<T>(&self, app: &App, contest: &Loaded, which: Which, read: impl FnOnce(&Boards) -> T) -> T {
        if let Some(since) = frozen_since(contest, which, app.now())
            && let Some(board) = self.frozen.read().get(&(since, which))
        {
            return read(board);
        }
        match which.and_then(|i| self.rounds.get(i)) {
            Some(round) => read(&round.read()),
            None => read(&self.overall.read()),
        }
    }

    /// Makes sure that the frozen board is at hand when a freeze is on.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn prepare_frozen(&self, app: &App, contest: &Loaded, which: Which) -> Outcome<()> {
        let Some(since) = frozen_since(contest, which, app.now()) else { return Ok(()) };
        if self.frozen.read().contains_key(&(since, which)) {
            return Ok(());
        }
        let then = build::contest_before(app, contest, since).await?;
        let board = match which {
            Some(i) => then.rounds.into_iter().nth(i),
            None => Some(then.overall),
        };
        if let Some(board) = board {
            self.frozen.write().insert((since, which), Arc::new(board.into_inner()));
        }
        Ok(())
    }
}

/// Since when a board stands still, if it does now.
#[must_use]
pub fn frozen_since(contest: &Loaded, which: Which, now: i64) -> Option<i64> {
    contest
        .doc
        .rounds
        .iter()
        .enumerate()
        .filter(|(i, _)| which.is_none_or(|w| w == *i))
        .filter(|(_, r)| r.rules.freeze_hours > 0)
        .map(|(_, r)| (r.closes_at - i64::from(r.rules.freeze_hours) * 3_600_000, r.closes_at))
        .find(|(from, to)| *from <= now && now < *to)
        .map(|(from, _)| from)
}
