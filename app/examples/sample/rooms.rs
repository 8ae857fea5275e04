//! Made-up data for the pages around live rooms: the list, a new one, its questions.

use super::{DAY, Data, HOUR, ID, NOW};
use app::model::live::*;
use app::model::*;
use app::pages::live as pages;
use domain::live::Phase;
use domain::payload::Kind;

fn room(d: Data, pin: &str, title: (&str, &str), phase: Phase, ago: i64) -> RoomRow {
    let over = phase == Phase::Finished;
    let file =
        |what: &'static str| Download { what, href: format!("/api/v1/live/{pin}/results?format={what}") };
    let begun = phase != Phase::Lobby;
    RoomRow {
        pin: pin.to_owned(),
        reachable: true,
        title: d.s(title.0, title.1),
        phase,
        players: if begun { 1_024 } else { 38 },
        questions: 12,
        created_at: NOW - ago,
        finished_at: over.then_some(NOW - ago + HOUR),
        host: d.s("Đoàn phường Quy Nhơn", "Youth Union of Quy Nhon"),
        downloads: if begun {
            ["xlsx", "questions", "players", "groups", "values", "answers"].map(file).into()
        } else {
            Vec::new()
        },
        demo: false,
    }
}

fn list(d: Data) -> RoomsPage {
    let bell = ("Rung chuông vàng số – Ngày hội 10/10", "Digital bell – festival of 10 October");
    let school =
        ("Đố vui an toàn trên mạng – Trường THPT Trưng Vương", "Online safety quiz – Trung Vuong school");
    RoomsPage {
        running: vec![
            room(d, "482917", bell, Phase::Lobby, HOUR),
            room(d, "310254", school, Phase::Reveal { question: 4, run: 1 }, 2 * HOUR),
        ],
        past: vec![
            room(d, "771204", bell, Phase::Finished, 3 * DAY),
            RoomRow {
                reachable: false,
                downloads: Vec::new(),
                demo: true,
                ..room(d, "094411", school, Phase::Finished, 40 * DAY)
            },
        ],
        later: false,
        next: Some(format!("/organiser/live?before={NOW}.{ID}")),
    }
}

fn new_page(d: Data) -> NewRoomPage {
    let topic = |code: &str, title, questions| TopicChoice { code: code.to_owned(), title, questions };
    NewRoomPage {
        form: RoomForm { title: d.s("Rung chuông vàng số", "Digital bell"), ..RoomForm::default() },
        contests: vec![(
            "kien-thuc-so-2026".to_owned(),
            d.s("Tìm hiểu kiến thức chuyển đổi số năm 2026", "Digital knowledge 2026"),
            10,
        )],
        topics: vec![
            topic("T05", d.s("Mật khẩu và xác thực", "Passwords"), 31),
            topic("T06", d.s("Lừa đảo trực tuyến", "Online fraud"), 44),
            topic("T07", d.s("Dữ liệu cá nhân", "Personal data"), 28),
            topic(
                "T11",
                d.s("Dịch vụ công trực tuyến và định danh điện tử VNeID", "Online public services"),
                36,
            ),
        ],
        ..NewRoomPage::default()
    }
}

fn wrong(d: Data) -> NewRoomPage {
    let form = RoomForm {
        title: String::new(),
        count: "1o".to_owned(),
        seconds: "2".to_owned(),
        streak: true,
        groups: "team".to_owned(),
        names: d.s("Sóng Biển", "Waves"),
        freeze_last: "10".to_owned(),
        knockout: true,
        seats: "1".to_owned(),
        pace: "auto".to_owned(),
        pace_reveal: "500".to_owned(),
        ..RoomForm::default()
    };
    let errors = vec![
        ("title", "empty"),
        ("count", "number"),
        ("seconds", "out_of_range"),
        ("rule", "streak_beats_knowledge"),
        ("names", "empty"),
        ("freeze_last", "freeze_in_knockout"),
        ("seats", "out_of_range"),
        ("pace_reveal", "out_of_range"),
    ];
    NewRoomPage { form, errors, ..new_page(d) }
}

