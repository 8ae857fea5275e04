//! `import-bank FILE-OR-FOLDER`: reads questions of any format, shows a plan, then applies all or nothing.

use super::{Env, bank_files, review_bank, say};
use crate::bank::import::{self, Plan, Progress, Provenance};
use crate::contests::pool::date_of;
use domain::bank::exchange::{Defaults, Import};
use domain::bank::review::is_name;
use domain::bank::{Problem, Severity, unready};
use domain::question::Source;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// Flags of `import-bank`.
#[derive(Clone, Debug, clap::Args)]
pub struct ImportBank {
    /// A file, or a folder of files of the format
    path: PathBuf,
    /// Format of the file
    #[arg(long, value_enum, default_value_t = bank_files::FormatName::Toml)]
    format: bank_files::FormatName,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Who wrote these questions, by name
    #[arg(long, value_name = "NAME")]
    written_by: Option<String>,
    /// Who approves these questions, somebody else than the writer; without it they stay drafts and are not drawn
    #[arg(long, value_name = "NAME")]
    approved_by: Option<String>,
    #[command(flatten)]
    missing: Missing,
}

/// What questions get that their file does not say.
#[derive(Clone, Debug, clap::Args)]
pub struct Missing {
    /// Topic code for questions without one, e.g. T05
    #[arg(long, value_name = "CODE")]
    topic: Option<String>,
    /// Title of that topic
    #[arg(long, value_name = "TITLE")]
    topic_title: Option<String>,
    /// Difficulty for questions without one
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=3))]
    difficulty: u8,
    /// Source for questions without one
    #[arg(long, value_name = "TITLE")]
    source: Option<String>,
    /// Competence code for questions without one, e.g. "TT02 4.2" (may be repeated)
    #[arg(long, value_name = "CODE")]
    competence: Vec<String>,
    /// Day on which the wordings are true [default: today in Vietnam]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Day before which they must be reviewed [default: a year after --as-of]
    #[arg(long, value_name = "DATE")]
    review_by: Option<Date>,
}

impl Missing {
    fn defaults(&self, now: i64) -> Defaults {
        let as_of = self.as_of.unwrap_or_else(|| date_of(now));
        let later = self.review_by.or_else(|| as_of.checked_add(1.year()).ok()).unwrap_or(as_of);
        Defaults {
            topic: self.topic.clone().unwrap_or_default(),
            topic_title: self.topic_title.clone().unwrap_or_default(),
            difficulty: self.difficulty,
            sources: self
                .source
                .iter()
                .map(|title| Source { title: title.clone(), fact: None, url: None })
                .collect(),
            competence: self.competence.clone(),
            as_of: as_of.to_string(),
            review_by: later.to_string(),
        }
    }
}

/// Imports.
///
/// # Errors
/// Mistakes in the files (each printed with its place); nothing is changed then.
pub async fn run(args: ImportBank, env: &Env) -> anyhow::Result<()> {
    for (flag, name) in [("--written-by", &args.written_by), ("--approved-by", &args.approved_by)] {
        if let Some(name) = name {
            anyhow::ensure!(is_name(name), "{flag}: {name:?} is not a name of 2 to 100 characters");
        }
    }
    let read = bank_files::read(&args.path, args.format.into(), &args.missing.defaults(env.now))?;
    for loss in &read.losses {
        say(format!("{}:{}: “{}” dùng {}: {}", loss.file, loss.line, loss.item, loss.feature, loss.done));
    }
    for problem in &read.problems {
        say(problem);
    }
    let refused = read.problems.iter().filter(|p| p.is_error()).count();
    if refused > 0 {
        if args.missing.topic.is_none() && read.problems.iter().any(|p| p.code == "bad_topic") {
            say("Tệp không nói chủ đề: thêm --topic T05 (và --topic-title nếu là chủ đề mới).");
        }
        anyhow::bail!("nothing was imported: {refused} questions or files were refused");
    }
    let mut read = one_bank(read)?;
    if args.approved_by.is_some() {
        ready(&read)?;
    }
    let provenance = args.provenance();
    let plan = import::plan(&env.store, &read.revisions, &provenance).await?;
    show(&plan);
    refused_by_writer(&plan)?;
    if args.dry_run {
        say("Chạy thử: chưa ghi gì.");
        return Ok(());
    }
    let bar = bar(read.revisions.len());
    let (told, media) = (bar.clone(), std::mem::take(&mut read.media));
    let progress: Progress = Arc::new(move |done| told.set_position(done as u64));
    let plan = import::import(&env.store, read.revisions, media, provenance, env.now, Some(progress)).await?;
    bar.finish_and_clear();
    // Somebody else may have written in between.
    refused_by_writer(&plan)?;
    if args.approved_by.is_none() && plan.new.len() + plan.changed.len() > 0 {
        say("Các câu mới, câu đổi là bản nháp, chưa được rút vào đề: dùng review-bank submit rồi approve.");
    } else if args.written_by.is_none() && plan.new.len() + plan.changed.len() > 0 {
        say("Chưa ghi người viết (--written-by): không kiểm được rằng người duyệt không phải người viết.");
    }
    if args.approved_by.is_some() && !plan.waiting.is_empty() {
        say(format!(
            "{} câu giữ nguyên vẫn chưa được duyệt; nạp lại không duyệt chúng, dùng review-bank.",
            plan.waiting.len()
        ));
    }
    say("Đã nạp.");
    Ok(())
}

