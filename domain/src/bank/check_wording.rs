//! What a wording must be, whatever file it came from.
//!
//! The TOML reader checks field by field because it can point into the file; every other format ends in a
//! [`Revision`] and is checked here. Both share the limits and the text rules. Invariant: a wording without errors here
//! is written to TOML and read back as itself.

use super::parse::{MOST_EXPLANATION, MOST_OPTION, MOST_STEM, is_competence, is_topic, is_web_address};
use super::reader::text_faults;
use super::{Fault, Severity};
use crate::grading::{LONGEST_TEXT, fold_text};
use crate::payload::OptionView;
use crate::question::{Fold, Key, Revision};
use crate::text::is_clean;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Everything that is wrong with a wording, and what a draft may lack but an approved question may not (warnings).
#[must_use]
pub fn faults(r: &Revision) -> Vec<Fault> {
    let mut found = Vec::new();
    identity(r, &mut found);
    texts(r, &mut found);
    key(r, &mut found);
    dates(r, &mut found);
    found
}

/// What a draft may lack but an approved question may not: the reasons why this one cannot be approved.
#[must_use]
pub fn unready(r: &Revision) -> Vec<Fault> {
    let mut found = Vec::new();
    if r.explanation.trim().is_empty() {
        found.push(warning(
            "no_explanation",
            "chưa có lời giải thích",
            "viết 1–3 câu: vì sao đúng, điều cần nhớ",
        ));
    }
    if r.sources.is_empty() {
        found.push(warning(
            "no_source",
            "chưa có nguồn",
            "ghi văn bản hoặc cơ quan mà người đọc tra lại được",
        ));
    }
    if r.competence.is_empty() {
        found.push(warning("no_competence", "chưa có mã năng lực", "ghi ít nhất một mã, ví dụ TT02 4.2"));
    }
    found
}

fn warning(code: &'static str, message: impl Into<String>, remedy: impl Into<String>) -> Fault {
    Fault { code, message: message.into(), remedy: remedy.into(), severity: Severity::Warning }
}

fn error(code: &'static str, message: impl Into<String>, remedy: impl Into<String>) -> Fault {
    Fault { code, message: message.into(), remedy: remedy.into(), severity: Severity::Error }
}

fn identity(r: &Revision, found: &mut Vec<Fault>) {
    if !is_topic(&r.topic) {
        let what = format!("mã chủ đề \"{}\" không hợp lệ", r.topic);
        found.push(error("bad_topic", what, "dùng chữ T và hai chữ số, ví dụ T05"));
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let shaped = !r.question.is_empty() && r.question.len() <= 40 && r.question.chars().all(allowed);
    if !shaped || !r.question.strip_prefix(r.topic.as_str()).is_some_and(|rest| rest.starts_with('-')) {
        let what = format!("mã câu hỏi \"{}\" không hợp lệ", r.question);
        found.push(error(
            "bad_id",
            what,
            format!("dùng {}- rồi chữ không dấu, chữ số, gạch nối; tối đa 40 ký tự", r.topic),
        ));
    }
    if !(1..=3).contains(&r.difficulty) {
        found.push(error("out_of_range", format!("độ khó {} không có", r.difficulty), "ghi 1, 2 hoặc 3"));
    }
    let distinct: BTreeSet<_> = r.audience.iter().collect();
    if distinct.len() < r.audience.len() {
        found.push(error("duplicate", "một đối tượng ghi hai lần", "xóa một lần"));
    }
    for enemy in r
        .enemies
        .iter()
        .filter(|e| e.is_empty() || e.len() > 40 || !e.chars().all(allowed) || **e == r.question)
    {
        found.push(error(
            "bad_enemy",
            format!("mã câu xung khắc \"{enemy}\" không hợp lệ"),
            "ghi mã của một câu khác",
        ));
    }
}

fn texts(r: &Revision, found: &mut Vec<Fault>) {
    found.extend(text_faults("topic_title", &r.topic_title, 120, false));
    found.extend(text_faults("stem", &r.stem, MOST_STEM, true));
    if !r.explanation.is_empty() {
        found.extend(text_faults("explanation", &r.explanation, MOST_EXPLANATION, true));
    }
    if let Some(aloud) = &r.read_aloud {
        found.extend(text_faults("read_aloud", aloud, MOST_STEM, false));
    }
    if let Some(image) = &r.image
        && !image.alt.is_empty()
    {
        found.extend(text_faults("alt", &image.alt, MOST_OPTION, false));
    }
    for source in &r.sources {
        found.extend(text_faults("title", &source.title, 300, false));
        if let Some(fact) = &source.fact {
            found.extend(text_faults("fact", fact, 20, false));
        }
        if let Some(url) = source.url.as_ref().filter(|u| u.len() > 500 || !is_web_address(u)) {
            found.push(error(
                "bad_url",
                format!("\"{url}\" không phải địa chỉ web"),
                "ghi đầy đủ https://…, hoặc bỏ",
            ));
        }
    }
    for code in r.competence.iter().filter(|c| !is_competence(c)) {
        found.push(error(
            "bad_competence",
            format!("không có mã năng lực \"{code}\""),
            "dùng TT02 1.1–6.3 hoặc DLGF 0.x",
        ));
    }
}

fn options(what: &str, list: &[OptionView], least: usize, most: usize, found: &mut Vec<Fault>) {
    if !(least..=most).contains(&list.len()) {
        let message = format!("có {} {what}, cần từ {least} đến {most}", list.len());
        found.push(error("option_count", message, "thêm hoặc bớt"));
    }
    // More than this is refused above; looking at each against each would only cost time.
    let list = list.get(..list.len().min(2 * most)).unwrap_or_default();
    for (i, option) in list.iter().enumerate() {
        found.extend(text_faults("text", &option.text, MOST_OPTION, false));
        let id = &option.id;
        if id.is_empty() || id.len() > 8 || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        {
            found.push(error(
                "bad_option_id",
                format!("mã lựa chọn \"{id}\" không hợp lệ"),
                "dùng a, b, c… hoặc 1, 2, 3…",
            ));
        }
        for other in list.iter().take(i) {
            if other.id == *id {
                found.push(error(
                    "duplicate_option_id",
                    format!("mã lựa chọn \"{id}\" có hai lần"),
                    "đổi một trong hai mã",
                ));
            }
            if same_words(&other.text, &option.text) {
                let message = format!("hai lựa chọn có lời giống nhau: “{}”", option.text);
                found.push(error("duplicate_option_text", message, "viết lại hoặc bỏ một lựa chọn"));
            }
        }
    }
}

/// Whether two texts are told apart by nothing but case, spaces and the spelling of marks.
fn same_words(a: &str, b: &str) -> bool {
    if is_clean(a) && is_clean(b) {
        // Nearly always different at the first letters.
        return a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase));
    }
    fold_text(a, Fold::Case) == fold_text(b, Fold::Case)
}

