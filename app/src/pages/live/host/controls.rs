//! The one key and what may be done beside it.

use crate::i18n::t;
use crate::model::Lang;
use domain::live::Phase;
use domain::live::stage::{HostSnapshot, ScreenSnapshot};
use leptos::prelude::*;

/// A command that moves the stage, as JSON.
pub(super) fn command(name: &str, seq: u64) -> String {
    format!("{{\"command\":\"{name}\",\"expect_seq\":{seq}}}")
}

/// A button of the form, with the question it asks first.
struct Act {
    command: String,
    text: String,
    ask: Option<&'static str>,
    danger: bool,
}

impl Act {
    fn new(name: &str, s: &ScreenSnapshot, text: &str) -> Self {
        Self { command: command(name, s.seq), text: text.to_owned(), ask: None, danger: false }
    }

    fn asking(self, ask: &'static str) -> Self {
        Self { ask: Some(ask), danger: true, ..self }
    }

    fn button(self, id: &'static str) -> impl IntoView {
        let class = if self.danger { "btn danger small" } else { "btn plain small" };
        view! { <button class=class id=id name="command" value=self.command data-ask=self.ask>{self.text}</button> }
    }
}

/// Buttons of this phase.
pub(super) fn controls(lang: Lang, host: &HostSnapshot) -> AnyView {
    let s = &host.screen;
    let h = t(lang).live_host;
    let action = format!("/organiser/live/{}/command", s.pin);
    if s.phase == Phase::Finished {
        return view! {
            <div class="hs-controls"><a class="btn" href="/organiser/live">{h.all_rooms}</a></div>
        }
        .into_any();
    }
    let beside = beside(lang, s, host.automatic)
        .into_iter()
        .zip(["act-1", "act-2", "act-3", "act-4"])
        .map(|(act, id)| act.button(id))
        .collect::<Vec<_>>();
    let more = more(lang, host)
        .into_iter()
        .zip(["more-1", "more-2", "more-3", "more-4", "more-5", "more-6"])
        .map(|(act, id)| act.button(id))
        .collect::<Vec<_>>();
    view! {
        <form class="hs-controls" method="post" action=action>
            {main(lang, host)}
            <div class="hs-beside">{beside}</div>
            {(!more.is_empty()).then(|| view! {
                <details class="hs-more" id="more"><summary class="btn plain small">{h.more}</summary><div>{more}</div></details>
            })}
            <p class="quiet hs-keys">{h.key_hint}</p>
        </form>
    }
    .into_any()
}

/// What the one key does now.
fn main(lang: Lang, host: &HostSnapshot) -> impl IntoView + use<> {
    let s = &host.screen;
    let h = t(lang).live_host;
    let last =
        |question: u32| question >= s.questions || s.seats.as_ref().is_some_and(|seats| seats.alive == 1);
    let onward = |question: u32| if last(question) { h.do_end } else { h.do_next };
    let scored = s.card.as_ref().is_some_and(|card| card.points > 0);
    let text = match s.phase {
        Phase::Lobby => h.do_start,
        Phase::Ready { .. } | Phase::Open { .. } if s.paused.is_some() => h.do_resume,
        Phase::Ready { .. } => h.do_open,
        Phase::Open { .. } => h.do_close,
        Phase::Closed { .. } => h.do_reveal,
        Phase::Reveal { .. } if scored && !host.frozen => h.do_standings,
        Phase::Reveal { question, .. } => onward(question),
        Phase::Standings { after } => onward(after),
        Phase::Ceremony { step, steps } if step < steps => h.do_step,
        Phase::Ceremony { .. } => h.do_podium,
        Phase::Final | Phase::Finished => h.do_finish,
    };
    let finish = s.phase == Phase::Final;
    let command = command(if finish { "finish" } else { "advance" }, s.seq);
    view! {
        <button class="btn hs-go" id="go" name="command" value=command data-ask=finish.then_some(h.finish_ask)>
            {text}
        </button>
    }
}

fn beside(lang: Lang, s: &ScreenSnapshot, automatic: bool) -> Vec<Act> {
    let h = t(lang).live_host;
    let mut acts = Vec::new();
    if matches!(s.phase, Phase::Standings { .. })
        || matches!(s.phase, Phase::Ceremony { step, .. } if step > 0)
    {
        acts.push(Act::new("back", s, h.back));
    }
    let clock = matches!(s.phase, Phase::Ready { .. } | Phase::Open { .. });
    let held = matches!(s.phase, Phase::Closed { .. } | Phase::Reveal { .. } | Phase::Standings { .. });
    if clock || (automatic && held) {
        if s.paused.is_none() {
            acts.push(Act::new("pause", s, h.pause));
        } else if !clock {
            acts.push(Act::new("resume", s, h.do_resume));
        }
    }
    if matches!(s.phase, Phase::Open { .. }) {
        for seconds in [10, 30] {
            let command =
                format!("{{\"command\":\"extend\",\"seconds\":{seconds},\"expect_seq\":{}}}", s.seq);
            acts.push(Act { command, ..Act::new("extend", s, &(h.extend)(seconds)) });
        }
    }
    acts
}

fn more(lang: Lang, host: &HostSnapshot) -> Vec<Act> {
    let s = &host.screen;
    let h = t(lang).live_host;
    let mut acts = Vec::new();
    match s.phase {
        Phase::Reveal { .. } if host.frozen => acts.push(Act::new("standings", s, h.standings)),
        Phase::Reveal { .. } => acts.push(Act::new("next", s, h.next)),
        _ => {}
    }
    if matches!(s.phase, Phase::Closed { .. } | Phase::Reveal { .. }) {
        acts.push(Act::new("reopen", s, h.reopen).asking(h.reopen_ask));
    }
    if matches!(s.phase, Phase::Ready { .. } | Phase::Open { .. } | Phase::Closed { .. }) {
        acts.push(Act::new("skip", s, h.skip).asking(h.skip_ask));
    }
    if s.seats.is_none() && !matches!(s.phase, Phase::Ceremony { .. } | Phase::Final) {
        let command = format!("{{\"command\":\"freeze\",\"on\":{}}}", !host.frozen);
        let text = if host.frozen { h.unfreeze } else { h.freeze };
        acts.push(Act { command, ..Act::new("freeze", s, text) });
    }
    if matches!(
        s.phase,
        Phase::Ready { .. } | Phase::Closed { .. } | Phase::Reveal { .. } | Phase::Standings { .. }
    ) {
        acts.push(Act::new("conclude", s, h.conclude).asking(h.conclude_ask));
    }
    if s.phase != Phase::Final {
        acts.push(Act::new("finish", s, h.finish).asking(h.finish_ask));
    }
    acts
}
