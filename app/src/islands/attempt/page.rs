//! The server's half: the whole paper as forms, one of them in sight.
//!
//! Controls carry the names that the plain form posts and the living sheet reads back: `option` (radio), `options`
//! (boxes), `order.{id}` = 1..n, `pairs.{left}` = right id, `number`, `text`. What the sheet must know beyond that
//! stands in `data-*`, and is only what the phone may see: positions, sequence numbers, times.

use super::SheetLife;
use super::time::clock_time;
use crate::islands::words::{FormWords, Words, fill, form_words, words};
use domain::Choice;
use domain::payload::{AttemptView, Kind, OptionView, QuestionView};
use leptos::prelude::*;

/// Letter and shape of each option: never colour alone.
const MARKS: [(&str, &str); 6] = [("A", "▲"), ("B", "◆"), ("C", "●"), ("D", "■"), ("E", "★"), ("F", "⬟")];

/// The inner attempt page: dots, clock, one question, how it is saved, and the way on.
///
/// `position` is the question shown first; `lang_en` picks the language.
#[component]
pub fn AttemptSheet(
    /// The attempt.
    attempt: AttemptView,
    /// The question shown first.
    position: u32,
    /// English instead of Vietnamese.
    lang_en: bool,
) -> impl IntoView {
    let (w, f) = (words(lang_en), form_words(lang_en));
    let count = u32::try_from(attempt.questions.len()).unwrap_or(u32::MAX);
    let at = position.clamp(1, count.max(1));
    let total = ((attempt.deadline - attempt.started_at) / 1000).max(1);
    let left = (attempt.deadline - attempt.server_time).div_euclid(1000).clamp(0, total);
    let minutes = ((left + 59) / 60).to_string();
    let deadline =
        format!("{} {}, {}", f.submit_before, clock_time(attempt.deadline), fill(f.minutes_left, &minutes));
    let extensions: Vec<String> = attempt
        .extensions
        .iter()
        .map(|e| format!("{} {} {}: {}", w.extended, e.minutes, w.minutes, e.reason))
        .collect();
    let no_extensions = extensions.is_empty();
    let answered = attempt.questions.iter().any(|q| q.position == at && q.choice.is_some());
    let dots = attempt.questions.iter().map(|q| dot(w, q, at)).collect::<Vec<_>>();
    let last = at >= count;
    let form = format!("q{at}");
    let id = attempt.id.clone();
    let forms = attempt.questions.into_iter().map(|q| question(f, &attempt.id, q, at)).collect::<Vec<_>>();
    view! {
        <div
            class="sheet"
            data-attempt=id
            data-at=at
            data-server-time=attempt.server_time
            data-began=attempt.started_at
            data-deadline=attempt.deadline
        >
            <nav class="dots" aria-label=f.questions>
                <ol>{dots}</ol>
            </nav>
            <div class="sheet-head">
                <div class="sheet-time">
                    <b class="num sheet-clock">{deadline}</b>
                    <span class="quiet num">{w.question} " " <span class="sheet-at">{at}</span> "/" {count}</span>
                    <progress aria-label=f.time_left max=total value=left></progress>
                </div>
                <div class="sheet-alert" role="alert" hidden>
                    <p></p>
                    <a href="#" hidden></a>
                </div>
            </div>
            <p class="sheet-note" hidden=no_extensions>
                {extensions.join(" · ")}
            </p>
            {forms}
            <p class="saved" role="status">{answered.then_some(w.saved)}</p>
            <p class="sr sheet-say" aria-live="polite"></p>
            <div class="sheet-foot">
                <button class="btn plain" form=form.clone() name="go" value="prev" disabled={at <= 1}>
                    {f.previous}
                </button>
                <button class="btn" form=form.clone() name="go" value="next" hidden=last>
                    {f.next}
                </button>
                <button class=if last { "btn" } else { "btn plain" } form=form name="go" value="review">
                    {f.submit}
                </button>
            </div>
            <SheetLife />
        </div>
    }
}

fn dot(w: &'static Words, q: &QuestionView, at: u32) -> impl IntoView + use<> {
    let (done, here) = (q.choice.is_some(), q.position == at);
    let name = format!("{} {}, {}", w.question, q.position, if done { w.answered } else { w.blank });
    let look = format!("dot{}{}", if done { " done" } else { "" }, if here { " now" } else { "" });
    view! {
        <li>
            <a href=format!("?q={}", q.position) class=look aria-label=name aria-current=here.then_some("step")></a>
        </li>
    }
}

fn question(f: &'static FormWords, attempt: &str, q: QuestionView, at: u32) -> impl IntoView + use<> {
    let p = q.position;
    let hint = match q.kind {
        Kind::SingleChoice | Kind::TrueFalse => f.choose_one,
        Kind::MultipleChoice => f.choose_many,
        Kind::Ordering => f.order_form,
        Kind::Matching => f.match_hint,
        Kind::Numeric => f.number,
        Kind::ShortText => f.text,
    };
    let QuestionView { kind, stem, image, options, matches, unit, choice, seq, .. } = q;
    let controls = match kind {
        Kind::SingleChoice | Kind::TrueFalse => taps("radio", "option", options, choice).into_any(),
        Kind::MultipleChoice => taps("checkbox", "options", options, choice).into_any(),
        Kind::Ordering => ordering(f, options, choice).into_any(),
        Kind::Matching => matching(f, options, &matches, choice).into_any(),
        Kind::Numeric | Kind::ShortText => field(f, p, kind == Kind::Numeric, unit, choice).into_any(),
    };
    view! {
        <form
            class="sheet-q"
            id=format!("q{p}")
            method="post"
            action=format!("/attempts/{attempt}/answers/{p}")
            autocomplete="off"
            hidden={p != at}
            data-seq=seq
        >
            // Enter in a field presses the first button of its form: it saves and stays.
            <button class="sr" name="go" value="stay" tabindex="-1" aria-hidden="true">{f.save}</button>
            <fieldset aria-describedby=format!("hint{p}")>
                <legend>
                    <h2 class="stem marked" tabindex="-1" id=format!("stem{p}")>
                        {crate::ui::marked(&stem)}
                    </h2>
                </legend>
                {crate::ui::picture(image)}
                <p class="quiet sheet-hint" id=format!("hint{p}")>{hint}</p>
                {controls}
            </fieldset>
        </form>
    }
}