fn key(r: &Revision, found: &mut Vec<Fault>) {
    let has = |id: &String| r.options.iter().any(|o| o.id == *id);
    let unknown =
        |id: &str| error("unknown_key", format!("đáp án nói tới \"{id}\" không có trong câu"), "sửa đáp án");
    match &r.key {
        Key::SingleChoice { right } => {
            options("lựa chọn", &r.options, 3, 6, found);
            if !has(right) {
                found.push(unknown(right));
            }
        }
        Key::MultipleChoice { right, .. } => {
            options("lựa chọn", &r.options, 3, 6, found);
            found.extend(right.iter().filter(|id| !has(id)).map(|id| unknown(id)));
            if right.is_empty() {
                found.push(error(
                    "empty_key",
                    "không có phương án đúng nào",
                    "đánh dấu ít nhất một phương án đúng",
                ));
            }
            if right.iter().collect::<BTreeSet<_>>().len() < right.len() {
                found.push(error("duplicate_key", "một phương án đúng ghi hai lần", "xóa một lần"));
            }
        }
        Key::TrueFalse { .. } => {}
        Key::Ordering { right } => {
            options("bước", &r.options, 3, 6, found);
            let mut sorted: Vec<&String> = right.iter().collect();
            let mut all: Vec<&String> = r.options.iter().map(|o| &o.id).collect();
            sorted.sort();
            all.sort();
            if sorted != all {
                found.push(error(
                    "incomplete_order",
                    "thứ tự đúng không gồm mọi bước, mỗi bước một lần",
                    "sửa thứ tự",
                ));
            }
        }
        Key::Matching { matches, right, .. } => {
            options("vế trái", &r.options, 2, 6, found);
            options("vế phải", matches, 2, 8, found);
            for option in r.options.iter().filter(|o| !right.contains_key(&o.id)) {
                found.push(error(
                    "incomplete_pairs",
                    format!("thiếu cặp của “{}”", option.text),
                    "ghi đủ mọi vế trái",
                ));
            }
            for (left, partner) in right {
                if !has(left) || !matches.iter().any(|m| m.id == *partner) {
                    found.push(unknown(&format!("{left} – {partner}")));
                }
            }
        }
        Key::Numeric { right, tolerance, unit } => {
            if !right.is_finite() || !tolerance.is_finite() || *tolerance < 0.0 {
                found.push(error(
                    "not_a_number",
                    "đáp số hoặc sai số không hợp lệ",
                    "ghi một số, sai số không âm",
                ));
            }
            if let Some(unit) = unit {
                found.extend(text_faults("unit", unit, 20, false));
            }
        }
        Key::ShortText { accept, fold } => {
            if accept.is_empty() {
                found.push(error(
                    "empty_key",
                    "không có cách viết nào được chấp nhận",
                    "ghi ít nhất một cách viết",
                ));
            }
            let folded: Vec<String> = accept.iter().map(|form| fold_text(form, *fold)).collect();
            for (i, form) in accept.iter().enumerate() {
                found.extend(text_faults("key", form, LONGEST_TEXT, false));
                if accept[..i].contains(form) {
                    found.push(error("duplicate_key", format!("\"{form}\" ghi hai lần"), "xóa một lần"));
                } else if folded[..i].contains(&folded[i]) {
                    found.push(warning(
                        "redundant_form",
                        format!("\"{form}\" đã được nhận nhờ một cách viết khác"),
                        "có thể bỏ",
                    ));
                }
            }
        }
    }
    let without = matches!(r.key, Key::TrueFalse { .. } | Key::Numeric { .. } | Key::ShortText { .. });
    if without && !r.options.is_empty() {
        found.push(error(
            "field_not_for_kind",
            "loại câu này không có lựa chọn",
            "bỏ các lựa chọn hoặc đổi loại",
        ));
    }
}

fn dates(r: &Revision, found: &mut Vec<Fault>) {
    let read = |text: &str| text.parse::<Date>().ok().filter(|_| text.len() == 10);
    match (read(&r.as_of), read(&r.review_by)) {
        (Some(as_of), Some(review_by)) if review_by <= as_of => {
            let message = format!("ngày rà soát ({review_by}) không sau ngày lời văn còn đúng ({as_of})");
            found.push(error("review_before_as_of", message, "sửa một trong hai ngày"));
        }
        (Some(_), Some(_)) => {}
        _ => {
            let message = format!("ngày không có thật: “{}”, “{}”", r.as_of, r.review_by);
            found.push(error("bad_date", message, "viết NĂM-THÁNG-NGÀY, ví dụ 2027-06-30"));
        }
    }
}
