//! The line between the sheet and the server: the queue of taps, the clock, and what happens when either fails.
//!
//! One request is under way at a time and taps leave in the order they were made; per position only the latest choice
//! is sent. A tap whose answer never came may or may not be stored, so its next sending must win over itself: see
//! [`Wire::unsure`].

use super::Sheet;
use super::state::{Line, State, read_choice};
use crate::islands::store::{self, Tap};
use crate::islands::{dom, net};
use domain::Choice;
use domain::payload::{AttemptView, SaveAnswer, SavedAnswer};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use wasm_bindgen::JsCast;

/// Milliseconds after the deadline when every tap in time has certainly arrived: the server's grace and a little.
const GRACE: i32 = 2_600;
/// Milliseconds without typing after which a text is saved.
const PAUSE: i32 = 800;
/// Seconds between two looks at the server, for extensions.
const REFRESH_EVERY: u32 = 30;

/// What the line remembers; nobody sees it.
#[derive(Default)]
struct Wire {
    /// A flush is under way.
    flushing: bool,
    /// Requests without an answer in a row.
    fails: u32,
    /// Choices sent whose answer never came, by position: if the server turns out to hold one of them, it is ours.
    unsure: Vec<(u32, Option<Choice>)>,
    /// Server's unix ms minus the page's steady ms.
    offset: i64,
    /// Steady ms before which the server asked not to be troubled.
    not_before: i64,
    /// Counts keystrokes, so that only the last one's pause saves.
    strokes: u32,
    /// Which announcements have been made: half, one minute, ten seconds.
    said: [bool; 3],
    /// The page is on its way to another; nothing more is asked.
    gone: bool,
}

thread_local! {
    /// One sheet stands on a page, so one wire does.
    static WIRE: RefCell<Wire> = RefCell::default();
}

fn wire<T>(act: impl FnOnce(&mut Wire) -> T) -> T {
    WIRE.with_borrow_mut(act)
}

fn id(sheet: Sheet) -> String {
    sheet.state.with_untracked(|s| s.attempt.id.clone())
}

/// Takes over from the plain form: reads what was ticked before this code arrived, then starts the clock and queue.
pub(super) fn begin(sheet: Sheet) {
    let (early, position) = (form_choice(sheet), sheet.at.get_untracked());
    // Until the server has told the time, the page's age is the best guess of the payload's.
    sheet.state.with_untracked(|s| wire(|w| w.offset = s.attempt.server_time));
    let attempt = id(sheet);
    let waiting = store::taps(&attempt);
    sheet.state.update(|s| {
        for (position, tap) in waiting {
            s.tapped(position, tap.choice);
        }
    });
    let known = sheet.state.with_untracked(|s| s.choice(position).cloned());
    if early.is_some() && early != known && !store::taps(&attempt).contains_key(&position) {
        save(sheet, position, early);
    }
    spawn_local(async move {
        // The first pass must build what the server built; only then may the page look alive.
        sheet.state.update(|s| s.live = true);
        listen(sheet);
        refresh(sheet).await;
        flush(sheet).await;
    });
    spawn_local(tick_for_ever(sheet));
}

fn listen(sheet: Sheet) {
    let again = move |_| {
        if dom::visible() {
            tick(sheet);
            spawn_local(async move {
                refresh(sheet).await;
                flush(sheet).await;
            });
        }
    };
    let Some(window) = dom::window() else { return };
    if let Some(document) = dom::document() {
        dom::listen(&document, "visibilitychange", again);
    }
    dom::listen(&window, "focus", again);
    dom::listen(&window, "pageshow", move |event| {
        wire(|w| w.gone = false);
        sheet.state.update(|s| s.leaving = false);
        again(event);
    });
    dom::listen(&window, "online", move |_| {
        wire(|w| w.fails = 0);
        spawn_local(flush(sheet));
    });
    dom::listen(&window, "offline", move |_| set_line(sheet, Line::Gone));
    dom::listen(&window, "pagehide", move |_| commit(sheet));
    dom::listen(&window, "storage", move |event| {
        let key = event.dyn_ref::<web_sys::StorageEvent>().and_then(web_sys::StorageEvent::key);
        if key == Some(store::key(&id(sheet))) {
            spawn_local(refresh(sheet));
        }
    });
}

