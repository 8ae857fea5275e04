//! Whole attempts per second: start, every answer saved, submit, result page; and the server's CPU for each.

use crate::http::{Address, Connection};
use crate::person::{self, Person};
use crate::tally::{Tally, usage};
use crate::{Target, clock};
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(crate) async fn run(target: &Target, connections: usize, people: usize, seconds: u64) -> Result<Value> {
    let address = Address::parse(&target.target).await?;
    let mut people = person::register_many(&address, people.max(connections)).await?;
    let share = people.len() / connections.max(1);
    let mut ready = Vec::new();
    for _ in 0..connections {
        let mine = people.split_off(people.len() - share);
        ready.push((Connection::open(&address).await?, mine));
    }
    let from = clock::now();
    let to = from + Duration::from_secs(seconds);
    let before = usage(target.server_pid);
    let tasks: Vec<_> = ready
        .into_iter()
        .map(|(connection, mine)| {
            tokio::task::spawn_local(take_turns(connection, mine, target.contest.clone(), to))
        })
        .collect();
    let mut all = Tally::default();
    for task in tasks {
        all.merge(&task.await?);
    }
    // All attempts begun are finished, so both the count and the CPU are read at the same moment.
    let over = clock::now() - from;
    let after = usage(target.server_pid);
    let mut report = all.json(over);
    let cpu_ms = after.cpu_ms.saturating_sub(before.cpu_ms);
    report.insert("connections".into(), json!(connections));
    report.insert("server_cpu_ms".into(), json!(cpu_ms));
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a bounded run fit a float")]
    let each = cpu_ms as f64 / all.took.total().max(1) as f64;
    report.insert("server_cpu_ms_each".into(), json!((each * 1000.0).round() / 1000.0));
    report.insert("server_rss_kb".into(), json!(after.rss_kb));
    Ok(Value::Object(report))
}

async fn take_turns(mut connection: Connection, people: Vec<Person>, contest: String, to: Instant) -> Tally {
    let mut tally = Tally::default();
    for person in people.iter().cycle() {
        let begun = clock::now();
        if begun >= to {
            break;
        }
        match whole(&mut connection, person, &contest).await {
            Ok(()) => tally.took.record(clock::now() - begun),
            Err(error) => {
                tally.fail(format!("{error:#}"));
                if tally.failed() >= 100 {
                    break;
                }
            }
        }
    }
    tally
}

async fn whole(connection: &mut Connection, person: &Person, contest: &str) -> Result<()> {
    let mut attempt = person::start(connection, person, contest).await?;
    for at in 0..attempt.len() {
        let status = attempt.save(connection, person, at).await?;
        ensure!(status == 200, "save: {status}");
    }
    let status = attempt.submit(connection, person).await?;
    ensure!(status == 200, "submit: {status}");
    let path = format!("/attempts/{}/result", attempt.id);
    let status = connection.ask("GET", &path, &person.page, b"").await?.status;
    ensure!(status == 200, "result page: {status}");
    Ok(())
}
