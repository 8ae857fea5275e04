//! The phone in a live contest: the present scene as a working form, and the life that follows the show.
//!
//! [`LivePlayer`] (server) draws the scene that is on. On the phone, `play` hears the stream and the finger, `state` says
//! what is so, `view` draws it (the same functions as on the server), `wire` brings the answer to the server.
//! Invariant: "received" is shown only after the server's 200, which means on disk.

#[cfg(feature = "live")]
mod frames;
#[cfg(feature = "live")]
mod play;
#[cfg_attr(not(feature = "live"), expect(dead_code, reason = "only the living page moves"))]
pub(crate) mod state;
pub(crate) mod view;
#[cfg(feature = "live")]
mod wire;
#[cfg_attr(not(feature = "live"), expect(dead_code, reason = "only the living page says some of it"))]
pub(crate) mod words;

#[cfg(feature = "ssr")]
use leptos::prelude::*;

/// The phone's part of a live contest.
#[cfg(feature = "ssr")]
#[component]
pub fn LivePlayer(
    /// The room.
    pin: String,
    /// Where the show is.
    snapshot: domain::live::payload::PlayerSnapshot,
    /// English instead of Vietnamese.
    lang_en: bool,
) -> impl IntoView {
    let t = crate::i18n::t(if lang_en { crate::model::Lang::En } else { crate::model::Lang::Vi }).live;
    let w = words::live_words(lang_en);
    let now = snapshot.now;
    let game = state::Game::new(snapshot);
    let v = view::View { pin: &pin, game: &game, w, now };
    let (scene, foot) = (view::scene(v), view::foot(v));
    let title = game.s.title.clone();
    view! {
        <div class="play" data-pin=pin>
            <p class="play-line" role="status" hidden>{t.reconnecting}</p>
            <header class="play-head"><span class="tag live">"● " {t.live_tag}</span> <h1>{title}</h1></header>
            <div class="play-scene" inner_html=scene></div>
            <p class="sr play-say" role="status"></p>
            <footer class="play-foot" inner_html=foot></footer>
        </div>
    }
}

/// Takes over what the page has of a live contest.
#[cfg(feature = "live")]
pub fn begin() {
    play::begin();
}
