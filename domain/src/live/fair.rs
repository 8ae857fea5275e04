//! Fair time: elapsed time is judged from when the question could have been shown on that phone.
//!
//! Invariants: an allowance is never larger than what the server itself measured, nor 1 s, nor a tenth of the question's
//! time, so whoever delays probes gains at most `allowance ÷ (2T)` of the points, that is 5 %; later measurements only
//! take away. `docs/LIVE.md`, "Fair time", is the account.

/// Round trips that make an allowance.
pub const PROBES: usize = 5;
/// No allowance is larger, in ms.
pub const MOST_ALLOWANCE: i64 = 1_000;
/// A later round trip that is so much above the joining one is shown to the host, in ms.
pub const JUMP: u32 = 300;

/// What the server measured of one phone's network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Probes {
    count: usize,
    smallest: u32,
    joining: u32,
    jumped: bool,
}

impl Probes {
    /// Notes one round trip, in ms.
    pub fn record(&mut self, millis: u32) {
        self.smallest = if self.count == 0 { millis } else { self.smallest.min(millis) };
        self.count = self.count.saturating_add(1);
        if self.count <= PROBES {
            self.joining = self.smallest;
        } else if millis > self.joining.saturating_add(JUMP) {
            self.jumped = true;
        }
    }

    /// How many were noted.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The smallest of all, once there are enough; a later one that is smaller proves the network to be that fast.
    #[must_use]
    pub fn round_trip(&self) -> Option<u32> {
        (self.count >= PROBES).then_some(self.smallest)
    }

    /// Whether a later round trip was more than 300 ms above the joining one. It gives no more allowance; the host sees it.
    #[must_use]
    pub fn jumped(&self) -> bool {
        self.jumped
    }

    /// What is forgiven this phone on a question of so many ms.
    #[must_use]
    pub fn allowance(&self, time: i64) -> i64 {
        self.round_trip().map_or(0, |trip| allowance(trip, time))
    }
}

/// What is forgiven for a round trip on a question of so many ms.
#[must_use]
pub fn allowance(round_trip: u32, time: i64) -> i64 {
    i64::from(round_trip).min(most_allowance(time))
}

/// The largest allowance on a question of so many ms.
#[must_use]
pub fn most_allowance(time: i64) -> i64 {
    MOST_ALLOWANCE.min(time / 10).max(0)
}

/// The judged time of an answer, in ms.
#[must_use]
pub fn judged_elapsed(received: i64, opened_at: i64, allowance: i64, time: i64) -> i64 {
    received.saturating_sub(opened_at).saturating_sub(allowance).clamp(0, time.max(0))
}

/// Until when an answer of a phone with this allowance is taken.
#[must_use]
pub fn accepted_until(deadline: i64, allowance: i64) -> i64 {
    deadline.saturating_add(allowance)
}

#[cfg(test)]
mod tests;
