//! The books of a show as files: per question, per player, per group, what was answered, and every single answer.
//!
//! Invariant: made of the log, the players and the answers as they are on disk, folded anew: what the file says is what a
//! restart would say. Cells that a spreadsheet would run as formulas are neutralised.

mod given;

use super::load;
use super::room::{Handle, RosterNames};
use crate::attempts::view::TRUTH_VI;
use crate::error::{Failure, Outcome};
use crate::indicators::export::csv::neutral;
use crate::state::App;
use crate::store::live::{answers, rooms};
use domain::grading::right;
use domain::live::asked::Tally;
use domain::live::export::Books;
use domain::live::show::Names as _;
use rust_xlsxwriter::{Format as Style, Workbook, Worksheet, XlsxError};

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Everything, a workbook.
    Xlsx,
    /// Per question, CSV.
    Questions,
    /// Per player, CSV.
    Players,
    /// Per locality, team or class, CSV.
    Groups,
    /// What was typed, ordered and paired, with how many did, CSV.
    Values,
    /// Every answer that counts, CSV.
    Answers,
}

impl Format {
    /// By its code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let all = [Self::Xlsx, Self::Questions, Self::Players, Self::Groups, Self::Values, Self::Answers];
        all.into_iter().find(|f| f.code() == code)
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Questions => "questions",
            Self::Players => "players",
            Self::Groups => "groups",
            Self::Values => "values",
            Self::Answers => "answers",
        }
    }

    /// The file's ending.
    #[must_use]
    pub fn extension(self) -> &'static str {
        if self == Self::Xlsx { "xlsx" } else { "csv" }
    }

    /// The file's type.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "text/csv; charset=utf-8",
        }
    }
}

/// One sheet: headings and rows.
struct Sheet {
    name: &'static str,
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn whole(n: impl Into<i64>) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "points and milliseconds are far below 2^53")]
        Self::Number(n.into() as f64)
    }

    fn maybe(n: Option<u32>) -> Self {
        n.map_or(Self::Empty, Self::whole)
    }

    fn csv(&self) -> String {
        match self {
            Self::Text(text) => neutral(text.clone()),
            Self::Number(n) => n.to_string(),
            Self::Empty => String::new(),
        }
    }
}

/// Writes a file.
///
/// # Errors
/// Storage errors.
pub async fn file(app: &App, handle: &Handle, format: Format) -> Outcome<Vec<u8>> {
    let mut link = app.store.read().await?;
    let row = rooms::by_pin(&mut link, &handle.pin).await?.ok_or_else(Failure::live_not_found)?;
    let kept = answers::all(&mut link, &row.id).await?;
    drop(link);
    let loaded = load::room(app, &row).await?;
    let books = Books::new(&loaded.show);
    let roster = loaded.handle.roster.read();
    let names = RosterNames(&roster, &loaded.handle.group_names);
    // As in the books: who was taken out is in no count.
    let room = loaded.show.room();
    let kept: Vec<answers::Kept> = kept
        .into_iter()
        .filter(|k| u32::try_from(k.player).is_ok_and(|player| !room.is_removed(player)))
        .collect();
    let questions = || questions(&loaded.handle, &books, &kept);
    let players = || players(&loaded.handle, &books, &names);
    let groups = || groups(&loaded.handle, &books, &names);
    let values = || given::values(&loaded.handle, &books, &kept);
    let answers = |most| given::answers(&loaded.handle, &books, &kept, &names, most);
    match format {
        Format::Xlsx => workbook(&[questions(), players(), groups(), values(), answers(given::MOST_IN_BOOK)])
            .map_err(|e| Failure::internal(&e)),
        Format::Questions => csv(&questions()),
        Format::Players => csv(&players()),
        Format::Groups => csv(&groups()),
        Format::Values => csv(&values()),
        Format::Answers => csv(&answers(usize::MAX)),
    }
}

fn strings(head: &[&str]) -> Vec<String> {
    head.iter().map(|h| (*h).to_owned()).collect()
}

/// Seconds with three decimals out of milliseconds.
fn seconds(millis: Option<u32>) -> Cell {
    millis.map_or(Cell::Empty, |ms| Cell::Number(f64::from(ms) / 1000.0))
}

