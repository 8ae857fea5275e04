//! `/organiser/live/{pin}`: the host's device, laptop or phone: where the show is, the one key, the script, the people.
//!
//! [`host_stage`] is a pure function of a snapshot and is sent whole whenever the stage moves; the page around it says what
//! stays. Every command is a real form; its button carries the same JSON as `data-command` for the page's script.
//! Invariants: only commands that this phase allows are offered; what moves the stage names the event it was drawn from,
//! so a double press moves once; what cannot be undone is one deliberate step further away and says what is lost.

mod controls;
mod people;
mod script;
mod side;
mod tables;

use super::frame::sheet;
use crate::i18n::{format, t};
use crate::model::live::HostPage;
use crate::model::{Chrome, Console, Lang};
use crate::pages::console::{Page, console_shell};
use domain::live::stage::HostSnapshot;
use domain::live::{Command, Phase};
use leptos::prelude::*;

/// The host's page.
#[must_use]
pub fn host(chrome: &Chrome, console: &Console, page: HostPage) -> String {
    let lang = chrome.lang;
    let h = t(lang).live_host;
    let style = sheet(chrome, "host.css");
    let title = format!("{} – {}", page.snapshot.screen.title, h.title);
    let frame = Page { title: &title, live: true, style: &style, ..Page::default() };
    console_shell(chrome, console, frame, || {
        let pin = page.snapshot.screen.pin.clone();
        let here = format!("/organiser/live/{pin}");
        view! {
            <div class="head">
                <div>
                    <p class="quiet">
                        <a href="/organiser/live">{h.all_rooms}</a> " · " {(h.room)(&format::pin(&pin))}
                    </p>
                    <h1>{page.snapshot.screen.title.clone()}</h1>
                </div>
                <a class="btn plain small" href=format!("/live/{pin}/screen") target="_blank">{h.open_screen}</a>
            </div>
            {page.refusal.map(|why| view! { <p class="note warn" role="alert">{(h.refused)(&why)}</p> })}
            {page.code_wrong.then(|| view! { <p class="note warn" role="alert">{h.code_wrong}</p> })}
            <noscript><a class="link" href=here>{h.reload}</a></noscript>
            <div class="host" data-host=pin inner_html=host_stage(lang, &page.snapshot)></div>
        }
    })
}

/// What the host sees of a state.
#[must_use]
pub fn host_stage(lang: Lang, snapshot: &HostSnapshot) -> String {
    let s = snapshot;
    let over = s.screen.phase == Phase::Finished;
    // Before the show the way in matters most, during it the people.
    let lobby = s.screen.phase == Phase::Lobby;
    view! {
        <section class="h-stage" data-phase=s.screen.phase.name() data-seq=s.screen.seq.to_string()>
            {flags(lang, s)}
            <div class="h-cols">
                <div class="h-desk">
                    {controls::now(lang, s)}
                    {controls::one_key(lang, s)}
                    {(!over).then(|| side::waiting(lang, s))}
                    {side::files(lang, s)}
                    {side::seats(lang, s)}
                    {controls::more(lang, s)}
                    {controls::careful(lang, s)}
                </div>
                <div class="h-main">
                    {tables::tables(lang, s)}
                    {script::script(lang, s)}
                    {lobby.then(|| side::ways(lang, s))}
                    {(!over).then(|| people::newest(lang, s))}
                    {people::removed(lang, s)}
                    {people::jumped(lang, s)}
                    {(!lobby && !over).then(|| side::ways(lang, s))}
                </div>
            </div>
        </section>
    }
    .to_html()
}

/// What is so beside the phase: heads, phones, projectors, flags.
fn flags(lang: Lang, s: &HostSnapshot) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let waiting = !s.screens_waiting.is_empty();
    let screens = if s.screens == 0 || waiting { "tag warn" } else { "tag" };
    view! {
        <p class="tags h-flags">
            <span class="tag num">{players(lang, s.screen.players)}</span>
            <span class="tag num">{(h.phones)(&number(lang, s.connected))}</span>
            <span class=screens>{(h.screens)(u64::from(s.screens))}</span>
            {s.automatic.then(|| view! { <span class="tag off">{h.automatic}</span> })}
            {s.frozen.then(|| view! { <span class="tag warn">"❄ " {h.frozen}</span> })}
        </p>
    }
}

/// A number as people write it.
fn number(lang: Lang, n: u32) -> String {
    format::number(lang, u64::from(n))
}

/// So many players.
fn players(lang: Lang, n: u32) -> String {
    (t(lang).live_host.players)(u64::from(n), &number(lang, n))
}

/// Where commands of this room go as plain forms.
fn to(s: &HostSnapshot) -> String {
    format!("/organiser/live/{}/command", s.screen.pin)
}

/// A command as the server reads it. Plain data: writing it cannot fail.
fn json(command: &Command) -> String {
    serde_json::to_string(command).unwrap_or_default()
}

/// A button that sends a command, inside a form to [`to`].
fn button(class: &'static str, command: &Command, label: String) -> impl IntoView + use<> {
    let json = json(command);
    view! { <button class=class name="command" value=json.clone() data-command=json>{label}</button> }
}

/// A form of one button.
fn press(s: &HostSnapshot, class: &'static str, command: &Command, label: &str) -> impl IntoView + use<> {
    view! { <form method="post" action=to(s)>{button(class, command, label.to_owned())}</form> }
}

#[cfg(test)]
mod tests;