/// Shows another question; what was typed is saved first.
pub(super) fn open(sheet: Sheet, position: u32) {
    commit(sheet);
    if position == sheet.at.get_untracked() {
        return;
    }
    sheet.state.update(|s| s.draft = None);
    sheet.at.set(position);
    dom::rename(&["?q=", &position.to_string()].concat());
    spawn_local(async move {
        dom::sleep(0).await;
        if let Some(stem) = dom::find::<web_sys::HtmlElement>("#stem") {
            _ = stem.focus();
        }
    });
}

/// Opens the review once nothing waits any more.
pub(super) fn leave(sheet: Sheet) {
    commit(sheet);
    sheet.state.update(|s| s.leaving = true);
    spawn_local(flush(sheet));
}

/// Saves what the form shows, if it differs from what is known.
pub(super) fn commit(sheet: Sheet) {
    let position = sheet.at.get_untracked();
    let (closed, ordering, known) = sheet.state.with_untracked(|s| {
        let ordering = s.question(position).is_some_and(|q| q.kind == domain::payload::Kind::Ordering);
        (!s.live || s.line == Line::Over, ordering, s.choice(position).cloned())
    });
    if closed || ordering || sheet.state.with_untracked(|s| s.bad_number(position)) {
        return;
    }
    let shown = form_choice(sheet);
    if shown != known {
        save(sheet, position, shown);
    }
}

/// A key was pressed in a field: remembers the text and saves after a pause.
pub(super) fn typing(sheet: Sheet) {
    let position = sheet.at.get_untracked();
    let Some(field) = dom::find::<web_sys::HtmlInputElement>(".question input[type=text]") else { return };
    sheet.state.update(|s| s.draft = Some((position, field.value())));
    let stroke = wire(|w| {
        w.strokes += 1;
        w.strokes
    });
    spawn_local(async move {
        dom::sleep(PAUSE).await;
        if wire(|w| w.strokes == stroke) && sheet.at.get_untracked() == position {
            commit(sheet);
        }
    });
}

/// Moves a line of an ordering question and saves; a place that does not exist only keeps the order.
pub(super) fn shift(sheet: Sheet, place: usize, down: bool) {
    let position = sheet.at.get_untracked();
    let mut order = sheet.state.with_untracked(|s| s.order(position));
    let other = if down { place.wrapping_add(1) } else { place.wrapping_sub(1) };
    let moved = place < order.len() && other < order.len();
    if moved {
        order.swap(place, other);
    }
    save(sheet, position, Some(Choice::Order(order)));
    if moved {
        focus_line(other, down);
    }
}

/// Follows a moved line with the focus, so that it can be moved again at once.
fn focus_line(place: usize, down: bool) {
    for kind in if down { ["down", "up"] } else { ["up", "down"] } {
        let selector = ["[data-", kind, "=\"", &place.to_string(), "\"]:enabled"].concat();
        if let Some(button) = dom::find::<web_sys::HtmlElement>(&selector) {
            _ = button.focus();
            return;
        }
    }
}

/// The choice that the form's own fields show now.
fn form_choice(sheet: Sheet) -> Option<Choice> {
    let position = sheet.at.get_untracked();
    let mut fields: Vec<(String, String)> = Vec::new();
    for input in dom::find_all::<web_sys::HtmlInputElement>(".question input") {
        if input.type_() == "text" || input.checked() {
            fields.push((input.name(), input.value()));
        }
    }
    for select in dom::find_all::<web_sys::HtmlSelectElement>(".question select") {
        fields.push((select.name(), select.value()));
    }
    sheet.state.with_untracked(|s| s.question(position).and_then(|q| read_choice(q, &fields)))
}

/// Keeps a tap on the phone, then sends it.
fn save(sheet: Sheet, position: u32, choice: Option<Choice>) {
    let tap = Tap { choice, occurred_at: dom::wall_ms() };
    store::keep(&id(sheet), position, tap.clone());
    sheet.state.update(|s| s.tapped(position, tap.choice));
    spawn_local(flush(sheet));
}

