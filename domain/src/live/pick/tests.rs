//! Named and drawn questions.

use super::*;
use crate::payload::OptionView;
use crate::question::Key;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(in crate::live) fn revision(question: &str, difficulty: u8, key: Key) -> Revision {
    let options = ["a", "b", "c"].map(|id| OptionView { id: id.into(), text: id.into() });
    Revision {
        id: format!("{question}@0123456789ab"),
        question: question.into(),
        topic: question.split('-').next().unwrap_or_default().into(),
        topic_title: "Chủ đề".into(),
        difficulty,
        audience: Vec::new(),
        situation: false,
        stem: "Câu hỏi?".into(),
        options: options.to_vec(),
        key,
        explanation: "Vì thế.".into(),
        sources: Vec::new(),
        competence: Vec::new(),
        as_of: "2026-01-01".into(),
        review_by: "2027-01-01".into(),
        read_aloud: None,
        image: None,
        enemies: Vec::new(),
    }
}

fn single() -> Key {
    Key::SingleChoice { right: "a".into() }
}

/// Topics T01…T03 with ten questions each, difficulties 1, 2, 3, 1…
pub(in crate::live) fn bank() -> Vec<Revision> {
    (0..30)
        .map(|n| {
            revision(&format!("T{:02}-{:03}", n / 10 + 1, n % 10), u8::try_from(n % 3 + 1).unwrap(), single())
        })
        .collect()
}

pub(in crate::live) fn pool(bank: Vec<Revision>) -> Pool {
    Pool::new(bank.into_iter().map(Arc::new).collect())
}

fn named(id: &str) -> Wanted {
    Wanted { what: What::Id(id.into()), seconds: 20, points: 1000, survey: false }
}

fn drawn(count: u32, filter: Filter) -> Wanted {
    Wanted { what: What::Draw { count, filter }, seconds: 30, points: 500, survey: false }
}

fn topic(topic: &str) -> Filter {
    Filter { topics: vec![topic.into()], ..Filter::default() }
}

fn ids(questions: &[LiveQuestion]) -> Vec<String> {
    questions.iter().map(|q| q.item.revision.split('@').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn lines_stand_in_order_with_their_own_worth() {
    let wanted =
        [named("T02-003"), drawn(4, topic("T01")), Wanted { survey: true, points: 0, ..named("T03-001") }];
    let questions = pick(&wanted, &pool(bank()), 7, true).unwrap();
    let ids = ids(&questions);
    assert_eq!((ids.len(), ids[0].as_str(), ids[5].as_str()), (6, "T02-003", "T03-001"));
    assert!(ids[1..5].iter().all(|id| id.starts_with("T01-")));
    let worth: Vec<_> = questions.iter().map(|q| (q.seconds, q.points, q.survey)).collect();
    assert_eq!(worth[0], (20, 1000, false));
    assert_eq!(worth[4], (30, 500, false));
    assert_eq!(worth[5], (20, 0, true));
    // Somebody else's room gets others, in another order.
    let orders: BTreeSet<_> =
        (0..20).map(|seed| super::tests::ids(&pick(&wanted, &pool(bank()), seed, true).unwrap())).collect();
    assert!(orders.len() > 10);
    assert!(orders.iter().any(|ids| !ids[1..5].is_sorted()), "a line is not read out by id");
}

#[test]
fn a_named_question_is_never_drawn_as_well() {
    // All ten of T01 are asked for, one of them by name: the draw takes the other nine.
    let wanted = [drawn(9, topic("T01")), named("T01-004")];
    let questions = ids(&pick(&wanted, &pool(bank()), 3, false).unwrap());
    assert_eq!(questions.iter().collect::<BTreeSet<_>>().len(), 10);
    assert_eq!(questions[9], "T01-004");
}

#[test]
fn what_cannot_be_had_is_named_line_by_line() {
    let codes = |wanted: &[Wanted], bank: Vec<Revision>| -> Vec<(usize, &str)> {
        pick(wanted, &pool(bank), 1, true).unwrap_err().iter().map(|f| (f.line, f.code)).collect()
    };
    assert_eq!(
        codes(&[named("T01-001"), named("T09-001"), named("T01-001")], bank()),
        [(1, "unknown_question"), (2, "duplicate")]
    );
    assert_eq!(codes(&[named("T01-001"), drawn(11, topic("T01"))], bank()), [(1, "not_enough_questions")]);
    let mut feud = bank();
    feud[1].enemies = vec!["T02-001".into()];
    assert_eq!(codes(&[named("T01-001"), named("T02-001")], feud).len(), 1);
}

#[test]
fn every_part_of_a_filter_filters() {
    let mut hard = revision("T05-001", 3, Key::TrueFalse { right: true });
    hard.audience = vec![Audience::Pupil];
    let no = |filter: Filter| assert!(!filter.fits(&hard), "{filter:?}");
    assert!(Filter::default().fits(&hard));
    assert!(
        Filter {
            topics: vec!["T01".into(), "T05".into()],
            difficulty: vec![2, 3],
            audience: Some(Audience::Pupil),
            kinds: vec![Kind::TrueFalse],
        }
        .fits(&hard)
    );
    no(topic("T01"));
    no(Filter { difficulty: vec![1, 2], ..Filter::default() });
    no(Filter { audience: Some(Audience::Citizen), ..Filter::default() });
    no(Filter { kinds: vec![Kind::SingleChoice, Kind::Numeric], ..Filter::default() });
    let slot = Slot { count: 3, topic: Some("T05".into()), difficulty: Some(3), ..Slot::default() };
    assert!(Filter::from(&slot).fits(&hard) && crate::draw::fits(&slot, &hard));
}

#[test]
fn an_ordering_is_never_shown_in_its_right_order() {
    let right: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
    for seed in 0..50 {
        let pool = pool(vec![revision("T01-001", 1, Key::Ordering { right: right.clone() })]);
        for shuffle in [true, false] {
            let questions = pick(&[named("T01-001")], &pool, seed, shuffle).unwrap();
            assert_ne!(questions[0].item.options, right);
        }
    }
}

#[test]
fn wishes_travel_as_json() {
    let json = r#"[{"id":"T01-001","seconds":20,"points":1000},{"draw":{"count":3,"topics":["T02"]},"seconds":5,"points":0,"survey":true}]"#;
    let wanted: Vec<Wanted> = serde_json::from_str(json).unwrap();
    assert_eq!(wanted[0], named("T01-001"));
    assert_eq!(wanted[1], Wanted { seconds: 5, points: 0, survey: true, ..drawn(3, topic("T02")) });
}

proptest! {
    #[test]
    fn a_draw_keeps_its_filter_and_repeats_nothing(counts in proptest::collection::vec(0u32..5, 3), seed in any::<u64>()) {
        let wanted: Vec<Wanted> = (1..).zip(&counts).map(|(n, c)| drawn(*c, topic(&format!("T{n:02}")))).collect();
        let questions = pick(&wanted, &pool(bank()), seed, true).unwrap();
        prop_assert_eq!(pick(&wanted, &pool(bank()), seed, true).unwrap(), questions.clone());
        let ids = ids(&questions);
        prop_assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        let expected: Vec<String> = (1..).zip(&counts).flat_map(|(n, c)| vec![format!("T{n:02}"); *c as usize]).collect();
        let topics: Vec<String> = ids.iter().map(|id| id[..3].to_owned()).collect();
        prop_assert_eq!(topics, expected);
    }
}
