//! XML of strangers as small trees with places, one piece at a time.
//!
//! Invariants: a document type is refused before anything in it is looked at, so no entity expands and nothing is
//! fetched; nesting and size are bounded; a file of ten thousand questions never stands in memory as one tree.

use super::encoding::refusal;
use crate::bank::Problem;
use crate::bank::lines::Cursor;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// Elements inside elements.
const DEEPEST: usize = 64;
/// Elements and texts of one piece.
const MOST_NODES: usize = 50_000;

/// An element: its name without prefix, attributes, what it holds, and where it began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element<'t> {
    /// Local name.
    pub(crate) name: Cow<'t, str>,
    /// Attributes by name, prefix kept (`xml:lang`).
    pub(crate) attributes: Vec<(Cow<'t, str>, Cow<'t, str>)>,
    /// What it holds, in order.
    pub(crate) children: Vec<Node<'t>>,
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column, from 1.
    pub(crate) column: usize,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node<'t> {
    /// Another element.
    Element(Element<'t>),
    /// Text, entities resolved.
    Text(Cow<'t, str>),
}

impl<'t> Element<'t> {
    /// An attribute's value.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| &**v)
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

    /// All text below, put together.
    pub(crate) fn text(&self) -> String {
        if let [Node::Text(only)] = self.children.as_slice() {
            return only.to_string();
        }
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
                Node::Text(text) => super::markup::escape_into(text, out),
                Node::Element(e) if skip.contains(&&*e.name) => {}
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
    text: &'t str,
    reader: Reader<&'t [u8]>,
    lines: Cursor<'t>,
    /// Where elements stand while they are open: room that the next piece uses again.
    open: Vec<Element<'t>>,
    /// Open elements between the root and what comes next, see [`Self::piece_in`].
    inside: usize,
    /// The root element, without what it holds.
    pub(crate) root: Element<'t>,
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
        let mut pieces = Self {
            file,
            text,
            reader,
            lines: Cursor::new(text),
            open: Vec::with_capacity(8),
            inside: 0,
            root: Element::default(),
            over: false,
        };
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
    pub(crate) fn piece(&mut self) -> Result<Option<Element<'t>>, Problem> {
        self.piece_in(&[])
    }

    /// As [`Self::piece`], but children named here are entered, so that a list of any length comes piece by piece.
    ///
    /// # Errors
    /// As [`Self::piece`].
    pub(crate) fn piece_in(&mut self, lists: &[&str]) -> Result<Option<Element<'t>>, Problem> {
        while !self.over {
            let at = self.here();
            match self.next()? {
                Event::Start(start) if lists.contains(&start.local_name().as_ref()) => self.inside += 1,
                Event::Start(start) => {
                    let element = self.element(&start, at)?;
                    return self.fill(element).map(Some);
                }
                Event::End(_) if self.inside > 0 => self.inside -= 1,
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
    pub(crate) fn whole(mut self) -> Result<Element<'t>, Problem> {
        let root = std::mem::take(&mut self.root);
        self.fill(root)
    }

    fn fill(&mut self, first: Element<'t>) -> Result<Element<'t>, Problem> {
        let mut open = std::mem::take(&mut self.open);
        open.push(first);
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
                        Some(parent) => add(parent, Node::Element(done)),
                        None => {
                            self.open = open;
                            return Ok(done);
                        }
                    }
                }
                Event::Text(text) => add_text(&mut open, text.xml10_content()),
                Event::CData(text) => add_text(&mut open, text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let text = self.entity(&entity, at)?;
                    add_text(&mut open, Cow::Owned(text));
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

    fn element(&self, start: &BytesStart<'_>, at: usize) -> Result<Element<'t>, Problem> {
        let (line, column) = self.lines.place(at);
        let named = start.name().as_ref().len();
        // The reader lends what it read for a moment only, so names and values are taken from the text itself.
        let written: &str = start;
        let own = self.text.get(at + 1..).and_then(|rest| rest.get(..written.len()));
        let Some(own) = own.filter(|own| *own == written) else {
            return Err(self.refuse(at, "xml", "XML sai cú pháp", "xuất lại từ chương trình gốc"));
        };
        let name = own.get(..named).unwrap_or_default();
        let name = Cow::Borrowed(name.split_once(':').map_or(name, |(_, local)| local));
        let mut attributes = Vec::new();
        for attribute in Attributes::new(own, named) {
            let attribute = attribute.map_err(|e| self.broken(&e.into(), at))?;
            let value =
                attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|e| self.broken(&e, at))?;
            attributes.push((Cow::Borrowed(attribute.key.0), value));
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

fn add_text<'t>(open: &mut [Element<'t>], text: Cow<'t, str>) {
    let Some(parent) = open.last_mut() else { return };
    if let Some(Node::Text(last)) = parent.children.last_mut() {
        last.to_mut().push_str(&text);
    } else {
        add(parent, Node::Text(text));
    }
}

/// Most elements hold one thing: a list that makes room for four would be mostly empty.
fn add<'t>(parent: &mut Element<'t>, node: Node<'t>) {
    if parent.children.is_empty() {
        parent.children.reserve_exact(1);
    }
    parent.children.push(node);
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
        assert_eq!((&*pieces.root.name, pieces.root.attribute("a")), ("quiz", Some("1 & 2")));
        let first = pieces.piece().expect("reads").expect("is there");
        assert_eq!((first.line, first.column), (3, 3));
        assert_eq!(first.first("t").map(Element::text).as_deref(), Some("Một < <b>hai</b>"));
        assert_eq!(pieces.piece().expect("reads").map(|e| e.line), Some(4));
        assert_eq!(pieces.piece().expect("reads"), None);
    }

    #[test]
    fn enters_lists() {
        let text = "<m><meta/><rs><r a='1'/>\n<r/><rs><r/></rs></rs><after/></m>";
        let mut pieces = Pieces::open("a.xml", text).expect("opens");
        let mut seen = Vec::new();
        while let Some(e) = pieces.piece_in(&["rs"]).expect("reads") {
            seen.push((e.name, e.line, e.column));
        }
        let seen: Vec<(&str, usize, usize)> = seen.iter().map(|(n, l, c)| (&**n, *l, *c)).collect();
        assert_eq!(seen, [("meta", 1, 4), ("r", 1, 15), ("r", 2, 1), ("r", 2, 9), ("after", 2, 23)]);
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
