//! `/organiser/live`: rooms that run, rooms that are over, and the way to a new one.

use crate::i18n::t;
use crate::model::Chrome;
use crate::model::live::RoomsPage;
use crate::pages::shell::{Frame, document};
use leptos::prelude::*;

/// The list of rooms.
#[must_use]
pub fn rooms(chrome: &Chrome, page: RoomsPage) -> String {
    let r = t(chrome.lang).live_rooms;
    document(chrome, Frame { title: r.title, wide: true, ..Frame::default() }, || {
        let rows = page.running.into_iter().chain(page.past).map(|row| {
            view! { <li><a href=format!("/organiser/live/{}", row.pin)>{row.title}</a></li> }
        });
        view! {
            <h1>{r.title}</h1>
            <a class="btn" href="/organiser/live/new">{r.new}</a>
            <ul class="list">{rows.collect::<Vec<_>>()}</ul>
        }
    })
}
