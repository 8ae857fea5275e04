//! Made-up data for every page, shared by the preview and by the page tests.
//!
//! `plain` data is ASCII only: with it, any Vietnamese letter on an English page comes from the catalogue.

use app::model::*;
use app::pages;
use domain::Choice;
use domain::payload::*;
use std::collections::BTreeMap;

/// 2026-11-22 09:30 in Quy Nhơn.
const NOW: i64 = 1_795_314_600_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const ID: &str = "019aa7c2-5b1e-7c3a-9d55-0e9a5d1f2b3c";

/// Words of the data: Vietnamese, or plain ASCII.
#[derive(Clone, Copy)]
struct Data {
    plain: bool,
}

impl Data {
    fn s(self, vi: &str, plain: &str) -> String {
        if self.plain { plain.to_owned() } else { vi.to_owned() }
    }
}

fn chrome(lang: Lang, d: Data, path: &str, known: bool) -> Chrome {
    Chrome {
        lang,
        nonce: "bm9uY2U".to_owned(),
        pkg: None,
        style: "main.css".to_owned(),
        path: path.to_owned(),
        who: known.then(|| Who {
            nickname: d.s("Sao Mai", "Morning Star"),
            locality: d.s("Phường Quy Nhơn", "Quy Nhon ward"),
            new_device: false,
        }),
        kiosk: false,
        now: NOW,
    }
}

fn card(d: Data) -> ContestCard {
    ContestCard {
        slug: "kien-thuc-so-2026".to_owned(),
        title: d.s("Tìm hiểu kiến thức chuyển đổi số năm 2026", "Digital knowledge 2026"),
        round: Some(d.s("Vòng 2", "Round 2")),
        questions: 10,
        minutes: 10,
        per_day: Some(1),
        closes_at: Some(NOW + 2 * DAY + 4 * HOUR),
        opens_at: None,
        participants: 24_812,
        nearby: Some((d.s("Phường Quy Nhơn", "Quy Nhon ward"), Some(318))),
        demo: true,
        over: false,
    }
}

fn home(d: Data) -> HomePage {
    HomePage {
        open: vec![
            card(d),
            ContestCard {
                slug: "phu-nu-so".to_owned(),
                title: d.s("Phụ nữ với kỹ năng số", "Women and digital skills"),
                round: None,
                closes_at: None,
                opens_at: Some(NOW + 5 * DAY),
                participants: 0,
                nearby: None,
                ..card(d)
            },
        ],
        past: vec![ContestCard {
            slug: "khoi-dong".to_owned(),
            title: d.s("Khởi động Ngày hội số 2025", "Warm-up 2025"),
            closes_at: None,
            participants: 5_000,
            over: true,
            ..card(d)
        }],
        practice_topics: 17,
        running: Some((ID.to_owned(), card(d).title, NOW + 6 * 60_000)),
    }
}

fn round(d: Data, n: i64, open: bool) -> RoundInfo {
    RoundInfo {
        id: format!("vong-{n}"),
        title: d.s(&format!("Vòng {n}"), &format!("Round {n}")),
        opens_at: NOW + (n - 2) * 5 * DAY - 2 * DAY,
        closes_at: NOW + (n - 2) * 5 * DAY + 2 * DAY + 4 * HOUR,
        questions: 10,
        minutes: 10,
        per_day: Some(1),
        per_round: Some(3),
        pass_mark: Some(7.5),
        prediction: Some((
            d.s("Sẽ có bao nhiêu người dự thi vòng này?", "How many people will take part in this round?"),
            (n == 1).then_some(25_310),
        )),
        counts: "best",
        ranking: vec!["score", "prediction", "duration", "submitted"],
        extra_time: vec![(d.s("Người cao tuổi, khuyết tật", "Older or disabled people"), 50)],
        open,
    }
}

fn my_attempts(d: Data) -> Vec<MyAttempt> {
    (0..2)
        .map(|i| MyAttempt {
            id: ID.to_owned(),
            contest: card(d).title,
            slug: card(d).slug,
            round: d.s("Vòng 2", "Round 2"),
            submitted_at: NOW - DAY * (i + 1),
            score: 9.0 - f64::from(u8::try_from(i).unwrap_or(0)) * 1.5,
            max: 10.0,
            counted: i == 0,
        })
        .collect()
}

