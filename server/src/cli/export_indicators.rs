//! `export-indicators`: the report of a period as a file. The numbers are those of the API: the same function makes them.

use super::{BadFlag, Env, said, say};
use crate::indicators::export::{self, Format};
use crate::indicators::{Query, report};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;

/// Flags of `export-indicators`.
#[derive(Clone, Debug, clap::Args)]
pub struct ExportIndicators {
    /// First day, YYYY-MM-DD (Vietnam's time)
    #[arg(long, value_parser = day)]
    from: String,
    /// Last day, inclusive
    #[arg(long, value_parser = day)]
    to: String,
    /// Scheme of the localities
    #[arg(long, default_value = domain::locality::PRESENT)]
    scheme: String,
    /// xlsx (report to sign, rows, definitions), csv or json
    #[arg(long, value_enum)]
    format: Format,
    /// File to write; replaced only when the new one is complete
    #[arg(short, long)]
    output: PathBuf,
    /// Count demonstration data too; title and rows say so
    #[arg(long)]
    demo: bool,
    /// Hide cells of 1 to 4, for publication
    #[arg(long)]
    public: bool,
}

fn day(text: &str) -> Result<String, String> {
    domain::calendar::parse_day(text).map(|_| text.to_owned()).map_err(|e| e.to_string())
}

/// Counts and writes.
///
/// # Errors
/// One clear line; the file is as it was before.
pub async fn run(args: ExportIndicators, env: &Env) -> anyhow::Result<()> {
    let mut query = Query::parse(&env.registry, &args.from, &args.to, &args.scheme, "")
        .map_err(|e| BadFlag(format!("--{e}")))?;
    query.include_demo = args.demo;
    query.suppress = args.public;
    // Draws on a terminal only; elsewhere the last line says it all.
    let bar = ProgressBar::new_spinner();
    bar.set_style(
        ProgressStyle::with_template("{spinner} đã đọc {human_pos} lượt thi")
            .unwrap_or(ProgressStyle::default_spinner()),
    );
    let counted = report(&env.store, &env.registry, &query, env.now, |read| bar.set_position(read)).await;
    bar.finish_and_clear();
    let counted = counted.map_err(said)?;
    let name = args.output.display().to_string();
    export::write(&counted, args.format, &args.output)
        .map_err(|e| anyhow::anyhow!("cannot write {name}: {e}"))?;
    let rows = counted.rows.len();
    say(format!("Đã ghi {rows} dòng số liệu từ {} đến {} vào {name}.", counted.from, counted.to));
    Ok(())
}
