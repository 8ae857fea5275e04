//! What an installation must hold before it can work: an origin, the localities, the shipped questions.
//!
//! Run at every start and by every command; what is there already is left alone, so a second run costs a few reads.

use crate::bank::import::{self, Provenance};
use crate::error::{Failure, Outcome};
use crate::store::{Store, StoreError, localities, meta};
use domain::locality::Registry;
use sha2::{Digest as _, Sha256};

/// Localities that ship with the binary.
pub const LOCALITIES: &str = include_str!("../../domain/data/localities.csv");
/// The 34 provinces that ship with the binary.
pub const PROVINCES: &str = include_str!("../../domain/data/provinces.csv");

#[derive(rust_embed::Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../question-bank"]
#[include = "*.toml"]
struct Bank;

/// This release, as recorded beside what it approved.
pub const RELEASE: &str = concat!("bản phát hành ", env!("CARGO_PKG_VERSION"));

/// What a start needs to know.
#[derive(Debug)]
pub struct Ready {
    /// This installation's name in `origin` columns.
    pub origin: String,
    /// Places.
    pub registry: Registry,
}

/// Brings an installation up to this release.
///
/// # Errors
/// Storage errors; unreadable stored localities.
pub async fn ensure(store: &Store, now: i64) -> Outcome<Ready> {
    let fresh = crate::random::id(now);
    let (origin, csv, shipped) = store
        .write(move |link| {
            Box::pin(async move {
                let origin = meta::set_once(link, "origin", &fresh).await?;
                let csv = meta::set_once(link, "localities.csv", LOCALITIES).await?;
                let shipped = meta::get(link, "bank_digest").await?;
                Ok((origin, csv, shipped))
            })
        })
        .await?;
    let registry = Registry::from_csv(&csv, PROVINCES)
        .map_err(|lines| Failure::internal(&format!("stored localities: {}", lines.join("; "))))?;
    let digest = bank_digest();
    if shipped.as_deref() != Some(&digest) {
        let revisions = shipped_bank()?;
        import::import(store, revisions, Vec::new(), Provenance::Release(RELEASE.into()), now, None).await?;
        store
            .write(move |link| Box::pin(async move { Ok(meta::set(link, "bank_digest", &digest).await?) }))
            .await?;
        write_localities(store, &registry).await?;
    }
    Ok(Ready { origin, registry })
}

/// The questions inside the binary.
///
/// # Errors
/// A broken release.
pub fn shipped_bank() -> Outcome<Vec<domain::question::Revision>> {
    let mut files: Vec<(String, String)> = Bank::iter()
        .filter_map(|name| {
            let file = Bank::get(&name)?;
            Some((name.to_string(), String::from_utf8(file.data.into_owned()).ok()?))
        })
        .collect();
    files.sort();
    let parsed = domain::bank::parse_files(files.iter().map(|(n, t)| (n.as_str(), t.as_str())));
    if parsed.has_errors() {
        return Err(Failure::internal(&"the shipped question bank has errors"));
    }
    Ok(parsed.revisions)
}

fn bank_digest() -> String {
    let mut names: Vec<String> = Bank::iter().map(|n| n.to_string()).collect();
    names.sort();
    let mut digest = Sha256::new();
    for name in names {
        if let Some(file) = Bank::get(&name) {
            digest.update(name.as_bytes());
            digest.update(&file.data);
        }
    }
    hex::encode(digest.finalize())
}

/// Writes the registry as rows.
///
/// # Errors
/// Storage errors.
pub async fn write_localities(store: &Store, registry: &Registry) -> Result<(), StoreError> {
    let units: Vec<_> = registry.all().map(|(_, unit)| unit.clone()).collect();
    store
        .write(move |link| {
            Box::pin(async move {
                for unit in &units {
                    localities::upsert(link, unit).await?;
                }
                Ok(())
            })
        })
        .await
}
