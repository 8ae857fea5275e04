//! What stands beside the show: the floor of a knock-out, projectors, the way in, the files.

use super::controls::seen;
use super::{json, number, to};
use crate::i18n::{format, t};
use crate::model::Lang;
use domain::live::stage::HostSnapshot;
use domain::live::{Command, Phase};
use leptos::prelude::*;

/// Files about a room, as codes of `format`.
const FILES: [&str; 4] = ["xlsx", "questions", "players", "groups"];

/// The floor of a knock-out, and the rescue where this phase allows one.
pub(super) fn seats(lang: Lang, s: &HostSnapshot) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    s.screen.seats.as_ref().map(|seats| {
        let told = matches!(s.screen.phase, Phase::Reveal { .. } | Phase::Standings { .. });
        let may = told && seats.rescues_left > 0 && seats.alive < seats.taken;
        let most = seats.taken.saturating_sub(seats.alive).to_string();
        let command = json(&Command::Rescue { count: None, seats: Vec::new(), expect_seq: seen(s) });
        let rescue = may.then(|| {
            view! {
                <form class="h-rescue" method="post" action=to(s)>
                    <label for="rescue-count">{h.rescue_count}</label>
                    <input
                        class="input" id="rescue-count" name="count" type="number" inputmode="numeric" min="1"
                        max=most aria-describedby="rescue-hint"
                    />
                    <button class="btn plain small" name="command" value=command.clone() data-command=command>
                        {h.rescue}
                    </button>
                    <p class="quiet" id="rescue-hint">{h.rescue_hint}</p>
                </form>
            }
        });
        let (alive, taken) = (number(lang, seats.alive), number(lang, seats.taken));
        view! {
            <section class="card stack tight">
                <h2>{h.seats}</h2>
                <p class="num"><b>{(h.seats_in)(&alive, &taken)}</b></p>
                <div class="h-tally">
                    <progress
                        max=seats.taken.max(1).to_string() value=seats.alive.to_string() aria-label=h.seats
                    ></progress>
                </div>
                <p class="quiet">{(h.rescues_left)(u64::from(seats.rescues_left))}</p>
                {rescue}
            </section>
        }
    })
}

/// Where projectors are let in.
fn screens(s: &HostSnapshot) -> String {
    format!("/organiser/live/{}/screens", s.screen.pin)
}

/// Projectors that ask to be let in: nothing is on the wall before that, so it stands beside the one key.
pub(super) fn waiting(lang: Lang, s: &HostSnapshot) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    let rows = s
        .screens_waiting
        .iter()
        .map(|code| {
            view! {
                <li>
                    <b class="num h-code">{code.clone()}</b>
                    <form method="post" action=screens(s)>
                        <button
                            class="btn small" name="code" value=code.clone() data-screen=code.clone()
                            aria-label=(h.let_in_code)(code)
                        >
                            {h.let_in}
                        </button>
                    </form>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="note warn">
                <h2>{h.waiting}</h2>
                <ul class="h-list">{rows}</ul>
            </section>
        }
    })
}

/// The projector and the way in.
pub(super) fn ways(lang: Lang, s: &HostSnapshot) -> impl IntoView + use<> {
    view! { {projector(lang, s)} {way_in(lang, s)} }
}

/// A field for a code read off the wall.
fn projector(lang: Lang, s: &HostSnapshot) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    view! {
        <section class="card stack tight" id="projector">
            <h2>{h.projector}</h2>
            <p class="quiet">{h.projector_lead}</p>
            <form class="h-pair" method="post" action=screens(s)>
                <label for="screen-code">{h.code}</label>
                <input
                    class="input num" id="screen-code" name="code" inputmode="numeric" maxlength="4" pattern="[0-9]{4}"
                    required autocomplete="off"
                />
                <button class="btn plain small">{h.let_in}</button>
            </form>
        </section>
    }
}

/// How players come in, and where the projector's page is.
fn way_in(lang: Lang, s: &HostSnapshot) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let pin = s.screen.pin.clone();
    view! {
        <section class="card stack tight">
            <h2>{h.way_in}</h2>
            <p class="quiet">{h.way_in_hint}</p>
            <dl class="h-facts">
                <dt>{h.address}</dt>
                <dd><b>{s.screen.address.clone()}</b></dd>
                <dt>{h.pin}</dt>
                <dd><b class="num h-code">{format::pin(&pin)}</b></dd>
            </dl>
            <div class="h-buttons">
                <a class="btn plain small" href=format!("/live/{pin}/screen") target="_blank">{h.open_screen}</a>
                <a class="btn plain small" href=format!("/live/{pin}") target="_blank">{h.open_join}</a>
            </div>
        </section>
    }
}

/// The files, once everything is told.
pub(super) fn files(lang: Lang, s: &HostSnapshot) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    matches!(s.screen.phase, Phase::Final | Phase::Finished).then(|| {
        let links = FILES
            .into_iter()
            .enumerate()
            .map(|(i, what)| {
                let class = if i == 0 { "btn small" } else { "btn plain small" };
                let href = format!("/api/v1/live/{}/results?format={what}", s.screen.pin);
                view! { <a class=class href=href download="">{(h.file)(what)}</a> }
            })
            .collect::<Vec<_>>();
        view! {
            <section class="card stack tight">
                <h2>{h.files}</h2>
                <div class="h-buttons">{links}</div>
                <p class="quiet">{h.files_hint}</p>
            </section>
        }
    })
}
