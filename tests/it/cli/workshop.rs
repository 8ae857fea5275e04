//! A folder with an embedded database in which commands run.

use crate::harness::Engine;
use crate::harness::binary;
use crate::harness::database::Database;
use crate::harness::site::{contest_text, open_for_years};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use std::path::PathBuf;

/// The folder of one test.
#[derive(Debug)]
pub(super) struct Workshop {
    pub(super) database: Database,
}

/// How a command ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

impl Ended {
    /// It must have worked.
    #[track_caller]
    pub(super) fn done(self) -> String {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self.out
    }

    /// It must have been refused with one line on standard error that holds a text.
    #[track_caller]
    pub(super) fn refused(self, why: &str) -> String {
        self.ended(1, why)
    }

    /// The same, a flag being to blame.
    #[track_caller]
    pub(super) fn misused(self, why: &str) -> String {
        self.ended(2, why)
    }

    #[track_caller]
    fn ended(self, code: i32, why: &str) -> String {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        let lines: Vec<&str> = self.err.lines().filter(|l| !l.trim().is_empty()).collect();
        assert!(lines.len() == 1 && lines[0].starts_with("ngayhoiso: "), "one clear line: {}", self.err);
        assert!(lines[0].contains(why), "{} does not say {why:?}", lines[0]);
        self.out
    }
}

impl Workshop {
    pub(super) async fn new() -> Self {
        Self { database: Database::fresh(Engine::Sqlite).await }
    }

    /// Runs a command.
    pub(super) async fn run(&self, arguments: &[&str]) -> Ended {
        let (code, out, err) = binary::said(&binary::run(&self.database.dir, arguments).await);
        Ended { code, out, err }
    }

    /// Writes a file into the folder.
    pub(super) fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.database.dir.join(name);
        std::fs::write(&file, text).unwrap();
        file
    }

    /// Imports the usual contest, open for years, with single lines replaced.
    pub(super) async fn contest(&self, edits: &[(&str, &str)]) -> Ended {
        let mut all = open_for_years().to_vec();
        all.extend(edits);
        self.write("contest.toml", &contest_text(&all));
        self.write("units.csv", include_str!("../data/units.csv"));
        self.run(&["import-contest", "contest.toml"]).await
    }

    /// One number from the database.
    pub(super) async fn number(&self, statement: &str) -> i64 {
        let mut c = SqliteConnection::connect(&self.database.url).await.unwrap();
        let n = sqlx::query_scalar(AssertSqlSafe(statement.to_owned())).fetch_one(&mut c).await.unwrap();
        c.close().await.unwrap();
        n
    }

    /// Changes something behind the product's back.
    pub(super) async fn change(&self, statement: &str) {
        let mut c = SqliteConnection::connect(&self.database.url).await.unwrap();
        sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut c).await.unwrap();
        c.close().await.unwrap();
    }
}
