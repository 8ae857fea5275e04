//! A show when things break: the server killed in the middle of a question, the disk full, the database locked, no
//! descriptor left, a node gone. Nothing acknowledged is lost, nothing is half saved, and the room goes on.

use crate::harness::binary::{self, Server};
use crate::harness::database::Database;
use crate::harness::live::{code_on, write};
use crate::harness::staff::PASSWORD;
use crate::harness::{Api, Browser, Engine, Events, Host, Phone, Site, show};
use rstest::rstest;
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _};
use std::process::Stdio;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

/// A room in a folder, made by command, with an account that may host it; the PIN.
async fn prepared(database: &Database, text: &str) -> String {
    let url = ["--database-url", database.url.as_str()];
    let mut staff = binary::command(&database.dir);
    staff.args(["create-staff", "mc", "--role", "host", "--password-stdin"]).args(url);
    let mut child = staff.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).await.unwrap();
    assert!(child.wait().await.unwrap().success());
    let file = write(&database.dir, text);
    let done = binary::run(&database.dir, &["create-room", &file, url[0], url[1]]).await;
    let (code, out, err) = binary::said(&done);
    assert_eq!(code, 0, "{out}{err}");
    let pin = out.split("PIN: ").nth(1).unwrap().trim();
    pin[..6].to_owned()
}

async fn host_at(base: &str, pin: &str) -> Host {
    let desk = Browser::new(base);
    desk.sign_in("mc", PASSWORD).await.expect(303);
    Host::at(desk, pin)
}

async fn join(base: &str, pin: &str, name: &str) -> Phone {
    Phone::join(&Api::new(base, None), pin, &json!({ "nickname": name })).await
}

