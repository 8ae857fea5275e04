//! The sums of one wording: whole numbers, added in any order, taken away again exactly.
//!
//! Wrong answers to questions without options could be anything, so a tally keeps those of the attempts with the
//! smallest lots. Which attempts these are depends on the set of attempts alone: the sample is fair, bounded, and
//! the same however the attempts were grouped. The one thing that cannot be undone is taking a kept answer out of a
//! sample that had to leave others out; that is refused, and the sums must be made anew.

use super::{Observation, SAMPLE};
use crate::Points;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Sums over observations of one wording; as JSON, the document that is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tally {
    /// Times dealt, blanks included.
    pub dealt: u64,
    /// Times answered.
    pub answered: u64,
    /// Points of all answers, 1/2520.
    pub points: u64,
    /// For the correlation, over answers of papers that have a rest.
    pub pairs: Pairs,
    /// Picks of each option.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, u64>,
    /// The same by percent of points on the rest of the paper.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub bands: BTreeMap<u8, Band>,
    /// Wrong answers where there are no options to pick.
    #[serde(skip_serializing_if = "Sample::is_empty")]
    pub wrong: Sample,
    /// Answers by seconds spent.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub seconds: BTreeMap<u16, u64>,
}

/// Sums of x (points on the question) and y (share of points on the rest), both in 1/2520.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pairs {
    /// How many.
    pub n: u64,
    /// Σx.
    pub x: u64,
    /// Σx².
    pub xx: u64,
    /// Σy.
    pub y: u64,
    /// Σy².
    pub yy: u64,
    /// Σxy.
    pub xy: u64,
}

/// Answers of people with the same result on the rest of their papers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Band {
    /// How many.
    pub n: u64,
    /// Picks of each option.
    pub options: BTreeMap<String, u64>,
}

/// Wrong answers: all of them, or those with the smallest lots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sample {
    /// How many there were.
    pub of: u64,
    /// Lot and answer, ascending, at most [`SAMPLE`].
    pub kept: Vec<(u32, String)>,
}

/// What should be taken away is not in the tally, or cannot be taken out of its sample: count anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sums do not hold what should be taken away from them")]
pub struct NotHeld;

impl Tally {
    /// The tally of one observation.
    #[must_use]
    pub fn of(seen: &Observation<'_>) -> Self {
        let mut tally = Self { dealt: 1, ..Self::default() };
        let Some(answer) = &seen.answer else { return tally };
        tally.answered = 1;
        tally.points = answer.points;
        tally.options = answer.picked.iter().map(|id| (id.clone(), 1)).collect();
        tally.seconds = BTreeMap::from([(answer.seconds, 1)]);
        if let Some(wrong) = &answer.wrong {
            tally.wrong = Sample { of: 1, kept: vec![(answer.lot, wrong.clone())] };
        }
        if let Some(y) = answer.rest {
            let x = answer.points;
            tally.pairs = Pairs { n: 1, x, xx: x * x, y, yy: y * y, xy: x * y };
            if !answer.picked.is_empty() {
                let band = Band { n: 1, options: tally.options.clone() };
                tally.bands = BTreeMap::from([(percent(y), band)]);
            }
        }
        tally
    }

    /// Adds one observation.
    pub fn add(&mut self, seen: &Observation<'_>) {
        self.merge(&Self::of(seen));
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds another tally of the same wording.
    pub fn merge(&mut self, other: &Self) {
        self.dealt += other.dealt;
        self.answered += other.answered;
        self.points += other.points;
        self.pairs = self.pairs.with(&other.pairs, |a, b| Some(a + b)).unwrap_or_default();
        put(&mut self.options, &other.options);
        for (percent, band) in &other.bands {
            let held = self.bands.entry(*percent).or_default();
            held.n += band.n;
            put(&mut held.options, &band.options);
        }
        self.wrong.merge(&other.wrong);
        put(&mut self.seconds, &other.seconds);
    }

    /// Takes away what was added before: afterwards it is as if that had never been added.
    ///
    /// # Errors
    /// [`NotHeld`]; the tally is as it was then.
    pub fn subtract(&mut self, other: &Self) -> Result<(), NotHeld> {
        let mut left = self.clone();
        let less = |a: u64, b: u64| a.checked_sub(b);
        left.dealt = less(left.dealt, other.dealt).ok_or(NotHeld)?;
        left.answered = less(left.answered, other.answered).ok_or(NotHeld)?;
        left.points = less(left.points, other.points).ok_or(NotHeld)?;
        left.pairs = left.pairs.with(&other.pairs, less).ok_or(NotHeld)?;
        take(&mut left.options, &other.options)?;
        for (percent, band) in &other.bands {
            let held = left.bands.get_mut(percent).ok_or(NotHeld)?;
            held.n = less(held.n, band.n).ok_or(NotHeld)?;
            take(&mut held.options, &band.options)?;
            if *held == Band::default() {
                left.bands.remove(percent);
            }
        }
        left.wrong.subtract(&other.wrong)?;
        take(&mut left.seconds, &other.seconds)?;
        *self = left;
        Ok(())
    }
}

/// Whole percents of a share, 0–100.
fn percent(share: u64) -> u8 {
    let one = u64::try_from(Points::ONE.0).unwrap_or(1);
    u8::try_from((share * 100 / one).min(100)).unwrap_or(100)
}

/// Adds counts.
fn put<K: Ord + Clone>(into: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
    for (key, n) in from {
        *into.entry(key.clone()).or_default() += n;
    }
}

/// Takes counts away; what becomes nothing leaves no trace.
fn take<K: Ord>(from: &mut BTreeMap<K, u64>, what: &BTreeMap<K, u64>) -> Result<(), NotHeld> {
    for (key, n) in what {
        let held = from.get_mut(key).ok_or(NotHeld)?;
        *held = held.checked_sub(*n).ok_or(NotHeld)?;
        if *held == 0 {
            from.remove(key);
        }
    }
    Ok(())
}

impl Pairs {
    fn with(&self, other: &Self, join: impl Fn(u64, u64) -> Option<u64>) -> Option<Self> {
        Some(Self {
            n: join(self.n, other.n)?,
            x: join(self.x, other.x)?,
            xx: join(self.xx, other.xx)?,
            y: join(self.y, other.y)?,
            yy: join(self.yy, other.yy)?,
            xy: join(self.xy, other.xy)?,
        })
    }
}

impl Sample {
    fn is_empty(&self) -> bool {
        self.of == 0
    }

    /// Whether every wrong answer is kept.
    fn is_whole(&self) -> bool {
        u64::try_from(self.kept.len()).is_ok_and(|kept| kept == self.of)
    }

    fn merge(&mut self, other: &Self) {
        self.of += other.of;
        self.kept.extend_from_slice(&other.kept);
        self.kept.sort_unstable();
        self.kept.truncate(SAMPLE);
    }

    fn subtract(&mut self, other: &Self) -> Result<(), NotHeld> {
        if !other.is_whole() {
            return Err(NotHeld);
        }
        for gone in &other.kept {
            let whole = self.is_whole();
            match self.kept.binary_search(gone) {
                Ok(at) if whole => drop(self.kept.remove(at)),
                // Beyond what is kept: only the count knows of it.
                Err(at) if !whole && at == self.kept.len() => {}
                Ok(_) | Err(_) => return Err(NotHeld),
            }
            self.of -= 1;
        }
        Ok(())
    }
}
