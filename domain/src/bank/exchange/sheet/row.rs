//! One row of the table into an item, or into everything that is wrong with it.
//!
//! Invariant: a row with a cell that is not understood is refused whole, and each such cell is named.

use super::super::collect::Collector;
use super::super::item::Item;
use super::cell::{Cell, address, day, pieces, unescaped, unguarded};
use super::columns::{Column, MOST_MATCHES, MOST_OPTIONS, heading_of};
use super::key::{self, Around};
use super::words;
use super::{Headings, Row, Table};
use crate::bank::is_topic;
use crate::payload::Kind;
use crate::question::Source;
use std::collections::BTreeMap;

fn yes_no() -> Vec<&'static str> {
    vec!["Có", "Không"]
}

/// The topic a row says, in its own column or in its id.
pub(super) fn topic_of(topic: &str, id: &str) -> Option<String> {
    let code = if topic.is_empty() { id.split_once('-').map_or("", |(code, _)| code) } else { topic };
    let code = code.to_ascii_uppercase();
    is_topic(&code).then_some(code)
}

struct Reading<'r, 'c, 'a> {
    c: &'c mut Collector<'a>,
    table: &'r Table,
    headings: &'r Headings,
    row: &'r Row,
    good: bool,
    /// What was assumed about cells that hold no text.
    assumed: Vec<(Column, String)>,
}

impl Reading<'_, '_, '_> {
    fn cell(&self, column: Column) -> &Cell {
        let place = self.headings.at.get(&column);
        place.and_then(|place| self.row.cells.get(*place)).unwrap_or(&Cell::Empty)
    }

    /// Line and column of a cell; of the stem when the table has no such column.
    fn place(&self, column: Column) -> (usize, usize) {
        let at = &self.headings.at;
        let place = at.get(&column).or_else(|| at.get(&Column::Stem)).copied().unwrap_or(0);
        (self.row.number, place + 1)
    }

    fn wrong(
        &mut self,
        column: Column,
        code: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let place = self.place(column);
        let sheet = if self.table.name.is_empty() {
            String::new()
        } else {
            format!(" trang “{}”", self.table.name)
        };
        let message =
            format!("ô {}{sheet} ({}): {}", address(place.0, place.1), heading_of(column), message.into());
        self.c.refuse(place, code, message, remedy);
        self.good = false;
    }

    /// The text of a cell.
    fn text(&mut self, column: Column) -> String {
        match self.cell(column) {
            Cell::Formula => {
                let remedy = "chép ô rồi dán lại chỉ giá trị (Dán đặc biệt → Giá trị)";
                self.wrong(column, "formula", "chứa công thức", remedy);
                String::new()
            }
            Cell::Fault(why) => {
                let message = format!("chứa lỗi {why}");
                self.wrong(column, "cell_error", message, "gõ lại nội dung ô");
                String::new()
            }
            cell => {
                let (text, assumed) = cell.text();
                let text = unguarded(&text).trim().to_owned();
                if let Some(what) = assumed.filter(|_| !matches!(column, Column::Key | Column::Tolerance)) {
                    self.assumed.push((column, format!("{what}, đọc thành “{text}”")));
                }
                text
            }
        }
    }

    fn filled(&mut self, column: Column) -> Option<String> {
        Some(self.text(column)).filter(|t| !t.is_empty())
    }

    /// A word of a list.
    fn word<T>(
        &mut self,
        column: Column,
        read: impl Fn(&str) -> Option<T>,
        allowed: impl Fn() -> Vec<&'static str>,
    ) -> Option<T> {
        let text = self.filled(column)?;
        let found = read(&text);
        if found.is_none() {
            let shown: String = text.chars().take(40).collect();
            self.wrong(
                column,
                "unknown_value",
                format!("không hiểu “{shown}”"),
                format!("dùng một trong: {}", allowed().join(", ")),
            );
        }
        found
    }

    fn day(&mut self, column: Column) -> Option<String> {
        if let Cell::Day(day) = self.cell(column) {
            return Some(day.clone());
        }
        let text = self.filled(column)?;
        let found = day(&text);
        if found.is_none() {
            let shown: String = text.chars().take(40).collect();
            let remedy = "viết năm-tháng-ngày (2027-06-30) hoặc ngày/tháng/năm (30/6/2027)";
            self.wrong(column, "bad_date", format!("“{shown}” không phải ngày có thật"), remedy);
        }
        found
    }

    fn list(&mut self, column: Column) -> Vec<String> {
        let text = self.text(column);
        text.split([';', ',', '\n']).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
    }

    /// Texts of neighbouring columns, which must be filled without a gap.
    fn run(&mut self, column: impl Fn(usize) -> Column, most: usize) -> Vec<String> {
        let mut texts: Vec<String> = (0..most).map(|i| self.text(column(i))).collect();
        while texts.last().is_some_and(String::is_empty) {
            texts.pop();
        }
        if let Some(gap) = texts.iter().position(String::is_empty).filter(|_| self.good) {
            self.wrong(column(gap), "gap", "để trống giữa các ô đã điền", "điền liền nhau, không bỏ cách");
        }
        texts
    }

    /// Refuses what a kind does not use.
    fn only_for(&mut self, column: Column, used: bool, kind: Kind) {
        if !used && !self.cell(column).is_blank() {
            let name = words::word(&words::KINDS, kind).unwrap_or_default();
            let message = format!("loại câu “{name}” không dùng cột này");
            self.wrong(column, "field_not_for_kind", message, "để trống ô này, hoặc đổi loại câu");
        }
    }

    fn number(&mut self, column: Column) -> Option<f64> {
        if let Cell::Number(n) = self.cell(column) {
            return Some(*n);
        }
        let text = self.filled(column)?;
        match key::read_number(&text) {
            Ok(n) => Some(n),
            Err((code, message, remedy)) => {
                self.wrong(column, code, message, remedy);
                None
            }
        }
    }
}

