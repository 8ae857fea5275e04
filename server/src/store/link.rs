//! One connection to either engine, and the macro that writes a statement once for both.

use super::shelf::Held;
use sqlx::Postgres;
use sqlx::pool::PoolConnection;

/// A connection to SQLite or PostgreSQL.
#[derive(Debug)]
pub enum Link {
    /// SQLite.
    Sqlite(Held),
    /// PostgreSQL.
    Postgres(PoolConnection<Postgres>),
}

/// Runs `$body` with `$c` bound to the engine's own connection: one SQL text, expanded once per engine.
#[macro_export]
macro_rules! sql {
    ($link:expr, $c:ident => $body:expr) => {
        match $link {
            $crate::store::Link::Sqlite(conn) => {
                let $c = &mut **conn;
                $body
            }
            $crate::store::Link::Postgres(conn) => {
                let $c = &mut **conn;
                $body
            }
        }
    };
}

impl Link {
    /// Runs a statement without parameters.
    pub(crate) async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        sql!(self, c => sqlx::query(sql).execute(c).await.map(drop))
    }

    /// Whether this is PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}
