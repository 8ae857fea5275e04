//! How long something takes to reach everybody; and the floor of it, which does nothing else.

use super::club::ABSENT;
use super::crowd::Crowd;
use super::wire::{Order, Setup};
use crate::clock;
use crate::histogram::Histogram;
use crate::http::{Address, Connection};
use crate::person::expect;
use anyhow::Result;
use serde_json::{Value, json};
use std::time::Duration;

/// Frames that the floor sends.
const FRAMES: usize = 12;
/// Pause between two of them.
const PAUSE: Duration = Duration::from_millis(500);

/// Times from a command to the phones, over several commands.
#[derive(Debug, Default)]
pub(super) struct Fanout {
    each: Histogram,
    firsts: Vec<u64>,
    lasts: Vec<u64>,
    /// Phones that never got it.
    pub(super) missed: u64,
}

impl Fanout {
    /// Adds one round: when the command was sent to each room, when each phone had what it made (0: never).
    pub(super) fn add(&mut self, sent: &[u64], at: &[u64]) {
        let (mut first, mut last) = (u64::MAX, 0);
        for (phone, at) in at.iter().enumerate().filter(|(_, at)| **at != ABSENT) {
            if *at == 0 {
                self.missed += 1;
                continue;
            }
            let took = at.saturating_sub(sent[phone % sent.len()]);
            self.each.record(Duration::from_micros(took));
            (first, last) = (first.min(took), last.max(took));
        }
        self.firsts.push(first);
        self.lasts.push(last);
    }

    /// `{p50_ms, p99_ms, max_ms, first_ms, last_ms, missed}`; first and last are the middle ones of all rounds.
    pub(super) fn json(&self) -> Value {
        let mut all = self.each.json();
        all["first_ms"] = json!(middle_ms(&self.firsts));
        all["last_ms"] = json!(middle_ms(&self.lasts));
        all["missed"] = json!(self.missed);
        all
    }
}

#[expect(clippy::cast_precision_loss, reason = "latencies of a bounded run fit a float many times over")]
fn middle_ms(all: &[u64]) -> f64 {
    let mut all = all.to_vec();
    all.sort_unstable();
    all.get(all.len() / 2).map_or(0.0, |us| *us as f64 / 1000.0)
}

/// Sends frames of a floor to as many streams as a show has phones.
pub(crate) async fn floor(target: &str, phones: usize, arriving: usize) -> Result<Value> {
    let address = Address::parse(target).await?;
    let setup = Setup { target: target.to_owned(), to: phones, ..Setup::default() };
    let mut crowd = Crowd::start(setup).await?;
    let over_ms = 1_000 * phones as u64 / arriving.max(1) as u64;
    crowd.tell(&Order::Join { over_ms }).await?;
    let mut fanout = Fanout::default();
    for _ in 0..FRAMES {
        tokio::time::sleep(PAUSE).await;
        crowd.tell(&Order::Watch { event: "question".into() }).await?;
        let mut connection = Connection::open(&address).await?;
        let sent = clock::unix_us();
        expect(&connection.ask("POST", "/", "", b"").await?, 200, "POST /")?;
        fanout.add(&[sent], &crowd.arrived().await?.0);
    }
    let mut report = fanout.json();
    report["failed"] = json!(fanout.missed);
    report["failures"] = json!({ "never got a frame": fanout.missed });
    report["phones"] = json!(phones);
    report["processes"] = json!(crowd.processes());
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::Fanout;

    #[test]
    fn each_phone_is_timed_from_its_own_rooms_command() {
        let mut fanout = Fanout::default();
        fanout.add(&[1_000, 5_000], &[2_000, 7_000, 4_000, 0]);
        fanout.add(&[1_000, 5_000], &[1_500, 5_500, 1_500, super::ABSENT]);
        let all = fanout.json();
        assert_eq!(all["missed"], 1);
        assert_eq!(all["max_ms"], 3.0);
        assert_eq!(all["first_ms"], 1.0, "the later of two middle ones");
        assert_eq!(all["last_ms"], 3.0);
    }
}
