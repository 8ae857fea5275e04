//! Somebody who has come and is not served yet, and how long their first request has waited.
//!
//! On stage the time of an answer is points, and ten thousand answers that come in one instant are taken one after
//! another. Invariant: what is counted in favour of a request is only the time in which it, or its beginning, lay here
//! unread.

use super::stall::Stalling;
use super::{STALL, together};
use crate::clock::monotonic;
use axum::Router;
use bytes::Bytes;
use std::io::{ErrorKind, Read as _, Result};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::sync::watch;

/// What a request of a phone fits in.
const FIRST: usize = 2 * 1024;
/// More is never counted in favour of a request.
const MOST: Duration = Duration::from_secs(3);

/// A connection that has been accepted.
pub(super) struct Guest {
    pub(super) stream: std::net::TcpStream,
    pub(super) address: SocketAddr,
    pub(super) came: Instant,
}

/// How long a request lay unread before it was served.
#[derive(Clone, Copy, Debug, Default)]
pub struct Waited(pub Duration);

impl Guest {
    /// Reads what has come with them. Without waiting to be told that something is there: nearly always there is, and
    /// being told is an awakening more.
    fn come_in(mut self) -> Result<together::Newcomer<TcpStream>> {
        self.stream.set_nonblocking(true)?;
        let mut first = [0; FIRST];
        let count = match self.stream.read(&mut first) {
            Ok(count) => count,
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => 0,
            Err(e) => return Err(e),
        };
        let waited =
            if count == 0 { Duration::ZERO } else { monotonic().duration_since(self.came).min(MOST) };
        let mut io = Stalling::new(TcpStream::from_std(self.stream)?, STALL);
        io.give_back(Bytes::copy_from_slice(first.get(..count).unwrap_or_default()));
        Ok((io, self.address, Waited(waited)))
    }
}

/// Serves those who came in together.
pub(super) async fn serve(guests: Vec<Guest>, router: Router, told: watch::Receiver<()>) {
    let newcomers = guests.into_iter().filter_map(|guest| {
        // A connection that is broken already is its client's affair.
        guest.come_in().inspect_err(|e| tracing::debug!(error = %e, "a connection ended at the door")).ok()
    });
    together::serve(newcomers, router, told).await;
}
