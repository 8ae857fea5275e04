//! What the columns and codes of a report are called in a file, and one row as cells.

use super::super::ReportRow;
use domain::calendar;
use domain::indicators::{Definition, Indicator};
use domain::locality::{FORMER, PRESENT};

/// A cell: text, or a number that stays a number in a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Text(String),
    Number(u64),
    Empty,
}

/// Column names; stable, scripts rely on them.
pub(super) const COLUMNS: [&str; 21] = [
    "indicator",
    "indicator_name",
    "unit",
    "period_from",
    "period_to",
    "by",
    "scheme",
    "locality_code",
    "locality_name",
    "audience",
    "age_band",
    "mode",
    "grade",
    "flag",
    "value",
    "people_or_attempts",
    "suppressed",
    "note",
    "includes_demo",
    "computed_at",
    "rule_version",
];

/// The definition behind a code.
pub(super) fn definition(code: &str) -> Option<Definition> {
    Indicator::ALL.iter().map(|i| i.definition()).find(|d| d.code == code)
}

/// A row, in the order of [`COLUMNS`].
pub(super) fn cells(row: &ReportRow) -> [Cell; 21] {
    let f = &row.figure;
    let text = |s: &str| if s.is_empty() { Cell::Empty } else { Cell::Text(s.to_owned()) };
    let defined = definition(f.indicator);
    [
        text(f.indicator),
        text(defined.map_or("", |d| d.name)),
        text(defined.map_or("", |d| d.unit)),
        text(&f.period_from),
        text(&f.period_to),
        text(f.by.code()),
        text(&f.scheme),
        text(&f.locality_code),
        text(&f.locality_name),
        text(f.audience),
        text(f.age_band),
        text(f.mode),
        text(f.grade),
        text(f.flag),
        f.value.map_or(Cell::Empty, Cell::Number),
        text(f.people_or_attempts.code()),
        text(truth(f.suppressed)),
        text(f.note),
        text(truth(row.includes_demo)),
        Cell::Text(moment(f.computed_at)),
        text(f.rule_version),
    ]
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// A moment as machines and people read it.
pub(super) fn moment(unix_ms: i64) -> String {
    format!("{}+07:00", calendar::local_minute(unix_ms))
}

/// A day as people write it: 05/10/2026.
pub(super) fn day(iso: &str) -> String {
    match iso.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

/// What a scheme is called.
pub(super) fn scheme(code: &str) -> String {
    match code {
        PRESENT => format!("Xã, phường từ ngày 01/7/2025 ({code})"),
        FORMER => format!("Huyện, thị xã, thành phố trước ngày 01/7/2025 ({code})"),
        other => other.to_owned(),
    }
}
