//! `/organiser/live/new`, second step: the drawn questions in order, up and down, out and in; then the room itself.
//!
//! The whole room travels in this form. Each button that changes the list leads to the row it was about.

use super::new_room::kind_label;
use super::room_fields::summary;
use crate::i18n::{format, t};
use crate::model::live::{ArrangePage, ArrangeRow, Listed, RoomForm};
use crate::model::{Chrome, Console, Lang};
use crate::pages::console::{Page, console_shell};
use crate::ui::marked;
use leptos::prelude::*;

const ACTION: &str = "/organiser/live/new/arrange";

/// Second step.
#[must_use]
pub fn arrange(chrome: &Chrome, console: &Console, page: ArrangePage) -> String {
    let lang = chrome.lang;
    let r = t(lang).live_rooms;
    console_shell(chrome, console, Page { title: r.arrange, ..Page::default() }, || {
        let ArrangePage { form, rows, errors, notice } = page;
        let wrong_rows = rows.iter().filter(|row| row.error.is_some()).count();
        let count = rows.len();
        let facts = facts(lang, &form, &rows);
        let listed = rows.into_iter().zip(1..).map(|(one, n)| row(lang, one, n, count)).collect::<Vec<_>>();
        let warn = matches!(notice, Some("short" | "none_left" | "full"));
        view! {
            <div>
                <h1>{r.arrange}</h1>
                <p class="quiet">{r.arrange_lead}</p>
            </div>
            <form class="stack sheet" method="post" action=ACTION novalidate>
                // The first button is the one that Enter presses: it shows the list again and changes nothing.
                <button class="sr" name="act" value="check" tabindex="-1" aria-hidden="true"></button>
                {hidden(&form)}
                {summary(lang, &errors, wrong_rows, false)}
                {notice.map(|code| view! {
                    <p class=if warn { "note warn" } else { "note" } role="status">{(r.notice)(code)}</p>
                })}
                <div class="card stack tight"><h2>{form.title}</h2>{facts}</div>
                {if count == 0 { view! { <p class="card">{r.list_empty}</p> }.into_any() } else {
                    view! { <ol class="asked">{listed}</ol> }.into_any()
                }}
                <div class="act-bar">
                    {(count > 0).then(|| view! {
                        <button class="btn" name="act" value="create">{r.create}</button>
                    })}
                    <button
                        class="btn plain" name="act" value="add" formaction=format!("{ACTION}#q{}", count + 1)
                    >{r.add}</button>
                    <button class="btn plain" name="act" value="settings">{r.settings}</button>
                </div>
            </form>
        }
    })
}

fn hidden(form: &RoomForm) -> Vec<AnyView> {
    let field = |(name, value): (&'static str, &str)| {
        view! { <input type="hidden" name=name value=value.to_owned() /> }.into_any()
    };
    form.fields().into_iter().map(field).collect()
}

/// What the room is, in a line.
fn facts(lang: Lang, form: &RoomForm, rows: &[ArrangeRow]) -> impl IntoView + use<> {
    let r = t(lang).live_rooms;
    let seconds: i64 =
        rows.iter().filter_map(|row| row.seconds.trim().parse::<u32>().ok()).map(i64::from).sum();
    let mut parts = vec![
        (r.questions)(rows.len() as u64),
        (r.total)(&format::span(lang, seconds * 1000)),
        (r.rule_name)(&form.rule).to_owned(),
        (r.group)(&form.groups).to_owned(),
        (r.pace_name)(&form.pace).to_owned(),
    ];
    if form.knockout {
        parts.push(r.knockout.to_owned());
    }
    let tags =
        parts.into_iter().map(|part| view! { <span class="tag off">{part}</span> }).collect::<Vec<_>>();
    view! { <p class="tags">{tags}</p> }
}

fn row(lang: Lang, row: ArrangeRow, n: usize, count: usize) -> impl IntoView {
    let r = t(lang).live_rooms;
    let of = (r.of_question)(&n.to_string());
    let class = if row.error.is_some() { "card ask wrong" } else { "card ask" };
    let error_id = row.error.map(|_| format!("q{n}-error"));
    // Only some mistakes are about the numbers.
    let invalid = matches!(row.error, Some("number" | "out_of_range")).then_some("true");
    let tags = row.question.as_ref().map(|q| tags(lang, q));
    let question = row.question.map(|q| question(lang, q));
    let field = |name: &'static str, label: &'static str, value: String| {
        let id = format!("{name}-{n}");
        view! {
            <div class="field">
                <label for=id.clone()>{label} <span class="sr">", " {of.clone()}</span></label>
                <input
                    id=id name=name type="text" inputmode="numeric" autocomplete="off" maxlength="6" value=value
                    aria-invalid=invalid aria-describedby=error_id.clone()
                />
            </div>
        }
    };
    // Up and down lead to where the row is then, the others to where it was.
    let button = |verb: &'static str, words: &'static str, to: usize, off: bool| {
        let name = format!("{words}: {of}");
        view! {
            <button
                class="btn plain small" name="act" value=format!("{verb}:{n}") formaction=format!("{ACTION}#q{to}")
                aria-label=name disabled=off
            >{words}</button>
        }
    };
    view! {
        <li class=class id=format!("q{n}")>
            <div class="ask-head">
                <b class="num">{(r.number)(&n.to_string())}</b>
                <p class="tags"><span class="tag off" translate="no">{row.code}</span> {tags}</p>
            </div>
            {row.error.zip(error_id.clone()).map(|(code, id)| view! {
                <p class="error" id=id>{(r.row_error)(code)}</p>
            })}
            {question}
            <input type="hidden" name="revision" value=row.revision.clone() />
            <div class="ask-set">
                {field("q_seconds", r.row_seconds, row.seconds)}
                {field("q_points", r.row_points, row.points)}
                <label class="check">
                    <input type="checkbox" name="q_survey" value=row.revision checked=row.survey />
                    <span>{r.survey} <span class="sr">", " {of.clone()}</span></span>
                </label>
            </div>
            <div class="tool">
                {button("up", r.up, n.saturating_sub(1), n == 1)}
                {button("down", r.down, n + 1, n == count)}
                {button("replace", r.replace, n, false)}
                {button("remove", r.remove, n.min(count - 1).max(1), false)}
            </div>
        </li>
    }
}

fn tags(lang: Lang, question: &Listed) -> impl IntoView + use<> {
    let r = t(lang).live_rooms;
    let level = (r.level)(match question.difficulty {
        1 => "1",
        2 => "2",
        _ => "3",
    });
    let facts = [question.topic.clone(), kind_label(lang, question.kind).to_owned(), level.to_owned()];
    view! { <span class="quiet">{facts.join(" · ")}</span> }
}

fn question(lang: Lang, question: Listed) -> impl IntoView {
    let r = t(lang).live_rooms;
    let right = question.right.into_iter().map(|one| view! { <li>{one}</li> }).collect::<Vec<_>>();
    view! {
        <p class="ask-stem marked">{marked(&question.stem)}</p>
        <div class="ask-right"><span class="quiet">{r.right}</span><ul class="plain-list">{right}</ul></div>
    }
}
