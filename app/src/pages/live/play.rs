//! `/live/{pin}` of a player.

use crate::model::Chrome;
use crate::model::live::PlayPage;
use crate::pages::shell::{Frame, document};
use leptos::prelude::*;

/// The phone in the game.
#[must_use]
pub fn play(chrome: &Chrome, page: PlayPage) -> String {
    let title = page.snapshot.title.clone();
    document(
        chrome,
        Frame { title: &title, islands: true, refresh: Some((5, "")), ..Frame::default() },
        || {
            view! { <h1>{page.snapshot.title}</h1><p>{page.snapshot.me.nickname}</p> }
        },
    )
}
