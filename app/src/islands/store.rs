//! What this site keeps on a device, where a reload or an empty battery cannot reach it.
//!
//! Where the browser has no storage (private windows), the page's own memory stands in: weaker, never an error.

use std::cell::RefCell;
use web_sys::Storage;

/// Every key of this site begins so; a shared device forgets them all.
#[cfg(feature = "hydrate")]
pub(super) const PREFIX: &str = "nhs:";

thread_local! {
    /// Stands in for the storage that a private window refuses.
    static MEMORY: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

fn storage() -> Option<Storage> {
    super::dom::window()?.local_storage().ok()?
}

/// What is kept under a key.
pub(super) fn get(key: &str) -> Option<String> {
    let kept = storage().and_then(|s| s.get_item(key).ok().flatten());
    kept.or_else(|| MEMORY.with_borrow(|m| m.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone())))
}

/// Keeps a value under a key.
pub(super) fn set(key: &str, value: &str) {
    let kept = storage().is_some_and(|s| s.set_item(key, value).is_ok());
    MEMORY.with_borrow_mut(|m| {
        m.retain(|(k, _)| k != key);
        if !kept {
            m.push((key.to_owned(), value.to_owned()));
        }
    });
}

/// Forgets a key.
#[cfg(feature = "hydrate")]
pub(super) fn remove(key: &str) {
    if let Some(storage) = storage() {
        _ = storage.remove_item(key);
    }
    MEMORY.with_borrow_mut(|m| m.retain(|(k, _)| k != key));
}

/// Forgets everything of this site on this device.
#[cfg(feature = "hydrate")]
pub(super) fn forget_all() {
    MEMORY.with_borrow_mut(Vec::clear);
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or(0);
    let keys: Vec<String> = (0..count).filter_map(|i| storage.key(i).ok().flatten()).collect();
    for key in keys.iter().filter(|k| k.starts_with(PREFIX)) {
        _ = storage.remove_item(key);
    }
}
