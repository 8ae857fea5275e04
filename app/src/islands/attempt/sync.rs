//! The line between the sheet and the server: the queue of taps, and what happens when the line fails.
//!
//! One request is under way at a time and taps leave in the order they were made; per position only the latest choice
//! is sent. A tap whose answer never came may or may not be stored, so its next sending must win over itself: see
//! [`Wire::unsure`].

use super::live::{Sheet, commit, tick};
use super::paint;
use super::state::Line;
use super::told;
use crate::islands::taps::{self, Tap};
use crate::islands::{dom, fields, net};
use domain::Choice;
use domain::payload::{SaveAnswer, SavedAnswer};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Milliseconds after the deadline when every tap in time has certainly arrived: the server's grace and a little.
const GRACE: i32 = 2_600;

/// What the line remembers; nobody sees it.
#[derive(Default)]
pub(super) struct Wire {
    /// A flush is under way.
    pub(super) flushing: bool,
    /// A look at the whole attempt is under way.
    pub(super) asking: bool,
    /// Requests without an answer in a row.
    pub(super) fails: u32,
    /// Choices sent whose answer never came, by position: if the server turns out to hold one of them, it is ours.
    pub(super) unsure: Vec<(u32, Option<Choice>)>,
    /// Server's unix ms minus the page's steady ms.
    pub(super) offset: i64,
    /// Steady ms before which the server asked not to be troubled.
    pub(super) not_before: i64,
    /// Counts keystrokes, so that only the last one's pause saves.
    pub(super) strokes: u32,
    /// The clock's mark that was announced last, ms.
    pub(super) said: i64,
    /// The page is on its way to another; nothing more is asked.
    pub(super) gone: bool,
}

/// What to do after a tap was sent.
enum Then {
    /// Send the next one.
    Next,
    /// Try again after this many milliseconds.
    Wait(i32),
    /// Nothing more can be sent.
    Stop,
}

/// Sends everything that waits, oldest tap first.
pub(super) async fn flush(sheet: &Rc<Sheet>) {
    // Whoever set `not_before` has also set a timer that comes back here.
    let now = dom::steady_ms();
    if sheet.wire(|w| w.gone || now < w.not_before || std::mem::replace(&mut w.flushing, true)) {
        return;
    }
    let then = loop {
        let next = taps::taps(&sheet.attempt).into_iter().min_by_key(|(_, tap)| tap.occurred_at);
        let Some((position, tap)) = next else { break Then::Next };
        match send(sheet, position, &tap).await {
            Then::Next => {}
            then => break then,
        }
    };
    sheet.wire(|w| w.flushing = false);
    match then {
        Then::Stop => {}
        Then::Wait(ms) => {
            let sheet = Rc::clone(sheet);
            spawn_local(async move {
                dom::sleep(ms).await;
                retry(sheet).await;
            });
        }
        Then::Next => {
            if sheet.read(|s| s.leaving && s.line == Line::Good) {
                depart(sheet, "/review");
            }
        }
    }
}

/// Calls [`flush`] later; boxed, because the two call each other.
fn retry(sheet: Rc<Sheet>) -> std::pin::Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move { flush(&sheet).await })
}

fn depart(sheet: &Sheet, page: &str) {
    sheet.wire(|w| w.gone = true);
    dom::go(&["/attempts/", &sheet.attempt, page].concat());
}

async fn send(sheet: &Rc<Sheet>, position: u32, tap: &Tap) -> Then {
    let attempt = &sheet.attempt;
    let seq = sheet.read(|s| s.next_seq(position));
    let body = SaveAnswer { seq, occurred_at: tap.occurred_at, choice: tap.choice.clone() };
    let Some(reply) = taps::save(attempt, position, &body).await else {
        sheet.wire(|w| w.unsure.push((position, tap.choice.clone())));
        return lost(sheet);
    };
    sheet.wire(|w| w.fails = 0);
    match reply.status {
        200 => {
            match taps::saved_answer(&reply.text) {
                Some(saved) => acknowledged(sheet, position, tap, saved),
                // Whoever answered was not our server (a hotel's welcome page, say).
                None => return lost(sheet),
            }
            set_line(sheet, Line::Good);
            Then::Next
        }
        401 | 403 => {
            set_line(sheet, Line::Stranger);
            Then::Stop
        }
        409 => {
            depart(sheet, "/result");
            Then::Stop
        }
        410 => {
            taps::drop_tap(attempt, position, tap);
            sheet.update(|s| {
                s.line = Line::Over;
                if let Some(q) = s.item_mut(position) {
                    (q.waits, q.late) = (false, true);
                }
            });
            Then::Next
        }
        429 | 500..=599 => busy(sheet, reply.retry_after),
        _ => {
            // The server will never take this one; keeping it would stop all others.
            taps::drop_tap(attempt, position, tap);
            sheet.update(|s| {
                if let Some(q) = s.item_mut(position) {
                    (q.waits, q.refused) = (false, true);
                }
            });
            Then::Next
        }
    }
}

