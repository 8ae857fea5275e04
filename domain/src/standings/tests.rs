//! Boards against a naive sorted vector, with replacing, removing and ties.

use super::*;
use crate::contest::RankKey::{Duration, Prediction, Score, Submitted};
use proptest::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeMap;

const USUAL: [RankKey; 4] = [Score, Prediction, Duration, Submitted];
const EPOCH: i64 = 1_790_000_000_000;

fn person(id: u128, points: u32) -> Counted {
    Counted {
        person: id,
        score: Points::whole(points),
        prediction_error: None,
        duration_ms: 60_000,
        submitted_at: EPOCH + 5,
        locality: 1,
        division: Some(0),
        unit: None,
        passed: points >= 7,
        ranked: true,
    }
}

fn belongs(row: &Counted, scope: Scope) -> bool {
    row.ranked
        && match scope {
            Scope::All => true,
            Scope::Locality(l) => row.locality == l,
            Scope::Division(d) => row.division == Some(d),
        }
}

fn score(row: &Counted) -> AttemptScore {
    AttemptScore {
        score: row.score,
        prediction_error: row.prediction_error,
        duration_ms: row.duration_ms,
        submitted_at: row.submitted_at,
        passed: row.passed,
    }
}

/// Sorted by the keys compared one by one (not packed), then by id; rank = 1 + how many are strictly better.
fn naive(model: &BTreeMap<u128, Counted>, scope: Scope, ranking: &[RankKey]) -> Vec<(u64, Counted)> {
    let mut rows: Vec<Counted> = model.values().filter(|r| belongs(r, scope)).copied().collect();
    rows.sort_by(|a, b| compare(&score(a), &score(b), ranking).then(a.person.cmp(&b.person)));
    let better = |row: &Counted| {
        rows.iter().filter(|r| compare(&score(r), &score(row), ranking) == Ordering::Less).count() as u64
    };
    rows.iter().map(|r| (better(r) + 1, *r)).collect()
}

fn check(boards: &Boards, model: &BTreeMap<u128, Counted>, ranking: &[RankKey]) {
    let people = boards.people();
    let scopes = [
        Scope::All,
        Scope::Locality(0),
        Scope::Locality(1),
        Scope::Locality(9),
        Scope::Division(0),
        Scope::Division(1),
    ];
    for scope in scopes {
        let expected = naive(model, scope, ranking);
        assert_eq!(people.len(scope), expected.len());
        assert_eq!(people.page(scope, 0, usize::MAX), expected);
        assert_eq!(people.page(scope, 3, 5), expected.iter().skip(3).take(5).copied().collect::<Vec<_>>());
        let passed: Vec<_> = expected.iter().filter(|(_, r)| r.passed).take(4).copied().collect();
        assert_eq!(people.top_passed(scope, 4), passed);
        for (place, (rank, row)) in expected.iter().enumerate() {
            assert_eq!(people.rank(row.person, scope), Some((*rank, expected.len() as u64)));
            let first = place.saturating_sub(2);
            let last = (place + 3).min(expected.len());
            assert_eq!(people.around(row.person, scope, 2), expected[first..last]);
        }
    }
    for id in 0..70 {
        assert_eq!(people.get(id), model.get(&id).copied());
        if model.get(&id).is_none_or(|r| !r.ranked) {
            assert_eq!(people.rank(id, Scope::All), None);
            assert!(people.around(id, Scope::All, 3).is_empty());
        }
    }
    let sum = |keep: &dyn Fn(&Counted) -> bool| {
        let rows = model.values().filter(|r| keep(r));
        let mut totals = Totals::default();
        for r in rows {
            totals.participants += 1;
            totals.passes += u64::from(r.passed);
            totals.score_sum = totals.score_sum + r.score;
        }
        totals
    };
    assert_eq!(boards.places().all(), sum(&|_| true));
    for place in 0..3_u32 {
        assert_eq!(boards.places().totals(Place::Locality, place), sum(&|r| u32::from(r.locality) == place));
        assert_eq!(boards.places().totals(Place::Unit, place), sum(&|r| r.unit == Some(place)));
    }
}

