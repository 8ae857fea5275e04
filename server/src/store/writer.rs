//! The one writer: takes what is waiting (≤ 512 jobs), commits once, then acknowledges.
//!
//! Invariants: a job is acknowledged only after the commit that holds it; a job that fails undoes itself alone (work has a
//! savepoint; saving, starting and closing go in batches whose jobs cannot fail one by one); when the commit fails nobody is acknowledged and nothing of the group is kept.

use super::begin::{self, BeginJob, Begun};
use super::close::{self, CloseJob, Closed};
use super::live::answers::{LiveJob, Taken, take_and_commit, take_group};
use super::live::players::{JoinJob, Seated, join_group};
use super::open::Pools;
use super::{Link, StoreError, answers};
use crate::clock::monotonic;
use domain::Choice;
use futures::future::BoxFuture;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Jobs that may wait; beyond that callers are told to come back.
pub(super) const QUEUE: usize = 16_384;
/// Jobs in one transaction.
pub(super) const GROUP: usize = 512;
/// Shortest time from one group of a live show's answers or players to the next.
///
/// A hall answers within seconds: committed one by one, each answer would cost two switches between threads and a write to
/// disk of its own; nobody notices on a phone that theirs took this much longer.
const PACE: Duration = Duration::from_millis(30);
/// How long the first of such a group waits for those who were let in with it (`http/listen/door.rs`).
const GATHER: Duration = Duration::from_millis(3);

/// One answer to be saved.
#[derive(Clone, Debug)]
pub struct SaveJob {
    /// Attempt id.
    pub attempt: Arc<str>,
    /// 1-based position, already known to exist on the paper.
    pub position: u32,
    /// Sequence number from the client; `None` for a plain form, which takes current + 1.
    pub seq: Option<i64>,
    /// The choice as it is stored, already known to fit the question, written out by whoever sends the job: the writer's
    /// time is everybody's. `None` clears.
    pub choice: Option<Arc<str>>,
    /// The phone's clock.
    pub occurred_at: i64,
    /// The server's clock.
    pub received_at: i64,
}

/// What is stored at the position now.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// Stored sequence number.
    pub seq: i64,
    /// Stored choice.
    pub choice: Option<Choice>,
    /// When it was stored.
    pub received_at: i64,
}

/// How a save ended.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveOutcome {
    /// What was sent stands at the position, under this sequence number.
    Kept(i64),
    /// The sequence number was stale, and this stands there.
    Stands(Saved),
    /// The person had submitted before.
    Submitted,
    /// The deadline (plus grace) has passed; the tap was kept as late.
    Late,
    /// No such attempt.
    Unknown,
}

type Finish = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
type BoxedWork = Box<dyn for<'a> FnOnce(&'a mut Link) -> BoxFuture<'a, Option<Finish>> + Send>;

type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

pub(super) enum Message {
    Save { job: SaveJob, reply: Reply<SaveOutcome> },
    Begin { job: BeginJob, reply: Reply<Begun> },
    Close { job: CloseJob, reply: Reply<Closed> },
    Live { job: LiveJob, reply: Reply<Taken> },
    Join { job: Box<JoinJob>, reply: Reply<Seated> },
    Work { work: BoxedWork, refuse: Finish },
    Stop,
}

impl Message {
    /// Whether it is one of the many alike that come from a hall.
    fn is_of_a_show(&self) -> bool {
        matches!(self, Self::Live { .. } | Self::Join { .. })
    }

    /// Wraps typed work so that its value travels only after the commit.
    pub(super) fn work<T, F>(work: F, reply: oneshot::Sender<Result<T, StoreError>>) -> Self
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Link) -> BoxFuture<'a, Result<T, StoreError>> + Send + 'static,
    {
        let shared = Arc::new(parking_lot::Mutex::new(Some(reply)));
        let on_refuse = Arc::clone(&shared);
        let send = move |result: Result<T, StoreError>| {
            if let Some(reply) = shared.lock().take() {
                drop(reply.send(result));
            }
        };
        Self::Work {
            work: Box::new(move |link| {
                Box::pin(async move {
                    match work(link).await {
                        Ok(value) => {
                            Some(Box::new(move |commit: Result<(), StoreError>| send(commit.map(|()| value)))
                                as Finish)
                        }
                        Err(e) => {
                            send(Err(e));
                            None
                        }
                    }
                })
            }),
            refuse: Box::new(move |why| {
                if let (Some(reply), Err(e)) = (on_refuse.lock().take(), why) {
                    drop(reply.send(Err(e)));
                }
            }),
        }
    }
}

