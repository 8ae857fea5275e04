//! From TOML text to wordings, or to everything that is wrong with it.

use super::keys;
use super::problem::Problem;
use super::reader::{At, Doc, Fields, Span, one_of};
use super::{FORMAT, revision_id};
use crate::grading::fold_text;
use crate::payload::{Image, Kind, OptionView};
use crate::people::Audience;
use crate::question::{Fold, Revision, Source};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

pub(super) const MOST_STEM: usize = 600;
pub(super) const MOST_OPTION: usize = 300;
pub(super) const MOST_EXPLANATION: usize = 1000;
/// Beyond these a 360-pixel screen needs scrolling: allowed, but worth a look.
const LONG_STEM: usize = 320;
const LONG_OPTION: usize = 140;

const KINDS: [(&str, Kind); 7] = [
    ("single_choice", Kind::SingleChoice),
    ("multiple_choice", Kind::MultipleChoice),
    ("true_false", Kind::TrueFalse),
    ("ordering", Kind::Ordering),
    ("matching", Kind::Matching),
    ("numeric", Kind::Numeric),
    ("short_text", Kind::ShortText),
];

const FIELDS: [&str; 21] = [
    "id",
    "kind",
    "difficulty",
    "audience",
    "situation",
    "stem",
    "options",
    "matches",
    "key",
    "partial",
    "tolerance",
    "unit",
    "fold",
    "explanation",
    "sources",
    "competence",
    "as_of",
    "review_by",
    "read_aloud",
    "image",
    "enemies",
];

/// Where a wording was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// File.
    pub file: String,
    /// Line of the question's id.
    pub line: usize,
    /// Column of the question's id.
    pub column: usize,
}

/// What was read from one or more files.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The wordings that are right in themselves. Use them only when there is no error.
    pub revisions: Vec<Revision>,
    /// Where each was read.
    pub places: Vec<Place>,
    /// Errors and warnings, file by file.
    pub problems: Vec<Problem>,
}

impl Parsed {
    /// Whether anything forbids using the files.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }
}

/// Reads one file of the bank.
///
/// # Errors
/// Everything that is wrong in it; then nothing of it may be used.
pub fn parse_toml(file: &str, text: &str) -> Result<Vec<Revision>, Vec<Problem>> {
    let parsed = parse_toml_with_warnings(file, text);
    if parsed.has_errors() { Err(parsed.problems) } else { Ok(parsed.revisions) }
}

/// Reads several files as one bank: ids are unique across them.
#[must_use]
pub fn parse_files<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Parsed {
    let mut all = Parsed::default();
    let mut first: HashMap<String, Place> = HashMap::new();
    for (file, text) in files {
        let parsed = parse_toml_with_warnings(file, text);
        all.problems.extend(parsed.problems);
        for (revision, place) in parsed.revisions.into_iter().zip(parsed.places) {
            match first.get(&revision.question) {
                // Inside one file the file's own reading has said so already.
                Some(other) if other.file != place.file => all.problems.push(Problem {
                    file: place.file.clone(),
                    line: place.line,
                    column: place.column,
                    code: "duplicate_id",
                    message: format!(
                        "mã câu hỏi \"{}\" đã có ở {}:{}",
                        revision.question, other.file, other.line
                    ),
                    remedy: "đổi một trong hai mã".into(),
                    severity: super::Severity::Error,
                    question: Some(revision.question.clone()),
                }),
                Some(_) => {}
                None => {
                    first.insert(revision.question.clone(), place.clone());
                }
            }
            all.revisions.push(revision);
            all.places.push(place);
        }
    }
    all
}

/// Reads one file of the bank, warnings included.
#[must_use]
pub fn parse_toml_with_warnings(file: &str, text: &str) -> Parsed {
    let doc = Doc::new(file, text);
    let mut parsed = Parsed::default();
    if let Some(root) = doc.root() {
        read_bank(&Fields::root(&doc, &root), file, &mut parsed);
    }
    parsed.problems = doc.finish();
    parsed
}

