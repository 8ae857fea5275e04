//! What every request can reach: the store, the clock, the keys, and what is kept in memory.

use crate::attempts::facts::Facts;
use crate::clock::Clock;
use crate::config::Config;
use crate::contests::catalogue::Catalogue;
use crate::http::assets::Assets;
use crate::limits::Limits;
use crate::people::session::Sessions;
use crate::secret::Secrets;
use crate::staff::password::Passwords;
use crate::standings::Standings;
use crate::store::Store;
use domain::locality::Registry;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// Shared state, cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Inner>);

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// See [`App`].
#[derive(Debug)]
pub struct Inner {
    /// Storage.
    pub store: Store,
    /// Time.
    pub clock: Clock,
    /// Keys.
    pub secrets: Secrets,
    /// Configuration.
    pub config: Config,
    /// This installation's name in `origin` columns.
    pub origin: String,
    /// Places.
    pub places: Places,
    /// Contests and questions.
    pub catalogue: Catalogue,
    /// Boards.
    pub standings: Standings,
    /// Who is on which device.
    pub sessions: Sessions,
    /// Immutable facts of running attempts.
    pub facts: Facts,
    /// Pictures of questions at hand.
    pub pictures: crate::bank::pictures::Pictures,
    /// The gate before hashing passwords.
    pub passwords: Passwords,
    /// Live contests.
    pub live: crate::live::hub::Live,
    /// Limits per purpose.
    pub limits: Limits,
    /// Files of the phone bundle.
    pub assets: Assets,
    /// Last moment the background tasks were known to run, unix ms.
    pub heartbeat: AtomicI64,
    /// Set when the server is going down: `/readyz` says so and new work is refused.
    pub stopping: AtomicBool,
}

/// The registry and what pages need of it again and again.
#[derive(Debug)]
pub struct Places {
    /// Both schemes.
    pub registry: Registry,
    /// `<optgroup>`s of the present units, made once.
    pub options_html: Arc<str>,
}

impl Places {
    /// Builds the pieces.
    #[must_use]
    pub fn new(registry: Registry) -> Self {
        let options_html = crate::people::places::options_html(&registry).into();
        Self { registry, options_html }
    }

    /// A locality's name as people read it.
    #[must_use]
    pub fn name(&self, scheme: &str, code: &str) -> String {
        let key = domain::locality::LocalityKey::new(scheme, code);
        self.registry.display_name(&key, false).unwrap_or_default()
    }
}

/// The scheme people choose from.
pub const PRESENT: &str = "post-2025-07";

impl App {
    /// Puts the pieces together.
    #[must_use]
    pub fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Unix ms.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Whether the server is going down.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
