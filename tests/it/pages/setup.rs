//! The first administrator: a code that opens once.

use crate::harness::staff::PASSWORD;
use crate::harness::{Engine, Site};
use domain::staff::Role;
use rstest::rstest;
use server::staff::first;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_code_makes_one_administrator(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let code = first::code(&site.app).await.unwrap().unwrap();
    assert_eq!(
        first::code(&site.app).await.unwrap().unwrap(),
        code,
        "every node and restart prints the same"
    );
    let browser = site.browser();
    let form = browser.get("/setup").await.expect(200);
    assert!(
        form.has("name=\"code\"") && form.has("<leptos-island") && form.header("cache-control") == "no-store"
    );
    browser.post("/setup", &[("code", "AAAAA-AAAAA")]).await.expect(422);
    browser.post("/setup", &[("code", "")]).await.expect(422);

    // The code alone asks for the rest, and may be typed in any way.
    let typed = code.text.to_lowercase().replace('-', " ");
    let form = browser.post("/setup", &[("code", &typed)]).await.expect(200);
    assert!(form.has("name=\"name\"") && form.has("autocomplete=\"new-password\""));
    let with = |name, password, again| {
        [("code", code.text.as_str()), ("name", name), ("password", password), ("again", again)]
    };
    for (fields, error) in [
        (with("x", PASSWORD, PASSWORD), "name-error"),
        (with("ban<b>", PASSWORD, PASSWORD), "name-error"),
        (with("quản trị", "ngắn", "ngắn"), "password-error"),
        (with("quản trị", "quan_tri_vien", "quan_tri_vien "), "again-error"),
        (with("1234567890", "1234567890", "1234567890"), "password-error"),
    ] {
        assert!(browser.post("/setup", &fields).await.expect(422).has(error), "{error}");
    }
    assert_eq!(site.number("SELECT count(*) FROM staff").await, 0);

    let made = browser.post("/setup", &with("Quản trị", PASSWORD, PASSWORD)).await;
    assert_eq!(made.leads(), "/organiser/account?notice=first");
    let page = browser.get("/organiser/account?notice=first").await.expect(200);
    assert!(page.has("Quản trị") && page.has("không dùng được nữa"));
    assert_eq!(site.texts("SELECT role FROM role_grant").await, ["admin"]);

    let late = site.browser();
    assert_eq!(late.get("/setup").await.leads(), "/organiser/login");
    assert_eq!(
        late.post("/setup", &with("Kẻ thứ hai", PASSWORD, PASSWORD)).await.leads(),
        "/organiser/login"
    );
    assert_eq!(first::code(&site.app).await.unwrap(), None);
    assert_eq!(site.number("SELECT count(*) FROM staff").await, 1);
    let everything = site.everything().await;
    assert!(!everything.contains(&code.text) && !everything.contains(&code.text.replace('-', "")));
    assert_eq!(site.texts("SELECT actor FROM audit WHERE action = 'create-staff'").await, ["setup"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn of_many_at_once_one_gets_in(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let code = first::code(&site.app).await.unwrap().unwrap();
    let tries = (0..6).map(|n| {
        let (browser, code) = (site.browser(), code.text.clone());
        async move {
            let name = format!("quản trị {n}");
            let fields =
                [("code", code.as_str()), ("name", &name), ("password", PASSWORD), ("again", PASSWORD)];
            browser.post("/setup", &fields).await.leads()
        }
    });
    let ends = futures::future::join_all(tries).await;
    assert_eq!(ends.iter().filter(|to| to.starts_with("/organiser/account")).count(), 1, "{ends:?}");
    assert_eq!(site.number("SELECT count(*) FROM staff").await, 1);
    assert_eq!(site.number("SELECT count(*) FROM staff_session").await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_code_ends_after_a_day_and_with_any_account(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let old = first::code(&site.app).await.unwrap().unwrap();
    site.advance(first::VALID_MS - 1);
    site.browser().post("/setup", &[("code", &old.text)]).await.expect(200);
    site.advance(1);
    let browser = site.browser();
    assert!(browser.post("/setup", &[("code", &old.text)]).await.expect(422).has("đã hết hạn"));
    let new = first::code(&site.app).await.unwrap().unwrap();
    assert_ne!(new.text, old.text);
    browser.post("/setup", &[("code", &new.text)]).await.expect(200);
    // A personal code is none, and the other way round.
    browser.post("/continue", &[("code", &new.text)]).await.expect(422);
    // The operator was faster.
    site.staff("mc", &[Role::Host]).await;
    assert_eq!(browser.post("/setup", &[("code", &new.text)]).await.leads(), "/organiser/login");
}

#[tokio::test]
async fn guessing_the_code_ends_after_ten() {
    let site = Site::start(Engine::Sqlite).await;
    let code = first::code(&site.app).await.unwrap().unwrap();
    let guesser = site.browser();
    for n in 0..10 {
        guesser.post("/setup", &[("code", &format!("AAAAA-0000{n}"))]).await.expect(422);
    }
    let slow = guesser.post("/setup", &[("code", "AAAAA-00010")]).await.expect(429);
    assert!(slow.has("name=\"code\"") && !slow.header("retry-after").is_empty());
    // Nothing is looked up any more; after ten minutes it is.
    guesser.post("/setup", &[("code", &code.text)]).await.expect(429);
    site.advance(600_000);
    guesser.post("/setup", &[("code", &code.text)]).await.expect(200);
}