/// The server answered a save: shows what it stored, unless that is only an echo of our own earlier sending.
fn acknowledged(sheet: &Sheet, position: u32, tap: &Tap, saved: SavedAnswer) {
    let echo = saved.choice != tap.choice
        && sheet.wire(|w| w.unsure.iter().any(|(at, choice)| *at == position && *choice == saved.choice));
    sheet.wire(|w| w.unsure.retain(|(at, _)| *at != position));
    if !echo {
        taps::drop_tap(&sheet.attempt, position, tap);
    }
    let waits = taps::waits(&sheet.attempt, position);
    let choice = saved.choice.clone();
    if sheet.update(|s| s.stored(position, saved.seq, saved.choice, waits)) {
        show(position, choice.as_ref());
    }
}

fn show(position: u32, choice: Option<&Choice>) {
    if let Some(form) = paint::form(position) {
        fields::put(&form, choice);
    }
}

/// No answer came: waits 1 s, 2 s, 4 s … 15 s, each a little different on every phone.
fn lost(sheet: &Sheet) -> Then {
    set_line(sheet, Line::Gone);
    let fails = sheet.wire(|w| {
        w.fails += 1;
        w.fails
    });
    Then::Wait(dom::jitter((1_000 << fails.saturating_sub(1).min(4)).min(15_000)))
}

/// The server asked to wait, or stumbled.
fn busy(sheet: &Sheet, retry_after: Option<u32>) -> Then {
    let seconds = retry_after.unwrap_or(3).clamp(1, 60);
    let ms = seconds as i32 * 1_000;
    let until = dom::steady_ms() + i64::from(ms);
    sheet.wire(|w| w.not_before = until);
    set_line(sheet, Line::Busy(seconds));
    // Never sooner than asked, and not all phones in the same instant.
    Then::Wait(ms + dom::jitter(ms / 3))
}

/// Puts the line on show; the end of the time stays the end.
pub(super) fn set_line(sheet: &Sheet, line: Line) {
    let now = sheet.read(|s| s.line);
    if now != line && now != Line::Over {
        sheet.update(|s| s.line = line);
    }
}

/// Reads the attempt anew: another tab's answers, time given back, the server's clock.
pub(super) async fn refresh(sheet: &Rc<Sheet>) {
    // Coming back to a page fires several events; one look at the server serves them all.
    if sheet.wire(|w| w.gone || std::mem::replace(&mut w.asking, true)) {
        return;
    }
    let asked = dom::steady_ms();
    let reply = net::ask("GET", &["/api/v1/attempts/", &sheet.attempt].concat(), None).await;
    sheet.wire(|w| w.asking = false);
    let Some(reply) = reply else {
        set_line(sheet, Line::Gone);
        return;
    };
    match reply.status {
        200 => {
            let Some(told) = told::told(&reply.text) else { return };
            let middle = i64::midpoint(asked, dom::steady_ms());
            sheet.wire(|w| w.offset = told.server_time - middle);
            // Another tab may have sent what waited here.
            let kept = taps::taps(&sheet.attempt);
            let changed: Vec<(u32, Option<Choice>)> = sheet.update(|s| {
                for (position, q) in (1_u32..).zip(&mut s.items) {
                    q.waits = kept.iter().any(|(p, _)| *p == position);
                }
                if s.line == Line::Gone || (s.line == Line::Over && told.deadline > s.deadline) {
                    s.line = Line::Good;
                }
                s.deadline = told.deadline;
                s.extensions = told.extensions;
                let news = told.answers.into_iter();
                news.filter(|(position, seq, choice)| s.told(*position, *seq, choice.clone()))
                    .map(|(position, _, choice)| (position, choice))
                    .collect()
            });
            changed.iter().for_each(|(position, choice)| show(*position, choice.as_ref()));
            tick(sheet);
        }
        401 | 403 => set_line(sheet, Line::Stranger),
        409 => depart(sheet, "/result"),
        410 => end(sheet),
        _ => {}
    }
}

/// Time is up: sends what is left, then shows the result, or what did not count.
pub(super) fn end(sheet: &Rc<Sheet>) {
    if sheet.read(|s| s.line == Line::Over) {
        return;
    }
    commit(sheet);
    sheet.update(|s| s.line = Line::Over);
    let sheet = Rc::clone(sheet);
    spawn_local(async move {
        flush(&sheet).await;
        dom::sleep(GRACE).await;
        while sheet.read(|s| s.line == Line::Over && !s.any_late()) && !sheet.wire(|w| w.gone) {
            if taps::taps(&sheet.attempt).is_empty() {
                depart(&sheet, "/result");
            }
            dom::sleep(1_000).await;
        }
    });
}
