//! Something went wrong: what happened, whether anything is lost, what to do, and a button that leads on.

use super::shell::{Frame, document};
use crate::i18n::t;
use crate::model::{Chrome, ErrorPage};
use leptos::prelude::*;

/// The error page.
#[must_use]
pub fn error(chrome: &Chrome, page: ErrorPage) -> String {
    let lang = chrome.lang;
    let e = t(lang).error;
    let title = (e.what)(page.code);
    let advice =
        if page.code == "busy" && page.retry.is_none() { e.send_again } else { (e.advice)(page.code) };
    let next = page.next.clone().unwrap_or_default();
    let frame = Frame { title, refresh: page.retry.map(|s| (s.max(1), next.as_str())), ..Frame::default() };
    document(chrome, frame, || {
        // A fault of ours or a load of ours; the rest is something the person can mend.
        let class = if page.status >= 500 { "card hot stack" } else { "card accent stack" };
        let way = page.next.or_else(|| way_out(page.code).map(str::to_owned));
        let button = way.map(|href| view! { <a class="btn" href=href>{(e.go)(page.code)}</a> });
        view! {
            <section class=class>
                <p class="quiet num">{(e.status)(page.status)}</p>
                <h1>{title}</h1>
                <p>{(e.lost)(page.code)}</p>
                <p>{advice}</p>
                {page.retry.map(|s| view! { <p role="status"><b>{(e.retry)(u64::from(s))}</b></p> })}
                {button}
                <a class="btn plain" href="/">{e.home}</a>
                {(!page.request_id.is_empty()).then(|| view! {
                    <p class="quiet">{(e.request)(&page.request_id)}</p>
                })}
            </section>
        }
    })
}

/// Where a person can mend it, when the server named no place.
fn way_out(code: &str) -> Option<&'static str> {
    match code {
        "not_yours" => Some("/who"),
        "staff_signed_out" => Some("/organiser/login"),
        "no_role" => Some("/organiser"),
        "signed_out" | "attempt_not_found" => Some("/continue"),
        _ => None,
    }
}
