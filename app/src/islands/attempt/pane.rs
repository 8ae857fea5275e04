//! One question with its controls, by kind.
//!
//! All controls carry the names that the plain form posts: `option` (radio), `options` (checkboxes), `order.{id}` = 1..n,
//! `pairs.{left}` = right id, `number`, `text`. The page reads a choice back from these same fields.

use super::Sheet;
use domain::payload::{Kind, OptionView, QuestionView};
use leptos::either::EitherOf4;
use leptos::prelude::*;

/// Letter and shape of each option: never colour alone.
const MARKS: [(&str, &str); 6] = [("A", "▲"), ("B", "◆"), ("C", "●"), ("D", "■"), ("E", "★"), ("F", "⬟")];

/// The question at a position.
pub(super) fn question(sheet: Sheet, at: u32) -> impl IntoView {
    let w = sheet.words;
    let question = sheet.state.with_untracked(|s| s.question(at).cloned());
    question.map(|q| {
        let hint = match q.kind {
            Kind::SingleChoice | Kind::TrueFalse => w.choose_one,
            Kind::MultipleChoice => w.choose_many,
            Kind::Ordering => w.order_form,
            Kind::Matching => w.match_hint,
            Kind::Numeric => w.number,
            Kind::ShortText => w.text,
        };
        let ordering = q.kind == Kind::Ordering;
        let stem = q.stem.clone();
        view! {
            <fieldset
                class="question"
                disabled=move || sheet.with(|s| s.line == super::Line::Over)
                on:change=move |_| changed(sheet)
                on:input=move |_| typed(sheet)
            >
                <legend>
                    <h2 id="stem" tabindex="-1">{stem}</h2>
                    <span class="quiet" id="hint">
                        {move || if ordering && sheet.with(|s| s.live) { w.order_hint } else { hint }}
                    </span>
                </legend>
                {controls(sheet, q)}
            </fieldset>
        }
    })
}

fn changed(sheet: Sheet) {
    #[cfg(feature = "hydrate")]
    super::sync::commit(sheet);
    #[cfg(not(feature = "hydrate"))]
    let _ = sheet;
}

fn typed(sheet: Sheet) {
    #[cfg(feature = "hydrate")]
    super::sync::typing(sheet);
    #[cfg(not(feature = "hydrate"))]
    let _ = sheet;
}

fn controls(sheet: Sheet, q: QuestionView) -> impl IntoView {
    match q.kind {
        Kind::SingleChoice | Kind::TrueFalse => EitherOf4::A(options(sheet, q, "radio", "option")),
        Kind::MultipleChoice => EitherOf4::A(options(sheet, q, "checkbox", "options")),
        Kind::Ordering => EitherOf4::B(ordering(sheet, q)),
        Kind::Matching => EitherOf4::C(matching(sheet, q)),
        Kind::Numeric | Kind::ShortText => EitherOf4::D(field(sheet, q)),
    }
}

fn options(sheet: Sheet, q: QuestionView, kind: &'static str, name: &'static str) -> impl IntoView {
    let at = q.position;
    let rows: Vec<_> = q
        .options
        .into_iter()
        .enumerate()
        .map(|(i, OptionView { id, text })| {
            let (letter, shape) = MARKS[i % MARKS.len()];
            let checked = sheet.state.with_untracked(|s| s.picked(at, &id));
            let value = id.clone();
            view! {
                <label class=["opt ", letter].concat()>
                    <input
                        type=kind
                        name=name
                        value=value
                        checked=checked
                        prop:checked=move || sheet.with(|s| s.picked(at, &id))
                    />
                    <b>
                        <span aria-hidden="true">{shape}</span>
                        {letter}
                    </b>
                    <span>{text}</span>
                    <i aria-hidden="true"></i>
                </label>
            }
        })
        .collect();
    view! { <div class="opts">{rows}</div> }
}

