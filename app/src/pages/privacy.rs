//! `/privacy`: what is kept, why, for how long, and what a person can do about it.

use super::shell::{Frame, document};
use crate::i18n::t;
use crate::model::Chrome;
use leptos::prelude::*;

/// The privacy page.
#[must_use]
pub fn privacy(chrome: &Chrome) -> String {
    let p = t(chrome.lang).privacy;
    let frame = Frame { title: p.title, ..Frame::default() };
    document(chrome, frame, || {
        let section = |title: &'static str, lines: &'static [&'static str]| {
            let lines = lines.iter().map(|line| view! { <li>{*line}</li> }).collect::<Vec<_>>();
            view! { <section class="stack tight"><h2>{title}</h2><ul class="steps">{lines}</ul></section> }
        };
        view! {
            <div class="stack loose">
                <div class="stack tight"><h1>{p.title}</h1><p class="quiet">{p.lead}</p></div>
                {section(p.what_title, p.what)}
                {section(p.never_title, p.never)}
                {section(p.why_title, p.why)}
                {section(p.public_title, p.public)}
                {section(p.long_title, p.long)}
                {section(p.rights_title, p.rights)}
                <section class="stack tight"><h2>{p.cookies_title}</h2><p>{p.cookies}</p></section>
                <p class="quiet">{p.law}</p>
                <a class="btn plain" href="/me">{p.my_data}</a>
            </div>
        }
    })
}
