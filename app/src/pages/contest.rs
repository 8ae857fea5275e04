//! `/contests/{slug}`: what it is, the one thing the person may do now, and the rules in plain words.

use super::home::{tags, took_part, window};
use super::shell::{Frame, document};
use crate::i18n::{format, t};
use crate::model::{Chrome, ContestPage, Entry, Lang, MyAttempt, RoundInfo};
use crate::ui;
use leptos::prelude::*;

/// The contest page.
#[must_use]
pub fn contest(chrome: &Chrome, page: ContestPage) -> String {
    let (lang, now) = (chrome.lang, chrome.now);
    let c = t(lang).contest;
    let title = page.card.title.clone();
    let kiosk = chrome.kiosk;
    let frame = Frame { title: &title, wide: true, fresh: true, ..Frame::default() };
    document(chrome, frame, || {
        let slug = page.card.slug.clone();
        let again = !page.mine.is_empty();
        let mine = page.mine.into_iter().map(|a| my_attempt(lang, a, false)).collect::<Vec<_>>();
        let rounds = page.rounds.into_iter().map(|r| round(lang, r)).collect::<Vec<_>>();
        view! {
            <div class="contest">
                <div class="stack">
                    <section class="card hot stack">
                        {tags(lang, &page.card)}
                        <h1>{page.card.title.clone()}</h1>
                        {(!page.summary.is_empty()).then(|| view! { <p>{page.summary}</p> })}
                        <div class="stack tight">
                            {(!page.card.over).then(|| window(lang, now, &page.card))}
                            {took_part(lang, &page.card)}
                        </div>
                        {entry(lang, now, &slug, page.entry, again, kiosk)}
                    </section>
                    <div class="actions">
                        <a class="btn plain small" href=format!("/contests/{slug}/standings")>{c.see_standings}</a>
                        {(!page.card.over).then(|| view! { <a class="btn plain small" href="/practice">{c.practise}</a> })}
                    </div>
                    {(!mine.is_empty()).then(|| view! {
                        <section class="stack tight"><h2>{c.mine}</h2><ul class="list">{mine}</ul></section>
                    })}
                </div>
                <div class="stack">
                    <section class="card stack tight">
                        <h2>{c.rules}</h2>
                        <dl class="facts">
                            <dt>{c.organiser}</dt><dd>{page.organiser}</dd>
                            {page.prizes.map(|text| view! { <dt>{c.prizes}</dt><dd>{text}</dd> })}
                            <dt>{c.identity}</dt><dd>{(c.identity_of)(page.identity)}</dd>
                            {(!page.divisions.is_empty()).then(|| view! {
                                <dt>{c.divisions}</dt><dd>{page.divisions.join(" · ")}</dd>
                            })}
                        </dl>
                    </section>
                    <section class="stack tight"><h2>{c.rounds}</h2>{rounds}</section>
                </div>
            </div>
        }
    })
}

/// The one button, or the reason why there is none and from when there is.
pub(super) fn entry(lang: Lang, now: i64, slug: &str, entry: Entry, again: bool, kiosk: bool) -> AnyView {
    let c = t(lang).contest;
    match entry {
        Entry::Join => {
            let href = if kiosk { format!("/contests/{slug}/join?kiosk") } else { format!("/contests/{slug}/join") };
            view! { <a class="btn" href=href>{c.start}</a><p class="quiet">{c.join_hint}</p> }.into_any()
        }
        Entry::Start => view! {
            <form method="post" action=format!("/contests/{slug}/attempts")>
                <button class="btn">{if again { c.start_again } else { c.start }}</button>
            </form>
            <p class="quiet">{c.start_hint}</p>
        }
        .into_any(),
        Entry::Resume { attempt, deadline } => view! {
            <a class="btn" href=format!("/attempts/{attempt}")>{c.resume}</a>
            <p class="quiet">
                {c.resume_hint} " " <b class="num">{format::time_of_day(deadline)}</b> " – " {format::left(lang, deadline - now)}
            </p>
        }
        .into_any(),
        Entry::Wait { again_at, reason } => view! {
            <p class="note">
                {(c.wait)(reason)}
                {again_at.map(|at| view! { " " {c.again_at} " " <b>{ui::moment(lang, at)}</b> "." })}
            </p>
        }
        .into_any(),
        Entry::NotYet { opens_at } => {
            view! { <p class="note">{c.not_yet} " " <b>{ui::moment(lang, opens_at)}</b> "."</p> }.into_any()
        }
        Entry::Over => view! { <p class="note">{c.over}</p> }.into_any(),
    }
}

fn round(lang: Lang, r: RoundInfo) -> impl IntoView {
    let (f, c, h) = (t(lang).frame, t(lang).contest, t(lang).home);
    let limits = match (r.per_day, r.per_round) {
        (None, None) => c.unlimited.to_owned(),
        (day, all) => {
            let day = day.map(|n| (h.per_day)(u64::from(n)));
            let all = all.map(|n| (c.per_round)(u64::from(n)));
            day.into_iter().chain(all).collect::<Vec<_>>().join(", ")
        }
    };
    let keys = r.ranking.iter().map(|key| (c.key)(key)).collect::<Vec<_>>().join(c.then);
    let extra = r
        .extra_time
        .into_iter()
        .map(|(title, percent)| format!("{title}: {}", (c.extra)(&percent.to_string())))
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <details class="card" open=r.open>
            <summary>{r.title} " " {r.open.then(|| view! { <span class="tag live">{f.live}</span> })}</summary>
            <dl class="facts">
                <dt>{c.from_to}</dt>
                <dd>{ui::moment(lang, r.opens_at)} " " {c.to} " " {ui::moment(lang, r.closes_at)}</dd>
                <dt>{c.paper}</dt>
                <dd>{(f.questions)(u64::from(r.questions))} " · " {(f.minutes)(u64::from(r.minutes))}</dd>
                <dt>{c.attempts}</dt>
                <dd>{limits} ". " {(c.counts)(r.counts)}</dd>
                {r.pass_mark.map(|p| view! { <dt>{c.pass}</dt><dd>{(c.pass_from)(&format::score(lang, p))}</dd> })}
                {(!keys.is_empty()).then(|| view! { <dt>{c.ranking}</dt><dd>{keys}</dd> })}
                {r.prediction.map(|(prompt, actual)| view! {
                    <dt>{c.prediction}</dt>
                    <dd>
                        {prompt}
                        {actual.map(|n| view! {
                            <br /> {c.prediction_actual} " " <b class="num">{format::integer(lang, n)}</b>
                        })}
                    </dd>
                })}
                {(!extra.is_empty()).then(|| view! { <dt>{c.extra_time}</dt><dd>{extra}</dd> })}
            </dl>
        </details>
    }
}

/// One finished attempt as a row; with its contest's title where several contests are listed.
pub(super) fn my_attempt(lang: Lang, a: MyAttempt, with_contest: bool) -> impl IntoView {
    let c = t(lang).contest;
    let score = format!("{}/{}", format::score(lang, a.score), format::score(lang, a.max));
    view! {
        <li class="row">
            <div>
                {with_contest.then(|| view! { <b>{a.contest.clone()}</b> <br /> })}
                <span>{a.round}</span> <br />
                <span class="quiet">{c.submitted} " " {ui::moment(lang, a.submitted_at)}</span>
            </div>
            <div class="mine">
                <b class="num">{(c.score_of)(&score)}</b>
                {a.counted.then(|| view! { <span class="tag good">{c.counted}</span> })}
                <a class="link" href=format!("/attempts/{}/result", a.id)>{c.see_result}</a>
            </div>
        </li>
    }
}
