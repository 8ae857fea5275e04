//! Taps of an attempt that the server has not acknowledged yet: kept where a reload cannot reach them, and sent.
//!
//! Invariant: a tap is written here before it is sent and removed only after the server answered for it.

use super::json;
use super::json::{choice_in, choice_out, parse, set, whole, write as text_of};
use super::net::{self, Reply};
use super::store;
use domain::Choice;
use domain::payload::{SaveAnswer, SavedAnswer};
use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};

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

/// The key that holds an attempt's taps.
pub(super) fn key(attempt: &str) -> String {
    [store::PREFIX, attempt].concat()
}

/// The unsent taps of an attempt: `{position: {choice, occurred_at}}`.
pub(super) fn taps(attempt: &str) -> Taps {
    let Some(kept) = store::get(&key(attempt)).and_then(|text| json::parse(&text)) else { return Vec::new() };
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
        return store::remove(&key(attempt));
    }
    let object = Object::new();
    for (position, tap) in taps {
        let one = Object::new();
        json::set(&one, "choice", &json::choice_out(tap.choice.as_ref()));
        json::set(&one, "occurred_at", &JsValue::from_f64(tap.occurred_at as f64));
        json::set(&object, &position.to_string(), &one);
    }
    store::set(&key(attempt), &json::write(&object));
}

/// The body of a save.
fn save_answer(save: &SaveAnswer) -> String {
    let SaveAnswer { seq, occurred_at, choice } = save;
    let object = Object::new();
    set(&object, "seq", &JsValue::from_f64(*seq as f64));
    set(&object, "occurred_at", &JsValue::from_f64(*occurred_at as f64));
    set(&object, "choice", &choice_out(choice.as_ref()));
    text_of(&object)
}

/// The reply to a save.
pub(super) fn saved_answer(text: &str) -> Option<SavedAnswer> {
    let value = parse(text)?;
    Some(SavedAnswer {
        position: u32::try_from(whole(&value, "position")?).ok()?,
        seq: whole(&value, "seq")?,
        choice: choice_in(&value),
        saved_at: whole(&value, "saved_at").unwrap_or_default(),
    })
}

/// Sends one answer. `None` when no reply came.
pub(super) async fn save(attempt: &str, position: u32, answer: &SaveAnswer) -> Option<Reply> {
    let url = ["/api/v1/attempts/", attempt, "/answers/", &position.to_string()].concat();
    net::ask("PUT", &url, Some(&save_answer(answer))).await
}
