//! The host's side of the made-up data: every phase of a show as its host sees it.

use super::live::{PIN, card, open};
use super::{Data, Lang, NOW, c_of};
use app::model::live::HostPage;
use app::model::{Console, Section};
use app::pages::live as pages;
use domain::live::Phase;
use domain::live::payload::*;
use domain::live::stage::*;

const PEOPLE: [(&str, &str, &str, &str); 6] = [
    ("Sao Mai", "Morning Star", "Phường Quy Nhơn", "Quy Nhon ward"),
    ("Gió Biển", "Sea Wind", "Phường Bồng Sơn", "Bong Son ward"),
    ("Lúa Vàng", "Golden Rice", "Xã Tuy Phước", "Tuy Phuoc commune"),
    ("Tháp Đôi", "Twin Towers", "Phường Quy Nhơn Bắc", "Quy Nhon North ward"),
    ("Nẫu Vui", "Merry One", "Xã An Toàn", "An Toan commune"),
    ("Nhóm bạn thân Trường Quốc học", "Close friends of the high school", "Phường An Nhơn", "An Nhon ward"),
];

fn person(d: Data, i: u32) -> PlayerLine {
    let (vi, en, place, plain) = PEOPLE[i as usize % PEOPLE.len()];
    PlayerLine { number: 112 - i, nickname: d.s(vi, en), group: Some(d.s(place, plain)) }
}

fn people(d: Data, from: u32, n: u32) -> Vec<PlayerLine> {
    (from..from + n).map(|i| person(d, i)).collect()
}

fn script(d: Data, n: u32, ahead: bool, right: &[&str], words: &[String]) -> Option<Script> {
    Some(Script {
        card: card(d, n)?,
        key: Reveal {
            question: n,
            run: 1,
            right: right.iter().map(|id| (*id).to_owned()).collect(),
            words: words.to_vec(),
            survey: false,
        },
        explanation: d.s(
            "Cơ quan nhà nước không gửi đường dẫn qua tin nhắn để yêu cầu cập nhật tài khoản. Nghi ngờ thì mở thẳng ứng dụng hoặc hỏi công an xã, phường.",
            "Public bodies do not send links by text message. When in doubt open the app itself.",
        ),
        read_aloud: (n == 1).then(|| d.s("VNeID đọc là “vi-en-i-đi”.", "Say the name letter by letter.")),
        ahead,
    })
}

fn bars(list: &[(&str, u32, bool)]) -> Option<Bars> {
    let bars =
        list.iter().map(|(id, count, right)| Bar { id: (*id).to_owned(), count: *count, right: *right });
    let bars: Vec<Bar> = bars.collect();
    let answered = bars.iter().map(|b| b.count).sum();
    Some(Bars { right: bars.iter().filter(|b| b.right).map(|b| b.count).sum(), bars, answered, partly: 0 })
}

fn rows(d: Data) -> Vec<Row> {
    (0..10)
        .map(|i| {
            let who = person(d, i);
            let total = 6_340 - i64::from(i) * 210;
            Row {
                rank: i + 1,
                number: who.number,
                nickname: who.nickname,
                group: who.group,
                total,
                moved: Some(1),
            }
        })
        .collect()
}

fn groups(d: Data) -> Vec<GroupRow> {
    (0..4)
        .map(|i| GroupRow {
            rank: i + 1,
            name: person(d, i).group.unwrap_or_default(),
            players: 138 - i * 21,
            mean: 5_820.4 - f64::from(i) * 130.0,
            total: 90_000 - i64::from(i) * 4_000,
            rank_by_total: i + 1,
        })
        .collect()
}

fn base(d: Data, phase: Phase) -> HostSnapshot {
    let tally = matches!(phase, Phase::Open { .. } | Phase::Closed { .. });
    HostSnapshot {
        screen: ScreenSnapshot {
            seq: 41,
            now: NOW,
            title: d.s("Rung chuông vàng số – Ngày hội 10/10", "Digital bell – festival of 10 October"),
            pin: PIN.to_owned(),
            address: "thi.ngayhoiso.local/live".to_owned(),
            phase,
            players: 1_024,
            questions: 12,
            tally: tally.then_some(TallyFrame { question: 1, answered: 812, of: 1_024 }),
            ..ScreenSnapshot::default()
        },
        connected: 1_011,
        screens: 1,
        newest: people(d, 0, 24),
        ..HostSnapshot::default()
    }
}

fn asked(d: Data, phase: Phase, n: u32) -> HostSnapshot {
    let told = ["10".to_owned()];
    let (right, words): (&[&str], &[String]) = match n {
        1 => (&["b"], &[]),
        2 => (&["b", "d"], &[]),
        3 => (&["false"], &[]),
        4 => (&["s1", "s2", "s3", "s4"], &[]),
        _ => (&[], &told),
    };
    let counted = match n {
        1 => bars(&[("a", 61, false), ("b", 702, true), ("c", 14, false), ("d", 35, false)]),
        2 => bars(&[("a", 12, false), ("b", 640, true), ("c", 30, false), ("d", 522, true), ("e", 8, false)]),
        3 => bars(&[("true", 90, false), ("false", 722, true)]),
        6 => bars(&[("10", 610, true), ("9", 140, false), ("11", 62, false)]),
        7 => bars(&[]),
        _ => bars(&[("-", 0, false)]),
    };
    HostSnapshot { script: script(d, n, false, right, words), bars: counted, ..base(d, phase) }
}

fn with(mut s: HostSnapshot, change: impl FnOnce(&mut HostSnapshot)) -> HostSnapshot {
    change(&mut s);
    s
}

fn seats(alive: u32) -> Seats {
    Seats { alive, taken: 100, floor: (0..100).map(|i| i < alive).collect(), rescues_left: 1 }
}

