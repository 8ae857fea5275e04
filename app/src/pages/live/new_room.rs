//! `/organiser/live/new`: what kind of room, then its questions in order.

use crate::i18n::t;
use crate::model::Chrome;
use crate::model::live::{ArrangePage, NewRoomPage};
use crate::pages::shell::{Frame, document};
use leptos::prelude::*;

/// First step.
#[must_use]
pub fn new_room(chrome: &Chrome, page: NewRoomPage) -> String {
    let r = t(chrome.lang).live_rooms;
    document(chrome, Frame { title: r.new, wide: true, ..Frame::default() }, || {
        view! {
            <form method="post" action="/organiser/live/new">
                <h1>{r.new}</h1>
                <input name="title" value=page.form.title />
                <button class="btn">{r.new}</button>
            </form>
        }
    })
}

/// Second step.
#[must_use]
pub fn arrange(chrome: &Chrome, page: ArrangePage) -> String {
    let r = t(chrome.lang).live_rooms;
    document(chrome, Frame { title: r.new, wide: true, ..Frame::default() }, || {
        let hidden = page
            .form
            .fields()
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value.to_owned() /> })
            .collect::<Vec<_>>();
        let rows = page
            .rows
            .into_iter()
            .map(
                |row| view! { <li>{row.stem}<input type="hidden" name="revision" value=row.revision /></li> },
            )
            .collect::<Vec<_>>();
        view! {
            <form method="post" action="/organiser/live/new/arrange">
                <h1>{r.new}</h1>
                {hidden}
                <ol>{rows}</ol>
                <button class="btn" name="act" value="create">{r.new}</button>
            </form>
        }
    })
}