/// Starts the writer on a thread of its own; the receiver hears when it has ended.
///
/// As a task it would wait its turn behind every request that is ready to run, several times for each group, while
/// hundreds of phones wait for that group.
///
/// # Errors
/// The system gives no thread.
pub(super) fn start(
    link: Link,
    pools: Pools,
    queue: mpsc::Receiver<Message>,
) -> std::io::Result<oneshot::Receiver<()>> {
    let (end, ended) = oneshot::channel();
    let runtime = tokio::runtime::Handle::current();
    std::thread::Builder::new().name("writer".into()).spawn(move || {
        runtime.block_on(run(link, pools, queue));
        // Nobody may be waiting for the end.
        let _ = end.send(());
    })?;
    Ok(ended)
}

/// Runs until told to stop, or until every sender is gone.
async fn run(mut link: Link, pools: Pools, mut queue: mpsc::Receiver<Message>) {
    let mut group = Vec::with_capacity(GROUP);
    let mut stopping = false;
    let mut paced_until = monotonic();
    while !stopping {
        if queue.recv_many(&mut group, GROUP).await == 0 {
            break;
        }
        if group.iter().all(Message::is_of_a_show) {
            // Asleep, not listening: a message that comes wakes nobody, and no timer of the others' threads is in the way.
            std::thread::sleep(paced_until.saturating_duration_since(monotonic()).max(GATHER));
            while group.len() < GROUP
                && let Ok(message) = queue.try_recv()
            {
                group.push(message);
            }
        }
        let started = monotonic();
        paced_until = started + PACE;
        let size = group.len();
        let mut jobs = Group { saves: Batch::with_capacity(size), ..Group::default() };
        for message in group.drain(..) {
            match message {
                Message::Save { job, reply } => jobs.saves.push(job, reply),
                Message::Begin { job, reply } => jobs.begins.push(job, reply),
                Message::Close { job, reply } => jobs.closes.push(job, reply),
                Message::Live { job, reply } => jobs.live.push(job, reply),
                Message::Join { job, reply } => jobs.joins.push(*job, reply),
                Message::Work { work, refuse } => jobs.works.push((work, refuse)),
                Message::Stop => stopping = true,
            }
        }
        if commit_group(&mut link, jobs).await {
            metrics::histogram!("store_group_seconds").record(started.elapsed().as_secs_f64());
            #[expect(clippy::cast_precision_loss, reason = "at most 512")]
            metrics::histogram!("store_group_jobs").record(size as f64);
        } else if let Ok(fresh) = pools_link(&pools, &mut link).await {
            link = fresh;
        }
    }
    drop(link);
}

/// After a failed group the connection may be broken (PostgreSQL restarted): take another where one is to be had.
async fn pools_link(pools: &Pools, old: &mut Link) -> Result<Link, sqlx::Error> {
    match old {
        Link::Sqlite(_) => Err(sqlx::Error::PoolClosed), // the single connection stays usable after ROLLBACK
        Link::Postgres(_) => pools.writer_link().await,
    }
}

/// Jobs of one sort with those who wait for them.
struct Batch<J, T> {
    jobs: Vec<J>,
    replies: Vec<Reply<T>>,
}

impl<J, T> Default for Batch<J, T> {
    fn default() -> Self {
        Self { jobs: Vec::new(), replies: Vec::new() }
    }
}

impl<J, T> Batch<J, T> {
    fn with_capacity(size: usize) -> Self {
        Self { jobs: Vec::with_capacity(size), replies: Vec::with_capacity(size) }
    }

    fn push(&mut self, job: J, reply: Reply<T>) {
        self.jobs.push(job);
        self.replies.push(reply);
    }
}

fn refuse<T>(replies: Vec<Reply<T>>, e: &sqlx::Error) {
    for reply in replies {
        drop(reply.send(Err(temporary(e))));
    }
}

