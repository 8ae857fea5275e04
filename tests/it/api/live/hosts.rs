//! Who may move the show, and who may look at it.

use crate::harness::live::code_on;
use crate::harness::staff::PASSWORD;
use crate::harness::{Engine, Events, Host, Site, show};
use domain::staff::Role;
use rstest::rstest;
use serde_json::json;

#[tokio::test]
async fn only_hosts_command() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let lan = site.phone("Lan", &room).await;
    let start = json!({ "command": "start" });
    let commands = room.path("/commands");
    assert_eq!(site.api().post(&commands, &start).await.problem().0, 401);
    assert_eq!(lan.api.post(&commands, &start).await.problem().0, 401, "a player's token opens nothing");
    // Somebody of the staff whose work is another.
    site.desk("khán giả", Role::Host).await;
    site.change("DELETE FROM role_grant").await;
    let author = site.browser();
    author.sign_in("khán giả", PASSWORD).await.expect(303);
    let author = Host::at(author, &room.pin);
    assert_eq!(author.command(&start).await.problem(), (403, "no_role".into()));
    assert_eq!(author.pair("0000").await.problem(), (403, "no_role".into()));
    for path in ["/events?role=host", "/results?format=xlsx"] {
        assert_eq!(author.desk.get(&room.path(path)).await.problem(), (403, "no_role".into()), "{path}");
        assert_eq!(lan.api.get(&room.path(path)).await.problem().0, 401, "{path}");
        assert_eq!(site.browser().get(&room.path(path)).await.problem().0, 401, "{path}");
    }
    // A role in the address narrows; it never adds.
    assert_eq!(
        lan.api.get(&room.path("/events?role=screen")).await.problem(),
        (401, "live_not_paired".into())
    );
    assert_eq!(lan.api.get(&room.path("/events?role=admin")).await.problem(), (422, "bad_form".into()));
    let host = site.host("mc", &room).await;
    assert_eq!(host.desk.get(&room.path("/events")).await.problem(), (401, "live_not_joined".into()));
    assert_eq!(host.desk.get(&room.path("/results?format=pdf")).await.problem(), (422, "bad_form".into()));
    // Nor does a token in it: streams are opened by cookie or header.
    assert_eq!(site.api().get(&room.path(&format!("/events?token={}", lan.token))).await.problem().0, 401);
    // Another site's page cannot press.
    let other = host
        .desk
        .post_with(
            &format!("/organiser/live/{}/command", room.pin),
            &[("command", "start")],
            &[("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")],
        )
        .await;
    assert_eq!(other.status, 403);
    assert_eq!(site.api().get(&room.path("")).await.json()["phase"], "lobby");
    host.press("start").await;
    assert_eq!(
        site.number(
            "SELECT count(*) FROM live_event WHERE by_whom = (SELECT id FROM staff WHERE name = 'mc')"
        )
        .await,
        1
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn two_hosts_move_one_show_and_either_may_go(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("", &["T91-001", "T91-002"])).await;
    let laptop = site.host("mc", &room).await;
    let phone = site.host("trợ lý", &room).await;
    let lan = site.phone("Lan", &room).await;
    let mut here = laptop.events().await;
    let mut there = phone.events().await;
    here.wait("stage").await;
    there.wait("stage").await;
    laptop.press("start").await;
    there.stage("ready").await;
    phone.press("open").await;
    assert_eq!(here.stage("open").await, there.stage("open").await, "both see the same");
    // Both press in the same instant with what they see: one is carried out.
    let seen = json!({ "command": "advance", "expect_seq": 2 });
    let (a, b) = tokio::join!(laptop.command(&seen), phone.command(&seen));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    here.stage("closed").await;
    // The laptop goes; the room waits, for as long as it takes, and the phone goes on.
    drop(here);
    laptop.desk.post("/organiser/logout", &[]).await.expect(303);
    assert_eq!(laptop.command(&json!({ "command": "reveal" })).await.problem().0, 401);
    site.advance(3_600_000);
    there.stage("closed").await;
    assert_eq!(lan.again().await.snapshot["phase"]["name"], "closed");
    phone.presses(&["reveal", "next", "open"]).await;
    there.until("question 2", |e| e.phase() == "open" && e.data["phase"]["question"] == 2).await;
    // And somebody who was not there before takes over at a third device.
    let third = site.host("người thay", &room).await;
    assert_eq!(third.now().await["script"]["key"]["right"], json!([room.asked.right(2)["option"]]));
    third.presses(&["close", "reveal", "next", "finish"]).await;
    there.stage("finished").await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_projector_is_let_in_by_its_code(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let mut desk = host.events().await;
    desk.wait("stage").await;
    let page = format!("/live/{}/screen", room.pin);
    let (hall, foyer) = (site.browser(), site.browser());
    let code = code_on(&hall.get(&page).await.expect(200));
    assert_eq!(code.len(), 4);
    let told = desk.until("the code", |e| e.data["screens_waiting"] == json!([code])).await;
    assert_eq!(told.data["screens"], 0);
    assert_eq!(hall.get(&room.path("/events?role=screen")).await.problem(), (401, "live_not_paired".into()));
    assert_eq!(code_on(&hall.get(&page).await.expect(200)), code, "it may be loaded again");
    let other = code_on(&foyer.get(&page).await.expect(200));
    // Codes that nobody shows, and what is no code.
    let wrong = (0..10_000).map(|n| format!("{n:04}")).find(|n| *n != code && *n != other).unwrap();
    for bad in [wrong.as_str(), "", "12", "abcd", "%", "0000000000"] {
        assert_eq!(host.pair(bad).await.problem(), (404, "live_no_such_screen".into()), "{bad}");
    }
    assert_eq!(hall.get(&room.path("/events?role=screen")).await.problem().0, 401);
    host.pair(&format!(" {code} ")).await.expect(204);
    desk.until("one inside", |e| e.data["screens"] == 1 && e.data["screens_waiting"] == json!([other])).await;
    let mut shown = Events::of(hall.open(&room.path("/events?role=screen")).await).await;
    assert_eq!(shown.wait("stage").await.data["pin"], json!(room.pin));
    assert_eq!(
        foyer.get(&room.path("/events?role=screen")).await.problem().0,
        401,
        "the other one is still outside"
    );
    assert_eq!(host.pair(&code).await.problem().0, 404, "a code works once");
    // A code of another room.
    let second = site.room(&show("", &["T91-001"])).await;
    assert_eq!(Host::at(host.desk.clone(), &second.pin).pair(&other).await.problem().0, 404);
    assert_eq!(
        hall.get(&second.path("/events?role=screen")).await.problem().0,
        401,
        "let into one room only"
    );

    // Expired: whoever still shows it is given another.
    site.advance(10 * 60_000 + 1);
    assert_eq!(host.pair(&other).await.problem().0, 404);
    let fresh = code_on(&foyer.get(&page).await.expect(200));
    host.pair(&fresh).await.expect(204);
    // It stays in over a restart of the server, and over its own.
    let site = site.restart(60_000).await;
    let hall = hall.moved_to(&site.base);
    let mut shown = Events::of(hall.open(&room.path("/events?role=screen")).await).await;
    shown.wait("stage").await;
    host.moved_to(&site.base).press("start").await;
    shown.stage("ready").await;
    // Gone without a word: the show does not mind, and it comes back to what stands there.
    drop(shown);
    host.moved_to(&site.base).press("open").await;
    let mut again = Events::of(hall.open(&room.path("/events?role=screen")).await).await;
    assert_eq!(again.wait("stage").await.phase(), "open");
    // A host's own device needs no code.
    let at_desk = host.moved_to(&site.base).desk;
    Events::of(at_desk.open(&room.path("/events?role=screen")).await).await.stage("open").await;
    assert!(!at_desk.get(&page).await.expect(200).has("/organiser/login"));
    assert_eq!(site.number("SELECT count(*) FROM live_screen WHERE confirmed_by IS NOT NULL").await, 2);
}

/// A key that was given back, here, elsewhere or by somebody else, opens nothing, also what it opened before.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn streams_of_a_host_end_with_the_session(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let (_, mut projector) = host.screen(&site).await;
    projector.wait("stage").await;
    let path = room.path("/events?role=screen");
    let open = async |host: &Host| {
        let mut events = [host.events().await, Events::of(host.desk.open(&path).await).await];
        for events in &mut events {
            events.wait("stage").await;
        }
        events
    };
    // Whoever is signed in stays, whatever happens.
    let staying = open(&host).await;
    let another = || async {
        let desk = site.browser();
        desk.sign_in("mc", PASSWORD).await.expect(303);
        Host::at(desk, &room.pin)
    };
    let leaving = another().await;
    let streams = open(&leaving).await;
    leaving.desk.post("/organiser/logout", &[]).await.expect(303);
    site.advance(15_000);
    for stream in streams {
        stream.end().await;
    }
    // Somebody takes the role, or disables the account: from outside, by command.
    let demoted = site.host("trợ lý", &room).await;
    let streams = open(&demoted).await;
    site.change("DELETE FROM role_grant WHERE staff_id = (SELECT id FROM staff WHERE name = 'trợ lý')").await;
    site.advance(15_000);
    for stream in streams {
        stream.end().await;
    }
    let disabled = site.host("người khác", &room).await;
    let streams = open(&disabled).await;
    site.change("UPDATE staff SET disabled_at = 1 WHERE name = 'người khác'").await;
    site.advance(15_000);
    for stream in streams {
        stream.end().await;
    }
    // Neither who is still signed in nor a projector that was let in has noticed.
    host.press("start").await;
    for mut stream in staying.into_iter().chain([projector]) {
        stream.stage("ready").await;
    }
}

