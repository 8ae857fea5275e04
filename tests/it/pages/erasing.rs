//! Erasing a person: nothing links to them any more, and no published figure moves; nor does one when they correct what
//! they told.

use crate::harness::site::contest_text;
use crate::harness::{Api, Browser, Engine, Site, Someone};
use rstest::rstest;
use serde_json::{Value, json};

const OPEN: &str = "identity = \"open\"";

/// The reports of the month, and of a period in which everybody grows a year older.
async fn report(site: &Site, token: &Api) -> Vec<Value> {
    let mut all = Vec::new();
    for to in ["2026-11-30", "2027-12-31"] {
        let path = format!("/api/v1/indicators?from=2026-11-01&to={to}&scheme=post-2025-07");
        let mut told = token.moved_to(&site.base).get(&path).await.expect(200).json();
        for row in told["rows"].as_array_mut().unwrap() {
            row["computed_at"] = Value::Null;
        }
        all.push(told["rows"].clone());
    }
    all
}

/// Somebody knows everything, hands in and may leave a contact; also the path of their result.
async fn sat(site: &Site, who: &Someone, contact: Option<&str>) -> (Browser, String) {
    let (phone, result) = site.sat(who, None).await;
    if let Some(contact) = contact {
        phone.gives_contact(&result, contact).await;
    }
    (phone, result)
}

