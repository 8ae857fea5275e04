//! Who is in the room, and the projectors: letting in, taking out, renaming, bringing back.

use super::controls::command;
use crate::i18n::{format, t};
use crate::model::Lang;
use crate::model::live::HostPage;
use domain::live::Phase;
use domain::live::stage::{HostSnapshot, PlayerLine};
use leptos::prelude::*;

/// Projectors: those that ask, and a field for the code.
pub(super) fn screens(lang: Lang, host: &HostSnapshot) -> impl IntoView + use<> {
    let s = &host.screen;
    let h = t(lang).live_host;
    let action = format!("/organiser/live/{}/screens", s.pin);
    let here = format!("{}/{}/screen", s.address, s.pin);
    let waiting = host
        .screens_waiting
        .iter()
        .map(|code| {
            view! {
                <form method="post" action=action.clone()>
                    <input type="hidden" name="code" value=code.clone() />
                    <button class="btn small">{(h.screen_allow)(code)}</button>
                </form>
            }
        })
        .collect::<Vec<_>>();
    let asked = !waiting.is_empty();
    // With a projector in and nobody asking, this is folded away.
    let open = asked || (host.screens == 0 && s.phase == Phase::Lobby);
    view! {
        <details class="card stack tight" id="screens" open=open data-open=open.then_some("")>
            <summary>{h.screens_title} " · " {(h.screens)(u64::from(host.screens))}</summary>
            {asked.then(|| view! { <div class="tags"><span>{h.screen_waiting}</span> {waiting}</div> })}
            <p class="quiet">{h.screens_lead} " " <b translate="no">{here}</b></p>
            <p class="quiet">{h.screens_keys}</p>
            <form class="hs-inline" method="post" action=action.clone()>
                <label class="sr" for="screen-code">{h.screen_code}</label>
                <input
                    class="input" id="screen-code" name="code" type="text" inputmode="numeric" autocomplete="off"
                    maxlength="4" required placeholder=h.screen_code
                />
                <button class="btn plain small">{h.screen_do}</button>
            </form>
        </details>
    }
}

/// The rescue of a knock-out, where one may be called.
pub(super) fn rescue(lang: Lang, host: &HostSnapshot) -> AnyView {
    let s = &host.screen;
    let h = t(lang).live_host;
    let here = matches!(s.phase, Phase::Reveal { .. } | Phase::Standings { .. });
    let Some(seats) = s.seats.as_ref().filter(|seats| here && seats.rescues_left > 0) else {
        return ().into_any();
    };
    view! {
        <form class="card stack tight" method="post" action=format!("/organiser/live/{}/command", s.pin)>
            <div class="field">
                <label for="rescue-count">
                    {h.rescue} " · " {h.rescue_count} " "
                    <span class="optional">{(h.rescues_left)(u64::from(seats.rescues_left))}</span>
                </label>
                <input
                    id="rescue-count" name="count" type="text" inputmode="numeric" maxlength="5" autocomplete="off"
                    aria-describedby="rescue-hint"
                />
                <span class="hint" id="rescue-hint">{h.rescue_hint}</span>
            </div>
            <button class="btn plain small" name="command" value=command("rescue", s.seq)>{h.rescue}</button>
        </form>
    }
    .into_any()
}

/// Players to look after.
pub(super) fn people(lang: Lang, host: &HostSnapshot) -> impl IntoView + use<> {
    let pin = &host.screen.pin;
    let h = t(lang).live_host;
    let list = |players: &[PlayerLine], place: &'static str| {
        players.iter().map(|p| player(lang, pin, p, place)).collect::<Vec<_>>()
    };
    let (newest, jumped) = (list(&host.newest, "new"), list(&host.jumped, "slow"));
    let removed = host.removed.iter().map(|p| gone(lang, pin, p)).collect::<Vec<_>>();
    let nobody = newest.is_empty();
    let lobby = host.screen.phase == Phase::Lobby;
    view! {
        <details class="card stack tight" id="people" open=lobby data-open=lobby.then_some("")>
            <summary>{h.people} " · " {(h.players)(&format::number(lang, u64::from(host.screen.players)))}</summary>
            {nobody.then(|| view! { <p class="quiet">{h.nobody}</p> })}
            {(!jumped.is_empty()).then(|| view! {
                <h3>{h.jumped}</h3>
                <p class="quiet">{h.jumped_lead}</p>
                <ul class="hs-people">{jumped}</ul>
            })}
            {(!nobody).then(|| view! { <h3>{h.newest}</h3> <ul class="hs-people">{newest}</ul> })}
            {(!removed.is_empty()).then(|| view! { <h3>{h.removed}</h3> <ul class="hs-people">{removed}</ul> })}
        </details>
    }
}

