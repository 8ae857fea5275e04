//! Kahoot's "quiz template" spreadsheet, both ways.
//!
//! The template has a title, some lines of advice, a row of headings and one question per row: a text of at most 120
//! characters, two to four answers of at most 75, a time limit and the numbers of the right answers. Invariants: nothing
//! is shortened: what does not fit is left out whole and reported; what is written is read back with the same text,
//! answers and key.

use super::collect::Collector;
use super::item::{Body, Item};
use super::markup::{plain, spans};
use super::sheet::{Book, Cell, Table, address, open, properties, report_beside};
use super::{Defaults, Export, Import, Loss, WriteError, unwritten};
use crate::question::{Key, Revision};
use crate::text::fold;
use rust_xlsxwriter::{Format, FormatAlign, RowNum, Workbook, XlsxError};
use std::collections::BTreeSet;

/// Characters of a question.
const MOST_STEM: usize = 120;
/// Characters of an answer.
const MOST_ANSWER: usize = 75;
/// Answers of a question that is written.
const MOST_ANSWERS: usize = 4;
/// Answers of a question that is read: some versions of the template have more columns.
const MOST_READ: usize = 6;
/// Rows among which the headings are looked for.
const LOOKED_AT: usize = 40;
/// Seconds a question is written with; the template takes none but its own numbers.
const SECONDS: f64 = 30.0;
/// Row (from 0) of the headings in the template.
const HEADINGS: RowNum = 7;

/// Where the columns are, places from 0.
struct Columns {
    below: usize,
    stem: usize,
    answers: Vec<usize>,
    time: Option<usize>,
    right: usize,
}

/// Reads a workbook in the template's layout.
pub(super) fn read(file: &str, bytes: &[u8], defaults: &Defaults) -> Import {
    let book = match open(file, bytes) {
        Ok(book) => book,
        Err(problem) => return Import::refused(*problem),
    };
    let mut c = Collector::new(file, defaults);
    report_beside(&mut c, &book);
    let Some((table, columns)) = book.tables.iter().find_map(|t| Some((t, columns(t)?))) else {
        let line = book.tables.first().and_then(|t| t.rows.first()).map_or(1, |r| r.number);
        let message =
            "không thấy hàng tiêu đề của mẫu Kahoot (Question, Answer 1, Answer 2…, Correct answer(s))";
        let remedy =
            "dùng mẫu “Kahoot quiz template”; nếu là bảng mẫu của Ngày Hội Số thì chọn --format xlsx";
        c.refuse((line, 1), "no_headings", message, remedy);
        return c.finish();
    };
    report_other_sheets(&mut c, &book, table);
    for row in table.rows.iter().skip(columns.below) {
        if c.full() {
            break;
        }
        question(&mut c, table, &columns, row.number, &row.cells);
    }
    c.finish()
}

fn report_other_sheets(c: &mut Collector<'_>, book: &Book, table: &Table) {
    for other in book.tables.iter().filter(|t| t.name != table.name) {
        let line = other.rows.first().map_or(1, |r| r.number);
        c.lost(line, &other.name, "trang tính khác trong cùng tệp", "bỏ qua cả trang");
    }
}

fn columns(table: &Table) -> Option<Columns> {
    table.rows.iter().take(LOOKED_AT).enumerate().find_map(|(i, row)| {
        let heads: Vec<(usize, String)> = row
            .cells
            .iter()
            .enumerate()
            .filter_map(|(place, cell)| match cell {
                Cell::Text(text) if text.len() <= 300 && !text.contains('#') => Some((place, fold(text))),
                _ => None,
            })
            .collect();
        let begins = |word: &str| heads.iter().find(|(_, h)| h.starts_with(word)).map(|(place, _)| *place);
        let answers: Vec<usize> = (1..=MOST_READ).map_while(|n| begins(&format!("answer {n}"))).collect();
        Some(Columns {
            below: i + 1,
            stem: begins("question")?,
            time: begins("time limit"),
            right: begins("correct answer")?,
            answers: Some(answers).filter(|a| a.len() >= 2)?,
        })
    })
}

