//! Files that are right, files that are wrong in every known way, and the way back to text.

use super::*;
use crate::payload::OptionView;
use crate::people::Audience;
use crate::question::{Fold, Key, Source};
use proptest::prelude::*;

const HEAD: &str = "format = 1\ntopic = \"T05\"\ntitle = \"Phòng, chống lừa đảo trực tuyến\"\n";
const TAIL: &str = r#"explanation = "Vì thế."
sources = [{ title = "Luật Giao dịch điện tử", fact = "03.8" }]
competence = ["TT02 4.2"]
as_of = "2026-11-22"
review_by = "2027-06-30"
"#;

fn question(id: &str, body: &str) -> String {
    format!(
        "\n[[question]]\nid = \"{id}\"\ndifficulty = 1\naudience = [\"all\"]\nsituation = true\nstem = \"Việc nên làm là:\"\n{body}\n{TAIL}"
    )
}

const ABC: &str = r#"options = [
  { id = "a", text = "Gọi 113" },
  { id = "b", text = "Cúp máy" },
  { id = "c", text = "Chuyển tiền" },
]"#;

fn single(id: &str) -> String {
    question(id, &format!("kind = \"single_choice\"\n{ABC}\nkey = \"b\""))
}

fn parse(text: &str) -> Vec<Revision> {
    parse_toml("T05.toml", text).unwrap_or_else(|problems| panic!("{}", list(&problems)))
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// `line:column code` of everything found.
fn found(text: &str) -> Vec<String> {
    let problems = parse_toml("T05.toml", text).expect_err("should be refused");
    assert!(problems.iter().all(|p| !p.message.is_empty() && !p.remedy.is_empty()));
    problems.iter().map(|p| format!("{}:{} {}", p.line, p.column, p.code)).collect()
}

#[test]
fn every_kind_is_read() {
    let text = [
        HEAD.to_owned(),
        single("T05-001"),
        question("T05-002", &format!("kind = \"multiple_choice\"\n{ABC}\nkey = [\"a\", \"b\"]\npartial = true")),
        question("T05-003", "kind = \"true_false\"\nkey = false"),
        question("T05-004", &format!("kind = \"ordering\"\n{ABC}\nkey = [\"c\", \"a\", \"b\"]")),
        question(
            "T05-005",
            &format!("kind = \"matching\"\n{ABC}\nmatches = [{{ id = \"1\", text = \"x\" }}, {{ id = \"2\", text = \"y\" }}]\nkey = {{ a = \"2\", b = \"1\", c = \"2\" }}"),
        ),
        question("T05-006", "kind = \"numeric\"\nkey = 12\ntolerance = 0.5\nunit = \"chữ số\""),
        question("T05-007", "kind = \"short_text\"\nkey = [\"OTP\", \"mã OTP\"]\nfold = \"marks\""),
    ]
    .concat();
    let revisions = parse(&text);
    assert_eq!(revisions.len(), 7);
    assert!(revisions[0].audience.is_empty());
    assert_eq!(revisions[0].key, Key::SingleChoice { right: "b".into() });
    assert_eq!(revisions[5].key, Key::Numeric { right: 12.0, tolerance: 0.5, unit: Some("chữ số".into()) });
    assert_eq!(
        revisions[6].key,
        Key::ShortText { accept: vec!["OTP".into(), "mã OTP".into()], fold: Fold::Marks }
    );
    assert_eq!(parse(&to_toml(&revisions)), revisions);
}

#[test]
fn a_bom_and_windows_lines_are_fine() {
    let text = format!("\u{feff}{HEAD}{}", single("T05-001")).replace('\n', "\r\n");
    assert_eq!(parse(&text).len(), 1);
    let bad = text.replace("difficulty = 1", "difficulty = 4");
    assert_eq!(found(&bad), ["7:14 out_of_range"]);
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once() {
    let text = format!(
        "{HEAD}{}{}",
        single("T05-001").replace("key = \"b\"", "key = \"e\"").replace("difficulty", "dificulty"),
        single("T05-001").replace("Cúp máy", "gọi  113").replace("2027-06-30", "2026-02-30")
    );
    let problems = parse_toml("T05.toml", &text).unwrap_err();
    assert_eq!(
        problems.iter().map(|p| p.code).collect::<Vec<_>>(),
        [
            "missing_field",
            "unknown_field",
            "unknown_key",
            "duplicate_id",
            "duplicate_option_text",
            "bad_date"
        ]
    );
    assert_eq!(
        problems[1].to_string(),
        "T05.toml:7:1: không có trường `dificulty`; có phải là `difficulty`?"
    );
    assert_eq!(problems[2].question.as_deref(), Some("T05-001"));
    assert!(problems[3].message.contains("dòng 6"), "{}", problems[3]);
}

#[test]
fn syntax_errors_have_a_place() {
    let text = format!(
        "{HEAD}{}",
        single("T05-001").replace("stem = \"Việc nên làm là:\"", "stem = \"Việc nên làm là:")
    );
    let places = found(&text);
    assert_eq!(places[0].split(':').next(), Some("10"), "{places:?}");
    assert!(places.iter().all(|p| p.ends_with("syntax")));
    assert_eq!(found("format = 1\nformat = 1")[0], "2:1 syntax");
}

#[test]
fn each_mistake_is_named() {
    let cases: &[(&str, &str, &str)] = &[
        ("explanation = \"Vì thế.\"\n", "", "missing_field"),
        ("sources = [{ title = \"Luật Giao dịch điện tử\", fact = \"03.8\" }]\n", "", "missing_field"),
        ("[{ title = \"Luật Giao dịch điện tử\", fact = \"03.8\" }]", "[]", "no_source"),
        ("fact = \"03.8\"", "url = \"luat\"", "bad_url"),
        ("title = \"Luật", "titel = \"Luật", "missing_field unknown_field"),
        ("[\"TT02 4.2\"]", "[\"TT02 4.5\"]", "bad_competence"),
        ("[\"TT02 4.2\"]", "\"TT02 4.2\"", "wrong_type empty"),
        ("2027-06-30", "2026-11-22", "review_before_as_of"),
        ("2027-06-30", "30/06/2027", "bad_date"),
        ("[\"all\"]", "[\"al\"]", "unknown_value"),
        ("[\"all\"]", "[\"all\", \"pupil\"]", "all_and_more"),
        ("[\"all\"]", "[]", "empty"),
        ("[\"all\"]", "[\"pupil\", \"pupil\"]", "duplicate"),
        ("single_choice", "single", "unknown_value"),
        ("single_choice", "numeric", "field_not_for_kind wrong_type"),
        ("difficulty = 1", "difficulty = \"1\"", "wrong_type"),
        ("situation = true", "situation = 1", "wrong_type"),
        ("  { id = \"c\", text = \"Chuyển tiền\" },\n", "", "option_count"),
        ("{ id = \"c\"", "{ id = \"a\"", "duplicate_option_id"),
        ("{ id = \"c\"", "{ id = \"C!\"", "bad_option_id"),
        ("key = \"b\"", "key = [\"b\"]", "wrong_type"),
        ("key = \"b\"", "", "missing_field"),
        ("key = \"b\"", "key = \"b\"\npartial = true", "field_not_for_kind"),
        ("Việc nên làm là:", "Vie\u{323}\u{302}c nên làm là:", "not_nfc"),
        ("Việc nên làm là:", "Việc\\tnên làm là:", "control_character"),
        ("Việc nên làm là:", "Việc\u{200b} nên làm là:", "control_character"),
        ("Việc nên làm là:", " Việc nên làm là:", "outer_space"),
        ("Việc nên làm là:", "", "empty"),
        ("T05-001", "T06-001", "foreign_id"),
        ("T05-001", "câu 1", "bad_id"),
    ];
    let good = format!("{HEAD}{}", single("T05-001"));
    for (from, to, codes) in cases {
        assert!(good.contains(from), "{from}");
        let places = found(&good.replacen(from, to, 1));
        let names: Vec<&str> = places.iter().filter_map(|p| p.split(' ').nth(1)).collect();
        assert_eq!(names.join(" "), *codes, "{from} → {to}: {places:?}");
    }
    let long = good.replace("Việc nên làm là:", &"ă".repeat(601));
    assert_eq!(found(&long), ["10:8 too_long"]);
    assert_eq!(found(&good.replace("format = 1", "format = 2")), ["1:10 out_of_range"]);
    assert_eq!(found(&good.replace("topic = \"T05\"", "topic = \"X\"")), ["2:9 bad_topic"]);
    assert_eq!(found(HEAD), ["1:1 missing_field"]);
}

#[test]
fn keys_of_every_kind_are_checked() {
    let pairs = "matches = [{ id = \"1\", text = \"x\" }, { id = \"2\", text = \"y\" }]";
    let cases: &[(String, &str)] = &[
        (format!("kind = \"multiple_choice\"\n{ABC}\nkey = []"), "empty_key"),
        (
            format!("kind = \"multiple_choice\"\n{ABC}\nkey = [\"a\", \"a\", \"z\"]"),
            "duplicate_key unknown_key",
        ),
        (format!("kind = \"ordering\"\n{ABC}\nkey = [\"a\", \"b\"]"), "incomplete_order"),
        (
            format!("kind = \"matching\"\n{ABC}\n{pairs}\nkey = {{ a = \"1\", b = \"2\" }}"),
            "incomplete_pairs",
        ),
        (
            format!("kind = \"matching\"\n{ABC}\n{pairs}\nkey = {{ a = \"1\", b = \"2\", c = \"3\" }}"),
            "unknown_key",
        ),
        (format!("kind = \"matching\"\n{ABC}\nkey = {{ a = \"1\" }}"), "missing_field"),
        (format!("kind = \"true_false\"\n{ABC}\nkey = true"), "field_not_for_kind"),
        ("kind = \"true_false\"\nkey = \"true\"".into(), "wrong_type"),
        ("kind = \"numeric\"\nkey = \"12\"".into(), "wrong_type"),
        ("kind = \"numeric\"\nkey = inf".into(), "not_a_number"),
        ("kind = \"numeric\"\nkey = 12\ntolerance = -1".into(), "out_of_range"),
        ("kind = \"short_text\"\nkey = \"OTP\"".into(), "wrong_type"),
        ("kind = \"short_text\"\nkey = []".into(), "empty_key"),
        ("kind = \"short_text\"\nkey = [\"OTP\", \"OTP\"]".into(), "duplicate_key"),
        ("kind = \"short_text\"\nkey = [\"OTP\"]\nfold = \"tones\"".into(), "unknown_value"),
    ];
    for (body, codes) in cases {
        let places = found(&format!("{HEAD}{}", question("T05-001", body)));
        let mut names: Vec<&str> = places.iter().filter_map(|p| p.split(' ').nth(1)).collect();
        names.dedup();
        assert!(names.join(" ").starts_with(codes), "{body}: {places:?}");
    }
}

#[test]
fn warnings_do_not_refuse() {
    let body = "kind = \"short_text\"\nkey = [\"OTP\", \"otp\"]";
    let text = format!("{HEAD}{}", question("T05-001", body).replace("Việc", "<b>Việc</b>"));
    let parsed = parse_toml_with_warnings("T05.toml", &text);
    assert!(!parsed.has_errors());
    assert_eq!(
        parsed.problems.iter().map(|p| p.code).collect::<Vec<_>>(),
        ["looks_like_html", "redundant_form"]
    );
    assert_eq!(parsed.places[0].line, 6);
}

#[test]
fn ids_are_unique_across_files() {
    let text = format!("{HEAD}{}", single("T05-001"));
    let parsed = parse_files([("a.toml", text.as_str()), ("b.toml", text.as_str())]);
    assert_eq!(parsed.problems.len(), 1);
    assert!(
        parsed.problems[0].to_string().starts_with("b.toml:6:6: mã câu hỏi \"T05-001\" đã có ở a.toml:6")
    );
}

#[test]
fn same_content_same_id() {
    let text = format!("{HEAD}{}", single("T05-001"));
    let (one, two) = (
        parse(&text),
        parse(&text.replace("situation = true\n", "").replace("stem", "situation = true\nstem")),
    );
    assert_eq!(one[0].id, two[0].id);
    // Stored attempts point at ids: the way they are made never changes.
    assert_eq!(one[0].id, "T05-001@b50ea837ea5d");
    assert_ne!(one[0].id, parse(&text.replace("Cúp máy", "Cúp máy ngay"))[0].id);
}

#[test]
fn the_shipped_bank_is_right() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../question-bank");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    let parsed = parse_files(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    assert!(!parsed.has_errors(), "{}", list(&parsed.problems));
    println!("{}\n{}", list(&parsed.problems), check(&parsed.revisions, "2026-11-22".parse().unwrap()));
}

#[test]
fn the_report_counts_and_warns() {
    let wordy = |id: &str| single(id).replace("Cúp máy", "Cúp máy và báo cho công an nơi bạn ở");
    let mut text = HEAD.to_owned();
    for n in 1..=10 {
        text += &wordy(&format!("T05-{n:03}")).replace("Việc nên", &format!("Việc {n} nên"));
    }
    text += &single("T05-011")
        .replace("Chuyển tiền", "Tất cả các đáp án trên")
        .replace("2027-06-30", "2027-01-15");
    text += &single("T05-012")
        .replace("Chuyển tiền", "Cả A và B")
        .replace("as_of = \"2026-11-22\"", "as_of = \"2026-01-01\"")
        .replace("2027-06-30", "2026-11-22");
    let report = check(&parse(&text), "2026-11-22".parse().unwrap());
    assert_eq!((report.questions, report.drawable, report.situations), (12, 11, 12));
    assert_eq!(report.by_topic["T05"].questions, 12);
    assert_eq!(report.by_kind["single_choice"], 12);
    assert_eq!(report.by_audience["all"], 12);
    assert_eq!((report.longest_right.count, report.longest_right.of), (10, 12));
    // The questions are made alike on purpose: that is told apart from the rest.
    let codes: Vec<&str> =
        report.warnings.iter().map(|w| w.code).filter(|c| !matches!(*c, "alike" | "no_read_aloud")).collect();
    assert_eq!(
        codes,
        [
            "due_soon",
            "all_of_the_above",
            "overdue",
            "all_of_the_above",
            "duplicate_stem",
            "longest_right",
            "longest_right"
        ]
    );
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["by_difficulty"]["1"], 12);
    assert!(json["warnings"].as_array().unwrap().iter().any(|w| w["question"] == "T05-011"));
    assert!(report.to_string().contains("T05-012: quá hạn rà soát"));
}

