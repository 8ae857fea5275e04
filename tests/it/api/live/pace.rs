//! The room's clock: what happens by itself, when the site's clock is moved by hand.

use crate::harness::{Engine, Site, show};
use domain::live::payload::LiveAnswer;
use rstest::rstest;
use serde_json::json;
use server::live::{answer, hub};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_clock_opens_and_closes_and_leaves_the_rest_to_the_host(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("seconds = 10\nready_seconds = 4", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    let mut stream = lan.events().await;
    host.press("start").await;
    let until = stream.wait("ready").await.data["until"].as_i64().unwrap();
    assert_eq!(until, site.now() + 4_000);
    site.advance(4_000);
    let question = stream.wait("question").await.data;
    assert_eq!(question["deadline"].as_i64(), Some(site.now() + 10_000));
    site.advance(11_000);
    stream.wait("closed").await;
    // An hour later it is still the host's turn.
    site.advance(3_600_000);
    assert_eq!(host.now().await["phase"]["name"], "closed");
    host.press("reveal").await;
    stream.wait("reveal").await;
    site.advance(3_600_000);
    assert_eq!(lan.again().await.snapshot["phase"]["name"], "reveal");
    let clock = site.texts("SELECT by_whom FROM live_event WHERE by_whom = 'clock' ORDER BY seq").await;
    assert_eq!(clock.len(), 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_room_may_pace_itself(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let head = "pace = { reveal = 6, standings = 5 }\nseconds = 10\nscoring = \"accuracy\"";
    let room = site.room(&show(head, &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    let mut stream = lan.events().await;
    stream.wait("snapshot").await;
    site.advance(3_600_000);
    assert_eq!(host.now().await["phase"]["name"], "lobby", "the host begins it");
    host.press("start").await;
    for question in 1..=2 {
        stream.wait("ready").await;
        site.advance(3_000);
        stream.wait("question").await;
        lan.answer(question, &room.asked.right(question)).await.expect(200);
        site.advance(11_000);
        stream.wait("closed").await;
        site.advance(1_000);
        stream.wait("reveal").await;
        if question == 1 {
            // The host may hold it, and press ahead.
            site.advance(5_000);
            host.press("pause").await;
            site.advance(3_600_000);
            assert_eq!(host.now().await["paused"], 1_000);
            host.press("resume").await;
            site.advance(1_000);
            stream.wait("standings").await;
            host.press("next").await;
        } else {
            site.advance(6_000);
            stream.wait("standings").await;
            site.advance(5_000);
        }
    }
    assert_eq!(stream.wait("final").await.data["total"], 2000);
    let names: Vec<&str> = stream.names().into_iter().filter(|n| *n != "lobby").collect();
    assert_eq!(names.len(), 12, "{names:?}");
    // The room stays until the host closes it.
    site.advance(3_600_000);
    assert_eq!(host.now().await["phase"]["name"], "final");
}

#[tokio::test]
async fn time_that_passed_while_the_server_was_down_has_passed() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("seconds = 10", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    host.presses(&["start", "open"]).await;
    lan.answer(1, &room.asked.right(1)).await.expect(200);
    // Down and up within the time: it is still open, and closes when it should.
    let site = site.restart(4_000).await;
    let (lan, host) = (lan.moved_to(&site.base), host.moved_to(&site.base));
    assert_eq!(lan.again().await.snapshot["phase"]["name"], "open");
    // Down over the end: nobody need ask; the room's clock goes on by itself.
    let site = site.restart(8_000).await;
    let (lan, host) = (lan.moved_to(&site.base), host.moved_to(&site.base));
    let mut stream = lan.events().await;
    stream.until("closed", |e| e.name == "closed" || e.phase() == "closed").await;
    host.press("reveal").await;
    let reveal = stream.wait("reveal").await.data;
    assert_eq!(reveal["own"]["right"], json!(true));
}

/// By itself the room reveals only when those who came in time are through.
#[tokio::test]
async fn the_reveal_waits_for_a_crowd_that_came_in_time() {
    let site = Site::start(Engine::Sqlite).await;
    let head = "pace = { reveal = 6, standings = 5 }\nseconds = 10\nscoring = \"accuracy\"";
    let room = site.room(&show(head, &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    let mut desk = host.events().await;
    host.presses(&["start", "open"]).await;
    let handle = hub::room(&site.app, &room.pin).await.unwrap();
    let deadline = site.now() + 10_000;
    site.advance(11_000);
    desk.stage("closed").await;
    let body: LiveAnswer =
        serde_json::from_value(json!({ "question": 1, "choice": room.asked.right(1) })).unwrap();
    // It is through when the reveal is due: the room's task sees both in one look, and looks again.
    answer::take(&site.app, &handle, lan.number, body, deadline).await.unwrap();
    site.advance(1_500);
    desk.until("the answer", |e| e.name == "tally" && e.data["answered"] == 1).await;
    let revealed = desk.stage("reveal").await;
    assert_eq!(revealed["reveal"]["bars"]["right"], 1);
    let names = desk.names();
    let last_two = &names[names.len() - 2..];
    assert_eq!(last_two, ["tally", "stage"]);
}
