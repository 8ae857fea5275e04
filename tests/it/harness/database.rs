//! A fresh database for each test, copied from one that already holds localities and the shipped bank.
//!
//! Invariant: a test's database is gone after it, also when the test failed.

use server::store::Store;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, SqliteConnection};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Which engine a case runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// The embedded one.
    Sqlite,
    /// A server.
    Postgres,
}

/// A database of one test, and the folder that goes with it.
#[derive(Debug)]
pub(crate) struct Database {
    /// For `Store::open`.
    pub(crate) url: String,
    /// The test's folder; the SQLite file lies in it.
    pub(crate) dir: PathBuf,
    /// Name on the server.
    name: Option<String>,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A new empty folder that nobody else uses.
pub(crate) fn folder() -> PathBuf {
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let dir = std::env::temp_dir().join(format!("nhs-it-{}-{n}", std::process::id()));
    if dir.exists() {
        std::fs::remove_dir_all(&dir).unwrap();
    }
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

impl Database {
    /// A fresh one that has been set up.
    pub(crate) async fn fresh(engine: Engine) -> Self {
        let dir = folder();
        match engine {
            Engine::Sqlite => {
                let file = dir.join("ngayhoiso.db");
                let template = sqlite_template();
                std::fs::copy(template, &file).unwrap();
                Self { url: format!("sqlite://{}", file.display()), dir, name: None }
            }
            Engine::Postgres => {
                let template = postgres_template();
                let name = format!("nhs_it_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
                let mut c = server().await;
                run(&mut c, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
                Self { url: url_of(&name), dir, name: Some(name) }
            }
        }
    }

    /// An empty one, brought only so far by the migrations up to this number.
    pub(crate) async fn as_of(engine: Engine, version: i64) -> Self {
        let dir = folder();
        let database = match engine {
            Engine::Sqlite => {
                let url = format!("sqlite://{}", dir.join("ngayhoiso.db").display());
                Self { url, dir, name: None }
            }
            Engine::Postgres => {
                let name = format!("nhs_it_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
                run(&mut server().await, format!("CREATE DATABASE {name}")).await;
                Self { url: url_of(&name), dir, name: Some(name) }
            }
        };
        let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
        let mut migrator = sqlx::migrate::Migrator::new(all).await.unwrap();
        migrator.migrations.to_mut().retain(|m| m.version <= version);
        match engine {
            Engine::Sqlite => {
                let options = SqliteConnectOptions::from_str(&database.url).unwrap().create_if_missing(true);
                let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
                migrator.run(&pool).await.unwrap();
                pool.close().await;
            }
            Engine::Postgres => {
                let pool = sqlx::PgPool::connect(&database.url).await.unwrap();
                migrator.run(&pool).await.unwrap();
                pool.close().await;
            }
        }
        database
    }

    /// Runs a statement of its own connection.
    pub(crate) async fn run(&self, statement: &'static str) {
        if self.name.is_some() {
            let mut c = PgConnection::connect(&self.url).await.unwrap();
            sqlx::raw_sql(statement).execute(&mut c).await.unwrap();
            c.close().await.unwrap();
        } else {
            let mut c = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::raw_sql(statement).execute(&mut c).await.unwrap();
            c.close().await.unwrap();
        }
    }

    /// The SQLite file.
    pub(crate) fn file(&self) -> PathBuf {
        self.dir.join("ngayhoiso.db")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.dir));
        let Some(name) = self.name.take() else { return };
        // In a runtime of its own: the test's may be the one that is being torn down.
        apart(async move {
            let mut c = server().await;
            run(&mut c, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        });
    }
}

/// One text per row.
pub(crate) async fn texts(store: &Store, statement: &str) -> Vec<String> {
    let mut link = store.read().await.unwrap();
    let statement = statement.to_owned();
    server::sql!(&mut link, c => sqlx::query_scalar(AssertSqlSafe(statement)).fetch_all(c).await).unwrap()
}

fn apart<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work)
    });
    thread.join().unwrap()
}

fn postgres_url() -> String {
    std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty()).expect(
        "TEST_POSTGRES_URL is not set: run `cargo xtask test`, which starts a private PostgreSQL, or set it yourself",
    )
}

fn url_of(name: &str) -> String {
    let url = postgres_url();
    let (server, _) = url.rsplit_once('/').expect("TEST_POSTGRES_URL must end with /DATABASE");
    format!("{server}/{name}")
}

async fn server() -> PgConnection {
    let options = PgConnectOptions::from_str(&postgres_url()).unwrap();
    options.connect().await.expect("the PostgreSQL of TEST_POSTGRES_URL does not answer")
}

async fn run(c: &mut PgConnection, statement: String) {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *c).await.unwrap();
}

/// A moment before every test's own "now".
const SET_UP_AT: i64 = 1_760_000_000_000;

async fn set_up(url: &str) {
    let store = Store::open(url).await.unwrap();
    server::setup::ensure(&store, SET_UP_AT).await.map_err(|e| e.code).unwrap();
    for text in [include_str!("../data/bank-kinds.toml"), include_str!("../data/bank-plain.toml")] {
        let revisions = domain::bank::parse_toml("bank.toml", text).unwrap();
        let by = server::bank::import::Provenance::approved_by("kiểm thử");
        server::bank::import::import(&store, revisions, Vec::new(), by, SET_UP_AT, None).await.unwrap();
    }
    store.close().await;
}

fn sqlite_template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let file = folder().join("template.db");
        let url = format!("sqlite://{}", file.display());
        apart(async move { set_up(&url).await });
        file
    })
}

fn postgres_template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("nhs_it_{}_template", std::process::id());
        let made = name.clone();
        apart(async move {
            let mut c = server().await;
            let old: Vec<String> =
                sqlx::query_scalar("SELECT datname::text FROM pg_database WHERE datname LIKE 'nhs\\_it\\_%'")
                    .fetch_all(&mut c)
                    .await
                    .unwrap();
            // What runs that were killed left behind.
            for name in old {
                let owner = name.split('_').nth(2).unwrap_or_default().to_owned();
                if !Path::new("/proc").join(owner).exists() {
                    run(&mut c, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
                }
            }
            run(&mut c, format!("CREATE DATABASE {made}")).await;
            drop(c.close().await);
            set_up(&url_of(&made)).await;
        });
        name
    })
}
