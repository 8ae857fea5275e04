//! Whoever comes back is told what everybody else was told meanwhile, and a stream that is alive can be told from a dead one.

use crate::harness::{Engine, Site, show};
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_comes_back_to_a_question_that_is_asked_again_is_told_so(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    host.press("start").await;
    assert_eq!(lan.again().await.snapshot["voided"], Value::Null, "asked for the first time");
    host.press("open").await;
    lan.answer(1, &room.asked.right(1)).await.expect(200);
    host.presses(&["close", "reopen"]).await;
    let again = lan.again().await.snapshot;
    assert_eq!((again["phase"]["name"].as_str(), &again["voided"]), (Some("ready"), &json!(1)));
    assert_eq!(lan.events().await.wait("snapshot").await.data["voided"], 1, "and on the stream");
    // A phone without scripts reads it on the page.
    let browser = site.browser();
    let form = [("nickname", "Cụ Bảy")];
    browser.post(&format!("/live/{}", room.pin), &form).await.expect(303);
    let page = browser.get(&format!("/live/{}", room.pin)).await.expect(200);
    assert!(page.has("Câu này được hỏi lại"), "{}", page.body);
    // Also after a restart; and no longer once it is open, or about the next one.
    let site = site.restart(0).await;
    let (lan, host) = (lan.moved_to(&site.base), host.moved_to(&site.base));
    assert_eq!(lan.again().await.snapshot["voided"], 1);
    host.press("open").await;
    assert_eq!(lan.again().await.snapshot["voided"], Value::Null);
    host.presses(&["close", "reveal", "next"]).await;
    assert_eq!(lan.again().await.snapshot["voided"], Value::Null);
}

#[tokio::test]
async fn a_quiet_stream_gives_signs_of_life_that_a_page_hears() {
    // An event without a name, which a page hears as `message`, and with data, without which it would hear nothing.
    let alive = server::live::stream::ALIVE;
    assert_eq!(&alive[..], b"data:0\n\n");
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    let phone = lan.api.open(&room.path("/events"), &[]).await;
    let screen = host.desk.open(&room.path("/events?role=screen")).await;
    let until_alive = async |mut response: reqwest::Response| {
        let mut heard = Vec::new();
        while !heard.ends_with(&alive) {
            heard.extend_from_slice(&response.chunk().await.unwrap().expect("the stream goes on"));
        }
    };
    // A page takes a stream for dead after 50 s without a word; the server lets at most 40 s pass.
    let both = async { tokio::join!(until_alive(phone), until_alive(screen)) };
    tokio::time::timeout(std::time::Duration::from_secs(48), both).await.expect("signs of life");
}