fn contest(d: Data, entry: Entry, mine: Vec<MyAttempt>) -> ContestPage {
    ContestPage {
        card: card(d),
        summary: d.s(
            "Mười câu hỏi về đời sống số: định danh điện tử, dịch vụ công, an toàn trên mạng. Ai cũng dự thi được.",
            "Ten questions about digital life. Everyone can take part.",
        ),
        organiser: d.s("Tỉnh đoàn Gia Lai phối hợp Sở Khoa học và Công nghệ", "Provincial Youth Union"),
        prizes: Some(d.s(
            "1 giải Nhất, 3 giải Nhì, 5 giải Ba mỗi vòng; giải tập thể cho xã, phường có tỷ lệ dự thi cao nhất.",
            "One first prize, three second prizes.",
        )),
        identity: "contact",
        rounds: vec![round(d, 1, false), round(d, 2, true), round(d, 3, false)],
        divisions: vec![d.s("Bảng A – Người dân", "Division A"), d.s("Bảng B – Học sinh, sinh viên", "Division B")],
        entry,
        mine,
    }
}

fn localities(d: Data) -> std::sync::Arc<str> {
    if d.plain {
        return "<optgroup label=\"Quy Nhon\"><option value=\"post-2025-07:21583\">Quy Nhon</option></optgroup>".into();
    }
    "<optgroup label=\"Thành phố Quy Nhơn (cũ)\"><option value=\"post-2025-07:21583\" data-find=\"quy nhon qn\">Phường Quy \
     Nhơn</option><option value=\"post-2025-07:21553\">Phường Quy Nhơn Bắc</option></optgroup>"
        .into()
}

fn filled(d: Data) -> JoinForm {
    JoinForm {
        nickname: d.s("Sao Mai", "Morning Star"),
        locality: "post-2025-07:21583".to_owned(),
        audience: "citizen".to_owned(),
        birth_year: "1968".to_owned(),
        unit: String::new(),
        group_code: "LOP".to_owned(),
        extra_time: String::new(),
        flags: vec!["women_union".to_owned()],
        consents: vec!["publish_nickname".to_owned()],
    }
}

fn join(d: Data, form: JoinForm, errors: FieldErrors) -> JoinPage {
    let pick = |value: &str, text: String| Pick { value: value.to_owned(), text, find: String::new() };
    JoinPage {
        slug: card(d).slug,
        title: card(d).title,
        demo: true,
        localities_html: localities(d),
        locality_text: (!form.locality.is_empty()).then(|| d.s("Phường Quy Nhơn", "Quy Nhon ward")),
        units: vec![PickGroup {
            title: d.s("Phường Quy Nhơn", "Quy Nhon ward"),
            picks: vec![
                pick("thpt-1", d.s("Trường THPT Quốc học Quy Nhơn", "High school 1")),
                pick("thcs-2", d.s("Trường THCS Lê Hồng Phong", "School 2")),
            ],
        }],
        group_code: Some(false),
        extra_time: vec![("cham-50".to_owned(), d.s("Người cao tuổi, người khuyết tật", "Older people"), 50)],
        years: (2018, 1926),
        text_version: "2026-10".to_owned(),
        form,
        errors,
        kiosk: false,
        others: 2,
    }
}

fn options(list: &[(&str, String)]) -> Vec<OptionView> {
    list.iter().map(|(id, text)| OptionView { id: (*id).to_owned(), text: text.clone() }).collect()
}

