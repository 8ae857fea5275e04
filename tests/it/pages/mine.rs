//! A person's own data: the code on another phone, devices, contact, correction, download.

use crate::harness::{Browser, Engine, MINUTE, Site, Someone};
use rstest::rstest;

/// Somebody who has taken part and handed in; returns the path of the result page.
async fn handed_in(site: &Site, phone: &Browser, who: &Someone) -> String {
    let attempt = phone.join(who).await;
    let paper = site.paper(&attempt).await;
    for position in paper.positions() {
        let fields = paper.form(position, true);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        phone.post(&format!("/attempts/{attempt}/answers/{position}"), &fields).await.expect(303);
    }
    phone.post(&format!("/attempts/{attempt}/submit"), &[("prediction", "")]).await.leads()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_code_carries_on_elsewhere_and_its_owner_is_told(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let old = site.browser();
    let attempt = old.join(&Someone::named("Sao Mai")).await;
    let code = old.code().await;
    let quiet = "Có máy mới dùng mã của bạn";
    assert!(!old.get("/me").await.has(quiet));

    let new = site.browser();
    assert_eq!(new.get("/me").await.leads(), "/continue");
    let typed = code.to_lowercase().replace('-', " ");
    assert_eq!(new.post("/continue", &[("code", &typed)]).await.leads(), "/");
    new.get(&format!("/attempts/{attempt}")).await.expect(200);

    let told = old.get("/me").await.expect(200);
    assert!(told.has(quiet), "shown on the old device");
    assert_eq!(told.body.matches("/sign-out").count(), 2);
    assert_eq!(old.post("/me/seen", &[]).await.leads(), "/me");
    assert!(!old.get("/me").await.has(quiet));

    // Sign the new one out: at once nobody there.
    let device = site.texts("SELECT device_id FROM device_participant WHERE by_code = 1").await.remove(0);
    let stranger = site.browser();
    stranger.join(&Someone::named("Người lạ")).await;
    stranger.post(&format!("/me/devices/{device}/sign-out"), &[]).await.expect(404);
    old.post(&format!("/me/devices/{device}/sign-out"), &[]).await.expect(303);
    assert_eq!(new.get("/me").await.leads(), "/continue");
    new.get(&format!("/attempts/{attempt}")).await.expect(401);

    // Renewing makes the old code worthless.
    old.post("/me/code/renew", &[("code", "00000-00000")]).await.expect(422);
    assert_eq!(old.code().await, code);
    assert_eq!(old.post("/me/code/renew", &[("code", &code)]).await.leads(), "/me?notice=code_renewed");
    let renewed = old.code().await;
    assert_ne!(renewed, code);
    new.post("/continue", &[("code", &code)]).await.expect(422);
    new.post("/continue", &[("code", &renewed)]).await.expect(303);
    let all = site.everything().await;
    for shown in [&code, &renewed] {
        assert!(!all.contains(shown.as_str()) && !all.contains(&shown.replace('-', "")), "a code is stored");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn guessing_codes_ends_after_ten(#[case] engine: Engine) {
    let site = Site::with(engine, &[], |c| c.behind_proxy = true).await;
    let owner = site.browser();
    owner.join(&Someone::named("Sao Mai")).await;
    let code = owner.code().await;
    let (here, there) = ([("x-forwarded-for", "10.0.0.1")], [("x-forwarded-for", "10.0.0.2")]);
    let right = [("code", code.as_str()), ("confirm", "1")];
    let guesser = site.browser();
    for n in 0..10 {
        let wrong = format!("AAAAA-0000{n}");
        let page = guesser.post_with("/continue", &[("code", &wrong)], &here).await.expect(422);
        assert!(page.body.contains("continue"), "the form again");
    }
    // The eleventh guess is not even looked up: were it right, nobody would learn it.
    let slow = guesser.post_with("/continue", &right, &here).await.expect(429);
    assert!(slow.header("content-type").starts_with("text/html") && slow.has("name=\"code\""));
    assert!(slow.has("đợi 10 phút") && slow.header("retry-after") == "600", "{}", slow.header("retry-after"));
    for path in ["/me/download", "/me/erase", "/me/code/renew"] {
        let page = owner.post_with(path, &right, &here).await.expect(429);
        assert!(page.has("nhiều nhất là 10 phút") && !page.header("retry-after").is_empty(), "{path}");
    }
    assert_eq!(site.number("SELECT count(*) FROM device_participant").await, 1);
    assert_eq!(owner.code().await, code, "nothing was done");
    // Nobody else is refused because somebody guesses, and right codes are not counted.
    for _ in 0..12 {
        site.browser().post_with("/continue", &right, &there).await.expect(303);
    }
    // It ends by itself.
    site.advance(4 * MINUTE);
    let slow = guesser.post_with("/continue", &right, &here).await.expect(429);
    assert!(slow.has("đợi 6 phút"), "how long is told");
    site.advance(6 * MINUTE);
    guesser.post_with("/continue", &right, &here).await.expect(303);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_device_does_not_acknowledge_its_own_arrival(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let old = site.browser();
    old.join(&Someone::named("Sao Mai")).await;
    let code = old.code().await;
    let warning = "Có máy mới dùng mã của bạn";
    // Whoever got hold of the code comes with two devices and says about each "it was me".
    let (thief, other) = (site.browser(), site.browser());
    for device in [&thief, &other] {
        site.advance(1_000);
        device.post("/continue", &[("code", &code)]).await.expect(303);
        device.post("/me/seen", &[]).await.expect(303);
    }
    assert!(old.get("/me").await.expect(200).has(warning), "the old device is told all the same");
    let unseen = "SELECT count(*) FROM device_participant WHERE by_code = 1 AND seen_by_owner = 0";
    assert_eq!(site.number(unseen).await, 2);
    // One that came before the other may speak for it, never for itself.
    assert!(!other.get("/me").await.expect(200).has(warning), "the last one has nobody to be told of");
    thief.post("/me/seen", &[]).await.expect(303);
    assert_eq!(site.number(unseen).await, 1);
    assert!(old.get("/me").await.expect(200).has(warning));
    old.post("/me/seen", &[]).await.expect(303);
    assert!(!old.get("/me").await.expect(200).has(warning));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nobody_of_unknown_age_is_asked_for_contact(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let result = handed_in(&site, &phone, &Someone::named("Không nói tuổi").ageless()).await;
    let page = phone.get(&result).await.expect(200);
    assert!(!page.has("name=\"contact\"") && page.has("id=\"contact-age\"") && page.has("năm sinh trước"));
    assert!(page.has("“Dữ liệu của tôi”</a>"));
    let fields = [("back", result.as_str()), ("contact", "0905123456"), ("consents", "prize_contact")];
    phone.post("/contests/thi-thu/contact", &fields).await.expect(404);
    assert_eq!(site.number("SELECT count(*) FROM contact").await, 0);
    // Told to be a child: no word about it any more. Told to be of age: asked.
    phone.post("/me/correct", &Someone::named("Không nói tuổi").born(2014).fields()).await.expect(303);
    let page = phone.get(&result).await.expect(200);
    assert!(!page.has("name=\"contact\"") && !page.has("id=\"contact-age\""));
    phone.post("/me/correct", &Someone::named("Không nói tuổi").born(1980).fields()).await.expect(303);
    assert!(phone.get(&result).await.expect(200).has("name=\"contact\""));
    phone.post("/contests/thi-thu/contact", &fields).await.expect(303);
    assert_eq!(site.number("SELECT count(*) FROM contact").await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn contact_is_sealed_and_the_same_number_is_recognised(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let plain = "0905123456";
    let path = "/contests/thi-thu/contact";
    let mut hmacs = Vec::new();
    for (nickname, typed) in [("Sao Mai", "0905 123 456"), ("Sao Hôm", "+84 905.123.456")] {
        let phone = site.browser();
        let result = handed_in(&site, &phone, &Someone::named(nickname)).await;
        let page = phone.get(&result).await.expect(200);
        assert!(
            page.has("id=\"contact-form\"") && !page.has("name=\"consents\" value=\"prize_contact\" checked")
        );
        let back = ("back", result.as_str());
        let refused = phone.post(path, &[back, ("contact", typed)]).await.expect(422);
        assert!(refused.has("contact-consent-error"));
        let wrong =
            phone.post(path, &[back, ("contact", "12"), ("consents", "prize_contact")]).await.expect(422);
        assert!(wrong.has("contact-contact-error"));
        assert_eq!(site.number("SELECT count(*) FROM contact").await, i64::try_from(hmacs.len()).unwrap());
        let to = phone.post(path, &[back, ("contact", typed), ("consents", "prize_contact")]).await.leads();
        assert_eq!(to, result);
        assert!(!phone.get(&result).await.has("id=\"contact-form\""));
        let me = phone.get("/me").await.expect(200);
        assert!(me.has("09•••••456") && !me.has(plain), "shown back masked");
        hmacs = site.texts("SELECT contact_hmac FROM participant WHERE contact_hmac IS NOT NULL").await;
    }
    assert_eq!(hmacs.len(), 2);
    assert_eq!(hmacs[0], hmacs[1]);
    let all = site.everything().await;
    for form in [plain, "905123456", "905.123.456", "905 123 456"] {
        assert!(!all.contains(form), "{form} is stored as typed");
    }
    if engine == Engine::Sqlite {
        let database = site.stop().await;
        let bytes = std::fs::read(database.file()).unwrap();
        assert!(!bytes.windows(9).any(|w| w == b"905123456"));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn children_are_never_asked_for_contact(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    // By birth year alone sixteen years back counts as under 16, seventeen does not.
    for (born, asked) in [(2010, false), (2009, true)] {
        let phone = site.browser();
        let who = Someone::named("Bé Na").born(born).audience("pupil").public();
        let result = handed_in(&site, &phone, &who).await;
        let page = phone.get(&result).await.expect(200);
        assert_eq!(page.has("/contact\"") || page.has("name=\"contact\""), asked, "born {born}");
        let fields = [("back", result.as_str()), ("contact", "0905123456"), ("consents", "prize_contact")];
        let sent = phone.post("/contests/thi-thu/contact", &fields).await;
        assert_eq!(sent.status, if asked { 303 } else { 404 });
        assert_eq!(site.number("SELECT count(*) FROM contact").await, i64::from(asked));
    }
    // Somebody who corrects their year to a child's loses the contact.
    let phone = site.browser();
    let result = handed_in(&site, &phone, &Someone::named("Khai nhầm")).await;
    let fields = [("back", result.as_str()), ("contact", "mai@example.vn"), ("consents", "prize_contact")];
    phone.post("/contests/thi-thu/contact", &fields).await.expect(303);
    assert_eq!(site.number("SELECT count(*) FROM contact").await, 2);
    let corrected = Someone::named("Khai nhầm").born(2014);
    phone.post("/me/correct", &corrected.fields()).await.expect(303);
    assert_eq!(site.number("SELECT count(*) FROM contact").await, 1);
    assert_eq!(site.number("SELECT count(*) FROM participant WHERE contact_hmac IS NOT NULL").await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn correcting_moves_no_attempt_and_download_asks_for_the_code(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let result = handed_in(&site, &phone, &Someone::named("Sao Mai").flag("women_union")).await;
    let copied = "SELECT locality_code || audience || flags || age_band FROM attempt";
    let before = site.texts(copied).await;

    let bad = phone.post("/me/correct", &[("nickname", "X")]).await.expect(422);
    assert!(bad.has("nickname-error"));
    let corrected = Someone::named("Sao Khuê").at("21952").audience("worker").born(1950);
    assert_eq!(phone.post("/me/correct", &corrected.fields()).await.leads(), "/me?notice=saved");
    let me = phone.get("/me?notice=saved").await.expect(200);
    assert!(me.has("Sao Khuê") && me.has("Đã lưu thay đổi."));
    assert_eq!(site.texts(copied).await, before);
    assert_eq!(site.texts("SELECT locality_code || audience FROM participant").await, ["21952worker"]);
    phone.get(&result).await.expect(200);

    let code = phone.code().await;
    phone.post("/me/download", &[("code", "")]).await.expect(422);
    let file = phone.post("/me/download", &[("code", &code)]).await.expect(200);
    assert!(file.header("content-disposition").contains("attachment"));
    let data = file.json();
    assert_eq!(data["participant"]["nickname"], "Sao Khuê");
    assert_eq!(data["participant"]["locality"]["code"], "21952");
    assert_eq!(data["attempts"][0]["copied_at_start"]["locality"]["code"], "21583");
    assert_eq!(data["attempts"][0]["answers"].as_array().unwrap().len(), 7);
    assert_eq!(data["consents"][0]["purpose"], "take_part");
    assert_eq!(data["consents"][0]["text_version"], "2026-12");

    // Consents can be given and withdrawn; each is a new row.
    phone.post("/me/consent", &[("purpose", "publish_nickname"), ("given", "1")]).await.expect(303);
    phone.post("/me/consent", &[("purpose", "publish_nickname"), ("given", "0")]).await.expect(303);
    phone.post("/me/consent", &[("purpose", "take_part"), ("given", "0")]).await.expect(303);
    let rows = site.texts("SELECT purpose || ' ' || given FROM consent ORDER BY at, id").await;
    assert_eq!(rows.len(), 3);
    assert!(rows.contains(&"publish_nickname 0".to_owned()) && rows.contains(&"take_part 1".to_owned()));
}
