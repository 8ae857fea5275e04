//! What a bank holds and what deserves a second look; nothing here forbids using it.

mod similar;
mod wording;

pub use similar::Alike;
pub use wording::reading_seconds;

use super::write::kind_code;
use super::{Severity, unready};
use crate::draw::overdue;
use crate::grading::fold_text;
use crate::people::Audience;
use crate::question::{Fold, Key, Revision};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Days before `review_by` in which a question is announced as due.
const DUE_DAYS: i64 = 60;

/// The right option may be the longest in so many single-choice questions, in percent.
const MOST_LONGEST_PERCENT: usize = 35;

/// Counts and warnings of a bank on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The day it was checked for, `YYYY-MM-DD`.
    pub as_of: String,
    /// Questions.
    pub questions: usize,
    /// Questions that may be drawn on that day.
    pub drawable: usize,
    /// Topic code → title and questions.
    pub by_topic: BTreeMap<String, Topic>,
    /// Kind → questions.
    pub by_kind: BTreeMap<&'static str, usize>,
    /// Difficulty → questions.
    pub by_difficulty: BTreeMap<u8, usize>,
    /// Audience → questions that name it; `all` for those for everybody. One question may count in several.
    pub by_audience: BTreeMap<&'static str, usize>,
    /// Questions about a situation or decision.
    pub situations: usize,
    /// Choice questions with one right option, and in how many of them it is the longest.
    pub longest_right: Share,
    /// Seconds to read a question with its options: the middle one, and the longest by id.
    pub reading: Reading,
    /// Questions that ask nearly the same, most alike first.
    pub alike: Vec<Alike>,
    /// What deserves a second look.
    pub warnings: Vec<Warning>,
}

/// A topic in the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// Title.
    pub title: String,
    /// Questions.
    pub questions: usize,
    /// Difficulty → audience (`all` for everybody) → questions; one question may count for several audiences.
    pub coverage: BTreeMap<u8, BTreeMap<&'static str, usize>>,
    /// Difficulty → questions.
    pub by_level: BTreeMap<u8, usize>,
    /// Option id → single-choice questions whose right option it is.
    pub keys: BTreeMap<String, usize>,
}

impl Topic {
    fn by_difficulty(&self, level: u8) -> usize {
        self.by_level.get(&level).copied().unwrap_or(0)
    }
}

/// How long questions take to read once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Seconds for the question in the middle.
    pub median_seconds: usize,
    /// The longest, with their seconds.
    pub longest: Vec<(String, usize)>,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

/// Something that deserves a second look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// A stable code for programs.
    pub code: &'static str,
    /// The question, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// What, in Vietnamese.
    pub message: String,
}

/// Counts a bank and looks for what a careful reviewer would.
#[must_use]
pub fn check(revisions: &[Revision], as_of: Date) -> Report {
    let mut report = Report {
        as_of: as_of.to_string(),
        questions: revisions.len(),
        drawable: revisions.iter().filter(|r| !overdue(r, as_of)).count(),
        by_topic: BTreeMap::new(),
        by_kind: BTreeMap::new(),
        by_difficulty: BTreeMap::new(),
        by_audience: BTreeMap::new(),
        situations: revisions.iter().filter(|r| r.situation).count(),
        longest_right: Share::default(),
        reading: read_times(revisions),
        alike: similar::alike(revisions),
        warnings: Vec::new(),
    };
    let known: BTreeSet<&str> = revisions.iter().map(|r| r.question.as_str()).collect();
    let mut by_stem: BTreeMap<String, &str> = BTreeMap::new();
    for r in revisions {
        let topic = report.by_topic.entry(r.topic.clone()).or_default();
        topic.title.clone_from(&r.topic_title);
        topic.questions += 1;
        *topic.by_level.entry(r.difficulty).or_default() += 1;
        *report.by_kind.entry(kind_code(r.key.kind())).or_default() += 1;
        *report.by_difficulty.entry(r.difficulty).or_default() += 1;
        let audience = if r.audience.is_empty() {
            vec!["all"]
        } else {
            r.audience.iter().map(|a: &Audience| a.code()).collect()
        };
        for code in audience {
            *topic.coverage.entry(r.difficulty).or_default().entry(code).or_default() += 1;
            *report.by_audience.entry(code).or_default() += 1;
        }
        if let Key::SingleChoice { right } = &r.key {
            *topic.keys.entry(right.clone()).or_default() += 1;
        }
        let mut warn = |code, message: String| {
            report.warnings.push(Warning { code, question: Some(r.question.clone()), message });
        };
        look_at_dates(r, as_of, &mut warn);
        look_at_options(r, &mut warn);
        look_at_wording(r, &mut warn);
        for enemy in r.enemies.iter().filter(|e| !known.contains(e.as_str())) {
            warn("unknown_enemy", format!("xung khắc với câu {enemy} không có trong ngân hàng này"));
        }
        let plain: String = fold_text(&r.stem, Fold::Case).chars().filter(|c| c.is_alphanumeric()).collect();
        match by_stem.get(plain.as_str()) {
            Some(first) => warn("duplicate_stem", format!("lời câu hỏi giống câu {first}")),
            None => {
                by_stem.insert(plain, &r.question);
            }
        }
    }
    for pair in report.alike.iter().filter(|a| !a.enemies) {
        report.warnings.push(Warning {
            code: "alike",
            question: Some(pair.other.clone()),
            message: format!(
                "hỏi gần giống câu {} ({} %): bỏ một câu, hoặc ghi xung khắc để không cùng đề",
                pair.one, pair.percent
            ),
        });
    }
    look_at_lengths(revisions, &mut report);
    report
}

