//! What the host reads out: the question with its key, how many chose what, why, and what comes next.
//!
//! Bars are drawings with their own numbers (the content policy forbids style attributes): `data-bar` names the option,
//! `data-bar-count` its figure, for the page's script. Who reads by ear or without colour gets letter, word and number.

use super::number;
use crate::i18n::t;
use crate::model::Lang;
use crate::ui::{marked, picture};
use domain::live::Phase;
use domain::live::payload::{Bars, Card};
use domain::live::stage::{HostSnapshot, Script};
use domain::payload::{Kind, OptionView};
use leptos::prelude::*;

/// Letter and shape of each option, as on the projector; the class of the same letter brings the colour.
const MARKS: [(&str, &str); 6] = [("A", "▲"), ("B", "◆"), ("C", "●"), ("D", "■"), ("E", "★"), ("F", "⬟")];

/// The script of this state; the end of the questions where none is left.
pub(super) fn script(lang: Lang, s: &HostSnapshot) -> Option<AnyView> {
    let h = t(lang).live_host;
    let Some(script) = &s.script else {
        let end = matches!(s.screen.phase, Phase::Standings { .. });
        return end.then(|| view! { <p class="note">{h.no_more}</p> }.into_any());
    };
    let card = &script.card;
    let of = number(lang, card.of);
    let hint = match (script.ahead, s.screen.phase) {
        (true, _) => Some(h.ahead_hint),
        (false, Phase::Reveal { .. }) => None,
        (false, _) if script.key.survey => None,
        (false, _) => Some(h.key_hint),
    };
    let bars = s.bars.as_ref().filter(|_| !script.ahead);
    let title = if script.ahead { h.script_ahead } else { h.script };
    Some(
        view! {
            <section class="card h-script" class:ahead=script.ahead>
                <div class="h-script-head">
                    <h2>{title}</h2>
                    <p class="tags">
                        <span class="tag num">{(h.question_of)(&number(lang, card.question), &of)}</span>
                        <span class="tag off">{(h.kind)(kind_code(card.kind))}</span>
                        <span class="tag off num">{worth(lang, script)}</span>
                    </p>
                </div>
                {hint.map(|text| view! { <p class="quiet">{text}</p> })}
                <h3 class="h-stem marked">{marked(&card.stem)}</h3>
                {picture(card.image.clone())}
                {script.read_aloud.clone().map(|text| view! {
                    <p class="h-read"><b>{h.read_aloud}</b> <span class="marked">{marked(&text)}</span></p>
                })}
                {answers(lang, script, bars)}
                {bars.filter(|bars| bars.answered > 0 && !script.key.survey).map(|bars| {
                    let n = |n| number(lang, n);
                    let told = (h.outcome)(&n(bars.right), &n(bars.partly), &n(bars.answered));
                    view! { <p class="num h-outcome">{told}</p> }
                })}
                {(!script.explanation.is_empty()).then(|| view! {
                    <p class="h-why"><b>{h.why}</b> <span class="marked">{marked(&script.explanation)}</span></p>
                })}
            </section>
        }
        .into_any(),
    )
}

fn worth(lang: Lang, script: &Script) -> String {
    let h = t(lang).live_host;
    let seconds = number(lang, script.card.seconds);
    if script.key.survey || script.card.points == 0 {
        format!("{} · {}", h.survey, (h.seconds)(&seconds))
    } else {
        (h.worth)(&number(lang, script.card.points), &seconds)
    }
}

fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::SingleChoice => "single_choice",
        Kind::MultipleChoice => "multiple_choice",
        Kind::TrueFalse => "true_false",
        Kind::Ordering => "ordering",
        Kind::Matching => "matching",
        Kind::Numeric => "numeric",
        Kind::ShortText => "short_text",
    }
}

fn answers(lang: Lang, script: &Script, bars: Option<&Bars>) -> AnyView {
    match script.card.kind {
        Kind::SingleChoice | Kind::MultipleChoice | Kind::TrueFalse => options(lang, script, bars).into_any(),
        Kind::Ordering => order(lang, script).into_any(),
        Kind::Matching => {
            let h = t(lang).live_host;
            let left = lines(&script.card.options);
            let right = lines(&script.card.matches);
            view! {
                <div class="h-pairs">{left} <div><p class="quiet">{h.matches}</p> {right}</div></div>
                {words(lang, script)}
            }
            .into_any()
        }
        Kind::Numeric | Kind::ShortText => {
            view! { {words(lang, script)} {bars.map(|bars| typed(lang, bars))} }.into_any()
        }
    }
}

