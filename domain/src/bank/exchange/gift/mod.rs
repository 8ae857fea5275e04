//! Moodle's GIFT: questions as text, one per paragraph, answers in braces.
//!
//! Read as Moodle reads it (a blank line ends a question whatever is open, only `\: \\ \# \= \{ \} \~ \n` are escapes,
//! the first `{` and the first `}` hold the answers), except that what Moodle would quietly misunderstand is refused at
//! its place. Invariants: a broken paragraph costs only itself; work on one is linear in its bounded size; every
//! wording without a picture comes back from [`write`] unchanged by way of tags in comments.

mod answers;
mod comment;
mod pairs;
mod piece;
mod text;
mod typed;
mod write;

#[cfg(test)]
mod tests;

pub(super) use write::write;

use super::collect::{Collector, MOST_QUESTIONS};
use super::encoding::{decode, one_line_end};
use super::item::{Body, Item};
use super::{Defaults, Import, tags};
use comment::Note;
use piece::{Piece, is_comment, masked, without_comments};
use std::collections::HashMap;
use text::{Losses, format_of, rich};

/// Bytes of one question: far more than our limits with the heaviest HTML.
const LARGEST_QUESTION: usize = 256 * 1024;
const CATEGORY: &str = "$CATEGORY:";
/// Tags named in one report.
const MOST_NAMED: usize = 5;

/// Why a question was refused, at a byte of its paragraph.
struct Refusal {
    at: usize,
    code: &'static str,
    message: String,
    remedy: String,
}

fn refusal(at: usize, code: &'static str, message: impl Into<String>, remedy: impl Into<String>) -> Refusal {
    Refusal { at, code, message: message.into(), remedy: remedy.into() }
}

/// What our own tags say that other formats say otherwise.
#[derive(Default)]
struct Own {
    kind: Option<String>,
    rows: Vec<usize>,
}

/// Lines between blank lines.
struct Paragraph<'t> {
    text: &'t str,
    line: usize,
}

impl Paragraph<'_> {
    /// Line and column of a byte.
    fn place(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |n| n + 1);
        (self.line + before.matches('\n').count(), before[start..].chars().count() + 1)
    }
}

/// Reads a file.
pub(super) fn read(file: &str, bytes: &[u8], defaults: &Defaults) -> Import {
    let text = match decode(file, bytes) {
        Ok(text) => text,
        Err(problem) => return Import::refused(problem),
    };
    let text = one_line_end(&text);
    let mut reader =
        Reader { out: Collector::new(file, defaults), category: Vec::new(), count: 0, names: HashMap::new() };
    reader.file(&text);
    reader.out.finish()
}

struct Reader<'a> {
    out: Collector<'a>,
    category: Vec<String>,
    count: usize,
    /// Names so far with the stem each belongs to.
    names: HashMap<String, String>,
}

