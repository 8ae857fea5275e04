//! Texts of a question with their format, and the files that stand beside them.
//!
//! Invariants: a text ends as our markup or as one plain line; an image is taken only from the file itself, never from
//! the network; whatever is left behind is said.

use super::base64::{self, Fault};
use super::question::Ask;
use crate::bank::exchange::markup::{self, Marked};
use crate::bank::exchange::media::LARGEST_IMAGE;
use crate::bank::exchange::xml::{Element, Node};
use crate::text::nfc;
use std::collections::HashMap;

/// How a text names a file beside it.
pub(super) const PLUGIN_FILE: &str = "@@PLUGINFILE@@/";
const MANY_IMAGES: &str = "câu có nhiều ảnh";

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// HTML.
    Html,
    /// As it stands.
    Plain,
    /// HTML in which a line break is a line break.
    Auto,
    /// Markdown, of which we know strong letters.
    Markdown,
    /// Moodle's old wiki marks.
    Wiki,
}

impl Form {
    /// What the element says, else `otherwise`; Moodle takes an unknown name for HTML.
    pub(super) fn of(holder: &Element<'_>, otherwise: Self) -> Self {
        match holder.attribute("format").map(str::trim) {
            None => otherwise,
            Some("plain_text") => Self::Plain,
            Some("moodle_auto_format") => Self::Auto,
            Some("markdown") => Self::Markdown,
            Some("wiki_like") => Self::Wiki,
            Some(_) => Self::Html,
        }
    }
}

/// The text of an element as the file has it: that of its `<text>`, or its own in files without.
pub(super) fn raw(holder: &Element<'_>) -> String {
    let text = match holder.first("text") {
        Some(text) => text.text(),
        None => holder
            .children
            .iter()
            .filter_map(|n| match n {
                Node::Text(text) => Some(&**text),
                Node::Element(_) => None,
            })
            .collect(),
    };
    text.trim().to_owned()
}

/// The text of a child element; empty when there is none.
pub(super) fn child(holder: &Element<'_>, name: &str) -> String {
    holder.first(name).map(raw).unwrap_or_default()
}

/// Whether an element says anything.
pub(super) fn says(holder: &Element<'_>) -> bool {
    holder.first("file").is_some() || !raw(holder).is_empty()
}

/// A text as our markup.
fn marked(holder: &Element<'_>, form: Form) -> Marked {
    // Some programs write HTML elements instead of escaping them.
    let bare = |text: &Element<'_>| text.elements().next().map(|_| text.inner_html(&[]));
    let source = || holder.first("text").and_then(bare).unwrap_or_else(|| raw(holder));
    match form {
        Form::Plain => Marked { text: raw(holder), ..Marked::default() },
        Form::Html => markup::from_html(&source()),
        Form::Auto | Form::Markdown | Form::Wiki => {
            let source = source();
            let mut found = markup::from_html(&source.replace('\n', "<br>"));
            if form == Form::Markdown && source.replace("**", "").contains(['#', '`', '_', '[', '*', '\\']) {
                found.lost.insert("định dạng Markdown (hiện nguyên văn)");
            } else if form == Form::Wiki {
                found.lost.insert("định dạng wiki (hiện nguyên văn)");
            }
            found
        }
    }
}

