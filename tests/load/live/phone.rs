//! One phone, as its browser would be: a stream that comes back by itself, and a second connection for what it sends.
//!
//! Invariant: nothing is tried again that a browser or the page in it would not: a kept connection that the server has
//! closed is opened anew, a stream that ended comes back after the pause the server asked for; every other failure is
//! counted.

use super::club::{Club, Room};
use super::sse::Reader;
use crate::clock;
use crate::http::{Connection, connect};
use crate::person::expect;
use crate::tally::Tally;
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use std::cell::{Cell, RefCell};
use std::io::ErrorKind;
use std::rc::Rc;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Notify;

/// Longest wait for one reply.
const PATIENCE: Duration = Duration::from_secs(30);
/// Probes at joining, at most: the server says when it has enough.
const PROBES: usize = 12;
/// Localities that the phones come from.
const PLACES: [&str; 12] = [
    "21583", "21589", "21592", "21601", "21607", "21553", "21609", "21616", "21622", "21628", "21637",
    "21640",
];

#[derive(Debug)]
pub(super) struct Phone {
    pub(super) nth: usize,
    room: usize,
    cookie: RefCell<String>,
    second: RefCell<Option<Connection>>,
    received: Cell<u64>,
    /// Since when the stream is open, unix µs; 0 for not.
    pub(super) up: Cell<u64>,
    seen: Cell<Option<u64>>,
    retry_ms: Cell<u64>,
    first: Notify,
}

#[derive(Deserialize)]
struct Joined {
    token: String,
}

#[derive(Deserialize)]
struct Probed {
    n: u32,
    more: bool,
}

impl Phone {
    pub(super) fn new(club: &Club, nth: usize) -> Self {
        Self {
            nth,
            room: nth % club.rooms.len(),
            cookie: RefCell::default(),
            second: RefCell::default(),
            received: Cell::new(0),
            up: Cell::new(0),
            seen: Cell::new(None),
            retry_ms: Cell::new(1_500),
            first: Notify::new(),
        }
    }