#[test]
fn the_report_looks_at_wording() {
    let codes = |text: &str| -> Vec<&'static str> {
        let report = check(&parse(&format!("{HEAD}{text}")), "2026-11-22".parse().unwrap());
        report.warnings.iter().map(|w| w.code).collect()
    };
    let plain = single("T05-001");
    assert!(codes(&plain).is_empty(), "{:?}", codes(&plain));
    let long = "Chuyển tiền ngay vào tài khoản mà người ấy đọc qua điện thoại rồi chờ cán bộ gọi lại";
    assert_eq!(codes(&plain.replace("Chuyển tiền", long)), ["uneven_options"]);
    assert_eq!(codes(&plain.replace("Chuyển tiền", "Chuyển tiền.")), ["uneven_options"]);
    let stem = plain.lines().find(|l| l.starts_with("stem")).unwrap();
    let ask = |text: &str| plain.replace(stem, &format!("stem = \"{text}\""));
    let denying = |text: &str| ask(text).replace("Chuyển tiền", "Không nghe máy");
    assert_eq!(codes(&denying("Có người lạ gọi đến, việc không nên làm là:")), ["double_negative"]);
    assert!(codes(&denying("Có người lạ gọi đến, bạn không quen. Việc nên làm là:")).is_empty());
    assert_eq!(codes(&ask("Ai cũng không thể không biết điều này. Việc nên làm là:")), ["double_negative"]);
    assert_eq!(codes(&ask("Bạn nhận mã OTP từ 1 số lạ. Việc nên làm là:")), ["no_read_aloud"]);
    let enemy = plain.replace("as_of =", "enemies = [\"T99-001\"]\nas_of =");
    assert_eq!(codes(&enemy), ["unknown_enemy"]);
    let two = format!("{plain}{}", single("T05-002"));
    assert_eq!(codes(&two), ["duplicate_stem", "alike"]);
    let apart =
        format!("{plain}{}", single("T05-002").replace("as_of =", "enemies = [\"T05-001\"]\nas_of ="));
    assert_eq!(codes(&apart), ["duplicate_stem"]);
}

