//! Totals, ranks, movement, groups and the frozen table; incremental against recounted and against naive.

use super::*;
use crate::live::samples;
use crate::live::spec::{ScoringRule, Streak};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn right(player: PlayerNo, elapsed: i64) -> Answered {
    Answered { player, share: Points::ONE, elapsed }
}

fn wrong(player: PlayerNo) -> Answered {
    Answered { player, share: Points::ZERO, elapsed: 1_000 }
}

/// Players 1…n of no group, before time 0.
fn board(rule: ScoringRule, players: u32) -> Board {
    let mut board = Board::new(Arc::new(samples::spec(6, rule)));
    (1..=players).for_each(|n| board.join(n, None, 0));
    board
}

fn ranks(table: &Table) -> Vec<(PlayerNo, u32)> {
    table.lines().iter().map(|l| (l.number, l.rank)).collect()
}

#[test]
fn equal_players_share_a_rank() {
    let mut b = board(ScoringRule::Accuracy, 5);
    assert!(b.table().is_empty() && b.last(1).is_none(), "no ranks before the first question");
    // 2 and 3 are equal in points and time, 1 is as right but slower, 4 is wrong, 5 is silent.
    b.add(1, 1, &[right(1, 900), right(2, 500), right(3, 500), wrong(4)], 1);
    assert_eq!(ranks(b.table()), [(2, 1), (3, 1), (1, 3), (4, 4), (5, 4)]);
    b.add(2, 1, &[right(4, 100), right(5, 100)], 2);
    // 4 and 5 caught up, and were faster.
    assert_eq!(ranks(b.table()), [(4, 1), (5, 1), (2, 3), (3, 3), (1, 5)]);
    assert_eq!(b.table().line(1).map(|l| (l.score, l.time)), Some((1000, 900)));
}

#[test]
fn only_right_answers_take_time() {
    let mut b = board(ScoringRule::Accuracy, 2);
    let half = Answered { player: 2, share: Points::fraction(1, 2), elapsed: 700 };
    b.add(1, 1, &[right(1, 800), half], 1);
    assert_eq!((b.total(1), b.total(2)), ((1000, 800), (500, 0)));
    assert_eq!(
        b.last(2).unwrap(),
        Got { answered: true, share: half.share, elapsed: 700, points: 500, ..Got::default() }
    );
}

#[test]
fn the_first_answer_counts_and_a_run_counts_once() {
    let mut b = board(ScoringRule::Accuracy, 2);
    b.add(1, 1, &[right(1, 10), wrong(1), wrong(2), right(2, 10), right(77, 5)], 1);
    b.add(1, 1, &[right(2, 10)], 1);
    assert_eq!((b.total(1), b.total(2), b.total(77)), ((1000, 10), (0, 0), (0, 0)));
}

#[test]
fn streaks_follow_the_questions_that_count() {
    let mut spec = samples::spec(6, ScoringRule::Accuracy);
    spec.scoring.streak = Some(Streak { step: 10, cap: 25 });
    spec.questions[2] = samples::question(3, 10, 0);
    let mut b = Board::new(Arc::new(spec));
    b.join(1, None, 0);
    b.add(1, 1, &[right(1, 0)], 1);
    b.add(2, 1, &[right(1, 0)], 2);
    assert_eq!(b.last(1).map(|g| (g.points, g.streak_bonus, g.streak)), Some((1010, 10, 2)));
    // A survey neither breaks nor feeds it.
    b.add(3, 1, &[right(1, 0)], 3);
    assert_eq!(b.last(1).map(|g| (g.points, g.right, g.streak)), Some((0, false, 2)));
    b.add(4, 1, &[right(1, 0)], 4);
    assert_eq!(b.last(1).map(|g| (g.points, g.streak)), Some((1020, 3)));
    b.add(5, 1, &[right(1, 0)], 5);
    assert_eq!(b.last(1).map(|g| (g.points, g.streak)), Some((1025, 4)), "capped");
    // Taking the second question out shortens every later streak.
    b.void(2, 1);
    assert_eq!(b.total(1).0, 1000 + 1010 + 1020);
    b.add(6, 1, &[], 6);
    assert_eq!(b.last(1).map(|g| (g.points, g.streak)), Some((0, 0)));
}