    fn room<'c>(&self, club: &'c Club) -> &'c Room {
        &club.rooms[self.room]
    }

    /// Whether the phone ever got in.
    pub(super) fn is_in(&self) -> bool {
        self.seen.get().is_some()
    }

    /// Bytes that came since this was asked last.
    pub(super) fn take_bytes(&self) -> u64 {
        self.received.replace(0)
    }

    /// Lets go of a second connection that the server has closed, as a browser does at once.
    pub(super) fn tidy(&self) {
        let mut second = self.second.borrow_mut();
        if second.as_ref().is_some_and(Connection::is_closed) {
            *second = None;
        }
    }

    /// Comes in: a seat, the stream with its first frame, the chain of probes. `post` takes the first request's time.
    pub(super) async fn join(self: Rc<Self>, club: Rc<Club>, post: &mut Tally) -> Result<()> {
        if !club.floor() {
            let asked = clock::now();
            let place = PLACES[self.nth / club.rooms.len() % PLACES.len()];
            let body = format!("{{\"nickname\":\"Máy {}\",\"locality\":\"post-2025-07:{place}\"}}", self.nth);
            let path = &self.room(&club).players;
            let joined: Joined = serde_json::from_slice(&self.post(&club, path, &body, 201).await?)?;
            post.took.record(clock::now() - asked);
            *self.cookie.borrow_mut() = format!("cookie: nhs_live={}\r\n", joined.token);
        }
        tokio::task::spawn_local(Rc::clone(&self).listen(Rc::clone(&club)));
        tokio::time::timeout(PATIENCE, self.first.notified()).await.context("no first frame in 30 s")?;
        if club.floor() {
            return Ok(());
        }
        let mut n = 0;
        for _ in 0..PROBES {
            let path = &self.room(&club).probe;
            let reply = self.post(&club, path, &format!("{{\"n\":{n}}}"), 200).await?;
            let probed: Probed = serde_json::from_slice(&reply)?;
            if !probed.more {
                return Ok(());
            }
            n = probed.n;
        }
        bail!("the probes do not end")
    }

    /// Answers the question at hand. With `insist` until the answer is taken.
    pub(super) async fn answer(&self, club: &Club, insist: bool) -> Result<()> {
        let room = self.room(club);
        let body = room.answer(self.nth).context("no question to answer")?;
        let until = clock::now() + PATIENCE;
        loop {
            let error = match self.post(club, &room.answers, &body, 200).await {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            if !insist || clock::now() >= until {
                return Err(error);
            }
            club.retries.set(club.retries.get() + 1);
            // As the page does: again soon, and not all together.
            tokio::time::sleep(Duration::from_millis(300 + (self.nth as u64 * 7_919) % 700)).await;
        }
    }

    /// One request on the second connection, which is opened when it is not there.
    async fn post(&self, club: &Club, path: &str, body: &str, status: u16) -> Result<Vec<u8>> {
        let headers =
            format!("{}{}content-type: application/json\r\n", self.room(club).headers, self.cookie.borrow());
        let kept = self.second.borrow_mut().take();
        let mut kept = kept.filter(|connection| !connection.is_closed());
        loop {
            let reused = kept.is_some();
            let mut connection = match kept.take() {
                Some(connection) => connection,
                None => {
                    club.reopened.set(club.reopened.get() + 1);
                    let opened = Connection::open_from(&club.address, club.second(self.nth));
                    tokio::time::timeout(PATIENCE, opened).await.context("no connection in 30 s")??
                }
            };
            let asked = connection.ask("POST", path, &headers, body.as_bytes());
            let replied = tokio::time::timeout(PATIENCE, asked).await.context("no reply in 30 s")?;
            let replied = replied.map(|reply| {
                self.count(reply.wire);
                let last = reply.header("connection") == Some("close");
                (last, expect(&reply, status, path).map(|()| reply.body.to_vec()))
            });
            match replied {
                Ok((last, body)) => {
                    *self.second.borrow_mut() = Some(connection).filter(|_| !last);
                    return body;
                }
                Err(_) if reused && connection.nothing_came() => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn count(&self, bytes: usize) {
        self.received.set(self.received.get() + bytes as u64);
    }

    /// Listens for ever.
    async fn listen(self: Rc<Self>, club: Rc<Club>) {
        loop {
            let ended = self.stream(&club).await;
            if self.up.replace(0) > 0 {
                club.up.set(club.up.get() - 1);
                club.lost.set(club.lost.get() + 1);
            }
            if let Err(error) = ended
                && self.seen.get().is_none()
            {
                // Never got in: whoever waits for the first frame says so.
                eprintln!("phone {}: {error:#}", self.nth);
                return;
            }
            tokio::time::sleep(Duration::from_millis(self.retry_ms.get())).await;
        }
    }

    async fn stream(&self, club: &Club) -> Result<()> {
        let stream = connect(&club.address, None).await?;
        let room = self.room(club);
        let last = self.seen.get().filter(|seen| *seen > 0);
        let last = last.map(|id| format!("last-event-id: {id}\r\n")).unwrap_or_default();
        let head = format!(
            "GET {} HTTP/1.1\r\nhost: {}\r\n{}{}{last}cache-control: no-cache\r\n\r\n",
            room.events,
            club.address.host,
            room.headers,
            self.cookie.borrow()
        );
        let mut stream = stream;
        stream.write_all(head.as_bytes()).await?;
        let mut reader = Reader::default();
        loop {
            stream.readable().await?;
            let mut scratch = club.scratch.borrow_mut();
            let count = match stream.try_read(&mut scratch) {
                Ok(0) => bail!("stream: closed"),
                Ok(count) => count,
                Err(e) if e.kind() == ErrorKind::WouldBlock => continue,
                Err(e) => return Err(e.into()),
            };
            self.count(count);
            reader.feed(&scratch[..count], |event| {
                if let Some(retry) = event.retry {
                    self.retry_ms.set(retry);
                }
                if let Some(id) = event.id {
                    self.seen.set(Some(id));
                }
                if event.name == "snapshot" {
                    // Before the show the log is empty: its number is 0.
                    self.seen.set(self.seen.get().or(Some(0)));
                    self.first.notify_one();
                }
                club.heard(self.nth, room, &event);
            })?;
            if self.up.get() == 0 && reader.is_open() {
                self.up.set(clock::unix_us());
                club.up.set(club.up.get() + 1);
                club.news.notify_one();
            }
        }
    }
}