/// The key of T91-001 is b.
fn option(right: bool) -> Value {
    json!({ "option": if right { "b" } else { "a" } })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_by_kill_9_in_the_middle_of_a_question() {
    const PHONES: usize = 400;
    const ENOUGH: usize = 150;
    rlimit::increase_nofile_limit(8_192).unwrap();
    let database = Database::fresh(Engine::Sqlite).await;
    let pin =
        prepared(&database, &show("scoring = \"accuracy\"\nseconds = 600", &["T91-002", "T91-001"])).await;
    let server = Server::start(&database.dir, &[]).await;
    let host = host_at(&server.base, &pin).await;
    let names: Vec<String> = (0..PHONES).map(|n| format!("Người {n}")).collect();
    let mut phones = Vec::with_capacity(PHONES);
    for some in names.chunks(50) {
        phones
            .extend(futures::future::join_all(some.iter().map(|name| join(&server.base, &pin, name))).await);
    }
    phones.sort_by_key(|phone| phone.number);
    // A first question is behind them; half of them have its points. Its key is c.
    host.presses(&["start", "open"]).await;
    for some in phones.chunks(50) {
        let answers = some.iter().map(|phone| async {
            let choice = json!({ "option": if phone.number.is_multiple_of(2) { "c" } else { "a" } });
            phone.answer(1, &choice).await.expect(200)
        });
        futures::future::join_all(answers).await;
    }
    host.presses(&["close", "reveal", "standings", "next", "open"]).await;
    // A screen and a stream are open when it happens.
    let mut stream = phones[0].events().await;
    assert_eq!(stream.wait("snapshot").await.phase(), "open");

    let (acknowledge, mut acknowledged) = mpsc::unbounded_channel();
    let mut answering = tokio::task::JoinSet::new();
    for phone in phones.clone() {
        let acknowledge = acknowledge.clone();
        answering.spawn(async move {
            let choice = option(phone.number.is_multiple_of(3));
            if let Some(reply) = phone.try_answer(2, &choice).await {
                assert!(matches!(reply.status, 200 | 503), "{}", reply.body);
                if reply.status == 200 {
                    drop(acknowledge.send((phone.number, reply.body)));
                }
            }
        });
    }
    drop(acknowledge);
    let mut kept = Vec::new();
    let mut server = Some(server);
    while let Some(one) = acknowledged.recv().await {
        kept.push(one);
        if kept.len() == ENOUGH {
            server.take().unwrap().kill().await;
        }
    }
    while let Some(ended) = answering.join_next().await {
        ended.unwrap();
    }
    assert!(kept.len() >= ENOUGH);
    assert!(stream.end().await.iter().all(|e| e.name != "closed"), "the stream broke off");

    let server = Server::start(&database.dir, &[]).await;
    let host = host.moved_to(&server.base);
    let view = Api::new(&server.base, None).get(&format!("/api/v1/live/{pin}")).await.expect(200).json();
    assert_eq!((&view["phase"], &view["players"]), (&json!("open"), &json!(PHONES)));
    let phones: Vec<Phone> = phones.iter().map(|phone| phone.moved_to(&server.base)).collect();
    for (number, reply) in &kept {
        let phone = &phones[usize::try_from(number - 1).unwrap()];
        let snapshot = phone.again().await.snapshot;
        let choice = option(number.is_multiple_of(3));
        assert_eq!(snapshot["choice"], choice, "acknowledged and gone");
        assert_eq!(snapshot["standing"]["total"], if number.is_multiple_of(2) { 1000 } else { 0 });
        // Whoever's reply was lost sends it again, even changed: the first counts, and its reply is the same.
        assert_eq!(phone.answer(2, &option(!number.is_multiple_of(3))).await.expect(200).body, *reply);
    }
    // Those who were not acknowledged try again; some of them had been taken.
    for phone in &phones {
        phone.answer(2, &option(phone.number.is_multiple_of(3))).await.expect(200);
    }
    host.presses(&["close", "reveal"]).await;
    let bars = host.now().await["reveal"]["bars"].clone();
    assert_eq!((&bars["answered"], &bars["right"]), (&json!(PHONES), &json!(PHONES / 3)));
    for phone in phones.iter().step_by(7) {
        let total =
            1000 * (i64::from(phone.number.is_multiple_of(2)) + i64::from(phone.number.is_multiple_of(3)));
        assert_eq!(phone.again().await.snapshot["standing"]["total"], total);
    }
    assert!(server.terminate().await.success());
}

#[tokio::test]
async fn a_room_with_a_projector_and_removed_players_is_whole_after_kill_9() {
    let database = Database::fresh(Engine::Sqlite).await;
    let pin = prepared(
        &database,
        &show("scoring = \"accuracy\"\nseconds = 600\nfreeze_last = 1", &["T91-001", "T91-002"]),
    )
    .await;
    let server = Server::start(&database.dir, &[]).await;
    let host = host_at(&server.base, &pin).await;
    let (lan, mai) = (join(&server.base, &pin, "Lan").await, join(&server.base, &pin, "Mai").await);
    let screen = Browser::new(&server.base);
    host.pair(&code_on(&screen.get(&format!("/live/{pin}/screen")).await.expect(200))).await.expect(204);
    host.presses(&["start", "open"]).await;
    lan.answer(1, &option(true)).await.expect(200);
    host.presses(&["close", "reveal", "standings", "next", "open", "pause"]).await;
    host.carried(&json!({ "command": "remove", "player": mai.number, "ban": true })).await;
    host.carried(&json!({ "command": "rename", "player": lan.number, "nickname": "Chị Lan" })).await;
    let mut before = host.now().await;
    server.kill().await;
    let server = Server::start(&database.dir, &[]).await;
    let (host, lan, mai, screen) = (
        host.moved_to(&server.base),
        lan.moved_to(&server.base),
        mai.moved_to(&server.base),
        screen.moved_to(&server.base),
    );
    let mut after = host.now().await;
    for state in [&mut before, &mut after] {
        state["now"] = Value::Null;
    }
    // Only the port, which is part of the address that people are shown, is another.
    before["address"] = after["address"].clone();
    assert_eq!(before, after);
    assert_eq!(lan.again().await.snapshot["me"]["nickname"], "Chị Lan");
    assert_eq!(mai.stream_reply().await.problem(), (403, "live_removed".into()));
    let mut shown = Events::of(screen.open(&format!("/api/v1/live/{pin}/events?role=screen")).await).await;
    assert!(shown.stage("open").await["paused"].as_i64().unwrap() > 500_000);
    assert!(server.terminate().await.success());
}

/// While the disk is full nothing is taken and nothing half taken; reading, and the streams, go on.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_refuses_and_the_room_goes_on() {
    let database = Database::fresh(Engine::Sqlite).await;
    let pin =
        prepared(&database, &show("scoring = \"accuracy\"\nseconds = 600", &["T91-001", "T91-002"])).await;
    let server = Server::start_through(&database.dir, "trap '' XFSZ; exec \"$@\"").await;
    let host = host_at(&server.base, &pin).await;
    let (lan, mai) = (join(&server.base, &pin, "Lan").await, join(&server.base, &pin, "Mai").await);
    let mut stream = lan.events().await;
    host.presses(&["start", "open"]).await;
    stream.wait("question").await;
    let first = lan.answer(1, &option(true)).await.expect(200).body;
    let limit = async |size: &str| {
        let mut prlimit = tokio::process::Command::new("prlimit");
        prlimit.args(["--pid", &server.pid().to_string(), &format!("--fsize={size}:unlimited")]);
        assert!(prlimit.status().await.unwrap().success());
    };
    // The log has its length already: not even what lies in it can be written anew.
    limit("4096").await;
    for _ in 0..3 {
        let refused = mai.answer(1, &option(true)).await;
        assert_eq!(refused.header("retry-after"), "2");
        assert_eq!(refused.problem(), (503, "busy".into()));
    }
    for command in ["close", "pause", "skip"] {
        assert_eq!(host.command(&json!({ "command": command })).await.problem(), (503, "busy".into()));
    }
    let newcomer = Api::new(&server.base, None);
    let refused = newcomer.post(&format!("/api/v1/live/{pin}/players"), &json!({ "nickname": "Mới" })).await;
    assert_eq!(refused.problem(), (503, "busy".into()));
    // Looking goes on, and nothing has moved: the question is open, one answer stands, its repeat is told the first.
    let snapshot = lan.again().await.snapshot;
    assert_eq!((snapshot["phase"]["name"].as_str(), &snapshot["choice"]), (Some("open"), &option(true)));
    assert_eq!(mai.again().await.snapshot["choice"], Value::Null);
    assert_eq!(host.now().await["players"], 2);

    limit("unlimited").await;
    assert_eq!(lan.answer(1, &option(false)).await.expect(200).body, first);
    mai.answer(1, &option(true)).await.expect(200);
    let late = join(&server.base, &pin, "Mới").await;
    assert_eq!(late.snapshot["me"]["nickname"], "Mới", "the name was not used up by who was refused");
    assert_eq!(late.number, 3);
    host.presses(&["close", "reveal"]).await;
    assert_eq!(stream.wait("reveal").await.data["own"]["right"], true);
    assert_eq!(host.now().await["reveal"]["bars"]["right"], 2);
    assert!(server.terminate().await.success());
}

