//! Wake-ups between nodes: "something happened in this room". What happened is read from the store.
//!
//! Invariant: a lost wake-up costs time, never a fact: every room's task also looks by itself once a second. The
//! notification is sent in a transaction of its own, never in one that writes.

use crate::state::App;
use crate::store::Engine;
use tokio_util::sync::CancellationToken;

const CHANNEL: &str = "live";
/// Pause before listening again after the connection broke.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(1);

/// The bus of this process: nothing to do on one node, the database's notifications between several.
#[derive(Debug, Default)]
pub struct Bus;

impl Bus {
    /// Tells the other nodes; nobody waits for it.
    pub fn publish(&self, app: &App, room: &str, seq: u64) {
        if app.store.engine() == Engine::Sqlite {
            return;
        }
        let (app, text) = (app.clone(), format!("{room} {seq} {}", app.live.node));
        tokio::spawn(async move {
            if let Err(e) = app.store.notify(CHANNEL, &text).await {
                tracing::debug!(error = %e, "other nodes were not woken; they look by themselves");
            }
        });
    }
}

/// Listens until the server stops.
pub async fn listen(app: App, stop: CancellationToken) {
    if app.store.engine() == Engine::Sqlite {
        return;
    }
    loop {
        let heard = app.store.listen(CHANNEL, |text| {
            let mut words = text.split(' ');
            let (room, node) = (words.next().unwrap_or_default(), words.nth(1));
            if node != Some(app.live.node.as_str())
                && let Some(handle) = app.live.by_id(room)
            {
                handle.wake();
            }
        });
        tokio::select! {
            () = stop.cancelled() => return,
            ended = heard => {
                if let Err(e) = ended {
                    tracing::debug!(error = %e, "listening to other nodes broke off; it begins again");
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}
