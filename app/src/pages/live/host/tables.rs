//! The tables the host talks about: who is in, the standings, the ceremony, the podium.
//!
//! Invariant: which row the ceremony tells next stands on the host's device alone.

use super::number;
use crate::i18n::{format, t};
use crate::model::Lang;
use domain::live::payload::{CeremonyFrame, CeremonyRow, GroupRow, Lobby, Row};
use domain::live::stage::HostSnapshot;
use leptos::prelude::*;

/// Groups on the page.
const GROUPS: usize = 10;

/// Whatever table belongs to this state.
pub(super) fn tables(lang: Lang, s: &HostSnapshot) -> AnyView {
    let h = t(lang).live_host;
    let screen = &s.screen;
    view! {
        {screen.lobby.as_ref().map(|lobby| groups_in(lang, lobby))}
        {screen.standings.as_ref().map(|frame| {
            let title = if frame.frozen { format!("{} · {}", h.table, h.frozen) } else { h.table.to_owned() };
            players(lang, title, &frame.rows, &frame.groups)
        })}
        {screen.ceremony.as_ref().map(|frame| ceremony(lang, frame))}
        {screen.last.as_ref().map(|last| players(lang, h.table_final.to_owned(), &last.rows, &last.groups))}
    }
    .into_any()
}

fn groups_in(lang: Lang, lobby: &Lobby) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    let rows = lobby
        .groups
        .iter()
        .take(GROUPS)
        .map(|g| {
            view! { <li><span>{g.name.clone()}</span> <b class="num">{number(lang, g.players)}</b></li> }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card stack tight">
                <h2>{h.lobby_groups}</h2>
                <ul class="h-groups">{rows}</ul>
            </section>
        }
    })
}

fn players(lang: Lang, title: String, rows: &[Row], groups: &[GroupRow]) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let table = if rows.is_empty() {
        view! { <p class="quiet">{h.nobody}</p> }.into_any()
    } else {
        let rows = rows.iter().map(|r| row(lang, r)).collect::<Vec<_>>();
        view! {
            <table class="h-table">
                {heads(lang)}
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="card stack tight">
            <h2>{title}</h2>
            {table}
            {by_group(lang, groups)}
        </section>
    }
}

fn heads(lang: Lang) -> impl IntoView {
    let h = t(lang).live_host;
    view! {
        <thead>
            <tr>
                <th scope="col">{h.rank}</th>
                <th scope="col">{h.player}</th>
                <th scope="col" class="n">{h.points}</th>
            </tr>
        </thead>
    }
}

fn who(nickname: &str, group: Option<&String>) -> impl IntoView + use<> {
    let group = group.cloned().map(|g| view! { <small class="block">{g}</small> });
    view! { <th scope="row">{nickname.to_owned()} {group}</th> }
}

fn row(lang: Lang, r: &Row) -> impl IntoView + use<> {
    view! {
        <tr>
            <td class="num">{r.rank.to_string()}</td>
            {who(&r.nickname, r.group.as_ref())}
            <td class="n num">{format::integer(lang, r.total)}</td>
        </tr>
    }
}

fn by_group(lang: Lang, groups: &[GroupRow]) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    let rows = groups
        .iter()
        .take(GROUPS)
        .map(|g| {
            view! {
                <tr>
                    <td class="num">{g.rank.to_string()}</td>
                    <th scope="row">
                        {g.name.clone()} <small class="block num">{super::players(lang, g.players)}</small>
                    </th>
                    <td class="n num">{format::decimal(lang, g.mean)}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <h3>{h.groups}</h3>
            <table class="h-table">
                <thead>
                    <tr>
                        <th scope="col">{h.rank}</th>
                        <th scope="col">{h.group}</th>
                        <th scope="col" class="n">{h.mean}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}

fn ceremony(lang: Lang, frame: &CeremonyFrame) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let rows = frame
        .rows
        .iter()
        .map(|r| {
            let now = frame.resolved == Some(r.number);
            told(lang, r, now, frame.next == Some(r.number), if now { frame.climbed } else { 0 })
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card stack tight">
            <h2>{(h.phase)("ceremony")}</h2>
            <p class="quiet">{h.ceremony_hint}</p>
            <table class="h-table">
                {heads(lang)}
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn told(lang: Lang, r: &CeremonyRow, now: bool, next: bool, climbed: u32) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let (class, word) = match (now, next, r.resolved) {
        (true, ..) => ("tag good", h.just_told),
        (_, true, _) => ("tag warn", h.told_next),
        (.., true) => ("tag off", h.told),
        _ => ("tag off", h.hidden),
    };
    let climbed = (climbed > 0).then(|| format!(" · ▲ {}", (h.climbed)(u64::from(climbed))));
    let group = r.group.clone().map(|g| view! { <small class="block">{g}</small> });
    view! {
        <tr class:next=next class:now=now>
            <td class="num">{r.rank.to_string()}</td>
            <th scope="row">
                {r.nickname.clone()} " " <span class=class>{word} {climbed}</span>
                {group}
            </th>
            <td class="n num">{format::integer(lang, r.total)}</td>
        </tr>
    }
}
