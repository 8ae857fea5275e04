//! Opening and migrating a database of either engine, with one clear line when it cannot be.

use super::shelf::Shelf;
use super::{Link, log};
use sqlx::migrate::{MigrateError, Migration, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, PgPool, SqlSafeStr as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// How long the writer waits for somebody else's lock (a backup, a shell) before whoever waits is told to come back. Longer
/// than such a lock is usually held: an answer on stage that is told to come back comes too late.
const WRITE: Duration = Duration::from_secs(8);
/// How long a reader waits: only where the log is being set up again.
const READ: Duration = Duration::from_secs(3);
/// The part of an address that sets another patience for the writer, in ms.
const PATIENCE: &str = "busy_timeout=";

static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// The migrations as one engine runs them: lines marked for it are no comments to it. Checksums stay those of the files.
fn migrations(engine: Engine) -> Migrator {
    let mark = match engine {
        Engine::Sqlite => "--sqlite ",
        Engine::Postgres => "--postgres ",
    };
    let migrations = MIGRATIONS.iter().map(|migration| {
        let lines = migration.sql.as_str().lines().map(|line| line.strip_prefix(mark).unwrap_or(line));
        let text = lines.collect::<Vec<_>>().join("\n");
        // The text is a file of this binary, less our own marks.
        Migration { sql: AssertSqlSafe(text).into_sql_str(), ..migration.clone() }
    });
    Migrator { migrations: migrations.collect::<Vec<_>>().into(), ..Migrator::DEFAULT }
}

/// Which engine holds the truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one node.
    Sqlite,
    /// A server, many nodes.
    Postgres,
}

/// Why a database could not be opened; each prints as one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Not `sqlite:` or `postgres:`.
    #[error("unknown database scheme in --database-url: use sqlite://FILE or postgres://…")]
    Scheme,
    /// The address cannot be read.
    #[error("the database address cannot be read: {0}")]
    Address(String),
    /// The folder or file cannot be written.
    #[error("cannot write {place}: {why}; choose another --database-url or give the user write access")]
    Unwritable {
        /// The file or folder.
        place: String,
        /// The system's words.
        why: String,
    },
    /// The schema is newer than this binary.
    #[error("the database was written by a newer ngayhoiso (schema {0}): upgrade the binary")]
    Newer(i64),
    /// PostgreSQL does not answer.
    #[error(
        "the database server does not answer: check the address in --database-url and that it is running"
    )]
    Unreachable,
    /// Anything else the engine says.
    #[error("the database cannot be opened: {0}")]
    Engine(String),
}

impl OpenError {
    pub(super) fn from_sqlx(e: sqlx::Error) -> Self {
        match e {
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => Self::Unreachable,
            other => Self::Engine(other.to_string()),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) enum Pools {
    Sqlite { write: Shelf, read: Shelf },
    Postgres { pool: PgPool },
}

impl Pools {
    pub(super) async fn open(url: &str) -> Result<Self, OpenError> {
        if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url).map_err(|e| OpenError::Address(e.to_string()))?;
            let pool = PgPoolOptions::new()
                .max_connections(12)
                .acquire_timeout(Duration::from_secs(10))
                .connect_with(options.application_name("ngayhoiso"))
                .await
                .map_err(OpenError::from_sqlx)?;
            Ok(Self::Postgres { pool })
        } else {
            Err(OpenError::Scheme)
        }
    }

