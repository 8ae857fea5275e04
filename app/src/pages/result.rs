//! `/attempts/{id}/result`: one large figure and a sentence, the ranks with the commune first, what was right and why.

use super::contest;
use super::shell::{Frame, document};
use crate::i18n::{format, t};
use crate::islands::LeftoverTaps;
use crate::model::{Chrome, ContactAsk, Entry, Lang, ResultPage};
use crate::ui::{self, review};
use domain::payload::{Rank, ReviewItem};
use leptos::prelude::*;

/// The result of a finished attempt.
#[must_use]
pub fn result(chrome: &Chrome, mut page: ResultPage) -> String {
    let (lang, now) = (chrome.lang, chrome.now);
    let r = t(lang).result;
    let frame = Frame { title: r.title, wide: true, islands: true, ..Frame::default() };
    document(chrome, frame, || {
        let reviews = page.result.review.take();
        let code = std::mem::take(&mut page.code);
        view! {
            <div class="result">
                <div class="stack first">
                    {headline(lang, &page)}
                    <LeftoverTaps attempt=page.attempt.clone() lang_en=lang == Lang::En />
                    {ranks(lang, &page)}
                    {contact(lang, &page)}
                    {prediction(lang, &page)}
                </div>
                <div class="stack why">{explained(lang, &page, reviews)}</div>
                <div class="stack then">
                    {next(lang, now, &page, chrome.kiosk)}
                    {personal(lang, code)}
                </div>
            </div>
            {chrome.kiosk.then(|| view! {
                <form class="bottom" method="post" action="/done">
                    <button class="btn">{t(lang).frame.kiosk_done}</button>
                </form>
            })}
        }
    })
}

fn headline(lang: Lang, page: &ResultPage) -> impl IntoView + use<> {
    let (p, r) = (t(lang).paper, t(lang).result);
    let share = if page.result.max > 0.0 { page.result.score / page.result.max } else { 0.0 };
    let verdict = match share {
        x if x >= 0.9 => "great",
        x if x >= 0.7 => "good",
        x if x >= 0.5 => "fair",
        _ => "thanks",
    };
    let score = format::score(lang, page.result.score);
    let max = format::score(lang, page.result.max);
    view! {
        <section class="stack tight">
            <p class="quiet">
                {page.title.clone()} " · " {page.round.clone()} <br /> {r.submitted} " " {ui::moment(lang, page.submitted_at)}
            </p>
            <h1 class="score">
                <span class="sr">{r.title} ": "</span>
                <span class="big num">{score}</span>
                <span class="of num" aria-hidden="true">"/" {max.clone()}</span>
                <span class="sr">" " {(r.points_of)(&max)}</span>
            </h1>
            <p class="verdict">{(r.verdict)(verdict)}</p>
            <p>
                {(r.right_of)(u64::from(page.correct), u64::from(page.questions))} " "
                {(r.in_time)(&format::used(lang, page.duration_ms))} "."
            </p>
            <div class="tags">
                {page.result.passed.map(|passed| if passed {
                    view! { <span class="tag good"><span aria-hidden="true">"✓"</span> {r.passed}</span> }.into_any()
                } else {
                    view! { <span class="tag warn">{r.not_passed}</span> }.into_any()
                })}
                <span class=if page.not_counted.is_none() { "tag" } else { "tag off" }>
                    {page.not_counted.map_or(r.counted, |why| (r.not_counted)(why))}
                </span>
                {ui::demo_tag(lang, page.demo)}
            </div>
            {page.by_sweeper.then(|| view! { <p class="note warn">{r.by_sweeper}</p> })}
            {(!page.late.is_empty()).then(|| view! { <p class="note warn">{(r.late)(&ui::positions(&page.late))}</p> })}
            {page
                .extensions
                .iter()
                .map(|e| view! { <p class="note good">{(p.extension)(e.minutes, &e.reason)}</p> })
                .collect::<Vec<_>>()}
        </section>
    }
}

