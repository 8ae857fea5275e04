//! Made-up data for every page, shared by the preview and by the page tests.
//!
//! `plain` data is ASCII only: with it, any Vietnamese letter on an English page comes from the catalogue.

mod boards;
mod console;
mod live;
mod paper;
mod rooms;
mod stage;

use app::model::live::MyPlay;
use app::model::*;
use app::pages;
use boards::standings;
use domain::payload::{Kind, QuestionView, ReviewItem};
use paper::{attempt, attempt_view, questions, result, reviews};

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

fn c_of(lang: Lang, d: Data, path: &str) -> Chrome {
    chrome(lang, d, path, false)
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

const QR: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" shape-rendering=\"crispEdges\"><path fill=\"#000\" d=\"M1 1h3v3H1zM5 1h3v3H5zM1 5h3v3H1zM5 5h1v1H5zM7 7h1v1H7z\"/></svg>";

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
            image: None,
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
        plays: vec![MyPlay {
            title: d.s("Đêm hội số", "Digital night"),
            nickname: d.s("Gió Biển", "Sea Breeze"),
            joined_at: NOW - 2 * DAY,
            pin: Some("482913".to_owned()),
        }],
        code: "7KQ2M-X9RTA".to_owned(),
        notice: Some("me.saved"),
    }
}

/// Codes of the error page.
const ERRORS: [(&str, u16); 19] = [
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
    ("bad_form", 422),
    ("csrf", 403),
    ("too_large", 413),
    ("too_many", 429),
    ("internal", 500),
    ("signed_out", 401),
    ("staff_signed_out", 401),
    ("no_role", 403),
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
        ("continue", true, pages::continue_(&nobody("/continue"), ContinuePage::default())),
        (
            "continue-wrong",
            true,
            pages::continue_(&nobody("/continue"), ContinuePage { error: Some("wrong"), minutes: 0 }),
        ),
        (
            "waiting",
            false,
            pages::waiting(
                &nobody(&here),
                WaitingPage {
                    slug: slug.clone(),
                    fields: vec![("nickname".to_owned(), d.s("Sao Mai", "Morning Star"))],
                    seconds: 15,
                    kiosk: false,
                },
            ),
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
    pages.extend(console::all(lang, d));
    pages.extend(rooms::all(lang, d));
    let mut pages: Vec<(String, bool, String)> =
        pages.into_iter().map(|(name, scripts, html)| (name.to_owned(), scripts, html)).collect();
    for (code, status) in ERRORS {
        let page = ErrorPage {
            status,
            code,
            request_id: "01JD4K7Q".to_owned(),
            next: Some(here.clone()),
            retry: (code == "busy").then_some(8),
        };
        pages.push((format!("error-{code}"), false, pages::error(&c(&here), page)));
    }
    pages.extend(live::all(lang, d));
    pages
}
