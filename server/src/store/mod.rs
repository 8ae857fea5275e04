//! What is remembered: one SQL text for SQLite and PostgreSQL, one writer that commits in groups, a read pool.
//!
//! Invariants: SQLite has exactly one writing connection and reads go through read-only ones; a write is acknowledged
//! only after its transaction is on disk; nothing but SQL runs inside a transaction.

/// A statement around rows `j` of a JSON array: for SQLite, for PostgreSQL.
macro_rules! over_json {
    ($head:literal, $tail:literal) => {
        [
            concat!($head, " json_each($1) AS j ", $tail),
            concat!($head, " jsonb_array_elements(CAST(CAST($1 AS TEXT) AS jsonb)) AS j (value) ", $tail),
        ]
    };
}

pub mod answers;
pub mod attempts;
pub mod bank;
pub mod begin;
pub mod close;
pub mod contests;
pub mod demo;
pub mod devices;
pub mod indicators;
pub mod item_stats;
mod link;
pub mod live;
pub mod localities;
mod log;
pub mod meta;
mod open;
pub mod people;
pub mod person_links;
pub mod results;
pub mod review;
mod rows;
mod shelf;
pub mod staff;
pub mod standings;
pub mod tokens;
mod warm;
mod writer;

pub use link::Link;
pub use open::{Engine, OpenError};
pub use writer::{SaveJob, SaveOutcome, Saved};

use futures::future::BoxFuture;
use open::Pools;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use writer::Message;

/// Why the store could not do it. Texts stay inside: people are told by code.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The queue of writes is full or the server is going down: try again shortly; nothing was saved.
    #[error("the write queue is full")]
    Busy,
    /// The engine refused (locked, disk full, gone): nothing was saved.
    #[error("storage unavailable: {0}")]
    Unavailable(String),
    /// A statement failed: a bug or a broken database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A stored document cannot be read.
    #[error("stored {what} is unreadable: {why}")]
    Corrupt {
        /// What.
        what: &'static str,
        /// Why.
        why: String,
    },
}

impl StoreError {
    /// Whether trying again later may help.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Busy | Self::Unavailable(_) => true,
            Self::Sql(e) => writer::is_temporary(e),
            Self::Corrupt { .. } => false,
        }
    }

    /// Whether a unique key was violated (SQLite names no constraint, so nothing more is known).
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Sql(sqlx::Error::Database(e)) if e.is_unique_violation())
    }
}

/// The store, cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pools: Pools,
    queue: mpsc::Sender<Message>,
    writer: parking_lot::Mutex<Option<oneshot::Receiver<()>>>,
}

/// Ids as SQLite's `json_each` unpacks them.
fn id_list(ids: &[&str]) -> Result<String, sqlx::Error> {
    serde_json::to_string(ids).map_err(|e| sqlx::Error::Encode(Box::new(e)))
}

/// Work done by the writer inside its transaction.
pub type Work<T> = Box<dyn for<'a> FnOnce(&'a mut Link) -> BoxFuture<'a, Result<T, StoreError>> + Send>;

impl Store {
    /// Has an embedded database read into memory, where that helps; returns at once.
    pub fn warm(&self) {
        if let Some(file) = self.0.pools.file() {
            warm::begin(&file);
        }
    }

