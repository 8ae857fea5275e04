//! `cargo xtask fuzz [TARGET…] [--seconds N]`: the readers of strangers' files against inputs that libFuzzer makes up.
//!
//! Built on stable Rust: coverage comes from LLVM's own pass, so no nightly toolchain and no `cargo-fuzz` is needed (its
//! layout is kept, so it works too). What is found lies in `target/fuzz/artifacts`; the corpus grows in
//! `target/fuzz/corpus` from the seeds in `fuzz/seeds`.

use crate::tools;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

const TARGETS: [&str; 4] = ["text", "archive", "image", "contest"];

/// Coverage counters, and the table and comparisons that libFuzzer learns from.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Runs the named targets, or all.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut seconds = 20;
    let mut names = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--seconds" {
            seconds = args.next().context("--seconds needs a number")?.parse()?;
        } else if TARGETS.contains(&arg.as_str()) {
            names.push(arg.as_str());
        } else {
            bail!("no fuzz target {arg}; there are: {}", TARGETS.join(" "));
        }
    }
    let names = if names.is_empty() { TARGETS.to_vec() } else { names };
    if !has_cxx() {
        bail!("libFuzzer needs a C++ compiler (Debian: g++)");
    }
    all(&names, seconds)
}

/// A few seconds of each target, as part of what CI checks.
pub(crate) fn short() -> Result<()> {
    if !has_cxx() {
        println!("NOT RUN: libFuzzer needs a C++ compiler (Debian: g++)");
        return Ok(());
    }
    all(&TARGETS, 5)
}

fn has_cxx() -> bool {
    ["c++", "g++", "clang++"].into_iter().any(|name| tools::which(name).is_some())
}

fn all(names: &[&str], seconds: u64) -> Result<()> {
    let host = host()?;
    let folder = tools::target_dir().join("fuzz");
    let mut build =
        tools::cargo(["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", &host]);
    build.arg("--target-dir").arg(&folder).env("RUSTFLAGS", FLAGS);
    tools::run(&mut build)?;
    for name in names {
        tools::heading(&format!("fuzz {name}, {seconds} s"));
        let (corpus, found) = (folder.join("corpus").join(name), folder.join("artifacts").join(name));
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&found)?;
        one(&folder.join(&host).join("release").join(name), name, &corpus, &found, seconds)?;
    }
    Ok(())
}

fn one(binary: &Path, name: &str, corpus: &Path, found: &Path, seconds: u64) -> Result<()> {
    let mut command = Command::new(binary);
    command
        .current_dir(tools::root())
        .arg(corpus)
        .arg(tools::root().join("fuzz/seeds").join(name))
        .arg(format!("-max_total_time={seconds}"))
        .args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=0", "-verbosity=0"])
        .arg(format!("-artifact_prefix={}/", found.display()));
    tools::run(&mut command).with_context(|| {
        format!("{name}: see {}; run the target with that file to repeat it", found.display())
    })
}

fn host() -> Result<String> {
    let said = tools::output(Command::new("rustc").arg("-vV"))?;
    let line = said.lines().find_map(|l| l.strip_prefix("host: "));
    Ok(line.context("rustc does not say its host")?.to_owned())
}
