//! Texts of a GIFT file: escapes, format marks, and the way between them and our small markup.
//!
//! Reading and writing stand side by side so that the writer can ask the reader what it would understand. Invariant:
//! [`write_rich`], [`write_option`] and [`write_right`] give something that is read back as the very text.

use super::super::markup::{Marked, escape, from_html, spans, to_html};
use super::piece::Piece;

/// What a question loses: where, what, and what was done. The same thing is told once per question.
#[derive(Debug, Default)]
pub(super) struct Losses(pub(super) Vec<(usize, String, &'static str)>);

impl Losses {
    pub(super) fn add(&mut self, at: usize, feature: impl Into<String>, done: &'static str) {
        let feature = feature.into();
        if !self.0.iter().any(|(_, f, d)| *f == feature && *d == done) {
            self.0.push((at, feature, done));
        }
    }
}

/// How a text is written; answers and general feedback follow the stem unless they say otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// HTML in which a line break is one: what a text without a mark is.
    #[default]
    Moodle,
    Html,
    Plain,
    Markdown,
}

const MARKS: [(&str, Format); 4] = [
    ("[moodle]", Format::Moodle),
    ("[html]", Format::Html),
    ("[plain]", Format::Plain),
    ("[markdown]", Format::Markdown),
];

/// Takes the format mark off the front.
pub(super) fn format_of(piece: Piece<'_>) -> (Option<Format>, Piece<'_>) {
    // Spaces at the end stay: a missing word may follow.
    let piece = piece.trim_start();
    match mark_of(piece.mask()) {
        Some((length, format)) => (Some(format), piece.from(length).trim_start()),
        None => (None, piece),
    }
}

fn mark_of(text: &str) -> Option<(usize, Format)> {
    let is = |mark: &str| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    MARKS.iter().find(|(mark, _)| is(mark)).map(|(mark, format)| (mark.len(), *format))
}

/// A stem or an explanation, escapes already resolved, in our markup.
pub(super) fn rich(text: &str, format: Format, at: usize, lost: &mut Losses) -> String {
    match format {
        Format::Plain => text.to_owned(),
        Format::Markdown => {
            if looks_like_markdown(text) {
                lost.add(at, "định dạng Markdown", "giữ nguyên các dấu như chữ thường");
            }
            text.to_owned()
        }
        Format::Html | Format::Moodle => {
            let marked = marked(text, format);
            note(&marked, at, lost);
            marked.text
        }
    }
}

/// An answer's text, escapes already resolved: plain, on one line.
pub(super) fn option(text: &str, format: Format, at: usize, lost: &mut Losses) -> String {
    let lines = rich(text, format, at, lost);
    if lines.contains('\n') {
        lost.add(at, "xuống dòng trong phương án", "nối thành một dòng");
    }
    // Stars that were in the text are text; only those that stand for tags go.
    let tagged = matches!(format, Format::Html | Format::Moodle) && has_strong_tag(text);
    if tagged && spans(&lines).iter().any(|(strong, _)| *strong) {
        lost.add(at, "chữ đậm trong phương án", "bỏ định dạng");
        return super::super::markup::plain(&lines);
    }
    lines.replace('\n', " ")
}

fn has_strong_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let tag = text.as_bytes().get(at + 1..).unwrap_or_default();
        let names: [&[u8]; 2] = [b"b", b"strong"];
        names.iter().any(|name| {
            tag.get(..name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name))
                && !tag.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
        })
    })
}

fn note(marked: &Marked, at: usize, lost: &mut Losses) {
    for feature in &marked.lost {
        lost.add(at, *feature, "bỏ định dạng");
    }
    if let Some((first, _)) = marked.images.first() {
        let address: String = first.chars().take(60).collect();
        let more = if marked.images.len() > 1 {
            format!(" và {} ảnh nữa", marked.images.len() - 1)
        } else {
            String::new()
        };
        lost.add(
            at,
            format!("ảnh {address}{more}"),
            "bỏ ảnh: tệp GIFT không mang theo ảnh, hãy xuất từ Moodle sang Moodle XML",
        );
    }
}

fn marked(text: &str, format: Format) -> Marked {
    if format == Format::Moodle && text.contains('\n') { from_html(&breaks(text)) } else { from_html(text) }
}

/// Line breaks as HTML has them, but not inside a tag.
fn breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut inside = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '<' => inside = chars.peek().is_some_and(|n| n.is_ascii_alphabetic() || *n == '/'),
            '>' => inside = false,
            '\n' if !inside => {
                out.push_str("<br>");
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// Whether a text uses marks of Markdown that we do not have (strong is the same there and here).
fn looks_like_markdown(text: &str) -> bool {
    let line_mark = |line: &str| {
        let line = line.trim_start();
        let numbered = line
            .split_once(". ")
            .is_some_and(|(n, _)| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
        ["# ", "## ", "### ", "- ", "* ", "+ ", "> ", "|", "```"].iter().any(|m| line.starts_with(m))
            || numbered
    };
    let rest = text.replace("**", "");
    rest.lines().any(line_mark)
        || rest.matches('*').count() > 1
        || rest.matches('`').count() > 1
        || rest.contains("](")
        || rest.contains("__")
        || rest.split_whitespace().any(|w| w.len() > 2 && w.starts_with('_') && w.ends_with('_'))
}

/// Text with GIFT's own signs escaped, on one line.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '#' | '=' | '~' | '{' | '}' | ':' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

/// A stem or an explanation as GIFT, and the format it has; `default` is what a text without a mark has.
pub(super) fn write_rich(text: &str, default: Format) -> (String, Format) {
    let same = |written: &str, format| rich(written, format, 0, &mut Losses::default()) == text;
    let unmarked = mark_of(text).is_none();
    if default == Format::Moodle && unmarked && !text.contains("**") && same(text, Format::Moodle) {
        return (escaped(text), Format::Moodle);
    }
    let html = to_html(text);
    if same(&html, Format::Html) {
        let mark = if default == Format::Html && !html.starts_with('[') { "" } else { "[html]" };
        return (format!("{mark}{}", escaped(&html)), Format::Html);
    }
    (format!("[plain]{}", escaped(text)), Format::Plain)
}

/// An answer or the left side of a pair as GIFT, in a question whose stem has `default`.
pub(super) fn write_option(text: &str, default: Format) -> String {
    // What begins like a mark or a weight needs a mark of its own in front; an arrow would end the left side.
    if mark_of(text).is_none() && !text.starts_with('%') && !text.contains("->") {
        let html = escape(text);
        let candidates = if default == Format::Plain { [text, text] } else { [text, &html] };
        for candidate in candidates {
            if option(candidate, default, 0, &mut Losses::default()) == text {
                return escaped(candidate);
            }
        }
    }
    format!("[html]{}", escaped(&escape(text)))
}

/// The right side of a pair, which knows no marks: HTML without structure.
pub(super) fn write_right(text: &str) -> String {
    if right(text, 0, &mut Losses::default()) == text { escaped(text) } else { escaped(&escape(text)) }
}

/// Reads the right side of a pair, escapes already resolved.
pub(super) fn right(text: &str, at: usize, lost: &mut Losses) -> String {
    option(text, Format::Html, at, lost)
}
