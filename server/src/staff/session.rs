//! Sessions: signing in, who presents a token, signing out here and elsewhere.
//!
//! A token is 256 random bits; the database holds its SHA-256. Invariants: every request asks the database, so a session
//! that was revoked or an account that was disabled is out at once, on every node; a wrong password, an unknown name
//! and a disabled account cost the same and, without the right password, are told the same.

use crate::error::{Failure, Outcome};
use crate::random;
use crate::secret::token_hash;
use crate::state::App;
use crate::store::meta::{self, Act};
use crate::store::staff::{self, Account, Present, Session};
use crate::store::{Link, StoreError};
use domain::staff::{IDLE_MS, LONGEST_MS, Role, name_key, session_lives};

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Staff id.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// Roles held everywhere.
    pub roles: Vec<Role>,
    /// Session id.
    pub session: String,
}

impl Signed {
    /// Whether they may do what asks for this role.
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        self.roles.iter().any(|held| held.covers(role))
    }
}

/// A try to sign in. Not printable: it holds a password.
#[expect(missing_debug_implementations, reason = "it holds a password")]
pub struct Entry<'a> {
    /// Name as typed.
    pub name: &'a str,
    /// Password as typed.
    pub password: &'a str,
    /// Where from.
    pub network: &'a str,
    /// What the browser brought as a sign that this account signed in on it before.
    pub mark: Option<&'a str>,
    /// Rough description of the browser.
    pub label: &'a str,
    /// Token of the session that is to be replaced.
    pub replaces: Option<&'a str>,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// In.
    In(Begun),
    /// Unknown name or wrong password.
    Wrong,
    /// The password was right, the account is disabled.
    Disabled,
}

/// What the browser gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Token of the session.
    pub token: String,
    /// The sign that this account signed in here: it lets the owner in while others guess.
    pub mark: String,
}

/// Checks a name and a password and begins a session.
///
/// # Errors
/// `too_many` when this account was tried too often, `busy` when too many passwords wait; storage errors.
pub async fn sign_in(app: &App, entry: Entry<'_>) -> Outcome<Entered> {
    let key = name_key(entry.name);
    let known = entry.mark.filter(|mark| app.secrets.is_staff_mark(&key, mark));
    if let Some(seconds) = app.limits.sign_in(&token_hash(&key), entry.network, known) {
        metrics::counter!("staff_sign_ins_held_total").increment(1);
        return Err(Failure::too_many(seconds));
    }
    let mut link = app.store.read().await?;
    let account = staff::by_key(&mut link, &key).await?;
    drop(link);
    let stored = account.as_ref().map(|account| account.password_hash.as_str());
    let right = app.passwords.verify(entry.password, stored).await?;
    let Some(account) = account.filter(|_| right) else {
        metrics::counter!("staff_sign_in_misses_total").increment(1);
        return Ok(Entered::Wrong);
    };
    let mark = known.map_or_else(|| app.secrets.staff_mark(&key), str::to_owned);
    let replaces = entry.replaces.map(token_hash);
    let (label, now) = (entry.label.to_owned(), app.now());
    let outcome = app.store.write(move |link| {
        Box::pin(async move {
            staff::alone(link).await?;
            // What was true before the hash was computed may no longer be.
            match staff::by_id(link, &account.id).await? {
                Some(now) if now.password_hash != account.password_hash => return Ok(Entered::Wrong),
                Some(Account { disabled_at: None, .. }) => {}
                Some(_) => return Ok(Entered::Disabled),
                None => return Ok(Entered::Wrong),
            }
            if let Some(old) = replaces
                && let Some(old) = staff::present(link, &old).await?
            {
                staff::revoke(link, &old.session.staff_id, &old.session.id, now).await?;
            }
            let token = begin(link, &account.id, &label, now).await?;
            Ok(Entered::In(Begun { token, mark }))
        })
    });
    Ok(outcome.await?)
}

