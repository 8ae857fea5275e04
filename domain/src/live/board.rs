//! Who stands where: a fold over judged answers.
//!
//! Invariants: totals are a function of the rounds that count, so taking a void round out gives exactly what a recount from
//! nothing gives; equal players share a rank ("1, 2, 2, 4"); while the table stands still nothing that is shown moves,
//! except that removed players leave it. Work per question: one pass and one sort, nothing allocated per player.

mod table;
#[cfg(test)]
mod tests;

pub use table::{GroupLine, Line, Table};

use super::scoring::Scorer;
use super::spec::{LiveQuestion, RoomSpec};
use super::{MOST_NUMBER, PlayerNo};
use crate::Points;
use std::sync::Arc;

/// One judged answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Who.
    pub player: PlayerNo,
    /// What grading gave: 0 to [`Points::ONE`].
    pub share: Points,
    /// The judged time, in ms.
    pub elapsed: i64,
}

/// What a player got in one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Got {
    /// Whether there was an answer.
    pub answered: bool,
    /// Fully right.
    pub right: bool,
    /// The graded share.
    pub share: Points,
    /// Judged time in ms, of an answer.
    pub elapsed: u32,
    /// Points, the streak's bonus included.
    pub points: i64,
    /// The streak's part of them.
    pub streak_bonus: i64,
    /// Right answers in a row, this one included.
    pub streak: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Mark {
    answered: bool,
    share: u16,
    elapsed: u32,
}

#[derive(Clone, Debug)]
struct Round {
    question: u32,
    run: u32,
    /// By slot; who came later has none.
    marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    number: PlayerNo,
    group: Option<u32>,
    joined_at: i64,
    removed: bool,
    /// Out of a knock-out: plays along without rank.
    unranked: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Total {
    score: i64,
    time: u64,
    streak: u32,
}

#[derive(Clone, Debug)]
struct Frozen {
    rounds: Vec<(u32, u32)>,
    totals: Vec<Total>,
    as_of: i64,
    table: Table,
}

/// The standings of one room.
#[derive(Clone, Debug)]
pub struct Board {
    spec: Arc<RoomSpec>,
    scorer: Scorer,
    entries: Vec<Entry>,
    /// Slot + 1 by number; 0 for nobody.
    slots: Vec<u32>,
    rounds: Vec<Round>,
    totals: Vec<Total>,
    last: Vec<Got>,
    /// When the last round was added: who came later has no place yet.
    as_of: i64,
    table: Table,
    frozen: Option<Frozen>,
    shown: Option<(u32, Vec<u32>)>,
    before: Vec<u32>,
}

impl Board {
    /// A board without players.
    #[must_use]
    pub fn new(spec: Arc<RoomSpec>) -> Self {
        Self {
            scorer: Scorer::new(&spec),
            spec,
            entries: Vec::new(),
            slots: Vec::new(),
            rounds: Vec::new(),
            totals: Vec::new(),
            last: Vec::new(),
            as_of: i64::MIN,
            table: Table::default(),
            frozen: None,
            shown: None,
            before: Vec::new(),
        }
    }

    /// A player comes in. Joining again changes nothing. A place in the table comes with the next round.
    pub fn join(&mut self, number: PlayerNo, group: Option<u32>, joined_at: i64) {
        if number == 0 || number > MOST_NUMBER || self.knows(number) {
            return;
        }
        let index = number as usize;
        if self.slots.len() <= index {
            self.slots.resize(index + 1, 0);
        }
        self.entries.push(Entry { number, group, joined_at, removed: false, unranked: false });
        self.totals.push(Total::default());
        self.last.push(Got::default());
        self.slots[index] = u32::try_from(self.entries.len()).unwrap_or(0);
    }

    fn slot(&self, number: PlayerNo) -> Option<usize> {
        (*self.slots.get(number as usize)? as usize).checked_sub(1)
    }

    /// Whether this player is known.
    #[must_use]
    pub fn knows(&self, number: PlayerNo) -> bool {
        self.slot(number).is_some()
    }

