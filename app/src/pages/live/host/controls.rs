//! What the host may do now: the one key, what else fits this phase, and what cannot be undone.
//!
//! Invariant: the phases here are those of `domain::live::Room::decide`; nothing is offered that it would refuse.

use super::{json, number, press, to};
use crate::i18n::{format, t};
use crate::model::Lang;
use domain::live::stage::HostSnapshot;
use domain::live::{Command, Phase};
use leptos::prelude::*;

/// Seconds that one press gives.
const MORE: [u32; 2] = [10, 30];

/// What every command of this page that moves the stage was drawn from.
pub(super) fn seen(s: &HostSnapshot) -> Option<u64> {
    Some(s.screen.seq)
}

/// Where the show is, its clock, how many answered.
pub(super) fn now(lang: Lang, s: &HostSnapshot) -> impl IntoView + use<> {
    let h = t(lang).live_host;
    let of = number(lang, s.screen.questions);
    let place = match s.screen.phase {
        Phase::Standings { after } => Some((h.after_question)(&number(lang, after), &of)),
        Phase::Ceremony { step, steps } => Some((h.places_told)(&number(lang, step), &number(lang, steps))),
        phase => phase.question().map(|n| (h.question_of)(&number(lang, n), &of)),
    };
    let voided = s.screen.voided.map(|run| (h.voided)(u64::from(run)));
    let live = matches!(s.screen.phase, Phase::Open { .. }) && s.screen.paused.is_none();
    view! {
        <div class="card h-now">
            <div class="h-where">
                {place.map(|text| view! { <p class="quiet num">{text}</p> })}
                <h2>{live.then_some("● ")} {(h.phase)(s.screen.phase.name())}</h2>
            </div>
            {clock(lang, s)}
            {tally(lang, s)}
            {voided.map(|text| view! { <p class="note warn">{text}</p> })}
        </div>
    }
}

fn clock(lang: Lang, s: &HostSnapshot) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    let (until, label) = match s.screen.phase {
        Phase::Ready { until, .. } => (until, h.opens_in),
        Phase::Open { deadline, .. } => (deadline, h.time_left),
        // With the automatic pace the clock can stand still where none is shown.
        _ => (s.screen.now, h.paused),
    };
    let shown = matches!(s.screen.phase, Phase::Ready { .. } | Phase::Open { .. });
    let stands = s.screen.paused;
    (shown || stands.is_some()).then(|| {
        let left = stands.unwrap_or(until - s.screen.now).max(0);
        let running = stands.is_none().then(|| until.to_string());
        let label = if stands.is_some() { h.paused } else { label };
        view! {
            <p class="h-clock" class:stands=stands.is_some()>
                <span class="quiet">{label}</span>
                <b class="num" data-show="clock" data-deadline=running>{format::clock(left + 999)}</b>
            </p>
        }
    })
}

fn tally(lang: Lang, s: &HostSnapshot) -> Option<impl IntoView + use<>> {
    let h = t(lang).live_host;
    s.screen.tally.map(|tally| {
        let max = tally.of.max(1).to_string();
        view! {
            <div class="h-tally">
                <p class="num">
                    <b data-answered="">{number(lang, tally.answered)}</b> "/"
                    <span data-of="">{number(lang, tally.of)}</span> " " {h.answered}
                </p>
                <progress
                    data-answered-bar="" aria-label=h.answered value=tally.answered.to_string() max=max
                ></progress>
            </div>
        }
    })
}

/// A question follows the one at hand.
fn more_questions(s: &HostSnapshot, after: u32) -> bool {
    // In a knock-out the last one standing has won, whatever was still planned.
    let won = s.screen.seats.as_ref().is_some_and(|seats| seats.alive == 1);
    after < s.screen.questions && !won
}

/// The code of what `next` does after this question.
fn onward(s: &HostSnapshot, after: u32) -> &'static str {
    match (more_questions(s, after), s.frozen) {
        (true, _) => "next",
        (false, true) => "ceremony",
        (false, false) => "podium",
    }
}

