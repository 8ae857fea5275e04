//! XML of strangers as small trees with places, one piece at a time.
//!
//! Invariants: a document type is refused before anything in it is looked at, so no entity expands and nothing is
//! fetched; nesting and size are bounded; a file of ten thousand questions never stands in memory as one tree.

use super::encoding::refusal;
use crate::bank::Problem;
use crate::bank::lines::Lines;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Elements inside elements.
const DEEPEST: usize = 64;
/// Elements and texts of one piece.
const MOST_NODES: usize = 50_000;

/// An element: its name without prefix, attributes, what it holds, and where it began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Local name.
    pub(crate) name: String,
    /// Attributes by name, prefix kept (`xml:lang`).
    pub(crate) attributes: Vec<(String, String)>,
    /// What it holds, in order.
    pub(crate) children: Vec<Node>,
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column, from 1.
    pub(crate) column: usize,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Another element.
    Element(Element),
    /// Text, entities resolved.
    Text(String),
}

impl Element {
    /// An attribute's value.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Child elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|n| match n {
            Node::Element(e) => Some(e),
            Node::Text(_) => None,
        })
    }

    /// Child elements of a name.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.elements().filter(move |e| e.name == name)
    }

    /// The first child element of a name.
    pub(crate) fn first(&self, name: &str) -> Option<&Self> {
        self.elements().find(|e| e.name == name)
    }

    /// Every element below of a name, in document order.
    pub(crate) fn below<'e>(&'e self, name: &str, found: &mut Vec<&'e Self>) {
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            }
            element.below(name, found);
        }
    }

    /// All text below, put together.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        self.gather(&mut out);
        out
    }

    fn gather(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.gather(out),
            }
        }
    }

    /// What it holds as HTML text again, for the markup reader; `skip` names elements to leave out.
    pub(crate) fn inner_html(&self, skip: &[&str]) -> String {
        let mut out = String::new();
        self.write_inner(skip, &mut out);
        out
    }

    fn write_inner(&self, skip: &[&str], out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(&super::markup::escape(text)),
                Node::Element(e) if skip.contains(&e.name.as_str()) => {}
                Node::Element(e) => {
                    out.push('<');
                    out.push_str(&e.name);
                    for (name, value) in &e.attributes {
                        out.push_str(&format!(" {name}=\"{}\"", super::markup::escape(value)));
                    }
                    out.push('>');
                    e.write_inner(skip, out);
                    out.push_str(&format!("</{}>", e.name));
                }
            }
        }
    }
}

/// Reads a document's root and then its children one after another.
pub(crate) struct Pieces<'t> {
    file: &'t str,
    reader: Reader<&'t [u8]>,
    lines: Lines<'t>,
    /// The root element, without what it holds.
    pub(crate) root: Element,
    over: bool,
}

