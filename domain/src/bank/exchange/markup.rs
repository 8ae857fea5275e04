//! The small markup a question knows, and the way there from the HTML of other programs.
//!
//! The markup itself is [`crate::marks`]. Invariant: nothing of foreign HTML reaches a page: tags become this markup or go, scripts and styles go
//! with their content, and every feature that goes is named.

pub(crate) use crate::marks::{plain, spans};
use std::collections::BTreeSet;

/// What was read from HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marked {
    /// Text in our markup, lines trimmed, no blank lines.
    pub(crate) text: String,
    /// What could not be kept, each named once, in Vietnamese.
    pub(crate) lost: BTreeSet<&'static str>,
    /// Images: address and alternative text, in order.
    pub(crate) images: Vec<(String, String)>,
}

impl Marked {
    /// The text on one line without strong marks, as options are.
    pub(crate) fn plain(&self) -> String {
        plain(&self.text)
    }
}

/// Our markup as HTML for other programs.
pub(crate) fn to_html(text: &str) -> String {
    spans(text)
        .into_iter()
        .map(|(strong, part)| {
            let part = escape(part).replace('\n', "<br>");
            if strong { format!("<b>{part}</b>") } else { part }
        })
        .collect()
}

/// Text made safe inside HTML and XML.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(text, &mut out);
    out
}

/// As [`escape`], behind what is there.
pub(crate) fn escape_into(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match from.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&quot;",
        });
        rest = from.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Reads HTML; text without tags passes as it is, entities resolved.
pub(crate) fn from_html(html: &str) -> Marked {
    let mut reader = Html { out: String::with_capacity(html.len()), ..Html::default() };
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        reader.text(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('&') { reader.entity(rest) } else { reader.tag(rest) };
    }
    reader.text(rest);
    reader.finish()
}

#[derive(Default)]
struct Html {
    out: String,
    lost: BTreeSet<&'static str>,
    images: Vec<(String, String)>,
    strong: usize,
    /// Where the text of the open strong mark begins.
    opened_at: usize,
    /// Inside `<sub>` or `<sup>`.
    raised: Option<bool>,
    in_pre: usize,
}