/// One question of every kind.
fn questions(d: Data) -> Vec<QuestionView> {
    let q = |position, kind, stem, options, choice| QuestionView {
        position,
        kind,
        stem,
        options,
        matches: Vec::new(),
        unit: None,
        choice,
        seq: 1,
    };
    let steps = options(&[
        ("s1", d.s("Đăng nhập bằng VNeID", "Log in")),
        ("s2", d.s("Chọn dịch vụ và điền hồ sơ", "Fill in the form")),
        ("s3", d.s("Nộp phí trực tuyến", "Pay")),
        ("s4", d.s("Theo dõi kết quả", "Follow the result")),
    ]);
    let mut all = vec![
        q(
            1,
            Kind::SingleChoice,
            d.s(
                "Bạn nhận được tin nhắn “VNeID của bạn sắp bị khóa, bấm vào đường dẫn để cập nhật”. Việc nên làm là:",
                "You receive a text saying your account will be locked. What should you do?",
            ),
            options(&[
                ("a", d.s("Bấm vào đường dẫn để cập nhật ngay", "Follow the link at once")),
                (
                    "b",
                    d.s(
                        "Không bấm; mở ứng dụng VNeID hoặc hỏi công an xã, phường",
                        "Do not follow it; open the app or ask the police",
                    ),
                ),
                ("c", d.s("Gửi ảnh căn cước để xác minh", "Send a picture of your card")),
                ("d", d.s("Chuyển tiếp cho bạn bè cùng làm", "Forward it to friends")),
            ]),
            Some(Choice::Option("b".to_owned())),
        ),
        q(
            2,
            Kind::MultipleChoice,
            d.s("Mật khẩu nào sau đây là mật khẩu mạnh?", "Which passwords are strong?"),
            options(&[
                ("a", "12345678".to_owned()),
                ("b", "Nhon-Ly!Bien7Xanh".to_owned()),
                ("c", "quynhon".to_owned()),
                ("d", "con-ga-trong-An-Nhon-1978".to_owned()),
                ("e", d.s("Ngày sinh của mình", "Your birthday")),
            ]),
            Some(Choice::Options(vec!["b".to_owned(), "d".to_owned()])),
        ),
        q(
            3,
            Kind::TrueFalse,
            d.s("Có thể đọc mã OTP cho nhân viên ngân hàng qua điện thoại.", "You may read a code to a bank clerk."),
            Vec::new(),
            None,
        ),
        q(
            4,
            Kind::Ordering,
            d.s("Sắp xếp các bước nộp hồ sơ trực tuyến.", "Put the steps in order."),
            steps.clone(),
            Some(Choice::Order(vec!["s1".into(), "s2".into(), "s3".into(), "s4".into()])),
        ),
        q(
            5,
            Kind::Matching,
            d.s("Nối mỗi việc với ứng dụng phù hợp.", "Match each task with its app."),
            options(&[
                ("l1", d.s("Xuất trình căn cước điện tử", "Show an electronic card")),
                ("l2", d.s("Nộp hồ sơ dịch vụ công", "Apply for a public service")),
            ]),
            Some(Choice::Pairs(BTreeMap::from([("l1".to_owned(), "r1".to_owned())]))),
        ),
        q(
            6,
            Kind::Numeric,
            d.s("Số điện thoại trong nước có bao nhiêu chữ số?", "How many digits has a phone number?"),
            Vec::new(),
            None,
        ),
        q(
            7,
            Kind::ShortText,
            d.s("Ứng dụng định danh điện tử quốc gia tên là gì?", "What is the national identity app called?"),
            Vec::new(),
            None,
        ),
    ];
    if let Some(matching) = all.get_mut(4) {
        matching.matches = options(&[
            ("r1", "VNeID".to_owned()),
            ("r2", d.s("Cổng Dịch vụ công quốc gia", "National service portal")),
        ]);
    }
    if let Some(numeric) = all.get_mut(5) {
        numeric.unit = Some(d.s("chữ số", "digits"));
    }
    all
}

fn attempt_view(d: Data) -> AttemptView {
    AttemptView {
        id: ID.to_owned(),
        ordinal: 1,
        server_time: NOW,
        deadline: NOW + 6 * 60_000 + 24_000,
        started_at: NOW - 3 * 60_000,
        extensions: vec![ExtensionView {
            minutes: 5, reason: d.s("mất điện ở phía máy chủ", "power cut")
        }],
        questions: questions(d),
        prediction: Some(d.s("Sẽ có bao nhiêu người dự thi vòng này?", "How many people will take part?")),
        all_required: false,
    }
}

fn attempt(d: Data, position: u32, notice: Option<&'static str>) -> AttemptPage {
    AttemptPage {
        attempt: attempt_view(d),
        title: card(d).title,
        slug: card(d).slug,
        round: d.s("Vòng 2", "Round 2"),
        position,
        notice,
        demo: true,
    }
}

