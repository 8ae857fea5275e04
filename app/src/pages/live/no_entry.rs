//! `/live/{pin}` where there is nothing to play: full, over, taken out. Says why, and where to go.

use crate::i18n::{format, t};
use crate::model::Chrome;
use crate::model::live::{NoEntry, NoEntryPage};
use crate::pages::shell::{Frame, document};
use leptos::prelude::*;

/// Why this phone is not in the room.
#[must_use]
pub fn no_entry(chrome: &Chrome, page: NoEntryPage) -> String {
    let lang = chrome.lang;
    let l = t(lang).live;
    let (title, lead) = match page.why {
        NoEntry::Full => (l.full_title, l.full_lead),
        NoEntry::Closing => (l.closing_title, l.closing_lead),
        NoEntry::Finished => (l.over_title, l.over_lead),
        NoEntry::Removed => (l.removed_title, l.removed_lead),
        NoEntry::Banned => (l.banned_title, l.banned_lead),
    };
    let way = match page.why {
        NoEntry::Full => Some((format!("/live/{}", page.pin), l.try_again)),
        NoEntry::Removed => Some((format!("/live/{}?again", page.pin), l.again)),
        _ => None,
    };
    let result = page.result.map(|(rank, of, points)| {
        let points = format::integer(lang, points);
        match rank {
            Some(rank) => {
                (l.your_result)(&format::number(lang, rank.into()), &format::number(lang, of.into()), &points)
            }
            None => (l.your_points)(&points),
        }
    });
    document(chrome, Frame { title, ..Frame::default() }, || {
        view! {
            <div class="stack loose">
                <div class="stack tight">
                    <p class="quiet">{page.title} " · " {(l.room)(&format::pin(&page.pin))}</p>
                    <h1>{title}</h1>
                    <p>{lead}</p>
                    {result.map(|text| view! { <p class="verdict">{text}</p> })}
                </div>
                <div class="actions">
                    {way.map(|(href, text)| view! { <a class="btn" href=href>{text}</a> })}
                    <a class="btn plain" href="/live">{l.other_room}</a>
                </div>
            </div>
        }
    })
}
