//! Listening: HTTP/1.1, who is served on which task, and what becomes of it when it is idle, when the process
//! has no descriptors left, and when the server goes down.
//!
//! Invariants: a response that is being written is never cut off by being slow; one of which nothing at all is taken for
//! `STALL` is given up, alone, and so is a request of which nothing more comes; a connection on which nothing is asked
//! for `IDLE` is closed (a stream of events is being written, so it stays); one on which nothing is asked for a moment
//! keeps no more than its socket (`rest`); without descriptors a caller is told to come back (503), not left waiting.

mod door;
mod events;
mod guest;
mod rest;
mod stall;
mod talk;
#[cfg(test)]
mod tests;
mod together;

use crate::clock::coarse;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use events::Events;
pub use guest::Waited;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use stall::Stalling;
use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;
use talk::Heard;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::Service as _;

/// How long a connection may stand without a request. Phones in a hall open one, ask, and keep it: ten thousand kept
/// for nothing are ten thousand descriptors.
const IDLE: Duration = Duration::from_secs(5);
/// How long nothing is asked before a connection counts as resting.
const QUIET: Duration = Duration::from_millis(500);
/// How long a client may take nothing of what is written to it: longer than a phone takes to change networks, shorter
/// than the system's own patience.
const STALL: Duration = Duration::from_secs(30);
/// Largest head of a request; also what a connection's buffers grow to.
const HEAD: usize = 16 * 1024;
/// Connections waiting to be accepted: a square full of people opens the page in the same second.
const BACKLOG: u32 = 4_096;

/// Opens the listening socket.
///
/// # Errors
/// The address cannot be had.
pub fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket =
        if address.is_ipv4() { tokio::net::TcpSocket::new_v4()? } else { tokio::net::TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    // Answers are small and waited for: they must not sit in a buffer. Connections have it from here.
    socket.set_nodelay(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until `stop` resolves, then lets running requests end. Resolves when the last connection is closed.
///
/// # Errors
/// The system gives no thread.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    // Dropped at the end; a connection's copy of the receiver tells that it is still there.
    let (going_down, told) = watch::channel(());
    let serve = move |guests| {
        tokio::spawn(guest::serve(guests, router.clone(), told.clone()));
    };
    let door = door::open(listener, serve)?;
    stop.await;
    door.close().await;
    // Nobody may be connected any more.
    let _ = going_down.send(());
    going_down.closed().await;
    Ok(())
}

/// What came of a while of requests.
enum Came<S> {
    /// The last one is answered by a stream of events.
    Stream(Events<S>),
    /// None for a moment; until the connection is closed nothing may come for so long.
    Rest(Stalling<S>, Duration),
    /// The connection is at its end.
    End,
}

/// What the machinery of requests came to, each time it stood still.
enum Step {
    /// A stream of events.
    Stream(Response),
    /// The connection's first request is answered.
    Rest,
    /// The connection's end.
    End,
}

async fn connection<S>(
    mut io: Stalling<S>,
    address: SocketAddr,
    waited: Waited,
    router: Router,
    told: watch::Receiver<()>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut going_down = told.clone();
    loop {
        // On the heap, so that of a stream of events, or between requests, only what it needs stays.
        let requests = Box::pin(requests(io, address, waited, router.clone(), &mut going_down));
        match requests.await {
            Came::Stream(stream) => {
                stream.await;
                break;
            }
            Came::Rest(resting, patience) => match rest::wait(resting, patience, &mut going_down).await {
                Some(more) => io = more,
                None => break,
            },
            Came::End => break,
        }
    }
    drop(told);
}

/// Answers requests until none comes for a moment, the connection ends, or one is answered by a stream of events. After
/// a connection's first request that moment is over at once: a phone in a hall asks no second one.
async fn requests<S>(
    io: Stalling<S>,
    address: SocketAddr,
    waited: Waited,
    router: Router,
    told: &mut watch::Receiver<()>,
) -> Came<S>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let talk = io.talk();
    let before = talk.asked();
    let heard = Arc::clone(&talk);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        let talk = Arc::clone(&heard);
        talk.begins(request.body());
        request.extensions_mut().insert(ConnectInfo(address));
        if talk.asked() == 1 {
            request.extensions_mut().insert(waited);
        }
        let may_stream = events::may_ask(&request);
        let body = |body| Body::new(Heard { body, talk: Arc::clone(&talk) });
        let answer = router.clone().call(request.map(body));
        async move {
            let response = answer.await.unwrap_or_else(|never| match never {});
            if may_stream && events::is_stream(&response) {
                *talk.stream.lock() = Some(response);
                // The connection is taken away from here.
                return std::future::pending().await;
            }
            talk.answered(&response);
            Ok::<_, Infallible>(response)
        }
    });
    let mut connection = http1::Builder::new()
        // One buffer for head and body: answers are small, gathering them costs more than copying.
        .writev(false)
        .max_buf_size(HEAD)
        .half_close(true)
        .serve_connection(TokioIo::new(io), service);
    let quiet = coarse(QUIET);
    tokio::pin!(quiet);
    let (mut seen, mut since) = (talk.come(), Duration::ZERO);
    let mut ending = false;
    loop {
        let step = poll_fn(|cx| {
            if Pin::new(&mut connection).poll(cx).is_ready() {
                return Poll::Ready(Step::End);
            }
            if talk.standing.load(Ordering::Relaxed) {
                return Poll::Pending;
            }
            if let Some(stream) = talk.stream.lock().take() {
                return Poll::Ready(Step::Stream(stream));
            }
            let first_is_answered = before == 0 && talk.asked() == 1 && !ending && talk.rests();
            if first_is_answered { Poll::Ready(Step::Rest) } else { Poll::Pending }
        });
        tokio::select! {
            biased;
            step = step => return match step {
                Step::Stream(response) => {
                    Came::Stream(Events::new(connection.into_parts().io.into_inner(), response))
                }
                Step::Rest => Came::Rest(taken_apart(connection.into_parts()), IDLE),
                // How a connection ends is its client's affair.
                Step::End => Came::End,
            },
            () = &mut quiet => {
                let next = quiet.deadline() + QUIET;
                quiet.as_mut().reset(next);
                if talk.come() != seen {
                    (seen, since) = (talk.come(), Duration::ZERO);
                    continue;
                }
                since += QUIET;
                if since >= STALL && talk.is_asked() {
                    return Came::End;
                }
                if ending {
                    continue;
                }
                // A part of a request that stands there from before is no reason to begin anew.
                let now = talk.asked();
                if now != before && talk.rests() {
                    return Came::Rest(taken_apart(connection.into_parts()), IDLE - QUIET);
                }
                if since >= IDLE {
                    if now == before {
                        // Not one whole request in all this time.
                        return Came::End;
                    }
                    ending = true;
                    // What is being written goes on to its end.
                    Pin::new(&mut connection).graceful_shutdown();
                }
            }
            _ = told.changed(), if !ending => {
                ending = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    }
}

/// The connection alone, with what came and was not asked yet.
fn taken_apart<S, V>(parts: http1::Parts<TokioIo<Stalling<S>>, V>) -> Stalling<S> {
    let mut io = parts.io.into_inner();
    io.give_back(parts.read_buf);
    io
}
