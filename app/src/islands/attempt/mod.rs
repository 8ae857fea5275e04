//! The attempt: one question at a time, every tap saved at once, the clock in sight.
//!
//! The server renders it as a form that works alone. Once alive, the same form keeps each tap on the phone, sends it,
//! and moves between questions without asking for a new page. Invariant: the queue in [`super::store`] holds a tap
//! before the network sees it, whatever happens to this page afterwards.

#![cfg_attr(
    feature = "hydrate",
    expect(
        unreachable_pub,
        reason = "the island macro exports a function to the page that no Rust code calls"
    )
)]

pub(super) mod state;

mod pane;
#[cfg(feature = "hydrate")]
mod sync;

use super::words::{Words, fill, words};
use domain::payload::AttemptView;
use leptos::either::Either;
use leptos::prelude::*;
use state::{Line, State, clock_time, span};

/// What every part of the sheet holds on to.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    /// Everything but the place and the seconds.
    pub(super) state: RwSignal<State>,
    /// The position shown.
    pub(super) at: RwSignal<u32>,
    /// Seconds until the deadline.
    pub(super) left: RwSignal<i64>,
    /// The texts.
    pub(super) words: &'static Words,
}

impl Sheet {
    /// Reads something of the state and follows its changes.
    fn with<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.state.with(read)
    }

    /// Shows another question.
    fn open(self, position: u32) {
        let count = self.state.with_untracked(State::count);
        let position = position.clamp(1, count.max(1));
        #[cfg(feature = "hydrate")]
        sync::open(self, position);
        #[cfg(not(feature = "hydrate"))]
        self.at.set(position);
    }

    /// A button or link was used: reacts here, if the sheet is alive, instead of asking the server for a page.
    fn act(self, event: &leptos::ev::MouseEvent, act: impl FnOnce(Self)) {
        if self.state.with_untracked(|s| s.live) {
            event.prevent_default();
            act(self);
        }
    }

    /// The sentence above everything, if something is wrong.
    fn alert(self) -> String {
        let w = self.words;
        self.with(|s| {
            let text = match s.line {
                Line::Over if s.late.is_empty() => w.over_sending,
                Line::Over => w.over,
                Line::Stranger => w.stranger,
                Line::Busy(seconds) => return fill(w.busy, &seconds.to_string()),
                Line::Gone => w.offline,
                Line::Good if s.leaving => w.leaving,
                Line::Good => "",
            };
            let late: Vec<String> = s
                .late
                .iter()
                .map(|p| [" ", w.question, " ", &p.to_string(), ": ", w.not_counted, "."].concat())
                .collect();
            let leaving = if s.leaving && matches!(s.line, Line::Gone) {
                [" ", w.leaving].concat()
            } else {
                String::new()
            };
            [text, &leaving, &late.concat()].concat()
        })
    }

    /// Where the alert leads: text and address, both empty when nowhere.
    fn way_out(self) -> (String, String) {
        let w = self.words;
        self.with(|s| match s.line {
            Line::Over => (w.to_result.to_owned(), ["/attempts/", &s.attempt.id, "/result"].concat()),
            Line::Stranger => (w.to_who.to_owned(), ["/who?back=/attempts/", &s.attempt.id].concat()),
            _ => (String::new(), String::new()),
        })
    }

    /// How the answer shown is kept.
    fn status(self) -> String {
        let (w, at) = (self.words, self.at.get());
        self.with(|s| {
            let text = if s.refused == Some(at) {
                w.not_saved
            } else if s.waiting.contains(&at) {
                if s.line == Line::Good { w.saving } else { w.waiting }
            } else if s.answered(at) {
                w.saved
            } else {
                ""
            };
            text.to_owned()
        })
    }

    /// Minutes given back, newest last.
    fn extensions(self) -> String {
        let w = self.words;
        self.with(|s| {
            let lines: Vec<String> = s
                .attempt
                .extensions
                .iter()
                .map(|e| [w.extended, " ", &e.minutes.to_string(), " ", w.minutes, ": ", &e.reason].concat())
                .collect();
            lines.join(" · ")
        })
    }

    /// The clock: a deadline on paper, seconds once alive.
    fn clock(self) -> String {
        let (w, left) = (self.words, self.left.get());
        self.with(|s| {
            if s.live {
                return span(left);
            }
            let minutes = ((left + 59) / 60).max(0).to_string();
            [w.submit_before, " ", &clock_time(s.attempt.deadline), ", ", &fill(w.minutes_left, &minutes)]
                .concat()
        })
    }

    /// One of two values, depending on whether the last question is shown.
    fn last_or<T>(self, last: T, other: T) -> T {
        let at = self.at.get();
        if self.with(|s| at >= s.count()) { last } else { other }
    }

    /// How the bar of the clock looks.
    fn pace(self) -> &'static str {
        if self.left.get() < 60 { "hurry" } else { "" }
    }

    /// Submit was pressed on a living sheet.
    fn leave(self) {
        #[cfg(feature = "hydrate")]
        sync::leave(self);
    }

    /// The form was sent by Enter in a field.
    fn entered(self) {
        #[cfg(feature = "hydrate")]
        sync::commit(self);
    }

    /// One dot: its name for those who listen, and how it looks.
    fn dot(self, position: u32) -> (String, &'static str) {
        let (w, here) = (self.words, self.at.get() == position);
        self.with(|s| {
            let done = s.answered(position);
            let name =
                [w.question, " ", &position.to_string(), ", ", if done { w.answered } else { w.blank }]
                    .concat();
            let look = match (done, here) {
                (true, true) => "dot done now",
                (true, false) => "dot done",
                (false, true) => "dot now",
                (false, false) => "dot",
            };
            (name, look)
        })
    }
}

