//! Connections to the embedded database, taken and put back without a word to them.
//!
//! The driver's own pool asks a connection whether it is alive when it is taken and again when it is given back. Every
//! such question is two switches between threads, which here cost more than the reading itself; a local file needs
//! neither. Invariants: never more connections than places; one that is given back is idle: statements on it run one
//! after another on its own thread, and nothing that is read leaves a transaction open.

use parking_lot::Mutex;
use scopeguard::{ScopeGuard, guard};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Longest wait for a free place.
const PATIENCE: Duration = Duration::from_secs(10);

/// A few connections that share their options.
#[derive(Clone, Debug)]
pub(super) struct Shelf(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: SqliteConnectOptions,
    places: Arc<Semaphore>,
    idle: Mutex<Vec<SqliteConnection>>,
    closed: AtomicBool,
}

type Back = Box<dyn FnOnce(SqliteConnection) + Send + Sync>;

/// A connection in use; it goes back by itself.
#[derive(Debug)]
pub struct Held {
    connection: ScopeGuard<SqliteConnection, Back>,
    _place: OwnedSemaphorePermit,
}

impl Shelf {
    /// At most so many connections; none is opened yet.
    pub(super) fn new(options: SqliteConnectOptions, places: usize) -> Self {
        let places = Arc::new(Semaphore::new(places));
        Self(Arc::new(Inner { options, places, idle: Mutex::default(), closed: AtomicBool::new(false) }))
    }

    /// How its connections are opened.
    pub(super) fn options(&self) -> SqliteConnectOptions {
        self.0.options.clone()
    }

    /// A connection, opened when none is idle.
    pub(super) async fn take(&self) -> Result<Held, sqlx::Error> {
        let wait = tokio::time::timeout(PATIENCE, Arc::clone(&self.0.places).acquire_owned());
        let place =
            wait.await.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
        let idle = self.0.idle.lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.0.options.connect().await?,
        };
        let home = Arc::clone(&self.0);
        let back: Back = Box::new(move |connection| {
            if !home.closed.load(Ordering::Acquire) {
                home.idle.lock().push(connection);
            }
        });
        Ok(Held { connection: guard(connection, back), _place: place })
    }

    /// Closes what is idle now and whatever comes back later.
    pub(super) async fn close(&self) {
        self.0.closed.store(true, Ordering::Release);
        self.0.places.close();
        let idle = std::mem::take(&mut *self.0.idle.lock());
        for connection in idle {
            // A connection that does not close well is gone all the same.
            drop(connection.close().await);
        }
    }
}

impl Deref for Held {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}
