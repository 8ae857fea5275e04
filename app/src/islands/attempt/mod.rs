//! The attempt: one question at a time, every tap saved at once, the clock in sight.
//!
//! [`page`] (server) renders every question of the paper as a form that works alone and shows one of them. On the
//! phone, `live` takes these forms over: `state` says what is so, `paint` writes it on the page, `sync` speaks
//! with the server. Invariant: the queue in `store` holds a tap before the network sees it, whatever becomes of this
//! page afterwards.

#[cfg(feature = "hydrate")]
mod live;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "hydrate")]
mod paint;
#[cfg(any(feature = "hydrate", test))]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the living sheet shows all of it"))]
mod state;
#[cfg(feature = "hydrate")]
mod sync;
mod time;
#[cfg(feature = "hydrate")]
mod told;

use leptos::prelude::*;

#[cfg(feature = "ssr")]
pub use page::AttemptSheet;

/// Wakes the sheet on the phone; renders nothing.
#[island]
pub fn SheetLife() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    live::begin();
}