impl Ask<'_, '_, '_> {
    /// A text of the question that has no place for images.
    pub(super) fn rich(&mut self, holder: &Element<'_>, form: Form, what: &str) -> String {
        let form = Form::of(holder, form);
        let found = marked(holder, form);
        self.report(&found);
        if !found.images.is_empty() || holder.first("file").is_some() {
            self.lost(format!("ảnh hoặc tệp trong {what}"), "bỏ; chỉ câu hỏi có ảnh");
        }
        found.text
    }

    /// A text as one plain line.
    pub(super) fn line(&mut self, holder: &Element<'_>, form: Form, what: &str) -> String {
        let form = Form::of(holder, form);
        let text = self.rich(holder, form, what);
        if form == Form::Plain {
            return text;
        }
        if text.contains('\n') || markup::spans(&text).iter().any(|(strong, _)| *strong) {
            self.lost(format!("chữ đậm hoặc xuống dòng trong {what}"), "giữ lời, viết thành một dòng thường");
        }
        markup::plain(&text)
    }

    /// The text of the question and its image.
    pub(super) fn stem(&mut self, holder: &Element<'_>) -> (String, Option<(Vec<u8>, String)>) {
        let found = marked(holder, Form::of(holder, Form::Html));
        self.report(&found);
        let mut files = Files::beside(holder);
        let mut picture = None;
        for (source, alt) in &found.images {
            let Some(embedded) = self.embedded(source, &mut files) else { continue };
            if picture.is_some() {
                self.lost(MANY_IMAGES, "giữ ảnh đầu tiên");
            } else if let Some(bytes) = self.decode(&embedded) {
                picture = Some((bytes, alt.clone()));
            }
        }
        let unused: Vec<&str> = files.list.iter().filter(|f| !f.used).map(|f| f.name()).collect();
        if !unused.is_empty() {
            self.lost(format!("tệp đính kèm: {}", unused.join(", ")), "bỏ");
        }
        // As Moodle before 2.0 wrote it.
        if let Some(old) = self.q.first("image_base64").filter(|old| says(old)) {
            let (content, name) = (raw(old), child(self.q, "image"));
            if picture.is_some() {
                self.lost(MANY_IMAGES, "giữ ảnh đầu tiên");
            } else {
                let old = Embedded { content: &content, name: &name, encoding: None };
                picture = self.decode(&old).map(|bytes| (bytes, String::new()));
            }
        }
        (found.text, picture)
    }

    fn report(&mut self, found: &Marked) {
        for feature in &found.lost {
            self.lost(*feature, "bỏ định dạng");
        }
    }

    /// An image that the file holds; says so when it holds it not.
    fn embedded<'t>(&mut self, source: &'t str, files: &mut Files<'t>) -> Option<Embedded<'t>> {
        if let Some((head, content)) = source.strip_prefix("data:").and_then(|data| data.split_once(',')) {
            return Some(Embedded {
                content,
                name: "dán trong lời câu hỏi",
                encoding: head.rsplit(';').next(),
            });
        }
        if let Some(file) = source.strip_prefix(PLUGIN_FILE).and_then(|path| files.find(path)) {
            return Some(file);
        }
        if ["http://", "https://", "//"].iter().any(|p| source.starts_with(p)) {
            let done = "bỏ, không tải ảnh từ mạng; chèn ảnh vào câu trong Moodle rồi xuất lại";
            self.lost(format!("ảnh ở địa chỉ web {source}"), done);
        } else {
            self.lost(format!("ảnh “{source}” không kèm trong tệp"), "bỏ ảnh");
        }
        None
    }

    fn decode(&mut self, image: &Embedded<'_>) -> Option<Vec<u8>> {
        let bytes = if image.encoding.is_none_or(|e| e.trim().eq_ignore_ascii_case("base64")) {
            base64::decode(image.content, LARGEST_IMAGE)
        } else {
            Err(Fault::Broken)
        };
        match bytes {
            Ok(bytes) => return Some(bytes),
            Err(Fault::Broken) => {
                let message = format!("ảnh “{}” không phải base64 hợp lệ", image.name);
                self.refuse("bad_base64", message, "xuất lại từ Moodle, hoặc bỏ ảnh khỏi câu");
            }
            Err(Fault::TooLong) => {
                let message = format!("ảnh “{}” lớn hơn {} MB", image.name, LARGEST_IMAGE >> 20);
                self.refuse("bad_image", message, "thu nhỏ ảnh rồi xuất lại, hoặc bỏ ảnh");
            }
        }
        None
    }
}

/// An image as the file holds it.
struct Embedded<'t> {
    /// Base64.
    content: &'t str,
    name: &'t str,
    encoding: Option<&'t str>,
}

/// A file that stands beside a text.
struct Beside<'t> {
    element: &'t Element<'t>,
    used: bool,
}

impl<'t> Beside<'t> {
    fn name(&self) -> &'t str {
        self.element.attribute("name").unwrap_or_default().trim()
    }
}

/// The files beside a text, by path and by name alone.
struct Files<'t> {
    list: Vec<Beside<'t>>,
    places: HashMap<String, usize>,
}

impl<'t> Files<'t> {
    fn beside(holder: &'t Element<'t>) -> Self {
        let mut files = Self { list: Vec::new(), places: HashMap::new() };
        for element in holder.all("file") {
            let file = Beside { element, used: false };
            let (folder, name) = (element.attribute("path").unwrap_or("/").trim_matches('/'), file.name());
            let path = if folder.is_empty() { format!("/{name}") } else { format!("/{folder}/{name}") };
            // Some programs forget the folder.
            for key in [path.as_str(), name] {
                files.places.entry(nfc(key)).or_insert(files.list.len());
            }
            files.list.push(file);
        }
        files
    }

    /// The file that a text calls by its path.
    fn find(&mut self, path: &str) -> Option<Embedded<'t>> {
        let wanted = nfc(&unescaped(path.split(['?', '#']).next().unwrap_or_default()));
        let by_path = self.places.get(&format!("/{wanted}"));
        let at = by_path.or_else(|| self.places.get(wanted.rsplit('/').next().unwrap_or_default()));
        let file = self.list.get_mut(*at?)?;
        file.used = true;
        let content = file.element.children.iter().find_map(|n| match n {
            Node::Text(text) => Some(&**text),
            Node::Element(_) => None,
        });
        let (name, encoding) = (file.name(), file.element.attribute("encoding"));
        Some(Embedded { content: content.unwrap_or_default(), name, encoding })
    }
}

/// `%20` as a space.
fn unescaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.extend_from_slice(before.as_bytes());
        let two = after.get(..2).filter(|two| two.bytes().all(|b| b.is_ascii_hexdigit()));
        match two.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push(b'%');
                rest = after;
            }
        }
    }
    out.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&out).into_owned()
}