fn read_bank(root: &Fields<'_, '_>, file: &str, parsed: &mut Parsed) {
    let doc = root.doc;
    root.only(&["format", "topic", "title", "question"]);
    if root.require("format", "`format = 1` ở đầu tệp").is_some() {
        root.integer("format", FORMAT..=FORMAT);
    }
    root.require("topic", "mã chủ đề, ví dụ `topic = \"T05\"`");
    let topic = root.string("topic");
    if let Some(topic) = topic.as_ref().filter(|t| !is_topic(&t.value)) {
        let message = format!("mã chủ đề \"{}\" không hợp lệ", topic.value);
        doc.error(&topic.span, "bad_topic", message, "dùng chữ T và hai chữ số, ví dụ T05");
    }
    let title =
        root.need_text("title", "tên chủ đề, ví dụ `title = \"Phòng, chống lừa đảo trực tuyến\"`", 120);
    let questions = root.require("question", "ít nhất một câu hỏi, bắt đầu bằng [[question]]");
    if questions.is_none() {
        return;
    }
    let topic = topic.map(|t| t.value).unwrap_or_default();
    let title = title.map(|t| t.value).unwrap_or_default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for fields in root.tables("question").unwrap_or_default() {
        let before = doc.errors();
        let at = fields.span_of("id");
        let revision = read_question(&fields, &topic, &title, &mut seen);
        doc.about(None);
        if let Some(revision) = revision.filter(|_| doc.errors() == before) {
            let (line, column) = doc.place(at.start);
            parsed.places.push(Place { file: file.to_owned(), line, column });
            parsed.revisions.push(revision);
        }
    }
}

/// `T` and two digits.
pub(crate) fn is_topic(code: &str) -> bool {
    code.len() == 3 && code.starts_with('T') && code[1..].chars().all(|c| c.is_ascii_digit())
}

fn read_question(
    fields: &Fields<'_, '_>,
    topic: &str,
    topic_title: &str,
    seen: &mut BTreeMap<String, usize>,
) -> Option<Revision> {
    let doc = fields.doc;
    let id = fields.string("id");
    doc.about(id.as_ref().map(|id| id.value.clone()));
    fields.require("id", &format!("mã câu hỏi, ví dụ `id = \"{topic}-001\"`"));
    if let Some(id) = &id {
        check_id(doc, id, topic, seen);
    }
    fields.only(&FIELDS);

    fields.require("kind", "loại câu hỏi, ví dụ `kind = \"single_choice\"`");
    let kind = fields.word("kind", &KINDS);
    fields.require("difficulty", "độ khó: 1, 2 hoặc 3");
    let difficulty = fields.integer("difficulty", 1..=3);
    let audience = read_audience(fields);
    let situation = if fields.has("situation") { fields.boolean("situation") } else { Some(false) };
    let stem = fields.need_lines("stem", "câu hỏi: `stem = \"…\"`", MOST_STEM);
    let options = read_options(fields, "options");
    let explanation = fields.need_lines(
        "explanation",
        "lời giải thích 1–3 câu: vì sao đúng, điều cần nhớ",
        MOST_EXPLANATION,
    );
    let sources = read_sources(fields);
    let competence = read_competence(fields);
    let dates = read_dates(fields);
    let read_aloud = fields.text("read_aloud", MOST_STEM);
    let image = read_image(fields);
    let enemies = read_enemies(fields, id.as_ref().map(|id| id.value.as_str()));
    let key = keys::read(fields, kind?, &options);

    let stem = stem?;
    warn_about_looks(doc, &stem.value, &stem.span, "stem", LONG_STEM..MOST_STEM);
    for option in &options {
        warn_about_looks(doc, &option.value.text, &option.span, "text", LONG_OPTION..MOST_OPTION);
    }
    let (as_of, review_by) = dates?;
    let mut revision = Revision {
        id: String::new(),
        question: id?.value,
        topic: topic.to_owned(),
        topic_title: topic_title.to_owned(),
        difficulty: u8::try_from(difficulty?.value).ok()?,
        audience: audience?,
        situation: situation?,
        stem: stem.value,
        options: options.into_iter().map(|o| o.value).collect(),
        key: key?,
        explanation: explanation?.value,
        sources,
        competence,
        as_of,
        review_by,
        read_aloud: read_aloud.map(|t| t.value),
        image,
        enemies,
    };
    revision.id = revision_id(&revision);
    Some(revision)
}

