//! `import-contest FILE`: a contest from its TOML file; see `docs/CONTEST-FILE.md`.

use super::{Env, said, say};
use crate::contests::import::import;
use crate::contests::pool::describe;
use domain::contest::file::parse;
use domain::draw::Plan;
use std::path::{Path, PathBuf};

/// Flags of `import-contest`.
#[derive(Clone, Debug, clap::Args)]
pub struct ImportContest {
    /// The contest file
    file: PathBuf,
}

/// Imports.
///
/// # Errors
/// Mistakes in the file (each printed with its place); nothing is changed then.
pub async fn run(args: ImportContest, env: &Env) -> anyhow::Result<()> {
    let name = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).map_err(|e| anyhow::anyhow!("cannot read {name}: {e}"))?;
    let folder = args.file.parent().map(Path::to_path_buf).unwrap_or_default();
    let read = |sibling: &str| std::fs::read_to_string(folder.join(sibling)).map_err(|e| e.to_string());
    let file = match parse(&name, &text, &read) {
        Ok(file) => file,
        Err(problems) => {
            for problem in &problems {
                say(problem);
            }
            anyhow::bail!("nothing was imported: {} problems in {name}", problems.len());
        }
    };
    for warning in &file.warnings {
        say(warning);
    }
    let unknown: Vec<String> = std::iter::once(&file.contest.area)
        .chain(file.contest.units.iter().map(|u| &u.locality))
        .filter(|key| env.registry.index_of(key).is_none())
        .map(ToString::to_string)
        .collect();
    if !unknown.is_empty() {
        anyhow::bail!("nothing was imported: {name}: no such locality: {}", unknown.join(", "));
    }
    let pool = env.catalogue.drawable(&env.store, env.now).await.map_err(said)?;
    for round in &file.contest.rounds {
        if let Err(short) = Plan::new(&round.rules.blueprint, &pool) {
            anyhow::bail!(
                "nothing was imported: {name}: {}: {}",
                round.title,
                describe(&round.rules.blueprint, &short)
            );
        }
    }
    let (slug, rounds) = (file.contest.slug.clone(), file.contest.rounds.len());
    let done = import(&env.store, &env.secrets, file, env.now).await?;
    if done.same {
        say(format!("{slug}: không có gì thay đổi (bản {}).", done.version));
    } else if done.lists {
        say(format!(
            "{slug}: đã cập nhật danh sách không xếp hạng và danh sách mã (vẫn bản {}).",
            done.version
        ));
    } else {
        say(format!("{slug}: đã nạp bản {} với {rounds} vòng. Địa chỉ: /contests/{slug}", done.version));
    }
    Ok(())
}
