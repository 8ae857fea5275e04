//! One phone, many people: switching, and shared devices that forget.

use crate::harness::actors::code_in;
use crate::harness::{Browser, Engine, Site, Someone};
use rstest::rstest;
use serde_json::json;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn three_people_in_turn_on_a_shared_device(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let kiosk = site.browser();
    let mut before: Vec<(String, String, String)> = Vec::new();
    kiosk.get("/contests/thi-thu?kiosk").await.expect(200);
    for nickname in ["Bác Tâm", "Cô Lý", "Anh Bảy"] {
        let form = kiosk.get("/contests/thi-thu/join").await.expect(200);
        assert!(form.has("Máy dùng chung"), "the device knows that it is shared");
        for (_, other, _) in &before {
            assert!(!form.has(other));
        }
        let attempt = kiosk.join(&Someone::named(nickname)).await;
        let page = kiosk.get(&format!("/attempts/{attempt}")).await.expect(200);
        assert!(page.has(nickname), "every page says who is taking part");
        kiosk.post(&format!("/attempts/{attempt}/submit"), &[("confirm_blanks", "1")]).await.expect(303);
        kiosk.get(&format!("/attempts/{attempt}/result")).await.expect(200);
        // While one is there, the list names nobody else.
        let who = kiosk.get("/who").await.expect(200);
        let me = kiosk.get("/me").await.expect(200);
        for (attempt, other, code) in &before {
            assert!(!who.has(other) && !me.has(other) && !me.has(code), "{nickname} sees {other}");
            for path in [format!("/attempts/{attempt}"), format!("/attempts/{attempt}/result")] {
                let back = kiosk.get(&path).await;
                assert!(back.status == 403 && !back.has(other), "{nickname} goes back to {other}");
            }
        }
        let goodbye = kiosk.post("/done", &[]).await.expect(200);
        assert_eq!(goodbye.header("cache-control"), "no-store");
        let code = code_in(&goodbye.body).expect("the code is shown once");
        let again = kiosk.post("/done", &[]).await.expect(200);
        assert!(!again.has(&code), "and only once");
        assert!(kiosk.get("/me").await.leads().starts_with("/continue"));
        let gone = kiosk.get(&format!("/attempts/{attempt}/result")).await;
        assert!(matches!(gone.status, 401 | 403) && !gone.has(nickname));
        assert!(!kiosk.get("/who").await.has(nickname));
        before.push((attempt, nickname.to_owned(), code));
    }
    assert_eq!(
        site.number("SELECT count(*) FROM device_participant").await,
        0,
        "the device forgot all of them"
    );
    // At home the code brings the second one back.
    let home = site.browser();
    home.post("/continue", &[("code", &before[1].2)]).await.expect(303);
    assert!(home.get(&format!("/attempts/{}/result", before[1].0)).await.expect(200).has("Cô Lý"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_contest_can_ask_for_shared_devices(#[case] engine: Engine) {
    let site = Site::edited(engine, &[("identity = \"open\"", "identity = \"open\"\nkiosk = true")]).await;
    let pc = site.browser();
    let joined =
        pc.post("/contests/thi-thu/join", &Someone::named("Học trò").born(2011).fields()).await.expect(303);
    let cookies = joined.cookies();
    assert!(cookies.iter().filter(|c| c.starts_with("nhs=") || c.starts_with("nhs_who=")).count() == 2);
    for cookie in cookies.iter().filter(|c| !c.starts_with("nhs_kiosk") && !c.starts_with("nhs_live")) {
        assert!(!cookie.contains("Max-Age"), "gone when the browser closes: {cookie}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_family_shares_a_phone(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let first = phone.join(&Someone::named("Ông Sáu")).await;
    let second = phone.join(&Someone::named("Bà Sáu")).await;
    phone.get(&format!("/attempts/{second}")).await.expect(200);
    phone.get(&format!("/attempts/{first}")).await.expect(403);
    let list = phone.get("/who?back=/contests/thi-thu").await.expect(200);
    assert!(list.has("Ông Sáu") && list.has("Bà Sáu"));
    let ids = site.texts("SELECT id FROM participant WHERE nickname = 'Ông Sáu'").await;
    let chosen = [("participant", ids[0].as_str()), ("back", "/contests/thi-thu")];
    assert_eq!(phone.post("/who", &chosen).await.leads(), "/contests/thi-thu");
    assert!(phone.get(&format!("/attempts/{first}")).await.expect(200).has("Ông Sáu"));
    phone.get(&format!("/attempts/{second}")).await.expect(403);

    let stranger = site.browser();
    stranger.join(&Someone::named("Người lạ")).await;
    stranger.post("/who", &chosen).await.expect(403);
    // The list knows only its own device.
    assert!(!stranger.get("/who").await.has("Ông Sáu"));
}

/// Whatever a program in the page could ask for about somebody else's attempt is refused.
async fn nothing_by_api(browser: &Browser, attempt: &str) {
    let path = format!("/api/v1/attempts/{attempt}");
    let save = json!({ "seq": 1, "occurred_at": 1, "choice": null });
    for reply in [
        browser.get(&path).await,
        browser.get(&format!("{path}/result")).await,
        browser.put_json(&format!("{path}/answers/1"), &save).await,
        browser.post_json(&format!("{path}/submit"), &json!({ "prediction": null })).await,
    ] {
        assert!(matches!(reply.status, 401 | 403), "{}: {}", reply.status, reply.body);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn changing_the_person_on_a_shared_device_forgets_the_last_one(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let kiosk = site.browser();
    kiosk.get("/contests/thi-thu?kiosk").await.expect(200);
    let mut before: Vec<(String, &str, String)> = Vec::new();
    for nickname in ["Bác Tâm", "Cô Lý", "Anh Bảy"] {
        let attempt = kiosk.join(&Someone::named(nickname)).await;
        assert!(kiosk.get(&format!("/attempts/{attempt}")).await.expect(200).has("Đổi người"));
        assert_eq!(site.number("SELECT count(*) FROM device_participant").await, 1);
        let who = kiosk.get(&format!("/who?back=/attempts/{attempt}")).await.expect(200);
        let me = kiosk.get("/me").await.expect(200);
        for (old, other, code) in &before {
            assert!(!who.has(other) && !me.has(other) && !me.has(code), "{nickname} sees {other}");
            kiosk.get(&format!("/attempts/{old}/result")).await.expect(403);
            nothing_by_api(&kiosk, old).await;
        }
        // Nobody new comes in past the page that shows the code.
        assert!(who.has(nickname) && who.has("action=\"/done\""));
        assert!(!who.has("/join\"") && !who.has("class=\"btn plain\" href=\"/continue\""));
        for path in ["/contests/thi-thu/join", "/contests/thi-thu/join?kiosk"] {
            assert_eq!(kiosk.get(path).await.leads(), "/who?back=/contests/thi-thu");
        }
        assert_eq!(kiosk.get("/continue").await.leads(), "/who?back=/");
        let goodbye = kiosk.post("/done", &[]).await.expect(200);
        let code = code_in(&goodbye.body).expect("the code is shown before the device forgets");
        assert!(goodbye.has("/contests/thi-thu/join?kiosk") && goodbye.has("href=\"/continue\""));
        kiosk.get(&format!("/attempts/{attempt}")).await.expect(401);
        nothing_by_api(&kiosk, &attempt).await;
        before.push((attempt, nickname, code));
    }
    assert!(!kiosk.get("/who").await.expect(200).has("Anh Bảy"));
    // Each of them has their own at home.
    for (attempt, nickname, code) in &before {
        let home = site.browser();
        home.post("/continue", &[("code", code)]).await.expect(303);
        assert!(home.get(&format!("/attempts/{attempt}")).await.expect(200).has(nickname));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn whoever_comes_to_a_shared_device_is_alone_on_it(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (phone, elsewhere) = (site.browser(), site.browser());
    let away = elsewhere.join(&Someone::named("Ở nhà")).await;
    let code = elsewhere.code().await;
    let first = phone.join(&Someone::named("Ông Sáu")).await;
    let second = phone.join(&Someone::named("Bà Sáu")).await;
    let held = async || site.number("SELECT count(*) FROM device_participant").await;
    assert_eq!(held().await, 3);
    // A phone that becomes a shared one knows nobody but who sits there, even before anything is released.
    phone.get("/contests/thi-thu?kiosk").await.expect(200);
    phone.get(&format!("/attempts/{second}")).await.expect(200);
    nothing_by_api(&phone, &first).await;
    let old = site.texts("SELECT id FROM participant WHERE nickname = 'Ông Sáu'").await;
    phone.post("/who", &[("participant", &old[0])]).await.expect(403);
    let me = site.texts("SELECT id FROM participant WHERE nickname = 'Bà Sáu'").await;
    phone.post("/who", &[("participant", &me[0])]).await.expect(303);
    assert_eq!(held().await, 2, "choosing oneself releases the others");
    // A form that was open before: joining releases whoever is there in the same step.
    let third = phone.join(&Someone::named("Cô Ba")).await;
    assert_eq!(held().await, 2);
    nothing_by_api(&phone, &second).await;
    phone.post("/continue", &[("code", &code)]).await.expect(303);
    assert_eq!(held().await, 2);
    assert!(phone.get(&format!("/attempts/{away}")).await.expect(200).has("Ở nhà"));
    nothing_by_api(&phone, &third).await;
    phone.post("/done", &[]).await.expect(200);
    assert_eq!(held().await, 1, "at home nobody is forgotten");
    elsewhere.get(&format!("/attempts/{away}")).await.expect(200);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_shared_device_never_takes_the_last_one_left(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let joined = site
        .browser()
        .post("/contests/thi-thu/join?kiosk", &Someone::named("Bác Tâm").fields())
        .await
        .expect(303);
    let attempt = joined.header("location");
    let token = joined.cookies().into_iter().find(|c| c.starts_with("nhs=")).unwrap();
    let token = token.split(';').next().unwrap().to_owned();
    let asks = async |cookies: &str, path: &str| {
        let cookies = format!("{token}{cookies}");
        site.browser().get_with(path, &[("cookie", &cookies)]).await
    };
    // At home the only one on a device is meant, also when the choice was lost.
    assert!(asks("", "/me").await.expect(200).has("Bác Tâm"));
    for shared in ["; nhs_kiosk=1", "; nhs_kiosk=1; nhs_who=nobody"] {
        assert_eq!(asks(shared, "/me").await.leads(), "/continue");
        for path in ["/who", "/contests/thi-thu", "/contests/thi-thu/join"] {
            assert!(!asks(shared, path).await.expect(200).has("Bác Tâm"), "{path}");
        }
        asks(shared, &attempt).await.expect(401);
        asks(shared, &format!("/api/v1{attempt}")).await.expect(403);
    }
}