/// One row; a row without question and answers is passed over.
fn question(c: &mut Collector<'_>, table: &Table, columns: &Columns, line: usize, cells: &[Cell]) {
    let at = |place: usize| cells.get(place).unwrap_or(&Cell::Empty);
    let texts = || std::iter::once(columns.stem).chain(columns.answers.iter().copied());
    if texts().all(|place| at(place).is_blank()) {
        return;
    }
    let mut good = true;
    for place in texts().chain([columns.right]) {
        let (code, what, remedy) = match at(place) {
            Cell::Formula => ("formula", "chứa công thức".to_owned(), "chép ô rồi dán lại chỉ giá trị"),
            Cell::Fault(why) => ("cell_error", format!("chứa lỗi {why}"), "gõ lại nội dung ô"),
            _ => continue,
        };
        let message = format!("ô {} trang “{}” {what}", address(line, place + 1), table.name);
        c.refuse((line, place + 1), code, message, remedy);
        good = false;
    }
    if !good {
        return;
    }
    let stem = at(columns.stem).text().0.trim().to_owned();
    for place in texts() {
        if let (text, Some(what)) = at(place).text() {
            let feature = format!("ô {} là {what}, đọc thành “{text}”", address(line, place + 1));
            c.lost(line, &stem, feature, "giữ như vậy; xem lại cho đúng ý");
        }
    }
    if stem.is_empty() {
        let message = format!("ô {}: chưa có câu hỏi", address(line, columns.stem + 1));
        c.refuse((line, columns.stem + 1), "empty", message, "viết câu hỏi, hoặc xóa cả dòng");
        return;
    }
    let answers: Vec<String> =
        columns.answers.iter().map(|place| at(*place).text().0.trim().to_owned()).collect();
    let place = (line, columns.right + 1);
    let here = address(line, columns.right + 1);
    let right = match right_answers(at(columns.right), &answers) {
        Ok(right) => right,
        Err((code, why)) => {
            let remedy = "ghi số thứ tự của câu trả lời đúng, ví dụ 2 hoặc 1,3";
            c.refuse(place, code, format!("ô {here}: {why}"), remedy);
            return;
        }
    };
    let options: Vec<(String, bool)> = answers
        .into_iter()
        .enumerate()
        .filter(|(_, text)| !text.is_empty())
        .map(|(i, text)| (text, right.contains(&i)))
        .collect();
    let body = match options.as_slice() {
        [first, second] => match (truth(&first.0), truth(&second.0)) {
            (Some(a), Some(b)) if a != b && first.1 != second.1 => {
                Body::TrueFalse(if first.1 { a } else { b })
            }
            (Some(a), Some(b)) if a != b => {
                c.refuse(
                    place,
                    "bad_key",
                    format!("ô {here}: câu Đúng/Sai chỉ có một câu trả lời đúng"),
                    "ghi 1 hoặc 2",
                );
                return;
            }
            _ => {
                let message = "câu có hai lựa chọn mà không phải Đúng/Sai; câu chọn cần ít nhất 3";
                let remedy = "thêm câu trả lời thứ ba, hoặc viết lại thành câu Đúng/Sai";
                c.refuse((line, columns.stem + 1), "two_answers", message, remedy);
                return;
            }
        },
        _ => Body::Choice { several: right.len() > 1, options },
    };
    if let Some(time) = columns.time.map(at).filter(|cell| !cell.is_blank()) {
        let feature = format!("thời gian trả lời {} giây", time.text().0.trim());
        c.lost(line, &stem, feature, "bỏ: thời gian đặt chung cho cuộc thi");
    }
    c.take(Item { line, column: columns.stem + 1, stem, body, ..Item::default() });
}

/// Places (from 0) of the right answers: `2`, `1,3`, and the number 1,3 that a spreadsheet makes of it.
fn right_answers(cell: &Cell, answers: &[String]) -> Result<BTreeSet<usize>, (&'static str, String)> {
    let (text, _) = cell.text();
    let mut right = BTreeSet::new();
    for sign in text
        .split(|c: char| matches!(c, ',' | ';' | '.' | '&' | '/') || c.is_whitespace())
        .filter(|s| !s.is_empty())
    {
        let place = sign.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        match place.filter(|i| answers.get(*i).is_some_and(|a| !a.is_empty())) {
            Some(i) => right.insert(i),
            None => {
                let shown: String = sign.chars().take(20).collect();
                return Err(("unknown_key", format!("không có câu trả lời số {shown}")));
            }
        };
    }
    if right.is_empty() {
        return Err(("empty_key", "chưa ghi câu trả lời đúng".to_owned()));
    }
    Ok(right)
}

fn truth(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "dung" | "true" => Some(true),
        "sai" | "false" => Some(false),
        _ => None,
    }
}

/// A question as the template holds it.
struct Written {
    stem: String,
    answers: Vec<String>,
    right: Vec<usize>,
}

/// Writes wordings in the template's layout.
pub(super) fn write(revisions: &[Revision]) -> Result<Export, WriteError> {
    let mut losses = Vec::new();
    let rows: Vec<Written> = revisions
        .iter()
        .filter_map(|r| match fitted(r) {
            Ok(written) => {
                report(r, &mut losses);
                Some(written)
            }
            Err(why) => {
                losses.push(unwritten(r, why, "bỏ câu này"));
                None
            }
        })
        .collect();
    let bytes = workbook(&rows).map_err(|e| WriteError::Packing(e.to_string()))?;
    Ok(Export { bytes, ending: "xlsx", losses })
}