/// Sends everything that waits, oldest tap first.
async fn flush(sheet: Sheet) {
    // Whoever set `not_before` has also set a timer that comes back here.
    let now = dom::steady_ms();
    if wire(|w| w.gone || now < w.not_before || std::mem::replace(&mut w.flushing, true)) {
        return;
    }
    let attempt = id(sheet);
    let pause = loop {
        let next = store::taps(&attempt).into_iter().min_by_key(|(_, tap)| tap.occurred_at);
        let Some((position, tap)) = next else { break None };
        if let Some(pause) = send(sheet, &attempt, position, &tap).await {
            break Some(pause);
        }
    };
    wire(|w| w.flushing = false);
    match pause {
        Some(ms) if ms > 0 => spawn_local(async move {
            dom::sleep(ms).await;
            flush(sheet).await;
        }),
        Some(_) => {}
        None => drained(sheet, &attempt),
    }
}

/// Nothing waits any more: go where the person wants.
fn drained(sheet: Sheet, attempt: &str) {
    let leaving = sheet.state.with_untracked(|s| s.leaving && s.line == Line::Good);
    sheet.state.update(|s| s.waiting.clear());
    if leaving {
        depart(attempt, "/review");
    }
}

fn depart(attempt: &str, page: &str) {
    wire(|w| w.gone = true);
    dom::go(&["/attempts/", attempt, page].concat());
}

/// Sends one tap. `None` = carry on with the next; `Some(ms)` = stop, and try again after `ms` unless that is 0.
async fn send(sheet: Sheet, attempt: &str, position: u32, tap: &Tap) -> Option<i32> {
    let seq = sheet.state.with_untracked(|s| s.next_seq(position));
    let body = SaveAnswer { seq, occurred_at: tap.occurred_at, choice: tap.choice.clone() };
    let body = serde_json::to_string(&body).unwrap_or_default();
    let url = ["/api/v1/attempts/", attempt, "/answers/", &position.to_string()].concat();
    let Some(reply) = net::ask("PUT", &url, Some(&body)).await else {
        wire(|w| w.unsure.push((position, tap.choice.clone())));
        return Some(lost(sheet));
    };
    wire(|w| w.fails = 0);
    match reply.status {
        200 => {
            set_line(sheet, Line::Good);
            if let Ok(saved) = serde_json::from_str::<SavedAnswer>(&reply.text) {
                acknowledged(sheet, attempt, position, tap, saved);
            } else {
                store::drop_tap(attempt, position, tap);
            }
            None
        }
        401 | 403 => {
            set_line(sheet, Line::Stranger);
            Some(0)
        }
        409 => {
            depart(attempt, "/result");
            Some(0)
        }
        410 => {
            store::drop_tap(attempt, position, tap);
            sheet.state.update(|s| {
                if !s.late.contains(&position) {
                    s.late.push(position);
                }
                s.line = Line::Over;
            });
            None
        }
        429 | 500..=599 => Some(busy(sheet, reply.retry_after)),
        _ => {
            // The server will never take this one; keeping it would stop all others.
            store::drop_tap(attempt, position, tap);
            sheet.state.update(|s| {
                s.waiting.retain(|p| *p != position);
                s.refused = Some(position);
            });
            None
        }
    }
}

/// The server answered a save: shows what it stored, unless that is only an echo of our own earlier sending.
fn acknowledged(sheet: Sheet, attempt: &str, position: u32, tap: &Tap, saved: SavedAnswer) {
    let echo = saved.choice != tap.choice
        && wire(|w| w.unsure.iter().any(|(at, choice)| *at == position && *choice == saved.choice));
    wire(|w| w.unsure.retain(|(at, _)| *at != position));
    if !echo {
        store::drop_tap(attempt, position, tap);
    }
    let waits = store::taps(attempt).contains_key(&position);
    sheet.state.update(|s| s.stored(position, saved.seq, saved.choice, waits));
}

/// No answer came. Milliseconds to wait: 1 s, 2 s, 4 s … 15 s.
fn lost(sheet: Sheet) -> i32 {
    set_line(sheet, Line::Gone);
    let fails = wire(|w| {
        w.fails += 1;
        w.fails
    });
    dom::jitter((1_000 << fails.saturating_sub(1).min(4)).min(15_000))
}

