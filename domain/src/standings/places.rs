//! Totals of localities, units and divisions: exact sums maintained with every change, listed by four orders.
//!
//! Outside the console a place with 1–4 participants is listed without numbers and without a rank, and a number of 1–4
//! is not shown: [`Suppressed`].

use super::Counted;
use crate::Points;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Cells below this are not public.
pub const SMALL: u64 = 5;

/// A number as the public may see it: exact, or "dưới 5".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suppressed {
    /// 0, or 5 and more.
    Shown(u64),
    /// 1–4.
    Under5,
}

impl Suppressed {
    /// Hides 1–4.
    #[must_use]
    pub fn public(value: u64) -> Self {
        if (1..SMALL).contains(&value) { Self::Under5 } else { Self::Shown(value) }
    }

    /// The number where it may be shown.
    #[must_use]
    pub fn shown(self) -> Option<u64> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Under5 => None,
        }
    }
}

/// Sums of one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// People with a counted attempt, ranked or not.
    pub participants: u64,
    /// Of them, those who passed.
    pub passes: u64,
    /// Sum of their counted scores.
    pub score_sum: Points,
}

impl Totals {
    /// Mean counted score in points, for showing; `None` without participants.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "shown with two decimals")]
        let mean = self.score_sum.0 as f64 / Points::ONE.0 as f64 / self.participants as f64;
        (self.participants > 0).then_some(mean)
    }

    fn add(&mut self, row: &Counted) {
        self.participants += 1;
        self.passes += u64::from(row.passed);
        self.score_sum = self.score_sum + row.score;
    }

    fn take(&mut self, row: &Counted) {
        self.participants = self.participants.saturating_sub(1);
        self.passes = self.passes.saturating_sub(u64::from(row.passed));
        self.score_sum = Points(self.score_sum.0 - row.score.0);
    }
}

/// Which kind of place is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Localities, by their index in the registry.
    Locality,
    /// Units, by their place in the contest's list.
    Unit,
    /// Divisions, by their place in the contest's list.
    Division,
}

/// What places are sorted by; more is better in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Participants.
    Participants,
    /// Participants ÷ denominator; places without a denominator come last, unranked.
    Rate,
    /// Mean counted score.
    Mean,
    /// People who passed.
    Passes,
}

/// A numerator with its denominator, compared exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Numerator.
    pub part: u64,
    /// Denominator, never 0.
    pub of: u64,
}

impl Ratio {
    /// For showing.
    #[must_use]
    pub fn percent(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
        let percent = self.part as f64 * 100.0 / self.of as f64;
        percent
    }

    fn cmp(self, other: Self) -> Ordering {
        let left = u128::from(self.part) * u128::from(other.of);
        left.cmp(&(u128::from(other.part) * u128::from(self.of)))
    }
}

/// One line of a list of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceRow {
    /// Rank from 1, ties share it; `None` when the number it is sorted by is hidden or does not exist.
    pub rank: Option<u64>,
    /// Index of the place.
    pub place: u32,
    /// Its sums; `None` when suppressed ("dưới 5").
    pub totals: Option<Totals>,
    /// Passes as they may be shown; meaningless when `totals` is hidden.
    pub passes: Suppressed,
    /// Participants ÷ denominator, where there is one and the totals are shown.
    pub rate: Option<Ratio>,
}

/// Sums of all places of a round, maintained by [`apply`](Self::apply).
#[derive(Clone, Debug, Default)]
pub struct PlaceBoard {
    places: BTreeMap<(Place, u32), Totals>,
    all: Totals,
}

impl PlaceBoard {
    /// A person changed: what stood before and what stands now.
    pub fn apply(&mut self, before: Option<&Counted>, now: Option<&Counted>) {
        if let Some(row) = before {
            self.all.take(row);
            for key in keys(row) {
                if let Some(totals) = self.places.get_mut(&key) {
                    totals.take(row);
                    if totals.participants == 0 {
                        self.places.remove(&key);
                    }
                }
            }
        }
        if let Some(row) = now {
            self.all.add(row);
            for key in keys(row) {
                self.places.entry(key).or_default().add(row);
            }
        }
    }

    /// Sums of everybody.
    #[must_use]
    pub fn all(&self) -> Totals {
        self.all
    }

    /// Sums of one place; zeros where nobody took part.
    #[must_use]
    pub fn totals(&self, kind: Place, place: u32) -> Totals {
        self.places.get(&(kind, place)).copied().unwrap_or_default()
    }

    /// Whether a place may have a public people board: at least 5 participants.
    #[must_use]
    pub fn public(&self, kind: Place, place: u32) -> bool {
        self.totals(kind, place).participants >= SMALL
    }

    /// Places with participants, best first; hidden and rateless ones last in the order of their index, so that their
    /// order tells nothing. `suppress` is on everywhere outside the console.
    #[must_use]
    pub fn list(
        &self,
        kind: Place,
        order: Order,
        suppress: bool,
        denominator: impl Fn(u32) -> Option<u64>,
    ) -> Vec<PlaceRow> {
        let range = self.places.range((kind, 0)..=(kind, u32::MAX));
        let mut rows: Vec<(Option<Ratio>, PlaceRow)> = range
            .map(|((_, place), totals)| {
                let row = row(*place, *totals, suppress, denominator(*place));
                (worth(&row, order), row)
            })
            .collect();
        // Stable: equals stay in the order of their index.
        rows.sort_by(|(a, _), (b, _)| match (a, b) {
            (Some(a), Some(b)) => b.cmp(*a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        let mut last: Option<(Ratio, u64)> = None;
        for (at, (worth, row)) in (1_u64..).zip(&mut rows) {
            let Some(worth) = *worth else { break };
            let rank = match last {
                Some((same, rank)) if same.cmp(worth).is_eq() => rank,
                _ => at,
            };
            last = Some((worth, rank));
            row.rank = Some(rank);
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// Bytes held on the heap, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.places.len() * (size_of::<(Place, u32)>() + size_of::<Totals>()) * 3 / 2
    }
}

fn row(place: u32, totals: Totals, suppress: bool, denominator: Option<u64>) -> PlaceRow {
    let hidden = suppress && totals.participants < SMALL;
    let rate = denominator.filter(|of| *of > 0).map(|of| Ratio { part: totals.participants, of });
    PlaceRow {
        rank: None,
        place,
        totals: (!hidden).then_some(totals),
        passes: if suppress { Suppressed::public(totals.passes) } else { Suppressed::Shown(totals.passes) },
        rate: rate.filter(|_| !hidden),
    }
}

/// What a row is sorted by; `None` when that is hidden or does not exist.
fn worth(row: &PlaceRow, order: Order) -> Option<Ratio> {
    let totals = row.totals?;
    match order {
        Order::Participants => Some(Ratio { part: totals.participants, of: 1 }),
        Order::Rate => row.rate,
        Order::Mean => Some(Ratio {
            part: u64::try_from(totals.score_sum.0).unwrap_or(0),
            of: totals.participants.max(1),
        }),
        Order::Passes => row.passes.shown().map(|part| Ratio { part, of: 1 }),
    }
}

fn keys(row: &Counted) -> impl Iterator<Item = (Place, u32)> + use<> {
    let locality = Some((Place::Locality, u32::from(row.locality)));
    let unit = row.unit.map(|u| (Place::Unit, u));
    let division = row.division.map(|d| (Place::Division, u32::from(d)));
    [locality, unit, division].into_iter().flatten()
}
