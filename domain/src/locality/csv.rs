//! Reading the two data files, all mistakes at once, each with its line and what to do.
//!
//! Invariant: a file with any mistake gives no registry, so a bad file changes nothing.

use super::{Level, Locality, LocalityKey, Mapped, OldDistrict};
use crate::calendar;
use crate::text::nfc;
use std::collections::{HashMap, HashSet};

/// A parsed row and the line it stands on.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) locality: Locality,
}

struct Table {
    columns: HashMap<String, usize>,
    rows: Vec<(u64, ::csv::StringRecord)>,
}

impl Table {
    fn read(file: &str, text: &str, needed: &[&str], errors: &mut Vec<String>) -> Self {
        let mut reader = ::csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let mut columns = HashMap::new();
        match reader.headers() {
            Ok(head) => columns.extend(head.iter().enumerate().map(|(i, name)| (name.trim().to_owned(), i))),
            Err(e) => errors.push(format!("{file}, dòng 1: không đọc được tiêu đề ({e})")),
        }
        for column in needed.iter().filter(|c| !columns.contains_key(**c)) {
            errors.push(format!("{file}, dòng 1: thiếu cột “{column}”; thêm cột này vào tiêu đề"));
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => rows.push((record.position().map_or(0, ::csv::Position::line), record)),
                Err(e) => {
                    let line = e.position().map_or(0, ::csv::Position::line);
                    errors.push(format!(
                        "{file}, dòng {line}: không đọc được, kiểm tra số cột và dấu nháy ({e})"
                    ));
                }
            }
        }
        Self { columns, rows }
    }

    fn cell(&self, record: &::csv::StringRecord, column: &str) -> String {
        let cell = self.columns.get(column).and_then(|i| record.get(*i)).unwrap_or_default();
        nfc(cell.trim())
    }
}

/// Rows of `localities.csv`, or of a file of another name with its columns.
pub(super) fn localities(file: &str, text: &str, errors: &mut Vec<String>) -> Vec<Row> {
    let needed =
        ["scheme", "level", "code", "name", "type", "short_name", "parent_code", "valid_from", "valid_to"];
    let table = Table::read(file, text, &needed, errors);
    let mut rows = Vec::new();
    for (line, record) in &table.rows {
        let at = format!("{file}, dòng {line}");
        let get = |column: &str| table.cell(record, column);
        for column in ["scheme", "code", "name", "short_name"] {
            if get(column).is_empty() {
                errors.push(format!("{at}, cột “{column}”: đang trống; điền giá trị"));
            }
        }
        if get("scheme") == super::SPECIAL {
            errors.push(format!("{at}, cột “scheme”: “special” dành riêng cho hệ thống; dùng tên khác"));
        }
        let Some(level) = Level::from_code(&get("level")) else {
            let found = get("level");
            errors.push(format!(
                "{at}, cột “level”: “{found}” không dùng được; ghi province, district hoặc commune"
            ));
            continue;
        };
        let locality = Locality {
            key: LocalityKey { scheme: get("scheme"), code: get("code") },
            level,
            kind: get("type"),
            name: get("name"),
            short_name: get("short_name"),
            parent_code: some(get("parent_code")),
            old_province: some(get("old_province")),
            old_districts: districts(&at, &get("old_district_code"), &get("old_district_name"), errors),
            valid_from: day(&at, "valid_from", get("valid_from"), errors),
            valid_to: day(&at, "valid_to", get("valid_to"), errors),
            old_units: mapped(&at, "old_units", &get("old_units"), errors),
            new_units: mapped(&at, "new_units", &get("new_units"), errors),
        };
        rows.push(Row { line: *line, locality });
    }
    check(file, &rows, errors);
    rows
}

/// Duplicate keys and parents that do not exist.
fn check(file: &str, rows: &[Row], errors: &mut Vec<String>) {
    let mut first: HashMap<&LocalityKey, u64> = HashMap::new();
    for row in rows {
        let key = &row.locality.key;
        if let Some(earlier) = first.insert(key, row.line) {
            errors.push(format!(
                "{file}, dòng {}: {key} đã có ở dòng {earlier}; xóa một trong hai dòng",
                row.line
            ));
        }
    }
    for row in rows {
        let scheme = &row.locality.key.scheme;
        if let Some(code) = &row.locality.parent_code
            && !first.contains_key(&LocalityKey::new(scheme, code))
        {
            let line = row.line;
            errors.push(format!("{file}, dòng {line}, cột “parent_code”: không có đơn vị {scheme}:{code}; thêm đơn vị đó hoặc sửa mã"));
        }
    }
}

/// Rows of `provinces.csv`, as provinces of the present scheme.
pub(super) fn provinces(text: &str, scheme: &str, errors: &mut Vec<String>) -> Vec<Row> {
    const FILE: &str = "provinces.csv";
    let table = Table::read(FILE, text, &["code", "name", "short_name"], errors);
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for (line, record) in &table.rows {
        let at = format!("{FILE}, dòng {line}");
        let get = |column: &str| table.cell(record, column);
        let (code, name, short_name) = (get("code"), get("name"), get("short_name"));
        if code.is_empty() || name.is_empty() || short_name.is_empty() {
            errors.push(format!("{at}: code, name và short_name không được trống; điền giá trị"));
        }
        if !seen.insert(code.clone()) {
            errors.push(format!("{at}: mã tỉnh {code} lặp lại; xóa một trong hai dòng"));
        }
        let kind = name.strip_suffix(&short_name).unwrap_or_default().trim().to_owned();
        let locality = Locality {
            key: LocalityKey::new(scheme, &code),
            level: Level::Province,
            kind,
            name,
            short_name,
            parent_code: None,
            old_province: None,
            old_districts: Vec::new(),
            valid_from: None,
            valid_to: None,
            old_units: mapped(&at, "old_provinces", &get("old_provinces"), errors),
            new_units: Vec::new(),
        };
        rows.push(Row { line: *line, locality });
    }
    rows
}

fn some(text: String) -> Option<String> {
    if text.is_empty() { None } else { Some(text) }
}

fn day(at: &str, column: &str, text: String, errors: &mut Vec<String>) -> Option<String> {
    if !text.is_empty()
        && let Err(e) = calendar::parse_day(&text)
    {
        errors.push(format!("{at}, cột “{column}”: {e}"));
    }
    some(text)
}

fn districts(at: &str, codes: &str, names: &str, errors: &mut Vec<String>) -> Vec<OldDistrict> {
    let split = |s: &str| s.split('|').filter(|p| !p.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (codes, names) = (split(codes), split(names));
    if codes.len() != names.len() {
        errors.push(format!(
            "{at}, cột “old_district_name”: số tên khác số mã; mỗi mã cần một tên, cách nhau bằng |"
        ));
    }
    codes.into_iter().zip(names).map(|(code, name)| OldDistrict { code, name }).collect()
}

fn mapped(at: &str, column: &str, cell: &str, errors: &mut Vec<String>) -> Vec<Mapped> {
    const PART: &str = "(một phần)";
    let mut units = Vec::new();
    for unit in cell.split('|').map(str::trim).filter(|u| !u.is_empty()) {
        match unit.split_once(':') {
            Some((code, name)) if !code.trim().is_empty() && !name.trim().is_empty() => {
                let part = name.trim_end().ends_with(PART);
                let name = name.trim().trim_end_matches(PART).trim_end().to_owned();
                units.push(Mapped { code: code.trim().to_owned(), name, part });
            }
            _ => errors.push(format!("{at}, cột “{column}”: “{unit}” không đúng dạng mã:tên")),
        }
    }
    units
}