fn any_text() -> impl Strategy<Value = String> {
    "[a-zA-ZăâđêôơưẮệ0-9 ,.\"\\\\'#\\[\\]{}=“”–%]{0,30}"
        .prop_map(|s| format!("x{}", s.split_whitespace().collect::<Vec<_>>().join(" ")))
}

fn any_options(prefix: &'static str) -> impl Strategy<Value = Vec<OptionView>> {
    prop::collection::vec(any_text(), 3..=6).prop_map(move |texts| {
        texts
            .into_iter()
            .enumerate()
            .map(|(i, text)| OptionView { id: format!("{prefix}{i}"), text: format!("{text} {i}") })
            .collect()
    })
}

fn any_key(options: &[OptionView]) -> BoxedStrategy<Key> {
    let ids: Vec<String> = options.iter().map(|o| o.id.clone()).collect();
    let n = ids.len();
    prop_oneof![
        prop::sample::select(ids.clone()).prop_map(|right| Key::SingleChoice { right }),
        (prop::sample::subsequence(ids.clone(), 1..=n), any::<bool>())
            .prop_map(|(right, partial)| Key::MultipleChoice { right, partial }),
        Just(ids.clone()).prop_shuffle().prop_map(|right| Key::Ordering { right }),
        (any_options("m"), any::<bool>()).prop_map(move |(matches, partial)| {
            let right = ids
                .iter()
                .enumerate()
                .map(|(i, l)| (l.clone(), matches[i % matches.len()].id.clone()))
                .collect();
            Key::Matching { matches, right, partial }
        }),
        any::<bool>().prop_map(|right| Key::TrueFalse { right }),
        (
            prop_oneof![-1e15f64..1e15, (-1000i32..1000).prop_map(f64::from)],
            0.0f64..100.0,
            prop::option::of("[a-zđ]{1,9}")
        )
            .prop_map(|(right, tolerance, unit)| Key::Numeric { right, tolerance, unit }),
        (
            prop::collection::btree_set(any_text(), 1..5),
            prop::sample::select(vec![Fold::None, Fold::Case, Fold::Marks])
        )
            .prop_map(|(forms, fold)| Key::ShortText { accept: forms.into_iter().collect(), fold }),
    ]
    .boxed()
}

