//! `cargo xtask dist`: one self-contained file, assets, migrations and bank inside.

use crate::{front, run, tools};
use anyhow::{Context as _, Result};
use std::fs;

/// Builds everything and puts the binary into `target/dist/`.
pub(crate) fn run() -> Result<()> {
    front::build()?;
    run::release(&["-p", "server"])?;
    let folder = tools::root().join("target/dist");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("ngayhoiso{}", std::env::consts::EXE_SUFFIX));
    // A new file instead of the old one's bytes: a server still running from there keeps its own.
    let fresh = folder.join("ngayhoiso.new");
    fs::copy(tools::binary("release", "ngayhoiso"), &fresh).context("no release binary")?;
    fs::rename(&fresh, &file)?;
    let bytes = fs::metadata(&file)?.len();
    println!("{} · {}.{} MB", file.display(), bytes / 1_000_000, bytes % 1_000_000 / 100_000);
    Ok(())
}
