//! The draw as it was before there were tickets and enemies, kept word for word as the measure of today's: papers that
//! were dealt by it are replayed in disputes.

use super::super::deal::{Dice, deal};
use super::super::{Pool, fits};
use super::*;

struct Before {
    pool: Vec<Arc<Revision>>,
    counts: Vec<usize>,
    candidates: Vec<Vec<usize>>,
    order: Vec<usize>,
}

const NOBODY: usize = usize::MAX;

struct Hand<'p> {
    plan: &'p Before,
    owner: Vec<usize>,
    picked: Vec<usize>,
}

impl Hand<'_> {
    fn take(&mut self, slot: usize, question: usize) -> bool {
        let free = self.owner[question] == NOBODY;
        if free {
            self.owner[question] = slot;
            self.picked.push(question);
        }
        free
    }

    fn reach(&mut self, slot: usize, seen: &mut [bool]) -> bool {
        seen[slot] = true;
        let candidates = &self.plan.candidates[slot];
        if let Some(&free) = candidates.iter().find(|&&q| self.owner[q] == NOBODY) {
            return self.take(slot, free);
        }
        for &question in candidates {
            let holder = self.owner[question];
            if !seen[holder] && self.reach(holder, seen) {
                self.owner[question] = slot;
                return true;
            }
        }
        false
    }
}

impl Before {
    fn new(slots: &[Slot], pool: &Pool) -> Self {
        let candidates: Vec<Vec<usize>> = slots
            .iter()
            .map(|slot| {
                pool.revisions().iter().enumerate().filter(|(_, r)| fits(slot, r)).map(|(i, _)| i).collect()
            })
            .collect();
        let counts: Vec<usize> = slots.iter().map(|s| s.count as usize).collect();
        let mut order: Vec<usize> = (0..slots.len()).collect();
        order.sort_by_key(|&s| (candidates[s].len().saturating_sub(counts[s]), candidates[s].len(), s));
        Self { pool: pool.revisions().to_vec(), counts, candidates, order }
    }

    fn draw(&self, seed: u64, shuffle_questions: bool, shuffle_options: bool) -> Vec<PaperItem> {
        let mut dice = Dice::new(seed);
        let mut hand = Hand { plan: self, owner: vec![NOBODY; self.pool.len()], picked: Vec::new() };
        let mut lot: Vec<usize> = Vec::new();
        for &slot in &self.order {
            lot.clear();
            lot.extend_from_slice(&self.candidates[slot]);
            let mut missing = self.counts[slot];
            let mut next = 0;
            while missing > 0 && next < lot.len() {
                let pick = next + dice.below(lot.len() - next);
                lot.swap(next, pick);
                if hand.take(slot, lot[next]) {
                    missing -= 1;
                }
                next += 1;
            }
            for _ in 0..missing {
                hand.reach(slot, &mut vec![false; self.counts.len()]);
            }
        }
        let mut picked = hand.picked;
        let owner = hand.owner;
        picked.sort_unstable_by_key(|&q| (owner[q], q));
        if shuffle_questions {
            dice.shuffle(&mut picked);
        }
        picked.into_iter().map(|q| deal(&self.pool[q], shuffle_options, &mut dice)).collect()
    }
}

proptest! {
    /// With equal tickets, however many, and no enemies: question for question and option for option the same.
    #[test]
    fn equal_tickets_deal_the_papers_of_before(
        slots in prop::collection::vec(any_slot(), 1..6), seeds in prop::collection::vec(any::<u64>(), 20),
        each in 1usize..8, shuffle in any::<(bool, bool)>(), tickets in 1u8..=16,
    ) {
        let mut questions = bank(4, each);
        questions.push(question("T01", 90, 1, ordering()));
        questions.push(question("T02", 90, 2, matching()));
        let pool = Pool::with_tickets(questions.into_iter().map(|q| (q, tickets)));
        let before = Before::new(&slots, &pool);
        if let Ok(plan) = Plan::new(&slots, &pool) {
            for seed in seeds {
                prop_assert_eq!(plan.draw(seed, shuffle.0, shuffle.1), before.draw(seed, shuffle.0, shuffle.1));
            }
        }
    }
}
