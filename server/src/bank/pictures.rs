//! Pictures of questions at hand: ten thousand phones that open a paper at once ask for the same few.
//!
//! Invariant: a name is the hash of its bytes, so what is at hand can never be stale; memory is bounded by bytes.

use crate::error::Outcome;
use crate::state::App;
use crate::store::bank;
use bytes::Bytes;
use domain::bank::exchange::is_media_name;

/// Bytes kept at hand.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Recently asked pictures.
#[derive(Debug)]
pub struct Pictures(quick_cache::sync::Cache<String, Bytes, Weight>);

#[derive(Clone, Debug)]
struct Weight;

impl quick_cache::Weighter<String, Bytes> for Weight {
    fn weight(&self, name: &String, bytes: &Bytes) -> u64 {
        (name.len() + bytes.len()) as u64
    }
}

impl Default for Pictures {
    fn default() -> Self {
        Self(quick_cache::sync::Cache::with_weighter(256, MOST_BYTES, Weight))
    }
}

/// The bytes of a picture; `None` when there is none of that name.
///
/// # Errors
/// Storage errors.
pub async fn get(app: &App, name: &str) -> Outcome<Option<Bytes>> {
    if !is_media_name(name) {
        return Ok(None);
    }
    if let Some(held) = app.pictures.0.get(name) {
        return Ok(Some(held));
    }
    let mut link = app.store.read().await?;
    let Some(bytes) = bank::media(&mut link, name).await? else { return Ok(None) };
    let bytes = Bytes::from(bytes);
    app.pictures.0.insert(name.to_owned(), bytes.clone());
    Ok(Some(bytes))
}