impl ImportBank {
    fn provenance(&self) -> Provenance {
        let name = |given: &Option<String>| given.as_ref().map(|n| n.trim().to_owned());
        Provenance::People {
            written_by: name(&self.written_by),
            approved_by: name(&self.approved_by),
            actor: "cli".into(),
        }
    }
}

fn refused_by_writer(plan: &Plan) -> anyhow::Result<()> {
    for (question, refusal) in &plan.refused {
        say(format!("{question}: {}", review_bank::words(refusal)));
    }
    anyhow::ensure!(
        plan.refused.is_empty(),
        "nothing was imported: {} questions need another approver",
        plan.refused.len()
    );
    Ok(())
}

/// Ids are unique across the files of a folder.
fn one_bank(read: Import) -> anyhow::Result<Import> {
    let mut seen: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let mut twins = 0;
    for (i, r) in read.revisions.iter().enumerate() {
        if let Some(first) = seen.insert(&r.question, i)
            && let (Some(a), Some(b)) = (read.places.get(first), read.places.get(i))
        {
            twins += 1;
            say(format!("{}:{}: mã câu hỏi {} đã có ở {}:{}", b.file, b.line, r.question, a.file, a.line));
        }
    }
    anyhow::ensure!(twins == 0, "nothing was imported: {twins} question ids are used twice");
    Ok(read)
}

/// Approved questions lack nothing.
fn ready(read: &Import) -> anyhow::Result<()> {
    let mut lacking = 0;
    for (r, place) in read.revisions.iter().zip(&read.places) {
        for fault in unready(r) {
            lacking += 1;
            say(Problem {
                file: place.file.clone(),
                line: place.line,
                column: place.column,
                code: fault.code,
                message: format!("{}: {}", r.question, fault.message),
                remedy: fault.remedy,
                severity: Severity::Error,
                question: Some(r.question.clone()),
            });
        }
    }
    anyhow::ensure!(lacking == 0, "nothing was imported: {lacking} things are missing for an approval");
    Ok(())
}

fn show(plan: &Plan) {
    say(format!(
        "mới {} · đổi (bản mới) {} · giữ nguyên {} · đã rút khỏi ngân hàng {} · từ chối {}",
        plan.new.len(),
        plan.changed.len(),
        plan.same.len(),
        plan.retired.len(),
        plan.refused.len()
    ));
    for (word, list) in [("mới", &plan.new), ("đổi", &plan.changed), ("đã rút", &plan.retired)] {
        if !list.is_empty() {
            let few: Vec<&str> = list.iter().take(12).map(String::as_str).collect();
            let more = if list.len() > few.len() { ", …" } else { "" };
            say(format!("  {word}: {}{more}", few.join(", ")));
        }
    }
}

fn bar(questions: usize) -> ProgressBar {
    let bar = ProgressBar::new(questions as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} câu hỏi") {
        bar.set_style(style);
    }
    bar
}
