//! On the result page: sends what the phone still keeps of this attempt, so that the list of late taps is complete.
//!
//! The server answers 409 or 410 and notes each as too late. Then the phone forgets them and the page is shown anew,
//! once.

#![cfg_attr(
    feature = "hydrate",
    expect(
        unreachable_pub,
        reason = "the island macro exports a function to the page that no Rust code calls"
    )
)]

use super::words::words;
use leptos::prelude::*;

/// Sends the unsent taps of an attempt that is over.
#[island]
pub fn LeftoverTaps(attempt: String, lang_en: bool) -> impl IntoView {
    let w = words(lang_en);
    let busy = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(send(attempt, busy));
    #[cfg(not(feature = "hydrate"))]
    drop(attempt);
    view! {
        <p class="quiet leftover" role="status" hidden=move || !busy.get()>
            {w.leftover}
        </p>
    }
}

#[cfg(feature = "hydrate")]
async fn send(attempt: String, busy: RwSignal<bool>) {
    use super::{dom, net, store};
    use domain::payload::SaveAnswer;

    let mut sent = false;
    for wait in [0, 2_000, 5_000, 15_000] {
        if store::taps(&attempt).is_empty() {
            break;
        }
        dom::sleep(if wait == 0 { 0 } else { dom::jitter(wait) }).await;
        busy.set(true);
        for (position, tap) in store::taps(&attempt) {
            // The attempt is closed: whatever the sequence number, the server only notes that the tap came too late.
            let body = SaveAnswer { seq: 1, occurred_at: tap.occurred_at, choice: tap.choice.clone() };
            let body = serde_json::to_string(&body).unwrap_or_default();
            let url = ["/api/v1/attempts/", &attempt, "/answers/", &position.to_string()].concat();
            let reply = net::ask("PUT", &url, Some(&body)).await;
            if reply.is_some_and(|r| matches!(r.status, 200 | 400 | 404 | 409 | 410 | 422)) {
                store::drop_tap(&attempt, position, &tap);
                sent = true;
            }
        }
    }
    busy.set(false);
    if sent && let Some(window) = dom::window() {
        _ = window.location().reload();
    }
}