    /// Everybody's numbers in the order of joining, removed players left out.
    pub fn players(&self) -> impl Iterator<Item = PlayerNo> + '_ {
        self.entries.iter().filter(|e| !e.removed).map(|e| e.number)
    }

    /// A player's group.
    #[must_use]
    pub fn group(&self, number: PlayerNo) -> Option<u32> {
        self.entries[self.slot(number)?].group
    }

    /// Takes a player out of the tables, or lets them back.
    pub fn set_removed(&mut self, number: PlayerNo, removed: bool) {
        if let Some(slot) = self.slot(number) {
            self.entries[slot].removed = removed;
            self.tabulate();
        }
    }

    /// Says who has a rank; the others play along without one.
    pub fn rank_only(&mut self, ranked: impl Fn(PlayerNo) -> bool) {
        for entry in &mut self.entries {
            entry.unranked = !ranked(entry.number);
        }
        self.tabulate();
    }

    /// Counts a question's answers. Of two answers of one player the first counts; adding a run twice changes nothing.
    pub fn add(&mut self, question: u32, run: u32, answers: &[Answered], at: i64) {
        if self.has(question, run) {
            return;
        }
        let mut marks = vec![Mark::default(); self.entries.len()];
        for answer in answers {
            let Some(slot) = self.slot(answer.player) else { continue };
            if marks[slot].answered {
                continue;
            }
            marks[slot] = Mark {
                answered: true,
                share: u16::try_from(answer.share.0.clamp(0, Points::ONE.0)).unwrap_or(0),
                elapsed: u32::try_from(answer.elapsed.max(0)).unwrap_or(u32::MAX),
            };
        }
        let round = Round { question, run, marks };
        if let Some(asked) = self.spec.question(question) {
            count(&self.scorer, asked, &round, &mut self.totals, &mut self.last);
        }
        self.rounds.push(round);
        self.as_of = self.as_of.max(at);
        self.tabulate();
    }

    /// Takes a run out; the others are counted anew.
    pub fn void(&mut self, question: u32, run: u32) {
        if !self.has(question, run) {
            return;
        }
        self.rounds.retain(|r| (r.question, r.run) != (question, run));
        (self.totals, self.last) = self.recount(|_| true);
        if let Some(mut frozen) = self.frozen.take() {
            frozen.rounds.retain(|r| *r != (question, run));
            frozen.totals = self.recount(|r| frozen.rounds.contains(&(r.question, r.run))).0;
            self.frozen = Some(frozen);
        }
        self.tabulate();
    }

    /// Whether a run is counted.
    #[must_use]
    pub fn has(&self, question: u32, run: u32) -> bool {
        self.rounds.iter().any(|r| (r.question, r.run) == (question, run))
    }

    /// Question and run of what is counted, in order.
    pub fn rounds(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.rounds.iter().map(|r| (r.question, r.run))
    }

    fn recount(&self, counts: impl Fn(&Round) -> bool) -> (Vec<Total>, Vec<Got>) {
        let mut totals = vec![Total::default(); self.entries.len()];
        let mut last = vec![Got::default(); self.entries.len()];
        for round in self.rounds.iter().filter(|r| counts(r)) {
            if let Some(asked) = self.spec.question(round.question) {
                count(&self.scorer, asked, round, &mut totals, &mut last);
            }
        }
        (totals, last)
    }

    /// What everybody got in every round, for the books: question, run, player.
    pub fn each(&self, mut tell: impl FnMut(u32, u32, PlayerNo, Got)) {
        let mut totals = vec![Total::default(); self.entries.len()];
        let mut got = vec![Got::default(); self.entries.len()];
        for round in &self.rounds {
            let Some(asked) = self.spec.question(round.question) else { continue };
            count(&self.scorer, asked, round, &mut totals, &mut got);
            for (entry, got) in self.entries.iter().zip(&got).filter(|(e, _)| !e.removed) {
                tell(round.question, round.run, entry.number, *got);
            }
        }
    }

