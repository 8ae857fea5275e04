//! What was right, how many chose what, and why.

use super::question::{grid, head, lines, share, stem};
use super::{bar, mark, options, percent};
use crate::i18n::{format, t};
use crate::model::Lang;
use crate::ui::marked;
use domain::live::payload::{Card, ScreenReveal};
use domain::live::stage::ScreenSnapshot;
use domain::payload::Kind;
use leptos::prelude::*;

/// The reveal.
pub(super) fn reveal(lang: Lang, s: &ScreenSnapshot) -> AnyView {
    let l = t(lang).live_screen;
    let (Some(card), Some(reveal)) = (&s.card, &s.reveal) else { return ().into_any() };
    let answered = format::number(lang, u64::from(reveal.bars.answered));
    let told = if reveal.bars.answered == 0 {
        l.nobody.to_owned()
    } else if reveal.shared.survey {
        (l.opinions)(&answered)
    } else {
        (l.share_right)(&share(reveal.bars.right, reveal.bars.answered), &answered)
    };
    let picks = matches!(card.kind, Kind::SingleChoice | Kind::MultipleChoice | Kind::TrueFalse);
    let body =
        if picks { chosen(lang, card, reveal).into_any() } else { answers(lang, card, reveal).into_any() };
    view! {
        <div class="sc-q sc-told">
            {head(lang, s, card, None, None, None)}
            <p class="sc-share num">{told}</p>
            {stem(card)}
            {body}
            {why(lang, reveal)}
        </div>
    }
    .into_any()
}

/// The options with their bars; the right ones stand out, the others step back.
fn chosen(lang: Lang, card: &Card, reveal: &ScreenReveal) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    let options = options(lang, card);
    let class = grid(&options);
    let survey = reveal.shared.survey;
    let rows = options
        .into_iter()
        .enumerate()
        .map(|(i, option)| {
            let (letter, shape) = mark(i);
            let count = reveal.bars.bars.iter().find(|b| b.id == option.id).map_or(0, |b| b.count);
            let right = reveal.shared.right.contains(&option.id);
            let (look, icon) = match (survey, right) {
                (true, _) => ("", shape),
                (false, true) => (" right", "✓"),
                (false, false) => (" dim", shape),
            };
            view! {
                <li class=format!("sc-opt {letter}{look}")>
                    <span class="sc-mark" aria-hidden="true">{letter} <small>{icon}</small></span>
                    <span class="sc-words">{option.text}</span>
                    <span class="sc-n num">
                        {format::number(lang, u64::from(count))}
                        {(right && !survey).then(|| view! { <b class="sc-right">"✓ " {l.right_word}</b> })}
                    </span>
                    {bar("sc-bar", percent(count, reveal.bars.answered))}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class=class>{rows}</ul> }
}

/// What is right in words, and the most frequent answers.
fn answers(lang: Lang, card: &Card, reveal: &ScreenReveal) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    let words = reveal.shared.words.clone();
    let right = (!words.is_empty()).then(|| {
        let unit = card.unit.clone().filter(|_| words.len() == 1);
        let body = match (words.as_slice(), unit) {
            ([one], unit) => view! {
                <p class="sc-answer">{one.clone()} {unit.map(|unit| format!(" {unit}"))}</p>
            }
            .into_any(),
            (many, _) => lines(many).into_any(),
        };
        view! { <div class="sc-solution"><p class="sc-how">"✓ " {l.right_is}</p> {body}</div> }
    });
    let typed = matches!(card.kind, Kind::Numeric | Kind::ShortText);
    let rows = reveal.bars.bars.iter().take(if typed { 6 } else { 0 });
    let rows = rows
        .map(|b| {
            let look = if b.right { "sc-typed right" } else { "sc-typed" };
            view! {
                <li class=look>
                    <span class="sc-words">{b.right.then_some("✓ ")} {b.id.clone()}</span>
                    {bar("sc-bar", percent(b.count, reveal.bars.answered))}
                    <span class="sc-n num">{format::number(lang, u64::from(b.count))}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="sc-answers">
            {right}
            {(!rows.is_empty()).then(|| view! { <ul class="sc-typed-list">{rows}</ul> })}
        </div>
    }
}

fn why(lang: Lang, reveal: &ScreenReveal) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    let source = reveal.sources.first().map(|s| s.title.clone());
    let long = reveal.explanation.chars().count() > 200;
    (!reveal.explanation.is_empty()).then(|| {
        view! {
            <div class=if long { "sc-why long" } else { "sc-why" }>
                <p class="marked"><b>{l.why}</b> " " {marked(&reveal.explanation)}</p>
                {source.map(|title| view! { <p class="sc-source">{l.source} " " {title}</p> })}
            </div>
        }
    })
}
