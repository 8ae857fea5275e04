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
use parking_lot::{Mutex, RwLock};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// All boards of the process.
#[derive(Debug, Default)]
pub struct Standings {
    contests: RwLock<HashMap<String, Arc<ContestBoards>>>,
    /// Contests whose new boards are being built, with what changed since their rows began to be read. Whoever changes
    /// something looks here and takes the present boards under one lock, and new boards are put up under it: a change is
    /// on the new boards because they were built after it, or because it is noted here.
    building: Mutex<HashMap<String, Changes>>,
    /// One builder at a time.
    turn: tokio::sync::Mutex<()>,
    people: Turns,
    /// Counts changes of names, which make shared rows stale.
    names: AtomicU64,
    /// Up to which `graded_at` changes of others were followed.
    followed: AtomicI64,
    shared: public::Shared,
}

/// Round and person.
type Changes = HashSet<(String, String)>;

/// New boards that nobody sees yet; see [`Standings::publish`].
#[derive(Debug)]
pub struct Draft<'s> {
    boards: ContestBoards,
    _turn: tokio::sync::MutexGuard<'s, ()>,
}

/// The boards of a contest: one for each round, one for all together.
#[derive(Debug)]
pub struct ContestBoards {
    /// What these were built for: places in it are places on them.
    contest: Arc<Loaded>,
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

    /// Builds the boards of every contest that has none for its current version, predictions and lists.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn build_missing(&self, app: &App) -> Outcome<()> {
        // What others change from here on is followed, also before the first look.
        if self.followed.load(Ordering::Relaxed) == 0 {
            self.followed.store(app.now(), Ordering::Relaxed);
        }
        for contest in app.catalogue.all() {
            if contest.doc.kind == domain::contest::ContestKind::Practice || self.current(&contest) {
                continue;
            }
            let began = crate::clock::monotonic();
            let draft = self.draft(app, &contest).await?;
            self.publish(app, draft).await?;
            let took = crate::clock::monotonic().duration_since(began);
            tracing::info!(
                contest = contest.doc.slug,
                people = self.participants(&contest.id),
                ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
                "boards built"
            );
        }
        Ok(())
    }

    fn current(&self, contest: &Loaded) -> bool {
        self.of(&contest.id).is_some_and(|boards| {
            let held = &boards.contest;
            held.version == contest.version && held.lists == contest.lists && held.actual == contest.actual
        })
    }

    /// Builds new boards of a contest from its rows. Nothing that ends meanwhile is lost: it is noted, and
    /// [`publish`](Self::publish) brings it in.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn draft(&self, app: &App, contest: &Arc<Loaded>) -> Outcome<Draft<'_>> {
        let turn = self.turn.lock().await;
        self.building.lock().insert(contest.id.clone(), Changes::new());
        Ok(Draft { boards: build::contest(app, contest).await?, _turn: turn })
    }

    /// Brings in what changed while the boards were built, and puts them up.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn publish(&self, app: &App, draft: Draft<'_>) -> Outcome<()> {
        let boards = Arc::new(draft.boards);
        let id = &boards.contest.id;
        loop {
            let changes = {
                let mut building = self.building.lock();
                let changes = building.get_mut(id).map(std::mem::take).unwrap_or_default();
                if changes.is_empty() {
                    self.contests.write().insert(id.clone(), Arc::clone(&boards));
                    building.remove(id);
                    break;
                }
                changes
            };
            for (round, person) in changes {
                set_person(app, &boards, &round, &person).await?;
            }
        }
        self.names_changed();
        Ok(())
    }

    /// The present boards, for somebody who changed something: noted for boards that are being built.
    fn changing(&self, contest: &str, round: &str, person: &str) -> Option<Arc<ContestBoards>> {
        let mut building = self.building.lock();
        if let Some(changes) = building.get_mut(contest) {
            changes.insert((round.to_owned(), person.to_owned()));
        }
        self.of(contest)
    }

    /// An attempt ended on this node: its person's standing is brought up to date at once.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn attempt_closed(&self, app: &App, row: &Attempt) -> Outcome<()> {
        let (round, person) = (&row.round_id, &row.participant_id);
        let _mine = self.people.turn(person).await;
        let Some(boards) = self.changing(&row.contest_id, round, person) else { return Ok(()) };
        let first = row.ordinal == 1 && row.answered > 0 && row.voided_at.is_none();
        // The first attempt may end after a later one, when it was given time back.
        if first && boards.contest.simple_ranking && !boards.holds(round, person) {
            // The usual case needs no further read: the attempt is the only one.
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
            build::place(app, &boards, round, person, &[scored], true);
            return Ok(());
        }
        set_person(app, &boards, round, person).await
    }

    /// Reads a person's attempts of a round again.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn reload(&self, app: &App, contest: &str, round: &str, person: &str) -> Outcome<()> {
        let _mine = self.people.turn(person).await;
        match self.changing(contest, round, person) {
            Some(boards) => set_person(app, &boards, round, person).await,
            None => Ok(()),
        }
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
            self.reload(app, &contest, &round, person).await?;
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
            self.reload(app, &contest, &round, &person).await?;
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

/// Puts a person on the boards as their rows say now.
async fn set_person(app: &App, boards: &ContestBoards, round: &str, person: &str) -> Outcome<()> {
    let contest = &boards.contest;
    let mut link = app.store.read().await?;
    let scored = rows::of_person(&mut link, person, &contest.id, round).await?;
    let ranked = contest.simple_ranking
        || rows::why_unranked(&mut link, person, &contest.id, contest.identity_code()).await?.is_none();
    drop(link);
    build::place(app, boards, round, person, &scored, ranked);
    Ok(())
}

/// A person's changes one after the other, from reading their rows to standing on the boards: what was read later also
/// stands later.
#[derive(Debug)]
struct Turns([tokio::sync::Mutex<()>; 64]);

impl Default for Turns {
    fn default() -> Self {
        Self(std::array::from_fn(|_| tokio::sync::Mutex::default()))
    }
}

impl Turns {
    async fn turn(&self, person: &str) -> tokio::sync::MutexGuard<'_, ()> {
        let at = usize::try_from(crate::random::id_bits(person) % 64).unwrap_or(0);
        self.0[at].lock().await
    }
}

/// Key in `meta` under which another process notes when it last changed results.
pub const OTHERS_WROTE: &str = "results_changed_at";

impl ContestBoards {
    /// Whether the round's board holds the person.
    fn holds(&self, round: &str, person: &str) -> bool {
        let at = self.contest.doc.rounds.iter().position(|r| r.id == round);
        let board = at.and_then(|at| self.rounds.get(at));
        board.is_some_and(|b| b.read().people().get(crate::random::id_bits(person)).is_some())
    }

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
        let then = build::contest_before(app, &self.contest, since).await?;
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
