//! Everything that is folded of one room, together: the log, the standings, the knock-out seats, the ceremony.
//!
//! Invariant: feeding the same players, events and answers gives the same show, in one go or one by one, on every node.
//! Players carry the time they joined, so it does not matter whether they are fed before or between the events.

#[cfg(test)]
mod tests;
mod views;

pub use views::Names;

use super::board::{Answered, Board};
use super::ceremony::Ceremony;
use super::knockout::Knockout;
use super::room::{Crowd, OutOfOrder, Room};
use super::spec::RoomSpec;
use super::{Command, Event, PlayerNo, Refusal};
use crate::Points;
use std::sync::Arc;

/// One room, folded.
#[derive(Clone, Debug)]
pub struct Show {
    room: Room,
    board: Board,
    knockout: Option<Knockout>,
    ceremony: Option<Ceremony>,
}

impl Show {
    /// A room before its first event.
    #[must_use]
    pub fn new(spec: &Arc<RoomSpec>) -> Self {
        Self {
            room: Room::new(spec.clone()),
            board: Board::new(spec.clone()),
            knockout: spec.knockout.map(|k| Knockout::new(k.seats)),
            ceremony: None,
        }
    }

    /// A player came in. `group` is a number the caller gives to a locality, team or class.
    pub fn join(&mut self, number: PlayerNo, group: Option<u32>, joined_at: i64) {
        self.board.join(number, group, joined_at);
        if let Some(knockout) = &mut self.knockout {
            knockout.join(number);
        }
    }

    /// Folds one more event in. `answers` gives the judged answers of a question's run; it is asked once, at its reveal.
    ///
    /// # Errors
    /// When the event is not the next one; nothing changed.
    pub fn apply(
        &mut self,
        seq: u64,
        event: &Event,
        answers: impl FnOnce(u32, u32) -> Vec<Answered>,
    ) -> Result<(), OutOfOrder> {
        self.room.apply(seq, event)?;
        match event {
            Event::Revealed { question, run, at } => {
                let answers = answers(*question, *run);
                self.board.add(*question, *run, &answers, *at);
                let scored = self.room.spec().question(*question).is_some_and(|q| q.scored());
                if let Some(knockout) = self.knockout.as_mut().filter(|_| scored) {
                    let right = answers.iter().filter(|a| a.share >= Points::ONE).map(|a| a.player);
                    knockout.question(*question, *run, right);
                }
                self.rank_the_living();
            }
            Event::Reopened { question, voided, .. } => {
                self.board.void(*question, *voided);
                if let Some(knockout) = &mut self.knockout {
                    knockout.void(*question, *voided);
                }
                self.rank_the_living();
            }
            Event::Rescued { question, run, players, .. } => {
                if let Some(knockout) = &mut self.knockout {
                    knockout.rescue(*question, *run, players);
                }
                self.rank_the_living();
            }
            Event::Standings { after, .. } => self.board.shown(*after),
            Event::Frozen { on: true, .. } => self.board.freeze(),
            Event::Frozen { on: false, .. } | Event::Final { .. } | Event::Finished { .. } => {
                self.board.thaw();
            }
            Event::Removed { player, .. } => self.set_removed(*player, true),
            Event::Readmitted { player, .. } => self.set_removed(*player, false),
            Event::Ceremony { .. } if self.ceremony.is_none() => self.ceremony = Some(self.rehearse()),
            _ => {}
        }
        Ok(())
    }

    fn set_removed(&mut self, player: PlayerNo, removed: bool) {
        self.board.set_removed(player, removed);
        if let Some(knockout) = &mut self.knockout {
            knockout.set_removed(player, removed);
        }
    }

    fn rank_the_living(&mut self) {
        if let Some(knockout) = &self.knockout {
            self.board.rank_only(|number| knockout.state(number).is_some_and(|s| s.is_in()));
        }
    }

    fn rehearse(&self) -> Ceremony {
        Ceremony::new(self.board.public(), self.board.table(), self.room.spec().ceremony_places)
    }

    /// What a command makes happen.
    ///
    /// # Errors
    /// Why it may not happen now.
    pub fn decide(&self, command: &Command, now: i64) -> Result<Vec<Event>, Refusal> {
        self.room.decide(command, self, now)
    }

    /// What the log says.
    #[must_use]
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// The standings.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// The seats, of a knock-out.
    #[must_use]
    pub fn knockout(&self) -> Option<&Knockout> {
        self.knockout.as_ref()
    }

    /// The ceremony, once it has begun.
    #[must_use]
    pub fn ceremony(&self) -> Option<&Ceremony> {
        self.ceremony.as_ref()
    }
}

impl Crowd for Show {
    fn knows(&self, player: PlayerNo) -> bool {
        self.board.knows(player)
    }

    fn alive(&self) -> Option<u32> {
        self.knockout.as_ref().map(Knockout::alive)
    }

    fn ceremony_steps(&self) -> u32 {
        self.rehearse().steps()
    }

    fn rescue(&self, count: u32, seats: &[PlayerNo]) -> Vec<PlayerNo> {
        self.knockout.as_ref().map_or_else(Vec::new, |k| k.choose(count, seats, |n| self.board.total(n)))
    }
}
