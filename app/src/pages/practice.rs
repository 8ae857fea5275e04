//! `/practice` and `/practice/{slug}`: no record, instant feedback; the whole run lives in the address.

use super::shell::{Frame, document};
use crate::i18n::t;
use crate::model::{Chrome, Lang, PracticeCard, PracticePage};
use crate::ui::{query_value, question, review};
use leptos::prelude::*;

/// The topics.
#[must_use]
pub fn practice_list(chrome: &Chrome, topics: Vec<PracticeCard>) -> String {
    let lang = chrome.lang;
    let (f, p) = (t(lang).frame, t(lang).practice);
    let frame = Frame { title: p.title, wide: true, ..Frame::default() };
    document(chrome, frame, || {
        let empty = topics.is_empty();
        let cards = topics
            .into_iter()
            .map(|topic| {
                view! {
                    <li>
                        <a class="card topic" href=format!("/practice/{}", topic.slug)>
                            <b>{topic.title}</b>
                            <span class="quiet">{(f.questions)(u64::from(topic.questions))}</span>
                        </a>
                    </li>
                }
            })
            .collect::<Vec<_>>();
        view! {
            <div class="stack">
                <h1>{p.title}</h1>
                <p>{p.lead}</p>
                {empty.then(|| view! { <p class="card">{p.none}</p> })}
                <ul class="topics">{cards}</ul>
            </div>
        }
    })
}

/// One question of a run, its feedback, or the end of the run.
#[must_use]
pub fn practice(chrome: &Chrome, page: PracticePage) -> String {
    let lang = chrome.lang;
    let title = format!("{} – {}", page.title, t(lang).practice.title);
    let frame = Frame { title: &title, ..Frame::default() };
    document(chrome, frame, || if page.done { done(lang, page) } else { step(lang, page) })
}

fn done(lang: Lang, page: PracticePage) -> AnyView {
    let (h, p) = (t(lang).home, t(lang).practice);
    view! {
        <div class="stack">
            <p class="quiet">{page.title}</p>
            <h1>{p.done}</h1>
            <p class="verdict">{(p.done_score)(u64::from(page.right), u64::from(page.of))}</p>
            <progress max=page.of.to_string() value=page.right.to_string() aria-hidden="true"></progress>
            <a class="btn" href=format!("/practice/{}", page.slug)>{p.again}</a>
            <div class="actions">
                <a class="btn plain small" href="/practice">{p.topics}</a>
                <a class="btn plain small" href="/">{h.enter}</a>
            </div>
        </div>
    }
    .into_any()
}

fn step(lang: Lang, page: PracticePage) -> AnyView {
    let (paper, p) = (t(lang).paper, t(lang).practice);
    let n = page.question.position;
    let address = |q: u32| {
        format!(
            "/practice/{}?seed={}&q={q}&right={}",
            query_value(&page.slug),
            query_value(&page.seed),
            page.right
        )
    };
    let (here, next) = (address(n), address(n + 1));
    let stop = || view! { <p><a class="link quiet" href="/practice">{p.stop}</a></p> };
    let answered = u32::from(page.feedback.is_some());
    let head = view! {
        <div class="stack tight">
            <p class="row quiet"><span>{page.title}</span> <span class="num">{(p.right_so_far)(u64::from(page.right))}</span></p>
            <h1 class="run num">{(paper.question_of)(n, page.of)}</h1>
            <progress max=page.of.to_string() value=(n - 1 + answered).to_string() aria-hidden="true"></progress>
        </div>
    };
    let body = match page.feedback {
        Some(item) => view! {
            <div class="stack" role="status">{review::item(lang, item)}</div>
            {stop()}
            <div class="bottom"><a class="btn" href=next>{if n >= page.of { p.finish } else { p.next }}</a></div>
        }
        .into_any(),
        None => view! {
            <form class="stack" method="post" action=here>
                {question::fields(lang, page.question)}
                {stop()}
                <div class="bottom"><button class="btn">{p.check}</button></div>
            </form>
        }
        .into_any(),
    };
    view! { <div class="stack">{head} {body}</div> }.into_any()
}
