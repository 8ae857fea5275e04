//! The personal code: carrying on from another phone.
//!
//! A wrong code costs the network one of ten misses in ten minutes; once they are used up nothing is looked up for it until
//! the oldest is ten minutes old. When everybody together misses too often, answers to wrong codes slow down and nobody is
//! refused for it. A right code counts for nothing; on a new device it is shown on the old one and in `/me`.

use crate::error::Outcome;
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
    let found = app.limits.codes.judged(network, app.now(), find(app, typed), Option::is_none).await?;
    let Some(person) = found else {
        missed(app).await;
        return Ok(None);
    };
    let now = app.now();
    let (device_id, fresh, token, already) = match on {
        On::Held(device) => (device.id.clone(), None, None, device.holds(&person.id)),
        // Whoever else was there is taken off it in the same step.
        On::Shared(device) => (device.id.clone(), None, None, false),
        On::New { label } => {
            let token = random::token();
            (random::id(now), Some((secret::token_hash(&token), label.to_owned())), Some(token), false)
        }
    };
    if !already {
        let (id, shared) = (person.id.clone(), matches!(on, On::Shared(_)));
        app.store
            .write(move |link| {
                Box::pin(async move {
                    if let Some((hash, label)) = fresh {
                        devices::insert(link, &device_id, &hash, &label, now).await?;
                    }
                    devices::hold(link, &device_id, &id, true, now).await?;
                    if shared {
                        devices::release_others(link, &device_id, Some(&id)).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        if let On::Held(device) | On::Shared(device) = on {
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
    let judge = async {
        Ok(domain::code::normalise(typed)
            .is_some_and(|code| code == app.secrets.personal_code(&person.id, person.code_generation)))
    };
    let right = app.limits.codes.judged(network, app.now(), judge, |right| !right).await?;
    if !right {
        missed(app).await;
    }
    Ok(right)
}

async fn find(app: &App, typed: &str) -> Outcome<Option<Participant>> {
    let Some(code) = domain::code::normalise(typed) else { return Ok(None) };
    let hmac = app.secrets.code_hmac(&code);
    let mut link = app.store.read().await?;
    Ok(people::by_code(&mut link, &hmac).await?)
}

/// Counts a wrong code among everybody's, which slows the answer when they are too many.
pub(crate) async fn missed(app: &App) {
    metrics::counter!("personal_code_misses_total").increment(1);
    let delay = app.limits.miss_delay();
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
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
