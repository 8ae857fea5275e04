//! Cards without keys, reveals with, and bars.

use super::*;
use crate::live::samples;
use crate::live::spec::ScoringRule;
use crate::payload::OptionView;
use crate::question::Source;
use proptest::prelude::*;

const TRUTH: [&str; 2] = ["Đúng", "Sai"];

fn revision(key: Key) -> Arc<Revision> {
    let options = ["a", "b", "c"].map(|id| OptionView { id: id.into(), text: format!("Lựa chọn {id}") });
    Arc::new(Revision {
        id: "T01-001@0123456789ab".into(),
        question: "T01-001".into(),
        topic: "T01".into(),
        topic_title: "Chủ đề".into(),
        difficulty: 1,
        audience: Vec::new(),
        situation: false,
        stem: "Câu hỏi?".into(),
        options: options.to_vec(),
        key,
        explanation: "Vì thế.".into(),
        sources: vec![Source { title: "Nguồn".into(), fact: None, url: None }],
        competence: Vec::new(),
        as_of: "2026-01-01".into(),
        review_by: "2027-01-01".into(),
        read_aloud: None,
        image: None,
        enemies: Vec::new(),
    })
}

fn asked(points: u32) -> LiveQuestion {
    let mut asked = samples::question(1, 20, points);
    asked.item.options = vec!["c".into(), "a".into(), "b".into()];
    asked
}

fn single() -> Arc<Revision> {
    revision(Key::SingleChoice { right: "b".into() })
}

fn counts(bars: &Bars) -> Vec<(&str, u32, bool)> {
    bars.bars.iter().map(|b| (b.id.as_str(), b.count, b.right)).collect()
}

#[test]
fn a_card_has_the_options_of_the_projector_and_no_key() {
    let mut spec = samples::spec(2, ScoringRule::Speed);
    spec.questions[1] = asked(500);
    let card = card(&spec, 2, 3, &single(), TRUTH).unwrap();
    assert_eq!((card.question, card.of, card.run, card.seconds, card.points), (2, 2, 3, 20, 500));
    assert_eq!(card.options.iter().map(|o| o.id.as_str()).collect::<Vec<_>>(), ["c", "a", "b"]);
    let json = serde_json::to_string(&card).unwrap();
    assert!(!json.contains("right") && !json.contains("key") && !json.contains("Vì thế"), "{json}");
    assert!(super::card(&spec, 3, 1, &single(), TRUTH).is_none());
    // Everything a phone gets for a usual question stays far below 1.2 KB.
    assert!(json.len() < 300, "{}", json.len());
}

#[test]
fn a_reveal_names_what_is_right_by_kind() {
    let of = |key| reveal(1, 2, &asked(1000), &revision(key), TRUTH);
    let ids = |key| of(key).right.join(" ");
    let words = |key| of(key).words.join(" | ");
    assert_eq!(ids(Key::SingleChoice { right: "b".into() }), "b");
    assert_eq!(ids(Key::TrueFalse { right: false }), "false");
    assert_eq!(ids(Key::MultipleChoice { right: vec!["a".into(), "c".into()], partial: true }), "a c");
    assert_eq!(ids(Key::Ordering { right: vec!["b".into(), "a".into(), "c".into()] }), "b a c");
    assert_eq!(words(Key::Numeric { right: 3.5, tolerance: 0.5, unit: Some("km".into()) }), "3,5 km (± 0,5)");
    assert_eq!(words(Key::ShortText { accept: vec!["Quy Nhơn".into()], fold: Fold::Case }), "Quy Nhơn");
    let pairs = [("a".to_owned(), "x".to_owned())].into();
    let matches = vec![OptionView { id: "x".into(), text: "Một".into() }];
    assert_eq!(words(Key::Matching { matches, right: pairs, partial: true }), "Lựa chọn a → Một");
}

