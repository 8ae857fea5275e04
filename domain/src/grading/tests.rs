//! Marks, refusals and words for every kind of question.

use super::*;
use crate::question::Source;
use proptest::prelude::*;
use std::collections::BTreeMap;

const TRUTH: [&str; 2] = ["Đúng", "Sai"];

fn options(ids: &[&str]) -> Vec<OptionView> {
    ids.iter().map(|id| OptionView { id: (*id).into(), text: format!("Ý {id}") }).collect()
}

fn question(ids: &[&str], key: Key) -> Revision {
    Revision {
        id: "T05-001@0".into(),
        question: "T05-001".into(),
        topic: "T05".into(),
        topic_title: "Phòng, chống lừa đảo".into(),
        difficulty: 1,
        audience: Vec::new(),
        situation: false,
        stem: "Việc nên làm là:".into(),
        options: options(ids),
        key,
        explanation: "Vì thế.".into(),
        sources: vec![Source { title: "Luật".into(), fact: None, url: None }],
        competence: vec!["TT02 4.2".into()],
        as_of: "2026-11-22".into(),
        review_by: "2027-06-30".into(),
        read_aloud: None,
        image: None,
        enemies: Vec::new(),
    }
}

fn ids(list: &[&str]) -> Vec<String> {
    list.iter().map(|s| (*s).to_owned()).collect()
}

fn pairs(list: &[(&str, &str)]) -> BTreeMap<String, String> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

fn matching(partial: bool) -> Revision {
    let right = pairs(&[("a", "2"), ("b", "1"), ("c", "3")]);
    question(&["a", "b", "c"], Key::Matching { matches: options(&["1", "2", "3", "4"]), right, partial })
}

fn text(accept: &[&str], fold: Fold) -> Revision {
    question(&[], Key::ShortText { accept: ids(accept), fold })
}

fn number(right: f64, tolerance: f64) -> Revision {
    question(&[], Key::Numeric { right, tolerance, unit: Some("chữ số".into()) })
}

#[test]
fn one_of_several_and_true_or_false() {
    let single = question(&["a", "b", "c"], Key::SingleChoice { right: "b".into() });
    assert_eq!(grade(&single, Some(&Choice::Option("b".into()))), Points::ONE);
    assert_eq!(grade(&single, Some(&Choice::Option("a".into()))), Points::ZERO);
    assert_eq!(grade(&single, None), Points::ZERO);
    assert_eq!(grade(&single, Some(&Choice::Text("b".into()))), Points::ZERO);
    let lie = question(&[], Key::TrueFalse { right: false });
    assert_eq!(grade(&lie, Some(&Choice::Option("false".into()))), Points::ONE);
    assert_eq!(grade(&lie, Some(&Choice::Option("true".into()))), Points::ZERO);
    assert_eq!(right(&lie, TRUTH), ["Sai"]);
    assert_eq!(describe(&lie, &Choice::Option("true".into()), TRUTH), ["Đúng"]);
}

#[test]
fn partial_credit_subtracts_wrong_picks() {
    let key = |partial| Key::MultipleChoice { right: ids(&["a", "c", "e"]), partial };
    let marks = |partial, picked: &[&str]| {
        grade(&question(&["a", "b", "c", "d", "e"], key(partial)), Some(&Choice::Options(ids(picked))))
    };
    assert_eq!(marks(true, &["a", "c", "e"]), Points::ONE);
    assert_eq!(marks(true, &["e", "a"]), Points::fraction(2, 3));
    assert_eq!(marks(true, &["a", "c", "b"]), Points::fraction(1, 3));
    assert_eq!(marks(true, &["a", "b", "d"]), Points::ZERO);
    assert_eq!(marks(true, &["a", "b", "c", "d", "e"]), Points::fraction(1, 3));
    assert_eq!(marks(true, &[]), Points::ZERO);
    assert_eq!(marks(false, &["a", "c"]), Points::ZERO);
    assert_eq!(marks(false, &["e", "c", "a"]), Points::ONE);
}

#[test]
fn ordering_is_all_or_nothing() {
    let q = question(&["a", "b", "c"], Key::Ordering { right: ids(&["c", "a", "b"]) });
    assert_eq!(grade(&q, Some(&Choice::Order(ids(&["c", "a", "b"])))), Points::ONE);
    assert_eq!(grade(&q, Some(&Choice::Order(ids(&["c", "b", "a"])))), Points::ZERO);
    assert_eq!(validate(&q, &Choice::Order(ids(&["c", "a"]))), Err(ChoiceError::Incomplete));
    assert_eq!(validate(&q, &Choice::Order(ids(&["c", "a", "a"]))), Err(ChoiceError::Repeated("a".into())));
    assert_eq!(
        validate(&q, &Choice::Order(ids(&["c", "a", "x"]))),
        Err(ChoiceError::UnknownOption("x".into()))
    );
    assert_eq!(validate(&q, &Choice::Options(ids(&["c"]))), Err(ChoiceError::WrongKind));
    assert_eq!(right(&q, TRUTH), ["Ý c", "Ý a", "Ý b"]);
}

