//! The host of a room: sends the commands, and keeps a host's and a projector's stream open as a real show does.

use crate::clock;
use crate::http::{Address, Connection};
use crate::person::expect;
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinHandle;

pub(super) struct Host {
    address: Address,
    pin: String,
    headers: String,
    connection: Option<Connection>,
    streams: Vec<JoinHandle<()>>,
}

impl Host {
    pub(super) fn new(address: &Address, pin: &str, token: &str) -> Self {
        let headers = format!("authorization: Bearer {token}\r\ncontent-type: application/json\r\n");
        let streams = ["host", "screen"].map(|role| {
            let head = format!(
                "GET /api/v1/live/{pin}/events?role={role}&view=html HTTP/1.1\r\nhost: {}\r\n{headers}\r\n",
                address.host
            );
            let address = address.clone();
            tokio::task::spawn_local(async move {
                loop {
                    // The server may be away for a moment: a stream comes back by itself.
                    let _ = drain(&address, &head).await;
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
            })
        });
        Self {
            address: address.clone(),
            pin: pin.to_owned(),
            headers,
            connection: None,
            streams: streams.into(),
        }
    }

    async fn ask(&mut self, method: &str, path: &str, body: &str) -> Result<(u64, Vec<u8>)> {
        let kept = self.connection.take().filter(|connection| !connection.is_closed());
        let mut connection = match kept {
            Some(connection) => connection,
            None => Connection::open(&self.address).await?,
        };
        let at = clock::unix_us();
        let reply = connection.ask(method, path, &self.headers, body.as_bytes()).await?;
        expect(&reply, 200, body)?;
        let body = reply.body.to_vec();
        self.connection = Some(connection);
        Ok((at, body))
    }

    /// Sends a command; says when (unix µs).
    pub(super) async fn command(&mut self, command: &str) -> Result<u64> {
        let path = format!("/api/v1/live/{}/commands", self.pin);
        Ok(self.ask("POST", &path, &format!("{{\"command\":\"{command}\"}}")).await?.0)
    }

    /// How many answers the books hold, by question.
    pub(super) async fn kept(&mut self) -> Result<BTreeMap<u32, u64>> {
        let path = format!("/api/v1/live/{}/results?format=questions", self.pin);
        let (_, file) = self.ask("GET", &path, "").await?;
        let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(file.as_slice());
        let answered = rows.headers()?.iter().position(|head| head == "Số người trả lời");
        let answered = answered.context("the books have no column of answers")?;
        let mut kept = BTreeMap::new();
        for row in rows.records() {
            let row = row?;
            let cell = |at: usize| {
                row.get(at).and_then(|cell| cell.trim_start_matches('\u{feff}').parse::<u64>().ok())
            };
            let question = cell(0).and_then(|n| u32::try_from(n).ok()).context("a row without a question")?;
            kept.insert(question, cell(answered).unwrap_or(0));
        }
        Ok(kept)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.streams.iter().for_each(JoinHandle::abort);
    }
}

async fn drain(address: &Address, head: &str) -> Result<()> {
    let mut stream = crate::http::connect(address, None).await?;
    stream.write_all(head.as_bytes()).await?;
    let mut away = vec![0; 64 * 1024];
    while stream.read(&mut away).await? > 0 {}
    Ok(())
}
