//! Requests to `/api/v1`, on the browser's own `fetch`.
//!
//! No request may hang for ever on a dying radio link: each is given up after [`PATIENCE`], and an answer that never
//! came is the same as no network. The body's meaning is the caller's business.

use super::dom;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

/// Milliseconds after which a request counts as lost.
const PATIENCE: i32 = 12_000;

/// What came back.
pub(super) struct Reply {
    /// HTTP status.
    pub(super) status: u16,
    /// Seconds of `Retry-After`, if the server asked to wait.
    #[cfg_attr(
        not(any(feature = "hydrate", feature = "live")),
        expect(dead_code, reason = "a host presses again")
    )]
    pub(super) retry_after: Option<u32>,
    /// The body.
    pub(super) text: String,
}

/// Asks `method url`, with a JSON body if given. `None` when no answer came.
pub(super) async fn ask(method: &str, url: &str, body: Option<&str>) -> Option<Reply> {
    ask_within(PATIENCE, method, url, body).await
}

/// Like [`ask`], with a patience of its own in milliseconds.
pub(super) async fn ask_within(patience: i32, method: &str, url: &str, body: Option<&str>) -> Option<Reply> {
    let window = dom::window()?;
    let stop = AbortController::new().ok();
    let init = RequestInit::new();
    init.set_method(method);
    init.set_signal(stop.as_ref().map(AbortController::signal).as_ref());
    let headers = js_sys::Object::new();
    _ = Reflect::set(&headers, &"accept".into(), &"application/json".into());
    if let Some(body) = body {
        init.set_body(&JsValue::from_str(body));
        _ = Reflect::set(&headers, &"content-type".into(), &"application/json".into());
        // A tap followed by closing the browser still leaves the phone.
        _ = Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE);
    }
    init.set_headers(&headers);

    let timer = stop.and_then(|stop| {
        let give_up = wasm_bindgen::closure::Closure::once_into_js(move || stop.abort());
        window.set_timeout_with_callback_and_timeout_and_arguments_0(give_up.unchecked_ref(), patience).ok()
    });
    let reply = read(window.fetch_with_str_and_init(url, &init)).await;
    if let Some(timer) = timer {
        window.clear_timeout_with_handle(timer);
    }
    reply
}

async fn read(reply: js_sys::Promise) -> Option<Reply> {
    let reply: Response = JsFuture::from(reply).await.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(reply.text().ok()?).await.ok()?.as_string()?;
    let retry_after = reply.headers().get("retry-after").ok().flatten().and_then(|s| s.parse().ok());
    Some(Reply { status: reply.status(), retry_after, text })
}
