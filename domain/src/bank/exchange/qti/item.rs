//! One item's tree as a question.
//!
//! Invariant: an item is taken whole, refused with its line, or reported by the name of what we do not have.

use super::declared::{Processing, Response, number};
use super::flow::{self, Flow};
use super::{feedback, interaction};
use crate::bank::exchange::collect::Collector;
use crate::bank::exchange::item::Item;
use crate::bank::exchange::markup::Marked;
use crate::bank::exchange::tags;
use crate::bank::exchange::xml::Element;
use crate::bank::is_topic;

/// What became of a picture's address.
pub(super) enum Picture {
    /// Its bytes.
    Found(Vec<u8>),
    /// Elsewhere than in the package.
    Outside,
    /// Not in the package.
    Missing,
    /// There is no package.
    Alone,
}

/// An item being read.
pub(super) struct Reading<'r, 'c> {
    /// Its tree.
    pub(super) root: &'r Element<'r>,
    /// How reports call it.
    pub(super) label: String,
    /// The question so far.
    pub(super) item: Item,
    /// Where it goes.
    pub(super) collector: &'r mut Collector<'c>,
}

/// Reads an item whose names are made one; `keywords` stand beside it in the manifest.
pub(super) fn read(
    root: &Element<'_>,
    keywords: &[String],
    picture: &dyn Fn(&str) -> Picture,
    collector: &mut Collector<'_>,
) {
    let attribute = |name: &str| root.attribute(name).map(str::trim).filter(|t| !t.is_empty());
    let identifier = attribute("identifier");
    let label = attribute("title").or(identifier).unwrap_or("câu không tên").to_owned();
    let mut item = Item { line: root.line, column: root.column, ..Item::default() };
    item.name = identifier.map(str::to_owned);
    // Our own items name themselves by our id, also without their package.
    if let Some((topic, _)) =
        identifier.and_then(|id| id.split_once('-')).filter(|(topic, _)| is_topic(topic))
    {
        (item.id, item.topic) = (identifier.map(str::to_owned), Some(topic.to_owned()));
    }
    let mut reading = Reading { root, label, item, collector };
    if reading.fill(picture).is_none() {
        return;
    }
    let Reading { mut item, label, collector, .. } = reading;
    for keyword in keywords {
        if !tags::read(&mut item, keyword) {
            collector.lost(root.line, &label, format!("từ khóa “{keyword}”"), "bỏ từ khóa");
        }
    }
    collector.take(item);
}

impl Reading<'_, '_> {
    /// Writes down what is lost.
    pub(super) fn lost(&mut self, feature: impl Into<String>, done: &str) {
        self.collector.lost(self.root.line, &self.label, feature, done);
    }

    /// Refuses the item; the place is where the fault is.
    pub(super) fn refuse(
        &mut self,
        at: &Element<'_>,
        code: &'static str,
        message: impl Into<String>,
        remedy: &str,
    ) {
        self.collector.refuse((at.line, at.column), code, message, remedy);
    }

    /// Stem, body, explanation, picture. `None` when there is nothing to take; why is written down.
    fn fill(&mut self, picture: &dyn Fn(&str) -> Picture) -> Option<()> {
        let root = self.root;
        let Some(body) = root.first("itemBody") else {
            self.refuse(root, "no_body", "câu không có nội dung (itemBody)", "xuất lại từ chương trình gốc");
            return None;
        };
        let interaction = self.only_interaction(body)?;
        self.circumstances();
        let flow = flow::of(body);
        if flow.variables
            || ["templateDeclaration", "templateProcessing"].iter().any(|n| root.first(n).is_some())
        {
            self.lost("giá trị sinh ngẫu nhiên (template)", "bỏ câu này");
            return None;
        }
        self.item.unit.clone_from(&flow.unit);
        self.item.stem = self.marked(body, &flow)?.text;
        self.item.image = self.picture(body, &flow, picture)?;
        let response = Response::of(root, interaction);
        let Some(response) = response else {
            let what = "câu không khai báo câu trả lời (responseDeclaration)";
            self.refuse(interaction, "no_key", what, "xuất lại từ chương trình gốc, hoặc bỏ câu này");
            return None;
        };
        let processing = Processing::of(root, response.identifier());
        self.item.body = self.key(interaction, response, &processing)?;
        self.points(&processing);
        self.explanation()
    }

