//! A connection that is given up when what is written to it does not go out.
//!
//! A phone that fell asleep in the middle of a stream says nothing: without this its connection, and what waits for it,
//! would stay until the system's own timers give up, a quarter of an hour later. Invariant: time runs only while there is
//! something to write and none of it is taken; whoever reads slowly, however slowly, is never cut off.

use super::talk::Talk;
use bytes::{Buf as _, Bytes};
use std::future::Future as _;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

/// A stream around which writes may not stand still for long.
pub(super) struct Stalling<S> {
    inner: S,
    patience: Duration,
    /// Runs while a write waits; ten thousand connections that are written to freely have none.
    waiting: Option<Pin<Box<Sleep>>>,
    /// Who else wants to know.
    talk: Arc<Talk>,
    /// Came while nobody was reading requests.
    early: Bytes,
}

impl<S> Stalling<S> {
    /// Gives up on writes that make no progress for so long.
    pub(super) fn new(inner: S, patience: Duration) -> Self {
        Self { inner, patience, waiting: None, talk: Arc::default(), early: Bytes::new() }
    }

    /// What is known of this connection.
    pub(super) fn talk(&self) -> Arc<Talk> {
        Arc::clone(&self.talk)
    }

    /// Bytes that were read already; the next reader gets them first.
    pub(super) fn give_back(&mut self, early: Bytes) {
        self.early = if self.early.is_empty() { early } else { [early, self.early.clone()].concat().into() };
    }

    fn judge<T>(&mut self, cx: &mut Context<'_>, done: Poll<Result<T>>) -> Poll<Result<T>> {
        self.talk.standing.store(done.is_pending(), Ordering::Relaxed);
        if done.is_ready() {
            self.waiting = None;
            return done;
        }
        let patience = self.patience;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        ready!(waiting.as_mut().poll(cx));
        metrics::counter!("connections_stalled_total").increment(1);
        Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "nothing was read for too long")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stalling<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        if self.early.has_remaining() {
            let some = self.early.len().min(buf.remaining());
            buf.put_slice(&self.early.split_to(some));
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}

impl<S: AsyncRead + Unpin> Stalling<S> {
    /// Waits for bytes and keeps them for the next reader; `false` when there will be none.
    pub(super) fn poll_early(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        if self.early.has_remaining() {
            return Poll::Ready(true);
        }
        let mut bytes = [0; 1_024];
        let mut read = ReadBuf::new(&mut bytes);
        let done = ready!(Pin::new(&mut self.inner).poll_read(cx, &mut read));
        self.early = Bytes::copy_from_slice(read.filled());
        Poll::Ready(done.is_ok() && self.early.has_remaining())
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stalling<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<Result<usize>> {
        let done = Pin::new(&mut self.inner).poll_write(cx, buf);
        self.judge(cx, done)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let done = Pin::new(&mut self.inner).poll_shutdown(cx);
        self.judge(cx, done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let done = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        self.judge(cx, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}