fn ordering(sheet: Sheet, q: QuestionView) -> impl IntoView {
    let (at, w) = (q.position, sheet.words);
    let count = q.options.len();
    let (order, chosen) = sheet.state.with_untracked(|s| (s.order(at), s.answered(at)));
    let rows: Vec<_> = order
        .into_iter()
        .enumerate()
        .map(|(place, id)| {
            let places: Vec<_> = (1..=count)
                .map(|n| view! { <option value=n selected=chosen && n == place + 1>{n}</option> })
                .collect();
            view! {
                <li class="opt step">
                    <b aria-hidden="true">{place + 1}</b>
                    <span>{move || sheet.with(|s| s.line_text(at, place))}</span>
                    <select name=["order.", &id].concat() aria-label=w.place hidden=move || sheet.with(|s| s.live)>
                        <option value="">"–"</option>
                        {places}
                    </select>
                    <button
                        type="button"
                        class="move"
                        data-up=place
                        aria-label=move || [w.up, ": ", &sheet.with(|s| s.line_text(at, place))].concat()
                        hidden=move || !sheet.with(|s| s.live)
                        disabled=place == 0
                        on:click=move |_| shift(sheet, place, false)
                    >
                        "↑"
                    </button>
                    <button
                        type="button"
                        class="move"
                        data-down=place
                        aria-label=move || [w.down, ": ", &sheet.with(|s| s.line_text(at, place))].concat()
                        hidden=move || !sheet.with(|s| s.live)
                        disabled=place + 1 == count
                        on:click=move |_| shift(sheet, place, true)
                    >
                        "↓"
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <ol class="opts steps">{rows}</ol>
        <button
            type="button"
            class="btn plain keep"
            hidden=move || sheet.with(|s| !s.live || s.answered(at))
            on:click=move |_| shift(sheet, usize::MAX, true)
        >
            {w.order_keep}
        </button>
    }
}

/// Moves the line at `place` up or down; a place that does not exist keeps the order and makes it the answer.
fn shift(sheet: Sheet, place: usize, down: bool) {
    #[cfg(feature = "hydrate")]
    super::sync::shift(sheet, place, down);
    #[cfg(not(feature = "hydrate"))]
    let _ = (sheet, place, down);
}

fn matching(sheet: Sheet, q: QuestionView) -> impl IntoView {
    let (at, w) = (q.position, sheet.words);
    let rights = q.matches;
    let rows: Vec<_> = q
        .options
        .into_iter()
        .map(|OptionView { id, text }| {
            let chosen = sheet.state.with_untracked(|s| s.pair(at, &id));
            let choices: Vec<_> = rights
                .iter()
                .map(|right| {
                    view! {
                        <option value=right.id.clone() selected=right.id == chosen>
                            {right.text.clone()}
                        </option>
                    }
                })
                .collect();
            let name = ["pairs.", &id].concat();
            view! {
                <label class="pair">
                    <span>{text}</span>
                    <select class="inp" name=name prop:value=move || sheet.with(|s| s.pair(at, &id))>
                        <option value="">{w.pick}</option>
                        {choices}
                    </select>
                </label>
            }
        })
        .collect();
    view! { <div class="opts">{rows}</div> }
}

fn field(sheet: Sheet, q: QuestionView) -> impl IntoView {
    let (at, w) = (q.position, sheet.words);
    let number = q.kind == Kind::Numeric;
    let value = sheet.state.with_untracked(|s| s.typed(at));
    view! {
        <div class="field">
            <input
                class="inp"
                type="text"
                name=if number { "number" } else { "text" }
                inputmode=if number { "decimal" } else { "text" }
                maxlength=if number { "24" } else { "200" }
                autocomplete="off"
                aria-labelledby="stem"
                aria-describedby="hint bad"
                value=value
                prop:value=move || sheet.with(|s| s.typed(at))
            />
            <span class="quiet">{q.unit}</span>
        </div>
        <p class="bad" id="bad" hidden=move || !(number && sheet.with(|s| s.bad_number(at)))>
            {w.not_a_number}
        </p>
    }
}
