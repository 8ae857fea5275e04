//! A minimal HTTP/1.1 client on one keep-alive connection: the generator must cost far less than what it measures.
//!
//! Invariant: a response is read to its last byte before the next request is written, so bytes never mix.

use anyhow::{Context as _, Result, bail, ensure};
use std::net::{IpAddr, SocketAddr};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

/// Longest head or body accepted: a bounded tool.
const LARGEST: usize = 8 << 20;

/// A server's address and what goes into `Host`.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub(crate) socket: SocketAddr,
    pub(crate) host: String,
}

impl Address {
    /// From `http://host:port`.
    pub(crate) async fn parse(url: &str) -> Result<Self> {
        let host =
            url.strip_prefix("http://").context("the target must start with http://")?.trim_end_matches('/');
        let full = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
        let socket = tokio::net::lookup_host(&full).await?.next().context("the target has no address")?;
        Ok(Self { socket, host: host.to_owned() })
    }
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    address: Address,
    out: Vec<u8>,
    buffer: Vec<u8>,
    /// Bytes of `buffer` that belong to the last response; dropped when the next one is read.
    used: usize,
}

/// A response, still in the connection's buffer.
#[derive(Debug)]
pub(crate) struct Response<'a> {
    pub(crate) status: u16,
    head: &'a [u8],
    pub(crate) body: &'a [u8],
    /// Bytes on the wire, head and chunks included.
    pub(crate) wire: usize,
}

impl Response<'_> {
    /// The first header of that (lowercase) name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(self.head, name)
    }

    /// All cookies set, as one `Cookie` value.
    pub(crate) fn cookies(&self) -> String {
        let mut all = String::new();
        for line in lines(self.head) {
            if let Some(value) = named(line, "set-cookie")
                && let Some(pair) = value.split(';').next()
            {
                if !all.is_empty() {
                    all.push_str("; ");
                }
                all.push_str(pair.trim());
            }
        }
        all
    }
}

impl Connection {
    pub(crate) async fn open(address: &Address) -> Result<Self> {
        Self::open_from(address, None).await
    }

    /// The same from one of this machine's addresses.
    pub(crate) async fn open_from(address: &Address, from: Option<IpAddr>) -> Result<Self> {
        let stream = connect(address, from).await?;
        let (out, buffer) = (Vec::with_capacity(512), Vec::with_capacity(4096));
        Ok(Self { stream, address: address.clone(), out, buffer, used: 0 })
    }

    /// Whether the other side has closed it while nothing was asked.
    pub(crate) fn is_closed(&self) -> bool {
        let waits = |e: &std::io::Error| e.kind() == std::io::ErrorKind::WouldBlock;
        !matches!(self.stream.try_read(&mut [0; 1]), Err(e) if waits(&e))
    }

    /// Whether nothing came of the last request: a browser then asks again on a new connection.
    pub(crate) fn nothing_came(&self) -> bool {
        self.buffer.is_empty()
    }