/// Looking for anybody, however long ago they joined. It stands outside of what is swapped.
pub(super) fn finder(lang: Lang, page: &HostPage) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let pin = page.snapshot.screen.pin.clone();
    let looked = !page.find.trim().is_empty();
    let list = if looked { found_players(lang, &pin, &page.found, page.more) } else { String::new() };
    view! {
        <section class="card stack tight hs-find">
            <form class="stack tight" method="get" action=format!("/organiser/live/{pin}") data-find="">
                <label for="find"><b>{h.find}</b></label>
                <div class="hs-inline">
                    <input
                        class="input" id="find" name="find" type="search" maxlength="40" autocomplete="off"
                        value=page.find.clone() aria-describedby="find-hint"
                    />
                    <button class="btn plain small">{h.find_do}</button>
                </div>
                <span class="hint" id="find-hint">{h.find_hint}</span>
            </form>
            <div class="stack tight" data-found="" role="status" inner_html=list></div>
        </section>
    }
}

/// Who was found, with what may be done with each.
#[must_use]
pub fn found_players(lang: Lang, pin: &str, found: &[PlayerLine], more: bool) -> String {
    let h = t(lang).live_host;
    if found.is_empty() {
        return view! { <p class="quiet">{h.find_nobody}</p> }.to_html();
    }
    let rows = found.iter().map(|p| player(lang, pin, p, "found")).collect::<Vec<_>>();
    view! {
        <ul class="hs-people">{rows}</ul>
        {more.then(|| view! { <p class="quiet">{(h.find_more)(found.len() as u64)}</p> })}
    }
    .to_html()
}

fn label(p: &PlayerLine) -> impl IntoView + use<> {
    view! {
        <span class="hs-name">
            <small class="num">{p.number.to_string()}</small> " " <b>{p.nickname.clone()}</b> " "
            {p.group.clone().map(|group| view! { <small>{group}</small> })}
        </span>
    }
}

fn player(lang: Lang, pin: &str, p: &PlayerLine, place: &'static str) -> impl IntoView + use<> {
    view! { <li>{label(p)} {actions(lang, pin, p, place)}</li> }
}

/// Rename, take out, ban. `place` tells the lists apart: somebody may stand in several.
pub(super) fn actions(lang: Lang, pin: &str, p: &PlayerLine, place: &'static str) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let action = format!("/organiser/live/{pin}/command");
    let remove = |ban: bool| format!("{{\"command\":\"remove\",\"player\":{},\"ban\":{ban}}}", p.number);
    let rename = format!("{{\"command\":\"rename\",\"player\":{}}}", p.number);
    let field = format!("{place}-name-{}", p.number);
    view! {
        <details class="hs-person" id=format!("{place}-{}", p.number)>
            <summary class="btn plain small" aria-label=(h.person)(&p.nickname)>"⋯"</summary>
            <form class="hs-inline" method="post" action=action.clone()>
                <label class="sr" for=field.clone()>{(h.rename_label)(&p.nickname)}</label>
                <input
                    class="input" id=field name="nickname" type="text" maxlength="40" required autocomplete="off"
                    value=p.nickname.clone()
                />
                <button class="btn plain small" name="command" value=rename>{h.rename}</button>
            </form>
            <form class="hs-inline" method="post" action=action>
                <button class="btn danger small" name="command" value=remove(false) data-ask=(h.remove_ask)(&p.nickname)>
                    {h.remove}
                </button>
                <button class="btn danger small" name="command" value=remove(true) data-ask=(h.ban_ask)(&p.nickname)>
                    {h.ban}
                </button>
            </form>
        </details>
    }
}

fn gone(lang: Lang, pin: &str, p: &PlayerLine) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let command = format!("{{\"command\":\"readmit\",\"player\":{}}}", p.number);
    view! {
        <li>
            {label(p)}
            <form method="post" action=format!("/organiser/live/{pin}/command")>
                <button class="btn plain small" name="command" value=command>{h.readmit}</button>
            </form>
        </li>
    }
}
