//! The playing phone's scenes as HTML, a function of the game alone: the server draws the first one with it, the phone
//! every later one, so both always look the same.
//!
//! The forms in it work by themselves. What changes without another scene (the clock, how many are in) has a class of its
//! own and is written by `paint`.

mod question;
mod results;

use super::state::{Game, Sent};
use super::words::{LiveWords, with};
use crate::islands::markup::Markup;
use domain::live::Phase;
use domain::live::payload::{OwnStanding, SeatState};

/// What a scene is drawn from.
#[derive(Clone, Copy)]
pub(crate) struct View<'g> {
    /// The room.
    pub(crate) pin: &'g str,
    /// The game.
    pub(crate) game: &'g Game,
    /// The texts.
    pub(crate) w: &'static LiveWords,
    /// The server's clock.
    pub(crate) now: i64,
}

/// The scene.
pub(crate) fn scene(v: View<'_>) -> String {
    let mut m = Markup::default();
    let name = if v.game.removed { "removed" } else { v.game.s.phase.name() };
    m.raw("<section class=\"lv\" data-phase=\"").raw(name).raw("\" data-key=\"").text(&key(v)).raw("\">");
    if v.game.removed {
        results::removed(&mut m, v);
    } else {
        match v.game.s.phase {
            Phase::Lobby => lobby(&mut m, v),
            Phase::Ready { question, .. } => ready(&mut m, v, question),
            Phase::Open { .. } => question::open(&mut m, v),
            Phase::Closed { .. } => question::closed(&mut m, v),
            Phase::Reveal { .. } => results::reveal(&mut m, v),
            Phase::Standings { .. } => results::standings(&mut m, v),
            Phase::Ceremony { .. } => results::ceremony(&mut m, v),
            Phase::Final | Phase::Finished => results::end(&mut m, v),
        }
    }
    m.raw("</section>");
    m.done()
}

/// What two pictures of the same moment have in common: the page drawn by the server is kept while this is the same.
pub(crate) fn key(v: View<'_>) -> String {
    let g = v.game;
    let question = g.s.phase.question().unwrap_or_default().to_string();
    let run = g.s.card.as_ref().map_or(0, |card| card.run).to_string();
    let answer = if g.sent.open() { "open" } else { "given" };
    let clock = if g.s.paused.is_some() { "stands" } else { "runs" };
    [g.s.phase.name(), &question, &run, answer, clock].join("-")
}

/// What a scene says to those who listen.
#[cfg(any(feature = "live", test))]
pub(crate) fn spoken(v: View<'_>) -> String {
    let (g, w) = (v.game, v.w);
    if g.removed {
        return w.removed.to_owned();
    }
    let question = g.s.phase.question().unwrap_or_default();
    let number = || with(w, w.question, i64::from(question));
    match g.s.phase {
        Phase::Lobby => w.wait_start.to_owned(),
        Phase::Ready { .. } => {
            [number().as_str(), ". ", if g.voided { w.voided } else { w.get_ready }].concat()
        }
        Phase::Open { .. } if g.s.paused.is_some() => w.paused.to_owned(),
        Phase::Open { .. } => state_of(w, g.sent).map_or_else(number, str::to_owned),
        Phase::Closed { .. } => w.time_up.to_owned(),
        Phase::Reveal { .. } => results::verdict(v).2.to_owned(),
        Phase::Standings { .. } => w.standings.to_owned(),
        Phase::Ceremony { .. } => w.ceremony.to_owned(),
        Phase::Final => w.final_title.to_owned(),
        Phase::Finished => w.over.to_owned(),
    }
}

/// The line at the foot: who plays here, and where they stand.
pub(crate) fn foot(v: View<'_>) -> String {
    let (s, w) = (&v.game.s, v.w);
    let mut m = Markup::default();
    m.raw("<b>").text(&s.me.nickname).raw("</b>");
    if !matches!(s.phase, Phase::Lobby) {
        m.raw("<span class=\"num\">").text(&with(w, w.total, s.standing.total));
        if let (Some(rank), false) = (s.standing.rank, s.standing.frozen) {
            m.raw(" · ").text(&with(w, w.rank_small, i64::from(rank)));
        }
        m.raw("</span>");
    }
    m.done()
}

/// How many are in, in words.
pub(crate) fn count(v: View<'_>) -> String {
    with(v.w, v.w.players, i64::from(v.game.s.players))
}

