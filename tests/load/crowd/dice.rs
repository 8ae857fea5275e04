//! Randomness of the crowd: SplitMix64 from a number, so that the same person comes out in every run and in any order.

use server::random::id_of_bits;

/// What dice are thrown for; part of the seed, so that streams do not repeat.
#[derive(Clone, Copy, Debug)]
pub(super) enum Use {
    /// When people come.
    Coming = 1,
    /// Who a person is.
    Person = 2,
    /// How often a person sits, and when.
    Plan = 3,
    /// How an attempt goes.
    Sitting = 4,
}

/// A stream of throws.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// The dice of one use and one number.
    pub(super) fn new(purpose: Use, number: u64) -> Self {
        let mut dice = Self((purpose as u64) << 56 ^ number);
        // Neighbouring numbers are far apart after one throw.
        let state = dice.next();
        Self(state)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in `0..bound`; 0 when there is nothing to choose from.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(bound);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number in `from..=to`.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to.saturating_sub(from).max(0)).unwrap_or(0) + 1;
        from + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// True in so many of a thousand throws.
    pub(super) fn chance(&mut self, permille: u64) -> bool {
        self.below(1000) < permille
    }

    /// One of several, if there are any.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(usize::try_from(self.below(from.len() as u64)).unwrap_or(0))
    }

    /// The place of a weight, as often as it weighs.
    pub(super) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut rest = self.below(weights.iter().sum());
        for (i, weight) in weights.iter().enumerate() {
            if rest < *weight {
                return i;
            }
            rest -= weight;
        }
        0
    }

    /// A `UUIDv7` of a moment: the order of ids is the order of time, as with real rows.
    pub(super) fn id(&mut self, at: i64) -> String {
        let millis = u128::from(u64::try_from(at).unwrap_or(0));
        let (high, low) = (u128::from(self.next() >> 52), u128::from(self.next() >> 2));
        id_of_bits(millis << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_throws_the_same_and_another_does_not() {
        let throw = |purpose, n| {
            let mut dice = Dice::new(purpose, n);
            (0..8).map(|_| dice.below(1_000_000)).collect::<Vec<_>>()
        };
        assert_eq!(throw(Use::Person, 7), throw(Use::Person, 7));
        assert_ne!(throw(Use::Person, 7), throw(Use::Person, 8));
        assert_ne!(throw(Use::Person, 7), throw(Use::Sitting, 7));
    }

    #[test]
    fn ids_are_those_of_their_moment() {
        let mut dice = Dice::new(Use::Person, 1);
        let id = dice.id(1_790_000_000_000);
        assert_eq!((&id[14..15], id.len()), ("7", 36));
        assert!("89ab".contains(&id[19..20]));
        assert!(id < dice.id(1_790_000_000_001));
    }
}