    /// The one interaction that we have.
    fn only_interaction<'b>(&mut self, body: &'b Element<'b>) -> Option<&'b Element<'b>> {
        let all = flow::interactions(body);
        if let Some(foreign) = all.iter().find(|i| !interaction::is_ours(&i.name)) {
            self.lost(interaction::called(&foreign.name), "chưa hỗ trợ, bỏ câu này");
            return None;
        }
        match all.as_slice() {
            [only] => Some(only),
            [] => {
                self.lost("câu không có chỗ trả lời", "bỏ câu này");
                None
            }
            several => {
                let what = format!("{} chỗ trả lời trong một câu", several.len());
                self.lost(what, "chưa hỗ trợ, bỏ câu này");
                None
            }
        }
    }

    /// What surrounds the question and we do not have.
    fn circumstances(&mut self) {
        let root = self.root;
        if root.attribute("adaptive") == Some("true") {
            self.lost("câu thích nghi nhiều bước (adaptive)", "đọc như câu thường");
        }
        if root.attribute("timeDependent") == Some("true") {
            self.lost("tính theo thời gian làm bài (timeDependent)", "bỏ cách tính đó");
        }
        if root.first("assessmentStimulusRef").is_some() {
            self.lost("bài đọc dùng chung (assessmentStimulusRef)", "không ghép vào câu; thêm bằng tay");
        }
    }

    /// A text in our markup, with its losses written down.
    fn marked(&mut self, at: &Element<'_>, flow: &Flow) -> Option<Marked> {
        for (feature, done) in &flow.lost {
            self.lost(feature.clone(), done);
        }
        if flow.long {
            self.refuse(at, "too_long", "một đoạn chữ của câu quá dài", "rút gọn");
            return None;
        }
        let marked = flow.marked();
        self.collector.lost_markup(self.root.line, &self.label, &marked);
        Some(marked)
    }

    /// A text on one line, as options are.
    pub(super) fn plain(&mut self, element: &Element<'_>) -> Option<String> {
        let simple = element.elements().next().is_none();
        let text = element.text();
        if simple && text.len() < 2_000 && !text.contains("\\(") && !text.contains("$$") {
            // Also keeps stars as they are: only an element makes something strong here.
            return Some(text);
        }
        let flow = flow::of(element);
        if !flow.pictures.is_empty() {
            self.lost("ảnh trong phương án", "bỏ ảnh, giữ lại chữ");
        }
        let marked = self.marked(element, &flow)?;
        Some(if simple { text } else { marked.plain() })
    }

    fn picture(
        &mut self,
        body: &Element<'_>,
        flow: &Flow,
        picture: &dyn Fn(&str) -> Picture,
    ) -> Option<Option<(Vec<u8>, String)>> {
        let Some(first) = flow.pictures.first() else { return Some(None) };
        let source: String = first.source.chars().take(80).collect();
        if flow.pictures.len() > 1 {
            self.lost(format!("{} ảnh trong một câu", flow.pictures.len()), "chỉ giữ ảnh đầu tiên");
        }
        let why = match picture(&first.source) {
            Picture::Found(bytes) => return Some(Some((bytes, first.alt.clone()))),
            Picture::Outside => {
                self.lost(format!("ảnh ở ngoài gói ({source})"), "không tải về; câu không có ảnh");
                return Some(None);
            }
            Picture::Missing => {
                (format!("không thấy ảnh “{source}” trong gói"), "đóng gói lại cho đủ ảnh, hoặc bỏ ảnh")
            }
            Picture::Alone => (format!("ảnh “{source}” không đi kèm tệp XML"), "nạp cả gói zip có ảnh"),
        };
        self.refuse(body, "missing_image", why.0, why.1);
        None
    }

    /// Points and processing that we do not have.
    fn points(&mut self, processing: &Processing) {
        if !processing.exotic.is_empty() {
            let names: Vec<&str> = processing.exotic.iter().map(String::as_str).collect();
            let what = format!("cách chấm riêng ({})", names.join(", "));
            self.lost(what, "chấm theo đáp án đã khai báo");
        }
        let declared = |name: &str| {
            self.root.all("outcomeDeclaration").find(|o| o.attribute("identifier") == Some(name))
        };
        let initial = |e: &Element<'_>| number(&e.first("defaultValue")?.first("value")?.text());
        let most = declared("MAXSCORE")
            .and_then(initial)
            .or_else(|| declared("SCORE")?.attribute("normalMaximum").and_then(number));
        if let Some(points) = most.filter(|p| *p > 0.0 && (*p - 1.0).abs() > 1e-9) {
            self.lost(format!("câu được {points} điểm"), "bỏ điểm riêng; cuộc thi đặt điểm");
        }
    }

    fn explanation(&mut self) -> Option<()> {
        let (shown, rest) = feedback::sorted(self.root);
        let mut parts = Vec::with_capacity(shown.len());
        for element in shown {
            let flow = flow::of(element);
            if !flow.pictures.is_empty() {
                self.lost("ảnh trong lời giải thích", "bỏ ảnh, giữ lại chữ");
            }
            parts.push(self.marked(element, &flow)?.text);
        }
        self.item.explanation = parts.join("\n");
        if !rest.is_empty() {
            let named: Vec<&str> = rest.iter().take(3).filter_map(|f| f.attribute("identifier")).collect();
            let what = format!("{} phản hồi riêng theo câu trả lời ({})", rest.len(), named.join(", "));
            self.lost(what, "bỏ phản hồi");
        }
        Some(())
    }
}
