//! What people see: views of plain data, and the few islands that must react.
//!
//! Knows the payload types of `domain` and browser interfaces, nothing of databases or axum. Every page is finished
//! HTML with ordinary links and forms; an island only improves what already works.
//!
//! [`pages`] and [`ui`] exist on the server alone (feature `ssr`); [`islands`] are compiled for both ends.

pub mod i18n;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
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
