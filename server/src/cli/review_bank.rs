//! `review-bank submit|approve|return|retire|restore QUESTION… --by NAME`, and `list`, `show`: questions on their way into the
//! draw. The rules are `domain::bank::review`, the operation is `bank::review`; here are only the words.

use super::{Env, say};
use crate::bank::review::{self, Ask, Entry, Refused, Why};
use domain::bank::review::{LONGEST_NAME, LONGEST_REASON, Refusal, Status, Step};
use domain::payload::OptionView;
use domain::question::{Key, Revision};
use std::collections::BTreeMap;

/// Flags of `review-bank`.
#[derive(Clone, Debug, clap::Args)]
pub struct ReviewBank {
    #[command(subcommand)]
    work: Work,
}

#[derive(Clone, Debug, clap::Subcommand)]
enum Work {
    /// Drafts are ready: somebody else reads them
    Submit(Taking),
    /// The reviewer vouches for them: they may be drawn
    Approve(Taking),
    /// Back to the writer, with a reason
    Return(Taking),
    /// Out of the draw for good, with a reason
    Retire(Taking),
    /// Retired questions become drafts again
    Restore(Taking),
    /// Say where questions stand
    List(List),
    /// Show a question, its key and what happened to it
    Show {
        /// Question id
        question: String,
    },
}

#[derive(Clone, Debug, clap::Args)]
struct Taking {
    /// Question ids (T05-001), or ids of the wordings that were read (T05-001@0123456789ab)
    #[arg(required = true)]
    questions: Vec<String>,
    /// Who does this, by name
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

#[derive(Clone, Debug, clap::Args)]
struct List {
    /// Only questions of this status (may be repeated)
    #[arg(long, value_enum)]
    status: Vec<StatusName>,
    /// Only these topics, e.g. T05 (may be repeated)
    #[arg(long, value_name = "CODE")]
    topic: Vec<String>,
    /// Output; ids, one a line, are for xargs
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    Text,
    Json,
    Ids,
}

/// A status as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
#[clap(rename_all = "snake_case")]
pub enum StatusName {
    /// Being written
    Draft,
    /// A reviewer has to read it
    InReview,
    /// May be drawn
    Approved,
    /// Taken out
    Retired,
}

impl From<StatusName> for Status {
    fn from(name: StatusName) -> Self {
        match name {
            StatusName::Draft => Self::Draft,
            StatusName::InReview => Self::InReview,
            StatusName::Approved => Self::Approved,
            StatusName::Retired => Self::Retired,
        }
    }
}

/// Takes a step, lists or shows.
///
/// # Errors
/// A step that cannot be taken by all questions; nothing is changed then.
pub async fn run(args: ReviewBank, env: &Env) -> anyhow::Result<()> {
    match args.work {
        Work::Submit(taking) => take(Step::Submit, taking, env).await,
        Work::Approve(taking) => take(Step::Approve, taking, env).await,
        Work::Return(taking) => take(Step::Return, taking, env).await,
        Work::Retire(taking) => take(Step::Retire, taking, env).await,
        Work::Restore(taking) => take(Step::Restore, taking, env).await,
        Work::List(args) => list(args, env).await,
        Work::Show { question } => show(&question, env).await,
    }
}

async fn take(step: Step, taking: Taking, env: &Env) -> anyhow::Result<()> {
    let Taking { questions, by, reason } = taking;
    let ask = Ask { step, questions, by, reason, actor: "cli".into() };
    let moved = match review::take(&env.store, ask, env.now).await? {
        Ok(moved) => moved,
        Err(refused) => {
            for Refused { question, why } in &refused {
                say(format!("{question}: {}", why_not(why)));
            }
            anyhow::bail!("nothing was changed: {} questions cannot take this step", refused.len());
        }
    };
    for m in &moved {
        say(format!("{}: {} → {}", m.question, called(m.from), called(m.to)));
    }
    if moved.iter().any(|m| m.from == Status::Approved) {
        say("Vòng thi đã mở giữ kho câu đã đóng băng lúc mở; các vòng mở sau không rút những câu này nữa.");
    }
    Ok(())
}

async fn list(args: List, env: &Env) -> anyhow::Result<()> {
    let statuses: Vec<Status> = args.status.into_iter().map(Into::into).collect();
    let entries = review::list(&env.store, &statuses, &args.topic).await?;
    match args.format {
        Shape::Ids => entries.iter().for_each(|e| say(&e.wording.question)),
        Shape::Json => {
            let rows: Vec<serde_json::Value> = entries.iter().map(row).collect();
            say(serde_json::to_string_pretty(&rows)?);
        }
        Shape::Text => {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for e in &entries {
                *counts.entry(called(e.status)).or_default() += 1;
                let stem: String =
                    e.wording.stem.lines().next().unwrap_or_default().chars().take(60).collect();
                say(format!("{:<12} {:<10} {}{stem}", e.wording.question, called(e.status), hands(e)));
            }
            let counts: Vec<String> = counts.iter().map(|(status, n)| format!("{status} {n}")).collect();
            say(if counts.is_empty() { "Không có câu nào.".into() } else { counts.join(" · ") });
        }
    }
    Ok(())
}

fn row(e: &Entry) -> serde_json::Value {
    serde_json::json!({
        "question": e.wording.question, "revision": e.wording.id, "topic": e.wording.topic, "status": e.status,
        "written_by": e.writer, "submitted_by": e.submitted_by, "approved_by": e.approved_by,
        "changed_at": e.changed_at, "review_by": e.wording.review_by, "stem": e.wording.stem,
    })
}

/// Who wrote, brought and approved, as far as that is known.
fn hands(e: &Entry) -> String {
    let named = |word: &str, who: &Option<String>| who.as_ref().map(|w| format!("{word} {w}"));
    let known: Vec<String> =
        [named("viết:", &e.writer), named("trình:", &e.submitted_by), named("duyệt:", &e.approved_by)]
            .into_iter()
            .flatten()
            .collect();
    if known.is_empty() { String::new() } else { format!("[{}] ", known.join(", ")) }
}

async fn show(question: &str, env: &Env) -> anyhow::Result<()> {
    let Some((entry, steps)) = review::show(&env.store, question).await? else {
        anyhow::bail!("no question {question:?}")
    };
    let r = &entry.wording;
    say(format!("{} · {} {}", r.id, called(entry.status), hands(&entry)).trim_end());
    say(format!("{} {} · độ khó {} · rà soát trước {}", r.topic, r.topic_title, r.difficulty, r.review_by));
    say(&r.stem);
    say_answers(r);
    say(format!("Giải thích: {}", r.explanation));
    for source in &r.sources {
        say(format!("Nguồn: {}", source.title));
    }
    for step in steps {
        let by = step.by_whom.map(|who| format!(", {who}")).unwrap_or_default();
        let why = step.reason.map(|why| format!(": {why}")).unwrap_or_default();
        let to = Status::parse(&step.to_status).map_or("?", called);
        let at = domain::calendar::local_minute(step.at);
        say(format!("{at} {} → {to}{by}{why} ({})", step.step, step.revision_id));
    }
    Ok(())
}

fn say_answers(r: &Revision) {
    let line = |right: bool, o: &OptionView| {
        say(format!("  {} {}. {}", if right { "*" } else { " " }, o.id, o.text))
    };
    let text = |list: &[OptionView], id: &str| {
        list.iter().find(|o| o.id == id).map_or_else(|| id.to_owned(), |o| o.text.clone())
    };
    match &r.key {
        Key::SingleChoice { right } => r.options.iter().for_each(|o| line(o.id == *right, o)),
        Key::MultipleChoice { right, .. } => r.options.iter().for_each(|o| line(right.contains(&o.id), o)),
        Key::TrueFalse { right } => say(if *right { "Đáp án: Đúng" } else { "Đáp án: Sai" }),
        Key::Ordering { right } => {
            for (n, id) in right.iter().enumerate() {
                say(format!("  {}. {}", n + 1, text(&r.options, id)));
            }
        }
        Key::Matching { matches, right, .. } => {
            for (left, partner) in right {
                say(format!("  {} — {}", text(&r.options, left), text(matches, partner)));
            }
        }
        Key::Numeric { right, tolerance, unit } => {
            say(format!("Đáp án: {right} ± {tolerance} {}", unit.as_deref().unwrap_or_default()));
        }
        Key::ShortText { accept, .. } => say(format!("Đáp án: {}", accept.join(" / "))),
    }
}

const fn called(status: Status) -> &'static str {
    match status {
        Status::Draft => "bản nháp",
        Status::InReview => "chờ duyệt",
        Status::Approved => "đã duyệt",
        Status::Retired => "đã rút",
    }
}

