//! The folded state of a room: what its log says so far.
//!
//! Invariants: the state is a function of spec and log alone, so every node and every restart arrives at the same; events
//! are applied in order without a gap; folding never fails on an event of its own log and never panics on any other.
//! Deciding is in `decide`, the clock in `due`.

mod decide;
mod due;
#[cfg(test)]
mod tests;

use super::spec::{LiveQuestion, Pace, RoomSpec};
use super::{Event, Phase, PlayerNo};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What deciding must know beyond the log: facts that are folded from players and answers.
pub trait Crowd {
    /// Whether a player has this number.
    fn knows(&self, player: PlayerNo) -> bool;
    /// Seats still in; `None` where the room is no knock-out.
    fn alive(&self) -> Option<u32>;
    /// Rows the ceremony would resolve.
    fn ceremony_steps(&self) -> u32;
    /// Whom a rescue would bring back: of the named seats those that are out, or the best `count` of those who are out.
    fn rescue(&self, count: u32, seats: &[PlayerNo]) -> Vec<PlayerNo>;
}

/// How far a question has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Not opened, or its last run is void.
    #[default]
    Untouched,
    /// Takes answers.
    Open,
    /// Takes none any more.
    Closed,
    /// Shown; it counts.
    Revealed,
    /// Left out.
    Skipped,
}

/// One question's history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// How many times it has been opened.
    pub run: u32,
    /// How far the last run has come.
    pub progress: Progress,
    /// Runs that are void.
    pub voided: Vec<u32>,
}

/// A clock that stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Since when.
    pub at: i64,
    /// Milliseconds left.
    pub left: i64,
}

/// A question that takes answers now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Which question.
    pub question: u32,
    /// Which run.
    pub run: u32,
    /// From when its time is counted; pauses have moved it.
    pub opened_at: i64,
    /// When the time is up.
    pub deadline: i64,
}

/// A rescue that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    /// After which question.
    pub question: u32,
    /// Its run.
    pub run: u32,
    /// Who.
    pub players: Vec<PlayerNo>,
}

/// An event that is not the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {got} where {expected} was expected")]
pub struct OutOfOrder {
    /// The next number of the log.
    pub expected: u64,
    /// What came.
    pub got: u64,
}

/// The folded state of one room.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    spec: Arc<RoomSpec>,
    seq: u64,
    stage_seq: u64,
    phase: Phase,
    since: i64,
    paused: Option<Pause>,
    closing: Option<Opening>,
    played: Vec<Played>,
    frozen: bool,
    removed: BTreeSet<PlayerNo>,
    banned: BTreeSet<PlayerNo>,
    renamed: BTreeMap<PlayerNo, String>,
    rescues: Vec<Rescued>,
}

impl Room {
    /// A room before its first event.
    #[must_use]
    pub fn new(spec: Arc<RoomSpec>) -> Self {
        Self {
            played: vec![Played::default(); spec.questions.len()],
            spec,
            seq: 0,
            stage_seq: 0,
            phase: Phase::Lobby,
            since: 0,
            paused: None,
            closing: None,
            frozen: false,
            removed: BTreeSet::new(),
            banned: BTreeSet::new(),
            renamed: BTreeMap::new(),
            rescues: Vec::new(),
        }
    }

    /// The state after these events, numbered from 1.
    ///
    /// # Errors
    /// Never for a dense log; the first number that is out of order.
    pub fn replay<'e>(
        spec: Arc<RoomSpec>,
        events: impl IntoIterator<Item = (u64, &'e Event)>,
    ) -> Result<Self, OutOfOrder> {
        let mut room = Self::new(spec);
        for (seq, event) in events {
            room.apply(seq, event)?;
        }
        Ok(room)
    }

    /// Folds one more event in.
    ///
    /// # Errors
    /// When it is not the next one; the state is as before.
    pub fn apply(&mut self, seq: u64, event: &Event) -> Result<(), OutOfOrder> {
        if seq != self.seq + 1 {
            return Err(OutOfOrder { expected: self.seq + 1, got: seq });
        }
        self.seq = seq;
        if event.moves_stage() {
            self.stage_seq = seq;
        }
        self.fold(event);
        Ok(())
    }

    fn fold(&mut self, event: &Event) {
        match event {
            Event::Ready { question, until, at } => {
                self.stand(Phase::Ready { question: *question, until: *until }, *at);
            }
            Event::Opened { question, run, deadline, at } => {
                self.mark(*question, Progress::Open, Some(*run));
                let phase =
                    Phase::Open { question: *question, run: *run, opened_at: *at, deadline: *deadline };
                self.stand(phase, *at);
            }
            Event::Extended { seconds, .. } => self.extend(i64::from(*seconds) * 1000),
            Event::Paused { left, at } => self.paused = Some(Pause { at: *at, left: *left }),
            Event::Resumed { at } => self.resume(*at),
            Event::Closed { question, run, at } => {
                self.mark(*question, Progress::Closed, None);
                let taken = self.opening();
                self.stand(Phase::Closed { question: *question, run: *run }, *at);
                // Where it was closed early, what came before that moment came in time.
                let until = |o: Opening| o.deadline.min(at.saturating_sub(1));
                self.closing = taken.map(|o| Opening { deadline: until(o), ..o });
            }
            Event::Revealed { question, run, at } => {
                self.mark(*question, Progress::Revealed, None);
                self.stand(Phase::Reveal { question: *question, run: *run }, *at);
            }
            Event::Standings { after, at } => self.stand(Phase::Standings { after: *after }, *at),
            Event::Back { at } => {
                if let Phase::Standings { after: question } = self.phase {
                    let run = self.played(question).map_or(0, |p| p.run);
                    self.stand(Phase::Reveal { question, run }, *at);
                }
            }
            Event::Skipped { question, .. } => self.mark(*question, Progress::Skipped, None),
            Event::Reopened { question, voided, until, at } => {
                if let Some(played) = self.played_mut(*question) {
                    played.progress = Progress::Untouched;
                    played.voided.push(*voided);
                }
                self.rescues.retain(|r| (r.question, r.run) != (*question, *voided));
                self.stand(Phase::Ready { question: *question, until: *until }, *at);
            }
            Event::Frozen { on, .. } => self.frozen = *on,
            Event::Removed { player, ban, .. } => {
                self.removed.insert(*player);
                if *ban {
                    self.banned.insert(*player);
                }
            }
            Event::Readmitted { player, .. } => {
                self.removed.remove(player);
                self.banned.remove(player);
            }
            Event::Renamed { player, nickname, .. } => {
                self.renamed.insert(*player, nickname.clone());
            }
            Event::Erased { player, .. } => drop(self.renamed.remove(player)),
            Event::Rescued { question, run, players, .. } => {
                self.rescues.push(Rescued { question: *question, run: *run, players: players.clone() });
            }
            Event::Ceremony { step, steps, at } => {
                self.stand(Phase::Ceremony { step: *step, steps: *steps }, *at);
            }
            Event::Final { at } => {
                self.frozen = false;
                self.stand(Phase::Final, *at);
            }
            Event::Finished { at } => {
                self.frozen = false;
                self.stand(Phase::Finished, *at);
            }
        }
    }

