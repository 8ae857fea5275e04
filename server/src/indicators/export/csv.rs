//! All rows as CSV: UTF-8 with a byte order mark so that Excel reads Vietnamese, commas, one header line, the definitions
//! in the last column. A text that a spreadsheet would take for a formula gets one leading apostrophe.

use super::super::Report;
use super::labels::{COLUMNS, Cell, cells, definition};
use std::io::{self, Write};

pub(super) fn write<W: Write>(report: &Report, out: &mut W) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(COLUMNS.iter().chain(&["definition"]))?;
    for row in &report.rows {
        for cell in cells(row) {
            match cell {
                Cell::Text(text) => csv.write_field(neutral(text))?,
                Cell::Number(n) => csv.write_field(n.to_string())?,
                Cell::Empty => csv.write_field("")?,
            }
        }
        csv.write_field(definition(row.figure.indicator).map_or("", |d| d.definition))?;
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()
}

pub(crate) fn neutral(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, write_to};
    use super::*;
    use crate::indicators::export::xlsx::tests::report;

    #[test]
    fn rows_come_back_and_formulas_are_harmless() {
        let mut report = report(false);
        report.rows[0].figure.locality_name = "=HYPERLINK(\"x\")".into();
        report.rows[1].figure.locality_name = "Xã \"A\", huyện B".into();
        let mut bytes = Vec::new();
        write_to(&report, Format::Csv, &mut bytes).unwrap();
        assert!(bytes.starts_with(&[0xef, 0xbb, 0xbf]));
        let mut reader = csv::Reader::from_reader(&bytes[3..]);
        let headers = reader.headers().unwrap().clone();
        let at = |name: &str| headers.iter().position(|h| h == name).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), report.rows.len());
        assert_eq!(&rows[0][at("locality_name")], "'=HYPERLINK(\"x\")");
        assert_eq!(&rows[1][at("locality_name")], "Xã \"A\", huyện B");
        for (row, told) in rows.iter().zip(&report.rows) {
            assert_eq!(&row[at("indicator")], told.figure.indicator);
            assert_eq!(row[at("value")].parse().ok(), told.figure.value);
            assert_eq!(&row[at("rule_version")], report.rule_version);
            assert!(row[at("computed_at")].ends_with("+07:00") && !row[at("definition")].is_empty());
        }
    }

    #[test]
    fn only_leading_signs_matter() {
        for bad in ["=1", "+84", "-1", "@x", "\tx"] {
            assert_eq!(neutral(bad.to_owned()), format!("'{bad}"));
        }
        for good in ["", "16-17", ">=18", "<16", "Quy Nhơn = phường", "'x"] {
            assert_eq!(neutral(good.to_owned()), good);
        }
    }
}
