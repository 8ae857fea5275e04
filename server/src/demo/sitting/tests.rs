//! A recount of what the generator stores, and how its attempts are spread.

use super::*;
use crate::demo::homes::homes;
use crate::demo::person::person;
use domain::draw::Pool;
use domain::grading::{grade, validate};
use domain::{Choice, Points};
use std::collections::{BTreeMap, BTreeSet};

fn sat(people: usize) -> (domain::contest::Contest, Chunk) {
    let contest = crate::demo::tests::closed();
    let bank = crate::demo::tests::bank();
    let plan = Plan::new(&contest.rounds[0].rules.blueprint, &Pool::new(bank)).unwrap();
    let revisions = plan.revisions().iter().map(|r| (r.id.clone(), Arc::clone(r))).collect();
    let room = Room {
        number: 0,
        contest_id: "c",
        version: 1,
        round: &contest.rounds[0],
        plan: &plan,
        revisions: &revisions,
        until: crate::demo::tests::NOW,
        expected: 5_000,
        origin: "o",
    };
    let mut chunk = Chunk::default();
    for (home, n) in homes(&crate::demo::tests::registry(), &contest.area, people).iter().zip(0..) {
        let person = person(n, home, &contest, &contest.rounds[0], "o");
        room.seat(n, &person, &mut chunk);
        chunk.people.push(person.row);
    }
    (contest, chunk)
}

#[test]
fn the_same_attempts_every_time() {
    assert_eq!(sat(200).1, sat(200).1);
}

#[test]
fn a_naive_recount_gives_the_stored_results() {
    let (contest, chunk) = sat(1_500);
    let round = &contest.rounds[0];
    let bank: BTreeMap<String, Arc<Revision>> =
        crate::demo::tests::bank().into_iter().map(|r| (r.id.clone(), r)).collect();
    let mut answers: BTreeMap<(&str, i64), &AnswerRow> = BTreeMap::new();
    for a in &chunk.answers {
        assert!(answers.insert((&a.attempt_id, a.position), a).is_none(), "one row per position");
    }
    let pool = Pool::new(crate::demo::tests::bank());
    let plan = Plan::new(&round.rules.blueprint, &pool).unwrap();
    for row in &chunk.attempts {
        let paper: Vec<PaperItem> = serde_json::from_str(&row.paper).unwrap();
        assert_eq!(paper, plan.draw(u64::try_from(row.seed).unwrap(), true, true), "the paper is the seed's");
        let (mut score, mut answered, mut correct) = (Points::ZERO, 0, 0);
        for (item, position) in paper.iter().zip(1..) {
            let Some(saved) = answers.get(&(row.id.as_str(), position)) else { continue };
            assert!((row.started_at..=row.deadline).contains(&saved.received_at));
            assert!(saved.received_at <= row.submitted_at.unwrap());
            let Some(choice) = &saved.choice else { continue };
            let choice: Choice = serde_json::from_str(choice).unwrap();
            let revision = &bank[&item.revision];
            assert_eq!(validate(revision, &choice), Ok(()));
            let points = grade(revision, Some(&choice));
            score = score + points;
            answered += 1;
            correct += i64::from(points == revision.worth());
        }
        assert_eq!((row.score, row.answered, row.correct), (score.0, answered, correct));
        assert_eq!(row.max_score, Points::whole(10).0);
        assert_eq!(row.passed, i64::from(score >= Points::whole(7)));
        assert_eq!(row.completed, i64::from(answered > 0));
        assert_eq!(row.duration_ms, row.submitted_at.unwrap().min(row.deadline) - row.started_at);
        assert!(row.started_at >= round.opens_at && row.started_at < round.closes_at);
        assert!(row.submitted_at.unwrap() <= row.deadline);
        assert_eq!(row.day, domain::calendar::local_day(row.started_at));
        assert_eq!(row.demo, 1);
    }
    let of: BTreeMap<&str, &Attempt> = chunk.attempts.iter().map(|a| (a.id.as_str(), a)).collect();
    assert_eq!(of.len(), chunk.attempts.len());
    for tap in &chunk.late {
        let row = of[tap.attempt_id.as_str()];
        assert!(tap.received_at > row.deadline + domain::timing::GRACE_MS);
    }
    for void in &chunk.voids {
        assert_eq!(of[void.attempt_id.as_str()].voided_at, Some(void.at));
    }
}

#[test]
fn limits_hold_and_every_ending_occurs() {
    let (contest, chunk) = sat(3_000);
    let mut of_person: BTreeMap<&str, Vec<&Attempt>> = BTreeMap::new();
    for a in &chunk.attempts {
        of_person.entry(&a.participant_id).or_default().push(a);
    }
    assert_eq!(of_person.len(), 3_000, "everybody starts at least once");
    for list in of_person.values() {
        assert!(list.len() <= 3);
        for (a, n) in list.iter().zip(1..) {
            assert_eq!(a.ordinal, n);
        }
        assert!(list.windows(2).all(|w| w[0].submitted_at.unwrap() < w[1].started_at));
    }
    let count = |what: &dyn Fn(&Attempt) -> bool| chunk.attempts.iter().filter(|a| what(a)).count();
    let all = chunk.attempts.len();
    assert!(count(&|a| a.ordinal == 3) > 100);
    assert!(count(&|a| a.answered == 0) > 10);
    assert!(count(&|a| a.submitted_by.as_deref() == Some("sweeper")) > all / 40);
    assert!(count(&|a| a.voided_at.is_some()) > 5 && !chunk.late.is_empty());
    assert!(count(&|a| a.extra_ms > 0) > 50);
    let passed = count(&|a| a.passed == 1);
    assert!((all / 4..all * 3 / 4).contains(&passed), "{passed} of {all} pass");
    assert!(count(&|a| a.correct == 10) > 10);
    assert!(chunk.answers.iter().any(|a| a.choice.is_none()) && chunk.answers.iter().any(|a| a.seq > 1));
    let guesses: BTreeSet<i64> = chunk.attempts.iter().filter_map(|a| a.prediction).collect();
    assert!(guesses.len() > 500 && guesses.iter().all(|g| *g >= 0));
    assert!(contest.rounds[0].rules.prediction.is_some());
}
