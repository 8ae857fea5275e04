//! The formulas of `docs/LIVE.md`, and the promise of "knowledge first".

use super::*;
use crate::live::samples;
use crate::live::spec::Scoring;
use proptest::collection::vec;
use proptest::prelude::*;

fn scorer(rule: ScoringRule) -> Scorer {
    Scorer::new(&samples::spec(4, rule))
}

#[test]
fn accuracy_does_not_look_at_the_clock() {
    let (s, q) = (scorer(ScoringRule::Accuracy), samples::question(1, 10, 1000));
    assert_eq!([0, 5_000, 10_000].map(|t| s.points(&q, Points::ONE, t)), [1000; 3]);
    assert_eq!(s.points(&q, Points::ZERO, 0), 0);
    // Partial credit: a third of 1,000 is rounded once, at the end.
    assert_eq!(s.points(&q, Points::fraction(1, 3), 0), 333);
    assert_eq!(s.points(&q, Points::fraction(2, 3), 0), 667);
    assert_eq!(s.points(&samples::question(1, 10, 1), Points::fraction(1, 2), 0), 1, "half up");
}

#[test]
fn speed_takes_half_of_the_points_with_the_time() {
    let (s, q) = (scorer(ScoringRule::Speed), samples::question(1, 10, 1000));
    // round(P·g·(1 − (t/T)/2))
    let given = [0, 1, 2_000, 5_000, 9_999, 10_000].map(|t| s.points(&q, Points::ONE, t));
    assert_eq!(given, [1000, 1000, 900, 750, 500, 500]);
    assert_eq!(s.points(&q, Points::fraction(1, 2), 5_000), 375);
    // An extended question: late is late, not less.
    assert_eq!(s.points(&q, Points::ONE, 60_000), 500);
    assert_eq!(s.points(&q, Points::ONE, -5), 1000);
}

#[test]
fn knowledge_first_adds_a_bonus_to_what_is_fully_right() {
    let (s, q) = (scorer(ScoringRule::KnowledgeFirst), samples::question(1, 10, 1000));
    // floor((1000 − 1) / 4)
    assert_eq!(s.most_bonus(), 249);
    assert_eq!([0, 5_000, 10_000].map(|t| s.points(&q, Points::ONE, t)), [1249, 1124, 1000]);
    assert_eq!(s.points(&q, Points::fraction(1, 2), 0), 500, "no bonus for a part");
    let mut spec = samples::spec(4, ScoringRule::KnowledgeFirst);
    spec.questions[2].points = 100;
    spec.questions[3] = samples::question(4, 10, 0);
    // The survey does not count among n, the smallest worth is 100.
    assert_eq!(Scorer::new(&spec).most_bonus(), 33);
    assert_eq!(scorer(ScoringRule::Speed).most_bonus(), 0);
}

#[test]
fn a_survey_gives_nothing() {
    for rule in [ScoringRule::Accuracy, ScoringRule::Speed, ScoringRule::KnowledgeFirst] {
        assert_eq!(scorer(rule).points(&samples::question(1, 10, 0), Points::ONE, 0), 0);
    }
}

#[test]
fn a_streak_grows_and_is_capped() {
    let mut spec = samples::spec(4, ScoringRule::Speed);
    assert_eq!(Scorer::new(&spec).streak_bonus(5), 0);
    spec.scoring.streak = Some(Streak { step: 50, cap: 120 });
    assert_eq!([0, 1, 2, 3, 4, 9].map(|n| Scorer::new(&spec).streak_bonus(n)), [0, 0, 50, 100, 120, 120]);
    spec.scoring = Scoring { rule: ScoringRule::KnowledgeFirst, ..spec.scoring };
    assert_eq!(Scorer::new(&spec).streak_bonus(5), 0, "knowledge first knows no streaks");
}

fn rule() -> impl Strategy<Value = ScoringRule> {
    prop_oneof![Just(ScoringRule::Accuracy), Just(ScoringRule::Speed), Just(ScoringRule::KnowledgeFirst)]
}

fn questions() -> impl Strategy<Value = RoomSpec> {
    let question = (5u32..=600, prop_oneof![3 => 1u32..=10_000, 1 => Just(0u32)]);
    (vec(question, 1..=100), rule()).prop_map(|(list, rule)| {
        let questions =
            (1..).zip(list).map(|(n, (seconds, points))| samples::question(n, seconds, points)).collect();
        RoomSpec { questions, ..samples::spec(0, rule) }
    })
}

proptest! {
    /// Who knows one more is ahead of who is faster everywhere.
    #[test]
    fn all_bonuses_stay_below_one_right_answer(mut spec in questions()) {
        spec.scoring.rule = ScoringRule::KnowledgeFirst;
        let s = Scorer::new(&spec);
        let scored: Vec<&LiveQuestion> = spec.questions.iter().filter(|q| q.scored()).collect();
        let Some(least) = scored.iter().map(|q| i64::from(q.points)).min() else { return Ok(()) };
        let bonuses: i64 =
            scored.iter().map(|q| s.points(q, Points::ONE, 0) - i64::from(q.points)).sum();
        prop_assert!(bonuses < least, "{} < {}", bonuses, least);
    }

    /// Fast everywhere but one question less never beats slow everywhere: as whole games.
    #[test]
    fn one_more_right_answer_always_wins(mut spec in questions(), miss in any::<proptest::sample::Index>()) {
        spec.scoring.rule = ScoringRule::KnowledgeFirst;
        let s = Scorer::new(&spec);
        let scored: Vec<&LiveQuestion> = spec.questions.iter().filter(|q| q.scored()).collect();
        prop_assume!(!scored.is_empty());
        let missed = miss.index(scored.len());
        let fast: i64 = (0..)
            .zip(&scored)
            .filter(|(n, _)| *n != missed)
            .map(|(_, q)| s.points(q, Points::ONE, 0))
            .sum();
        let slow: i64 = scored.iter().map(|q| s.points(q, Points::ONE, q.millis())).sum();
        prop_assert!(slow > fast);
    }

    #[test]
    fn points_keep_their_bounds_and_order(
        spec in questions(), which in any::<proptest::sample::Index>(),
        share in 0i64..=2520, more in 0i64..=2520, early in -1_000i64..700_000, late in -1_000i64..700_000,
    ) {
        let s = Scorer::new(&spec);
        let q = &spec.questions[which.index(spec.questions.len())];
        let (low, high) = (Points(share.min(more)), Points(share.max(more)));
        let (early, late) = (early.min(late), early.max(late));
        let worth = i64::from(q.points);
        let points = s.points(q, high, early);
        prop_assert!((0..=worth + s.most_bonus()).contains(&points));
        prop_assert!(points >= s.points(q, low, early), "more right is never less");
        prop_assert!(points >= s.points(q, high, late), "sooner is never less");
        prop_assert_eq!(s.points(q, Points::ZERO, early), 0);
        if spec.scoring.rule == ScoringRule::Speed && q.scored() {
            // Against the formula in floating point.
            #[expect(clippy::cast_precision_loss, reason = "a check within one point")]
            let exact = worth as f64 * high.0 as f64 / 2520.0
                * (1.0 - early.clamp(0, q.millis()) as f64 / q.millis() as f64 / 2.0);
            #[expect(clippy::cast_precision_loss, reason = "a check within one point")]
            let off = (points as f64 - exact).abs();
            prop_assert!(off <= 0.5 + 1e-6, "{} for {}", points, exact);
        }
    }
}
