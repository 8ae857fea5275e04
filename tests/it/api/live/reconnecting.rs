//! Reload, sleep, a change of network, a stream nobody reads: the same player goes on, and nobody else is held up.

use crate::harness::{Engine, Phone, Site, show};
use domain::live::Command;
use futures::{StreamExt as _, poll};
use rstest::rstest;
use serde_json::{Value, json};
use server::live::{command, hub, join, stream};
use std::pin::pin;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn whoever_comes_back_is_where_the_show_is(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    let mut stream = lan.events().await;
    host.press("start").await;
    let ready = stream.wait("ready").await;
    drop(stream);
    // What was missed while asleep is told as one snapshot.
    host.press("open").await;
    lan.answer(1, &room.asked.right(1)).await.expect(200);
    let mut stream = lan.events_after(ready.id.unwrap()).await;
    let snapshot = stream.wait("snapshot").await.data;
    assert_eq!(
        (snapshot["phase"]["name"].as_str(), &snapshot["card"]["question"]),
        (Some("open"), &json!(1))
    );
    assert_eq!((&snapshot["choice"], &snapshot["me"]["nickname"]), (&room.asked.right(1), &json!("Lan")));
    let seen = stream.seen().last().unwrap().data["seq"].as_u64().unwrap();
    drop(stream);
    // Nothing was missed: the stream goes on from there.
    let mut stream = lan.events_after(seen).await;
    host.press("close").await;
    assert_eq!(stream.next().await.unwrap().name, "closed");
    // A number that was never given (another server's, a broken phone's) is no reason to be told nothing.
    let mut strange = lan.events_after(999_999).await;
    assert_eq!(strange.next().await.unwrap().name, "snapshot");
    // Two tabs are one player.
    let mut tab = lan.events().await;
    tab.wait("snapshot").await;
    host.press("reveal").await;
    let (one, two) = (stream.wait("reveal").await.data, tab.wait("reveal").await.data);
    assert_eq!(one, two);
    assert_eq!(one["own"]["standing"]["of"], 1);
    assert_eq!(site.number("SELECT count(*) FROM live_player").await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_server_that_goes_down_ends_streams_and_is_where_it_was_when_it_is_up_again(
    #[case] engine: Engine,
) {
    let site = Site::start(engine).await;
    let room = site.room(&show("scoring = \"speed\"\nseconds = 30", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let (lan, mai) = (site.phone("Lan", &room).await, site.phone("Mai", &room).await);
    let streams = [lan.events().await, mai.events().await, host.events().await, host.screen(&site).await.1];
    host.presses(&["start", "open"]).await;
    site.advance(3_000);
    let first = lan.answer(1, &room.asked.right(1)).await.expect(200).body;
    let site = site.restart(2_000).await;
    for stream in streams {
        let events = stream.end().await;
        assert!(!events.is_empty(), "it ended in good order");
    }
    let (lan, mai, host) = (lan.moved_to(&site.base), mai.moved_to(&site.base), host.moved_to(&site.base));
    let again = lan.again().await.snapshot;
    assert_eq!((again["phase"]["name"].as_str(), &again["choice"]), (Some("open"), &room.asked.right(1)));
    assert_eq!(mai.again().await.snapshot["choice"], Value::Null);
    assert_eq!(lan.answer(1, &room.asked.wrong(1)).await.expect(200).body, first);
    mai.answer(1, &room.asked.right(1)).await.expect(200);
    host.events().await.answered(2).await;
    host.presses(&["close", "reveal"]).await;
    // 3 and 5 of 30 seconds.
    assert_eq!(lan.again().await.snapshot["standing"]["total"], 950);
    assert_eq!(mai.again().await.snapshot["standing"]["total"], 917);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_phones_come_back_at_once() {
    const PHONES: usize = 1_000;
    rlimit::increase_nofile_limit(8_192).unwrap();
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let names: Vec<String> = (0..PHONES).map(|n| format!("Người {n}")).collect();
    let mut phones: Vec<Phone> = Vec::with_capacity(PHONES);
    for some in names.chunks(100) {
        phones.extend(futures::future::join_all(some.iter().map(|name| site.phone(name, &room))).await);
    }
    host.presses(&["start", "open"]).await;
    for some in phones.chunks(100) {
        let answers = some.iter().map(|phone| async {
            let choice = json!(room.asked.choice(1, phone.number.is_multiple_of(2)));
            phone.answer(1, &choice).await.expect(200)
        });
        futures::future::join_all(answers).await;
    }
    let site = site.restart(0).await;
    let host = host.moved_to(&site.base);
    let phones: Vec<Phone> = phones.iter().map(|phone| phone.moved_to(&site.base)).collect();
    // The hall's access point is back: all of them, in the same instant.
    let mut streams = futures::future::join_all(phones.iter().map(Phone::events)).await;
    let snapshots = futures::future::join_all(streams.iter_mut().map(|stream| stream.wait("snapshot"))).await;
    for (phone, snapshot) in phones.iter().zip(&snapshots) {
        assert_eq!((snapshot.phase(), &snapshot.data["me"]["number"]), ("open", &json!(phone.number)));
        assert_eq!(snapshot.data["choice"], json!(room.asked.choice(1, phone.number.is_multiple_of(2))));
    }
    assert_eq!(host.now().await["connected"], PHONES);
    host.presses(&["close", "reveal"]).await;
    let reveals = futures::future::join_all(streams.iter_mut().map(|stream| stream.wait("reveal"))).await;
    for (phone, reveal) in phones.iter().zip(&reveals) {
        let total = if phone.number.is_multiple_of(2) { 1000 } else { 0 };
        assert_eq!(reveal.data["own"]["standing"]["total"], total);
    }
    // And gone again, which the host can see.
    drop(streams);
    while host.now().await["connected"] != 0 {}
}

/// The stream as the server makes it, polled by the test instead of a connection: no buffer of the system in between.
#[tokio::test]
async fn a_stream_that_fell_behind_is_told_everything_anew() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let (lan, mai) = (site.phone("Lan", &room).await, site.phone("Mai", &room).await);
    let handle = server::live::hub::room(&site.app, &room.pin).await.unwrap();
    let mut streams = Vec::new();
    for phone in [&lan, &mai] {
        let response = server::live::stream::player(&site.app, &handle, phone.number, None).await.unwrap();
        let mut body = response.into_body().into_data_stream();
        let mut next = async || String::from_utf8(body.next().await.unwrap().unwrap().to_vec()).unwrap();
        assert!(next().await.starts_with("retry: "));
        assert!(next().await.contains("event: snapshot"));
        streams.push(body);
    }
    // More than the ring holds, while nobody reads; at the end of it one of the two is taken out.
    host.presses(&["start", "open"]).await;
    for _ in 0..40 {
        host.presses(&["close", "reopen", "open"]).await;
    }
    host.carried(&json!({ "command": "remove", "player": mai.number })).await;
    let [mut of_lan, mut of_mai] = <[_; 2]>::try_from(streams).ok().unwrap();
    let told = String::from_utf8(of_lan.next().await.unwrap().unwrap().to_vec()).unwrap();
    assert!(told.contains("event: snapshot") && told.contains(r#""run":41"#), "{told}");
    let seq = host.press("close");
    let (seq, closed) = tokio::join!(seq, of_lan.next());
    let closed = String::from_utf8(closed.unwrap().unwrap().to_vec()).unwrap();
    assert_eq!(closed, format!("id: {seq}\nevent: closed\ndata: {{\"question\":1,\"run\":41}}\n\n"));
    assert!(of_mai.next().await.is_none(), "who was taken out meanwhile is told nothing of the show");
}

/// A phone that opens its stream and never reads a byte of it.
async fn deaf(site: &Site, phone: &Phone, path: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut stream =
        socket.connect(site.base.strip_prefix("http://").unwrap().parse().unwrap()).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n", phone.token);
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn who_never_reads_holds_up_nobody_and_finds_the_show_when_they_do() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let mut deaf_ones = Vec::new();
    for n in 0..20 {
        let phone = site.phone(&format!("Ngủ quên {n}"), &room).await;
        deaf_ones.push(deaf(&site, &phone, &room.path("/events")).await);
    }
    let lan = site.phone("Lan", &room).await;
    let mut stream = lan.events().await;
    let mut screen = host.screen(&site).await.1;
    stream.wait("snapshot").await;
    screen.wait("stage").await;
    while host.now().await["connected"] != 21 {}
    // Far more frames than the ring and every buffer between hold: the host reopens the same question again and again.
    host.presses(&["start", "open", "close"]).await;
    for run in 2..=400 {
        host.presses(&["reopen", "open", "close"]).await;
        let told = stream.until("this run", |e| e.name == "closed" && e.data["run"] == run).await;
        assert_eq!(told.data["question"], 1);
    }
    assert_eq!(host.press("reveal").await, stream.wait("reveal").await.id.unwrap());
    let counts =
        ["ready", "question", "closed"].map(|name| stream.names().iter().filter(|n| **n == name).count());
    assert_eq!(counts, [400; 3], "who reads misses nothing");
    assert_eq!(screen.stage("reveal").await["phase"]["run"], 400);
    // One of them wakes up: what it reads in the end is where the show is.
    let mut woken = deaf_ones.pop().unwrap();
    let mut text = String::new();
    let mut bytes = [0; 8_192];
    while !text.contains("event: reveal") && !text.contains(r#""phase":{"name":"reveal""#) {
        let n = woken.read(&mut bytes).await.unwrap();
        assert!(
            n > 0,
            "the stream ended before the show was told: {}",
            &text[text.len().saturating_sub(500)..]
        );
        text.push_str(&String::from_utf8_lossy(&bytes[..n]));
    }
}

/// What a phone answered is read before its snapshot is made; the show may move in between.
#[tokio::test]
async fn an_answer_to_the_question_before_is_no_answer_to_the_one_that_stands_there() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    host.presses(&["start", "open"]).await;
    lan.answer(1, &room.asked.right(1)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    let handle = hub::room(&site.app, &room.pin).await.unwrap();
    // Everybody waits for a connection to read with, and the show goes on without reading.
    let mut readers = Vec::new();
    for _ in 0..4 {
        readers.push(site.app.store.read().await.unwrap());
    }
    let mut snapshot = pin!(join::snapshot(&site.app, &handle, lan.number));
    let mut stream = pin!(stream::player(&site.app, &handle, lan.number, None));
    assert!(poll!(snapshot.as_mut()).is_pending() && poll!(stream.as_mut()).is_pending());
    for command in [Command::Next { expect_seq: None }, Command::Open { expect_seq: None }] {
        command::carry_out(&handle, command, "mc").await.unwrap();
    }
    drop(readers);
    let told: Value = serde_json::from_str(&snapshot.await.unwrap()).unwrap();
    assert_eq!((&told["card"]["question"], &told["choice"]), (&json!(2), &Value::Null));
    let mut body = stream.await.unwrap().into_body().into_data_stream();
    let mut text = String::new();
    while !text.contains("event: snapshot") {
        text.push_str(&String::from_utf8_lossy(&body.next().await.unwrap().unwrap()));
    }
    assert!(text.contains("\"question\":2") && !text.contains("\"choice\":{"), "{text}");
    lan.answer(2, &room.asked.right(2)).await.expect(200);
    assert_eq!(lan.again().await.snapshot["choice"], room.asked.right(2), "and its own is its own");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_room_that_cannot_be_read_stops_nobody_else(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let whole = site.room(&show("seconds = 600", &["T91-001"])).await;
    site.advance(1);
    let broken = site.room(&show("seconds = 600", &["T91-001"])).await;
    let host = site.host("mc", &whole).await;
    let other = site.host("người khác", &broken).await;
    for host in [&host, &other] {
        host.presses(&["start", "open"]).await;
    }
    site.change("UPDATE live_room SET spec = '{' WHERE id = (SELECT max(id) FROM live_room)").await;
    let site = site.restart(1_000).await;
    let pins: Vec<String> = site.app.live.all().iter().map(|handle| handle.pin.clone()).collect();
    assert_eq!(pins, [whole.pin.as_str()]);
    let refused = site.api().get(&broken.path("")).await;
    assert!(refused.json()["detail"].as_str().unwrap().contains("cannot be read"));
    assert_eq!(refused.problem(), (500, "live_unreadable".into()));
    let page = other.moved_to(&site.base).desk.get(&format!("/organiser/live/{}", broken.pin)).await;
    assert_eq!(page.status, 500);
    site.phone("Lan", &whole).await.answer(1, &whole.asked.right(1)).await.expect(200);

    // A show that nobody has ended wakes by itself for a week, and later when somebody comes.
    let site = site.restart(6 * 24 * 3_600_000).await;
    assert_eq!(site.app.live.all().len(), 1);
    let lan = site.phone("Mai", &whole).await;
    lan.events().await.until("closed", |e| e.name == "closed" || e.phase() == "closed").await;
    let site = site.restart(8 * 24 * 3_600_000).await;
    assert!(site.app.live.all().is_empty());
    assert_eq!(lan.moved_to(&site.base).again().await.snapshot["phase"]["name"], "closed");
}