    /// From now on the public table stands still.
    pub fn freeze(&mut self) {
        if self.frozen.is_none() {
            self.frozen = Some(Frozen {
                rounds: self.rounds().collect(),
                totals: self.totals.clone(),
                as_of: self.as_of,
                table: self.table.clone(),
            });
        }
    }

    /// The public table moves again.
    pub fn thaw(&mut self) {
        self.frozen = None;
    }

    /// Whether the public table stands still.
    #[must_use]
    pub fn frozen(&self) -> bool {
        self.frozen.is_some()
    }

    /// The table with everything that counts: for the host, the ceremony and the end.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The table that may be shown.
    #[must_use]
    pub fn public(&self) -> &Table {
        self.frozen.as_ref().map_or(&self.table, |f| &f.table)
    }

    /// A player's points and counted time that may be shown, with or without a rank.
    #[must_use]
    pub fn public_total(&self, number: PlayerNo) -> (i64, u64) {
        let slot = self.slot(number);
        let totals = self.frozen.as_ref().map_or(&self.totals, |f| &f.totals);
        slot.and_then(|s| totals.get(s)).map_or((0, 0), |t| (t.score, t.time))
    }

    /// A player's points and counted time, with or without a rank.
    #[must_use]
    pub fn total(&self, number: PlayerNo) -> (i64, u64) {
        self.slot(number).and_then(|s| self.totals.get(s)).map_or((0, 0), |t| (t.score, t.time))
    }

    /// What a player got in the last round.
    #[must_use]
    pub fn last(&self, number: PlayerNo) -> Option<Got> {
        self.rounds.last()?;
        self.last.get(self.slot(number)?).copied()
    }

    /// The table was shown after this question: movement is counted from one such moment to the next.
    pub fn shown(&mut self, after: u32) {
        let ranks = self.public().ranks();
        match self.shown.take() {
            Some((question, earlier)) if question != after => self.before = earlier,
            _ => {}
        }
        self.shown = Some((after, ranks));
    }

    /// Places won (above 0) or lost since the table was shown the time before.
    #[must_use]
    pub fn moved(&self, number: PlayerNo) -> Option<i32> {
        let earlier = *self.before.get(number as usize)?;
        let now = self.public().line(number)?.rank;
        let (earlier, now) = (i32::try_from(earlier).ok()?, i32::try_from(now).ok()?);
        (earlier > 0).then_some(earlier - now)
    }

    fn tabulate(&mut self) {
        let rounds = !self.rounds.is_empty();
        self.table = Table::new(&self.entries, &self.totals, self.as_of, rounds);
        if let Some(frozen) = &mut self.frozen {
            // Who came after the freeze has no totals there and no place either.
            frozen.table = Table::new(&self.entries, &frozen.totals, frozen.as_of, !frozen.rounds.is_empty());
        }
    }
}

/// Adds one round to everybody's totals.
fn count(scorer: &Scorer, asked: &LiveQuestion, round: &Round, totals: &mut [Total], last: &mut [Got]) {
    let scored = asked.scored();
    for (slot, (total, last)) in totals.iter_mut().zip(last.iter_mut()).enumerate() {
        let mark = round.marks.get(slot).copied().unwrap_or_default();
        let share = Points(i64::from(mark.share));
        let right = scored && mark.answered && share == Points::ONE;
        let mut got = Got { answered: mark.answered, right, share, elapsed: mark.elapsed, ..Got::default() };
        if scored {
            total.streak = if right { total.streak + 1 } else { 0 };
            got.streak_bonus = if right { scorer.streak_bonus(total.streak) } else { 0 };
            got.points = scorer.points(asked, share, i64::from(mark.elapsed)) + got.streak_bonus;
            total.score += got.points;
            if right {
                total.time += u64::from(mark.elapsed);
            }
        }
        got.streak = total.streak;
        *last = got;
    }
}
