//! The way of an answer to the server, and the probes that measure the way.
//!
//! An answer is sent again, each time a little later and never by all phones in the same instant, until the server answers
//! or a second after the time is up; a repeat is harmless, the first one counts. Invariant: [`Sent::Received`] is only said
//! after a 200 from our server.

use super::play::Player;
use super::state::Sent;
use crate::islands::json::{choice_out, parse, set, whole, write};
use crate::islands::{dom, net};
use domain::Choice;
use js_sys::Object;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// Milliseconds one try may take.
const TRY: i32 = 4_000;
/// Milliseconds after the deadline until an answer is still tried.
const GRACE: i64 = 1_000;
/// Tries after that.
const LATE_TRIES: u32 = 2;

/// Sends an answer until it is settled.
pub(super) async fn answer(player: Rc<Player>, at: (u32, u32), choice: Choice, seen_at: i64) {
    let url = ["/api/v1/live/", &player.pin, "/answers"].concat();
    let body = Object::new();
    set(&body, "question", &JsValue::from_f64(f64::from(at.0)));
    set(&body, "run", &JsValue::from_f64(f64::from(at.1)));
    set(&body, "choice", &choice_out(Some(&choice)));
    set(&body, "seen_at", &JsValue::from_f64(seen_at as f64));
    let body = write(&body);
    let mut pause = 300;
    let mut late = 0;
    loop {
        let reply = net::ask_within(TRY, "POST", &url, Some(&body)).await;
        let mut wait = dom::jitter(pause);
        pause = (pause * 2).min(2_000);
        match reply.as_ref().map(|r| r.status) {
            // Whoever answers something else was not our server (a hotel's welcome page, say).
            Some(200) if reply.as_ref().is_some_and(|r| accepted(&r.text, at.0)) => {
                return player.sent(at, Sent::Received);
            }
            // It takes no answer now: too late, or the clock stands and the word of it is still on its way.
            Some(409 | 410) => {
                let open = player.left_for(at).is_some_and(|left| left > 0);
                return player.sent(at, if open { Sent::Refused } else { Sent::Late });
            }
            // Not a player here any more: the page says what became of that.
            Some(401 | 403 | 404) => return dom::go(&["/live/", &player.pin].concat()),
            Some(400 | 413 | 422) => return player.sent(at, Sent::Refused),
            Some(_) => {
                // A full server says how long; a hall of phones does not come back in one instant.
                let asked = reply.and_then(|r| r.retry_after).unwrap_or(0).min(3) as i32 * 1_000;
                wait += asked;
                player.sent(at, Sent::Waiting);
            }
            None => player.sent(at, Sent::Waiting),
        }
        match player.left_for(at) {
            None => return player.sent(at, Sent::Late),
            Some(left) if left + GRACE < i64::from(wait) => {
                // Perhaps it did arrive and only the reply was lost: then the repeat is told so.
                if late == LATE_TRIES {
                    return player.sent(at, Sent::Late);
                }
                late += 1;
                wait = dom::jitter(300);
            }
            Some(_) => {}
        }
        dom::sleep(wait).await;
    }
}

fn accepted(text: &str, question: u32) -> bool {
    parse(text).and_then(|v| whole(&v, "question")) == Some(i64::from(question))
}

/// Answers the server's probes one after the other, so that it learns how long the way is.
pub(super) async fn probe(pin: String) {
    let url = ["/api/v1/live/", &pin, "/probe"].concat();
    let mut n = 0;
    // The server says when it knows enough; whatever it says, this ends.
    for _ in 0..20 {
        let body = ["{\"n\":", &n.to_string(), "}"].concat();
        let reply = net::ask_within(TRY, "POST", &url, Some(&body)).await;
        let Some(value) = reply.filter(|r| r.status == 200).and_then(|r| parse(&r.text)) else { return };
        n = whole(&value, "n").unwrap_or_default();
        if crate::islands::json::get(&value, "more").is_none_or(|more| more.is_falsy()) {
            return;
        }
    }
}
