//! Dealing a paper: which questions, in which order, from a seed that is stored with the attempt.
//!
//! Invariants: the same seed, pool and blueprint give the same paper on every machine and in every later version
//! (disputes are replayed); no question appears twice on a paper; a blueprint that can be filled is filled. To keep the
//! first, nothing here uses a library's sampling functions: only ChaCha8's raw stream (a published standard), an
//! unbiased bounded draw and Fisher–Yates written below, and a pool sorted by question id.

use crate::contest::Slot;
use crate::question::{Key, PaperItem, Revision};
use jiff::civil::Date;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What may be drawn: at most one wording of each question, sorted by question id, so that the order in which a
/// database returned them changes nothing.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    revisions: Vec<Arc<Revision>>,
}

impl Pool {
    /// A pool of these wordings. Of two wordings of one question the later in the list stays.
    #[must_use]
    pub fn new(revisions: Vec<Arc<Revision>>) -> Self {
        let by_question: BTreeMap<String, Arc<Revision>> =
            revisions.into_iter().map(|r| (r.question.clone(), r)).collect();
        Self { revisions: by_question.into_values().collect() }
    }

    /// A pool without the questions that are overdue on this day.
    #[must_use]
    pub fn drawable(revisions: impl IntoIterator<Item = Arc<Revision>>, on: Date) -> Self {
        Self::new(revisions.into_iter().filter(|r| !overdue(r, on)).collect())
    }

    /// The wordings, by question id.
    #[must_use]
    pub fn revisions(&self) -> &[Arc<Revision>] {
        &self.revisions
    }

    /// How many questions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.revisions.len()
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }
}

/// Whether a wording had to be reviewed before this day. An unreadable date counts as overdue: nobody vouches for it.
#[must_use]
pub fn overdue(revision: &Revision, on: Date) -> bool {
    revision.review_by.parse::<Date>().map_or(true, |due| on >= due)
}

/// A line of the blueprint that the pool cannot fill, together with the other lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// Its place in the blueprint, from 0.
    pub slot: usize,
    /// How many it asks for.
    pub wanted: u32,
    /// How many it can have.
    pub found: u32,
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
    counts: Vec<usize>,
    candidates: Vec<Vec<usize>>,
    /// Slots, the one with the fewest questions to spare first.
    order: Vec<usize>,
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
        let counts: Vec<usize> = slots.iter().map(|s| s.count as usize).collect();
        let mut order: Vec<usize> = (0..slots.len()).collect();
        order.sort_by_key(|&s| (candidates[s].len().saturating_sub(counts[s]), candidates[s].len(), s));
        let plan = Self { pool: pool.revisions.clone(), counts, candidates, order };

        let mut hand = Hand::new(&plan);
        let mut shortages: Vec<Shortage> = plan
            .order
            .iter()
            .filter_map(|&slot| {
                let found = (0..plan.counts[slot]).take_while(|_| hand.claim(slot)).count();
                // `found` is at most the slot's own u32 count.
                (found < plan.counts[slot]).then(|| Shortage {
                    slot,
                    wanted: slots[slot].count,
                    found: u32::try_from(found).unwrap_or(u32::MAX),
                })
            })
            .collect();
        shortages.sort_by_key(|s| s.slot);
        if shortages.is_empty() { Ok(plan) } else { Err(shortages) }
    }

    /// Questions on a paper.
    #[must_use]
    pub fn questions(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The paper of a seed.
    ///
    /// Every line takes a uniformly random choice of what is left for it, the most constrained line first. Only when
    /// lines overlap so that a later one finds too few left are earlier picks moved to make room.
    #[must_use]
    pub fn draw(&self, seed: u64, shuffle_questions: bool, shuffle_options: bool) -> Vec<PaperItem> {
        let mut dice = Dice::new(seed);
        let mut hand = Hand::new(self);
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
                hand.claim(slot);
            }
        }
        let mut picked = hand.picked;
        let owner = hand.owner;
        // Without shuffling a paper reads as its blueprint does, and by question id within a line.
        picked.sort_unstable_by_key(|&q| (owner[q], q));
        if shuffle_questions {
            dice.shuffle(&mut picked);
        }
        picked.into_iter().map(|q| deal(&self.pool[q], shuffle_options, &mut dice)).collect()
    }

    /// The wording behind a place in the pool, for whoever holds a paper.
    #[must_use]
    pub fn revisions(&self) -> &[Arc<Revision>] {
        &self.pool
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

const NOBODY: usize = usize::MAX;

/// Questions taken so far and the line each was taken for.
struct Hand<'p> {
    plan: &'p Plan,
    owner: Vec<usize>,
    picked: Vec<usize>,
}

