//! Taps that the server has not acknowledged yet, kept where a reload or an empty battery cannot reach them.
//!
//! Invariant: a tap is written here before it is sent and removed only after the server answered for it. Where the
//! browser has no storage (private windows), the page's own memory stands in: weaker, never an error.

use super::json;
use domain::Choice;
use js_sys::Object;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Storage;

/// Every key of this site begins so; a shared device forgets them all.
pub(super) const PREFIX: &str = "nhs:";

/// One answer on its way.
#[derive(Clone, PartialEq)]
pub(super) struct Tap {
    /// What was chosen; `None` clears.
    pub(super) choice: Option<Choice>,
    /// The phone's clock at the tap.
    pub(super) occurred_at: i64,
}

/// Taps with their positions, at most one for each.
pub(super) type Taps = Vec<(u32, Tap)>;

thread_local! {
    /// Stands in for the storage that a private window refuses.
    static MEMORY: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
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
pub(super) fn remove(key: &str) {
    if let Some(storage) = storage() {
        _ = storage.remove_item(key);
    }
    MEMORY.with_borrow_mut(|m| m.retain(|(k, _)| k != key));
}

/// The unsent taps of an attempt: `{position: {choice, occurred_at}}`.
pub(super) fn taps(attempt: &str) -> Taps {
    let Some(kept) = get(&key(attempt)).and_then(|text| json::parse(&text)) else { return Vec::new() };
    let Some(object) = kept.dyn_ref::<Object>() else { return Vec::new() };
    let keys = Object::keys(object).to_vec();
    keys.iter()
        .filter_map(|k| {
            let position = k.as_string()?;
            let tap = json::get(&kept, &position)?;
            let occurred_at = json::whole(&tap, "occurred_at")?;
            Some((position.parse().ok()?, Tap { choice: json::choice_in(&tap), occurred_at }))
        })
        .collect()
}

/// Whether a tap at this position waits.
pub(super) fn waits(attempt: &str, position: u32) -> bool {
    taps(attempt).iter().any(|(p, _)| *p == position)
}

/// Keeps one tap; a later tap at the same position replaces it.
pub(super) fn keep(attempt: &str, position: u32, tap: Tap) {
    let mut taps = taps(attempt);
    taps.retain(|(p, _)| *p != position);
    taps.push((position, tap));
    write(attempt, &taps);
}

/// Drops one tap, unless a newer one has taken its place in the meantime.
pub(super) fn drop_tap(attempt: &str, position: u32, sent: &Tap) {
    let mut taps = taps(attempt);
    let before = taps.len();
    taps.retain(|(p, tap)| *p != position || tap != sent);
    if taps.len() != before {
        write(attempt, &taps);
    }
}

fn write(attempt: &str, taps: &Taps) {
    if taps.is_empty() {
        return remove(&key(attempt));
    }
    let object = Object::new();
    for (position, tap) in taps {
        let one = Object::new();
        json::set(&one, "choice", &json::choice_out(tap.choice.as_ref()));
        json::set(&one, "occurred_at", &JsValue::from_f64(tap.occurred_at as f64));
        json::set(&object, &position.to_string(), &one);
    }
    set(&key(attempt), &json::write(&object));
}

/// Forgets everything of this site on this device.
pub(super) fn forget_all() {
    MEMORY.with_borrow_mut(Vec::clear);
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or(0);
    let keys: Vec<String> = (0..count).filter_map(|i| storage.key(i).ok().flatten()).collect();
    for key in keys.iter().filter(|k| k.starts_with(PREFIX)) {
        _ = storage.remove_item(key);
    }
}
