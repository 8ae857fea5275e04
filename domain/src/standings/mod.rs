//! Boards: exact ranks of people and totals of places, in memory, at a million participants.
//!
//! Invariant: a board is a pure fold over [`Counted`] rows; setting the same rows in any order, or building at once with
//! [`Boards::build`], gives the same ranks and the same order. The rows are derived from answers, so a board is never the truth
//! and may be thrown away and rebuilt. Ties share a rank ("1, 2, 2, 4"); tied people stand in the order of their ids.

mod counted;
mod index;
mod key;
mod people;
mod places;
mod ranked;
mod table;
#[cfg(test)]
mod tests;

pub use counted::{AttemptScore, RoundEntry, compare, counted, overall};
pub use people::PeopleBoard;
pub use places::{Order, Place, PlaceBoard, PlaceRow, Ratio, SMALL, Suppressed, Totals};

use crate::Points;
use crate::contest::RankKey;

/// What a board holds of one person: their counted attempt of a round, or their combined rounds.
///
/// Exact while the score lies in 0…6,657 points, the prediction error below 4,294,967,295, the duration below 49 days
/// and the submission within 34 years after the board's epoch; beyond, the value is held at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Participant id (or, where participants are linked, the one that stands for the person).
    pub person: u128,
    /// Counted score.
    pub score: Points,
    /// |prediction − actual|; `None` without a prediction, and for everybody before resolution.
    pub prediction_error: Option<u64>,
    /// Time used, ms.
    pub duration_ms: i64,
    /// Submission, unix ms.
    pub submitted_at: i64,
    /// Index of the locality in the loaded registry.
    pub locality: u16,
    /// Place of the division in the contest's list.
    pub division: Option<u8>,
    /// Place of the unit in the contest's list.
    pub unit: Option<u32>,
    /// Whether the pass mark was reached.
    pub passed: bool,
    /// Whether the person ranks. `false` (no contact, barred…) still counts in the totals of places.
    pub ranked: bool,
}

/// Among whom a rank is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everybody.
    All,
    /// People of one locality.
    Locality(u16),
    /// People of one division.
    Division(u8),
}

/// The boards of one round, or of the whole contest, kept together so that they never disagree.
#[derive(Clone, Debug)]
pub struct Boards {
    people: PeopleBoard,
    places: PlaceBoard,
}

impl Boards {
    /// Empty boards. Submissions are held relative to the epoch (the round's opening).
    #[must_use]
    pub fn new(ranking: &[RankKey], epoch_ms: i64) -> Self {
        Self { people: PeopleBoard::new(ranking, epoch_ms), places: PlaceBoard::default() }
    }

    /// All at once, several times faster than one by one: for the rebuild at start. A later row of the same person
    /// replaces the earlier.
    #[must_use]
    pub fn build(ranking: &[RankKey], epoch_ms: i64, rows: impl IntoIterator<Item = Counted>) -> Self {
        let people = PeopleBoard::build(ranking, epoch_ms, rows);
        let mut places = PlaceBoard::default();
        for row in people.iter() {
            places.apply(None, Some(&row));
        }
        Self { people, places }
    }

    /// Inserts or replaces a person; returns what stood there.
    pub fn set(&mut self, row: Counted) -> Option<Counted> {
        let before = self.people.set(row);
        // What the board holds, not what was given: values at the edge must come out of the sums as they went in.
        self.places.apply(before.as_ref(), self.people.get(row.person).as_ref());
        before
    }

    /// Takes a person out (void, merge); returns what stood there.
    pub fn remove(&mut self, person: u128) -> Option<Counted> {
        let before = self.people.remove(person);
        self.places.apply(before.as_ref(), None);
        before
    }

    /// Ranks of people.
    #[must_use]
    pub fn people(&self) -> &PeopleBoard {
        &self.people
    }

    /// Totals of localities, units and divisions.
    #[must_use]
    pub fn places(&self) -> &PlaceBoard {
        &self.places
    }

    /// Bytes held on the heap.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.people.memory_bytes() + self.places.memory_bytes()
    }
}
