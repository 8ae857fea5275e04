//! The table as the host sees it: its head, and in the ceremony who comes next.

use crate::i18n::{format, t};
use crate::model::Lang;
use domain::live::stage::HostSnapshot;
use leptos::prelude::*;

/// Rows on show.
const ROWS: usize = 5;

/// The table, the ceremony or the podium, whichever is on stage.
pub(super) fn tables(lang: Lang, host: &HostSnapshot) -> AnyView {
    let s = &host.screen;
    let h = t(lang).live_host;
    if let Some(c) = &s.ceremony {
        let who = |number: u32| c.rows.iter().find(|r| r.number == number);
        let line = |label: &'static str, number: Option<u32>| {
            number.and_then(who).map(|r| {
                view! {
                    <p>
                        <span class="quiet">{label} ": "</span> <b>{r.nickname.clone()}</b> " · "
                        {(h.rank)(u64::from(r.rank))} " · " {format::integer(lang, r.total)}
                    </p>
                }
            })
        };
        return view! {
            <section class="card stack tight">
                {line(h.resolved, c.resolved)} {line(h.next_row, c.next)}
            </section>
        }
        .into_any();
    }
    let rows = s.standings.as_ref().map(|t| &t.rows).or(s.last.as_ref().map(|f| &f.rows));
    let Some(rows) = rows else { return ().into_any() };
    let rows = rows
        .iter()
        .take(ROWS)
        .map(|r| {
            view! {
                <li>
                    <b class="num">{r.rank.to_string()}</b>
                    <span>{r.nickname.clone()} " " {r.group.clone().map(|g| view! { <small>{g}</small> })}</span>
                    <b class="num">{format::integer(lang, r.total)}</b>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <section class="card stack tight"><b>{h.table}</b><ol class="hs-rows">{rows}</ol></section> }
        .into_any()
}
