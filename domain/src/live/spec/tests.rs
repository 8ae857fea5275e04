//! What a spec means when it is read again; its rules are tried through the room file.

use super::*;
use crate::live::samples;

#[test]
fn a_spec_is_read_as_it_was_written() {
    let mut spec = samples::spec(3, ScoringRule::Speed);
    spec.scoring.streak = Some(Streak { step: 5, cap: 10 });
    spec.groups = Some(Groups { kind: GroupKind::Class, names: vec!["10A".into(), "10B".into()], top_k: 3 });
    spec.pace = Pace::Auto { reveal: 8, standings: 6 };
    spec.questions[1].survey = true;
    spec.questions[1].points = 0;
    spec.validate().unwrap();
    let json = serde_json::to_value(&spec).unwrap();
    assert_eq!(
        json["questions"][0],
        serde_json::json!({"r": "T01-001@0123456789ab", "seconds": 10, "points": 1000})
    );
    assert_eq!(serde_json::from_value::<RoomSpec>(json).unwrap(), spec);
    // An old, smaller one.
    let least = r#"{"title":"T","questions":[{"r":"a@1","o":["x","y"],"seconds":10,"points":100}]}"#;
    let spec: RoomSpec = serde_json::from_str(least).unwrap();
    assert_eq!((spec.ready_seconds, spec.capacity, spec.ceremony_places), (3, 10_000, 10));
    spec.validate().unwrap();
}

#[test]
fn questions_count_from_one() {
    let spec = RoomSpec { freeze_last: 2, ..samples::spec(5, ScoringRule::Speed) };
    assert!(spec.question(0).is_none() && spec.question(6).is_none());
    assert_eq!(spec.question(5).map(LiveQuestion::millis), Some(10_000));
    assert_eq!(spec.frozen_from(), Some(4));
    assert_eq!(RoomSpec::default().frozen_from(), None);
}

#[test]
fn every_mistake_is_named_at_once() {
    let mut spec = samples::spec(2, ScoringRule::KnowledgeFirst);
    spec.title = String::new();
    spec.questions[1] = LiveQuestion { seconds: 1, ..LiveQuestion::default() };
    spec.capacity = 0;
    let faults = spec.validate().unwrap_err();
    let told: Vec<_> = faults.iter().map(|f| (f.field, f.question, f.code)).collect();
    assert_eq!(
        told,
        [
            ("title", None, "empty"),
            ("questions", Some(2), "missing_field"),
            ("questions", Some(2), "out_of_range"),
            ("questions", Some(2), "out_of_range"),
            ("capacity", None, "out_of_range"),
        ]
    );
}
