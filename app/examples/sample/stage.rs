//! Made-up shows for the projector and the host: every phase, long and short questions, tables, a knock-out, a ceremony.

use super::live::{PIN, card, open};
use super::{Data, NOW};
use domain::live::Phase;
use domain::live::payload::*;
use domain::live::stage::*;
use domain::payload::{OptionView, SourceView};

const NAMES: [(&str, &str, &str, &str); 12] = [
    ("Sao Mai", "Morning Star", "Phường Quy Nhơn", "Quy Nhon ward"),
    ("Gió Biển", "Sea Wind", "Phường Bồng Sơn", "Bong Son ward"),
    ("Lúa Vàng", "Golden Rice", "Xã Vĩnh Thạnh", "Vinh Thanh commune"),
    ("Tháp Đôi", "Twin Towers", "Phường Quy Nhơn Nam", "Quy Nhon Nam ward"),
    ("Nẫu Vui", "Merry One", "Xã An Toàn", "An Toan commune"),
    ("Hoa Ban", "White Flower", "Xã Vĩnh Sơn", "Vinh Son commune"),
    ("Trống Trận Tây Sơn", "Battle Drum", "Xã Tây Sơn", "Tay Son commune"),
    ("Kỳ Co", "Ky Co", "Phường Quy Nhơn Đông", "Quy Nhon Dong ward"),
    ("Bánh Ít Lá Gai", "Rice Cake", "Phường An Nhơn", "An Nhon ward"),
    ("Cồng Chiêng", "Gong", "Xã Ia Grai", "Ia Grai commune"),
    ("Võ Cổ Truyền", "Old Arts", "Xã Bình Khê", "Binh Khe commune"),
    ("Mưa Rào", "Shower", "Phường Pleiku", "Pleiku ward"),
];

