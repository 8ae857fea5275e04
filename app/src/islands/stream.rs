//! One stream of server-sent events that comes back by itself, whatever happens to the network.
//!
//! The browser retries a dropped stream; what it gives up on (an error page, a phone that slept, another network) is opened
//! anew here: at once when the page is seen again or the network returns, otherwise after a growing, jittered pause. One that
//! stands and says nothing for long (an access point that went away without a word) is dead: the server gives a sign of life
//! when nothing else is to be said. Invariant: at most one stream is open.

use super::dom;
use js_sys::Function;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, EventSource, MessageEvent};

/// Milliseconds a stream may take to open before it is opened anew.
const PATIENCE: i64 = 10_000;
/// Milliseconds without a word after which a stream that stands is dead: the server lets at most 40 s pass.
const SILENT: i64 = 50_000;
/// Milliseconds out of sight after which a stream is not trusted any more.
const SLEPT: i64 = 5_000;

/// What hears an event: its name and its data.
type Hear = Box<dyn Fn(&str, &JsValue)>;

/// A stream and what is done with it.
pub(super) struct Stream {
    url: String,
    names: &'static [&'static str],
    hear: Hear,
    line: Box<dyn Fn(bool)>,
    source: RefCell<Option<EventSource>>,
    handlers: RefCell<Option<(Function, Function, Function)>>,
    tried: Cell<i64>,
    /// When it last said anything, steady ms.
    heard: Cell<i64>,
    hidden: Cell<i64>,
    fails: Cell<u32>,
    over: Cell<bool>,
}

impl Stream {
    /// Opens `url`; `hear` gets the name and parsed data of each event in `names`, `line` whether the stream stands.
    pub(super) fn open(
        url: String,
        names: &'static [&'static str],
        hear: impl Fn(&str, &JsValue) + 'static,
        line: impl Fn(bool) + 'static,
    ) -> Rc<Self> {
        let stream = Rc::new(Self {
            url,
            names,
            hear: Box::new(hear),
            line: Box::new(line),
            source: RefCell::default(),
            handlers: RefCell::default(),
            tried: Cell::new(0),
            heard: Cell::new(0),
            hidden: Cell::new(i64::MAX),
            fails: Cell::new(0),
            over: Cell::new(false),
        });
        stream.handle();
        stream.again();
        stream.watch();
        stream
    }

    /// Opens it anew, at once.
    pub(super) fn again(&self) {
        self.close();
        self.tried.set(dom::steady_ms());
        self.heard.set(dom::steady_ms());
        let Ok(source) = EventSource::new(&self.url) else { return };
        if let Some((open, message, error)) = &*self.handlers.borrow() {
            source.set_onopen(Some(open));
            source.set_onerror(Some(error));
            // What has no name is the sign of life.
            for name in self.names.iter().chain(&["message"]) {
                _ = source.add_event_listener_with_callback(name, message);
            }
        }
        self.source.replace(Some(source));
    }

    /// Closes it for good.
    #[cfg(feature = "live")]
    pub(super) fn end(&self) {
        self.over.set(true);
        self.close();
    }

    /// Whether the stream stands.
    pub(super) fn stands(&self) -> bool {
        self.source.borrow().as_ref().is_some_and(|s| s.ready_state() == EventSource::OPEN)
    }

    fn close(&self) {
        if let Some(source) = self.source.take() {
            source.set_onerror(None);
            source.close();
        }
    }

    /// The same three handlers serve every stream that follows.
    fn handle(self: &Rc<Self>) {
        let s = Rc::clone(self);
        let open = Closure::<dyn FnMut()>::new(move || {
            s.fails.set(0);
            (s.line)(true);
        });
        let s = Rc::clone(self);
        let message = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            s.heard.set(dom::steady_ms());
            let data = event.dyn_ref::<MessageEvent>().and_then(|m| m.data().as_string());
            if let Some(value) = data.and_then(|text| super::json::parse(&text)) {
                (s.hear)(&event.type_(), &value);
            }
        });
        let s = Rc::clone(self);
        let error = Closure::<dyn FnMut()>::new(move || s.lost());
        let function = |js: JsValue| js.unchecked_into::<Function>();
        let handlers = (
            function(open.into_js_value()),
            function(message.into_js_value()),
            function(error.into_js_value()),
        );
        self.handlers.replace(Some(handlers));
    }

    /// The stream broke. The browser tries again by itself unless it has given up.
    fn lost(self: &Rc<Self>) {
        (self.line)(false);
        let gave_up = self.source.borrow().as_ref().is_none_or(|s| s.ready_state() == EventSource::CLOSED);
        if gave_up && !self.over.get() {
            let fails = self.fails.get();
            self.fails.set(fails + 1);
            let s = Rc::clone(self);
            let tried = s.tried.get();
            spawn_local(async move {
                dom::sleep(dom::jitter((800 << fails.min(3)).min(6_000))).await;
                // Somebody may have opened it in the meantime.
                if s.tried.get() == tried && !s.over.get() {
                    s.again();
                }
            });
        }
    }

    /// A network or a screen that comes back is not waited for.
    fn watch(self: &Rc<Self>) {
        let (Some(window), Some(document)) = (dom::window(), dom::document()) else { return };
        let s = Rc::clone(self);
        dom::listen(&window, "online", move |_| s.back(true));
        let s = Rc::clone(self);
        dom::listen(&window, "offline", move |_| (s.line)(false));
        let s = Rc::clone(self);
        dom::listen(&window, "pageshow", move |_| s.back(false));
        let s = Rc::clone(self);
        dom::listen(&document, "visibilitychange", move |_| {
            if dom::visible() {
                let slept = dom::steady_ms().saturating_sub(s.hidden.get()) > SLEPT;
                s.back(slept);
            } else {
                s.hidden.set(dom::steady_ms());
            }
        });
        let s = Rc::clone(self);
        spawn_local(async move {
            while !s.over.get() {
                dom::sleep(3_000).await;
                if dom::steady_ms() - s.tried.get() > PATIENCE {
                    s.back(false);
                }
            }
        });
    }

    fn back(&self, anyway: bool) {
        let silent = dom::steady_ms() - self.heard.get() > SILENT;
        if self.over.get() || !(anyway || silent || !self.stands()) {
            return;
        }
        if silent {
            (self.line)(false);
        }
        self.again();
    }
}
