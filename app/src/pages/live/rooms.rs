//! `/organiser/live`: rooms that run, rooms that are over with their files, and the way to a new one.

use crate::i18n::{format, t};
use crate::model::live::{Download, RoomRow, RoomsPage};
use crate::model::{Chrome, Console, Lang};
use crate::pages::console::{Page, console_shell};
use crate::ui::{demo_tag, moment};
use domain::live::Phase;
use leptos::prelude::*;

/// The list of rooms.
#[must_use]
pub fn rooms(chrome: &Chrome, console: &Console, page: RoomsPage) -> String {
    let lang = chrome.lang;
    let r = t(lang).live_rooms;
    console_shell(chrome, console, Page { title: r.title, ..Page::default() }, || {
        let none = page.running.is_empty() && page.past.is_empty() && !page.later;
        let body = if none { empty(lang).into_any() } else { lists(lang, page).into_any() };
        view! {
            <div class="head">
                <div><h1>{r.title}</h1><p class="quiet">{r.lead}</p></div>
                <a class="btn small" href="/organiser/live/new">{r.new}</a>
            </div>
            {body}
        }
    })
}

/// Nothing yet: how a show comes about.
fn empty(lang: Lang) -> impl IntoView {
    let r = t(lang).live_rooms;
    let steps = [r.empty_make, r.empty_screen, r.empty_join, r.empty_show];
    let steps = steps.map(|step| view! { <li>{step}</li> }).into_iter().collect::<Vec<_>>();
    view! {
        <section class="card stack">
            <h2>{r.empty_title}</h2>
            <p>{r.empty_lead}</p>
            <ol class="first-steps">{steps}</ol>
            <p><a class="btn small" href="/organiser/live/new">{r.new}</a></p>
        </section>
    }
}

fn lists(lang: Lang, page: RoomsPage) -> impl IntoView {
    let r = t(lang).live_rooms;
    let RoomsPage { running, past, later, next } = page;
    let shown = |rows: Vec<RoomRow>, none: &'static str| {
        if rows.is_empty() {
            return view! { <p class="quiet">{none}</p> }.into_any();
        }
        let rows = rows.into_iter().map(|row| room(lang, row)).collect::<Vec<_>>();
        view! { <ul class="rooms">{rows}</ul> }.into_any()
    };
    view! {
        {(!later).then(|| view! {
            <section class="stack" id="running"><h2>{r.running}</h2>{shown(running, r.none_running)}</section>
        })}
        <section class="stack" id="past">
            <h2>{r.past}</h2>
            {shown(past, r.none_past)}
            {(later || next.is_some()).then(|| view! {
                <p class="tool">
                    {next.map(|href| view! { <a class="btn plain small" rel="next" href=href>{r.next}</a> })}
                    {later.then(|| view! { <a class="link" href="/organiser/live">{r.newest}</a> })}
                </p>
            })}
        </section>
    }
}

fn room(lang: Lang, row: RoomRow) -> impl IntoView {
    let r = t(lang).live_rooms;
    let over = row.phase == Phase::Finished || row.finished_at.is_some();
    let tag = match (over, row.phase) {
        (true, _) => "tag off",
        (false, Phase::Lobby) => "tag",
        (false, _) => "tag live",
    };
    let phase = (r.phase)(if over { Phase::Finished } else { row.phase }.name());
    let players = (r.players)(&format::number(lang, row.players.into()));
    let questions = (r.questions)(row.questions.into());
    let files = files(lang, row.downloads);
    let title = row.title.clone();
    view! {
        <li class="card room">
            <div class="room-what">
                <h3>{row.title}</h3>
                <p class="tags">
                    <span class=tag><span class="sr">{r.state} ": "</span>{phase}</span>
                    {demo_tag(lang, row.demo)}
                    <span class="quiet">{players} " · " {questions}</span>
                </p>
                <p class="quiet">
                    {r.made} " " {moment(lang, row.created_at)}
                    {row.finished_at.map(|at| view! { " · " {r.finished} " " {moment(lang, at)} })}
                    {(!row.host.is_empty()).then(|| format!(" · {}", (r.by)(&row.host)))}
                </p>
            </div>
            {(!over).then(|| view! {
                <p class="room-pin"><span class="quiet">{r.pin}</span><b class="num">{format::pin(&row.pin)}</b></p>
            })}
            <div class="room-do">
                {if row.reachable { doors(lang, &row.pin, &title, over).into_any() } else {
                    view! { <p class="quiet">{r.pin_moved}</p> }.into_any()
                }}
                {files}
            </div>
        </li>
    }
}

/// The ways into a room.
fn doors(lang: Lang, pin: &str, title: &str, over: bool) -> impl IntoView + use<> {
    let r = t(lang).live_rooms;
    let host = format!("/organiser/live/{pin}");
    let screen = format!("/live/{pin}/screen");
    let (words, name) = if over { (r.look_back, r.look_back_of) } else { (r.host_view, r.host_of) };
    let class = if over { "btn plain small" } else { "btn small" };
    let (host_name, screen_name) = (name(title), (r.screen_of)(title));
    view! {
        <div class="tool">
            <a class=class href=host aria-label=host_name>{words}</a>
            {(!over).then(|| view! {
                <a class="btn plain small" href=screen target="_blank" rel="noopener" aria-label=screen_name>
                    {r.screen}
                </a>
            })}
        </div>
    }
}

fn files(lang: Lang, downloads: Vec<Download>) -> impl IntoView {
    let r = t(lang).live_rooms;
    (!downloads.is_empty()).then(|| {
        let links = downloads
            .into_iter()
            .map(|file| view! { <li><a class="link" href=file.href download>{(r.file)(file.what)}</a></li> })
            .collect::<Vec<_>>();
        view! {
            <details class="files">
                <summary>{r.files}</summary>
                <ul class="plain-list">{links}</ul>
            </details>
        }
    })
}
