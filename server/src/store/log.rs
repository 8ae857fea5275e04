//! The embedded database's log file at its full length from the start.
//!
//! Commits are written one after another into that file, which is used from its beginning again once its content has gone
//! into the database. As long as it grows, each commit has to force the file's new length to disk besides its content: a
//! wait for the disk more. Invariant: the database is as it was before.

use super::open::Engine;
use super::{Link, Store, StoreError};

/// Pages in the writer's memory meanwhile: what does not fit goes into the file.
const FEW: &str = "PRAGMA cache_size = 64";
/// The writer's memory, KiB (negative: not pages).
pub(super) const CACHE: &str = "-16000";
const CACHE_AGAIN: &str = "PRAGMA cache_size = -16000";
/// Pages after which the log's content goes into the database.
pub(super) const PAGES: &str = "8000";
/// As many bytes as that, at 2 KB a page.
const FILL: &str = "INSERT INTO log_length (x)
    SELECT zeroblob(1000000) FROM (VALUES (1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15),(16))";

impl Store {
    /// Writes the log to its length, and takes all of it back.
    ///
    /// # Errors
    /// As [`Store::write`]; then commits are slower, and nothing else.
    pub async fn lengthen_log(&self) -> Result<(), StoreError> {
        if self.engine() != Engine::Sqlite {
            return Ok(());
        }
        self.write(|link| {
            Box::pin(async move {
                let filled = fill(link).await;
                // Whatever came of it: with few pages every commit would be slow.
                link.run(CACHE_AGAIN).await?;
                Ok(filled?)
            })
        })
        .await
    }
}

async fn fill(link: &mut Link) -> Result<(), sqlx::Error> {
    link.run(FEW).await?;
    link.run("SAVEPOINT log_length").await?;
    link.run("CREATE TABLE log_length (x BLOB NOT NULL)").await?;
    link.run(FILL).await?;
    link.run("ROLLBACK TO log_length").await?;
    link.run("RELEASE log_length").await
}
