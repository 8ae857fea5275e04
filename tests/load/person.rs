//! One participant as another system would be one: the documented JSON calls with a bearer token.

use crate::clock;
use crate::http::{Address, Connection, Response};
use anyhow::{Context as _, Result, bail};
use domain::Choice;
use domain::payload::{AttemptView, Kind, QuestionView};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A registered participant: what to send along.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Header lines of JSON calls.
    pub(crate) api: String,
    /// Header lines of page requests.
    pub(crate) page: String,
}

/// A started attempt: where its answers go and the two choices that take turns at each position.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) id: String,
    places: Vec<Place>,
}

#[derive(Clone, Debug)]
struct Place {
    path: String,
    choices: [String; 2],
    seq: i64,
}

/// Registers somebody new.
pub(crate) async fn register(connection: &mut Connection, nth: usize) -> Result<Person> {
    let body = json!({
        "nickname": format!("Tải thử {nth}"),
        "locality": { "scheme": "post-2025-07", "code": "21583" },
        "audience": "citizen",
        "birth_year": 1990,
        "unit": null,
        "group_code": null,
        "flags": [],
        "consents": [{ "purpose": "take_part", "text_version": 1 }],
    });
    let reply = connection
        .ask(
            "POST",
            "/api/v1/participants",
            "content-type: application/json\r\n",
            body.to_string().as_bytes(),
        )
        .await?;
    expect(&reply, 201, "POST /api/v1/participants")?;
    let cookies = reply.cookies();
    let known: Value = serde_json::from_slice(reply.body)?;
    let token = known["token"].as_str().context("the registration has no token")?;
    Ok(Person {
        api: format!("authorization: Bearer {token}\r\ncontent-type: application/json\r\n"),
        page: format!("authorization: Bearer {token}\r\ncookie: {cookies}\r\naccept: text/html\r\n"),
    })
}

/// Registers many, over a few connections.
pub(crate) async fn register_many(address: &Address, count: usize) -> Result<Vec<Person>> {
    const AT_ONCE: usize = 64;
    let workers = AT_ONCE.min(count.max(1));
    let mut tasks = Vec::new();
    for worker in 0..workers {
        let address = address.clone();
        tasks.push(tokio::task::spawn_local(async move {
            let mut connection = Connection::open(&address).await?;
            let mut people = Vec::new();
            for nth in (worker..count).step_by(workers) {
                people.push(register(&mut connection, nth).await?);
            }
            anyhow::Ok(people)
        }));
    }
    let mut all = Vec::with_capacity(count);
    for task in tasks {
        all.extend(task.await??);
    }
    Ok(all)
}

/// Starts (or resumes) an attempt.
pub(crate) async fn start(connection: &mut Connection, person: &Person, contest: &str) -> Result<Attempt> {
    let path = format!("/api/v1/contests/{contest}/attempts");
    let reply = connection.ask("POST", &path, &person.api, b"{}").await?;
    if reply.status != 201 {
        expect(&reply, 200, &path)?;
    }
    let view: AttemptView = serde_json::from_slice(reply.body).context("the attempt cannot be read")?;
    let places = view.questions.iter().map(|question| place(&view.id, question)).collect();
    Ok(Attempt { id: view.id, places })
}

impl Attempt {
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Saves the next choice at a position (0-based); the status tells.
    pub(crate) async fn save(
        &mut self,
        connection: &mut Connection,
        person: &Person,
        at: usize,
    ) -> Result<u16> {
        let place = &mut self.places[at];
        place.seq += 1;
        let choice = &place.choices[usize::from(place.seq % 2 == 0)];
        let body =
            format!("{{\"seq\":{},\"occurred_at\":{},\"choice\":{choice}}}", place.seq, clock::unix_ms());
        Ok(connection.ask("PUT", &place.path, &person.api, body.as_bytes()).await?.status)
    }

    /// Submits; the status tells.
    pub(crate) async fn submit(&self, connection: &mut Connection, person: &Person) -> Result<u16> {
        let path = format!("/api/v1/attempts/{}/submit", self.id);
        Ok(connection.ask("POST", &path, &person.api, b"{\"prediction\":null}").await?.status)
    }
}

fn place(attempt: &str, question: &QuestionView) -> Place {
    Place {
        path: format!("/api/v1/attempts/{attempt}/answers/{}", question.position),
        choices: [0, 1].map(|turn| choice(question, turn).to_string()),
        seq: question.seq,
    }
}

/// Some valid choice for the question; the two turns differ wherever there is more than one.
fn choice(question: &QuestionView, turn: usize) -> Value {
    let mut ids: Vec<String> = question.options.iter().map(|option| option.id.clone()).collect();
    let one = ids.get(turn % ids.len().max(1)).cloned();
    let choice = match question.kind {
        Kind::SingleChoice => Choice::Option(one.unwrap_or_default()),
        Kind::TrueFalse => Choice::Option(one.unwrap_or_else(|| (turn == 0).to_string())),
        Kind::MultipleChoice => Choice::Options(one.into_iter().collect()),
        Kind::Ordering => {
            let last = ids.len().max(1);
            ids.rotate_left(turn % last);
            Choice::Order(ids)
        }
        Kind::Matching => {
            let rights = question.matches.iter().map(|option| option.id.clone());
            let mut rights: Vec<String> = rights.collect();
            let last = rights.len().max(1);
            rights.rotate_left(turn % last);
            Choice::Pairs(ids.into_iter().zip(rights).collect::<BTreeMap<_, _>>())
        }
        Kind::Numeric => Choice::Number(if turn == 0 { 10.0 } else { 57.0 }),
        Kind::ShortText => Choice::Text(if turn == 0 { "một" } else { "hai" }.to_owned()),
    };
    json!(choice)
}

/// An error that shows what the server said instead.
pub(crate) fn expect(reply: &Response<'_>, status: u16, what: &str) -> Result<()> {
    if reply.status == status {
        return Ok(());
    }
    let said: String = String::from_utf8_lossy(reply.body).chars().take(300).collect();
    bail!("{what}: {} instead of {status}: {said}", reply.status)
}
