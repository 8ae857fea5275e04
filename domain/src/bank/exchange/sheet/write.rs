//! Wordings into our table, as text and as a workbook.
//!
//! Invariants: the same wordings give the same bytes; a text that could become a formula gets one `'`; a wording that
//! the columns cannot hold is left out whole and reported.

use super::super::{Export, Loss, WriteError, unwritten};
use super::cell::{escaped, guarded, number_text};
use super::columns::{Column, Described, MOST_MATCHES, MOST_OPTIONS, all, letter};
use super::{guide, key, words};
use crate::payload::OptionView;
use crate::question::{Key, Revision, Source};
use rust_xlsxwriter::{
    ColNum, Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    IgnoreError, RowNum, Workbook, Worksheet, XlsxError,
};

/// Name of the sheet of questions.
const NAME: &str = "Câu hỏi";
/// Rows below the headings that offer their lists.
const LISTED_ROWS: RowNum = 2_000;

/// The wordings as comma-separated text.
pub(in super::super) fn write_csv(
    revisions: &[Revision],
    _image: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Export, WriteError> {
    let (rows, losses) = rows(revisions);
    let packing = |e: csv::Error| WriteError::Packing(e.to_string());
    // The mark tells Excel that the text is UTF-8.
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    out.write_record(all().iter().map(|(_, heading, _)| heading.as_str())).map_err(packing)?;
    for row in &rows {
        out.write_record(row).map_err(packing)?;
    }
    out.flush().map_err(|e| WriteError::Packing(e.to_string()))?;
    drop(out);
    Ok(Export { bytes, ending: "csv", losses })
}

/// The wordings as a workbook with lists to choose from and a guide.
pub(in super::super) fn write_xlsx(
    revisions: &[Revision],
    _image: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Export, WriteError> {
    let (rows, losses) = rows(revisions);
    let bytes = workbook(&rows).map_err(|e| WriteError::Packing(e.to_string()))?;
    Ok(Export { bytes, ending: "xlsx", losses })
}

/// A day that never changes, so that the same content gives the same bytes.
pub(in super::super) fn properties(title: &str) -> Result<DocProperties, XlsxError> {
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&created))
}

fn workbook(rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties("Bảng câu hỏi")?);
    questions(book.add_worksheet().set_name(NAME)?, rows)?;
    guide::write(book.add_worksheet().set_name(guide::NAME)?)?;
    book.save_to_buffer()
}

/// How headings look.
pub(in super::super) fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0xE8_EEF4))
}

fn questions(sheet: &mut Worksheet, rows: &[Vec<String>]) -> Result<(), XlsxError> {
    // "@" makes cells texts: what writers type stays as they typed it, dates and "1/2" included.
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let heading = heading();
    let last_row = RowNum::try_from(rows.len()).unwrap_or(RowNum::MAX).max(LISTED_ROWS);
    let mut last_column = 0;
    for (at, (column, name, described)) in (0..).zip(all()) {
        last_column = at;
        sheet.set_column_width(at, described.width)?;
        sheet.set_column_format(at, &text)?;
        sheet.write_string_with_format(0, at, name, &heading)?;
        if let Some(list) = list(column) {
            let told = described.help.chars().take(250).collect::<String>();
            let list = list.set_input_title(described.heading)?.set_input_message(told)?;
            sheet.add_data_validation(1, at, last_row, at, &list)?;
        }
    }
    for (at, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            if !cell.is_empty() {
                sheet.write_string_with_format(at, column, cell, &text)?;
            }
        }
    }
    sheet.ignore_error_range(1, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    sheet.set_row_height(0, 32)?;
    sheet.set_freeze_panes(1, frozen_columns())?;
    Ok(())
}

/// Up to the stem, which must stay in sight.
fn frozen_columns() -> ColNum {
    let stem = all().iter().position(|(column, _, _)| *column == Column::Stem);
    stem.and_then(|at| ColNum::try_from(at + 1).ok()).unwrap_or(1)
}

/// The words a column takes, to choose from.
fn list(column: Column) -> Option<DataValidation> {
    let words = match column {
        Column::Kind => words::shown(&words::KINDS),
        Column::Difficulty => words::shown(&words::LEVELS),
        Column::Fold => words::shown(&words::FOLDS),
        Column::Situation | Column::Partial => vec!["Có", "Không"],
        _ => return None,
    };
    // Other words are understood too, so the list offers and does not forbid.
    DataValidation::new().allow_list_strings(&words).ok().map(|list| list.show_error_message(false))
}

fn rows(revisions: &[Revision]) -> (Vec<Vec<String>>, Vec<Loss>) {
    let mut losses = Vec::new();
    let columns = all();
    let rows = revisions.iter().filter_map(|r| row(r, &columns, &mut losses)).collect();
    (rows, losses)
}

