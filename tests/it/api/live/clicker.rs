//! A projector that was let in is driven by the clicker on its own machine, and by nothing more than that.

use crate::harness::{Engine, Host, Site, show};
use rstest::rstest;
use serde_json::json;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_projector_that_was_let_in_drives_the_show(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    site.phone("Lan", &room).await;
    let (browser, mut screen) = host.screen(&site).await;
    screen.wait("stage").await;
    // The same calls as a host's, from the projector's browser.
    let clicker = Host::at(browser, &room.pin);
    let mut seq = 0;
    for phase in ["ready", "open", "closed", "reveal", "standings"] {
        seq = clicker.carried(&json!({ "command": "advance", "expect_seq": seq })).await;
        screen.stage(phase).await;
    }
    clicker.refused(&json!({ "command": "advance", "expect_seq": 1 }), "live_stale").await;
    seq = clicker.carried(&json!({ "command": "back", "expect_seq": seq })).await;
    seq = clicker.carried(&json!({ "command": "advance", "expect_seq": seq })).await;
    seq = clicker.carried(&json!({ "command": "advance", "expect_seq": seq })).await;
    seq = clicker.carried(&json!({ "command": "pause", "expect_seq": seq })).await;
    seq = clicker.carried(&json!({ "command": "resume", "expect_seq": seq })).await;
    assert_eq!(site.number("SELECT count(*) FROM live_event WHERE by_whom = 'screen'").await, 10);
    // What it shows carries no more than before: neither key nor who chose what.
    assert!(!screen.raw().contains("\"script\""));
    assert_eq!(clicker.desk.get(&room.path("/events?role=host")).await.problem().0, 401);

    // Everything else is the host's.
    for command in [
        json!({ "command": "advance" }),
        json!({ "command": "finish", "expect_seq": seq }),
        json!({ "command": "conclude", "expect_seq": seq }),
        json!({ "command": "reopen", "expect_seq": seq }),
        json!({ "command": "skip", "expect_seq": seq }),
        json!({ "command": "extend", "seconds": 10, "expect_seq": seq }),
        json!({ "command": "freeze", "on": true }),
        json!({ "command": "remove", "player": 1 }),
        json!({ "command": "readmit", "player": 1 }),
        json!({ "command": "rename", "player": 1, "nickname": "Hoa" }),
        json!({ "command": "rescue", "expect_seq": seq }),
    ] {
        assert_eq!(clicker.command(&command).await.problem(), (401, "staff_signed_out".into()), "{command}");
    }
    let next = json!({ "command": "advance", "expect_seq": seq });
    // Nor another room's, nor a projector's that only asks.
    let second = site.room(&show("", &["T91-001"])).await;
    let first = json!({ "command": "advance", "expect_seq": 0 });
    let elsewhere = Host::at(clicker.desk.clone(), &second.pin);
    assert_eq!(elsewhere.command(&first).await.problem(), (401, "staff_signed_out".into()));
    let asking = site.browser();
    asking.get(&format!("/live/{}/screen", room.pin)).await.expect(200);
    assert_eq!(Host::at(asking, &room.pin).command(&next).await.problem(), (401, "staff_signed_out".into()));
    // Nor for another site's page.
    let forged = clicker
        .desk
        .post_with(
            &room.path("/commands"),
            &[("command", "advance")],
            &[("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")],
        )
        .await;
    assert_eq!(forged.status, 403);
    // The show stands where the clicker left it, and the host goes on from there.
    assert_eq!(site.api().get(&room.path("")).await.json()["phase"], "ready");
    host.press("open").await;
}