fn reviews(d: Data) -> Vec<ReviewItem> {
    let source = |title: String, url: Option<&str>| SourceView { title, url: url.map(str::to_owned) };
    let item = |position, answered: Vec<String>, points| ReviewItem {
        position,
        kind: Kind::SingleChoice,
        stem: d.s("Chữ ký số cá nhân có giá trị pháp lý như thế nào?", "What is a digital signature worth?"),
        answered,
        right: vec![
            d.s("Có giá trị như chữ ký tay khi đủ điều kiện của luật", "As much as a handwritten one"),
        ],
        points,
        of: 1.0,
        explanation: d.s(
            "Luật Giao dịch điện tử công nhận chữ ký số khi đáp ứng đủ điều kiện an toàn.",
            "The law recognises digital signatures under conditions.",
        ),
        sources: vec![
            source(
                d.s("Luật Giao dịch điện tử số 20/2023/QH15", "Law 20/2023/QH15"),
                Some("https://vanban.chinhphu.vn/"),
            ),
            source(d.s("Nghị định 23/2025/NĐ-CP", "Decree 23/2025"), None),
        ],
        topic: d.s("Chữ ký số", "Digital signatures"),
    };
    let mut multiple = item(
        3,
        vec![d.s("Dùng chung mật khẩu", "One password"), d.s("Bật xác thực hai lớp", "Two factors")],
        0.5,
    );
    multiple.right =
        vec![d.s("Bật xác thực hai lớp", "Two factors"), d.s("Mỗi nơi một mật khẩu", "Different passwords")];
    vec![
        item(1, vec![d.s("Có giá trị như chữ ký tay khi đủ điều kiện của luật", "As much")], 1.0),
        item(2, vec![d.s("Không có giá trị", "Nothing")], 0.0),
        multiple,
        item(4, Vec::new(), 0.0),
    ]
}

fn result(d: Data, contact: ContactAsk, entry: Entry, shown: bool) -> ResultPage {
    ResultPage {
        attempt: ID.to_owned(),
        title: card(d).title,
        slug: card(d).slug,
        round: d.s("Vòng 2", "Round 2"),
        submitted_at: NOW - HOUR,
        by_sweeper: !shown,
        result: ResultView {
            score: if shown { 8.5 } else { 4.0 },
            max: 10.0,
            passed: Some(shown),
            counted: true,
            rank: Ranks {
                locality: Some(Rank { rank: 4, of: Some(318) }),
                division: if shown { Some(Rank { rank: 88, of: Some(4_210) }) } else { None },
                province: Some(Rank { rank: 1_206, of: Some(24_812) }),
            },
            review: shown.then(|| reviews(d)),
            review_from: (!shown).then_some(NOW + 2 * DAY),
        },
        correct: 8,
        questions: 10,
        duration_ms: 384_000,
        locality: d.s("Phường Quy Nhơn", "Quy Nhon ward"),
        division: Some(d.s("Bảng A – Người dân", "Division A")),
        prediction: Some(25_000),
        prediction_actual: None,
        entry,
        left: Some(2),
        late: if shown { Vec::new() } else { vec![9, 10] },
        contact,
        unranked: (!shown).then_some("contact"),
        extensions: Vec::new(),
        code: "7KQ2M-X9RTA".to_owned(),
        code_qr: QR.to_owned(),
        frozen: false,
        demo: true,
    }
}

const QR: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" shape-rendering=\"crispEdges\"><path fill=\"#000\" d=\"M1 1h3v3H1zM5 1h3v3H5zM1 5h3v3H1zM5 5h1v1H5zM7 7h1v1H7z\"/></svg>";

fn tab(text: String, on: bool) -> Tab {
    Tab { text, href: "standings".to_owned(), on }
}

