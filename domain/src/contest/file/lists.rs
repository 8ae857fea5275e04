//! The CSV lists beside a contest file: units with their groups, barred contacts, roster codes.
//!
//! As spreadsheets here write them: UTF-8 with or without a byte-order mark, commas or semicolons.

use super::{Listed, ReadSibling, listed};
use crate::bank::reader::{At, Fields, nearest};
use crate::bank::{Problem, Severity};
use crate::contest::{Group, Unit};
use crate::locality::LocalityKey;
use crate::text::is_invisible;
use std::collections::BTreeMap;

const COLUMNS: [&str; 8] =
    ["unit_id", "unit_name", "kind", "scheme", "locality_code", "group_id", "group_name", "group_code"];
/// The first five are needed in every row.
const NEEDED: usize = 5;

/// Words that mark the first row of a one-column list as its header.
const HEADERS: [&str; 9] =
    ["contact", "email", "phone", "liên hệ", "lien_he", "code", "roster_code", "mã", "ma"];

/// Units of the contest; none when the file names none.
pub(super) fn units(root: &Fields<'_, '_>, read: ReadSibling<'_>) -> Vec<Unit> {
    let Some(name) = root.string("units") else { return Vec::new() };
    let Some(text) = sibling(root, &name, read) else { return Vec::new() };
    let (units, problems) = read_units(&name.value, &text);
    root.doc.adopt(problems);
    units
}

/// What an entry of a one-column list must be.
pub(super) struct Entry {
    good: fn(&str) -> bool,
    code: &'static str,
    what: &'static str,
    remedy: &'static str,
}

/// Somebody who may not win.
pub(super) const CONTACT: Entry = Entry {
    good: |entry| crate::contact::normalise(entry).is_some(),
    code: "bad_contact",
    what: "không phải số điện thoại hay địa chỉ e-mail",
    remedy: "ghi đủ số, ví dụ 0905123456 (bảng tính hay bỏ mất số 0 ở đầu), hoặc địa chỉ như ten@example.vn; dòng tiêu đề ghi là contact",
};

/// A one-time code.
pub(super) const CODE: Entry = Entry {
    good: |entry| entry.chars().any(char::is_alphanumeric),
    code: "bad_code",
    what: "không có chữ hay số nào",
    remedy: "ghi mã gồm chữ và số, hoặc xóa dòng này",
};

/// A list of contacts or codes, in place or in a file; blank and repeated entries are left out, and what is no entry is
/// told with its place.
pub(super) fn names(root: &Fields<'_, '_>, field: &str, entry: &Entry, read: ReadSibling<'_>) -> Vec<String> {
    let wrong = |text: &str| !text.trim().is_empty() && !(entry.good)(text.trim());
    let told = |text: &str| format!("\"{}\" {}", text.trim(), entry.what);
    let raw: Vec<String> = match listed(root, field) {
        None => return Vec::new(),
        Some(Listed::Here(items)) => {
            for item in items.iter().filter(|item| wrong(&item.value)) {
                root.doc.error(&item.span, entry.code, told(&item.value), entry.remedy);
            }
            items.into_iter().map(|i| i.value).collect()
        }
        Some(Listed::File(name)) => {
            let Some(text) = sibling(root, &name, read) else { return Vec::new() };
            let (rows, problems) = rows(&name.value, &text);
            root.doc.adopt(problems);
            let first_is_header =
                rows.first().is_some_and(|r| HEADERS.contains(&r.cell(0).to_lowercase().as_str()));
            let rows = rows.iter().skip(usize::from(first_is_header));
            let bad = rows.clone().filter(|r| wrong(r.cell(0))).map(|r| {
                problem(&name.value, r.line, r.column(0), entry.code, told(r.cell(0)), entry.remedy)
            });
            root.doc.adopt(bad.collect());
            rows.map(|r| r.cell(0).to_owned()).collect()
        }
    };
    let mut list: Vec<String> = raw.iter().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect();
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|s| seen.insert(s.clone()));
    list
}

