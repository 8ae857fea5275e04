//! What the phones of one process share: addresses, what is being watched, the question at hand.

use super::sse::Event;
use super::wire::Setup;
use crate::clock;
use crate::http::Address;
use anyhow::Result;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::net::{IpAddr, Ipv4Addr};
use tokio::sync::Notify;

/// Stands for a phone that is not there, where the time of its event would.
pub(super) const ABSENT: u64 = u64::MAX;
/// Addresses that the second connections come from.
const SOURCES: u8 = 8;

/// A room as a phone addresses it.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) players: String,
    pub(super) probe: String,
    pub(super) events: String,
    pub(super) answers: String,
    /// Header lines of every request, without the cookie.
    pub(super) headers: String,
    card: RefCell<Card>,
}

/// The question at hand; thousands of phones get the same frame, so it is read once.
#[derive(Debug, Default)]
struct Card {
    data: Vec<u8>,
    question: u64,
    run: u64,
    options: Vec<String>,
}

#[derive(Debug, Default)]
struct Watch {
    event: String,
    at: Vec<u64>,
    left: usize,
    bytes: usize,
}

#[derive(Debug)]
pub(super) struct Club {
    pub(super) address: Address,
    pub(super) setup: Setup,
    pub(super) rooms: Vec<Room>,
    /// Read into by every stream in turn.
    pub(super) scratch: RefCell<Vec<u8>>,
    watch: RefCell<Watch>,
    /// Somebody's watched event, or stream, has come.
    pub(super) news: Notify,
    pub(super) lost: Cell<u64>,
    pub(super) up: Cell<usize>,
    pub(super) retries: Cell<u64>,
    pub(super) reopened: Cell<u64>,
}

impl Club {
    pub(super) async fn new(setup: Setup) -> Result<Self> {
        let address = Address::parse(&setup.target).await?;
        let mut rooms: Vec<Room> = setup.pins.iter().map(|pin| Room::new(&address.host, pin)).collect();
        if rooms.is_empty() {
            rooms.push(Room { events: "/".into(), ..Room::new(&address.host, "") });
        }
        Ok(Self {
            address,
            setup,
            rooms,
            scratch: RefCell::new(vec![0; 64 * 1024]),
            watch: RefCell::default(),
            news: Notify::new(),
            lost: Cell::new(0),
            up: Cell::new(0),
            retries: Cell::new(0),
            reopened: Cell::new(0),
        })
    }

    /// Whether the target is a floor, which knows streams and nothing else.
    pub(super) fn floor(&self) -> bool {
        self.setup.pins.is_empty()
    }

    /// Where a phone's second connection comes from. All of 127.0.0.0/8 is this machine.
    pub(super) fn second(&self, nth: usize) -> Option<IpAddr> {
        let here = cfg!(target_os = "linux") && self.address.socket.ip() == Ipv4Addr::LOCALHOST;
        let last = u8::try_from(nth % usize::from(SOURCES)).unwrap_or(0);
        here.then(|| Ipv4Addr::new(127, 0, 0, 2 + last).into())
    }

    /// Watches for an event on the phones that are in. One that did not get in is counted as that, once.
    pub(super) fn watch(&self, event: String, inside: impl Iterator<Item = bool>) {
        let at: Vec<u64> = inside.map(|inside| if inside { 0 } else { ABSENT }).collect();
        let left = at.iter().filter(|at| **at == 0).count();
        *self.watch.borrow_mut() = Watch { event, at, left, bytes: 0 };
    }

    /// How many have not got what is watched.
    pub(super) fn missing(&self) -> usize {
        self.watch.borrow().left
    }

    pub(super) fn arrived(&self) -> (Vec<u64>, usize) {
        let watch = self.watch.borrow();
        (watch.at.clone(), watch.bytes)
    }

    /// A phone got an event.
    pub(super) fn heard(&self, phone: usize, room: &Room, event: &Event<'_>) {
        let mut watch = self.watch.borrow_mut();
        if watch.event == event.name {
            let place = phone - self.setup.from;
            if watch.at.get(place) == Some(&0) {
                watch.at[place] = clock::unix_us();
                watch.left -= 1;
                watch.bytes = event.whole.len();
                if watch.left == 0 {
                    self.news.notify_one();
                }
            }
        }
        if event.name == "question" {
            room.learn(event.data);
        }
    }
}

impl Room {
    fn new(host: &str, pin: &str) -> Self {
        let base = format!("/api/v1/live/{pin}");
        let headers = format!(
            "user-agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 \
             Mobile Safari/537.36\r\naccept: */*\r\naccept-language: vi-VN,vi;q=0.9\r\naccept-encoding: gzip, deflate\r\n\
             origin: http://{host}\r\nreferer: http://{host}/live/{pin}\r\n"
        );
        Self {
            players: format!("{base}/players"),
            probe: format!("{base}/probe"),
            events: format!("{base}/events"),
            answers: format!("{base}/answers"),
            headers,
            card: RefCell::default(),
        }
    }

    fn learn(&self, data: &[u8]) {
        let mut card = self.card.borrow_mut();
        if card.data == data {
            return;
        }
        let read: Value = serde_json::from_slice(data).unwrap_or_default();
        let read = &read["card"];
        let id = |option: &Value| option["id"].as_str().map(str::to_owned);
        *card = Card {
            data: data.to_vec(),
            question: read["question"].as_u64().unwrap_or(0),
            run: read["run"].as_u64().unwrap_or(1),
            options: read["options"].as_array().into_iter().flatten().filter_map(id).collect(),
        };
    }

    /// A phone's answer to the question at hand, as the body of its request.
    pub(super) fn answer(&self, phone: usize) -> Option<String> {
        let card = self.card.borrow();
        let mixed = phone.wrapping_mul(2_654_435_761) / 7 + usize::try_from(card.question).unwrap_or(0);
        let option = card.options.get(mixed % card.options.len().max(1))?;
        Some(format!(
            "{{\"question\":{},\"run\":{},\"choice\":{{\"option\":\"{option}\"}},\"seen_at\":{}}}",
            card.question,
            card.run,
            clock::unix_ms()
        ))
    }
}
