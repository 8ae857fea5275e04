//! Aiken: single choice as plain lines, the smallest format there is.
//!
//! A stem, options `A. …` or `A) …`, then `ANSWER: B`. Invariants: a line is an option only when it carries the letter
//! that comes next, so a stem may begin with "H.264"; a broken question costs only itself; the stem on one line, the
//! option texts and the right option come back from [`write`] unchanged.

use super::collect::Collector;
use super::encoding::{decode, one_line_end};
use super::item::{Body, Item};
use super::markup::plain;
use super::{Defaults, Export, Import, WriteError, unwritten};
use crate::payload::Kind;
use crate::question::{Key, Revision};
use std::fmt::Write as _;

const FORM: &str = "viết lời câu hỏi, rồi A. …, B. …, C. …, rồi ANSWER: và chữ cái của phương án đúng";
/// Put before a stem that would be taken for an option or an answer line.
const LEAD: &str = "Câu hỏi: ";
const MOST_OPTIONS: usize = 6;

/// Reads a file.
pub(super) fn read(file: &str, bytes: &[u8], defaults: &Defaults) -> Import {
    let text = match decode(file, bytes) {
        Ok(text) => text,
        Err(problem) => return Import::refused(problem),
    };
    let text = one_line_end(&text);
    let mut reader = Reader { out: Collector::new(file, defaults), open: Open::default(), blank: true };
    for (n, line) in text.lines().enumerate() {
        reader.line(n + 1, line);
        if reader.out.full() {
            return reader.out.finish();
        }
    }
    reader.unanswered();
    reader.out.finish()
}

/// The question being read.
#[derive(Default)]
struct Open {
    /// Where it begins; 0 when there is none.
    line: usize,
    column: usize,
    stem: String,
    options: Vec<String>,
    /// Its last line so far.
    last: usize,
    /// Refused already; its other lines say nothing new.
    broken: bool,
}

struct Reader<'a> {
    out: Collector<'a>,
    open: Open,
    /// The line before was blank.
    blank: bool,
}

impl Reader<'_> {
    fn line(&mut self, number: usize, line: &str) {
        let text = line.trim_matches(blank);
        if text.is_empty() {
            self.blank = true;
            return;
        }
        let column = line.chars().take_while(|c| blank(*c)).count() + 1;
        let after_blank = std::mem::replace(&mut self.blank, false);
        if let Some(answer) = answer(text) {
            self.answer((number, column + text.chars().count() - answer.chars().count()), answer);
            return;
        }
        let expected =
            u8::try_from(self.open.options.len()).ok().and_then(|n| b'A'.checked_add(n)).map(char::from);
        match option(text) {
            Some((letter, text)) if Some(letter) == expected && self.open.line > 0 => {
                self.option((number, column), letter, text);
            }
            Some((letter @ 'A', _)) if self.open.line == 0 => {
                self.begin(number, column);
                self.wrong(
                    (number, column),
                    "no_stem",
                    format!("phương án {letter} không có lời câu hỏi phía trước"),
                    FORM,
                );
            }
            Some((letter, _)) if !self.open.options.is_empty() && !after_blank => {
                let expected = expected.unwrap_or('?');
                let message = format!("phương án {letter} đứng sai chỗ, đang chờ {expected} hoặc ANSWER");
                self.wrong(
                    (number, column),
                    "option_order",
                    message,
                    "đánh chữ cái lần lượt A, B, C… không nhảy",
                );
                self.open.last = number;
            }
            _ => self.stem((number, column), text, after_blank),
        }
    }

    fn begin(&mut self, line: usize, column: usize) {
        self.open = Open { line, column, last: line, ..Open::default() };
    }

    fn stem(&mut self, (line, column): (usize, usize), text: &str, after_blank: bool) {
        if self.open.line > 0 && !self.open.options.is_empty() {
            if !after_blank {
                let message = "dòng này không phải phương án, cũng không phải ANSWER";
                let remedy = "mỗi phương án viết trên một dòng; hai câu cách nhau một dòng trống";
                self.wrong((line, column), "bad_line", message, remedy);
                self.open.last = line;
                return;
            }
            self.unanswered();
        } else if self.open.broken && after_blank {
            self.open = Open::default();
        }
        if self.open.line == 0 {
            self.begin(line, column);
        } else {
            self.open.stem.push('\n');
        }
        self.open.stem.push_str(text);
        self.open.last = line;
    }

    fn option(&mut self, place: (usize, usize), letter: char, text: &str) {
        self.open.last = place.0;
        if text.is_empty() {
            self.wrong(
                place,
                "empty_answer",
                format!("phương án {letter} để trống"),
                "viết phương án trên cùng dòng với chữ cái",
            );
        } else if self.open.options.len() == MOST_OPTIONS {
            let message = format!("câu có hơn {MOST_OPTIONS} phương án, cần từ 3 đến {MOST_OPTIONS}");
            self.wrong(place, "option_count", message, "bỏ bớt phương án nhiễu");
        }
        self.open.options.push(text.to_owned());
    }

    fn answer(&mut self, (line, column): (usize, usize), text: &str) {
        let open = std::mem::take(&mut self.open);
        if open.broken {
            return;
        }
        if open.line == 0 || open.options.is_empty() {
            let message = "ANSWER không có câu hỏi và phương án phía trước";
            self.out.refuse((line, 1), "no_stem", message, FORM);
            return;
        }
        let count = open.options.len();
        if count < 3 {
            let message = format!("câu có {count} phương án, cần từ 3 đến {MOST_OPTIONS}");
            let remedy = "thêm phương án nhiễu hợp lý; câu đúng/sai hãy viết bằng TOML, GIFT hoặc bảng tính";
            self.out.refuse((open.line, open.column), "option_count", message, remedy);
            return;
        }
        let mut signs = text.trim_end_matches(['.', ')']).chars();
        let (Some(letter), None) = (signs.next(), signs.next()) else {
            let message = if text.is_empty() {
                "ANSWER để trống".to_owned()
            } else {
                format!("không hiểu đáp án “{}”", start(text))
            };
            let remedy =
                "ghi đúng một chữ cái, ví dụ ANSWER: B; câu nhiều đáp án đúng thì dùng định dạng khác";
            self.out.refuse((line, column), "bad_answer", message, remedy);
            return;
        };
        let right = u32::from(letter.to_ascii_uppercase())
            .checked_sub(u32::from('A'))
            .and_then(|n| usize::try_from(n).ok());
        let Some(right) = right.filter(|n| *n < count) else {
            let message = format!("ANSWER: {letter} không phải phương án nào của câu");
            self.out.refuse(
                (line, column),
                "unknown_key",
                message,
                "ghi chữ cái của một phương án có trong câu",
            );
            return;
        };
        let options = open.options.into_iter().enumerate().map(|(i, text)| (text, i == right)).collect();
        let body = Body::Choice { options, several: false };
        self.out.take(Item {
            line: open.line,
            column: open.column,
            stem: open.stem,
            body,
            ..Item::default()
        });
    }

    /// The open question ends without an answer.
    fn unanswered(&mut self) {
        let open = std::mem::take(&mut self.open);
        if open.line == 0 || open.broken {
            return;
        }
        let (code, message) = if open.options.is_empty() {
            ("no_options", "câu hỏi không có phương án nào".to_owned())
        } else {
            ("no_answer", "câu hỏi thiếu dòng ANSWER sau phương án cuối".to_owned())
        };
        self.out.refuse((open.last, 1), code, message, FORM);
    }

    /// Refuses the open question, once.
    fn wrong(&mut self, place: (usize, usize), code: &'static str, message: impl Into<String>, remedy: &str) {
        if !std::mem::replace(&mut self.open.broken, true) {
            self.out.refuse(place, code, message, remedy);
        }
    }
}

