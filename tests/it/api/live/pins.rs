//! PINs: no secret, but nobody finds rooms by trying them all.

use crate::harness::{Engine, Site, show};
use rstest::rstest;
use serde_json::json;
use server::live::create::{NewRoom, create};
use server::store::live::rooms::{self, RoomRow};

#[tokio::test]
async fn a_pin_that_nobody_has_is_not_found_wherever_it_is_tried() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let lan = site.phone("Lan", &room).await;
    let host = site.host("mc", &room).await;
    let other = (0..1_000_000).map(|n| format!("{n:06}")).find(|pin| *pin != room.pin).unwrap();
    for pin in [other.as_str(), "12345", "1234567", "abcdef", "%27%3B--", "００００００"] {
        let api = format!("/api/v1/live/{pin}");
        let calls = [
            site.api().get(&api).await,
            site.api().post(&format!("{api}/players"), &json!({ "nickname": "Lan" })).await,
            lan.api.get(&format!("{api}/events")).await,
            lan.api
                .post(&format!("{api}/answers"), &json!({ "question": 1, "choice": { "option": "a" } }))
                .await,
            lan.api.post(&format!("{api}/probe"), &json!({ "n": 0 })).await,
            host.desk.post_json(&format!("{api}/commands"), &json!({ "command": "start" })).await,
            host.desk.get(&format!("{api}/results?format=xlsx")).await,
        ];
        for reply in calls {
            assert_eq!(reply.problem(), (404, "live_not_found".into()), "{pin}");
        }
    }
    assert_eq!(site.browser().get(&format!("/live/{other}")).await.status, 404);
    site.browser().get(&format!("/live?pin={}", room.pin)).await.leads();
}

#[tokio::test]
async fn trying_pins_is_told_to_slow_down_and_a_right_one_still_works() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let lan = site.phone("Lan", &room).await;
    let api = site.api();
    // Whatever address is tried, a miss is a miss: joining, looking, listening, answering, probing.
    let taken: u32 = room.pin.parse().unwrap();
    let pins: Vec<String> =
        (0..1_000_000).filter(|n| *n != taken).take(400).map(|n| format!("{n:06}")).collect();
    let mut misses = 0;
    let mut slowed = None;
    for (n, pin) in pins.iter().enumerate() {
        let path = format!("/api/v1/live/{pin}");
        let reply = match n % 5 {
            0 => api.get(&path).await,
            1 => api.post(&format!("{path}/players"), &json!({ "nickname": "Lan" })).await,
            2 => lan.api.get(&format!("{path}/events")).await,
            3 => {
                lan.api
                    .post(&format!("{path}/answers"), &json!({ "question": 1, "choice": { "option": "a" } }))
                    .await
            }
            _ => lan.api.post(&format!("{path}/probe"), &json!({ "n": 0 })).await,
        };
        match reply.problem() {
            (404, _) => misses += 1,
            (429, code) => {
                assert_eq!(code, "too_many");
                assert!(!reply.header("retry-after").is_empty());
                slowed = Some(n % 5);
                break;
            }
            other => panic!("{other:?}"),
        }
        // Everybody together misses too often long before: its budget is 200 at once.
        if misses == 199 {
            break;
        }
    }
    assert!(slowed.is_none(), "a hall shares one address, and people mistype");
    // The rest of this network's misses, without waiting for each.
    while site.app.limits.pin_miss("127.0.0.1").is_none() {}
    let late = api.get(&format!("/api/v1/live/{}", pins[399])).await;
    assert_eq!(late.problem(), (429, "too_many".into()));
    let late = lan.api.get(&format!("/api/v1/live/{}/events", pins[398])).await;
    assert_eq!(late.problem(), (429, "too_many".into()));
    // Who types a right one is let in all the same, from the same network and at once.
    api.get(&room.path("")).await.expect(200);
    site.phone("Mai", &room).await;
    lan.again().await;
    // When everybody together misses too often, answers to wrong ones are held back.
    while site.app.limits.miss_delay().is_zero() {}
    let began = server::clock::monotonic();
    api.get(&format!("/api/v1/live/{}", pins[397])).await;
    assert!(began.elapsed().as_millis() >= 1_500, "a wrong PIN is answered slowly");
    lan.again().await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_pin_rests_for_a_day_before_another_room_has_it(#[case] engine: Engine) {
    const DAY: i64 = 24 * 60 * 60_000;
    let site = Site::start(engine).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let lan = site.phone("Lan", &room).await;
    let row = {
        let mut link = site.app.store.read().await.unwrap();
        rooms::by_pin(&mut link, &room.pin).await.unwrap().unwrap()
    };
    let again = async || {
        let now = site.now();
        let row =
            RoomRow {
                id: format!("other-{now}"), created_at: now, title: "Buổi sau".into(), ..row.clone()
            };
        let work =
            site.app.store.write(move |link| Box::pin(async move { Ok(rooms::insert(link, &row).await?) }));
        work.await.unwrap()
    };
    assert!(!again().await, "in use");
    site.advance(3 * DAY);
    assert!(!again().await, "a room that was not closed keeps it");
    // Whoever signed in three days ago signs in again.
    let host = site.host("trợ lý", &room).await;
    host.presses(&["start", "finish"]).await;
    assert!(!again().await, "just closed");
    site.advance(DAY - 1);
    assert!(!again().await, "people may still come to the old one");
    site.advance(2);
    assert!(again().await, "rested");
    assert!(!again().await, "and in use again");
    // After a restart, too, the PIN leads to the new room; the old one's phones are strangers there.
    let site = site.restart(0).await;
    let view = site.api().get(&room.path("")).await.expect(200).json();
    assert_eq!((&view["title"], &view["players"]), (&json!("Đêm hội số"), &json!(0)));
    assert_eq!(view["phase"], "lobby");
    let lan = lan.moved_to(&site.base);
    assert_eq!(lan.stream_reply().await.problem(), (401, "live_not_joined".into()));
}

#[tokio::test]
async fn a_pin_is_six_digits_and_rooms_made_together_have_different_ones() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let mut pins = vec![room.pin.clone()];
    for _ in 0..40 {
        let new = NewRoom {
            spec: room.spec.clone(),
            contest: None,
            host: None,
            locality: domain::locality::LocalityKey::new("post-2025-07", "21583"),
            demo: false,
        };
        pins.push(create(&site.app.store, new, site.now()).await.unwrap().pin);
    }
    assert!(pins.iter().all(|pin| pin.len() == 6 && pin.bytes().all(|b| b.is_ascii_digit())));
    pins.sort();
    pins.dedup();
    assert_eq!(pins.len(), 41);
    assert_eq!(site.number("SELECT count(*) FROM audit WHERE action = 'create-room'").await, 41);
}