#[test]
fn who_is_ahead_and_around() {
    let mut b = board(ScoringRule::Speed, 4);
    b.add(1, 1, &[right(1, 0), right(2, 2_000), right(3, 2_000), right(4, 4_000)], 1);
    let ahead = |n| b.table().ahead(n).map(|(l, gap)| (l.number, gap));
    assert_eq!(
        (ahead(1), ahead(2), ahead(3), ahead(4)),
        (None, Some((1, 100)), Some((1, 100)), Some((3, 100)))
    );
    let around = |n, k| b.table().around(n, k).iter().map(|l| l.number).collect::<Vec<_>>();
    assert_eq!((around(1, 1), around(3, 1), around(4, 9)), (vec![1, 2], vec![2, 3, 4], vec![1, 2, 3, 4]));
    assert!(around(9, 1).is_empty() && ahead(9).is_none());
    // Equal points, only faster.
    let mut b = board(ScoringRule::Accuracy, 2);
    b.add(1, 1, &[right(1, 10), right(2, 20)], 1);
    assert_eq!(b.table().ahead(2).map(|(l, gap)| (l.number, gap)), Some((1, 0)));
}

#[test]
fn movement_is_from_one_shown_table_to_the_next() {
    let mut b = board(ScoringRule::Accuracy, 3);
    b.add(1, 1, &[right(1, 10), right(2, 20)], 1);
    b.shown(1);
    assert_eq!(b.moved(1), None, "nothing was shown before");
    b.add(2, 1, &[right(3, 1)], 2);
    b.add(3, 1, &[right(3, 1)], 3);
    b.shown(3);
    assert_eq!([1, 2, 3].map(|n| b.moved(n)), [Some(-1), Some(-1), Some(2)]);
    // Back to the reveal and here again: the same movement.
    b.shown(3);
    assert_eq!(b.moved(3), Some(2));
    b.shown(4);
    assert_eq!(b.moved(3), Some(0));
}

#[test]
fn who_comes_late_has_a_place_from_the_next_question_on() {
    let mut b = board(ScoringRule::Accuracy, 2);
    b.add(1, 1, &[right(1, 10)], 100);
    b.join(3, None, 150);
    b.join(1, Some(7), 150);
    assert_eq!((b.table().len(), b.group(1)), (2, None), "joining again changes nothing");
    // Whatever makes the table anew: it is not their table yet.
    b.set_removed(2, true);
    assert_eq!(ranks(b.table()), [(1, 1)]);
    b.set_removed(2, false);
    b.add(2, 1, &[right(3, 10)], 200);
    assert_eq!(ranks(b.table()), [(1, 1), (3, 1), (2, 3)]);
}

#[test]
fn the_frozen_table_does_not_move() {
    let mut b = board(ScoringRule::Accuracy, 3);
    b.add(1, 1, &[right(1, 10), right(2, 20)], 1);
    b.freeze();
    b.add(2, 1, &[right(3, 1)], 2);
    b.add(3, 1, &[right(3, 1)], 3);
    b.freeze();
    assert_eq!(ranks(b.public()), [(1, 1), (2, 2), (3, 3)]);
    assert_eq!((b.public_total(3), b.total(3)), ((0, 0), (2000, 2)));
    assert_eq!(ranks(b.table()), [(3, 1), (1, 2), (2, 3)]);
    // Who is taken out leaves the frozen table too.
    b.set_removed(1, true);
    assert_eq!(ranks(b.public()), [(2, 1), (3, 2)]);
    b.set_removed(1, false);
    // Taking back a hidden question moves nothing, a shown one does and says so.
    b.void(2, 1);
    assert_eq!(ranks(b.public()), [(1, 1), (2, 2), (3, 3)]);
    b.void(1, 1);
    assert_eq!(b.public_total(1), (0, 0));
    b.thaw();
    assert_eq!(ranks(b.public()), [(3, 1), (1, 2), (2, 2)]);
}

