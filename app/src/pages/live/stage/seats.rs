//! The floor of a knock-out: one numbered square per seat.

use crate::i18n::{format, t};
use crate::model::Lang;
use domain::live::stage::ScreenSnapshot;
use leptos::prelude::*;

/// Seats with their numbers; beyond these only squares are drawn, beyond [`MOST`] only the count is told.
const NUMBERED: usize = 200;
const MOST: usize = 1_200;

/// How many are still in, in words.
pub(super) fn line(lang: Lang, s: &ScreenSnapshot) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    s.seats.as_ref().map(|seats| {
        let text = if seats.alive == 1 && seats.taken > 1 {
            l.last_one.to_owned()
        } else {
            (l.alive)(&format::number(lang, u64::from(seats.alive)))
        };
        view! { <p class="sc-alive num">{text}</p> }
    })
}

/// The floor.
pub(super) fn floor(lang: Lang, s: &ScreenSnapshot) -> AnyView {
    let l = t(lang).live_screen;
    let Some(seats) = &s.seats else { return ().into_any() };
    let count = seats.floor.len();
    let size = match count {
        0..=60 => "f1",
        61..=NUMBERED => "f2",
        201..=500 => "f3",
        _ => "f4",
    };
    let squares = (1..)
        .zip(&seats.floor)
        .take(if count > MOST { 0 } else { count })
        .map(|(number, alive): (usize, &bool)| {
            let look = if *alive { "in" } else { "out" };
            let text = (count <= NUMBERED).then(|| number.to_string());
            view! { <li class=look data-seat=number.to_string()>{text}</li> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="sc-floor-side">
            {line(lang, s)}
            <ul class=format!("sc-floor {size}") aria-label=l.seats>{squares}</ul>
            <p class="sc-source">{(l.rescues_left)(u64::from(seats.rescues_left))}</p>
        </div>
    }
    .into_any()
}
