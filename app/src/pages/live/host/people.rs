//! The people of a room as its host sees them: the newest, to rename or take out; who is out; whose network got slower.
//!
//! Invariant: none of these commands moves the stage, so none makes another's key stale.

use super::{button, json, number, press, to};
use crate::i18n::t;
use crate::model::Lang;
use domain::live::Command;
use domain::live::stage::{HostSnapshot, PlayerLine};
use leptos::prelude::*;

/// Names with their forms on a page: the view is sent again whenever the stage moves.
const SHOWN: usize = 60;

/// The newest players.
pub(super) fn newest(lang: Lang, s: &HostSnapshot) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    let rows = s.newest.iter().take(SHOWN).map(|p| player(lang, s, p)).collect::<Vec<_>>();
    let shown = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card stack tight" id="people">
                <h2>{h.people}</h2>
                <p class="quiet">{(h.people_more)(&number(lang, shown), &number(lang, s.screen.players))}</p>
                <ul class="h-people">{rows}</ul>
                <p class="quiet">{h.remove_hint}</p>
            </section>
        }
    })
}

fn name(p: &PlayerLine) -> impl IntoView + use<> {
    let group = p.group.clone().map(|group| view! { <small>{group}</small> });
    view! { <span class="h-name">{p.nickname.clone()}</span> " " {group} }
}

fn player(lang: Lang, s: &HostSnapshot, p: &PlayerLine) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let field = format!("name-{}", p.number);
    // The new nickname is the form's field, which the server and the page's script put into the command.
    let rename = Command::Rename { player: p.number, nickname: String::new() };
    let remove = Command::Remove { player: p.number, ban: false };
    let ban = json(&Command::Remove { player: p.number, ban: true });
    view! {
        <li>
            <details id=format!("player-{}", p.number)>
                <summary>{name(p)}</summary>
                <form class="h-player" method="post" action=to(s)>
                    <label for=field.clone()>{h.rename_to}</label>
                    <input
                        class="input" id=field name="nickname" maxlength="40" autocomplete="off"
                        value=p.nickname.clone()
                    />
                    <div class="h-buttons">
                        {button("btn plain small", &rename, h.rename.to_owned())}
                        {button("btn danger small", &remove, h.remove.to_owned())}
                        <button
                            class="btn danger small" name="command" value=ban.clone() data-command=ban
                            data-confirm=(h.ban_sure)(&p.nickname)
                        >
                            {h.ban}
                        </button>
                    </div>
                </form>
            </details>
        </li>
    }
}

/// Who was taken out, and the way back; not where the room is over.
pub(super) fn removed(lang: Lang, s: &HostSnapshot) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    let over = s.screen.phase == domain::live::Phase::Finished;
    let rows = s
        .removed
        .iter()
        .map(|p| {
            let back = Command::Readmit { player: p.number };
            let back = (!over).then(|| press(s, "btn plain small", &back, h.readmit));
            view! { <li><span>{name(p)}</span> {back}</li> }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card stack tight">
                <h2>{h.removed}</h2>
                <ul class="h-list">{rows}</ul>
            </section>
        }
    })
}

/// Whose network became much slower, and what that means.
pub(super) fn jumped(lang: Lang, s: &HostSnapshot) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    let rows = s.jumped.iter().map(|p| view! { <li><span>{name(p)}</span></li> }).collect::<Vec<_>>();
    let heads = number(lang, u32::try_from(rows.len()).unwrap_or(u32::MAX));
    (!rows.is_empty()).then(|| {
        view! {
            <details class="card" id="jumped">
                <summary>{h.jumped} " (" {heads} ")"</summary>
                <div class="stack tight">
                    <p class="quiet">{h.jumped_why}</p>
                    <ul class="h-list">{rows}</ul>
                </div>
            </details>
        }
    })
}
