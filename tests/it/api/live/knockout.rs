//! Rung chuông vàng: numbered seats, one wrong answer and you are out, rescue, the last one standing.

use crate::harness::{Engine, Phone, Site, show};
use rstest::rstest;
use serde_json::{Value, json};

const FIVE: [&str; 5] = ["T91-001", "T91-002", "T91-003", "T91-004", "T91-005"];

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn one_wrong_answer_and_out_until_rescued(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let head = "scoring = \"accuracy\"\nknockout = { seats = 4, rescues = 1, rescue_count = 1 }";
    let room = site.room(&show(head, &FIVE)).await;
    let host = site.host("mc", &room).await;
    let mut phones: Vec<Phone> = Vec::new();
    for n in 1..=5 {
        phones.push(site.phone(&format!("Ghế {n}"), &room).await);
    }
    let seats = async || host.now().await["seats"].clone();
    assert_eq!(
        seats().await,
        json!({ "alive": 4, "taken": 4, "floor": [true, true, true, true], "rescues_left": 1 })
    );
    let seat = async |n: usize| phones[n - 1].again().await.snapshot["standing"]["seat"].clone();
    assert_eq!(seat(5).await, json!({ "is": "out", "at": 0 }), "there are four seats; the fifth plays along");
    host.refused(&json!({ "command": "freeze", "on": true }), "live_in_knockout").await;
    host.refused(&json!({ "command": "rescue" }), "live_wrong_phase").await;

    let play = async |question: u32, right: &[usize], wrong: &[usize]| {
        host.press(if question == 1 { "start" } else { "next" }).await;
        host.press("open").await;
        for (who, good) in right.iter().map(|n| (n, true)).chain(wrong.iter().map(|n| (n, false))) {
            let choice = json!(room.asked.choice(question, good));
            phones[who - 1].answer(question, &choice).await.expect(200);
            site.advance(500);
        }
        host.presses(&["close", "reveal"]).await;
    };
    // Wrong, and nothing at all, are out; who had no seat may answer and has none.
    play(1, &[1, 2, 5], &[3]).await;
    assert_eq!(seats().await["floor"], json!([true, true, false, false]));
    assert_eq!(
        (seat(3).await, seat(4).await),
        (json!({ "is": "out", "at": 1 }), json!({ "is": "out", "at": 1 }))
    );
    assert_eq!(phones[4].again().await.snapshot["standing"]["rank"], Value::Null);
    host.press("standings").await;
    let table = host.now().await["standings"].clone();
    assert_eq!((&table["alive"], table["rows"].as_array().unwrap().len()), (&json!(2), 2));

    // Who is out plays along; a rescue brings back the best of them: of two equal ones the faster.
    play(2, &[4, 1], &[2, 3]).await;
    assert_eq!(seats().await["alive"], 1);
    host.carried(&json!({ "command": "rescue" })).await;
    assert_eq!(seat(4).await, json!({ "is": "rescued", "after": 2 }));
    assert_eq!(
        seats().await,
        json!({ "alive": 2, "taken": 4, "floor": [true, false, false, true], "rescues_left": 0 })
    );
    host.refused(&json!({ "command": "rescue" }), "live_no_rescue_left").await;

    // Nobody is left: the show cannot go on by itself, and says so.
    play(3, &[], &[1, 4]).await;
    assert_eq!(seats().await["alive"], 0);
    host.refused(&json!({ "command": "next" }), "live_nobody_left").await;
    // That question was wrong after all: opened again, whom it put out is back.
    host.press("reopen").await;
    assert_eq!(seats().await["alive"], 2);
    let site = site.restart(1_000).await;
    let (host, phones): (_, Vec<Phone>) =
        (host.moved_to(&site.base), phones.iter().map(|p| p.moved_to(&site.base)).collect());
    assert_eq!(host.now().await["seats"]["alive"], 2);
    host.press("open").await;
    phones[3].answer(3, &room.asked.right(3)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    // The last one standing has won, though two questions were planned.
    host.press("next").await;
    let end = host.now().await;
    assert_eq!(end["phase"]["name"], "final");
    assert_eq!(end["last"]["rows"][0]["nickname"], "Ghế 4");
    assert_eq!(end["last"]["rows"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_host_may_name_whom_to_rescue() {
    let site = Site::start(Engine::Sqlite).await;
    let head = "scoring = \"accuracy\"\nknockout = { seats = 10, rescues = 2, rescue_count = 5 }";
    let room = site.room(&show(head, &FIVE)).await;
    let host = site.host("mc", &room).await;
    let mut phones = Vec::new();
    for n in 1..=4 {
        phones.push(site.phone(&format!("Ghế {n}"), &room).await);
    }
    host.presses(&["start", "open"]).await;
    phones[0].answer(1, &room.asked.right(1)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    host.refused(&json!({ "command": "rescue", "seats": [1, 99] }), "live_nobody_to_rescue").await;
    host.carried(&json!({ "command": "remove", "player": 3 })).await;
    host.refused(&json!({ "command": "rescue", "seats": [3] }), "live_nobody_to_rescue").await;
    host.carried(&json!({ "command": "rescue", "seats": [2, 3] })).await;
    assert_eq!(host.now().await["seats"]["floor"], json!([true, true, false, false]));
    // The other rescue takes as many as there are.
    host.carried(&json!({ "command": "rescue", "count": 50 })).await;
    assert_eq!(host.now().await["seats"]["alive"], 3);
    let plain = site.room(&show("", &["T91-001"])).await;
    let other = crate::harness::Host::at(host.desk.clone(), &plain.pin);
    other.presses(&["start", "open", "close", "reveal"]).await;
    other.refused(&json!({ "command": "rescue" }), "live_not_knockout").await;
}
