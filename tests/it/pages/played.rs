//! A person's live plays: seen, downloaded, never moved by corrections, and taken off them when they are erased.

use crate::harness::{Api, Browser, Engine, Host, Phone, Room, Site, Someone, show};
use rstest::rstest;
use serde_json::{Value, json};

const SPAN: &str = "/api/v1/indicators?from=2026-11-01&to=2026-11-30&scheme=post-2025-07";

/// The figures and events of the month, whenever they are asked for.
async fn report(site: &Site, token: &Api) -> Value {
    let mut told = token.moved_to(&site.base).get(SPAN).await.expect(200).json();
    for row in told["rows"].as_array_mut().unwrap() {
        row["computed_at"] = Value::Null;
    }
    json!([told["rows"], told["events"]])
}

async fn room(site: &Site, title: &str) -> (Room, Host) {
    let text = show("groups = { kind = \"locality\" }", &["T91-001", "T91-002"]).replace("Đêm hội số", title);
    let room = site.room(&text).await;
    let host = site.host(&format!("mc của {title}"), &room).await;
    (room, host)
}

/// Comes in as oneself, by the form.
async fn plays(phone: &Browser, room: &Room, nickname: &str) {
    let form = [("nickname", nickname), ("link", "on"), ("locality", "post-2025-07:21583")];
    phone.post(&format!("/live/{}", room.pin), &form).await.expect(303);
}

