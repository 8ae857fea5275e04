//! A connection on which nothing is going on, between two requests.
//!
//! What serves requests keeps two buffers of 8 KB for each connection. Phones in a hall ask once, then look at their
//! question: ten thousand of them would hold 160 MB for nothing. Invariant: what comes is kept and read first by what
//! serves the next request.

use super::stall::Stalling;
use crate::clock::coarse;
use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;

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
    let over = pin!(coarse(patience));
    let more = tokio::select! {
        biased;
        more = poll_fn(|cx| io.poll_early(cx)) => more,
        () = over => false,
        _ = told.changed() => false,
    };
    more.then_some(io)
}
