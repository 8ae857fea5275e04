//! The show: joining, then questions whose answers come spread over three seconds, questions whose answers come all in one
//! instant, and one in the middle of which the server is killed.

use super::Live;
use super::crowd::Crowd;
use super::fanout::Fanout;
use super::host::Host;
use super::wire::{Order, Report, Setup};
use crate::clock;
use crate::http::Address;
use crate::tally::{Tally, Usage, usage};
use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long answers are spread.
const SPREAD_MS: u64 = 3_000;
/// From the last phone's question to the first answer.
const THINKING_MS: u64 = 500;
/// Pause between a host's keys.
const KEY: Duration = Duration::from_millis(300);

/// How a question is answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Spread,
    Instant,
    Crash,
}

/// The questions of a show. The room file has as many.
const PLAN: [Way; 5] = [Way::Spread, Way::Instant, Way::Spread, Way::Instant, Way::Crash];

/// What the questions of one way add up to.
#[derive(Default)]
struct Sum {
    took: Tally,
    cpu_ms: Vec<u64>,
    /// Mean and most bytes of a phone, by question.
    bytes: Vec<(u64, u64)>,
    reopened: u64,
}

struct Show {
    live: Live,
    crowd: Crowd,
    hosts: Vec<Host>,
    answering: usize,
    pid: Option<u32>,
    question: Fanout,
    reveal: Fanout,
    standings: Fanout,
    frame_bytes: usize,
    /// Answers that were acknowledged, by question.
    acknowledged: BTreeMap<u32, u64>,
    report: Map<String, Value>,
    failures: Tally,
}

/// Plays it.
pub(crate) async fn run(live: Live) -> Result<Value> {
    let address = Address::parse(&live.target).await?;
    let answering = live.answering.unwrap_or(live.phones).min(live.phones);
    let setup =
        Setup { target: live.target.clone(), pins: live.pins.clone(), from: 0, to: live.phones, answering };
    let crowd = Crowd::start(setup).await?;
    let hosts = live.pins.iter().map(|pin| Host::new(&address, pin, &live.staff_token)).collect();
    let show = Show {
        pid: live.server_pid,
        live,
        crowd,
        hosts,
        answering,
        question: Fanout::default(),
        reveal: Fanout::default(),
        standings: Fanout::default(),
        frame_bytes: 0,
        acknowledged: BTreeMap::new(),
        report: Map::new(),
        failures: Tally::default(),
    };
    show.play().await
}