/// The question in the template's bounds, or why it is left out.
fn fitted(r: &Revision) -> Result<Written, String> {
    let place = |id: &String| r.options.iter().position(|o| o.id == *id);
    let own = || r.options.iter().map(|o| o.text.clone()).collect::<Vec<_>>();
    let (answers, right) = match &r.key {
        Key::SingleChoice { right } => (own(), place(right).into_iter().collect()),
        Key::MultipleChoice { right, .. } => (own(), right.iter().filter_map(place).collect()),
        Key::TrueFalse { right } => (["Đúng", "Sai"].map(String::from).to_vec(), vec![usize::from(!right)]),
        Key::Ordering { .. } => return Err("câu sắp xếp: mẫu Kahoot không có".to_owned()),
        Key::Matching { .. } => return Err("câu ghép đôi: mẫu Kahoot không có".to_owned()),
        Key::Numeric { .. } => return Err("câu điền số: mẫu Kahoot không có".to_owned()),
        Key::ShortText { .. } => return Err("câu điền chữ: mẫu Kahoot không có".to_owned()),
    };
    // Characters as Kahoot counts them.
    let length = |text: &str| text.encode_utf16().count();
    let stem = plain(&r.stem);
    if length(&stem) > MOST_STEM {
        return Err(format!("câu hỏi dài {} ký tự, Kahoot nhận nhiều nhất {MOST_STEM}", length(&stem)));
    }
    if answers.len() > MOST_ANSWERS {
        return Err(format!("{} phương án, mẫu Kahoot có nhiều nhất {MOST_ANSWERS}", answers.len()));
    }
    if let Some(long) = answers.iter().find(|a| length(a) > MOST_ANSWER) {
        return Err(format!("phương án dài {} ký tự, Kahoot nhận nhiều nhất {MOST_ANSWER}", length(long)));
    }
    let mut right: Vec<usize> = right;
    right.sort_unstable();
    if right.is_empty() {
        return Err("không có đáp án trong các phương án".to_owned());
    }
    Ok(Written { stem, answers, right })
}

/// Says what of a written question the template has no place for.
fn report(r: &Revision, losses: &mut Vec<Loss>) {
    if spans(&r.stem).iter().any(|(strong, _)| *strong) || r.stem.contains('\n') {
        losses.push(unwritten(r, "chữ đậm, xuống dòng trong câu hỏi", "ghi thành một dòng chữ thường"));
    }
    if let Some(image) = &r.image {
        losses.push(unwritten(r, format!("ảnh {}", image.file), "bỏ; thêm lại trong Kahoot"));
    }
    if let Key::MultipleChoice { right, partial } = &r.key {
        if right.len() == 1 {
            losses.push(unwritten(
                r,
                "câu nhiều đáp án mà chỉ một đáp án đúng",
                "Kahoot hiểu là câu một đáp án",
            ));
        }
        if *partial {
            losses.push(unwritten(r, "cách cho điểm từng phần", "Kahoot cho điểm theo cách riêng"));
        }
    }
    let has = [
        (true, "mã câu, chủ đề, độ khó, ngày đúng và ngày rà soát"),
        (!r.audience.is_empty(), "đối tượng"),
        (r.situation, "dấu tình huống"),
        (!r.explanation.is_empty(), "giải thích"),
        (!r.sources.is_empty(), "nguồn"),
        (!r.competence.is_empty(), "năng lực"),
        (r.read_aloud.is_some(), "cách đọc thành tiếng"),
        (!r.enemies.is_empty(), "câu xung khắc"),
    ];
    let names: Vec<&str> = has.into_iter().filter_map(|(has, name)| has.then_some(name)).collect();
    losses.push(unwritten(r, names.join(", "), "bỏ: mẫu Kahoot không có chỗ"));
}

fn workbook(rows: &[Written]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties("Kahoot")?);
    let sheet = book.add_worksheet().set_name("Sheet1")?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let heading = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    for (column, width) in (0..).zip([6.0, 60.0, 30.0, 30.0, 30.0, 30.0, 16.0, 18.0]) {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(1, 1, "Quiz template", &Format::new().set_bold().set_font_size(14))?;
    let advice = [
        "Câu hỏi từ ngân hàng câu hỏi của Ngày Hội Số.",
        "Câu hỏi nhiều nhất 120 ký tự, mỗi câu trả lời nhiều nhất 75 ký tự; nhiều câu trả lời đúng thì ghi cách nhau bằng dấu phẩy.",
        "Trong Kahoot: Add question → Import spreadsheet, rồi chọn tệp này.",
    ];
    for (row, text) in (2..).zip(advice) {
        sheet.write_string(row, 1, text)?;
    }
    let mut headings = vec!["Question - max 120 characters".to_owned()];
    headings.extend((1..=MOST_ANSWERS).map(|n| format!("Answer {n} - max 75 characters")));
    headings.push("Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs".to_owned());
    headings.push("Correct answer(s) - choose at least one".to_owned());
    for (column, text) in (1..).zip(headings) {
        sheet.write_string_with_format(HEADINGS, column, text, &heading)?;
    }
    for (number, written) in (1_u32..).zip(rows) {
        let row = HEADINGS + number;
        sheet.write_number(row, 0, f64::from(number))?;
        sheet.write_string_with_format(row, 1, &written.stem, &wrapped)?;
        for (column, answer) in (2..).zip(&written.answers) {
            sheet.write_string_with_format(row, column, answer, &wrapped)?;
        }
        sheet.write_number(row, 6, SECONDS)?;
        let right: Vec<String> = written.right.iter().map(|i| (i + 1).to_string()).collect();
        sheet.write_string(row, 7, right.join(","))?;
    }
    sheet.set_freeze_panes(HEADINGS + 1, 2)?;
    book.save_to_buffer()
}

#[cfg(test)]
mod tests;
