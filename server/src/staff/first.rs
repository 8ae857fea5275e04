//! The first administrator: a one-time code, printed where the server was started, good for one day.
//!
//! The code is a personal code by its shape and by how it travels: after `#` in the link, then by POST, so it stands in
//! no log of ours. It is derived under the deployment's key and stored as a hash, so every node and every restart within
//! the day prints the same one. Invariant: it opens once, and only while there is no account at all.

use super::accounts::{self, NewAccount};
use super::password::Hashed;
use super::session::{self, Begun};
use crate::error::Outcome;
use crate::state::App;
use crate::store::staff::{self, SetupLink};
use domain::staff::{Role, name_key};

/// How long a code is good, ms.
pub const VALID_MS: i64 = 86_400_000;

const PURPOSE: &str = "first-admin";

/// A code that is good now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// As typed: `XXXXX-XXXXX`.
    pub text: String,
    /// Until when, unix ms.
    pub until: i64,
}

/// Whether nobody has an account yet.
///
/// # Errors
/// Storage errors.
pub async fn needed(app: &App) -> Outcome<bool> {
    let mut link = app.store.read().await?;
    Ok(!staff::any(&mut link).await?)
}

/// The code to print at the start; a new one when the last has run out, none when there are accounts.
///
/// # Errors
/// Storage errors.
pub async fn code(app: &App) -> Outcome<Option<Code>> {
    if !needed(app).await? {
        return Ok(None);
    }
    let (now, secrets) = (app.now(), app.secrets.clone());
    let standing = app.store.write(move |link| {
        Box::pin(async move {
            staff::alone(link).await?;
            let hmac_of = |made: i64| secrets.code_hmac(&secrets.setup_code(made));
            // One made under another key could not be shown again.
            let good = |old: &SetupLink| {
                old.used_at.is_none() && now < old.expires_at && old.code_hmac == hmac_of(old.created_at)
            };
            match staff::setup_link(link, PURPOSE).await?.filter(good) {
                Some(old) => Ok(old),
                None => {
                    let expires_at = now + VALID_MS;
                    let fresh =
                        SetupLink { code_hmac: hmac_of(now), created_at: now, expires_at, used_at: None };
                    staff::put_setup_link(link, PURPOSE, &fresh).await?;
                    Ok(fresh)
                }
            }
        })
    });
    let standing = standing.await?;
    Ok(Some(Code { text: app.secrets.setup_code(standing.created_at), until: standing.expires_at }))
}

/// Whether a typed code opens now. It is not used up by asking.
///
/// # Errors
/// `too_many` when this network used up its misses; storage errors.
pub async fn check(app: &App, typed: &str, network: &str) -> Outcome<bool> {
    let hmac = domain::code::normalise(typed).map(|code| app.secrets.code_hmac(&code));
    let judge = async {
        let mut link = app.store.read().await?;
        let standing = staff::setup_link(&mut link, PURPOSE).await?;
        Ok(standing
            .is_some_and(|s| s.used_at.is_none() && app.now() < s.expires_at && Some(s.code_hmac) == hmac))
    };
    let opens = app.limits.codes.judged(network, app.now(), judge, |opens| !opens).await?;
    if !opens {
        crate::people::code::missed(app).await;
    }
    Ok(opens)
}

/// How making the first administrator ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// Made, and signed in.
    Done(Begun),
    /// The code does not open (any more).
    Closed,
}

/// Makes the first administrator and signs them in: the code is used up by the same transaction.
///
/// # Errors
/// Storage errors.
pub async fn create(app: &App, typed: &str, name: String, password: Hashed, label: &str) -> Outcome<Made> {
    let Some(code) = domain::code::normalise(typed) else { return Ok(Made::Closed) };
    let (hmac, now, label) = (app.secrets.code_hmac(&code), app.now(), label.to_owned());
    let mark = app.secrets.staff_mark(&name_key(&name));
    let by = "setup".to_owned();
    let new = NewAccount { name: name.clone(), password, roles: vec![Role::Admin], by };
    let made = app.store.write(move |link| {
        Box::pin(async move {
            staff::alone(link).await?;
            if staff::any(link).await? || !staff::use_setup_link(link, PURPOSE, &hmac, now).await? {
                return Ok(Made::Closed);
            }
            let id = accounts::add(link, name, new, now).await?;
            let token = session::begin(link, &id, &label, now).await?;
            Ok(Made::Done(Begun { token, mark }))
        })
    });
    Ok(made.await?)
}
