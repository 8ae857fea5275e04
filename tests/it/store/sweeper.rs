//! The sweeper and time given back after an outage.

use crate::harness::{Engine, MINUTE, Site, Someone};
use rstest::rstest;
use server::attempts::extend::{Ask, Extended, extend};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn overdue_attempts_are_handed_in_with_what_was_saved(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let mut deadlines = Vec::new();
    for n in 0..3 {
        let (api, _) = site.api().register(&Someone::named(&format!("Người {n}"))).await;
        let view = api.begin().await;
        let id = view["id"].as_str().unwrap();
        let paper = site.paper(id).await;
        for position in 1..=n {
            api.save(id, position, 1, &paper.right(position)).await.expect(200);
        }
        deadlines.push(view["deadline"].as_i64().unwrap());
        site.advance(MINUTE);
    }
    // Down before the first is due, up again when two are.
    let site = site.restart(8 * MINUTE + 3_000).await;
    let closed = "SELECT count(*) FROM attempt WHERE submitted_by = 'sweeper'";
    assert_eq!(site.number(closed).await, 2, "closed at the start, before anybody asks");
    site.advance(MINUTE);
    site.sweep().await;
    assert_eq!(site.number(closed).await, 3);
    assert_eq!(site.number("SELECT count(*) FROM attempt WHERE submitted_at = deadline").await, 3);
    let scores = site.texts("SELECT CAST(correct AS TEXT) FROM attempt ORDER BY started_at").await;
    assert_eq!(scores, ["0", "1", "2"]);
    assert_eq!(site.number("SELECT min(duration_ms) FROM attempt").await, 10 * MINUTE);
    let stored = site.texts("SELECT CAST(submitted_at AS TEXT) FROM attempt ORDER BY started_at").await;
    assert_eq!(stored, deadlines.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(site.sweep().await, 0, "sweeping again changes nothing");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn time_given_back_reopens_what_the_sweeper_closed(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let attempt = phone.join(&Someone::named("Sao Mai")).await;
    let paper = site.paper(&attempt).await;
    let began = site.now();
    let (done, _) = site.api().register(&Someone::named("Đã nộp")).await;
    let handed = done.begin().await["id"].as_str().unwrap().to_owned();
    done.submit(&handed, None).await.expect(200);
    site.advance(12 * MINUTE);
    site.sweep().await;
    assert_eq!(
        phone.get(&format!("/attempts/{attempt}")).await.leads(),
        format!("/attempts/{attempt}/result")
    );

    let ask = Ask {
        contest: site.contest().id.clone(),
        minutes: 20,
        between: (began + 5 * MINUTE, began + 9 * MINUTE),
        reason: "Mất mạng toàn xã".into(),
    };
    let extended = extend(&site.app.store, ask.clone(), site.now()).await.unwrap();
    assert_eq!(extended, Extended { attempts: 1, reopened: 1 }, "who handed in stays handed in");
    let page = phone.get(&format!("/attempts/{attempt}?q=1")).await.expect(200);
    assert!(page.has("Mất mạng toàn xã"), "the reason is shown");
    let action = format!("/attempts/{attempt}/answers/1");
    let fields = paper.form(1, true);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    phone.post(&action, &fields).await.expect(303);
    phone.post(&format!("/attempts/{attempt}/submit"), &[("confirm_blanks", "1")]).await.expect(303);
    let result = phone.get(&format!("/attempts/{attempt}/result")).await.expect(200);
    assert!(result.has("Đúng 1/7 câu") && result.has("Mất mạng toàn xã"));
    assert_eq!(site.number("SELECT count(*) FROM audit WHERE action = 'extend-attempts'").await, 1);
    assert_eq!(
        site.number(
            "SELECT deadline - started_at FROM attempt WHERE submitted_by = 'person' AND correct = 1"
        )
        .await,
        30 * MINUTE
    );

    // Much later nothing is ahead any more: nothing is reopened.
    site.advance(300 * MINUTE);
    let nothing = extend(&site.app.store, ask, site.now()).await.unwrap();
    assert_eq!(nothing, Extended::default());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn taps_that_are_in_time_after_all_count(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let attempt = phone.join(&Someone::named("Sao Mai")).await;
    let paper = site.paper(&attempt).await;
    let began = site.now();
    let tap = async |position: u32, seq: i64, right: bool| {
        let body =
            serde_json::json!({ "seq": seq, "occurred_at": 1, "choice": paper.choice(position, right) });
        phone.put_json(&format!("/api/v1/attempts/{attempt}/answers/{position}"), &body).await.status
    };
    assert_eq!((tap(1, 1, false).await, tap(2, 1, true).await), (200, 200));
    // Over: a change of the first answer, a second one before and after the sweeper, and one much too late.
    site.advance(11 * MINUTE);
    assert_eq!((tap(1, 2, true).await, tap(3, 1, true).await), (410, 410));
    site.sweep().await;
    assert_eq!(tap(4, 1, false).await, 410);
    let result = format!("/attempts/{attempt}/result");
    assert!(phone.get(&result).await.expect(200).has("không được tính"));
    site.advance(MINUTE);
    assert_eq!(site.number("SELECT count(*) FROM late_tap").await, 3);

    let ask = Ask {
        contest: site.contest().id.clone(),
        minutes: 10,
        between: (began, began + 9 * MINUTE),
        reason: "Mất mạng toàn xã".into(),
    };
    assert_eq!(
        extend(&site.app.store, ask, site.now()).await.unwrap(),
        Extended { attempts: 1, reopened: 1 }
    );
    assert_eq!(site.number("SELECT count(*) FROM late_tap").await, 0);
    assert_eq!(
        site.texts("SELECT CAST(seq AS TEXT) FROM answer ORDER BY position").await,
        ["2", "1", "1", "1"]
    );
    assert_eq!(tap(4, 2, true).await, 200, "answered anew in the time given back");
    phone.post(&format!("/attempts/{attempt}/submit"), &[("confirm_blanks", "1")]).await.expect(303);
    let shown = phone.get(&result).await.expect(200);
    assert!(shown.has("Đúng 4/7 câu") && !shown.has("không được tính"));
    // Too late for the new end too: told as ever.
    let (api, _) = site.api().register(&Someone::named("Quá muộn")).await;
    let other = api.begin().await["id"].as_str().unwrap().to_owned();
    let (began, paper) = (site.now(), site.paper(&other).await);
    site.advance(16 * MINUTE);
    assert_eq!(api.save(&other, 1, 1, &paper.right(1)).await.problem().0, 410);
    let ask = Ask {
        contest: site.contest().id.clone(),
        minutes: 5,
        between: (began, began + 9 * MINUTE),
        reason: "Mất mạng toàn xã".into(),
    };
    assert_eq!(extend(&site.app.store, ask, site.now()).await.unwrap(), Extended::default());
    assert_eq!(site.number("SELECT count(*) FROM late_tap").await, 1);
}