fn rows(d: Data, many: usize) -> Vec<Row> {
    let moved = [
        Some(2),
        Some(-1),
        Some(-1),
        Some(0),
        Some(3),
        None,
        Some(-2),
        Some(1),
        Some(0),
        Some(-2),
        None,
        None,
    ];
    let rank = [1, 2, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    NAMES
        .iter()
        .zip(1..)
        .zip(moved.into_iter().zip(rank))
        .take(many)
        .map(|((name, number), (moved, rank))| Row {
            rank,
            number: number * 7,
            nickname: d.s(name.0, name.1),
            group: Some(d.s(name.2, name.3)),
            total: 6_420 - i64::from(rank) * 187,
            moved,
        })
        .collect()
}

fn groups(d: Data) -> Vec<GroupRow> {
    NAMES
        .iter()
        .zip(1..)
        .take(8)
        .map(|(name, rank)| GroupRow {
            rank,
            name: d.s(name.2, name.3),
            players: 240 - rank * 21,
            mean: 5_820.4 - f64::from(rank) * 83.3,
            total: 420_000 - i64::from(rank) * 31_000,
            rank_by_total: 9 - rank,
        })
        .collect()
}

fn lobby(d: Data) -> Lobby {
    let counts = [138, 102, 63, 41, 22, 9];
    Lobby {
        players: 1_024,
        groups: NAMES
            .iter()
            .zip(counts)
            .map(|(name, players)| GroupCount { name: d.s(name.2, name.3), players })
            .collect(),
        newest: NAMES.iter().map(|name| d.s(name.0, name.1)).collect(),
    }
}

fn base(d: Data, phase: Phase, n: u32) -> ScreenSnapshot {
    ScreenSnapshot {
        seq: 41,
        now: NOW,
        title: d.s("Rung chuông vàng số – Ngày hội 10/10", "Digital bell – festival of 10 October"),
        pin: PIN.to_owned(),
        address: "thi.ngayhoiso.local/live".to_owned(),
        phase,
        paused: None,
        players: 1_024,
        questions: 12,
        sounds: false,
        top_k: Some(5),
        card: card(d, n),
        ..ScreenSnapshot::default()
    }
}

fn answered(d: Data, phase: Phase, n: u32) -> ScreenSnapshot {
    let tally = Some(TallyFrame { question: n, answered: 812, of: 1_024 });
    ScreenSnapshot { tally, ..base(d, phase, n) }
}

fn long(d: Data) -> ScreenSnapshot {
    let mut s = answered(d, open(1), 1);
    if let Some(card) = &mut s.card {
        card.stem = d.s(
            "Người tự xưng cán bộ công an gọi video qua Zalo, mặc sắc phục, đọc đúng số căn cước của bạn và yêu cầu chuyển toàn bộ tiền tiết kiệm vào “tài khoản an toàn” để phục vụ điều tra, đồng thời dặn không được kể với ai. Việc nên làm ngay là gì?",
            "Somebody who claims to be the police calls you by video, wears a uniform, reads out your identity number and tells you to move all of your savings to a safe account and to tell nobody about it. What should you do at once?",
        );
        let text = [
            (
                "Chuyển tiền ngay cho yên tâm, vì họ biết đúng số căn cước của mình",
                "Move the money at once, because they know your number",
            ),
            (
                "Cúp máy, không chuyển tiền, báo công an xã, phường nơi gần nhất hoặc gọi 113",
                "Hang up, move nothing, tell the nearest police station",
            ),
            (
                "Đọc mã OTP để họ xác minh giúp, rồi chờ kết quả điều tra gửi về",
                "Read out the code so that they can verify it, then wait",
            ),
            (
                "Cài ứng dụng họ gửi để theo dõi hồ sơ vụ án của mình",
                "Install the app they send to follow your case",
            ),
            ("Kể trên mạng xã hội để mọi người cùng biết", "Write about it on social media"),
            ("Tắt điện thoại và không làm gì cả", "Switch the phone off and do nothing"),
        ];
        card.options = ["a", "b", "c", "d", "e", "f"]
            .iter()
            .zip(text)
            .map(|(id, (vi, en))| OptionView { id: (*id).to_owned(), text: d.s(vi, en) })
            .collect();
    }
    s
}

fn told(
    d: Data,
    n: u32,
    right: &[&str],
    words: &[&str],
    bars: &[(&str, u32)],
    survey: bool,
) -> ScreenSnapshot {
    let bars = bars
        .iter()
        .map(|(id, count)| Bar {
            id: (*id).to_owned(),
            count: *count,
            right: right.contains(id) || words.contains(id),
        })
        .collect();
    let reveal = ScreenReveal {
        shared: Reveal {
            question: n,
            run: 1,
            right: right.iter().map(|id| (*id).to_owned()).collect(),
            words: words.iter().map(|w| (*w).to_owned()).collect(),
            survey,
        },
        bars: Bars { bars, answered: 1_003, right: 913, partly: 12 },
        explanation: d.s(
            "Cơ quan công an không làm việc qua điện thoại và không có “tài khoản an toàn”. Ai yêu cầu chuyển tiền để “phục vụ điều tra” đều là lừa đảo.",
            "The police do not work over the phone and have no safe account. Whoever tells you to move money is a fraud.",
        ),
        sources: vec![SourceView {
            title: d.s("Bộ Công an, Cục An toàn thông tin", "Ministry of Public Security"),
            url: None,
        }],
    };
    ScreenSnapshot { reveal: Some(reveal), ..base(d, Phase::Reveal { question: n, run: 1 }, n) }
}

fn seats(many: usize) -> Seats {
    let floor: Vec<bool> = (0..many).map(|i| i % 3 == 0 || i % 7 == 2).collect();
    let alive = floor.iter().filter(|a| **a).count();
    Seats {
        alive: u32::try_from(alive).unwrap_or(0),
        taken: u32::try_from(many).unwrap_or(0),
        floor,
        rescues_left: 1,
    }
}

fn ceremony(d: Data, step: u32) -> ScreenSnapshot {
    let rows = rows(d, 12)
        .into_iter()
        .map(|r| CeremonyRow {
            rank: r.rank,
            number: r.number,
            nickname: r.nickname,
            group: r.group,
            total: r.total,
            resolved: r.rank > 12 - step,
        })
        .collect();
    let frame = CeremonyFrame {
        step,
        steps: 12,
        rows,
        resolved: (step > 0).then_some(56),
        climbed: 3,
        next: Some(49),
    };
    ScreenSnapshot { ceremony: Some(frame), ..base(d, Phase::Ceremony { step, steps: 12 }, 1) }
}

/// Every state of the projector.
pub(super) fn screens(d: Data) -> Vec<(&'static str, ScreenSnapshot)> {
    let table = |groups: Vec<GroupRow>, frozen| StandingsFrame {
        after: 7,
        rows: rows(d, 10),
        groups,
        frozen,
        alive: None,
    };
    let after = Phase::Standings { after: 7 };
    let ready = Phase::Ready { question: 3, until: NOW + 2_400 };
    let last = FinalFrame { rows: rows(d, 10), groups: groups(d), players: 1_024 };
    vec![
        ("lobby", ScreenSnapshot { lobby: Some(lobby(d)), card: None, ..base(d, Phase::Lobby, 1) }),
        (
            "lobby-empty",
            ScreenSnapshot {
                lobby: Some(Lobby::default()),
                players: 0,
                card: None,
                ..base(d, Phase::Lobby, 1)
            },
        ),
        ("ready", ScreenSnapshot { card: None, ..base(d, ready, 3) }),
        (
            "ready-voided",
            ScreenSnapshot { card: None, voided: Some(1), seats: Some(seats(100)), ..base(d, ready, 3) },
        ),
        ("open-1", answered(d, open(1), 1)),
        ("open-2", answered(d, open(2), 2)),
        ("open-3", answered(d, open(3), 3)),
        ("open-4", answered(d, open(4), 4)),
        ("open-5", answered(d, open(5), 5)),
        ("open-6", answered(d, open(6), 6)),
        ("open-long", long(d)),
        ("paused", ScreenSnapshot { paused: Some(11_300), ..answered(d, open(1), 1) }),
        ("closed", answered(d, Phase::Closed { question: 1, run: 1 }, 1)),
        ("reveal-1", told(d, 1, &["b"], &[], &[("a", 21), ("b", 913), ("c", 14), ("d", 55)], false)),
        (
            "reveal-2",
            told(d, 2, &["b", "d"], &[], &[("a", 21), ("b", 803), ("c", 14), ("d", 755), ("e", 9)], false),
        ),
        ("reveal-4", told(d, 4, &[], &["VNeID", "DVC", "Pay", "OK"], &[], false)),
        ("reveal-6", told(d, 6, &[], &["10"], &[("10", 913), ("11", 50), ("9", 30), ("12", 10)], false)),
        ("reveal-survey", told(d, 1, &[], &[], &[("a", 321), ("b", 413), ("c", 114), ("d", 155)], true)),
        ("standings", ScreenSnapshot { standings: Some(table(groups(d), false)), ..base(d, after, 1) }),
        ("standings-plain", ScreenSnapshot { standings: Some(table(Vec::new(), true)), ..base(d, after, 1) }),
        (
            "standings-seats",
            ScreenSnapshot {
                standings: Some(table(Vec::new(), false)),
                seats: Some(seats(100)),
                ..base(d, after, 1)
            },
        ),
        (
            "standings-many-seats",
            ScreenSnapshot {
                standings: Some(table(Vec::new(), false)),
                seats: Some(seats(480)),
                ..base(d, after, 1)
            },
        ),
        ("ceremony", ceremony(d, 0)),
        ("ceremony-5", ceremony(d, 5)),
        ("final", ScreenSnapshot { last: Some(last.clone()), ..base(d, Phase::Final, 1) }),
        (
            "final-plain",
            ScreenSnapshot {
                last: Some(FinalFrame { rows: rows(d, 3), groups: Vec::new(), ..last }),
                ..base(d, Phase::Final, 1)
            },
        ),
        ("finished", base(d, Phase::Finished, 1)),
    ]
}

/// Every state of the host's device.
pub(super) fn hosts(d: Data) -> Vec<(&'static str, HostSnapshot)> {
    let line = |i: usize| PlayerLine {
        number: u32::try_from(i * 7).unwrap_or(0),
        nickname: NAMES.get(i % 12).map(|n| d.s(n.0, n.1)).unwrap_or_default(),
        group: NAMES.get(i % 12).map(|n| d.s(n.2, n.3)),
    };
    let key = Reveal { question: 1, run: 1, right: vec!["b".to_owned()], ..Reveal::default() };
    let explanation = d.s(
        "Cơ quan công an không làm việc qua điện thoại và không có “tài khoản an toàn”.",
        "The police do not work over the phone and have no safe account.",
    );
    screens(d)
        .into_iter()
        .filter(|(name, _)| {
            matches!(
                *name,
                "lobby"
                    | "ready"
                    | "open-1"
                    | "open-6"
                    | "paused"
                    | "closed"
                    | "reveal-1"
                    | "standings"
                    | "standings-seats"
                    | "ceremony-5"
                    | "final"
                    | "finished"
            )
        })
        .map(|(name, screen)| {
            let ahead = matches!(screen.phase, Phase::Lobby | Phase::Ready { .. } | Phase::Standings { .. });
            let n = if name == "open-6" { 6 } else { 1 };
            let key = if n == 6 {
                Reveal { right: Vec::new(), words: vec!["10".to_owned()], ..key.clone() }
            } else {
                key.clone()
            };
            let script = card(d, n).map(|card| Script {
                card,
                key,
                explanation: explanation.clone(),
                read_aloud: ahead.then(|| d.s("Vê-en-e-ai-đi", "V N E I D")),
                ahead,
            });
            let ids: [(&str, u32); 4] = if n == 6 {
                [("10", 713), ("11", 60), ("9", 30), ("12", 9)]
            } else {
                [("a", 21), ("b", 713), ("c", 14), ("d", 64)]
            };
            let bars = ids
                .iter()
                .map(|(id, count)| Bar {
                    id: (*id).to_owned(),
                    count: *count,
                    right: matches!(*id, "b" | "10"),
                })
                .collect();
            let open = matches!(screen.phase, Phase::Open { .. } | Phase::Closed { .. });
            let show = !matches!(screen.phase, Phase::Ceremony { .. } | Phase::Final | Phase::Finished);
            let host = HostSnapshot {
                script: script.filter(|_| show),
                bars: open.then_some(Bars { bars, answered: 812, right: 713, partly: 0 }),
                connected: 1_011,
                screens_waiting: if name == "lobby" { vec!["0473".to_owned()] } else { Vec::new() },
                screens: u32::from(name != "lobby"),
                newest: (1..9).map(line).collect(),
                jumped: if name == "closed" { vec![line(3)] } else { Vec::new() },
                removed: if name == "lobby" { vec![line(5)] } else { Vec::new() },
                screen,
                ..HostSnapshot::default()
            };
            (name, host)
        })
        .collect()
}
