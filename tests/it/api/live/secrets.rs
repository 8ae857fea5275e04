//! Nobody but the host sees a key or who chose what before the reveal: asserted on the bytes, not on what a client reads.

use crate::harness::{Engine, Events, Host, Phone, Room, Site, show};
use serde_json::{Value, json};

/// Every kind of question, in a room.
const ALL: [&str; 7] = ["T90-001", "T90-002", "T90-003", "T90-004", "T90-005", "T90-006", "T90-007"];

#[tokio::test]
async fn no_byte_of_a_key_reaches_a_phone_or_a_projector_before_the_reveal() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("scoring = \"accuracy\"", &ALL)).await;
    let host = site.host("mc", &room).await;
    let (lan, mai) = (site.phone("Lan", &room).await, site.phone("Mai", &room).await);
    let mut stream = lan.events().await;
    let (browser, mut screen) = host.screen(&site).await;
    for question in 1..=u32::try_from(ALL.len()).unwrap() {
        let at = usize::try_from(question - 1).unwrap();
        // What only this question's reveal may tell. Keys of options are ids ("b"); fields that could hold one must not exist.
        let revision = &room.asked.items[at].1;
        let mut secrets = vec![revision.explanation.clone(), revision.sources[0].title.clone()];
        secrets.extend(
            ["\"right\"", "\"bars\"", "\"key\"", "\"script\"", "\"words\"", "\"explanation\"", "\"count\""]
                .map(str::to_owned),
        );
        match ALL[at] {
            "T90-006" => secrets.push("4321".into()),
            "T90-007" => secrets.extend(["mật khẩu bí ẩn".into(), "mật mã bí ẩn".into()]),
            _ => {}
        }
        let silent = |bytes: &str, whose: &str| {
            for secret in &secrets {
                assert!(
                    !bytes.contains(secret.as_str()),
                    "question {question}: {secret} was told to {whose}: {bytes}"
                );
            }
        };
        let (from, shown_from) = (stream.raw().len(), screen.raw().len());
        host.press(if question == 1 { "start" } else { "next" }).await;
        let ready = lan.again().await;
        silent(&ready.snapshot.to_string(), "a phone");
        host.press("open").await;
        let reply = lan.answer(question, &room.asked.right(question)).await.expect(200);
        silent(&reply.body, "who answered");
        let reply = mai.answer(question, &room.asked.wrong(question)).await.expect(200);
        silent(&reply.body, "who answered");
        screen.until("two answers", |e| e.name == "tally" && e.data["answered"] == 2).await;
        for page in [
            lan.again().await.snapshot.to_string().replace("\"choice\"", ""),
            site.api().get(&room.path("")).await.body,
            Events::of(browser.open(&room.path("/events?role=screen")).await)
                .await
                .wait("stage")
                .await
                .data
                .to_string(),
            Events::of(browser.open(&room.path("/events?role=screen&view=html")).await)
                .await
                .wait("stage")
                .await
                .data
                .to_string(),
            browser.get(&format!("/live/{}/screen", room.pin)).await.expect(200).body,
        ] {
            // The own choice of a short text is what Lan typed herself.
            if ALL[at] != "T90-007" && ALL[at] != "T90-006" {
                silent(&page, "whoever asks");
            }
        }
        host.press("close").await;
        stream.until("closed", |e| e.name == "closed" && e.data["question"] == question).await;
        screen.stage("closed").await;
        silent(&stream.raw()[from..], "a phone");
        silent(&screen.raw()[shown_from..], "a projector");
        // A screen asks for the host's stream and is not believed.
        assert_eq!(browser.get(&room.path("/events?role=host")).await.problem().0, 401);
        host.press("reveal").await;
        let told =
            stream.until("reveal", |e| e.name == "reveal" && e.data["question"] == question).await.data;
        assert!(told["right"].is_array() || told["words"].is_array(), "{told}");
        assert_eq!(told["own"]["right"], true);
        let shown = screen.stage("reveal").await;
        assert_eq!(shown["reveal"]["explanation"], json!(revision.explanation));
        assert_eq!(shown["reveal"]["bars"]["answered"], 2);
    }
}

/// A question that exists twice, alike but for the key.
fn bank(key: &str) -> String {
    format!(
        r#"format = 1
topic = "T92"
title = "Chủ đề hai đáp án"

[[question]]
id = "T92-001"
kind = "single_choice"
difficulty = 1
audience = ["all"]
situation = true
stem = "Việc nên làm là gì?"
options = [
  {{ id = "a", text = "Việc thứ nhất" }},
  {{ id = "b", text = "Việc thứ hai" }},
  {{ id = "c", text = "Việc thứ ba" }},
]
key = "{key}"
explanation = "Giải thích dài như nhau."
sources = [{{ title = "Nguồn" }}]
competence = ["TT02 4.2"]
as_of = "2026-11-01"
review_by = "2039-12-31"
"#
    )
}

/// What phones and a projector are told up to the close, where this is the key and these are the answers of the others.
async fn told(key: &str, answers: [&str; 2]) -> Vec<String> {
    let site = Site::start(Engine::Sqlite).await;
    let revisions = domain::bank::parse_toml("bank.toml", &bank(key)).unwrap();
    let by = server::bank::import::Provenance::approved_by("kiểm thử");
    server::bank::import::import(&site.app.store, revisions, Vec::new(), by, site.now(), None).await.unwrap();
    let room: Room = site.room(&show("", &["T92-001"])).await;
    let host: Host = site.host("mc", &room).await;
    let mut phones: Vec<Phone> = Vec::new();
    for name in ["Lan", "Mai", "Cúc"] {
        phones.push(site.phone(name, &room).await);
    }
    let mut streams = Vec::new();
    for phone in &phones {
        let mut stream = phone.events().await;
        stream.wait("snapshot").await;
        streams.push(stream);
    }
    let (_, mut screen) = host.screen(&site).await;
    screen.wait("stage").await;
    host.presses(&["start", "open"]).await;
    let mut replies = Vec::new();
    for (phone, answer) in phones.iter().zip(answers) {
        let choice: Value = json!({ "option": answer });
        replies.push(phone.answer(1, &choice).await.expect(200).body);
        site.advance(250);
    }
    screen.until("two answers", |e| e.name == "tally" && e.data["answered"] == 2).await;
    host.press("close").await;
    let mut bytes = replies;
    for stream in &mut streams {
        stream.wait("closed").await;
        let events: Vec<String> =
            stream.seen().iter().filter(|e| e.name != "lobby").map(|e| format!("{e:?}")).collect();
        bytes.push(events.join("\n"));
    }
    screen.stage("closed").await;
    let stages = screen.seen().iter().filter(|e| e.name == "stage" && e.id > Some(0));
    bytes.push(stages.map(|e| format!("{e:?}\n")).collect());
    bytes.into_iter().map(|text| text.replace(&room.pin, "[pin]")).collect()
}

#[tokio::test]
async fn phones_and_projectors_are_told_the_same_whatever_the_key_and_the_answers_are() {
    let one = told("b", ["b", "a"]).await;
    let two = told("c", ["a", "b"]).await;
    let three = told("c", ["c", "c"]).await;
    assert_eq!(one, two);
    assert_eq!(one, three);
}
