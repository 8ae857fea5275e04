//! The `[[question]]` lines of a room file: a question by its id, or so many drawn by a filter.

use super::ANY;
use crate::bank::is_topic;
use crate::bank::reader::{Doc, Fields, Span, one_of, wrong_type};
use crate::live::pick::{Filter, Wanted, What};
use crate::payload::Kind;
use crate::people::Audience;
use toml::de::DeValue;

const COMMON: [&str; 3] = ["seconds", "points", "survey"];
const DRAWN: [&str; 4] = ["topics", "difficulty", "audience", "kinds"];

const KINDS: [(&str, Kind); 7] = [
    ("single_choice", Kind::SingleChoice),
    ("multiple_choice", Kind::MultipleChoice),
    ("true_false", Kind::TrueFalse),
    ("ordering", Kind::Ordering),
    ("matching", Kind::Matching),
    ("numeric", Kind::Numeric),
    ("short_text", Kind::ShortText),
];

/// Seconds and points where neither line nor file says.
const SECONDS: u32 = 20;
const POINTS: u32 = 1_000;

/// The lines with their places.
pub(super) struct Lines {
    pub(super) wanted: Vec<Wanted>,
    pub(super) spans: Vec<Span>,
}

pub(super) fn lines(root: &Fields<'_, '_>) -> Lines {
    root.require("question", "ít nhất một câu, bắt đầu bằng [[question]]");
    let usual = |name: &str, otherwise| root.integer(name, ANY).map_or(otherwise, |n| n.value);
    let (seconds, points) = (usual("seconds", SECONDS), usual("points", POINTS));
    let mut lines = Lines { wanted: Vec::new(), spans: Vec::new() };
    let tables = root.tables("question").unwrap_or_default();
    if root.has("question") && tables.is_empty() {
        let remedy = "thêm một câu [[question]]";
        root.doc.error(&root.span_of("question"), "empty", "phòng không có câu hỏi nào", remedy);
    }
    for fields in tables {
        fields.only(&[&["id", "draw"], &COMMON[..], &DRAWN[..]].concat());
        let Some(what) = what(&fields) else { continue };
        let survey = fields.boolean("survey").unwrap_or_default();
        let own = |name: &str, otherwise| fields.integer(name, ANY).map_or(otherwise, |n| n.value);
        lines.wanted.push(Wanted {
            what,
            seconds: own("seconds", seconds),
            points: own("points", if survey { 0 } else { points }),
            survey,
        });
        lines.spans.push(fields.span.clone());
    }
    lines
}

fn what(fields: &Fields<'_, '_>) -> Option<What> {
    let doc = fields.doc;
    match (fields.has("id"), fields.has("draw")) {
        (true, false) => {
            for name in DRAWN.iter().filter(|name| fields.has(name)) {
                let message = format!("`{name}` chỉ dùng khi rút câu (`draw`)");
                let remedy = format!("bỏ `{name}`, hoặc thay `id` bằng `draw = 1`");
                doc.error(&fields.span_of(name), "field_not_for_id", message, remedy);
            }
            fields.string("id").map(|id| What::Id(id.value.trim().to_owned()))
        }
        (false, true) => {
            let count = fields.integer("draw", 1..=100)?.value;
            Some(What::Draw { count, filter: filter(fields) })
        }
        (both, _) => {
            let message = if both {
                "câu hỏi có cả `id` lẫn `draw`"
            } else {
                "câu hỏi không có `id` cũng không có `draw`"
            };
            let remedy = "ghi `id = \"T05-001\"` để chọn một câu, hoặc `draw = 5` để rút năm câu";
            doc.error(&fields.span, "id_or_draw", message, remedy);
            None
        }
    }
}

fn filter(fields: &Fields<'_, '_>) -> Filter {
    let doc = fields.doc;
    let mut filter = Filter::default();
    for topic in fields.strings("topics").unwrap_or_default() {
        if !is_topic(&topic.value) {
            let message = format!("mã chủ đề \"{}\" không hợp lệ", topic.value);
            doc.error(&topic.span, "bad_topic", message, "dùng chữ T và hai chữ số, ví dụ T05");
        }
        filter.topics.push(topic.value);
    }
    filter.difficulty = difficulty(doc, fields);
    let audiences: Vec<(&str, Audience)> = Audience::ALL.iter().map(|a| (a.code(), *a)).collect();
    filter.audience = fields.word("audience", &audiences);
    let kinds = fields.strings("kinds").unwrap_or_default();
    filter.kinds = kinds.iter().filter_map(|kind| one_of(doc, "kinds", kind, &KINDS)).collect();
    filter
}

/// One number, or a list of them.
fn difficulty(doc: &Doc<'_>, fields: &Fields<'_, '_>) -> Vec<u8> {
    let Some(value) = fields.get("difficulty") else { return Vec::new() };
    let items = match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        _ => vec![value],
    };
    let mut levels = Vec::new();
    for item in items {
        let DeValue::Integer(n) = item.get_ref() else {
            wrong_type(doc, &item.span(), "difficulty", "số 1, 2 hoặc 3", item.get_ref());
            continue;
        };
        match u8::from_str_radix(n.as_str(), n.radix()).ok().filter(|n| (1..=3).contains(n)) {
            Some(level) => levels.push(level),
            None => {
                let message = format!("`difficulty` phải từ 1 đến 3, không phải {n}");
                doc.error(&item.span(), "out_of_range", message, "1 dễ · 2 vừa · 3 khó");
            }
        }
    }
    levels
}