impl Show {
    async fn play(mut self) -> Result<Value> {
        // Every room is awake, with its host and its projector, before anything is measured.
        for host in &mut self.hosts {
            host.kept().await?;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        let empty = usage(self.pid);
        self.join(empty).await?;
        let (mut spread, mut instant) = (Sum::default(), Sum::default());
        for (question, way) in (1..).zip(PLAN) {
            match way {
                Way::Spread => self.ask(question, way, &mut spread).await?,
                Way::Instant => self.ask(question, way, &mut instant).await?,
                Way::Crash if self.live.crash => self.ask(question, way, &mut Sum::default()).await?,
                Way::Crash => {}
            }
            if question == 2 {
                self.memory(empty)?;
            }
        }
        self.command("finish").await?;
        let kept = self.kept().await?;
        self.sum_up("spread", &spread);
        self.sum_up("instant", &instant);
        let lost: u64 =
            self.acknowledged.iter().map(|(q, n)| n.abs_diff(kept.get(q).copied().unwrap_or(0))).sum();
        let mut report = self.report;
        report.insert("phones".into(), json!(self.live.phones));
        report.insert("rooms".into(), json!(self.live.pins.len()));
        report.insert("answering".into(), json!(self.answering));
        report.insert("processes".into(), json!(self.crowd.processes()));
        report.insert("question".into(), self.question.json());
        report.insert("reveal".into(), self.reveal.json());
        report.insert("standings".into(), self.standings.json());
        report.insert("question_bytes".into(), json!(self.frame_bytes));
        report.insert("acknowledged".into(), json!(self.acknowledged));
        report.insert("kept".into(), json!(kept));
        report.insert("acknowledged_not_kept".into(), json!(lost));
        let missed = self.question.missed + self.reveal.missed + self.standings.missed;
        let failed = self.failures.json(Duration::from_secs(1));
        report.insert("failed".into(), json!(self.failures.failed() + missed));
        report.insert("failures".into(), failed["failures"].clone());
        report.insert("frames_missed".into(), json!(missed));
        Ok(Value::Object(report))
    }

    async fn join(&mut self, empty: Usage) -> Result<()> {
        let over_ms = 1_000 * self.live.phones as u64 / self.live.arriving.max(1) as u64;
        let (mut whole, mut post) = (Tally::default(), Tally::default());
        let begun = clock::now();
        for report in self.crowd.tell(&Order::Join { over_ms }).await? {
            let Report::Joined { whole: more, post: posts } = report else { bail!("not what was asked") };
            whole.merge(&more);
            post.merge(&posts);
        }
        let over = clock::now() - begun;
        let joined = usage(self.pid);
        // What joining leaves to be done (round trips stored, screens told) is part of its cost.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let cpu_ms = usage(self.pid).cpu_ms.saturating_sub(empty.cpu_ms);
        self.failures.merge(&whole);
        let mut report = whole.json(over);
        report.insert("post".into(), Value::Object(post.json(over)));
        report.insert("cpu_ms".into(), json!(cpu_ms));
        report.insert("own_kb".into(), json!(joined.own_kb));
        self.report.insert("join".into(), Value::Object(report));
        self.report.insert("empty_own_kb".into(), json!(empty.own_kb));
        tokio::time::sleep(Duration::from_secs(self.live.pause)).await;
        let quiet = usage(self.pid).own_kb;
        self.report.insert("streams_own_kb".into(), json!(quiet));
        self.report.insert("stream_kb".into(), json!(share(quiet, empty.own_kb, self.live.phones)));
        Ok(())
    }

    /// A command to every room at once; when each was sent, unix µs.
    async fn command(&mut self, command: &str) -> Result<Vec<u64>> {
        let all = self.hosts.iter_mut().map(|host| host.command(command));
        futures::future::try_join_all(all).await.with_context(|| format!("command {command}"))
    }

    /// A command, and when its event had come to every phone.
    async fn spread_word(&mut self, command: &str, event: &str) -> Result<(Vec<u64>, Vec<u64>, usize)> {
        self.crowd.tell(&Order::Watch { event: event.into() }).await?;
        let sent = self.command(command).await?;
        let (at, bytes) = self.crowd.arrived().await?;
        Ok((sent, at, bytes))
    }

    /// One question, from its announcement to the standings and the silence after them.
    async fn ask(&mut self, question: u32, way: Way, sum: &mut Sum) -> Result<()> {
        let before = usage(self.pid);
        self.crowd.bytes().await?;
        self.spread_word(if question == 1 { "start" } else { "next" }, "ready").await?;
        tokio::time::sleep(KEY).await;
        let (sent, at, bytes) = self.spread_word("open", "question").await?;
        self.question.add(&sent, &at);
        self.frame_bytes = self.frame_bytes.max(bytes);
        let over_ms = if way == Way::Instant { 0 } else { SPREAD_MS };
        let at_us = clock::unix_us() + THINKING_MS * 1_000;
        let insist = way == Way::Crash;
        self.crowd.tell(&Order::Answer { at_us, over_ms, insist }).await?;
        if way == Way::Crash {
            clock::until_us(at_us + over_ms * 1_000 / 2).await;
            self.crash().await?;
        }
        let (mut took, mut tried, mut opened) = (Tally::default(), 0, 0);
        for report in self.crowd.tell(&Order::Answered).await? {
            let Report::Answered { took: more, retries, reopened } = report else {
                bail!("not what was asked")
            };
            took.merge(&more);
            tried += retries;
            opened += reopened;
        }
        let answered = usage(self.pid).own_kb;
        self.failures.merge(&took);
        self.acknowledged.insert(question, took.took.total());
        tokio::time::sleep(KEY).await;
        self.spread_word("close", "closed").await?;
        tokio::time::sleep(KEY).await;
        let (sent, at, _) = self.spread_word("reveal", "reveal").await?;
        self.reveal.add(&sent, &at);
        tokio::time::sleep(KEY).await;
        let (sent, at, _) = self.spread_word("standings", "standings").await?;
        self.standings.add(&sent, &at);
        let (bytes, most) = self.crowd.bytes().await?;
        if way == Way::Crash {
            self.report.insert("crash_retries".into(), json!(tried));
            return Ok(());
        }
        tokio::time::sleep(Duration::from_secs(self.live.pause)).await;
        sum.took.merge(&took);
        sum.cpu_ms.push(usage(self.pid).cpu_ms.saturating_sub(before.cpu_ms));
        sum.bytes.push((bytes / self.live.phones.max(1) as u64, most));
        sum.reopened += opened;
        self.report.insert("answered_own_kb".into(), json!(answered));
        Ok(())
    }

    /// Memory while every phone that answers has its second connection open: right after all have.
    fn memory(&mut self, empty: Usage) -> Result<()> {
        let answered =
            self.report.get("answered_own_kb").and_then(Value::as_u64).context("nobody answered")?;
        self.report.insert("phone_kb".into(), json!(share(answered, empty.own_kb, self.answering)));
        Ok(())
    }

    /// Has the server killed and started again by whoever started this process.
    async fn crash(&mut self) -> Result<()> {
        let (_, before) = self.crowd.streams().await?;
        println!("crash");
        let line = tokio::task::spawn_blocking(|| {
            let mut line = String::new();
            std::io::stdin().read_line(&mut line).map(|_| line)
        });
        let line = line.await??;
        self.pid = line.trim().parse().ok();
        let ready = clock::unix_us();
        let (up, lost) = self.crowd.streams().await?;
        let back = up.iter().map(|at| at.saturating_sub(ready)).max().unwrap_or(0);
        let never = up.iter().filter(|at| **at == 0).count() as u64;
        self.report.insert("streams_lost_before_crash".into(), json!(before));
        self.report.insert("streams_lost".into(), json!(lost));
        self.report.insert("streams_not_back".into(), json!(never));
        self.report.insert("back_ms".into(), json!(back / 1_000));
        for _ in 0..never {
            self.failures.fail("a stream did not come back");
        }
        for _ in 0..before {
            self.failures.fail("a stream ended");
        }
        Ok(())
    }

    /// Answers in the books of all rooms, by question.
    async fn kept(&mut self) -> Result<BTreeMap<u32, u64>> {
        let mut all = BTreeMap::new();
        for host in &mut self.hosts {
            for (question, count) in host.kept().await? {
                *all.entry(question).or_default() += count;
            }
        }
        Ok(all)
    }

    fn sum_up(&mut self, name: &str, sum: &Sum) {
        let mut report = sum.took.json(Duration::from_secs(1));
        report.remove("per_second");
        let questions = sum.cpu_ms.len().max(1) as u64;
        report.insert("cpu_ms".into(), json!(sum.cpu_ms.iter().sum::<u64>() / questions));
        report.insert("bytes_mean".into(), json!(sum.bytes.iter().map(|b| b.0).max()));
        report.insert("bytes_most".into(), json!(sum.bytes.iter().map(|b| b.1).max()));
        report.insert("connections_opened".into(), json!(sum.reopened));
        self.report.insert(name.to_owned(), Value::Object(report));
    }
}

/// Kilobytes (1,000 bytes) of growth per phone.
#[expect(clippy::cast_precision_loss, reason = "memory of a bounded run fits a float")]
fn share(now_kib: u64, empty_kib: u64, phones: usize) -> f64 {
    let kilobytes = now_kib.saturating_sub(empty_kib) as f64 * 1.024 / phones.max(1) as f64;
    (kilobytes * 10.0).round() / 10.0
}
