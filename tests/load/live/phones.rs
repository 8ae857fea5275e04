//! A process full of phones: does what it is told, one order after another, on one thread.

use super::club::Club;
use super::phone::Phone;
use super::wire::{Order, Report, Setup};
use crate::clock;
use crate::tally::Tally;
use anyhow::{Context as _, Result};
use std::future::Future;
use std::io::BufRead as _;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Longest wait for what everybody should have.
const PATIENCE: Duration = Duration::from_secs(30);

/// Obeys until standard input ends.
pub(crate) async fn obey() -> Result<()> {
    let mut lines = lines();
    let setup: Setup = serde_json::from_str(&lines.recv().await.context("no setup")?)?;
    let club = Rc::new(Club::new(setup).await?);
    let phones = (club.setup.from..club.setup.to).map(|nth| Rc::new(Phone::new(&club, nth)));
    let mut crowd = Crowd { phones: phones.collect(), club, answers: Vec::new() };
    let mut every = tokio::time::interval(Duration::from_millis(500));
    loop {
        let line = tokio::select! {
            line = lines.recv() => line,
            _ = every.tick() => {
                crowd.phones.iter().for_each(|phone| phone.tidy());
                continue;
            }
        };
        let Some(line) = line else { return Ok(()) };
        let report = crowd.carry_out(serde_json::from_str(&line)?).await?;
        println!("{}", serde_json::to_string(&report)?);
    }
}

/// Lines of standard input, read by a thread of their own.
fn lines() -> mpsc::UnboundedReceiver<String> {
    let (send, lines) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            if send.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

struct Crowd {
    club: Rc<Club>,
    phones: Vec<Rc<Phone>>,
    answers: Vec<JoinHandle<Tally>>,
}

impl Crowd {
    async fn carry_out(&mut self, order: Order) -> Result<Report> {
        Ok(match order {
            Order::Join { over_ms } => self.join(over_ms).await?,
            Order::Watch { event } => {
                self.club.watch(event, self.phones.iter().map(|phone| phone.is_in()));
                Report::Done
            }
            Order::Arrived => {
                self.wait(|club| club.missing() == 0).await;
                let (at, bytes) = self.club.arrived();
                Report::Arrived { at, bytes }
            }
            Order::Answer { at_us, over_ms, insist } => {
                self.answer(at_us, over_ms, insist);
                Report::Done
            }
            Order::Answered => {
                let mut took = Tally::default();
                for answer in self.answers.drain(..) {
                    took.merge(&answer.await?);
                }
                let (retries, reopened) = (self.club.retries.replace(0), self.club.reopened.replace(0));
                Report::Answered { took, retries, reopened }
            }
            Order::Bytes => {
                let each = self.phones.iter().map(|phone| phone.take_bytes());
                let (sum, most) = each.fold((0, 0), |(sum, most), bytes| (sum + bytes, bytes.max(most)));
                Report::Bytes { sum, most }
            }
            Order::Streams => {
                let inside = self.phones.iter().filter(|phone| phone.is_in());
                let all = inside.clone().count();
                self.wait(|club| club.up.get() == all).await;
                let up = inside.map(|phone| phone.up.get()).collect();
                Report::Streams { up, lost: self.club.lost.get() }
            }
        })
    }

    /// Waits until something is so; what then is not is seen in the report.
    async fn wait(&self, so: impl Fn(&Club) -> bool) {
        let all = async {
            while !so(&self.club) {
                self.club.news.notified().await;
            }
        };
        // Who is missing is a figure of the report.
        let _ = tokio::time::timeout(PATIENCE, all).await;
    }

    async fn join(&mut self, over_ms: u64) -> Result<Report> {
        let begin = clock::now() + Duration::from_millis(50);
        let (mut whole, mut posts) = (Tally::default(), Tally::default());
        let mut tasks = Vec::with_capacity(self.phones.len());
        for (place, phone) in self.phones.iter().enumerate() {
            let due = begin + Duration::from_micros(over_ms * 1000 * place as u64 / self.phones.len() as u64);
            let (phone, club) = (Rc::clone(phone), Rc::clone(&self.club));
            tasks.push(tokio::task::spawn_local(async move {
                clock::until(due).await;
                let (mut whole, mut post) = (Tally::default(), Tally::default());
                note(&mut whole, due, phone.join(club, &mut post)).await;
                (whole, post)
            }));
        }
        for task in tasks {
            let (one, post) = task.await?;
            whole.merge(&one);
            posts.merge(&post);
        }
        Ok(Report::Joined { whole, post: posts })
    }

    fn answer(&mut self, at_us: u64, over_ms: u64, insist: bool) {
        self.club.reopened.set(0);
        let begin = clock::now() + Duration::from_micros(at_us.saturating_sub(clock::unix_us()));
        let answers = |phone: &&Rc<Phone>| phone.is_in() && phone.nth < self.club.setup.answering;
        let answering = self.phones.iter().filter(answers);
        for phone in answering {
            // Neighbours do not answer one after the other.
            let mixed = (phone.nth as u64).wrapping_mul(2_654_435_761) % 1_000_003;
            let due = begin + Duration::from_micros(over_ms * mixed / 1_000);
            let (phone, club) = (Rc::clone(phone), Rc::clone(&self.club));
            self.answers.push(tokio::task::spawn_local(async move {
                clock::until(due).await;
                let mut took = Tally::default();
                note(&mut took, due, phone.answer(&club, insist)).await;
                took
            }));
        }
    }
}

/// Counts how something ended, its time from when it was due.
async fn note(tally: &mut Tally, due: std::time::Instant, work: impl Future<Output = Result<()>>) {
    match work.await {
        Ok(()) => tally.took.record(clock::now() - due),
        Err(error) => tally.fail(format!("{error:#}")),
    }
}
