//! `/`: what is open now, largest first; one button each. Under it an attempt still running, the way into a live contest,
//! practice, what is over.

use super::shell::{Frame, document};
use crate::i18n::{format, t};
use crate::model::{Chrome, ContestCard, HomePage, Lang};
use crate::ui;
use leptos::prelude::*;

/// The home page.
#[must_use]
pub fn home(chrome: &Chrome, page: HomePage) -> String {
    let (lang, now) = (chrome.lang, chrome.now);
    let h = t(lang).home;
    let frame = Frame { wide: true, ..Frame::default() };
    document(chrome, frame, || {
        let empty = page.open.is_empty();
        let open = page.open.into_iter().map(|card| open_card(lang, now, card)).collect::<Vec<_>>();
        let past = page.past.into_iter().map(|card| past_row(lang, card)).collect::<Vec<_>>();
        view! {
            <div class="home">
                <div class="stack">
                    <div class="hero">
                        <h1>{h.title}</h1>
                        <p class="quiet">{h.lead}</p>
                    </div>
                    {page.running.map(|(id, title, deadline)| view! {
                        <section class="note warn stack tight">
                            <h2>{h.running_title}</h2>
                            <p>
                                <b>{title}</b> <br /> {h.running_until} " " <b class="num">{format::time_of_day(deadline)}</b>
                                " – " {format::left(lang, deadline - now)}
                            </p>
                            <a class="btn" href=format!("/attempts/{id}")>{h.resume}</a>
                        </section>
                    })}
                    {empty.then(|| view! {
                        <section class="card stack tight">
                            <h2>{h.none_open}</h2>
                            <p>{h.none_open_hint}</p>
                        </section>
                    })}
                    {open}
                </div>
                <div class="stack">
                    <section class="card row">
                        <div>
                            <h2>{h.live}</h2>
                            <p class="quiet">{h.live_lead}</p>
                        </div>
                        <a class="btn plain small" href="/live">{h.live_pin}</a>
                    </section>
                    {(page.practice_topics > 0).then(|| view! {
                        <section class="card row">
                            <div>
                                <h2>{h.practice}</h2>
                                <p class="quiet">{(h.practice_lead)(page.practice_topics as u64)}</p>
                            </div>
                            <a class="btn plain small" href="/practice">
                                {h.practice_open} <span class="sr">{h.practice}</span>
                            </a>
                        </section>
                    })}
                    {(!past.is_empty()).then(|| view! {
                        <section class="stack tight">
                            <h2>{h.past}</h2>
                            <ul class="list">{past}</ul>
                        </section>
                    })}
                </div>
            </div>
        }
    })
}

/// `Vòng 2 · 10 câu · 10 phút · mỗi ngày một lượt`.
fn paper_line(lang: Lang, card: &ContestCard) -> String {
    let (f, h) = (t(lang).frame, t(lang).home);
    let mut line = String::new();
    let mut part = |text: &str| {
        if !line.is_empty() {
            line.push_str(" · ");
        }
        line.push_str(text);
    };
    if let Some(round) = &card.round {
        part(round);
    }
    if card.questions > 0 {
        part(&(f.questions)(u64::from(card.questions)));
    }
    if card.minutes > 0 {
        part(&(f.minutes)(u64::from(card.minutes)));
    }
    if let Some(n) = card.per_day {
        part(&(h.per_day)(u64::from(n)));
    }
    line
}

/// How many took part, and how many of them nearby.
pub(super) fn took_part(lang: Lang, card: &ContestCard) -> AnyView {
    let h = t(lang).home;
    if card.participants == 0 {
        return view! { <p class="quiet">{h.first}</p> }.into_any();
    }
    let nearby = card.nearby.as_ref().map(|(place, count)| {
        let count = count.map_or_else(|| h.below_five.to_owned(), |n| format::number(lang, n));
        view! { ", " <b class="num">{count}</b> " " {h.nearby_at} " " {place.clone()} }
    });
    view! {
        <p>
            <b class="num">{format::number(lang, card.participants)}</b> " " {(h.took_part)(card.participants)} {nearby}
        </p>
    }
    .into_any()
}

/// When it closes, or when it opens.
pub(super) fn window(lang: Lang, now: i64, card: &ContestCard) -> AnyView {
    let h = t(lang).home;
    match (card.closes_at, card.opens_at) {
        (Some(closes), _) => view! {
            <p>
                {h.closes} " " <b>{ui::moment(lang, closes)}</b> " – "
                <span class="nowrap">{format::left(lang, closes - now)}</span>
            </p>
        }
        .into_any(),
        (None, Some(opens)) => view! {
            <p>
                {h.opens} " " <b>{ui::moment(lang, opens)}</b> " – "
                <span class="nowrap">{(h.opens_in)(&format::span(lang, opens - now))}</span>
            </p>
        }
        .into_any(),
        (None, None) => ().into_any(),
    }
}

/// Open, opening soon, or over; and whether it is demonstration data.
pub(super) fn tags(lang: Lang, card: &ContestCard) -> impl IntoView + use<> {
    let f = t(lang).frame;
    let (class, text) = match card {
        ContestCard { over: true, .. } => ("tag off", f.over),
        ContestCard { closes_at: Some(_), .. } => ("tag live", f.live),
        _ => ("tag", f.soon),
    };
    view! {
        <div class="tags">
            <span class=class>
                {(class == "tag live").then(|| view! { <span aria-hidden="true">"●"</span> })} {text}
            </span>
            {ui::demo_tag(lang, card.demo)}
        </div>
    }
}

fn open_card(lang: Lang, now: i64, card: ContestCard) -> impl IntoView {
    let h = t(lang).home;
    let open = card.closes_at.is_some();
    let href = format!("/contests/{}", card.slug);
    let line = paper_line(lang, &card);
    view! {
        <article class=if open { "card hot stack tight" } else { "card accent stack tight" }>
            {tags(lang, &card)}
            <h2 class="title">{card.title.clone()}</h2>
            <p class="quiet">{line}</p>
            {window(lang, now, &card)}
            {took_part(lang, &card)}
            <a class=if open { "btn" } else { "btn plain" } href=href.clone()>
                {if open { h.enter } else { h.see }} <span class="sr">": " {card.title}</span>
            </a>
            {(card.participants > 0).then(|| view! {
                <a class="link" href=format!("{href}/standings")>{h.standings}</a>
            })}
        </article>
    }
}

fn past_row(lang: Lang, card: ContestCard) -> impl IntoView {
    let h = t(lang).home;
    let href = format!("/contests/{}", card.slug);
    view! {
        <li class="stack tight">
            <div class="tags"><a class="link" href=href.clone()>{card.title.clone()}</a> {ui::demo_tag(lang, card.demo)}</div>
            <div class="row">
                <span class="quiet">
                    <b class="num">{format::number(lang, card.participants)}</b> " " {(h.took_part)(card.participants)}
                </span>
                <a class="link quiet" href=format!("{href}/standings") aria-label=(h.standings_of)(&card.title)>
                    {h.standings}
                </a>
            </div>
        </li>
    }
}
