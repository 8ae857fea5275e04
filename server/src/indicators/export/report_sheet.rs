//! The page a department signs: what, when, where, the totals, then each locality, with lines for names and stamps.
//!
//! Every number is taken from the report's rows; nothing is added up here, so the page cannot disagree with the data.

use super::super::Report;
use super::labels::{day, moment, scheme};
use super::xlsx::{Look, number, page, period, title};
use ::app::i18n::frame;
use domain::indicators::{Breakdown, Counts, IndicatorRow};
use domain::people::Grade;
use rust_xlsxwriter::{ColNum, Format, RowNum, Worksheet, XlsxError};
use std::collections::{BTreeMap, HashMap};

const LAST: ColNum = 9;
const ADULT: &str = ">=18";
const UNKNOWN: &str = "unknown";

/// Columns of the locality table: heading, indicator, age band of the row.
const BY_PLACE: [(&str, &str, &str); 7] = [
    ("Người đăng ký (I1)", "I1", ""),
    ("Người tham gia (I2)", "I2", ""),
    ("Lượt thi (I3)", "I3", ""),
    ("Người hoàn thành (I4)", "I4", ""),
    ("Người đạt (I5)", "I5", ""),
    ("Người từ 18 tuổi tham gia (I6)", "I6-thamgia", ADULT),
    ("Người từ 18 tuổi đạt (I6)", "I6-dat", ADULT),
];

type Place<'r> = (&'r str, &'r str);

/// The rows a page needs, found by what they are about. Anonymous people stand apart.
struct Figures<'r> {
    found: HashMap<(&'r str, Breakdown, &'r str, &'r str, &'r str, bool), &'r IndicatorRow>,
    /// Localities in the order of the rows.
    places: Vec<Place<'r>>,
}

impl<'r> Figures<'r> {
    fn of(report: &'r Report) -> Self {
        let (mut found, mut order) = (HashMap::new(), BTreeMap::new());
        let mut places = Vec::new();
        for row in report.rows.iter().map(|row| &row.figure) {
            let anonymous = row.grade == Grade::Anonymous.code();
            let key =
                (row.indicator, row.by, row.locality_code.as_str(), row.audience, row.age_band, anonymous);
            found.insert(key, row);
            let place = (row.locality_code.as_str(), row.locality_name.as_str());
            // I3 lists every place that anybody touched, I1 and I2 their own. An event may be held in a whole province,
            // which is no place people are counted in.
            let counted = row.by == Breakdown::Locality && row.people_or_attempts != Counts::Events;
            if counted && order.insert(place, ()).is_none() {
                places.push(place);
            }
        }
        Self { found, places }
    }

    fn get(
        &self,
        indicator: &str,
        by: Breakdown,
        place: &str,
        audience: &str,
        age: &str,
        anonymous: bool,
    ) -> Shown {
        match self.found.get(&(indicator, by, place, audience, age, anonymous)) {
            None => Shown::Nothing,
            Some(row) => row.value.map_or(Shown::Hidden, Shown::Value),
        }
    }
}

#[derive(Clone, Copy)]
enum Shown {
    Value(u64),
    /// 1–4, hidden for publication.
    Hidden,
    /// There is no such row: nothing was counted.
    Nothing,
}

struct Pen<'s, 'l> {
    sheet: &'s mut Worksheet,
    look: &'l Look,
    row: RowNum,
}

impl Pen<'_, '_> {
    fn across(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.sheet.merge_range(self.row, 0, self.row, LAST, text, format)?;
        self.row += 1;
        Ok(())
    }

    fn halves(&mut self, left: &str, right: &str, format: &Format) -> Result<(), XlsxError> {
        self.sheet.merge_range(self.row, 0, self.row, 3, left, format)?;
        self.sheet.merge_range(self.row, 5, self.row, LAST, right, format)?;
        self.row += 1;
        Ok(())
    }

    /// One line of the events: two narrow cells, then wider ones across the rest.
    fn event(&mut self, cells: [&str; 6], format: &Format) -> Result<(), XlsxError> {
        let [from, title, to, mode, place, organiser] = cells;
        for (col, text) in (0..).zip([from, title, to, mode]) {
            self.text(col, text, format)?;
        }
        self.sheet.merge_range(self.row, 4, self.row, 6, place, format)?;
        self.sheet.merge_range(self.row, 7, self.row, LAST, organiser, format)?;
        self.row += 1;
        Ok(())
    }

