//! The one key says what it will do, commands name what was seen, and nothing is offered that would be refused.

use super::{found_players, host_stage};
use crate::model::Lang;
use domain::live::payload::{Bar, Bars, Card, FinalFrame, GroupRow, Reveal, Row, StandingsFrame};
use domain::live::stage::{HostSnapshot, PlayerLine, ScreenSnapshot, Script, Seats};
use domain::live::{Command, Phase};
use domain::payload::{Kind, OptionView};

const EVIL: &str = "<img src=x onerror=alert(1)>\"'&";

fn card() -> Card {
    let option = |id: &str| OptionView { id: id.into(), text: format!("Câu {id}") };
    Card {
        question: 3,
        of: 10,
        run: 1,
        kind: Kind::SingleChoice,
        stem: "Câu hỏi?".into(),
        image: None,
        options: vec![option("a"), option("b")],
        matches: Vec::new(),
        unit: None,
        seconds: 20,
        points: 1000,
    }
}

fn at(phase: Phase) -> HostSnapshot {
    let key = Reveal { question: 3, run: 1, right: vec!["b".into()], ..Reveal::default() };
    HostSnapshot {
        screen: ScreenSnapshot {
            seq: 41,
            now: 1_000,
            pin: "482917".into(),
            questions: 10,
            phase,
            card: Some(card()),
            ..ScreenSnapshot::default()
        },
        script: Some(Script {
            card: card(),
            key,
            explanation: "Vì thế.".into(),
            read_aloud: None,
            ahead: false,
        }),
        ..HostSnapshot::default()
    }
}

fn draw(s: &HostSnapshot) -> String {
    host_stage(Lang::Vi, s)
}

const OPEN: Phase = Phase::Open { question: 3, run: 1, opened_at: 0, deadline: 20_000 };
const REVEAL: Phase = Phase::Reveal { question: 3, run: 1 };

/// Every command a fragment offers.
fn commands(html: &str) -> Vec<Command> {
    html.split("name=\"command\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|json| json.replace("&quot;", "\""))
        // What is typed beside it comes from its field.
        .map(|json| if json.contains("rename") { json.replace('}', ",\"nickname\":\"Lan\"}") } else { json })
        .map(|json| serde_json::from_str(&json).unwrap_or_else(|e| panic!("{json}: {e}")))
        .collect()
}

#[test]
fn the_one_key_says_what_comes() {
    let last = Phase::Standings { after: 10 };
    for (phase, text) in [
        (Phase::Lobby, "Bắt đầu"),
        (Phase::Ready { question: 3, until: 5_000 }, "Mở câu hỏi ngay"),
        (OPEN, "Đóng câu hỏi"),
        (Phase::Closed { question: 3, run: 1 }, "Hiện đáp án"),
        (REVEAL, "Hiện bảng xếp hạng"),
        (Phase::Standings { after: 3 }, "Câu tiếp theo"),
        (last, "Công bố kết quả"),
        (Phase::Ceremony { step: 2, steps: 9 }, "Công bố hàng tiếp theo"),
        (Phase::Ceremony { step: 9, steps: 9 }, "Lên bục vinh quang"),
        (Phase::Final, "Đóng phòng"),
    ] {
        let html = draw(&at(phase));
        let go = html.split("hs-go").nth(1).and_then(|s| s.split("</button>").next()).unwrap_or_default();
        assert!(go.contains(text), "{phase:?}: {go}");
    }
    let frozen = HostSnapshot { frozen: true, ..at(REVEAL) };
    assert!(draw(&frozen).contains("Câu tiếp theo"), "a frozen table is not the next step");
}

#[test]
fn commands_are_the_apis_own_and_name_what_was_seen() {
    for phase in
        [Phase::Lobby, OPEN, Phase::Closed { question: 3, run: 1 }, REVEAL, Phase::Standings { after: 3 }]
    {
        let mut s = at(phase);
        s.newest = vec![PlayerLine { number: 7, nickname: "Lan".into(), group: None }];
        s.removed = vec![PlayerLine { number: 8, nickname: "Tú".into(), group: None }];
        s.screen.seats = Some(Seats { alive: 2, taken: 3, floor: vec![true, false, true], rescues_left: 1 });
        let commands = commands(&draw(&s));
        assert!(commands.contains(&Command::Advance { expect_seq: Some(41) }), "{phase:?}");
        assert!(commands.contains(&Command::Readmit { player: 8 }));
        assert!(commands.contains(&Command::Remove { player: 7, ban: true }));
        for command in commands {
            let personal = matches!(
                command,
                Command::Freeze { .. }
                    | Command::Remove { .. }
                    | Command::Readmit { .. }
                    | Command::Rename { .. }
            );
            assert!(personal || command.expect_seq() == Some(41), "{command:?}");
        }
    }
}

#[test]
fn what_cannot_be_undone_asks_first() {
    let html = draw(&at(REVEAL));
    for name in ["reopen", "conclude", "finish"] {
        let button =
            html.split("<button").find(|b| b.contains(&format!("&quot;{name}&quot;"))).unwrap_or_default();
        assert!(button.contains("data-ask=\""), "{name}: {button}");
    }
}

