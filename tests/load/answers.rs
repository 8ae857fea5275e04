//! Durable answer saves per second: registered participants in real attempts, or the floor's POST.
//!
//! Nobody taps hundreds of times a second, and the server's limit per person says so: at few connections each carries
//! several people in turn, as a school behind one proxy does.

use crate::http::{Address, Connection};
use crate::person::{self, Attempt, Person};
use crate::tally::{Tally, usage};
use crate::{Target, clock};
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Not measured: connections open, caches fill.
const WARM_UP: Duration = Duration::from_secs(1);

/// One connection's work.
enum Work {
    Floor { nth: usize, seq: u64 },
    Real { sitting: Vec<(Person, Attempt)>, turn: usize },
}

/// People on all connections together, at least.
const PEOPLE: usize = 1_024;

pub(crate) async fn run(target: &Target, connections: usize, seconds: u64, floor: bool) -> Result<Value> {
    let address = Address::parse(&target.target).await?;
    let each = PEOPLE.div_ceil(connections.max(1)).max(1);
    let people = if floor { Vec::new() } else { person::register_many(&address, connections * each).await? };
    let mut ready = Vec::new();
    for nth in 0..connections {
        let mut connection = Connection::open(&address).await?;
        let work = if floor {
            Work::Floor { nth, seq: 0 }
        } else {
            let mut sitting = Vec::with_capacity(each);
            for person in people.iter().skip(nth * each).take(each) {
                let attempt = person::start(&mut connection, person, &target.contest).await?;
                ensure!(attempt.len() > 0, "the attempt has no questions");
                sitting.push((person.clone(), attempt));
            }
            Work::Real { sitting, turn: 0 }
        };
        ready.push(work);
        drop(connection);
    }
    // Anew: the first ones have stood idle while the last ones sat down, and a server closes what is idle.
    let mut open = Vec::with_capacity(connections);
    for _ in 0..connections {
        open.push(Connection::open(&address).await?);
    }
    let from = clock::now() + WARM_UP;
    let to = from + Duration::from_secs(seconds);
    let tasks: Vec<_> = open
        .into_iter()
        .zip(ready)
        .map(|(connection, work)| tokio::task::spawn_local(save_until(connection, work, from, to)))
        .collect();
    clock::until(from).await;
    let before = usage(target.server_pid);
    let mut all = Tally::default();
    clock::until(to).await;
    let after = usage(target.server_pid);
    for task in tasks {
        all.merge(&task.await?);
    }
    let mut report = all.json(to - from);
    report.insert("connections".into(), json!(connections));
    report.insert("server_cpu_ms".into(), json!(after.cpu_ms.saturating_sub(before.cpu_ms)));
    report.insert("server_rss_kb".into(), json!(after.rss_kb));
    Ok(Value::Object(report))
}

async fn save_until(mut connection: Connection, mut work: Work, from: Instant, to: Instant) -> Tally {
    let mut tally = Tally::default();
    loop {
        let begun = clock::now();
        if begun >= to {
            return tally;
        }
        let status = match &mut work {
            Work::Floor { nth, seq } => {
                *seq += 1;
                // The same bytes as a real save; the number of the connection and place stands where the time would.
                let key = 1_700_000_000_000 + (*nth as u64) * 10 + *seq % 10;
                let body = format!("{{\"seq\":{seq},\"occurred_at\":{key},\"choice\":{{\"option\":\"a\"}}}}");
                let asked =
                    connection.ask("POST", "/", "content-type: application/json\r\n", body.as_bytes());
                asked.await.map(|reply| reply.status)
            }
            Work::Real { sitting, turn } => {
                *turn += 1;
                let (at, people) = (*turn, sitting.len());
                let (person, attempt) = &mut sitting[at % people];
                let place = at / people % attempt.len();
                attempt.save(&mut connection, person, place).await
            }
        };
        let ended = clock::now();
        let measured = begun >= from && ended <= to;
        match status {
            Ok(200) if measured => tally.took.record(ended - begun),
            Ok(200) => {}
            Ok(status) => tally.fail(status.to_string()),
            Err(error) => {
                tally.fail(error.to_string());
                return tally;
            }
        }
    }
}
