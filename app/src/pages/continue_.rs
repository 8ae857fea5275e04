//! `/continue`: enter a personal code. In a link the code stands after `#`, which no server log sees; the island reads it.

use super::shell::{Frame, document};
use crate::i18n::t;
use crate::islands::CodeFromLink;
use crate::model::{Chrome, ContinuePage};
use crate::ui::form;
use leptos::prelude::*;

/// Continue with a personal code.
#[must_use]
pub fn continue_(chrome: &Chrome, page: ContinuePage) -> String {
    let lang = chrome.lang;
    let p = t(lang).people;
    let frame = Frame { title: p.continue_title, islands: true, ..Frame::default() };
    let error = page.error.map(|code| match code {
        "slow" => (p.continue_slow)(page.minutes.max(1)),
        _ => p.continue_wrong.to_owned(),
    });
    document(chrome, frame, || {
        view! {
            <form class="stack" method="post" action="/continue" id="continue-form">
                <h1>{p.continue_title}</h1>
                <p>{p.continue_lead}</p>
                {form::code_field(lang, "code", error)}
                <CodeFromLink />
                <button class="btn">{p.continue_do}</button>
                <p class="quiet">{p.continue_lost}</p>
            </form>
        }
    })
}