impl Html {
    fn text(&mut self, text: &str) {
        if self.raised.is_none() && self.in_pre == 0 {
            let mut words = text.split(char::is_whitespace);
            self.out.push_str(words.next().unwrap_or_default());
            for word in words {
                self.space();
                self.out.push_str(word);
            }
            return;
        }
        for c in text.chars() {
            let c = match self.raised.and_then(|up| raised(c, up)) {
                Some(small) => small,
                None if self.raised.is_some() && !c.is_whitespace() => {
                    self.lost.insert("chỉ số trên/dưới");
                    c
                }
                None => c,
            };
            if c == '\n' && self.in_pre > 0 {
                self.out.push('\n');
            } else if c.is_whitespace() {
                self.space();
            } else {
                self.out.push(c);
            }
        }
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
    }

    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// `&…;` at the start of `rest`; gives what follows.
    fn entity<'t>(&mut self, rest: &'t str) -> &'t str {
        let end = rest.char_indices().take(34).find(|(_, c)| *c == ';').map(|(at, _)| at);
        let resolved = end.and_then(|end| Some((resolve(&rest[1..end])?, &rest[end + 1..])));
        if let Some((c, after)) = resolved {
            self.text(c.encode_utf8(&mut [0; 4]));
            after
        } else {
            self.out.push('&');
            &rest[1..]
        }
    }

    /// `<…>` at the start of `rest`; gives what follows.
    fn tag<'t>(&mut self, rest: &'t str) -> &'t str {
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.split_once("-->").map_or("", |(_, after)| after);
        }
        let inside = &rest[1..];
        let closing = inside.starts_with('/');
        let name_part = inside.strip_prefix('/').unwrap_or(inside);
        let declaration = inside.starts_with(['!', '?']);
        if !declaration && !name_part.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // "x < 5" is text.
            self.out.push('<');
            return inside;
        }
        let end = tag_end(inside).unwrap_or(inside.len());
        let after = inside.get(end + 1..).unwrap_or_default();
        if declaration {
            return after;
        }
        let body = inside.get(..end).unwrap_or_default().trim_start_matches('/').trim_end_matches('/');
        let name: String =
            body.chars().take_while(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        self.meet(&name, closing, body);
        let swallowed = matches!(name.as_str(), "script" | "style" | "head" | "template" | "svg" | "math");
        if swallowed && !closing && !rest[..=end].ends_with("/>") {
            return skip_to_close(after, &name);
        }
        after
    }

    fn meet(&mut self, name: &str, closing: bool, body: &str) {
        match name {
            "br" | "p" | "div" | "tr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol"
            | "blockquote" | "section" | "article" => self.line(),
            "hr" => self.line(),
            "li" if !closing => {
                self.line();
                self.out.push_str("• ");
            }
            "li" => self.line(),
            "pre" => {
                self.line();
                self.in_pre = if closing { self.in_pre.saturating_sub(1) } else { self.in_pre + 1 };
            }
            "b" | "strong" => self.bold(closing),
            "sub" | "sup" => self.raised = (!closing).then_some(name == "sup"),
            "table" if !closing => {
                self.line();
                self.lost.insert("bảng (giữ lại chữ)");
            }
            "td" | "th" if !closing => self.space(),
            "img" => {
                let source = attribute(body, "src").unwrap_or_default();
                let alt = attribute(body, "alt").unwrap_or_default();
                self.images.push((source, alt));
            }
            "i" | "em" | "u" | "s" | "strike" | "del" | "ins" | "mark" | "code" | "tt" | "small" | "big"
            | "font" | "center"
                if !closing =>
            {
                self.lost.insert("kiểu chữ (nghiêng, gạch chân, màu…)");
            }
            "a" if !closing => {
                self.lost.insert("liên kết (giữ lại chữ)");
            }
            "script" | "style" | "template" => {
                self.lost.insert("mã lệnh hoặc kiểu trang");
            }
            "svg" | "math" => {
                self.lost.insert("hình vẽ SVG hoặc công thức MathML");
            }
            "audio" | "video" | "iframe" | "object" | "embed" | "source" | "track" | "canvas" => {
                self.lost.insert("âm thanh, phim hoặc nội dung nhúng");
            }
            "input" | "select" | "textarea" | "button" | "form" => {
                self.lost.insert("ô nhập hoặc biểu mẫu");
            }
            _ => {}
        }
    }

    fn bold(&mut self, closing: bool) {
        match (closing, self.strong) {
            (false, deep) => {
                if deep == 0 {
                    self.out.push_str("**");
                    self.opened_at = self.out.len();
                }
                self.strong += 1;
            }
            (true, 0) => {}
            (true, deep) => {
                self.strong -= 1;
                if deep == 1 {
                    self.close_strong();
                }
            }
        }
    }

    /// Nothing strong is left open or empty; spaces stand outside the marks.
    fn close_strong(&mut self) {
        let trimmed = self.out.trim_end().len();
        if trimmed == self.opened_at {
            self.out.truncate(trimmed - 2);
        } else {
            self.out.insert_str(trimmed, "**");
        }
    }

    fn finish(mut self) -> Marked {
        if self.strong > 0 {
            self.close_strong();
        }
        let lines = self.out.lines().map(str::trim).filter(|l| !l.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n");
        if text.contains("\\(") && text.contains("\\)") || text.contains("$$") {
            self.lost.insert("công thức TeX (hiện nguyên văn)");
        }
        Marked { text, lost: self.lost, images: self.images }
    }
}

/// Where a tag's `>` is, quotes respected.
fn tag_end(inside: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in inside.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    // A quote that never closes: the first `>` it is.
    inside.find('>')
}

fn skip_to_close<'t>(text: &'t str, name: &str) -> &'t str {
    // Only what is skipped is looked at: many small scripts must not each cost the whole rest.
    let closes = |at: &usize| {
        let named = text.as_bytes().get(at + 2..at + 2 + name.len());
        named.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    let found = text.match_indices("</").map(|(at, _)| at).find(closes);
    found.and_then(|at| text[at..].split_once('>')).map_or("", |(_, after)| after)
}

