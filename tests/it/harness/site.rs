//! A running site on a free port, with a clock that stands still until moved.

use super::actors::{Api, Browser};
use super::database::{Database, Engine};
use domain::contest::file::ContestFile;
use server::clock::Clock;
use server::config::Config;
use server::serve::{self, Running};
use server::state::App;
use std::sync::Arc;

/// One minute, ms.
pub(crate) const MINUTE: i64 = 60_000;

/// The address of the usual contest.
pub(crate) const SLUG: &str = "thi-thu";

/// A site of one test.
#[derive(Debug)]
pub(crate) struct Site {
    running: Running,
    /// Its state.
    pub(crate) app: App,
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: String,
    /// Its database; last, so that it goes after everything else.
    pub(crate) database: Database,
}

/// Another process on the same database, with the site's clock.
#[derive(Debug)]
pub(crate) struct Node {
    running: Running,
    /// Its state.
    pub(crate) app: App,
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: String,
}

impl Node {
    /// Stops it in good order.
    pub(crate) async fn stop(self) {
        let Self { running, app, .. } = self;
        drop(app);
        running.stop().await.unwrap();
    }
}

/// Nine in the morning in Vietnam, two days into the first round.
pub(crate) fn morning() -> i64 {
    domain::calendar::parse_local("2026-11-22T09:00").unwrap()
}

fn config(database: &Database) -> Config {
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        database_url: database.url.clone(),
        public_url: "http://192.168.7.7:3000".into(),
        data_dir: database.dir.join("data"),
        new_participants_per_network: 0,
        behind_proxy: false,
        public_metrics: false,
    }
}

/// The usual contest with single lines replaced; a line that is not there is a mistake in the test.
pub(crate) fn contest_text(edits: &[(&str, &str)]) -> String {
    let mut text = include_str!("../data/contest.toml").to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "the usual contest has no {from:?}");
        text = text.replace(from, to);
    }
    text
}

/// Edits that keep the first round open whatever today is, for what runs on the machine's clock.
pub(crate) fn open_for_years() -> [(&'static str, &'static str); 4] {
    [
        ("2026-11-20T08:00", "2020-01-01T08:00"),
        ("2026-11-27T22:00", "2090-01-01T22:00"),
        ("2026-12-01T08:00", "2091-01-01T08:00"),
        ("2026-12-08T22:00", "2091-01-09T22:00"),
    ]
}

/// Reads a contest file with the usual units beside it.
pub(crate) fn contest_file(text: &str) -> ContestFile {
    let sibling = |name: &str| match name {
        "units.csv" => Ok(include_str!("../data/units.csv").to_owned()),
        other => Err(format!("no {other}")),
    };
    domain::contest::file::parse("contest.toml", text, &sibling).unwrap()
}

impl Site {
    /// A site with the usual contest.
    pub(crate) async fn start(engine: Engine) -> Self {
        Self::edited(engine, &[]).await
    }

    /// A site with the usual contest, single lines replaced.
    pub(crate) async fn edited(engine: Engine, edits: &[(&str, &str)]) -> Self {
        Self::with(engine, edits, |_| {}).await
    }

    /// As [`Site::edited`], with other settings.
    pub(crate) async fn with(engine: Engine, edits: &[(&str, &str)], set: impl FnOnce(&mut Config)) -> Self {
        let database = Database::fresh(engine).await;
        let mut config = config(&database);
        set(&mut config);
        let app = serve::open(config, Some(Clock::manual(morning()))).await.unwrap();
        let file = contest_file(&contest_text(edits));
        server::contests::import::import(&app.store, &app.secrets, file, morning()).await.unwrap();
        app.catalogue.refresh(&app.store).await.unwrap();
        Self::serve(app, database).await
    }

    /// As [`Site::start`], on the embedded database, where the writer waits only so long for somebody else's lock.
    pub(crate) async fn impatient(ms: u32) -> Self {
        Self::with(Engine::Sqlite, &[], |config| config.database_url.push_str(&format!("?busy_timeout={ms}")))
            .await
    }

    async fn serve(app: App, database: Database) -> Self {
        let running = serve::start(app.clone()).await.unwrap();
        let base = format!("http://{}", running.address);
        Self { running, app, base, database }
    }

    /// Stops and opens again on the same database, so much later.
    pub(crate) async fn restart(self, later_ms: i64) -> Self {
        let now = self.now() + later_ms;
        let Self { running, app, database, .. } = self;
        let config = app.config.clone();
        drop(app);
        running.stop().await.unwrap();
        let app = serve::open(config, Some(Clock::manual(now))).await.unwrap();
        Self::serve(app, database).await
    }

    /// A second node beside this one.
    pub(crate) async fn beside(&self) -> Node {
        let app = serve::open(self.app.config.clone(), Some(self.app.clock.clone())).await.unwrap();
        let running = serve::start(app.clone()).await.unwrap();
        let base = format!("http://{}", running.address);
        Node { running, app, base }
    }

    /// Stops for good; the database stays until the returned value is dropped.
    pub(crate) async fn stop(self) -> Database {
        let Self { running, app, database, .. } = self;
        drop(app);
        running.stop().await.unwrap();
        database
    }

    /// The site's clock, unix ms.
    pub(crate) fn now(&self) -> i64 {
        self.app.now()
    }

    /// Moves the site's clock.
    pub(crate) fn advance(&self, ms: i64) {
        self.app.clock.advance(ms);
    }

    /// Moves the site's clock to a local moment, `2026-11-22T23:59`.
    pub(crate) fn travel(&self, local: &str) {
        self.advance(domain::calendar::parse_local(local).unwrap() - self.now());
    }

    /// Closes what is overdue now.
    pub(crate) async fn sweep(&self) -> usize {
        server::attempts::sweeper::sweep(&self.app).await.unwrap()
    }

    /// Imports another contest, or a new version.
    pub(crate) async fn import(&self, text: &str) {
        let file = contest_file(text);
        server::contests::import::import(&self.app.store, &self.app.secrets, file, self.now()).await.unwrap();
        self.app.catalogue.refresh(&self.app.store).await.unwrap();
        self.app.standings.build_missing(&self.app).await.unwrap();
    }

    /// The usual contest as loaded.
    pub(crate) fn contest(&self) -> Arc<server::contests::catalogue::Loaded> {
        self.app.catalogue.by_slug(SLUG).unwrap()
    }

    /// A browser with an empty jar.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// A program without a token.
    pub(crate) fn api(&self) -> Api {
        Api::new(&self.base, None)
    }
}
