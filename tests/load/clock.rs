//! The generator's one source of time.

use std::time::{Duration, Instant, SystemTime};

/// Now, for durations.
#[expect(
    clippy::disallowed_methods,
    reason = "a measuring tool has to look at the clock; this is its only place"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Now, unix ms: what a phone would send along.
#[expect(
    clippy::disallowed_methods,
    reason = "a measuring tool has to look at the clock; this is its only place"
)]
pub(crate) fn unix_ms() -> u128 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_millis())
}

/// Now, unix µs: a clock that several processes of this machine share.
#[expect(
    clippy::disallowed_methods,
    reason = "a measuring tool has to look at the clock; this is its only place"
)]
pub(crate) fn unix_us() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

/// Waits until a moment of that clock.
pub(crate) async fn until_us(moment: u64) {
    let left = moment.saturating_sub(unix_us());
    if left > 0 {
        tokio::time::sleep(Duration::from_micros(left)).await;
    }
}

/// Waits until a moment.
pub(crate) async fn until(moment: Instant) {
    let left = moment.saturating_duration_since(now());
    if left > Duration::ZERO {
        tokio::time::sleep(left).await;
    }
}
