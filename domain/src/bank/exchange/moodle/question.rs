//! One `<question>`: what all types share, and what of it is reported.
//!
//! Invariant: a question is taken whole, refused with its place, or left out with its type named; each thing it loses
//! is said once.

use super::EXPORT_AGAIN;
use super::text::{Form, child, raw, says};
use crate::bank::exchange::collect::{Collector, tidy_line};
use crate::bank::exchange::item::{Body, Item};
use crate::bank::exchange::tags;
use crate::bank::exchange::xml::Element;
use crate::bank::is_topic;
use crate::bank::parse::is_competence;
use crate::text::nfc;
use std::collections::{BTreeSet, HashSet};

/// The longest name or list that is quoted in a report, in characters.
const LONGEST_QUOTE: usize = 160;
/// Things that are reported of one question, one by one.
const MOST_LOSSES: usize = 40;
/// Where Moodle cuts tags, in characters.
const LONGEST_TAG: usize = 50;

/// What one question tells the next: the category they stand in, and the names taken.
#[derive(Default)]
pub(super) struct Shelf {
    category: Vec<String>,
    /// Of questions without our id; a name met twice makes no id.
    names: HashSet<String>,
}

impl Shelf {
    /// Reads one child of `<quiz>`.
    pub(super) fn take(&mut self, c: &mut Collector<'_>, piece: &Element<'_>) {
        let place = (piece.line, piece.column);
        if piece.name != "question" {
            c.lost(piece.line, "", format!("phần tử <{}>", quoted(&piece.name)), "bỏ");
            return;
        }
        match piece.attribute("type").map(str::trim) {
            None | Some("") => {
                c.refuse(place, "no_type", "câu hỏi không ghi loại (thiếu thuộc tính type)", EXPORT_AGAIN);
            }
            Some("category") => {
                self.category = category(&child(piece, "category"));
                if piece.first("info").is_some_and(says) {
                    let name = self.category.last().map_or("", String::as_str);
                    c.lost(piece.line, name, "lời mô tả danh mục", "bỏ");
                }
            }
            Some(kind) => {
                let name = child(piece, "name");
                let number = child(piece, "idnumber");
                let label = [&number, &name].into_iter().find(|l| !l.is_empty()).cloned();
                let label = label.unwrap_or_else(|| child(piece, "questiontext"));
                let mut ask =
                    Ask { c, q: piece, label, told: BTreeSet::new(), order: Vec::new(), pairs: Vec::new() };
                if let Some(item) = ask.item(kind, name, &number, self) {
                    c.take(item);
                }
            }
        }
    }
}

/// A question being read.
pub(super) struct Ask<'q, 'c, 'a> {
    c: &'c mut Collector<'a>,
    /// Its element.
    pub(super) q: &'q Element<'q>,
    label: String,
    told: BTreeSet<String>,
    /// Our ids of the answers of an ordering question, in the order of the file.
    pub(super) order: Vec<String>,
    /// Our ids of the right partners of a matching question, in the order of its left side.
    pub(super) pairs: Vec<String>,
}