/// How many of the own locality, team or class.
pub(crate) fn near(v: View<'_>) -> String {
    let s = &v.game.s;
    match (s.mine, &s.me.group) {
        (Some(mine), Some(group)) => [group.as_str(), ": ", &v.w.number(i64::from(mine))].concat(),
        (None, Some(group)) => group.clone(),
        (_, None) => String::new(),
    }
}

fn lobby(m: &mut Markup, v: View<'_>) {
    let (s, w) = (&v.game.s, v.w);
    m.raw("<div class=\"lv-mid\"><p class=\"lv-big good\"><span aria-hidden=\"true\">✓ </span>")
        .text(w.joined);
    m.raw("</p><h2 class=\"lv-name\" tabindex=\"-1\">").text(&s.me.nickname).raw("</h2>");
    if s.standing.seat.is_some_and(SeatState::is_in) {
        m.raw("<p><span class=\"tag\">").text(&with(w, w.seat, i64::from(s.me.number))).raw("</span></p>");
    } else {
        seat(m, v);
    }
    m.raw("<p class=\"lv-count num\">")
        .text(&count(v))
        .raw("</p><p class=\"lv-near num\">")
        .text(&near(v))
        .raw("</p>");
    m.raw("<p class=\"lv-wait\">").text(w.wait_start).raw("</p>");
    m.raw("<p class=\"quiet lv-bright\">").text(w.keep_bright).raw("</p></div>");
}

fn ready(m: &mut Markup, v: View<'_>, question: u32) {
    let w = v.w;
    m.raw("<div class=\"lv-mid\"><h2 class=\"lv-name\" tabindex=\"-1\">");
    m.text(&with(w, w.question, i64::from(question))).raw("</h2>");
    if v.game.s.paused.is_some() {
        m.raw("<p class=\"tag warn\">").text(w.paused).raw("</p>");
    } else {
        let left = v.game.left(v.now).unwrap_or_default();
        m.raw("<p class=\"lv-count-down num\" aria-hidden=\"true\">").int((left + 999) / 1000).raw("</p>");
    }
    m.raw("<p>").text(w.get_ready).raw("</p>");
    if v.game.voided {
        m.raw("<p class=\"note warn\">").text(w.voided).raw("</p>");
    }
    seat(m, v);
    m.raw("</div>");
}

/// Where a player of a knock-out is, unless they are simply in.
fn seat(m: &mut Markup, v: View<'_>) {
    let w = v.w;
    let text = match v.game.s.standing.seat {
        None | Some(SeatState::Alive) => return,
        Some(SeatState::Rescued { .. }) => w.still_in.to_owned(),
        Some(SeatState::Out { at: 0 }) => w.no_seat.to_owned(),
        Some(SeatState::Out { at }) => with(w, w.out_at, i64::from(at)),
    };
    m.raw("<p class=\"quiet\">").text(&text).raw("</p>");
}

/// How the own answer is doing, in words.
fn state_of(w: &LiveWords, sent: Sent) -> Option<&'static str> {
    match sent {
        Sent::Nothing => None,
        Sent::Sending => Some(w.sending),
        Sent::Waiting => Some(w.waiting),
        Sent::Received => Some(w.received),
        Sent::Late => Some(w.too_late),
        Sent::Refused => Some(w.refused),
    }
}

/// The rank and the way to the next one.
fn place(m: &mut Markup, w: &LiveWords, standing: &OwnStanding) {
    if let Some(rank) = standing.rank {
        m.raw("<p class=\"lv-rank num\"><b>").text(&with(w, w.rank, i64::from(rank))).raw("</b> <span>");
        m.text(w.of).raw(" ").text(&w.number(i64::from(standing.of))).raw("</span></p>");
    } else {
        m.raw("<p>").text(w.not_ranked).raw("</p>");
    }
    match &standing.ahead {
        Some(ahead) if ahead.points > 0 => {
            let text = crate::islands::words::fill(w.behind, &ahead.nickname);
            m.raw("<p>").text(&with(w, &text, ahead.points)).raw("</p>");
        }
        Some(ahead) => {
            m.raw("<p>").text(&crate::islands::words::fill(w.faster, &ahead.nickname)).raw("</p>");
        }
        None if standing.rank == Some(1) && standing.of > 1 && standing.total > 0 => {
            m.raw("<p>").text(w.leading).raw("</p>");
        }
        None => {}
    }
}

#[cfg(test)]
mod tests;