#[tokio::test]
async fn a_locked_database_refuses_and_the_room_goes_on() {
    let site = Site::impatient(300).await;
    let room = site.room(&show("scoring = \"accuracy\"\nseconds = 10", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let (lan, mai) = (site.phone("Lan", &room).await, site.phone("Mai", &room).await);
    let mut stream = lan.events().await;
    host.presses(&["start", "open"]).await;
    stream.wait("question").await;
    lan.answer(1, &option(true)).await.expect(200);

    let mut other = sqlx::SqliteConnection::connect(&site.database.url).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let (good, close) = (option(true), json!({ "command": "close" }));
    let newcomer = json!({ "nickname": "Mới" });
    let (api, players) = (site.api(), room.path("/players"));
    let (answer, command, joined) =
        tokio::join!(mai.answer(1, &good), host.command(&close), api.post(&players, &newcomer));
    for refused in [answer, command, joined] {
        assert_eq!(refused.header("retry-after"), "2");
        assert_eq!(refused.problem(), (503, "busy".into()));
    }
    // The end of its time comes while nothing can be written. Phones that come back are told where the show is.
    site.advance(11_000);
    assert_eq!(lan.again().await.snapshot["phase"]["name"], "open");
    assert_eq!(mai.answer(1, &option(true)).await.problem().0, 503);
    other.execute("ROLLBACK").await.unwrap();

    // It closes by itself as soon as it can; nothing of what was refused is there.
    stream.wait("closed").await;
    assert_eq!(site.number("SELECT count(*) FROM live_answer").await, 1);
    assert_eq!(site.number("SELECT count(*) FROM live_player").await, 2);
    assert_eq!(site.number("SELECT count(*) FROM live_event").await, 3);
    let late = site.phone("Mới", &room).await;
    assert_eq!((late.number, &late.snapshot["me"]["nickname"]), (3, &json!("Mới")));
    host.presses(&["reveal", "next", "open"]).await;
    mai.answer(2, &room.asked.right(2)).await.expect(200);
}

/// A lock that is held for a while (a backup, somebody's shell) costs nobody an answer that came in time.
#[tokio::test]
async fn a_database_locked_for_a_while_costs_nobody_an_answer() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("scoring = \"speed\"\nseconds = 10", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    host.presses(&["start", "open"]).await;
    site.advance(2_000);
    let came = site.now();
    let mut other = sqlx::SqliteConnection::connect(&site.database.url).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    // The writer stands before the lock; the answer comes and waits behind it.
    let mut first = Box::pin(site.app.store.write(|_| Box::pin(async { Ok(()) })));
    assert!(futures::poll!(first.as_mut()).is_pending());
    while site.app.store.queued() > 0 {
        tokio::task::yield_now().await;
    }
    let answering = {
        let lan = lan.clone();
        tokio::spawn(async move { lan.answer(1, &option(true)).await })
    };
    while site.app.store.queued() == 0 {
        tokio::task::yield_now().await;
    }
    // Its time and all that is forgiven go by meanwhile.
    site.advance(20_000);
    other.execute("ROLLBACK").await.unwrap();
    first.await.unwrap();
    assert_eq!(answering.await.unwrap().expect(200).json()["accepted_at"].as_i64(), Some(came));
    assert_eq!(site.number("SELECT received_at FROM live_answer").await, came);
    lan.events().await.until("closed", |e| e.name == "closed" || e.phase() == "closed").await;
    host.press("reveal").await;
    assert_eq!(lan.again().await.snapshot["own"]["points"], 900);
    // A lock of five seconds is such a while.
    let patience = site.app.store.write(|link| {
        Box::pin(async move {
            Ok(server::sql!(link, c => sqlx::query_scalar::<_, i64>("PRAGMA busy_timeout").fetch_one(c).await)?)
        })
    });
    assert!(patience.await.unwrap() > 5_000);
}

/// A database that takes its time: nothing is refused that can wait, and nothing that waited is judged by when it was done.
#[tokio::test]
async fn a_slow_database_costs_nobody_points() {
    let site = Site::start(Engine::Postgres).await;
    let room = site.room(&show("scoring = \"speed\"\nseconds = 10", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let (lan, mai) = (site.phone("Lan", &room).await, site.phone("Mai", &room).await);
    let mut stream = mai.events().await;
    stream.wait("snapshot").await;
    host.presses(&["start", "open"]).await;
    site.advance(2_000);
    let mut other = sqlx::PgConnection::connect(&site.database.url).await.unwrap();
    other.execute("BEGIN").await.unwrap();
    other.execute("SELECT 1 FROM live_room FOR UPDATE").await.unwrap();
    let answering = {
        let lan = lan.clone();
        tokio::spawn(async move { lan.answer(1, &option(true)).await })
    };
    while site.app.store.queued() == 0 && waiting(&site).await == 0 {}
    // Five seconds go by in the show; streams are not held up, and whoever asks is told.
    site.advance(5_000);
    assert_eq!(mai.again().await.snapshot["phase"]["name"], "open");
    other.execute("COMMIT").await.unwrap();
    answering.await.unwrap().expect(200);
    host.presses(&["close", "reveal"]).await;
    assert_eq!(stream.wait("reveal").await.data["own"]["answered"], false);
    assert_eq!(lan.again().await.snapshot["own"]["points"], 900, "two seconds, not seven");
}

/// Connections of this database that wait for a lock.
async fn waiting(site: &Site) -> i64 {
    site.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_database_that_is_gone_refuses_and_comes_back(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    host.presses(&["start", "open"]).await;
    if engine == Engine::Postgres {
        let mut other = sqlx::PgConnection::connect(&site.database.url).await.unwrap();
        other
            .execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            .await
            .unwrap();
    }
    // The first may be refused; none is lost and none is taken twice.
    let mut reply = lan.answer(1, &option(true)).await;
    while reply.status == 503 {
        reply = lan.answer(1, &option(true)).await;
    }
    reply.expect(200);
    let mut stream = lan.events().await;
    stream.wait("snapshot").await;
    for command in ["close", "reveal"] {
        let mut reply = host.command(&json!({ "command": command })).await;
        while reply.status == 503 {
            reply = host.command(&json!({ "command": command })).await;
        }
        reply.expect(200);
    }
    assert_eq!(stream.wait("reveal").await.data["own"]["right"], true);
    assert_eq!(site.number("SELECT count(*) FROM live_answer").await, 1);
}

/// Without descriptors callers are told to come back; streams that stand go on; idle connections are given up.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn out_of_descriptors_is_told_and_passes() {
    let database = Database::fresh(Engine::Sqlite).await;
    let pin = prepared(&database, &show("seconds = 600\nready_seconds = 60", &["T91-001"])).await;
    let server = Server::start_through(&database.dir, "ulimit -n 80; exec \"$@\" 2>/dev/null").await;
    let host = host_at(&server.base, &pin).await;
    let lan = join(&server.base, &pin, "Lan").await;
    let mut stream = lan.events().await;
    stream.wait("snapshot").await;
    // Connections on which nothing is asked, until there is no room for another.
    let address = server.base.strip_prefix("http://").unwrap().to_owned();
    let mut idle = Vec::new();
    let told = loop {
        let mut one = TcpStream::connect(&address).await.unwrap();
        one.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut reply = vec![0; 4_096];
        let n = one.read(&mut reply).await.unwrap();
        let reply = String::from_utf8_lossy(&reply[..n]).into_owned();
        if reply.starts_with("HTTP/1.1 503") {
            break reply;
        }
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
        idle.push(one);
        assert!(idle.len() < 200, "it has more descriptors than it was given");
    };
    assert!(told.to_ascii_lowercase().contains("retry-after: 3"), "{told}");
    assert!(idle.len() > 20);
    // The stream is where it was. (The host's own connection stands as well.)
    host.press("start").await;
    stream.wait("ready").await;
    // What is idle is closed without being asked, the longest idle first; a stream is not idle.
    for one in &mut idle {
        let mut rest = Vec::new();
        one.read_to_end(&mut rest).await.unwrap();
    }
    host.press("open").await;
    stream.wait("question").await;
    let mai = join(&server.base, &pin, "Mai").await;
    mai.answer(1, &option(true)).await.expect(200);
    assert!(server.terminate().await.success());
}

/// Two server processes on one PostgreSQL; the one that runs the room's clock is killed in the middle of a question.
#[tokio::test]
async fn a_killed_node_is_replaced_by_the_other_in_the_middle_of_a_question() {
    let database = Database::fresh(Engine::Postgres).await;
    let pin = prepared(
        &database,
        &show("scoring = \"accuracy\"\nseconds = 8\nready_seconds = 1", &["T91-001", "T91-002"]),
    )
    .await;
    let url = ["--database-url", database.url.as_str()];
    let first = Server::start(&database.dir, &url).await;
    let host = host_at(&first.base, &pin).await;
    let lan = join(&first.base, &pin, "Lan").await;
    let mut stream = lan.events().await;
    host.press("start").await;
    // Its clock opens the question, so it holds the room's lease.
    stream.wait("question").await;
    lan.answer(1, &option(true)).await.expect(200);
    let second = Server::start(&database.dir, &url).await;
    let mai = join(&second.base, &pin, "Mai").await;
    let mut mai_hears = mai.events().await;
    assert_eq!(mai_hears.wait("snapshot").await.phase(), "open");
    mai.answer(1, &option(true)).await.expect(200);
    first.kill().await;
    // Lan's phone comes to the other node: the same player, and what was answered there is known here.
    let lan = lan.moved_to(&second.base);
    assert_eq!(lan.again().await.snapshot["choice"], option(true));
    // The other node's clock closes it.
    mai_hears.wait("closed").await;
    let host = host.moved_to(&second.base);
    host.press("reveal").await;
    assert_eq!(mai_hears.wait("reveal").await.data["own"]["right"], true);
    assert_eq!(host.now().await["reveal"]["bars"]["right"], 2);
    assert_eq!(lan.again().await.snapshot["standing"]["total"], 1000);
    assert!(second.terminate().await.success());
}
