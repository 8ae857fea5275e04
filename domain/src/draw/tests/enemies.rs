//! Enemies never share a paper; what can be filled is filled; what cannot is told exactly.

use super::*;

/// Questions 1..=n of T01 with these pairs of enemies, each named on one side only.
fn feuding(n: usize, pairs: &[(usize, usize)]) -> Vec<Arc<Revision>> {
    with_enemies(bank(1, n), pairs)
}

/// Places in the list are paired, modulo its length.
fn with_enemies(mut questions: Vec<Arc<Revision>>, pairs: &[(usize, usize)]) -> Vec<Arc<Revision>> {
    let n = questions.len();
    for (one, other) in pairs.iter().map(|(a, b)| (a % n, b % n)).filter(|(a, b)| a != b) {
        let name = questions[other].question.clone();
        Arc::make_mut(&mut questions[one]).enemies.push(name);
    }
    questions
}

fn at_peace(paper: &[&Revision]) -> bool {
    !paper.iter().any(|a| paper.iter().any(|b| a.enemies.contains(&b.question)))
}

fn dealt<'q>(paper: &[PaperItem], questions: &'q [Arc<Revision>]) -> Vec<&'q Revision> {
    paper.iter().map(|p| &**questions.iter().find(|q| q.id == p.revision).unwrap()).collect()
}

#[test]
fn naming_an_enemy_on_one_side_is_enough() {
    let questions = feuding(4, &[(2, 0)]);
    let plan = Plan::new(&[of_any(2)], &Pool::new(questions.clone())).unwrap();
    let mut seen = BTreeSet::new();
    for seed in 0..500 {
        let paper = plan.draw(seed, false, true);
        assert!(at_peace(&dealt(&paper, &questions)));
        seen.insert(names(&paper).join(" "));
    }
    assert_eq!(seen.len(), 5, "every other pair is dealt: {seen:?}");
}

#[test]
fn enemies_outside_the_pool_change_nothing() {
    let mut questions = bank(1, 6);
    let plain = Plan::new(&[of_any(3)], &Pool::new(questions.clone())).unwrap();
    Arc::make_mut(&mut questions[0]).enemies = vec!["T09-001".into(), "T01-001".into()];
    let plan = Plan::new(&[of_any(3)], &Pool::new(questions)).unwrap();
    for seed in 0..100 {
        assert_eq!(plan.draw(seed, true, true), plain.draw(seed, true, true));
    }
}

#[test]
fn a_shortage_tells_when_enemies_are_the_reason() {
    // Three that all exclude each other, one free: two can be had, four without enemies.
    let circle = feuding(4, &[(0, 1), (1, 2), (2, 0)]);
    let told = |slots: &[Slot], questions: &[Arc<Revision>]| {
        Plan::new(slots, &Pool::new(questions.to_vec())).unwrap_err()
    };
    let short = Shortage { slot: 0, wanted: 3, found: 2, without_enemies: 4, at_least: false };
    assert_eq!(told(&[of_any(3)], &circle), [Shortage { without_enemies: 3, ..short.clone() }]);
    assert_eq!(told(&[of_any(5)], &circle), [Shortage { wanted: 5, ..short.clone() }]);
    assert!(Plan::new(&[of_any(2)], &Pool::new(circle)).is_ok());
    // A ring of five: no two neighbours, so two.
    let ring = feuding(5, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]);
    assert_eq!(told(&[of_any(3)], &ring), [Shortage { without_enemies: 3, ..short }]);
    assert_eq!(Plan::new(&[of_any(2)], &Pool::new(ring)).unwrap().draw(1, true, true).len(), 2);
}

#[test]
fn enemies_on_different_lines_are_enemies_too() {
    let mut questions = bank(2, 1);
    Arc::make_mut(&mut questions[0]).enemies.push("T02-001".into());
    let slots = [of_topic(1, "T01"), of_topic(1, "T02")];
    let short = Plan::new(&slots, &Pool::new(questions)).unwrap_err();
    assert_eq!(short, [Shortage { slot: 1, wanted: 1, found: 0, without_enemies: 1, at_least: false }]);
}

