//! The lobby: the PIN as large as can be, the picture to scan, how many are in, and who.

use crate::i18n::{format, t};
use crate::islands::stage::parts::{groups, names};
use crate::model::Lang;
use crate::ui::escape;
use domain::live::stage::ScreenSnapshot;
use leptos::prelude::*;

/// People come in.
pub(super) fn lobby(lang: Lang, s: &ScreenSnapshot, qr_svg: &str) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    let (groups, names) = match &s.lobby {
        Some(lobby) => (groups(lang == Lang::En, &lobby.groups), names(&lobby.newest)),
        None => (String::new(), String::new()),
    };
    let players = s.lobby.as_ref().map_or(s.players, |lobby| lobby.players);
    let count = format::number(lang, u64::from(players));
    let way = format!("{} <b translate=\"no\">{}</b> {}", l.go_to, escape(&s.address), l.and_type);
    view! {
        <div class="sc-lobby">
            <div class="sc-way">
                <h1 class="sc-title">{s.title.clone()}</h1>
                <p class="sc-go" inner_html=way></p>
                <p class="sc-pin num" aria-label=l.pin translate="no">{format::pin(&s.pin)}</p>
                <ul class="sc-groups" data-lobby="groups" inner_html=groups></ul>
                <ul class="sc-names" data-lobby="names" inner_html=names></ul>
            </div>
            <div class="sc-side">
                <div class="sc-qr" role="img" aria-label=l.qr inner_html=qr_svg.to_owned()></div>
                <p class="sc-count"><b class="num" data-lobby="players">{count}</b> <span>{l.players_in}</span></p>
            </div>
        </div>
    }
}