fn standings(d: Data, people: bool) -> StandingsPage {
    let row = |rank: u64, name: String, detail: String, cells: &[&str], me: bool, gap: bool| BoardRow {
        rank: Some(rank),
        name,
        detail,
        cells: cells.iter().map(|c| (*c).to_owned()).collect(),
        me,
        gap,
    };
    let rows = if people {
        vec![
            row(
                1,
                d.s("Gió Biển", "Sea Wind"),
                d.s("Phường Bồng Sơn", "Bong Son"),
                &["10", "4:12"],
                false,
                false,
            ),
            row(
                2,
                d.s("Người dự thi ẩn danh", "Anonymous"),
                d.s("Xã An Toàn", "An Toan"),
                &["10", "5:40"],
                false,
                false,
            ),
            row(
                2,
                d.s("Nguyễn Thượng Uyển Ngữ", "Long Nickname Here"),
                d.s("Phường Quy Nhơn Đông", "Quy Nhon Dong"),
                &["10", "5:40"],
                false,
                false,
            ),
            row(
                1_206,
                d.s("Sao Mai", "Morning Star"),
                d.s("Phường Quy Nhơn", "Quy Nhon"),
                &["8,5", "6:24"],
                true,
                true,
            ),
        ]
    } else {
        vec![
            row(
                1,
                d.s("Xã An Toàn", "An Toan"),
                String::new(),
                &["412", "31,2%", "7,9", "301"],
                false,
                false,
            ),
            row(
                2,
                d.s("Phường Bồng Sơn", "Bong Son"),
                String::new(),
                &["3.118", "24,9%", "7,4", "2.210"],
                false,
                false,
            ),
            row(
                14,
                d.s("Phường Quy Nhơn", "Quy Nhon"),
                String::new(),
                &["4.002", "11,3%", "7,1", "2.950"],
                true,
                true,
            ),
            BoardRow {
                rank: None,
                ..row(
                    0,
                    d.s("Xã Nhơn Châu", "Nhon Chau"),
                    String::new(),
                    &["<5", "–", "–", "–"],
                    false,
                    false,
                )
            },
        ]
    };
    StandingsPage {
        title: card(d).title,
        slug: card(d).slug,
        boards: vec![
            tab(d.s("Xã, phường", "Communes"), !people),
            tab(d.s("Cá nhân", "People"), people),
            tab(d.s("Trường, cơ quan", "Schools"), false),
        ],
        rounds: vec![
            tab(d.s("Tổng hợp", "Overall"), true),
            tab(d.s("Vòng 1", "Round 1"), false),
            tab(d.s("Vòng 2", "Round 2"), false),
        ],
        orders: if people {
            Vec::new()
        } else {
            vec![
                tab(d.s("Số người", "People"), true),
                tab(d.s("Tỷ lệ", "Rate"), false),
                tab(d.s("Điểm trung bình", "Mean"), false),
            ]
        },
        divisions: if people {
            vec![tab(d.s("Tất cả", "All"), true), tab(d.s("Bảng A – Người dân", "Division A"), false)]
        } else {
            Vec::new()
        },
        around: people.then(|| tab(d.s("Tìm tôi", "Find me"), false)),
        locality: people.then(|| (d.s("Phường Quy Nhơn", "Quy Nhon"), "standings".to_owned())),
        heads: if people {
            vec![d.s("Điểm", "Score"), d.s("Thời gian", "Time")]
        } else {
            vec![
                d.s("Số người", "People"),
                d.s("Tỷ lệ", "Rate"),
                d.s("Điểm TB", "Mean"),
                d.s("Số người đạt", "Passes"),
            ]
        },
        rows,
        notes: if people { vec!["first_100", "ties"] } else { vec!["places", "small"] },
        computed_at: NOW - 40_000,
        frozen_since: people.then_some(NOW - HOUR),
        demo: true,
    }
}

fn topics(d: Data) -> Vec<PracticeCard> {
    [
        ("Định danh điện tử VNeID", "Identity"),
        ("Dịch vụ công trực tuyến", "Public services"),
        ("Chữ ký số cá nhân", "Signatures"),
        ("Thanh toán không dùng tiền mặt", "Payments"),
        ("Phòng chống lừa đảo trên mạng", "Fraud"),
    ]
    .iter()
    .enumerate()
    .map(|(i, (vi, en))| PracticeCard { slug: format!("luyen-t{i:02}"), title: d.s(vi, en), questions: 10 })
    .collect()
}

fn practice(d: Data, question: usize, feedback: Option<ReviewItem>, done: bool) -> PracticePage {
    let questions = questions(d);
    let question = questions.get(question).or(questions.first()).cloned();
    PracticePage {
        slug: "luyen-t02".to_owned(),
        title: d.s("Chữ ký số cá nhân", "Signatures"),
        seed: "5f3a".to_owned(),
        question: question.unwrap_or_else(|| QuestionView {
            position: 1,
            kind: Kind::TrueFalse,
            stem: String::new(),
            options: Vec::new(),
            matches: Vec::new(),
            unit: None,
            choice: None,
            seq: 0,
        }),
        of: 7,
        right: 5,
        feedback,
        done,
    }
}

