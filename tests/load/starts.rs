//! Attempt starts that arrive within one second, as when a teacher says "go".
//!
//! Latency counts from the moment a request was due, not from when the generator got round to it.

use crate::http::{Address, Connection};
use crate::person;
use crate::tally::{Tally, usage};
use crate::{Target, clock};
use anyhow::Result;
use serde_json::{Value, json};
use std::time::Duration;

/// Longest wait for one reply.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) async fn run(target: &Target, count: usize) -> Result<Value> {
    let address = Address::parse(&target.target).await?;
    let people = person::register_many(&address, count).await?;
    let mut ready = Vec::new();
    for person in people {
        ready.push((Connection::open(&address).await?, person));
    }
    let path: std::rc::Rc<str> = format!("/api/v1/contests/{}/attempts", target.contest).into();
    let begin = clock::now() + Duration::from_millis(500);
    let step = Duration::from_secs(1) / u32::try_from(count.max(1))?;
    let mut tasks = Vec::new();
    for (nth, (mut connection, person)) in ready.into_iter().enumerate() {
        let due = begin + step * u32::try_from(nth)?;
        let path = path.clone();
        tasks.push(tokio::task::spawn_local(async move {
            clock::until(due).await;
            let mut tally = Tally::default();
            match tokio::time::timeout(PATIENCE, connection.ask("POST", &path, &person.api, b"{}")).await {
                Ok(Ok(reply)) if matches!(reply.status, 200 | 201) => tally.took.record(clock::now() - due),
                Ok(Ok(reply)) => tally.fail(reply.status.to_string()),
                Ok(Err(error)) => tally.fail(error.to_string()),
                Err(_) => tally.fail("no reply in 30 s"),
            }
            // Kept open until everybody is done: closing thousands of sockets meanwhile is not what is measured.
            (tally, connection)
        }));
    }
    let mut all = Tally::default();
    let mut open = Vec::new();
    for task in tasks {
        let (tally, connection) = task.await?;
        all.merge(&tally);
        open.push(connection);
    }
    let mut report = all.json(clock::now() - begin);
    report.insert("count".into(), json!(count));
    report.insert("server_peak_kb".into(), json!(usage(target.server_pid).peak_kb));
    Ok(Value::Object(report))
}
