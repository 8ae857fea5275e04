//! `cargo xtask test`: everything that CI checks, from a fresh clone, in one order, with nothing skipped in silence.
//!
//! Invariant: nothing is built twice for one target and profile. The dev binary and the tests come from one cargo
//! selection (`--workspace --exclude xtask`), so features unify the same way; the phone's half has its own target folder.

use crate::postgres::{self, Cluster};
use crate::summary::Summary;
use crate::{front, fuzz, tools};
use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// The product's packages. This tool is checked on its own: its dependencies would change the product's features.
const PRODUCT: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// Runs all checks; the last line counts them.
pub(crate) fn run() -> Result<()> {
    install_missing()?;
    let mut all = Summary::default();
    let mut failed: Vec<&str> = Vec::new();
    for (name, step) in CHECKS {
        tools::heading(name);
        let done = step();
        all.check(done.is_ok());
        if let Err(error) = done {
            eprintln!("{error:#}");
            failed.push(name);
        }
    }
    tools::heading("tests");
    match tests() {
        Ok(tests) => {
            all.add(tests);
            if tests.failed > 0 {
                failed.push("tests");
            }
        }
        Err(error) => {
            eprintln!("{error:#}");
            all.check(false);
            failed.push("tests");
        }
    }
    println!();
    if !failed.is_empty() {
        println!("failed: {}", failed.join(" · "));
    }
    println!("{all}");
    // The counts are the last line; the exit code alone says the rest.
    std::process::exit(i32::from(!failed.is_empty()));
}

/// A heading and what runs under it.
type Check = (&'static str, fn() -> Result<()>);

/// Checks before the tests, cheapest first; one that fails does not hide the next.
const CHECKS: [Check; 7] = [
    ("format", || tools::run(&mut tools::cargo(["fmt", "--all", "--check"]))),
    ("clippy", || clippy(&PRODUCT)),
    ("clippy of this tool", || clippy(&["-p", "xtask"])),
    ("documentation", documentation),
    ("phone bundle and its budget", front::build),
    ("clippy of the phone's half", front::clippy),
    ("made-up input, a few seconds each", fuzz::short),
];

fn clippy(selection: &[&str]) -> Result<()> {
    let mut command = tools::cargo(["clippy"]);
    tools::run(command.args(selection).args(["--all-targets", "--", "-D", "warnings"]))
}

fn documentation() -> Result<()> {
    let mut command = tools::cargo(["doc", "--no-deps"]);
    tools::run(command.args(PRODUCT).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Builds what the tests start as processes, then runs all tests on both engines and in a browser.
fn tests() -> Result<Summary> {
    let mut build = tools::cargo(["build", "--all-targets"]);
    tools::run(build.args(PRODUCT))?;

    let own;
    let url = match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) if !url.is_empty() => url,
        _ => {
            own = Cluster::start()?;
            println!("private PostgreSQL: {}", own.url);
            own.url.clone()
        }
    };
    let screens = tools::root().join("target/screens");
    std::fs::create_dir_all(&screens)?;
    let mut product = tools::cargo(["test", "--no-fail-fast"]);
    product
        .args(PRODUCT)
        .env("TEST_POSTGRES_URL", url)
        .env("NGAYHOISO_BIN", tools::binary("debug", "ngayhoiso"))
        .env("NGAYHOISO_SCREENS", screens);
    let mut all = counted(&mut product)?;
    all.add(counted(&mut tools::cargo(["test", "--no-fail-fast", "-p", "xtask"]))?);
    Ok(all)
}

/// Runs a `cargo test`, shows its output and counts it. A binary that died without a result line is one failure.
fn counted(command: &mut Command) -> Result<Summary> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start cargo test")?;
    let mut found = Summary::default();
    let stdout = child.stdout.take().context("cargo test has no output")?;
    for line in BufReader::new(stdout).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        println!("{line}");
        found.read(&line);
    }
    if !child.wait()?.success() && found.failed == 0 {
        found.check(false);
    }
    Ok(found)
}

/// What the tests need from the system, and the Debian package that brings it.
fn missing() -> Vec<&'static str> {
    let own_postgres = std::env::var("TEST_POSTGRES_URL").is_ok_and(|url| !url.is_empty());
    let needed = [
        (own_postgres || postgres::programs().is_some(), "postgresql"),
        (tools::which("chromium").is_some(), "chromium"),
        (tools::which("chromedriver").is_some(), "chromium-driver"),
        (tools::which("wasm-opt").is_some(), "binaryen"),
        (Path::new("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf").is_file(), "fonts-noto-core"),
    ];
    needed.iter().filter(|(there, _)| !there).map(|(_, package)| *package).collect()
}

fn install_missing() -> Result<()> {
    let packages = missing();
    if packages.is_empty() {
        return Ok(());
    }
    let apt = tools::which("apt-get");
    let (Some(apt), true) = (apt, tools::is_root()) else {
        bail!("missing: {}; on Debian, as root: apt-get install {0}", packages.join(" "));
    };
    tools::heading(&format!("apt-get install {}", packages.join(" ")));
    let get =
        |args: &[&str]| tools::run(Command::new(&apt).args(args).env("DEBIAN_FRONTEND", "noninteractive"));
    get(&["update", "-q"])?;
    let mut install = vec!["install", "-q", "-y", "--no-install-recommends"];
    install.extend(&packages);
    get(&install)?;
    let still = missing();
    if !still.is_empty() {
        bail!(
            "still missing after installing: {} (PostgreSQL must be {} or newer)",
            still.join(" "),
            postgres::OLDEST
        );
    }
    Ok(())
}
