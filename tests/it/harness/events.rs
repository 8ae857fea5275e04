//! A client of server-sent events: keeps every byte it was sent and waits for events by name.
//!
//! Invariant: it never sleeps; what does not come in [`PATIENCE`] fails the test and tells what came instead.

use serde_json::Value;
use std::time::Duration;

/// How long an event may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    /// Its number in the room's log, for those that have one.
    pub(crate) id: Option<u64>,
    /// Its name.
    pub(crate) name: String,
    /// Its data.
    pub(crate) data: Value,
}

impl Event {
    fn parse(block: &str) -> Option<Self> {
        let field = |name: &str| {
            let line = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            line.map(|value| value.strip_prefix(' ').unwrap_or(value))
        };
        // Pings and the time to come back are no events.
        let name = field("event")?.to_owned();
        let data = field("data").unwrap_or_else(|| panic!("an event without data: {block}"));
        let data = serde_json::from_str(data).unwrap_or_else(|e| panic!("{e}: {data}"));
        Some(Self { id: field("id").map(|id| id.parse().unwrap()), name, data })
    }

    /// The name of the phase in its data.
    pub(crate) fn phase(&self) -> &str {
        self.data["phase"]["name"].as_str().unwrap_or_default()
    }
}

/// An open stream.
#[derive(Debug)]
pub(crate) struct Events {
    response: reqwest::Response,
    waiting: Vec<u8>,
    raw: String,
    seen: Vec<Event>,
}

impl Events {
    /// The stream of a response, which must be one.
    pub(crate) async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        if status != 200 {
            panic!("no stream but {status}: {}", response.text().await.unwrap());
        }
        assert_eq!(headers["content-type"], "text/event-stream");
        assert_eq!(headers["cache-control"], "no-store");
        Self { response, waiting: Vec::new(), raw: String::new(), seen: Vec::new() }
    }

    /// The next event; `None` when the server ended the stream or is gone.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        let next = async {
            loop {
                if let Some(end) = self.waiting.windows(2).position(|two| two == b"\n\n") {
                    let block: Vec<u8> = self.waiting.drain(..end + 2).collect();
                    let block = String::from_utf8(block).unwrap();
                    self.raw.push_str(&block);
                    match Event::parse(&block) {
                        Some(event) => return Some(event),
                        None => continue,
                    }
                }
                match self.response.chunk().await {
                    Ok(Some(bytes)) => self.waiting.extend_from_slice(&bytes),
                    Ok(None) | Err(_) => return None,
                }
            }
        };
        let next = tokio::time::timeout(PATIENCE, next).await;
        let next = next.unwrap_or_else(|_| panic!("nothing came after {:?}", self.names()));
        self.seen.extend(next.clone());
        next
    }

    /// The next event for which this holds; others before it are only kept.
    pub(crate) async fn until(&mut self, what: &str, wanted: impl Fn(&Event) -> bool) -> Event {
        let waiting = async {
            loop {
                match self.next().await {
                    Some(event) if wanted(&event) => return event,
                    Some(_) => {}
                    None => panic!("the stream ended before {what}: {:?}", self.names()),
                }
            }
        };
        let found = tokio::time::timeout(PATIENCE, waiting).await;
        found.unwrap_or_else(|_| panic!("{what} did not come"))
    }

    /// The next event of this name.
    pub(crate) async fn wait(&mut self, name: &str) -> Event {
        self.until(name, |event| event.name == name).await
    }

    /// The next whole state of a screen or host that is in this phase.
    pub(crate) async fn stage(&mut self, phase: &str) -> Value {
        self.until(phase, |event| event.name == "stage" && event.phase() == phase).await.data
    }

    /// Waits until a screen or host is told that so many answered, in a state or in a count; of how many.
    pub(crate) async fn answered(&mut self, count: u32) -> Event {
        let told = |e: &Event| e.data["answered"] == count || e.data["tally"]["answered"] == count;
        self.until("so many answers", told).await
    }

    /// Reads to the end of the stream.
    pub(crate) async fn end(mut self) -> Vec<Event> {
        while self.next().await.is_some() {}
        self.seen
    }

    /// Names of all events so far.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.seen.iter().map(|event| event.name.as_str()).collect()
    }

    /// All events so far.
    pub(crate) fn seen(&self) -> &[Event] {
        &self.seen
    }

    /// Every byte of the events so far.
    pub(crate) fn raw(&self) -> &str {
        &self.raw
    }
}