/// The options as shown; a true/false question may come without its two.
fn shown(lang: Lang, card: &Card) -> Vec<OptionView> {
    if card.kind == Kind::TrueFalse && card.options.is_empty() {
        let h = t(lang).live_host;
        let word = |id: &str, text: &str| OptionView { id: id.to_owned(), text: text.to_owned() };
        return vec![word("true", h.true_word), word("false", h.false_word)];
    }
    card.options.clone()
}

fn options(lang: Lang, script: &Script, bars: Option<&Bars>) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let rows = shown(lang, &script.card)
        .into_iter()
        .enumerate()
        .map(|(i, option)| {
            let (letter, shape) = MARKS.get(i % MARKS.len()).copied().unwrap_or(("A", "▲"));
            let right = script.key.right.contains(&option.id);
            let bar = bars.map(|bars| {
                let count = bars.bars.iter().find(|b| b.id == option.id).map_or(0, |b| b.count);
                counted(lang, &option.id, count, bars.answered)
            });
            view! {
                <li class=format!("h-opt {letter}") class:right=right>
                    <span class="h-mark"><b>{letter}</b> <small aria-hidden="true">{shape}</small></span>
                    <div class="h-words">
                        <p>
                            {option.text}
                            {right.then(|| view! { " " <b class="tag good">"✓ " {h.right_is}</b> })}
                        </p>
                        {bar}
                    </div>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="h-opts">{rows}</ul> }
}

/// A bar with its number.
fn counted(lang: Lang, id: &str, count: u32, answered: u32) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let share = if answered == 0 { 0.0 } else { f64::from(count) * 100.0 / f64::from(answered) };
    let width = format!("{:.2}", share.clamp(0.0, 100.0));
    let id = id.to_owned();
    view! {
        <p class="h-count">
            <svg class="h-bar" data-bar=id.clone() viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                <rect width=width height="1" />
            </svg>
            <span class="num"><b data-bar-count=id>{number(lang, count)}</b> <span class="sr">{h.chose}</span></span>
        </p>
    }
}

fn order(lang: Lang, script: &Script) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let all = &script.card.options;
    let text = |id: &String| all.iter().find(|o| o.id == *id).map(|o| o.text.clone());
    let rows = script.key.right.iter().filter_map(text).map(|text| view! { <li>{text}</li> });
    let rows = rows.collect::<Vec<_>>();
    let right = (!rows.is_empty()).then(|| {
        view! { <div class="h-right"><p><b class="tag good">"✓ " {h.right_order}</b></p> <ol>{rows}</ol></div> }
    });
    view! {
        {lines(all)}
        {right}
    }
}

fn lines(options: &[OptionView]) -> impl IntoView + use<> {
    let rows = options.iter().map(|o| view! { <li>{o.text.clone()}</li> }).collect::<Vec<_>>();
    view! { <ul class="h-lines">{rows}</ul> }
}

/// What is right, in words.
fn words(lang: Lang, script: &Script) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    let words = &script.key.words;
    let unit = script.card.unit.clone().filter(|_| words.len() == 1);
    let rows = words
        .iter()
        .map(|word| view! { <li>{word.clone()} {unit.clone().map(|unit| format!(" {unit}"))}</li> })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! { <div class="h-right"><p><b class="tag good">"✓ " {h.right_is}</b></p> <ul>{rows}</ul></div> }
    })
}

/// The most frequent typed answers.
fn typed(lang: Lang, bars: &Bars) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let rows = bars
        .bars
        .iter()
        .map(|b| {
            let mark = b.right.then(|| view! { " " <b class="tag good">"✓ " {h.right_is}</b> });
            view! {
                <li class="h-opt typed" class:right=b.right>
                    <div class="h-words">
                        <p>{b.id.clone()} {mark}</p>
                        {counted(lang, &b.id, b.count, bars.answered)}
                    </div>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let none = rows.is_empty();
    view! {
        <div class="stack tight">
            <h3>{h.typed}</h3>
            {if none {
                view! { <p class="quiet">{h.typed_none}</p> }.into_any()
            } else {
                view! { <ul class="h-opts">{rows}</ul> }.into_any()
            }}
        </div>
    }
}