fn mark(i: usize) -> (&'static str, &'static str) {
    MARKS.get(i % MARKS.len()).copied().unwrap_or(("•", "●"))
}

fn taps(
    kind: &'static str,
    name: &'static str,
    options: Vec<OptionView>,
    choice: Option<Choice>,
) -> impl IntoView {
    let chosen = match choice {
        Some(Choice::Option(id)) => vec![id],
        Some(Choice::Options(ids)) => ids,
        _ => Vec::new(),
    };
    let rows: Vec<_> = options
        .into_iter()
        .enumerate()
        .map(|(i, option)| {
            let (letter, shape) = mark(i);
            let on = chosen.contains(&option.id);
            view! {
                <label class=format!("opt {letter}")>
                    <input type=kind name=name value=option.id checked=on />
                    <span class="face">
                        <span class="badge" aria-hidden="true">
                            {letter}
                            <small>{shape}</small>
                        </span>
                        <span>{option.text}</span>
                        <span class="tick" aria-hidden="true">"✓"</span>
                    </span>
                </label>
            }
        })
        .collect();
    view! { <div class="opts">{rows}</div> }
}

/// Lines in their present order. Without a living sheet the places are chosen in selects; with it, by buttons.
fn ordering(f: &'static FormWords, mut options: Vec<OptionView>, choice: Option<Choice>) -> impl IntoView {
    let order = match choice {
        Some(Choice::Order(ids)) => ids,
        _ => Vec::new(),
    };
    let place = |id: &str| order.iter().position(|o| o == id);
    options.sort_by_key(|o| place(&o.id).unwrap_or(usize::MAX));
    let count = options.len();
    let rows: Vec<_> = options
        .into_iter()
        .enumerate()
        .map(|(i, OptionView { id, text })| {
            let chosen = place(&id);
            let places: Vec<_> = (0..count)
                .map(|n| view! { <option value=n + 1 selected=chosen == Some(n)>{n + 1}</option> })
                .collect();
            let name = format!("order.{id}");
            view! {
                <li class="rank" data-id=id>
                    <b class="badge" aria-hidden="true">{i + 1}</b>
                    <span>{text.clone()}</span>
                    <select class="input" name=name aria-label=format!("{}: {text}", f.place)>
                        <option value="">"–"</option>
                        {places}
                    </select>
                    <button type="button" class="move" data-move="up" aria-label=format!("{}: {text}", f.up) hidden>
                        "↑"
                    </button>
                    <button
                        type="button"
                        class="move"
                        data-move="down"
                        aria-label=format!("{}: {text}", f.down)
                        hidden
                    >
                        "↓"
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <ol class="ranks">{rows}</ol>
        <button type="button" class="btn plain keep" data-move="keep" hidden>
            {f.order_keep}
        </button>
    }
}

fn matching(
    f: &'static FormWords,
    lefts: Vec<OptionView>,
    rights: &[OptionView],
    choice: Option<Choice>,
) -> impl IntoView + use<> {
    let pairs = match choice {
        Some(Choice::Pairs(pairs)) => pairs,
        _ => std::collections::BTreeMap::new(),
    };
    let rows: Vec<_> = lefts
        .into_iter()
        .map(|OptionView { id, text }| {
            let mine = pairs.get(&id);
            let choices: Vec<_> = rights
                .iter()
                .map(|right| {
                    view! {
                        <option value=right.id.clone() selected=mine == Some(&right.id)>
                            {right.text.clone()}
                        </option>
                    }
                })
                .collect();
            view! {
                <label class="pair">
                    <span>{text}</span>
                    <select class="input" name=format!("pairs.{id}")>
                        <option value="">{f.pick}</option>
                        {choices}
                    </select>
                </label>
            }
        })
        .collect();
    view! { <div class="pairs">{rows}</div> }
}

fn field(
    f: &'static FormWords,
    position: u32,
    number: bool,
    unit: Option<String>,
    choice: Option<Choice>,
) -> impl IntoView {
    let value = match choice {
        Some(Choice::Text(text)) => text,
        Some(Choice::Number(n)) => n.to_string().replace('.', ","),
        _ => String::new(),
    };
    view! {
        <div class="sheet-field">
            <input
                class="input"
                type="text"
                name=if number { "number" } else { "text" }
                inputmode=if number { "decimal" } else { "text" }
                maxlength=if number { "24" } else { "200" }
                autocomplete="off"
                aria-labelledby=format!("stem{position}")
                aria-describedby=format!("hint{position} bad{position}")
                value=value
            />
            <span>{unit}</span>
        </div>
        <p class="error" id=format!("bad{position}") hidden>
            {f.not_a_number}
        </p>
    }
}
