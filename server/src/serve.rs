//! Serving: opening everything, background tasks, listening, and going down without losing anything.

use crate::attempts::sweeper;
use crate::clock::Clock;
use crate::config::Config;
use crate::contests::catalogue::Catalogue;
use crate::error::Outcome;
use crate::http::assets::Assets;
use crate::http::{listen, ops, router};
use crate::limits::Limits;
use crate::secret::Secrets;
use crate::state::{App, Inner, Places};
use crate::store::{Store, attempts};
use anyhow::Context as _;
use domain::contest::ContestKind;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often running attempts are swept and other writers are followed.
const TICK: Duration = Duration::from_millis(1_000);
/// How long a request may still take when going down.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server that runs.
#[derive(Debug)]
pub struct Running {
    /// Its state, for tests that move the clock or look at the store.
    pub app: App,
    /// Where it listens.
    pub address: SocketAddr,
    stop: CancellationToken,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
    tasks: tokio::task::JoinHandle<()>,
}

/// Opens the store and builds the state. With a manual clock time stands still until moved.
///
/// # Errors
/// One clear line each.
pub async fn open(config: Config, clock: Option<Clock>) -> anyhow::Result<App> {
    let store = Store::open(&config.database_url).await?;
    let clock = match clock {
        Some(clock) => clock,
        None => Clock::system(latest(&store).await.map_err(plain)?),
    };
    let secrets = Secrets::load(&config.data_dir)?;
    let ready = crate::setup::ensure(&store, clock.now()).await.map_err(plain)?;
    let app = App::new(Inner {
        limits: Limits::new(config.new_participants_per_network),
        heartbeat: AtomicI64::new(clock.now()),
        origin: ready.origin,
        places: Places::new(ready.registry),
        catalogue: Catalogue::default(),
        standings: crate::standings::Standings::default(),
        sessions: crate::people::session::Sessions::default(),
        facts: crate::attempts::facts::Facts::default(),
        pictures: crate::bank::pictures::Pictures::default(),
        live: crate::live::hub::Live::new(&config.public_url),
        passwords: crate::staff::password::Passwords::default(),
        assets: Assets::load(),
        stopping: AtomicBool::new(false),
        store,
        clock,
        secrets,
        config,
    });
    app.catalogue.refresh(&app.store).await?;
    Ok(app)
}

async fn latest(store: &Store) -> Outcome<i64> {
    let mut link = store.read().await?;
    Ok(attempts::latest_moment(&mut link).await?)
}

fn plain(failure: crate::error::Failure) -> anyhow::Error {
    anyhow::anyhow!("{}", failure.cause.or(failure.detail).unwrap_or_else(|| failure.code.to_owned()))
}

/// Starts serving on the configured address.
///
/// # Errors
/// An address that cannot be listened on.
pub async fn start(app: App) -> anyhow::Result<Running> {
    ops::install_metrics();
    app.store.warm();
    app.standings.build_missing(&app).await.map_err(plain)?;
    let swept = sweeper::sweep(&app).await.map_err(plain)?;
    if swept > 0 {
        tracing::info!(attempts = swept, "closed what ran out while the server was down");
    }
    let listener =
        listen::bind(app.config.listen).with_context(|| format!("cannot listen on {}", app.config.listen))?;
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let woken = crate::live::hub::wake_running(&app).await.map_err(plain)?;
    if woken > 0 {
        tracing::info!(rooms = woken, "live rooms go on where they were");
    }
    tokio::spawn(crate::live::bus::listen(app.clone(), app.live.stop.clone()));
    let tasks = tokio::spawn(background(app.clone(), stop.clone()));
    let told = stop.clone();
    let router = router::router(&app);
    let server = tokio::spawn(async move { listen::serve(listener, router, told.cancelled_owned()).await });
    Ok(Running { app, address, stop, server, tasks })
}

async fn background(app: App, stop: CancellationToken) {
    let mut ticks: u64 = 0;
    let mut told_jump = false;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(TICK) => {}
        }
        ticks += 1;
        if let Err(e) = tick(&app).await {
            let cause = e.cause.as_deref().unwrap_or_default();
            tracing::warn!(code = e.code, cause, "a background task failed; it is tried again");
        }
        app.heartbeat.store(app.now(), Ordering::Relaxed);
        let drift = app.clock.drift();
        if drift.jumped_back() != told_jump {
            told_jump = drift.jumped_back();
            tracing::warn!(drift_ms = drift.ms, "the wall clock stands behind the served time");
        }
        if ticks.is_multiple_of(5) {
            ops::upkeep();
        }
        if ticks.is_multiple_of(60) {
            app.limits.tidy(app.now());
        }
    }
}

async fn tick(app: &App) -> Outcome<()> {
    if app.catalogue.refresh(&app.store).await? {
        tracing::info!("contests changed");
    }
    app.standings.build_missing(app).await?;
    app.catalogue.prepare(&app.store, app.now()).await?;
    freeze_opened(app).await?;
    sweeper::sweep(app).await?;
    app.standings.follow(app).await
}

/// Freezes the pool of a round as soon as it is open, also when nobody has started yet.
async fn freeze_opened(app: &App) -> Outcome<()> {
    let now = app.now();
    for contest in app.catalogue.all() {
        if contest.doc.kind == ContestKind::Contest
            && let Some(round) = contest.doc.open_round(now)
            && let Err(e) = app.catalogue.plan(&app.store, &contest, round, now).await
            && e.code != "paper_short"
        {
            return Err(e);
        }
    }
    Ok(())
}

impl Running {
    /// Goes down: no new connections, running requests end, queued writes are committed, the store is closed.
    ///
    /// # Errors
    /// A listener that failed.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.app.stopping.store(true, Ordering::Relaxed);
        self.stop.cancel();
        // Streams end, so that their phones come back to the next server.
        self.app.live.stop.cancel();
        self.tasks.await?;
        match tokio::time::timeout(PATIENCE, self.server).await {
            Ok(ended) => ended??,
            Err(_) => tracing::warn!("some requests took too long and were cut off"),
        }
        // Rooms write down what only they know; nobody can wake another one any more.
        self.app.live.tasks.close();
        if tokio::time::timeout(PATIENCE, self.app.live.tasks.wait()).await.is_err() {
            tracing::warn!("some live rooms took too long to end");
        }
        self.app.store.close().await;
        Ok(())
    }

    /// Waits until the listener ends by itself.
    ///
    /// # Errors
    /// A listener that failed.
    pub async fn wait(&mut self) -> anyhow::Result<()> {
        (&mut self.server).await??;
        Ok(())
    }
}
