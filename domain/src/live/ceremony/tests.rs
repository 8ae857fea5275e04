//! A small ceremony by hand, and what holds for any.

use super::*;
use proptest::collection::btree_map;
use proptest::prelude::*;

fn table(lines: &[(PlayerNo, i64, u64)]) -> Table {
    let line = |(number, score, time): &(PlayerNo, i64, u64)| Line {
        rank: 0,
        number: *number,
        group: None,
        score: *score,
        time: *time,
    };
    Table::ranked(lines.iter().map(line).collect())
}

fn order(stand: &[Stand]) -> Vec<(PlayerNo, i64, bool)> {
    stand.iter().map(|s| (s.number, s.score, s.resolved)).collect()
}

#[test]
fn the_lowest_hidden_row_is_resolved_until_none_is_hidden() {
    // 3 jumps from the third place to the first, 2 gains nothing, 1 gains a little.
    let frozen = table(&[(1, 300, 0), (2, 200, 0), (3, 100, 0)]);
    let last = table(&[(1, 400, 0), (2, 200, 0), (3, 500, 0)]);
    let c = Ceremony::new(&frozen, &last, 10);
    assert_eq!(c.steps(), 3);
    assert_eq!(order(c.stand(0)), [(1, 300, false), (2, 200, false), (3, 100, false)]);
    assert_eq!(c.press(1), Some(Press { number: 3, climbed: 2 }));
    assert_eq!(order(c.stand(1)), [(3, 500, true), (1, 300, false), (2, 200, false)]);
    // 3 shines, but 1 might still pass: nobody's place is final yet.
    assert!(c.stand(1).iter().all(|s| !s.settled) && !c.tells(3, 1));
    assert_eq!(c.press(2), Some(Press { number: 2, climbed: 0 }));
    assert!(c.tells(2, 2) && !c.tells(3, 2));
    assert_eq!(c.press(3), Some(Press { number: 1, climbed: 0 }));
    let places: Vec<_> = c.stand(3).iter().map(|s| (s.number, s.rank, s.settled)).collect();
    assert_eq!(places, [(3, 1, true), (1, 2, true), (2, 3, true)]);
    assert_eq!((c.press(0), c.press(4)), (None, None));
    assert_eq!(c.stand(9), c.stand(3));
}

#[test]
fn who_falls_off_the_table_is_on_it_until_then() {
    let frozen = table(&[(1, 300, 0), (2, 200, 0), (3, 100, 0), (4, 50, 0), (5, 10, 0)]);
    let last = table(&[(1, 300, 0), (2, 200, 0), (3, 500, 0), (4, 600, 0), (5, 250, 0)]);
    let c = Ceremony::new(&frozen, &last, 2);
    let numbers: Vec<_> = c.stand(0).iter().map(|s| s.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4], "the first two of both tables");
    let end: Vec<_> = c.stand(c.steps()).iter().map(|s| (s.number, s.rank)).collect();
    // 5 stands between 1 and 2 and is not on the table; ranks are those of everybody.
    assert_eq!(end, [(4, 1), (3, 2), (1, 3), (2, 5)]);
    assert!(c.tells(5, 0), "who is not on the table knows at once");
}

#[test]
fn nobody_and_newcomers() {
    let c = Ceremony::new(&table(&[]), &table(&[]), 10);
    assert_eq!((c.steps(), c.stand(0).len()), (0, 0));
    // Who came after the freeze starts from nothing; who left is not called up.
    let c = Ceremony::new(&table(&[(1, 300, 0), (2, 100, 0)]), &table(&[(2, 100, 0), (3, 200, 5)]), 10);
    assert_eq!(order(c.stand(0)), [(2, 100, false), (3, 0, false)]);
    assert_eq!(order(c.stand(2)), [(3, 200, true), (2, 100, true)]);
}

#[test]
fn a_crowd_of_equals_does_not_make_a_thousand_presses() {
    let equal: Vec<_> = (1..=5_000).map(|n| (n, 0, 0)).collect();
    assert_eq!(Ceremony::new(&table(&equal), &table(&equal), 10).steps(), 10);
}

proptest! {
    #[test]
    fn one_press_one_row_and_the_end_is_the_final_table(
        players in btree_map(1u32..200, (0i64..6, 0u64..3, 0i64..4, 0u64..3), 0..40), places in 1u32..12,
    ) {
        let before: Vec<_> = players.iter().map(|(n, p)| (*n, p.0, p.1)).collect();
        let after: Vec<_> = players
            .iter()
            .map(|(n, p)| (*n, p.0 + p.2, p.1 + if p.2 > 0 { p.3 } else { 0 }))
            .collect();
        let (frozen, last) = (table(&before), table(&after));
        let c = Ceremony::new(&frozen, &last, places);
        let rows = c.stand(0).len();
        prop_assert_eq!(c.steps() as usize, rows);
        prop_assert!(rows <= 2 * places as usize && rows >= players.len().min(places as usize));
        for line in last.top(places as usize).iter().chain(frozen.top(places as usize)) {
            prop_assert!(c.stand(0).iter().any(|s| s.number == line.number));
        }
        prop_assert!(c.stand(0).iter().all(|s| !s.resolved));
        for step in 1..=c.steps() {
            let (was, now) = (c.stand(step - 1), c.stand(step));
            let press = c.press(step).unwrap();
            prop_assert_eq!(now.iter().filter(|s| s.resolved).count(), step as usize);
            // Only the resolved row moves, and never downwards.
            let others = |stand: &[Stand]| -> Vec<_> {
                stand.iter().filter(|s| s.number != press.number).map(|s| (s.number, s.score)).collect()
            };
            prop_assert_eq!(others(was), others(now));
            let place = |stand: &[Stand]| stand.iter().position(|s| s.number == press.number).unwrap();
            prop_assert_eq!(place(was) - place(now), press.climbed as usize);
            // It was the lowest hidden one.
            prop_assert!(was[place(was) + 1..].iter().all(|s| s.resolved) && !was[place(was)].resolved);
            // What is settled is true and stays.
            for s in was.iter().filter(|s| s.settled) {
                prop_assert!(now.iter().any(|t| t == s));
            }
            for s in now.iter().filter(|s| s.settled) {
                prop_assert_eq!(last.line(s.number).map(|l| (l.rank, l.score)), Some((s.rank, s.score)));
            }
        }
        let shown: Vec<_> = c.stand(c.steps()).iter().map(|s| (s.rank, s.number, s.score)).collect();
        let there = |l: &&Line| shown.iter().any(|s| s.1 == l.number);
        let expected: Vec<_> =
            last.lines().iter().filter(there).map(|l| (l.rank, l.number, l.score)).collect();
        prop_assert_eq!(shown, expected);
    }
}
