//! `/organiser/live/{pin}`: the host's device, laptop or phone: what is on stage, the one key, the script, the people.
//!
//! Every button is a form's button whose value is the command as JSON, so all of it works without scripts; alive, the same
//! JSON goes to the API. Commands that move the stage name the event their sender sees. What cannot be undone stands in a
//! fold and asks once more.

mod controls;
mod people;
mod script;
mod tables;

use super::frame::{bare, sheet};
use crate::i18n::live_host::REFUSALS;
use crate::i18n::{format, t};
use crate::model::live::HostPage;
use crate::model::{Chrome, Lang};
use crate::pages::shell::Frame;
use domain::live::Phase;
use domain::live::stage::HostSnapshot;
use leptos::prelude::*;
pub use people::found_players;

/// The host's page.
#[must_use]
pub fn host(chrome: &Chrome, page: HostPage) -> String {
    let lang = chrome.lang;
    let (h, s) = (t(lang).live_host, t(lang).live_screen);
    let style = sheet(chrome, "host.css");
    let screen = &page.snapshot.screen;
    // A plain page looks again by itself, but not under the fingers of somebody who types.
    let plain_refresh = Some(if screen.phase == Phase::Lobby { 15 } else { 6 });
    let frame =
        Frame { title: &screen.title, bundle: "stage", style: &style, plain_refresh, ..Frame::default() };
    bare(chrome, frame, "host-page", || {
        let stage = host_stage(lang, &page.snapshot);
        view! {
            <div
                class="host" data-stage="host" data-pin=screen.pin.clone() data-seq=screen.seq.to_string()
                data-now=screen.now.to_string()
            >
                <p class="host-line" role="status" data-line="" hidden>{s.reconnecting}</p>
                <header class="host-top">
                    <a class="link" href="/organiser/live">"← " {h.all_rooms}</a>
                    <h1>{screen.title.clone()}</h1>
                    <b class="num host-pin" translate="no">{(h.room)(&format::pin(&screen.pin))}</b>
                    <a class="btn plain small" href=format!("/live/{}/screen", screen.pin) target="_blank" rel="noopener">
                        {h.open_screen}
                    </a>
                </header>
                {page.refusal.as_ref().map(|why| view! {
                    <p class="note warn" role="alert">{(h.refused)(why)}</p>
                })}
                {page.code_wrong.then(|| view! { <p class="note warn" role="alert">{h.screen_wrong}</p> })}
                <div class="host-stage" data-swap="" inner_html=stage></div>
                {people::finder(lang, &page)}
                <p class="host-toast" role="status" data-toast="" hidden></p>
                <p class="sr" role="status" data-say=""></p>
                {refusals(lang)}
            </div>
        }
    })
}

/// What the page may have to say by itself, for its script to look up.
pub(super) fn refusals(lang: Lang) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let words = REFUSALS
        .iter()
        .map(|code| view! { <li data-code=*code>{(h.refusal)(code)}</li> })
        .collect::<Vec<_>>();
    view! { <ul hidden>{words}</ul> }
}

/// What the host sees of a state.
#[must_use]
pub fn host_stage(lang: Lang, snapshot: &HostSnapshot) -> String {
    let s = &snapshot.screen;
    let h = t(lang).live_host;
    let phase = (h.phase)(s.phase.name());
    let spoken = match s.phase.question() {
        Some(question) => format!("{}: {phase}", (h.question_of)(question, s.questions)),
        None => phase.to_owned(),
    };
    view! {
        <section
            class="hs" data-phase=s.phase.name() data-paused=s.paused.map(|_| "1") data-spoken=spoken
        >
            {now(lang, snapshot)}
            {controls::controls(lang, snapshot)}
            <div class="hs-main">
                {script::script(lang, snapshot)}
                {script::bars(lang, snapshot)}
                {tables::tables(lang, snapshot)}
            </div>
            <div class="hs-side">
                {people::screens(lang, snapshot)}
                {people::rescue(lang, snapshot)}
                {people::people(lang, snapshot)}
            </div>
        </section>
    }
    .to_html()
}

/// Where the show is: phase, clock, how many answered, how many are connected.
fn now(lang: Lang, host: &HostSnapshot) -> impl IntoView + use<> {
    let s = &host.screen;
    let h = t(lang).live_host;
    let number = |n: u32| format::number(lang, u64::from(n));
    let until = match s.phase {
        Phase::Ready { until, .. } => Some(until),
        Phase::Open { deadline, .. } => Some(deadline),
        _ => None,
    };
    let clock = until.map(|at| {
        let left = s.paused.unwrap_or(at - s.now).max(0);
        let running = s.paused.is_none().then(|| at.to_string());
        view! { <b class="hs-clock num" data-show="clock" data-deadline=running>{format::clock(left + 999)}</b> }
    });
    let tally = s.tally.filter(|_| matches!(s.phase, Phase::Open { .. } | Phase::Closed { .. })).map(|tally| {
        view! {
            <p class="hs-tally num">
                <b data-answered="">{number(tally.answered)}</b> "/" <span data-of="">{number(tally.of)}</span> " "
                <small>{h.answered}</small>
            </p>
        }
    });
    let count = number(s.lobby.as_ref().map_or(s.players, |lobby| lobby.players));
    let lobby = (s.phase == Phase::Lobby).then(|| view! {
        <p class="hs-tally num"><b data-lobby="players">{count}</b> " " <small>{t(lang).live_screen.players_in}</small></p>
    });
    view! {
        <div class="hs-now">
            <p class="tags">
                <span class="tag live">{(h.phase)(s.phase.name())}</span>
                {s.phase.question().map(|q| view! { <b class="num">{(h.question_of)(q, s.questions)}</b> })}
                {s.paused.is_some().then(|| view! { <span class="tag warn">{h.paused}</span> })}
                {host.frozen.then(|| view! { <span class="tag">{h.frozen}</span> })}
                {host.automatic.then(|| view! { <span class="tag">{h.automatic}</span> })}
            </p>
            {clock} {tally} {lobby}
            <p class="quiet hs-facts num">
                <span>{(h.players)(&number(s.players))}</span> <span>{(h.connected)(&number(host.connected))}</span>
                <span>{(h.screens)(u64::from(host.screens))}</span>
                {s.seats.as_ref().map(|seats| view! { <span>{(h.alive)(&number(seats.alive))}</span> })}
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests;
