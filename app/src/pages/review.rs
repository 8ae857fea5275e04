//! `/attempts/{id}/review`: what is answered and what is not, the prediction, and the button that submits.

use super::shell::{Frame, document};
use crate::i18n::{format, t};
use crate::model::{Chrome, Lang, ReviewPage};
use crate::ui;
use domain::payload::AttemptView;
use leptos::prelude::*;

/// The look back before submitting.
#[must_use]
pub fn review(chrome: &Chrome, page: ReviewPage) -> String {
    let lang = chrome.lang;
    let p = t(lang).paper;
    let frame = Frame { title: p.review_title, fresh: true, ..Frame::default() };
    document(chrome, frame, || {
        let attempt = page.attempt;
        let id = attempt.id.clone();
        let blanks: Vec<u32> =
            attempt.questions.iter().filter(|q| q.choice.is_none()).map(|q| q.position).collect();
        let of = attempt.questions.len() as u64;
        let forbidden = attempt.all_required && !blanks.is_empty();
        let first_blank = blanks.first().copied();
        view! {
            <div class="stack">
                <div class="stack tight">
                    <p class="quiet">{page.title}</p>
                    <h1>{p.review_title}</h1>
                    <p>{(p.review_lead)(of - blanks.len() as u64, of)}</p>
                    <p class="quiet">
                        {p.deadline} " " <b class="num">{format::time_of_day(attempt.deadline)}</b> " – "
                        {format::left(lang, attempt.deadline - chrome.now)}
                    </p>
                    {extensions(lang, &attempt)}
                </div>
                {page.error.map(|code| view! { <p class="note bad" role="alert" id="review-error">{(p.error)(code)}</p> })}
                {(!blanks.is_empty()).then(|| view! {
                    <div class="note warn">
                        <p><b>{(p.blanks)(&ui::positions(&blanks))}</b></p>
                        <p>{if forbidden { p.blanks_forbidden } else { p.blanks_lose }}</p>
                    </div>
                })}
                {list(lang, &attempt)}
                <form class="stack" method="post" action=format!("/attempts/{id}/submit")>
                    {attempt.prediction.map(|prompt| {
                        let wrong = page.error == Some("prediction");
                        view! {
                            <section class="card stack tight">
                                <h2>{p.prediction_title}</h2>
                                <div class="field">
                                    <label for="prediction">{prompt}</label>
                                    <input
                                        id="prediction" name="prediction" type="text" inputmode="numeric" maxlength="12"
                                        autocomplete="off" value=page.prediction aria-invalid=wrong.then_some("true")
                                        aria-describedby=if wrong { "review-error prediction-hint" } else { "prediction-hint" }
                                    />
                                    <span class="hint" id="prediction-hint">{p.prediction_hint}</span>
                                </div>
                            </section>
                        }
                    })}
                    {(!blanks.is_empty()).then(|| view! { <input type="hidden" name="confirm_blanks" value="1" /> })}
                    {(!forbidden).then(|| view! { <p class="quiet">{p.submit_final}</p> })}
                    <div class="bottom">
                        {match first_blank {
                            Some(n) => view! {
                                <a class="btn plain" href=format!("/attempts/{id}?q={n}")>{p.to_first_blank}</a>
                            },
                            None => view! { <a class="btn plain" href=format!("/attempts/{id}?q=1")>{p.back}</a> },
                        }}
                        {(!forbidden).then(|| view! {
                            <button class="btn">{if first_blank.is_some() { p.submit_anyway } else { p.submit }}</button>
                        })}
                    </div>
                </form>
            </div>
        }
    })
}

/// Minutes the organisers gave back.
pub(super) fn extensions(lang: Lang, attempt: &AttemptView) -> impl IntoView + use<> {
    let p = t(lang).paper;
    attempt
        .extensions
        .iter()
        .map(|e| view! { <p class="note good">{(p.extension)(e.minutes, &e.reason)}</p> })
        .collect::<Vec<_>>()
}

fn list(lang: Lang, attempt: &AttemptView) -> impl IntoView + use<> {
    let p = t(lang).paper;
    let rows = attempt
        .questions
        .iter()
        .map(|q| {
            let done = q.choice.is_some();
            let (class, icon, word) =
                if done { ("state done", "✓", p.answered) } else { ("state", "○", p.blank) };
            view! {
                <li class="review-row">
                    <b class="num">{q.position}</b>
                    <span class="review-stem">
                        <span class="clamp">{domain::marks::plain(&q.stem)}</span>
                        <span class=class><span aria-hidden="true">{icon}</span> " " {word}</span>
                    </span>
                    <a class="link" href=format!("/attempts/{}?q={}", attempt.id, q.position)>
                        {if done { p.open_question } else { p.open_blank }}
                        <span class="sr">": " {(p.question)(u64::from(q.position))}</span>
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="list">{rows}</ol> }
}