fn sibling(root: &Fields<'_, '_>, name: &At<String>, read: ReadSibling<'_>) -> Option<String> {
    let bare =
        !name.value.is_empty() && !name.value.contains(['/', '\\', ':']) && !name.value.starts_with('.');
    if !bare {
        let message = format!("\"{}\" không phải tên tệp nằm cạnh tệp cuộc thi", name.value);
        root.doc.error(
            &name.span,
            "bad_file_name",
            message,
            "ghi tên tệp không có thư mục, ví dụ \"units.csv\"",
        );
        return None;
    }
    match read(&name.value) {
        Ok(text) => Some(text),
        Err(why) => {
            let message = format!("không đọc được \"{}\" ({why})", name.value);
            root.doc.error(
                &name.span,
                "unreadable_file",
                message,
                "đặt tệp (UTF-8) cạnh tệp cuộc thi, đúng tên",
            );
            None
        }
    }
}

struct Row {
    line: usize,
    cells: Vec<String>,
}

impl Row {
    fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }

    /// The character column where a cell starts; exact unless earlier cells are quoted.
    fn column(&self, at: usize) -> usize {
        1 + self.cells.iter().take(at).map(|c| c.chars().count() + 1).sum::<usize>()
    }
}

fn problem(
    file: &str,
    line: usize,
    column: usize,
    code: &'static str,
    message: String,
    remedy: &str,
) -> Problem {
    let remedy = remedy.to_owned();
    Problem {
        file: file.to_owned(),
        line,
        column,
        code,
        message,
        remedy,
        severity: Severity::Error,
        question: None,
    }
}

/// Rows that hold anything, the header included.
fn rows(file: &str, text: &str) -> (Vec<Row>, Vec<Problem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.matches(';').count() > header.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let lines: Vec<&str> = text.lines().collect();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let mut line =
                    record.position().map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
                // The reader tells where it began to look, blank lines included.
                while lines.get(line.saturating_sub(1)).is_some_and(|text| text.is_empty()) {
                    line += 1;
                }
                let cells: Vec<String> = record.iter().map(str::to_owned).collect();
                if cells.iter().any(|c| !c.is_empty()) {
                    rows.push(Row { line, cells });
                }
            }
            Err(error) => {
                let line = error.position().map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
                let message = format!("dòng CSV không đọc được ({error})");
                problems.push(problem(
                    file,
                    line,
                    1,
                    "bad_csv",
                    message,
                    "kiểm tra dấu ngoặc kép của dòng này",
                ));
            }
        }
    }
    (rows, problems)
}

/// Units and groups from CSV text.
pub(super) fn read_units(file: &str, text: &str) -> (Vec<Unit>, Vec<Problem>) {
    let (rows, mut problems) = rows(file, text);
    let Some((header, rows)) = rows.split_first() else {
        problems.push(problem(
            file,
            1,
            1,
            "empty",
            "tệp trống".into(),
            "dòng đầu là tên cột: unit_id,unit_name,kind,scheme,locality_code,group_id,group_name,group_code",
        ));
        return (Vec::new(), problems);
    };
    let columns = columns(file, header, &mut problems);
    if !problems.is_empty() {
        return (Vec::new(), problems);
    }
    let mut list = UnitList {
        file,
        columns,
        units: Vec::new(),
        by_id: BTreeMap::new(),
        codes: BTreeMap::new(),
        problems,
    };
    for row in rows {
        list.add(row);
    }
    (list.units, list.problems)
}

/// Where each known column stands.
fn columns(file: &str, header: &Row, problems: &mut Vec<Problem>) -> [Option<usize>; 8] {
    let names: Vec<String> = header.cells.iter().map(|c| c.to_lowercase()).collect();
    for (at, name) in names.iter().enumerate() {
        if !COLUMNS.contains(&name.as_str()) {
            let remedy = nearest(name, &COLUMNS)
                .map_or_else(|| "xóa cột này".to_owned(), |near| format!("có phải là `{near}`?"));
            problems.push(problem(
                file,
                header.line,
                header.column(at),
                "unknown_column",
                format!("không có cột `{name}`"),
                &remedy,
            ));
        }
    }
    let found = COLUMNS.map(|column| names.iter().position(|n| n == column));
    for (column, _) in COLUMNS.iter().zip(found).take(NEEDED).filter(|(_, at)| at.is_none()) {
        problems.push(problem(
            file,
            header.line,
            1,
            "missing_column",
            format!("thiếu cột `{column}`"),
            "thêm cột vào dòng đầu",
        ));
    }
    found
}