    /// Opens (creating a SQLite file when missing), migrates, and starts the writer.
    ///
    /// # Errors
    /// One clear line: unknown scheme, unwritable place, newer schema, unreachable server.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let pools = Pools::open(url).await?;
        pools.migrate().await?;
        let (queue, jobs) = mpsc::channel(writer::QUEUE);
        let link = pools.writer_link().await.map_err(OpenError::from_sqlx)?;
        let writer =
            writer::start(link, pools.clone(), jobs).map_err(|e| OpenError::Engine(e.to_string()))?;
        Ok(Self(Arc::new(Inner { pools, queue, writer: parking_lot::Mutex::new(Some(writer)) })))
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.pools.engine()
    }

    /// A read-only connection.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when none is to be had in time.
    pub async fn read(&self) -> Result<Link, StoreError> {
        self.0.pools.reader_link().await.map_err(|e| StoreError::Unavailable(e.to_string()))
    }

    /// Hands work to the writer and waits until it is on disk.
    ///
    /// # Errors
    /// [`StoreError::Busy`] at once when the queue is full; whatever the work or the commit returned otherwise, in
    /// which case nothing of it was saved.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Link) -> BoxFuture<'a, Result<T, StoreError>> + Send + 'static,
    {
        let (reply, done) = oneshot::channel();
        self.0.queue.try_send(Message::work(work, reply)).map_err(|_| StoreError::Busy)?;
        done.await.map_err(|_| StoreError::Busy)?
    }

    /// Saves one answer and waits until it is on disk.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn save_answer(&self, job: SaveJob) -> Result<SaveOutcome, StoreError> {
        let (reply, done) = oneshot::channel();
        self.0.queue.try_send(Message::Save { job, reply }).map_err(|_| StoreError::Busy)?;
        done.await.map_err(|_| StoreError::Busy)?
    }

    /// Starts an attempt and waits until it is on disk.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn begin_attempt(&self, job: begin::BeginJob) -> Result<begin::Begun, StoreError> {
        let (reply, done) = oneshot::channel();
        self.0.queue.try_send(Message::Begin { job, reply }).map_err(|_| StoreError::Busy)?;
        done.await.map_err(|_| StoreError::Busy)?
    }

    /// Closes an attempt and waits until it is on disk.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn close_attempt(&self, job: close::CloseJob) -> Result<close::Closed, StoreError> {
        let (reply, done) = oneshot::channel();
        self.0.queue.try_send(Message::Close { job, reply }).map_err(|_| StoreError::Busy)?;
        done.await.map_err(|_| StoreError::Busy)?
    }

    /// Takes an answer of a live room and waits until it is on disk.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn take_live_answer(
        &self,
        job: live::answers::LiveJob,
    ) -> Result<live::answers::Taken, StoreError> {
        let (reply, done) = oneshot::channel();
        self.0.queue.try_send(Message::Live { job, reply }).map_err(|_| StoreError::Busy)?;
        done.await.map_err(|_| StoreError::Busy)?
    }

    /// Seats a player in a live room and waits until it is on disk.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn join_live(&self, job: live::players::JoinJob) -> Result<live::players::Seated, StoreError> {
        let (reply, done) = oneshot::channel();
        self.0.queue.try_send(Message::Join { job: Box::new(job), reply }).map_err(|_| StoreError::Busy)?;
        done.await.map_err(|_| StoreError::Busy)?
    }

    /// Writes a consistent copy of the embedded database to a new file, while it is in use.
    ///
    /// # Errors
    /// Not SQLite; a place that cannot be written.
    pub async fn copy_to(&self, file: &std::path::Path) -> Result<(), StoreError> {
        let target = file.display().to_string();
        match self.read().await? {
            Link::Sqlite(mut c) => {
                sqlx::query("VACUUM INTO $1").bind(target).execute(&mut *c).await?;
                Ok(())
            }
            Link::Postgres(_) => Err(StoreError::Unavailable("not an embedded database".into())),
        }
    }

    /// Tells the other nodes something, in a transaction of its own. Nothing to tell on one node.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn notify(&self, channel: &str, text: &str) -> Result<(), StoreError> {
        if let Link::Postgres(mut c) = self.read().await? {
            sqlx::query("SELECT pg_notify($1, $2)").bind(channel).bind(text).execute(&mut *c).await?;
        }
        Ok(())
    }

    /// Hears what other nodes tell, until the connection breaks. On one node nobody ever tells anything.
    ///
    /// # Errors
    /// The connection broke.
    pub async fn listen(&self, channel: &str, mut each: impl FnMut(&str) + Send) -> Result<(), StoreError> {
        let Pools::Postgres { pool } = &self.0.pools else { return Ok(()) };
        let mut listener = sqlx::postgres::PgListener::connect_with(pool).await?;
        listener.listen(channel).await?;
        loop {
            each(listener.recv().await?.payload());
        }
    }

    /// Writes waiting in the queue.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.0.queue.max_capacity() - self.0.queue.capacity()
    }

    /// Lets the writer finish what is queued and closes every connection.
    pub async fn close(&self) {
        let writer = self.0.writer.lock().take();
        // The writer ends when it sees the stop message, after everything that was queued before it.
        if self.0.queue.send(Message::Stop).await.is_ok()
            && let Some(writer) = writer
        {
            drop(writer.await);
        }
        self.0.pools.close().await;
    }
}