fn any_revision() -> impl Strategy<Value = Revision> {
    let words =
        (any_text(), any_text(), any_text(), prop::option::of(any_text()), prop::option::of(any_text()));
    let facts =
        (1u8..=3, prop::sample::subsequence(Audience::ALL.to_vec(), 0..=5), any::<bool>(), 1usize..999);
    (any_options("o").prop_flat_map(|o| (any_key(&o), Just(o))), words, facts).prop_map(
        |(
            (key, options),
            (stem, explanation, source, fact, read_aloud),
            (difficulty, audience, situation, n),
        )| {
            let bare = matches!(key, Key::TrueFalse { .. } | Key::Numeric { .. } | Key::ShortText { .. });
            let mut revision = Revision {
                id: String::new(),
                question: format!("T05-{n:03}"),
                topic: "T05".into(),
                topic_title: "Phòng, chống lừa đảo trực tuyến".into(),
                difficulty,
                audience,
                situation,
                stem,
                options: if bare { Vec::new() } else { options },
                key,
                explanation,
                sources: vec![Source {
                    title: source,
                    fact: fact.map(|f| f.chars().take(20).collect::<String>().trim().to_owned()),
                    url: None,
                }],
                competence: vec!["TT02 4.2".into(), "DLGF 0.1".into()],
                as_of: "2026-11-22".into(),
                review_by: "2027-06-30".into(),
                read_aloud,
                image: None,
                enemies: Vec::new(),
            };
            revision.id = revision_id(&revision);
            revision
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(revisions in prop::collection::vec(any_revision(), 1..5)) {
        let mut revisions = revisions;
        revisions.sort_by(|a, b| a.question.cmp(&b.question));
        revisions.dedup_by(|a, b| a.question == b.question);
        let text = to_toml(&revisions);
        let read = parse_toml("T05.toml", &text).map_err(|p| TestCaseError::fail(format!("{}\n{text}", list(&p))))?;
        prop_assert_eq!(read, revisions);
    }

    #[test]
    fn any_bytes_are_refused_politely(cut in 0usize..700, junk in "[\\PC\n\"\\[\\]=]{0,12}") {
        let good = format!("{HEAD}{}", single("T05-001"));
        let at = good.char_indices().map(|(i, _)| i).nth(cut).unwrap_or(good.len());
        let text = format!("{}{junk}{}", &good[..at], &good[at..]);
        let lines = text.lines().count() + 1;
        for problem in parse_toml_with_warnings("x", &text).problems {
            prop_assert!(problem.line >= 1 && problem.line <= lines && problem.column >= 1);
        }
    }
}
