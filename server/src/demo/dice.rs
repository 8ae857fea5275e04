//! Randomness of the demonstration data: ChaCha8 from a constant seed, so that everybody's demo festival is the same. The
//! crowd that benchmarks are measured on throws the same dice.
//!
//! Every person has dice of their own, thrown in one fixed order; a change in how one person is made moves nobody else.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The seed of everything; the National Digital Transformation Day of 2025.
const SEED: u64 = 20_251_010;

/// What dice are thrown for; part of the key, so that streams never repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Where people live.
    Homes,
    /// Who a person is.
    Person,
    /// How a person does in a round.
    Sitting,
    /// Who comes to a show, and how it goes.
    Show,
    /// When the people of a crowd come.
    Coming,
    /// How often one of a crowd sits, and when.
    Plan,
}

/// A stream of throws.
#[derive(Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of one use and one number (of a person, of a round).
    #[must_use]
    pub fn new(purpose: Use, number: u64) -> Self {
        let mut key = *b"................ngayhoiso demo 1";
        key[..8].copy_from_slice(&SEED.to_le_bytes());
        key[8..16].copy_from_slice(&number.to_le_bytes());
        key[31] = purpose as u8;
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number in `0..bound`; 0 when there is nothing to choose from. (The bias of a 64-bit product is far below what
    /// 5,000 people could show.)
    pub fn below(&mut self, bound: u64) -> u64 {
        let product = u128::from(self.0.next_u64()) * u128::from(bound);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number in `from..=to`.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to.saturating_sub(from).max(0)).unwrap_or(0) + 1;
        from + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// True in so many of a thousand throws.
    pub fn chance(&mut self, permille: u64) -> bool {
        self.below(1000) < permille
    }

    /// A place in a list of so many.
    pub fn place(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }

    /// One of several, if there are any.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.place(from.len()))
    }

    /// The place of a weight, as often as it weighs.
    pub fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut rest = self.below(weights.iter().sum());
        for (i, weight) in weights.iter().enumerate() {
            if rest < *weight {
                return i;
            }
            rest -= weight;
        }
        0
    }

    /// Fisher–Yates, from the back.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.place(last + 1);
            items.swap(last, other);
        }
    }

    /// A `UUIDv7` of a moment: the order of ids is the order of time, as with real rows.
    pub fn id(&mut self, at: i64) -> String {
        let mut bytes = [0; 10];
        self.0.fill_bytes(&mut bytes);
        let millis = u64::try_from(at).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid().to_string()
    }

    /// A seed for a paper, positive as real ones are.
    pub fn seed(&mut self) -> i64 {
        i64::from_ne_bytes(self.0.next_u64().to_ne_bytes()) & i64::MAX
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
    fn throws_stay_inside_their_bounds() {
        let mut dice = Dice::new(Use::Person, 1);
        assert_eq!((dice.below(0), dice.between(5, 5), dice.place(0)), (0, 5, 0));
        assert!((0..1000).all(|_| (3..=9).contains(&dice.between(3, 9))));
        assert!((0..1000).all(|_| dice.weighted(&[0, 3, 0]) == 1));
        assert_eq!(dice.pick::<u8>(&[]), None);
        let id = dice.id(1_790_000_000_000);
        assert_eq!(uuid::Uuid::parse_str(&id).unwrap().get_version_num(), 7);
        assert!(id < dice.id(1_790_000_000_001));
    }
}
