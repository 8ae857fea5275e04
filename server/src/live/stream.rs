//! Event streams: a first frame, then what the room sends, with a sign of life where nothing is said for long.
//!
//! Invariants: a stream sees every frame after its first one, or a new first one when it fell behind; one that is not
//! read costs its own connection and nobody else; all end when the server goes down.

use super::frames::{Frame, StageFrame, event_bytes};
use super::room::{Handle, Message, PlayerStart, StageStart};
use crate::clock::coarse;
use crate::error::{Failure, Outcome};
use crate::staff::session;
use crate::state::App;
use ::app::model::Lang;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use domain::live::PlayerNo;
use domain::live::stage::{HostSnapshot, ScreenSnapshot};
use domain::staff::Role;
use futures::stream;
use http::{HeaderValue, header};
use jiff::fmt::rfc2822::DateTimePrinter;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, oneshot};
use tokio::time::Sleep;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// After so long without a word, and before twice as long, comes a sign of life, so that proxies and phones know the line
/// is up.
const PING: Duration = Duration::from_secs(20);
/// An event without a name: a page hears it, as it would not hear a comment, and so can tell a quiet stream from a dead one.
pub const ALIVE: Bytes = Bytes::from_static(b"data:0\n\n");
/// How often a stage's stream looks at the clock.
const LOOK: Duration = Duration::from_secs(1);
/// How long a stream goes on, by the site's clock, before the key it was opened with is looked at again: whoever signed out,
/// here or elsewhere, or may no longer host, must not go on reading the answers.
const TRUST_MS: i64 = 15_000;

/// A session of somebody who may host, by its token.
#[derive(Clone)]
pub struct Pass(String);

impl Pass {
    /// The session of this token, which was just looked at.
    #[must_use]
    pub fn new(token: String) -> Self {
        Self(token)
    }
}

impl std::fmt::Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pass(…)")
    }
}

/// Who looks at a stage, and in which form.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// The host's, rather than a screen's.
    pub host: bool,
    /// Finished views rather than data.
    pub html: bool,
    /// Language of the views.
    pub lang: Lang,
}

/// The response around a stream.
fn response(now: i64, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    // Its head is not written by what writes all others, which would add this.
    if let Some(date) = jiff::Timestamp::from_millisecond(now)
        .ok()
        .and_then(|now| DateTimePrinter::new().timestamp_to_rfc9110_string(&now).ok())
        .and_then(|date| HeaderValue::try_from(date).ok())
    {
        headers.insert(header::DATE, date);
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that gathers bytes would hold a question back.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// Counts an open stream while it lives.
struct Connected(Arc<Handle>);

impl Connected {
    fn new(handle: &Arc<Handle>) -> Self {
        handle.connected.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(handle))
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.connected.fetch_sub(1, Ordering::Relaxed);
    }
}

struct PlayerStream {
    here: Connected,
    player: PlayerNo,
    waiting: VecDeque<Bytes>,
    frames: broadcast::Receiver<Frame>,
    over: bool,
    /// When a sign of life may be due. Kept from frame to frame, as is `stop`: to begin waiting anew costs more than a frame.
    due: Pin<Box<Sleep>>,
    /// Whether anything was said since that began.
    said: bool,
    stop: Pin<Box<WaitForCancellationFutureOwned>>,
    app: App,
}

/// A phone's stream.
///
/// # Errors
/// `busy` when the room's task cannot be asked.
pub async fn player(
    app: &App,
    handle: &Arc<Handle>,
    player: PlayerNo,
    last_seen: Option<u64>,
) -> Outcome<Response> {
    let start = begin(app, handle, player, last_seen).await?;
    let mut waiting: VecDeque<Bytes> = start.first.iter().map(|frame| frame.bytes_for(player)).collect();
    // The browser waits so long before it comes back by itself; spread, so that a hall does not come back at once.
    let retry = 500 + u16::from_be_bytes(crate::random::bytes::<2>()) % 1_000;
    waiting.push_front(Bytes::from(format!("retry: {retry}\n\n")));
    let state = PlayerStream {
        here: Connected::new(handle),
        player,
        waiting,
        frames: start.rest,
        over: false,
        due: Box::pin(coarse(PING)),
        said: false,
        stop: Box::pin(app.live.stop.clone().cancelled_owned()),
        app: app.clone(),
    };
    Ok(response(
        app.now(),
        Body::from_stream(stream::unfold(state, |mut state| async move {
            let bytes = state.next().await?;
            Some((Ok::<_, Infallible>(bytes), state))
        })),
    ))
}

async fn begin(app: &App, handle: &Handle, player: PlayerNo, last_seen: Option<u64>) -> Outcome<PlayerStart> {
    // Read here, not by the room's task: a hall that comes back at once asks it ten thousand times.
    let choice = super::answer::standing_choice(app, handle, player).await?;
    let (reply, start) = oneshot::channel();
    let message = Message::Player { player, choice, last_seen, reply };
    handle.mailbox.send(message).await.map_err(|_| Failure::busy())?;
    start.await.map_err(|_| Failure::busy())
}

impl PlayerStream {
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(bytes) = self.waiting.pop_front() {
                self.said = true;
                return Some(bytes);
            }
            if self.over {
                return None;
            }
            tokio::select! {
                biased;
                frame = self.frames.recv() => match frame {
                    Ok(frame) => {
                        self.push(frame.bytes_for(self.player));
                        self.over |= frame.ends(self.player);
                    }
                    Err(RecvError::Closed) => return None,
                    Err(RecvError::Lagged(_)) => {
                        if self.here.0.gate().removed.contains(&self.player) {
                            return None;
                        }
                        // Rare and large: ten thousand streams need no room for it.
                        let again = Box::pin(begin(&self.app, &self.here.0, self.player, None));
                        let start = again.await.ok()?;
                        self.frames = start.rest;
                        if let Some(first) = start.first {
                            self.push(first.bytes_for(self.player));
                        }
                    }
                },
                () = &mut self.stop => return None,
                () = &mut self.due => {
                    let next = self.due.deadline() + PING;
                    self.due.as_mut().reset(next);
                    if !std::mem::take(&mut self.said) {
                        return Some(ALIVE);
                    }
                }
            }
        }
    }

    fn push(&mut self, bytes: Bytes) {
        if !bytes.is_empty() {
            self.waiting.push_back(bytes);
        }
    }
}