#[test]
fn a_small_group_can_win_by_its_best() {
    let mut b = Board::new(Arc::new(samples::spec(6, ScoringRule::Accuracy)));
    // Group 4 has three players, group 9 has seven; 99 is alone, 100 is of no group.
    (1..=3).for_each(|n| b.join(n, Some(4), 0));
    (11..=17).for_each(|n| b.join(n, Some(9), 0));
    b.join(99, Some(5), 0);
    b.join(100, None, 0);
    b.add(1, 1, &[1, 2, 3, 11, 12, 99].map(|n| right(n, 10)), 1);
    b.add(2, 1, &[1, 2, 13, 14, 15, 99].map(|n| right(n, if n == 15 { 20 } else { 10 })), 2);
    let groups = b.table().groups(3);
    let row = |g: &GroupLine| (g.group, g.rank, g.rank_by_total, g.players, g.best, g.total);
    assert_eq!(
        groups.iter().map(row).collect::<Vec<_>>(),
        [(4, 1, 1, 3, 5000, 5000), (9, 2, 2, 7, 3000, 5000), (5, 3, 3, 1, 2000, 2000)]
    );
    // One strong player is not a strong group: the missing ones have nothing.
    assert!((groups[2].mean(3) - 666.7).abs() < 1e-9 && (groups[0].mean(3) - 1666.7).abs() < 1e-9);
    // By total the time decides between 4 and 9 here; with the best one only, 4 and 5 are equal.
    let first = b.table().groups(1);
    assert_eq!(first.iter().map(|g| (g.group, g.rank)).collect::<Vec<_>>(), [(4, 1), (5, 1), (9, 3)]);
}

#[test]
fn the_books_add_up() {
    let mut b = board(ScoringRule::Speed, 3);
    b.add(1, 1, &[right(1, 5_000), wrong(2)], 1);
    b.add(2, 2, &[right(1, 0), right(2, 0)], 2);
    b.set_removed(3, true);
    let mut rows = Vec::new();
    b.each(|question, run, number, got| rows.push((question, run, number, got.points)));
    assert_eq!(rows, [(1, 1, 1, 750), (1, 1, 2, 0), (2, 2, 1, 1000), (2, 2, 2, 1000)]);
}

/// What may happen to a board.
#[derive(Clone, Debug)]
enum Deed {
    Join(PlayerNo, Option<u32>),
    Remove(PlayerNo, bool),
    Add(u32, Vec<(PlayerNo, i64, i64)>),
    Void(usize),
    Freeze(bool),
}

fn deed() -> impl Strategy<Value = Deed> {
    let answer = (0u32..14, prop_oneof![3 => Just(2520i64), 2 => 0i64..=2520], 0i64..4);
    prop_oneof![
        4 => (0u32..14, proptest::option::of(0u32..3)).prop_map(|(n, g)| Deed::Join(n, g)),
        1 => (0u32..14, any::<bool>()).prop_map(|(n, r)| Deed::Remove(n, r)),
        4 => (1u32..=6, vec(answer, 0..16)).prop_map(|(q, answers)| Deed::Add(q, answers)),
        2 => (0usize..4).prop_map(Deed::Void),
        1 => any::<bool>().prop_map(Deed::Freeze),
    ]
}

/// Everything again from what is left, player by player, the slow and plain way.
#[derive(Default)]
struct Plain {
    joined: Vec<(PlayerNo, Option<u32>, i64)>,
    removed: BTreeSet<PlayerNo>,
    rounds: Vec<(u32, u32, Vec<Answered>, i64)>,
}

impl Plain {
    fn recounted(&self, spec: &Arc<RoomSpec>) -> Board {
        let mut board = Board::new(spec.clone());
        for (n, group, at) in &self.joined {
            board.join(*n, *group, *at);
        }
        for (question, run, answers, at) in &self.rounds {
            board.add(*question, *run, answers, *at);
        }
        self.removed.iter().for_each(|n| board.set_removed(*n, true));
        board
    }

    fn totals(&self, spec: &RoomSpec) -> BTreeMap<PlayerNo, (i64, u64)> {
        let scorer = Scorer::new(spec);
        let mut totals = BTreeMap::new();
        for (n, _, joined_at) in &self.joined {
            let (mut score, mut time, mut streak) = (0, 0, 0);
            for (question, _, answers, at) in &self.rounds {
                let asked = spec.question(*question).unwrap();
                // Who was not there yet had no answer in it either.
                let own = answers.iter().find(|a| a.player == *n && joined_at <= at);
                let share = own.map_or(Points::ZERO, |a| a.share);
                streak = if share == Points::ONE { streak + 1 } else { 0 };
                score += scorer.points(asked, share, own.map_or(0, |a| a.elapsed));
                if share == Points::ONE {
                    score += scorer.streak_bonus(streak);
                    time += u64::try_from(own.unwrap().elapsed).unwrap();
                }
            }
            totals.insert(*n, (score, time));
        }
        totals
    }
}

