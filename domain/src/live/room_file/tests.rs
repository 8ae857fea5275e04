//! The examples of the reference, and room files that are wrong in every known way.

use super::*;
use crate::live::pick::Filter;
use crate::live::pick::tests::{bank, pool};
use crate::people::Audience;

const REFERENCE: &str = include_str!("../../../../docs/ROOM-FILE.md");

fn example(n: usize) -> &'static str {
    REFERENCE.split("```toml\n").nth(n + 1).and_then(|rest| rest.split("```").next()).unwrap()
}

const MINIMAL: &str = "format = 1\ntitle = \"Thử\"\n\n[[question]]\ndraw = 4\n";

fn good(text: &str) -> RoomFile {
    parse("phong.toml", text).unwrap_or_else(|problems| {
        panic!("{}\n{text}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn codes(text: &str) -> String {
    let problems = parse("phong.toml", text).expect_err(text);
    assert!(problems.iter().all(|p| !p.remedy.is_empty() && p.line > 0 && p.column > 0));
    problems.iter().map(|p| p.code).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_examples_of_the_reference_are_read() {
    let room = good(example(0));
    assert_eq!(room.wanted.iter().map(Wanted::count).collect::<Vec<_>>(), [1, 5, 1, 1]);
    assert_eq!(
        room.spec.scoring,
        Scoring { rule: ScoringRule::Speed, streak: Some(Streak { step: 50, cap: 200 }) }
    );
    assert_eq!((room.spec.freeze_last, room.spec.capacity), (2, 3000));
    assert_eq!(room.spec.pace, Pace::Auto { reveal: 8, standings: 6 });
    assert_eq!(
        room.spec.groups.as_ref().map(|g| (g.kind, g.names.len(), g.top_k)),
        Some((GroupKind::Team, 3, 5))
    );
    assert_eq!(
        room.wanted[0],
        Wanted { what: What::Id("T05-001".into()), seconds: 20, points: 1000, survey: false }
    );
    let What::Draw { filter, .. } = &room.wanted[1].what else { panic!() };
    assert_eq!(
        (filter.topics.len(), &filter.difficulty[..], filter.audience),
        (2, &[1, 2][..], Some(Audience::Pupil))
    );
    assert_eq!(filter.kinds.len(), 2);
    assert_eq!((room.wanted[2].survey, room.wanted[2].points), (true, 0));
    assert_eq!((room.wanted[3].seconds, room.wanted[3].points), (30, 2000));

    let bell = good(example(1));
    assert_eq!(bell.spec.knockout, Some(KnockoutRules { seats: 100, rescues: 1, rescue_count: 20 }));
    let spec = bell.resolve(&pool(bank()), 5).unwrap();
    assert_eq!(spec.count(), 20);
    spec.validate().unwrap();
}

#[test]
fn the_smallest_file_gets_sound_defaults() {
    let room = good(MINIMAL);
    assert_eq!(room.wanted[0].what, What::Draw { count: 4, filter: Filter::default() });
    let spec = room.resolve(&pool(bank()), 1).unwrap();
    assert_eq!(spec.scoring, Scoring { rule: ScoringRule::KnowledgeFirst, streak: None });
    assert_eq!((spec.pace, spec.ready_seconds, spec.capacity, spec.sounds), (Pace::Manual, 3, 10_000, false));
    assert_eq!((spec.questions[3].seconds, spec.questions[3].points), (20, 1000));
    // What is written in the database means the same when it is read.
    let json = serde_json::to_string(&spec).unwrap();
    assert_eq!(serde_json::from_str::<RoomSpec>(&json).unwrap(), spec);
}

#[test]
fn each_mistake_is_named() {
    let cases: &[(&str, &str, &str)] = &[
        ("format = 1", "format = 2", "out_of_range"),
        ("format = 1\n", "", "missing_field"),
        ("title = \"Thử\"\n", "", "missing_field"),
        ("title = \"Thử\"", "title = \" \"", "empty"),
        ("title", "tittle", "missing_field unknown_field"),
        ("[[question]]\ndraw = 4\n", "", "missing_field"),
        ("[[question]]\ndraw = 4\n", "question = []\n", "empty"),
        ("draw = 4", "draw = 0", "out_of_range"),
        ("draw = 4", "draw = \"4\"", "wrong_type"),
        ("draw = 4", "draw = 4\nid = \"T01-001\"", "id_or_draw"),
        ("draw = 4", "points = 5", "id_or_draw"),
        ("draw = 4", "id = \"T01-001\"\ntopics = [\"T01\"]", "field_not_for_id"),
        ("draw = 4", "draw = 4\ntopics = [\"1\"]", "bad_topic"),
        ("draw = 4", "draw = 4\ndifficulty = [1, 4]", "out_of_range"),
        ("draw = 4", "draw = 4\ndifficulty = \"1\"", "wrong_type"),
        ("draw = 4", "draw = 4\nkinds = [\"single\"]", "unknown_value"),
        ("draw = 4", "draw = 4\naudience = \"pupils\"", "unknown_value"),
        ("draw = 4", "draw = 4\nseconds = 4", "out_of_range"),
        ("draw = 4", "draw = 1\nseconds = 601", "out_of_range"),
        ("draw = 4", "draw = 1\npoints = 0", "out_of_range"),
        ("draw = 4", "draw = 1\npoints = 10001", "out_of_range"),
        ("draw = 4", "draw = 1\npoints = 5\nsurvey = true", "points_of_survey"),
        ("draw = 4", "draw = 60\n[[question]]\ndraw = 60", "too_many_questions"),
        ("draw = 4", "id = \"T01-001\"\n[[question]]\nid = \"T01-001\"", "duplicate"),
        ("title", "scoring = \"fast\"\ntitle", "unknown_value"),
        ("title", "streak = { step = 5, cap = 9 }\ntitle", "streak_beats_knowledge"),
        ("title", "scoring = \"speed\"\nstreak = { step = 50, cap = 9 }\ntitle", "out_of_range"),
        ("title", "scoring = \"speed\"\nstreak = { step = 50 }\ntitle", "missing_field"),
        ("title", "points = 4\ntitle", "no_room_for_bonus"),
        ("title", "freeze_last = 4\ntitle", "freeze_too_long"),
        ("title", "freeze_last = -1\ntitle", "out_of_range"),
        ("title", "ceremony_places = 0\ntitle", "out_of_range"),
        ("title", "pace = \"auto\"\ntitle", "unknown_value"),
        ("title", "pace = 5\ntitle", "wrong_type"),
        ("title", "pace = { reveal = 0 }\ntitle", "out_of_range"),
        ("title", "ready_seconds = 61\ntitle", "out_of_range"),
        ("title", "capacity = 20001\ntitle", "out_of_range"),
        ("title", "sounds = 1\ntitle", "wrong_type"),
        ("title", "groups = { kind = \"team\" }\ntitle", "empty"),
        ("title", "groups = { kind = \"team\", names = [\"A\", \"a\"] }\ntitle", "duplicate"),
        ("title", "groups = { kind = \"locality\", names = [\"A\"] }\ntitle", "names_of_localities"),
        ("title", "groups = { kind = \"locality\", top_k = 0 }\ntitle", "out_of_range"),
        ("title", "groups = { names = [\"A\", \"B\"] }\ntitle", "missing_field"),
        ("title", "knockout = { seats = 1 }\ntitle", "out_of_range"),
        ("title", "knockout = { rescues = 1 }\ntitle", "missing_field"),
        ("title", "freeze_last = 1\nknockout = { seats = 9 }\ntitle", "freeze_in_knockout"),
        ("draw = 4", "draw = 4\nsurvey = true\n[knockout]\nseats = 9", "nothing_to_lose"),
        ("format = 1", "format = = 1", "syntax syntax"),
    ];
    for (from, to, expected) in cases {
        assert!(MINIMAL.contains(from), "{from}");
        assert_eq!(codes(&MINIMAL.replacen(from, to, 1)), *expected, "{to}");
    }
}

#[test]
fn mistakes_point_at_their_place() {
    let text = "format = 1\ntitle = \"Thử\"\nscoring = \"speed\"\nstreak = { step = 50, cap = 9 }\n\n[[question]]\ndraw = 2\n\n[[question]]\nid = \"T01-001\"\nseconds = 1\n";
    let at: Vec<_> = parse("p.toml", text).unwrap_err().iter().map(|p| (p.line, p.column)).collect();
    assert_eq!(at, [(4, 29), (9, 1)]);
}

#[test]
fn questions_that_cannot_be_had_are_told_with_their_line() {
    let text =
        "format = 1\ntitle = \"Thử\"\n[[question]]\nid = \"T09-001\"\n[[question]]\nid = \"T01-001\"\n";
    let problems = good(text).resolve(&pool(bank()), 1).unwrap_err();
    let told: Vec<_> = problems.iter().map(|p| (p.file.as_str(), p.line, p.code)).collect();
    assert_eq!(told, [("phong.toml", 3, "unknown_question")]);
    let text = "format = 1\ntitle = \"Thử\"\n\n[[question]]\ndraw = 11\ntopics = [\"T01\"]\n";
    let problems = good(text).resolve(&pool(bank()), 1).unwrap_err();
    assert_eq!((problems[0].line, problems[0].code), (4, "not_enough_questions"));
}
