//! The one place that reads the machine's clocks.
//!
//! Time = max(wall clock, latest stored moment) at start, then monotonic: a wall clock set back can neither reopen a
//! deadline nor make later facts older than earlier ones. Tests move a manual clock by hand.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::time::{Instant as Deadline, Sleep, sleep, sleep_until};

/// A source of "now", cheap to clone.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    System { base_ms: i64, since: Instant },
    Manual(AtomicI64),
}

/// How far the wall clock stands from the served time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Wall clock − served time, ms; negative when the wall clock was set back.
    pub ms: i64,
}

impl Drift {
    /// More than 5 s back: logged and shown in `/readyz`.
    #[must_use]
    pub fn jumped_back(self) -> bool {
        self.ms < -5_000
    }
}

impl Clock {
    /// The system clock, never earlier than `latest_stored` (unix ms).
    #[must_use]
    pub fn system(latest_stored: i64) -> Self {
        Self(Arc::new(Source::System { base_ms: wall_ms().max(latest_stored), since: monotonic() }))
    }

    /// A clock that stands still until moved.
    #[must_use]
    pub fn manual(now_ms: i64) -> Self {
        Self(Arc::new(Source::Manual(AtomicI64::new(now_ms))))
    }

    /// Unix ms.
    #[must_use]
    pub fn now(&self) -> i64 {
        match &*self.0 {
            Source::System { base_ms, since } => base_ms + ms(monotonic().duration_since(*since)),
            Source::Manual(now) => now.load(Ordering::SeqCst),
        }
    }

    /// The moment so long ago. A manual clock stood still meanwhile.
    #[must_use]
    pub fn ago(&self, measured: Duration) -> i64 {
        match &*self.0 {
            Source::System { .. } => self.now().saturating_sub(ms(measured)),
            Source::Manual(_) => self.now(),
        }
    }

    /// Moves a manual clock; does nothing to the system clock.
    pub fn advance(&self, by_ms: i64) {
        if let Source::Manual(now) = &*self.0 {
            now.fetch_add(by_ms, Ordering::SeqCst);
        }
    }

    /// How far the wall clock has moved away.
    #[must_use]
    pub fn drift(&self) -> Drift {
        match &*self.0 {
            Source::System { .. } => Drift { ms: wall_ms() - self.now() },
            Source::Manual(_) => Drift { ms: 0 },
        }
    }
}

/// A monotonic moment, for measuring how long something took.
#[must_use]
pub fn monotonic() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the monotonic clock")]
    Instant::now()
}

/// Sleeps for so long, and then until the next of the moments at which everything that is in no hurry awakes: a timer of
/// its own for each of ten thousand connections is ten thousand awakenings.
pub fn coarse(patience: Duration) -> Sleep {
    const GRID: Duration = Duration::from_millis(250);
    static BEGINNING: LazyLock<Deadline> = LazyLock::new(|| sleep(Duration::ZERO).deadline());
    let due = sleep(patience).deadline();
    let off = due.saturating_duration_since(*BEGINNING).as_millis() % GRID.as_millis();
    let gone = Duration::from_millis(u64::try_from(off).unwrap_or_default());
    sleep_until(due + (GRID - gone))
}

/// The wall clock, unix ms; used where no server runs (CLI defaults) and to seed [`Clock::system`].
#[must_use]
pub fn wall_ms() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    let now = SystemTime::now();
    now.duration_since(UNIX_EPOCH).map_or(0, ms)
}

fn ms(d: Duration) -> i64 {
    i64::try_from(d.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_earlier_than_what_is_stored() {
        let future = wall_ms() + 86_400_000;
        let clock = Clock::system(future);
        assert!(clock.now() >= future);
        assert!(clock.drift().jumped_back());
    }

    #[test]
    fn what_was_measured_is_taken_off_where_time_runs() {
        let clock = Clock::system(0);
        let now = clock.now();
        assert!((now - 400..=clock.now() - 400).contains(&clock.ago(Duration::from_millis(400))));
        assert_eq!(Clock::manual(5_000).ago(Duration::from_millis(400)), 5_000);
    }
}
