//! Flowing text of an item as HTML for the markup reader, with what must not flow along taken out and named.
//!
//! Invariants: feedback never becomes part of what is asked; a picture is found by its element, not by searching text;
//! the place of a text field stays known.

use super::declared::walk;
use crate::bank::exchange::markup::{self, Marked};
use crate::bank::exchange::xml::{Element, Node};
use std::collections::BTreeSet;

/// Stands where a text field stood; no XML text holds it.
const FIELD: char = '\u{1}';

/// Class of the unit behind a field, in our own files.
pub(super) const UNIT: &str = "nhs-unit";

/// A picture in a text.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// Its address as written.
    pub(super) source: String,
    /// What it shows.
    pub(super) alt: String,
}

/// A text taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    html: String,
    /// Pictures in order.
    pub(super) pictures: Vec<Shown>,
    /// What was left out: feature and what was done, each once.
    pub(super) lost: BTreeSet<(String, &'static str)>,
    /// Unit behind the field.
    pub(super) unit: Option<String>,
    /// There are shown variables of a template.
    pub(super) variables: bool,
    /// Longer than any text we keep; the rest was not looked at.
    pub(super) long: bool,
}

/// HTML of one text, in bytes.
const LONGEST: usize = 100_000;

/// The text of an element.
pub(super) fn of(element: &Element<'_>) -> Flow {
    let mut flow = Flow::default();
    flow.inside(element);
    flow
}

impl Flow {
    /// The text in our markup; a field inside a sentence becomes a line to write on, one at the end goes.
    pub(super) fn marked(&self) -> Marked {
        let mut marked = markup::from_html(&self.html);
        if marked.text.contains(FIELD) {
            let lines: Vec<&str> = marked.text.lines().collect();
            let mut kept: Vec<String> = Vec::with_capacity(lines.len());
            for (i, line) in lines.iter().enumerate() {
                let alone = line.chars().all(|c| c == FIELD || c.is_whitespace());
                let line = if i + 1 == lines.len() { line.trim_end_matches([FIELD, ' ']) } else { line };
                if !alone && !line.is_empty() {
                    kept.push(line.replace(FIELD, "____"));
                }
            }
            marked.text = kept.join("\n");
        }
        marked
    }

    fn inside(&mut self, element: &Element<'_>) {
        for node in &element.children {
            if self.html.len() > LONGEST {
                self.long = true;
                return;
            }
            match node {
                Node::Text(text) if text.len() > LONGEST => self.long = true,
                Node::Text(text) => markup::escape_into(text, &mut self.html),
                Node::Element(e) => self.element(e),
            }
        }
    }

    fn block(&mut self, element: &Element<'_>) {
        self.html.push_str("<div>");
        self.inside(element);
        self.html.push_str("</div>");
    }

    fn leave_out(&mut self, feature: impl Into<String>, done: &'static str) {
        self.lost.insert((feature.into(), done));
    }

    fn element(&mut self, e: &Element<'_>) {
        match &*e.name {
            "feedbackInline" | "feedbackBlock" | "modalFeedback" => {
                self.leave_out(format!("phản hồi trong câu ({})", e.name), "bỏ phản hồi");
            }
            "rubricBlock" => {
                let view = e.attribute("view").unwrap_or("candidate");
                if view.split_whitespace().any(|v| v == "candidate") {
                    self.block(e);
                } else {
                    self.leave_out("ghi chú cho người chấm (rubricBlock)", "bỏ ghi chú");
                }
            }
            "templateInline" | "templateBlock" | "printedVariable" => self.variables = true,
            "textEntryInteraction" => self.html.push(FIELD),
            "endAttemptInteraction" | "infoControl" => {
                self.leave_out(format!("gợi ý khi làm bài ({})", e.name), "bỏ gợi ý");
            }
            "img" => self.picture(e, "src"),
            "object" if shows_a_picture(e) => self.picture(e, "data"),
            "include" => self.leave_out("phần lấy từ tệp khác (include)", "không ghép vào"),
            "math" | "svg" | "script" | "style" | "template" | "head" => {
                self.leave_out("công thức MathML, hình SVG hoặc mã lệnh", "bỏ phần đó");
            }
            "catalogInfo" | "companionMaterialsInfo" | "stylesheet" => {}
            name if name.ends_with("Interaction") => {
                if let Some(prompt) = e.first("prompt") {
                    self.block(prompt);
                }
            }
            "span" if e.attribute("class") == Some(UNIT) => self.unit = Some(e.text()),
            "br" => self.html.push_str("<br>"),
            name => {
                // A name is what the XML reader took for one; the markup reader knows few and passes over the rest.
                self.html.push_str(&format!("<{name}>"));
                self.inside(e);
                self.html.push_str(&format!("</{name}>"));
            }
        }
    }

    fn picture(&mut self, e: &Element<'_>, place: &str) {
        let source = e.attribute(place).unwrap_or_default().trim().to_owned();
        let alt = e.attribute("alt").map_or_else(|| e.text(), str::to_owned);
        self.pictures.push(Shown { source, alt });
    }
}

fn shows_a_picture(object: &Element<'_>) -> bool {
    let kind = object.attribute("type").unwrap_or_default();
    let address = object.attribute("data").unwrap_or_default().to_ascii_lowercase();
    kind.starts_with("image/")
        || [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"].iter().any(|e| address.ends_with(e))
}

/// Every interaction of a body, in document order; what stands inside one belongs to it.
pub(super) fn interactions<'e>(body: &'e Element<'e>) -> Vec<&'e Element<'e>> {
    let mut found = Vec::new();
    walk(body, &mut |e| {
        if e.name.ends_with("Interaction") && e.name != "endAttemptInteraction" {
            found.push(e);
        }
    });
    found
}
