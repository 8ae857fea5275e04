//! On a device that many people share: asks "are you still there?" and forgets who does not answer.
//!
//! Without this island the person leaves by the page's own button; with it, also by walking away.

use leptos::prelude::*;

/// Watches for two idle minutes, counts down fifteen seconds, then posts `/done`.
#[cfg(feature = "ssr")]
#[component]
pub fn KioskGuard(
    /// English instead of Vietnamese.
    lang_en: bool,
) -> impl IntoView {
    let w = super::words::form_words(lang_en);
    view! {
        <div class="guard" hidden>
            <form
                class="guard-box card"
                method="post"
                action="/done"
                role="alertdialog"
                aria-modal="true"
                aria-labelledby="guard-title"
                aria-describedby="guard-text"
            >
                <h2 id="guard-title">{w.still_there}</h2>
                <p id="guard-text">{w.forgets_in} " " <b class="num guard-left">"15"</b> " " {w.seconds} "."</p>
                <button type="button" class="btn guard-stay">
                    {w.stay}
                </button>
                <button class="btn plain">{w.leave}</button>
            </form>
        </div>
        <GuardLife />
    }
}

/// Wakes the guard on the phone; renders nothing.
#[island]
pub fn GuardLife() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    watch::begin();
}

#[cfg(feature = "hydrate")]
mod watch {
    //! Counting the idle seconds.

    use crate::islands::{dom, store};
    use std::cell::Cell;
    use std::rc::Rc;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::spawn_local;
    use web_sys::{Element, HtmlElement, HtmlFormElement};

    /// Seconds without a sign of life before asking.
    const IDLE: i64 = 120;
    /// Seconds to answer.
    const ANSWER: i64 = 15;

    /// Both clocks: a sleeping phone may stop the steady one, never the wall's.
    fn now() -> (i64, i64) {
        (dom::steady_ms(), dom::wall_ms())
    }

    fn dialog() -> Option<HtmlElement> {
        dom::find(".guard")
    }

    /// Starts watching.
    pub(super) fn begin() {
        let Some(document) = dom::document() else { return };
        let seen = Rc::new(Cell::new(now()));
        for name in ["pointerdown", "touchstart", "keydown", "scroll", "input"] {
            let seen = Rc::clone(&seen);
            dom::listen_first(&document, name, move |event| {
                // The dialog's own buttons say for themselves what they mean.
                let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
                if target.is_none_or(|t| t.closest(".guard").ok().flatten().is_none()) {
                    stay(&seen);
                }
            });
        }
        dom::listen_first(&document, "submit", |event| {
            let form = event.target().and_then(|t| t.dyn_into::<HtmlFormElement>().ok());
            if form.is_some_and(|f| f.get_attribute("action").as_deref() == Some("/done")) {
                store::forget_all();
            }
        });
        // A page kept alive for "back" would show this person to the next one: it is left empty, and asked for anew.
        if let Some(window) = web_sys::window() {
            dom::listen_first(&window, "pagehide", |_| {
                if let Some(body) = dom::document().and_then(|d| d.body()) {
                    body.set_inner_html("");
                }
            });
            dom::listen_first(&window, "pageshow", |event| {
                let kept = event.dyn_ref::<web_sys::PageTransitionEvent>().is_some_and(|e| e.persisted());
                if let (true, Some(window)) = (kept, web_sys::window()) {
                    drop(window.location().reload());
                }
            });
        }
        if let Some(button) = dom::find::<HtmlElement>(".guard-stay") {
            let seen = Rc::clone(&seen);
            dom::listen(&button, "click", move |_| stay(&seen));
        }
        spawn_local(async move {
            loop {
                dom::sleep(1_000).await;
                look(seen.get());
            }
        });
    }

    /// Somebody is there.
    fn stay(seen: &Cell<(i64, i64)>) {
        seen.set(now());
        if let Some(dialog) = dialog() {
            dialog.set_hidden(true);
        }
    }

    fn look((steady, wall): (i64, i64)) {
        let (steady_now, wall_now) = now();
        let idle = (steady_now - steady).max(wall_now - wall) / 1_000;
        let (Some(dialog), true) = (dialog(), idle >= IDLE) else { return };
        let left = IDLE + ANSWER - idle;
        if left <= 0 {
            store::forget_all();
            if let Some(form) = dom::find::<HtmlFormElement>(".guard form") {
                _ = form.submit();
            }
            return;
        }
        if let Some(count) = dom::find::<Element>(".guard-left") {
            count.set_text_content(Some(&left.to_string()));
        }
        if dialog.hidden() {
            dialog.set_hidden(false);
            if let Some(stay) = dom::find::<HtmlElement>(".guard-stay") {
                _ = stay.focus();
            }
        }
    }
}
