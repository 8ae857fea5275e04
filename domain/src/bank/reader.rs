//! Reading a TOML document field by field so that every problem is found in one go and points at its place.
//!
//! Deserialising into structs stops at the first mistake and forgets positions. Here the document is walked instead:
//! each getter returns what it could read and writes down what it could not. Invariant: when no error was written
//! down, every required field was read. Shared by the question bank and the contest file.

use super::lines::Lines;
use super::problem::{Fault, Problem, Severity};
use crate::text::{composed, is_clean, is_invisible};
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unicode_normalization::{UnicodeNormalization, is_nfc};

pub(crate) type Span = Range<usize>;

/// Syntax errors beyond this many are mostly echoes of the first.
const MOST_SYNTAX_ERRORS: usize = 20;

/// One file being read, and what was found wrong with it so far.
pub(crate) struct Doc<'a> {
    file: &'a str,
    text: &'a str,
    lines: Lines<'a>,
    // Problems are noted from many small readers that share the document.
    problems: RefCell<Vec<Problem>>,
    question: RefCell<Option<String>>,
}

impl<'a> Doc<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self {
            file,
            text,
            lines: Lines::new(text),
            problems: RefCell::default(),
            question: RefCell::default(),
        }
    }

    /// The document's root table; `None` when it is not TOML, which is then written down.
    pub(crate) fn root(&self) -> Option<Spanned<DeTable<'a>>> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in errors.iter().take(MOST_SYNTAX_ERRORS) {
            let span = error.span().unwrap_or(0..0);
            self.error(
                &span,
                "syntax",
                format!("sai cú pháp TOML ({})", error.message()),
                syntax_remedy(error.message()),
            );
        }
        errors.is_empty().then_some(root)
    }

    /// Names the question that the following problems are about.
    pub(crate) fn about(&self, question: Option<String>) {
        *self.question.borrow_mut() = question;
    }

    /// Line and column, from 1, of a byte offset.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        self.lines.place(offset)
    }

    pub(crate) fn error(
        &self,
        at: &Span,
        code: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.note(at, code, message.into(), remedy.into(), Severity::Error);
    }

    pub(crate) fn warn(
        &self,
        at: &Span,
        code: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.note(at, code, message.into(), remedy.into(), Severity::Warning);
    }

    fn note(&self, at: &Span, code: &'static str, message: String, remedy: String, severity: Severity) {
        let (line, column) = self.place(at.start);
        let question = self.question.borrow().clone();
        let problem =
            Problem { file: self.file.to_owned(), line, column, code, message, remedy, severity, question };
        self.problems.borrow_mut().push(problem);
    }

    /// Takes over problems found in another file.
    pub(crate) fn adopt(&self, others: Vec<Problem>) {
        self.problems.borrow_mut().extend(others);
    }

    /// Errors written down so far.
    pub(crate) fn errors(&self) -> usize {
        self.problems.borrow().iter().filter(|p| p.is_error()).count()
    }

    /// All problems, in the order of the file.
    pub(crate) fn finish(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|p| (p.file != self.file, p.line, p.column));
        // Common rules are read once for every round.
        problems.dedup();
        problems
    }

    /// Writes down what is wrong with a text that people will read, at its very place where that is known.
    pub(crate) fn check_text(&self, at: &Span, name: &str, text: &str, most: usize, several_lines: bool) {
        for fault in text_faults(name, text, most, several_lines) {
            let here = match fault.code {
                "control_character" => {
                    let bad = text.chars().find(|c| is_hidden(*c, several_lines));
                    self.inside(at, |raw| raw.find(bad?))
                }
                "not_nfc" => self.inside(at, first_decomposed),
                _ => at.clone(),
            };
            self.note(&here, fault.code, fault.message, fault.remedy, fault.severity);
        }
    }

    /// A place inside a value's source text, else its start.
    fn inside(&self, at: &Span, find: impl Fn(&str) -> Option<usize>) -> Span {
        let found = self.text.get(at.clone()).and_then(find).unwrap_or(0);
        at.start + found..at.end
    }
}

