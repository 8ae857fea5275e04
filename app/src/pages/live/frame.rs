//! The frame of pages that fill the whole window: the phone in the game, the projector, the host's device.
//!
//! No header and no footer: nothing competes with the show. Invariant: like every page it is a whole document with one
//! `<main>`, and it carries scripts only where the build has a bundle.

use crate::model::Chrome;
use crate::pages::shell::{Frame, head};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::sync::Arc;

/// The finished document; `body` is everything inside `<main class=class>`.
pub(super) fn bare<V: IntoView>(
    chrome: &Chrome,
    frame: Frame<'_>,
    class: &'static str,
    body: impl FnOnce() -> V,
) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| {
        let mut html = String::with_capacity(16 * 1024);
        head(&mut html, chrome, frame, frame.islands);
        html.push_str("<main id=\"main\" class=\"");
        html.push_str(class);
        html.push_str("\"><div class=\"band\" aria-hidden=\"true\"></div>");
        html.push_str(&body().to_html());
        html.push_str("</main></body></html>");
        html
    })
}

/// Address of a sheet that lies beside the shared one.
pub(super) fn sheet(chrome: &Chrome, name: &str) -> String {
    chrome.style.replace("main.css", name)
}
