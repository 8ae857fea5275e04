//! What a connection's machinery and what watches over it know of each other.
//!
//! Invariant: a connection counts as resting only when what was asked is read to its end, what was answered is handed over
//! whole, and nothing of it waits to be written; taking the connection apart then loses nothing.

use axum::response::Response;
use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use parking_lot::Mutex;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

/// Shared by everything that belongs to one connection.
#[derive(Default)]
pub(super) struct Talk {
    /// Requests so far.
    asked: AtomicU64,
    /// Pieces of their bodies so far.
    heard: AtomicU64,
    /// What was written before has not gone out whole.
    pub(super) standing: AtomicBool,
    /// The last request's body has not been read to its end.
    asking: AtomicBool,
    /// The last request is not answered, or by something that is written bit by bit.
    answering: AtomicBool,
    /// A stream of events, which is written without that machinery.
    pub(super) stream: Mutex<Option<Response>>,
}

impl Talk {
    /// A request has come.
    pub(super) fn begins(&self, body: &Incoming) {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.asking.store(!body.is_end_stream(), Ordering::Relaxed);
        self.answering.store(true, Ordering::Relaxed);
    }

    /// It has its answer. One whose size is known stands in memory: what writes it takes it in one piece.
    pub(super) fn answered(&self, response: &Response) {
        self.answering.store(response.body().size_hint().exact().is_none(), Ordering::Relaxed);
    }

    /// Requests so far.
    pub(super) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// What has come so far, requests and pieces of them: as long as it does not change, nothing came.
    pub(super) fn come(&self) -> u64 {
        self.asked() + self.heard.load(Ordering::Relaxed)
    }

    /// Whether a request is being waited for that has begun.
    pub(super) fn is_asked(&self) -> bool {
        self.asking.load(Ordering::Relaxed)
    }

    /// Whether nothing is going on.
    pub(super) fn rests(&self) -> bool {
        ![&self.standing, &self.asking, &self.answering].into_iter().any(|on| on.load(Ordering::Relaxed))
    }
}

/// A request's body that tells when it has been read.
pub(super) struct Heard {
    pub(super) body: Incoming,
    pub(super) talk: Arc<Talk>,
}

impl Body for Heard {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        self.talk.heard.fetch_add(u64::from(frame.is_ready()), Ordering::Relaxed);
        if matches!(frame, Poll::Ready(None)) || self.body.is_end_stream() {
            self.talk.asking.store(false, Ordering::Relaxed);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
