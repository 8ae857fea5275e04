//! One page, as fast as it comes: the home page, or the static floor of the same size.

use crate::http::{Address, Connection};
use crate::person::expect;
use crate::tally::{Tally, usage};
use crate::{Target, clock};
use anyhow::Result;
use serde_json::{Value, json};
use std::rc::Rc;
use std::time::Duration;

pub(crate) async fn run(
    target: &Target,
    path: &str,
    connections: usize,
    seconds: u64,
    gzip: bool,
) -> Result<Value> {
    let address = Address::parse(&target.target).await?;
    let headers =
        if gzip { "accept: text/html\r\naccept-encoding: gzip\r\n" } else { "accept: text/html\r\n" };
    let mut first = Connection::open(&address).await?;
    let reply = first.ask("GET", path, headers, b"").await?;
    expect(&reply, 200, path)?;
    let bytes = reply.body.len();

    let path: Rc<str> = path.into();
    let mut ready = Vec::new();
    for _ in 0..connections {
        ready.push(Connection::open(&address).await?);
    }
    let from = clock::now() + Duration::from_millis(500);
    let to = from + Duration::from_secs(seconds);
    let tasks: Vec<_> = ready
        .into_iter()
        .map(|mut connection| {
            let path = path.clone();
            tokio::task::spawn_local(async move {
                let mut tally = Tally::default();
                loop {
                    let begun = clock::now();
                    if begun >= to {
                        return tally;
                    }
                    match connection.ask("GET", &path, headers, b"").await.map(|reply| reply.status) {
                        Ok(200) if begun < from => {}
                        Ok(200) => tally.took.record(clock::now() - begun),
                        Ok(status) => tally.fail(status.to_string()),
                        Err(error) => {
                            tally.fail(error.to_string());
                            return tally;
                        }
                    }
                }
            })
        })
        .collect();
    let mut all = Tally::default();
    for task in tasks {
        all.merge(&task.await?);
    }
    let mut report = all.json(to - from);
    report.insert("bytes".into(), json!(bytes));
    report.insert("server_rss_kb".into(), json!(usage(target.server_pid).rss_kb));
    Ok(Value::Object(report))
}
