//! What each state shows, what it must not, and that clocks and rows carry what the page's script moves.

use super::screen_stage;
use crate::model::Lang;
use domain::live::Phase;
use domain::live::payload::{
    Bar, Bars, Card, CeremonyFrame, CeremonyRow, FinalFrame, GroupCount, GroupRow, Lobby, Reveal, Row,
    ScreenReveal, StandingsFrame, TallyFrame,
};
use domain::live::stage::{ScreenSnapshot, Seats};
use domain::payload::{Kind, OptionView};

const EVIL: &str = "<img src=x onerror=alert(1)>\"'&";

fn card(kind: Kind) -> Card {
    let option = |id: &str, text: &str| OptionView { id: id.into(), text: text.into() };
    Card {
        question: 3,
        of: 10,
        run: 1,
        kind,
        stem: "Mã **OTP** để làm gì?".into(),
        image: None,
        options: vec![option("a", "Đọc cho người lạ"), option("b", "Xác nhận giao dịch")],
        matches: vec![option("x", "Một")],
        unit: None,
        seconds: 20,
        points: 1000,
    }
}

fn open() -> ScreenSnapshot {
    ScreenSnapshot {
        now: 5_000,
        pin: "482917".into(),
        address: "thi.vn/live".into(),
        questions: 10,
        phase: Phase::Open { question: 3, run: 1, opened_at: 1_000, deadline: 21_000 },
        card: Some(card(Kind::SingleChoice)),
        tally: Some(TallyFrame { question: 3, answered: 812, of: 1_024 }),
        ..ScreenSnapshot::default()
    }
}

fn draw(s: &ScreenSnapshot) -> String {
    screen_stage(Lang::Vi, s, "<svg></svg>")
}

fn row(number: u32, rank: u32, name: &str) -> Row {
    Row { rank, number, nickname: name.into(), group: None, total: 1_500, moved: Some(2) }
}

#[test]
fn an_open_question_shows_its_clock_and_how_many_answered() {
    let html = draw(&open());
    for text in
        ["data-deadline=\"21000\"", "data-total=\"20000\"", "width=\"80.00\"", ">812<", "1.024", "482 917"]
    {
        assert!(html.contains(text), "{text}: {html}");
    }
    assert!(
        html.contains("<strong>OTP</strong>") && !html.contains("sc-bar\""),
        "no distribution before reveal"
    );
}

#[test]
fn a_clock_that_stands_does_not_run() {
    let html = draw(&ScreenSnapshot { paused: Some(10_000), ..open() });
    assert!(!html.contains("data-deadline") && html.contains("Tạm dừng") && html.contains("width=\"50.00\""));
    let closed = ScreenSnapshot { phase: Phase::Closed { question: 3, run: 1 }, ..open() };
    let html = draw(&closed);
    assert!(!html.contains("data-deadline") && html.contains("Hết giờ"));
}

#[test]
fn the_reveal_marks_what_is_right_and_counts_everything() {
    let bars = vec![
        Bar { id: "a".into(), count: 91, right: false },
        Bar { id: "b".into(), count: 909, right: true },
    ];
    let reveal = ScreenReveal {
        shared: Reveal { question: 3, run: 1, right: vec!["b".into()], ..Reveal::default() },
        bars: Bars { bars, answered: 1_000, right: 909, partly: 0 },
        explanation: "Vì **thế**.".into(),
        sources: Vec::new(),
    };
    let s = ScreenSnapshot { phase: Phase::Reveal { question: 3, run: 1 }, reveal: Some(reveal), ..open() };
    let html = draw(&s);
    assert_eq!(html.matches("sc-opt B right").count(), 1);
    assert_eq!(html.matches("sc-opt A dim").count(), 1);
    for text in [
        "91% trả lời đúng",
        "1.000 câu trả lời",
        ">909",
        "✓",
        "Đúng",
        "<strong>thế</strong>",
        "width=\"90.90\"",
    ] {
        assert!(html.contains(text), "{text}: {html}");
    }
    let mut survey = s;
    if let Some(reveal) = &mut survey.reveal {
        reveal.shared.survey = true;
        reveal.shared.right.clear();
    }
    let html = draw(&survey);
    assert!(!html.contains("dim") && !html.contains("sc-opt B right") && html.contains("1.000 ý kiến"));
}

#[test]
fn rows_can_be_followed_to_their_new_places() {
    let table = StandingsFrame { after: 3, rows: vec![row(7, 1, "Lan")], ..StandingsFrame::default() };
    let s = ScreenSnapshot { phase: Phase::Standings { after: 3 }, standings: Some(table), ..open() };
    let html = draw(&s);
    assert!(
        html.contains("data-row=\"p7\"") && html.contains("data-moved=\"2\"") && html.contains("tăng 2 bậc")
    );
}

