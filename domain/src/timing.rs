//! The attempt clock and the limits on attempts, as functions of stored moments.
//!
//! **The rule about closing time.** An attempt may *start* only while its round is open. Once started it keeps all its
//! minutes: the deadline may lie after the closing hour, and answers until then count for the round. Cutting it short
//! would rob whoever opened the page at 23:55 of what the button promised. Hence nothing that depends on everybody
//! being done (the explained answers, the prediction, final standings) may happen at the closing hour: it waits for
//! [`settles_at`].
//!
//! Invariant: a deadline depends on what was stored at the start and on logged extensions, never on the present time,
//! so a clock that jumps cannot lengthen it.

use crate::contest::{Contest, ReviewRelease, Round};

/// After the deadline answers are still taken for this long: they were on their way.
pub const GRACE_MS: i64 = 2000;

/// Asia/Ho_Chi_Minh is UTC+7 without exception since 1975.
pub const HANOI_OFFSET_MS: i64 = 7 * 3_600_000;

const DAY_MS: i64 = 86_400_000;

/// The stored moments that make an attempt's deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// When it started, unix ms.
    pub started_at: i64,
    /// The round's minutes, in ms.
    pub length_ms: i64,
    /// Extra time of the person's profile, in ms.
    pub extra_ms: i64,
    /// All time given back after outages, in ms.
    pub extensions_ms: i64,
}

impl Window {
    /// The last moment of the attempt. Negative spans count as nothing: a deadline is never before the start.
    #[must_use]
    pub fn deadline(&self) -> i64 {
        [self.length_ms, self.extra_ms, self.extensions_ms]
            .into_iter()
            .fold(self.started_at, |at, span| at.saturating_add(span.max(0)))
    }

    /// Time used at `now` (or at submission), in ms: never negative, never beyond the whole window.
    #[must_use]
    pub fn used_ms(&self, now: i64) -> i64 {
        now.min(self.deadline()).saturating_sub(self.started_at).max(0)
    }
}

/// Whether an answer that arrives now is still taken.
#[must_use]
pub fn accepts(now: i64, deadline: i64) -> bool {
    now <= deadline.saturating_add(GRACE_MS)
}

/// Whether the sweeper may close the attempt: exactly when answers are no longer taken.
#[must_use]
pub fn overdue(now: i64, deadline: i64) -> bool {
    !accepts(now, deadline)
}

/// The first moment at which no attempt of the round can still be running: its closing hour, the longest attempt it
/// allows, the grace, and the largest extension given to one of its attempts.
#[must_use]
pub fn settles_at(round: &Round, extensions_ms: i64) -> i64 {
    let percent = round.rules.extra_time.iter().map(|e| i64::from(e.percent)).max().unwrap_or(0);
    let length = i64::from(round.rules.minutes) * 60_000;
    // An attempt may start in the last millisecond before closing, and is refused only after deadline + grace.
    round.closes_at + length + length * percent / 100 + extensions_ms.max(0) + GRACE_MS
}

/// From when the explained answers of an attempt may be shown, unix ms; `None` = never.
///
/// "After the round" means after the last possible deadline, or a friend's screen would help whoever started last.
#[must_use]
pub fn review_from(contest: &Contest, round: &Round, submitted_at: i64, extensions_ms: i64) -> Option<i64> {
    match round.rules.review {
        ReviewRelease::AfterSubmit => Some(submitted_at),
        ReviewRelease::AfterRound => Some(settles_at(round, extensions_ms)),
        ReviewRelease::AfterContest => contest.rounds.iter().map(|r| settles_at(r, extensions_ms)).max(),
        ReviewRelease::Never => None,
    }
}

/// The day of a moment in Asia/Ho_Chi_Minh, counted from 1970-01-01.
#[must_use]
pub fn day_of(at: i64) -> i64 {
    at.saturating_add(HANOI_OFFSET_MS).div_euclid(DAY_MS)
}

/// The first moment of a day in Asia/Ho_Chi_Minh, unix ms.
#[must_use]
pub fn day_start(day: i64) -> i64 {
    day.saturating_mul(DAY_MS).saturating_sub(HANOI_OFFSET_MS)
}

/// An earlier attempt of the person in this contest; voided ones count too unless the caller leaves them out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptMoment {
    /// Its round.
    pub round_id: String,
    /// When it started, unix ms.
    pub started_at: i64,
    /// The day it started, as [`day_of`] counts.
    pub day: i64,
}

impl AttemptMoment {
    /// From the round and the start.
    #[must_use]
    pub fn new(round_id: impl Into<String>, started_at: i64) -> Self {
        Self { round_id: round_id.into(), started_at, day: day_of(started_at) }
    }
}

/// Which limit stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The round is not open.
    Closed,
    /// Attempts a day.
    PerDay,
    /// Attempts in the round.
    PerRound,
    /// Attempts in the contest.
    PerContest,
}

