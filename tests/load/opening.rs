//! The opening of a contest: new people arrive evenly, each on a new connection, and walk the pages as a browser
//! without JavaScript does: contest page, registration form, attempt page.

use crate::http::{Address, Connection};
use crate::person::expect;
use crate::tally::{Tally, usage};
use crate::{Target, clock};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Longest time for one person's three steps.
const PATIENCE: Duration = Duration::from_secs(30);

/// What every page request sends; a gzip body is what phones on plain HTTP get.
const BROWSER: &str = "accept: text/html\r\naccept-encoding: gzip\r\naccept-language: vi\r\n";

/// Latencies of the steps and of the whole walk.
#[derive(Default)]
struct Walk {
    page: Tally,
    join: Tally,
    attempt: Tally,
    whole: Tally,
}

pub(crate) async fn run(target: &Target, count: usize, seconds: u64) -> Result<Value> {
    let address = Address::parse(&target.target).await?;
    let begin = clock::now() + Duration::from_millis(200);
    let step = Duration::from_secs(seconds) / u32::try_from(count.max(1))?;
    let mut tasks = Vec::with_capacity(count);
    for nth in 0..count {
        let (address, contest) = (address.clone(), target.contest.clone());
        let due = begin + step * u32::try_from(nth)?;
        tasks.push(tokio::task::spawn_local(async move {
            clock::until(due).await;
            let mut walk = Walk::default();
            match tokio::time::timeout(PATIENCE, visit(&address, &contest, nth, due, &mut walk)).await {
                Ok(Ok(())) => walk.whole.took.record(clock::now() - due),
                Ok(Err(error)) => walk.whole.fail(format!("{error:#}")),
                Err(_) => walk.whole.fail("not through in 30 s"),
            }
            walk
        }));
    }
    let mut all = Walk::default();
    for task in tasks {
        let walk = task.await?;
        all.page.merge(&walk.page);
        all.join.merge(&walk.join);
        all.attempt.merge(&walk.attempt);
        all.whole.merge(&walk.whole);
    }
    let over = clock::now() - begin;
    let mut report = all.whole.json(over);
    for (name, tally) in [("contest_page", &all.page), ("join", &all.join), ("attempt_page", &all.attempt)] {
        report.insert(name.into(), tally.took.json());
    }
    report.insert("count".into(), json!(count));
    report.insert("server_peak_kb".into(), json!(usage(target.server_pid).peak_kb));
    Ok(Value::Object(report))
}

async fn visit(address: &Address, contest: &str, nth: usize, due: Instant, walk: &mut Walk) -> Result<()> {
    let mut connection = Connection::open(address).await?;
    let page = format!("/contests/{contest}");
    let reply = connection.ask("GET", &page, BROWSER, b"").await?;
    expect(&reply, 200, &page)?;
    let mut cookies = reply.cookies();
    let shown = clock::now();
    walk.page.took.record(shown - due);

    let form = format!(
        "nickname=T%E1%BA%A3i+th%E1%BB%AD+{nth}&locality=post-2025-07%3A21583&audience=citizen&birth_year=1990&consents=take_part"
    );
    let headers = format!(
        "{BROWSER}content-type: application/x-www-form-urlencoded\r\norigin: http://{}\r\n{}",
        address.host,
        cookie_line(&cookies)
    );
    let reply = connection.ask("POST", &format!("{page}/join"), &headers, form.as_bytes()).await?;
    expect(&reply, 303, "the registration form")?;
    let to = reply.header("location").context("the registration leads nowhere")?.to_owned();
    ensure!(to.starts_with("/attempts/"), "the registration leads to {to}, not to an attempt");
    let fresh = reply.cookies();
    if !fresh.is_empty() {
        cookies = if cookies.is_empty() { fresh } else { format!("{cookies}; {fresh}") };
    }
    let joined = clock::now();
    walk.join.took.record(joined - shown);

    let headers = format!("{BROWSER}{}", cookie_line(&cookies));
    let reply = connection.ask("GET", &to, &headers, b"").await?;
    expect(&reply, 200, "the attempt page")?;
    walk.attempt.took.record(clock::now() - joined);
    Ok(())
}

fn cookie_line(cookies: &str) -> String {
    if cookies.is_empty() { String::new() } else { format!("cookie: {cookies}\r\n") }
}
