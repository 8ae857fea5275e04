//! The table for people, for spreadsheets and for programs.
//!
//! CSV is UTF-8 with a byte order mark and commas, one line per wording; a text that a spreadsheet would take for a
//! formula gets one leading apostrophe. JSON is [`Report`] as it is.

use super::{Report, Row};
use crate::indicators::export::csv::neutral;
use domain::item_stats::{Figures, Flag};
use std::io::{self, Write};

/// The form of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For reading.
    Text,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

/// Columns of the CSV.
pub const COLUMNS: [&str; 17] = [
    "question",
    "revision",
    "current",
    "topic",
    "kind",
    "difficulty",
    "audience",
    "exposure",
    "n",
    "p",
    "discrimination",
    "median_seconds",
    "options",
    "best_options",
    "wrong_answers",
    "flags",
    "stem",
];

/// Writes the table to anything.
///
/// # Errors
/// Those of the writer.
pub fn write_to<W: Write>(report: &Report, format: Format, out: &mut W) -> io::Result<()> {
    match format {
        Format::Text => text(report, out),
        Format::Csv => csv(report, out),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, report)?;
            out.write_all(b"\n")
        }
    }
}

fn csv<W: Write>(report: &Report, out: &mut W) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(COLUMNS)?;
    let audience = report.audience.map_or("", |a| a.code());
    for row in &report.rows {
        let f = row.stats.figures.as_ref();
        let number = |n: Option<f64>| n.map_or_else(String::new, |n| format!("{n:.4}"));
        let told = |tell: &dyn Fn(&Figures) -> String| neutral(f.map(tell).unwrap_or_default());
        csv.write_record([
            neutral(row.question.clone()),
            neutral(row.revision.clone()),
            row.current.to_string(),
            neutral(row.topic.clone()),
            kind(row),
            row.difficulty.to_string(),
            audience.to_owned(),
            row.stats.exposure.to_string(),
            row.stats.n.to_string(),
            // Numbers stay numbers: a minus before digits is no formula.
            number(f.map(|f| f.p)),
            number(f.and_then(|f| f.discrimination)),
            number(f.and_then(|f| f.median_seconds)),
            told(&|f| options(f, |o| Some(o.share), false)),
            told(&|f| options(f, |o| o.best_share, false)),
            told(&wrong),
            told(&|f| f.flags.iter().map(Flag::to_string).collect::<Vec<_>>().join("; ")),
            neutral(row.stem.clone()),
        ])?;
    }
    csv.flush()
}

fn kind(row: &Row) -> String {
    serde_json::to_value(row.kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// `b* 62% · a 20%`: the key is marked, the writer's order is kept.
fn options(
    figures: &Figures,
    share: impl Fn(&domain::item_stats::OptionShare) -> Option<f64>,
    vietnamese: bool,
) -> String {
    let told = figures.options.iter().filter_map(|o| {
        let mark = if o.key { "*" } else { "" };
        let id = match (o.id.as_str(), vietnamese) {
            ("true", true) => "Đúng",
            ("false", true) => "Sai",
            (id, _) => id,
        };
        Some(format!("{id}{mark} {}", percent(share(o)?)))
    });
    told.collect::<Vec<_>>().join(" · ")
}

fn wrong(figures: &Figures) -> String {
    let told = figures.wrong.iter().map(|w| format!("“{}” {}", w.answer, percent(w.share)));
    told.collect::<Vec<_>>().join(" · ")
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// With a decimal comma, as people here write.
fn decimal(n: Option<f64>, places: usize) -> String {
    n.map_or_else(|| "–".into(), |n| format!("{n:.places$}").replace('.', ","))
}

fn text<W: Write>(report: &Report, out: &mut W) -> io::Result<()> {
    let demo = if report.with_demo { ", kể cả dữ liệu minh họa" } else { "" };
    let topic = report.topic.as_ref().map(|t| format!(", chủ đề {t}")).unwrap_or_default();
    let audience = report.audience.map(|a| format!(", đối tượng {}", a.code())).unwrap_or_default();
    writeln!(
        out,
        "Thống kê câu hỏi từ {} lượt thi đã nộp (lượt đầu của mỗi người trong mỗi vòng, không kể lượt bị hủy{demo}){topic}{audience}.",
        report.attempts
    )?;
    writeln!(out, "Dưới {} câu trả lời thì ẩn số liệu: còn là ngẫu nhiên.", report.shown_from)?;
    writeln!(
        out,
        "p: phần điểm trung bình · phân biệt: tương quan với phần còn lại của đề · *: đáp án · giây: trung vị\n"
    )?;
    if report.rows.is_empty() {
        return writeln!(out, "Chưa có câu nào được phát trong lượt thi đã nộp.");
    }
    writeln!(
        out,
        "{:<14} {:>7} {:>7} {:>6} {:>9} {:>6}  Lựa chọn, câu sai hay gặp",
        "Câu", "Phát", "Trả lời", "p", "Phân biệt", "Giây"
    )?;
    for row in &report.rows {
        let name = if row.current { row.question.clone() } else { format!("{} (cũ)", row.question) };
        let start = format!("{name:<14} {:>7} {:>7}", row.stats.exposure, row.stats.n);
        let Some(f) = &row.stats.figures else {
            writeln!(out, "{start} {:>6} {:>9} {:>6}", "ẩn", "ẩn", "ẩn")?;
            continue;
        };
        let details = [options(f, |o| Some(o.share), true), wrong(f)];
        let details: Vec<&str> = details.iter().map(String::as_str).filter(|d| !d.is_empty()).collect();
        let line = format!(
            "{start} {:>6} {:>9} {:>6}  {}",
            decimal(Some(f.p), 2),
            decimal(f.discrimination, 2),
            decimal(f.median_seconds, 1),
            details.join(" · ")
        );
        writeln!(out, "{}", line.trim_end())?;
        for flag in &f.flags {
            writeln!(out, "{:<14} ! {flag}", "")?;
        }
    }
    Ok(())
}
