//! Out, back, and the last one standing.

use super::*;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

fn floor(seats: u32, players: u32) -> Knockout {
    let mut k = Knockout::new(seats);
    (1..=players).for_each(|n| k.join(n));
    k
}

fn standing(k: &Knockout) -> Vec<PlayerNo> {
    k.standing().collect()
}

#[test]
fn one_wrong_answer_and_you_are_out() {
    let mut k = floor(4, 6);
    assert_eq!(standing(&k), [1, 2, 3, 4]);
    assert_eq!(k.state(5), Some(SeatState::Out { at: 0 }), "plays along without a seat");
    // 3 is wrong or silent; that 5 is right changes nothing.
    k.question(1, 1, [1, 2, 4, 5]);
    assert_eq!((standing(&k), k.state(3)), (vec![1, 2, 4], Some(SeatState::Out { at: 1 })));
    // Who is out cannot come back by being right.
    k.question(2, 1, [1, 3, 4]);
    assert_eq!((standing(&k), k.alive()), (vec![1, 4], 2));
    k.question(3, 1, [4]);
    assert_eq!((standing(&k), k.out().collect::<Vec<_>>()), (vec![4], vec![1, 2, 3]));
}

#[test]
fn who_comes_after_a_question_has_missed_it() {
    let mut k = floor(4, 2);
    k.question(1, 1, [1, 2]);
    k.join(3);
    assert_eq!(k.state(3), Some(SeatState::Out { at: 1 }));
    assert_eq!(k.state(4), None);
    k.join(1);
    assert_eq!(k.state(1), Some(SeatState::Alive));
}

#[test]
fn a_rescue_brings_back_a_chosen_number() {
    let mut k = floor(6, 7);
    k.question(1, 1, [1]);
    // By score, then by time, then by seat.
    let total = |n| match n {
        2 => (100, 50),
        3 => (300, 90),
        4 => (300, 20),
        5 | 6 => (200, 10),
        _ => (900, 0),
    };
    assert_eq!(k.choose(3, &[], total), [4, 3, 5]);
    assert_eq!(k.choose(99, &[], total), [4, 3, 5, 6, 2], "who never had a seat is not called");
    assert_eq!(k.choose(1, &[6, 1, 7, 2], total), [2, 6], "named seats, those that are out");
    assert!(k.choose(0, &[], total).is_empty());
    k.rescue(1, 1, &[4, 3, 1]);
    assert_eq!(standing(&k), [1, 3, 4]);
    assert_eq!((k.state(3), k.state(1)), (Some(SeatState::Rescued { after: 1 }), Some(SeatState::Alive)));
    k.question(2, 1, [1, 4]);
    assert_eq!((standing(&k), k.state(3)), (vec![1, 4], Some(SeatState::Out { at: 2 })));
}

#[test]
fn a_void_run_puts_nobody_out_and_undoes_its_rescue() {
    let mut k = floor(4, 4);
    k.question(1, 1, [1, 2, 3]);
    let before = k.clone();
    k.question(2, 1, [1]);
    k.rescue(2, 1, &[4]);
    assert_eq!(standing(&k), [1, 4]);
    k.void(2, 1);
    assert_eq!(k, before);
    k.question(2, 2, [2]);
    assert_eq!(standing(&k), [2]);
}

#[test]
fn who_is_removed_does_not_stand() {
    let mut k = floor(3, 3);
    k.set_removed(2, true);
    assert_eq!(standing(&k), [1, 3]);
    k.question(1, 1, [1]);
    assert_eq!(k.choose(9, &[], |_| (0, 0)), [3]);
    k.set_removed(2, false);
    assert_eq!(k.out().collect::<Vec<_>>(), [2, 3]);
}

proptest! {
    /// Taking runs out again gives the same as never having played them.
    #[test]
    fn void_runs_leave_no_trace(
        steps in vec((1u32..5, btree_set(1u32..9, 0..8), btree_set(1u32..9, 0..3), any::<bool>()), 0..10),
        late in 1u32..9,
    ) {
        let (mut k, mut plain) = (floor(6, 5), floor(6, 5));
        let mut void = Vec::new();
        for ((question, right, rescued, counts), run) in steps.into_iter().zip(1u32..) {
            let rescued: Vec<_> = rescued.into_iter().collect();
            k.question(question, run, right.iter().copied());
            k.rescue(question, run, &rescued);
            if counts {
                plain.question(question, run, right);
                plain.rescue(question, run, &rescued);
            } else {
                void.push((question, run));
            }
        }
        k.join(late);
        for (question, run) in void {
            k.void(question, run);
        }
        plain.join(late);
        for number in 1..9 {
            prop_assert_eq!(k.state(number), plain.state(number));
        }
        prop_assert_eq!(standing(&k), standing(&plain));
        prop_assert_eq!(k.alive() as usize, standing(&k).len());
    }
}
