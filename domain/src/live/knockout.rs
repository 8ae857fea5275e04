//! Rung chuông vàng: numbered seats, one wrong or missing answer and you are out, rescue rounds, the last one standing.
//!
//! Invariants: who is in is a function of the runs that count and the rescues that hold; taking a void run out brings back
//! whom it put out, and undoes a rescue called on it. Who is out plays along and may be rescued, without rank.

use super::PlayerNo;
use super::payload::SeatState;
use std::collections::BTreeSet;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Who was right, by number.
    Question {
        question: u32,
        run: u32,
        right: Vec<bool>,
    },
    Rescue {
        question: u32,
        run: u32,
        players: BTreeSet<PlayerNo>,
    },
}

/// The seats of one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knockout {
    seats: u32,
    steps: Vec<Step>,
    /// By number; nothing for who has not joined.
    states: Vec<Option<SeatState>>,
    removed: BTreeSet<PlayerNo>,
}

impl Knockout {
    /// So many seats.
    #[must_use]
    pub fn new(seats: u32) -> Self {
        Self { seats, steps: Vec::new(), states: Vec::new(), removed: BTreeSet::new() }
    }

    /// A player comes in. Who comes after a question has missed it.
    pub fn join(&mut self, number: PlayerNo) {
        if number == 0 || number > super::MOST_NUMBER {
            return;
        }
        let index = number as usize;
        if self.states.len() <= index {
            self.states.resize(index + 1, None);
        }
        if self.states[index].is_none() {
            self.states[index] = Some(self.fold(number));
        }
    }

    fn fold(&self, number: PlayerNo) -> SeatState {
        let mut state = if number <= self.seats { SeatState::Alive } else { SeatState::Out { at: 0 } };
        for step in &self.steps {
            state = after(state, step, number);
        }
        state
    }

    /// A scored question counts: whoever is not among `right` is out.
    pub fn question(&mut self, question: u32, run: u32, right: impl IntoIterator<Item = PlayerNo>) {
        let known = self
            .steps
            .iter()
            .any(|s| matches!(s, Step::Question { question: q, run: r, .. } if (*q, *r) == (question, run)));
        if known {
            return;
        }
        let mut was_right = vec![false; self.states.len()];
        for number in right {
            if let Some(was_right) = was_right.get_mut(number as usize) {
                *was_right = true;
            }
        }
        self.step(Step::Question { question, run, right: was_right });
    }

    /// Players are in again.
    pub fn rescue(&mut self, question: u32, run: u32, players: &[PlayerNo]) {
        self.step(Step::Rescue { question, run, players: players.iter().copied().collect() });
    }

    fn step(&mut self, step: Step) {
        for (number, state) in (0u32..).zip(&mut self.states) {
            if let Some(state) = state {
                *state = after(*state, &step, number);
            }
        }
        self.steps.push(step);
    }

    /// A run is void, and with it the rescues called on it.
    pub fn void(&mut self, question: u32, run: u32) {
        self.steps.retain(|step| {
            let (Step::Question { question: q, run: r, .. } | Step::Rescue { question: q, run: r, .. }) =
                step;
            (*q, *r) != (question, run)
        });
        let states = (0u32..).zip(&self.states).map(|(number, s)| s.map(|_| self.fold(number))).collect();
        self.states = states;
    }

    /// Takes a player off the floor, or lets them back.
    pub fn set_removed(&mut self, number: PlayerNo, removed: bool) {
        if removed {
            self.removed.insert(number);
        } else {
            self.removed.remove(&number);
        }
    }

    /// How a seat is doing; nothing for who has not joined.
    #[must_use]
    pub fn state(&self, number: PlayerNo) -> Option<SeatState> {
        *self.states.get(number as usize)?
    }

    /// Everybody who is in.
    pub fn standing(&self) -> impl Iterator<Item = PlayerNo> + '_ {
        self.known().filter(|(_, state)| state.is_in()).map(|(number, _)| number)
    }

    /// Everybody who is out and had a seat.
    pub fn out(&self) -> impl Iterator<Item = PlayerNo> + '_ {
        self.known().filter(|(_, s)| matches!(s, SeatState::Out { at: 1.. })).map(|(number, _)| number)
    }

    fn known(&self) -> impl Iterator<Item = (PlayerNo, SeatState)> + '_ {
        (0u32..)
            .zip(&self.states)
            .filter_map(|(number, state)| Some((number, (*state)?)))
            .filter(|(number, _)| !self.removed.contains(number))
    }

    /// How many are in.
    #[must_use]
    pub fn alive(&self) -> u32 {
        u32::try_from(self.standing().count()).unwrap_or(u32::MAX)
    }

    /// Whom a rescue would bring back: of the named seats those that are out; without names the best `count` of those who
    /// are out, by score, then by counted time, then by seat.
    #[must_use]
    pub fn choose(
        &self,
        count: u32,
        seats: &[PlayerNo],
        total: impl Fn(PlayerNo) -> (i64, u64),
    ) -> Vec<PlayerNo> {
        let mut out: Vec<PlayerNo> = self.out().collect();
        if seats.is_empty() {
            out.sort_by_cached_key(|number| {
                let (score, time) = total(*number);
                (std::cmp::Reverse(score), time, *number)
            });
            out.truncate(count as usize);
        } else {
            let named: BTreeSet<PlayerNo> = seats.iter().copied().collect();
            out.retain(|number| named.contains(number));
        }
        out
    }
}

fn after(state: SeatState, step: &Step, number: PlayerNo) -> SeatState {
    match step {
        Step::Question { question, right, .. } => {
            let right = right.get(number as usize).copied().unwrap_or(false);
            if state.is_in() && !right { SeatState::Out { at: *question } } else { state }
        }
        Step::Rescue { question, players, .. } => {
            if !state.is_in() && players.contains(&number) {
                SeatState::Rescued { after: *question }
            } else {
                state
            }
        }
    }
}

#[cfg(test)]
mod tests;
