//! Points as exact integers: partial credit must add up the same way for everybody.
//!
//! One question is worth [`Points::ONE`] = 2520 units, the least common multiple of 1…10, so a third or a seventh of a
//! point is exact and three thirds make a whole. Floating point appears only when a score is shown.

use serde::{Deserialize, Serialize};

/// A score in 1/2520 of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(pub i64);

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);
    /// One whole point, the value of a fully right answer.
    pub const ONE: Self = Self(2520);

    /// `part` of `whole` of one point, e.g. 2 right picks of 3; exact while `whole` ≤ 10.
    #[must_use]
    pub fn fraction(part: u32, whole: u32) -> Self {
        if whole == 0 {
            Self::ZERO
        } else {
            Self(Self::ONE.0 * i64::from(part.min(whole)) / i64::from(whole))
        }
    }

    /// So many whole points.
    #[must_use]
    pub fn whole(points: u32) -> Self {
        Self(Self::ONE.0 * i64::from(points))
    }

    /// From a decimal number of points as people write it (a pass mark of 7.5).
    #[must_use]
    pub fn from_f64(points: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a pass mark is a small number")]
        Self((points * 2520.0).round() as i64)
    }

    /// For showing and for JSON: points rounded to two decimals.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let exact = self.0 as f64 / 2520.0;
        (exact * 100.0).round() / 100.0
    }
}

impl std::ops::Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, |a, b| a + b)
    }
}

#[cfg(test)]
mod tests {
    use super::Points;

    #[test]
    fn three_thirds_are_one() {
        let third = Points::fraction(1, 3);
        assert_eq!(third + third + third, Points::ONE);
        assert!((third.to_f64() - 0.33).abs() < 1e-9);
    }

    #[test]
    fn decimals_round_trip() {
        assert_eq!(Points::from_f64(7.5), Points(18_900));
        assert!((Points::whole(9).to_f64() - 9.0).abs() < 1e-9);
    }
}