impl Ask<'_, '_, '_> {
    /// Says once what the question loses.
    pub(super) fn lost(&mut self, feature: impl AsRef<str>, done: &str) {
        let (feature, done) = match self.told.len() {
            0..MOST_LOSSES => (quoted(feature.as_ref()), done),
            _ => ("nhiều điều khác".to_owned(), "bỏ; xem lại cả câu"),
        };
        if self.told.insert(feature.clone()) {
            self.c.lost(self.q.line, &self.label, feature, done);
        }
    }

    /// Says why the question cannot be taken.
    pub(super) fn refuse(&mut self, code: &'static str, message: impl Into<String>, remedy: &str) {
        self.refuse_at(self.q, code, message, remedy);
    }

    /// As [`Self::refuse`], at an element of the question.
    pub(super) fn refuse_at(
        &mut self,
        at: &Element<'_>,
        code: &'static str,
        message: impl Into<String>,
        remedy: &str,
    ) {
        self.c.refuse((at.line, at.column), code, message, remedy);
    }

    /// Whether a `<…>true</…>` element says yes; Moodle also writes 1 and 0.
    pub(super) fn flag(&self, name: &str, otherwise: bool) -> bool {
        match child(self.q, name).to_ascii_lowercase().as_str() {
            "" => otherwise,
            "0" | "false" => false,
            _ => true,
        }
    }

    fn item(&mut self, kind: &str, name: String, number: &str, shelf: &mut Shelf) -> Option<Item> {
        if !super::kinds::is_known(kind) {
            self.lost(super::kinds::unknown(kind), "bỏ cả câu");
            return None;
        }
        let mut item = Item {
            line: self.q.line,
            column: self.q.column,
            category: shelf.category.clone(),
            name: Some(name),
            ..Item::default()
        };
        self.tags(&mut item);
        self.identity(&mut item, number, shelf);
        let empty = Element::default();
        let (stem, image) = self.stem(self.q.first("questiontext").unwrap_or(&empty));
        (item.stem, item.image) = (stem, image);
        let form = self.q.first("questiontext").map_or(Form::Html, |q| Form::of(q, Form::Html));
        if let Some(general) = self.q.first("generalfeedback") {
            item.explanation = self.rich(general, form, "phản hồi chung");
        }
        self.extras(kind);
        item.body = self.body(kind, form, &mut item).unwrap_or(Body::Nothing);
        Some(item)
    }

    /// Our id and topic, from tags, else from the id number and the category.
    fn identity(&mut self, item: &mut Item, number: &str, shelf: &mut Shelf) {
        let ours =
            |id: &str| id.split_once('-').is_some_and(|(topic, rest)| is_topic(topic) && !rest.is_empty());
        // The number is what people see and change in Moodle, so it wins over the tag.
        if !number.is_empty() && (ours(number) || item.id.is_none()) {
            item.id = Some(number.to_owned());
        }
        if item.topic.is_none() {
            item.topic = item
                .id
                .as_deref()
                .filter(|id| ours(id))
                .and_then(|id| id.split_once('-'))
                .map(|(t, _)| t.to_owned());
        }
        if let Some((topic, title)) = item.category.last().and_then(|c| own_category(c)) {
            let same = item.topic.as_ref().is_none_or(|t| *t == topic);
            if same && item.topic_title.is_none() {
                item.topic_title = Some(title);
            }
            item.topic.get_or_insert(topic);
        }
        // Moodle knows neither names nor, across categories, numbers that are given once only.
        if !item.id.as_deref().is_some_and(ours) {
            let mut first = |name: &Option<String>| {
                name.as_deref().is_none_or(|n| n.trim().is_empty() || shelf.names.insert(likeness(n)))
            };
            if !first(&item.id) {
                item.id = None;
            }
            if item.id.is_none() && !first(&item.name) {
                item.name = None;
            }
        }
    }

    fn tags(&mut self, item: &mut Item) {
        let (mut foreign, mut codes) = (Vec::new(), Vec::new());
        for list in self.q.all("tags").chain(self.q.all("coursetags")) {
            for tag in list.all("tag").map(raw).filter(|t| !t.is_empty()) {
                let (name, value) = tag.split_once(':').unwrap_or((&tag, ""));
                let value = value.trim();
                match name.trim() {
                    "order" => self.order = words(value),
                    "pairs" => self.pairs = words(value),
                    _ if is_competence(&tag) => codes.push(tag),
                    // Words of other people that look like ours.
                    "topic" if !is_topic(value) => foreign.push(tag),
                    "competence" if !is_competence(value) => foreign.push(tag),
                    _ if !tags::read(item, &tag) => foreign.push(tag),
                    "source" | "read-aloud" | "topic-title" if tag.chars().count() == LONGEST_TAG => {
                        let what =
                            format!("thẻ dài đúng {LONGEST_TAG} ký tự, có thể đã bị Moodle cắt: {tag}");
                        self.lost(what, "giữ phần còn lại; kiểm tra lại");
                    }
                    _ => {}
                }
            }
        }
        for code in codes {
            if !item.competence.contains(&code) {
                item.competence.push(code);
            }
        }
        if !foreign.is_empty() {
            self.lost(format!("thẻ: {}", foreign.join(", ")), "bỏ");
        }
    }

    /// What every question may have and we do not.
    fn extras(&mut self, kind: &str) {
        let number = |name: &str| child(self.q, name).parse::<f64>().ok();
        if let Some(grade) = number("defaultgrade").filter(|g| (g - 1.0).abs() > 1e-6) {
            self.lost(format!("điểm của câu ({grade})"), "bỏ; điểm do vòng thi đặt");
        }
        // Moodle's defaults now and before; they only matter where a question is answered several times.
        let usual = |p: f64| {
            [0.0, 0.1, 0.333_333_3].iter().any(|d| (p - d).abs() < 1e-3) || (kind == "truefalse" && p == 1.0)
        };
        if let Some(penalty) = number("penalty").filter(|p| !usual(*p)) {
            self.lost(format!("điểm trừ khi trả lời lại ({penalty})"), "bỏ; mỗi câu trả lời một lần");
        }
        if self.flag("hidden", false) {
            self.lost("câu đang ẩn trong Moodle", "vẫn nạp");
        }
        let combined = ["correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"];
        if combined.iter().any(|name| self.q.first(name).is_some_and(says)) {
            self.lost("phản hồi khi đúng, đúng một phần hoặc sai", "bỏ");
        }
        let answers = self.q.all("answer").chain(self.q.all("subquestion"));
        if answers.filter_map(|a| a.first("feedback")).any(says) {
            self.lost("phản hồi riêng của phương án", "bỏ; lời giải thích lấy từ phản hồi chung");
        }
        if self.q.all("hint").any(|h| says(h) || h.first("hintcontent").is_some_and(says)) {
            self.lost("gợi ý", "bỏ");
        }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What names are compared by: ids made from them keep no more.
fn likeness(name: &str) -> String {
    let kept =
        |c: char| if c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_') { '-' } else { c };
    nfc(name.trim()).chars().map(kept).collect::<String>().trim_matches('-').to_owned()
}

/// Category names from the outermost; `$course$/top/` goes, `//` is a stroke in a name.
fn category(path: &str) -> Vec<String> {
    let whole = path.replace("//", "\u{0}");
    let names = whole.split('/').map(|n| tidy_line(&n.replace('\u{0}', "/"))).filter(|n| !n.is_empty());
    let inner = names.skip_while(|n| n.starts_with('$') && n.ends_with('$')).enumerate();
    // `top` is Moodle's root in every place, never shown.
    inner.filter(|(i, n)| *i > 0 || n != "top").map(|(_, n)| n).collect()
}

/// How a category is called that we wrote.
pub(super) fn category_name(topic: &str, title: &str) -> String {
    format!("[{topic}] {title}")
}

fn own_category(name: &str) -> Option<(String, String)> {
    let (topic, title) = name.strip_prefix('[')?.split_once("] ")?;
    is_topic(topic).then(|| (topic.to_owned(), title.trim().to_owned()))
}

/// Short enough for a report.
pub(super) fn quoted(text: &str) -> String {
    if text.chars().nth(LONGEST_QUOTE).is_none() {
        return text.to_owned();
    }
    text.chars().take(LONGEST_QUOTE - 1).chain(['…']).collect()
}
