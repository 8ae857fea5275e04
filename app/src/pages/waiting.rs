//! Very many new people from one network: a short wait instead of a refusal. What was filled in stands in the page, and one
//! button sends it again.

use super::shell::{Frame, document};
use crate::i18n::t;
use crate::model::{Chrome, WaitingPage};
use leptos::prelude::*;

/// The waiting page.
#[must_use]
pub fn waiting(chrome: &Chrome, page: WaitingPage) -> String {
    let p = t(chrome.lang).people;
    let frame = Frame { title: p.waiting_title, ..Frame::default() };
    document(chrome, frame, || {
        let action = format!("/contests/{}/join{}", page.slug, if page.kiosk { "?kiosk" } else { "" });
        let fields = page
            .fields
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect::<Vec<_>>();
        view! {
            <section class="card accent stack">
                <h1>{p.waiting_title}</h1>
                <p>{p.waiting_what} " " {p.waiting_kept}</p>
                <p role="status"><b>{(p.waiting_do)(u64::from(page.seconds))}</b></p>
                <form method="post" action=action>{fields} <button class="btn">{p.waiting_send}</button></form>
            </section>
        }
    })
}
