//! The workbook: the report to sign first, then every row, then what the numbers mean. No formula is written: a number
//! that was signed must not change when the file is opened.

use super::super::Report;
use super::labels::{COLUMNS, Cell, cells, day, moment, scheme};
use super::report_sheet;
use rust_xlsxwriter::{
    ColNum, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, RowNum, Workbook, Worksheet,
    XlsxError,
};
use std::io::Write;

/// A4.
pub(super) const A4: u8 = 9;
const MARGIN: f64 = 0.6;
const ROWS: [f64; 21] = [
    11.0, 30.0, 8.0, 12.0, 12.0, 16.0, 14.0, 12.0, 28.0, 14.0, 10.0, 10.0, 18.0, 14.0, 10.0, 12.0, 11.0,
    28.0, 13.0, 24.0, 12.0,
];

/// How cells look.
pub(super) struct Look {
    pub(super) plain: Format,
    pub(super) bold: Format,
    pub(super) centred: Format,
    pub(super) centred_bold: Format,
    pub(super) centred_italic: Format,
    pub(super) title: Format,
    pub(super) head: Format,
    pub(super) text: Format,
    pub(super) number: Format,
    pub(super) sum_text: Format,
    pub(super) sum_number: Format,
    pub(super) note: Format,
}

impl Look {
    fn new() -> Self {
        let plain = || Format::new().set_font_name("Times New Roman").set_font_size(11);
        let boxed = || plain().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let centred =
            || plain().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        let number = || boxed().set_align(FormatAlign::Right).set_num_format("#,##0");
        Self {
            plain: plain(),
            bold: plain().set_bold(),
            centred: centred(),
            centred_bold: centred().set_bold(),
            centred_italic: centred().set_italic(),
            title: centred().set_bold().set_font_size(14),
            head: boxed()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_text_wrap()
                .set_background_color(0xE8_EEF4),
            text: boxed().set_text_wrap(),
            number: number(),
            sum_text: boxed().set_bold(),
            sum_number: number().set_bold(),
            note: plain().set_italic().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

pub(super) fn write<W: Write + Send>(report: &Report, out: W) -> Result<(), XlsxError> {
    let look = Look::new();
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(report.computed_at.div_euclid(1000))?;
    let properties = DocProperties::new().set_title(title(report)).set_creation_datetime(&created);
    book.set_properties(&properties);
    report_sheet::write(book.add_worksheet().set_name("Báo cáo")?, report, &look)?;
    data(book.add_worksheet().set_name("Dữ liệu")?, report, &look)?;
    definitions(book.add_worksheet().set_name("Định nghĩa")?, report, &look)?;
    book.save_to_writer(out)
}

/// The report's title; demonstration data is named in it.
pub(super) fn title(report: &Report) -> String {
    let demo = if report.includes_demo { " (CÓ DỮ LIỆU MINH HỌA)" } else { "" };
    format!("BÁO CÁO SỐ LIỆU THAM GIA CUỘC THI KIẾN THỨC SỐ{demo}")
}

/// The period in words.
pub(super) fn period(report: &Report) -> String {
    format!("Kỳ báo cáo: từ ngày {} đến hết ngày {} (giờ Việt Nam)", day(&report.from), day(&report.to))
}

fn data(sheet: &mut Worksheet, report: &Report, look: &Look) -> Result<(), XlsxError> {
    for ((col, name), width) in (0..).zip(COLUMNS).zip(ROWS) {
        sheet.write_string_with_format(0, col, name, &look.head)?;
        sheet.set_column_width(col, width)?;
    }
    let mut last: RowNum = 0;
    for (at, row) in (1..).zip(&report.rows) {
        for (col, cell) in (0..).zip(cells(row)) {
            put(sheet, at, col, cell)?;
        }
        last = at;
    }
    let width = ColNum::try_from(COLUMNS.len()).unwrap_or(1).saturating_sub(1);
    sheet.autofilter(0, 0, last, width)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn put(sheet: &mut Worksheet, row: RowNum, col: ColNum, cell: Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => sheet.write_string(row, col, text)?,
        Cell::Number(n) => sheet.write_number(row, col, number(n))?,
        Cell::Empty => sheet,
    };
    Ok(())
}

/// Counts stay far below 2^53, where every whole number is exact.
#[expect(clippy::cast_precision_loss, reason = "counts of people and attempts")]
pub(super) fn number(n: u64) -> f64 {
    n as f64
}

fn definitions(sheet: &mut Worksheet, report: &Report, look: &Look) -> Result<(), XlsxError> {
    for (col, width) in (0..).zip([12.0, 40.0, 10.0, 90.0]) {
        sheet.set_column_width(col, width)?;
    }
    for (col, name) in (0..).zip(["Mã", "Chỉ tiêu", "Đơn vị", "Định nghĩa"]) {
        sheet.write_string_with_format(0, col, name, &look.head)?;
    }
    let mut row: RowNum = 0;
    for d in &report.definitions {
        row += 1;
        for (col, text) in (0..).zip([d.code, d.name, d.unit, d.definition]) {
            sheet.write_string_with_format(row, col, text, &look.text)?;
        }
    }
    row += 2;
    let confined =
        if report.confined_to.is_empty() { "không".to_owned() } else { report.confined_to.join(", ") };
    let demo = if report.includes_demo { "có" } else { "không" };
    let facts = [
        ("Phiên bản quy tắc đếm", report.rule_version.to_owned()),
        ("Thời điểm tính", moment(report.computed_at)),
        ("Kỳ", period(report)),
        ("Bộ địa bàn", scheme(&report.scheme)),
        ("Giới hạn trong địa bàn", confined),
        ("Có dữ liệu minh họa", demo.to_owned()),
        ("Ô trống ở cột giá trị", "ô từ 1 đến 4 đã được che để công bố (suppressed = true)".to_owned()),
        ("Cộng dồn", "số người, số lượt và số sự kiện không cộng với nhau; dòng ghi “không cộng dồn” không cộng với nhau; người ẩn danh không cộng vào số người duy nhất".to_owned()),
    ];
    for (name, value) in facts {
        sheet.write_string_with_format(row, 1, name, &look.bold)?;
        sheet.write_string_with_format(row, 3, value, &look.plain)?;
        row += 1;
    }
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Margins of a page to be signed and filed.
pub(super) fn page(sheet: &mut Worksheet) {
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(MARGIN, MARGIN, MARGIN, MARGIN, 0.3, 0.3);
    sheet.set_footer("&C&\"Times New Roman\"&9Trang &P/&N");
}

#[cfg(test)]
pub(in crate::indicators) mod tests {
    use super::super::{Format as File, write_to};
    use super::*;
    use crate::indicators::scope::tests::registry;
    use crate::indicators::{HeldEvent, ReportRow};
    use domain::indicators::{
        Breakdown, Cell as Where, Facts, Flags, Indicator, Modes, PersonFact, RULE_VERSION, ReportMeta, Tally,
    };
    use domain::people::{AgeBand, Audience, Grade, Mode};

    /// Six people in the first unit, one in the second, one anonymous.
    pub(in crate::indicators) fn report(public: bool) -> Report {
        let r = registry();
        let scope = r.units_in(&domain::locality::LocalityKey::new("post-2025-07", "52"));
        let mut tally = Tally::new(&r, "post-2025-07", &scope, 2026);
        for n in 0..8_usize {
            let grade = if n == 7 { Grade::Anonymous } else { Grade::Declared };
            let cell = Where {
                locality: scope[usize::from(n >= 6)],
                audience: Some(Audience::ALL[n % 2]),
                age_band: AgeBand::From18,
                grade,
                mode: Mode::Online,
                flags: Flags::default(),
            };
            tally.add_registered(&cell);
            let facts = Facts { has_saved_answer: true, completed: true, passed: n < 5 };
            tally.add_person(&PersonFact {
                cell,
                modes: Modes::of(&[Mode::Online]),
                birth_year: Some(2000),
                facts,
            });
            tally.add_attempts(&cell, 2);
        }
        let meta = ReportMeta {
            period_from: "2026-10-01".into(),
            period_to: "2026-10-31".into(),
            computed_at: 1_795_000_000_000,
            public,
        };
        let rows = tally.rows(Breakdown::ALL, &meta);
        Report {
            from: meta.period_from,
            to: meta.period_to,
            scheme: "post-2025-07".into(),
            includes_demo: true,
            confined_to: Vec::new(),
            rule_version: RULE_VERSION,
            computed_at: meta.computed_at,
            definitions: Indicator::ALL.iter().map(|i| i.definition()).collect(),
            rows: rows.into_iter().map(|figure| ReportRow { figure, includes_demo: true }).collect(),
            events: vec![HeldEvent {
                title: "Đêm hội số".into(),
                mode: "live",
                from: "2026-10-10".into(),
                to: "2026-10-10".into(),
                locality_code: "21583".into(),
                locality_name: "Phường Quy Nhơn".into(),
                organiser: String::new(),
                demo: true,
            }],
        }
    }

    #[test]
    fn a_workbook_is_made_the_same_way_twice() {
        for public in [false, true] {
            let report = report(public);
            let made = || {
                let mut bytes = Vec::new();
                write_to(&report, File::Xlsx, &mut bytes).unwrap();
                bytes
            };
            let (first, second) = (made(), made());
            assert!(first.starts_with(b"PK") && first.len() > 10_000);
            assert_eq!(first, second);
        }
    }

    #[test]
    fn titles_name_demonstration_data_and_days() {
        let mut report = report(false);
        assert!(title(&report).contains("MINH HỌA"));
        assert!(period(&report).contains("01/10/2026") && period(&report).contains("31/10/2026"));
        report.includes_demo = false;
        assert!(!title(&report).contains("MINH HỌA"));
    }
}