fn rows(d: Data) -> Vec<ArrangeRow> {
    let row = |n: usize, kind, difficulty, stem: String, right: Vec<String>| ArrangeRow {
        revision: format!("T05-00{n}@1a2b3c"),
        code: format!("T05-00{n}"),
        question: Some(Listed {
            topic: d.s("Mật khẩu và xác thực", "Passwords"),
            kind,
            difficulty,
            stem,
            right,
        }),
        seconds: "20".to_owned(),
        points: "1000".to_owned(),
        ..ArrangeRow::default()
    };
    let call = d.s(
        "Có người tự xưng là công an gọi điện, yêu cầu đọc mã OTP vừa gửi đến máy. Bạn làm gì?",
        "Somebody who says they are the police asks for the code just sent to you. What do you do?",
    );
    let code = d.s("Mật khẩu nào dưới đây khó đoán nhất?", "Which password is hardest to guess?");
    let order =
        d.s("Sắp các bước nộp hồ sơ trực tuyến theo thứ tự.", "Put the steps of an application in order.");
    let steps = ["Đăng nhập", "Chọn thủ tục", "Điền biểu mẫu", "Nhận kết quả"];
    let plain = ["Sign in", "Choose", "Fill in", "Receive"];
    vec![
        row(1, Kind::SingleChoice, 1, call, vec![d.s("Cúp máy, không đọc mã cho ai", "Hang up")]),
        row(2, Kind::MultipleChoice, 2, code, vec![d.s("Một câu dài dễ nhớ", "A long sentence")]),
        row(3, Kind::Ordering, 3, order, steps.iter().zip(plain).map(|(vi, en)| d.s(vi, en)).collect()),
    ]
}

fn arranged(d: Data) -> ArrangePage {
    let form = new_page(d).form;
    ArrangePage { form, rows: rows(d), errors: Vec::new(), notice: Some("short") }
}

fn faulty(d: Data) -> ArrangePage {
    let mut rows = rows(d);
    rows[0].error = Some("out_of_range");
    rows[1] = ArrangeRow { question: None, error: Some("gone"), ..rows[1].clone() };
    let errors = vec![("rule", "no_room_for_bonus")];
    ArrangePage { rows, errors, notice: None, ..arranged(d) }
}

/// Every page: (name, may carry scripts, document).
pub(super) fn all(lang: Lang, d: Data) -> Vec<(&'static str, bool, String)> {
    let list_chrome = super::chrome(lang, d, "/organiser/live", false);
    let new_chrome = super::chrome(lang, d, "/organiser/live/new", false);
    let console = super::console::frame(d, Some(Section::Live));
    let rooms = |page| pages::rooms(&list_chrome, &console, page);
    let new = |page| pages::new_room(&new_chrome, &console, page);
    let arrange = |page| pages::arrange(&new_chrome, &console, page);
    let kept =
        KeptQuestion { revision: "T05-001@1a2b3c".to_owned(), survey: true, ..KeptQuestion::default() };
    let contest = RoomForm { source: "contest".to_owned(), ..new_page(d).form };
    vec![
        ("rooms", false, rooms(list(d))),
        ("rooms-none", false, rooms(RoomsPage::default())),
        ("rooms-older", false, rooms(RoomsPage { later: true, running: Vec::new(), next: None, ..list(d) })),
        ("room-new", false, new(new_page(d))),
        ("room-new-wrong", false, new(wrong(d))),
        ("room-new-contest", false, new(NewRoomPage { form: contest, kept: vec![kept], ..new_page(d) })),
        (
            "room-new-bare",
            false,
            new(NewRoomPage { topics: Vec::new(), contests: Vec::new(), ..new_page(d) }),
        ),
        ("room-arrange", false, arrange(arranged(d))),
        ("room-arrange-wrong", false, arrange(faulty(d))),
        ("room-arrange-none", false, arrange(ArrangePage { rows: Vec::new(), ..arranged(d) })),
    ]
}