#[test]
fn groups_stand_by_the_mean_of_their_best_and_by_all_their_points() {
    let group = |rank, name: &str, mean, total, rank_by_total| GroupRow {
        rank,
        name: name.into(),
        players: 40,
        mean,
        total,
        rank_by_total,
    };
    let groups =
        vec![group(1, "Xã Vĩnh Thịnh", 980.5, 12_345, 2), group(2, "Phường Quy Nhơn", 910.0, 1_234_567, 1)];
    let table = StandingsFrame { groups: groups.clone(), ..StandingsFrame::default() };
    let last = FinalFrame { rows: vec![row(1, 1, "Lan")], groups, players: 80 };
    let s = ScreenSnapshot { standings: Some(table), last: Some(last), top_k: Some(5), ..open() };
    for phase in [Phase::Standings { after: 3 }, Phase::Final] {
        let html = draw(&ScreenSnapshot { phase, ..s.clone() });
        for text in ["Trung bình 5 người cao nhất", "980,5", "Tổng 12.345, hạng 2", "Tổng 1.234.567, hạng 1"]
        {
            assert!(html.contains(text), "{text}: {html}");
        }
        assert!(html.find("Vĩnh Thịnh") < html.find("Quy Nhơn"), "a small commune can win");
    }
}

#[test]
fn the_ceremony_always_shows_what_was_resolved_and_what_comes() {
    for (resolved, next) in [(None, Some(30)), (Some(30), Some(29)), (Some(12), Some(11)), (Some(1), None)] {
        let rows = (1..=30)
            .map(|n| CeremonyRow {
                rank: n,
                number: n,
                nickname: format!("Người {n}"),
                group: None,
                total: 100,
                resolved: resolved.is_some_and(|r| n >= r),
            })
            .collect();
        let frame = CeremonyFrame { step: 1, steps: 30, rows, resolved, climbed: 0, next };
        let s = ScreenSnapshot {
            phase: Phase::Ceremony { step: 1, steps: 30 },
            ceremony: Some(frame),
            ..ScreenSnapshot::default()
        };
        let html = draw(&s);
        for number in [resolved, next].into_iter().flatten() {
            assert!(html.contains(&format!("data-row=\"p{number}\"")), "{resolved:?} {next:?}");
        }
        assert!(html.matches("data-row").count() <= 10);
    }
}

#[test]
fn the_podium_shows_shared_places_together() {
    let rows = vec![row(1, 1, "Lan"), row(2, 2, "Minh"), row(3, 2, "Hoa"), row(4, 4, "Tú")];
    let last = FinalFrame { rows, groups: Vec::new(), players: 9 };
    let html = draw(&ScreenSnapshot { phase: Phase::Final, last: Some(last), ..ScreenSnapshot::default() });
    assert_eq!(html.matches("sc-step p2").count(), 1);
    assert!(html.contains("Minh") && html.contains("Hoa") && !html.contains("sc-step p3"));
    assert!(html.contains("data-row=\"p4\""), "who is below the podium stands in the list");
}

#[test]
fn a_hall_is_told_why_one_of_two_with_equal_points_stands_higher() {
    let draw_last = |rows: Vec<Row>, seats: Option<Seats>| {
        let last = Some(FinalFrame { rows, groups: Vec::new(), players: 2 });
        draw(&ScreenSnapshot { phase: Phase::Final, last, seats, ..ScreenSnapshot::default() })
    };
    let why = "ai trả lời nhanh hơn xếp trên";
    assert!(draw_last(vec![row(1, 1, "Lan"), row(2, 2, "Minh")], None).contains(why));
    assert!(!draw_last(vec![row(1, 1, "Lan"), row(2, 1, "Minh")], None).contains(why), "a shared place");
    let behind = Row { total: 900, ..row(2, 2, "Minh") };
    assert!(!draw_last(vec![row(1, 1, "Lan"), behind], None).contains(why), "points decide");
    let seats = Seats { alive: 1, taken: 2, floor: vec![true, false], rescues_left: 0 };
    assert!(
        !draw_last(vec![row(1, 1, "Lan"), row(2, 2, "Minh")], Some(seats)).contains(why),
        "who is out stands below"
    );
}

#[test]
fn every_seat_of_the_floor_is_there_once() {
    let seats = Seats { alive: 2, taken: 3, floor: vec![true, false, true], rescues_left: 1 };
    let s = ScreenSnapshot {
        phase: Phase::Standings { after: 1 },
        standings: Some(StandingsFrame::default()),
        seats: Some(seats),
        ..ScreenSnapshot::default()
    };
    let html = draw(&s);
    assert_eq!((html.matches("class=\"in\"").count(), html.matches("class=\"out\"").count()), (2, 1));
    assert!(html.contains("Còn 2 người trên sàn") && html.contains("Còn 1 lượt cứu trợ"));
}

#[test]
fn strangers_texts_stay_texts() {
    let lobby = Lobby {
        players: 1,
        groups: vec![GroupCount { name: EVIL.into(), players: 1 }],
        newest: vec![EVIL.into()],
    };
    let mut s = ScreenSnapshot { lobby: Some(lobby), title: EVIL.into(), address: EVIL.into(), ..open() };
    if let Some(card) = &mut s.card {
        card.stem = EVIL.into();
        card.options = vec![OptionView { id: EVIL.into(), text: EVIL.into() }];
    }
    s.standings = Some(StandingsFrame { rows: vec![row(1, 1, EVIL)], ..StandingsFrame::default() });
    s.last = Some(FinalFrame { rows: vec![row(1, 1, EVIL)], ..FinalFrame::default() });
    for phase in [Phase::Lobby, s.phase, Phase::Standings { after: 1 }, Phase::Final, Phase::Finished] {
        let html = draw(&ScreenSnapshot { phase, ..s.clone() });
        assert!(!html.contains("<img src=x"), "{phase:?}: {html}");
        assert!(!html.contains(" style="), "{phase:?}");
    }
}
