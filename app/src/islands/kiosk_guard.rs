//! On a device that many people share: asks "are you still there?" and forgets who does not answer.
//!
//! Without this island the person leaves by the page's own button; with it, also by walking away.

#![cfg_attr(
    feature = "hydrate",
    expect(
        unreachable_pub,
        reason = "the island macro exports a function to the page that no Rust code calls"
    )
)]

use super::words::words;
use leptos::prelude::*;

/// Watches for two idle minutes, counts down fifteen seconds, then posts `/done`.
#[island]
pub fn KioskGuard(lang_en: bool) -> impl IntoView {
    let w = words(lang_en);
    // Seconds until the person is forgotten; 0 = nobody needs to be asked.
    let left = RwSignal::new(0_i64);
    #[cfg(feature = "hydrate")]
    watch::begin(left);
    view! {
        <div class="guard" hidden=move || left.get() == 0>
            <form
                class="guard-box card"
                method="post"
                action="/done"
                role="alertdialog"
                aria-modal="true"
                aria-labelledby="guard-title"
            >
                <h2 id="guard-title">{w.still_there}</h2>
                <p>{w.forgets_in} " " <b class="num">{move || left.get()}</b> " " {w.seconds}"."</p>
                <button type="button" class="btn guard-stay">
                    {w.stay}
                </button>
                <button class="btn plain">{w.leave}</button>
            </form>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod watch {
    //! Counting the idle seconds.

    use crate::islands::{dom, store};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use std::cell::Cell;
    use std::rc::Rc;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, HtmlFormElement};

    /// Seconds without a sign of life before asking.
    const IDLE: i64 = 120;
    /// Seconds to answer.
    const ANSWER: i64 = 15;

    /// Starts watching.
    pub(super) fn begin(left: RwSignal<i64>) {
        let Some(document) = dom::document() else { return };
        let seen = Rc::new(Cell::new((dom::steady_ms(), dom::wall_ms())));
        for name in ["pointerdown", "touchstart", "keydown", "scroll", "input"] {
            let seen = Rc::clone(&seen);
            dom::listen_first(&document, name, move |event| {
                // The dialog's own buttons say for themselves what they mean.
                let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
                let inside = target.is_some_and(|t| t.closest(".guard").ok().flatten().is_some());
                if !inside {
                    seen.set((dom::steady_ms(), dom::wall_ms()));
                    if left.get_untracked() != 0 {
                        left.set(0);
                    }
                }
            });
        }
        dom::listen_first(&document, "submit", |event| {
            let form = event.target().and_then(|t| t.dyn_into::<HtmlFormElement>().ok());
            if form.is_some_and(|f| f.get_attribute("action").as_deref() == Some("/done")) {
                store::forget_all();
            }
        });
        spawn_local(async move {
            dom::sleep(0).await;
            if let Some(stay) = dom::find::<HtmlElement>(".guard-stay") {
                let seen = Rc::clone(&seen);
                dom::listen(&stay, "click", move |_| {
                    seen.set((dom::steady_ms(), dom::wall_ms()));
                    left.set(0);
                });
            }
            loop {
                dom::sleep(1_000).await;
                look(left, seen.get());
            }
        });
    }

    fn look(left: RwSignal<i64>, (steady, wall): (i64, i64)) {
        // A sleeping phone may stop the steady clock, never the wall's.
        let idle = (dom::steady_ms() - steady).max(dom::wall_ms() - wall) / 1_000;
        if idle < IDLE {
            return;
        }
        let remaining = IDLE + ANSWER - idle;
        if remaining <= 0 {
            store::forget_all();
            if let Some(form) = dom::find::<HtmlFormElement>(".guard form") {
                _ = form.submit();
            }
            return;
        }
        let first = left.get_untracked() == 0;
        left.set(remaining);
        if first && let Some(stay) = dom::find::<HtmlElement>(".guard-stay") {
            _ = stay.focus();
        }
    }
}
