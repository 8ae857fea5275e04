//! A question announced, open, or closed with nothing told yet.

use super::{bar, mark, options, percent, stem_size};
use crate::i18n::{format, t};
use crate::model::Lang;
use crate::ui::{marked, picture};
use domain::live::payload::Card;
use domain::live::stage::ScreenSnapshot;
use domain::payload::Kind;
use leptos::prelude::*;

/// The next question is announced.
pub(super) fn ready(lang: Lang, s: &ScreenSnapshot, question: u32, until: i64) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    let left = s.paused.unwrap_or(until - s.now).max(0);
    let running = s.paused.is_none().then(|| until.to_string());
    view! {
        <div class="sc-mid">
            <h1 class="sc-huge">{(l.question_of)(question, s.questions)}</h1>
            <p class="sc-countdown num" data-show="count" data-deadline=running>{((left + 999) / 1000).to_string()}</p>
            <p class="sc-lead">{if s.paused.is_some() { l.paused } else { l.get_ready }}</p>
            {s.voided.is_some().then(|| view! { <p class="sc-note">{l.voided}</p> })}
            {super::seats::line(lang, s)}
        </div>
    }
}

/// While it takes answers, and after its end before anything is told.
pub(super) fn open(lang: Lang, s: &ScreenSnapshot, deadline: Option<i64>) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    let Some(card) = &s.card else { return ().into_any() };
    let total = i64::from(card.seconds) * 1000;
    let left = deadline.map_or(0, |at| s.paused.unwrap_or(at - s.now).max(0));
    let total = total.max(left).max(1);
    #[expect(clippy::cast_precision_loss, reason = "spans of a question are far below 2^52 ms")]
    let share = left as f64 * 100.0 / total as f64;
    let running = deadline.filter(|_| s.paused.is_none()).map(|at| at.to_string());
    let tally = s.tally.unwrap_or_default();
    let state = match (deadline, s.paused) {
        (None, _) => Some(l.time_up),
        (_, Some(_)) => Some(l.paused),
        _ => None,
    };
    view! {
        <div class="sc-q">
            <div
                class="sc-drain" data-show="bar" data-deadline=running.clone() data-total=total.to_string()
            >
                {bar("sc-drain-bar", share)}
            </div>
            {head(lang, s, card, state, Some((tally.answered, tally.of)), running.map(|at| (at, left)))}
            {stem(card)}
            {body(lang, card)}
        </div>
    }
    .into_any()
}

/// The line above the question: which one, what it is worth, the clock, how many answered.
pub(super) fn head(
    lang: Lang,
    s: &ScreenSnapshot,
    card: &Card,
    state: Option<&'static str>,
    tally: Option<(u32, u32)>,
    clock: Option<(String, i64)>,
) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    let number = |n: u32| format::number(lang, u64::from(n));
    let worth = if card.points == 0 { l.survey.to_owned() } else { (l.points)(&number(card.points)) };
    view! {
        <div class="sc-head">
            <p><b>{(l.question_of)(card.question, s.questions)}</b> " · " {worth}</p>
            {state.map(|text| view! { <p class="sc-state">{text}</p> })}
            {clock.map(|(at, left)| view! {
                <p class="sc-clock num" data-show="clock" data-deadline=at>{format::clock(left + 999)}</p>
            })}
            {tally.map(|(answered, of)| view! {
                <p class="num">
                    {l.answered} " " <b data-answered="">{number(answered)}</b> "/"
                    <span data-of="">{number(of)}</span>
                </p>
            })}
        </div>
    }
}

/// The question itself, with its picture beside it.
pub(super) fn stem(card: &Card) -> impl IntoView + use<> {
    let size = stem_size(&card.stem, card.image.is_some());
    view! {
        <div class="sc-stem">
            <h1 class=format!("marked {size}")>{marked(&card.stem)}</h1>
            {picture(card.image.clone())}
        </div>
    }
}

fn body(lang: Lang, card: &Card) -> AnyView {
    let l = t(lang).live_screen;
    match card.kind {
        Kind::SingleChoice | Kind::TrueFalse => choices(lang, card).into_any(),
        Kind::MultipleChoice => view! {
            <div class="sc-many"><p class="sc-how">{l.on_phone_many}</p> {choices(lang, card)}</div>
        }
        .into_any(),
        Kind::Ordering => view! {
            <div class="sc-many"><p class="sc-how">{l.on_phone_order}</p> {lines(&texts(card, true))}</div>
        }
        .into_any(),
        Kind::Matching => view! {
            <div class="sc-many">
                <p class="sc-how">{l.on_phone_match}</p>
                <div class="sc-pairs">{lines(&texts(card, true))} {lines(&texts(card, false))}</div>
            </div>
        }
        .into_any(),
        Kind::Numeric => view! { <p class="sc-ask">{l.on_phone_number}</p> }.into_any(),
        Kind::ShortText => view! { <p class="sc-ask">{l.on_phone_text}</p> }.into_any(),
    }
}

fn texts(card: &Card, left: bool) -> Vec<String> {
    let side = if left { &card.options } else { &card.matches };
    side.iter().map(|o| o.text.clone()).collect()
}

/// Lines without colour: nothing is picked among them.
pub(super) fn lines(texts: &[String]) -> impl IntoView + use<> {
    let rows = texts.iter().map(|text| view! { <li>{text.clone()}</li> }).collect::<Vec<_>>();
    view! { <ul class="sc-lines">{rows}</ul> }
}

/// How the grid of options is laid out: by how many, and how long the longest is.
pub(super) fn grid(options: &[domain::payload::OptionView]) -> String {
    let longest = options.iter().map(|o| o.text.chars().count()).max().unwrap_or_default();
    let size = match (longest, options.len() > 4) {
        (0..=34, _) | (35..=55, false) => "o1",
        (56..=90, false) | (35..=60, true) => "o2",
        (91..=150, false) | (61..=100, true) => "o3",
        _ => "o4",
    };
    format!("sc-opts {size}")
}

fn choices(lang: Lang, card: &Card) -> impl IntoView + use<> {
    let options = options(lang, card);
    let class = grid(&options);
    let rows = options
        .into_iter()
        .enumerate()
        .map(|(i, option)| {
            let (letter, shape) = mark(i);
            view! {
                <li class=format!("sc-opt {letter}")>
                    <span class="sc-mark" aria-hidden="true">{letter} <small>{shape}</small></span>
                    <span class="sc-words">{option.text}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class=class>{rows}</ul> }
}

/// Percent of a tally.
pub(super) fn share(part: u32, of: u32) -> String {
    format!("{:.0}", percent(part, of))
}
