//! Workbooks (XLSX) into rows.
//!
//! Invariants: the archive is bounded before the reading library sees it; cells, text and rows are bounded while they
//! are read; a formula is never taken for its last value; what a workbook holds beside cells is counted, so that it can
//! be reported.

use super::super::archive;
use super::super::encoding::refusal;
use super::cell::{Cell, address, day};
use super::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Row, Table};
use crate::bank::Problem;
use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use zip::ZipArchive;

const MOST_SHEETS: usize = 50;
/// Text of all cells together, in bytes: one shared text may stand in many cells.
const MOST_TEXT: usize = 64 * 1024 * 1024;
/// Cells of all sheets together, blank ones included: one part of the archive may stand for many sheets.
const MOST_RECORDS: usize = 10_000_000;
/// Texts that the shared list may announce.
const MOST_SHARED: u64 = 2_000_000;
const RESAVE: &str = "mở bằng Excel hoặc LibreOffice và lưu lại thành .xlsx";

/// A workbook.
#[derive(Debug, Default)]
pub(in super::super) struct Book {
    /// Its visible sheets that hold anything.
    pub(in super::super) tables: Vec<Table>,
    /// Names of hidden sheets.
    pub(in super::super) hidden: Vec<String>,
    /// Pictures in it.
    pub(in super::super) pictures: usize,
}

/// Reads a workbook.
pub(in super::super) fn open(file: &str, bytes: &[u8]) -> Result<Book, Box<Problem>> {
    let refuse = |code, message: String, remedy: &str| Box::new(refusal(file, 1, 1, code, message, remedy));
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        let message = "tệp là Excel đời cũ (.xls) hoặc có mật khẩu".to_owned();
        return Err(refuse("old_workbook", message, "lưu lại thành .xlsx không đặt mật khẩu"));
    }
    if !bytes.starts_with(b"PK") {
        return Err(refuse("not_a_workbook", "tệp không phải bảng tính .xlsx".to_owned(), RESAVE));
    }
    archive::check(file, bytes)?;
    let pictures = look_inside(file, bytes)?;
    // The library adds up cell addresses without bounds; where such sums are checked it would panic on a crafted file.
    let read = catch_unwind(AssertUnwindSafe(|| read(file, bytes)));
    let mut book = match read {
        Ok(Ok(book)) => book,
        Ok(Err(Fault::Ours(problem))) => return Err(problem),
        Ok(Err(Fault::Theirs(why))) => {
            return Err(refuse("bad_workbook", format!("không đọc được bảng tính ({why})"), RESAVE));
        }
        Err(_) => return Err(refuse("bad_workbook", "bảng tính hỏng".to_owned(), RESAVE)),
    };
    book.pictures = pictures;
    Ok(book)
}

/// Counts pictures, and refuses a list of texts that announces more than memory holds: the library believes it.
fn look_inside(file: &str, bytes: &[u8]) -> Result<usize, Box<Problem>> {
    let broken = |why: String| {
        Box::new(refusal(file, 1, 1, "bad_workbook", format!("không đọc được bảng tính ({why})"), RESAVE))
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(e.to_string()))?;
    let mut pictures = 0;
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).map_err(|e| broken(e.to_string()))?;
        let name =
            entry.enclosed_name().and_then(|p| p.to_str().map(str::to_ascii_lowercase)).unwrap_or_default();
        if name.contains("/media/") && !entry.is_dir() {
            pictures += 1;
        }
        if name.ends_with("sharedstrings.xml") {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(|e| broken(e.to_string()))?;
            if content.contains(&0) || announces_too_much(&content) {
                return Err(broken("danh sách chữ sai".to_owned()));
            }
        }
    }
    Ok(pictures)
}

fn announces_too_much(content: &[u8]) -> bool {
    const NAME: &[u8] = b"uniqueCount";
    let mut rest = content;
    while let Some(at) = rest.windows(NAME.len()).position(|w| w == NAME) {
        rest = rest.get(at + NAME.len()..).unwrap_or_default();
        let value =
            rest.iter().take(40).skip_while(|b| !b.is_ascii_digit()).take_while(|b| b.is_ascii_digit());
        let announced = value.fold(0_u64, |n, b| n.saturating_mul(10).saturating_add(u64::from(b - b'0')));
        if announced > MOST_SHARED {
            return true;
        }
    }
    false
}

