//! `POST /api/v1/contests/{slug}/attempts`: one paper per attempt, and how many attempts there are.

use crate::harness::{Engine, MINUTE, Site, Someone};
use rstest::rstest;
use serde_json::{Value, json};

const START: &str = "/api/v1/contests/thi-thu/attempts";

fn paper_of(view: &Value) -> Vec<(String, Vec<String>)> {
    let questions = view["questions"].as_array().unwrap().iter();
    questions
        .map(|q| {
            let options = q["options"].as_array().unwrap().iter();
            (q["stem"].as_str().unwrap().into(), options.map(|o| o["id"].as_str().unwrap().into()).collect())
        })
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn resuming_gives_the_same_paper(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let begun = api.post(START, &json!({})).await.expect(201).json();
    let id = begun["id"].as_str().unwrap();
    let paper = site.paper(id).await;
    api.save(id, 2, 1, &paper.right(2)).await.expect(200);
    site.advance(3 * MINUTE);
    let again = api.post(START, &json!({})).await.expect(200).json();
    assert_eq!(again["id"], begun["id"]);
    assert_eq!(again["deadline"], begun["deadline"]);
    assert_eq!(again["server_time"].as_i64().unwrap(), site.now());
    assert_eq!(paper_of(&again), paper_of(&begun));
    assert_eq!(again["questions"][1]["choice"], paper.right(2));

    // After a restart in the middle it is still the same.
    let site = site.restart(MINUTE).await;
    let after = api.moved_to(&site.base).get(&format!("/api/v1/attempts/{id}")).await.expect(200).json();
    assert_eq!(paper_of(&after), paper_of(&begun));
    assert_eq!((&after["deadline"], &after["questions"][1]["choice"]), (&begun["deadline"], &paper.right(2)));

    for secret in paper.secrets() {
        assert!(
            !after.to_string().contains(&secret) || secret == "4321" || secret.starts_with("mật"),
            "{secret}"
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn starts_at_the_same_moment_make_one_attempt(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let empty = json!({});
    let starts = (0..12).map(|_| api.post(START, &empty));
    let replies = futures::future::join_all(starts).await;
    let first = replies[0].json()["id"].clone();
    assert!(replies.iter().all(|r| r.json()["id"] == first));
    assert_eq!(replies.iter().filter(|r| r.status == 201).count(), 1);
    assert_eq!(site.number("SELECT count(*) FROM attempt").await, 1);
}

/// A voided attempt gives the try back; its ordinal stays its own.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_voided_attempt_can_be_made_up_for(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let first = api.begin().await;
    api.submit(first["id"].as_str().unwrap(), None).await;
    site.change("UPDATE attempt SET voided_at = 1").await;
    let again = api.post(START, &json!({})).await;
    assert_eq!((again.status, again.json()["ordinal"].clone()), (201, json!(2)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn limits_by_day_round_and_contest(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let attempt = async || {
        let begun = api.post(START, &json!({})).await;
        if begun.status == 201 {
            let id = begun.json()["id"].as_str().unwrap().to_owned();
            let ordinal = begun.json()["ordinal"].as_i64().unwrap();
            api.submit(&id, None).await.expect(200);
            return Ok(ordinal);
        }
        let (status, code) = begun.problem();
        Err(format!("{status} {code} {}", begun.json()["detail"].as_str().unwrap_or_default()))
    };
    let refused = |limit: &str| Err(format!("409 no_attempt_left {limit}"));
    // Two a day: a day ends at midnight in Vietnam, five in the afternoon in Greenwich.
    site.travel("2026-11-22T23:30");
    assert_eq!(attempt().await, Ok(1));
    assert_eq!(attempt().await, Ok(2));
    assert_eq!(attempt().await, refused("per_day"));
    site.travel("2026-11-22T23:59");
    assert_eq!(attempt().await, refused("per_day"));
    site.travel("2026-11-23T00:00");
    assert_eq!(attempt().await, Ok(3));
    // Three a round.
    site.travel("2026-11-24T10:00");
    assert_eq!(attempt().await, refused("per_round"));
    site.travel("2026-11-28T10:00");
    assert_eq!(attempt().await, Err("409 round_closed ".into()));
    // Five in all.
    site.travel("2026-12-01T08:00");
    assert_eq!(attempt().await, Ok(1));
    assert_eq!(attempt().await, Ok(2));
    site.travel("2026-12-02T08:00");
    assert_eq!(attempt().await, refused("per_contest"));
    site.travel("2026-12-09T08:00");
    assert_eq!(attempt().await, Err("409 round_closed ".into()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn extra_time_and_a_round_that_closes_meanwhile(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Cần thêm giờ").slow()).await;
    site.travel("2026-11-27T21:59");
    let view = api.begin().await;
    assert_eq!(view["deadline"].as_i64().unwrap(), site.now() + 15 * MINUTE);
    let id = view["id"].as_str().unwrap();
    let paper = site.paper(id).await;
    site.advance(14 * MINUTE);
    // The round has closed; the attempt keeps the minutes it was promised, also when it is resumed.
    assert_eq!(api.post(START, &json!({})).await.expect(200).json()["id"], view["id"]);
    api.save(id, 1, 1, &paper.right(1)).await.expect(200);
    api.submit(id, Some(3)).await.expect(200);
    assert_eq!(api.post(START, &json!({})).await.problem(), (409, "round_closed".into()));
    assert_eq!(site.number("SELECT extra_ms FROM attempt").await, 5 * MINUTE);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_frozen_pool_does_not_change_under_an_open_round(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    api.begin().await;
    let frozen = site.number("SELECT count(*) FROM round_pool WHERE round_id = 'vong-1'").await;
    let text = include_str!("../data/bank-kinds.toml").replace("Câu thử", "Câu mới");
    let revisions = domain::bank::parse_toml("bank.toml", &text).unwrap();
    let by = server::bank::import::Provenance::approved_by("kiểm thử");
    let plan = server::bank::import::import(&site.app.store, revisions, Vec::new(), by, site.now(), None)
        .await
        .unwrap();
    assert_eq!((plan.new.len(), plan.changed.len()), (0, 7));
    let site = site.restart(MINUTE).await;
    let (other, _) = site.api().register(&Someone::named("Sau đó")).await;
    let view = other.begin().await;
    assert!(view.to_string().contains("Câu thử") && !view.to_string().contains("Câu mới"));
    assert_eq!(site.number("SELECT count(*) FROM round_pool WHERE round_id = 'vong-1'").await, frozen);
    // The next round draws the new wordings.
    site.travel("2026-12-01T09:00");
    let next = other.begin().await;
    assert!(next.to_string().contains("Câu mới") && !next.to_string().contains("Câu thử"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn new_rules_do_not_touch_a_running_attempt(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let begun = api.begin().await;
    let id = begun["id"].as_str().unwrap();
    let paper = site.paper(id).await;
    let changed = [("minutes = 10", "minutes = 3"), ("pass_mark = 4", "pass_mark = 7")];
    site.import(&crate::harness::site::contest_text(&changed)).await;
    site.advance(8 * MINUTE);
    assert_eq!(api.begin().await["deadline"], begun["deadline"], "the minutes that were promised");
    for position in 1..=5 {
        api.save(id, position, 1, &paper.right(position)).await.expect(200);
    }
    assert_eq!(
        api.submit(id, None).await.expect(200).json()["passed"],
        true,
        "by the mark it was begun under"
    );
    let (other, _) = site.api().register(&Someone::named("Sau đó")).await;
    let view = other.begin().await;
    assert_eq!(view["deadline"].as_i64().unwrap(), site.now() + 3 * MINUTE);
    assert_eq!(site.number("SELECT max(version) FROM attempt").await, 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn which_attempt_counts_is_the_rules_word(#[case] engine: Engine) {
    for (rule, counted) in [("best", 1), ("first", 0), ("last", 2)] {
        let edits = [
            ("counts = \"best\"", format!("counts = \"{rule}\"")),
            ("attempts_per_day = 2", "attempts_per_day = 3".to_owned()),
        ];
        let edits: Vec<(&str, &str)> = edits.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let site = Site::edited(engine, &edits).await;
        let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
        let mut ids = Vec::new();
        for right in [2, 6, 4] {
            let id = api.begin().await["id"].as_str().unwrap().to_owned();
            let paper = site.paper(&id).await;
            for position in 1..=right {
                api.save(&id, position, 1, &paper.right(position)).await.expect(200);
            }
            site.advance(MINUTE);
            api.submit(&id, None).await.expect(200);
            ids.push(id);
        }
        for (n, id) in ids.iter().enumerate() {
            let told = api.get(&format!("/api/v1/attempts/{id}/result")).await.expect(200).json();
            assert_eq!(told["counted"], n == counted, "{rule}: attempt {n}");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn blanks_can_forbid_handing_in(#[case] engine: Engine) {
    let site = Site::edited(engine, &[("pass_mark = 4", "pass_mark = 4\nall_required = true")]).await;
    let phone = site.browser();
    let attempt = phone.join(&Someone::named("Sao Mai")).await;
    let submit = format!("/attempts/{attempt}/submit");
    let page = phone.post(&submit, &[("confirm_blanks", "1")]).await.expect(422);
    assert!(page.has("yêu cầu trả lời hết các câu"));
    let (api, _) = site.api().register(&Someone::named("Chương trình")).await;
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    assert_eq!(api.submit(&id, None).await.problem(), (422, "bad_form".into()));
    // Time does not ask: what was saved is handed in.
    site.advance(11 * MINUTE);
    site.sweep().await;
    assert_eq!(site.number("SELECT count(*) FROM attempt WHERE submitted_by = 'sweeper'").await, 2);
}
