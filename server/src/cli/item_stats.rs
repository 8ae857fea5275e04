//! `item-stats`: how questions do in real attempts, as text, CSV or JSON. The console shows the same report.

use super::{Env, said, say};
use crate::bank::stats::export::{self, Format};
use crate::bank::stats::{Query, report};
use domain::people::Audience;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;

/// Flags of `item-stats`.
#[derive(Clone, Debug, clap::Args)]
pub struct ItemStats {
    /// One topic, e.g. T05
    #[arg(long)]
    topic: Option<String>,
    /// One audience: civil_servant, pupil, student, worker, citizen
    #[arg(long, value_parser = audience)]
    audience: Option<Audience>,
    /// Form of the table
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// File to write; replaced only when the new one is complete [default: standard output]
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Count everything anew first
    #[arg(long)]
    rebuild: bool,
    /// Count demonstration attempts too
    #[arg(long)]
    with_demo: bool,
}

fn audience(code: &str) -> Result<Audience, String> {
    Audience::from_code(code).ok_or_else(|| {
        let all: Vec<&str> = Audience::ALL.iter().map(|a| a.code()).collect();
        format!("use one of {}", all.join(", "))
    })
}

/// Counts and writes.
///
/// # Errors
/// A topic the bank does not have; a file that cannot be written, which is as it was before.
pub async fn run(args: ItemStats, env: &Env) -> anyhow::Result<()> {
    let query = Query {
        topic: args.topic,
        audience: args.audience,
        with_demo: args.with_demo,
        rebuild: args.rebuild,
    };
    // Draws on a terminal only; elsewhere the last line says it all.
    let bar = ProgressBar::new_spinner();
    bar.set_style(
        ProgressStyle::with_template("{spinner} đã đếm {human_pos} lượt thi")
            .unwrap_or(ProgressStyle::default_spinner()),
    );
    let counted = report(&env.store, query, env.now, &mut |n| bar.set_position(n)).await;
    bar.finish_and_clear();
    let counted = counted.map_err(said)?;
    match args.output {
        Some(path) => {
            let name = path.display().to_string();
            crate::whole_file::replace(&path, |out| export::write_to(&counted, args.format, out))
                .map_err(|e| anyhow::anyhow!("cannot write {name}: {e}"))?;
            say(format!(
                "Đã ghi {} câu, đếm từ {} lượt thi, vào {name}.",
                counted.rows.len(),
                counted.attempts
            ));
        }
        // A reader that went away (`| head`) is no failure.
        None => drop(export::write_to(&counted, args.format, &mut std::io::stdout().lock())),
    }
    Ok(())
}