enum Fault {
    Ours(Box<Problem>),
    Theirs(String),
}

impl From<XlsxError> for Fault {
    fn from(why: XlsxError) -> Self {
        Self::Theirs(why.to_string())
    }
}

/// What may still be read.
struct Left {
    records: usize,
    cells: usize,
    text: usize,
}

fn read(file: &str, bytes: &[u8]) -> Result<Book, Fault> {
    let mut xlsx = Xlsx::new(Cursor::new(bytes))?;
    let sheets = xlsx.sheets_metadata().to_vec();
    if sheets.len() > MOST_SHEETS {
        let message = format!("bảng tính có {} trang, nhiều nhất {MOST_SHEETS}", sheets.len());
        return Err(Fault::Ours(Box::new(refusal(
            file,
            1,
            1,
            "too_many_sheets",
            message,
            "tách thành nhiều tệp",
        ))));
    }
    let mut book = Book::default();
    let mut left = Left { records: MOST_RECORDS, cells: MOST_CELLS, text: MOST_TEXT };
    for sheet in sheets {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            book.hidden.push(sheet.name);
            continue;
        }
        let table = table(file, &mut xlsx, &sheet.name, &mut left)?;
        if !table.rows.is_empty() {
            book.tables.push(table);
        }
    }
    Ok(book)
}

fn table(file: &str, xlsx: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut Left) -> Result<Table, Fault> {
    let mut cells = xlsx.worksheet_cells_reader(name)?;
    let mut table = Table { name: name.to_owned(), rows: Vec::new() };
    while let Some(record) = cells.next_cell_with_formula_metadata()? {
        left.records = left.records.saturating_sub(1);
        let cell = if record.formula.is_some() { Cell::Formula } else { cell(&record.value) };
        if cell.is_blank() && left.records > 0 {
            continue;
        }
        let row = usize::try_from(record.pos.0).unwrap_or(usize::MAX).saturating_add(1);
        let column = usize::try_from(record.pos.1).unwrap_or(usize::MAX);
        let refuse = |code, message: String, remedy: &str| {
            Fault::Ours(Box::new(refusal(file, row, column.saturating_add(1), code, message, remedy)))
        };
        if row > MOST_ROWS {
            let message = format!("trang “{name}” có hơn {MOST_ROWS} dòng");
            return Err(refuse("too_many_rows", message, "xóa các dòng thừa, hoặc tách thành nhiều tệp"));
        }
        if column >= MOST_COLUMNS {
            let message = format!("trang “{name}” có hơn {MOST_COLUMNS} cột");
            return Err(refuse("too_wide", message, "xóa các cột thừa ở bên phải"));
        }
        if table.rows.last().is_none_or(|last| last.number != row) {
            table.rows.push(Row { number: row, cells: Vec::new() });
        }
        let Some(last) = table.rows.last_mut() else { continue };
        let wider = (column + 1).saturating_sub(last.cells.len());
        let text = if let Cell::Text(text) = &cell { text.len() } else { 0 };
        let left_now = (left.cells.checked_sub(wider), left.text.checked_sub(text));
        let (Some(cells_left), Some(text_left), 1..) = (left_now.0, left_now.1, left.records) else {
            let message =
                format!("bảng tính quá lớn (đến ô {} của trang “{name}”)", address(row, column + 1));
            return Err(refuse("too_large", message, "tách thành nhiều tệp"));
        };
        (left.cells, left.text) = (cells_left, text_left);
        if last.cells.len() <= column {
            last.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = last.cells.get_mut(column) {
            *place = cell;
        }
    }
    Ok(table)
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(n) => Cell::Text(n.to_string()),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(yes) => Cell::Bool(*yes),
        DataRef::DateTime(when) if when.is_datetime() && when.as_f64() >= 1.0 => {
            let (y, m, d, ..) = when.to_ymd_hms_milli();
            Cell::Day(format!("{y:04}-{m:02}-{d:02}"))
        }
        DataRef::DateTime(when) => Cell::Number(when.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => match day(text) {
            Some(day) => Cell::Day(day),
            None => Cell::Text(text.clone()),
        },
        DataRef::Error(why) => Cell::Fault(why.to_string()),
    }
}
