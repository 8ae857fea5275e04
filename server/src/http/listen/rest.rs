//! A connection on which nothing is going on, between two requests.
//!
//! What serves requests keeps two buffers of 8 KB for each connection. Phones in a hall ask once, then look at their
//! question: ten thousand of them would hold 160 MB for nothing. Invariant: what comes is kept and read first by what
//! serves the next request.

use super::stall::Stalling;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

/// Connections are looked at together this often, not each when its own time is up: one awakening for all.
const GRID: Duration = Duration::from_millis(250);

/// Waits until bytes come. Nothing when the connection has ended, or is to end: the client went, nothing came for so
/// long, the server goes down.
pub(super) async fn wait<S>(
    mut io: Stalling<S>,
    patience: Duration,
    told: &mut watch::Receiver<()>,
) -> Option<Stalling<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let over = pin!(look(patience));
    let more = tokio::select! {
        biased;
        more = poll_fn(|cx| io.poll_early(cx)) => more,
        () = over => false,
        _ = told.changed() => false,
    };
    more.then_some(io)
}

/// Sleeps for so long, and then until the next moment at which connections are looked at.
pub(super) fn look(patience: Duration) -> Sleep {
    static BEGINNING: LazyLock<Instant> = LazyLock::new(|| sleep(Duration::ZERO).deadline());
    let due = sleep(patience).deadline();
    let off = due.saturating_duration_since(*BEGINNING).as_millis() % GRID.as_millis();
    let rest = Duration::from_millis(u64::try_from(off).unwrap_or_default());
    sleep_until(due + (GRID - rest))
}
