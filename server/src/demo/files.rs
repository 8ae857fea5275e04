//! The contest files that ship with the binary, with the days and topics filled in.
//!
//! They are ordinary contest files read by the ordinary reader, so what an organiser writes works the same way.

use crate::error::{Failure, Outcome};
use domain::calendar::{day_start, local_minute, year_of};
use domain::contest::file::{ContestFile, parse};
use domain::draw::Pool;
use std::collections::BTreeMap;

/// Address of the open contest.
pub(super) const OPEN: &str = "tim-hieu-chuyen-doi-so";
/// Address of the closed contest.
pub(super) const CLOSED: &str = "tim-hieu-chuyen-doi-so-2025-minh-hoa";

const OPEN_TOML: &str = include_str!("../../demo/open.toml");
const CLOSED_TOML: &str = include_str!("../../demo/closed.toml");
const PRACTICE_TOML: &str = include_str!("../../demo/practice.toml");
const UNITS_CSV: &str = include_str!("../../demo/units.csv");

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Questions of a practice paper, where the topic has as many.
const PRACTICE_QUESTIONS: usize = 10;

fn read(name: &str, text: &str) -> Outcome<ContestFile> {
    let sibling = |file: &str| match file {
        "units.csv" => Ok(UNITS_CSV.to_owned()),
        other => Err(format!("không có {other}")),
    };
    parse(name, text, &sibling).map_err(|problems| {
        let list: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::internal(&list.join("\n"))
    })
}

/// Fills `@NAME@` marks.
pub(super) fn fill(template: &str, values: &[(&str, String)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("@{name}@"), value))
}

/// The open contest as of a moment: its first round closed, its second open for two more weeks, its third ahead.
pub(super) fn open(now: i64) -> Outcome<ContestFile> {
    let today = day_start(now);
    let at = |days: i64, hour: i64| local_minute(today + days * DAY_MS + hour * HOUR_MS);
    let text = fill(
        OPEN_TOML,
        &[
            ("VONG_1_MO", at(-12, 8)),
            ("VONG_1_DONG", at(-2, 22)),
            ("VONG_2_MO", at(-1, 8)),
            ("VONG_2_DONG", at(16, 22)),
            ("VONG_3_MO", at(18, 8)),
            ("VONG_3_DONG", at(28, 22)),
        ],
    );
    read("open.toml", &text)
}

/// The closed contest: a week, a little more than a year ago.
pub(super) fn closed(now: i64) -> Outcome<ContestFile> {
    let first = day_start(now) - 410 * DAY_MS;
    let text = fill(
        CLOSED_TOML,
        &[
            ("NAM", year_of(first).to_string()),
            ("MO", local_minute(first + 8 * HOUR_MS)),
            ("DONG", local_minute(first + 7 * DAY_MS + 22 * HOUR_MS)),
        ],
    );
    read("closed.toml", &text)
}

/// A topic that can be practised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Topic {
    /// Code, e.g. `T05`.
    pub code: String,
    /// Title.
    pub title: String,
    /// Questions that can be drawn.
    pub questions: usize,
}

/// The topics of a pool, by code.
pub(super) fn topics(pool: &Pool) -> Vec<Topic> {
    let mut topics: BTreeMap<&str, Topic> = BTreeMap::new();
    for revision in pool.revisions() {
        let topic = topics.entry(&revision.topic).or_insert_with(|| Topic {
            code: revision.topic.clone(),
            title: revision.topic_title.clone(),
            questions: 0,
        });
        topic.questions += 1;
    }
    topics.into_values().collect()
}

/// The practice set of a topic.
pub(super) fn practice(topic: &Topic) -> Outcome<ContestFile> {
    let summary = format!(
        "Làm thử các câu về chủ đề này, bao nhiêu lần cũng được; xong là xem ngay vì sao. {}.",
        topic.title
    );
    let text = fill(
        PRACTICE_TOML,
        &[
            ("DIA_CHI", format!("luyen-tap-{}", topic.code.to_lowercase())),
            ("TEN_ANH", quoted(&format!("Practice: {}", english(&topic.code)))),
            ("TEN", quoted(&format!("Luyện tập: {}", topic.title))),
            ("GIOI_THIEU", quoted(&summary)),
            ("DON_VI", quoted("Ngân hàng câu hỏi kèm theo Ngày Hội Số")),
            ("SO_CAU", topic.questions.min(PRACTICE_QUESTIONS).to_string()),
            ("CHU_DE", topic.code.clone()),
        ],
    );
    read("practice.toml", &text)
}

/// The shipped topics' names in English; a topic of somebody's own bank keeps its code.
fn english(code: &str) -> &str {
    match code {
        "T01" => "VNeID and level-2 electronic identity",
        "T02" => "Online public services",
        "T03" => "Personal digital signatures",
        "T04" => "Cashless payment",
        "T05" => "Avoiding online fraud",
        "T06" => "Passwords and two-step verification",
        "T07" => "Social networks and fake news",
        "T08" => "Artificial intelligence basics",
        "T09" => "Digital government, economy and society",
        "T10" => "Resolution 57-NQ/TW",
        "T11" => "National Digital Transformation Day",
        "T12" => "Community digital technology teams",
        "T13" => "The digital literacy movement",
        "T14" => "VssID and electronic health insurance",
        "T15" => "E-invoices and digital household businesses",
        "T16" => "Protecting personal data",
        "T17" => "Devices and the Internet for beginners",
        other => other,
    }
}

/// A TOML basic string; JSON's escapes are among TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