fn ceremony(d: Data, step: u32) -> HostSnapshot {
    let all = rows(d).into_iter().map(|r| CeremonyRow {
        rank: r.rank,
        number: r.number,
        nickname: r.nickname,
        group: r.group,
        total: r.total,
        resolved: r.rank > 10 - step,
    });
    let rows: Vec<CeremonyRow> = all.collect();
    let at = |rank: u32| rows.iter().find(|r| r.rank == rank).map(|r| r.number);
    let frame = CeremonyFrame {
        step,
        steps: 10,
        resolved: at(11 - step),
        climbed: 2,
        next: at(10 - step),
        rows: rows.clone(),
    };
    with(base(d, Phase::Ceremony { step, steps: 10 }), |s| {
        s.frozen = true;
        s.screen.ceremony = Some(frame);
    })
}

fn scenes(d: Data) -> Vec<(&'static str, HostSnapshot)> {
    let ready = Phase::Ready { question: 1, until: NOW + 2_400 };
    let reveal = Phase::Reveal { question: 1, run: 1 };
    let closed = Phase::Closed { question: 1, run: 1 };
    let standings = Phase::Standings { after: 7 };
    let lobby = || {
        with(base(d, Phase::Lobby), |s| {
            s.script = script(d, 1, true, &["b"], &[]);
            s.screens = 0;
            s.screens_waiting = vec!["4071".to_owned()];
            s.removed = people(d, 40, 2);
            s.screen.lobby = Some(Lobby {
                players: 1_024,
                groups: groups(d)
                    .into_iter()
                    .map(|g| GroupCount { name: g.name, players: g.players })
                    .collect(),
                newest: Vec::new(),
            });
        })
    };
    let table = |s: &mut HostSnapshot| {
        s.screen.standings =
            Some(StandingsFrame { after: 7, rows: rows(d), groups: groups(d), ..StandingsFrame::default() });
        s.script = script(d, 2, true, &["b", "d"], &[]);
    };
    let last = FinalFrame { rows: rows(d), groups: groups(d), players: 1_024 };
    vec![
        ("lobby", lobby()),
        (
            "lobby-empty",
            with(lobby(), |s| {
                s.screen.players = 0;
                s.screen.lobby = Some(Lobby::default());
                (s.newest, s.removed, s.connected) = (Vec::new(), Vec::new(), 0);
            }),
        ),
        (
            "ready",
            with(asked(d, ready, 1), |s| {
                s.bars = None;
                s.script = script(d, 1, true, &["b"], &[]);
            }),
        ),
        (
            "ready-again",
            with(asked(d, ready, 1), |s| {
                s.bars = None;
                (s.screen.voided, s.screen.paused) = (Some(1), Some(2_400));
                s.script = script(d, 1, true, &["b"], &[]);
            }),
        ),
        ("open", with(asked(d, open(1), 1), |s| s.jumped = people(d, 3, 3))),
        ("open-paused", with(asked(d, open(1), 1), |s| s.screen.paused = Some(11_200))),
        ("open-2", asked(d, open(2), 2)),
        ("open-3", asked(d, open(3), 3)),
        ("open-4", asked(d, open(4), 4)),
        ("open-5", asked(d, open(5), 5)),
        ("open-6", asked(d, open(6), 6)),
        ("open-7", asked(d, open(7), 7)),
        ("closed", with(asked(d, closed, 1), |s| s.automatic = true)),
        ("reveal", asked(d, reveal, 1)),
        ("reveal-frozen", with(asked(d, Phase::Reveal { question: 12, run: 1 }, 1), |s| s.frozen = true)),
        (
            "reveal-survey",
            with(asked(d, reveal, 1), |s| {
                if let Some(script) = &mut s.script {
                    (script.key.survey, script.card.points) = (true, 0);
                    script.key.right.clear();
                }
            }),
        ),
        ("reveal-seats", with(asked(d, reveal, 1), |s| s.screen.seats = Some(seats(62)))),
        ("standings", with(base(d, standings), table)),
        (
            "standings-nobody",
            with(base(d, standings), |s| {
                table(s);
                s.screen.seats = Some(seats(0));
            }),
        ),
        (
            "standings-last",
            with(base(d, Phase::Standings { after: 12 }), |s| {
                table(s);
                s.script = None;
            }),
        ),
        ("ceremony", ceremony(d, 4)),
        ("ceremony-end", ceremony(d, 10)),
        ("final", with(base(d, Phase::Final), |s| s.screen.last = Some(last.clone()))),
        ("finished", with(base(d, Phase::Finished), |s| s.screen.last = Some(last))),
    ]
}

/// The host's pages: (name, may carry an island, document).
pub(super) fn all(lang: Lang, d: Data) -> Vec<(String, bool, String)> {
    let chrome = c_of(lang, d, "/organiser/live/482917");
    let console = Console {
        style: "console.css".to_owned(),
        staff: d.s("Ban tổ chức Quy Nhơn", "organisers"),
        sections: vec![Section::Live, Section::Account],
        here: Some(Section::Live),
    };
    let page = |snapshot| HostPage { snapshot, refusal: None, code_wrong: false };
    let draw = |page| pages::host(&chrome, &console, page);
    let mut all: Vec<_> = scenes(d)
        .into_iter()
        .map(|(name, snapshot)| (format!("host-{name}"), false, draw(page(snapshot))))
        .collect();
    let why = d.s("Màn hình đã chuyển bước rồi; lệnh này được bỏ qua.", "The stage has moved.");
    let refused =
        HostPage { refusal: Some(why), code_wrong: true, ..page(base(d, Phase::Standings { after: 7 })) };
    all.push(("host-refused".to_owned(), false, draw(refused)));
    all
}
