//! Our table: one row per question, as comma-separated text and as a workbook.
//!
//! The headings may stand in any order, in Vietnamese or English, after a title line or two; see [`columns`]. Both
//! forms are read into the same rows and written from the same texts. Invariants: every wording comes back unchanged,
//! its image excepted, which is reported; an unknown heading is named, a cell that is not understood is refused with its
//! row and column; nothing that is written can become a formula.

mod book;
mod cell;
mod columns;
mod csv_text;
mod guide;
mod key;
mod row;
mod words;
mod write;

pub(super) use book::{Book, open};
pub(super) use cell::{Cell, address};
pub(super) use write::{properties, write_csv, write_xlsx};

use super::collect::Collector;
use super::encoding::{decode, refusal};
use super::{Defaults, Import};
use crate::bank::Severity;
use columns::{Column, nearest_heading, recognise};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rows of one table.
const MOST_ROWS: usize = 100_000;
/// Columns of one table.
const MOST_COLUMNS: usize = 200;
/// Cells of one file, blank ones between others included.
const MOST_CELLS: usize = 2_000_000;
/// Filled rows among which the headings are looked for.
const LOOKED_AT: usize = 20;

/// Rows of one sheet that hold anything.
#[derive(Debug)]
pub(super) struct Table {
    /// The sheet's name; empty for a text file.
    pub(super) name: String,
    pub(super) rows: Vec<Row>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    /// As the spreadsheet shows it, from 1.
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
}

/// Where the columns of a table are.
struct Headings {
    /// Place in [`Table::rows`] of the first row below.
    below: usize,
    /// Places from 0.
    at: HashMap<Column, usize>,
}

/// Reads our table from text.
pub(super) fn read_csv(file: &str, bytes: &[u8], defaults: &Defaults) -> Import {
    let score = |row: &Row| known(row).len();
    let text = match decode(file, bytes) {
        Ok(text) => text,
        Err(problem) => return Import::refused(problem),
    };
    match csv_text::table(file, &text, &score) {
        Ok(table) => {
            let mut c = Collector::new(file, defaults);
            if table.rows.is_empty() {
                return c.finish();
            }
            match headings(&mut c, &table) {
                Some(headings) => questions(&mut c, &table, &headings),
                None => missing(&mut c, &table),
            }
            c.finish()
        }
        Err(problem) => Import::refused(*problem),
    }
}

/// Reads our table from a workbook: every visible sheet that has the headings.
pub(super) fn read_xlsx(file: &str, bytes: &[u8], defaults: &Defaults) -> Import {
    let book = match open(file, bytes) {
        Ok(book) => book,
        Err(problem) => return Import::refused(*problem),
    };
    let places: Vec<String> = book.tables.iter().map(|t| format!("{file} [{}]", t.name)).collect();
    let mut c = Collector::new(file, defaults);
    report_beside(&mut c, &book);
    let has = |t: &&Table| find(t).is_some_and(|(_, known)| is_whole(&known));
    let several = book.tables.iter().filter(has).count() > 1;
    let mut any = false;
    let mut others = Vec::new();
    for (table, place) in book.tables.iter().zip(&places) {
        if !has(&table) {
            others.push(table);
            continue;
        }
        if several {
            c.turn_to(place);
        }
        if let Some(headings) = headings(&mut c, table) {
            any = true;
            questions(&mut c, table, &headings);
        }
    }
    c.turn_to(file);
    match others.first() {
        Some(first) if !any => missing(&mut c, first),
        _ => {
            for table in others.iter().filter(|t| t.name != guide::NAME) {
                let line = table.rows.first().map_or(1, |r| r.number);
                c.lost(line, &table.name, "trang tính không có hàng tiêu đề của bảng", "bỏ qua cả trang");
            }
        }
    }
    c.finish()
}

/// Says what a workbook holds beside the cells of visible sheets.
pub(super) fn report_beside(c: &mut Collector<'_>, book: &Book) {
    for name in &book.hidden {
        c.lost(1, name, "trang tính ẩn", "bỏ qua cả trang; hiện trang lên rồi nạp lại nếu cần");
    }
    if book.pictures > 0 {
        let file = c.file().to_owned();
        let feature = format!("{} ảnh nhúng trong bảng tính", book.pictures);
        c.lost(1, &file, feature, "bỏ; sau khi nạp hãy thêm ảnh vào từng câu");
    }
}

/// Headings a row holds: column and place.
fn known(row: &Row) -> Vec<(Column, usize)> {
    let named = |(place, cell): (usize, &Cell)| match cell {
        Cell::Text(text) => recognise(text).map(|column| (column, place)),
        _ => None,
    };
    row.cells.iter().enumerate().filter_map(named).collect()
}

fn is_whole(known: &[(Column, usize)]) -> bool {
    [Column::Stem, Column::Key].iter().all(|needed| known.iter().any(|(column, _)| column == needed))
}

