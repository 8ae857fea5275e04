//! What the host reads out, with its key, and how many chose what.

use crate::i18n::{format, t};
use crate::islands::stage::parts;
use crate::model::Lang;
use crate::pages::live::stage::{bar, mark, options, percent};
use crate::ui::{marked, picture};
use domain::live::Phase;
use domain::live::payload::{Bars, Card};
use domain::live::stage::{HostSnapshot, Script};
use domain::payload::Kind;
use leptos::prelude::*;

/// The question at hand, or the next one.
pub(super) fn script(lang: Lang, host: &HostSnapshot) -> AnyView {
    let h = t(lang).live_host;
    let s = &host.screen;
    let Some(script) = &host.script else {
        let over = matches!(s.phase, Phase::Standings { after } if after >= s.questions);
        return over.then(|| view! { <section class="card"><p>{h.last_question}</p></section> }).into_any();
    };
    let Script { card, key, explanation, read_aloud, ahead } = script;
    let number = |n: u32| format::number(lang, u64::from(n));
    let worth =
        if key.survey || card.points == 0 { h.survey.to_owned() } else { (h.points)(&number(card.points)) };
    view! {
        <section class="card stack tight hs-script">
            <p class="tags">
                <b>{if *ahead { h.script_next } else { h.script }}</b>
                <span class="quiet num">
                    {(h.question_of)(card.question, s.questions)} " · " {(h.seconds)(u64::from(card.seconds))} " · " {worth}
                </span>
            </p>
            <h2 class="marked">{marked(&card.stem)}</h2>
            {picture(card.image.clone())}
            {read_aloud.clone().map(|text| view! { <p class="quiet">{h.read_aloud} " " {text}</p> })}
            {ahead.then(|| lines(lang, card, &key.right))}
            {(!key.words.is_empty()).then(|| view! { <p><b>{h.right_is}</b> " " {key.words.join(" · ")}</p> })}
            {(!explanation.is_empty()).then(|| view! { <p class="marked"><b>{h.why}</b> " " {marked(explanation)}</p> })}
            <p class="quiet">{h.only_you}</p>
        </section>
    }
    .into_any()
}

/// The options of a question that is not open yet.
fn lines(lang: Lang, card: &Card, right: &[String]) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let rows = options(lang, card)
        .into_iter()
        .enumerate()
        .map(|(i, option)| {
            let (letter, shape) = mark(i);
            let right = right.contains(&option.id);
            view! {
                <li class=format!("hs-opt {letter}{}", if right { " right" } else { "" })>
                    <span class="badge" aria-hidden="true">{letter} <small>{shape}</small></span>
                    <span>{option.text}</span> {right.then(|| view! { <b class="tag good">"✓ " {h.right_word}</b> })}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="hs-opts">{rows}</ul> }
}

/// How many chose what: the host's alone until reveal.
pub(super) fn bars(lang: Lang, host: &HostSnapshot) -> AnyView {
    let s = &host.screen;
    let h = t(lang).live_host;
    let told = s.reveal.as_ref().map(|reveal| &reveal.bars);
    let (Some(bars), Some(card)) = (told.or(host.bars.as_ref()), &s.card) else { return ().into_any() };
    let secret = s.reveal.is_none();
    let right = host.script.as_ref().filter(|script| !script.ahead).map(|script| script.key.right.clone());
    let body = match card.kind {
        Kind::SingleChoice | Kind::MultipleChoice | Kind::TrueFalse => {
            picks(lang, card, bars, &right.unwrap_or_default()).into_any()
        }
        _ => {
            let html = parts::typed(lang == Lang::En, &bars.bars, bars.answered);
            view! { <ul class="hs-opts" data-typed="" inner_html=html></ul> }.into_any()
        }
    };
    view! {
        <section class="card stack tight">
            <p class="tags"><b>{h.bars}</b> {secret.then(|| view! { <span class="quiet">{h.bars_secret}</span> })}</p>
            {body}
        </section>
    }
    .into_any()
}

fn picks(lang: Lang, card: &Card, bars: &Bars, right: &[String]) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let rows = options(lang, card)
        .into_iter()
        .enumerate()
        .map(|(i, option)| {
            let (letter, shape) = mark(i);
            let count = bars.bars.iter().find(|b| b.id == option.id).map_or(0, |b| b.count);
            let right = right.contains(&option.id);
            view! {
                <li class=format!("hs-opt {letter}{}", if right { " right" } else { "" }) data-bar=option.id>
                    <span class="badge" aria-hidden="true">{letter} <small>{shape}</small></span>
                    <span>
                        {option.text} {right.then(|| view! { " " <b class="tag good">"✓ " {h.right_word}</b> })}
                        {bar("hs-bar", percent(count, bars.answered))}
                    </span>
                    <b class="num" data-n="">{format::number(lang, u64::from(count))}</b>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="hs-opts">{rows}</ul> }
}