async fn boards(site: &Site) -> Vec<Value> {
    site.advance(1_500);
    let mut all = Vec::new();
    for board in ["localities", "units", "people"] {
        let path = format!("/api/v1/contests/thi-thu/standings?board={board}");
        let mut told = site.api().get(&path).await.expect(200).json();
        told["computed_at"] = Value::Null;
        for row in told["people"].as_array_mut().unwrap() {
            row["nickname"] = Value::Null;
        }
        all.push(told);
    }
    all
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn erasing_moves_no_published_figure(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    for n in 0..6 {
        let (api, _) =
            site.api().register(&Someone::named(&format!("Láng giềng {n}")).unit("truong-a").public()).await;
        let id = api.begin().await["id"].as_str().unwrap().to_owned();
        let paper = site.paper(&id).await;
        for position in paper.positions() {
            api.save(&id, position, 1, &paper.right(position)).await.expect(200);
        }
        site.advance(7_000);
        api.submit(&id, Some(i64::from(n))).await.expect(200);
    }
    let phone = site.browser();
    let who =
        Someone::named("Kim Ngân Xóa").born(1987).group("THUA-10A1").flag("digital_team").public().slow();
    let attempt = phone.join(&who).await;
    let paper = site.paper(&attempt).await;
    for position in 1..=5 {
        let body = json!({ "seq": 1, "occurred_at": 1, "choice": paper.right(position) });
        phone.put_json(&format!("/api/v1/attempts/{attempt}/answers/{position}"), &body).await.expect(200);
    }
    let result = phone.post(&format!("/attempts/{attempt}/submit"), &[("confirm_blanks", "1")]).await.leads();
    let fields = [("back", result.as_str()), ("contact", "0912345678"), ("consents", "prize_contact")];
    phone.post("/contests/thi-thu/contact", &fields).await.expect(303);
    let code = phone.code().await;
    let token = site.reader(&[]).await;
    let (figures, shown) = (report(&site, &token).await, boards(&site).await);
    assert!(shown[2]["people"].as_array().unwrap().len() == 7, "{}", shown[2]);

    phone.post("/me/erase", &[("code", &code)]).await.expect(422);
    phone.post("/me/erase", &[("code", "00000-00000"), ("confirm", "1")]).await.expect(422);
    assert_eq!(site.number("SELECT count(*) FROM tombstone").await, 0);
    assert_eq!(phone.post("/me/erase", &[("code", &code), ("confirm", "1")]).await.leads(), "/");

    assert!(phone.get("/me").await.leads().starts_with("/continue"));
    phone.get(&result).await.expect(401);
    phone.post("/continue", &[("code", &code)]).await.expect(422);
    let row = site
        .texts(
            "SELECT nickname || '|' || coalesce(birth_year, 0) || '|' || coalesce(code_hmac, '-') || '|' ||
                coalesce(contact_hmac, '-') || '|' || coalesce(extra_time, '-') || '|' || age_band || '|' || locality_code
             FROM participant WHERE erased_at IS NOT NULL",
        )
        .await;
    assert_eq!(row, ["|0|-|-|-|31-59|21583"]);
    assert_eq!(site.number("SELECT count(*) FROM contact").await, 0);
    assert_eq!(site.number("SELECT count(*) FROM tombstone").await, 1);
    let all = site.everything().await;
    for gone in ["Kim Ngân", "0912345678", "912345678", &code] {
        assert!(!all.contains(gone), "{gone} is still stored");
    }
    assert_eq!(boards(&site).await, shown);
    assert_eq!(report(&site, &token).await, figures);
    // Also when everything is counted anew.
    let site = site.restart(2_000).await;
    assert_eq!(boards(&site).await, shown);
    assert_eq!(report(&site, &token).await, figures);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn correcting_moves_no_published_figure(#[case] engine: Engine) {
    let roster = "identity = \"roster_code\"\nroster = [\"NHS-0001\", \"NHS-0002\"]";
    let site = Site::edited(engine, &[(OPEN, roster)]).await;
    let minor = Someone::named("Sửa sai").born(2009).flag("women_union");
    let (phone, _) = sat(&site, &minor, None).await;
    // Who gave a code at once was proven when registering, and is counted so.
    sat(&site, &Someone::named("Có mã ngay").group("NHS-0002"), None).await;
    let token = site.reader(&[]).await;
    let figures = report(&site, &token).await;
    let proven =
        figures[0].as_array().unwrap().iter().find(|r| r["indicator"] == "I1" && r["grade"] == "verified");
    assert_eq!(proven.unwrap()["value"], 1);

    let corrected = Someone::named("Sửa đúng").at("21952").audience("worker").born(1950);
    for _ in 0..2 {
        phone.post("/me/correct", &corrected.fields()).await.expect(303);
        assert_eq!(report(&site, &token).await, figures);
    }
    phone.post("/contests/thi-thu/group", &[("back", "/me"), ("group_code", "NHS-0001")]).await.expect(303);
    let now = "SELECT locality_code || grade FROM participant WHERE nickname = 'Sửa đúng'";
    assert_eq!(site.texts(now).await, ["21952verified"]);
    assert_eq!(report(&site, &token).await, figures);
    phone.erases().await;
    assert_eq!(report(&site, &token).await, figures);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn erasing_gives_nobody_a_rank_and_takes_none(#[case] engine: Engine) {
    for identity in ["contact", "group_code"] {
        let site = Site::edited(engine, &[(OPEN, &format!("identity = \"{identity}\""))]).await;
        let ranked = Someone::named("Có hạng").born(2009).group("THUA-10A1").public();
        let (ranked, _) = sat(&site, &ranked, Some("0901000001")).await;
        let (unranked, _) = sat(&site, &Someone::named("Không hạng").public(), None).await;
        let token = site.reader(&[]).await;
        let (figures, shown) = (report(&site, &token).await, boards(&site).await);
        assert_eq!(shown[2]["people"].as_array().unwrap().len(), 1, "{identity}");
        for phone in [&ranked, &unranked] {
            phone.erases().await;
        }
        assert_eq!(boards(&site).await, shown, "{identity}");
        // Also when everything is counted anew.
        let site = site.restart(2_000).await;
        assert_eq!(boards(&site).await, shown, "{identity}");
        assert_eq!(report(&site, &token).await, figures, "{identity}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_is_barred_stays_out_without_the_contact(#[case] engine: Engine) {
    let barred = format!("{OPEN}\nbarred = [\"0909 999 999\", \"0909 999 998\"]");
    let site = Site::edited(engine, &[(OPEN, &barred)]).await;
    let (erased, _) = sat(&site, &Someone::named("Người ra đề").public(), Some("0909999999")).await;
    let (withdrawn, result) = sat(&site, &Someone::named("Ban tổ chức").public(), Some("0909999998")).await;
    sat(&site, &Someone::named("Người thi").public(), None).await;
    let shown = boards(&site).await;
    assert_eq!(shown[2]["people"].as_array().unwrap().len(), 1);
    erased.erases().await;
    withdrawn.post("/me/contact/remove", &[]).await.expect(303);
    assert_eq!(boards(&site).await, shown);
    let site = site.restart(2_000).await;
    assert_eq!(boards(&site).await, shown, "also when everything is counted anew");
    let withdrawn = withdrawn.moved_to(&site.base);
    withdrawn.gives_contact(&result, "0901000009").await;
    assert_eq!(boards(&site).await, shown, "another contact does not help");
    assert!(withdrawn.get(&result).await.expect(200).has("không tham gia xếp hạng"));
    // Nobody is barred any more: neither are they.
    site.import(&contest_text(&[])).await;
    assert_eq!(boards(&site).await[2]["people"].as_array().unwrap().len(), 3);
}