/// The table is shown after this question: not after a survey, and not while it stands still.
fn table_follows(s: &HostSnapshot) -> bool {
    let scored = s.script.as_ref().is_none_or(|script| !script.key.survey && script.card.points > 0);
    scored && !s.frozen
}

fn nobody_left(s: &HostSnapshot) -> bool {
    s.screen.seats.as_ref().is_some_and(|seats| seats.alive == 0)
}

/// What the one key does, and what it will do after that; codes of the catalogue.
pub(super) fn steps(s: &HostSnapshot) -> Option<(&'static str, Option<&'static str>)> {
    let paused = s.screen.paused.is_some();
    Some(match s.screen.phase {
        Phase::Lobby => ("start", Some("open")),
        Phase::Ready { .. } if paused => ("resume", Some("open")),
        Phase::Open { .. } if paused => ("resume", Some("close")),
        Phase::Ready { .. } => ("open", Some("close")),
        Phase::Open { .. } => ("close", Some("reveal")),
        Phase::Closed { question, .. } => {
            ("reveal", Some(if table_follows(s) { "standings" } else { onward(s, question) }))
        }
        Phase::Reveal { question, .. } if table_follows(s) => ("standings", Some(onward(s, question))),
        Phase::Reveal { .. } | Phase::Standings { .. } if nobody_left(s) => return None,
        Phase::Reveal { question, .. } | Phase::Standings { after: question } => {
            let step = onward(s, question);
            let then = match step {
                "next" => Some("open"),
                "ceremony" => Some("place"),
                _ => None,
            };
            (step, then)
        }
        Phase::Ceremony { step, steps } if step < steps => {
            ("place", Some(if step + 1 < steps { "place" } else { "podium" }))
        }
        Phase::Ceremony { .. } => ("podium", None),
        Phase::Final | Phase::Finished => return None,
    })
}

/// The big button.
pub(super) fn one_key(lang: Lang, s: &HostSnapshot) -> AnyView {
    let h = t(lang).live_host;
    let Some((step, then)) = steps(s) else {
        let stuck =
            nobody_left(s) && matches!(s.screen.phase, Phase::Reveal { .. } | Phase::Standings { .. });
        return stuck.then(|| view! { <p class="note warn">{h.nobody_left}</p> }).into_any();
    };
    let alone = s.screen.phase == Phase::Lobby && s.screen.players == 0;
    let json = json(&Command::Advance { expect_seq: seen(s) });
    view! {
        <form class="h-go" method="post" action=to(s)>
            <button class="btn" name="command" value=json.clone() data-command=json data-advance="">
                {(h.step)(step)}
            </button>
            {then.map(|then| view! { <p class="quiet">{h.then} " " {(h.step)(then)}</p> })}
            {alone.then(|| view! { <p class="quiet">{h.nobody_yet}</p> })}
        </form>
    }
    .into_any()
}

