//! Erasing a person: nothing links to them any more, and no published figure moves.

use crate::harness::{Api, Engine, Site, Someone};
use rstest::rstest;
use serde_json::{Value, json};

const SPAN: &str = "/api/v1/indicators?from=2026-11-01&to=2026-11-30&scheme=post-2025-07";

async fn report(site: &Site, token: &Api) -> Value {
    let mut told = token.moved_to(&site.base).get(SPAN).await.expect(200).json();
    for row in told["rows"].as_array_mut().unwrap() {
        row["computed_at"] = Value::Null;
    }
    told["rows"].clone()
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
    let token = server::indicators::access::create(
        &site.app.store,
        &site.app.places.registry,
        server::indicators::access::NewToken {
            name: "Sở".into(),
            scope: "indicators:read".into(),
            localities: Vec::new(),
        },
        site.now(),
    )
    .await
    .unwrap();
    let token = site.api().with(&token);
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
