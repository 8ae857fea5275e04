//! `backup FILE` and `restore FILE` for the embedded database; a PostgreSQL has its own tools.

use super::{Env, Settings, say};
use crate::store::Engine;
use std::path::PathBuf;

/// Flags of `backup`.
#[derive(Clone, Debug, clap::Args)]
pub struct Backup {
    /// New file to write
    file: PathBuf,
}

/// Flags of `restore`.
#[derive(Clone, Debug, clap::Args)]
pub struct Restore {
    /// A file written by `backup`
    file: PathBuf,
    /// Replace a database that exists (it is kept beside, with the ending .before-restore)
    #[arg(long)]
    replace: bool,
}

/// Copies the database while it is in use; a consistent moment, written whole or not at all.
///
/// # Errors
/// One clear line.
pub async fn run(args: Backup, env: &Env) -> anyhow::Result<()> {
    let name = args.file.display().to_string();
    anyhow::ensure!(
        env.store.engine() == Engine::Sqlite,
        "backup copies the embedded database; use pg_dump for PostgreSQL"
    );
    anyhow::ensure!(!args.file.exists(), "{name} exists already: choose a new name");
    let part = args.file.with_extension("part");
    env.store.copy_to(&part).await?;
    std::fs::rename(&part, &args.file).map_err(|e| anyhow::anyhow!("cannot write {name}: {e}"))?;
    say(format!(
        "Đã sao lưu vào {name}. Khóa của máy (secret.key) nằm riêng trong thư mục dữ liệu: sao lưu cả tệp đó."
    ));
    Ok(())
}

/// Puts a copy back; the server must not be running.
///
/// # Errors
/// One clear line.
pub async fn restore(args: Restore, settings: &Settings) -> anyhow::Result<()> {
    let path = settings
        .database_url
        .strip_prefix("sqlite://")
        .or_else(|| settings.database_url.strip_prefix("sqlite:"))
        .ok_or_else(|| {
            anyhow::anyhow!("restore puts back the embedded database; use pg_restore for PostgreSQL")
        })?;
    let path = PathBuf::from(path.split('?').next().unwrap_or(path));
    let name = args.file.display().to_string();
    // Opening checks that it is a database of this or an older release before anything is replaced.
    anyhow::ensure!(args.file.exists(), "{name} does not exist");
    let check = path.with_extension("restoring");
    std::fs::copy(&args.file, &check).map_err(|e| anyhow::anyhow!("cannot copy {name}: {e}"))?;
    let opened = crate::store::Store::open(&format!("sqlite://{}", check.display())).await;
    match opened {
        Ok(store) => store.close().await,
        Err(e) => {
            drop(std::fs::remove_file(&check));
            return Err(e.into());
        }
    }
    if path.exists() {
        anyhow::ensure!(args.replace, "{} exists: stop the server and add --replace", path.display());
        let kept = path.with_extension("before-restore");
        std::fs::rename(&path, &kept)?;
        for ending in ["db-wal", "db-shm"] {
            drop(std::fs::remove_file(path.with_extension(ending)));
        }
        say(format!("Cơ sở dữ liệu cũ được giữ ở {}", kept.display()));
    }
    std::fs::rename(&check, &path)?;
    for ending in ["restoring-wal", "restoring-shm"] {
        drop(std::fs::remove_file(path.with_extension(ending)));
    }
    say(format!("Đã khôi phục từ {name}."));
    Ok(())
}
