//! Two nodes on one PostgreSQL: phones, screens and hosts on either play in the same room.

use crate::harness::site::Node;
use crate::harness::{Api, Browser, Engine, Events, Phone, Room, Site, show};
use serde_json::{Value, json};

async fn two() -> (Site, Node) {
    let site = Site::start(Engine::Postgres).await;
    let node = site.beside().await;
    assert_ne!(site.base, node.base);
    (site, node)
}

async fn join(base: &str, name: &str, room: &Room) -> Phone {
    Phone::join(&Api::new(base, None), &room.pin, &json!({ "nickname": name })).await
}

/// What a stream told of the show, each state once. (Who has come in since is known a moment later on the other node.)
fn told(events: &Events) -> Vec<Value> {
    let mut told: Vec<Value> = Vec::new();
    for e in events.seen().iter().filter(|e| e.id > Some(0)) {
        if told.last().is_none_or(|last| last[0] != json!(e.id)) {
            told.push(json!([
                e.id,
                e.name,
                e.data["phase"],
                e.data["reveal"],
                e.data["removed"],
                e.data["last"]["rows"]
            ]));
        }
    }
    told
}

#[tokio::test]
async fn phones_and_hosts_on_two_nodes_play_in_one_room() {
    let (site, node) = two().await;
    let room = site.room(&show("scoring = \"speed\"\nseconds = 10", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let there = host.moved_to(&node.base);
    // Joining on both at once: numbers without a gap, names told apart, whoever was first.
    let names: Vec<String> = (0..20).map(|n| format!("Người {}", n / 2)).collect();
    let joined = futures::future::join_all((0..20).map(|n| {
        let base = if n % 2 == 0 { &site.base } else { &node.base };
        join(base, &names[n], &room)
    }))
    .await;
    let mut numbers: Vec<u32> = joined.iter().map(|p| p.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
    let mut different = site.texts("SELECT DISTINCT name_key FROM live_player").await;
    different.sort();
    assert_eq!(different.len(), 20, "{different:?}");

    // A phone that joined through one node opens its stream on the other at once: nobody is a stranger there.
    let lan = join(&site.base, "Lan", &room).await.moved_to(&node.base);
    let mai = join(&node.base, "Mai", &room).await.moved_to(&site.base);
    let (mut lan_hears, mut mai_hears) = (lan.events().await, mai.events().await);
    lan_hears.wait("snapshot").await;
    mai_hears.wait("snapshot").await;
    let mut desk = host.events().await;
    let mut desk_there = there.events().await;
    desk.wait("stage").await;
    desk_there.wait("stage").await;
    desk_there.until("all of them", |e| e.data["players"] == 22).await;

    // Commands on either; both nodes tell the same.
    host.press("start").await;
    desk_there.stage("ready").await;
    there.press("open").await;
    lan_hears.wait("question").await;
    mai_hears.wait("question").await;
    site.advance(2_000);
    lan.answer(1, &room.asked.right(1)).await.expect(200);
    mai.answer(1, &room.asked.wrong(1)).await.expect(200);
    for hears in [&mut desk, &mut desk_there] {
        let tally = hears.until("both answers", |e| e.name == "tally" && e.data["answered"] == 2).await;
        assert_eq!(tally.data["bars"]["right"], 1);
    }
    // The first counts also when the second comes to the other node.
    let other = lan.moved_to(&site.base);
    let (first, repeat) = (
        lan.answer(1, &room.asked.wrong(1)).await.expect(200),
        other.answer(1, &room.asked.wrong(1)).await.expect(200),
    );
    assert_eq!(first.body, repeat.body);
    let closed = host.press("close").await;
    // The other node has not read it yet, or has: either way nothing more is taken.
    let late = join(&node.base, "Muộn", &room).await;
    assert_eq!(late.answer(1, &room.asked.right(1)).await.problem(), (409, "live_not_open".into()));
    // Who has seen more than a node is not told that they are stale: it reads on and decides.
    there.carried(&json!({ "command": "reveal", "expect_seq": closed })).await;
    let own = lan_hears.wait("reveal").await.data["own"].clone();
    assert_eq!((&own["points"], &own["standing"]["rank"]), (&json!(900), &json!(1)));
    assert_eq!(mai_hears.wait("reveal").await.data["own"]["points"], 0);
    // One key pressed on both nodes in the same instant.
    let seen = json!({ "command": "advance", "expect_seq": closed + 1 });
    let (a, b) = tokio::join!(host.command(&seen), there.command(&seen));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    // Taken out through one node, out on the other.
    let gone = i64::from(lan.number);
    host.carried(&json!({ "command": "remove", "player": gone })).await;
    lan_hears.wait("removed").await;
    assert_eq!(lan.stream_reply().await.problem(), (403, "live_removed".into()));
    there.presses(&["next", "open", "close", "reveal", "next", "finish"]).await;
    desk.stage("finished").await;
    desk_there.stage("finished").await;
    let (here, there) = (told(&desk), told(&desk_there));
    assert_eq!(here.len(), there.len());
    for (here, there) in here.iter().zip(there) {
        assert_eq!(*here, there);
    }
    node.stop().await;
}

#[tokio::test]
async fn a_projector_paired_on_one_node_is_let_in_on_the_other() {
    let (site, node) = two().await;
    let room = site.room(&show("", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let mut desk = host.events().await;
    desk.wait("stage").await;
    let screen = Browser::new(&node.base);
    let page = screen.get(&format!("/live/{}/screen", room.pin)).await.expect(200);
    let code = crate::harness::live::code_on(&page);
    desk.until("the code", |e| e.data["screens_waiting"] == json!([code])).await;
    host.pair(&code).await.expect(204);
    let mut shown = Events::of(screen.open(&room.path("/events?role=screen")).await).await;
    shown.wait("stage").await;
    host.press("start").await;
    shown.stage("ready").await;
    node.stop().await;
}

#[tokio::test]
async fn what_was_measured_on_one_node_is_forgiven_on_the_other() {
    let (site, node) = two().await;
    let room = site.room(&show("scoring = \"speed\"\nseconds = 10", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let lan = join(&site.base, "Lan", &room).await;
    // Both nodes know the player before anything is measured.
    lan.moved_to(&node.base).again().await;
    let (mut n, mut more) = lan.probe(0).await;
    while more {
        site.advance(600);
        (n, more) = lan.probe(n).await;
    }
    while site.number("SELECT count(*) FROM live_player WHERE round_trip = 600").await == 0 {}
    host.presses(&["start", "open"]).await;
    site.advance(2_600);
    lan.moved_to(&node.base).answer(1, &room.asked.right(1)).await.expect(200);
    assert_eq!(site.number("SELECT judged_ms FROM live_answer").await, 2_000);
    node.stop().await;
}

#[tokio::test]
async fn a_node_is_woken_by_what_happens_on_another() {
    let (site, node) = two().await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let lan = join(&node.base, "Lan", &room).await;
    let mut stream = lan.events().await;
    stream.wait("snapshot").await;
    host.presses(&["start", "open", "close", "reveal", "standings"]).await;
    stream.wait("standings").await;
    // Without wake-ups each of these would wait for the next look around, a second after the last.
    let began = server::clock::monotonic();
    for _ in 0..10 {
        host.press("back").await;
        stream.wait("reveal").await;
        host.press("standings").await;
        stream.wait("standings").await;
    }
    assert!(began.elapsed().as_secs() < 10, "{:?} for twenty steps", began.elapsed());
    node.stop().await;
}

#[tokio::test]
async fn the_clock_passes_to_another_node_when_its_owner_is_gone() {
    let (site, node) = two().await;
    let room = site.room(&show("seconds = 10", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let lan = join(&node.base, "Lan", &room).await;
    let mai = join(&site.base, "Mai", &room).await;
    let mut stream = lan.events().await;
    stream.wait("snapshot").await;
    host.press("start").await;
    site.advance(3_000);
    stream.wait("question").await;
    let owner = site.texts("SELECT owner FROM live_room").await.remove(0);
    let held = |app: &server::state::App| app.live.node == owner;
    assert!(held(&site.app) != held(&node.app), "one of the two opened it");
    assert_eq!(
        site.number("SELECT count(*) FROM live_event WHERE by_whom = 'clock'").await,
        1,
        "and only once"
    );
    mai.answer(1, &room.asked.right(1)).await.expect(200);

    // The owner goes down in the middle of the question; phones come to the other one.
    let (clock, base, rest) = if held(&site.app) {
        let clock = node.app.clock.clone();
        let database = site.stop().await;
        (clock, node.base.clone(), (Some(node), None, Some(database)))
    } else {
        let clock = site.app.clock.clone();
        node.stop().await;
        (clock, site.base.clone(), (None, Some(site), None))
    };
    let (lan, mai, host) = (lan.moved_to(&base), mai.moved_to(&base), host.moved_to(&base));
    let mut stream = lan.events().await;
    let snapshot = stream.wait("snapshot").await;
    assert_eq!((snapshot.phase(), &snapshot.data["me"]["number"]), ("open", &json!(lan.number)));
    assert_eq!(mai.again().await.snapshot["choice"], room.asked.right(1));
    lan.answer(1, &room.asked.right(1)).await.expect(200);
    clock.advance(11_000);
    stream.wait("closed").await;
    host.press("reveal").await;
    assert_eq!(stream.wait("reveal").await.data["own"]["right"], true);
    assert_eq!(host.now().await["reveal"]["bars"]["right"], 2);
    match rest {
        (Some(node), _, _database) => node.stop().await,
        (None, Some(site), _) => drop(site.stop().await),
        (None, None, _) => {}
    }
}