    async fn open_sqlite(url: &str) -> Result<Self, OpenError> {
        let (url, patience) = patience_of(url)?;
        let options = SqliteConnectOptions::from_str(&url).map_err(|e| OpenError::Address(e.to_string()))?;
        let file = options.get_filename().to_path_buf();
        if let Some(folder) = file.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e.to_string()))?;
        }
        let options = options
            .create_if_missing(true)
            // Answers of different attempts lie on different pages, and each commit writes every page it touched: half the
            // usual size is a tenth more answers a second. A database that exists keeps its own.
            .page_size(2_048)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(patience)
            .foreign_keys(true)
            .statement_cache_capacity(256)
            // Rows cross a thread boundary in chunks of this size: the default of 50 costs a context switch each time.
            .row_buffer_size(1_024)
            .pragma("cache_size", log::CACHE)
            .pragma("wal_autocheckpoint", log::PAGES)
            .pragma("temp_store", "MEMORY");
        let write = Shelf::new(options.clone(), 1);
        // Opened now, so that a place that cannot be written is told at once.
        drop(write.take().await.map_err(|e| {
            match std::fs::OpenOptions::new().append(true).create(true).open(&file) {
                Err(io) => unwritable(&file, &io.to_string()),
                Ok(_) => OpenError::from_sqlx(e),
            }
        })?);
        // Four readers: their caches together stay below the writer's.
        let read = options.read_only(true).busy_timeout(READ).pragma("cache_size", "-3000");
        let read = Shelf::new(read, 4);
        Ok(Self::Sqlite { write, read })
    }

    pub(super) async fn migrate(&self) -> Result<(), OpenError> {
        let done = match self {
            Self::Sqlite { write, .. } => {
                // The migrator wants a pool of the driver's own; it is gone before anything else begins.
                let pool = SqlitePoolOptions::new().max_connections(1).connect_lazy_with(write.options());
                let done = migrations(Engine::Sqlite).run(&pool).await;
                pool.close().await;
                done
            }
            Self::Postgres { pool } => migrations(Engine::Postgres).run(pool).await,
        };
        done.map_err(|e| match e {
            MigrateError::VersionMissing(version) => OpenError::Newer(version),
            MigrateError::Execute(sqlx::Error::Database(e)) if e.message().contains("readonly") => {
                OpenError::Unwritable { place: "the database".into(), why: e.message().into() }
            }
            other => OpenError::Engine(other.to_string()),
        })
    }

    /// The file of an embedded database.
    pub(super) fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite { write, .. } => Some(write.options().get_filename().to_path_buf()),
            Self::Postgres { .. } => None,
        }
    }

    pub(super) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
        }
    }

    pub(super) async fn writer_link(&self) -> Result<Link, sqlx::Error> {
        match self {
            Self::Sqlite { write, .. } => write.take().await.map(Link::Sqlite),
            Self::Postgres { pool } => pool.acquire().await.map(Link::Postgres),
        }
    }

    pub(super) async fn reader_link(&self) -> Result<Link, sqlx::Error> {
        match self {
            Self::Sqlite { read, .. } => read.take().await.map(Link::Sqlite),
            Self::Postgres { pool } => pool.acquire().await.map(Link::Postgres),
        }
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres { pool } => pool.close().await,
        }
    }
}

/// The address without the writer's patience, which is ours and not the driver's, and that patience.
fn patience_of(url: &str) -> Result<(String, Duration), OpenError> {
    let Some((file, query)) = url.split_once('?') else { return Ok((url.to_owned(), WRITE)) };
    let mut patience = WRITE;
    let mut others = Vec::new();
    for part in query.split('&') {
        match part.strip_prefix(PATIENCE) {
            Some(ms) => {
                let ms = ms.parse().map_err(|e| OpenError::Address(format!("{part}: {e}")))?;
                patience = Duration::from_millis(ms);
            }
            None => others.push(part),
        }
    }
    let rest = if others.is_empty() { String::new() } else { format!("?{}", others.join("&")) };
    Ok((format!("{file}{rest}"), patience))
}

fn unwritable(place: &Path, why: &str) -> OpenError {
    OpenError::Unwritable { place: place.display().to_string(), why: why.into() }
}

#[cfg(test)]
mod tests {
    use super::{WRITE, patience_of};
    use std::time::Duration;

    #[test]
    fn an_address_may_say_how_long_the_writer_waits() {
        let of = |url: &str| patience_of(url).unwrap();
        assert_eq!(of("sqlite://a.db"), ("sqlite://a.db".into(), WRITE));
        assert_eq!(
            of("sqlite://a.db?busy_timeout=250"),
            ("sqlite://a.db".into(), Duration::from_millis(250))
        );
        assert_eq!(
            of("sqlite://a.db?mode=rwc&busy_timeout=1&cache=private"),
            ("sqlite://a.db?mode=rwc&cache=private".into(), Duration::from_millis(1))
        );
        assert!(patience_of("sqlite://a.db?busy_timeout=soon").is_err());
    }
}