/// The server asked to wait, or stumbled.
fn busy(sheet: Sheet, retry_after: Option<u32>) -> i32 {
    let seconds = retry_after.unwrap_or(3).clamp(1, 60);
    set_line(sheet, Line::Busy(seconds));
    let ms = i32::try_from(seconds).unwrap_or(60) * 1_000;
    // Never sooner than asked.
    let pause = ms + dom::jitter(ms / 3).max(0);
    let now = dom::steady_ms();
    wire(|w| w.not_before = now + i64::from(ms));
    pause
}

/// Puts the line on show; the end of the time stays the end.
fn set_line(sheet: Sheet, line: Line) {
    let now = sheet.state.with_untracked(|s| s.line);
    if now != line && now != Line::Over {
        sheet.state.update(|s| s.line = line);
    }
}

/// Reads the attempt anew: another tab's answers, time given back, the server's clock.
async fn refresh(sheet: Sheet) {
    if wire(|w| w.gone) {
        return;
    }
    let attempt = id(sheet);
    let asked = dom::steady_ms();
    let Some(reply) = net::ask("GET", &["/api/v1/attempts/", &attempt].concat(), None).await else {
        if !sheet.state.with_untracked(|s| s.waiting.is_empty()) {
            set_line(sheet, Line::Gone);
        }
        return;
    };
    match reply.status {
        200 => {
            let Ok(told) = serde_json::from_str::<AttemptView>(&reply.text) else { return };
            let middle = asked + (dom::steady_ms() - asked) / 2;
            wire(|w| w.offset = told.server_time - middle);
            let waiting: Vec<u32> = store::taps(&attempt).into_keys().collect();
            sheet.state.update(|s| {
                s.waiting = waiting;
                let later = told.deadline > s.attempt.deadline;
                s.refreshed(told);
                if s.line == Line::Gone || (s.line == Line::Over && later) {
                    s.line = Line::Good;
                }
            });
            tick(sheet);
        }
        401 | 403 => set_line(sheet, Line::Stranger),
        409 => depart(&attempt, "/result"),
        410 => end(sheet),
        _ => {}
    }
}

async fn tick_for_ever(sheet: Sheet) {
    let mut seconds = 0_u32;
    loop {
        dom::sleep(1_000).await;
        seconds += 1;
        if wire(|w| w.gone) {
            continue;
        }
        tick(sheet);
        if seconds.is_multiple_of(REFRESH_EVERY) && dom::visible() {
            refresh(sheet).await;
        }
    }
}

/// Moves the clock, speaks at its marks, and ends the attempt at zero.
fn tick(sheet: Sheet) {
    let now = wire(|w| w.offset) + dom::steady_ms();
    let (left_ms, total_ms, line) = sheet
        .state
        .with_untracked(|s| (s.attempt.deadline - now, s.attempt.deadline - s.attempt.started_at, s.line));
    let left = left_ms.max(0) / 1_000;
    if left != sheet.left.get_untracked() {
        sheet.left.set(left);
        announce(sheet, left_ms, total_ms);
    }
    if left_ms <= 0 && line != Line::Over {
        end(sheet);
    }
}

fn announce(sheet: Sheet, left_ms: i64, total_ms: i64) {
    let w = sheet.words;
    let marks = [(total_ms / 2, w.half), (60_000, w.one_minute), (10_000, w.ten_seconds)];
    for (i, (mark, text)) in marks.into_iter().enumerate() {
        // Only when the mark has just been passed: who comes back late need not hear all of them.
        let due = left_ms <= mark && left_ms > mark - 3_000;
        if due && !wire(|w| std::mem::replace(&mut w.said[i], true)) {
            sheet.state.update(|s| s.say = text);
        }
    }
}

/// Time is up: sends what is left, then shows the result, or what did not count.
fn end(sheet: Sheet) {
    commit(sheet);
    sheet.state.update(|s| s.line = Line::Over);
    spawn_local(async move {
        flush(sheet).await;
        dom::sleep(GRACE).await;
        loop {
            let attempt = id(sheet);
            let (over, late) =
                sheet.state.with_untracked(|s: &State| (s.line == Line::Over, !s.late.is_empty()));
            if !over || late || wire(|w| w.gone) {
                return;
            }
            if store::taps(&attempt).is_empty() {
                depart(&attempt, "/result");
                return;
            }
            dom::sleep(1_000).await;
        }
    });
}