proptest! {
    #[test]
    fn incremental_is_the_same_as_recounted(deeds in vec(deed(), 0..50), speed in any::<bool>()) {
        let rule = if speed { ScoringRule::Speed } else { ScoringRule::Accuracy };
        let mut spec = samples::spec(6, rule);
        spec.scoring.streak = Some(Streak { step: 100, cap: 250 });
        let spec = Arc::new(spec);
        let mut board = Board::new(spec.clone());
        let mut plain = Plain::default();
        let mut still: Option<Vec<Line>> = None;
        let mut runs = BTreeMap::new();
        for (deed, now) in deeds.into_iter().zip(1i64..) {
            match deed {
                Deed::Join(n, group) => {
                    board.join(n, group, now);
                    if n > 0 && !plain.joined.iter().any(|(m, ..)| *m == n) {
                        plain.joined.push((n, group, now));
                    }
                }
                Deed::Remove(n, removed) => {
                    let known = plain.joined.iter().any(|(m, ..)| *m == n);
                    board.set_removed(n, removed);
                    if removed && known { plain.removed.insert(n); } else { plain.removed.remove(&n); }
                    still = still.map(|_| board.public().lines().to_vec());
                }
                Deed::Add(question, answers) => {
                    let answers: Vec<Answered> = answers
                        .into_iter()
                        .filter(|(n, ..)| plain.joined.iter().any(|(m, ..)| m == n))
                        .map(|(player, share, elapsed)| Answered { player, share: Points(share), elapsed })
                        .collect();
                    let run = runs.entry(question).or_insert(0);
                    *run += 1;
                    board.add(question, *run, &answers, now);
                    plain.rounds.push((question, *run, answers, now));
                }
                Deed::Void(back) => {
                    if let Some(at) = plain.rounds.len().checked_sub(back + 1) {
                        let (question, run, ..) = plain.rounds.remove(at);
                        board.void(question, run);
                        still = still.map(|_| board.public().lines().to_vec());
                    }
                }
                Deed::Freeze(true) => {
                    board.freeze();
                    still = still.or_else(|| Some(board.table().lines().to_vec()));
                }
                Deed::Freeze(false) => {
                    board.thaw();
                    still = None;
                }
            }
            if let Some(still) = &still {
                prop_assert_eq!(board.public().lines(), &still[..]);
            }
        }
        // A recount of what is left. Its table knows only rounds that are left, so it is asked for totals and results.
        let again = plain.recounted(&spec);
        for (n, total) in plain.totals(&spec) {
            prop_assert_eq!(board.total(n), total);
            prop_assert_eq!(again.total(n), total);
            prop_assert_eq!(board.last(n), again.last(n));
        }
        let (mut books, mut books_again) = (Vec::new(), Vec::new());
        board.each(|q, r, n, got| books.push((q, r, n, got)));
        again.each(|q, r, n, got| books_again.push((q, r, n, got)));
        prop_assert_eq!(books, books_again);
    }

    #[test]
    fn ranks_are_one_more_than_the_number_of_those_ahead(
        players in vec((1u32..500, proptest::option::of(0u32..4), 0i64..4, 0u64..3), 0..60), k in 1u32..4,
    ) {
        let players: BTreeMap<_, _> = players.into_iter().map(|p| (p.0, p)).collect();
        let lines = players.values().map(|(number, group, score, time)| Line {
            rank: 0, number: *number, group: *group, score: *score, time: *time,
        });
        let table = Table::ranked(lines.collect());
        prop_assert_eq!(table.len() as usize, players.len());
        for line in table.lines() {
            let better = |l: &&Line| (-l.score, l.time) < (-line.score, line.time);
            let mut ahead = table.lines().iter().filter(better);
            prop_assert_eq!(line.rank as usize, ahead.clone().count() + 1);
            // The next ahead is the last of those who are better.
            prop_assert_eq!(table.ahead(line.number).map(|(l, _)| l), ahead.next_back());
            prop_assert_eq!(table.line(line.number), Some(line));
            let near = table.around(line.number, 2);
            prop_assert!(near.contains(line) && near.len() <= 5);
        }
        for group in table.groups(k) {
            let mut scores: Vec<i64> =
                table.lines().iter().filter(|l| l.group == Some(group.group)).map(|l| l.score).collect();
            prop_assert_eq!(group.total, scores.iter().sum::<i64>());
            prop_assert_eq!(group.players as usize, scores.len());
            scores.sort_by_key(|s| -s);
            prop_assert_eq!(group.best, scores.iter().take(k as usize).sum::<i64>());
        }
        let best: Vec<_> = table.groups(k).iter().map(|g| (-g.best, g.best_time)).collect();
        prop_assert!(best.is_sorted());
    }
}