#[test]
fn matching_counts_pairs() {
    let some = Choice::Pairs(pairs(&[("a", "2"), ("b", "2"), ("c", "3")]));
    assert_eq!(grade(&matching(true), Some(&some)), Points::fraction(2, 3));
    assert_eq!(grade(&matching(false), Some(&some)), Points::ZERO);
    assert_eq!(validate(&matching(true), &some), Ok(()));
    let stranger = Choice::Pairs(pairs(&[("a", "9")]));
    assert_eq!(validate(&matching(true), &stranger), Err(ChoiceError::UnknownOption("9".into())));
    assert_eq!(right(&matching(true), TRUTH), ["Ý a → Ý 2", "Ý b → Ý 1", "Ý c → Ý 3"]);
}

#[test]
fn numbers_allow_their_tolerance_and_no_more() {
    let at = |q: &Revision, n: f64| grade(q, Some(&Choice::Number(n))) == Points::ONE;
    assert!(at(&number(12.0, 0.0), 12.0));
    assert!(!at(&number(12.0, 0.0), 12.001));
    assert!(at(&number(0.3, 0.0), 0.1 + 0.2));
    assert!(at(&number(3.5, 0.1), 3.6));
    assert!(at(&number(3.5, 0.1), 3.4));
    assert!(!at(&number(3.5, 0.1), 3.601));
    assert!(!at(&number(3.5, 0.1), f64::NAN));
    assert_eq!(validate(&number(1.0, 0.0), &Choice::Number(f64::INFINITY)), Err(ChoiceError::NotANumber));
    assert_eq!(right(&number(3.5, 0.1), TRUTH), ["3,5 chữ số (± 0,1)"]);
    assert_eq!(describe(&number(1.0, 0.0), &Choice::Number(1_234_567.5), TRUTH), ["1.234.567,5 chữ số"]);
}

#[test]
fn texts_fold_as_the_writer_chose() {
    let at = |accept: &str, fold, typed: &str| {
        grade(&text(&[accept], fold), Some(&Choice::Text(typed.into()))) == Points::ONE
    };
    assert!(at("mã OTP", Fold::Case, "  MÃ   otp "));
    assert!(at("mã OTP", Fold::Case, "ma\u{303} OTP"));
    assert!(!at("mã OTP", Fold::Case, "ma OTP"));
    assert!(!at("mã OTP", Fold::None, "mã otp"));
    assert!(at("mã OTP", Fold::None, "mã\u{a0}OTP\u{200b}"));
    assert!(at("Định danh điện tử", Fold::Marks, "dinh danh DIEN TU"));
    assert!(at("hallucination", Fold::Marks, "Hallucination"));
    assert!(!at("ảo giác", Fold::Marks, "ao giacs"));
    assert!(!at("OTP", Fold::Marks, "   "));
    let long = Choice::Text("ă".repeat(201));
    assert_eq!(validate(&text(&["x"], Fold::Case), &long), Err(ChoiceError::TooLong));
    assert_eq!(validate(&text(&["x"], Fold::Case), &Choice::Text("ă".repeat(200))), Ok(()));
}

#[test]
fn numbers_as_typed_here() {
    let cases: &[(&str, Option<f64>)] = &[
        ("3,5", Some(3.5)),
        ("3.5", Some(3.5)),
        (" 12 ", Some(12.0)),
        ("1.024", Some(1024.0)),
        ("1,024", Some(1.024)),
        ("0.125", Some(0.125)),
        ("1.000.000", Some(1e6)),
        ("1,000,000", Some(1e6)),
        ("1.024,5", Some(1024.5)),
        ("1,024.5", Some(1024.5)),
        ("1 000 000", Some(1e6)),
        ("80%", Some(80.0)),
        ("−5", Some(-5.0)),
        ("+7", Some(7.0)),
        (",5", Some(0.5)),
        ("5,", None),
        ("1.02.4", None),
        ("1,02,4", None),
        ("1.024,5.6", None),
        ("1e5", None),
        ("inf", None),
        ("mười", None),
        ("", None),
        ("-", None),
        (".", None),
    ];
    for (typed, wanted) in cases {
        assert_eq!(parse_number(typed), *wanted, "{typed:?}");
    }
}

#[test]
fn a_review_says_what_and_why() {
    let q = question(&["a", "b", "c"], Key::MultipleChoice { right: ids(&["a", "b"]), partial: true });
    let item = review(&q, 3, Some(&Choice::Options(ids(&["c", "b"]))), TRUTH);
    assert_eq!((item.position, item.points, item.of), (3, 0.0, 1.0));
    assert_eq!(item.answered, ["Ý b", "Ý c"]);
    assert_eq!(item.right, ["Ý a", "Ý b"]);
    assert_eq!(item.sources[0].title, "Luật");
    assert!(review(&q, 1, None, TRUTH).answered.is_empty());
}

