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
