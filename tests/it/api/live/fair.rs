//! Fair time over the API: what the server measures itself is forgiven, and whoever plays slow gains next to nothing.

use crate::harness::{Engine, Host, Phone, Room, Site, show};
use rstest::rstest;
use serde_json::json;

/// Each link of the chain takes so long, as the server sees it.
async fn probe(site: &Site, phone: &Phone, trips: &[i64]) {
    let (mut n, mut more) = phone.probe(0).await;
    for trip in trips {
        assert!(more, "{trips:?}");
        site.advance(*trip);
        (n, more) = phone.probe(n).await;
    }
    assert!(!more, "five are enough");
}

async fn room(site: &Site) -> (Room, Host) {
    let text = show("scoring = \"speed\"\nseconds = 10", &["T91-001", "T91-002", "T91-003"]);
    let room = site.room(&text).await;
    let host = site.host("mc", &room).await;
    (room, host)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_same_reaction_gets_the_same_points_near_and_far(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (room, host) = room(&site).await;
    let (near, far, silent) =
        (site.phone("Gần", &room).await, site.phone("Xa", &room).await, site.phone("Không đo", &room).await);
    probe(&site, &near, &[6, 5, 7, 5, 6]).await;
    probe(&site, &far, &[950, 800, 1_000, 870, 790]).await;
    host.presses(&["start", "open"]).await;
    // All three see the question when it reaches them and take two seconds to tap.
    site.advance(2_005);
    near.answer(1, &room.asked.right(1)).await.expect(200);
    site.advance(795);
    far.answer(1, &room.asked.right(1)).await.expect(200);
    silent.answer(1, &room.asked.right(1)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    let points = async |phone: &Phone| phone.again().await.snapshot["own"]["points"].as_i64().unwrap();
    let (close, remote, unmeasured) = (points(&near).await, points(&far).await, points(&silent).await);
    assert_eq!(close, 900);
    assert!((close - remote).abs() <= 5, "{close} and {remote}: half a percent of 1,000 at most");
    assert_eq!(unmeasured, 860, "who proved nothing is forgiven nothing");

    // The same after a restart, without measuring again.
    let site = site.restart(0).await;
    let (near, far, host) = (near.moved_to(&site.base), far.moved_to(&site.base), host.moved_to(&site.base));
    host.presses(&["next", "open"]).await;
    site.advance(10_000);
    // A far phone's answer is under way when the time is up.
    site.advance(700);
    assert_eq!(near.answer(2, &room.asked.right(2)).await.problem(), (409, "live_not_open".into()));
    far.answer(2, &room.asked.right(2)).await.expect(200);
    site.advance(91);
    assert_eq!(silent.moved_to(&site.base).answer(2, &room.asked.right(2)).await.problem().0, 409);
    assert_eq!(site.number("SELECT judged_ms FROM live_answer WHERE question = 2").await, 9_910);
    let trips = site
        .texts(
            "SELECT CAST(round_trip AS TEXT) FROM live_player WHERE round_trip IS NOT NULL ORDER BY number",
        )
        .await;
    assert_eq!(trips, ["5", "790"]);
}

#[tokio::test]
async fn delaying_probes_gains_five_percent_at_the_very_most() {
    let site = Site::start(Engine::Sqlite).await;
    let (room, host) = room(&site).await;
    let (honest, liar) = (site.phone("Thật", &room).await, site.phone("Vờ chậm", &room).await);
    probe(&site, &honest, &[5, 5, 5, 5, 5]).await;
    // Really 5 ms away, but every probe is answered after many seconds.
    probe(&site, &liar, &[9_000, 9_500, 9_000, 9_990, 9_001]).await;
    host.presses(&["start", "open"]).await;
    site.advance(4_000);
    honest.answer(1, &room.asked.right(1)).await.expect(200);
    liar.answer(1, &room.asked.right(1)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    let points = async |phone: &Phone| phone.again().await.snapshot["own"]["points"].as_i64().unwrap();
    let gain = points(&liar).await - points(&honest).await;
    assert!((1..=50).contains(&gain), "{gain} of 1,000 points");
    // And nobody is earlier than the question.
    host.presses(&["next", "open"]).await;
    liar.answer(2, &room.asked.right(2)).await.expect(200);
    assert_eq!(site.number("SELECT min(judged_ms) FROM live_answer").await, 0);
}

#[tokio::test]
async fn a_chain_must_be_answered_in_order() {
    let site = Site::start(Engine::Sqlite).await;
    let (room, host) = room(&site).await;
    let phone = site.phone("Lan", &room).await;
    assert_eq!(
        site.api().post(&room.path("/probe"), &json!({ "n": 0 })).await.problem(),
        (401, "live_not_joined".into())
    );
    assert_eq!(phone.api.post(&room.path("/probe"), &json!({})).await.problem(), (422, "bad_form".into()));
    // Numbers that were never given, or were used, measure nothing, and neither does who fell asleep in between.
    let (n, _) = phone.probe(0).await;
    site.advance(600);
    for wrong in [n + 1, 99, u64::from(u32::MAX)] {
        phone.probe(wrong).await;
        site.advance(600);
    }
    assert!(phone.probe(n).await.1, "overtaken");
    let (n, _) = phone.probe(0).await;
    site.advance(60_000);
    phone.probe(n).await;
    host.presses(&["start", "open"]).await;
    site.advance(3_000);
    phone.answer(1, &room.asked.right(1)).await.expect(200);
    assert_eq!(
        site.number("SELECT judged_ms FROM live_answer").await,
        3_000,
        "nothing was proved, nothing is forgiven"
    );
}

#[tokio::test]
async fn a_jump_gives_nothing_and_is_shown_to_the_host_alone() {
    let site = Site::start(Engine::Sqlite).await;
    let (room, host) = room(&site).await;
    let (lan, mai) = (site.phone("Lan", &room).await, site.phone("Mai", &room).await);
    let mut screen = host.screen(&site).await.1;
    screen.wait("stage").await;
    probe(&site, &lan, &[100, 110, 105, 120, 100]).await;
    probe(&site, &mai, &[100, 110, 105, 120, 100]).await;
    let mut desk = host.events().await;
    assert_eq!(desk.wait("stage").await.data["jumped"], json!(null));
    // Later one link more, as phones do when their network changes: one is much slower, one a little faster.
    probe(&site, &lan, &[900]).await;
    probe(&site, &mai, &[40]).await;
    let told = desk.until("the jump", |e| e.data["jumped"].is_array()).await.data["jumped"].clone();
    assert_eq!(told, json!([{ "number": lan.number, "nickname": "Lan" }]));
    host.presses(&["start", "open"]).await;
    site.advance(2_000);
    for phone in [&lan, &mai] {
        phone.answer(1, &room.asked.right(1)).await.expect(200);
    }
    let judged = site.texts("SELECT CAST(judged_ms AS TEXT) FROM live_answer ORDER BY player").await;
    assert_eq!(judged, ["1900", "1960"], "a jump gives no more, and who can be so fast is so near");
    screen.stage("open").await;
    assert!(!screen.raw().contains("jumped"));
}