struct UnitList<'f> {
    file: &'f str,
    columns: [Option<usize>; 8],
    units: Vec<Unit>,
    by_id: BTreeMap<String, usize>,
    /// Group codes as [`crate::contest::Contest::group_by_code`] compares them → line.
    codes: BTreeMap<String, usize>,
    problems: Vec<Problem>,
}

impl UnitList<'_> {
    fn refuse(&mut self, row: &Row, column: usize, code: &'static str, message: String, remedy: &str) {
        let at = row.column(self.columns[column].unwrap_or(0));
        self.problems.push(problem(self.file, row.line, at, code, message, remedy));
    }

    fn add(&mut self, row: &Row) {
        let values = self.columns.map(|at| at.map_or("", |at| row.cell(at)).to_owned());
        for (column, value) in values.iter().enumerate() {
            let name = COLUMNS[column];
            if column < NEEDED && value.is_empty() {
                self.refuse(row, column, "empty", format!("`{name}` để trống"), "điền vào ô này");
            }
            if value.chars().any(|c| c.is_control() || is_invisible(c)) {
                self.refuse(
                    row,
                    column,
                    "control_character",
                    format!("`{name}` có ký tự điều khiển hoặc ký tự ẩn"),
                    "gõ lại ô này",
                );
            }
            if !unicode_normalization::is_nfc(value) {
                self.refuse(
                    row,
                    column,
                    "not_nfc",
                    format!("`{name}` có chữ dùng dấu tổ hợp (không phải Unicode NFC)"),
                    "gõ lại chữ có dấu, hoặc chuyển tệp sang NFC",
                );
            }
            if value.chars().count() > 200 {
                self.refuse(row, column, "too_long", format!("`{name}` dài quá 200 ký tự"), "rút gọn");
            }
        }
        let [id, name, kind, scheme, code, group_id, group_name, group_code] = values;
        let unit =
            Unit { id: id.clone(), name, kind, locality: LocalityKey { scheme, code }, groups: Vec::new() };
        let at = match self.by_id.get(&id) {
            Some(&at) => {
                let first = &self.units[at];
                if (&first.name, &first.kind, &first.locality) != (&unit.name, &unit.kind, &unit.locality) {
                    self.refuse(
                        row,
                        0,
                        "unit_differs",
                        format!("đơn vị \"{id}\" ghi khác với dòng trước của nó"),
                        "ghi giống nhau, hoặc dùng mã đơn vị khác",
                    );
                } else if group_id.is_empty() {
                    self.refuse(
                        row,
                        0,
                        "duplicate_id",
                        format!("đơn vị \"{id}\" có hai dòng không có nhóm"),
                        "xóa một dòng",
                    );
                }
                at
            }
            None => {
                self.units.push(unit);
                self.by_id.insert(id.clone(), self.units.len() - 1);
                self.units.len() - 1
            }
        };
        if !(group_id.is_empty() && group_name.is_empty() && group_code.is_empty()) {
            self.add_group(row, at, Group { id: group_id, name: group_name, code: group_code });
        }
    }

    fn add_group(&mut self, row: &Row, at: usize, group: Group) {
        for (column, value) in [(5, &group.id), (6, &group.name), (7, &group.code)] {
            if value.is_empty() {
                self.refuse(
                    row,
                    column,
                    "empty",
                    format!("nhóm thiếu `{}`", COLUMNS[column]),
                    "điền đủ group_id, group_name, group_code, hoặc bỏ trống cả ba",
                );
            }
        }
        if self.units[at].groups.iter().any(|g| g.id == group.id) {
            let message = format!("nhóm \"{}\" có hai lần trong đơn vị", group.id);
            self.refuse(row, 5, "duplicate_id", message, "đổi một trong hai mã");
        }
        let plain: String =
            group.code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
        if !group.code.is_empty() && plain.len() < 4 {
            let message = format!("mã nhóm \"{}\" quá ngắn, dễ đoán", group.code);
            self.refuse(row, 7, "short_code", message, "dùng ít nhất 4 chữ hoặc số");
        } else if let Some(line) = self.codes.insert(plain, row.line).filter(|_| !group.code.is_empty()) {
            let message = format!("mã nhóm \"{}\" đã có ở dòng {line}", group.code);
            self.refuse(
                row,
                7,
                "duplicate_code",
                message,
                "mỗi nhóm một mã riêng (không phân biệt hoa thường, gạch nối)",
            );
        }
        self.units[at].groups.push(group);
    }
}