#[test]
fn nothing_is_offered_that_the_phase_refuses() {
    let has = |phase, name: &str| draw(&at(phase)).contains(&format!("&quot;{name}&quot;"));
    assert!(has(OPEN, "extend") && !has(REVEAL, "extend"));
    assert!(has(OPEN, "skip") && !has(REVEAL, "skip"));
    assert!(has(REVEAL, "reopen") && !has(OPEN, "reopen"));
    assert!(has(Phase::Standings { after: 3 }, "back") && !has(REVEAL, "back"));
    assert!(!has(Phase::Ceremony { step: 0, steps: 4 }, "back"));
    assert!(!has(OPEN, "conclude") && !has(Phase::Final, "freeze"));
    assert!(!draw(&at(Phase::Finished)).contains("name=\"command\""));
}

#[test]
fn a_standing_clock_offers_to_go_on() {
    let mut s = at(OPEN);
    s.screen.paused = Some(9_000);
    let html = draw(&s);
    assert!(
        html.contains("Chạy tiếp")
            && !html.contains("&quot;pause&quot;")
            && html.contains("data-paused=\"1\"")
    );
    assert!(!html.contains("data-deadline"));
}

#[test]
fn the_host_sees_key_and_distribution_before_the_reveal() {
    let bars =
        vec![Bar { id: "a".into(), count: 1, right: false }, Bar { id: "b".into(), count: 3, right: true }];
    let html =
        draw(&HostSnapshot { bars: Some(Bars { bars, answered: 4, right: 3, partly: 0 }), ..at(OPEN) });
    assert!(html.contains("data-bar=\"b\"") && html.contains("width=\"75.00\"") && html.contains("✓"));
    assert!(html.contains("Chỉ người dẫn thấy"));
}

fn row(number: u32, rank: u32, nickname: &str) -> Row {
    Row { rank, number, nickname: nickname.into(), group: None, total: 1_500, moved: None }
}

#[test]
fn whoever_stands_on_the_projector_can_be_renamed_and_taken_out() {
    let rows: Vec<Row> = (1..=10).map(|n| row(n + 40, n, "Tên xấu")).collect();
    let mut table = at(Phase::Standings { after: 3 });
    table.screen.standings = Some(StandingsFrame { rows: rows.clone(), ..StandingsFrame::default() });
    let mut last = at(Phase::Final);
    last.screen.last = Some(FinalFrame { rows, ..FinalFrame::default() });
    for s in [table, last] {
        let offered = commands(&draw(&s));
        for player in 41..=50 {
            for ban in [false, true] {
                assert!(offered.contains(&Command::Remove { player, ban }), "{player}");
            }
            assert!(offered.contains(&Command::Rename { player, nickname: "Lan".into() }), "{player}");
        }
    }
}

#[test]
fn the_host_sees_the_groups_by_both_figures() {
    let group =
        GroupRow {
            rank: 1, name: "Lớp 5A".into(), players: 9, mean: 980.5, total: 12_345, rank_by_total: 2
        };
    let mut s = at(Phase::Standings { after: 3 });
    s.screen.standings = Some(StandingsFrame { groups: vec![group], ..StandingsFrame::default() });
    s.screen.top_k = Some(5);
    let html = draw(&s);
    for text in ["Trung bình 5 người cao nhất", "Lớp 5A", "980,5", "Tổng 12.345, hạng 2"] {
        assert!(html.contains(text), "{text}: {html}");
    }
}

#[test]
fn who_was_found_has_the_same_buttons_as_the_list() {
    let found = [PlayerLine { number: 9_999, nickname: "Tên xấu".into(), group: Some("Lớp 5A".into()) }];
    let html = found_players(Lang::Vi, "482917", &found, true);
    let offered = commands(&html);
    assert_eq!(
        offered,
        [
            Command::Rename { player: 9_999, nickname: "Lan".into() },
            Command::Remove { player: 9_999, ban: false },
            Command::Remove { player: 9_999, ban: true },
        ]
    );
    assert!(html.contains("action=\"/organiser/live/482917/command\"") && html.contains("gõ thêm"));
    assert!(found_players(Lang::Vi, "482917", &[], false).contains("Không có ai"));
    let evil = [PlayerLine { number: 1, nickname: EVIL.into(), group: Some(EVIL.into()) }];
    assert!(!found_players(Lang::Vi, "482917", &evil, false).contains("<img src=x"));
}

#[test]
fn strangers_texts_stay_texts() {
    let mut s = at(Phase::Lobby);
    s.newest = vec![PlayerLine { number: 7, nickname: EVIL.into(), group: Some(EVIL.into()) }];
    s.jumped.clone_from(&s.newest);
    s.removed.clone_from(&s.newest);
    s.screens_waiting = vec![EVIL.into()];
    let bars = vec![Bar { id: EVIL.into(), count: 1, right: false }];
    for kind in [Kind::SingleChoice, Kind::ShortText] {
        let mut s = HostSnapshot {
            bars: Some(Bars { bars: bars.clone(), answered: 1, right: 0, partly: 0 }),
            ..s.clone()
        };
        if let Some(card) = &mut s.screen.card {
            card.kind = kind;
        }
        let html = draw(&s);
        assert!(!html.contains("<img src=x") && !html.contains(" style="), "{html}");
    }
}