/// Any question with its right answer.
fn any_question() -> impl Strategy<Value = (Revision, Choice)> {
    let letters = ["a", "b", "c", "d", "e", "f"];
    prop_oneof![
        (3usize..=6, 0usize..6).prop_map(move |(n, k)| {
            let id = letters[k % n].to_owned();
            (question(&letters[..n], Key::SingleChoice { right: id.clone() }), Choice::Option(id))
        }),
        (3usize..=6, prop::collection::vec(any::<bool>(), 6), any::<bool>()).prop_map(
            move |(n, mask, partial)| {
                let mut right: Vec<String> =
                    letters[..n].iter().zip(mask).filter(|(_, m)| *m).map(|(l, _)| (*l).to_owned()).collect();
                if right.is_empty() {
                    right.push("a".into());
                }
                (
                    question(&letters[..n], Key::MultipleChoice { right: right.clone(), partial }),
                    Choice::Options(right),
                )
            }
        ),
        Just(ids(&["a", "b", "c", "d"])).prop_shuffle().prop_map(|right| {
            (question(&["a", "b", "c", "d"], Key::Ordering { right: right.clone() }), Choice::Order(right))
        }),
        any::<bool>().prop_map(|partial| {
            (matching(partial), Choice::Pairs(pairs(&[("a", "2"), ("b", "1"), ("c", "3")])))
        }),
        (-1e9f64..1e9, 0.0f64..10.0).prop_map(|(n, tolerance)| (number(n, tolerance), Choice::Number(n))),
        "[a-zA-Zăâđêôơư ]{1,20}x".prop_map(|t| (text(&[&t], Fold::Case), Choice::Text(t.to_uppercase()))),
        any::<bool>().prop_map(|b| {
            (question(&[], Key::TrueFalse { right: b }), Choice::Option(truth_id(b).to_owned()))
        }),
    ]
}

fn any_choice() -> impl Strategy<Value = Choice> {
    let id = "[a-g1-5]";
    prop_oneof![
        id.prop_map(Choice::Option),
        prop::collection::vec(id, 0..7).prop_map(Choice::Options),
        prop::collection::vec(id, 0..7).prop_map(Choice::Order),
        prop::collection::btree_map(id, id, 0..5).prop_map(Choice::Pairs),
        any::<f64>().prop_map(Choice::Number),
        ".{0,30}".prop_map(Choice::Text),
    ]
}

proptest! {
    #[test]
    fn the_right_answer_gets_everything((q, right) in any_question()) {
        prop_assert_eq!(validate(&q, &right), Ok(()));
        prop_assert_eq!(grade(&q, Some(&right)), q.worth());
        prop_assert_eq!(grade(&q, None), Points::ZERO);
        prop_assert!(!super::right(&q, TRUTH).is_empty());
    }

    #[test]
    fn marks_stay_in_bounds_and_refused_choices_earn_little((q, _) in any_question(), choice in any_choice()) {
        let marks = grade(&q, Some(&choice));
        prop_assert!(Points::ZERO <= marks && marks <= q.worth());
        if validate(&q, &choice) == Err(ChoiceError::WrongKind) {
            prop_assert_eq!(marks, Points::ZERO);
        }
        if is_blank(&choice) {
            prop_assert_eq!(marks, Points::ZERO);
            prop_assert!(describe(&q, &choice, TRUTH).is_empty());
        }
    }

    #[test]
    fn the_order_of_picks_and_options_never_matters(
        picked in Just(ids(&["a", "b", "c", "d", "e"])).prop_shuffle(), n in 0usize..=5,
        right in prop::sample::subsequence(ids(&["a", "b", "c", "d", "e"]), 1..=5), partial in any::<bool>(),
        shown in Just(["a", "b", "c", "d", "e"]).prop_shuffle(),
    ) {
        let key = Key::MultipleChoice { right, partial };
        let picked = picked[..n].to_vec();
        let mut sorted = picked.clone();
        sorted.sort();
        let q = question(&["a", "b", "c", "d", "e"], key.clone());
        let marks = grade(&q, Some(&Choice::Options(picked.clone())));
        prop_assert_eq!(marks, grade(&q, Some(&Choice::Options(sorted))));
        prop_assert_eq!(marks, grade(&question(&shown, key), Some(&Choice::Options(picked))));
    }

    #[test]
    fn numbers_are_read_as_they_are_shown(n in -9_999_999i32..9_999_999, decimals in 0u32..=3) {
        let value = f64::from(n) / 10f64.powi(i32::try_from(decimals).unwrap());
        prop_assert_eq!(parse_number(&format_number(value)), Some(value));
    }

    #[test]
    fn any_text_is_a_finite_number_or_none(typed in "[-+0-9., %e]{0,14}") {
        prop_assert!(parse_number(&typed).is_none_or(f64::is_finite));
    }
}
