//! Reads a stream of events off raw bytes: the response's head, chunks where there are any, and the events in them.
//!
//! Invariant: bytes may be cut anywhere; what comes out does not depend on where.

use anyhow::{Context as _, Result, bail};

/// A stream that is being read.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    state: State,
    /// Of a head or a chunk's size, what has come so far.
    line: Vec<u8>,
    /// Of an event, what has come so far.
    text: Vec<u8>,
}

#[derive(Debug, Default, Clone, Copy)]
enum State {
    #[default]
    Head,
    Size,
    Data(usize),
    /// The line's end behind a chunk, so many bytes of it.
    Behind(usize),
    /// No chunks: everything up to the connection's end.
    Plain,
}

/// One event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Event<'a> {
    pub(crate) name: &'a str,
    pub(crate) id: Option<u64>,
    pub(crate) data: &'a [u8],
    /// All of it, as it came.
    pub(crate) whole: &'a [u8],
    /// How long to wait before coming back, ms.
    pub(crate) retry: Option<u64>,
}

impl Reader {
    /// Whether the head has come.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.state, State::Head)
    }

    /// Takes what has come. A refusal and the end of the stream are errors.
    pub(crate) fn feed(&mut self, mut bytes: &[u8], mut each: impl FnMut(Event<'_>)) -> Result<()> {
        while !bytes.is_empty() {
            match self.state {
                State::Head => {
                    let before = self.line.len();
                    self.line.extend_from_slice(bytes);
                    let from = before.saturating_sub(3);
                    let Some(at) = find(&self.line[from..], b"\r\n\r\n") else { return Ok(()) };
                    bytes = &bytes[from + at + 4 - before..];
                    let status = self.line.get(9..12).unwrap_or_default();
                    if status != b"200" {
                        bail!("stream: {}", String::from_utf8_lossy(status));
                    }
                    let head = String::from_utf8_lossy(&self.line).to_ascii_lowercase();
                    let chunked = head.contains("\r\ntransfer-encoding: chunked\r\n");
                    self.line = Vec::new();
                    self.state = if chunked { State::Size } else { State::Plain };
                }
                State::Plain => {
                    self.text.extend_from_slice(bytes);
                    bytes = &[];
                    self.tell(&mut each);
                }
                State::Size => {
                    let Some(at) = bytes.iter().position(|byte| *byte == b'\n') else {
                        self.line.extend_from_slice(bytes);
                        return Ok(());
                    };
                    self.line.extend_from_slice(&bytes[..at]);
                    bytes = &bytes[at + 1..];
                    let text = std::str::from_utf8(&self.line)?.trim();
                    let size = usize::from_str_radix(text, 16).context("not a chunk")?;
                    self.line.clear();
                    if size == 0 {
                        bail!("stream: ended");
                    }
                    self.state = State::Data(size);
                }
                State::Data(left) => {
                    let (data, rest) = bytes.split_at(left.min(bytes.len()));
                    self.text.extend_from_slice(data);
                    bytes = rest;
                    self.state =
                        if data.len() == left { State::Behind(2) } else { State::Data(left - data.len()) };
                    self.tell(&mut each);
                }
                State::Behind(left) => {
                    let skip = left.min(bytes.len());
                    bytes = &bytes[skip..];
                    self.state = if skip == left { State::Size } else { State::Behind(left - skip) };
                }
            }
        }
        Ok(())
    }

    fn tell(&mut self, each: &mut impl FnMut(Event<'_>)) {
        let mut from = 0;
        while let Some(at) = find(&self.text[from..], b"\n\n") {
            if let Some(event) = parse(&self.text[from..from + at + 2]) {
                each(event);
            }
            from += at + 2;
        }
        self.text.drain(..from);
    }
}

/// A block of lines; nothing for a mere sign of life.
fn parse(whole: &[u8]) -> Option<Event<'_>> {
    let mut event = Event { name: "", id: None, data: b"", whole, retry: None };
    for line in whole.split(|byte| *byte == b'\n') {
        let Some(at) = line.iter().position(|byte| *byte == b':') else { continue };
        let value = line[at + 1..].strip_prefix(b" ").unwrap_or(&line[at + 1..]);
        let text = || std::str::from_utf8(value).unwrap_or_default();
        match &line[..at] {
            b"event" => event.name = text(),
            b"id" => event.id = text().parse().ok(),
            b"retry" => event.retry = text().parse().ok(),
            b"data" => event.data = value,
            _ => {}
        }
    }
    (!event.name.is_empty() || event.retry.is_some()).then_some(event)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::Reader;

    const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
        d\r\nretry: 1500\n\n\r\n4\r\n: \n\n\r\n1a\r\nid: 7\nevent: ready\ndata: 1\r\n4\r\n23\n\n\r\n0\r\n\r\n";

    const PLAIN: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\
        retry: 1500\n\n: \n\nid: 7\nevent: ready\ndata: 123\n\n";

    fn read(stream: &str, step: usize) -> Vec<String> {
        let mut reader = Reader::default();
        let mut heard = Vec::new();
        for part in stream.as_bytes().chunks(step) {
            let fed = reader.feed(part, |event| {
                let data = String::from_utf8_lossy(event.data).into_owned();
                heard.push(format!("{} {:?} {:?} {data}", event.name, event.id, event.retry));
            });
            if let Err(end) = fed {
                heard.push(end.to_string());
                return heard;
            }
        }
        heard
    }

    #[test]
    fn events_are_the_same_however_the_bytes_are_cut() {
        let events = [" None Some(1500) ", "ready Some(7) None 123"];
        for step in (1..40).chain([1_000]) {
            let chunked = read(CHUNKED, step);
            assert_eq!(chunked[..2], events, "cut every {step}");
            assert_eq!(chunked[2..], ["stream: ended"], "cut every {step}");
            assert_eq!(read(PLAIN, step), events, "cut every {step}");
        }
    }

    #[test]
    fn a_refusal_is_an_error() {
        let mut reader = Reader::default();
        let fed = reader.feed(b"HTTP/1.1 503 Service Unavailable\r\n\r\n", |_| {});
        assert_eq!(fed.unwrap_err().to_string(), "stream: 503");
        assert!(!reader.is_open());
    }
}
