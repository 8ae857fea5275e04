//! Words of the table for kinds, audiences, levels and comparisons, in Vietnamese and as codes.
//!
//! Invariant: the word we write is the first of its list and is read back as what it was written for.

use crate::payload::Kind;
use crate::people::Audience;
use crate::question::Fold;
use crate::text::fold;

/// A meaning, the word we write, and all words for it, folded: that one, the code, and others.
type Words<T> = (T, &'static str, &'static [&'static str]);

pub(super) const KINDS: [Words<Kind>; 7] = [
    (
        Kind::SingleChoice,
        "Một đáp án đúng",
        &[
            "mot dap an dung",
            "single choice",
            "mot dap an",
            "1 dap an dung",
            "1 dap an",
            "mot lua chon",
            "chon mot",
            "trac nghiem",
            "trac nghiem mot dap an",
            "single",
        ],
    ),
    (
        Kind::MultipleChoice,
        "Nhiều đáp án đúng",
        &[
            "nhieu dap an dung",
            "multiple choice",
            "nhieu dap an",
            "nhieu lua chon",
            "chon nhieu",
            "trac nghiem nhieu dap an",
            "multiple",
            "multiple response",
        ],
    ),
    (
        Kind::TrueFalse,
        "Đúng/Sai",
        &["dung sai", "true false", "dung hay sai", "dung hoac sai", "true or false"],
    ),
    (
        Kind::Ordering,
        "Sắp xếp",
        &["sap xep", "ordering", "sap xep thu tu", "sap thu tu", "thu tu", "order", "sequence"],
    ),
    (Kind::Matching, "Ghép đôi", &["ghep doi", "matching", "ghep cap", "noi cot", "noi", "ghep", "match"]),
    (Kind::Numeric, "Số", &["so", "numeric", "dien so", "dap so", "number", "numerical"]),
    (
        Kind::ShortText,
        "Chữ ngắn",
        &[
            "chu ngan",
            "short text",
            "tra loi ngan",
            "dien chu",
            "dien tu",
            "dien khuyet",
            "text",
            "short answer",
        ],
    ),
];

pub(super) const AUDIENCES: [Words<Audience>; 5] = [
    (
        Audience::CivilServant,
        "Công chức",
        &[
            "cong chuc",
            "civil servant",
            "can bo",
            "vien chuc",
            "can bo cong chuc",
            "can bo cong chuc vien chuc",
            "luc luong vu trang",
        ],
    ),
    (Audience::Pupil, "Học sinh", &["hoc sinh", "pupil"]),
    (Audience::Student, "Sinh viên", &["sinh vien", "student"]),
    (Audience::Worker, "Người lao động", &["nguoi lao dong", "worker", "cong nhan", "lao dong"]),
    (Audience::Citizen, "Người dân", &["nguoi dan", "citizen", "nguoi dan khac", "nhan dan", "cong dan"]),
];

/// Everybody.
pub(super) const EVERYBODY: &str = "Mọi người";

pub(super) const LEVELS: [Words<u8>; 3] = [
    (1, "Dễ", &["de", "1", "easy", "nhan biet"]),
    (2, "Vừa", &["vua", "2", "trung binh", "medium", "thong hieu"]),
    (3, "Khó", &["kho", "3", "hard", "van dung", "van dung cao"]),
];

pub(super) const FOLDS: [Words<Fold>; 3] = [
    (
        Fold::Case,
        "Bỏ qua hoa/thường",
        &["bo qua hoa thuong", "case", "hoa thuong", "khong phan biet hoa thuong"],
    ),
    (Fold::None, "Đúng từng chữ", &["dung tung chu", "none", "chinh xac", "exact"]),
    (Fold::Marks, "Bỏ qua dấu", &["bo qua dau", "marks", "bo qua ca dau", "bo dau", "khong dau"]),
];

/// The word we write.
pub(super) fn word<T: PartialEq + Copy>(list: &[Words<T>], meaning: T) -> Option<&'static str> {
    list.iter().find(|(m, _, _)| *m == meaning).map(|(_, word, _)| *word)
}

/// The words we write, for lists and messages.
pub(super) fn shown<T>(list: &[Words<T>]) -> Vec<&'static str> {
    list.iter().map(|(_, word, _)| *word).collect()
}

fn find<T: Copy>(list: &[Words<T>], text: &str) -> Option<T> {
    let name = fold(text);
    list.iter().find(|(_, _, words)| words.contains(&name.as_str())).map(|(meaning, _, _)| *meaning)
}

pub(super) fn kind(text: &str) -> Option<Kind> {
    find(&KINDS, text)
}

pub(super) fn level(text: &str) -> Option<u8> {
    find(&LEVELS, text)
}

pub(super) fn comparison(text: &str) -> Option<Fold> {
    find(&FOLDS, text)
}

/// `None` when a word is unknown, or everybody stands with others.
pub(super) fn audience(text: &str) -> Option<Vec<Audience>> {
    let mut found = Vec::new();
    let mut everybody = false;
    for word in text.split([',', ';', '|', '\n']).filter(|w| !w.trim().is_empty()) {
        if matches!(fold(word).as_str(), "moi nguoi" | "tat ca" | "all" | "everybody") {
            everybody = true;
            continue;
        }
        // "Cán bộ, công chức, viên chức" is one audience in three words.
        let one = find(&AUDIENCES, word)?;
        if !found.contains(&one) {
            found.push(one);
        }
    }
    (!everybody || found.is_empty()).then_some(found)
}

pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "co" | "x" | "yes" | "y" | "true" | "1" | "dung" => Some(true),
        "khong" | "no" | "n" | "false" | "0" | "sai" => Some(false),
        _ => None,
    }
}

pub(super) fn right_or_wrong(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "dung" | "true" | "d" | "t" | "right" => Some(true),
        "sai" | "false" | "s" | "f" | "wrong" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::write::{fold_code, kind_code};

    #[test]
    fn words_and_codes_are_understood() {
        for (meaning, word, _) in KINDS {
            assert_eq!(kind(word), Some(meaning));
            assert_eq!(kind(kind_code(meaning)), Some(meaning));
            assert_eq!(kind(&fold(word).to_uppercase()), Some(meaning));
        }
        for (meaning, word, _) in FOLDS {
            assert_eq!((comparison(word), comparison(fold_code(meaning))), (Some(meaning), Some(meaning)));
        }
        for (meaning, word, others) in LEVELS {
            assert_eq!(
                (level(word), level(others[0]), level(&meaning.to_string())),
                (Some(meaning), Some(meaning), Some(meaning))
            );
        }
        for (meaning, word, _) in AUDIENCES {
            assert_eq!(
                (audience(word), audience(meaning.code())),
                (Some(vec![meaning]), Some(vec![meaning]))
            );
        }
        assert_eq!(
            audience("Cán bộ, công chức, viên chức; học sinh"),
            Some(vec![Audience::CivilServant, Audience::Pupil])
        );
        assert_eq!((audience("Mọi người"), audience("")), (Some(vec![]), Some(vec![])));
        assert_eq!((audience("Mọi người; Học sinh"), audience("Giáo viên")), (None, None));
        assert_eq!(
            (kind("tự luận"), level("4"), level(""), comparison("gần đúng")),
            (None, None, None, None)
        );
        assert_eq!(
            (yes_or_no("Có"), yes_or_no("KHONG"), yes_or_no("có lẽ")),
            (Some(true), Some(false), None)
        );
    }
}