/// `image = { file = "media/….png", alt = "…" }`; the file beside the question file is looked at by whoever has it.
fn read_image(fields: &Fields<'_, '_>) -> Option<Image> {
    let table = fields.table("image")?;
    table.only(&["file", "alt", "width", "height"]);
    let file = table.need_text("file", "tên tệp ảnh: `file = \"media/….png\"`", 200)?;
    let outside = file.value.starts_with('/') || file.value.split(['/', '\\']).any(|part| part == "..");
    if outside {
        let message = format!("\"{}\" nằm ngoài thư mục của tệp câu hỏi", file.value);
        table.doc.error(&file.span, "bad_image", message, "đặt ảnh trong thư mục `media` cạnh tệp câu hỏi");
    }
    let alt = table.text("alt", MOST_OPTION).map(|t| t.value).unwrap_or_default();
    let side = |name| table.integer(name, 0..=20_000).map_or(0, |n| n.value);
    Some(Image { file: file.value, alt, width: side("width"), height: side("height") })
}

/// Questions that must not share a paper with this one.
fn read_enemies(fields: &Fields<'_, '_>, own: Option<&str>) -> Vec<String> {
    if !fields.has("enemies") {
        return Vec::new();
    }
    let mut enemies: Vec<String> = Vec::new();
    for enemy in fields.strings("enemies").unwrap_or_default() {
        if Some(enemy.value.as_str()) == own || enemies.contains(&enemy.value) {
            let message = format!("\"{}\" là chính câu này hoặc đã ghi rồi", enemy.value);
            fields.doc.error(&enemy.span, "bad_enemy", message, "xóa đi");
        } else if enemy.value.is_empty() || enemy.value.len() > 40 {
            fields.doc.error(
                &enemy.span,
                "bad_enemy",
                "mã câu xung khắc không hợp lệ",
                "ghi mã của một câu khác",
            );
        } else {
            enemies.push(enemy.value);
        }
    }
    enemies
}

fn check_id(doc: &Doc<'_>, id: &At<String>, topic: &str, seen: &mut BTreeMap<String, usize>) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if id.value.is_empty() || id.value.len() > 40 || !id.value.chars().all(allowed) {
        let remedy = format!("dùng chữ không dấu, chữ số và gạch nối, ví dụ {topic}-001");
        doc.error(&id.span, "bad_id", format!("mã câu hỏi \"{}\" không hợp lệ", id.value), remedy);
    } else if is_topic(topic) && !id.value.strip_prefix(topic).is_some_and(|rest| rest.starts_with('-')) {
        let message = format!("mã câu hỏi \"{}\" không thuộc chủ đề {topic} của tệp", id.value);
        doc.error(
            &id.span,
            "foreign_id",
            message,
            format!("đổi mã thành {topic}-… hoặc chuyển câu sang tệp của chủ đề kia"),
        );
    }
    let (line, _) = doc.place(id.span.start);
    if let Some(first) = seen.get(&id.value) {
        let message = format!("mã câu hỏi \"{}\" đã có ở dòng {first}", id.value);
        doc.error(&id.span, "duplicate_id", message, "đổi một trong hai mã");
    } else {
        seen.insert(id.value.clone(), line);
    }
}