fn tell<T: Send + 'static>(replies: Vec<Reply<T>>, outcomes: Vec<T>) {
    if replies.is_empty() {
        return;
    }
    // From this thread each one told is a lock and perhaps a thread to be woken; told from among them they are neither,
    // and the writer is at its next group.
    drop(tokio::spawn(async move {
        for (reply, outcome) in replies.into_iter().zip(outcomes) {
            drop(reply.send(Ok(outcome)));
        }
    }));
}

/// What goes into one transaction: answers first, so that a closing in the same group marks them.
#[derive(Default)]
struct Group {
    saves: Batch<SaveJob, SaveOutcome>,
    begins: Batch<BeginJob, Begun>,
    closes: Batch<CloseJob, Closed>,
    live: Batch<LiveJob, Taken>,
    joins: Batch<JoinJob, Seated>,
    works: Vec<(BoxedWork, Finish)>,
}

impl Group {
    /// What the whole transaction is, where the embedded database does it all in one call.
    fn only(&self, link: &Link) -> Option<Only> {
        let others =
            self.begins.jobs.len() + self.closes.jobs.len() + self.joins.jobs.len() + self.works.len();
        if others > 0 || !matches!(link, Link::Sqlite(_)) {
            return None;
        }
        match (self.saves.jobs.is_empty(), self.live.jobs.is_empty()) {
            (false, true) => self.saves.jobs.iter().all(|job| job.seq.is_some()).then_some(Only::Saves),
            (true, false) => Some(Only::Live),
            _ => None,
        }
    }
}

/// A group of one sort.
#[derive(Clone, Copy)]
enum Only {
    /// Answers with known numbers.
    Saves,
    /// Answers of live rooms.
    Live,
}

/// Those who wait for the batches of a group.
struct Waiting {
    saves: Vec<Reply<SaveOutcome>>,
    begins: Vec<Reply<Begun>>,
    closes: Vec<Reply<Closed>>,
    live: Vec<Reply<Taken>>,
    joins: Vec<Reply<Seated>>,
}

impl Waiting {
    fn tell(self, outcomes: Outcomes) {
        tell(self.saves, outcomes.saves);
        tell(self.begins, outcomes.begins);
        tell(self.closes, outcomes.closes);
        tell(self.live, outcomes.live);
        tell(self.joins, outcomes.joins);
    }

    fn refuse(self, e: &sqlx::Error) {
        refuse(self.saves, e);
        refuse(self.begins, e);
        refuse(self.closes, e);
        refuse(self.live, e);
        refuse(self.joins, e);
    }
}

/// The jobs of the batches of a group.
struct Jobs {
    saves: Vec<SaveJob>,
    begins: Vec<BeginJob>,
    closes: Vec<CloseJob>,
    live: Vec<LiveJob>,
    joins: Vec<JoinJob>,
}

/// What the batches of a group came to.
#[derive(Default)]
struct Outcomes {
    saves: Vec<SaveOutcome>,
    begins: Vec<Begun>,
    closes: Vec<Closed>,
    live: Vec<Taken>,
    joins: Vec<Seated>,
}

impl Jobs {
    /// Answers before closings and decisions of the same group: what was in the queue first counts.
    async fn run(self, link: &mut Link) -> Result<Outcomes, sqlx::Error> {
        let mut o = Outcomes::default();
        if !self.saves.is_empty() {
            o.saves = answers::save_group(link, &self.saves).await?;
        }
        if !self.begins.is_empty() {
            o.begins = begin::begin_group(link, &self.begins).await?;
        }
        if !self.closes.is_empty() {
            o.closes = close::close_group(link, self.closes).await?;
        }
        if !self.live.is_empty() {
            o.live = take_group(link, &self.live).await?;
        }
        if !self.joins.is_empty() {
            o.joins = join_group(link, &self.joins).await?;
        }
        Ok(o)
    }
}

/// What came of a transaction in one call: whether it was committed, when everybody has been told so. Nothing when some
/// were stale, late or unknown: they are looked at one by one; what was written is found as it stands.
async fn at_once<T: Send + 'static>(
    link: &mut Link,
    done: Result<Option<Vec<T>>, sqlx::Error>,
    replies: &mut Vec<Reply<T>>,
) -> Option<bool> {
    match done {
        Ok(Some(outcomes)) => {
            tell(std::mem::take(replies), outcomes);
            Some(true)
        }
        Ok(None) => None,
        Err(e) => {
            tracing::error!(error = %e, "a group of answers was not committed");
            metrics::counter!("store_groups_failed").increment(1);
            drop(link.run("ROLLBACK").await);
            refuse(std::mem::take(replies), &e);
            Some(false)
        }
    }
}

