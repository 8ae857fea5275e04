use super::super::markup::plain;
use super::super::tests::{defaults, some_revisions, there_and_back};
use super::super::{Format, Import, read as read_any};
use crate::question::{Key, Revision};
use proptest::prelude::*;

fn read(text: &str) -> Import {
    read_any(Format::Aiken, "cau.txt", text.as_bytes(), &defaults())
}

fn wrong(text: &str) -> Vec<(&'static str, usize, usize)> {
    read(text).problems.iter().filter(|p| p.is_error()).map(|p| (p.code, p.line, p.column)).collect()
}

/// What the format can hold: stem, options, the right one.
fn held(r: &Revision) -> (String, Vec<String>, Option<usize>) {
    let right = match &r.key {
        Key::SingleChoice { right } => r.options.iter().position(|o| o.id == *right),
        _ => None,
    };
    (plain(&r.stem), r.options.iter().map(|o| o.text.clone()).collect(), right)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_aiken_holds_comes_back(list in some_revisions()) {
        let single: Vec<&Revision> = list.iter().filter(|r| matches!(r.key, Key::SingleChoice { .. })).collect();
        let (export, import) = there_and_back(Format::Aiken, &list);
        let text = String::from_utf8_lossy(&export.bytes);
        prop_assert!(single.is_empty() || !import.has_errors(), "{:?}\n{}", import.problems, text);
        prop_assert_eq!(import.revisions.len(), single.len(), "{}", text);
        for (found, r) in import.revisions.iter().zip(&single) {
            let (stem, options, right) = held(found);
            let (expected, ..) = held(r);
            prop_assert!(stem == expected || stem == format!("Câu hỏi: {expected}"), "{}", text);
            prop_assert_eq!((options, right), (held(r).1, held(r).2));
        }
        // Exactly one loss for each question, whatever its kind.
        let told: Vec<&str> = export.losses.iter().map(|l| l.item.as_str()).collect();
        prop_assert_eq!(told, list.iter().map(|r| r.question.as_str()).collect::<Vec<_>>());
        // The same file again gives the same ids.
        prop_assert_eq!(read(&text).revisions, import.revisions);
    }

    #[test]
    fn any_lines_are_read_without_panic(text in "\\PC{0,200}|((A\\.|B\\)|C\\.|H\\.|ANSWER:|answer: |ế|x| |\n|\r){0,40})") {
        let _ = read(&text);
    }
}

#[test]
fn reads_files_as_people_write_them() {
    // Byte-order mark, Windows line ends, blank lines between, no space after the letter, several stem lines, tabs,
    // decomposed marks, smart quotes, trailing spaces, lower-case answer.
    let import = read(
        "\u{feff}Moodle do ai khởi xướng?\r\nA) Petr Škoda\r\nB) Martin Dougiamas\r\nC) Eloy Lafuente\r\nANSWER: B\r\n\r\n\
         H.264 là gì?\r\nChọn một ý.\r\n\r\n\tA.Chuẩn nén “phim”  \r\n\r\n\tB.\tMột loa\u{323}i cáp\r\n\r\n\tC. <b>Cổng</b> & mạng\u{a0}\r\n  Answer : a) \r\n\r\n\
         Câu liền sau\r\nA. 1\r\nB. 2\r\nC. 3\r\nD. 4\r\nE. 5\r\nF. 6\r\nANSWER:F\r\nCâu không cách dòng\r\nA. 1\r\nB. 2\r\nC. 3\r\nANSWER: C",
    );
    assert!(!import.has_errors(), "{:?}", import.problems);
    let found: Vec<_> = import.revisions.iter().map(held).collect();
    let own = |list: &[&str]| list.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        found[0],
        (
            "Moodle do ai khởi xướng?".into(),
            own(&["Petr Škoda", "Martin Dougiamas", "Eloy Lafuente"]),
            Some(1)
        )
    );
    assert_eq!(
        found[1],
        (
            "H.264 là gì? Chọn một ý.".into(),
            own(&["Chuẩn nén “phim”", "Một loại cáp", "<b>Cổng</b> & mạng"]),
            Some(0)
        )
    );
    assert_eq!(import.revisions[1].stem, "H.264 là gì?\nChọn một ý.");
    assert_eq!((found[2].2, found[3].2, found.len()), (Some(5), Some(2), 4));
    assert_eq!(import.places.iter().map(|p| p.line).collect::<Vec<_>>(), [1, 7, 17, 25]);
    assert!(import.revisions.iter().all(|r| r.question.starts_with("T99-x")));
    assert!(import.losses.is_empty());
}

