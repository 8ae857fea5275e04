//! Latencies in constant memory: 64 steps per power of two of microseconds, so every figure is within 1.6 %.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::Duration;

const STEPS: u32 = 6;

/// Counts of latencies.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Histogram {
    counts: Vec<u64>,
    total: u64,
    max_us: u64,
}

impl Histogram {
    pub(crate) fn record(&mut self, took: Duration) {
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let at = slot(us);
        if self.counts.len() <= at {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += 1;
        self.total += 1;
        self.max_us = self.max_us.max(us);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self.total += other.total;
        self.max_us = self.max_us.max(other.max_us);
    }

    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The latency that `per_mille` of the requests do not exceed, in microseconds.
    pub(crate) fn at(&self, per_mille: u64) -> u64 {
        let wanted = (self.total * per_mille).div_ceil(1000).max(1);
        let mut seen = 0;
        for (slot, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return upper(slot).min(self.max_us);
            }
        }
        self.max_us
    }

    /// `{p50_ms, p99_ms, max_ms}`.
    pub(crate) fn json(&self) -> Value {
        json!({ "p50_ms": ms(self.at(500)), "p99_ms": ms(self.at(990)), "max_ms": ms(self.max_us) })
    }
}

#[expect(clippy::cast_precision_loss, reason = "latencies of a bounded run fit a float many times over")]
fn ms(us: u64) -> f64 {
    us as f64 / 1000.0
}

/// Exact below 64 µs; above, the leading seven bits.
fn slot(us: u64) -> usize {
    let shift = us.checked_ilog2().unwrap_or(0).saturating_sub(STEPS);
    let within = us >> shift;
    usize::try_from((u64::from(shift) << STEPS) + within).unwrap_or(usize::MAX)
}

/// The largest value that lands in a slot.
fn upper(slot: usize) -> u64 {
    let slot = slot as u64;
    let shift = (slot >> STEPS).saturating_sub(1);
    let within = slot - (shift << STEPS);
    ((within + 1) << shift) - 1
}

#[cfg(test)]
mod tests {
    use super::{Histogram, slot, upper};
    use std::time::Duration;

    #[test]
    fn slots_are_tight_and_ordered() {
        let mut last = 0;
        for us in (0..5_000).chain([65_535, 65_536, 1_000_000, 123_456_789]) {
            let at = slot(us);
            assert!(at >= last && upper(at) >= us && upper(at) - us <= us / 64, "{us}: {at} {}", upper(at));
            last = at;
        }
    }

    #[test]
    fn quantiles() {
        let mut all = Histogram::default();
        for us in 1..=1000 {
            all.record(Duration::from_micros(us));
        }
        assert!((500..=508).contains(&all.at(500)));
        assert!((990..=1000).contains(&all.at(990)));
        let mut twice = all.clone();
        twice.merge(&all);
        assert_eq!((twice.total(), twice.at(500)), (2000, all.at(500)));
        assert_eq!(Histogram::default().at(990), 0);
    }
}