    fn stand(&mut self, phase: Phase, at: i64) {
        self.phase = phase;
        self.since = at;
        self.paused = None;
        self.closing = None;
    }

    fn mark(&mut self, question: u32, progress: Progress, run: Option<u32>) {
        if let Some(played) = self.played_mut(question) {
            played.progress = progress;
            played.run = run.unwrap_or(played.run);
        }
    }

    fn extend(&mut self, millis: i64) {
        if let Phase::Open { deadline, .. } = &mut self.phase {
            match &mut self.paused {
                Some(pause) => pause.left = pause.left.saturating_add(millis),
                None => *deadline = deadline.saturating_add(millis),
            }
        }
    }

    fn resume(&mut self, at: i64) {
        let Some(pause) = self.paused.take() else { return };
        let stood = at.saturating_sub(pause.at).max(0);
        match &mut self.phase {
            Phase::Ready { until, .. } => *until = at.saturating_add(pause.left),
            Phase::Open { opened_at, deadline, .. } => {
                *opened_at = opened_at.saturating_add(stood);
                *deadline = at.saturating_add(pause.left);
            }
            _ => self.since = self.since.saturating_add(stood),
        }
    }

    fn played_mut(&mut self, question: u32) -> Option<&mut Played> {
        self.played.get_mut((question as usize).checked_sub(1)?)
    }

    /// What the room was made from.
    #[must_use]
    pub fn spec(&self) -> &Arc<RoomSpec> {
        &self.spec
    }

    /// The number of the last event; 0 before the first.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// The number of the last event that moved the stage.
    #[must_use]
    pub fn stage_seq(&self) -> u64 {
        self.stage_seq
    }

    /// Where the show is.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Since when it is there; pauses have moved it.
    #[must_use]
    pub fn since(&self) -> i64 {
        self.since
    }

    /// A clock that stands still.
    #[must_use]
    pub fn paused(&self) -> Option<Pause> {
        self.paused
    }

    /// The question that takes answers now; none while the clock stands still.
    #[must_use]
    pub fn opening(&self) -> Option<Opening> {
        match self.phase {
            Phase::Open { question, run, opened_at, deadline } if self.paused.is_none() => {
                Some(Opening { question, run, opened_at, deadline })
            }
            _ => None,
        }
    }

    /// The run that takes answers now, or that has closed and is not revealed yet: what came before its end and waited for
    /// its turn counts. An answer that came later does not, whenever it is looked at.
    #[must_use]
    pub fn taking(&self) -> Option<Opening> {
        self.opening().or(self.closing)
    }

    /// A question's history.
    #[must_use]
    pub fn played(&self, question: u32) -> Option<&Played> {
        self.played.get((question as usize).checked_sub(1)?)
    }

    /// Question and run of everything that counts, in order.
    pub fn counted(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (1..).zip(&self.played).filter(|(_, p)| p.progress == Progress::Revealed).map(|(q, p)| (q, p.run))
    }

    /// Whether the public table stands still.
    #[must_use]
    pub fn frozen(&self) -> bool {
        self.frozen
    }

    /// Whether a player was taken out.
    #[must_use]
    pub fn is_removed(&self, player: PlayerNo) -> bool {
        self.removed.contains(&player)
    }

    /// Whether a player's device must stay out.
    #[must_use]
    pub fn is_banned(&self, player: PlayerNo) -> bool {
        self.banned.contains(&player)
    }

    /// The nickname the host gave a player.
    #[must_use]
    pub fn renamed(&self, player: PlayerNo) -> Option<&str> {
        self.renamed.get(&player).map(String::as_str)
    }

    /// Rescues that hold.
    #[must_use]
    pub fn rescues(&self) -> &[Rescued] {
        &self.rescues
    }

    /// Whether new players are let in.
    #[must_use]
    pub fn takes_players(&self) -> bool {
        !matches!(self.phase, Phase::Ceremony { .. } | Phase::Final | Phase::Finished)
    }

    fn automatic(&self) -> Option<(u32, u32)> {
        match self.spec.pace {
            Pace::Manual => None,
            Pace::Auto { reveal, standings } => Some((reveal, standings)),
        }
    }

    fn scored(&self, question: u32) -> bool {
        self.spec.question(question).is_some_and(LiveQuestion::scored)
    }
}
