//! Reads the totals out of an exported indicator report of any format, so that a bench can hold them against what it put
//! into the database.

use anyhow::{Context as _, Result, bail};
use calamine::{Data, Reader as _, Xlsx};
use serde_json::{Map, Value, json};
use std::path::Path;

/// What is read: our name for it, the indicator.
const TOTALS: [(&str, &str); 4] =
    [("people", "I1"), ("took_part", "I2"), ("attempts", "I3"), ("voided", "I3-huy")];
/// Columns that choose a row, and the number.
const COLUMNS: [&str; 5] = ["indicator", "by", "grade", "age_band", "value"];

/// `{people, took_part, attempts, voided, rows, bytes}` of a report.
pub(crate) fn read(format: &str, file: &Path) -> Result<Value> {
    let shown = file.display();
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {shown}"))?;
    let rows = match format {
        "csv" => csv_rows(&bytes),
        "json" => json_rows(&bytes),
        "xlsx" => xlsx_rows(file),
        other => bail!("no format {other}; there are: csv json xlsx"),
    };
    let rows = rows.with_context(|| format!("{shown} is no report in {format}"))?;
    let mut all = Map::new();
    for (name, code) in TOTALS {
        // Anonymous people stand in a row of their own; none of these took part.
        let found: Vec<&String> = rows
            .iter()
            .filter(|[indicator, by, grade, age, _]| {
                indicator == code && by == "total" && grade != "anonymous" && age.is_empty()
            })
            .map(|[.., value]| value)
            .collect();
        let [value] = found.as_slice() else {
            bail!("{shown}: {} rows for the total of {code}", found.len())
        };
        let value: u64 = value.parse().with_context(|| format!("{shown}: {code} is {value:?}"))?;
        all.insert(name.to_owned(), json!(value));
    }
    all.insert("rows".into(), json!(rows.len()));
    all.insert("bytes".into(), json!(bytes.len()));
    Ok(Value::Object(all))
}

type Row = [String; COLUMNS.len()];

fn csv_rows(bytes: &[u8]) -> Result<Vec<Row>> {
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes));
    let heads: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let at = places(&heads)?;
    let row = |record: csv::Result<csv::StringRecord>| -> Result<Row> {
        let record = record?;
        Ok(at.map(|at| record.get(at).unwrap_or_default().trim_start_matches('\'').to_owned()))
    };
    reader.records().map(row).collect()
}

fn json_rows(bytes: &[u8]) -> Result<Vec<Row>> {
    let report: Value = serde_json::from_slice(bytes)?;
    let rows = report["rows"].as_array().context("no rows")?;
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Ok(rows.iter().map(|row| COLUMNS.map(|name| text(&row[name]))).collect())
}

fn xlsx_rows(file: &Path) -> Result<Vec<Row>> {
    let mut book: Xlsx<_> = calamine::open_workbook(file)?;
    let sheet = book.worksheet_range("Dữ liệu")?;
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    let mut lines = sheet.rows().map(|row| row.iter().map(text).collect::<Vec<String>>());
    let at = places(&lines.next().context("no header")?)?;
    Ok(lines.map(|line| at.map(|at| line.get(at).cloned().unwrap_or_default())).collect())
}

fn places(heads: &[String]) -> Result<[usize; COLUMNS.len()]> {
    let mut places = [0; COLUMNS.len()];
    for (place, name) in places.iter_mut().zip(COLUMNS) {
        *place = heads.iter().position(|head| head == name).with_context(|| format!("no column {name}"))?;
    }
    Ok(places)
}