fn me(d: Data) -> MePage {
    let consent = |purpose: &str, given| ConsentRow {
        purpose: purpose.to_owned(),
        given,
        at: NOW - 3 * DAY,
        version: "2026-10".to_owned(),
    };
    let device = |label: &str, here| DeviceRow {
        id: "d1".to_owned(),
        label: label.to_owned(),
        added_at: NOW - 3 * DAY,
        seen_at: NOW,
        here,
        by_code: !here,
    };
    MePage {
        form: filled(d),
        errors: Vec::new(),
        localities_html: localities(d),
        locality_text: d.s("Phường Quy Nhơn", "Quy Nhon ward"),
        years: (2018, 1926),
        grade: "declared".to_owned(),
        contact: Some("09•••••123".to_owned()),
        consents: vec![
            consent("take_part", true),
            consent("publish_nickname", false),
            consent("prize_contact", true),
        ],
        devices: vec![device("Chrome, Android", true), device("Safari, iPhone", false)],
        attempts: my_attempts(d),
        code: "7KQ2M-X9RTA".to_owned(),
        code_qr: QR.to_owned(),
        notice: Some("me.saved"),
    }
}

/// Codes of the error page.
const ERRORS: [(&str, u16); 18] = [
    ("not_found", 404),
    ("contest_not_found", 404),
    ("not_yours", 403),
    ("attempt_closed", 409),
    ("attempt_not_found", 404),
    ("deadline_passed", 410),
    ("round_closed", 409),
    ("busy", 503),
    ("no_attempt_left", 409),
    ("paper_short", 503),
    ("waiting", 429),
    ("bad_form", 422),
    ("csrf", 403),
    ("too_large", 413),
    ("too_many", 429),
    ("internal", 500),
    ("signed_out", 401),
    ("something_new", 500),
];

