//! What the room looks like now: for one phone, for projectors, for hosts.
//!
//! Invariant: pure views of the folded show, the roster and the tally. Only [`host`] is given the key before reveal.

use super::answer::Standing;
use super::room::{Handle, Roster, RosterNames, Seat};
use crate::attempts::view::TRUTH_VI;
use domain::live::asked::{self, Tally};
use domain::live::payload::{
    Bars, Card, GroupCount, Lobby, Me, PlayerSnapshot, Reveal, ScreenReveal, TallyFrame,
};
use domain::live::show::Names as _;
use domain::live::stage::{HostSnapshot, PlayerLine, ScreenSnapshot, Script, Seats};
use domain::live::{Phase, PlayerNo, Show};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Rows of a table on a projector.
pub(super) const ROWS: usize = 10;
/// Names in the lobby.
const NEWEST: usize = 24;
/// Players in the host's list.
const LISTED: usize = 200;

/// How many chose what, as the store counted.
pub(super) type Counts = [(String, i64)];

/// What is looked at.
pub(super) struct View<'v> {
    pub(super) handle: &'v Handle,
    pub(super) show: &'v Show,
    pub(super) roster: &'v Roster,
    pub(super) now: i64,
}

impl View<'_> {
    fn names(&self) -> RosterNames<'_> {
        RosterNames(self.roster, &self.handle.group_names)
    }

    fn card(&self, question: u32, run: u32) -> Option<Card> {
        let wording = &self.handle.asked(question)?.revision;
        asked::card(&self.handle.spec, question, run, wording, TRUTH_VI)
    }

    /// The question that stands on the stage.
    pub(super) fn card_at_hand(&self) -> Option<Card> {
        self.at_hand().and_then(|(question, run)| self.card(question, run))
    }

    fn present(&self) -> u32 {
        let removed = self.handle.gate().removed.len();
        u32::try_from(self.roster.seats().len().saturating_sub(removed)).unwrap_or(u32::MAX)
    }

    /// The question that stands on the stage, with its run.
    fn at_hand(&self) -> Option<(u32, u32)> {
        match self.show.room().phase() {
            Phase::Open { question, run, .. }
            | Phase::Closed { question, run }
            | Phase::Reveal { question, run } => Some((question, run)),
            _ => None,
        }
    }

    fn paused(&self) -> Option<i64> {
        self.show.room().paused().map(|pause| pause.left)
    }

    /// The reveal's shared part.
    pub(super) fn reveal(&self, question: u32, run: u32) -> Option<Reveal> {
        let q = self.handle.spec.question(question)?;
        Some(asked::reveal(question, run, q, &self.handle.asked(question)?.revision, TRUTH_VI))
    }

    /// Everything one phone needs. `choice` was read a moment ago, perhaps of a question before this one.
    pub(super) fn player(&self, seat: &Seat, choice: Option<Standing>) -> PlayerSnapshot {
        let names = self.names();
        let room = self.show.room();
        let revealed = matches!(room.phase(), Phase::Reveal { .. });
        let at_hand = self.at_hand();
        PlayerSnapshot {
            seq: room.seq(),
            now: self.now,
            title: self.handle.spec.title.clone(),
            phase: room.phase(),
            paused: self.paused(),
            me: Me {
                number: seat.number,
                nickname: seat.nickname.clone(),
                group: seat.group.map(|group| names.group(group)),
            },
            players: self.present(),
            mine: seat.group.map(|group| self.roster.in_group(group)),
            card: at_hand.and_then(|(question, run)| self.card(question, run)),
            choice: choice.filter(|own| at_hand == Some((own.question, own.run))).map(|own| own.choice),
            reveal: at_hand.filter(|_| revealed).and_then(|(question, run)| self.reveal(question, run)),
            own: at_hand.filter(|_| revealed).and_then(|_| self.show.own_result(seat.number, &names)),
            standing: self.show.own_standing(seat.number, &names),
            voided: self.voided(),
        }
    }

    /// The run of the announced question that was just declared void.
    fn voided(&self) -> Option<u32> {
        let Phase::Ready { question, .. } = self.show.room().phase() else { return None };
        self.show.room().played(question).and_then(|p| p.voided.last().copied())
    }

    /// A player's standing as JSON.
    pub(super) fn standing_json(&self, player: PlayerNo, out: &mut String) {
        push_json(out, &self.show.own_standing(player, &self.names()));
    }

    /// A player's result as JSON.
    pub(super) fn result_json(&self, player: PlayerNo, out: &mut String) {
        push_json(out, &self.show.own_result(player, &self.names()));
    }

    /// The lobby as screens and hosts see it.
    pub(super) fn lobby(&self) -> Lobby {
        let names = self.names();
        let mut groups: Vec<GroupCount> = self
            .roster
            .groups()
            .map(|(group, players)| GroupCount { name: names.group(group), players })
            .collect();
        groups.sort_by(|a, b| b.players.cmp(&a.players).then_with(|| a.name.cmp(&b.name)));
        let here = |seat: &&Seat| !self.show.room().is_removed(seat.number);
        let newest = self.roster.seats().iter().rev().filter(here).take(NEWEST);
        Lobby { players: self.present(), groups, newest: newest.map(|seat| seat.nickname.clone()).collect() }
    }

    /// How many answered of how many who could.
    pub(super) fn tally(&self, question: u32, counts: &Counts) -> TallyFrame {
        TallyFrame { question, answered: total(counts), of: self.present() }
    }

    /// How many chose what.
    pub(super) fn bars(&self, question: u32, counts: &Counts) -> Bars {
        let (Some(asked), Some(q)) = (self.handle.asked(question), self.handle.spec.question(question))
        else {
            return Bars::default();
        };
        let mut tally = Tally::new(Arc::clone(&asked.revision), q);
        for (choice, times) in counts {
            if let Ok(choice) = serde_json::from_str(choice) {
                tally.add_many(&choice, u32::try_from(*times).unwrap_or(u32::MAX));
            }
        }
        tally.bars()
    }

    /// What a projector shows.
    pub(super) fn screen(&self, counts: &Counts, address: &str) -> ScreenSnapshot {
        let names = self.names();
        let room = self.show.room();
        let phase = room.phase();
        let at_hand = self.at_hand();
        let tally = matches!(phase, Phase::Open { .. } | Phase::Closed { .. });
        let reveal = match phase {
            Phase::Reveal { question, run } => self.screen_reveal(question, run, counts),
            _ => None,
        };
        ScreenSnapshot {
            seq: room.seq(),
            now: self.now,
            title: self.handle.spec.title.clone(),
            pin: self.handle.pin.clone(),
            address: address.to_owned(),
            phase,
            paused: self.paused(),
            players: self.present(),
            questions: self.handle.spec.count(),
            sounds: self.handle.spec.sounds,
            lobby: (phase == Phase::Lobby).then(|| self.lobby()),
            card: at_hand.and_then(|(question, run)| self.card(question, run)),
            tally: at_hand.filter(|_| tally).map(|(question, _)| self.tally(question, counts)),
            reveal,
            standings: matches!(phase, Phase::Standings { .. })
                .then(|| self.show.standings_frame(ROWS, &names)),
            ceremony: self.show.ceremony_frame(&names),
            last: matches!(phase, Phase::Final | Phase::Finished)
                .then(|| self.show.final_frame(ROWS, &names)),
            seats: self.seats(),
            voided: self.voided(),
            top_k: self.handle.spec.groups.as_ref().map(|g| g.top_k),
        }
    }

    fn screen_reveal(&self, question: u32, run: u32, counts: &Counts) -> Option<ScreenReveal> {
        let wording = &self.handle.asked(question)?.revision;
        Some(asked::screen_reveal(self.reveal(question, run)?, wording, self.bars(question, counts)))
    }

    fn seats(&self) -> Option<Seats> {
        let knockout = self.show.knockout()?;
        let rules = self.handle.spec.knockout?;
        let taken = u32::try_from(self.roster.seats().len()).unwrap_or(u32::MAX).min(rules.seats);
        let floor = (1..=taken).map(|n| knockout.state(n).is_some_and(|state| state.is_in())).collect();
        let used = u32::try_from(self.show.room().rescues().len()).unwrap_or(u32::MAX);
        Some(Seats {
            alive: knockout.alive(),
            taken,
            floor,
            rescues_left: rules.rescues.saturating_sub(used),
        })
    }

    /// What a host's device shows.
    pub(super) fn host(
        &self,
        counts: &Counts,
        address: &str,
        screens: &super::screens::Screens,
    ) -> HostSnapshot {
        let room = self.show.room();
        let phase = room.phase();
        let at_hand = self.at_hand();
        let counted = matches!(phase, Phase::Open { .. } | Phase::Closed { .. } | Phase::Reveal { .. });
        let line = |seat: &Seat| PlayerLine {
            number: seat.number,
            nickname: seat.nickname.clone(),
            group: seat.group.map(|group| self.handle.group_names.of(group)),
        };
        let seats = self.roster.seats();
        let here = |seat: &&Seat| !room.is_removed(seat.number);
        HostSnapshot {
            screen: self.screen(counts, address),
            script: self.script(),
            bars: at_hand.filter(|_| counted).map(|(question, _)| self.bars(question, counts)),
            frozen: room.frozen(),
            automatic: !matches!(self.handle.spec.pace, domain::live::spec::Pace::Manual),
            connected: self.handle.connected.load(Ordering::Relaxed),
            screens_waiting: screens.waiting.clone(),
            screens: screens.inside,
            newest: seats.iter().rev().filter(here).take(LISTED).map(line).collect(),
            jumped: seats.iter().filter(here).filter(|s| s.probes.jumped()).take(LISTED).map(line).collect(),
            removed: seats.iter().filter(|s| room.is_removed(s.number)).map(line).collect(),
        }
    }

    /// The question at hand, or the next that will come.
    fn script(&self) -> Option<Script> {
        let room = self.show.room();
        let (question, ahead) = match room.phase() {
            Phase::Lobby => (1, true),
            Phase::Ready { question, .. } => (question, true),
            Phase::Open { question, .. }
            | Phase::Closed { question, .. }
            | Phase::Reveal { question, .. } => (question, false),
            Phase::Standings { after } => (after + 1, true),
            Phase::Ceremony { .. } | Phase::Final | Phase::Finished => return None,
        };
        let asked = self.handle.asked(question)?;
        let run = room.played(question).map_or(0, |p| p.run);
        Some(Script {
            card: self.card(question, run.max(1))?,
            key: self.reveal(question, run.max(1))?,
            explanation: asked.revision.explanation.clone(),
            read_aloud: asked.revision.read_aloud.clone(),
            ahead,
        })
    }
}

fn push_json<T: serde::Serialize>(out: &mut String, value: &T) {
    // Plain data: writing it out cannot fail.
    out.push_str(&serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()));
}

pub(super) fn total(counts: &Counts) -> u32 {
    u32::try_from(counts.iter().map(|(_, n)| *n).sum::<i64>()).unwrap_or(u32::MAX)
}