    fn text(&mut self, col: ColNum, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, col, text, format).map(drop)
    }

    fn figure(&mut self, col: ColNum, shown: Shown, format: &Format) -> Result<(), XlsxError> {
        match shown {
            Shown::Value(n) => self.sheet.write_number_with_format(self.row, col, number(n), format)?,
            Shown::Hidden => self.sheet.write_string_with_format(self.row, col, "dưới 5", format)?,
            Shown::Nothing => self.sheet.write_number_with_format(self.row, col, 0.0, format)?,
        };
        Ok(())
    }
}

pub(super) fn write(sheet: &mut Worksheet, report: &Report, look: &Look) -> Result<(), XlsxError> {
    for (col, width) in (0..).zip([11.0, 34.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0]) {
        sheet.set_column_width(col, width)?;
    }
    page(sheet);
    let figures = Figures::of(report);
    let mut pen = Pen { sheet, look, row: 0 };
    heading(&mut pen, report)?;
    totals(&mut pen, report, &figures)?;
    by_place(&mut pen, &figures)?;
    by_audience(&mut pen, &figures)?;
    events(&mut pen, report)?;
    signatures(&mut pen, report)
}

fn heading(pen: &mut Pen<'_, '_>, report: &Report) -> Result<(), XlsxError> {
    let look = pen.look;
    pen.halves("CƠ QUAN LẬP BÁO CÁO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &look.centred_bold)?;
    pen.halves("………………………………", "Độc lập - Tự do - Hạnh phúc", &look.centred_bold)?;
    pen.halves("Số: ……/BC-……", "……………, ngày …… tháng …… năm ………", &look.centred_italic)?;
    pen.row += 1;
    pen.across(&title(report), &look.title)?;
    pen.across(&period(report), &look.centred)?;
    pen.across(&format!("Bộ địa bàn: {}", scheme(&report.scheme)), &look.centred)?;
    if !report.confined_to.is_empty() {
        pen.across(&format!("Chỉ gồm địa bàn: {}", report.confined_to.join(", ")), &look.centred)?;
    }
    if report.includes_demo {
        pen.across("Báo cáo này có dữ liệu minh họa, không dùng để báo cáo chính thức.", &look.centred_bold)?;
    }
    pen.row += 1;
    Ok(())
}

fn totals(pen: &mut Pen<'_, '_>, report: &Report, figures: &Figures<'_>) -> Result<(), XlsxError> {
    let look = pen.look;
    pen.across("1. Số liệu chung", &look.bold)?;
    for (col, name) in (0..).zip(["Mã", "Chỉ tiêu", "Đơn vị", "Số liệu", "Không rõ tuổi", "Ẩn danh"])
    {
        pen.text(col, name, &look.head)?;
    }
    pen.sheet.merge_range(pen.row, 6, pen.row, LAST, "Ghi chú", &look.head)?;
    pen.row += 1;
    for d in &report.definitions {
        let get = |age, anonymous| figures.get(d.code, Breakdown::Total, "", "", age, anonymous);
        let adult = d.code.starts_with("I6");
        pen.text(0, d.code, &look.text)?;
        pen.text(1, d.name, &look.text)?;
        pen.text(2, d.unit, &look.text)?;
        pen.figure(3, get(if adult { ADULT } else { "" }, false), &look.number)?;
        match adult {
            true => pen.figure(4, get(UNKNOWN, false), &look.number)?,
            false => pen.text(4, "", &look.text)?,
        }
        let people = d.unit == "người" && !adult;
        match people {
            true => pen.figure(5, get("", true), &look.number)?,
            false => pen.text(5, "", &look.text)?,
        }
        let note = match (people, adult) {
            (true, _) => "Người ẩn danh ghi riêng, không cộng vào.",
            (_, true) => "Người không rõ tuổi ghi riêng.",
            _ if d.unit == "lượt" => "Lượt không cộng với số người.",
            _ => "",
        };
        pen.sheet.merge_range(pen.row, 6, pen.row, LAST, note, &look.text)?;
        pen.row += 1;
    }
    pen.row += 1;
    Ok(())
}

fn by_place(pen: &mut Pen<'_, '_>, figures: &Figures<'_>) -> Result<(), XlsxError> {
    let look = pen.look;
    pen.across("2. Theo địa bàn", &look.bold)?;
    pen.text(0, "Mã", &look.head)?;
    pen.text(1, "Địa bàn", &look.head)?;
    for (col, (name, _, _)) in (2..).zip(BY_PLACE) {
        pen.text(col, name, &look.head)?;
    }
    pen.row += 1;
    for (code, name) in &figures.places {
        pen.text(0, code, &look.text)?;
        pen.text(1, name, &look.text)?;
        for (col, (_, indicator, age)) in (2..).zip(BY_PLACE) {
            pen.figure(col, figures.get(indicator, Breakdown::Locality, code, "", age, false), &look.number)?;
        }
        pen.row += 1;
    }
    pen.text(0, "", &look.sum_text)?;
    pen.text(1, "Toàn bộ", &look.sum_text)?;
    for (col, (_, indicator, age)) in (2..).zip(BY_PLACE) {
        pen.figure(col, figures.get(indicator, Breakdown::Total, "", "", age, false), &look.sum_number)?;
    }
    pen.row += 2;
    Ok(())
}

fn by_audience(pen: &mut Pen<'_, '_>, figures: &Figures<'_>) -> Result<(), XlsxError> {
    let look = pen.look;
    let label = frame::VI.audience;
    let audiences: Vec<(&str, &str)> =
        frame::AUDIENCES.iter().map(|a| (*a, label(a))).chain([(UNKNOWN, "Không rõ")]).collect();
    pen.across("3. Người tham gia (I2) theo địa bàn và đối tượng", &look.bold)?;
    pen.text(0, "Mã", &look.head)?;
    pen.text(1, "Địa bàn", &look.head)?;
    for (col, (_, name)) in (2..).zip(&audiences) {
        pen.text(col, name, &look.head)?;
    }
    pen.text(8, "Cộng", &look.head)?;
    pen.row += 1;
    for (code, name) in &figures.places {
        pen.text(0, code, &look.text)?;
        pen.text(1, name, &look.text)?;
        for (col, (audience, _)) in (2..).zip(&audiences) {
            let shown = figures.get("I2", Breakdown::LocalityAudience, code, audience, "", false);
            pen.figure(col, shown, &look.number)?;
        }
        pen.figure(8, figures.get("I2", Breakdown::Locality, code, "", "", false), &look.sum_number)?;
        pen.row += 1;
    }
    pen.text(0, "", &look.sum_text)?;
    pen.text(1, "Toàn bộ", &look.sum_text)?;
    for (col, (audience, _)) in (2..).zip(&audiences) {
        pen.figure(col, figures.get("I2", Breakdown::Audience, "", audience, "", false), &look.sum_number)?;
    }
    pen.figure(8, figures.get("I2", Breakdown::Total, "", "", "", false), &look.sum_number)?;
    pen.row += 2;
    Ok(())
}

fn events(pen: &mut Pen<'_, '_>, report: &Report) -> Result<(), XlsxError> {
    let look = pen.look;
    pen.across("4. Sự kiện đã tổ chức (I13)", &look.bold)?;
    if report.events.is_empty() {
        pen.across("Không có sự kiện nào trong kỳ.", &look.plain)?;
    } else {
        pen.event(["Từ ngày", "Sự kiện", "Đến ngày", "Hình thức", "Địa bàn", "Đơn vị tổ chức"], &look.head)?;
    }
    for event in &report.events {
        let (from, to) = (day(&event.from), day(&event.to));
        let cells = [&from, &event.title, &to, mode(event.mode), &event.locality_name, &event.organiser];
        pen.event(cells, &look.text)?;
    }
    pen.row += 1;
    Ok(())
}

fn mode(code: &str) -> &str {
    match code {
        "online" => "Trực tuyến",
        "live" => "Trực tiếp",
        other => other,
    }
}

fn signatures(pen: &mut Pen<'_, '_>, report: &Report) -> Result<(), XlsxError> {
    let look = pen.look;
    let made = format!(
        "Số liệu do nền tảng Ngày Hội Số đếm lúc {} theo quy tắc đếm phiên bản {}. Định nghĩa từng chỉ tiêu ở trang “Định nghĩa”, toàn bộ số liệu ở trang “Dữ liệu”.",
        moment(report.computed_at),
        report.rule_version
    );
    pen.sheet.set_row_height(pen.row, 32)?;
    pen.across(&made, &look.note)?;
    pen.row += 1;
    pen.halves("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG CƠ QUAN", &look.centred_bold)?;
    pen.halves("(Ký, ghi rõ họ tên)", "(Ký, đóng dấu, ghi rõ họ tên)", &look.centred_italic)?;
    pen.row += 4;
    pen.halves("………………………………", "………………………………", &look.centred)
}
