//! The paper side of the made-up data: questions of every kind, an attempt, its review and its result.

use super::{DAY, Data, HOUR, ID, NOW, card};
use app::model::*;
use domain::Choice;
use domain::payload::*;
use std::collections::BTreeMap;

fn options(list: &[(&str, String)]) -> Vec<OptionView> {
    list.iter().map(|(id, text)| OptionView { id: (*id).to_owned(), text: text.clone() }).collect()
}

/// One question of every kind.
pub(super) fn questions(d: Data) -> Vec<QuestionView> {
    let q = |position, kind, stem, options, choice| QuestionView {
        image: None,
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

pub(super) fn attempt_view(d: Data) -> AttemptView {
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

pub(super) fn attempt(d: Data, position: u32, notice: Option<&'static str>) -> AttemptPage {
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

pub(super) fn reviews(d: Data) -> Vec<ReviewItem> {
    let source = |title: String, url: Option<&str>| SourceView { title, url: url.map(str::to_owned) };
    let item = |position, answered: Vec<String>, points| ReviewItem {
        image: None,
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

pub(super) fn result(d: Data, contact: ContactAsk, entry: Entry, shown: bool) -> ResultPage {
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
        group_wrong: None,
        extensions: Vec::new(),
        code: "7KQ2M-X9RTA".to_owned(),
        frozen: false,
        not_counted: None,
        no_rank: None,
        demo: true,
    }
}
