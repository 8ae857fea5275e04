//! All rooms this node serves, by PIN. A room is read from the store when somebody asks for it, and at start.
//!
//! Invariant: at most one task per room and node.

use super::bus::Bus;
use super::load;
use super::room::Handle;
use super::task::Task;
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::live::rooms;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// A room that nobody has touched for so long is not woken when the server starts.
const FORGOTTEN_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Rooms at hand beyond which those whose task has ended are let go.
const HELD: usize = 4_096;

/// Live contests of this process.
#[derive(Debug)]
pub struct Live {
    rooms: Mutex<HashMap<String, Arc<Handle>>>,
    /// One reading at a time: two phones asking for a sleeping room wake it once.
    reading: tokio::sync::Mutex<()>,
    /// Ends every room's task and every stream.
    pub stop: CancellationToken,
    /// The rooms' tasks.
    pub tasks: TaskTracker,
    /// This process's name in leases.
    pub node: String,
    /// Wake-ups between nodes.
    pub bus: Bus,
    /// Where people type the PIN, without scheme, e.g. `ngayhoi.example/live`.
    pub address: String,
}

impl Live {
    /// No rooms yet. `public_url` is where people come in.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        let bare = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
        Self {
            rooms: Mutex::default(),
            reading: tokio::sync::Mutex::default(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            node: crate::random::token(),
            bus: Bus,
            address: format!("{}/live", bare.trim_end_matches('/')),
        }
    }

    fn held(&self, pin: &str) -> Option<Arc<Handle>> {
        // A task that has ended takes no messages: its room is read anew.
        self.rooms.lock().get(pin).filter(|handle| !handle.mailbox.is_closed()).cloned()
    }

    /// Rooms at hand on this node.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Handle>> {
        self.rooms.lock().values().cloned().collect()
    }

    /// A room at hand, by id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<Arc<Handle>> {
        self.rooms.lock().values().find(|handle| &*handle.id == id).cloned()
    }
}

/// The room of a PIN, running or over.
///
/// # Errors
/// `live_not_found`; `live_unreadable`; storage errors.
pub async fn room(app: &App, pin: &str) -> Outcome<Arc<Handle>> {
    if let Some(handle) = app.live.held(pin) {
        return Ok(handle);
    }
    if !super::is_pin(pin) {
        return Err(Failure::live_not_found());
    }
    let _reading = app.live.reading.lock().await;
    if let Some(handle) = app.live.held(pin) {
        return Ok(handle);
    }
    let mut link = app.store.read().await?;
    let row = rooms::by_pin(&mut link, pin).await?.ok_or_else(Failure::live_not_found)?;
    drop(link);
    start(app, &row).await
}

async fn start(app: &App, row: &rooms::RoomRow) -> Outcome<Arc<Handle>> {
    let loaded = load::room(app, row).await.map_err(|e| match e.code {
        "internal" => Failure::live_unreadable(e.cause),
        _ => e,
    })?;
    let handle = Arc::clone(&loaded.handle);
    warn_of_descriptors(handle.spec.capacity);
    let mut rooms = app.live.rooms.lock();
    if rooms.len() >= HELD {
        rooms.retain(|_, handle| !handle.mailbox.is_closed());
    }
    rooms.insert(row.pin.clone(), Arc::clone(&handle));
    drop(rooms);
    app.live.tasks.spawn(Task::run(app.clone(), loaded, app.live.stop.child_token()));
    Ok(handle)
}

/// Each phone holds a stream and, for its answers, a second connection.
fn warn_of_descriptors(phones: u32) {
    if let Ok((limit, _)) = rlimit::Resource::NOFILE.get()
        && limit < 2 * u64::from(phones)
    {
        tracing::warn!(
            limit,
            phones,
            "fewer open files are allowed than twice the phones of this live room; raise the hard limit"
        );
    }
}

/// Wakes every room whose show is going on: their clocks go on though nobody has asked yet. One that cannot be read keeps
/// nobody from the others.
///
/// # Errors
/// Storage errors.
pub async fn wake_running(app: &App) -> Outcome<usize> {
    let mut link = app.store.read().await?;
    // A room nobody has started, or that nobody has touched for days, wakes when somebody comes.
    let running = rooms::going_on(&mut link, app.now() - FORGOTTEN_MS).await?;
    drop(link);
    let mut woken = 0;
    for row in running {
        if app.live.held(&row.pin).is_some() {
            continue;
        }
        let _reading = app.live.reading.lock().await;
        match start(app, &row).await {
            Ok(_) => woken += 1,
            Err(e) => {
                let cause = e.cause.as_deref().unwrap_or_default();
                tracing::error!(
                    room = row.id,
                    pin = row.pin,
                    code = e.code,
                    cause,
                    "a live room was not woken"
                );
            }
        }
    }
    Ok(woken)
}