/// An attribute's value inside a tag's text, entities resolved.
fn attribute(body: &str, name: &str) -> Option<String> {
    let lower = body.to_ascii_lowercase();
    let mut from = 0;
    loop {
        let at = from + lower.get(from..)?.find(name)?;
        let before = lower[..at].chars().next_back();
        let tail = body[at + name.len()..].trim_start();
        if let Some(value) = tail.strip_prefix('=').filter(|_| before.is_some_and(char::is_whitespace)) {
            let value = value.trim_start();
            let raw = match value.chars().next() {
                Some(q @ ('"' | '\'')) => value[1..].split(q).next().unwrap_or_default(),
                _ => value.split_whitespace().next().unwrap_or_default(),
            };
            let mut reader = Html::default();
            let mut rest = raw;
            while let Some(amp) = rest.find('&') {
                reader.out.push_str(&rest[..amp]);
                rest = reader.entity(&rest[amp..]);
            }
            reader.out.push_str(rest);
            return Some(reader.out);
        }
        from = at + name.len();
    }
}

fn resolve(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace());
    }
    NAMED.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
}

/// Entities that editors write into Vietnamese text.
const NAMED: [(&str, char); 92] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("shy", '\u{ad}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("minus", '−'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("asymp", '≈'),
    ("deg", '°'),
    ("sup1", '¹'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("larr", '←'),
    ("rarr", '→'),
    ("uarr", '↑'),
    ("darr", '↓'),
    ("harr", '↔'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("sect", '§'),
    ("para", '¶'),
    ("ordm", 'º'),
    ("permil", '‰'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("yacute", 'ý'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Atilde", 'Ã'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Igrave", 'Ì'),
    ("Iacute", 'Í'),
    ("Ograve", 'Ò'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Otilde", 'Õ'),
    ("Ugrave", 'Ù'),
    ("Uacute", 'Ú'),
    ("Yacute", 'Ý'),
    ("dstrok", 'đ'),
    ("Dstrok", 'Đ'),
    ("abreve", 'ă'),
    ("Abreve", 'Ă'),
];

/// Digits and signs that Unicode has raised or lowered.
fn raised(c: char, up: bool) -> Option<char> {
    let at = "0123456789+-=()".find(c)?;
    (if up {
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"
    } else {
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
    })
    .chars()
    .nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn html_becomes_the_small_markup() {
        let found = from_html(
            "<p>Bạn nh&#7853;n được <b>tin nhắn </b>lạ&nbsp;&hellip;</p>\n<p>H<sub>2</sub>O &lt; 5 m<sup>2</sup></p><ul><li>một</li><li><em>hai</em></li></ul>",
        );
        assert_eq!(found.text, "Bạn nhận được **tin nhắn** lạ …\nH₂O < 5 m²\n• một\n• hai");
        assert_eq!(found.lost.into_iter().collect::<Vec<_>>(), ["kiểu chữ (nghiêng, gạch chân, màu…)"]);
    }

    #[test]
    fn nothing_dangerous_is_left() {
        let found = from_html(
            "a<script>alert('x')</script>b<style>*{}</style>c<img src='@@PLUGINFILE@@/a%20b.png' onerror=\"x\" alt=\"Ảnh &quot;1&quot;\">d<iframe src=x></iframe><!-- e -->f<svg><text>g</text></svg>",
        );
        assert_eq!(found.text, "abcdf");
        assert_eq!(found.images, [("@@PLUGINFILE@@/a%20b.png".to_owned(), "Ảnh \"1\"".to_owned())]);
        assert_eq!(found.lost.len(), 3);
        assert_eq!(from_html("1 < 2 & 3 > 2; x<y>z").text, "1 < 2 & 3 > 2; xz");
        assert_eq!(from_html("<b></b>x<b> </b>").text, "x");
        assert_eq!(from_html("<b>mở").text, "**mở**");
        assert_eq!(from_html("<script>").text, "");
    }

    proptest! {
        #[test]
        fn our_markup_survives_html(lines in prop::collection::vec("[a-zăâđêôơưàảãáạ<>&\"']([a-zăâđêôơưàảãáạ<>&;\"' ]{0,12}[a-zăâđêôơưàảãáạ<>&\"'])?", 1..4), strong in "[a-z]{1,6}") {
            let lines: Vec<String> = lines.iter().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            let text = format!("{} **{strong}** {}", lines.join("\n"), lines[0]);
            prop_assert_eq!(from_html(&to_html(&text)).text, text);
        }

        #[test]
        fn any_text_is_read_without_panic(html in "\\PC{0,200}|[<>&;/a-z\"'= !-]{0,200}") {
            let once = from_html(&html);
            prop_assert!(!once.text.contains("\n\n"));
        }
    }
}