/// A long chain of feuds with exactly one way to take every second question: chance hardly ever finds it.
#[test]
fn the_only_paper_there_is_is_dealt() {
    let pairs: Vec<(usize, usize)> = (0..40).map(|i| (i, i + 1)).collect();
    let questions = feuding(41, &pairs);
    let plan = Plan::new(&[of_any(21)], &Pool::new(questions.clone())).unwrap();
    for seed in 0..20 {
        let paper = plan.draw(seed, true, true);
        assert_eq!(paper.len(), 21);
        assert!(at_peace(&dealt(&paper, &questions)));
    }
    assert!(Plan::new(&[of_any(22)], &Pool::new(questions)).is_err());
}

/// Hopeless feuds end: nobody waits for a search that cannot finish, and a plan that was made still deals right papers.
#[test]
fn work_is_bounded() {
    let pairs: Vec<(usize, usize)> = (0..300)
        .flat_map(|i| [(i, i + 1), (i, i + 7), (i, (i * i + 3) % 300), (i, (i * 31 + 11) % 300)])
        .collect();
    let questions = feuding(300, &pairs);
    for wanted in [60, 80, 299] {
        match Plan::new(&[of_any(wanted)], &Pool::new(questions.clone())) {
            Ok(plan) => {
                for seed in 0..3 {
                    let paper = plan.draw(seed, true, true);
                    assert_eq!(paper.len(), wanted as usize);
                    assert!(at_peace(&dealt(&paper, &questions)));
                }
            }
            Err(short) => assert!(short[0].found >= 60 && short[0].found < wanted, "{short:?}"),
        }
    }
}

fn any_pairs() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0usize..64, 0usize..64), 0..14)
}

proptest! {
    #[test]
    fn no_two_enemies_share_a_paper(
        slots in prop::collection::vec(any_slot(), 1..5), seed in any::<u64>(), each in 2usize..8,
        pairs in any_pairs(), tickets in prop::collection::vec(1u8..=16, 40),
    ) {
        let questions = with_enemies(bank(4, each), &pairs);
        let pool = Pool::with_tickets(questions.iter().cloned().zip(tickets));
        if let Ok(plan) = Plan::new(&slots, &pool) {
            let paper = plan.draw(seed, true, true);
            prop_assert_eq!(paper.len(), plan.questions());
            let dealt = dealt(&paper, &questions);
            prop_assert!(at_peace(&dealt));
            prop_assert_eq!(&paper, &plan.draw(seed, true, true));
            // Same seed, pool and tickets in another order: the same paper.
            let again: Vec<_> = pool.revisions().iter().cloned().zip(pool.tickets.clone()).rev().collect();
            let again = Plan::new(&slots, &Pool::with_tickets(again)).unwrap();
            prop_assert_eq!(&paper, &again.draw(seed, true, true));
            let peaceful = dealt.into_iter().map(|r| Arc::new(Revision { enemies: Vec::new(), ..r.clone() })).collect();
            prop_assert!(Plan::new(&slots, &Pool::new(peaceful)).is_ok(), "it fills the lines");
        }
    }

    /// Against every subset of a small bank.
    #[test]
    fn a_plan_exists_exactly_when_a_paper_does(
        slots in prop::collection::vec(any_slot(), 1..4), pairs in any_pairs(),
    ) {
        let questions = with_enemies(bank(3, 3), &pairs);
        let can = |slots: &[Slot]| {
            let need: u32 = slots.iter().map(|s| s.count).sum();
            (0u32..1 << questions.len()).filter(|set| set.count_ones() == need).any(|set| {
                let some: Vec<&Revision> =
                    (0..questions.len()).filter(|i| set >> i & 1 == 1).map(|i| &*questions[i]).collect();
                at_peace(&some) && {
                    let free = some.iter().map(|r| Arc::new(Revision { enemies: Vec::new(), ..(*r).clone() }));
                    Plan::new(slots, &Pool::new(free.collect())).is_ok()
                }
            })
        };
        let pool = Pool::new(questions.clone());
        match Plan::new(&slots, &pool) {
            Ok(_) => prop_assert!(can(&slots)),
            Err(short) => {
                prop_assert!(!can(&slots));
                // What is told can be had, all at once; and one more on a short line cannot.
                let mut possible = slots.clone();
                for s in &short {
                    prop_assert!(!s.at_least && s.found < s.wanted && s.wanted == slots[s.slot].count);
                    possible[s.slot].count = s.found;
                }
                prop_assert!(can(&possible));
                for s in &short {
                    let mut more = possible.clone();
                    more[s.slot].count += 1;
                    prop_assert!(!can(&more), "line {} could have {}", s.slot, s.found + 1);
                }
            }
        }
    }
}
