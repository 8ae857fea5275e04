//! What the projector shows, as fragments: each a pure function of a snapshot, swapped in whole by the page.
//!
//! Lengths and colours are classes, bars are drawings with their own numbers: nothing needs a style attribute, which the
//! content policy forbids. What moves between two fragments carries `data-deadline`, `data-answered`, `data-row` and the
//! like for the page's script. Invariant: before reveal nothing here has anything of the key, because the snapshot has not.

mod lobby;
mod podium;
mod question;
mod reveal;
mod seats;
mod table;

use crate::i18n::{format, t};
use crate::model::Lang;
use domain::live::Phase;
use domain::live::payload::Card;
use domain::live::stage::ScreenSnapshot;
use domain::payload::{Kind, OptionView};
use leptos::prelude::*;

/// Letter and shape of each option: never colour alone. The class of the same letter brings the colour.
pub(super) const MARKS: [(&str, &str); 6] =
    [("A", "▲"), ("B", "◆"), ("C", "●"), ("D", "■"), ("E", "★"), ("F", "⬟")];

/// What the projector shows of a state.
#[must_use]
pub fn screen_stage(lang: Lang, snapshot: &ScreenSnapshot, qr_svg: &str) -> String {
    let s = snapshot;
    let body = match s.phase {
        Phase::Lobby => lobby::lobby(lang, s, qr_svg).into_any(),
        Phase::Ready { question, until } => question::ready(lang, s, question, until).into_any(),
        Phase::Open { deadline, .. } => question::open(lang, s, Some(deadline)).into_any(),
        Phase::Closed { .. } => question::open(lang, s, None).into_any(),
        Phase::Reveal { .. } => reveal::reveal(lang, s).into_any(),
        Phase::Standings { after } => table::standings(lang, s, after).into_any(),
        Phase::Ceremony { step, steps } => table::ceremony(lang, s, step, steps).into_any(),
        Phase::Final => podium::last(lang, s).into_any(),
        Phase::Finished => podium::finished(lang, s).into_any(),
    };
    // Who comes late reads the way in below everything else.
    let joinable = !matches!(s.phase, Phase::Lobby | Phase::Ceremony { .. } | Phase::Final | Phase::Finished);
    view! {
        <section class=format!("sc on-{}", s.phase.name()) data-phase=s.phase.name() data-paused=s.paused.map(|_| "1")>
            {body}
            {joinable.then(|| view! {
                <p class="sc-foot"><span translate="no">{s.address.clone()}</span> <b class="num" translate="no">{format::pin(&s.pin)}</b></p>
            })}
        </section>
    }
    .to_html()
}

/// The options as shown; a true/false question may come without its two.
pub(super) fn options(lang: Lang, card: &Card) -> Vec<OptionView> {
    if card.kind == Kind::TrueFalse && card.options.is_empty() {
        let l = t(lang).live_screen;
        let word = |id: &str, text: &str| OptionView { id: id.to_owned(), text: text.to_owned() };
        return vec![word("true", l.true_word), word("false", l.false_word)];
    }
    card.options.clone()
}

/// Letter and shape of the option at a place.
pub(super) fn mark(i: usize) -> (&'static str, &'static str) {
    MARKS.get(i % MARKS.len()).copied().unwrap_or(("A", "▲"))
}

/// A bar of so many percent, without a style attribute.
pub(super) fn bar(class: &'static str, percent: f64) -> impl IntoView {
    let width = format!("{:.2}", percent.clamp(0.0, 100.0));
    view! {
        <svg class=class viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width=width height="1" />
        </svg>
    }
}

/// Percent of a part; 0 of nothing.
pub(super) fn percent(part: u32, of: u32) -> f64 {
    if of == 0 { 0.0 } else { f64::from(part) * 100.0 / f64::from(of) }
}

/// The class that lets a question of this length stand in three lines; `narrow` where a picture stands beside it.
fn stem_size(stem: &str, narrow: bool) -> &'static str {
    let length = stem.chars().count() * if narrow { 2 } else { 1 };
    match length {
        0..=60 => "t1",
        61..=125 => "t2",
        126..=175 => "t3",
        176..=215 => "t4",
        216..=300 => "t5",
        _ => "t6",
    }
}

#[cfg(test)]
mod tests;
