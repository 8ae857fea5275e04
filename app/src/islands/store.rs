//! Taps that the server has not acknowledged yet, kept where a reload or an empty battery cannot reach them.
//!
//! Invariant: a tap is written here before it is sent and removed only after the server answered for it. Where the
//! browser has no storage (private windows), the page's own memory stands in: weaker, never an error.

use domain::Choice;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use web_sys::Storage;

/// Every key of this site begins so; a shared device forgets them all.
pub(super) const PREFIX: &str = "nhs:";

/// One answer on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Tap {
    /// What was chosen; `None` clears.
    pub(super) choice: Option<Choice>,
    /// The phone's clock at the tap.
    pub(super) occurred_at: i64,
}

/// Taps by position.
pub(super) type Taps = BTreeMap<u32, Tap>;

thread_local! {
    /// Stands in for the storage that a private window refuses.
    static MEMORY: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

fn storage() -> Option<Storage> {
    super::dom::window()?.local_storage().ok()?
}

/// The key that holds an attempt's taps.
pub(super) fn key(attempt: &str) -> String {
    [PREFIX, attempt].concat()
}

/// What is kept under a key.
pub(super) fn get(key: &str) -> Option<String> {
    storage()
        .and_then(|s| s.get_item(key).ok().flatten())
        .or_else(|| MEMORY.with_borrow(|m| m.get(key).cloned()))
}

/// Keeps a value under a key.
pub(super) fn set(key: &str, value: &str) {
    let kept = storage().is_some_and(|s| s.set_item(key, value).is_ok());
    MEMORY.with_borrow_mut(|m| {
        if kept {
            m.remove(key)
        } else {
            m.insert(key.to_owned(), value.to_owned())
        };
    });
}

/// Forgets a key.
pub(super) fn remove(key: &str) {
    if let Some(storage) = storage() {
        _ = storage.remove_item(key);
    }
    MEMORY.with_borrow_mut(|m| m.remove(key));
}

/// The unsent taps of an attempt.
pub(super) fn taps(attempt: &str) -> Taps {
    get(&key(attempt)).and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// Keeps one tap; a later tap at the same position replaces it.
pub(super) fn keep(attempt: &str, position: u32, tap: Tap) {
    let mut taps = taps(attempt);
    taps.insert(position, tap);
    write(attempt, &taps);
}

/// Drops one tap, unless a newer one has taken its place in the meantime.
pub(super) fn drop_tap(attempt: &str, position: u32, sent: &Tap) {
    let mut taps = taps(attempt);
    if taps.get(&position) == Some(sent) {
        taps.remove(&position);
        write(attempt, &taps);
    }
}

fn write(attempt: &str, taps: &Taps) {
    if taps.is_empty() {
        remove(&key(attempt));
    } else if let Ok(json) = serde_json::to_string(taps) {
        set(&key(attempt), &json);
    }
}

/// Forgets everything of this site on this device.
pub(super) fn forget_all() {
    MEMORY.with_borrow_mut(BTreeMap::clear);
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or(0);
    let keys: Vec<String> = (0..count).filter_map(|i| storage.key(i).ok().flatten()).collect();
    for key in keys.iter().filter(|k| k.starts_with(PREFIX)) {
        _ = storage.remove_item(key);
    }
}
