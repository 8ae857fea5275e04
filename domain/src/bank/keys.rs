//! The key of a question, by kind: it may only speak of what the question offers.

use super::parse::read_options;
use super::reader::{At, Doc, Fields, Span, as_string, wrong_type};
use crate::grading::{LONGEST_TEXT, fold_text};
use crate::payload::{Kind, OptionView};
use crate::question::{Fold, Key};
use std::collections::BTreeMap;
use toml::de::DeValue;

/// Fields that belong to some kinds only.
const SPECIAL: [(&str, &[Kind]); 6] = [
    ("options", &[Kind::SingleChoice, Kind::MultipleChoice, Kind::Ordering, Kind::Matching]),
    ("matches", &[Kind::Matching]),
    ("partial", &[Kind::MultipleChoice, Kind::Matching]),
    ("tolerance", &[Kind::Numeric]),
    ("unit", &[Kind::Numeric]),
    ("fold", &[Kind::ShortText]),
];

/// Reads the key. `None` when it could not be read; why is then written down.
pub(super) fn read(fields: &Fields<'_, '_>, kind: Kind, options: &[At<OptionView>]) -> Option<Key> {
    let doc = fields.doc;
    for (name, kinds) in SPECIAL {
        if fields.has(name) && !kinds.contains(&kind) {
            let message = format!("loại câu này không dùng `{name}`");
            doc.error(
                &fields.span_of(name),
                "field_not_for_kind",
                message,
                format!("xóa `{name}` hoặc đổi `kind`"),
            );
        }
    }
    match kind {
        Kind::SingleChoice | Kind::MultipleChoice | Kind::Ordering => {
            count(fields, "options", options.len(), 3, 6)
        }
        Kind::Matching => count(fields, "options", options.len(), 2, 6),
        Kind::TrueFalse | Kind::Numeric | Kind::ShortText => {}
    }
    fields.require("key", what_key(kind))?;
    match kind {
        Kind::SingleChoice => {
            let right = fields.string("key")?;
            known(doc, &right, options, "lựa chọn")?;
            Some(Key::SingleChoice { right: right.value })
        }
        Kind::MultipleChoice => {
            let right = id_list(fields, options)?;
            let partial = partial(fields)?;
            if right.is_empty() {
                doc.error(
                    &fields.span_of("key"),
                    "empty_key",
                    "`key` không có phương án đúng nào",
                    "ghi ít nhất một mã",
                );
                return None;
            }
            Some(Key::MultipleChoice { right, partial })
        }
        Kind::TrueFalse => Some(Key::TrueFalse { right: fields.boolean("key")? }),
        Kind::Ordering => {
            let right = id_list(fields, options)?;
            let missing: Vec<&str> = options
                .iter()
                .map(|o| o.value.id.as_str())
                .filter(|id| !right.iter().any(|r| r == id))
                .collect();
            if !missing.is_empty() {
                let message = format!("`key` thiếu {}", missing.join(", "));
                doc.error(
                    &fields.span_of("key"),
                    "incomplete_order",
                    message,
                    "ghi đủ mọi mã theo thứ tự đúng",
                );
                return None;
            }
            Some(Key::Ordering { right })
        }
        Kind::Matching => matching(fields, options),
        Kind::Numeric => numeric(fields),
        Kind::ShortText => short_text(fields),
    }
}

fn what_key(kind: Kind) -> &'static str {
    match kind {
        Kind::SingleChoice => "đáp án, ví dụ `key = \"b\"`",
        Kind::MultipleChoice => "các đáp án, ví dụ `key = [\"a\", \"c\"]`",
        Kind::TrueFalse => "đáp án: `key = true` hoặc `key = false`",
        Kind::Ordering => "thứ tự đúng, ví dụ `key = [\"c\", \"a\", \"b\"]`",
        Kind::Matching => "các cặp đúng, ví dụ `key = { a = \"2\", b = \"1\" }`",
        Kind::Numeric => "đáp số, ví dụ `key = 12`",
        Kind::ShortText => "các cách viết được chấp nhận, ví dụ `key = [\"OTP\", \"mã OTP\"]`",
    }
}

fn count(fields: &Fields<'_, '_>, name: &str, found: usize, least: usize, most: usize) {
    if !fields.has(name) {
        fields.require(
            name,
            &format!("{least}–{most} lựa chọn: `{name} = [{{ id = \"a\", text = \"…\" }}, …]`"),
        );
    } else if !(least..=most).contains(&found) {
        let message = format!("`{name}` có {found} lựa chọn dùng được, cần từ {least} đến {most}");
        fields.doc.error(&fields.span_of(name), "option_count", message, "thêm hoặc bớt lựa chọn");
    }
}