fn row() -> impl Strategy<Value = Counted> {
    let keys = (0_i64..4, prop::option::of(0_u64..3), 0_i64..3, 0_i64..3);
    let place = (0_u16..3, prop::option::of(0_u8..2), prop::option::of(0_u32..3));
    (0_u128..70, keys, place, any::<bool>(), prop::bool::weighted(0.9)).prop_map(
        |(person, (score, prediction_error, duration_ms, at), (locality, division, unit), passed, ranked)| {
            Counted {
                person,
                score: Points(score),
                prediction_error,
                duration_ms,
                submitted_at: EPOCH + at,
                locality,
                division,
                unit,
                passed,
                ranked,
            }
        },
    )
}

#[derive(Clone, Debug)]
enum Step {
    Set(Counted),
    Remove(u128),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![3 => row().prop_map(Step::Set), 1 => (0_u128..70).prop_map(Step::Remove)];
    prop::collection::vec(step, 0..300)
}

fn ranking() -> impl Strategy<Value = Vec<RankKey>> {
    prop_oneof![Just(USUAL.to_vec()), prop::sample::subsequence(USUAL.to_vec(), 1..=4).prop_shuffle()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn boards_agree_with_a_sorted_vector(steps in steps(), ranking in ranking()) {
        let mut boards = Boards::new(&ranking, EPOCH);
        let mut model = BTreeMap::new();
        for step in steps {
            match step {
                Step::Set(row) => prop_assert_eq!(boards.set(row), model.insert(row.person, row)),
                Step::Remove(id) => prop_assert_eq!(boards.remove(id), model.remove(&id)),
            }
        }
        check(&boards, &model, &ranking);
        // Built at once from the same rows: the same boards, also after more changes.
        let mut rebuilt = Boards::build(&ranking, EPOCH, model.values().copied());
        check(&rebuilt, &model, &ranking);
        for id in 0..35 {
            rebuilt.remove(id);
            model.remove(&id);
        }
        check(&rebuilt, &model, &ranking);
    }
}

#[test]
fn ties_share_a_rank() {
    let mut boards = Boards::new(&USUAL, EPOCH);
    for (id, points) in [(10, 9), (11, 8), (12, 8), (13, 7)] {
        boards.set(person(id, points));
    }
    let ranks: Vec<u64> = boards.people().page(Scope::All, 0, 10).iter().map(|(rank, _)| *rank).collect();
    assert_eq!(ranks, [1, 2, 2, 4]);
    assert_eq!(boards.people().rank(12, Scope::Locality(1)), Some((2, 4)));
}

#[test]
fn unranked_people_count_in_places_only() {
    let mut boards = Boards::new(&USUAL, EPOCH);
    boards.set(Counted { ranked: false, ..person(1, 10) });
    boards.set(person(2, 5));
    assert_eq!(boards.people().rank(2, Scope::All), Some((1, 1)));
    assert_eq!(boards.people().rank(1, Scope::All), None);
    assert_eq!(boards.places().totals(Place::Locality, 1).participants, 2);
}

#[test]
fn values_beyond_the_range_stay_at_the_edge() {
    let mut boards = Boards::new(&USUAL, EPOCH);
    let far = Counted {
        score: Points(-3),
        prediction_error: Some(u64::MAX),
        duration_ms: -5,
        submitted_at: 0,
        ..person(1, 9)
    };
    boards.set(far);
    boards.set(person(2, 9));
    let held = boards.people().get(1).unwrap();
    assert_eq!(held.prediction_error, Some((1 << 32) - 2));
    assert_eq!((held.score, held.duration_ms, held.submitted_at), (Points::ZERO, 0, EPOCH));
    assert_eq!(boards.set(Counted { prediction_error: Some(u64::MAX), ..person(1, 9) }), Some(held));
    assert_eq!(boards.people().rank(1, Scope::All), Some((1, 2)), "even a wild prediction is ahead of none");
    boards.set(Counted { score: Points(i64::MAX), ..person(1, 9) });
    boards.remove(1);
    boards.remove(2);
    assert_eq!(boards.places().all(), Totals::default());
}

#[test]
fn many_people_in_many_localities() {
    let rows: Vec<Counted> = (0..20_000_u128)
        .map(|id| {
            let mixed = id.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 7;
            let locality = (mixed % 135) as u16;
            Counted {
                locality,
                duration_ms: (mixed % 600_000) as i64,
                ..person(id << 64 | mixed, (mixed % 10) as u32)
            }
        })
        .collect();
    let at_once = Boards::build(&USUAL, EPOCH, rows.iter().copied());
    let mut one_by_one = Boards::new(&USUAL, EPOCH);
    for row in &rows {
        one_by_one.set(*row);
    }
    for scope in [Scope::All, Scope::Locality(7), Scope::Division(0)] {
        assert_eq!(at_once.people().page(scope, 0, 20_000), one_by_one.people().page(scope, 0, 20_000));
    }
}

#[test]
fn places_by_every_order_with_small_ones_hidden() {
    let mut boards = Boards::new(&USUAL, EPOCH);
    // Locality 1: 6 people, 5 pass; 2: 6 people, 2 pass; 3: 4 people; 4: 8 people, none passes.
    let groups: [(u16, &[u32]); 4] =
        [(1, &[9, 9, 9, 9, 9, 3]), (2, &[9, 9, 6, 6, 6, 6]), (3, &[10; 4]), (4, &[5; 8])];
    let mut id = 0;
    for (locality, scores) in groups {
        for points in scores {
            id += 1;
            boards.set(Counted { locality, ..person(id, *points) });
        }
    }
    let places = boards.places();
    let list = |order, suppress| {
        let denominator =
            |place| [(1, 100), (2, 50), (4, 0)].into_iter().find(|(p, _)| *p == place).map(|(_, of)| of);
        let rows = places.list(Place::Locality, order, suppress, denominator);
        rows.iter().map(|r| (r.rank, r.place)).collect::<Vec<_>>()
    };
    assert_eq!(list(Order::Participants, true), [(Some(1), 4), (Some(2), 1), (Some(2), 2), (None, 3)]);
    assert_eq!(list(Order::Participants, false), [(Some(1), 4), (Some(2), 1), (Some(2), 2), (Some(4), 3)]);
    assert_eq!(list(Order::Mean, false), [(Some(1), 3), (Some(2), 1), (Some(3), 2), (Some(4), 4)]);
    assert_eq!(list(Order::Mean, true), [(Some(1), 1), (Some(2), 2), (Some(3), 4), (None, 3)]);
    assert_eq!(list(Order::Passes, true), [(Some(1), 1), (Some(2), 4), (None, 2), (None, 3)]);
    assert_eq!(list(Order::Rate, true), [(Some(1), 2), (Some(2), 1), (None, 3), (None, 4)]);
    let hidden = places.list(Place::Locality, Order::Mean, true, |_| Some(1000))[3];
    assert_eq!((hidden.totals, hidden.rate), (None, None));
    assert!(!places.public(Place::Locality, 3) && places.public(Place::Locality, 1));
    assert_eq!(Suppressed::public(4), Suppressed::Under5);
    assert_eq!([0, 5].map(Suppressed::public), [Suppressed::Shown(0), Suppressed::Shown(5)]);
    assert_eq!(places.totals(Place::Locality, 1).mean(), Some(8.0));
}

#[test]
fn a_board_built_at_once_tells_its_rows_as_they_were_given() {
    let rows = [7_u128, 3, 900, 12].map(|id| person(id, 5));
    let mut boards = Boards::build(&USUAL, EPOCH, rows);
    let told = |boards: &Boards| boards.people().iter().map(|row| row.person).collect::<Vec<_>>();
    assert_eq!(told(&boards), [7, 3, 900, 12]);
    boards.remove(900);
    assert_eq!(told(&boards), [7, 3, 12], "and nobody who was taken out");
    boards.set(person(1, 5));
    let mut all = told(&boards);
    all.sort_unstable();
    assert_eq!(all, [1, 3, 7, 12]);
}