/// Audiences; everybody is the empty list.
fn read_audience(fields: &Fields<'_, '_>) -> Option<Vec<Audience>> {
    let doc = fields.doc;
    fields.require("audience", "đối tượng, ví dụ `audience = [\"all\"]`")?;
    let words = fields.strings("audience")?;
    let span = fields.span_of("audience");
    if words.is_empty() {
        doc.error(&span, "empty", "`audience` để trống", "ghi [\"all\"] nếu dành cho mọi người");
        return None;
    }
    let mut known: Vec<(&str, Option<Audience>)> = vec![("all", None)];
    known.extend(Audience::ALL.iter().map(|a| (a.code(), Some(*a))));
    let mut audience = Vec::new();
    for word in &words {
        match one_of(doc, "audience", word, &known)? {
            None if words.len() > 1 => {
                doc.error(
                    &word.span,
                    "all_and_more",
                    "\"all\" đứng chung với đối tượng khác",
                    "chỉ ghi \"all\", hoặc bỏ \"all\"",
                );
                return None;
            }
            None => {}
            Some(one) if audience.contains(&one) => {
                doc.error(
                    &word.span,
                    "duplicate",
                    format!("đối tượng \"{}\" ghi hai lần", word.value),
                    "xóa một lần",
                );
            }
            Some(one) => audience.push(one),
        }
    }
    Some(audience)
}

/// Options or matches: ids and texts unique.
pub(super) fn read_options(fields: &Fields<'_, '_>, name: &str) -> Vec<At<OptionView>> {
    let doc = fields.doc;
    let mut options: Vec<At<OptionView>> = Vec::new();
    for item in fields.tables(name).filter(|_| fields.has(name)).unwrap_or_default() {
        item.only(&["id", "text"]);
        item.require("id", "mã lựa chọn, ví dụ `id = \"a\"`");
        let id = item.string("id");
        let text = item.need_text("text", "lời của lựa chọn: `text = \"…\"`", MOST_OPTION);
        let (Some(id), Some(text)) = (id, text) else { continue };
        if id.value.is_empty()
            || id.value.len() > 8
            || !id.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        {
            let message = format!("mã lựa chọn \"{}\" không hợp lệ", id.value);
            doc.error(&id.span, "bad_option_id", message, "dùng a, b, c… (vế phải của câu ghép: 1, 2, 3…)");
        }
        if options.iter().any(|o| o.value.id == id.value) {
            let message = format!("mã lựa chọn \"{}\" có hai lần trong câu", id.value);
            doc.error(&id.span, "duplicate_option_id", message, "đổi một trong hai mã");
        }
        let folded = fold_text(&text.value, Fold::Case);
        if let Some(twin) = options.iter().find(|o| fold_text(&o.value.text, Fold::Case) == folded) {
            let message = format!("lựa chọn \"{}\" và \"{}\" có lời giống nhau", twin.value.id, id.value);
            doc.error(&text.span, "duplicate_option_text", message, "viết lại hoặc bỏ một lựa chọn");
        }
        options.push(At { value: OptionView { id: id.value, text: text.value }, span: text.span });
    }
    options
}

fn read_sources(fields: &Fields<'_, '_>) -> Vec<Source> {
    let doc = fields.doc;
    if fields.require("sources", "nguồn: `sources = [{ title = \"…\" }]`").is_none() {
        return Vec::new();
    }
    let Some(tables) = fields.tables("sources") else { return Vec::new() };
    if tables.is_empty() {
        doc.error(
            &fields.span_of("sources"),
            "no_source",
            "câu hỏi không có nguồn",
            "thêm ít nhất một nguồn mà người đọc tra lại được",
        );
    }
    let mut sources = Vec::new();
    for table in tables {
        table.only(&["title", "fact", "url"]);
        let title = table.need_text("title", "tên văn bản hoặc cơ quan: `title = \"…\"`", 300);
        let fact = table.text("fact", 20);
        let url = table.text("url", 500);
        if let Some(url) = url.as_ref().filter(|u| !is_web_address(&u.value)) {
            doc.error(
                &url.span,
                "bad_url",
                format!("\"{}\" không phải địa chỉ web", url.value),
                "ghi đầy đủ https://…, hoặc bỏ `url`",
            );
        }
        if let Some(title) = title {
            sources.push(Source {
                title: title.value,
                fact: fact.map(|f| f.value),
                url: url.map(|u| u.value),
            });
        }
    }
    sources
}