/// Space, or one of the invisible characters that word processors leave at the ends of lines.
fn blank(c: char) -> bool {
    c.is_whitespace() || crate::text::is_invisible(c)
}

/// `A. text` or `A) text`.
fn option(line: &str) -> Option<(char, &str)> {
    let letter = line.chars().next().filter(char::is_ascii_uppercase)?;
    let rest = line.get(1..)?;
    Some((letter, rest.strip_prefix(['.', ')'])?.trim_matches(blank)))
}

/// What follows `ANSWER:`, in any case.
fn answer(line: &str) -> Option<&str> {
    let word = line.get(.."ANSWER".len()).filter(|word| word.eq_ignore_ascii_case("ANSWER"))?;
    line.get(word.len()..)?.trim_start_matches(blank).strip_prefix(':').map(|rest| rest.trim_matches(blank))
}

fn start(text: &str) -> String {
    text.chars().take(40).collect()
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::SingleChoice => "một lựa chọn",
        Kind::MultipleChoice => "nhiều lựa chọn",
        Kind::TrueFalse => "đúng/sai",
        Kind::Ordering => "sắp xếp",
        Kind::Matching => "ghép cặp",
        Kind::Numeric => "điền số",
        Kind::ShortText => "trả lời ngắn",
    }
}

/// Writes wordings: single choice only.
pub(super) fn write(revisions: &[Revision]) -> Result<Export, WriteError> {
    let mut out = String::new();
    let mut losses = Vec::new();
    for r in revisions {
        let Key::SingleChoice { right } = &r.key else {
            let feature = format!("câu {}", kind_name(r.key.kind()));
            losses.push(unwritten(r, feature, "không ghi câu này: Aiken chỉ giữ câu một lựa chọn"));
            continue;
        };
        let mut stem = plain(&r.stem);
        let mut lost = vec!["mã câu, chủ đề, độ khó, đối tượng, ngày"];
        let mut lose = |gone: bool, what: &'static str| lost.extend(gone.then_some(what));
        lose(r.situation, "dấu tình huống");
        lose(!r.explanation.is_empty(), "lời giải thích");
        lose(!r.sources.is_empty(), "nguồn");
        lose(!r.competence.is_empty(), "mã năng lực");
        lose(r.read_aloud.is_some(), "cách đọc");
        lose(!r.enemies.is_empty(), "câu xung khắc");
        lose(r.image.is_some(), "ảnh");
        lose(r.stem.contains('\n'), "xuống dòng trong lời câu (nối thành một dòng)");
        lose(super::markup::spans(&r.stem).iter().any(|(strong, _)| *strong), "chữ đậm");
        if answer(&stem).is_some() || option(&stem).is_some_and(|(letter, _)| letter == 'A') {
            stem.insert_str(0, LEAD);
            lose(true, "lời câu mở đầu như phương án hoặc ANSWER (thêm “Câu hỏi:” ở đầu)");
        }
        losses.push(unwritten(r, lost.join("; "), "bỏ: Aiken chỉ giữ lời câu, phương án và đáp án đúng"));
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{stem}");
        let mut answer = None;
        for (letter, o) in ('A'..='Z').zip(&r.options) {
            let text: Vec<&str> = o.text.split_whitespace().collect();
            let _ = writeln!(out, "{letter}. {}", text.join(" "));
            if o.id == *right {
                answer = Some(letter);
            }
        }
        let _ = writeln!(out, "ANSWER: {}\n", answer.unwrap_or('A'));
    }
    Ok(Export { bytes: out.into_bytes(), ending: "txt", losses })
}

#[cfg(test)]
mod tests;
