//! What an answer brought, where the player stands, and how it ended.

use super::question::{chosen, right};
use super::{View, place, seat};
use crate::islands::live::state::Sent;
use crate::islands::live::words::with;
use crate::islands::markup::Markup;
use domain::live::Phase;
use domain::live::payload::SeatState;

/// Look, icon and word of the own result.
pub(super) fn verdict(v: View<'_>) -> (&'static str, &'static str, &'static str) {
    let (s, w) = (&v.game.s, v.w);
    let survey = s.reveal.as_ref().is_some_and(|r| r.survey);
    match &s.own {
        Some(own) if survey && own.answered => ("plain", "✓", w.thanks),
        Some(own) if own.right => ("good", "✓", w.right),
        Some(own) if own.points > 0 => ("warn", "◐", w.partly),
        Some(own) if own.answered => ("bad", "✗", w.wrong),
        _ if v.game.sent == Sent::Late => ("off", "○", w.too_late),
        _ => ("off", "○", w.missed),
    }
}

/// Right or not, points, rank.
pub(super) fn reveal(m: &mut Markup, v: View<'_>) {
    let (s, w) = (&v.game.s, v.w);
    let (look, icon, word) = verdict(v);
    m.raw("<div class=\"lv-mid lv-verdict ")
        .raw(look)
        .raw("\"><p class=\"lv-icon\" aria-hidden=\"true\">")
        .raw(icon);
    m.raw("</p><h2 class=\"lv-name\" tabindex=\"-1\">").text(word).raw("</h2>");
    if let Some(own) = &s.own {
        if own.points > 0 {
            m.raw("<p class=\"lv-plus num\">+").text(&w.number(own.points)).raw("</p>");
        }
        if own.streak > 1 {
            m.raw("<p>").text(&with(w, w.in_a_row, i64::from(own.streak)));
            if own.streak_bonus > 0 {
                m.raw(", ").text(&with(w, w.bonus, own.streak_bonus));
            }
            m.raw("</p>");
        }
    }
    knocked(m, v);
    let survey = s.reveal.as_ref().is_some_and(|r| r.survey);
    if s.standing.frozen {
        m.raw("<p class=\"quiet\">").text(w.frozen).raw("</p>");
    } else if !survey && !is_out(v) {
        place(m, w, &s.standing);
    }
    m.raw("</div>");
    answer(m, v);
    m.raw("<p class=\"quiet\">").text(w.wait_next).raw("</p>");
}

fn is_out(v: View<'_>) -> bool {
    v.game.s.standing.seat.is_some_and(|seat| !seat.is_in())
}

/// What the question did to a seat of a knock-out.
fn knocked(m: &mut Markup, v: View<'_>) {
    let w = v.w;
    let here = v.game.s.phase.question();
    match v.game.s.standing.seat {
        None => {}
        Some(SeatState::Alive) => {
            m.raw("<p class=\"tag good\">").text(w.still_in).raw("</p>");
        }
        Some(SeatState::Rescued { after }) if Some(after) == here => {
            m.raw("<p class=\"note good\">").text(w.rescued).raw("</p>");
        }
        Some(SeatState::Rescued { .. }) => {
            m.raw("<p class=\"tag good\">").text(w.still_in).raw("</p>");
        }
        Some(SeatState::Out { at }) if at > 0 && Some(at) == here => {
            m.raw("<p class=\"note warn\">").text(w.out_now).raw("</p>");
        }
        Some(SeatState::Out { .. }) => seat(m, v),
    }
}

