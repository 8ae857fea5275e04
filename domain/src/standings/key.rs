//! The ranking keys of a person packed into 128 bits, so that "better" is "smaller" and one comparison decides.
//!
//! All four values are always held in one fixed order; the order the rules ask for is made from it. Widths: score 24
//! bits (upside down), prediction error 32 (none = the largest), duration 32, submission 40 relative to an epoch.

use super::Counted;
use crate::Points;
use crate::contest::RankKey;

const SCORE_MAX: u128 = (1 << 24) - 1;
const ERROR_NONE: u128 = (1 << 32) - 1;
const DURATION_MAX: u128 = (1 << 32) - 1;
const SUBMITTED_MAX: u128 = (1 << 40) - 1;

const SCORE: Part = Part { shift: 104, bits: 24 };
const ERROR: Part = Part { shift: 72, bits: 32 };
const DURATION: Part = Part { shift: 40, bits: 32 };
const SUBMITTED: Part = Part { shift: 0, bits: 40 };

#[derive(Clone, Copy, Debug)]
struct Part {
    shift: u32,
    bits: u32,
}

impl Part {
    fn of(self, packed: u128) -> u128 {
        (packed >> self.shift) & ((1 << self.bits) - 1)
    }

    fn at(self, value: u128) -> u128 {
        value << self.shift
    }
}

/// How a board packs and orders.
#[derive(Clone, Debug)]
pub(super) struct Packing {
    parts: Vec<Part>,
    /// The rules' order is the fixed one: nothing to rearrange.
    as_packed: bool,
    epoch_ms: i64,
}

/// The four values back from their packing.
pub(super) struct Values {
    pub(super) score: Points,
    pub(super) prediction_error: Option<u64>,
    pub(super) duration_ms: i64,
    pub(super) submitted_at: i64,
}

impl Packing {
    pub(super) fn new(ranking: &[RankKey], epoch_ms: i64) -> Self {
        const USUAL: [RankKey; 4] =
            [RankKey::Score, RankKey::Prediction, RankKey::Duration, RankKey::Submitted];
        let mut keys: Vec<RankKey> = Vec::new();
        // A key named twice decides nothing the second time, and would not fit.
        for key in ranking {
            if !keys.contains(key) {
                keys.push(*key);
            }
        }
        let as_packed = keys == USUAL;
        let part = |key: RankKey| match key {
            RankKey::Score => SCORE,
            RankKey::Prediction => ERROR,
            RankKey::Duration => DURATION,
            RankKey::Submitted => SUBMITTED,
        };
        Self { parts: keys.into_iter().map(part).collect(), as_packed, epoch_ms }
    }

    pub(super) fn pack(&self, row: &Counted) -> u128 {
        let score = SCORE_MAX - clamp(row.score.0, SCORE_MAX);
        let error = row.prediction_error.map_or(ERROR_NONE, |e| u128::from(e).min(ERROR_NONE - 1));
        let duration = clamp(row.duration_ms, DURATION_MAX);
        let submitted = clamp(row.submitted_at.saturating_sub(self.epoch_ms), SUBMITTED_MAX);
        SCORE.at(score) | ERROR.at(error) | DURATION.at(duration) | SUBMITTED.at(submitted)
    }

    pub(super) fn unpack(&self, packed: u128) -> Values {
        let small = |value: u128| i64::try_from(value).unwrap_or(i64::MAX);
        let error = ERROR.of(packed);
        Values {
            score: Points(small(SCORE_MAX - SCORE.of(packed))),
            prediction_error: if error == ERROR_NONE { None } else { u64::try_from(error).ok() },
            duration_ms: small(DURATION.of(packed)),
            submitted_at: self.epoch_ms.saturating_add(small(SUBMITTED.of(packed))),
        }
    }

    /// The number people are ordered by: smaller is better, equal is tied.
    pub(super) fn rank_key(&self, packed: u128) -> u128 {
        if self.as_packed {
            return packed;
        }
        self.parts.iter().fold(0, |key, part| (key << part.bits) | part.of(packed))
    }
}

fn clamp(value: i64, max: u128) -> u128 {
    u128::try_from(value).unwrap_or(0).min(max)
}
