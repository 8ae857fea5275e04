//! Accounts: made, given another password, disabled, by the operator's commands and by people themselves.
//!
//! Each is one transaction with its row in the audit log, which holds ids and roles, never names. Whoever gets another
//! password or is disabled is signed out everywhere by the same transaction.

use super::password::Hashed;
use super::session::Signed;
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::meta::{self, Act};
use crate::store::staff::{self, Account};
use crate::store::{Link, Store, StoreError};
use domain::staff::password::{self as rule, PasswordError};
use domain::staff::{NameError, Role, name_key};

/// Why an account is not made or changed; prints as one line.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The name does not do.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The password does not do.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The name is somebody's.
    #[error("đã có tài khoản “{0}”")]
    Taken(String),
    /// Nobody has the name.
    #[error("không có tài khoản “{0}”")]
    Unknown(String),
    /// Nothing to change.
    #[error("tài khoản “{0}” đã bị khóa từ trước")]
    Disabled(String),
    /// Nothing to change.
    #[error("tài khoản “{0}” không bị khóa")]
    Enabled(String),
    /// Storage.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an account is made of.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Name as typed.
    pub name: String,
    /// Password, checked by [`rule::check`] and hashed.
    pub password: Hashed,
    /// Roles, each everywhere.
    pub roles: Vec<Role>,
    /// Who makes it, for the audit log: `cli`, `setup`, a staff id.
    pub by: String,
}

/// Makes an account and returns its id.
///
/// # Errors
/// See [`AccountError`]; nothing is stored then.
pub async fn create(store: &Store, new: NewAccount, now: i64) -> Result<String, AccountError> {
    let name = domain::staff::name(&new.name)?;
    let shown = name.clone();
    let made = store
        .write(move |link| {
            Box::pin(async move {
                staff::alone(link).await?;
                if staff::by_key(link, &name_key(&name)).await?.is_some() {
                    return Ok(None);
                }
                Ok(Some(add(link, name, new, now).await?))
            })
        })
        .await?;
    made.ok_or(AccountError::Taken(shown))
}

/// Writes the rows of a new account; the caller made sure that the name is free.
pub(super) async fn add(
    link: &mut Link,
    name: String,
    new: NewAccount,
    now: i64,
) -> Result<String, StoreError> {
    let account = Account {
        id: crate::random::id(now),
        name_key: name_key(&name),
        name,
        password_hash: new.password.into_text(),
        password_at: now,
        created_at: now,
        disabled_at: None,
    };
    staff::insert(link, &account).await?;
    for role in &new.roles {
        staff::grant(link, &account.id, role.code(), "", &new.by, now).await?;
    }
    let roles: Vec<&str> = new.roles.iter().map(|role| role.code()).collect();
    let detail = serde_json::json!({ "roles": roles }).to_string();
    let act = Act { actor: &new.by, action: "create-staff", subject: &account.id, detail: &detail };
    meta::audit(link, act, now).await?;
    Ok(account.id)
}

/// The account of a name, for a command.
///
/// # Errors
/// [`AccountError::Unknown`]; storage errors.
pub async fn named(store: &Store, name: &str) -> Result<Account, AccountError> {
    let mut link = store.read().await?;
    let found = staff::by_key(&mut link, &name_key(name)).await.map_err(StoreError::from)?;
    found.ok_or_else(|| AccountError::Unknown(name.trim().to_owned()))
}

/// The name as it would be kept, if it is free: a command can say so before it asks for a password.
///
/// # Errors
/// [`AccountError::Name`], [`AccountError::Taken`]; storage errors.
pub async fn free(store: &Store, name: &str) -> Result<String, AccountError> {
    let name = domain::staff::name(name)?;
    match named(store, &name).await {
        Ok(_) => Err(AccountError::Taken(name)),
        Err(AccountError::Unknown(_)) => Ok(name),
        Err(e) => Err(e),
    }
}

/// Gives an account another password and signs it out everywhere: the operator's way.
///
/// # Errors
/// [`AccountError::Unknown`]; storage errors.
pub async fn set_password(store: &Store, name: &str, password: Hashed, now: i64) -> Result<(), AccountError> {
    let account = named(store, name).await?;
    let hash = password.into_text();
    let done = store.write(move |link| {
        Box::pin(async move {
            staff::alone(link).await?;
            staff::set_password(link, &account.id, &hash, now).await?;
            staff::revoke_others(link, &account.id, "", now).await?;
            let act = Act { actor: "cli", action: "set-password", subject: &account.id, detail: "{}" };
            Ok(meta::audit(link, act, now).await?)
        })
    });
    Ok(done.await?)
}

/// Disables an account, which signs it out everywhere, or enables it again.
///
/// # Errors
/// [`AccountError::Unknown`], or that it is so already; storage errors.
pub async fn disable(store: &Store, name: &str, undo: bool, now: i64) -> Result<(), AccountError> {
    let account = named(store, name).await?;
    match (account.disabled_at.is_some(), undo) {
        (true, false) => return Err(AccountError::Disabled(account.name)),
        (false, true) => return Err(AccountError::Enabled(account.name)),
        (true, true) | (false, false) => {}
    }
    let done = store.write(move |link| {
        Box::pin(async move {
            staff::alone(link).await?;
            staff::set_disabled(link, &account.id, (!undo).then_some(now)).await?;
            // Enabling brings no old session back.
            staff::revoke_others(link, &account.id, "", now).await?;
            let action = if undo { "enable-staff" } else { "disable-staff" };
            let act = Act { actor: "cli", action, subject: &account.id, detail: "{}" };
            Ok(meta::audit(link, act, now).await?)
        })
    });
    Ok(done.await?)
}

/// How changing one's own password ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Changed; every other session of the account is over.
    Done,
    /// The present password is not that.
    Wrong,
    /// The new one does not do.
    Refused(PasswordError),
}

/// Changes one's own password, which must be told again, and ends one's other sessions.
///
/// # Errors
/// `too_many`, `busy`; storage errors.
pub async fn change_password(
    app: &App,
    who: &Signed,
    present: &str,
    new: &str,
    network: &str,
) -> Outcome<Changed> {
    if let Err(e) = rule::check(new, &who.name) {
        return Ok(Changed::Refused(e));
    }
    // A session left open must not become a way to guess the password.
    if let Some(seconds) = app.limits.sign_in(&who.id, network, Some(&who.session)) {
        return Err(Failure::too_many(seconds));
    }
    let mut link = app.store.read().await?;
    let stored = staff::by_id(&mut link, &who.id).await?.map(|account| account.password_hash);
    drop(link);
    if !app.passwords.verify(present, stored.as_deref()).await? {
        return Ok(Changed::Wrong);
    }
    let hash = app.passwords.hash(new).await?.into_text();
    let (id, session, now) = (who.id.clone(), who.session.clone(), app.now());
    let done = app.store.write(move |link| {
        Box::pin(async move {
            staff::alone(link).await?;
            let account = staff::by_id(link, &id).await?;
            // Somebody set another one meanwhile: what was told is no longer the present password.
            if account.map(|account| account.password_hash) != stored {
                return Ok(Changed::Wrong);
            }
            staff::set_password(link, &id, &hash, now).await?;
            staff::revoke_others(link, &id, &session, now).await?;
            let act = Act { actor: &id, action: "change-password", subject: &id, detail: "{}" };
            meta::audit(link, act, now).await?;
            Ok(Changed::Done)
        })
    });
    Ok(done.await?)
}
