//! Where connections come in: a thread of its own, so that those who are in do not keep others waiting at the door.
//!
//! The system keeps a queue of those who have knocked; of whom it has no room for it says nothing, and their phones try
//! again a second later. Ten thousand knock in one instant when a question opens. Invariants: the whole queue is taken in
//! before anything else; everybody's time of coming is known; without descriptors a caller is told to come back, not left
//! waiting.

use super::guest::Guest;
use crate::clock::monotonic;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::fs::File;
use std::io::{ErrorKind, Result, Write as _};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// In a crowd guests are let in together this often. Alone, each costs four awakenings of threads that had just gone to
/// sleep, and finds every cache cold: twice the work. Somewhat longer than the pace at which a show's answers are committed.
const TOGETHER: Duration = Duration::from_millis(36);
/// So many in that time are a crowd; a browser opens six connections at most.
const CROWD: usize = 8;
/// So many who wait do not wait for others.
const FULL_HOUSE: usize = 64;
/// How often who has come is looked at while they are let in together: how precisely their time of coming is known.
const LOOK: Duration = Duration::from_millis(18);
/// So many are served on one task; of more, other threads may take over some.
const ONE_HAND: usize = 16;
/// Pause after a refusal of the system that goes away by itself.
const BREATH: Duration = Duration::from_millis(20);
/// How long somebody who is told to come back may take to hear it.
const HURRY: Duration = Duration::from_millis(100);
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 3\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// An open door.
pub(super) struct Door {
    /// Hung up, it wakes the thread.
    stop: UnixStream,
    closed: oneshot::Receiver<()>,
}

impl Door {
    /// Takes nobody in any more.
    pub(super) async fn close(self) {
        drop(self.stop);
        // An end without a word is an end as well.
        let _ = self.closed.await;
    }
}

/// Opens it. `serve` is called for those who come in together, in the context of the runtime this is called in.
///
/// # Errors
/// The system gives no thread, or nothing to wake it with.
pub(super) fn open(listener: TcpListener, serve: impl Fn(Vec<Guest>) + Send + 'static) -> Result<Door> {
    let listener = listener.into_std()?;
    let (stop, stopped) = UnixStream::pair()?;
    let (end, closed) = oneshot::channel();
    let spare = File::open("/dev/null").ok();
    let mut keeper =
        Keeper { listener, stopped, inside: Handle::current(), serve, spare, waiting: Vec::new() };
    std::thread::Builder::new().name("door".into()).spawn(move || {
        keeper.keep();
        drop(keeper);
        // Nobody may be waiting for the end.
        let _ = end.send(());
    })?;
    Ok(Door { stop, closed })
}

struct Keeper<S> {
    listener: std::net::TcpListener,
    stopped: UnixStream,
    inside: Handle,
    serve: S,
    /// Given up to take in, and refuse politely, when no other descriptor is left.
    spare: Option<File>,
    /// Who has come and is not let in yet.
    waiting: Vec<Guest>,
}

impl<S: Fn(Vec<Guest>)> Keeper<S> {
    /// Waits for somebody; `false` when it is time to close.
    fn wait(&self, patience: Option<&Timespec>) -> bool {
        let mut either =
            [PollFd::new(&self.stopped, PollFlags::IN), PollFd::new(&self.listener, PollFlags::IN)];
        match poll(&mut either, patience) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(e) => {
                tracing::warn!(error = %e, "whether somebody waits could not be learnt");
                std::thread::sleep(BREATH);
            }
        }
        either[0].revents().is_empty()
    }

    fn keep(&mut self) {
        let (mut since, mut came) = (monotonic(), 0);
        while self.wait(None) {
            let now = monotonic();
            if now.duration_since(since) > TOGETHER {
                (since, came) = (now, 0);
            }
            came += self.take_all(now);
            self.let_in();
            if came >= CROWD {
                self.crowd();
                came = 0;
            }
        }
    }

    /// Lets people in together as long as there is a crowd.
    fn crowd(&mut self) {
        const NOT_AT_ALL: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };
        loop {
            let begun = monotonic();
            let mut came = 0;
            loop {
                // Asleep, not listening: those who come meanwhile wake nobody.
                std::thread::sleep(LOOK);
                let now = monotonic();
                came += self.take_all(now);
                if now.duration_since(begun) >= TOGETHER || self.waiting.len() >= FULL_HOUSE {
                    break;
                }
            }
            self.let_in();
            if came < CROWD / 2 || !self.wait(Some(&NOT_AT_ALL)) {
                return;
            }
        }
    }

    /// Takes in everybody who has knocked; says how many.
    fn take_all(&mut self, now: Instant) -> usize {
        let before = self.waiting.len();
        loop {
            match self.listener.accept() {
                Ok((stream, address)) => self.waiting.push(Guest { stream, address, came: now }),
                Err(e) if e.kind() == ErrorKind::WouldBlock => break,
                // Said also when nobody is there.
                Err(e) if out_of_descriptors(&e) => {
                    if !self.refuse() {
                        break;
                    }
                }
                // The other side went away before it was looked at.
                Err(e)
                    if matches!(
                        e.kind(),
                        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted
                    ) => {}
                Err(e) => {
                    tracing::warn!(error = %e, "a connection could not be accepted");
                    std::thread::sleep(BREATH);
                    break;
                }
            }
        }
        self.waiting.len() - before
    }

    fn let_in(&mut self) {
        let _inside = self.inside.enter();
        let mut waiting = std::mem::take(&mut self.waiting).into_iter();
        loop {
            let some: Vec<Guest> = waiting.by_ref().take(ONE_HAND).collect();
            if some.is_empty() {
                return;
            }
            (self.serve)(some);
        }
    }

    /// Tells one caller to come back; `false` when there is none.
    fn refuse(&mut self) -> bool {
        drop(self.spare.take());
        let refused = match self.listener.accept() {
            Ok((mut stream, _)) => {
                metrics::counter!("connections_refused_total").increment(1);
                let told = stream
                    .set_write_timeout(Some(HURRY))
                    .and_then(|()| stream.write_all(FULL))
                    .and_then(|()| stream.shutdown(Shutdown::Write));
                // The caller may be gone already.
                drop(told);
                true
            }
            Err(e) => {
                if e.kind() != ErrorKind::WouldBlock {
                    std::thread::sleep(BREATH);
                }
                false
            }
        };
        self.spare = File::open("/dev/null").ok();
        refused
    }
}

fn out_of_descriptors(e: &std::io::Error) -> bool {
    // EMFILE and ENFILE: this process, or the whole system.
    matches!(e.raw_os_error(), Some(24 | 23))
}
