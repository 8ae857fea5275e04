//! Very many new people from one network: a short wait instead of a refusal; the page goes on by itself.

use super::shell::{Frame, document};
use crate::i18n::t;
use crate::model::{Chrome, ErrorPage};
use leptos::prelude::*;

/// Seconds between tries when the server did not say.
const PAUSE: u32 = 10;

/// The waiting page.
#[must_use]
pub fn waiting(chrome: &Chrome, page: ErrorPage) -> String {
    let p = t(chrome.lang).people;
    let seconds = page.retry.unwrap_or(PAUSE).max(1);
    let next = page.next.unwrap_or_else(|| chrome.path.clone());
    let frame = Frame { title: p.waiting_title, refresh: Some((seconds, &next)), ..Frame::default() };
    document(chrome, frame, || {
        view! {
            <section class="card accent stack">
                <h1>{p.waiting_title}</h1>
                <p>{p.waiting_what} " " {p.waiting_lost}</p>
                <p role="status"><b>{(p.waiting_do)(u64::from(seconds))}</b></p>
                <progress aria-hidden="true"></progress>
                <a class="btn plain" href=next.clone()>{p.retry_now}</a>
            </section>
        }
    })
}
