//! The sheet comes alive: takes over the forms, hears fingers and keys, and moves the clock.

use super::paint;
use super::state::{Item, Line, State};
use super::sync::{self, Wire};
use crate::islands::taps::{self, Tap};
use crate::islands::words::{Words, words};
use crate::islands::{dom, fields};
use domain::Choice;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement};

/// Milliseconds without typing after which a text is saved.
const PAUSE: i32 = 800;
/// Seconds between two looks at the server, for extensions.
const REFRESH_EVERY: u32 = 30;

/// One living sheet; the page has no other.
pub(super) struct Sheet {
    /// Attempt id.
    pub(super) attempt: String,
    /// The texts.
    pub(super) words: &'static Words,
    /// What the page shows.
    state: RefCell<State>,
    /// What the line remembers.
    wire: RefCell<Wire>,
}

impl Sheet {
    /// Reads something of the state.
    pub(super) fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.state.borrow())
    }

    /// Changes the state, then shows it.
    pub(super) fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let done = change(&mut self.state.borrow_mut());
        paint::paint(&self.state.borrow(), self.words, &self.attempt);
        done
    }

    /// Works on what the line remembers.
    pub(super) fn wire<T>(&self, act: impl FnOnce(&mut Wire) -> T) -> T {
        act(&mut self.wire.borrow_mut())
    }
}

/// Takes over the page's sheet, if it has one.
pub(super) fn begin() {
    let Some(root) = dom::find::<Element>(".sheet") else { return };
    let whole = |name: &str| root.get_attribute(name).and_then(|v| v.parse::<i64>().ok()).unwrap_or_default();
    let english = dom::find::<HtmlElement>("html").is_some_and(|html| html.lang() == "en");
    let forms = dom::find_all::<Element>(".sheet-q");
    let item = |form: &Element| Item {
        choice: fields::read(form, true),
        seq: form.get_attribute("data-seq").and_then(|s| s.parse().ok()).unwrap_or_default(),
        ..Item::default()
    };
    let state = State {
        items: forms.iter().map(item).collect(),
        at: whole("data-at") as u32,
        began: whole("data-began"),
        deadline: whole("data-deadline"),
        ..State::default()
    };
    // Until the server tells its time, the beginning of this page is the best guess of when it rendered.
    let wire = Wire { offset: whole("data-server-time"), ..Wire::default() };
    let sheet = Rc::new(Sheet {
        attempt: root.get_attribute("data-attempt").unwrap_or_default(),
        words: words(english),
        state: RefCell::new(state),
        wire: RefCell::new(wire),
    });
    take_over(&sheet, &forms);
    listen(&sheet, &root);
    again(&sheet);
    let ticking = Rc::clone(&sheet);
    spawn_local(async move {
        let mut seconds = 0_u32;
        loop {
            dom::sleep(1_000).await;
            seconds += 1;
            tick(&ticking);
            if seconds.is_multiple_of(REFRESH_EVERY) && dom::visible() {
                sync::refresh(&ticking).await;
            }
        }
    });
}

/// What waits from an earlier visit and what was ticked before this code arrived becomes part of the sheet.
fn take_over(sheet: &Rc<Sheet>, forms: &[Element]) {
    let early: Vec<(u32, Option<Choice>)> = (1_u32..)
        .zip(forms)
        .map(|(position, form)| (position, fields::read(form, false)))
        .filter(|(position, choice)| {
            choice.is_some() && sheet.read(|s| s.choice(*position) != choice.as_ref())
        })
        .collect();
    paint::wake(sheet.words);
    let kept = taps::taps(&sheet.attempt);
    for (position, tap) in &kept {
        if let Some(form) = paint::form(*position) {
            fields::put(&form, tap.choice.as_ref());
        }
    }
    sheet.update(|s| kept.into_iter().for_each(|(position, tap)| s.tapped(position, tap.choice)));
    for (position, choice) in early {
        if !taps::waits(&sheet.attempt, position) {
            save(sheet, position, choice);
        }
    }
    tick(sheet);
}

fn listen(sheet: &Rc<Sheet>, root: &Element) {
    let s = Rc::clone(sheet);
    dom::listen(root, "click", move |event| click(&s, &event));
    let s = Rc::clone(sheet);
    dom::listen(root, "change", move |_| commit(&s));
    let s = Rc::clone(sheet);
    dom::listen(root, "input", move |event| typing(&s, &event));
    let s = Rc::clone(sheet);
    dom::listen(root, "submit", move |event| {
        event.prevent_default();
        commit(&s);
    });

    let (Some(window), Some(document)) = (dom::window(), dom::document()) else { return };
    let s = Rc::clone(sheet);
    dom::listen(&document, "visibilitychange", move |_| if dom::visible() { again(&s) } else { commit(&s) });
    let s = Rc::clone(sheet);
    dom::listen(&window, "focus", move |_| again(&s));
    let s = Rc::clone(sheet);
    dom::listen(&window, "pageshow", move |_| {
        // Back from another page, perhaps out of the browser's memory.
        s.wire(|w| w.gone = false);
        s.update(|s| s.leaving = false);
        again(&s);
    });
    let s = Rc::clone(sheet);
    dom::listen(&window, "pagehide", move |_| commit(&s));
    let s = Rc::clone(sheet);
    dom::listen(&window, "online", move |_| {
        s.wire(|w| w.fails = 0);
        again(&s);
    });
    let s = Rc::clone(sheet);
    dom::listen(&window, "offline", move |_| sync::set_line(&s, Line::Gone));
    let s = Rc::clone(sheet);
    dom::listen(&window, "storage", move |event| {
        let key = event.dyn_ref::<web_sys::StorageEvent>().and_then(web_sys::StorageEvent::key);
        if key == Some(taps::key(&s.attempt)) {
            again(&s);
        }
    });
}

