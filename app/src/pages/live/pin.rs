//! `/live`: one field for the six digits on the big screen.

use crate::i18n::t;
use crate::model::Chrome;
use crate::model::live::PinPage;
use crate::pages::shell::{Frame, document};
use leptos::prelude::*;

/// The way in.
#[must_use]
pub fn pin(chrome: &Chrome, page: PinPage) -> String {
    let l = t(chrome.lang).live;
    let frame = Frame { title: l.pin_title, ..Frame::default() };
    document(chrome, frame, || {
        let error = page.error.map(l.pin_error);
        view! {
            <form class="pin-form stack loose" method="get" action="/live">
                <div class="stack tight">
                    <h1>{l.pin_title}</h1>
                    <p class="quiet">{l.pin_lead}</p>
                </div>
                <div class="field">
                    <label for="pin">{l.pin_label}</label>
                    {error.map(|text| view! { <span class="error" id="pin-error">{text}</span> })}
                    <input
                        id="pin" name="pin" type="text" class="pin-input" inputmode="numeric" required maxlength="12"
                        autocomplete="off" value=page.pin aria-invalid=error.map(|_| "true")
                        aria-describedby=if error.is_some() { "pin-error pin-hint" } else { "pin-hint" }
                    />
                    <span class="hint" id="pin-hint">{l.pin_hint}</span>
                </div>
                <button class="btn">{l.pin_do}</button>
            </form>
        }
    })
}