impl Limit {
    /// A stable code for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::PerDay => "per_day",
            Self::PerRound => "per_round",
            Self::PerContest => "per_contest",
        }
    }
}

/// Whether the person may start an attempt now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Yes.
    Allowed {
        /// How many may still be started now, this one included; `None` = no limit.
        left: Option<u32>,
    },
    /// Not now.
    Wait {
        /// When it will be possible in this round, unix ms; `None` = not in this round.
        again_at: Option<i64>,
        /// What stands in the way: the limit that lasts longest.
        reason: Limit,
    },
}

/// Whether another attempt may start now in `round`, by the contest's, the round's and the day's limits.
///
/// The running attempt, if any, is the caller's business: it is resumed, not started.
#[must_use]
pub fn next_attempt(now: i64, round: &Round, per_contest: Option<u32>, history: &[AttemptMoment]) -> Next {
    let today = day_of(now);
    let in_round = history.iter().filter(|a| a.round_id == round.id);
    // A clock that went back must not give a day's attempts twice: anything stored as today or later is "today".
    let spent_today = count(in_round.clone().filter(|a| a.day >= today));
    let rules = &round.rules;
    let left = |limit: Option<u32>, spent: u32| limit.map(|most| most.saturating_sub(spent));
    let contest_left = left(per_contest, count(history.iter()));
    let round_left = left(rules.attempts_per_round, count(in_round));
    let day_left = left(rules.attempts_per_day, spent_today);

    if contest_left == Some(0) {
        return Next::Wait { again_at: None, reason: Limit::PerContest };
    }
    if round_left == Some(0) {
        return Next::Wait { again_at: None, reason: Limit::PerRound };
    }
    if !round.open_at(now) {
        let again_at = (now < round.opens_at && rules.attempts_per_day != Some(0)).then_some(round.opens_at);
        return Next::Wait { again_at, reason: Limit::Closed };
    }
    if day_left == Some(0) {
        let midnight = day_start(today + 1);
        let again = rules.attempts_per_day != Some(0) && round.open_at(midnight);
        return Next::Wait { again_at: again.then_some(midnight), reason: Limit::PerDay };
    }
    Next::Allowed { left: [contest_left, round_left, day_left].into_iter().flatten().min() }
}

