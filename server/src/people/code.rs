//! The personal code: carrying on from another phone.
//!
//! A wrong code costs the network one of ten misses in ten minutes; when everybody together misses too often answers
//! slow down, but a right code is never refused. A right code on a new device is shown on the old one and in `/me`.

use crate::error::{Failure, Outcome};
use crate::people::register::On;
use crate::state::App;
use crate::store::people::{self, Participant};
use crate::store::{Store, devices};
use crate::{random, secret};

/// What a right code gives.
#[derive(Clone, Debug)]
pub struct Continued {
    /// The person.
    pub person: Participant,
    /// Token of the device, when a new one was made.
    pub token: Option<String>,
}

/// Exchanges a typed code for the person on this device; `None` when nobody has that code.
///
/// # Errors
/// `too_many` when this network used up its misses; storage errors.
pub async fn exchange(app: &App, typed: &str, on: On<'_>, network: &str) -> Outcome<Option<Continued>> {
    let Some(person) = find(app, typed).await? else {
        missed(app, network).await?;
        return Ok(None);
    };
    let now = app.now();
    let (device_id, fresh, token, already) = match on {
        On::Held(device) => (device.id.clone(), None, None, device.holds(&person.id)),
        On::New { label } => {
            let token = random::token();
            (random::id(now), Some((secret::token_hash(&token), label.to_owned())), Some(token), false)
        }
    };
    if !already {
        let id = person.id.clone();
        app.store
            .write(move |link| {
                Box::pin(async move {
                    if let Some((hash, label)) = fresh {
                        devices::insert(link, &device_id, &hash, &label, now).await?;
                    }
                    Ok(devices::hold(link, &device_id, &id, true, now).await?)
                })
            })
            .await?;
        if let On::Held(device) = on {
            app.sessions.forget(&device.token_hash);
        }
    }
    Ok(Some(Continued { person, token }))
}

/// Whether the typed code is this person's: asked again before download and erasure.
///
/// # Errors
/// `too_many` when this network used up its misses.
pub async fn confirm(app: &App, person: &Participant, typed: &str, network: &str) -> Outcome<bool> {
    let right = domain::code::normalise(typed)
        .is_some_and(|code| code == app.secrets.personal_code(&person.id, person.code_generation));
    if !right {
        missed(app, network).await?;
    }
    Ok(right)
}

async fn find(app: &App, typed: &str) -> Outcome<Option<Participant>> {
    let Some(code) = domain::code::normalise(typed) else { return Ok(None) };
    let hmac = app.secrets.code_hmac(&code);
    let mut link = app.store.read().await?;
    Ok(people::by_code(&mut link, &hmac).await?)
}

/// Counts a wrong code: the network's misses, and everybody's together.
///
/// # Errors
/// `too_many` when this network used up its misses.
pub(crate) async fn missed(app: &App, network: &str) -> Outcome<()> {
    metrics::counter!("personal_code_misses_total").increment(1);
    let delay = app.limits.miss_delay();
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match app.limits.code_miss(network) {
        Some(seconds) => Err(Failure::too_many(seconds)),
        None => Ok(()),
    }
}

/// Gives the person a new code; the old one stops working.
///
/// # Errors
/// Storage errors.
pub async fn renew(app: &App, store: &Store, person: &Participant) -> Outcome<String> {
    let generation = person.code_generation + 1;
    let code = app.secrets.personal_code(&person.id, generation);
    let (id, hmac) = (person.id.clone(), app.secrets.code_hmac(&code));
    store
        .write(move |link| {
            Box::pin(async move { Ok(people::renew_code(link, &id, generation, &hmac).await?) })
        })
        .await?;
    Ok(code)
}
