//! Chance that means the same for ever, and one question dealt with it.

use crate::payload::OptionView;
use crate::question::{Key, PaperItem, Revision};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// One question with its options in this paper's order.
pub(super) fn deal(revision: &Revision, shuffle_options: bool, dice: &mut Dice) -> PaperItem {
    let ids = |options: &[OptionView]| -> Vec<String> { options.iter().map(|o| o.id.clone()).collect() };
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
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let mut key = *b"........ngayhoiso paper draw v1 ";
        key[..8].copy_from_slice(&seed.to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number in `0..bound` without bias: the high half of a 128-bit product, rejecting the few low halves that
    /// would favour some results. `bound` 0 gives 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
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
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}
