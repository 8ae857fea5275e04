//! Signing in to the console, sessions, one's own password.

use crate::harness::staff::PASSWORD;
use crate::harness::{Browser, Engine, MINUTE, Site};
use domain::staff::Role;
use rstest::rstest;

const HOUR: i64 = 60 * MINUTE;

/// Whether the console lets this browser in.
async fn inside(desk: &Browser) -> bool {
    let page = desk.get("/organiser/account").await;
    if page.status == 303 {
        assert_eq!(page.leads(), "/organiser/login?back=/organiser/account");
        return false;
    }
    page.expect(200);
    true
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_name_and_its_password_open_the_console(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let desk = site.browser();
    assert!(desk.get("/organiser/login").await.expect(200).has("Chưa có tài khoản nào"));
    site.staff("Ban Tổ chức", &[Role::Admin, Role::Host]).await;
    let form = desk.get("/organiser/login?back=/organiser/account").await.expect(200);
    assert!(!form.has("Chưa có tài khoản nào") && form.has("value=\"/organiser/account\""));
    assert_eq!(form.header("cache-control"), "no-store");
    assert!(!inside(&desk).await);

    // Case and composition of marks do not count in names; spaces do in passwords.
    desk.sign_in("ban tổ chức", &format!("{PASSWORD} ")).await.expect(422);
    let fields =
        [("name", " BAN TO\u{302}\u{309} CHỨC"), ("password", PASSWORD), ("back", "//evil.vn/organiser/")];
    assert_eq!(desk.post("/organiser/login", &fields).await.leads(), "/organiser", "only into the console");
    let page = desk.get("/organiser/account").await.expect(200);
    assert_eq!(desk.get("/organiser").await.leads(), "/organiser/live", "what a host works with");
    assert!(page.has("Ban Tổ chức") && page.has("Quản trị") && page.has("Dẫn chương trình"));
    assert!(page.has("Chrome, Android") && page.has("Máy này"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(desk.get("/organiser/login?back=/organiser/account").await.leads(), "/organiser/account");
    assert!(page.has("/lang?to=en&amp;back=/organiser/account"));
    assert_eq!(desk.get("/lang?to=en&back=/organiser/account").await.leads(), "/organiser/account");
    assert!(desk.get("/organiser/account").await.has("Present password"));

    let token = desk.post("/organiser/login", &fields).await.cookies();
    let token = token.iter().find_map(|c| c.strip_prefix("nhs_staff=")).unwrap().split(';').next().unwrap();
    assert_eq!(
        site.number("SELECT count(*) FROM staff_session WHERE revoked_at IS NULL").await,
        1,
        "replaced"
    );
    let everything = site.everything().await;
    assert!(
        !everything.contains(token) && !everything.contains(PASSWORD) && everything.contains("$argon2id$")
    );
    // Programs say the same in a header; nothing is read from the address.
    let bearer = format!("Bearer {token}");
    site.browser().get_with("/organiser/account", &[("authorization", &bearer)]).await.expect(200);
    site.browser().get(&format!("/organiser/account?token={token}")).await.expect(303);

    assert_eq!(desk.post("/organiser/logout", &[]).await.leads(), "/organiser/login?notice=signed_out");
    assert!(!inside(&desk).await);
    site.browser().get_with("/organiser/account", &[("authorization", &bearer)]).await.expect(303);
    desk.post("/organiser/logout", &[]).await.expect(303);
    let actions = site
        .texts("SELECT action FROM audit WHERE action NOT IN ('import-contest', 'import-bank') ORDER BY seq")
        .await;
    assert_eq!(actions, ["create-staff", "sign-in", "sign-in", "sign-out"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn wrong_and_unknown_are_told_the_same(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    site.staff("mc-1", &[Role::Host]).await;
    let desk = site.browser();
    let mut told = Vec::new();
    for (name, password) in [("mc-1", "sai hoàn toàn"), ("mc-2", PASSWORD)] {
        let page = desk.sign_in(name, password).await.expect(422);
        assert!(
            page.has("Tên hoặc mật khẩu chưa đúng.") && !page.has(password),
            "a password is never sent back"
        );
        assert!(page.cookies().is_empty());
        told.push(page.body.replace(name, "NAME"));
    }
    assert_eq!(told[0], told[1]);
    desk.sign_in("", "").await.expect(422);
    desk.post("/organiser/login", &[]).await.expect(422);
    // A disabled account is told so only to who knows its password.
    server::staff::accounts::disable(&site.app.store, "mc-1", false, site.now()).await.unwrap();
    assert!(desk.sign_in("mc-1", "sai hoàn toàn").await.expect(422).has("chưa đúng"));
    assert!(desk.sign_in("mc-1", PASSWORD).await.expect(403).has("đã bị khóa"));
    server::staff::accounts::disable(&site.app.store, "mc-1", true, site.now()).await.unwrap();
    desk.sign_in("mc-1", PASSWORD).await.expect(303);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn sessions_end_unused_and_end_at_their_end(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let desk = site.desk("mc", Role::Host).await;
    site.advance(12 * HOUR - MINUTE);
    assert!(inside(&desk).await, "used in time");
    site.advance(12 * HOUR - MINUTE);
    assert!(inside(&desk).await, "and that counted from the last use");
    site.advance(12 * HOUR);
    assert!(!inside(&desk).await, "left alone for twelve hours");

    desk.sign_in("mc", PASSWORD).await.expect(303);
    for _ in 0..16 {
        site.advance(10 * HOUR);
        assert!(inside(&desk).await);
    }
    site.advance(8 * HOUR);
    assert!(!inside(&desk).await, "seven days, however busy");
    // A form that was sent too late changes nothing and leads back.
    let late = desk.post("/organiser/sessions/sign-out-others", &[]).await.expect(401);
    assert!(late.has("href=\"/organiser/login\""));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn sessions_are_listed_and_ended_elsewhere(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let desk = site.desk("mc", Role::Host).await;
    let (phone, tablet) = (site.browser(), site.browser());
    for (n, browser) in [&phone, &tablet].into_iter().enumerate() {
        site.advance(MINUTE * i64::try_from(n + 1).unwrap());
        browser.sign_in("mc", PASSWORD).await.expect(303);
    }
    let stranger = site.desk("other", Role::Admin).await;
    let page = desk.get("/organiser/account").await.expect(200);
    assert_eq!(page.body.matches("/organiser/sessions/").count(), 3, "two others, and all others at once");

    let ids = site
        .texts("SELECT s.id FROM staff_session AS s JOIN staff AS t ON t.id = s.staff_id WHERE t.name = 'mc' ORDER BY s.created_at")
        .await;
    let end = format!("/organiser/sessions/{}/sign-out", ids[1]);
    stranger.post(&end, &[]).await.expect(404);
    site.browser().post(&end, &[]).await.expect(401);
    assert!(inside(&phone).await, "nobody else's business, not even an administrator's");
    assert_eq!(desk.post(&end, &[]).await.leads(), "/organiser/account?notice=session");
    assert!(!inside(&phone).await && inside(&tablet).await && inside(&desk).await);
    desk.post(&end, &[]).await.expect(404);

    phone.sign_in("mc", PASSWORD).await.expect(303);
    assert_eq!(
        desk.post("/organiser/sessions/sign-out-others", &[]).await.leads(),
        "/organiser/account?notice=others"
    );
    assert!(
        !inside(&phone).await && !inside(&tablet).await && inside(&desk).await && inside(&stranger).await
    );
    assert!(!desk.get("/organiser/account").await.has("Đăng xuất mọi máy khác"));
    // One's own, by the list.
    let own = format!("/organiser/sessions/{}/sign-out", ids[0]);
    assert_eq!(desk.post(&own, &[]).await.leads(), "/organiser/login?notice=signed_out");
    assert!(!inside(&desk).await);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn disabling_and_another_password_end_every_session(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (desk, phone) = (site.desk("mc", Role::Host).await, site.browser());
    phone.sign_in("mc", PASSWORD).await.expect(303);

    let new = "một câu thật dài dễ nhớ";
    let change = async |present: &str, password: &str, again: &str| {
        let fields = [("present", present), ("password", password), ("again", again)];
        desk.post("/organiser/password", &fields).await
    };
    for (present, password, again, error) in [
        ("sai hoàn toàn", new, new, "present-error"),
        (PASSWORD, "ngắn", "ngắn", "password-error"),
        (PASSWORD, "PassWord1234", "PassWord1234", "password-error"),
        (PASSWORD, new, "một câu khác hẳn", "again-error"),
    ] {
        let page = change(present, password, again).await.expect(422);
        assert!(page.has(error) && page.has("Chưa lưu gì"), "{error}");
        assert!(![present, password, again].iter().any(|typed| page.has(&format!("value=\"{typed}\""))));
    }
    assert!(inside(&phone).await, "nothing has changed so far");
    assert_eq!(change(PASSWORD, new, new).await.leads(), "/organiser/account?notice=password");
    assert!(inside(&desk).await && !inside(&phone).await);
    phone.sign_in("mc", PASSWORD).await.expect(422);
    phone.sign_in("mc", new).await.expect(303);

    let hashed = server::staff::password::hash(PASSWORD).unwrap();
    server::staff::accounts::set_password(&site.app.store, "MC", hashed, site.now()).await.unwrap();
    assert!(!inside(&desk).await && !inside(&phone).await);
    desk.sign_in("mc", PASSWORD).await.expect(303);
    server::staff::accounts::disable(&site.app.store, "mc", false, site.now()).await.unwrap();
    assert!(!inside(&desk).await);
    server::staff::accounts::disable(&site.app.store, "mc", true, site.now()).await.unwrap();
    assert!(!inside(&desk).await, "enabling brings no session back");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_sign_in_cannot_outrun_another_password(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    site.staff("mc", &[Role::Host]).await;
    let desks: Vec<Browser> = (0..8).map(|_| site.browser()).collect();
    let entering = futures::future::join_all(desks.iter().map(|desk| desk.sign_in("mc", PASSWORD)));
    let hashed = server::staff::password::hash("một câu khác hẳn").unwrap();
    let changing = server::staff::accounts::set_password(&site.app.store, "mc", hashed, site.now());
    let (entered, changed) = futures::join!(entering, changing);
    changed.unwrap();
    for (reply, desk) in entered.iter().zip(&desks) {
        assert!(matches!(reply.status, 303 | 422), "{}", reply.body);
        assert!(!inside(desk).await, "in with a password that is no longer one");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_role_confined_to_places_opens_nothing_elsewhere(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let desk = site.desk("mc", Role::Host).await;
    assert!(desk.get("/organiser/account").await.expect(200).has("Dẫn chương trình"));
    site.change("UPDATE role_grant SET scope = 'post-2025-07:21583'").await;
    assert!(
        !desk.get("/organiser/account").await.expect(200).has("Dẫn chương trình"),
        "at once, in the same session"
    );
}

#[tokio::test]
async fn cookies_of_a_session_fit_the_public_address() {
    let plain = Site::start(Engine::Sqlite).await;
    plain.staff("mc", &[Role::Host]).await;
    let cookies = plain.browser().sign_in("mc", PASSWORD).await.expect(303).cookies();
    assert_eq!(cookies.len(), 2);
    let session = cookies.iter().find(|c| c.starts_with("nhs_staff=")).unwrap();
    assert!(session.contains("Max-Age=604800"), "{session}");
    for cookie in &cookies {
        assert!(cookie.contains("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
        assert!(!cookie.contains("Secure") && !cookie.contains("__Host-"), "{cookie}");
    }
    let tls = Site::with(Engine::Sqlite, &[], |c| c.public_url = "https://thi.example.vn".into()).await;
    tls.staff("mc", &[Role::Host]).await;
    let cookies = tls.browser().sign_in("mc", PASSWORD).await.expect(303).cookies();
    let session = cookies.iter().find(|c| c.starts_with("__Host-nhs_staff=")).expect("a __Host- cookie");
    assert!(
        session.contains("; Secure") && session.contains("HttpOnly") && !session.contains("Domain"),
        "{session}"
    );
    // The plain name opens nothing there.
    let token = session.split(['=', ';']).nth(1).unwrap();
    let with = async |name: &str| {
        let cookie = format!("{name}={token}");
        tls.browser().get_with("/organiser/account", &[("cookie", &cookie)]).await.status
    };
    assert_eq!((with("__Host-nhs_staff").await, with("nhs_staff").await), (200, 303));
}

#[tokio::test]
async fn guessing_slows_the_guesser_and_locks_nobody_out() {
    let site = Site::with(Engine::Sqlite, &[], |c| c.behind_proxy = true).await;
    site.staff("mc", &[Role::Host]).await;
    let here = [("x-forwarded-for", "203.0.113.7")];
    let owner = site.browser();
    let right = [("name", "mc"), ("password", PASSWORD)];
    owner.post_with("/organiser/login", &right, &here).await.expect(303);
    owner.post_with("/organiser/logout", &[], &here).await.expect(303);

    let guesser = site.browser();
    let mut wrong = 0;
    let slow = loop {
        let guess = format!("đoán lần thứ {wrong}");
        let page =
            guesser.post_with("/organiser/login", &[("name", "mc"), ("password", &guess)], &here).await;
        if page.status != 422 {
            break page.expect(429);
        }
        wrong += 1;
    };
    assert_eq!(wrong, 19, "twenty tries, the owner's among them");
    assert!(slow.has("thử quá nhiều lần") && slow.has("name=\"password\""), "the form, with its reason");
    let wait: u32 = slow.header("retry-after").parse().unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
    // Who guessed on gets no further with the right one; another network and the owner's browser do.
    guesser.post_with("/organiser/login", &right, &here).await.expect(429);
    site.browser()
        .post_with("/organiser/login", &right, &[("x-forwarded-for", "198.51.100.1")])
        .await
        .expect(303);
    owner.post_with("/organiser/login", &right, &here).await.expect(303);
    // A forged sign of an earlier visit is none.
    let forged = [
        here[0],
        ("cookie", "nhs_staff_mark=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
    ];
    site.browser().post_with("/organiser/login", &right, &forged).await.expect(429);
}

#[tokio::test]
async fn other_sites_cannot_sign_anybody_in_or_out() {
    let site = Site::start(Engine::Sqlite).await;
    let desk = site.desk("mc", Role::Host).await;
    let evil = [("origin", "https://evil.example")];
    for path in [
        "/organiser/login",
        "/organiser/logout",
        "/organiser/password",
        "/organiser/sessions/sign-out-others",
        "/setup",
    ] {
        desk.post_with(path, &[("name", "mc"), ("password", PASSWORD)], &evil).await.expect(403);
    }
    assert!(inside(&desk).await);
    // A link from elsewhere opens the console and does nothing.
    desk.get_with("/organiser/account", &[("sec-fetch-site", "cross-site")]).await.expect(200);
    desk.get("/organiser/logout").await.expect(405);
}
