//! The frozen table and its ceremony: nothing of the last results is told before its row is resolved.

use crate::harness::{Engine, Site, show};
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_frozen_table_is_resolved_row_by_row(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let head = "scoring = \"accuracy\"\nfreeze_last = 1\nceremony_places = 3";
    let room = site.room(&show(head, &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let mut phones = Vec::new();
    for name in ["Lan", "Mai", "Cúc", "Đào"] {
        phones.push(site.phone(name, &room).await);
    }
    let [lan, mai, cuc, dao] = <[_; 4]>::try_from(phones).unwrap();
    let mut screen = host.screen(&site).await.1;
    let mut streams = [lan.events().await, mai.events().await, cuc.events().await, dao.events().await];
    let right = |q: u32| room.asked.right(q);
    let wrong = |q: u32| room.asked.wrong(q);
    // After the first question Lan and Mai lead; the second turns it over.
    host.presses(&["start", "open"]).await;
    for (phone, choice) in [(&lan, right(1)), (&mai, right(1)), (&cuc, wrong(1)), (&dao, wrong(1))] {
        site.advance(1_000);
        phone.answer(1, &choice).await.expect(200);
    }
    host.presses(&["close", "reveal", "standings", "next"]).await;
    assert_eq!(host.now().await["frozen"], true);
    host.press("open").await;
    for (phone, choice) in [(&lan, wrong(2)), (&mai, right(2)), (&cuc, right(2)), (&dao, wrong(2))] {
        phone.answer(2, &choice).await.expect(200);
    }
    host.presses(&["close", "reveal"]).await;
    // Each is told of their own answer, and where they stood before the freeze.
    for (stream, (is_right, total, rank)) in
        streams.iter_mut().zip([(false, 1000, 1), (true, 1000, 2), (true, 0, 3), (false, 0, 3)])
    {
        let own =
            stream.until("reveal 2", |e| e.name == "reveal" && e.data["question"] == 2).await.data["own"]
                .clone();
        assert_eq!(own["right"], is_right);
        let standing = &own["standing"];
        assert_eq!(
            (&standing["total"], &standing["rank"], &standing["frozen"]),
            (&json!(total), &json!(rank), &json!(true))
        );
    }
    let table = async || host.now().await["standings"]["rows"].clone();
    host.press("standings").await;
    let shown = screen
        .until("the table that stands still", |e| {
            e.name == "stage" && e.data["standings"]["frozen"] == true && e.data["standings"]["after"] == 2
        })
        .await;
    let totals: Vec<i64> = shown.data["standings"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["total"].as_i64().unwrap())
        .collect();
    assert_eq!(totals, [1000, 1000, 0, 0]);
    assert_eq!(table().await, shown.data["standings"]["rows"], "the host's table stands still as well");

    host.press("next").await;
    let begun = screen.stage("ceremony").await["ceremony"].clone();
    let steps = u32::try_from(begun["steps"].as_u64().unwrap()).unwrap();
    assert!(steps >= 3, "{begun}");
    let rows = |frame: &Value| -> Vec<(String, i64, bool)> {
        let rows = frame["rows"].as_array().unwrap().iter();
        rows.map(|r| {
            (
                r["nickname"].as_str().unwrap().to_owned(),
                r["total"].as_i64().unwrap(),
                r["resolved"].as_bool().unwrap(),
            )
        })
        .collect()
    };
    assert!(rows(&begun).iter().all(|(_, _, resolved)| !resolved));
    assert_eq!(rows(&begun)[0], ("Lan".to_owned(), 1000, false), "nothing is given away beforehand");
    assert_eq!(mai.again().await.snapshot["standing"]["total"], 1000);
    let mut last = begun.clone();
    for step in 1..=steps {
        host.press("advance").await;
        let frame =
            screen.until("a step", |e| e.data["ceremony"]["step"] == step).await.data["ceremony"].clone();
        assert_eq!(frame["resolved"], last["next"], "one row at a press, the one that was named");
        assert_eq!(
            rows(&frame).iter().filter(|(_, _, resolved)| *resolved).count(),
            usize::try_from(step).unwrap()
        );
        last = frame;
    }
    assert_eq!(rows(&last)[..2], [("Mai".to_owned(), 2000, true), ("Cúc".to_owned(), 1000, true)]);
    // One back and on again shows the same.
    host.press("back").await;
    let back =
        screen.until("a step back", |e| e.data["ceremony"]["step"] == steps - 1).await.data["ceremony"]
            .clone();
    assert_eq!(rows(&back).iter().filter(|(_, _, resolved)| !resolved).count(), 1);
    // In the middle of it the server restarts.
    let site = site.restart(1_000).await;
    let host = host.moved_to(&site.base);
    assert_eq!(host.now().await["ceremony"], back);
    host.press("next").await;
    assert_eq!(host.now().await["ceremony"], last);
    let told = mai.moved_to(&site.base).again().await.snapshot["standing"].clone();
    assert_eq!((&told["total"], &told["rank"]), (&json!(2000), &json!(1)));
    host.press("next").await;
    let end = host.now().await;
    let podium: Vec<(u64, &str)> = end["last"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["rank"].as_u64().unwrap(), r["nickname"].as_str().unwrap()))
        .collect();
    assert_eq!(
        podium,
        [(1, "Mai"), (2, "Cúc"), (3, "Lan"), (4, "Đào")],
        "equal scores by the time they took"
    );
    host.refused(&json!({ "command": "freeze", "on": true }), "live_wrong_phase").await;
}

#[tokio::test]
async fn the_host_may_freeze_and_thaw_by_hand() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001", "T91-002", "T91-003"])).await;
    let host = site.host("mc", &room).await;
    let lan = site.phone("Lan", &room).await;
    let freeze = |on: bool| json!({ "command": "freeze", "on": on });
    host.refused(&freeze(false), "live_already_so").await;
    host.carried(&freeze(true)).await;
    host.refused(&freeze(true), "live_already_so").await;
    host.presses(&["start", "open"]).await;
    lan.answer(1, &room.asked.right(1)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    assert_eq!(lan.again().await.snapshot["standing"]["total"], 0);
    host.carried(&freeze(false)).await;
    assert_eq!(lan.again().await.snapshot["standing"]["total"], 1000);
    host.presses(&["standings", "next", "open", "close", "reveal"]).await;
    // Ended early: the third question is not asked.
    host.press("conclude").await;
    assert_eq!(host.now().await["phase"]["name"], "final", "a table that moved needs no ceremony");
}
