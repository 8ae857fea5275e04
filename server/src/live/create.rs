//! Making a room: a spec, a PIN, a row.
//!
//! Invariant: a PIN belongs to one room at a time and rests for a day, so a phone that comes late never lands in
//! another show. The spec is checked by its own rules whoever sends it.

use crate::error::{Failure, Outcome};
use crate::store::live::rooms::{self, RoomRow};
use crate::store::meta::{self, Act};
use crate::store::{Store, StoreError};
use domain::live::{Phase, RoomSpec};
use domain::locality::LocalityKey;

/// Tries to find a PIN that is free.
const TRIES: usize = 100;

/// A room to be made.
#[derive(Clone, Debug)]
pub struct NewRoom {
    /// What it is.
    pub spec: RoomSpec,
    /// The contest it is made from.
    pub contest: Option<String>,
    /// Who makes it: a staff id, or nobody on the command line.
    pub host: Option<String>,
    /// Where it takes place.
    pub locality: LocalityKey,
    /// Demonstration data.
    pub demo: bool,
}

/// A room that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its id.
    pub id: String,
    /// Its PIN.
    pub pin: String,
}

/// Makes a room.
///
/// # Errors
/// `bad_form` naming every mistake in the spec; storage errors.
pub async fn create(store: &Store, new: NewRoom, now: i64) -> Outcome<Made> {
    new.spec.validate().map_err(|faults| {
        let told: Vec<String> = faults.iter().map(|f| format!("{}: {}", f.field, f.message)).collect();
        Failure::bad_form(told.join("; "))
    })?;
    let spec = serde_json::to_string(&new.spec).map_err(|e| Failure::internal(&e))?;
    let pins: Vec<String> = (0..TRIES).map(|_| pin()).collect();
    let room = RoomRow {
        id: crate::random::id(now),
        origin: String::new(),
        pin: String::new(),
        title: new.spec.title,
        spec,
        contest_id: new.contest,
        host_id: new.host,
        locality_scheme: new.locality.scheme,
        locality_code: new.locality.code,
        demo: i64::from(new.demo),
        created_at: now,
        started_at: None,
        finished_at: None,
        seq: 0,
        phase: Phase::Lobby.name().to_owned(),
    };
    let made = store
        .write(move |link| {
            Box::pin(async move {
                let mut room = room;
                room.origin = meta::get(link, "origin").await?.unwrap_or_default();
                for pin in pins {
                    room.pin = pin;
                    if rooms::insert(link, &room).await? {
                        let actor = room.host_id.as_deref().unwrap_or("cli");
                        let act = Act { actor, action: "create-room", subject: &room.id, detail: "{}" };
                        meta::audit(link, act, now).await?;
                        return Ok(Some(Made { id: room.id, pin: room.pin }));
                    }
                }
                Ok(None)
            })
        })
        .await?;
    made.ok_or_else(|| StoreError::Busy.into())
}

fn pin() -> String {
    // 2^32 is no multiple of a million: the first 967,296 PINs are likelier by 1 in 4,295. A PIN is no secret.
    format!("{:06}", u32::from_be_bytes(crate::random::bytes::<4>()) % 1_000_000)
}
