//! A stretch of a GIFT question, seen twice: as it is, and with everything escaped hidden.
//!
//! Invariant: both views have the same length in bytes, so a sign found in the one stands at the same place in the
//! other and in the file. All cuts answer with nothing rather than panic.

/// Stands for both bytes of an escape; no sign of the format.
const HIDDEN: &str = "\u{1}\u{1}";

/// Comment lines as spaces; the bytes stay where they were.
pub(super) fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if is_comment(line) {
            let ending = if line.ends_with('\n') { 1 } else { 0 };
            out.extend(std::iter::repeat_n(' ', line.len() - ending));
            out.push_str(&line[line.len() - ending..]);
        } else {
            out.push_str(line);
        }
    }
    out
}

pub(super) fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// The text with escapes hidden.
pub(super) fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        if escape_at(&rest[at..]).is_some() {
            out.push_str(HIDDEN);
            rest = &rest[at + 2..];
        } else {
            out.push('\\');
            rest = &rest[at + 1..];
        }
    }
    out.push_str(rest);
    out
}

/// What the escape at the start of a text stands for. A backslash before any other sign is a backslash.
fn escape_at(text: &str) -> Option<char> {
    match text.as_bytes().get(1)? {
        b'n' => Some('\n'),
        c @ (b'\\' | b'~' | b'=' | b'#' | b'{' | b'}' | b':') => Some(char::from(*c)),
        _ => None,
    }
}

/// Escapes resolved.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = escape_at(&rest[at..]);
        out.push(escape.unwrap_or('\\'));
        rest = &rest[at + 1 + usize::from(escape.is_some())..];
    }
    out.push_str(rest);
    out
}

/// A stretch and where it begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'t> {
    raw: &'t str,
    mask: &'t str,
    at: usize,
}

impl<'t> Piece<'t> {
    /// `mask` is [`masked`] of `raw`.
    pub(super) fn new(raw: &'t str, mask: &'t str) -> Self {
        Self { raw, mask, at: 0 }
    }

    /// Byte offset in the whole.
    pub(super) fn at(self) -> usize {
        self.at
    }

    /// With escapes hidden: where the format's signs are looked for.
    pub(super) fn mask(self) -> &'t str {
        self.mask
    }

    /// As it stands in the file.
    pub(super) fn raw(self) -> &'t str {
        self.raw
    }

    /// What it says.
    pub(super) fn text(self) -> String {
        unescaped(self.raw)
    }

    pub(super) fn is_empty(self) -> bool {
        self.mask.is_empty()
    }

    pub(super) fn cut(self, from: usize, to: usize) -> Self {
        let raw = self.raw.get(from..to).unwrap_or_default();
        let mask = self.mask.get(from..to).unwrap_or_default();
        Self { raw, mask, at: self.at + from }
    }

    pub(super) fn from(self, from: usize) -> Self {
        self.cut(from, self.mask.len())
    }

    pub(super) fn trim_start(self) -> Self {
        self.from(self.mask.len() - self.mask.trim_start().len())
    }

    pub(super) fn trim(self) -> Self {
        let piece = self.trim_start();
        piece.cut(0, piece.mask.trim_end().len())
    }

    /// Both sides of the first `sign`.
    pub(super) fn split(self, sign: &str) -> Option<(Self, Self)> {
        let at = self.mask.find(sign)?;
        Some((self.cut(0, at), self.from(at + sign.len())))
    }

    /// Both sides of the last `sign`.
    pub(super) fn split_last(self, sign: &str) -> Option<(Self, Self)> {
        let at = self.mask.rfind(sign)?;
        Some((self.cut(0, at), self.from(at + sign.len())))
    }

    /// What stands between the signs of a set: first what comes before any, then each sign with what follows it.
    pub(super) fn parts(self, signs: &'static [char]) -> (Self, Vec<(char, Self)>) {
        let mut found: Vec<(char, Self)> = Vec::new();
        let mut marks = self.mask.match_indices(signs).peekable();
        let first = self.cut(0, marks.peek().map_or(self.mask.len(), |(at, _)| *at));
        while let Some((at, sign)) = marks.next() {
            let to = marks.peek().map_or(self.mask.len(), |(next, _)| *next);
            found.extend(sign.chars().map(|sign| (sign, self.cut(at + 1, to))));
        }
        (first, found)
    }
}