fn known(doc: &Doc<'_>, id: &At<String>, options: &[At<OptionView>], what: &str) -> Option<()> {
    if options.iter().any(|o| o.value.id == id.value) {
        return Some(());
    }
    let ids: Vec<&str> = options.iter().map(|o| o.value.id.as_str()).collect();
    let remedy = format!("dùng một trong: {}", ids.join(", "));
    doc.error(
        &id.span,
        "unknown_key",
        format!("`key` nói tới {what} \"{}\" không có trong câu", id.value),
        remedy,
    );
    None
}

/// A list of option ids, each known and once.
fn id_list(fields: &Fields<'_, '_>, options: &[At<OptionView>]) -> Option<Vec<String>> {
    let doc = fields.doc;
    let before = doc.errors();
    let ids = fields.strings("key")?;
    let mut list: Vec<String> = Vec::new();
    for id in &ids {
        if known(doc, id, options, "lựa chọn").is_some() && list.contains(&id.value) {
            doc.error(
                &id.span,
                "duplicate_key",
                format!("\"{}\" có hai lần trong `key`", id.value),
                "xóa một lần",
            );
        }
        list.push(id.value.clone());
    }
    (doc.errors() == before).then_some(list)
}

fn partial(fields: &Fields<'_, '_>) -> Option<bool> {
    if fields.has("partial") { fields.boolean("partial") } else { Some(false) }
}

fn matching(fields: &Fields<'_, '_>, options: &[At<OptionView>]) -> Option<Key> {
    let doc = fields.doc;
    let matches = read_options(fields, "matches");
    count(fields, "matches", matches.len(), 2, 8);
    let partial = partial(fields)?;
    let table = fields.table("key")?;
    let before = doc.errors();
    let mut right = BTreeMap::new();
    for (left, span, value) in table.entries() {
        known(doc, &At { value: left.to_owned(), span }, options, "vế trái");
        if let Some(id) = as_string(doc, "key", value)
            && known(doc, &id, &matches, "vế phải").is_some()
        {
            right.insert(left.to_owned(), id.value);
        }
    }
    for option in options.iter().filter(|o| table.get(&o.value.id).is_none()) {
        let message = format!("`key` thiếu cặp của vế trái \"{}\"", option.value.id);
        doc.error(&table.span, "incomplete_pairs", message, "ghi đủ mọi vế trái");
    }
    (doc.errors() == before).then(|| Key::Matching {
        matches: matches.into_iter().map(|m| m.value).collect(),
        right,
        partial,
    })
}

fn numeric(fields: &Fields<'_, '_>) -> Option<Key> {
    let right = fields.number("key")?.value;
    let tolerance = if fields.has("tolerance") { fields.number("tolerance")?.value } else { 0.0 };
    if tolerance < 0.0 {
        fields.doc.error(
            &fields.span_of("tolerance"),
            "out_of_range",
            "`tolerance` âm",
            "ghi 0 hoặc một số dương",
        );
        return None;
    }
    let unit = fields.text("unit", 20).map(|u| u.value);
    Some(Key::Numeric { right, tolerance, unit })
}

fn short_text(fields: &Fields<'_, '_>) -> Option<Key> {
    let doc = fields.doc;
    let before = doc.errors();
    let value = fields.get("key")?;
    if let DeValue::String(_) = value.get_ref() {
        wrong_type(doc, &value.span(), "key", "danh sách […] các cách viết", value.get_ref());
        return None;
    }
    let fold = if fields.has("fold") {
        fields.word("fold", &[("case", Fold::Case), ("none", Fold::None), ("marks", Fold::Marks)])?
    } else {
        Fold::default()
    };
    let forms = fields.strings("key")?;
    if forms.is_empty() {
        doc.error(
            &value.span(),
            "empty_key",
            "`key` không có cách viết nào",
            "ghi ít nhất một cách viết được chấp nhận",
        );
    }
    let mut accept: Vec<String> = Vec::new();
    for form in forms {
        check_form(doc, &form.span, &form.value, &accept, fold);
        accept.push(form.value);
    }
    (doc.errors() == before).then_some(Key::ShortText { accept, fold })
}

fn check_form(doc: &Doc<'_>, at: &Span, form: &str, earlier: &[String], fold: Fold) {
    doc.check_text(at, "key", form, LONGEST_TEXT, false);
    if earlier.iter().any(|e| e == form) {
        doc.error(at, "duplicate_key", format!("\"{form}\" có hai lần trong `key`"), "xóa một lần");
    } else if earlier.iter().any(|e| fold_text(e, fold) == fold_text(form, fold)) {
        doc.warn(
            at,
            "redundant_form",
            format!("\"{form}\" đã được nhận nhờ một cách viết khác"),
            "có thể bỏ",
        );
    }
}