/// Takes a row; a row with nothing in its known columns is passed over.
pub(super) fn read(
    c: &mut Collector<'_>,
    table: &Table,
    headings: &Headings,
    row: &Row,
    titles: &BTreeMap<String, String>,
) {
    if headings.at.values().all(|place| row.cells.get(*place).is_none_or(Cell::is_blank)) {
        return;
    }
    let mut r = Reading { c, table, headings, row, good: true, assumed: Vec::new() };
    let (line, column) = r.place(Column::Stem);
    let mut item = Item { line, column, stem: r.text(Column::Stem), ..Item::default() };
    if item.stem.is_empty() && r.good {
        r.wrong(Column::Stem, "empty", "chưa có câu hỏi", "viết câu hỏi, hoặc xóa cả dòng");
    }
    about(&mut r, &mut item, titles);
    answers(&mut r, &mut item);
    let label = item.id.clone().unwrap_or_else(|| item.stem.clone());
    for (column, what) in [(Column::Image, "ảnh"), (Column::Alt, "mô tả ảnh")] {
        if r.filled(column).is_some() {
            r.c.lost(line, &label, what, "bỏ: bảng không chứa được ảnh, hãy thêm ảnh sau khi nạp");
        }
    }
    if !r.good {
        return;
    }
    for (column, what) in std::mem::take(&mut r.assumed) {
        let place = r.place(column);
        r.c.lost(
            line,
            &label,
            format!("ô {} là {what}", address(place.0, place.1)),
            "giữ như vậy; xem lại cho đúng ý",
        );
    }
    c.take(item);
}

/// Everything but the answers.
fn about(r: &mut Reading<'_, '_, '_>, item: &mut Item, titles: &BTreeMap<String, String>) {
    item.id = r.filled(Column::Id);
    let topic = r.text(Column::Topic);
    item.topic = topic_of(&topic, item.id.as_deref().unwrap_or_default());
    // "t05-001" is T05-001.
    if let (Some(id), Some(topic)) = (&mut item.id, &item.topic)
        && let Some((code, rest)) = id.split_once('-').filter(|(code, _)| code.eq_ignore_ascii_case(topic))
        && code != topic
    {
        *id = format!("{topic}-{rest}");
    }
    if !topic.is_empty() && item.topic.is_none() {
        let shown: String = topic.chars().take(40).collect();
        r.wrong(
            Column::Topic,
            "bad_topic",
            format!("mã chủ đề “{shown}” không hợp lệ"),
            "dùng chữ T và hai chữ số, ví dụ T05",
        );
    }
    item.topic_title = r.filled(Column::TopicTitle).or_else(|| titles.get(item.topic.as_ref()?).cloned());
    item.difficulty = r.word(Column::Difficulty, words::level, || words::shown(&words::LEVELS));
    let audiences = || [words::EVERYBODY].into_iter().chain(words::shown(&words::AUDIENCES)).collect();
    item.audience = r.word(Column::Audience, words::audience, audiences).unwrap_or_default();
    item.situation = r.word(Column::Situation, words::yes_or_no, yes_no).unwrap_or(false);
    item.explanation = r.text(Column::Explanation);
    item.sources = sources(&r.text(Column::Sources));
    item.competence = r.list(Column::Competence);
    item.as_of = r.day(Column::AsOf);
    item.review_by = r.day(Column::ReviewBy);
    item.read_aloud = r.filled(Column::ReadAloud);
    item.enemies = r.list(Column::Enemies);
}

