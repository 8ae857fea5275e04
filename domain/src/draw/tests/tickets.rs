//! Tickets shift chances as much as they should, and nothing else.

use super::*;

/// How often each question of a pool with these tickets is on a paper of `of_any(count)`, over fixed seeds.
fn frequencies(tickets: &[u8], count: u32, papers: u32) -> Vec<f64> {
    let pool = Pool::with_tickets(bank(1, tickets.len()).into_iter().zip(tickets.iter().copied()));
    let plan = Plan::new(&[of_any(count)], &pool).unwrap();
    let mut drawn = vec![0f64; tickets.len()];
    for seed in 0..u64::from(papers) {
        for item in plan.draw(seed, true, true) {
            drawn[plan.revisions().iter().position(|r| r.id == item.revision).unwrap()] += 1.0;
        }
    }
    drawn
}

#[test]
fn one_pick_is_proportional_to_tickets() {
    let tickets = [16, 8, 4, 2, 1, 1];
    let papers = 32_000;
    let drawn = frequencies(&tickets, 1, papers);
    let chi: f64 = drawn
        .iter()
        .zip(tickets)
        .map(|(n, t)| {
            let expected = f64::from(papers) * f64::from(t) / 32.0;
            (n - expected).powi(2) / expected
        })
        .sum();
    // 5 degrees of freedom: 20.5 is exceeded once in a thousand right runs.
    assert!(chi < 20.5, "{drawn:?}");
}

#[test]
fn later_picks_are_proportional_among_what_is_left() {
    // Two of three with tickets 4, 2, 1: the third is on a paper unless the first two are, in either order:
    // 1 − 4/7·2/3 − 2/7·4/5 = 41/105; likewise 1 − 4/7·1/3 − 1/7·4/6 = 5/7 for the second.
    let papers = 30_000;
    let drawn = frequencies(&[4, 2, 1], 2, papers);
    for (n, share) in drawn.iter().zip([94.0 / 105.0, 75.0 / 105.0, 41.0 / 105.0]) {
        let share: f64 = share;
        let expected = f64::from(papers) * share;
        let deviation = (expected * (1.0 - share)).sqrt();
        assert!((n - expected).abs() < 4.0 * deviation, "{drawn:?}: {expected}");
    }
}

#[test]
fn every_question_keeps_a_chance() {
    let tickets: Vec<u8> = (0..40).map(|i| if i == 7 { 1 } else { 16 }).collect();
    let drawn = frequencies(&tickets, 5, 4_000);
    assert!(drawn.iter().all(|n| *n > 0.0), "{drawn:?}");
    assert!(drawn[7] < 100.0, "about 33 of 4,000: {drawn:?}");
}

#[test]
fn tickets_stay_between_1_and_16() {
    let pool = Pool::with_tickets(bank(1, 3).into_iter().zip([0, 200, 5]));
    assert_eq!(pool.tickets, [1, 16, 5]);
}

#[test]
fn rarely_used_questions_hold_more() {
    assert_eq!([0, 1, 5, 50, 99, 100].map(|used| tickets(used, 100)), [16, 15, 15, 8, 1, 1]);
    assert_eq!([tickets(0, 0), tickets(0, 1), tickets(1, 1)], [16, 16, 1]);
    assert_eq!([tickets(u64::MAX, u64::MAX), tickets(9, 3)], [1, 1]);
}

proptest! {
    #[test]
    fn more_use_never_means_more_tickets(most in 1u64..1_000_000, a in any::<u64>(), b in any::<u64>()) {
        let (less, more) = ((a % (most + 1)).min(b % (most + 1)), (a % (most + 1)).max(b % (most + 1)));
        prop_assert!(tickets(less, most) >= tickets(more, most));
        prop_assert!((1..=16).contains(&tickets(more, most)));
        prop_assert_eq!(tickets(more, most) == 16, more == 0);
    }
}
