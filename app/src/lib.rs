//! What people see: views of plain data, and the few islands that must react.
//!
//! Knows the payload types of `domain` and browser interfaces, nothing of databases or axum. Every page is finished
//! HTML with ordinary links and forms; an island only improves what already works.
//!
//! [`pages`] and [`ui`] exist on the server alone (feature `ssr`); [`islands`] are compiled for both ends. There are three
//! bundles: `hydrate` for a citizen's pages; `live` for phones in a live contest, which does without the framework so that
//! ten thousand of them in one hall load less; and `stage` for projectors and hosts.

pub mod i18n;
#[cfg(any(feature = "ssr", feature = "browser"))]
pub mod islands;
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod ui;

#[cfg(test)]
extern crate self as app;

/// Called by the page's script before it wakes the islands.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}

/// Runs by itself as soon as the bundle is there that phones in a live contest wake with.
#[cfg(feature = "live")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn live() {
    console_error_panic_hook::set_once();
    islands::locality_picker::begin();
    islands::live::begin();
}

/// Runs by itself as soon as the bundle is there that projectors and hosts wake with.
#[cfg(feature = "stage")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn stage() {
    console_error_panic_hook::set_once();
    islands::stage::begin();
}