/// Anybody with the PIN may ask, as often as they like.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn projectors_that_ask_and_ask_do_not_flood_the_host(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let mut desk = host.events().await;
    desk.wait("stage").await;
    let page = format!("/live/{}/screen", room.pin);
    let rows = async |and: &str| site.number(&format!("SELECT count(*) FROM live_screen {and}")).await;
    let mut screens = Vec::new();
    for _ in 0..12 {
        let screen = site.browser();
        let code = code_on(&screen.get(&page).await.expect(200));
        screens.push((screen, code));
        site.advance(1);
    }
    let newest: Vec<&str> = screens[4..].iter().map(|(_, code)| code.as_str()).collect();
    desk.until("the newest eight", |e| e.data["screens_waiting"] == json!(newest)).await;
    assert_eq!(rows("").await, 8);
    assert_eq!(newest.iter().collect::<std::collections::BTreeSet<_>>().len(), 8, "each shows another");
    let (first, last) = (&screens[0], &screens[11]);
    if !newest.contains(&first.1.as_str()) {
        assert_eq!(host.pair(&first.1).await.problem().0, 404, "it has made room");
    }
    host.pair(&last.1).await.expect(204);
    Events::of(last.0.open(&room.path("/events?role=screen")).await).await.wait("stage").await;
    assert_eq!(rows("WHERE confirmed_at IS NOT NULL").await, 1);
    // Whoever has fallen out asks anew when it is loaded again, and is let in.
    let again = code_on(&first.0.get(&page).await.expect(200));
    host.pair(&again).await.expect(204);
    // One code lets in one, whatever the rows say.
    site.change("UPDATE live_screen SET code = '0123' WHERE confirmed_at IS NULL").await;
    host.pair("0123").await.expect(204);
    assert_eq!(rows("WHERE confirmed_at IS NOT NULL").await, 3);
    // Who still waits is forgotten after ten minutes, on the host's page and in the database; who is in stays in.
    site.advance(10 * 60_000);
    desk.until("nobody waits", |e| e.data["screens"] == 3 && e.data["screens_waiting"].is_null()).await;
    code_on(&site.browser().get(&page).await.expect(200));
    assert_eq!((rows("").await, rows("WHERE confirmed_at IS NOT NULL").await), (4, 3));
    site.advance(8 * 24 * 3_600_000);
    let known = site.browser();
    code_on(&known.get(&page).await.expect(200));
    assert_eq!(rows("").await, 1, "a show of last week is over");
    // A network that asks and asks is slowed; who is known may still look.
    while site.app.limits.screen("127.0.0.1").is_none() {}
    assert_eq!(site.browser().get(&page).await.status, 429);
    assert_eq!(site.browser().get(&page).await.header("set-cookie"), "");
    known.get(&page).await.expect(200);
    assert_eq!(rows("").await, 1);
}

#[tokio::test]
async fn finished_views_come_to_screens_and_hosts_in_their_language() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    site.phone("<script>alert(1)</a>", &room).await;
    for role in ["screen", "host"] {
        let path = room.path(&format!("/events?role={role}&view=html"));
        let mut stream = Events::of(host.desk.open(&path).await).await;
        let frame = stream.wait("stage").await;
        assert_eq!((frame.data["seq"].as_u64(), frame.data["now"].as_i64()), (Some(0), Some(site.now())));
        let html = frame.data["html"].as_str().unwrap();
        assert!(html.contains("data-phase=\"lobby\"") && !html.contains("<script>"), "{html}");
    }
}
