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
    document(chrome, frame, || {
        view! {
            <form class="stack" method="post" action="/continue" id="continue-form">
                <h1>{p.continue_title}</h1>
                <p>{p.continue_lead}</p>
                {form::code_field(lang, "code", page.error.map(|code| (p.continue_error)(code)))}
                <CodeFromLink />
                <button class="btn">{p.continue_do}</button>
                <p class="quiet">{p.continue_lost}</p>
            </form>
        }
    })
}