fn look_at_wording(r: &Revision, warn: &mut impl FnMut(&'static str, String)) {
    if let Some(message) = wording::double_negative(r) {
        warn("double_negative", message);
    }
    if let Some(message) = wording::uneven(r) {
        warn("uneven_options", message);
    }
    if wording::needs_reading_aloud(r) {
        warn("no_read_aloud", "câu có chữ số hoặc chữ viết tắt mà chưa có cách đọc thành tiếng".into());
    }
    for fault in unready(r).into_iter().filter(|f| f.severity == Severity::Warning) {
        warn(fault.code, fault.message);
    }
}

fn read_times(revisions: &[Revision]) -> Reading {
    let mut times: Vec<(usize, &str)> =
        revisions.iter().map(|r| (reading_seconds(r), r.question.as_str())).collect();
    times.sort_unstable();
    Reading {
        median_seconds: times.get(times.len() / 2).map_or(0, |(s, _)| *s),
        longest: times.iter().rev().take(5).map(|(s, id)| ((*id).to_owned(), *s)).collect(),
    }
}

fn look_at_dates(r: &Revision, on: Date, warn: &mut impl FnMut(&'static str, String)) {
    if overdue(r, on) {
        warn("overdue", format!("quá hạn rà soát ({}): không còn được rút vào đề", r.review_by));
    } else if let (Ok(due), Ok(horizon)) = (r.review_by.parse::<Date>(), on.checked_add(DUE_DAYS.days()))
        && due <= horizon
    {
        warn("due_soon", format!("phải rà soát trước {} (còn không quá {DUE_DAYS} ngày)", r.review_by));
    }
    if r.as_of.parse::<Date>().is_ok_and(|day| day > on) {
        warn("as_of_in_future", format!("ngày lời văn còn đúng ({}) ở tương lai", r.as_of));
    }
}

/// Options that lean on the order of the others, which the draw shuffles.
fn look_at_options(r: &Revision, warn: &mut impl FnMut(&'static str, String)) {
    const ALL_OF_THEM: [&str; 14] = [
        "tất cả các đáp án",
        "tất cả đáp án",
        "tất cả các phương án",
        "tất cả phương án",
        "tất cả các ý",
        "tất cả những ý",
        "các đáp án trên",
        "các phương án trên",
        "các ý trên",
        "đáp án khác",
        "không có đáp án nào",
        "không có phương án nào",
        "cả ba đáp án",
        "cả hai đáp án",
    ];
    for option in &r.options {
        let text = fold_text(&option.text, Fold::Case);
        let letters = text.strip_prefix("cả ").is_some_and(|rest| {
            let words: Vec<&str> = rest
                .split([' ', ','])
                .filter(|w| !w.is_empty() && *w != "và" && *w != "đều" && *w != "đúng")
                .collect();
            words.len() >= 2
                && words.iter().all(|w| w.len() == 1 && w.chars().all(|c| c.is_ascii_lowercase()))
        });
        if letters || ALL_OF_THEM.iter().any(|pattern| text.contains(pattern)) {
            let message = format!(
                "lựa chọn \"{}\" dựa vào các lựa chọn khác (“{}”): khi trộn sẽ sai nghĩa",
                option.id, option.text
            );
            warn("all_of_the_above", message);
        }
    }
}

/// Whoever knows nothing picks the longest option: the right one should not be it too often.
fn look_at_lengths(revisions: &[Revision], report: &mut Report) {
    let mut by_topic: BTreeMap<&str, Share> = BTreeMap::new();
    for r in revisions {
        let Key::SingleChoice { right } = &r.key else { continue };
        let length = |wanted: bool| {
            r.options
                .iter()
                .filter(|o| (o.id == *right) == wanted)
                .map(|o| o.text.chars().count())
                .max()
                .unwrap_or(0)
        };
        let longest = length(true) > length(false);
        for share in [by_topic.entry(&r.topic).or_default(), &mut report.longest_right] {
            share.of += 1;
            share.count += usize::from(longest);
        }
    }
    // At most 35 %: with four options chance alone gives 25.
    let often = |share: &Share, least: usize| {
        share.of >= least && share.count * 100 > share.of * MOST_LONGEST_PERCENT
    };
    let told = |share: &Share| {
        format!(
            "đáp án đúng là lựa chọn dài nhất ở {}/{} câu một lựa chọn: người không biết vẫn đoán trúng",
            share.count, share.of
        )
    };
    let mut found = Vec::new();
    if often(&report.longest_right, 10) {
        found.push(told(&report.longest_right));
    }
    found.extend(
        by_topic.iter().filter(|(_, s)| often(s, 6)).map(|(topic, s)| format!("{topic}: {}", told(s))),
    );
    report.warnings.extend(found.into_iter().map(|message| Warning {
        code: "longest_right",
        question: None,
        message,
    }));
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Ngân hàng câu hỏi, xét ngày {}", self.as_of)?;
        writeln!(
            f,
            "  {} câu, {} câu rút được, {} câu tình huống",
            self.questions, self.drawable, self.situations
        )?;
        writeln!(f, "Chủ đề: số câu · dễ/vừa/khó · đối tượng · đáp án đúng theo chữ cái")?;
        for (code, topic) in &self.by_topic {
            let level = |d: u8| topic.by_difficulty(d);
            let mut audiences: BTreeMap<&str, usize> = BTreeMap::new();
            for (name, n) in topic.coverage.values().flatten() {
                *audiences.entry(name).or_default() += n;
            }
            let audiences: Vec<String> = audiences.iter().map(|(a, n)| format!("{a} {n}")).collect();
            let keys: Vec<String> = topic.keys.iter().map(|(k, n)| format!("{k} {n}")).collect();
            writeln!(f, "  {code}  {:>4}  {}", topic.questions, topic.title)?;
            writeln!(
                f,
                "             {}/{}/{} · {} · {}",
                level(1),
                level(2),
                level(3),
                audiences.join(" "),
                keys.join(" ")
            )?;
        }
        line(f, "Loại", &self.by_kind)?;
        line(f, "Độ khó", &self.by_difficulty)?;
        line(f, "Đối tượng", &self.by_audience)?;
        writeln!(
            f,
            "Đáp án đúng dài nhất: {}/{} câu một lựa chọn",
            self.longest_right.count, self.longest_right.of
        )?;
        let longest: Vec<String> = self.reading.longest.iter().map(|(id, s)| format!("{id} {s} s")).collect();
        writeln!(
            f,
            "Thời gian đọc: giữa {} s; lâu nhất {}",
            self.reading.median_seconds,
            longest.join(", ")
        )?;
        let apart = self.alike.iter().filter(|a| a.enemies).count();
        writeln!(f, "Câu gần giống nhau: {} cặp, {apart} cặp đã ghi xung khắc", self.alike.len())?;
        if self.warnings.is_empty() {
            return writeln!(f, "Không có cảnh báo.");
        }
        writeln!(f, "Cảnh báo ({})", self.warnings.len())?;
        for warning in &self.warnings {
            match &warning.question {
                Some(question) => writeln!(f, "  {question}: {}", warning.message)?,
                None => writeln!(f, "  {}", warning.message)?,
            }
        }
        Ok(())
    }
}

fn line<K: fmt::Display>(f: &mut fmt::Formatter<'_>, name: &str, counts: &BTreeMap<K, usize>) -> fmt::Result {
    let parts: Vec<String> = counts.iter().map(|(key, n)| format!("{key} {n}")).collect();
    writeln!(f, "{name}: {}", parts.join(" · "))
}