#[test]
fn a_survey_reveals_no_right_answer() {
    let question = asked(0);
    let mut tally = Tally::new(single(), &question);
    assert_eq!(tally.add(&Choice::Option("b".into())), Points::ZERO);
    let shared = reveal(1, 1, &question, &single(), TRUTH);
    let screen = screen_reveal(shared, &single(), tally.bars());
    assert_eq!(counts(&screen.bars), [("c", 0, false), ("a", 0, false), ("b", 1, false)]);
    assert!(screen.shared.survey && screen.shared.right.is_empty() && screen.bars.right == 0);
    assert!(screen.explanation.is_empty() && screen.sources.is_empty());
    let screen = screen_reveal(reveal(1, 1, &asked(10), &single(), TRUTH), &single(), Bars::default());
    assert_eq!((screen.explanation.as_str(), screen.sources.len()), ("Vì thế.", 1));
}

#[test]
fn picks_are_counted_option_by_option() {
    let key = Key::MultipleChoice { right: vec!["a".into(), "b".into()], partial: true };
    let mut tally = Tally::new(revision(key), &asked(1000));
    let pick = |ids: &[&str]| Choice::Options(ids.iter().map(|id| (*id).to_owned()).collect());
    assert_eq!(tally.add(&pick(&["a", "b"])), Points::ONE);
    assert_eq!(tally.add(&pick(&["a"])), Points::fraction(1, 2));
    assert_eq!(tally.add(&pick(&["c"])), Points::ZERO);
    assert_eq!(tally.add(&pick(&[])), Points::ZERO);
    let bars = tally.bars();
    assert_eq!(counts(&bars), [("c", 1, false), ("a", 2, true), ("b", 1, true)]);
    assert_eq!((bars.answered, bars.right, bars.partly), (3, 1, 1));
    assert_eq!(tally.by_option(), [("a", 2), ("b", 1), ("c", 1)].into());
}

#[test]
fn typed_answers_come_by_frequency_and_never_foul() {
    let key = Key::ShortText { accept: vec!["Quy Nhơn".into()], fold: Fold::Case };
    let mut tally = Tally::new(revision(key), &asked(1000));
    let typed =
        ["QUY NHƠN", "quy  nhơn", "Pleiku", "địt mẹ", "địt mẹ", "địt mẹ", "Đà Nẵng", "đà nẵng", "Huế", "Huế"];
    for text in typed {
        tally.add(&Choice::Text(text.into()));
    }
    let bars = tally.bars();
    assert_eq!(
        counts(&bars),
        [("QUY NHƠN", 2, true), ("Huế", 2, false), ("Đà Nẵng", 2, false)],
        "Pleiku stands alone"
    );
    assert_eq!((bars.answered, bars.right), (10, 2));
    let mut numbers =
        Tally::new(revision(Key::Numeric { right: 10.0, tolerance: 1.0, unit: None }), &asked(1000));
    for n in [9.5, 9.5, 10.0, 1024.0] {
        numbers.add(&Choice::Number(n));
    }
    assert_eq!(counts(&numbers.bars()), [("9,5", 2, true), ("10", 1, true), ("1024", 1, false)]);
}

proptest! {
    #[test]
    fn the_order_of_answers_does_not_matter(
        texts in proptest::collection::vec("[aAbBđĐ ]{0,3}", 0..20), picks in proptest::collection::vec(0usize..4, 0..20),
    ) {
        let key = Key::ShortText { accept: vec!["a".into()], fold: Fold::Case };
        let typed: Vec<Choice> = texts.into_iter().map(Choice::Text).collect();
        let picked: Vec<Choice> = picks.into_iter().map(|n| Choice::Option(["a", "b", "c", "x"][n].into())).collect();
        let exact = Key::ShortText { accept: vec!["a".into()], fold: Fold::None };
        for (revision, choices) in
            [(revision(key), typed.clone()), (revision(exact), typed), (single(), picked)]
        {
            let (mut forward, mut backward) =
                (Tally::new(revision.clone(), &asked(10)), Tally::new(revision, &asked(10)));
            for choice in &choices {
                forward.add(choice);
            }
            for choice in choices.iter().rev() {
                backward.add(choice);
            }
            prop_assert_eq!(forward.bars(), backward.bars());
        }
    }
}