/// The row of headings: the first with what is needed, else the one with most.
fn find(table: &Table) -> Option<(usize, Vec<(Column, usize)>)> {
    let mut best: Option<(usize, Vec<(Column, usize)>)> = None;
    for (i, row) in table.rows.iter().take(LOOKED_AT).enumerate() {
        let known = known(row);
        if is_whole(&known) {
            return Some((i, known));
        }
        if known.len() > best.as_ref().map_or(0, |(_, most)| most.len()) {
            best = Some((i, known));
        }
    }
    best
}

/// Finds the headings and says what is odd about them; `None` when what is needed is not there.
fn headings(c: &mut Collector<'_>, table: &Table) -> Option<Headings> {
    let (i, known) = find(table).filter(|(_, known)| is_whole(known))?;
    let row = table.rows.get(i)?;
    let mut at = HashMap::new();
    for (column, place) in known {
        if column == Column::Numbering {
            continue;
        }
        if let Some(first) = at.insert(column, place) {
            let message = format!(
                "hai cột cùng là “{}”: {} và {}",
                columns::heading_of(column),
                address(row.number, first + 1),
                address(row.number, place + 1)
            );
            c.refuse((row.number, place + 1), "duplicate_column", message, "đổi tên hoặc xóa một cột");
        }
    }
    for (place, cell) in row.cells.iter().enumerate() {
        let (text, _) = cell.text();
        let text = text.trim();
        if text.is_empty() || matches!(cell, Cell::Text(t) if recognise(t).is_some()) {
            continue;
        }
        let shown: String = text.chars().take(60).collect();
        let message = format!("bảng không có cột “{shown}”: bỏ qua cả cột");
        let remedy = match nearest_heading(text) {
            Some(near) => format!("nếu là cột “{near}” thì đổi tiêu đề thành “{near}”"),
            None => "đổi tiêu đề nếu cần cột này, xem trang Hướng dẫn của bảng mẫu".to_owned(),
        };
        warn(c, (row.number, place + 1), "unknown_column", message, remedy);
    }
    Some(Headings { below: i + 1, at })
}

fn warn(
    c: &mut Collector<'_>,
    (line, column): (usize, usize),
    code: &'static str,
    message: String,
    remedy: String,
) {
    let mut problem = refusal(c.file(), line, column, code, message, remedy);
    problem.severity = Severity::Warning;
    c.problem(problem);
}

/// Says which headings are needed.
fn missing(c: &mut Collector<'_>, table: &Table) {
    let needed = "cần một hàng tiêu đề có ít nhất hai cột “Câu hỏi” (stem) và “Đáp án” (key); dùng bảng mẫu mau-cau-hoi";
    let line = table.rows.first().map_or(1, |r| r.number);
    let found = find(table).and_then(|(i, known)| Some((table.rows.get(i)?.number, known)));
    match found {
        Some((line, known)) => {
            let has = |column| known.iter().any(|(c, _)| *c == column);
            let lacks: Vec<&str> = [(Column::Stem, "“Câu hỏi”"), (Column::Key, "“Đáp án”")]
                .into_iter()
                .filter_map(|(column, name)| (!has(column)).then_some(name))
                .collect();
            let message = format!("hàng tiêu đề thiếu cột {}", lacks.join(" và "));
            c.refuse((line, 1), "missing_column", message, needed);
        }
        None => c.refuse((line, 1), "no_headings", "không thấy hàng tiêu đề của bảng câu hỏi", needed),
    }
}

fn questions(c: &mut Collector<'_>, table: &Table, headings: &Headings) {
    let titles = topic_titles(table, headings);
    let heads = headings.below.checked_sub(1).and_then(|i| table.rows.get(i));
    let headed: BTreeSet<usize> = heads
        .map(|row| {
            row.cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| !cell.is_blank())
                .map(|(place, _)| place)
                .collect()
        })
        .unwrap_or_default();
    let mut bare = BTreeSet::new();
    for row in table.rows.iter().skip(headings.below) {
        if c.full() {
            return;
        }
        for (place, cell) in row.cells.iter().enumerate() {
            if !cell.is_blank() && !headed.contains(&place) && bare.insert(place) {
                let message = format!(
                    "ô {} có chữ mà cột không có tiêu đề: bỏ qua cả cột",
                    address(row.number, place + 1)
                );
                warn(
                    c,
                    (row.number, place + 1),
                    "unknown_column",
                    message,
                    "ghi tiêu đề cho cột, hoặc xóa cột".to_owned(),
                );
            }
        }
        row::read(c, table, headings, row, &titles);
    }
}

/// The title of a topic need stand in one row only.
fn topic_titles(table: &Table, headings: &Headings) -> BTreeMap<String, String> {
    let mut titles = BTreeMap::new();
    let text = |row: &Row, column| {
        let cell = headings.at.get(&column).and_then(|place| row.cells.get(*place));
        cell.map(|cell| cell::unguarded(&cell.text().0).trim().to_owned()).unwrap_or_default()
    };
    for row in table.rows.iter().skip(headings.below) {
        let (topic, title) =
            (row::topic_of(&text(row, Column::Topic), &text(row, Column::Id)), text(row, Column::TopicTitle));
        if let (Some(topic), false) = (topic, title.is_empty()) {
            titles.entry(topic).or_insert(title);
        }
    }
    titles
}

#[cfg(test)]
mod tests;
