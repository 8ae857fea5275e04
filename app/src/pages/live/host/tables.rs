//! The table as the host sees it: what the hall sees of it, with what may be done with each, and in the ceremony who comes next.

use super::people::actions;
use crate::i18n::{format, t};
use crate::model::Lang;
use domain::live::Phase;
use domain::live::stage::{HostSnapshot, PlayerLine, ScreenSnapshot};
use leptos::prelude::*;

/// Rows on show: those of the projector, so that no name stands there out of the host's reach.
const ROWS: usize = 10;

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
            let p = PlayerLine { number: r.number, nickname: r.nickname.clone(), group: r.group.clone() };
            view! {
                <li>
                    <b class="num">{r.rank.to_string()}</b>
                    <span class="hs-name">{r.nickname.clone()} " " {r.group.clone().map(|g| view! { <small>{g}</small> })}</span>
                    <b class="num">{format::integer(lang, r.total)}</b>
                    {(s.phase != Phase::Finished).then(|| actions(lang, &s.pin, &p, "top"))}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card stack tight"><b>{h.table}</b><ol class="hs-rows">{rows}</ol></section>
        {groups(lang, s)}
    }
    .into_any()
}

/// Groups by the mean of their best, and by all their points, as the hall sees them.
fn groups(lang: Lang, s: &ScreenSnapshot) -> Option<AnyView> {
    let l = t(lang).live_screen;
    let groups = s.standings.as_ref().map(|t| &t.groups).or(s.last.as_ref().map(|f| &f.groups))?;
    let rows = groups
        .iter()
        .take(ROWS)
        .map(|g| {
            let total = (l.group_total)(&format::integer(lang, g.total), g.rank_by_total);
            view! {
                <li>
                    <b class="num">{g.rank.to_string()}</b>
                    <span class="hs-name">{g.name.clone()} " " <small class="num">{total}</small></span>
                    <b class="num">{format::mean(lang, g.mean)}</b>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let how = s.top_k.map(|k| view! { <p class="quiet">{(l.groups_how)(u64::from(k))}</p> });
    (!rows.is_empty()).then(|| {
        view! { <section class="card stack tight"><b>{l.groups}</b> {how} <ol class="hs-rows">{rows}</ol></section> }
            .into_any()
    })
}
