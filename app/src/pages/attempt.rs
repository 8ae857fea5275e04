//! `/attempts/{id}`: one question at a time. The sheet is an island over a working form; around it stand only the
//! titles and what the last form post has to say.

use super::shell::{Frame, document};
use crate::i18n::t;
use crate::islands::AttemptSheet;
use crate::model::{AttemptPage, Chrome, Lang};
use crate::ui;
use leptos::prelude::*;

/// The attempt in progress.
#[must_use]
pub fn attempt(chrome: &Chrome, page: AttemptPage) -> String {
    let lang = chrome.lang;
    let p = t(lang).paper;
    let frame = Frame { title: &page.title, islands: true, ..Frame::default() };
    document(chrome, frame, || {
        view! {
            <div class="stack">
                <div class="attempt-head">
                    <h1 class="quiet">{page.title.clone()} " · " {page.round}</h1>
                    {ui::demo_tag(lang, page.demo)}
                </div>
                {page.notice.map(|code| {
                    let class = if code == "attempt.saved" { "note good" } else { "note warn" };
                    view! { <p class=class role="status">{(p.notice)(code)}</p> }
                })}
                <AttemptSheet attempt=page.attempt position=page.position lang_en=lang == Lang::En />
            </div>
        }
    })
}
