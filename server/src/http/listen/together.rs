//! Those who came in together: their first requests are served on one task.
//!
//! In a hall each phone asks one thing and is silent. With a task for each, half of them are taken over by another thread
//! that has to be woken for it and finds its caches cold, and each task is memory that was last used long ago.
//! Invariants: who asks a second time, or is sent events, gets a task of their own; a connection that breaks down takes
//! no other with it.

use super::events::Events;
use super::stall::Stalling;
use super::{Came, Waited, connection, requests, rest};
use axum::Router;
use futures::stream::FuturesUnordered;
use futures::{FutureExt as _, StreamExt as _};
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;

/// Who came, from where, and how long what they asked has waited.
pub(super) type Newcomer<S> = (Stalling<S>, SocketAddr, Waited);

/// What goes on after the first request.
enum More<S> {
    /// Something is asked again.
    Request(Stalling<S>, SocketAddr),
    /// Events are sent.
    Stream(Events<S>),
}

/// Serves them until all are gone or have a task of their own.
pub(super) async fn serve<S>(
    newcomers: impl Iterator<Item = Newcomer<S>>,
    router: Router,
    told: watch::Receiver<()>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut all: FuturesUnordered<_> = newcomers
        .map(|newcomer| AssertUnwindSafe(first(newcomer, router.clone(), told.clone())).catch_unwind())
        .collect();
    while let Some(ended) = all.next().await {
        match ended {
            Ok(Some(More::Request(io, address))) => {
                tokio::spawn(connection(io, address, Waited::default(), router.clone(), told.clone()));
            }
            Ok(Some(More::Stream(stream))) => {
                let told = told.clone();
                tokio::spawn(async move {
                    stream.await;
                    drop(told);
                });
            }
            Ok(None) => {}
            Err(_) => tracing::error!("a connection broke down"),
        }
    }
}

async fn first<S>(
    (io, address, waited): Newcomer<S>,
    router: Router,
    mut told: watch::Receiver<()>,
) -> Option<More<S>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    // On the heap: what only rests keeps none of it.
    match Box::pin(requests(io, address, waited, router, &mut told)).await {
        Came::Stream(stream) => Some(More::Stream(stream)),
        Came::Rest(resting, patience) => {
            rest::wait(resting, patience, &mut told).await.map(|io| More::Request(io, address))
        }
        Came::End => None,
    }
}
