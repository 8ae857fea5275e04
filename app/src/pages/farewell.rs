//! Shared device: the last page a person sees before the next one sits down. Their code is shown this once.

use super::shell::{Frame, document};
use crate::i18n::t;
use crate::model::{Chrome, FarewellPage};
use crate::ui;
use leptos::prelude::*;

/// The farewell.
#[must_use]
pub fn farewell(chrome: &Chrome, page: FarewellPage) -> String {
    let lang = chrome.lang;
    let p = t(lang).people;
    let frame = Frame { title: p.farewell_title, without_who: true, ..Frame::default() };
    document(chrome, frame, || {
        let next = page.slug.map_or_else(|| "/".to_owned(), |slug| format!("/contests/{slug}/join?kiosk"));
        let code = (!page.code.is_empty()).then(|| {
            view! {
                <section class="card stack">
                    <p>{p.farewell_lead}</p>
                    {ui::personal_code(lang, page.code, page.code_qr)}
                    <p class="note warn">{p.farewell_once}</p>
                </section>
            }
        });
        view! {
            <div class="stack">
                <h1>{p.farewell_title}</h1>
                {code}
                <a class="btn" href=next>{p.farewell_next}</a>
                <a class="btn plain" href="/continue">{p.who_code}</a>
            </div>
        }
    })
}
