//! The podium, and the last picture.

use super::table::{group, groups_head};
use crate::i18n::{format, t};
use crate::model::Lang;
use domain::live::payload::Row;
use domain::live::stage::ScreenSnapshot;
use leptos::prelude::*;

/// Names on one step; ties beyond them are counted.
const ON_STEP: usize = 3;

/// The end of the show.
pub(super) fn last(lang: Lang, s: &ScreenSnapshot) -> AnyView {
    let l = t(lang).live_screen;
    let Some(f) = &s.last else { return ().into_any() };
    let step = |rank: u32| {
        let who: Vec<&Row> = f.rows.iter().filter(|r| r.rank == rank).collect();
        (!who.is_empty()).then(|| podium_step(lang, rank, &who).into_any())
    };
    let rest = f
        .rows
        .iter()
        .filter(|r| r.rank > 3)
        .take(7)
        .map(|r| {
            view! {
                <li class="sc-row" data-row=format!("p{}", r.number)>
                    <b class="sc-rank num">{r.rank.to_string()}</b>
                    <span class="sc-who">
                        <b>{r.nickname.clone()}</b> {r.group.clone().map(|g| view! { <small>{g}</small> })}
                    </span>
                    <b class="sc-total num">{format::integer(lang, r.total)}</b>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let groups = f.groups.iter().take(3).map(|g| group(lang, g)).collect::<Vec<_>>();
    // Else a hall sees two people with equal points, one above the other, and no reason. In a knock-out it is another one.
    let by_time = s.seats.is_none()
        && f.rows.windows(2).any(|two| two[0].total == two[1].total && two[0].rank != two[1].rank);
    let beside = !rest.is_empty() || !groups.is_empty();
    view! {
        <div class=if beside { "sc-final two" } else { "sc-final" }>
            <div class="sc-head">
                <h1 class="sc-title">{l.final_title}</h1>
                <p class="num">
                    {(l.played)(&format::number(lang, u64::from(f.players)))}
                    {by_time.then(|| [" · ", l.time_decides].concat())}
                </p>
            </div>
            <div class="sc-podium">{step(2)} {step(1)} {step(3)}</div>
            {f.rows.is_empty().then(|| view! { <p class="sc-lead">{l.nobody_played}</p> })}
            {beside.then(|| view! {
                <div class="sc-groups-side">
                    <ol class="sc-table small">{rest}</ol>
                    {(!groups.is_empty()).then(|| view! {
                        {groups_head(lang, s)}
                        <ol class="sc-table small">{groups}</ol>
                    })}
                </div>
            })}
        </div>
    }
    .into_any()
}

fn podium_step(lang: Lang, rank: u32, who: &[&Row]) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    let names = who
        .iter()
        .take(ON_STEP)
        .map(|r| view! { <li><b>{r.nickname.clone()}</b> {r.group.clone().map(|g| view! { <small>{g}</small> })}</li> })
        .collect::<Vec<_>>();
    let more = who.len().saturating_sub(ON_STEP);
    let total = who.first().map_or(0, |r| r.total);
    view! {
        <div class=format!("sc-step p{rank}")>
            <ul class="sc-winners">{names} {(more > 0).then(|| view! { <li>{format!("+{more}")}</li> })}</ul>
            <p class="sc-block">
                <b>{(l.place)(u64::from(rank))}</b> <span class="num">{format::integer(lang, total)}</span>
            </p>
        </div>
    }
}

/// The room is over.
pub(super) fn finished(lang: Lang, s: &ScreenSnapshot) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    view! {
        <div class="sc-mid">
            <h1 class="sc-huge">{l.thanks}</h1>
            <p class="sc-lead">{s.title.clone()}</p>
            <p class="sc-note">{l.over}</p>
        </div>
    }
}
