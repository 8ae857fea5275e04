//! Who is on which device: a cookie's token names a device, a second cookie says which of its people is taking part.
//!
//! The token is the only secret. The second cookie is a choice among people the device already holds, so switching is
//! stateless and two tabs cannot mix two people's data: every page checks that what it shows belongs to the person
//! chosen now.

use crate::error::{Failure, Outcome};
use crate::secret::token_digest;
use crate::state::App;
use crate::store::devices;
use std::sync::Arc;

/// A device and the people it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Device id.
    pub id: String,
    /// SHA-256 of the token, hex.
    pub token_hash: String,
    /// People, oldest first.
    pub people: Vec<String>,
    /// When this was read, unix ms.
    read_at: i64,
}

impl Device {
    /// The device with this person alone on it, or with nobody.
    #[must_use]
    pub fn alone(self: &Arc<Self>, person: Option<&str>) -> Arc<Self> {
        let people: Vec<String> =
            self.people.iter().filter(|p| Some(p.as_str()) == person).cloned().collect();
        if people.len() == self.people.len() {
            return Arc::clone(self);
        }
        Arc::new(Self { people, ..Self::clone(self) })
    }

    /// Whether the device holds this person.
    #[must_use]
    pub fn holds(&self, person: &str) -> bool {
        self.people.iter().any(|p| p == person)
    }
}

/// Recently seen devices. An entry is believed for a few seconds, so that signing out on another node takes effect
/// soon; on the node where it happens it is forgotten at once.
#[derive(Debug)]
pub struct Sessions {
    /// By SHA-256 of the token.
    seen: quick_cache::sync::Cache<[u8; 32], Arc<Device>>,
}

const BELIEVE_MS: i64 = 5_000;

impl Default for Sessions {
    fn default() -> Self {
        Self { seen: quick_cache::sync::Cache::new(200_000) }
    }
}

impl Sessions {
    /// Forgets a device, by token hash.
    pub fn forget(&self, token_hash: &str) {
        let mut digest = [0; 32];
        if hex::decode_to_slice(token_hash, &mut digest).is_ok() {
            self.seen.remove(&digest);
        }
    }

    /// Forgets everything, when who holds whom changed for devices whose tokens are not known here.
    pub fn forget_all(&self) {
        self.seen.clear();
    }
}

/// A device is noted as seen at most this often: "last used" is told by day.
const NOTE_SEEN_MS: i64 = 86_400_000;

/// Nobody waits for this, and missing it once harms nobody.
fn note_seen(app: &App, device: &str, now: i64) {
    let (store, device) = (app.store.clone(), device.to_owned());
    tokio::spawn(async move {
        let work =
            store.write(move |link| Box::pin(async move { Ok(devices::seen(link, &device, now).await?) }));
        if let Err(e) = work.await {
            tracing::debug!(error = %e, "a device was not noted as seen");
        }
    });
}

/// The device of a token; `None` when nobody knows it (signed out, erased, or forged).
///
/// # Errors
/// Storage errors.
pub async fn device(app: &App, token: &str) -> Outcome<Option<Arc<Device>>> {
    // Ours are 64 hex digits; anything else is not worth a look-up.
    if token.len() != 64 || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let digest = token_digest(token);
    let now = app.now();
    if let Some(held) = app.sessions.seen.get(&digest)
        && now - held.read_at < BELIEVE_MS
    {
        return Ok(Some(held));
    }
    let hash = hex::encode(digest);
    let mut link = app.store.read().await?;
    let found = devices::by_token(&mut link, &hash).await?;
    drop(link);
    let Some(devices::Found { id, seen_at, people }) = found else { return Ok(None) };
    if now - seen_at > NOTE_SEEN_MS {
        note_seen(app, &id, now);
    }
    let device = Arc::new(Device { id, token_hash: hash, people, read_at: now });
    app.sessions.seen.insert(digest, Arc::clone(&device));
    Ok(Some(device))
}

/// Takes a person off a device: kiosk, "đổi người" with forgetting, or signing a lost phone out.
///
/// # Errors
/// Storage errors.
pub async fn release(app: &App, device: &str, person: &str) -> Outcome<()> {
    let (device, person) = (device.to_owned(), person.to_owned());
    app.store
        .write(move |link| Box::pin(async move { Ok(devices::release(link, &device, &person).await?) }))
        .await?;
    app.sessions.forget_all();
    Ok(())
}

/// Takes everybody off a shared device, or everybody but the one who sits there now.
///
/// # Errors
/// Storage errors.
pub async fn release_others(app: &App, device: &Device, but: Option<&str>) -> Outcome<()> {
    let (id, but) = (device.id.clone(), but.map(str::to_owned));
    app.store
        .write(move |link| {
            Box::pin(async move { Ok(devices::release_others(link, &id, but.as_deref()).await?) })
        })
        .await?;
    app.sessions.forget(&device.token_hash);
    Ok(())
}

/// The person's row, refused when it was erased.
///
/// # Errors
/// `signed_out` when there is none.
pub async fn person(app: &App, id: &str) -> Outcome<crate::store::people::Participant> {
    let mut link = app.store.read().await?;
    crate::store::people::get(&mut link, id)
        .await?
        .filter(|p| p.erased_at.is_none())
        .ok_or_else(Failure::signed_out)
}