impl<'p> Hand<'p> {
    fn new(plan: &'p Plan) -> Self {
        Self { plan, owner: vec![NOBODY; plan.pool.len()], picked: Vec::with_capacity(plan.questions()) }
    }

    fn take(&mut self, slot: usize, question: usize) -> bool {
        let free = self.owner[question] == NOBODY;
        if free {
            self.owner[question] = slot;
            self.picked.push(question);
        }
        free
    }

    /// One more question for a line, moving others if need be: an augmenting path of the bipartite matching between
    /// lines and questions, which exists whenever one more can be had at all.
    fn claim(&mut self, slot: usize) -> bool {
        self.reach(slot, &mut vec![false; self.plan.counts.len()])
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

/// One question with its options in this paper's order.
fn deal(revision: &Revision, shuffle_options: bool, dice: &mut Dice) -> PaperItem {
    let ids = |options: &[crate::payload::OptionView]| -> Vec<String> {
        options.iter().map(|o| o.id.clone()).collect()
    };
    let mut options = Vec::new();
    let mut matches = Vec::new();
    match &revision.key {
        Key::TrueFalse { .. } | Key::Numeric { .. } | Key::ShortText { .. } => {}
        Key::SingleChoice { .. } | Key::MultipleChoice { .. } => {
            options = ids(&revision.options);
            if shuffle_options {
                dice.shuffle(&mut options);
            }
        }
        Key::Ordering { right } => {
            options = ids(&revision.options);
            dice.shuffle(&mut options);
            // Dealt in the right order it would be a gift. Dealing again keeps all other orders equally likely; the
            // bound only matters to a proof that this ends.
            for _ in 0..64 {
                if options != *right || right.len() < 2 {
                    break;
                }
                dice.shuffle(&mut options);
            }
            if options == *right && right.len() > 1 {
                options.rotate_left(1);
            }
        }
        Key::Matching { matches: other_side, .. } => {
            options = ids(&revision.options);
            if shuffle_options {
                dice.shuffle(&mut options);
            }
            matches = ids(other_side);
            dice.shuffle(&mut matches);
        }
    }
    PaperItem { revision: revision.id.clone(), options, matches }
}

/// Randomness that means the same for ever: ChaCha with 8 rounds, keyed by the seed and a name.
struct Dice(ChaCha8Rng);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut key = *b"........ngayhoiso paper draw v1 ";
        key[..8].copy_from_slice(&seed.to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number in `0..bound` without bias: the high half of a 128-bit product, rejecting the few low halves that
    /// would favour some results. `bound` 0 gives 0.
    fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        let mut product = u128::from(self.0.next_u64()) * u128::from(bound);
        #[expect(clippy::cast_possible_truncation, reason = "the low half is what is compared")]
        if (product as u64) < bound {
            let reject_below = bound.wrapping_neg() % bound;
            while (product as u64) < reject_below {
                product = u128::from(self.0.next_u64()) * u128::from(bound);
            }
        }
        #[expect(clippy::cast_possible_truncation, reason = "below `bound`, which came from a usize")]
        let result = (product >> 64) as usize;
        result
    }

    /// Fisher–Yates, from the back.
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests;
