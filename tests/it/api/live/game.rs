//! A whole show: one host, one projector, three phones, and what each of them is told, in order.

use crate::harness::live::COMMUNE;
use crate::harness::{Engine, Events, Host, Phone, Room, Site, show};
use rstest::rstest;
use serde_json::{Value, json};

/// The events of a player's stream but for the lobby's counts, which are gathered and come when they come.
fn heard(events: &Events) -> Vec<&str> {
    events.names().into_iter().filter(|name| *name != "lobby").collect()
}

/// Numbers never go back, and what has none changes nothing that coming back would have to know.
fn in_order(events: &Events) {
    let numbers: Vec<u64> = events.seen().iter().filter_map(|e| e.id).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    for event in events.seen().iter().filter(|e| e.id.is_none()) {
        assert!(matches!(event.name.as_str(), "lobby" | "tally" | "removed"), "{event:?}");
    }
}

async fn answer(phone: &Phone, room: &Room, question: u32, right: bool) {
    let choice = json!(room.asked.choice(question, right));
    let accepted = phone.answer(question, &choice).await.expect(200).json();
    assert_eq!(accepted["question"], question);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_whole_game_with_one_host_one_screen_and_three_phones(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let head = "scoring = \"speed\"\nseconds = 10\ngroups = { kind = \"locality\", top_k = 2 }";
    let room = site.room(&show(head, &["T91-001", "T90-002", "T90-006"])).await;
    let host = site.host("mc", &room).await;
    let mut desk = host.events().await;
    let (_, mut screen) = host.screen(&site).await;
    let join = async |name: &str, locality: &str| {
        Phone::join(&site.api(), &room.pin, &json!({ "nickname": name, "locality": locality })).await
    };
    let phones = [join("Lan", COMMUNE).await, join("Mai", COMMUNE).await, join("Cúc", "outside").await];
    let mut streams = Vec::new();
    for phone in &phones {
        let mut stream = phone.events().await;
        let snapshot = stream.wait("snapshot").await.data;
        assert_eq!((&snapshot["seq"], &snapshot["me"]["number"]), (&json!(0), &json!(phone.number)));
        streams.push(stream);
    }
    let lobby = screen.until("three names", |e| e.name == "lobby" && e.data["players"] == 3).await.data;
    assert_eq!(lobby["newest"], json!(["Cúc", "Mai", "Lan"]));
    assert_eq!(lobby["groups"][0]["players"], 2);
    let script = desk.stage("lobby").await["script"].clone();
    assert_eq!(
        (&script["ahead"], &script["key"]["right"]),
        (&json!(true), &json!(["b"])),
        "the host reads ahead"
    );

    // The first question: right at once, right at the half, wrong.
    assert_eq!(host.press("start").await, 1);
    for stream in &mut streams {
        let ready = stream.wait("ready").await.data;
        assert_eq!((&ready["question"], &ready["of"]), (&json!(1), &json!(3)));
        assert_eq!(ready["until"].as_i64(), Some(site.now() + 3_000));
    }
    assert_eq!(screen.stage("ready").await["card"], Value::Null, "nobody reads it before it opens");
    host.press("open").await;
    let opened = site.now();
    for stream in &mut streams {
        let question = stream.wait("question").await.data;
        assert_eq!(
            (question["now"].as_i64(), question["deadline"].as_i64()),
            (Some(opened), Some(opened + 10_000))
        );
        assert_eq!(question["card"]["options"].as_array().unwrap().len(), 4);
    }
    answer(&phones[0], &room, 1, true).await;
    site.advance(5_000);
    answer(&phones[1], &room, 1, true).await;
    answer(&phones[2], &room, 1, false).await;
    let tally = screen.until("three answers", |e| e.name == "tally" && e.data["answered"] == 3).await.data;
    assert_eq!(tally, json!({ "question": 1, "answered": 3, "of": 3 }));
    let tally = desk.until("three answers", |e| e.name == "tally" && e.data["answered"] == 3).await.data;
    assert_eq!(tally["bars"]["right"], 2, "the host alone sees who chose what");
    host.press("close").await;
    for stream in &mut streams {
        assert_eq!(stream.wait("closed").await.data, json!({ "question": 1 }));
    }
    host.press("reveal").await;
    let expected =
        [(true, 1000, 1, None), (true, 750, 2, Some(("Lan", 250))), (false, 0, 3, Some(("Mai", 750)))];
    for (stream, (right, points, rank, ahead)) in streams.iter_mut().zip(expected) {
        let reveal = stream.wait("reveal").await.data;
        assert_eq!(
            (&reveal["right"], &reveal["question"], &reveal["run"]),
            (&json!(["b"]), &json!(1), &Value::Null)
        );
        let own = &reveal["own"];
        assert_eq!(
            (&own["answered"], &own["right"], &own["points"]),
            (&json!(true), &json!(right), &json!(points))
        );
        let standing = &own["standing"];
        assert_eq!(
            (&standing["total"], &standing["rank"], &standing["of"]),
            (&json!(points), &json!(rank), &json!(3))
        );
        let told = ahead.map_or(Value::Null, |(name, by)| json!({ "nickname": name, "points": by }));
        assert_eq!(standing["ahead"], told);
    }
    let shown = screen.stage("reveal").await["reveal"].clone();
    let counts: Vec<u64> =
        shown["bars"]["bars"].as_array().unwrap().iter().map(|b| b["count"].as_u64().unwrap()).collect();
    assert_eq!((counts.iter().sum::<u64>(), counts[1]), (3, 2));
    assert!(shown["explanation"].as_str().unwrap().starts_with("GIẢI THÍCH T91-001"));
    host.press("standings").await;
    let table = screen.stage("standings").await["standings"].clone();
    let rows: Vec<(&str, i64)> = table["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["nickname"].as_str().unwrap(), r["total"].as_i64().unwrap()))
        .collect();
    assert_eq!(rows, [("Lan", 1000), ("Mai", 750), ("Cúc", 0)]);
    let mean: Vec<f64> =
        table["groups"].as_array().unwrap().iter().map(|g| g["mean"].as_f64().unwrap()).collect();
    assert_eq!(mean, [875.0, 0.0]);

    // The second: partial credit; the third: a number. Everything with the one key.
    let advance = async || host.press("advance").await;
    advance().await;
    advance().await;
    streams[0].until("question 2", |e| e.name == "question" && e.data["card"]["question"] == 2).await;
    phones[0].answer(2, &json!({ "options": ["a"] })).await.expect(200);
    answer(&phones[1], &room, 2, true).await;
    advance().await;
    advance().await;
    let half = streams[0].wait("reveal").await.data["own"].clone();
    assert_eq!((&half["right"], &half["points"]), (&json!(false), &json!(500)));
    let none =
        streams[2].until("reveal 2", |e| e.name == "reveal" && e.data["question"] == 2).await.data["own"]
            .clone();
    assert_eq!((&none["answered"], &none["points"]), (&json!(false), &json!(0)));
    for _ in 0..3 {
        advance().await;
    }
    phones[2].answer(3, &json!({ "number": 4321.5 })).await.expect(200);
    for _ in 0..3 {
        advance().await;
    }
    advance().await;
    for stream in &mut streams {
        stream.wait("final").await;
    }
    let last = screen.stage("final").await["last"].clone();
    let rows: Vec<(u64, &str, i64)> = last["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["rank"].as_u64().unwrap(), r["nickname"].as_str().unwrap(), r["total"].as_i64().unwrap()))
        .collect();
    assert_eq!(rows, [(1, "Mai", 1750), (2, "Lan", 1500), (3, "Cúc", 1000)]);
    host.refused(&json!({ "command": "advance" }), "live_wrong_phase").await;
    host.press("finish").await;
    for stream in &mut streams {
        let end = stream.until("the end", |e| e.name == "snapshot" && e.phase() == "finished").await;
        assert_eq!(end.data["me"]["nickname"].as_str().map(str::is_empty), Some(false));
        in_order(stream);
    }
    let once = ["ready", "question", "closed", "reveal", "standings"];
    let mut whole = vec!["snapshot"];
    whole.extend(once.iter().cycle().take(15));
    whole.extend(["final", "snapshot"]);
    for stream in &streams {
        assert_eq!(heard(stream), whole);
    }
    screen.stage("finished").await;
    desk.stage("finished").await;
    for stage in [&screen, &desk] {
        in_order(stage);
        let phases: Vec<&str> =
            stage.seen().iter().filter(|e| e.name == "stage" && e.id > Some(0)).map(|e| e.phase()).collect();
        let once = ["ready", "open", "closed", "reveal", "standings"];
        let expected: Vec<&str> = once.into_iter().cycle().take(15).chain(["final", "finished"]).collect();
        assert_eq!(phases, expected);
    }

    // What the log, the players and the answers say is what was shown, also after a restart.
    let site = site.restart(1_000).await;
    let host = host.moved_to(&site.base);
    assert_eq!(host.now().await["last"]["rows"], last["rows"]);
    assert_eq!(site.number("SELECT max(seq) - count(*) FROM live_event").await, 0, "the log is dense");
    assert_eq!(site.number("SELECT count(*) FROM live_room WHERE finished_at IS NOT NULL").await, 1);
}

async fn opened(site: &Site, head: &str) -> (Room, Host, Phone) {
    let room = site.room(&show(head, &["T91-001", "T91-002", "T91-003"])).await;
    let host = site.host("mc", &room).await;
    let phone = site.phone("Lan", &room).await;
    host.presses(&["start", "open"]).await;
    (room, host, phone)
}

#[tokio::test]
async fn a_key_pressed_twice_moves_once() {
    let site = Site::start(Engine::Sqlite).await;
    let (_, host, _) = opened(&site, "").await;
    let seen = host.now().await["seq"].as_u64().unwrap();
    let press = |command: &str, seen: u64| json!({ "command": command, "expect_seq": seen });
    // Both in the same instant, as a key that bounces or two people at two devices.
    let both = press("advance", seen);
    let (one, two) = tokio::join!(host.command(&both), host.command(&both));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let stale = if one.status == 409 { one } else { two };
    assert_eq!(stale.problem(), (409, "live_stale".into()));
    assert_eq!(host.now().await["phase"]["name"], "closed");
    host.refused(&press("reveal", seen), "live_stale").await;
    host.refused(&press("reveal", seen + 100), "live_behind").await;
    // Taking somebody out makes nobody's key stale.
    host.carried(&json!({ "command": "remove", "player": 1 })).await;
    host.carried(&press("reveal", seen + 1)).await;
    for wrong in ["start", "open", "close", "reveal", "pause", "skip"] {
        host.refused(&json!({ "command": wrong }), "live_wrong_phase").await;
    }
    for bad in [
        json!({ "command": "explode" }),
        json!({}),
        json!({ "command": "extend" }),
        json!({ "command": "remove" }),
    ] {
        assert!(matches!(host.command(&bad).await.status, 400 | 422), "{bad}");
    }
}

#[tokio::test]
async fn more_time_moves_the_end_and_costs_nobody_points() {
    let site = Site::start(Engine::Sqlite).await;
    let (room, host, phone) = opened(&site, "scoring = \"speed\"\nseconds = 10").await;
    let began = site.now();
    let mut stream = phone.events().await;
    stream.wait("snapshot").await;
    for seconds in [0, 301, u64::from(u32::MAX)] {
        host.refused(&json!({ "command": "extend", "seconds": seconds }), "live_bad_seconds").await;
    }
    host.carried(&json!({ "command": "extend", "seconds": 30 })).await;
    assert_eq!(stream.wait("clock").await.data["deadline"].as_i64(), Some(began + 40_000));
    // In the extra time an answer is taken, and judged at the end of the question's own time.
    site.advance(25_000);
    phone.answer(1, &room.asked.right(1)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    assert_eq!(stream.wait("reveal").await.data["own"]["points"], 500);
    assert_eq!(site.number("SELECT judged_ms FROM live_answer").await, 10_000);
    assert_eq!(site.number("SELECT received_at FROM live_answer").await, began + 25_000);
}

#[tokio::test]
async fn a_pause_stops_the_clock_for_everybody() {
    let site = Site::start(Engine::Sqlite).await;
    let (room, host, phone) = opened(&site, "scoring = \"speed\"\nseconds = 10").await;
    let mut stream = phone.events().await;
    stream.wait("snapshot").await;
    let mut screen = host.screen(&site).await.1;
    host.refused(&json!({ "command": "resume" }), "live_not_paused").await;
    site.advance(2_000);
    host.press("pause").await;
    assert_eq!(stream.wait("paused").await.data["paused"], 8_000);
    let shown = screen.until("a clock that stands", |e| e.name == "stage" && e.data["paused"] == 8_000).await;
    assert_eq!(shown.phase(), "open");
    host.refused(&json!({ "command": "pause" }), "live_already_paused").await;
    let right = room.asked.right(1);
    assert_eq!(phone.answer(1, &right).await.problem(), (409, "live_not_open".into()));
    assert_eq!(phone.again().await.snapshot["paused"], 8_000);
    // An hour in which the hall is without light.
    site.advance(3_600_000);
    // The clock of the room does not close it: the next frame is the host's.
    host.press("resume").await;
    let clock = stream.wait("clock").await.data;
    assert_eq!(clock["deadline"].as_i64(), Some(site.now() + 8_000));
    assert!(!stream.names().contains(&"closed"));
    site.advance(1_000);
    phone.answer(1, &right).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    // 3 of 10 seconds: 1000 · (1 − 0.3/2).
    assert_eq!(stream.wait("reveal").await.data["own"]["points"], 850);
}

#[tokio::test]
async fn what_is_skipped_counts_for_nobody() {
    let site = Site::start(Engine::Sqlite).await;
    let (room, host, phone) = opened(&site, "scoring = \"accuracy\"").await;
    let mut stream = phone.events().await;
    stream.wait("snapshot").await;
    let first = phone.answer(1, &room.asked.right(1)).await.expect(200).body;
    let late = site.phone("Muộn", &room).await;
    host.press("skip").await;
    assert_eq!(stream.wait("ready").await.data["question"], 2);
    assert_eq!(
        phone.answer(1, &room.asked.right(1)).await.expect(200).body,
        first,
        "it was received, and told so"
    );
    assert_eq!(late.answer(1, &room.asked.right(1)).await.problem(), (409, "live_not_open".into()));
    host.press("open").await;
    phone.answer(2, &room.asked.right(2)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    assert_eq!(stream.wait("reveal").await.data["own"]["standing"]["total"], 1000);
    host.presses(&["next", "open", "close", "skip"]).await;
    // The last one skipped: the table, and the end is the host's to begin.
    assert_eq!(host.now().await["phase"]["name"], "standings");
    host.press("next").await;
    assert_eq!(stream.wait("final").await.data["total"], 1000);
}

#[tokio::test]
async fn opening_again_voids_what_was_given_and_says_so() {
    let site = Site::start(Engine::Sqlite).await;
    let (room, host, phone) = opened(&site, "scoring = \"accuracy\"").await;
    let mut stream = phone.events().await;
    stream.wait("snapshot").await;
    let mut screen = host.screen(&site).await.1;
    let first = phone.answer(1, &room.asked.right(1)).await.expect(200).json();
    host.presses(&["close", "reveal"]).await;
    assert_eq!(stream.wait("reveal").await.data["own"]["standing"]["total"], 1000);
    host.press("reopen").await;
    assert_eq!(stream.wait("ready").await.data["voided"], 1);
    assert_eq!(screen.until("the void", |e| e.data["voided"] == 1).await.phase(), "ready");
    assert_eq!(phone.again().await.snapshot["standing"]["total"], 0);
    // While it is announced, nothing is taken, and nothing of the void run is taken for an answer.
    assert_eq!(phone.answer(1, &room.asked.wrong(1)).await.problem(), (409, "live_not_open".into()));
    site.advance(1_000);
    host.press("open").await;
    assert_eq!(stream.wait("question").await.data["card"]["run"], 2);
    assert_eq!(phone.again().await.snapshot["choice"], Value::Null, "nothing is answered yet");
    // An answer meant for the void run finds what it was told then, and is none to the new one.
    let late = json!({ "question": 1, "run": 1, "choice": room.asked.right(1) });
    assert_eq!(phone.answer_with(&late).await.expect(200).json(), first);
    assert_eq!(phone.again().await.snapshot["choice"], Value::Null);
    let second = phone.answer(1, &room.asked.wrong(1)).await.expect(200).json();
    assert_ne!(second["accepted_at"], first["accepted_at"]);
    host.presses(&["close", "reveal"]).await;
    let own = stream.wait("reveal").await.data["own"].clone();
    assert_eq!((&own["right"], &own["standing"]["total"]), (&json!(false), &json!(0)));
    assert_eq!(site.number("SELECT count(*) FROM live_answer").await, 2, "what was given stays on record");
    // A wrong key that is found at the reveal: opened again, then left out.
    host.presses(&["reopen", "skip", "open", "close", "reveal"]).await;
    assert_eq!(phone.again().await.snapshot["standing"]["total"], 0);
    let site = site.restart(0).await;
    assert_eq!(phone.moved_to(&site.base).again().await.snapshot["phase"]["question"], 2);
}

#[tokio::test]
async fn back_shows_the_reveal_again() {
    let site = Site::start(Engine::Sqlite).await;
    let (room, host, phone) = opened(&site, "scoring = \"accuracy\"").await;
    let mut stream = phone.events().await;
    stream.wait("snapshot").await;
    phone.answer(1, &room.asked.right(1)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    let reveal = stream.wait("reveal").await.data;
    host.presses(&["standings", "back"]).await;
    stream.wait("standings").await;
    assert_eq!(stream.wait("reveal").await.data, reveal);
    let again = host.now().await;
    assert_eq!(again["reveal"]["bars"]["right"], 1);
    host.refused(&json!({ "command": "back" }), "live_wrong_phase").await;
}

#[tokio::test]
async fn a_survey_asks_without_points_or_a_right_answer() {
    let site = Site::start(Engine::Sqlite).await;
    let text =
        show("scoring = \"accuracy\"", &["T91-001"]) + "[[question]]\nid = \"T91-002\"\nsurvey = true\n";
    let room = site.room(&text).await;
    let host = site.host("mc", &room).await;
    let phone = site.phone("Lan", &room).await;
    let mut stream = phone.events().await;
    host.presses(&["start", "open", "close", "reveal", "next", "open"]).await;
    phone.answer(2, &json!({ "option": "a" })).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    let reveal = stream.until("the survey", |e| e.name == "reveal" && e.data["question"] == 2).await.data;
    assert_eq!((&reveal["survey"], &reveal["right"]), (&json!(true), &Value::Null));
    assert_eq!((&reveal["own"]["points"], &reveal["own"]["standing"]["total"]), (&json!(0), &json!(0)));
    let shown = host.now().await["reveal"].clone();
    assert_eq!(
        (&shown["bars"]["bars"][0], &shown["explanation"]),
        (&json!({ "id": "a", "count": 1, "right": false }), &json!(""))
    );
    // The one key leaves the table out: nothing has changed in it.
    host.press("advance").await;
    stream.wait("final").await;
}