/// What is right, for those who did not have it.
fn answer(m: &mut Markup, v: View<'_>) {
    let (s, w) = (&v.game.s, v.w);
    let (Some(card), Some(reveal)) = (&s.card, &s.reveal) else { return };
    let had = s.own.as_ref().is_some_and(|own| own.right);
    if had || reveal.survey || (reveal.right.is_empty() && reveal.words.is_empty()) {
        return;
    }
    m.raw("<div class=\"card lv-answer\"><p class=\"quiet\">").text(w.right_is).raw("</p>");
    right(m, v, card, &reveal.right);
    if !reveal.words.is_empty() {
        m.raw("<ul class=\"lv-lines\">");
        for line in &reveal.words {
            m.raw("<li>").text(line).raw("</li>");
        }
        m.raw("</ul>");
    }
    if let (Some(choice), true) = (&s.choice, v.game.sent == Sent::Received) {
        m.raw("<p class=\"quiet\">").text(w.you_chose).raw("</p>");
        chosen(m, v, card, choice);
    }
    m.raw("</div>");
}

/// The own place while everybody looks at the table.
pub(super) fn standings(m: &mut Markup, v: View<'_>) {
    let (s, w) = (&v.game.s, v.w);
    m.raw("<div class=\"lv-mid\"><h2 class=\"lv-title\" tabindex=\"-1\">").text(w.standings).raw("</h2>");
    if s.standing.frozen {
        m.raw("<p class=\"note\">").text(w.frozen).raw("</p>");
    } else if is_out(v) {
        seat(m, v);
    } else {
        place(m, w, &s.standing);
        knocked(m, v);
    }
    total(m, v);
    m.raw("<p class=\"quiet\">").text(w.wait_next).raw("</p></div>");
}

fn total(m: &mut Markup, v: View<'_>) {
    let w = v.w;
    m.raw("<p class=\"lv-plus num\">").text(&with(w, w.total, v.game.s.standing.total)).raw("</p>");
}

/// While the frozen table is resolved: the own place once it is told.
pub(super) fn ceremony(m: &mut Markup, v: View<'_>) {
    let (s, w) = (&v.game.s, v.w);
    m.raw("<div class=\"lv-mid\"><h2 class=\"lv-title\" tabindex=\"-1\">").text(w.ceremony).raw("</h2>");
    if s.standing.frozen || s.standing.rank.is_none() {
        m.raw("<p class=\"lv-big\">").text(w.look_up).raw("</p>");
    } else {
        m.raw("<p>").text(w.your_place).raw("</p>");
        place(m, w, &s.standing);
        total(m, v);
    }
    m.raw("</div>");
}

/// The podium, and after it.
pub(super) fn end(m: &mut Markup, v: View<'_>) {
    let (s, w) = (&v.game.s, v.w);
    let over = s.phase == Phase::Finished;
    let podium = s.standing.rank.is_some_and(|rank| rank <= 3);
    m.raw(if podium { "<div class=\"lv-mid lv-verdict gold\">" } else { "<div class=\"lv-mid\">" });
    m.raw("<h2 class=\"lv-title\" tabindex=\"-1\">")
        .text(if over { w.over } else { w.final_title })
        .raw("</h2>");
    if is_out(v) {
        seat(m, v);
    } else if let Some(rank) = s.standing.rank {
        m.raw("<p class=\"lv-place num\">")
            .text(&with(w, w.rank, i64::from(rank)))
            .raw("</p><p class=\"num\">");
        m.text(w.of).raw(" ").text(&w.number(i64::from(s.standing.of))).raw("</p>");
    }
    total(m, v);
    m.raw("<p>").text(w.goodbye).raw("</p></div>");
    if over {
        m.raw("<div class=\"actions\"><a class=\"btn\" href=\"/\">").text(w.home).raw("</a></div>");
    }
}

/// The host took this player out.
pub(super) fn removed(m: &mut Markup, v: View<'_>) {
    let w = v.w;
    m.raw("<div class=\"lv-mid\"><h2 class=\"lv-name\" tabindex=\"-1\">").text(w.removed).raw("</h2><p>");
    m.text(w.removed_why).raw("</p></div><div class=\"actions\"><a class=\"btn\" href=\"/live/").text(v.pin);
    m.raw("?again\">").text(w.again).raw("</a><a class=\"btn plain\" href=\"/live\">").text(w.other_room);
    m.raw("</a></div>");
}