fn ranks(lang: Lang, page: &ResultPage) -> AnyView {
    let r = t(lang).result;
    if let Some(why) = page.unranked {
        return view! {
            <section class="note warn stack tight">
                <h2>{r.unranked_title}</h2>
                <p>{(r.unranked)(why)}</p>
                {(why == "group_code" || why == "roster_code").then(|| group_code(lang, page))}
            </section>
        }
        .into_any();
    }
    if let Some(why) = page.no_rank {
        return view! {
            <section class="note stack tight">
                <h2>{r.unranked_title}</h2>
                <p>{(r.no_rank)(why)}</p>
            </section>
        }
        .into_any();
    }
    let ranks = page.result.rank;
    let commune =
        (!page.locality.is_empty()).then(|| place(lang, page.locality.clone(), ranks.locality, true));
    let division = page.division.clone().map(|title| place(lang, title, ranks.division, false));
    view! {
        <section class="card stack tight my-ranks">
            <h2>{r.ranks}</h2>
            <dl>{commune} {place_of_all(lang, ranks.province)} {division}</dl>
            <p class="quiet">{if page.frozen { r.frozen } else { r.rank_changes }}</p>
        </section>
    }
    .into_any()
}

/// Where the code that is missing can be typed; the rank follows at once.
fn group_code(lang: Lang, page: &ResultPage) -> impl IntoView + use<> {
    let (j, r) = (t(lang).join, t(lang).result);
    let wrong = page.group_wrong;
    view! {
        <form class="stack tight" method="post" action=format!("/contests/{}/group", page.slug) id="group-form">
            <input type="hidden" name="back" value=format!("/attempts/{}/result", page.attempt) />
            <div class="field">
                <label for="group_code">{r.group_field}</label>
                {wrong.map(|code| view! { <span class="error" id="group_code-error">{(j.error)(code)}</span> })}
                <input
                    id="group_code" name="group_code" type="text" class="code-input" required autocomplete="off"
                    autocapitalize="characters" spellcheck="false" maxlength="40"
                    aria-invalid=wrong.map(|_| "true") aria-describedby=wrong.map(|_| "group_code-error")
                />
            </div>
            <button class="btn plain">{r.group_send}</button>
        </form>
    }
}

fn place_of_all(lang: Lang, rank: Option<Rank>) -> impl IntoView {
    place(lang, t(lang).result.province.to_owned(), rank, false)
}

fn place(lang: Lang, name: String, rank: Option<Rank>, first: bool) -> impl IntoView {
    let (f, r) = (t(lang).frame, t(lang).result);
    let value = match rank {
        Some(Rank { rank, of }) => view! {
            <dd>
                {r.rank} " " <b class="num">{format::number(lang, rank)}</b>
                {of.map(|n| view! { " " <span class="quiet num">{f.of} " " {format::number(lang, n)}</span> })}
            </dd>
        }
        .into_any(),
        None => view! { <dd class="quiet">{r.too_few}</dd> }.into_any(),
    };
    view! { <div class=if first { "place first" } else { "place" }><dt>{name}</dt>{value}</div> }
}

