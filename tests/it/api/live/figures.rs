//! What live rooms do to the indicators: persons once whatever they did, the unknown apart, events with their places.

use crate::harness::{Api, Engine, Phone, Room, Site, Someone, show};
use rstest::rstest;
use serde_json::{Value, json};

const NOVEMBER: &str = "/api/v1/indicators?from=2026-11-01&to=2026-11-30&scheme=post-2025-07";
const DECEMBER: &str = "/api/v1/indicators?from=2026-12-01&to=2026-12-31&scheme=post-2025-07";
const OTHER_COMMUNE: &str = "21952";

/// The value of the one row with these properties; 0 where there is none.
fn figure(report: &Value, indicator: &str, by: &str, wanted: &[(&str, &str)]) -> u64 {
    let rows = report["rows"].as_array().unwrap().iter();
    let fits = |r: &&Value| {
        r["indicator"] == indicator && r["by"] == by && wanted.iter().all(|(name, value)| r[*name] == *value)
    };
    let found: Vec<&Value> = rows.filter(fits).collect();
    assert!(found.len() <= 1, "{indicator} by {by} {wanted:?}: {found:#?}");
    found.first().map_or(0, |r| r["value"].as_u64().unwrap())
}

const KNOWN: (&str, &str) = ("grade", "verified+declared");
const UNKNOWN: (&str, &str) = ("grade", "anonymous");

/// A person who plays as themselves.
async fn linked(api: &Api, room: &Room, nickname: &str) -> Phone {
    Phone::join(api, &room.pin, &json!({ "nickname": nickname, "link": true })).await
}

async fn stranger(site: &Site, room: &Room, nickname: &str, locality: &str) -> Phone {
    Phone::join(&site.api(), &room.pin, &json!({ "nickname": nickname, "locality": locality })).await
}