#[test]
fn every_refusal_has_its_place() {
    let good = "Câu tốt\nA. 1\nB. 2\nC. 3\nANSWER: A\n";
    let around = |bad: &str| {
        let text = format!("{bad}\n\n{good}");
        assert!(read(&text).revisions.iter().any(|r| r.stem == "Câu tốt"), "{bad}");
        wrong(&text)
    };
    assert_eq!(around("Hai\nA) Đúng\nB) Sai\nANSWER: A"), [("option_count", 1, 1)]);
    assert_eq!(
        around("Bảy\nA. 1\nB. 2\nC. 3\nD. 4\nE. 5\nF. 6\nG. 7\nH. 8\nANSWER: A"),
        [("option_count", 8, 1)]
    );
    assert_eq!(around("Thiếu\nA. 1\nB. 2\nC. 3"), [("no_answer", 4, 1)]);
    assert_eq!(around("Sai\nA. 1\nB. 2\nC. 3\n ANSWER: D"), [("unknown_key", 5, 10)]);
    assert_eq!(around("Sai\nA. 1\nB. 2\nC. 3\nANSWER: é"), [("unknown_key", 5, 9)]);
    assert_eq!(around("Sai\nA. 1\nB. 2\nC. 3\nANSWER: A, C"), [("bad_answer", 5, 9)]);
    assert_eq!(around("Sai\nA. 1\nB. 2\nC. 3\nANSWER:"), [("bad_answer", 5, 8)]);
    assert_eq!(around("Nhảy\nA. 1\nB. 2\nD. 4\nE. 5\nANSWER: A"), [("option_order", 4, 1)]);
    assert_eq!(around("Gãy\nA. một\nhai\nB. 2\nC. 3\nANSWER: A"), [("bad_line", 3, 1)]);
    assert_eq!(around("Trống\nA. 1\nB.\nC. 3\nANSWER: A"), [("empty_answer", 3, 1)]);
    assert_eq!(around("A. 1\nB. 2\nC. 3\nANSWER: A"), [("no_stem", 1, 1)]);
    assert_eq!(around("ANSWER: A"), [("no_stem", 1, 1)]);
    assert_eq!(around("Không có gì\nANSWER: A"), [("no_stem", 2, 1)]);
    assert_eq!(wrong(&format!("{good}\nLời không")), [("no_options", 7, 1)]);
    assert_eq!(wrong(&format!("{good}\n{good}")), [("duplicate_id", 7, 1)]);
    assert_eq!(wrong(""), [("no_questions", 1, 1)]);
    assert_eq!(wrong("Câu\nA. x\nB. X\nC. y\nANSWER: A"), [("duplicate_option_text", 1, 1)]);
    assert!(read("Hai\nA) Đúng\nB) Sai\nANSWER: A").problems[0].remedy.contains("đúng/sai"));
    // Everything at once, in the order of the file.
    let all = "Một\nA. 1\nB. 2\nANSWER: A\n\nHai\nA. 1\nB. 2\nC. 3\n\nBa\nA. 1\nB. 2\nC. 3\nANSWER: Z\n";
    assert_eq!(wrong(all), [("option_count", 1, 1), ("no_answer", 9, 1), ("unknown_key", 15, 9)]);
}

#[test]
fn a_stem_like_an_option_gets_a_lead_and_is_told() {
    let mut r = read("Câu\nA. x\nB. y\nC. z\nANSWER: B").revisions.remove(0);
    for stem in ["A. Turing là ai?", "answer: gì", "ANSWER : gì"] {
        r.stem = stem.into();
        let (export, import) = there_and_back(Format::Aiken, std::slice::from_ref(&r));
        assert_eq!(import.revisions[0].stem, format!("Câu hỏi: {stem}"));
        assert!(export.losses[0].feature.contains("Câu hỏi:"), "{:?}", export.losses);
    }
    r.stem = "Chữ **đậm**\nhai dòng".into();
    let (export, _) = there_and_back(Format::Aiken, std::slice::from_ref(&r));
    assert_eq!(String::from_utf8_lossy(&export.bytes), "Chữ đậm hai dòng\nA. x\nB. y\nC. z\nANSWER: B\n\n");
    assert!(export.losses[0].feature.contains("xuống dòng") && export.losses[0].feature.contains("chữ đậm"));
}

#[test]
fn other_kinds_are_left_out_and_told() {
    let (export, _) = there_and_back(Format::Aiken, &gift("Đúng?{T}"));
    assert!(export.bytes.is_empty());
    assert_eq!(export.losses[0].feature, "câu đúng/sai");
}

fn gift(text: &str) -> Vec<Revision> {
    read_any(Format::Gift, "x", text.as_bytes(), &defaults()).revisions
}
