//! `/live/{pin}` of a player: the scene that is on, alive where scripts run, and loaded again by itself where not.

use super::frame::bare;
use crate::i18n::t;
use crate::islands::LivePlayer;
use crate::model::live::PlayPage;
use crate::model::{Chrome, Lang};
use crate::pages::shell::Frame;
use domain::live::Phase;
use domain::live::payload::PlayerSnapshot;
use domain::payload::Kind;
use leptos::prelude::*;

/// The phone in the game.
#[must_use]
pub fn play(chrome: &Chrome, page: PlayPage) -> String {
    let lang = chrome.lang;
    let title = page.snapshot.title.clone();
    let plain_refresh = Some(look_again(&page.snapshot));
    let frame = Frame { title: &title, bundle: "live", plain_refresh, ..Frame::default() };
    bare(chrome, frame, "live-page", || {
        view! {
            {page.notice.map(|code| view! { <p class="note warn" role="status">{(t(lang).live.notice)(code)}</p> })}
            <LivePlayer pin=page.pin snapshot=page.snapshot lang_en=lang == Lang::En />
        }
    })
}

/// Seconds until a page without scripts looks again: soon, but not while somebody is filling in a form.
fn look_again(s: &PlayerSnapshot) -> u32 {
    const SOON: u32 = 5;
    let Phase::Open { deadline, .. } = s.phase else { return SOON };
    let one_tap = s.card.as_ref().is_none_or(|c| matches!(c.kind, Kind::SingleChoice | Kind::TrueFalse));
    if one_tap || s.choice.is_some() || s.paused.is_some() {
        return SOON;
    }
    u32::try_from((deadline - s.now).div_euclid(1000) + 2).unwrap_or(SOON).clamp(SOON, 600)
}
