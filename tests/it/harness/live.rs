//! Live rooms from outside: a room out of a room file, phones, hosts and projectors, each with what it may do.

use super::actors::{Api, Browser, Reply};
use super::answers::Dealt;
use super::events::Events;
use super::site::Site;
use domain::live::RoomSpec;
use domain::live::room_file;
use domain::locality::LocalityKey;
use domain::staff::Role;
use serde_json::{Value, json};
use server::live::create::{NewRoom, create};
use std::path::Path;

/// A commune of the province, in the form of a join.
pub(crate) const COMMUNE: &str = "post-2025-07:21583";

/// A room file: lines of its head, and the questions asked in this order.
pub(crate) fn show(head: &str, questions: &[&str]) -> String {
    let mut text = format!("format = 1\ntitle = \"Đêm hội số\"\nshuffle_options = false\n{head}\n");
    for id in questions {
        text.push_str(&format!("[[question]]\nid = \"{id}\"\n"));
    }
    text
}

/// A room, and what the test knows and phones must not.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    /// Its id.
    pub(crate) id: String,
    /// Six digits.
    pub(crate) pin: String,
    /// What it is.
    pub(crate) spec: RoomSpec,
    /// Its questions with their keys.
    pub(crate) asked: Dealt,
}

impl Room {
    /// The address of a call about this room; `rest` begins with `/` or is empty.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/api/v1/live/{}{rest}", self.pin)
    }
}

impl Site {
    /// Makes a room out of a room file.
    pub(crate) async fn room(&self, text: &str) -> Room {
        let file = room_file::parse("room.toml", text).unwrap();
        let pool = self.app.catalogue.drawable(&self.app.store, self.now()).await.unwrap();
        let spec = file.resolve(&pool, 7).unwrap();
        let locality = LocalityKey::new("post-2025-07", "21583");
        let new = NewRoom { spec: spec.clone(), contest: None, host: None, locality, demo: false };
        let made = create(&self.app.store, new, self.now()).await.unwrap();
        let items: Vec<_> = spec.questions.iter().map(|q| q.item.clone()).collect();
        let ids: Vec<&str> = items.iter().map(|i| i.revision.as_str()).collect();
        let revisions = self.app.catalogue.revisions(&self.app.store, &ids).await.unwrap();
        let asked = Dealt { items: items.into_iter().zip(revisions).collect() };
        Room { id: made.id, pin: made.pin, spec, asked }
    }

    /// A host of this room at a desk of their own.
    pub(crate) async fn host(&self, name: &str, room: &Room) -> Host {
        Host { desk: self.desk(name, Role::Host).await, pin: room.pin.clone() }
    }

    /// A phone that joins without locality or team.
    pub(crate) async fn phone(&self, nickname: &str, room: &Room) -> Phone {
        Phone::join(&self.api(), &room.pin, &json!({ "nickname": nickname })).await
    }
}

/// A phone in a room.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    /// The program that acts for it, with its token.
    pub(crate) api: Api,
    /// Its token.
    pub(crate) token: String,
    /// The player's number.
    pub(crate) number: u32,
    /// What it was told when it joined.
    pub(crate) snapshot: Value,
    pin: String,
}

impl Phone {
    /// Joins, and must be let in as somebody new.
    pub(crate) async fn join(api: &Api, pin: &str, wish: &Value) -> Self {
        let reply = api.post(&format!("/api/v1/live/{pin}/players"), wish).await.expect(201).json();
        Self::told(api, pin, &reply)
    }

    fn told(api: &Api, pin: &str, reply: &Value) -> Self {
        let token = reply["token"].as_str().unwrap().to_owned();
        let number = u32::try_from(reply["snapshot"]["me"]["number"].as_u64().unwrap()).unwrap();
        let snapshot = reply["snapshot"].clone();
        Self { api: api.with(&token), token, number, snapshot, pin: pin.to_owned() }
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/live/{}{rest}", self.pin)
    }

    /// The same phone after the site moved to another port.
    pub(crate) fn moved_to(&self, base: &str) -> Self {
        Self { api: self.api.moved_to(base), ..self.clone() }
    }

    /// Comes back: must be known, and is told everything anew.
    pub(crate) async fn again(&self) -> Self {
        let reply = self.api.post(&self.path("/players"), &json!({})).await.expect(200).json();
        let again = Self::told(&self.api, &self.pin, &reply);
        assert_eq!((again.number, &again.token), (self.number, &self.token));
        again
    }

    /// Sends an answer.
    pub(crate) async fn answer(&self, question: u32, choice: &Value) -> Reply {
        let body = json!({ "question": question, "choice": choice, "seen_at": 1 });
        self.api.post(&self.path("/answers"), &body).await
    }