pub(super) fn is_web_address(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|h| h.contains('.') && !h.starts_with('.') && !url.contains(char::is_whitespace))
}

fn read_competence(fields: &Fields<'_, '_>) -> Vec<String> {
    let doc = fields.doc;
    if fields.require("competence", "mã năng lực, ví dụ `competence = [\"TT02 4.2\"]`").is_none() {
        return Vec::new();
    }
    let codes = fields.strings("competence").unwrap_or_default();
    if codes.is_empty() {
        doc.error(
            &fields.span_of("competence"),
            "empty",
            "`competence` để trống",
            "ghi ít nhất một mã, ví dụ \"TT02 4.2\"",
        );
    }
    for code in codes.iter().filter(|c| !is_competence(&c.value)) {
        let message = format!("không có mã năng lực \"{}\"", code.value);
        doc.error(&code.span, "bad_competence", message, "dùng TT02 1.1–6.3 hoặc DLGF 0.x");
    }
    codes.into_iter().map(|c| c.value).collect()
}

/// The competences of TT02 by area, and DLGF's area 0 for devices.
pub(super) fn is_competence(code: &str) -> bool {
    const TT02: [u32; 6] = [3, 6, 4, 4, 4, 3];
    let number = |s: &str| s.parse::<u32>().ok().filter(|n| n.to_string() == s);
    let Some((set, place)) = code.split_once(' ') else { return false };
    let Some((area, item)) = place.split_once('.').and_then(|(a, i)| Some((number(a)?, number(i)?))) else {
        return false;
    };
    match set {
        "TT02" => (1..=6).contains(&area) && (1..=TT02[area as usize - 1]).contains(&item),
        "DLGF" => area == 0 && (1..=9).contains(&item),
        _ => false,
    }
}

fn read_dates(fields: &Fields<'_, '_>) -> Option<(String, String)> {
    let doc = fields.doc;
    fields.require("as_of", "ngày lời văn còn đúng: `as_of = \"2026-11-22\"`");
    fields.require("review_by", "ngày phải rà soát lại: `review_by = \"2027-06-30\"`");
    let as_of = read_date(doc, "as_of", fields.string("as_of"));
    let review_by = read_date(doc, "review_by", fields.string("review_by"));
    let ((as_of, _), (review_by, span)) = (as_of?, review_by?);
    if review_by <= as_of {
        let message = format!("`review_by` ({review_by}) không sau `as_of` ({as_of})");
        doc.error(&span, "review_before_as_of", message, "đặt ngày rà soát sau ngày lời văn còn đúng");
    }
    Some((as_of.to_string(), review_by.to_string()))
}

fn read_date(doc: &Doc<'_>, name: &str, text: Option<At<String>>) -> Option<(Date, Span)> {
    let text = text?;
    let shaped = text.value.len() == 10 && text.value.chars().all(|c| c.is_ascii_digit() || c == '-');
    match text.value.parse::<Date>().ok().filter(|_| shaped) {
        Some(date) => Some((date, text.span)),
        None => {
            let message = format!("`{name}` = \"{}\" không phải là ngày có thật", text.value);
            doc.error(&text.span, "bad_date", message, "viết NĂM-THÁNG-NGÀY, ví dụ \"2027-06-30\"");
            None
        }
    }
}

fn warn_about_looks(doc: &Doc<'_>, text: &str, at: &Span, name: &str, long: Span) {
    let length = text.chars().count();
    if length > long.start && length <= long.end {
        let message = format!("`{name}` dài {length} ký tự, trên điện thoại phải cuộn");
        doc.warn(at, "long", message, format!("nên rút còn {} ký tự", long.start));
    }
    let tag = text.match_indices('<').any(|(i, _)| {
        text[i + 1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic())
            && text[i..].contains('>')
    });
    if tag {
        doc.warn(
            at,
            "looks_like_html",
            format!("`{name}` có vẻ chứa thẻ HTML"),
            "viết chữ thuần; thẻ sẽ hiện nguyên văn",
        );
    }
}