/// A room by locality of one question.
async fn small_room(site: &Site, title: &str) -> Room {
    let text = show("groups = { kind = \"locality\" }", &["T91-001", "T91-002"]).replace("Đêm hội số", title);
    site.room(&text).await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn shows_count_and_nobody_counts_twice(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (both, _) = site.api().register(&Someone::named("Hai đường")).await;
    let child = Someone::named("Bé Na").born(2014).at(OTHER_COMMUNE).audience("pupil");
    let (child, made) = site.api().register(&child).await;
    let (idle, _) = site.api().register(&Someone::named("Chỉ ngồi xem")).await;
    let (heckler, _) = site.api().register(&Someone::named("Phá đám")).await;

    // One sits online, and plays later.
    let attempt = both.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&attempt).await;
    for position in paper.positions() {
        both.save(&attempt, position, 1, &paper.right(position)).await.expect(200);
    }
    both.submit(&attempt, None).await.expect(200);
    site.advance(60_000);

    // The first show: four people, one of them on two phones, and five strangers.
    let first = small_room(&site, "Đêm thứ nhất").await;
    let host = site.host("mc", &first).await;
    let second_phone = site.browser();
    let code = made["personal_code"].as_str().unwrap();
    second_phone.post("/continue", &[("code", code)]).await.expect(303);
    let mut phones = vec![
        linked(&both, &first, "Hai đường").await,
        linked(&child, &first, "Bé Na").await,
        linked(&heckler, &first, "Phá đám").await,
    ];
    linked(&idle, &first, "Chỉ ngồi xem").await;
    let form = [("nickname", "Bé Na hai"), ("link", "on"), ("locality", "post-2025-07:21952")];
    second_phone.post(&format!("/live/{}", first.pin), &form).await.expect(303);
    for (name, place) in [("Một", "post-2025-07:21583"), ("Hai", "post-2025-07:21583"), ("Ba", "outside")] {
        phones.push(stranger(&site, &first, name, place).await);
    }
    let noisy = stranger(&site, &first, "Ồn ào", "post-2025-07:21583").await;
    stranger(&site, &first, "Im lặng", "post-2025-07:21583").await;
    host.presses(&["start", "open"]).await;
    for phone in phones.iter().chain([&noisy]) {
        phone.answer(1, &first.asked.right(1)).await.expect(200);
    }
    let tapped = second_phone
        .post_json(
            &format!("/api/v1/live/{}/answers", first.pin),
            &json!({ "question": 1, "choice": first.asked.wrong(1) }),
        )
        .await;
    tapped.expect(200);
    host.carried(&json!({ "command": "remove", "player": phones[2].number, "ban": true })).await;
    host.carried(&json!({ "command": "remove", "player": noisy.number, "ban": false })).await;
    // Taken out and let back in is as if nothing had been.
    host.carried(&json!({ "command": "remove", "player": phones[3].number, "ban": false })).await;
    host.carried(&json!({ "command": "readmit", "player": phones[3].number })).await;
    host.presses(&["close", "reveal", "finish"]).await;

    // The second show, the same evening, is never ended; who sat online has moved meanwhile.
    site.advance(60_000);
    site.change("UPDATE participant SET locality_code = '21952' WHERE nickname = 'Hai đường'").await;
    let second = small_room(&site, "Đêm thứ hai").await;
    let host = site.host("mc2", &second).await;
    let moved = linked(&both, &second, "Hai đường").await;
    let alone = stranger(&site, &second, "Một mình", "unknown").await;
    host.presses(&["start", "open"]).await;
    for phone in [&moved, &alone] {
        phone.answer(1, &second.asked.wrong(1)).await.expect(200);
    }
    host.presses(&["close", "reveal"]).await;

    // A show that told nobody anything, one that never began, and one that is only a demonstration.
    let broken = small_room(&site, "Hỏng máy chiếu").await;
    let host = site.host("mc3", &broken).await;
    let lost = stranger(&site, &broken, "Lạc", "unknown").await;
    host.presses(&["start", "open"]).await;
    lost.answer(1, &broken.asked.right(1)).await.expect(200);
    host.press("close").await;
    small_room(&site, "Chưa bắt đầu").await;
    let demo = small_room(&site, "Minh họa").await;
    let host = site.host("mc4", &demo).await;
    let shown = stranger(&site, &demo, "Máy sinh", "unknown").await;
    host.presses(&["start", "open"]).await;
    shown.answer(1, &demo.asked.right(1)).await.expect(200);
    host.presses(&["close", "reveal", "finish"]).await;
    site.change("UPDATE live_room SET demo = 1 WHERE title = 'Minh họa'").await;

    let all = site.reader(&[]).await;
    let report = all.get(NOVEMBER).await.expect(200).json();
    assert_eq!(report["rule_version"], "2026-12c");
    let known = |indicator: &str| figure(&report, indicator, "total", &[KNOWN, ("age_band", "")]);
    let unknown = |indicator: &str| figure(&report, indicator, "total", &[UNKNOWN]);
    let attempts =
        |indicator: &str, by: &str, wanted: &[(&str, &str)]| figure(&report, indicator, by, wanted);
    assert_eq!([known("I1"), known("I2"), known("I4"), known("I5")], [4, 2, 1, 1], "no pass mark on stage");
    assert_eq!([unknown("I1"), unknown("I2"), unknown("I4"), unknown("I5")], [0, 4, 0, 0]);
    assert_eq!(figure(&report, "I6-thamgia", "total", &[("age_band", ">=18")]), 1);
    // One sitting, three plays of two persons, four of strangers; two of those taken out do not count.
    assert_eq!([attempts("I3", "total", &[]), attempts("I3-huy", "total", &[])], [8, 2]);
    let by_mode = |what, mode| attempts(what, "mode", &[("mode", mode)]);
    assert_eq!([by_mode("I3", "online"), by_mode("I3", "live"), by_mode("I3-huy", "live")], [1, 7, 2]);
    let by_grade = |what, grade| attempts(what, "grade", &[("grade", grade)]);
    assert_eq!([by_grade("I3", "declared"), by_grade("I3", "anonymous")], [4, 4]);
    assert_eq!([by_grade("I3-huy", "declared"), by_grade("I3-huy", "anonymous")], [1, 1]);
    let people_by_mode = |mode, grade| attempts("I2", "mode", &[("mode", mode), grade]);
    assert_eq!([people_by_mode("online", KNOWN), people_by_mode("live", KNOWN)], [1, 2], "these do not sum");
    assert_eq!([people_by_mode("online", UNKNOWN), people_by_mode("live", UNKNOWN)], [0, 4]);
    let note = |grade: &str| {
        let rows = report["rows"].as_array().unwrap().iter();
        let mut live = rows.filter(|r| r["indicator"] == "I2" && r["mode"] == "live" && r["grade"] == grade);
        live.next().unwrap()["note"].as_str().unwrap().to_owned()
    };
    assert_eq!(note("verified+declared"), "không cộng dồn");
    assert_eq!(note("anonymous"), "không cộng vào số người duy nhất");
    // A person sits where their last attempt was, and that was on stage.
    let here = |place: &str, grade| figure(&report, "I2", "locality", &[("locality_code", place), grade]);
    assert_eq!([here("21583", KNOWN), here(OTHER_COMMUNE, KNOWN), known("I10-tuso")], [0, 2, 1]);
    assert_eq!([here("21583", UNKNOWN), here("outside", UNKNOWN), here("unknown", UNKNOWN)], [2, 1, 1]);
    let pupils = figure(&report, "I2", "audience", &[("audience", "pupil"), KNOWN]);
    let untold = figure(&report, "I2", "audience", &[("audience", "unknown"), UNKNOWN]);
    assert_eq!([pupils, untold], [1, 4]);

    // Events: one contest was open, two shows were played; each has its place and its day.
    let held = |by: &str, wanted: &[(&str, &str)]| figure(&report, "I13", by, wanted);
    assert_eq!(
        [held("total", &[]), held("mode", &[("mode", "online")]), held("mode", &[("mode", "live")])],
        [3, 1, 2]
    );
    assert_eq!(
        [held("locality", &[("locality_code", "52")]), held("locality", &[("locality_code", "21583")])],
        [1, 2]
    );
    let events: Vec<_> =
        report["events"].as_array().unwrap().iter().map(|e| (&e["title"], &e["mode"], &e["from"])).collect();
    let expected = [
        ("Cuộc thi thử", "online", "2026-11-20"),
        ("Đêm thứ nhất", "live", "2026-11-22"),
        ("Đêm thứ hai", "live", "2026-11-22"),
    ];
    let expected: Vec<_> = expected.map(|(title, mode, day)| (json!(title), json!(mode), json!(day))).into();
    assert_eq!(events, expected.iter().map(|(t, m, d)| (t, m, d)).collect::<Vec<_>>());
    assert_eq!(
        (&report["events"][0]["organiser"], &report["events"][1]["locality_code"]),
        (&json!("Bộ phận kiểm thử"), &json!("21583"))
    );

    // Nothing of the old districts differs but the places.
    let old = all.get(&NOVEMBER.replace("post-2025-07", "pre-2025-07")).await.expect(200).json();
    assert_eq!([figure(&old, "I2", "total", &[KNOWN]), figure(&old, "I13", "total", &[])], [2, 3]);
    assert_eq!(figure(&old, "I13", "locality", &[("locality_code", "540")]), 2);
    assert_eq!(
        figure(&old, "I13", "locality", &[("locality_code", "unknown")]),
        1,
        "no old district is the province"
    );

    // Demonstration only when asked for; public cells hide people, never events.
    let demo = all.get(&format!("{NOVEMBER}&demo=true")).await.expect(200).json();
    assert_eq!([figure(&demo, "I13", "total", &[]), figure(&demo, "I2", "total", &[UNKNOWN])], [4, 5]);
    assert_eq!(demo["events"].as_array().unwrap().iter().filter(|e| e["demo"] == true).count(), 1);
    let public = all.get(&format!("{NOVEMBER}&public=true")).await.expect(200).json();
    for row in public["rows"].as_array().unwrap() {
        let counted = matches!(row["people_or_attempts"].as_str(), Some("people" | "attempts"));
        assert!(!counted || !row["value"].as_u64().is_some_and(|v| (1..5).contains(&v)), "{row}");
    }
    assert_eq!(figure(&public, "I13", "total", &[]), 3);

    // Confined to a commune: its people, and no event, for none was held there.
    let one = site.reader(&[OTHER_COMMUNE]).await;
    let report = one.get(NOVEMBER).await.expect(200).json();
    assert_eq!([figure(&report, "I2", "total", &[KNOWN]), figure(&report, "I3", "total", &[])], [2, 2]);
    assert_eq!((figure(&report, "I13", "total", &[]), report["events"].as_array().unwrap().len()), (0, 0));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_show_belongs_to_the_day_it_began(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let all = site.reader(&[]).await;
    let (person, _) = site.api().register(&Someone::named("Cú Đêm")).await;
    let room = small_room(&site, "Qua nửa đêm").await;
    let phone = linked(&person, &room, "Cú Đêm").await;
    site.travel("2026-11-30T23:59");
    // Signed in that night: a session does not last for days.
    let host = site.host("mc", &room).await;
    host.presses(&["start", "pause"]).await;
    site.travel("2026-12-01T00:01");
    host.presses(&["resume", "open"]).await;
    phone.answer(1, &room.asked.right(1)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    let both = |report: &Value| {
        [
            figure(report, "I2", "total", &[KNOWN]),
            figure(report, "I3", "total", &[]),
            figure(report, "I13", "mode", &[("mode", "live")]),
        ]
    };
    assert_eq!(both(&all.get(NOVEMBER).await.expect(200).json()), [1, 1, 1]);
    assert_eq!(both(&all.get(DECEMBER).await.expect(200).json()), [0, 0, 0]);
    // The next round opens at eight: until then December has no event.
    let held = async |site: &Site| {
        figure(&all.moved_to(&site.base).get(DECEMBER).await.expect(200).json(), "I13", "total", &[])
    };
    assert_eq!(held(&site).await, 0);
    site.travel("2026-12-01T08:00");
    assert_eq!(held(&site).await, 1);
}
