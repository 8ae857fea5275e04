//! Misses at guessing codes, by network: asked before a code is looked up, counted only when it was wrong.
//!
//! Those of one network take turns. So however many guesses come at once none beyond the budget is judged, and the right
//! codes of a whole school count for nothing however many come at once.

use crate::error::{Failure, Outcome};
use parking_lot::Mutex;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// How long a miss counts, ms.
const COUNTS_MS: i64 = 600_000;

/// The moments of a network's misses, oldest first; held while one of its codes is judged.
type Turn = Arc<tokio::sync::Mutex<VecDeque<i64>>>;

/// Misses of all networks at one kind of code.
#[derive(Debug)]
pub struct Misses {
    /// Misses of one network in ten minutes.
    most: usize,
    networks: Mutex<HashMap<String, Turn>>,
}

impl Misses {
    /// With so many misses for a network in ten minutes.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { most, networks: Mutex::default() }
    }

    /// Judges a code when it is the network's turn; `wrong` says whether the judgement is a miss.
    ///
    /// # Errors
    /// `too_many` with the seconds to wait, and nothing is judged, when the network used up its misses; those of `judge`.
    pub async fn judged<T>(
        &self,
        network: &str,
        now: i64,
        judge: impl Future<Output = Outcome<T>>,
        wrong: impl FnOnce(&T) -> bool,
    ) -> Outcome<T> {
        let turn = Arc::clone(self.networks.lock().entry(network.to_owned()).or_default());
        let mut misses = turn.lock().await;
        while misses.front().is_some_and(|at| now - at >= COUNTS_MS) {
            misses.pop_front();
        }
        if let (true, Some(oldest)) = (misses.len() >= self.most, misses.front()) {
            let left = (oldest + COUNTS_MS - now + 999).div_euclid(1_000);
            return Err(Failure::too_many(u32::try_from(left).unwrap_or(600)));
        }
        let told = judge.await?;
        if wrong(&told) {
            misses.push_back(now);
        }
        Ok(told)
    }

    /// Forgets networks that missed nothing lately, so that memory stays bounded.
    pub fn tidy(&self, now: i64) {
        // Whoever judges or waits holds a clone.
        self.networks.lock().retain(|_, turn| {
            Arc::strong_count(turn) > 1
                || turn.try_lock().is_ok_and(|m| m.back().is_some_and(|at| now - at < COUNTS_MS))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    async fn guess(misses: &Misses, network: &str, now: i64, right: bool) -> Result<bool, Option<u32>> {
        let judge = async { Ok(right) };
        misses.judged(network, now, judge, |right| !right).await.map_err(|e| e.retry_after)
    }

    #[tokio::test]
    async fn the_eleventh_guess_is_not_judged_and_time_heals() {
        let misses = Misses::new(10);
        for n in 0..10 {
            assert_eq!(guess(&misses, "a", n * 1_000, true).await, Ok(true), "right codes are not counted");
            assert_eq!(guess(&misses, "a", n * 1_000, false).await, Ok(false));
        }
        assert_eq!(guess(&misses, "a", 10_000, true).await, Err(Some(590)), "not even looked at");
        assert_eq!(guess(&misses, "b", 10_000, true).await, Ok(true));
        misses.tidy(10_000);
        assert_eq!(guess(&misses, "a", 599_999, true).await, Err(Some(1)));
        assert_eq!(guess(&misses, "a", 600_000, false).await, Ok(false));
        assert_eq!(guess(&misses, "a", 600_000, false).await, Err(Some(1)));
        misses.tidy(2_000_000);
        assert!(misses.networks.lock().is_empty());
    }

    #[tokio::test]
    async fn guesses_at_one_moment_are_judged_no_more_often() {
        let misses = Misses::new(10);
        let judged = AtomicUsize::new(0);
        let tries = (0..100).map(|_| {
            let judge = async {
                judged.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
                Ok(false)
            };
            misses.judged("a", 0, judge, |right: &bool| !right)
        });
        let ends = futures::future::join_all(tries).await;
        assert_eq!(judged.load(Ordering::Relaxed), 10);
        assert_eq!(ends.iter().filter(|e| e.is_err()).count(), 90);
    }
}