fn questions(handle: &Handle, books: &Books, kept: &[answers::Kept]) -> Sheet {
    let most = handle.asked.iter().map(|a| a.view.options.len()).max().unwrap_or(0);
    let mut head = strings(&[
        "Câu",
        "Mã câu hỏi",
        "Nội dung",
        "Đáp án",
        "Lượt mở tính điểm",
        "Bỏ qua",
        "Lượt mở bị hủy",
        "Số người trả lời",
        "Đúng",
        "Đúng một phần",
        "Thời gian giữa (giây)",
        "Đúng nhanh nhất (giây)",
    ]);
    for n in 1..=most {
        head.push(format!("Phương án {n}"));
        head.push(format!("Số người chọn {n}"));
    }
    let mut rows = Vec::with_capacity(books.questions.len());
    for q in &books.questions {
        let (Some(asked), Some(spec)) = (handle.asked(q.question), handle.spec.question(q.question)) else {
            continue;
        };
        let mut tally = Tally::new(std::sync::Arc::clone(&asked.revision), spec);
        let here = |k: &&answers::Kept| k.question == i64::from(q.question) && k.run == i64::from(q.run);
        for answer in kept.iter().filter(here) {
            if let Ok(choice) = serde_json::from_str(&answer.choice) {
                tally.add(&choice);
            }
        }
        let mut row = vec![
            Cell::whole(q.question),
            Cell::text(&asked.revision.question),
            Cell::text(&asked.revision.stem),
            Cell::text(if spec.survey { String::new() } else { right(&asked.revision, TRUTH_VI).join("; ") }),
            Cell::whole(q.run),
            Cell::text(if q.skipped { "x" } else { "" }),
            Cell::whole(q.voided),
            Cell::whole(q.answered),
            Cell::whole(q.right),
            Cell::whole(q.partly),
            seconds(q.median_ms),
            seconds(q.fastest_right_ms),
        ];
        let counts = tally.by_option();
        for option in &asked.view.options {
            row.push(Cell::text(&option.text));
            row.push(Cell::maybe(counts.get(option.id.as_str()).copied()));
        }
        rows.push(row);
    }
    Sheet { name: "Câu hỏi", head, rows }
}

fn players(handle: &Handle, books: &Books, names: &RosterNames<'_>) -> Sheet {
    let mut head = strings(&[
        "Hạng",
        "Số",
        "Tên",
        "Nhóm",
        "Điểm",
        "Tổng thời gian trả lời đúng (giây)",
        "Đã trả lời",
        "Đúng",
    ]);
    head.extend((1..=handle.spec.count()).map(|n| format!("Câu {n} (điểm)")));
    let rows = books.players.iter().map(|p| {
        let mut row = vec![
            Cell::maybe(p.rank),
            Cell::whole(p.number),
            Cell::text(names.nickname(p.number)),
            p.group.map_or(Cell::Empty, |g| Cell::text(names.group(g))),
            Cell::whole(p.score),
            seconds(u32::try_from(p.time).ok()),
            Cell::whole(p.answered),
            Cell::whole(p.right),
        ];
        row.extend(p.got.iter().map(|got| got.as_ref().map_or(Cell::Empty, |got| Cell::whole(got.points))));
        row
    });
    Sheet { name: "Người chơi", head, rows: rows.collect() }
}

fn groups(handle: &Handle, books: &Books, names: &RosterNames<'_>) -> Sheet {
    let top = handle.spec.groups.as_ref().map_or(0, |g| g.top_k);
    let head = vec![
        "Hạng".to_owned(),
        "Địa phương, đội hoặc lớp".to_owned(),
        "Số người".to_owned(),
        format!("Trung bình {top} người cao nhất"),
        "Tổng điểm".to_owned(),
        "Hạng theo tổng điểm".to_owned(),
    ];
    let rows = books.groups.iter().map(|g| {
        vec![
            Cell::whole(g.rank),
            Cell::text(names.group(g.group)),
            Cell::whole(g.players),
            Cell::Number(g.mean(top)),
            Cell::whole(g.total),
            Cell::whole(g.rank_by_total),
        ]
    });
    Sheet { name: "Nhóm", head, rows: rows.collect() }
}

fn csv(sheet: &Sheet) -> Outcome<Vec<u8>> {
    // The mark tells spreadsheets that it is UTF-8.
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(&mut out);
    writer.write_record(&sheet.head).map_err(|e| Failure::internal(&e))?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(Cell::csv)).map_err(|e| Failure::internal(&e))?;
    }
    writer.flush().map_err(|e| Failure::internal(&e))?;
    drop(writer);
    Ok(out)
}

fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Style::new().set_bold();
    for sheet in sheets {
        fill(book.add_worksheet(), sheet, &bold)?;
    }
    book.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet, bold: &Style) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?;
    page.set_freeze_panes(1, 0)?;
    for (column, head) in (0..).zip(&sheet.head) {
        page.write_string_with_format(0, column, head, bold)?;
    }
    for (line, row) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(row) {
            match cell {
                // A string cell: no spreadsheet takes it for a formula.
                Cell::Text(text) => page.write_string(line, column, text)?,
                Cell::Number(n) => page.write_number(line, column, *n)?,
                Cell::Empty => page,
            };
        }
    }
    Ok(())
}