fn contact(lang: Lang, page: &ResultPage) -> AnyView {
    let r = t(lang).result;
    match page.contact {
        ContactAsk::No => ().into_any(),
        ContactAsk::AgeFirst { needed } => view! {
            <section class="card stack tight" id="contact-age">
                <h2>{r.contact_title}</h2>
                <p>
                    {needed.then_some(r.contact_needed)} " " {r.contact_age} " "
                    <a class="link" href="/me">{r.contact_age_link}</a>
                </p>
            </section>
        }
        .into_any(),
        ContactAsk::Given => view! { <p class="note good">{r.contact_given}</p> }.into_any(),
        ContactAsk::Ask { needed, error } => {
            let line = |code: &'static str| {
                (error == Some(code))
                    .then(|| view! { <span class="error" id=format!("contact-{code}-error")>{(r.contact_error)(code)}</span> })
            };
            view! {
                <section class="card accent stack" id="contact-form">
                    <div class="stack tight">
                        <h2>{r.contact_title}</h2>
                        <p>{if needed { r.contact_needed } else { r.contact_optional }} " " {r.contact_lead}</p>
                    </div>
                    <form class="stack" method="post" action=format!("/contests/{}/contact", page.slug)>
                        <input type="hidden" name="back" value=format!("/attempts/{}/result", page.attempt) />
                        <div class="field">
                            <label for="contact">{r.contact_field}</label>
                            {line("contact")}
                            <input
                                id="contact" name="contact" type="text" inputmode="email" autocomplete="tel" required
                                maxlength="120" aria-invalid=(error == Some("contact")).then_some("true")
                                aria-describedby=(error == Some("contact")).then_some("contact-contact-error")
                            />
                        </div>
                        <label class="check">
                            <input
                                type="checkbox" name="consents" value="prize_contact" required
                                aria-describedby=(error == Some("consent")).then_some("contact-consent-error")
                            />
                            <span>{r.contact_consent} {line("consent")}</span>
                        </label>
                        <button class="btn plain">{r.contact_send}</button>
                    </form>
                </section>
            }
            .into_any()
        }
    }
}

fn prediction(lang: Lang, page: &ResultPage) -> impl IntoView + use<> {
    let r = t(lang).result;
    page.prediction.map(|mine| {
        view! {
            <section class="card stack tight">
                <p>{r.prediction_yours} " " <b class="num">{format::integer(lang, mine)}</b></p>
                {match page.prediction_actual {
                    Some(n) => view! {
                        <p>{r.prediction_actual} " " <b class="num">{format::integer(lang, n)}</b></p>
                    }.into_any(),
                    None => view! { <p class="quiet">{r.prediction_pending}</p> }.into_any(),
                }}
            </section>
        }
    })
}

fn next(lang: Lang, now: i64, page: &ResultPage, kiosk: bool) -> impl IntoView + use<> {
    let r = t(lang).result;
    let left = page.left.filter(|_| page.entry == Entry::Start);
    view! {
        <section class="stack">
            <h2>{r.next}</h2>
            {contest::entry(lang, now, &page.slug, page.entry.clone(), true, kiosk)}
            {left.map(|n| view! { <p>{(r.left)(u64::from(n))}</p> })}
            <div class="actions">
                <a class="btn plain small" href=format!("/contests/{}/standings", page.slug)>{r.standings}</a>
                <a class="btn plain small" href=format!("/contests/{}", page.slug)>{r.share}</a>
            </div>
        </section>
    }
}

fn personal(lang: Lang, code: String) -> impl IntoView {
    let r = t(lang).result;
    (!code.is_empty()).then(|| {
        view! {
            <details class="card" id="code">
                <summary>{r.code_show}</summary>
                <div class="stack"><p>{r.code_lead}</p>{ui::personal_code_folded(lang, code)}</div>
            </details>
        }
    })
}

fn explained(lang: Lang, page: &ResultPage, reviews: Option<Vec<ReviewItem>>) -> AnyView {
    let r = t(lang).result;
    match reviews {
        Some(items) => {
            let wrong = items.iter().filter(|i| review::Outcome::of(i) != review::Outcome::Right).count();
            let items = items.into_iter().map(|item| review::item(lang, item)).collect::<Vec<_>>();
            view! {
                <section class="stack">
                    <div>
                        <h2>{r.review}</h2>
                        {(wrong > 0).then(|| view! { <p class="quiet">{(r.review_only_wrong)(wrong as u64)}</p> })}
                    </div>
                    {items}
                </section>
            }
            .into_any()
        }
        None => {
            let when = page.result.review_from.map(|at| {
                view! { <p>{r.review_from} " " <b>{ui::moment(lang, at)}</b> "."</p> }
            });
            let never = when.is_none().then(|| view! { <p>{r.review_never}</p> });
            view! { <section class="card stack tight"><h2>{r.review}</h2>{when}{never}</section> }.into_any()
        }
    }
}
