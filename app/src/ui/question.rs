//! A question as plain form fields: every kind answerable with radios, boxes, selects and one-line inputs.

use crate::i18n::t;
use crate::model::Lang;
use domain::Choice;
use domain::payload::{Image, Kind, OptionView, QuestionView};
use leptos::prelude::*;

/// Letters of the options; a colour and a shape go with each.
const LETTERS: [&str; 10] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "K"];
const SHAPES: [&str; 6] = ["▲", "◆", "●", "■", "★", "⬟"];

/// Fields of the question, named as the answer forms expect: `option`, `options`, `order.ID`, `pairs.ID`, `number`,
/// `text`. The stem is the legend.
pub fn fields(lang: Lang, question: QuestionView) -> AnyView {
    let p = t(lang).paper;
    let QuestionView { kind, stem, image, options, matches, unit, choice, .. } = question;
    match kind {
        Kind::SingleChoice => {
            group(&stem, image, p.choose_one, taps("radio", "option", options, choice)).into_any()
        }
        Kind::MultipleChoice => {
            group(&stem, image, p.choose_many, taps("checkbox", "options", options, choice)).into_any()
        }
        Kind::TrueFalse => {
            let options = if options.is_empty() {
                let word = |id: &str, text: &str| OptionView { id: id.to_owned(), text: text.to_owned() };
                vec![word("true", p.true_word), word("false", p.false_word)]
            } else {
                options
            };
            group(&stem, image, p.choose_one, taps("radio", "option", options, choice)).into_any()
        }
        Kind::Ordering => group(&stem, image, p.order_hint, order(lang, options, choice)).into_any(),
        Kind::Matching => group(&stem, image, p.match_hint, pairs(lang, options, matches, choice)).into_any(),
        Kind::Numeric => {
            let value = match choice {
                Some(Choice::Number(n)) => n.to_string(),
                _ => String::new(),
            };
            view! {
                <div class="stack tight">
                    <h2 class="stem marked">{super::marked(&stem)}</h2>
                    {super::picture(image)}
                    <div class="field">
                        <label for="number">{p.number_label}</label>
                        <div class="with-unit">
                            <input id="number" name="number" type="text" inputmode="decimal" autocomplete="off"
                                maxlength="24" value=value aria-describedby="number-hint" />
                            {unit.map(|unit| view! { <span>{unit}</span> })}
                        </div>
                        <span class="hint" id="number-hint">{p.number_hint}</span>
                    </div>
                </div>
            }
            .into_any()
        }
        Kind::ShortText => {
            let value = match choice {
                Some(Choice::Text(text)) => text,
                _ => String::new(),
            };
            view! {
                <div class="stack tight">
                    <h2 class="stem marked">{super::marked(&stem)}</h2>
                    {super::picture(image)}
                    <div class="field">
                        <label for="text">{p.text_label}</label>
                        <input id="text" name="text" type="text" autocomplete="off" maxlength="200" value=value
                            aria-describedby="text-hint" />
                        <span class="hint" id="text-hint">{p.text_hint}</span>
                    </div>
                </div>
            }
            .into_any()
        }
    }
}

fn group(stem: &str, image: Option<Image>, hint: &'static str, inner: impl IntoView) -> impl IntoView {
    view! {
        <fieldset aria-describedby="question-hint">
            <legend><h2 class="stem marked">{super::marked(stem)}</h2></legend>
            {super::picture(image)}
            <p class="quiet hint-line" id="question-hint">{hint}</p>
            {inner}
        </fieldset>
    }
}

fn taps(
    kind: &'static str,
    name: &'static str,
    options: Vec<OptionView>,
    choice: Option<Choice>,
) -> impl IntoView {
    let chosen: Vec<String> = match choice {
        Some(Choice::Option(id)) => vec![id],
        Some(Choice::Options(ids)) => ids,
        _ => Vec::new(),
    };
    let faces = options
        .into_iter()
        .enumerate()
        .map(|(i, option)| {
            let class = format!("opt {}", LETTERS.get(i % SHAPES.len()).copied().unwrap_or("A"));
            let on = chosen.contains(&option.id);
            view! {
                <label class=class>
                    <input type=kind name=name value=option.id checked=on />
                    <span class="face">
                        <span class="badge" aria-hidden="true">
                            {LETTERS.get(i).copied().unwrap_or("•")}
                            <small>{SHAPES.get(i % SHAPES.len()).copied().unwrap_or("●")}</small>
                        </span>
                        <span>{option.text}</span>
                        <span class="tick" aria-hidden="true">"✓"</span>
                    </span>
                </label>
            }
        })
        .collect::<Vec<_>>();
    view! { <div class="opts">{faces}</div> }
}

fn order(lang: Lang, options: Vec<OptionView>, choice: Option<Choice>) -> impl IntoView {
    let p = t(lang).paper;
    let placed = match choice {
        Some(Choice::Order(ids)) => ids,
        _ => Vec::new(),
    };
    let count = options.len();
    let rows = options
        .into_iter()
        .map(|option| {
            let place = placed.iter().position(|id| *id == option.id).map(|i| i + 1);
            let numbers = (1..=count)
                .map(|n| view! { <option value=n.to_string() selected=place == Some(n)>{n.to_string()}</option> })
                .collect::<Vec<_>>();
            view! {
                <li class="order-row">
                    <select class="input" name=format!("order.{}", option.id) aria-label=(p.order_place)(&option.text)>
                        <option value="" selected=place.is_none()>"–"</option>
                        {numbers}
                    </select>
                    <span>{option.text}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="list">{rows}</ul> }
}

fn pairs(lang: Lang, left: Vec<OptionView>, right: Vec<OptionView>, choice: Option<Choice>) -> impl IntoView {
    let p = t(lang).paper;
    let made = match choice {
        Some(Choice::Pairs(map)) => map,
        _ => std::collections::BTreeMap::new(),
    };
    let rows = left
        .into_iter()
        .map(|option| {
            let mine = made.get(&option.id);
            let choices = right
                .iter()
                .map(|r| {
                    view! { <option value=r.id.clone() selected=mine == Some(&r.id)>{r.text.clone()}</option> }
                })
                .collect::<Vec<_>>();
            view! {
                <li class="pair-row">
                    <b>{option.text.clone()}</b>
                    <select class="input" name=format!("pairs.{}", option.id) aria-label=(p.match_for)(&option.text)>
                        <option value="" selected=mine.is_none()>{p.pick}</option>
                        {choices}
                    </select>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="list">{rows}</ul> }
}
