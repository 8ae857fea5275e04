//! The table after a question, and the frozen one as it is resolved row by row.

use crate::i18n::{format, t};
use crate::model::Lang;
use domain::live::payload::{CeremonyRow, GroupRow, Row};
use domain::live::stage::ScreenSnapshot;
use leptos::prelude::*;

/// Rows of players and of groups on show; a group's has two lines.
const ROWS: usize = 10;
const GROUPS: usize = 7;
/// Rows of the ceremony on show: those around the one that is resolved next.
const WINDOW: usize = 10;

/// After a question.
pub(super) fn standings(lang: Lang, s: &ScreenSnapshot, after: u32) -> AnyView {
    let l = t(lang).live_screen;
    let Some(table) = &s.standings else { return ().into_any() };
    let rows = table.rows.iter().take(ROWS).map(|r| row(lang, r)).collect::<Vec<_>>();
    let empty = rows.is_empty();
    let groups = table.groups.iter().take(GROUPS).map(|g| group(lang, g)).collect::<Vec<_>>();
    let floor = s.seats.is_some();
    let beside = floor || !groups.is_empty();
    view! {
        <div class=if beside { "sc-tables two" } else { "sc-tables" }>
            <div class="sc-head">
                <h1 class="sc-title">{(l.standings_after)(u64::from(after))}</h1>
                {table.frozen.then(|| view! { <p class="sc-state">{l.frozen}</p> })}
            </div>
            {floor.then(|| super::seats::floor(lang, s))}
            <ol class="sc-table">{rows}</ol>
            {empty.then(|| view! { <p class="sc-lead">{l.nobody_played}</p> })}
            {(!floor && !groups.is_empty()).then(|| view! {
                <div class="sc-groups-side">
                    {groups_head(lang, s)}
                    <ol class="sc-table small">{groups}</ol>
                </div>
            })}
        </div>
    }
    .into_any()
}

fn row(lang: Lang, r: &Row) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    let (look, arrow, word) = match r.moved {
        Some(n) if n > 0 => ("up", format!("▲ {n}"), (l.up)(u64::from(n.unsigned_abs()))),
        Some(n) if n < 0 => {
            ("down", format!("▼ {}", n.unsigned_abs()), (l.down)(u64::from(n.unsigned_abs())))
        }
        Some(_) => ("same", "–".to_owned(), l.same.to_owned()),
        None => ("same", String::new(), l.fresh.to_owned()),
    };
    view! {
        <li
            class=if r.rank <= 3 { "sc-row top" } else { "sc-row" } data-row=format!("p{}", r.number)
            data-moved=r.moved.map(|n| n.to_string())
        >
            <b class="sc-rank num">{r.rank.to_string()}</b>
            <span class="sc-who"><b>{r.nickname.clone()}</b> {r.group.clone().map(|g| view! { <small>{g}</small> })}</span>
            <b class="sc-total num">{format::integer(lang, r.total)}</b>
            <span class=format!("sc-moved {look}")>
                <span aria-hidden="true">{arrow}</span> <span class="sr">{word}</span>
            </span>
        </li>
    }
}

/// What the two figures of a group are.
pub(super) fn groups_head(lang: Lang, s: &ScreenSnapshot) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    view! { <h2>{l.groups} {s.top_k.map(|k| view! { <small>{(l.groups_how)(u64::from(k))}</small> })}</h2> }
}

/// A group by the mean of its best, and by all its points.
pub(super) fn group(lang: Lang, g: &GroupRow) -> impl IntoView + use<> {
    let total = (t(lang).live_screen.group_total)(&format::integer(lang, g.total), g.rank_by_total);
    view! {
        <li class=if g.rank <= 3 { "sc-row top" } else { "sc-row" } data-row=format!("g{}", g.name)>
            <b class="sc-rank num">{g.rank.to_string()}</b>
            <span class="sc-who sc-group"><b>{g.name.clone()}</b> <small class="num">{total}</small></span>
            <b class="sc-total num">{format::mean(lang, g.mean)}</b>
        </li>
    }
}

/// The frozen table on its way to the final one.
pub(super) fn ceremony(lang: Lang, s: &ScreenSnapshot, step: u32, steps: u32) -> AnyView {
    let l = t(lang).live_screen;
    let Some(c) = &s.ceremony else { return ().into_any() };
    let at = |number: u32| c.rows.iter().position(|r| r.number == number);
    // What is resolved next stands in sight with what was resolved just now.
    let focus = c.resolved.and_then(at).or(c.next.and_then(at)).unwrap_or_default();
    let next = c.next.and_then(at).unwrap_or(focus);
    let first = focus.min(next).saturating_sub(2).min(c.rows.len().saturating_sub(WINDOW));
    let rows = c
        .rows
        .iter()
        .skip(first)
        .take(WINDOW)
        .map(|r| ceremony_row(lang, r, c.resolved == Some(r.number), c.next == Some(r.number), c.climbed))
        .collect::<Vec<_>>();
    view! {
        <div class="sc-tables">
            <div class="sc-head">
                <h1 class="sc-title">{l.ceremony}</h1>
                <p class="num">{(l.ceremony_step)(step, steps)}</p>
            </div>
            <ol class="sc-table">{rows}</ol>
        </div>
    }
    .into_any()
}

fn ceremony_row(lang: Lang, r: &CeremonyRow, now: bool, next: bool, climbed: u32) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    let look = match (now, next, r.resolved) {
        (true, ..) => "sc-row now",
        (_, true, _) => "sc-row next",
        (.., true) => "sc-row done",
        _ => "sc-row",
    };
    let word = match (r.resolved, now && climbed > 0) {
        (_, true) => format!("▲ {}", (l.climbed)(u64::from(climbed))),
        (true, false) => String::new(),
        (false, false) => format!("? {}", l.hidden),
    };
    view! {
        <li class=look data-row=format!("p{}", r.number)>
            <b class="sc-rank num">{r.rank.to_string()}</b>
            <span class="sc-who"><b>{r.nickname.clone()}</b> {r.group.clone().map(|g| view! { <small>{g}</small> })}</span>
            <b class="sc-total num">{format::integer(lang, r.total)}</b>
            <span class="sc-moved">{word}</span>
        </li>
    }
}
