//! The books of a short show.

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
