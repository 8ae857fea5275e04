//! Lets a plain `cargo build` work before `cargo xtask front` has run, and rebuilds the server when what it embeds changes.
//!
//! The folder `target/site` is embedded at compile time, so it must exist; an empty manifest says "no bundle": pages then
//! work as plain forms. Invariant: an unchanged tree never rebuilds (the placeholder is dated in the past for that).

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = root.join("target/site/manifest.json");
    if !manifest.exists() {
        fs::create_dir_all(root.join("target/site"))?;
        fs::write(&manifest, "{\"pkg\":\"\",\"files\":[]}\n")?;
        // Cargo compares dates: written "now", the placeholder would look like a change after this very build.
        fs::File::options()
            .write(true)
            .open(&manifest)?
            .set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(86_400))?;
    }
    println!("cargo::rerun-if-changed=build.rs");
    // The manifest carries the bundle's hash, so it stands for every file of the bundle.
    println!("cargo::rerun-if-changed=../target/site/manifest.json");
    for embedded in ["migrations", "question-bank"] {
        // A path that does not exist would count as changed at every build.
        if root.join(embedded).exists() {
            println!("cargo::rerun-if-changed=../{embedded}");
        }
    }
    Ok(())
}