impl<'t> Pieces<'t> {
    /// Opens a document.
    ///
    /// # Errors
    /// Not XML, or with a document type.
    pub(crate) fn open(file: &'t str, text: &'t str) -> Result<Self, Problem> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut pieces =
            Self { file, reader, lines: Lines::new(text), root: Element::default(), over: false };
        loop {
            let at = pieces.here();
            match pieces.next()? {
                Event::Start(start) => {
                    pieces.root = pieces.element(&start, at)?;
                    return Ok(pieces);
                }
                Event::Eof => return Err(pieces.refuse(at, "no_xml", "tệp XML trống", "kiểm tra lại tệp")),
                Event::Text(text) if !text.trim().is_empty() => {
                    return Err(pieces.refuse(
                        at,
                        "no_xml",
                        "đây không phải tệp XML",
                        "kiểm tra lại định dạng",
                    ));
                }
                _ => {}
            }
        }
    }

    /// The next child of the root as a whole tree; `None` at its end. Text between children is passed over.
    ///
    /// # Errors
    /// Broken XML, too deep or too large.
    pub(crate) fn piece(&mut self) -> Result<Option<Element>, Problem> {
        while !self.over {
            let at = self.here();
            match self.next()? {
                Event::Start(start) => {
                    let element = self.element(&start, at)?;
                    return self.fill(element).map(Some);
                }
                Event::End(_) => self.over = true,
                Event::Eof => {
                    self.over = true;
                    let what = format!("thiếu thẻ đóng </{}>", self.root.name);
                    return Err(self.refuse(at, "xml", what, "tệp bị cắt cụt? xuất lại từ chương trình gốc"));
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// The whole document as one tree, for small files.
    ///
    /// # Errors
    /// As [`Self::piece`].
    pub(crate) fn whole(mut self) -> Result<Element, Problem> {
        let root = std::mem::take(&mut self.root);
        self.fill(root)
    }

    fn fill(&mut self, first: Element) -> Result<Element, Problem> {
        let mut open = vec![first];
        let mut nodes = 0;
        loop {
            let at = self.here();
            let event = self.next()?;
            nodes += 1;
            if nodes > MOST_NODES || open.len() > DEEPEST {
                let what = format!("XML lồng quá {DEEPEST} tầng hoặc một câu có quá {MOST_NODES} phần tử");
                return Err(self.refuse(at, "xml_too_deep", what, "xuất lại từ chương trình gốc"));
            }
            match event {
                Event::Start(start) => {
                    let element = self.element(&start, at)?;
                    open.push(element);
                }
                Event::End(_) => {
                    let Some(done) = open.pop() else { continue };
                    match open.last_mut() {
                        Some(parent) => parent.children.push(Node::Element(done)),
                        None => return Ok(done),
                    }
                }
                Event::Text(text) => {
                    let text = text.xml10_content().into_owned();
                    add_text(&mut open, text);
                }
                Event::CData(text) => {
                    let text = text.xml10_content().into_owned();
                    add_text(&mut open, text);
                }
                Event::GeneralRef(entity) => {
                    let text = self.entity(&entity, at)?;
                    add_text(&mut open, text);
                }
                Event::Eof => {
                    let name = open.last().map(|e| e.name.clone()).unwrap_or_default();
                    let what = format!("thiếu thẻ đóng </{name}>");
                    return Err(self.refuse(at, "xml", what, "tệp bị cắt cụt? xuất lại từ chương trình gốc"));
                }
                _ => {}
            }
        }
    }

    /// The five entities of XML and characters by number; any other would need a document type.
    fn entity(&self, entity: &quick_xml::events::BytesRef<'_>, at: usize) -> Result<String, Problem> {
        if let Some(c) = entity.resolve_char_ref().map_err(|e| self.broken(&e, at))? {
            return Ok(c.to_string());
        }
        match &**entity {
            "amp" => Ok("&".into()),
            "lt" => Ok("<".into()),
            "gt" => Ok(">".into()),
            "quot" => Ok("\"".into()),
            "apos" => Ok("'".into()),
            other => {
                let what = format!("thực thể &{other}; không có trong XML");
                Err(self.refuse(at, "xml_entity", what, "thay bằng chính ký tự đó"))
            }
        }
    }

    fn next(&mut self) -> Result<Event<'t>, Problem> {
        let at = self.here();
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(self.refuse(
                at,
                "xml_doctype",
                "tệp XML có DOCTYPE; không đọc để tránh thực thể bung rộng",
                "xóa dòng <!DOCTYPE …> rồi nạp lại",
            )),
            Ok(event) => Ok(event),
            Err(e) => {
                let at = usize::try_from(self.reader.error_position()).unwrap_or(at);
                Err(self.broken(&e, at))
            }
        }
    }

    fn element(&self, start: &BytesStart<'_>, at: usize) -> Result<Element, Problem> {
        let (line, column) = self.lines.place(at);
        let name = start.local_name().as_ref().to_owned();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|e| self.broken(&e.into(), at))?;
            let key = attribute.key.as_ref().to_owned();
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|e| self.broken(&e, at))?
                .into_owned();
            attributes.push((key, value));
        }
        Ok(Element { name, attributes, children: Vec::new(), line, column })
    }

    fn here(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn broken(&self, error: &quick_xml::Error, at: usize) -> Problem {
        self.refuse(at, "xml", format!("XML sai cú pháp ({error})"), "xuất lại từ chương trình gốc")
    }

    fn refuse(&self, at: usize, code: &'static str, what: impl Into<String>, remedy: &str) -> Problem {
        let (line, column) = self.lines.place(at);
        refusal(self.file, line, column, code, what, remedy)
    }
}

fn add_text(open: &mut [Element], text: String) {
    let Some(parent) = open.last_mut() else { return };
    if let Some(Node::Text(last)) = parent.children.last_mut() {
        last.push_str(&text);
    } else {
        parent.children.push(Node::Text(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (&'static str, usize, usize) {
        let read = Pieces::open("a.xml", text).and_then(|mut p| {
            while p.piece()?.is_some() {}
            Ok(())
        });
        let problem = read.expect_err("refused");
        (problem.code, problem.line, problem.column)
    }

    #[test]
    fn gives_the_children_of_the_root_with_their_places() {
        let text = "<?xml version=\"1.0\"?>\n<quiz a='1 &amp; 2'>\n  <q n=\"x\"><t>Một &lt; <![CDATA[<b>hai</b>]]></t></q>\n <q/></quiz>";
        let mut pieces = Pieces::open("a.xml", text).expect("opens");
        assert_eq!((pieces.root.name.as_str(), pieces.root.attribute("a")), ("quiz", Some("1 & 2")));
        let first = pieces.piece().expect("reads").expect("is there");
        assert_eq!((first.line, first.column), (3, 3));
        assert_eq!(first.first("t").map(Element::text).as_deref(), Some("Một < <b>hai</b>"));
        assert_eq!(pieces.piece().expect("reads").map(|e| e.line), Some(4));
        assert_eq!(pieces.piece().expect("reads"), None);
    }

    #[test]
    fn refuses_document_types_entities_depth_and_breakage() {
        let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY a \"&lol;&lol;\">]><quiz>&a;</quiz>";
        assert_eq!(refused(bomb), ("xml_doctype", 2, 1));
        assert_eq!(refused("<quiz><q>&nbsp;</q></quiz>").0, "xml_entity");
        let deep = format!("<quiz>{}</quiz>", "<a>".repeat(200));
        assert_eq!(refused(&deep).0, "xml_too_deep");
        assert_eq!(refused("<quiz>\n<q></p></quiz>").0, "xml");
        assert_eq!(refused("<quiz><q>").0, "xml");
        assert_eq!(refused("").0, "no_xml");
        assert_eq!(refused("Câu 1").0, "no_xml");
    }
}