async fn answers(phone: &Browser, room: &Room, question: u32, right: bool) {
    let body = json!({ "question": question, "choice": room.asked.choice(question, right) });
    phone.post_json(&format!("/api/v1/live/{}/answers", room.pin), &body).await.expect(200);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn plays_are_seen_and_downloaded_and_corrections_move_none(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    phone.join(&Someone::named("Sao Mai").flag("women_union")).await;
    assert!(!phone.get("/me").await.has("id=\"plays\""), "nothing to tell yet");
    let (over, host) = room(&site, "Đêm đầu").await;
    plays(&phone, &over, "Sao Băng").await;
    host.presses(&["start", "open"]).await;
    answers(&phone, &over, 1, true).await;
    host.presses(&["close", "reveal", "finish"]).await;
    site.advance(60_000);
    let (running, _) = room(&site, "Đêm sau").await;
    plays(&phone, &running, "Sao Hôm").await;

    let me = phone.get("/me").await.expect(200);
    for shown in ["Đêm đầu", "Sao Băng", "Đêm sau", "Sao Hôm", &format!("href=\"/live/{}\"", running.pin)]
    {
        assert!(me.has(shown), "{shown}");
    }
    assert!(!me.has(&format!("href=\"/live/{}\"", over.pin)), "nobody goes back into a room that is over");
    let stranger = site.browser();
    stranger.join(&Someone::named("Người lạ")).await;
    assert!(!stranger.get("/me").await.has("Sao Băng"));

    let copied = "SELECT locality_code || audience || flags || age_band || grade || nickname FROM live_player ORDER BY joined_at";
    let token = site.reader(&[]).await;
    let (before, figures) = (site.texts(copied).await, report(&site, &token).await);
    assert!(before[0].starts_with("21583citizenwomen_union31-59declared"), "{before:?}");
    let corrected = Someone::named("Sao Khuê").at("21952").audience("worker").born(1950);
    phone.post("/me/correct", &corrected.fields()).await.expect(303);
    assert_eq!(site.texts(copied).await, before);
    // The one who corrected is still where they registered and where the play was.
    assert_eq!(report(&site, &token).await, figures);

    let code = phone.code().await;
    let data = phone.post("/me/download", &[("code", &code)]).await.expect(200).json();
    let [newest, first] = data["live_plays"].as_array().unwrap().as_slice() else { panic!("two plays") };
    assert_eq!((&newest["room"]["title"], &newest["answers"]), (&json!("Đêm sau"), &json!([])));
    assert_eq!((&first["room"]["title"], &first["nickname"]), (&json!("Đêm đầu"), &json!("Sao Băng")));
    assert_eq!(first["copied_when_joining"]["locality"]["code"], "21583");
    assert_eq!(first["copied_when_joining"]["locality"]["name"], "Phường Quy Nhơn");
    assert_eq!(
        (&first["copied_when_joining"]["grade"], &first["copied_when_joining"]["mode"]),
        (&json!("declared"), &json!("live"))
    );
    let [answer] = first["answers"].as_array().unwrap().as_slice() else { panic!("one answer") };
    assert_eq!((&answer["question"], &answer["run"]), (&json!(1), &json!(1)));
    assert_eq!(answer["choice"], over.asked.right(1));
    assert!(answer["received_at"].is_i64() && answer["judged_ms"].is_i64());
}

/// Stages of every room at hand, as text.
async fn shown(host: &Host) -> String {
    host.now().await.to_string()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn erasing_takes_a_person_off_their_seats_and_moves_no_figure(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let node = if engine == Engine::Postgres { Some(site.beside().await) } else { None };
    let phone = site.browser();
    // One person, online and twice on stage: erased, they must not fall apart into three.
    let attempt = phone.join(&Someone::named("Kim Ngân Xóa")).await;
    let paper = site.paper(&attempt).await;
    let body = json!({ "seq": 1, "occurred_at": 1, "choice": paper.right(1) });
    phone.put_json(&format!("/api/v1/attempts/{attempt}/answers/1"), &body).await.expect(200);
    phone.post(&format!("/attempts/{attempt}/submit"), &[("confirm_blanks", "1")]).await.expect(303);
    site.advance(60_000);
    let (over, over_host) = room(&site, "Đêm đầu").await;
    let (running, host) = room(&site, "Đêm sau").await;
    for (room, host) in [(&over, &over_host), (&running, &host)] {
        plays(&phone, room, "Kim Ngân Một").await;
        let other =
            Phone::join(&site.api(), &room.pin, &json!({ "nickname": "Gió", "locality": "outside" })).await;
        host.carried(&json!({ "command": "rename", "player": 1, "nickname": "Kim Ngân Hai" })).await;
        host.presses(&["start", "open"]).await;
        answers(&phone, room, 1, true).await;
        other.answer(1, &room.asked.wrong(1)).await.expect(200);
        host.presses(&["close", "reveal"]).await;
    }
    over_host.press("finish").await;
    // Elsewhere the running room is at hand as well.
    let there = node.as_ref().map(|node| host.moved_to(&node.base));
    if let Some(there) = &there {
        assert!(shown(there).await.contains("Kim Ngân Hai"));
    }
    assert!(shown(&host).await.contains("Kim Ngân Hai") && shown(&over_host).await.contains("Kim Ngân Hai"));
    let hashes = site.texts("SELECT token_hash FROM live_player WHERE number = 1").await;
    let token = site.reader(&[]).await;
    let figures = report(&site, &token).await;
    let points = async |host: &Host| {
        let file = host.results("players").await;
        String::from_utf8(file).unwrap().replace("Kim Ngân Hai", "Người chơi 1")
    };
    let books = [points(&over_host).await, points(&host).await];
    assert!(books[0].contains("Người chơi 1"));

    let (mut desk, mut over_desk) = (host.events().await, over_host.events().await);
    let code = phone.code().await;
    phone.post("/me/erase", &[("code", &code), ("confirm", "1")]).await.expect(303);
    // Everybody who looks at the rooms sees another name, without loading anything anew.
    for desk in [&mut desk, &mut over_desk] {
        desk.until("another name", |e| e.name == "stage" && e.data.to_string().contains("Người chơi 1"))
            .await;
    }
    if let Some(there) = &there {
        let mut desk = there.events().await;
        desk.until("another name there", |e| {
            let told = e.data.to_string();
            e.name == "stage" && told.contains("Người chơi 1") && !told.contains("Kim Ngân")
        })
        .await;
    }
    let rows = "SELECT nickname || '|' || name_key || '|' || token_hash || '|' || coalesce(participant_id, '-') || '|' ||
        grade || '|' || locality_code || '|' || age_band FROM live_player WHERE number = 1";
    let row = "Người chơi 1|ERASED 1|ERASED 1|-|declared|21583|31-59";
    assert_eq!(site.texts(rows).await, [row, row]);
    assert_eq!(site.number("SELECT count(*) FROM tombstone").await, 3, "the person and two seats");
    let all = site.everything().await;
    for gone in ["Kim Ngân", &hashes[0], &hashes[1]] {
        assert!(!all.contains(gone), "{gone} is still stored");
    }
    // The phone has no seat any more; its answers stay, and the show goes on.
    let again = phone
        .post_json(
            &format!("/api/v1/live/{}/answers", running.pin),
            &json!({ "question": 1, "choice": running.asked.right(1) }),
        )
        .await;
    assert_eq!(again.problem(), (401, "live_not_joined".into()));
    assert_eq!(site.number("SELECT count(*) FROM live_answer WHERE player = 1").await, 2);
    let named =
        Phone::join(&site.api(), &running.pin, &json!({ "nickname": "Kim Ngân Một", "locality": "outside" }))
            .await;
    assert_eq!(named.snapshot["me"]["nickname"], "Kim Ngân Một", "the name is free again");
    host.press("standings").await;

    assert_eq!(report(&site, &token).await, figures);
    assert_eq!(points(&over_host).await, books[0]);
    let line = |book: &str| book.lines().find(|l| l.contains("Người chơi 1")).unwrap().to_owned();
    assert_eq!(line(&points(&host).await), line(&books[1]));
    // Also when everything is read anew: the log is dense, the seat nameless, the figures the same.
    drop((desk, over_desk));
    if let Some(node) = node {
        node.stop().await;
    }
    let site = site.restart(2_000).await;
    assert_eq!(report(&site, &token).await, figures);
    let (host, over_host) = (host.moved_to(&site.base), over_host.moved_to(&site.base));
    assert_eq!(points(&over_host).await, books[0]);
    let told = shown(&host).await;
    assert!(told.contains("Người chơi 1") && !told.contains("Kim Ngân Hai"), "{told}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_was_taken_out_may_come_in_as_somebody_new_unless_kept_out(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (room, host) = room(&site, "Đêm hội").await;
    let address = format!("/live/{}", room.pin);
    let phone = site.browser();
    let comes = async |nickname: &str| {
        let form = [("nickname", nickname), ("locality", "post-2025-07:21583")];
        phone.post(&address, &form).await
    };
    comes("Gió Biển").await.expect(303);
    host.carried(&json!({ "command": "remove", "player": 1, "ban": false })).await;
    let out = phone.get(&address).await.expect(200);
    let again = format!("{address}?again");
    assert!(out.has(&format!("href=\"{again}\"")) && !out.has("name=\"nickname\""));
    assert!(phone.get(&again).await.expect(200).has("name=\"nickname\""));
    comes("Gió Núi").await.expect(303);
    assert!(phone.get(&address).await.expect(200).has("Gió Núi"), "is in, as somebody new");
    host.carried(&json!({ "command": "remove", "player": 2, "ban": true })).await;
    for path in [&address, &again] {
        let out = phone.get(path).await.expect(200);
        assert!(!out.has("name=\"nickname\"") && !out.has("?again"), "{path}");
    }
    assert!(!comes("Gió Đồng").await.has("Gió Đồng"), "the form of another window is of no use either");
    assert!(!phone.get(&address).await.expect(200).has("name=\"nickname\""));
}