fn why_not(why: &Why) -> String {
    match why {
        Why::Unknown => "không có câu này trong ngân hàng".into(),
        Why::Reworded { now } => format!("lời văn đã đổi, bản hiện nay là {now}; đọc lại rồi hãy duyệt"),
        Why::Rule(refusal) => words(refusal),
        Why::Unready(faults) => {
            let lacking: Vec<String> =
                faults.iter().map(|f| format!("{} ({})", f.message, f.remedy)).collect();
            format!("chưa duyệt được: {}", lacking.join("; "))
        }
    }
}

/// A refusal in words.
pub(super) fn words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::WrongStatus { status } => format!("đang là “{}”, không làm bước này được", called(*status)),
        Refusal::OwnWork { writer } => format!("người viết là {writer}; người duyệt phải là người khác"),
        Refusal::OwnSubmission { submitter } => {
            format!("không rõ người viết và {submitter} là người trình; người duyệt phải là người khác")
        }
        Refusal::NoReason => "phải nói lý do (--reason), từ 3 ký tự".into(),
        Refusal::BadReason => format!("lý do dài quá {LONGEST_REASON} ký tự hoặc có ký tự không hiện được"),
        Refusal::BadName => format!("--by phải là một cái tên, 2 đến {LONGEST_NAME} ký tự"),
    }
}
