//! Tokens that open reports: made once by the operator, confined to localities if wanted, checked on every call.

use super::scope;
use crate::error::{Failure, Outcome};
use crate::secret::token_hash;
use crate::store::meta::{self, Act};
use crate::store::tokens::{self, ApiToken};
use crate::store::{Store, StoreError};
use domain::locality::{Level, LocalityKey, PRESENT, Registry, SPECIAL};

/// The scope a token needs.
pub const SCOPE: &str = "indicators:read";

/// What a presented token opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Id of the token: the key of its limit, and what logs may name.
    pub token: String,
    /// Localities it is confined to.
    pub only: Option<Vec<LocalityKey>>,
}

impl Access {
    /// Whether a report in this scheme can tell whole figures of every locality the token is confined to.
    ///
    /// # Errors
    /// `no_scope`.
    pub fn allows(&self, registry: &Registry, scheme: &str) -> Outcome<()> {
        let partial = self.only.iter().flatten().find(|key| !scope::whole_in(registry, key, scheme));
        partial.map_or(Ok(()), |key| {
            let mut refusal = Failure::no_scope();
            refusal.detail = Some(format!("scheme: mã truy cập chỉ dành cho {key}, địa bàn này không có số liệu trọn vẹn trong bộ {scheme}"));
            Err(refusal)
        })
    }
}

/// Who presents this token (`Authorization` without `Bearer`).
///
/// # Errors
/// `signed_out` for a missing, unknown or withdrawn token, `no_scope` for one that opens something else.
pub async fn of_bearer(store: &Store, token: Option<&str>) -> Outcome<Access> {
    let token = token.ok_or_else(Failure::signed_out)?;
    let mut link = store.read().await?;
    let row = tokens::by_hash(&mut link, &token_hash(token)).await?;
    drop(link);
    let row = row.filter(|row| row.revoked_at.is_none()).ok_or_else(Failure::signed_out)?;
    if !row.scope.split(',').any(|scope| scope == SCOPE) {
        return Err(Failure::no_scope());
    }
    let only: Vec<LocalityKey> = row.localities.split(',').filter_map(key_of).collect();
    Ok(Access { token: row.id, only: (!row.localities.is_empty()).then_some(only) })
}

fn key_of(text: &str) -> Option<LocalityKey> {
    text.split_once(':').map(|(scheme, code)| LocalityKey::new(scheme, code))
}

/// Why a token is not made; prints as one line.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// No name.
    #[error("tên của mã truy cập không được để trống")]
    Name,
    /// Unknown scope.
    #[error("không có quyền “{0}”; chỉ có: {SCOPE}")]
    Scope(String),
    /// Unknown locality, or one no report speaks about.
    #[error(
        "không có địa bàn “{0}”; ghi mã xã, phường hiện nay, hoặc bộ:mã cho tỉnh và huyện cũ, ví dụ pre-2025-07:540"
    )]
    Locality(String),
    /// Storage.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a token is made of.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// Who gets it.
    pub name: String,
    /// What it opens.
    pub scope: String,
    /// Codes of present units, or `scheme:code`; empty = everywhere.
    pub localities: Vec<String>,
}

/// Makes a token and returns it: the only time it can be seen.
///
/// # Errors
/// See [`TokenError`]; nothing is stored then.
pub async fn create(
    store: &Store,
    registry: &Registry,
    new: NewToken,
    now: i64,
) -> Result<String, TokenError> {
    let name = new.name.trim().to_owned();
    if name.is_empty() {
        return Err(TokenError::Name);
    }
    if new.scope != SCOPE {
        return Err(TokenError::Scope(new.scope));
    }
    let keys = new.localities.iter().map(|text| locality(registry, text)).collect::<Result<Vec<_>, _>>()?;
    let token = crate::random::token();
    let hash = token_hash(&token);
    let localities = keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let row = ApiToken {
        id: crate::random::id(now),
        name,
        scope: new.scope,
        localities,
        created_at: now,
        revoked_at: None,
    };
    store
        .write(move |link| {
            Box::pin(async move {
                tokens::insert(link, &row, &hash).await?;
                let detail =
                    serde_json::json!({ "scope": row.scope, "localities": row.localities }).to_string();
                let act = Act { actor: "cli", action: "create-token", subject: &row.id, detail: &detail };
                meta::audit(link, act, now).await?;
                Ok(())
            })
        })
        .await?;
    Ok(token)
}

/// A bare code is a unit of today; everything else needs its scheme, since codes were used again.
fn locality(registry: &Registry, text: &str) -> Result<LocalityKey, TokenError> {
    let key = key_of(text.trim()).unwrap_or_else(|| LocalityKey::new(PRESENT, text.trim()));
    let spoken_of = registry.get(&key).is_some_and(|u| {
        u.key.scheme != SPECIAL && (u.present() || matches!(u.level, Level::District | Level::Province))
    });
    if spoken_of { Ok(key) } else { Err(TokenError::Locality(text.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::scope::tests::registry;

    #[test]
    fn localities_of_a_token_are_keys() {
        let r = registry();
        let (_, unit) = r.all().find(|(_, u)| u.present()).unwrap();
        assert_eq!(locality(&r, &unit.key.code).unwrap(), unit.key);
        assert_eq!(locality(&r, &unit.key.to_string()).unwrap(), unit.key);
        let (_, old) = r.all().find(|(_, u)| u.level == Level::Commune && u.valid_to.is_some()).unwrap();
        for bad in [old.key.to_string().as_str(), "special:outside", "", "99999", "x:y"] {
            assert!(matches!(locality(&r, bad), Err(TokenError::Locality(_))), "{bad}");
        }
    }

    #[test]
    fn a_commune_has_no_whole_figures_in_the_former_scheme() {
        let r = registry();
        let (_, unit) = r.all().find(|(_, u)| u.present()).unwrap();
        let access = Access { token: String::new(), only: Some(vec![unit.key.clone()]) };
        assert!(access.allows(&r, PRESENT).is_ok());
        assert_eq!(access.allows(&r, "pre-2025-07").unwrap_err().code, "no_scope");
        assert!(Access { token: String::new(), only: None }.allows(&r, "pre-2025-07").is_ok());
    }
}
