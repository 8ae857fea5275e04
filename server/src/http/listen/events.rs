//! A stream of events after its head: bytes that are shared by a whole room go out as they are.
//!
//! What serves requests keeps two buffers and the machinery of the next request for each connection, some 20 KB, and
//! copies what it writes. A stream is the last response on its connection, so it needs none of that: the connection is
//! taken out of there (`super::requests`) and only written to from here on. Its end is the connection's end, so no
//! chunks stand around the frames. Invariants: frames go out whole and in order, the next one is asked for when the one
//! before is written; who has gone away is noticed at once.

use super::stall::Stalling;
use axum::body::{Body, HttpBody as _};
use axum::response::Response;
use bytes::{Buf as _, Bytes};
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderMap, Request, Version};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Whether a request can be answered this way.
pub(super) fn may_ask<B>(request: &Request<B>) -> bool {
    request.method() == http::Method::GET && request.version() == Version::HTTP_11
}

/// Whether a response is a stream of events.
pub(super) fn is_stream(response: &Response) -> bool {
    response.status() == http::StatusCode::OK
        && response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == b"text/event-stream")
}

/// A stream that is being written.
pub(super) struct Events<S> {
    io: Stalling<S>,
    /// What is being written.
    out: Bytes,
    body: Body,
    over: bool,
}

impl<S> Events<S> {
    /// From the response that begins it.
    pub(super) fn new(io: Stalling<S>, response: Response) -> Self {
        let (parts, body) = response.into_parts();
        Self { io, out: head(&parts.headers), body, over: false }
    }
}

fn head(headers: &HeaderMap) -> Bytes {
    let mut head = Vec::with_capacity(512);
    head.extend_from_slice(b"HTTP/1.1 200 OK\r\nconnection: close\r\n");
    for (name, value) in headers {
        if [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(name) {
            continue;
        }
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head.into()
}

impl<S: AsyncRead + AsyncWrite + Unpin> Future for Events<S> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        if gone(&mut this.io, cx) {
            return Poll::Ready(());
        }
        loop {
            while this.out.has_remaining() {
                match ready!(Pin::new(&mut this.io).poll_write(cx, &this.out)) {
                    Ok(written) if written > 0 => this.out.advance(written),
                    // How a connection ends is its client's affair.
                    _ => return Poll::Ready(()),
                }
            }
            if this.over {
                return Pin::new(&mut this.io).poll_shutdown(cx).map(drop);
            }
            match ready!(Pin::new(&mut this.body).poll_frame(cx)) {
                Some(Ok(frame)) => this.out = frame.into_data().unwrap_or_default(),
                _ => this.over = true,
            }
        }
    }
}

/// Whether the client has closed its side. What it may send is of no interest.
fn gone<S: AsyncRead + Unpin>(io: &mut Stalling<S>, cx: &mut Context<'_>) -> bool {
    let mut bytes = [0; 256];
    loop {
        let mut read = ReadBuf::new(&mut bytes);
        match Pin::new(&mut *io).poll_read(cx, &mut read) {
            Poll::Pending => return false,
            Poll::Ready(Ok(())) if !read.filled().is_empty() => {}
            Poll::Ready(_) => return true,
        }
    }
}
