//! A blueprint worked out against a pool: what is short, and papers of seeds.

use super::deal::{Dice, deal};
use super::enemies::Enemies;
use super::hand::{Hand, Table};
use super::pool::Pool;
use super::search::{Found, search};
use crate::contest::Slot;
use crate::question::{PaperItem, Revision};
use std::sync::Arc;

/// How often a paper is dealt anew because enemies met on it, before it is searched for.
const TRIES: usize = 32;
/// Steps of the search that proves a blueprint fillable.
const PLAN_STEPS: usize = 2_000;
/// Steps of each search that counts what a line can have, once the whole is known or believed to be short.
const COUNT_STEPS: usize = 200;
/// Steps of the search for one paper.
const PAPER_STEPS: usize = 100;

/// A line of the blueprint that the pool cannot fill, together with the other lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// Its place in the blueprint, from 0.
    pub slot: usize,
    /// How many it asks for.
    pub wanted: u32,
    /// How many it can have.
    pub found: u32,
    /// How many it could have if no question had enemies. More than `found`: enemies are why.
    pub without_enemies: u32,
    /// The search ended before it was known whether more than `found` can be had.
    pub at_least: bool,
}

/// Whether a question fits a line of the blueprint. A question for everybody suits every audience.
#[must_use]
pub fn fits(slot: &Slot, revision: &Revision) -> bool {
    slot.topic.as_ref().is_none_or(|t| *t == revision.topic)
        && slot.difficulty.is_none_or(|d| d == revision.difficulty)
        && slot.kind.is_none_or(|k| k == revision.key.kind())
        && slot.audience.is_none_or(|a| revision.audience.is_empty() || revision.audience.contains(&a))
}

/// A blueprint worked out against a pool once, then drawn from as often as needed. It is known to be fillable.
#[derive(Clone, Debug)]
pub struct Plan {
    pool: Vec<Arc<Revision>>,
    tickets: Vec<u8>,
    counts: Vec<usize>,
    candidates: Vec<Vec<usize>>,
    /// Per slot the most tickets of one of its questions; 1 when all hold the same.
    ceilings: Vec<usize>,
    /// Slots, the one with the fewest questions to spare first.
    order: Vec<usize>,
    enemies: Enemies,
    /// Question and slot of one paper that is right, kept where feuds could keep a draw from finding one.
    witness: Vec<(usize, usize)>,
}

impl Plan {
    /// Works out who may fill which line.
    ///
    /// # Errors
    /// The lines that cannot be filled, when not all can be at once.
    pub fn new(slots: &[Slot], pool: &Pool) -> Result<Self, Vec<Shortage>> {
        let candidates: Vec<Vec<usize>> = slots
            .iter()
            .map(|slot| {
                pool.revisions.iter().enumerate().filter(|(_, r)| fits(slot, r)).map(|(i, _)| i).collect()
            })
            .collect();
        Self::of(candidates, &slots.iter().map(|s| s.count).collect::<Vec<_>>(), pool)
    }

    /// Works out who may fill which line, where the lines say it by places in the pool.
    ///
    /// # Errors
    /// The lines that cannot be filled, when not all can be at once.
    pub(crate) fn of(candidates: Vec<Vec<usize>>, asked: &[u32], pool: &Pool) -> Result<Self, Vec<Shortage>> {
        let mut wanted = vec![false; pool.len()];
        candidates.iter().flatten().for_each(|&q| wanted[q] = true);
        let counts: Vec<usize> = asked.iter().map(|n| *n as usize).collect();
        let mut order: Vec<usize> = (0..asked.len()).collect();
        order.sort_by_key(|&s| (candidates[s].len().saturating_sub(counts[s]), candidates[s].len(), s));
        let mut plan = Self {
            ceilings: candidates.iter().map(|list| ceiling(list, &pool.tickets)).collect(),
            pool: pool.revisions.clone(),
            tickets: pool.tickets.clone(),
            enemies: Enemies::of(&pool.revisions, &wanted),
            counts,
            candidates,
            order,
            witness: Vec::new(),
        };
        let (found, at_least) = if plan.enemies.any_feud {
            plan.find_witness()
        } else {
            (plan.claimed(&plan.enemies), vec![false; asked.len()])
        };
        if found == plan.counts {
            return Ok(plan);
        }
        let without = if plan.enemies.any { plan.claimed(&Enemies::none(pool.len())) } else { found.clone() };
        // None of them is more than the slot's own u32 count.
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let short = asked.iter().enumerate().filter(|(s, _)| found[*s] < plan.counts[*s]);
        Err(short
            .map(|(slot, wanted)| Shortage {
                slot,
                wanted: *wanted,
                found: small(found[slot]),
                without_enemies: small(without[slot].max(found[slot])),
                at_least: at_least[slot],
            })
            .collect())
    }

    /// How many each line gets, the first in [`Plan::order`] as many as it wants; exact where nobody feuds.
    fn claimed(&self, enemies: &Enemies) -> Vec<usize> {
        let mut hand = Hand::new(Table { candidates: &self.candidates, enemies, barred: None });
        let mut got = vec![0; self.counts.len()];
        for &slot in &self.order {
            got[slot] = (0..self.counts[slot]).take_while(|_| hand.claim(slot)).count();
        }
        got
    }