impl Reader<'_> {
    fn file(&mut self, text: &str) {
        let (mut start, mut at, mut first) = (0, 0, 1);
        for (n, line) in text.split_inclusive('\n').enumerate() {
            let trimmed = line.trim();
            let category = trimmed.strip_prefix(CATEGORY);
            if trimmed.is_empty() || category.is_some() {
                self.paragraph(&Paragraph { text: &text[start..at], line: first });
                (start, first) = (at + line.len(), n + 2);
            }
            if let Some(path) = category {
                self.category = category_path(path);
            }
            at += line.len();
            if self.out.full() || self.count > MOST_QUESTIONS {
                break;
            }
        }
        if !self.out.full() && self.count <= MOST_QUESTIONS {
            self.paragraph(&Paragraph { text: &text[start..], line: first });
        }
        if self.count > MOST_QUESTIONS && !self.out.full() {
            // Also what we cannot use costs memory for its report.
            let message = format!("tệp có quá {MOST_QUESTIONS} câu hỏi");
            self.out.refuse((first, 1), "too_many", message, "tách thành nhiều tệp");
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph<'_>) {
        if paragraph.text.is_empty() {
            return;
        }
        if paragraph.text.len() > LARGEST_QUESTION {
            self.count += 1;
            let message = format!(
                "một câu dài {} KB, nhiều nhất {} KB",
                paragraph.text.len() >> 10,
                LARGEST_QUESTION >> 10
            );
            let remedy = "đặt một dòng trống giữa hai câu; bỏ ảnh nhúng trong câu";
            self.out.refuse((paragraph.line, 1), "too_long", message, remedy);
            return;
        }
        let mut item = Item { category: self.category.clone(), ..Item::default() };
        let mut own = Own::default();
        let strange = comments(paragraph.text, &mut item, &mut own);
        let raw = without_comments(paragraph.text);
        let mask = masked(&raw);
        let piece = Piece::new(&raw, &mask).trim();
        if piece.is_empty() {
            if item.id.is_some() || own.kind.is_some() || !strange.is_empty() {
                self.count += 1;
                let done = "bỏ: viết ghi chú ngay trên câu hỏi, không cách dòng";
                self.out.lost(
                    paragraph.line,
                    "ghi chú",
                    "mã và nhãn trong ghi chú không đi với câu nào",
                    done,
                );
            }
            return;
        }
        self.count += 1;
        (item.line, item.column) = paragraph.place(piece.at());
        let mut lost = Losses::default();
        if !strange.is_empty() {
            let more = if strange.len() > MOST_NAMED {
                format!(" và {} nhãn nữa", strange.len() - MOST_NAMED)
            } else {
                String::new()
            };
            let shown: Vec<&str> = strange.iter().take(MOST_NAMED).map(String::as_str).collect();
            lost.add(piece.at(), format!("nhãn {}{more}", shown.join(", ")), "bỏ nhãn");
        }
        match question(piece, &own, &mut item, &mut lost) {
            Ok(()) => {
                let label = [&item.id, &item.name].into_iter().flatten().next().unwrap_or(&item.stem);
                let label = start(label);
                self.name(piece.at(), &mut item, &mut lost);
                for (at, feature, done) in lost.0 {
                    self.out.lost(paragraph.place(at).0, &label, feature, done);
                }
                self.out.take(item);
            }
            Err(wrong) => self.out.refuse(paragraph.place(wrong.at), wrong.code, wrong.message, wrong.remedy),
        }
    }

    /// Moodle lets two questions have one name; ours get their ids from names, so the second goes by its stem.
    fn name(&mut self, at: usize, item: &mut Item, lost: &mut Losses) {
        let Some(name) = item.name.clone().filter(|_| item.id.is_none() && item.body != Body::Nothing) else {
            return;
        };
        match self.names.get(&name) {
            Some(stem) if *stem != item.stem => {
                item.name = None;
                lost.add(at, "tên câu trùng với câu khác", "bỏ tên, đặt mã theo lời câu hỏi");
            }
            Some(_) => {}
            None => {
                self.names.insert(name, item.stem.clone());
            }
        }
    }
}

/// The beginning of a text, for messages.
fn start(text: &str) -> String {
    text.chars().take(80).collect()
}

/// Reads the comment lines of a question; gives the tags that are none of ours.
fn comments(text: &str, item: &mut Item, own: &mut Own) -> Vec<String> {
    let mut strange = Vec::new();
    for line in text.lines().filter(|line| is_comment(line)) {
        for note in comment::notes(line) {
            match note {
                Note::Id(id) if item.id.is_none() => item.id = Some(id),
                Note::Id(id) => strange.push(format!("id:{id}")),
                Note::Tag(tag) => match tag.split_once(':') {
                    Some(("kind", kind)) => own.kind = Some(kind.trim().to_owned()),
                    Some(("rows", rows)) => {
                        own.rows = rows.split_whitespace().filter_map(|n| n.parse().ok()).collect()
                    }
                    _ if tags::read(item, &tag) => {}
                    _ => strange.push(tag),
                },
            }
        }
    }
    strange
}

/// `$course$/top/Chủ đề 5/An toàn`, outermost first, without what every Moodle path begins with; `//` is a slash.
fn category_path(path: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut rest = path.trim();
    while let Some(at) = rest.find('/') {
        if let Some(name) = names.last_mut() {
            name.push_str(&rest[..at]);
            if rest[at..].starts_with("//") {
                name.push('/');
                rest = &rest[at + 2..];
                continue;
            }
        }
        rest = &rest[at + 1..];
        names.push(String::new());
    }
    if let Some(name) = names.last_mut() {
        name.push_str(rest);
    }
    let mut names: Vec<String> =
        names.iter().map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect();
    if names.first().is_some_and(|n| n.len() > 2 && n.starts_with('$') && n.ends_with('$')) {
        names.remove(0);
    }
    if names.first().is_some_and(|n| n == "top") {
        names.remove(0);
    }
    names
}