fn row(
    r: &Revision,
    columns: &[(Column, String, &Described)],
    losses: &mut Vec<Loss>,
) -> Option<Vec<String>> {
    let no_matches = Vec::new();
    let (matches, partial) = match &r.key {
        Key::Matching { matches, partial, .. } => (matches, Some(*partial)),
        Key::MultipleChoice { partial, .. } => (&no_matches, Some(*partial)),
        _ => (&no_matches, None),
    };
    if r.options.len() > MOST_OPTIONS || matches.len() > MOST_MATCHES {
        let feature = format!("{} phương án, {} vế phải", r.options.len(), matches.len());
        losses.push(unwritten(r, feature, "bỏ câu này: bảng có A–F và 1–8"));
        return None;
    }
    let Some(key) = key::text(r) else {
        losses.push(unwritten(r, "đáp án nói tới mã không có trong câu", "bỏ câu này"));
        return None;
    };
    if let Key::MultipleChoice { right, .. } = &r.key
        && !right.iter().is_sorted_by_key(|id| r.options.iter().position(|o| o.id == **id))
    {
        losses.push(unwritten(r, "thứ tự ghi các đáp án đúng", "ghi lại theo thứ tự phương án"));
    }
    if let Some(image) = &r.image {
        losses.push(unwritten(r, format!("ảnh {}", image.file), "bỏ ảnh, chỉ ghi tên và mô tả"));
    }
    let value = |column: Column| -> String {
        match column {
            Column::Numbering => String::new(),
            Column::Id => r.question.clone(),
            Column::Kind => words::word(&words::KINDS, r.key.kind()).unwrap_or_default().to_owned(),
            Column::Stem => r.stem.clone(),
            Column::Option(i) => r.options.get(i).map(|o| o.text.clone()).unwrap_or_default(),
            Column::Key => key.clone(),
            Column::Explanation => r.explanation.clone(),
            Column::Sources => r.sources.iter().map(source).collect::<Vec<_>>().join("\n"),
            Column::Topic => r.topic.clone(),
            Column::TopicTitle => r.topic_title.clone(),
            Column::Difficulty => {
                words::word(&words::LEVELS, r.difficulty).map_or(r.difficulty.to_string(), String::from)
            }
            Column::Audience if r.audience.is_empty() => words::EVERYBODY.to_owned(),
            Column::Audience => r
                .audience
                .iter()
                .filter_map(|a| words::word(&words::AUDIENCES, *a))
                .collect::<Vec<_>>()
                .join("; "),
            Column::Situation => if r.situation { "Có" } else { "" }.to_owned(),
            Column::Competence => r.competence.join("; "),
            Column::AsOf => r.as_of.clone(),
            Column::ReviewBy => r.review_by.clone(),
            Column::Match(i) => matches.get(i).map(|o| o.text.clone()).unwrap_or_default(),
            Column::Partial => partial.map_or("", |p| if p { "Có" } else { "Không" }).to_owned(),
            Column::Tolerance => match &r.key {
                Key::Numeric { tolerance, .. } => number_text(*tolerance),
                _ => String::new(),
            },
            Column::Unit => match &r.key {
                Key::Numeric { unit, .. } => unit.clone().unwrap_or_default(),
                _ => String::new(),
            },
            Column::Fold => match &r.key {
                Key::ShortText { fold, .. } => {
                    words::word(&words::FOLDS, *fold).unwrap_or_default().to_owned()
                }
                _ => String::new(),
            },
            Column::ReadAloud => r.read_aloud.clone().unwrap_or_default(),
            Column::Image => r.image.as_ref().map(|i| i.file.clone()).unwrap_or_default(),
            Column::Alt => r.image.as_ref().map(|i| i.alt.clone()).unwrap_or_default(),
            Column::Enemies => r.enemies.join("; "),
            Column::OptionIds => unusual(&r.options, |i| letter(i).to_ascii_lowercase().to_string()),
            Column::MatchIds => unusual(matches, |i| (i + 1).to_string()),
        }
    };
    Some(columns.iter().map(|(column, _, _)| guarded(&value(*column))).collect())
}

/// The ids, unless they are the usual ones.
fn unusual(options: &[OptionView], usual: impl Fn(usize) -> String) -> String {
    if options.iter().enumerate().all(|(i, o)| o.id == usual(i)) {
        return String::new();
    }
    options.iter().map(|o| o.id.as_str()).collect::<Vec<_>>().join(" ")
}

fn source(s: &Source) -> String {
    let mut text = escaped(&s.title);
    for (name, value) in [("fact", &s.fact), ("url", &s.url)] {
        if let Some(value) = value {
            text.push_str(&format!(" | {name}={}", escaped(value)));
        }
    }
    text
}