    /// Looks for a paper without feuds and keeps it. When there is none for the whole blueprint: how many each line
    /// gets, in [`Plan::order`], and for which lines the search gave up on more.
    fn find_witness(&mut self) -> (Vec<usize>, Vec<bool>) {
        let mut unsure = vec![false; self.counts.len()];
        if let Found::Paper(paper) = self.look(&self.counts, PLAN_STEPS) {
            self.witness = paper;
            return (self.counts.clone(), unsure);
        }
        let mut got = vec![0; self.counts.len()];
        for &slot in &self.order.clone() {
            for n in (1..=self.counts[slot]).rev() {
                got[slot] = n;
                match self.look(&got, COUNT_STEPS) {
                    Found::Paper(paper) => {
                        self.witness = paper;
                        break;
                    }
                    Found::Impossible => {}
                    Found::GaveUp => unsure[slot] = true,
                }
                got[slot] = 0;
            }
        }
        (got, unsure)
    }

    fn look(&self, counts: &[usize], steps: usize) -> Found {
        search(&self.candidates, &self.enemies, &self.order, counts, steps)
    }

    /// Questions on a paper.
    #[must_use]
    pub fn questions(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The paper of a seed.
    ///
    /// Every line takes a random choice of what is left for it, the most constrained line first; a question's chance is
    /// proportional to its tickets among what is left. Only when lines overlap so that a later one finds too few left are
    /// earlier picks moved to make room. Where feuding enemies meet all the same, the paper is dealt anew with the next
    /// random numbers, then searched for, and at the very last the one found while planning is dealt: a paper that keeps
    /// every rule, always.
    #[must_use]
    pub fn draw(&self, seed: u64, shuffle_questions: bool, shuffle_options: bool) -> Vec<PaperItem> {
        let mut dice = Dice::new(seed);
        let mut lot = Vec::new();
        let mut paper = (0..TRIES)
            .find_map(|_| self.lottery(&mut dice, &mut lot))
            .unwrap_or_else(|| self.searched(&mut dice));
        // Without shuffling a paper reads as its blueprint does, and by question id within a line.
        paper.sort_unstable_by_key(|&(question, slot)| (slot, question));
        if shuffle_questions {
            dice.shuffle(&mut paper);
        }
        paper.into_iter().map(|(q, _)| deal(&self.pool[q], shuffle_options, &mut dice)).collect()
    }

    /// One try; `None` when feuding enemies met on it. `lot` is room to work in.
    fn lottery(&self, dice: &mut Dice, lot: &mut Vec<usize>) -> Option<Vec<(usize, usize)>> {
        let mut hand =
            Hand::new(Table { candidates: &self.candidates, enemies: &self.enemies, barred: None });
        for &slot in &self.order {
            lot.clear();
            lot.extend_from_slice(&self.candidates[slot]);
            let mut missing = self.counts[slot];
            let mut next = 0;
            while missing > 0 && next < lot.len() {
                let pick = next + self.pick(slot, &lot[next..], dice);
                lot.swap(next, pick);
                if hand.take(slot, lot[next]) {
                    missing -= 1;
                }
                next += 1;
            }
            for _ in 0..missing {
                hand.claim(slot);
            }
        }
        hand.feud().is_none().then(|| hand.questions().map(|q| (q, hand.owner[q])).collect())
    }

    /// A place in `left`, with a chance proportional to its question's tickets.
    ///
    /// One roll chooses a place and a height; the place wins when its tickets reach above that height, else both are
    /// rolled anew. With equal tickets the first roll wins and is the roll of a draw without tickets, so papers drawn
    /// before there were tickets stay what they are. The bound only matters to a proof that this ends.
    fn pick(&self, slot: usize, left: &[usize], dice: &mut Dice) -> usize {
        let ceiling = self.ceilings[slot];
        let mut place = 0;
        for _ in 0..1_000 {
            let roll = dice.below(left.len() * ceiling);
            place = roll / ceiling;
            if ceiling == 1 || roll % ceiling < usize::from(self.tickets[left[place]]) {
                break;
            }
        }
        place
    }

    fn searched(&self, dice: &mut Dice) -> Vec<(usize, usize)> {
        let mut candidates = self.candidates.clone();
        for list in &mut candidates {
            dice.shuffle(list);
        }
        match search(&candidates, &self.enemies, &self.order, &self.counts, PAPER_STEPS) {
            Found::Paper(paper) => paper,
            Found::Impossible | Found::GaveUp => self.witness.clone(),
        }
    }

    /// The wording behind a place in the pool, for whoever holds a paper.
    #[must_use]
    pub fn revisions(&self) -> &[Arc<Revision>] {
        &self.pool
    }
}

/// The most tickets among these; 1 when all hold the same, so that equal tickets draw like no tickets.
fn ceiling(list: &[usize], tickets: &[u8]) -> usize {
    let held = || list.iter().map(|&q| usize::from(tickets[q]));
    match (held().min(), held().max()) {
        (Some(least), Some(most)) if least < most => most,
        _ => 1,
    }
}

/// One paper straight from a blueprint; [`Plan`] is for many.
///
/// # Errors
/// The lines that cannot be filled.
pub fn draw(
    slots: &[Slot],
    pool: &Pool,
    seed: u64,
    shuffle_questions: bool,
    shuffle_options: bool,
) -> Result<Vec<PaperItem>, Vec<Shortage>> {
    Ok(Plan::new(slots, pool)?.draw(seed, shuffle_questions, shuffle_options))
}