/// Kind, options and key.
fn answers(r: &mut Reading<'_, '_, '_>, item: &mut Item) {
    let options = r.run(Column::Option, MOST_OPTIONS);
    let matches = r.run(Column::Match, MOST_MATCHES);
    let told = r.word(Column::Kind, words::kind, || words::shown(&words::KINDS));
    let key_is_number = matches!(r.cell(Column::Key), Cell::Number(_));
    let key = r.text(Column::Key);
    let around = Around { options, matches, tolerance: 0.0 };
    let kind = told.unwrap_or_else(|| {
        let bare = key_is_number && around.options.is_empty() && around.matches.is_empty();
        if bare { Kind::Numeric } else { key::guess(&around, &key) }
    });
    for i in 0..MOST_MATCHES {
        r.only_for(Column::Match(i), kind == Kind::Matching, kind);
    }
    for i in 0..MOST_OPTIONS {
        r.only_for(Column::Option(i), !matches!(kind, Kind::Numeric | Kind::ShortText), kind);
    }
    r.only_for(Column::Tolerance, kind == Kind::Numeric, kind);
    r.only_for(Column::Unit, kind == Kind::Numeric, kind);
    r.only_for(Column::Fold, kind == Kind::ShortText, kind);
    item.partial = r.word(Column::Partial, words::yes_or_no, yes_no);
    if item.partial == Some(true) {
        r.only_for(Column::Partial, matches!(kind, Kind::MultipleChoice | Kind::Matching), kind);
    }
    item.unit = r.filled(Column::Unit);
    item.fold = r.word(Column::Fold, words::comparison, || words::shown(&words::FOLDS));
    item.option_ids = ids(r, Column::OptionIds, around.options.len());
    item.match_ids = ids(r, Column::MatchIds, around.matches.len());
    let tolerance = if kind == Kind::Numeric { r.number(Column::Tolerance).unwrap_or(0.0) } else { 0.0 };
    if !r.good {
        return;
    }
    let around = Around { tolerance, ..around };
    let body = match (kind, r.cell(Column::Key)) {
        // A number in a cell is exact, whatever its text looks like.
        (Kind::Numeric, Cell::Number(right)) => {
            Ok(super::super::item::Body::Numeric { right: *right, tolerance })
        }
        _ => key::body(kind, around, &key),
    };
    match body {
        Ok(body) => item.body = body,
        Err((code, message, remedy)) => r.wrong(Column::Key, code, message, remedy),
    }
}

fn ids(r: &mut Reading<'_, '_, '_>, column: Column, count: usize) -> Vec<String> {
    let text = r.text(column);
    let ids: Vec<String> =
        text.split([' ', ',', ';', '\n']).filter(|t| !t.is_empty()).map(str::to_owned).collect();
    if !ids.is_empty() && ids.len() != count {
        let message = format!("có {} mã cho {count} ô chữ", ids.len());
        r.wrong(column, "id_count", message, "ghi mỗi ô một mã, cách nhau một khoảng trắng, hoặc để trống");
    }
    ids
}

/// Sources: one a line, or separated by ` || `; each `Title | fact=… | url=…`.
fn sources(text: &str) -> Vec<Source> {
    let lines = text.split('\n').flat_map(|line| pieces(line, " || "));
    lines.map(str::trim).filter(|line| !line.is_empty()).map(source).collect()
}

fn source(text: &str) -> Source {
    let mut source = Source { title: String::new(), fact: None, url: None };
    for (i, part) in pieces(text, " | ").into_iter().enumerate() {
        let part = unescaped(part.trim());
        if let Some(fact) = part.strip_prefix("fact=").filter(|_| i > 0) {
            source.fact = Some(fact.trim().to_owned());
        } else if let Some(url) = part.strip_prefix("url=").filter(|_| i > 0) {
            source.url = Some(url.trim().to_owned());
        } else if i > 0 && source.url.is_none() && part.starts_with("http") && part.contains("://") {
            source.url = Some(part);
        } else {
            if !source.title.is_empty() {
                source.title.push_str(" | ");
            }
            source.title.push_str(&part);
        }
    }
    source
}