/// What is wrong with a text that people will read: it must not be blank, is NFC, without outer space, control or
/// invisible characters, at most `most` characters; several lines only where that is said.
pub(crate) fn text_faults(name: &str, text: &str, most: usize, several_lines: bool) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut add = |code, message: String, remedy: &str| {
        found.push(Fault { code, message, remedy: remedy.to_owned(), severity: Severity::Error });
    };
    // Nearly every text of nearly every file: nothing more to look at.
    let lines_fit = || !text.contains('\n') || (several_lines && text.lines().count() <= MOST_LINES);
    if is_clean(text) && (text.len() <= most || text.chars().count() <= most) && lines_fit() {
        return found;
    }
    if text.trim().is_empty() {
        add("empty", format!("`{name}` để trống"), "điền nội dung");
        return found;
    }
    if text.trim() != text || (several_lines && text.lines().any(|l| l.trim() != l || l.is_empty())) {
        add(
            "outer_space",
            format!("`{name}` có khoảng trắng thừa ở đầu hoặc cuối dòng, hoặc dòng trống"),
            "xóa khoảng trắng thừa",
        );
    }
    if let Some(c) = text.chars().find(|c| is_hidden(*c, several_lines)) {
        let name_of = if c == '\n' { "xuống dòng".to_owned() } else { format!("U+{:04X}", c as u32) };
        add(
            "control_character",
            format!("`{name}` có ký tự điều khiển hoặc ký tự ẩn ({name_of})"),
            "xóa ký tự đó; viết thành một đoạn liền, không tab",
        );
    }
    if !composed(text) && !is_nfc(text) {
        add(
            "not_nfc",
            format!("`{name}` có chữ dùng dấu tổ hợp (không phải Unicode NFC)"),
            "gõ lại chữ có dấu, hoặc chuyển cả tệp sang Unicode dựng sẵn (NFC)",
        );
    }
    let length = text.chars().count();
    if length > most {
        add("too_long", format!("`{name}` dài {length} ký tự, nhiều nhất {most}"), "rút gọn");
    }
    if text.lines().count() > MOST_LINES {
        add("too_many_lines", format!("`{name}` có quá {MOST_LINES} dòng"), "rút gọn");
    }
    found
}

/// Lines in one stem or explanation.
const MOST_LINES: usize = 12;

fn is_hidden(c: char, several_lines: bool) -> bool {
    (c.is_control() && !(several_lines && c == '\n')) || is_invisible(c)
}

/// The byte offset of the first character that NFC would write differently.
fn first_decomposed(raw: &str) -> Option<usize> {
    let mut composed = raw.nfc();
    raw.char_indices().find(|(_, c)| composed.next() != Some(*c)).map(|(at, _)| at)
}

fn syntax_remedy(message: &str) -> &'static str {
    if message.contains("duplicate") {
        "xóa hoặc đổi tên một trong hai khóa trùng nhau"
    } else if message.contains("string") || message.contains('"') {
        "kiểm tra dấu ngoặc kép mở và đóng; dấu \" bên trong câu viết là “ ” hoặc \\\""
    } else {
        "kiểm tra dấu ngoặc, dấu phẩy và dấu bằng gần chỗ này"
    }
}

/// The Vietnamese name of a value's type.
fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "chữ",
        DeValue::Integer(_) => "số nguyên",
        DeValue::Float(_) => "số thập phân",
        DeValue::Boolean(_) => "true/false",
        DeValue::Datetime(_) => "ngày giờ",
        DeValue::Array(_) => "danh sách",
        DeValue::Table(_) => "bảng",
    }
}

/// A value with its place.
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// One table of the document.
#[derive(Clone)]
pub(crate) struct Fields<'d, 'a> {
    pub(crate) doc: &'d Doc<'a>,
    table: &'d DeTable<'a>,
    /// Where the table is, for what is missing from it.
    pub(crate) span: Span,
}

