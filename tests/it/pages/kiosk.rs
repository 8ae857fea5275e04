//! One phone, many people: switching, and shared devices that forget.

use crate::harness::actors::code_in;
use crate::harness::{Engine, Site, Someone};
use rstest::rstest;

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
    for cookie in cookies.iter().filter(|c| !c.starts_with("nhs_kiosk")) {
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
