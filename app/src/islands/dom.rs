//! The browser, as far as islands need it: waiting, listening, going elsewhere.
//!
//! Everything answers with an `Option` or does nothing when the browser lacks it; an island must never stop a page.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Event, EventTarget, Window};

/// The window. Islands only run in one.
pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub(super) fn document() -> Option<Document> {
    window()?.document()
}

/// The first element that fits the selector.
pub(super) fn find<T: JsCast>(selector: &str) -> Option<T> {
    document()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// All elements that fit the selector.
pub(super) fn find_all<T: JsCast>(selector: &str) -> Vec<T> {
    let Some(list) = document().and_then(|d| d.query_selector_all(selector).ok()) else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect()
}

/// Waits about this many milliseconds.
pub(super) async fn sleep(ms: i32) {
    let promise = Promise::new(&mut |resolve: Function, _reject: Function| {
        if let Some(window) = window() {
            _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    _ = JsFuture::from(promise).await;
}

/// Calls `act` on every `name` event for as long as the page lives.
pub(super) fn listen(target: &EventTarget, name: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act);
    _ = target.add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
    act.forget();
}

/// Like [`listen`], in the capture phase, so that no handler of the page can hide the event.
#[cfg(feature = "hydrate")]
pub(super) fn listen_first(target: &EventTarget, name: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act);
    _ = target.add_event_listener_with_callback_and_bool(name, act.as_ref().unchecked_ref(), true);
    act.forget();
}

/// Opens another page of this site.
#[cfg(any(feature = "hydrate", feature = "live"))]
pub(super) fn go(path: &str) {
    if let Some(window) = window() {
        _ = window.location().assign(path);
    }
}

/// Puts another address on this page without a new entry in the history.
#[cfg(feature = "hydrate")]
pub(super) fn rename(address: &str) {
    if let Some(history) = window().and_then(|w| w.history().ok()) {
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Whether somebody can see the page now.
pub(super) fn visible() -> bool {
    document().is_some_and(|d| d.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Milliseconds since the page began; never jumps when the phone's clock is set.
pub(super) fn steady_ms() -> i64 {
    window().and_then(|w| w.performance()).map_or_else(wall_ms, |p| p.now() as i64)
}

/// The phone's own clock, unix ms: recorded with a tap, trusted for nothing.
pub(super) fn wall_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// `ms` varied by up to a third each way, so that a hall full of phones does not return in the same instant.
pub(super) fn jitter(ms: i32) -> i32 {
    let third = f64::from(ms) / 3.0;
    ms + (third * (js_sys::Math::random() * 2.0 - 1.0)) as i32
}

/// Whether the page is in English.
pub(super) fn english() -> bool {
    find::<web_sys::HtmlElement>("html").is_some_and(|html| html.lang() == "en")
}

/// Asks the browser to keep the screen on, again whenever the page is seen again; `granted` hears whether it does. Not
/// there over plain http and in old browsers.
#[cfg(any(feature = "live", feature = "stage"))]
pub(super) fn keep_awake(granted: impl Fn() + 'static) {
    let granted = std::rc::Rc::new(granted);
    let ask = move || {
        let granted = std::rc::Rc::clone(&granted);
        wasm_bindgen_futures::spawn_local(async move {
            if wake_lock().await.is_some() {
                granted();
            }
        });
    };
    ask();
    if let Some(document) = document() {
        listen(&document, "visibilitychange", move |_| {
            if visible() {
                ask();
            }
        });
    }
}

#[cfg(any(feature = "live", feature = "stage"))]
async fn wake_lock() -> Option<JsValue> {
    let lock = super::json::get(&window()?.navigator(), "wakeLock")?;
    let request: Function = super::json::get(&lock, "request")?.dyn_into().ok()?;
    let promise: Promise = request.call1(&lock, &"screen".into()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
