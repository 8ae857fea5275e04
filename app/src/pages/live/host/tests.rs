//! The host's view offers what each phase allows, and every command in it is one the server reads and the rules take.

use super::{controls, host_stage};
use crate::model::Lang;
use domain::live::stage::{HostSnapshot, PlayerLine, ScreenSnapshot, Seats};
use domain::live::{Command, Phase};

const PHASES: [Phase; 9] = [
    Phase::Lobby,
    Phase::Ready { question: 1, until: 3_000 },
    Phase::Open { question: 1, run: 1, opened_at: 0, deadline: 20_000 },
    Phase::Closed { question: 1, run: 1 },
    Phase::Reveal { question: 1, run: 1 },
    Phase::Standings { after: 1 },
    Phase::Ceremony { step: 1, steps: 3 },
    Phase::Final,
    Phase::Finished,
];

fn at(phase: Phase) -> HostSnapshot {
    HostSnapshot {
        screen: ScreenSnapshot { seq: 7, phase, players: 3, questions: 2, ..ScreenSnapshot::default() },
        ..HostSnapshot::default()
    }
}

/// Every command of the page, as the server reads them.
fn commands(s: &HostSnapshot) -> Vec<Command> {
    let html = host_stage(Lang::Vi, s);
    let sent = html.split("data-command=\"").skip(1).filter_map(|rest| rest.split('"').next());
    sent.map(|json| serde_json::from_str(&json.replace("&quot;", "\"")).expect("a command")).collect()
}

fn names(s: &HostSnapshot) -> Vec<String> {
    let name = |c: &Command| serde_json::to_value(c).unwrap()["command"].as_str().unwrap().to_owned();
    commands(s).iter().map(name).collect()
}

#[test]
fn each_phase_offers_what_it_allows_and_no_more() {
    let expected: [&[&str]; 9] = [
        &["advance", "freeze", "finish"],
        &["advance", "pause", "freeze", "skip", "conclude", "finish"],
        &["advance", "pause", "extend", "extend", "freeze", "skip", "finish"],
        &["advance", "freeze", "reopen", "skip", "conclude", "finish"],
        &["advance", "next", "freeze", "reopen", "conclude", "finish"],
        &["advance", "back", "freeze", "conclude", "finish"],
        &["advance", "back", "finish"],
        &["finish"],
        &[],
    ];
    for (phase, expected) in PHASES.into_iter().zip(expected) {
        assert_eq!(names(&at(phase)), expected, "{phase:?}");
    }
}

#[test]
fn what_moves_the_stage_names_the_event_it_was_drawn_from() {
    for phase in PHASES {
        for command in commands(&at(phase)) {
            let free = matches!(command, Command::Freeze { .. });
            assert_eq!(command.expect_seq(), (!free).then_some(7), "{phase:?}: {command:?}");
        }
    }
}

#[test]
fn the_one_key_says_what_it_does() {
    let step = |s: &HostSnapshot| controls::steps(s).map(|(step, _)| step);
    let with = |phase, change: fn(&mut HostSnapshot)| {
        let mut s = at(phase);
        change(&mut s);
        s
    };
    let reveal = |question| Phase::Reveal { question, run: 1 };
    let standings = |after| Phase::Standings { after };
    assert_eq!(step(&at(reveal(1))), Some("standings"));
    assert_eq!(step(&with(reveal(1), |s| s.frozen = true)), Some("next"), "a frozen table is not shown");
    assert_eq!(step(&with(reveal(2), |s| s.frozen = true)), Some("ceremony"));
    assert_eq!(step(&at(standings(1))), Some("next"));
    assert_eq!(step(&at(standings(2))), Some("podium"));
    assert_eq!(step(&at(Phase::Ceremony { step: 3, steps: 3 })), Some("podium"));
    let open = PHASES[2];
    assert_eq!(step(&with(open, |s| s.screen.paused = Some(4_000))), Some("resume"));
    let last_one =
        |s: &mut HostSnapshot| s.screen.seats = Some(Seats { alive: 1, taken: 9, ..Seats::default() });
    assert_eq!(step(&with(standings(1), last_one)), Some("podium"), "the last one standing has won");
    let nobody = |s: &mut HostSnapshot| s.screen.seats = Some(Seats { taken: 9, ..Seats::default() });
    assert_eq!(step(&with(standings(1), nobody)), None, "it would be refused");
    assert!(host_stage(Lang::Vi, &with(standings(1), nobody)).contains("Không còn ai trên sàn"));
}

#[test]
fn a_pause_can_come_where_the_clock_would_go_on_and_be_ended_everywhere() {
    let mut s = at(Phase::Reveal { question: 1, run: 1 });
    s.automatic = true;
    assert!(names(&s).contains(&"pause".to_owned()));
    s.screen.paused = Some(2_000);
    assert!(names(&s).contains(&"resume".to_owned()) && !names(&s).contains(&"pause".to_owned()));
}

#[test]
fn a_rescue_is_offered_while_there_is_one_and_somebody_is_out() {
    let mut s = at(Phase::Standings { after: 1 });
    let seats = Seats { alive: 4, taken: 9, floor: Vec::new(), rescues_left: 1 };
    s.screen.seats = Some(seats.clone());
    assert!(names(&s).contains(&"rescue".to_owned()));
    assert!(!names(&s).contains(&"freeze".to_owned()), "a knock-out has no frozen table");
    for seats in [Seats { rescues_left: 0, ..seats.clone() }, Seats { alive: 9, ..seats.clone() }] {
        s.screen.seats = Some(seats);
        assert!(!names(&s).contains(&"rescue".to_owned()));
    }
    s.screen.phase = PHASES[2];
    s.screen.seats = Some(seats);
    assert!(!names(&s).contains(&"rescue".to_owned()), "not while a question is open");
}

#[test]
fn what_cannot_be_undone_lies_behind_a_word_of_what_is_lost() {
    for phase in PHASES {
        let html = host_stage(Lang::Vi, &at(phase));
        for name in ["reopen", "skip", "conclude", "finish"] {
            let mark = format!("data-command=\"{{&quot;command&quot;:&quot;{name}&quot;");
            for (at, _) in html.match_indices(&mark) {
                let open = html[..at].rfind("<details").expect("inside details");
                assert!(
                    html[..at].rfind("</details>").is_none_or(|closed| closed < open),
                    "{phase:?} {name}"
                );
                let button = html[at..].split('>').next().unwrap();
                assert!(button.contains("data-confirm=\""), "{phase:?} {name}");
            }
        }
    }
}

#[test]
fn people_can_be_renamed_removed_banned_and_let_back_in_until_the_room_is_over() {
    let line = |number, nickname: &str| PlayerLine { number, nickname: nickname.to_owned(), group: None };
    let mut s = at(Phase::Lobby);
    s.newest = vec![line(5, "<b>\"x\"</b>")];
    s.removed = vec![line(6, "y")];
    let all = commands(&s);
    assert!(all.contains(&Command::Rename { player: 5, nickname: String::new() }));
    assert!(all.contains(&Command::Remove { player: 5, ban: false }));
    assert!(all.contains(&Command::Remove { player: 5, ban: true }));
    assert!(all.contains(&Command::Readmit { player: 6 }));
    assert!(!host_stage(Lang::Vi, &s).contains("<b>\"x\""), "a nickname is text");
    s.screen.phase = Phase::Finished;
    assert_eq!(commands(&s), []);
}