impl<'d, 'a> Fields<'d, 'a> {
    pub(crate) fn root(doc: &'d Doc<'a>, root: &'d Spanned<DeTable<'a>>) -> Self {
        Self { doc, table: root.get_ref(), span: 0..0 }
    }

    /// A value that must be a table.
    pub(crate) fn of(doc: &'d Doc<'a>, name: &str, value: &'d Spanned<DeValue<'a>>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self { doc, table, span: value.span() }),
            other => {
                wrong_type(doc, &value.span(), name, "bảng { … }", other);
                None
            }
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'d Spanned<DeValue<'a>>> {
        self.table.get(name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// Where a field is, or else the table.
    pub(crate) fn span_of(&self, name: &str) -> Span {
        self.get(name).map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// Field names and values.
    pub(crate) fn entries(
        &self,
    ) -> impl Iterator<Item = (&'d str, Span, &'d Spanned<DeValue<'a>>)> + use<'d, 'a> {
        self.table.iter().map(|(k, v)| (k.get_ref().as_ref(), k.span(), v))
    }

    /// Writes down every field that is not in `known`, with the nearest known name.
    pub(crate) fn only(&self, known: &[&str]) {
        for (name, span, _) in self.entries() {
            if !known.contains(&name) {
                let remedy = match nearest(name, known) {
                    Some(near) => format!("có phải là `{near}`?"),
                    None => format!("xóa đi; các trường được dùng: {}", known.join(", ")),
                };
                self.doc.error(&span, "unknown_field", format!("không có trường `{name}`"), remedy);
            }
        }
    }

    /// Writes down a required field that is missing.
    pub(crate) fn require(&self, name: &str, what: &str) -> Option<&'d Spanned<DeValue<'a>>> {
        let found = self.get(name);
        if found.is_none() {
            self.doc.error(&self.span, "missing_field", format!("thiếu `{name}`"), format!("thêm {what}"));
        }
        found
    }

    /// A string; nothing is written down when it is missing.
    pub(crate) fn string(&self, name: &str) -> Option<At<String>> {
        as_string(self.doc, name, self.get(name)?)
    }

    /// A text people read, checked; nothing is written down when it is missing.
    pub(crate) fn text(&self, name: &str, most: usize) -> Option<At<String>> {
        let text = self.string(name)?;
        self.doc.check_text(&text.span, name, &text.value, most, false);
        Some(text)
    }

    /// A text of one or more lines that must be there.
    pub(crate) fn need_lines(&self, name: &str, what: &str, most: usize) -> Option<At<String>> {
        self.require(name, what)?;
        let text = self.string(name)?;
        self.doc.check_text(&text.span, name, &text.value, most, true);
        Some(text)
    }

    /// A text people read that must be there.
    pub(crate) fn need_text(&self, name: &str, what: &str, most: usize) -> Option<At<String>> {
        self.require(name, what)?;
        self.text(name, most)
    }

    pub(crate) fn boolean(&self, name: &str) -> Option<bool> {
        let value = self.get(name)?;
        match value.get_ref() {
            DeValue::Boolean(b) => Some(*b),
            other => {
                wrong_type(self.doc, &value.span(), name, "true hoặc false", other);
                None
            }
        }
    }

    /// A whole number in a range.
    pub(crate) fn integer(&self, name: &str, range: std::ops::RangeInclusive<u32>) -> Option<At<u32>> {
        let value = self.get(name)?;
        let DeValue::Integer(n) = value.get_ref() else {
            wrong_type(self.doc, &value.span(), name, "số nguyên", value.get_ref());
            return None;
        };
        let number = u32::from_str_radix(n.as_str(), n.radix()).ok().filter(|n| range.contains(n));
        if number.is_none() {
            let (low, high) = (range.start(), range.end());
            let message = format!("`{name}` phải từ {low} đến {high}, không phải {n}");
            self.doc.error(&value.span(), "out_of_range", message, format!("ghi một số từ {low} đến {high}"));
        }
        Some(At { value: number?, span: value.span() })
    }

    /// A finite number.
    pub(crate) fn number(&self, name: &str) -> Option<At<f64>> {
        let value = self.get(name)?;
        let number = match value.get_ref() {
            DeValue::Integer(n) if n.radix() == 10 => n.as_str().parse::<f64>().ok(),
            DeValue::Float(n) => n.as_str().parse::<f64>().ok(),
            other => {
                wrong_type(self.doc, &value.span(), name, "số (dấu thập phân là dấu chấm)", other);
                return None;
            }
        };
        let number = number.filter(|n| n.is_finite());
        if number.is_none() {
            self.doc.error(
                &value.span(),
                "not_a_number",
                format!("`{name}` không phải số hữu hạn"),
                "ghi một số, ví dụ 12 hoặc 3.5",
            );
        }
        Some(At { value: number?, span: value.span() })
    }

    /// A list, item by item.
    pub(crate) fn list(&self, name: &str) -> Option<&'d [Spanned<DeValue<'a>>]> {
        let value = self.get(name)?;
        match value.get_ref() {
            DeValue::Array(items) => Some(items),
            other => {
                wrong_type(self.doc, &value.span(), name, "danh sách […]", other);
                None
            }
        }
    }

    /// A list of strings; items of another type are written down and left out.
    pub(crate) fn strings(&self, name: &str) -> Option<Vec<At<String>>> {
        Some(self.list(name)?.iter().filter_map(|item| as_string(self.doc, name, item)).collect())
    }

    /// A list of tables; items of another type are written down and left out.
    pub(crate) fn tables(&self, name: &str) -> Option<Vec<Self>> {
        Some(self.list(name)?.iter().filter_map(|item| Self::of(self.doc, name, item)).collect())
    }

    /// A table; nothing is written down when it is missing.
    pub(crate) fn table(&self, name: &str) -> Option<Self> {
        Self::of(self.doc, name, self.get(name)?)
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Option<T> {
        one_of(self.doc, name, &self.string(name)?, words)
    }
}

/// A string from any value.
pub(crate) fn as_string(doc: &Doc<'_>, name: &str, value: &Spanned<DeValue<'_>>) -> Option<At<String>> {
    match value.get_ref() {
        DeValue::String(text) => Some(At { value: text.to_string(), span: value.span() }),
        // A date or time written without quotes means the same.
        DeValue::Datetime(moment) => Some(At { value: moment.to_string(), span: value.span() }),
        other => {
            wrong_type(doc, &value.span(), name, "chữ trong dấu ngoặc kép", other);
            None
        }
    }
}

/// The meaning of a word from a short list; another word is written down with the nearest.
pub(crate) fn one_of<T: Copy>(
    doc: &Doc<'_>,
    name: &str,
    word: &At<String>,
    words: &[(&str, T)],
) -> Option<T> {
    if let Some((_, meaning)) = words.iter().find(|(w, _)| *w == word.value) {
        return Some(*meaning);
    }
    let known: Vec<&str> = words.iter().map(|(w, _)| *w).collect();
    let remedy = match nearest(&word.value, &known) {
        Some(near) => format!("có phải là \"{near}\"? (được dùng: {})", known.join(", ")),
        None => format!("dùng một trong: {}", known.join(", ")),
    };
    doc.error(&word.span, "unknown_value", format!("`{name}` không nhận \"{}\"", word.value), remedy);
    None
}

pub(crate) fn wrong_type(doc: &Doc<'_>, at: &Span, name: &str, wanted: &str, found: &DeValue<'_>) {
    let message = format!("`{name}` phải là {wanted}, không phải {}", type_name(found));
    doc.error(at, "wrong_type", message, format!("viết lại `{name}` thành {wanted}"));
}

/// The known word most like this one, if any is like it at all.
pub(crate) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase();
    known
        .iter()
        .map(|k| (distance(&word, k), *k))
        .filter(|(d, k)| *d <= 1 + k.chars().count().max(word.chars().count()) / 3)
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

/// Letters to insert, delete or change to make one word the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let changed = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}
