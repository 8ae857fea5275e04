//! On the result page: sends what the phone still keeps of this attempt, so that the list of late taps is complete.
//!
//! The server answers 409 or 410 and notes each as too late. Then the phone forgets them and the page is shown anew,
//! once.

use leptos::prelude::*;

/// Sends the unsent taps of an attempt that is over.
#[cfg(feature = "ssr")]
#[component]
pub fn LeftoverTaps(
    /// Attempt id.
    attempt: String,
    /// English instead of Vietnamese.
    lang_en: bool,
) -> impl IntoView {
    view! {
        <p class="quiet leftover" role="status" data-attempt=attempt hidden>
            {super::words::form_words(lang_en).leftover}
        </p>
        <LeftoverLife />
    }
}

/// Wakes on the phone; renders nothing.
#[island]
pub fn LeftoverLife() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    wasm_bindgen_futures::spawn_local(send());
}

#[cfg(feature = "hydrate")]
async fn send() {
    use super::{dom, taps};
    use domain::payload::SaveAnswer;

    let Some(note) = dom::find::<web_sys::HtmlElement>(".leftover") else { return };
    let attempt = note.get_attribute("data-attempt").unwrap_or_default();
    let mut sent = false;
    for wait in [0, 2_000, 5_000, 15_000] {
        if taps::taps(&attempt).is_empty() {
            break;
        }
        note.set_hidden(false);
        dom::sleep(dom::jitter(wait)).await;
        for (position, tap) in taps::taps(&attempt) {
            // The attempt is closed: whatever the sequence number, the server only notes that the tap came too late.
            let answer = SaveAnswer { seq: 1, occurred_at: tap.occurred_at, choice: tap.choice.clone() };
            let reply = taps::save(&attempt, position, &answer).await;
            if reply.is_some_and(|r| matches!(r.status, 200 | 400 | 404 | 409 | 410 | 422)) {
                taps::drop_tap(&attempt, position, &tap);
                sent = true;
            }
        }
    }
    note.set_hidden(true);
    if sent && let Some(window) = dom::window() {
        _ = window.location().reload();
    }
}
