//! Answers: the first counts and a repeat gets the first reply; what is for another question, late, or while the clock
//! stands is refused and changes nothing.

use crate::harness::{Engine, Phone, Room, Site, show};
use domain::live::payload::LiveAnswer;
use rstest::rstest;
use serde_json::{Value, json};
use server::live::{answer, hub};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_first_answer_counts_and_a_repeat_gets_the_first_reply(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("scoring = \"speed\"\nseconds = 10", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let (lan, mai) = (site.phone("Lan", &room).await, site.phone("Mai", &room).await);
    let (right, wrong) = (room.asked.right(1), room.asked.wrong(1));
    assert_eq!(lan.answer(1, &right).await.problem(), (409, "live_not_open".into()), "nothing has begun");
    host.press("start").await;
    assert_eq!(lan.answer(1, &right).await.problem(), (409, "live_not_open".into()), "only announced");
    host.press("open").await;
    let first = lan.answer(1, &wrong).await.expect(200).body;
    let accepted: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(accepted, json!({ "question": 1, "accepted_at": site.now() }));
    site.advance(3_000);
    // The same again, another choice, a second tab, many at once: the same bytes.
    assert_eq!(lan.answer(1, &wrong).await.expect(200).body, first);
    assert_eq!(lan.answer(1, &right).await.expect(200).body, first);
    let at_once = futures::future::join_all((0..20).map(|_| mai.answer(1, &right))).await;
    assert!(at_once.iter().all(|r| r.status == 200 && r.body == at_once[0].body));
    assert_eq!(site.number("SELECT count(*) FROM live_answer").await, 2);
    assert_eq!(lan.again().await.snapshot["choice"], wrong);

    let site = site.restart(1_000).await;
    let (lan, mai, host) = (lan.moved_to(&site.base), mai.moved_to(&site.base), host.moved_to(&site.base));
    assert_eq!(lan.answer(1, &right).await.expect(200).body, first, "after a restart, too");
    assert_eq!(lan.again().await.snapshot["choice"], wrong);
    // Whoever lost the reply asks again when the question has closed: at every later step of the show.
    for command in ["close", "reveal", "standings"] {
        host.press(command).await;
        assert_eq!(lan.answer(1, &right).await.expect(200).body, first, "after {command}");
        assert_eq!(
            lan.answer_with(&json!({ "question": 1, "run": 1, "choice": right })).await.expect(200).body,
            first
        );
    }
    host.presses(&["next", "open"]).await;
    assert_eq!(
        lan.answer_with(&json!({ "question": 1, "run": 1, "choice": right })).await.expect(200).body,
        first
    );
    let rows = host.now().await;
    assert_eq!(rows["tally"]["answered"], 0, "and none of it is an answer to the question that is open now");
    // 3 of 10 seconds, and wrong.
    assert_eq!(mai.again().await.snapshot["standing"]["total"], 850);
    assert_eq!(lan.again().await.snapshot["standing"]["total"], 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_comes_too_late_or_for_another_question_changes_nothing(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("seconds = 10", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let (lan, mai, ha) =
        (site.phone("Lan", &room).await, site.phone("Mai", &room).await, site.phone("Hà", &room).await);
    host.presses(&["start", "open"]).await;
    let right = room.asked.right(1);
    assert_eq!(lan.answer(2, &room.asked.right(2)).await.problem(), (409, "live_not_open".into()));
    assert_eq!(
        lan.answer_with(&json!({ "question": 1, "run": 2, "choice": right })).await.problem(),
        (409, "live_not_open".into())
    );
    for bad in [
        json!({ "question": 3, "choice": { "option": "a" } }),
        json!({ "question": 0, "choice": { "option": "a" } }),
        json!({ "question": 1, "choice": { "option": "z" } }),
        json!({ "question": 1, "choice": { "option": "" } }),
        json!({ "question": 1, "choice": { "options": ["a"] } }),
        json!({ "question": 1, "choice": { "number": 1 } }),
        json!({ "question": 1, "choice": null }),
        json!({ "question": 1 }),
        json!({ "choice": { "option": "a" } }),
        json!({ "question": -1, "choice": { "option": "a" } }),
    ] {
        let refused = lan.answer_with(&bad).await;
        assert_eq!(refused.problem(), (422, "bad_form".into()), "{bad}");
    }
    let nobody = site.api().post(&room.path("/answers"), &json!({ "question": 1, "choice": right })).await;
    assert_eq!(nobody.problem(), (401, "live_not_joined".into()));
    let forged = site
        .api()
        .with(&"0".repeat(64))
        .post(&room.path("/answers"), &json!({ "question": 1, "choice": right }))
        .await;
    assert_eq!(forged.problem(), (401, "live_not_joined".into()));
    assert_eq!(site.number("SELECT count(*) FROM live_answer").await, 0);

    // At the last millisecond, and one after it, whether or not the room's clock has looked yet.
    site.advance(10_000);
    lan.answer(1, &right).await.expect(200);
    site.advance(1);
    assert_eq!(mai.answer(1, &right).await.problem(), (409, "live_not_open".into()));
    let mut stream = lan.events().await;
    stream.wait("snapshot").await;
    // Slow phones are waited for as long as the largest allowance.
    site.advance(998);
    assert_eq!(
        ha.answer(1, &right).await.problem(),
        (409, "live_not_open".into()),
        "it has shown no slow network"
    );
    site.advance(1);
    stream.until("closed", |e| e.name == "closed" || e.phase() == "closed").await;
    assert_eq!(mai.answer(1, &right).await.problem(), (409, "live_not_open".into()));
    assert_eq!(site.number("SELECT count(*) FROM live_answer").await, 1);
    assert_eq!(site.number("SELECT judged_ms FROM live_answer").await, 10_000);
    host.press("reveal").await;
    assert_eq!(host.now().await["reveal"]["bars"]["answered"], 1);
}

#[tokio::test]
async fn a_script_that_floods_is_slowed_alone() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let (flood, lan) = (site.phone("Lũ", &room).await, site.phone("Lan", &room).await);
    host.presses(&["start", "open"]).await;
    let (right, wrong) = (room.asked.right(1), room.asked.wrong(1));
    let replies = futures::future::join_all((0..200).map(|_| flood.answer(1, &wrong))).await;
    let refused: Vec<_> = replies.iter().filter(|r| r.status == 429).collect();
    assert!(!refused.is_empty());
    assert!(refused.iter().all(|r| r.problem().1 == "too_many" && !r.header("retry-after").is_empty()));
    assert_eq!(replies.iter().filter(|r| r.status == 200).count() + refused.len(), 200);
    lan.answer(1, &right).await.expect(200);
    assert_eq!(site.number("SELECT count(*) FROM live_answer").await, 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn everybody_in_one_instant_is_taken_and_counted(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001", "T90-006"])).await;
    let host = site.host("mc", &room).await;
    let wishes: Vec<String> = (0..300).map(|n| format!("Người {n}")).collect();
    let phones = futures::future::join_all(wishes.iter().map(|name| site.phone(name, &room))).await;
    host.presses(&["start", "open"]).await;
    let answers = phones.iter().map(|phone| {
        let choice = json!(room.asked.choice(1, phone.number.is_multiple_of(3)));
        async move { phone.answer(1, &choice).await.status }
    });
    // The host closes in the middle of it: each answer is either in and counted, or refused.
    let (statuses, _) = tokio::join!(futures::future::join_all(answers), async {
        while site.number("SELECT count(*) FROM live_answer").await < 30 {
            tokio::task::yield_now().await;
        }
        host.press("close").await
    });
    let taken = i64::try_from(statuses.iter().filter(|s| **s == 200).count()).unwrap();
    assert!(statuses.iter().all(|s| matches!(s, 200 | 409)) && taken >= 30);
    assert_eq!(site.number("SELECT count(*) FROM live_answer").await, taken);
    let right =
        phones.iter().zip(&statuses).filter(|(p, s)| p.number.is_multiple_of(3) && **s == 200).count();
    host.press("reveal").await;
    let bars = host.now().await["reveal"]["bars"].clone();
    assert_eq!((bars["answered"].as_i64(), bars["right"].as_u64()), (Some(taken), Some(right as u64)));
    for (phone, status) in phones.iter().zip(statuses).take(40) {
        let own = phone.again().await.snapshot["own"].clone();
        assert_eq!(own["answered"], json!(status == 200));
        let points = if status == 200 && phone.number.is_multiple_of(3) { 1000 } else { 0 };
        assert_eq!(own["points"], points);
    }
}

/// An answer that came at a moment and had to wait for its turn until now: taken since when, or why not.
async fn came_at(
    site: &Site,
    room: &Room,
    phone: &Phone,
    question: u32,
    at: i64,
) -> Result<i64, &'static str> {
    let handle = hub::room(&site.app, &room.pin).await.unwrap();
    let choice = room.asked.right(question);
    let body: LiveAnswer = serde_json::from_value(json!({ "question": question, "choice": choice })).unwrap();
    let taken = answer::take(&site.app, &handle, phone.number, body, at).await;
    taken.map(|accepted| accepted.accepted_at).map_err(|failure| failure.code)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_came_in_time_counts_although_its_turn_comes_after_the_end(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("scoring = \"accuracy\"\nseconds = 10", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let mut desk = host.events().await;
    let (lan, mai) = (site.phone("Lan", &room).await, site.phone("Mai", &room).await);
    let (ha, tu) = (site.phone("Hà", &room).await, site.phone("Tú", &room).await);
    host.presses(&["start", "open"]).await;
    let deadline = site.now() + 10_000;
    lan.answer(1, &room.asked.right(1)).await.expect(200);
    site.advance(11_000);
    desk.stage("closed").await;
    assert_eq!(came_at(&site, &room, &mai, 1, deadline + 1).await, Err("live_not_open"));
    assert_eq!(came_at(&site, &room, &mai, 1, deadline).await, Ok(deadline));
    assert_eq!(
        came_at(&site, &room, &mai, 1, deadline + 1).await,
        Ok(deadline),
        "a repeat gets the first reply"
    );
    desk.until("the second answer", |e| e.name == "tally" && e.data["answered"] == 2).await;
    // Also after a restart in between.
    let site = site.restart(1_000).await;
    let host = host.moved_to(&site.base);
    assert_eq!(came_at(&site, &room, &ha, 1, deadline - 1).await, Ok(deadline - 1));
    host.press("reveal").await;
    assert_eq!(came_at(&site, &room, &tu, 1, deadline).await, Err("live_not_open"), "it has been told");
    assert_eq!(host.now().await["reveal"]["bars"]["right"], 3);
    // Closed early by the host: what came before that.
    host.presses(&["next", "open"]).await;
    site.advance(2_000);
    let before = site.now() - 1;
    host.press("close").await;
    assert_eq!(came_at(&site, &room, &lan, 2, before + 1).await, Err("live_not_open"));
    assert_eq!(came_at(&site, &room, &lan, 2, before).await, Ok(before));
    host.press("reveal").await;
    let totals = [&lan, &mai, &ha, &tu].map(|phone| phone.moved_to(&site.base));
    let mut told = Vec::new();
    for phone in totals {
        told.push(phone.again().await.snapshot["standing"]["total"].as_i64().unwrap());
    }
    assert_eq!(told, [2_000, 1_000, 1_000, 0]);
}
