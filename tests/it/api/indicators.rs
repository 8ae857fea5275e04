//! `GET /api/v1/indicators`: who may read it, and what a token that is confined sees.

use crate::harness::{Engine, Site, Someone};
use rstest::rstest;
use serde_json::Value;

const PATH: &str = "/api/v1/indicators?from=2026-11-01&to=2026-11-30&scheme=post-2025-07";

/// The figure of an indicator in total, or of a place, for identified persons or all attempts.
fn figure(report: &Value, indicator: &str, by: &str, place: &str) -> u64 {
    let rows = report["rows"].as_array().unwrap();
    let found = rows.iter().find(|r| {
        r["indicator"] == indicator
            && r["by"] == by
            && r["locality_code"] == place
            && r["grade"] != "anonymous"
            && (r["age_band"] == "" || r["age_band"] == ">=18")
    });
    found.unwrap_or_else(|| panic!("no {indicator} by {by} of {place:?}"))["value"].as_u64().unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn tokens_open_reports_and_nothing_else(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    assert_eq!(site.api().get(PATH).await.problem(), (401, "signed_out".into()));
    assert_eq!(site.api().with("none").get(PATH).await.problem(), (401, "signed_out".into()));
    let (person, _) = site.api().register(&Someone::named("Sao Mai")).await;
    assert_eq!(person.get(PATH).await.problem().0, 401, "a participant's token opens no report");
    let reader = site.reader(&[]).await;
    reader.get(PATH).await.expect(200);
    reader.get("/api/v1/attempts/x").await.expect(401);
    for (ask, field) in [
        ("from=2026-11-31&to=2026-11-30&scheme=post-2025-07", "from"),
        ("from=2026-11-30&to=2026-11-01&scheme=post-2025-07", "to"),
        ("from=2026-11-01&to=2026-11-30&scheme=special", "scheme"),
        ("from=2026-11-01&to=2026-11-30&scheme=post-2025-07&by=moon", "by"),
        ("from=2026-11-01&to=2026-11-30", "scheme"),
        ("from=2026-11-01&to=2026-11-30&scheme=post-2025-07&demo=maybe", "demo"),
    ] {
        let told = reader.get(&format!("/api/v1/indicators?{ask}")).await;
        assert_eq!(told.problem(), (422, "bad_form".into()));
        assert!(told.json()["detail"].as_str().unwrap().starts_with(&format!("{field}: ")), "{}", told.body);
    }
    site.change("UPDATE api_token SET scope = 'something:else'").await;
    assert_eq!(reader.get(PATH).await.problem(), (403, "no_scope".into()));
    site.change("UPDATE api_token SET scope = 'indicators:read', revoked_at = 1").await;
    assert_eq!(reader.get(PATH).await.problem(), (401, "signed_out".into()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn people_and_attempts_are_different_numbers(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    // One sits twice, one opens and answers nothing, one only registers, a child sits in another commune.
    let (twice, _) = site.api().register(&Someone::named("Hai lần")).await;
    let (blank, _) = site.api().register(&Someone::named("Để trống")).await;
    site.api().register(&Someone::named("Chỉ đăng ký")).await;
    let (child, _) =
        site.api().register(&Someone::named("Bé Na").born(2014).at("21952").audience("pupil")).await;
    for (api, answers) in [(&twice, 7), (&twice, 3), (&blank, 0), (&child, 7)] {
        let id = api.begin().await["id"].as_str().unwrap().to_owned();
        let paper = site.paper(&id).await;
        for position in 1..=answers {
            api.save(&id, position, 1, &paper.right(position)).await.expect(200);
        }
        api.submit(&id, None).await.expect(200);
        site.advance(1_000);
    }
    let all = site.reader(&[]).await;
    let report = all.get(PATH).await.expect(200).json();
    let total = |what: &str| figure(&report, what, "total", "");
    assert_eq!([total("I1"), total("I2"), total("I3"), total("I4"), total("I5")], [4, 2, 4, 2, 2]);
    assert_eq!([total("I6-thamgia"), total("I6-dat")], [1, 1]);
    assert_eq!([total("I10-tuso"), total("I10-mauso")], [2, 135]);
    assert_eq!(figure(&report, "I2", "locality", "21952"), 1);
    assert_eq!(figure(&report, "I3", "locality", "21583"), 3);
    for row in report["rows"].as_array().unwrap() {
        assert_eq!(
            (&row["rule_version"], row["computed_at"].as_i64()),
            (&report["rule_version"], Some(site.now()))
        );
    }
    // For publication 1–4 is hidden, in every row.
    let public = all.get(&format!("{PATH}&public=true")).await.expect(200).json();
    for row in public["rows"].as_array().unwrap() {
        let hidden = row["suppressed"] == true;
        assert_eq!(hidden, row["value"].is_null());
        assert!(
            !row["value"].as_u64().is_some_and(|v| (1..5).contains(&v))
                || matches!(row["people_or_attempts"].as_str(), Some("places" | "events"))
        );
    }
    // Old districts: the same people, rolled up.
    let old = all.get(&PATH.replace("post-2025-07", "pre-2025-07")).await.expect(200).json();
    assert_eq!(figure(&old, "I2", "total", ""), 2);
    assert_eq!(figure(&old, "I10-mauso", "total", ""), 11);

    // Confined to one commune: every row, totals included, speaks of it alone.
    let one = site.reader(&["21952"]).await;
    let report = one.get(PATH).await.expect(200).json();
    let total = |what: &str| figure(&report, what, "total", "");
    assert_eq!([total("I1"), total("I2"), total("I3"), total("I10-mauso")], [1, 1, 1, 1]);
    let rows = report["rows"].as_array().unwrap();
    assert!(rows.iter().all(|r| r["locality_code"] == "" || r["locality_code"] == "21952"));
    let old = one.get(&PATH.replace("post-2025-07", "pre-2025-07")).await;
    assert_eq!(old.problem(), (403, "no_scope".into()));
}