    /// Sends one request and reads the whole response. `headers` are complete lines, each ending with CR LF.
    pub(crate) async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &[u8],
    ) -> Result<Response<'_>> {
        self.out.clear();
        for part in [method, " ", path, " HTTP/1.1\r\nhost: ", &self.address.host, "\r\n", headers] {
            self.out.extend_from_slice(part.as_bytes());
        }
        if !body.is_empty() || method != "GET" {
            self.out.extend_from_slice(b"content-length: ");
            self.out.extend_from_slice(body.len().to_string().as_bytes());
            self.out.extend_from_slice(b"\r\n");
        }
        self.out.extend_from_slice(b"\r\n");
        self.out.extend_from_slice(body);
        self.buffer.drain(..self.used);
        self.used = 0;
        self.stream.write_all(&self.out).await?;
        self.read().await
    }

    async fn read(&mut self) -> Result<Response<'_>> {
        let mut looked = 0;
        let head = loop {
            if let Some(at) = find(&self.buffer[looked..], b"\r\n\r\n") {
                break looked + at + 4;
            }
            looked = self.buffer.len().saturating_sub(3);
            self.more().await?;
        };
        let status = status(&self.buffer).context("not an HTTP response")?;
        let (body, end) = if let Some(length) = header(&self.buffer[..head], "content-length") {
            let end = head + length.trim().parse::<usize>().context("bad content-length")?;
            ensure!(end <= LARGEST, "response too long");
            while self.buffer.len() < end {
                self.more().await?;
            }
            (head..end, end)
        } else if header(&self.buffer[..head], "transfer-encoding").is_some() {
            self.chunks(head).await?
        } else {
            ensure!(matches!(status, 204 | 304) || status < 200, "a response without a length");
            (head..head, head)
        };
        self.used = end;
        Ok(Response { status, head: &self.buffer[..head], body: &self.buffer[body], wire: end })
    }

    /// Reads a chunked body, moving the pieces together in place; returns the body and where the response ends.
    async fn chunks(&mut self, head: usize) -> Result<(std::ops::Range<usize>, usize)> {
        let (mut body_end, mut at) = (head, head);
        loop {
            let line = loop {
                if let Some(length) = find(&self.buffer[at..], b"\r\n") {
                    break length;
                }
                self.more().await?;
            };
            let text = std::str::from_utf8(&self.buffer[at..at + line])?;
            let size = usize::from_str_radix(text.split(';').next().unwrap_or_default().trim(), 16)?;
            let data = at + line + 2;
            ensure!(data + size <= LARGEST, "response too long");
            while self.buffer.len() < data + size + 2 {
                self.more().await?;
            }
            // No trailers: the servers measured here send none, and the empty line then ends the response.
            self.buffer.copy_within(data..data + size, body_end);
            body_end += size;
            at = data + size + 2;
            if size == 0 {
                return Ok((head..body_end, at));
            }
        }
    }

    async fn more(&mut self) -> Result<()> {
        ensure!(self.buffer.len() < LARGEST, "response too long");
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

/// A connection, from one of this machine's addresses when one is named: between two addresses there are fewer free ports
/// than ten thousand phones with two connections use comfortably.
pub(crate) async fn connect(address: &Address, from: Option<IpAddr>) -> Result<TcpStream> {
    let stream = match from {
        None => TcpStream::connect(address.socket).await?,
        Some(from) => {
            let socket = if from.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
            socket.bind(SocketAddr::new(from, 0))?;
            socket.connect(address.socket).await?
        }
    };
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn status(head: &[u8]) -> Option<u16> {
    std::str::from_utf8(head.get(9..12)?).ok()?.parse().ok()
}

fn lines(head: &[u8]) -> impl Iterator<Item = &str> {
    head.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line.trim_ascii_end()).ok())
}

fn named<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (found, value) = line.split_once(':')?;
    found.eq_ignore_ascii_case(name).then(|| value.trim())
}

fn header<'a>(head: &'a [u8], name: &str) -> Option<&'a str> {
    lines(head).find_map(|line| named(line, name))
}

#[cfg(test)]
mod tests {
    use super::{Address, Connection};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    #[tokio::test]
    async fn reads_lengths_and_chunks_one_after_another() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = vec![0; 4096];
            for reply in [
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\n\r\nhello",
                "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
                "HTTP/1.1 303 See Other\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n",
            ] {
                let count = stream.read(&mut asked).await.unwrap();
                assert!(asked[..count].starts_with(b"POST /p HTTP/1.1\r\nhost: 127.0.0.1:"));
                // In two writes, to see the reader wait.
                let (first, second) = reply.split_at(reply.len() / 2);
                stream.write_all(first.as_bytes()).await.unwrap();
                tokio::task::yield_now().await;
                stream.write_all(second.as_bytes()).await.unwrap();
            }
        });
        let mut connection = Connection::open(&Address::parse(&url).await.unwrap()).await.unwrap();
        let first = connection.ask("POST", "/p", "x: y\r\n", b"{}").await.unwrap();
        assert_eq!((first.status, first.body, first.cookies().as_str()), (200, &b"hello"[..], "a=1; b=2"));
        let second = connection.ask("POST", "/p", "", b"").await.unwrap();
        assert_eq!((second.status, second.body), (201, &b"abcde"[..]));
        let third = connection.ask("POST", "/p", "", b"").await.unwrap();
        assert_eq!((third.status, third.header("location")), (303, Some("/x")));
        server.await.unwrap();
    }
}
