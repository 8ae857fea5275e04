//! A report as a file: XLSX to sign, CSV for spreadsheets and scripts, JSON as the API gives it.
//!
//! Invariant: a file appears under its name only when it is complete; a failure leaves what was there.

pub(crate) mod csv;
mod labels;
mod report_sheet;
mod xlsx;

use super::Report;
use std::io::{self, Write};
use std::path::Path;

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Workbook: the report to sign, all rows, the definitions.
    Xlsx,
    /// All rows; UTF-8 with a byte order mark, commas.
    Csv,
    /// The same as the API gives.
    Json,
}

/// Writes a report to a file, which is replaced only when the new one is complete.
///
/// # Errors
/// Whatever the file system says; the file is as it was before.
pub fn write(report: &Report, format: Format, path: &Path) -> io::Result<()> {
    crate::whole_file::replace(path, |out| write_to(report, format, out))
}

/// Writes a report to anything.
///
/// # Errors
/// Those of the writer.
pub fn write_to<W: Write + Send>(report: &Report, format: Format, out: &mut W) -> io::Result<()> {
    match format {
        Format::Xlsx => xlsx::write(report, out).map_err(io::Error::other),
        Format::Csv => csv::write(report, out),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, report)?;
            out.write_all(b"\n")
        }
    }
}
