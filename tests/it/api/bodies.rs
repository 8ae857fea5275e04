//! The bodies of `contracts.md`, as snapshots: fields may be added, none renamed.

use crate::harness::{Engine, Events, MINUTE, Site, Someone, show};
use serde_json::{Value, json};

/// Replaces what differs from run to run: ids, tokens, codes, the drawn order.
fn settled(mut value: Value) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (name, inner) in fields.iter_mut() {
                    match name.as_str() {
                        "id" | "token" | "personal_code" | "request_id"
                            if inner.as_str().is_some_and(|s| s.len() > 9) =>
                        {
                            *inner = json!(format!("[{name}]"));
                        }
                        "questions" | "review" => {
                            if let Some(list) = inner.as_array_mut() {
                                list.sort_by_key(|q| q["stem"].to_string());
                                list.iter_mut().for_each(|q| q["position"] = json!("[position]"));
                            }
                        }
                        "options" | "matches" => {
                            if let Some(list) = inner.as_array_mut() {
                                list.sort_by_key(ToString::to_string);
                            }
                        }
                        _ => {}
                    }
                    walk(inner);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(walk),
            _ => {}
        }
    }
    walk(&mut value);
    value
}

/// Which features the JSON library was built with must not show: keys are sorted.
fn snapshot(name: &str, value: Value) {
    insta::with_settings!({ sort_maps => true }, { insta::assert_json_snapshot!(name, value) });
}

#[tokio::test]
async fn bodies_are_as_documented() {
    let site =
        Site::edited(Engine::Sqlite, &[("review = \"after_round\"", "review = \"after_submit\"")]).await;
    let made = site.api().post("/api/v1/participants", &Someone::named("Sao Mai").body()).await.expect(201);
    snapshot("participants_201", settled(made.json()));
    assert_eq!(made.cookies().len(), 2, "a browser gets its cookies too");
    let api = site.api().with(made.json()["token"].as_str().unwrap());
    snapshot("contest_200", settled(api.get("/api/v1/contests/thi-thu").await.expect(200).json()));
    let list = api.get("/api/v1/contests").await.expect(200).json();
    assert_eq!(list[0], api.get("/api/v1/contests/thi-thu").await.json());

    let begun = api.post("/api/v1/contests/thi-thu/attempts", &json!({})).await.expect(201).json();
    snapshot("attempts_201", settled(begun.clone()));
    let id = begun["id"].as_str().unwrap();
    let paper = site.paper(id).await;
    for position in paper.positions() {
        let saved = api.save(id, position, 1, &paper.right(position)).await.expect(200).json();
        if position == paper.of_kind("matching") {
            let mut saved = saved;
            saved["position"] = json!("[position]");
            snapshot("answer_200", saved);
        }
    }
    site.advance(MINUTE);
    let result = api.submit(id, Some(1)).await.expect(200).json();
    snapshot("submit_200", settled(result.clone()));
    assert_eq!(api.get(&format!("/api/v1/attempts/{id}/result")).await.expect(200).json(), result);
    snapshot("problem_409", settled(api.save(id, 1, 2, &paper.right(1)).await.expect(409).json()));
    site.advance(1_001);
    let board = api.get("/api/v1/contests/thi-thu/standings?board=people&around=me").await.expect(200).json();
    snapshot("standings_around_me", settled(board));
}

/// Live rooms: what joining, answering, probing and commanding reply, and what each stream brings.
#[tokio::test]
async fn bodies_of_live_rooms_are_as_documented() {
    let site = Site::start(Engine::Sqlite).await;
    let head = "scoring = \"speed\"\nseconds = 10\ngroups = { kind = \"team\", names = [\"Sen\", \"Mai\"] }";
    let room = site.room(&show(head, &["T91-001"])).await;
    let named = |value: Value| -> Value {
        serde_json::from_str(&settled(value).to_string().replace(&room.pin, "[pin]")).unwrap()
    };
    snapshot("live_room_200", named(site.api().get(&room.path("")).await.expect(200).json()));
    let joined = site.api().post(&room.path("/players"), &json!({ "nickname": "Lan", "team": "Sen" })).await;
    let joined = joined.expect(201).json();
    snapshot("live_players_201", named(joined.clone()));
    let lan = site.api().with(joined["token"].as_str().unwrap());
    let mut events = Events::of(lan.open(&room.path("/events"), &[]).await).await;
    events.wait("snapshot").await;
    snapshot(
        "live_probe_200",
        named(lan.post(&room.path("/probe"), &json!({ "n": 0 })).await.expect(200).json()),
    );
    let host = site.host("mc", &room).await;
    let mut stage = host.events().await;
    stage.wait("stage").await;
    let done = host.command(&json!({ "command": "start" })).await.expect(200);
    snapshot("live_commands_200", named(done.json()));
    host.press("open").await;
    site.advance(1_000);
    let answer = json!({ "question": 1, "choice": { "option": "b" }, "seen_at": 1 });
    snapshot("live_answers_200", named(lan.post(&room.path("/answers"), &answer).await.expect(200).json()));
    stage.answered(1).await;
    host.presses(&["pause", "resume"]).await;
    host.carried(&json!({ "command": "extend", "seconds": 5 })).await;
    host.presses(&["close", "reveal", "standings", "next"]).await;
    events.wait("final").await;
    let frames = events.seen().iter().filter(|e| e.name != "lobby");
    let frames: Vec<Value> = frames.map(|e| json!([e.id, e.name, e.data])).collect();
    snapshot("live_events_player", named(json!(frames)));
    stage.stage("final").await;
    let mut frames = Vec::new();
    let mut told = Some(0);
    for event in stage.seen().iter().filter(|e| e.name == "stage") {
        // The same state may be told again when phones come and go.
        if event.id <= told {
            continue;
        }
        told = event.id;
        let mut data = event.data.clone();
        // Streams of phones open and close while this runs.
        data["connected"] = json!("[connected]");
        frames.push(json!([event.id, event.name, data]));
    }
    snapshot("live_events_host", named(json!(frames)));
    let refused = host.command(&json!({ "command": "next" })).await.expect(409).json();
    snapshot("live_problem_409", named(refused));
}

#[tokio::test]
async fn registering_names_every_mistake() {
    let site = Site::start(Engine::Sqlite).await;
    let post = async |body: Value| site.api().post("/api/v1/participants", &body).await;
    let mut body = Someone::named("X").audience("king").born(1800).body();
    body["consents"] = json!([]);
    let told = post(body).await;
    assert_eq!(told.problem(), (422, "bad_form".into()));
    let detail = told.json()["detail"].as_str().unwrap().to_owned();
    for field in ["nickname", "audience", "birth_year", "consents"] {
        assert!(detail.contains(&format!("{field}: ")), "{detail}");
    }
    let mut body = Someone::named("Sao Mai").body();
    body["locality"] = json!("post-2025-07:21583");
    assert!(matches!(post(body).await.status, 201 | 422), "a text that is no choice");
    let mut body = Someone::named("Sao Mai").body();
    body["phone"] = json!("0905123456");
    assert_eq!(
        post(body).await.problem(),
        (422, "bad_form".into()),
        "unknown fields are refused, not dropped"
    );
    let mut body = Someone::named("Sao Mai").body();
    body["contest"] = json!("khong-co");
    assert_eq!(post(body).await.problem(), (422, "bad_form".into()));
}

#[tokio::test]
async fn the_openapi_document_only_grows() {
    let site = Site::start(Engine::Sqlite).await;
    let document = site.api().get("/api/v1/openapi.json").await.expect(200).json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    snapshot("openapi", document);
}