/// What else this phase allows and can be taken back.
pub(super) fn more(lang: Lang, s: &HostSnapshot) -> Option<AnyView> {
    let h = t(lang).live_host;
    let expect_seq = seen(s);
    let phase = s.screen.phase;
    let mut all = Vec::new();
    let mut add =
        |command: Command, label: String| all.push(press(s, "btn plain small", &command, &label).into_any());
    let asked = matches!(phase, Phase::Ready { .. } | Phase::Open { .. });
    let by_itself = matches!(phase, Phase::Closed { .. } | Phase::Reveal { .. } | Phase::Standings { .. });
    match s.screen.paused {
        // In these two phases the one key resumes.
        Some(_) if !asked => add(Command::Resume { expect_seq }, (h.step)("resume").to_owned()),
        None if asked || (s.automatic && by_itself) => add(Command::Pause { expect_seq }, h.pause.to_owned()),
        _ => {}
    }
    match phase {
        Phase::Open { .. } => {
            for seconds in MORE {
                add(Command::Extend { seconds, expect_seq }, (h.extend)(u64::from(seconds)));
            }
            if s.screen.paused.is_some() {
                add(Command::Close { expect_seq }, (h.step)("close").to_owned());
            }
        }
        Phase::Ready { .. } if s.screen.paused.is_some() => {
            add(Command::Open { expect_seq }, (h.step)("open").to_owned());
        }
        Phase::Reveal { question, .. } => {
            if table_follows(s) && !nobody_left(s) {
                let more = more_questions(s, question);
                let label = if more { h.skip_standings } else { h.skip_standings_end };
                add(Command::Next { expect_seq }, label.to_owned());
            } else if !table_follows(s) {
                add(Command::Standings { expect_seq }, h.show_standings.to_owned());
            }
        }
        Phase::Standings { .. } => add(Command::Back { expect_seq }, h.back_reveal.to_owned()),
        Phase::Ceremony { step, .. } if step > 0 => {
            add(Command::Back { expect_seq }, h.back_place.to_owned());
        }
        _ => {}
    }
    let freezes =
        s.screen.seats.is_none() && !matches!(phase, Phase::Ceremony { .. } | Phase::Final | Phase::Finished);
    if freezes {
        let label = if s.frozen { h.unfreeze } else { h.freeze };
        add(Command::Freeze { on: !s.frozen }, label.to_owned());
    }
    let hint = (freezes && !s.frozen).then(|| view! { <p class="quiet">{h.freeze_hint}</p> });
    (!all.is_empty()).then(|| {
        view! {
            <section class="card h-more">
                <h2 class="sr">{h.more}</h2>
                <div class="h-buttons">{all}</div>
                {hint}
            </section>
        }
        .into_any()
    })
}

/// What cannot be undone: each says what is lost before its button is there.
pub(super) fn careful(lang: Lang, s: &HostSnapshot) -> Option<AnyView> {
    let h = t(lang).live_host;
    let expect_seq = seen(s);
    let phase = s.screen.phase;
    let mut all = Vec::new();
    let mut add = |id: &'static str, what: &'static str, lose: String, label, command: Command| {
        all.push(sure(s, id, what, lose, label, &command));
    };
    if let Phase::Closed { .. } | Phase::Reveal { .. } = phase {
        let tallied = s.screen.tally.map(|tally| tally.answered);
        let answers = tallied.or(s.bars.as_ref().map(|bars| bars.answered)).unwrap_or_default();
        let lose = (h.reopen_lose)(&number(lang, answers));
        add("sure-reopen", h.reopen, lose, h.reopen_do, Command::Reopen { expect_seq });
    }
    if let Phase::Ready { .. } | Phase::Open { .. } | Phase::Closed { .. } = phase {
        add("sure-skip", h.skip, h.skip_lose.to_owned(), h.skip_do, Command::Skip { expect_seq });
    }
    let told = match phase {
        Phase::Ready { question, .. } | Phase::Closed { question, .. } => Some(question.saturating_sub(1)),
        Phase::Reveal { question, .. } | Phase::Standings { after: question } => Some(question),
        _ => None,
    };
    if let Some(told) = told {
        let lose = match s.screen.questions.saturating_sub(told) {
            0 => h.conclude_none.to_owned(),
            n => (h.conclude_lose)(u64::from(n)),
        };
        add("sure-conclude", h.conclude, lose, h.conclude_do, Command::Conclude { expect_seq });
    }
    if phase != Phase::Finished {
        add("sure-finish", h.finish, h.finish_lose.to_owned(), h.finish_do, Command::Finish { expect_seq });
    }
    (!all.is_empty()).then(|| {
        view! {
            <section class="card h-careful">
                <h2>{h.careful}</h2>
                {all}
            </section>
        }
        .into_any()
    })
}

fn sure(
    s: &HostSnapshot,
    id: &'static str,
    what: &'static str,
    lose: String,
    label: &'static str,
    command: &Command,
) -> impl IntoView + use<> {
    let json = json(command);
    let confirm = lose.clone();
    view! {
        <details class="h-sure" id=id>
            <summary>{what}</summary>
            <form class="stack tight" method="post" action=to(s)>
                <p>{lose}</p>
                <button
                    class="btn danger small" name="command" value=json.clone() data-command=json data-confirm=confirm
                >
                    {label}
                </button>
            </form>
        </details>
    }
}
