//! The books of a short show, and values counted.

use super::*;
use crate::live::spec::{GroupKind, Groups, RoomSpec, ScoringRule};
use crate::live::{Answered, Command, samples};
use std::sync::Arc;

fn answers(question: u32, run: u32) -> Vec<Answered> {
    let right = |player, elapsed| Answered { player, share: Points::ONE, elapsed };
    let part = |player, elapsed| Answered { player, share: Points::fraction(1, 2), elapsed };
    match (question, run) {
        (1, 1) => vec![right(3, 1)],
        (1, _) => vec![right(1, 2_000), part(2, 500), right(3, 4_000)],
        _ => vec![right(2, 1_000)],
    }
}

#[test]
fn rows_are_those_of_the_standings() {
    let groups = Groups { kind: GroupKind::Class, names: vec!["10A".into(), "10B".into()], top_k: 1 };
    let spec = RoomSpec { groups: Some(groups), ..samples::spec(3, ScoringRule::Accuracy) };
    let mut show = Show::new(&Arc::new(spec));
    [(1, 0), (2, 1), (3, 1), (4, 0), (5, 0)].iter().for_each(|(n, g)| show.join(*n, Some(*g), 0));
    let mut give = |command: &str| {
        let command: Command = serde_json::from_str(command).unwrap();
        for event in show.decide(&command, 1).unwrap() {
            show.apply(show.room().seq() + 1, &event, answers).unwrap();
        }
    };
    let advance = r#"{"command":"advance"}"#;
    (0..4).for_each(|_| give(advance));
    give(r#"{"command":"reopen"}"#);
    (0..5).for_each(|_| give(advance));
    give(r#"{"command":"skip"}"#);
    (0..3).for_each(|_| give(advance));
    give(r#"{"command":"remove","player":5}"#);

    let books = Books::new(&show);
    let nothing = QuestionRow::default();
    assert_eq!(
        books.questions,
        [
            QuestionRow {
                question: 1,
                run: 2,
                voided: 1,
                answered: 3,
                right: 2,
                partly: 1,
                median_ms: Some(2_000),
                fastest_right_ms: Some(2_000),
                ..nothing
            },
            QuestionRow { question: 2, skipped: true, ..nothing },
            QuestionRow {
                question: 3,
                run: 1,
                answered: 1,
                right: 1,
                median_ms: Some(1_000),
                fastest_right_ms: Some(1_000),
                ..nothing
            },
        ]
    );
    let players: Vec<_> =
        books.players.iter().map(|p| (p.number, p.rank, p.score, p.time, p.answered, p.right)).collect();
    assert_eq!(
        players,
        [
            (2, Some(1), 1500, 1_000, 2, 1),
            (1, Some(2), 1000, 2_000, 1, 1),
            (3, Some(3), 1000, 4_000, 1, 1),
            (4, Some(4), 0, 0, 0, 0),
        ]
    );
    let points: Vec<_> = books.players[0].got.iter().map(|g| g.map(|g| g.points)).collect();
    assert_eq!(points, [Some(500), None, Some(1000)]);
    assert_eq!(
        books.groups.iter().map(|g| (g.group, g.rank, g.best)).collect::<Vec<_>>(),
        [(1, 1, 1500), (0, 2, 1000)]
    );
}

mod counted {
    use super::super::{MOST_VALUES, Values, in_words, values};
    use crate::Choice;
    use crate::live::pick::tests::revision as sample;
    use crate::payload::OptionView;
    use crate::question::{Fold, Key, Revision};

    const TRUTH: [&str; 2] = ["Đúng", "Sai"];

    fn revision(key: Key) -> Revision {
        let option = |id: &str| OptionView { id: id.into(), text: format!("Mục {id}") };
        Revision { options: ["a", "b"].map(option).into(), ..sample("T01-001", 1, key) }
    }

    fn told(found: &Values) -> Vec<(&str, u32, bool)> {
        found.values.iter().map(|v| (v.words.as_str(), v.count, v.right)).collect()
    }

    #[test]
    fn spellings_of_one_answer_are_one_value_in_any_order() {
        let text = |text: &str, n| (Choice::Text(text.into()), n);
        let short = revision(Key::ShortText { accept: vec!["Quy Nhơn".into()], fold: Fold::Case });
        let given =
            [text("quy nhơn", 2), text("Quy  Nhơn", 1), text("Pleiku", 3), text("  ", 9), text("An Khê", 1)];
        let found = values(&short, false, TRUTH, given.clone());
        assert_eq!(told(&found), [("Quy Nhơn", 3, true), ("Pleiku", 3, false), ("An Khê", 1, false)]);
        assert_eq!(found.others, 0);
        assert_eq!(values(&short, false, TRUTH, given.clone().into_iter().rev()), found);
        assert!(
            values(&short, true, TRUTH, given).values.iter().all(|v| !v.right),
            "nothing is right in a survey"
        );
    }

    #[test]
    fn orders_and_numbers_are_values_and_the_rest_is_counted_together() {
        let order = revision(Key::Ordering { right: vec!["b".into(), "a".into()] });
        let given = |ids: [&str; 2]| Choice::Order(ids.map(str::to_owned).into());
        assert_eq!(in_words(&order, &given(["b", "a"]), TRUTH), "Mục b → Mục a");
        let found = values(&order, false, TRUTH, [(given(["a", "b"]), 5), (given(["b", "a"]), 4)]);
        assert_eq!(told(&found), [("Mục a → Mục b", 5, false), ("Mục b → Mục a", 4, true)]);
        let number = revision(Key::Numeric { right: 3.0, tolerance: 0.0, unit: None });
        let many = (0_u32..30).map(|n| (Choice::Number(n.into()), if n == 3 { 7 } else { 1 }));
        let found = values(&number, false, TRUTH, many);
        assert_eq!((found.values.len(), found.others), (MOST_VALUES, 10));
        assert_eq!(told(&found)[0], ("3", 7, true));
    }
}
