//! What a room's task tells its phones of an event.
//!
//! Invariant: O(1) messages and bytes for each phone; what is told is on disk.

use super::super::frames::{Frame, OwnFrame, event_bytes};
use super::super::paint::View;
use super::Task;
use domain::live::payload::{ClockFrame, ClosedFrame, QuestionFrame, ReadyFrame};
use domain::live::{Event, Phase, PlayerNo};
use std::sync::Arc;

impl Task {
    /// What phones are told of an event: O(1) messages and bytes each.
    pub(super) fn tell_phones(&mut self, seq: u64, event: &Event) {
        let told = self.revealed.is_some_and(|revealed| revealed + 1 == seq);
        self.revealed = matches!(event, Event::Back { .. } | Event::Revealed { .. }).then_some(seq);
        let roster = self.handle.roster.read();
        let view = self.view(&roster);
        let all = u32::try_from(roster.seats().len()).unwrap_or(u32::MAX);
        let now = self.app.now();
        let shared = |name: &str, data: serde_json::Value| Frame::shared(seq, name, &data.to_string());
        let standings = |name: &str| {
            Frame::Own(Arc::new(OwnFrame::new(seq, name, None, all, |number, out| {
                view.standing_json(number, out);
            })))
        };
        let one = |player: PlayerNo, name: &str, data: &str| Frame::One {
            player,
            bytes: event_bytes(None, name, data),
            last: matches!(event, Event::Removed { .. }),
        };
        let phase = self.show.room().phase();
        let of = self.handle.spec.count();
        let frame = match event {
            Event::Ready { question, until, .. } => shared("ready", ready(*question, of, *until, now, None)),
            Event::Reopened { question, until, voided, .. } => {
                shared("ready", ready(*question, of, *until, now, Some(*voided)))
            }
            Event::Back { .. } | Event::Revealed { .. } => return self.tell_reveal(seq, &view, all),
            Event::Opened { .. } => match (view.card_at_hand(), phase) {
                (Some(card), Phase::Open { deadline, .. }) => {
                    shared("question", serde_json::json!(QuestionFrame { card, deadline, now }))
                }
                _ => return,
            },
            Event::Extended { .. } | Event::Resumed { .. } | Event::Paused { .. } => {
                let (question, deadline) = match phase {
                    Phase::Ready { question, until } => (question, until),
                    Phase::Open { question, deadline, .. } => (question, deadline),
                    _ => return,
                };
                let paused = self.show.room().paused().map(|p| p.left);
                let name = if paused.is_some() { "paused" } else { "clock" };
                shared(name, serde_json::json!(ClockFrame { question, deadline, now, paused }))
            }
            Event::Closed { question, run, .. } => {
                shared("closed", serde_json::json!(ClosedFrame { question: *question, run: *run }))
            }
            // What the reveal just told is not told again: for most phones it would be the largest part of a question.
            Event::Standings { .. } if told => {
                Frame::Own(Arc::new(OwnFrame::new(seq, "standings", None, all, |number, out| {
                    match self.show.has_result(number) {
                        true => out.push_str("{}"),
                        false => view.standing_json(number, out),
                    }
                })))
            }
            Event::Standings { .. } | Event::Rescued { .. } => standings("standings"),
            Event::Ceremony { .. } => standings("ceremony"),
            Event::Final { .. } => standings("final"),
            Event::Finished { .. } => {
                Frame::Own(Arc::new(OwnFrame::new(seq, "snapshot", None, all, |number, out| {
                    if let Some(seat) = roster.seat(number) {
                        out.push_str(&serde_json::json!(view.player(seat, None)).to_string());
                    }
                })))
            }
            Event::Removed { player, .. } => one(*player, "removed", "{}"),
            Event::Renamed { player, .. }
            | Event::Readmitted { player, .. }
            | Event::Erased { player, .. } => match roster.seat(*player) {
                Some(seat) => {
                    one(*player, "snapshot", &serde_json::json!(view.player(seat, None)).to_string())
                }
                None => return,
            },
            Event::Skipped { .. } | Event::Frozen { .. } => return,
        };
        let _ = self.handle.players.send(frame);
    }

    fn tell_reveal(&self, seq: u64, view: &View<'_>, all: u32) {
        let Phase::Reveal { question, run } = self.show.room().phase() else { return };
        let Some(reveal) = view.reveal(question, run) else { return };
        let shared = serde_json::json!(reveal).to_string();
        let own =
            OwnFrame::new(seq, "reveal", Some(&shared), all, |number, out| view.result_json(number, out));
        let _ = self.handle.players.send(Frame::Own(Arc::new(own)));
    }
}

fn ready(question: u32, of: u32, until: i64, now: i64, voided: Option<u32>) -> serde_json::Value {
    serde_json::json!(ReadyFrame { question, of, until, now, voided })
}
