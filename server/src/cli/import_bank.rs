//! `import-bank FILE-OR-FOLDER`: shows a plan, then applies all or nothing.

use super::{Env, check_bank, say};
use crate::contests::bank::{Approval, import};
use std::path::PathBuf;

/// Flags of `import-bank`.
#[derive(Clone, Debug, clap::Args)]
pub struct ImportBank {
    /// A file, or a folder of *.toml
    path: PathBuf,
    /// Format of the file
    #[arg(long, value_enum, default_value_t = Format::Toml)]
    format: Format,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Who approves these questions; without it they stay drafts and are not drawn
    #[arg(long, value_name = "NAME")]
    approved_by: Option<String>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Toml,
}

/// Imports.
///
/// # Errors
/// Mistakes in the files (each printed with its place); nothing is changed then.
pub async fn run(args: ImportBank, env: &Env) -> anyhow::Result<()> {
    let Format::Toml = args.format;
    let parsed = check_bank::read(std::slice::from_ref(&args.path))?;
    if parsed.has_errors() {
        for problem in &parsed.problems {
            say(problem);
        }
        anyhow::bail!("nothing was imported: {} problems in the files", parsed.problems.len());
    }
    let approval = args.approved_by.clone().map_or(Approval::Draft, Approval::By);
    let plan = import(&env.store, parsed.revisions.clone(), approval.clone(), env.now, true).await?;
    say(format!("mới {} · đổi (bản mới) {} · giữ nguyên {}", plan.new, plan.changed, plan.same));
    if args.dry_run {
        say("Chạy thử: chưa ghi gì.");
        return Ok(());
    }
    import(&env.store, parsed.revisions, approval, env.now, false).await?;
    if args.approved_by.is_none() && plan.new + plan.changed > 0 {
        say("Các câu mới là bản nháp: thêm --approved-by TÊN để được rút vào đề.");
    }
    say("Đã nạp.");
    Ok(())
}
