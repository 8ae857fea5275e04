//! `export-bank --format … -o FILE`: the bank in a format that other programs read.

use super::review_bank::StatusName;
use super::{Env, bank_files, say};
use crate::bank::export::{Choice, export};
use crate::whole_file;
use std::io::Write as _;
use std::path::PathBuf;

/// Flags of `export-bank`.
#[derive(Clone, Debug, clap::Args)]
pub struct ExportBank {
    /// Format of the file
    #[arg(long, value_enum)]
    format: bank_files::FormatName,
    /// File to write
    #[arg(short, long)]
    output: PathBuf,
    /// Only these topics, e.g. T05 (may be repeated)
    #[arg(long, value_name = "CODE")]
    topic: Vec<String>,
    /// Only questions of this status (may be repeated) [default: approved]
    #[arg(long, value_enum)]
    status: Vec<StatusName>,
}

/// Exports.
///
/// # Errors
/// Nothing to write; a file that cannot be written.
pub async fn run(args: ExportBank, env: &Env) -> anyhow::Result<()> {
    let choice = Choice { topics: args.topic, statuses: args.status.into_iter().map(Into::into).collect() };
    let written = export(&env.store, args.format.into(), &choice).await?;
    whole_file::replace(&args.output, |out| out.write_all(&written.bytes))
        .map_err(|e| anyhow::anyhow!("cannot write {}: {e}", args.output.display()))?;
    for loss in &written.losses {
        say(format!("“{}”: {}: {}", loss.item, loss.feature, loss.done));
    }
    if args.output.extension().and_then(|e| e.to_str()) != Some(written.ending) {
        say(format!("Tệp có dạng .{}: nên đặt tên theo đuôi đó.", written.ending));
    }
    say(format!("Đã ghi {} ({} mục không giữ được).", args.output.display(), written.losses.len()));
    Ok(())
}
