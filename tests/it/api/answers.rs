//! `PUT /api/v1/attempts/{id}/answers/{position}` and what is refused.

use crate::harness::{Api, Dealt, Engine, MINUTE, Site, Someone};
use rstest::rstest;
use serde_json::{Value, json};

async fn sitting(site: &Site) -> (Api, String, Dealt) {
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&id).await;
    (api, id, paper)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn newer_wins_repeats_are_harmless_and_stale_gets_what_stands(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, id, paper) = sitting(&site).await;
    let (right, wrong) = (paper.right(1), paper.wrong(1));

    let first = api.save(&id, 1, 1, &wrong).await.expect(200).json();
    assert_eq!(first, json!({ "position": 1, "seq": 1, "choice": wrong, "saved_at": site.now() }));
    site.advance(5_000);
    let repeat = api.save(&id, 1, 1, &wrong).await.expect(200).json();
    assert_eq!(repeat, first, "a repeat gives what stands");
    let newer = api.save(&id, 1, 2, &right).await.expect(200).json();
    assert_eq!((&newer["seq"], &newer["choice"]), (&json!(2), &right));
    let stale = api.save(&id, 1, 1, &wrong).await.expect(200).json();
    assert_eq!(stale, newer, "a stale tap is answered with what stands");
    // Another tab with the same number in the same millisecond is not told that its own choice stands.
    let other = api.save(&id, 1, 2, &wrong).await.expect(200).json();
    assert_eq!(other, newer);
    // A tab that knows more jumps ahead; the plain form takes current + 1.
    assert_eq!(api.save(&id, 1, 9, &wrong).await.expect(200).json()["seq"], 9);
    let view = api.get(&format!("/api/v1/attempts/{id}")).await.expect(200).json();
    assert_eq!((&view["questions"][0]["seq"], &view["questions"][0]["choice"]), (&json!(9), &wrong));
    assert_eq!(api.save(&id, 1, 10, &Value::Null).await.expect(200).json()["choice"], Value::Null);
    assert_eq!(site.number("SELECT count(*) FROM answer WHERE choice IS NULL AND seq = 10").await, 1);

    // Last one before submit wins.
    api.save(&id, 1, 11, &wrong).await.expect(200);
    api.save(&id, 1, 12, &right).await.expect(200);
    let result = api.submit(&id, None).await.expect(200).json();
    assert_eq!((&result["score"], &result["max"]), (&json!(1.0), &json!(7.0)));
    assert_eq!(api.save(&id, 1, 13, &wrong).await.problem(), (409, "attempt_closed".into()));
    assert_eq!(api.submit(&id, None).await.expect(200).json()["score"], 1.0, "handing in again is harmless");
    // Hours later it is past the deadline: then always 410.
    site.advance(60 * MINUTE);
    assert_eq!(api.save(&id, 1, 13, &wrong).await.problem(), (410, "deadline_passed".into()));
    assert_eq!(site.number("SELECT correct FROM attempt").await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn many_taps_at_once_leave_the_newest(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, id, paper) = sitting(&site).await;
    let at = paper.of_kind("numeric");
    let taps = (1..=60_i64).map(|seq| {
        let (api, id) = (api.clone(), id.clone());
        async move { api.save(&id, at, seq, &json!({ "number": seq })).await.expect(200).json() }
    });
    let replies = futures::future::join_all(taps).await;
    for (reply, sent) in replies.iter().zip(1_i64..) {
        let (seq, shown) = (reply["seq"].as_i64().unwrap(), reply["choice"]["number"].as_f64().unwrap());
        assert!(seq >= sent, "a reply tells what stands: {reply}");
        assert!((shown - f64::from(i32::try_from(seq).unwrap())).abs() < 1e-9, "{reply}");
    }
    assert_eq!(site.number("SELECT seq FROM answer").await, 60);
    assert_eq!(site.texts("SELECT choice FROM answer").await, [r#"{"number":60.0}"#]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_does_not_fit_is_refused_and_nothing_is_saved(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, id, paper) = sitting(&site).await;
    let (stranger, _) = site.api().register(&Someone::named("Người lạ")).await;
    let refused =
        async |by: &Api, position: u32, choice: Value| by.save(&id, position, 1, &choice).await.problem();

    assert_eq!(refused(&stranger, 1, paper.right(1)).await, (403, "not_yours".into()));
    assert_eq!(refused(&site.api(), 1, paper.right(1)).await, (401, "signed_out".into()));
    assert_eq!(stranger.get(&format!("/api/v1/attempts/{id}")).await.problem().0, 403);
    assert_eq!(stranger.submit(&id, None).await.problem().0, 403);
    let elsewhere = api.save("019a0000-0000-7000-8000-000000000000", 1, 1, &paper.right(1)).await;
    assert_eq!(elsewhere.problem(), (404, "attempt_not_found".into()));
    for position in [0, 8, 4_000_000_000] {
        assert_eq!(refused(&api, position, json!({ "option": "a" })).await, (422, "bad_form".into()));
    }
    let bodies = [
        ("single_choice", json!({ "option": "khác" })),
        ("single_choice", json!({ "options": ["a"] })),
        ("single_choice", json!({ "number": 1 })),
        ("multiple_choice", json!({ "options": ["a", "z"] })),
        ("multiple_choice", json!({ "options": ["a", "a"] })),
        ("true_false", json!({ "option": "có lẽ" })),
        ("ordering", json!({ "order": ["a", "b", "c"] })),
        ("ordering", json!({ "order": ["a", "b", "c", "c"] })),
        ("matching", json!({ "pairs": { "a": "z" } })),
        ("matching", json!({ "pairs": { "z": "1" } })),
        ("numeric", json!({ "text": "4321" })),
        ("short_text", json!({ "text": "x".repeat(201) })),
        ("short_text", json!({ "option": "a" })),
        ("single_choice", json!({ "option": "a", "text": "b" })),
        ("single_choice", json!({})),
    ];
    for (kind, choice) in bodies {
        let told = refused(&api, paper.of_kind(kind), choice.clone()).await;
        assert_eq!(told, (422, "bad_form".into()), "{kind} {choice}");
    }
    for seq in [0, -1] {
        assert_eq!(api.save(&id, 1, seq, &paper.right(1)).await.problem().0, 422);
    }
    let path = format!("/api/v1/attempts/{id}/answers/1");
    let put = async |kind: &str, body: &str| {
        api.raw(reqwest::Method::PUT, &path, kind, body.to_owned()).await.problem()
    };
    assert_eq!(put("application/json", "{\"seq\": 1,").await, (400, "malformed".into()));
    assert_eq!(put("text/plain", "{}").await, (400, "malformed".into()));
    assert_eq!(put("application/json", "{\"seq\":\"một\",\"occurred_at\":1,\"choice\":null}").await.0, 422);
    assert_eq!(put("application/json", "{\"seq\":1}").await.0, 422);
    let malformed = api.raw(reqwest::Method::PUT, &path, "application/json", "{\n\"seq\": 1,".into()).await;
    assert!(malformed.json()["detail"].as_str().unwrap().contains("line 2"), "{}", malformed.body);
    assert_eq!(site.number("SELECT count(*) FROM answer").await, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_servers_clock_decides(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, id, paper) = sitting(&site).await;
    let deadline = api.begin().await["deadline"].as_i64().unwrap();
    assert_eq!(deadline, site.now() + 10 * MINUTE);

    site.advance(10 * MINUTE + 2_000);
    api.save(&id, 1, 1, &paper.right(1)).await.expect(200);
    // The phone says it was in time: recorded, not believed.
    site.advance(1);
    let late = json!({ "seq": 1, "occurred_at": deadline - 60_000, "choice": paper.right(2) });
    let told = api.put(&format!("/api/v1/attempts/{id}/answers/2"), &late).await;
    assert_eq!(told.problem(), (410, "deadline_passed".into()));
    assert_eq!(api.get(&format!("/api/v1/attempts/{id}")).await.problem().0, 410);

    // The wall clock set back does not open it again once it was closed.
    site.sweep().await;
    site.advance(-5 * MINUTE);
    assert_eq!(api.save(&id, 3, 1, &paper.right(3)).await.problem(), (410, "deadline_passed".into()));
    site.advance(5 * MINUTE);

    let result = api.get(&format!("/api/v1/attempts/{id}/result")).await.expect(200).json();
    assert_eq!(result["score"], 1.0, "the one within the grace counts");
    assert_eq!(site.number("SELECT count(*) FROM late_tap").await, 2);
    assert_eq!(site.number("SELECT submitted_at FROM attempt").await, deadline);
    assert_eq!(site.texts("SELECT submitted_by FROM attempt").await, ["sweeper"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn taps_that_came_too_late_are_listed(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let attempt = phone.join(&Someone::named("Sao Mai")).await;
    let paper = site.paper(&attempt).await;
    site.advance(11 * MINUTE);
    let body = json!({ "seq": 1, "occurred_at": 1, "choice": paper.right(5) });
    let told = phone.put_json(&format!("/api/v1/attempts/{attempt}/answers/5"), &body).await;
    assert_eq!(told.problem(), (410, "deadline_passed".into()));
    let page = phone.get(&format!("/attempts/{attempt}/result")).await.expect(200);
    assert!(page.has("không được tính") && page.has("Câu 5:"), "{}", page.body);
    assert!(page.has("Hết giờ, bài đã được tự nộp"));
    assert!(page.has("Đúng 0/7 câu"));
}