/// The inner attempt page: dots, clock, one question, how it is saved, and the way on.
///
/// `position` is the question shown first; `lang_en` picks the language.
#[island]
pub fn AttemptSheet(attempt: AttemptView, position: u32, lang_en: bool) -> impl IntoView {
    let w = words(lang_en);
    let total = ((attempt.deadline - attempt.started_at) / 1000).max(1);
    let first_left = (attempt.deadline - attempt.server_time) / 1000;
    let id = attempt.id.clone();
    let state = State::new(attempt);
    let count = state.count();
    let sheet = Sheet {
        state: RwSignal::new(state),
        at: RwSignal::new(position.clamp(1, count.max(1))),
        left: RwSignal::new(first_left),
        words: w,
    };
    #[cfg(feature = "hydrate")]
    sync::begin(sheet);

    let action = move || ["/attempts/", &id, "/answers/", &sheet.at.get().to_string()].concat();
    let dots: Vec<_> = (1..=count)
        .map(|p| {
            view! {
                <li>
                    <a
                        href=["?q=", &p.to_string()].concat()
                        class=move || sheet.dot(p).1
                        aria-label=move || sheet.dot(p).0
                        aria-current=move || (sheet.at.get() == p).then_some("step")
                        on:click=move |ev| sheet.act(&ev, |s| s.open(p))
                    ></a>
                </li>
            }
        })
        .collect();

    view! {
        <form
            class="sheet"
            method="post"
            action=action
            autocomplete="off"
            on:submit=move |ev| {
                if sheet.state.with_untracked(|s| s.live) {
                    ev.prevent_default();
                    sheet.entered();
                }
            }
        >
            // Enter in a field saves: the first button of a form is what Enter presses.
            <button class="sheet-enter" name="go" value="stay" tabindex="-1">{w.save}</button>
            <div class="sheet-alert" role="alert" hidden=move || sheet.alert().is_empty()>
                <p>{move || sheet.alert()}</p>
                <a href=move || sheet.way_out().1 hidden=move || sheet.way_out().1.is_empty()>
                    {move || sheet.way_out().0}
                </a>
            </div>
            <nav class="dots" aria-label=w.questions>
                <ol>{dots}</ol>
            </nav>
            <div class="time">
                <b class="num">{move || sheet.clock()}</b>
                <progress
                    class=move || sheet.pace()
                    aria-label=w.time_left
                    max=total
                    value=move || sheet.left.get().clamp(0, total)
                ></progress>
                <span class="quiet num">
                    {w.question} " " {move || sheet.at.get()} "/" {count}
                </span>
            </div>
            <p class="sheet-note" hidden=move || sheet.extensions().is_empty()>{move || sheet.extensions()}</p>
            {
                // Another question gets fresh elements: a radio or select once touched does not obey attributes.
                let mut other = false;
                move || {
                    other = !other;
                    let pane = pane::question(sheet, sheet.at.get());
                    if other { Either::Left(pane) } else { Either::Right(pane) }
                }
            }
            <p class="saved" role="status">{move || sheet.status()}</p>
            <p class="sheet-say" aria-live="polite">{move || sheet.with(|s| s.say)}</p>
            <div class="sheet-foot">
                <button
                    class="btn plain"
                    name="go"
                    value="prev"
                    disabled=move || sheet.at.get() <= 1
                    on:click=move |ev| sheet.act(&ev, |s| s.open(s.at.get_untracked().saturating_sub(1)))
                >
                    {w.previous}
                </button>
                <button
                    class="btn"
                    name="go"
                    value="next"
                    hidden=move || sheet.last_or(true, false)
                    on:click=move |ev| sheet.act(&ev, |s| s.open(s.at.get_untracked() + 1))
                >
                    {w.next}
                </button>
                <button
                    class=move || sheet.last_or("btn", "btn plain")
                    name="go"
                    value="review"
                    on:click=move |ev| sheet.act(&ev, Sheet::leave)
                >
                    {w.submit}
                </button>
            </div>
        </form>
    }
}