/// Begins a session of an account, inside the caller's transaction; returns its token.
pub(super) async fn begin(
    link: &mut Link,
    account: &str,
    label: &str,
    now: i64,
) -> Result<String, StoreError> {
    let token = random::token();
    let session = Session {
        id: random::id(now),
        staff_id: account.to_owned(),
        label: label.to_owned(),
        created_at: now,
        seen_at: now,
        expires_at: now + LONGEST_MS,
    };
    staff::forget_ended(link, account, now - LONGEST_MS).await?;
    staff::begin(link, &session, &token_hash(&token)).await?;
    let act = Act { actor: account, action: "sign-in", subject: &session.id, detail: "{}" };
    meta::audit(link, act, now).await?;
    Ok(token)
}

/// A session is noted as used at most this often.
const NOTE_SEEN_MS: i64 = 60_000;

/// Who presents this token; `None` when nobody does (any more). The session is noted as used.
///
/// # Errors
/// Storage errors.
pub async fn of_token(app: &App, token: &str) -> Outcome<Option<Signed>> {
    let Some(found) = living(app, token).await? else { return Ok(None) };
    let now = app.now();
    if now - found.session.seen_at >= NOTE_SEEN_MS {
        let id = found.session.id.clone();
        let noted =
            app.store.write(move |link| Box::pin(async move { Ok(staff::seen(link, &id, now).await?) }));
        if let Err(e) = noted.await {
            // Twelve hours are long: the next request notes it.
            tracing::debug!(error = %e, "a session was not noted as used");
        }
    }
    Ok(Some(signed(found)))
}

/// Whether whoever presents this token may still do what asks for this role. It notes nothing: a stream that stands open is
/// no use of a session.
///
/// # Errors
/// Storage errors.
pub async fn still_may(app: &App, token: &str, role: Role) -> Outcome<bool> {
    Ok(living(app, token).await?.is_some_and(|found| signed(found).may(role)))
}

fn signed(found: Present) -> Signed {
    Signed {
        id: found.session.staff_id,
        name: found.name,
        roles: found.roles.iter().filter_map(|code| Role::from_code(code)).collect(),
        session: found.session.id,
    }
}

async fn living(app: &App, token: &str) -> Outcome<Option<Present>> {
    // Ours are 64 hex digits; anything else is not worth a look-up.
    if token.len() != 64 || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let mut link = app.store.read().await?;
    let found = staff::present(&mut link, &token_hash(token)).await?;
    drop(link);
    let now = app.now();
    Ok(found.filter(|f| session_lives(now, f.session.seen_at, f.session.expires_at)))
}

/// Where an account is signed in, newest first.
///
/// # Errors
/// Storage errors.
pub async fn list(app: &App, who: &Signed) -> Outcome<Vec<Session>> {
    let (mut link, now) = (app.store.read().await?, app.now());
    Ok(staff::sessions(&mut link, &who.id, now, now - IDLE_MS).await?)
}

/// Ends one of one's own sessions.
///
/// # Errors
/// `not_found` when it is not one of them; storage errors.
pub async fn revoke(app: &App, who: &Signed, session: &str) -> Outcome<()> {
    let (id, session, now) = (who.id.clone(), session.to_owned(), app.now());
    let done = app.store.write(move |link| {
        Box::pin(async move {
            staff::alone(link).await?;
            let ended = staff::revoke(link, &id, &session, now).await?;
            if ended {
                let act = Act { actor: &id, action: "sign-out", subject: &session, detail: "{}" };
                meta::audit(link, act, now).await?;
            }
            Ok(ended)
        })
    });
    if done.await? { Ok(()) } else { Err(Failure::not_found()) }
}

/// Ends all of one's own sessions but the present one.
///
/// # Errors
/// Storage errors.
pub async fn revoke_others(app: &App, who: &Signed) -> Outcome<()> {
    let (id, session, now) = (who.id.clone(), who.session.clone(), app.now());
    let done = app.store.write(move |link| {
        Box::pin(async move {
            staff::alone(link).await?;
            staff::revoke_others(link, &id, &session, now).await?;
            let act = Act { actor: &id, action: "sign-out-others", subject: &session, detail: "{}" };
            Ok(meta::audit(link, act, now).await?)
        })
    });
    Ok(done.await?)
}
