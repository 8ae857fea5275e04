//! Near and far phones, honest and not.

use super::*;
use crate::Points;
use crate::live::samples;
use crate::live::scoring::Scorer;
use crate::live::spec::ScoringRule;
use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const TIME: i64 = 10_000;
const PHONES: u32 = 20_000;

/// A network whose ways down and up take `way` ± `jitter` ms each.
struct Net {
    way: i64,
    jitter: i64,
    dice: ChaCha8Rng,
}

impl Net {
    fn new(way: i64, jitter: i64) -> Self {
        Self { way, jitter, dice: ChaCha8Rng::seed_from_u64(2026) }
    }

    fn one_way(&mut self) -> i64 {
        let spread = u64::try_from(2 * self.jitter + 1).unwrap();
        self.way - self.jitter + i64::try_from(self.dice.next_u64() % spread).unwrap()
    }

    /// The sum of two such ways, which is spread as a triangle.
    fn round_trip(&mut self) -> i64 {
        self.one_way() + self.one_way()
    }

    /// Mean points of many phones whose people all take the same time from seeing to tapping.
    fn mean_points(&mut self, reaction: i64, forgiven: bool) -> f64 {
        let question = samples::question(1, 10, 1000);
        let scorer = Scorer::new(&samples::spec(1, ScoringRule::Speed));
        let mut sum = 0;
        for _ in 0..PHONES {
            let mut probes = Probes::default();
            for _ in 0..PROBES {
                probes.record(u32::try_from(self.round_trip()).unwrap());
            }
            let allowance = if forgiven { probes.allowance(TIME) } else { 0 };
            let received = self.round_trip() + reaction;
            sum += scorer.points(&question, Points::ONE, judged_elapsed(received, 0, allowance, TIME));
        }
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let mean = sum as f64 / f64::from(PHONES);
        mean
    }
}

/// How far a phone at 800 ± 200 ms is behind one at 5 ms, in points of 1,000.
fn unfairness(reaction: i64, forgiven: bool) -> f64 {
    let near = Net::new(2, 1).mean_points(reaction, forgiven);
    let far = Net::new(400, 100).mean_points(reaction, forgiven);
    (near - far).abs()
}

#[test]
fn the_same_reaction_gets_the_same_points_near_and_far() {
    for reaction in [1_200, 2_500, 4_000, 6_000, 8_000] {
        let with = unfairness(reaction, true);
        assert!(with <= 5.0, "reaction {reaction} ms: {with} of 1000");
        // The same test without forgiving fails, and clearly.
        let without = unfairness(reaction, false);
        assert!(without > 30.0, "reaction {reaction} ms: {without} of 1000");
    }
}

#[test]
fn fewer_than_five_probes_prove_nothing() {
    let mut probes = Probes::default();
    for trip in [700, 650, 800, 640] {
        probes.record(trip);
        assert_eq!((probes.round_trip(), probes.allowance(TIME)), (None, 0));
    }
    probes.record(900);
    assert_eq!((probes.round_trip(), probes.allowance(TIME)), (Some(640), 640));
}

#[test]
fn an_allowance_has_three_bounds() {
    assert_eq!(allowance(80, TIME), 80);
    assert_eq!(allowance(5_000, TIME), 1_000);
    assert_eq!(allowance(5_000, 60_000), 1_000, "never more than a second");
    assert_eq!(allowance(900, 5_000), 500, "never more than a tenth of the time");
}

#[test]
fn later_probes_only_take_away() {
    let mut probes = Probes::default();
    for trip in [200, 210, 190, 220, 205] {
        probes.record(trip);
    }
    probes.record(490);
    assert!(!probes.jumped(), "300 above is not yet a jump");
    assert_eq!(probes.allowance(TIME), 190);
    probes.record(491);
    assert!(probes.jumped());
    assert_eq!(probes.allowance(TIME), 190, "a jump gives no more");
    probes.record(40);
    assert_eq!(probes.allowance(TIME), 40, "whoever can be so fast is so near");
}

#[test]
fn delaying_probes_gains_five_percent_at_the_very_most() {
    let question = samples::question(1, 10, 1000);
    let scorer = Scorer::new(&samples::spec(1, ScoringRule::Speed));
    let points = |allowance, received| {
        scorer.points(&question, Points::ONE, judged_elapsed(received, 0, allowance, TIME))
    };
    for delay in [0, 100, 400, 1_000, 10_000] {
        // Really 5 ms away, but every probe is answered late.
        let mut liar = Probes::default();
        (0..PROBES).for_each(|_| liar.record(5 + delay));
        let allowance = liar.allowance(TIME);
        for reaction in [300, 1_000, 2_500, 5_000, 9_500] {
            let gain = points(allowance, reaction + 5) - points(allowance.min(5), reaction + 5);
            // allowance ÷ (2T) · P, and rounding.
            assert!(gain <= 1000 * allowance / (2 * TIME) + 1, "{delay} ms: {gain}");
            assert!(gain <= 50);
        }
    }
}

#[test]
fn time_is_judged_from_when_it_could_be_seen() {
    assert_eq!(judged_elapsed(11_500, 10_000, 400, TIME), 1_100);
    assert_eq!(judged_elapsed(10_100, 10_000, 400, TIME), 0, "never below nothing");
    assert_eq!(judged_elapsed(20_300, 10_000, 400, TIME), 9_900);
    assert_eq!(judged_elapsed(50_000, 10_000, 400, TIME), TIME, "never above the time");
    assert_eq!(accepted_until(20_000, 400), 20_400);
}

proptest! {
    #[test]
    fn nothing_overflows_and_bounds_hold(
        trips in proptest::collection::vec(any::<u32>(), 0..20),
        received in any::<i64>(), opened in any::<i64>(), time in any::<i64>(),
    ) {
        let mut probes = Probes::default();
        let mut before = i64::MAX;
        for (trip, n) in trips.iter().zip(1usize..) {
            probes.record(*trip);
            let allowance = probes.allowance(time);
            prop_assert!((0..=MOST_ALLOWANCE).contains(&allowance) && allowance <= time.max(0) / 10);
            prop_assert!(allowance <= i64::from(*trips[..n].iter().min().unwrap()));
            if n >= PROBES {
                prop_assert!(allowance <= before, "later ones only take away");
                before = allowance;
            }
        }
        let t = judged_elapsed(received, opened, probes.allowance(time), time);
        prop_assert!((0..=time.max(0)).contains(&t));
    }
}