fn count<'a>(moments: impl Iterator<Item = &'a AttemptMoment>) -> u32 {
    u32::try_from(moments.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::{Counts, ExtraTime, RankKey, Rules};
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    fn rules() -> Rules {
        Rules {
            minutes: 10,
            blueprint: Vec::new(),
            attempts_per_day: Some(1),
            attempts_per_round: None,
            counts: Counts::Best,
            shuffle_questions: true,
            shuffle_options: true,
            pass_mark: None,
            min_answers: 1,
            all_required: false,
            prediction: None,
            ranking: vec![RankKey::Score],
            review: ReviewRelease::AfterRound,
            extra_time: vec![ExtraTime { id: "slow".into(), title: "Chậm".into(), percent: 50 }],
            freeze_hours: 0,
        }
    }

    /// Two days from 10:00 on 2026-10-05 in Hà Nội.
    fn round() -> Round {
        let opens_at = day_start(20_731) + 10 * HOUR;
        Round {
            id: "vong-1".into(),
            ordinal: 1,
            title: "Vòng 1".into(),
            opens_at,
            closes_at: opens_at + 48 * HOUR,
            rules: rules(),
        }
    }

    #[test]
    fn days_change_at_midnight_in_hanoi() {
        let noon_utc = 1_790_942_400_000; // 2026-10-02T12:00:00Z
        assert_eq!(day_of(noon_utc), day_of(noon_utc + 5 * HOUR - 1));
        assert_eq!(day_of(noon_utc) + 1, day_of(noon_utc + 5 * HOUR));
        assert_eq!(day_start(day_of(noon_utc) + 1), noon_utc + 5 * HOUR);
        assert_eq!(day_of(-8 * HOUR), -1);
        // The calendar and this clock mean the same midnight.
        assert_eq!(day_start(day_of(noon_utc)), crate::calendar::day_start(noon_utc));
        assert_eq!(day_start(day_of(noon_utc) + 1), crate::calendar::next_midnight(noon_utc));
    }

    #[test]
    fn an_attempt_keeps_its_minutes_past_closing() {
        let r = round();
        let (length_ms, extra_ms) = r.rules.length_ms(Some("slow"));
        let w = Window { started_at: r.closes_at - 1, length_ms, extra_ms, extensions_ms: 60_000 };
        assert_eq!(w.deadline(), r.closes_at - 1 + 16 * 60_000);
        assert!(overdue(settles_at(&r, 60_000), w.deadline()));
        assert!(accepts(w.deadline() + GRACE_MS, w.deadline()));
        assert!(!accepts(w.deadline() + GRACE_MS + 1, w.deadline()));
        assert_eq!(w.used_ms(i64::MAX), 16 * 60_000);
        assert_eq!(w.used_ms(0), 0);
    }

    #[test]
    fn one_a_day_comes_back_at_midnight_while_the_round_lasts() {
        let r = round();
        assert_eq!(next_attempt(r.opens_at, &r, None, &[]), Next::Allowed { left: Some(1) });
        let spent = [AttemptMoment::new("vong-1", r.opens_at)];
        let midnight = day_start(day_of(r.opens_at) + 1);
        let wait = Next::Wait { again_at: Some(midnight), reason: Limit::PerDay };
        assert_eq!(next_attempt(r.opens_at + HOUR, &r, None, &spent), wait);
        assert_eq!(next_attempt(midnight, &r, None, &spent), Next::Allowed { left: Some(1) });

        let last_day = [AttemptMoment::new("vong-1", r.closes_at - HOUR)];
        let never = Next::Wait { again_at: None, reason: Limit::PerDay };
        assert_eq!(next_attempt(r.closes_at - HOUR, &r, None, &last_day), never);
    }

    #[test]
    fn longer_limits_are_named_first() {
        let mut r = round();
        r.rules.attempts_per_round = Some(1);
        let spent = [AttemptMoment::new("vong-1", r.opens_at)];
        let per_round = Next::Wait { again_at: None, reason: Limit::PerRound };
        assert_eq!(next_attempt(r.opens_at + HOUR, &r, None, &spent), per_round);
        let per_contest = Next::Wait { again_at: None, reason: Limit::PerContest };
        assert_eq!(next_attempt(r.opens_at + HOUR, &r, Some(1), &spent), per_contest);
        let elsewhere = [AttemptMoment::new("vong-0", r.opens_at)];
        assert_eq!(next_attempt(r.opens_at, &r, Some(5), &elsewhere), Next::Allowed { left: Some(1) });
        assert_eq!(next_attempt(r.opens_at, &r, Some(1), &elsewhere), per_contest);
    }

    #[test]
    fn before_and_after_the_round() {
        let r = round();
        let soon = Next::Wait { again_at: Some(r.opens_at), reason: Limit::Closed };
        assert_eq!(next_attempt(r.opens_at - 1, &r, None, &[]), soon);
        let over = Next::Wait { again_at: None, reason: Limit::Closed };
        assert_eq!(next_attempt(r.closes_at, &r, None, &[]), over);
    }

    proptest! {
        #[test]
        fn a_jumping_clock_never_reopens_an_attempt(
            started_at in 0i64..4_000_000_000_000,
            length_ms in 60_000i64..10_800_000,
            extra_ms in 0i64..10_800_000,
            readings in prop::collection::vec(-10_000_000i64..30_000_000, 1..40),
        ) {
            let w = Window { started_at, length_ms, extra_ms, extensions_ms: 0 };
            let deadline = w.deadline();
            prop_assert_eq!(deadline, started_at + length_ms + extra_ms);
            // The server's clock never runs backwards: it holds the highest reading.
            let (mut clock, mut closed) = (i64::MIN, false);
            for offset in readings {
                clock = clock.max(started_at + offset);
                prop_assert_eq!(w.deadline(), deadline);
                prop_assert_ne!(accepts(clock, deadline), overdue(clock, deadline));
                prop_assert!(!(closed && accepts(clock, deadline)));
                closed |= overdue(clock, deadline);
                prop_assert!((0..=length_ms + extra_ms).contains(&w.used_ms(clock)));
            }
        }

        #[test]
        fn a_clock_set_back_gives_no_attempt_twice(back in 0i64..HOUR * 24 * 3, at in 0i64..HOUR * 48) {
            let r = round();
            let spent = [AttemptMoment::new("vong-1", r.opens_at + at)];
            let next = next_attempt(r.opens_at + at - back, &r, None, &spent);
            let allowed = matches!(next, Next::Allowed { .. });
            prop_assert!(!allowed);
        }

        #[test]
        fn what_is_promised_is_kept(starts in prop::collection::vec(0i64..HOUR * 48, 0..6), at in 0i64..HOUR * 48,
            per_round in prop::option::of(0u32..4), per_contest in prop::option::of(0u32..6)) {
            let mut r = round();
            r.rules.attempts_per_round = per_round;
            let history: Vec<_> = starts.iter().filter(|s| **s <= at)
                .map(|s| AttemptMoment::new("vong-1", r.opens_at + s)).collect();
            if let Next::Wait { again_at: Some(again), .. } = next_attempt(r.opens_at + at, &r, per_contest, &history) {
                prop_assert!(again > r.opens_at + at);
                let kept = matches!(next_attempt(again, &r, per_contest, &history), Next::Allowed { .. });
                prop_assert!(kept);
            }
        }
    }
}