/// Every page: (name, may carry scripts, document).
pub(crate) fn all(lang: Lang, plain: bool) -> Vec<(String, bool, String)> {
    let d = Data { plain };
    let slug = card(d).slug;
    let c = |path: &str| chrome(lang, d, path, true);
    let nobody = |path: &str| chrome(lang, d, path, false);
    let here = format!("/contests/{slug}");
    let mut kiosk = c("/");
    kiosk.kiosk = true;
    let mut alarmed = c("/me");
    if let Some(who) = &mut alarmed.who {
        who.new_device = true;
    }
    let wrong: FieldErrors = vec![
        ("nickname", "nickname_short"),
        ("birth_year", "birth_year"),
        ("group_code", "group_code"),
        ("consents", "consent"),
    ];
    let wait = Entry::Wait { again_at: Some(NOW + 15 * HOUR), reason: "per_day" };
    let wrong_form = JoinForm { nickname: "x".to_owned(), birth_year: String::new(), ..filled(d) };
    let mut pages: Vec<(&str, bool, String)> = vec![
        ("home", false, pages::home(&c("/"), home(d))),
        (
            "home-first",
            false,
            pages::home(
                &nobody("/"),
                HomePage {
                    open: vec![ContestCard { nearby: None, demo: false, ..card(d) }],
                    running: None,
                    ..home(d)
                },
            ),
        ),
        (
            "home-empty",
            false,
            pages::home(&nobody("/"), HomePage { open: Vec::new(), running: None, ..home(d) }),
        ),
        ("contest", false, pages::contest(&nobody(&here), contest(d, Entry::Join, Vec::new()))),
        ("contest-again", false, pages::contest(&c(&here), contest(d, Entry::Start, my_attempts(d)))),
        ("contest-wait", false, pages::contest(&c(&here), contest(d, wait.clone(), my_attempts(d)))),
        (
            "contest-resume",
            false,
            pages::contest(
                &c(&here),
                contest(d, Entry::Resume { attempt: ID.to_owned(), deadline: NOW + 300_000 }, Vec::new()),
            ),
        ),
        (
            "contest-not-yet",
            false,
            pages::contest(&c(&here), contest(d, Entry::NotYet { opens_at: NOW + DAY }, Vec::new())),
        ),
        (
            "contest-over",
            false,
            pages::contest(
                &c(&here),
                ContestPage {
                    card: ContestCard { over: true, closes_at: None, ..card(d) },
                    ..contest(d, Entry::Over, Vec::new())
                },
            ),
        ),
        ("join", true, pages::join(&nobody(&here), join(d, JoinForm::default(), Vec::new()))),
        ("join-errors", true, pages::join(&nobody(&here), join(d, wrong_form, wrong))),
        (
            "review",
            false,
            pages::review(
                &c("/"),
                ReviewPage {
                    attempt: attempt_view(d),
                    title: card(d).title,
                    prediction: Some("abc".to_owned()),
                    error: Some("prediction"),
                },
            ),
        ),
        (
            "result",
            true,
            pages::result(
                &c("/"),
                result(d, ContactAsk::Ask { needed: false, error: None }, Entry::Start, true),
            ),
        ),
        (
            "result-unranked",
            true,
            pages::result(
                &c("/"),
                result(d, ContactAsk::Ask { needed: true, error: Some("contact") }, wait, false),
            ),
        ),
        ("result-kiosk", true, pages::result(&kiosk, result(d, ContactAsk::Given, Entry::Over, true))),
        ("standings-places", false, pages::standings(&c(&here), standings(d, false))),
        ("standings-people", false, pages::standings(&c(&here), standings(d, true))),
        (
            "standings-empty",
            false,
            pages::standings(&c(&here), StandingsPage { rows: Vec::new(), ..standings(d, true) }),
        ),
        ("practice", false, pages::practice_list(&nobody("/practice"), topics(d))),
        (
            "practice-feedback",
            false,
            pages::practice(&nobody("/practice"), practice(d, 1, reviews(d).into_iter().nth(1), false)),
        ),
        ("practice-done", false, pages::practice(&nobody("/practice"), practice(d, 1, None, true))),
        ("me", true, pages::me(&alarmed, me(d))),
        (
            "who",
            false,
            pages::who(
                &c("/who"),
                WhoPage {
                    people: vec![
                        (
                            "p1".to_owned(),
                            d.s("Sao Mai", "Morning Star"),
                            d.s("Phường Quy Nhơn", "Quy Nhon"),
                            true,
                        ),
                        ("p2".to_owned(), d.s("Gió Biển", "Sea Wind"), d.s("Xã An Toàn", "An Toan"), false),
                    ],
                    back: here.clone(),
                    join: Some(format!("{here}/join")),
                },
            ),
        ),
        ("continue", true, pages::continue_(&nobody("/continue"), ContinuePage { error: None })),
        (
            "continue-wrong",
            true,
            pages::continue_(&nobody("/continue"), ContinuePage { error: Some("wrong") }),
        ),
        (
            "farewell",
            false,
            pages::farewell(
                &nobody("/"),
                FarewellPage { code: "7KQ2M-X9RTA".to_owned(), code_qr: QR.to_owned(), slug: Some(slug) },
            ),
        ),
        ("privacy", false, pages::privacy(&c("/privacy"))),
    ];
    for position in 1..=7 {
        let name =
            ["attempt-1", "attempt-2", "attempt-3", "attempt-4", "attempt-5", "attempt-6", "attempt-7"];
        let notice = (position == 4).then_some("attempt.incomplete");
        let index = usize::try_from(position - 1).unwrap_or(0);
        pages.push((
            name.get(index).copied().unwrap_or("attempt"),
            true,
            pages::attempt(&c("/"), attempt(d, position, notice)),
        ));
        let name = [
            "practice-1",
            "practice-2",
            "practice-3",
            "practice-4",
            "practice-5",
            "practice-6",
            "practice-7",
        ];
        pages.push((
            name.get(index).copied().unwrap_or("practice"),
            false,
            pages::practice(&nobody("/"), practice(d, index, None, false)),
        ));
    }
    let mut pages: Vec<(String, bool, String)> =
        pages.into_iter().map(|(name, scripts, html)| (name.to_owned(), scripts, html)).collect();
    for (code, status) in ERRORS {
        let page = ErrorPage {
            status,
            code,
            request_id: "01JD4K7Q".to_owned(),
            next: Some(here.clone()),
            retry: matches!(code, "busy" | "waiting").then_some(8),
        };
        pages.push((format!("error-{code}"), false, pages::error(&c(&here), page)));
    }
    pages
}