/// Reads one question into an item; a kind that we do not have is a loss and leaves the item without a body.
fn question(piece: Piece<'_>, own: &Own, item: &mut Item, lost: &mut Losses) -> Result<(), Refusal> {
    let piece = named(piece, item)?;
    let Some((before, answer, after)) = braces(piece)? else {
        let (format, text) = format_of(piece);
        item.stem = rich(&text.text(), format.unwrap_or_default(), text.at(), lost);
        // Only one report: nothing else of it is used.
        lost.0.clear();
        lost.add(piece.at(), "đoạn mô tả không có phần trả lời {…}", "bỏ đoạn này");
        return Ok(());
    };
    let (format, before) = format_of(before);
    let format = format.unwrap_or_default();
    let stem = if after.trim().is_empty() {
        before.text()
    } else {
        // The gap of a sentence with a missing word.
        piece::unescaped(&format!("{}____{}", before.raw(), after.raw()))
    };
    item.stem = rich(&stem, format, before.at(), lost);
    let (answer, explanation) = match answer.split_last("####") {
        Some((answer, feedback)) => (answer, Some(feedback)),
        None => (answer, None),
    };
    if let Some(feedback) = explanation {
        let (own_format, feedback) = format_of(feedback);
        item.explanation = rich(&feedback.text(), own_format.unwrap_or(format), feedback.at(), lost);
    }
    match answers::body(answer, format, own, item, lost)? {
        Some(body) => item.body = body,
        None => {
            lost.0.clear();
            lost.add(piece.at(), "câu tự luận {}", "bỏ câu này: máy không chấm được");
        }
    }
    Ok(())
}

/// Takes `::name::` off the front.
fn named<'t>(piece: Piece<'t>, item: &mut Item) -> Result<Piece<'t>, Refusal> {
    if !piece.mask().starts_with("::") {
        return Ok(piece);
    }
    let Some((name, rest)) = piece.from(2).split("::") else {
        let remedy = "viết ::tên câu:: rồi tới lời câu hỏi; dấu : trong lời viết là \\:";
        return Err(refusal(piece.at(), "unclosed_name", "tên câu mở bằng :: mà không đóng", remedy));
    };
    item.name = Some(name.trim().text()).filter(|n| !n.trim().is_empty());
    Ok(rest.trim())
}

/// What stands before, in and after the braces; `None` when there are none.
fn braces(piece: Piece<'_>) -> Result<Option<(Piece<'_>, Piece<'_>, Piece<'_>)>, Refusal> {
    let stray = |at: usize, what: &str| {
        let remedy = "kiểm tra cặp { }; dấu ngoặc trong lời viết là \\{ \\}";
        refusal(piece.at() + at, "stray_brace", what, remedy)
    };
    let close = piece.mask().find('}');
    let Some(open) = piece.mask().find('{') else {
        return close.map_or(Ok(None), |at| Err(stray(at, "có } mà không có { phía trước")));
    };
    let Some(close) = close else {
        let remedy = "thêm } sau phương án cuối; giữa { và } không để dòng trống";
        return Err(refusal(
            piece.at() + open,
            "unclosed_brace",
            "ngoặc { mở ở đây không đóng trước dòng trống",
            remedy,
        ));
    };
    if close < open {
        return Err(stray(close, "có } mà không có { phía trước"));
    }
    let answer = piece.cut(open + 1, close);
    if let Some(at) = answer.mask().find('{') {
        return Err(stray(open + 1 + at, "có { nằm trong phần trả lời"));
    }
    let after = piece.from(close + 1);
    if let Some(at) = after.mask().find(['{', '}']) {
        let message = "có phần trả lời thứ hai trong cùng một đoạn";
        let remedy = "đặt một dòng trống giữa hai câu; dấu ngoặc trong lời viết là \\{ \\}";
        return Err(refusal(after.at() + at, "two_answers", message, remedy));
    }
    Ok(Some((piece.cut(0, open), answer, after)))
}
