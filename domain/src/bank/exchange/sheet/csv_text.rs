//! Comma-separated text into rows, as a spreadsheet program would show them.
//!
//! The delimiter is whichever of `,` `;` and tab finds most of the headings that are looked for. Invariants: a row's
//! number is the one the spreadsheet shows, blank lines and line breaks in quotes included; a quote that never closes is
//! refused with its row instead of swallowing the rest of the file; linear time.

use super::super::encoding::refusal;
use super::cell::Cell;
use super::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Row, Table};
use crate::bank::Problem;

/// Rows in which headings may stand.
const LOOKED_AT: usize = 20;
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// Reads a text. `score` says how many known headings a row holds.
pub(super) fn table(file: &str, text: &str, score: &dyn Fn(&Row) -> usize) -> Result<Table, Box<Problem>> {
    // Excel's own word about the delimiter; it shows no row for it.
    let (told, text) = match text.strip_prefix("sep=").map(|rest| (rest.chars().next(), rest)) {
        Some((Some(c), rest)) if !matches!(c, '\r' | '\n') => {
            (Some(c), rest.split_once('\n').map_or("", |(_, after)| after))
        }
        _ => (None, text),
    };
    let delimiter = told.unwrap_or_else(|| sniff(text, score));
    let mut rows = Vec::new();
    let mut cells = 0;
    let mut records = Records { text, at: 0, delimiter, number: 0 };
    while let Some(row) = records.next(file)? {
        if row.number > MOST_ROWS {
            let message = format!("bảng có hơn {MOST_ROWS} dòng");
            return Err(Box::new(refusal(
                file,
                row.number,
                1,
                "too_many_rows",
                message,
                "tách thành nhiều tệp",
            )));
        }
        if row.cells.iter().any(|c| !c.is_blank()) {
            cells += row.cells.len();
            if cells > MOST_CELLS {
                let message = format!("bảng có hơn {MOST_CELLS} ô");
                return Err(Box::new(refusal(
                    file,
                    row.number,
                    1,
                    "too_large",
                    message,
                    "tách thành nhiều tệp",
                )));
            }
            rows.push(row);
        }
    }
    Ok(Table { name: String::new(), rows })
}

fn sniff(text: &str, score: &dyn Fn(&Row) -> usize) -> char {
    let mut best = (0, ',');
    for delimiter in DELIMITERS {
        let mut records = Records { text, at: 0, delimiter, number: 0 };
        let mut most = 0;
        for _ in 0..LOOKED_AT {
            // A delimiter that breaks the file is not the one.
            let Ok(Some(row)) = records.next("") else { break };
            most = most.max(score(&row));
        }
        if most > best.0 {
            best = (most, delimiter);
        }
    }
    best.1
}

struct Records<'t> {
    text: &'t str,
    at: usize,
    delimiter: char,
    number: usize,
}

impl Records<'_> {
    /// The next row; a blank line is a row without cells.
    fn next(&mut self, file: &str) -> Result<Option<Row>, Box<Problem>> {
        if self.at >= self.text.len() {
            return Ok(None);
        }
        self.number += 1;
        let mut cells = Vec::new();
        loop {
            let (cell, more) = self.cell(file, cells.len() + 1)?;
            if cells.len() >= MOST_COLUMNS {
                let message = format!("dòng có hơn {MOST_COLUMNS} cột");
                return Err(Box::new(refusal(
                    file,
                    self.number,
                    MOST_COLUMNS,
                    "too_wide",
                    message,
                    "dùng bảng mẫu",
                )));
            }
            cells.push(if cell.is_empty() { Cell::Empty } else { Cell::Text(cell) });
            if !more {
                break;
            }
        }
        Ok(Some(Row { number: self.number, cells }))
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// One cell, and whether another follows in the row.
    fn cell(&mut self, file: &str, column: usize) -> Result<(String, bool), Box<Problem>> {
        let mut cell = String::new();
        if self.rest().starts_with('"') {
            self.at += 1;
            loop {
                let Some(end) = self.rest().find('"') else {
                    let message = "dấu ngoặc kép mở ở ô này mà không đóng";
                    let remedy = "đóng dấu ngoặc kép; dấu ngoặc kép trong chữ viết hai lần (\"\")";
                    return Err(Box::new(refusal(file, self.number, column, "open_quote", message, remedy)));
                };
                cell.push_str(self.rest().get(..end).unwrap_or_default());
                self.at += end + 1;
                if !self.rest().starts_with('"') {
                    break;
                }
                cell.push('"');
                self.at += 1;
            }
        }
        // What follows a closing quote belongs to the cell too, as spreadsheets read it.
        let stop = |c: char| c == self.delimiter || matches!(c, '\n' | '\r');
        let end = self.rest().find(stop).unwrap_or(self.rest().len());
        cell.push_str(self.rest().get(..end).unwrap_or_default());
        self.at += end;
        let rest = self.rest();
        let (step, more) = if rest.starts_with(self.delimiter) {
            (self.delimiter.len_utf8(), true)
        } else if rest.starts_with("\r\n") {
            (2, false)
        } else {
            (usize::from(!rest.is_empty()), false)
        };
        self.at += step;
        Ok((cell, more))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
        let score = |row: &Row| row.cells.iter().filter(|c| c.text().0.starts_with('H')).count();
        let table = table("x.csv", text, &score).expect("reads");
        table.rows.into_iter().map(|r| (r.number, r.cells.iter().map(|c| c.text().0).collect())).collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does() {
        let found = rows("H1,H2\r\n\r\n\"a\nb\",\"c \"\"d\"\"\"\r\n,\ne,f");
        let own = |list: [&str; 2]| list.map(String::from).to_vec();
        assert_eq!(found, [(1, own(["H1", "H2"])), (3, own(["a\nb", "c \"d\""])), (5, own(["e", "f"]))]);
        assert_eq!(rows("sep=;\nH1;a,b\n1;2")[0], (1, own(["H1", "a,b"])));
        assert_eq!(rows("H1\r1")[1], (2, vec!["1".to_owned()]));
    }

    #[test]
    fn the_delimiter_is_the_one_that_finds_headings() {
        for d in DELIMITERS {
            let found = rows(&format!("Tiêu đề, có; dấu\nH1{d}H2\n\"x{d}\"{d}\"y,;\""));
            assert_eq!(found[2].1, [format!("x{d}"), "y,;".to_owned()]);
            assert_eq!(found[1].1, ["H1", "H2"]);
        }
    }

    #[test]
    fn an_open_quote_and_too_much_are_refused_in_their_place() {
        let refused = |text: &str| {
            let p = table("x.csv", text, &|_| 0).expect_err("refused");
            (p.code, p.line, p.column)
        };
        assert_eq!(refused("a,b\nc,\"d\ne"), ("open_quote", 2, 2));
        assert_eq!(refused(&"a\n".repeat(MOST_ROWS + 1)), ("too_many_rows", MOST_ROWS + 1, 1));
        assert_eq!(refused(&",".repeat(MOST_COLUMNS + 1)), ("too_wide", 1, MOST_COLUMNS));
    }
}
