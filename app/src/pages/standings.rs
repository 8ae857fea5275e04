//! `/contests/{slug}/standings`: people, localities or units in order, with tabs as ordinary links.

use super::shell::{Frame, document};
use crate::i18n::{format, t};
use crate::model::{BoardRow, Chrome, Lang, StandingsPage};
use crate::ui;
use leptos::prelude::*;

/// A board.
#[must_use]
pub fn standings(chrome: &Chrome, page: StandingsPage) -> String {
    let lang = chrome.lang;
    let s = t(lang).standings;
    let title = format!("{} – {}", s.title, page.title);
    let frame = Frame { title: &title, ..Frame::default() };
    document(chrome, frame, || {
        let notes = page
            .notes
            .iter()
            .map(|code| (s.note)(code))
            .filter(|text| !text.is_empty())
            .map(|text| view! { <li>{text}</li> })
            .collect::<Vec<_>>();
        let back = format!("/contests/{}", page.slug);
        view! {
            <div class="stack">
                <div class="stack tight">
                    {page.demo.then(|| view! { <div class="tags">{ui::demo_tag(lang, true)}</div> })}
                    <h1>{s.title}</h1>
                    <p class="quiet"><a href=back>{page.title}</a></p>
                </div>
                <div class="filters">
                    {ui::tabs(s.boards, page.boards)} {ui::tabs(s.rounds, page.rounds)}
                    {ui::tabs(s.orders, page.orders)} {ui::tabs(s.divisions, page.divisions)}
                </div>
                {page.locality.map(|(name, all)| view! {
                    <p class="row"><b>{(s.locality)(&name)}</b> <a class="link" href=all>{s.locality_clear}</a></p>
                })}
                {page.around.map(|tab| view! { <p><a class="btn plain small" href=tab.href>{tab.text}</a></p> })}
                {page.frozen_since.map(|at| view! {
                    <p class="note warn">{s.frozen} " " <b>{ui::moment(lang, at)}</b> ". " {s.frozen_why}</p>
                })}
                {board(lang, page.heads, page.rows)}
                <p class="quiet">{s.computed} " " {ui::moment(lang, page.computed_at)}</p>
                {(!notes.is_empty()).then(|| view! {
                    <details class="card">
                        <summary>{s.notes}</summary>
                        <ul class="steps">{notes}</ul>
                    </details>
                })}
            </div>
        }
    })
}

fn board(lang: Lang, heads: Vec<String>, rows: Vec<BoardRow>) -> AnyView {
    let s = t(lang).standings;
    if rows.is_empty() {
        return view! { <p class="card">{s.empty}</p> }.into_any();
    }
    let columns = heads.len() + 2;
    // On a phone two figures beside a long name leave the name no room.
    let many = heads.len() > 1;
    let headings =
        heads.iter().map(|h| view! { <th scope="col" class="value">{h.clone()}</th> }).collect::<Vec<_>>();
    let body = rows
        .into_iter()
        .map(|row| {
            let gap = row.gap.then(|| {
                view! { <tr class="gap"><td colspan=columns.to_string()>{s.gap}</td></tr> }
            });
            let cells = row
                .cells
                .into_iter()
                .enumerate()
                .map(|(i, cell)| {
                    // People below the pass mark are shown without their figures: no label over nothing.
                    let label = (!cell.is_empty()).then(|| heads.get(i).cloned()).flatten();
                    view! { <td class="value num" data-label=label>{cell}</td> }
                })
                .collect::<Vec<_>>();
            view! {
                {gap}
                <tr class=row.me.then_some("me") aria-current=row.me.then_some("true")>
                    <td class="place-no num">
                        {row.rank.map_or_else(|| s.unranked.to_owned(), |rank| format::number(lang, rank))}
                    </td>
                    <th scope="row">
                        {row.name} {row.me.then(|| view! { " " <span class="tag">{s.you}</span> })}
                        {(!row.detail.is_empty()).then(|| view! { <small>{row.detail}</small> })}
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class=if many { "board many" } else { "board" }>
            <thead>
                <tr><th scope="col" class="place-no">{s.rank}</th><th scope="col">{s.name}</th>{headings}</tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}