/// One transaction. Returns whether it was committed.
async fn commit_group(link: &mut Link, mut group: Group) -> bool {
    match group.only(link) {
        Some(Only::Saves) => {
            let done = answers::save_and_commit(link, &group.saves.jobs).await;
            if let Some(committed) = at_once(link, done, &mut group.saves.replies).await {
                return committed;
            }
        }
        Some(Only::Live) => {
            let done = take_and_commit(link, &group.live.jobs).await;
            if let Some(committed) = at_once(link, done, &mut group.live.replies).await {
                return committed;
            }
        }
        None => {}
    }
    let Group { saves, begins, closes, live, joins, works } = group;
    let waiting = Waiting {
        saves: saves.replies,
        begins: begins.replies,
        closes: closes.replies,
        live: live.replies,
        joins: joins.replies,
    };
    let jobs = Jobs {
        saves: saves.jobs,
        begins: begins.jobs,
        closes: closes.jobs,
        live: live.jobs,
        joins: joins.jobs,
    };
    let begin = match link {
        Link::Sqlite(_) => link.run("BEGIN IMMEDIATE").await,
        Link::Postgres(_) => link.run("BEGIN").await,
    };
    if let Err(e) = begin {
        tracing::error!(error = %e, "no transaction could be begun");
        metrics::counter!("store_groups_failed").increment(1);
        waiting.refuse(&e);
        for (_, refuse) in works {
            refuse(Err(temporary(&e)));
        }
        return false;
    }
    let (outcomes, mut failed) = match jobs.run(link).await {
        Ok(outcomes) => (outcomes, None),
        Err(e) => (Outcomes::default(), Some(e)),
    };
    let mut finishes = Vec::with_capacity(works.len());
    let mut refused = Vec::new();
    for (work, refuse) in works {
        if failed.is_some() {
            refused.push(refuse);
            continue;
        }
        if let Err(e) = link.run("SAVEPOINT job").await {
            failed = Some(e);
            refused.push(refuse);
            continue;
        }
        let finish = work(link).await;
        let end = if finish.is_some() { "RELEASE SAVEPOINT job" } else { "ROLLBACK TO SAVEPOINT job" };
        if let Err(e) = link.run(end).await {
            failed = Some(e);
        }
        // A work that failed has told its caller already.
        if let Some(finish) = finish {
            finishes.push(finish);
        }
    }
    let committed = match failed {
        None => link.run("COMMIT").await,
        Some(e) => Err(e),
    };
    match committed {
        Ok(()) => {
            waiting.tell(outcomes);
            for finish in finishes {
                finish(Ok(()));
            }
            true
        }
        Err(e) => {
            tracing::error!(error = %e, "a group of writes was not committed");
            metrics::counter!("store_groups_failed").increment(1);
            drop(link.run("ROLLBACK").await);
            waiting.refuse(&e);
            for finish in finishes.into_iter().chain(refused) {
                finish(Err(temporary(&e)));
            }
            false
        }
    }
}

/// A group that could not be committed was not saved; trying again is right whatever the cause.
fn temporary(e: &sqlx::Error) -> StoreError {
    StoreError::Unavailable(e.to_string())
}

/// Whether an engine error is about the moment (locked, full, gone) rather than about the statement.
pub(super) fn is_temporary(e: &sqlx::Error) -> bool {
    match e {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(e) => {
            // SQLite: busy 5, locked 6, read-only 8, I/O 10, full 13, cannot open 14 (primary code is the low byte).
            // PostgreSQL: classes 08 connection, 40 rollback, 53 resources, 57 operator, 58 system.
            e.code().is_some_and(|code| {
                if e.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
                    code.parse::<u32>().is_ok_and(|c| matches!(c & 0xff, 5 | 6 | 8 | 10 | 13 | 14))
                } else {
                    ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class))
                }
            })
        }
        _ => false,
    }
}
