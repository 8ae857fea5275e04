//! Small HTML as text, built alike on the server and on the phone.
//!
//! Invariant: whatever people wrote goes through [`escape`] or [`Markup::text`]; only string literals of this crate go in
//! as they are.

/// Text inside ready-made HTML.
#[cfg(feature = "ssr")]
#[must_use]
pub fn escape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len() + 8);
    push_escaped(&mut out, raw);
    out
}

fn push_escaped(out: &mut String, raw: &str) {
    for c in raw.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// A piece of HTML in the making.
#[derive(Default)]
pub(crate) struct Markup(String);

impl Markup {
    /// Adds HTML of this crate's own.
    pub(crate) fn raw(&mut self, html: &'static str) -> &mut Self {
        self.0.push_str(html);
        self
    }

    /// Adds somebody's text.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        push_escaped(&mut self.0, text);
        self
    }

    /// Adds a whole number.
    pub(crate) fn int(&mut self, n: i64) -> &mut Self {
        self.0.push_str(&n.to_string());
        self
    }

    /// Adds a text in the small markup of questions.
    #[cfg(any(feature = "ssr", feature = "live"))]
    pub(crate) fn marked(&mut self, text: &str) -> &mut Self {
        for (strong, part) in domain::marks::spans(text) {
            if strong {
                self.raw("<strong>").text(part).raw("</strong>");
            } else {
                self.text(part);
            }
        }
        self
    }

    /// The finished piece.
    pub(crate) fn done(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn only_own_tags_stay_tags() {
        let mut m = Markup::default();
        m.raw("<p title=\"").text("a\"b").raw("\">").marked("1 < **2** & 3").int(-4).raw("</p>");
        assert_eq!(m.done(), "<p title=\"a&quot;b\">1 &lt; <strong>2</strong> &amp; 3-4</p>");
    }
}