    /// Sends an answer to a server that may be gone.
    pub(crate) async fn try_answer(&self, question: u32, choice: &Value) -> Option<Reply> {
        self.api.try_post(&self.path("/answers"), &json!({ "question": question, "choice": choice })).await
    }

    /// Sends any body as an answer.
    pub(crate) async fn answer_with(&self, body: &Value) -> Reply {
        self.api.post(&self.path("/answers"), body).await
    }

    /// One probe; the number to send next, and whether another is wanted.
    pub(crate) async fn probe(&self, n: u64) -> (u64, bool) {
        let reply = self.api.post(&self.path("/probe"), &json!({ "n": n })).await.expect(200).json();
        (reply["n"].as_u64().unwrap(), reply["more"].as_bool().unwrap())
    }

    /// Its stream.
    pub(crate) async fn events(&self) -> Events {
        Events::of(self.api.open(&self.path("/events"), &[]).await).await
    }

    /// Its stream from where an earlier one broke off.
    pub(crate) async fn events_after(&self, id: u64) -> Events {
        let id = id.to_string();
        Events::of(self.api.open(&self.path("/events?role=player"), &[("last-event-id", &id)]).await).await
    }

    /// Its stream's reply, whatever it is.
    pub(crate) async fn stream_reply(&self) -> Reply {
        Reply::read(self.api.open(&self.path("/events"), &[]).await).await
    }
}

/// A host's device.
#[derive(Clone, Debug)]
pub(crate) struct Host {
    /// The browser, signed in.
    pub(crate) desk: Browser,
    pin: String,
}

impl Host {
    /// Somebody who signed in elsewhere.
    pub(crate) fn at(desk: Browser, pin: &str) -> Self {
        Self { desk, pin: pin.to_owned() }
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/live/{}{rest}", self.pin)
    }

    /// The same device after the site moved to another port.
    pub(crate) fn moved_to(&self, base: &str) -> Self {
        Self { desk: self.desk.moved_to(base), ..self.clone() }
    }

    /// Sends a command.
    pub(crate) async fn command(&self, body: &Value) -> Reply {
        self.desk.post_json(&self.path("/commands"), body).await
    }

    /// Sends a command without anything beside it, which must be carried out; the number of its last event.
    pub(crate) async fn press(&self, command: &str) -> u64 {
        self.carried(&json!({ "command": command })).await
    }

    /// Sends a command that must be carried out; the number of its last event.
    pub(crate) async fn carried(&self, body: &Value) -> u64 {
        self.command(body).await.expect(200).json()["seq"].as_u64().unwrap()
    }

    /// Sends a command that must be refused with this code.
    pub(crate) async fn refused(&self, body: &Value, code: &str) {
        assert_eq!(self.command(body).await.problem(), (409, code.to_owned()), "{body}");
    }

    /// Presses several keys one after another.
    pub(crate) async fn presses(&self, commands: &[&str]) {
        for command in commands {
            self.press(command).await;
        }
    }

    /// Its stream.
    pub(crate) async fn events(&self) -> Events {
        Events::of(self.desk.open(&self.path("/events?role=host")).await).await
    }

    /// What it shows now.
    pub(crate) async fn now(&self) -> Value {
        self.events().await.wait("stage").await.data
    }

    /// Lets a projector in.
    pub(crate) async fn pair(&self, code: &str) -> Reply {
        self.desk.post_json(&self.path("/screens"), &json!({ "code": code })).await
    }

    /// A projector of this room that has been let in, and its stream.
    pub(crate) async fn screen(&self, site: &Site) -> (Browser, Events) {
        let screen = site.browser();
        let code = code_on(&screen.get(&format!("/live/{}/screen", self.pin)).await.expect(200));
        self.pair(&code).await.expect(204);
        let events = Events::of(screen.open(&self.path("/events?role=screen")).await).await;
        (screen, events)
    }

    /// A file of results.
    pub(crate) async fn results(&self, format: &str) -> Vec<u8> {
        let reply = self.desk.open(&self.path(&format!("/results?format={format}"))).await;
        assert_eq!(reply.status().as_u16(), 200);
        reply.bytes().await.unwrap().to_vec()
    }
}

/// The pairing code on a projector's page: four digits on their own.
pub(crate) fn code_on(page: &Reply) -> String {
    let texts = page.body.split('>').filter_map(|part| part.split_once('<').map(|(text, _)| text));
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut codes = texts.filter(|text| {
        digits(text).len() == 4 && text.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '\u{a0}')
    });
    digits(codes.next().unwrap_or_else(|| panic!("no code on the page: {}", page.body)))
}

/// Writes a room file into a folder.
pub(crate) fn write(dir: &Path, text: &str) -> String {
    let file = dir.join("room.toml");
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}
