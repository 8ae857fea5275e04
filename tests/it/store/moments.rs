//! The latest stored moment: a server that starts takes no earlier one, whatever the machine's clock says.

use crate::harness::{Engine, Phone, Site, show};
use rstest::rstest;
use serde_json::json;
use server::store::attempts::latest_moment;

async fn latest(site: &Site) -> i64 {
    latest_moment(&mut site.app.store.read().await.unwrap()).await.unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_happens_on_stage_is_a_stored_moment(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("seconds = 60", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    site.advance(1_000);
    let phone = Phone::join(&site.api(), &room.pin, &json!({ "nickname": "Lan" })).await;
    assert_eq!(latest(&site).await, site.now(), "somebody came in");
    site.advance(1_000);
    host.press("start").await;
    assert_eq!(latest(&site).await, site.now(), "the host pressed a key");
    host.press("open").await;
    site.advance(1_000);
    phone.answer(1, &room.asked.right(1)).await.expect(200);
    assert_eq!(latest(&site).await, site.now(), "an answer was taken");
}