struct StageStream {
    here: Arc<Handle>,
    stage: Stage,
    first: Option<StageFrame>,
    frames: broadcast::Receiver<StageFrame>,
    stop: CancellationToken,
    /// What lets it in, unless that is a projector's own cookie, and when it was last looked at.
    pass: Option<Pass>,
    looked_at: i64,
    app: App,
}

/// A screen's or host's stream; it lasts as long as the session does that opens it.
///
/// # Errors
/// `busy` when the room's task cannot be asked.
pub async fn stage(app: &App, handle: &Arc<Handle>, stage: Stage, pass: Option<Pass>) -> Outcome<Response> {
    let start = begin_stage(handle, stage.host).await.ok_or_else(Failure::busy)?;
    let state = StageStream {
        here: Arc::clone(handle),
        stage,
        first: Some(start.first),
        frames: start.rest,
        stop: app.live.stop.clone(),
        pass,
        looked_at: app.now(),
        app: app.clone(),
    };
    Ok(response(
        app.now(),
        Body::from_stream(stream::unfold(state, |mut state| async move {
            let bytes = state.next().await?;
            Some((Ok::<_, Infallible>(bytes), state))
        })),
    ))
}

async fn begin_stage(handle: &Handle, host: bool) -> Option<StageStart> {
    let (reply, start) = oneshot::channel();
    handle.mailbox.send(Message::Stage { host, reply }).await.ok()?;
    start.await.ok()
}

/// What a screen would show now.
///
/// # Errors
/// `busy` when the room's task cannot be asked.
pub async fn screen_now(handle: &Handle) -> Outcome<Arc<ScreenSnapshot>> {
    match begin_stage(handle, false).await.map(|start| start.first) {
        Some(StageFrame::Screen(screen)) => Ok(screen),
        _ => Err(Failure::busy()),
    }
}

/// What a host's device would show now.
///
/// # Errors
/// `busy` when the room's task cannot be asked.
pub async fn host_now(handle: &Handle) -> Outcome<Arc<HostSnapshot>> {
    match begin_stage(handle, true).await.map(|start| start.first) {
        Some(StageFrame::Host(host)) => Ok(host),
        _ => Err(Failure::busy()),
    }
}

impl StageStream {
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(first) = self.first.take() {
            return Some(written(&self.app, &self.here, &first, self.stage));
        }
        for _ in 0..PING.as_secs() / LOOK.as_secs() {
            if !self.may_stay().await {
                return None;
            }
            tokio::select! {
                biased;
                frame = self.frames.recv() => return match frame {
                    Ok(frame) => Some(written(&self.app, &self.here, &frame, self.stage)),
                    Err(RecvError::Closed) => None,
                    Err(RecvError::Lagged(_)) => {
                        let start = begin_stage(&self.here, self.stage.host).await?;
                        self.frames = start.rest;
                        Some(written(&self.app, &self.here, &start.first, self.stage))
                    }
                },
                () = self.stop.cancelled() => return None,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        Some(ALIVE)
    }

    /// Whether what lets it in still does; looked at now and then.
    async fn may_stay(&mut self) -> bool {
        let (now, Some(pass)) = (self.app.now(), &self.pass) else { return true };
        if now - self.looked_at < TRUST_MS {
            return true;
        }
        match session::still_may(&self.app, &pass.0, Role::Host).await {
            Ok(may) => {
                self.looked_at = now;
                may
            }
            Err(e) => {
                // The show goes on without storage for a while; the next look asks again.
                tracing::debug!(code = e.code, "the session of a stream could not be looked at");
                true
            }
        }
    }
}

/// A stage's frame in the form that was asked for.
fn written(app: &App, handle: &Handle, frame: &StageFrame, stage: Stage) -> Bytes {
    let (seq, now, data) = match frame {
        StageFrame::Small(_, bytes) => return bytes.clone(),
        StageFrame::Screen(screen) if stage.html => {
            (screen.seq, screen.now, super::view::screen(app, handle, stage.lang, screen))
        }
        StageFrame::Host(host) if stage.html => {
            (host.screen.seq, host.screen.now, super::view::host(stage.lang, host))
        }
        StageFrame::Screen(screen) => {
            return event_bytes(Some(screen.seq), "stage", &serde_json::json!(**screen).to_string());
        }
        StageFrame::Host(host) => {
            return event_bytes(Some(host.screen.seq), "stage", &serde_json::json!(**host).to_string());
        }
    };
    let data = serde_json::json!({ "seq": seq, "now": now, "html": data });
    event_bytes(Some(seq), "stage", &data.to_string())
}