/// Looks at the server again and sends what waits.
fn again(sheet: &Rc<Sheet>) {
    tick(sheet);
    let sheet = Rc::clone(sheet);
    spawn_local(async move {
        sync::refresh(&sheet).await;
        sync::flush(&sheet).await;
    });
}

fn click(sheet: &Rc<Sheet>, event: &Event) {
    let Some(target) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
    if let Ok(Some(dot)) = target.closest(".dot") {
        event.prevent_default();
        let place = dot.get_attribute("href").and_then(|href| href.strip_prefix("?q=")?.parse().ok());
        open(sheet, place.unwrap_or(1));
        return;
    }
    let Ok(Some(button)) = target.closest("button") else { return };
    let Ok(button) = button.dyn_into::<HtmlElement>() else { return };
    if button.has_attribute("data-move") {
        shift(sheet, &button);
        return;
    }
    let at = sheet.read(|s| s.at);
    match button.get_attribute("value").as_deref() {
        Some("prev") => open(sheet, at.saturating_sub(1)),
        Some("next") => open(sheet, at + 1),
        Some("review") => leave(sheet),
        _ => return,
    }
    event.prevent_default();
}

/// Shows another question; what was typed is saved first.
fn open(sheet: &Rc<Sheet>, position: u32) {
    commit(sheet);
    let position = position.clamp(1, sheet.read(State::count).max(1));
    if position == sheet.read(|s| s.at) {
        return;
    }
    // Who goes on answering no longer waits for the review.
    sheet.update(|s| (s.at, s.leaving) = (position, false));
    dom::rename(&["?q=", &position.to_string()].concat());
    if let Some(stem) = dom::find::<HtmlElement>(&["#stem", &position.to_string()].concat()) {
        _ = stem.focus();
    }
}

/// Opens the review once nothing waits any more.
fn leave(sheet: &Rc<Sheet>) {
    commit(sheet);
    sheet.update(|s| s.leaving = true);
    let sheet = Rc::clone(sheet);
    spawn_local(async move { sync::flush(&sheet).await });
}

fn shift(sheet: &Rc<Sheet>, button: &HtmlElement) {
    let at = sheet.read(|s| s.at);
    if let (Some(form), false) = (paint::form(at), sheet.read(|s| s.line == Line::Over)) {
        fields::shift(&form, button);
        save(sheet, at, Some(Choice::Order(fields::order(&form))));
    }
}

/// Saves what the form in sight shows, if it differs from what is known.
pub(super) fn commit(sheet: &Rc<Sheet>) {
    let (at, over) = sheet.read(|s| (s.at, s.line == Line::Over));
    let Some(form) = paint::form(at) else { return };
    if over || fields::ordering(&form) || fields::bad_number(&form) {
        return;
    }
    let shown = fields::read(&form, false);
    if sheet.read(|s| s.choice(at) != shown.as_ref()) {
        save(sheet, at, shown);
    }
}

/// A key was pressed in a text field: saves after a pause.
fn typing(sheet: &Rc<Sheet>, event: &Event) {
    let field = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
    if field.is_none_or(|f| f.type_() != "text") {
        return;
    }
    let stroke = sheet.wire(|w| {
        w.strokes += 1;
        w.strokes
    });
    let sheet = Rc::clone(sheet);
    spawn_local(async move {
        dom::sleep(PAUSE).await;
        if sheet.wire(|w| w.strokes == stroke) {
            commit(&sheet);
        }
    });
}

/// Keeps a tap on the phone, then sends it.
fn save(sheet: &Rc<Sheet>, position: u32, choice: Option<Choice>) {
    let tap = Tap { choice, occurred_at: dom::wall_ms() };
    taps::keep(&sheet.attempt, position, tap.clone());
    sheet.update(|s| {
        s.leaving = false;
        s.tapped(position, tap.choice);
    });
    let sheet = Rc::clone(sheet);
    spawn_local(async move { sync::flush(&sheet).await });
}

/// Moves the clock, speaks at its marks, and ends the attempt at zero.
pub(super) fn tick(sheet: &Rc<Sheet>) {
    let now = sheet.wire(|w| w.offset) + dom::steady_ms();
    let (left_ms, total_ms, shown, line) =
        sheet.read(|s| (s.deadline - now, s.deadline - s.began, s.left, s.line));
    let left = left_ms.max(0) / 1_000;
    if left != shown {
        let say = due(sheet, left_ms, total_ms);
        sheet.update(|s| {
            s.left = left;
            s.say = say.unwrap_or(s.say);
        });
    }
    if left_ms <= 0 && line != Line::Over && !sheet.wire(|w| w.gone) {
        sync::end(sheet);
    }
}

/// What is to be said now. Only a mark just passed counts: who comes back late need not hear all of them.
fn due(sheet: &Rc<Sheet>, left_ms: i64, total_ms: i64) -> Option<&'static str> {
    let w = sheet.words;
    let marks = [(10_000, w.ten_seconds), (60_000, w.one_minute), (total_ms / 2, w.half)];
    let (mark, text) = marks.into_iter().find(|(mark, _)| left_ms <= *mark && left_ms > mark - 3_000)?;
    let new = sheet.wire(|wire| std::mem::replace(&mut wire.said, mark) != mark);
    new.then_some(text)
}
