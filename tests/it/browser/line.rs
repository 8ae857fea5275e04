//! The way between one browser and the server, as a bad hall has it: it is cut, or dies without a word, and comes back,
//! perhaps slower. Chromium's own emulation of a lost network goes on reading a stream that stands; here no byte comes through.
//!
//! Invariants: a cut line ends every connection, and each new one at once. A dead line never ends one: what was opened before
//! it came back, or while it was dead, stays open and brings nothing any more; only what is opened afterwards goes through.

use anyhow::Result;
use std::future::pending;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// How the line is now.
#[derive(Debug, Default)]
struct Way {
    dead: bool,
    /// How often it has come back.
    era: u32,
    /// What each piece takes in each direction.
    delay: Duration,
    /// First lines of all requests that a browser has sent, also of those that went nowhere.
    asked: Vec<String>,
}

/// A line to a server.
pub(super) struct Line {
    address: SocketAddr,
    way: Arc<Mutex<Way>>,
    cut: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Line {
    /// One that works, at the server's own address.
    pub(super) async fn to(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((server.ip(), 0)).await?;
        let address = listener.local_addr()?;
        let way = Arc::<Mutex<Way>>::default();
        let (cut, seen) = watch::channel(false);
        let task = tokio::spawn(serve(listener, server, Arc::clone(&way), seen));
        Ok(Self { address, way, cut, task })
    }

    /// Where a browser finds it.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on nothing goes through, and nobody is told.
    pub(super) fn die(&self) {
        with(&self.way, |way| way.dead = true);
    }

    /// From now on every connection ends at once.
    pub(super) fn cut(&self) {
        self.cut.send_replace(true);
    }

    /// New connections go through again, each piece so much later.
    pub(super) fn mend(&self, delay: Duration) {
        with(&self.way, |way| {
            *way = Way { dead: false, era: way.era + 1, delay, asked: std::mem::take(&mut way.asked) }
        });
        self.cut.send_replace(false);
    }

    /// How many requests for such a path a browser has sent, whether they went through or not.
    pub(super) fn asked(&self, path: &str) -> usize {
        with(&self.way, |way| way.asked.iter().filter(|line| line.contains(path)).count())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn with<T>(way: &Mutex<Way>, look: impl FnOnce(&mut Way) -> T) -> T {
    look(&mut way.lock().unwrap_or_else(PoisonError::into_inner))
}

async fn serve(listener: TcpListener, server: SocketAddr, way: Arc<Mutex<Way>>, cut: watch::Receiver<bool>) {
    let mut open = JoinSet::new();
    while let Ok((browser, _)) = listener.accept().await {
        let (way, mut cut) = (Arc::clone(&way), cut.clone());
        open.spawn(async move {
            tokio::select! {
                biased;
                _ = cut.wait_for(|cut| *cut) => {}
                () = join(browser, server, way) => {}
            }
        });
        while open.try_join_next().is_some() {}
    }
}

/// One connection, until either side ends it.
async fn join(browser: TcpStream, server: SocketAddr, way: Arc<Mutex<Way>>) {
    let Ok(server) = TcpStream::connect(server).await else { return };
    // Small pieces travel at once, as between the browser and the server themselves.
    if browser.set_nodelay(true).and(server.set_nodelay(true)).is_err() {
        return;
    }
    let born = with(&way, |way| if way.dead { None } else { Some(way.era) });
    let (from_browser, to_browser) = browser.into_split();
    let (from_server, to_server) = server.into_split();
    let up = carry(from_browser, to_server, &way, born, true);
    let down = carry(from_server, to_browser, &way, born, false);
    tokio::select! {
        () = up => {}
        () = down => {}
    }
}

/// Carries what one side says to the other; `born` is the line's era in which it was opened, none on a dead line.
async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    way: &Mutex<Way>,
    born: Option<u32>,
    up: bool,
) {
    let mut piece = vec![0; 64 * 1024];
    loop {
        let said = from.read(&mut piece).await.map_or(&[][..], |n| &piece[..n]);
        let through = with(way, |way| {
            if up && let Some(line) = request(said) {
                way.asked.push(line);
            }
            (!way.dead && born == Some(way.era)).then_some(way.delay)
        });
        match through {
            // Whoever ends a connection over a dead line ends it for himself.
            None if said.is_empty() && up => return,
            None if said.is_empty() => pending().await,
            None => {}
            Some(_) if said.is_empty() => return,
            Some(delay) => {
                tokio::time::sleep(delay).await;
                if to.write_all(said).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// The first line of a request, if one begins here: browsers send the next one only after the reply.
fn request(said: &[u8]) -> Option<String> {
    let line = said.split(|byte| *byte == b'\r').next()?;
    (line.starts_with(b"GET /") || line.starts_with(b"POST /"))
        .then(|| String::from_utf8_lossy(line).into_owned())
}
