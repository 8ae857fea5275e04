//! Small things every command needs: where the tree is, how to call cargo, what is installed.
//!
//! Invariant: child cargos get this process's own cargo and an environment free of what `cargo run` added for us, so
//! that a command typed by hand and one started here share their build artifacts.

use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The WASM target of the phone's bundle.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where native builds land: `CARGO_TARGET_DIR` when set, else `target/`.
pub(crate) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A built binary of a profile's folder (`debug`, `release`).
pub(crate) fn binary(profile: &str, name: &str) -> PathBuf {
    target_dir().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The cargo that started us, in the workspace's root.
pub(crate) fn cargo<I: IntoIterator<Item = S>, S: AsRef<std::ffi::OsStr>>(args: I) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST")
            || text == "CARGO_PRIMARY_PACKAGE"
        {
            command.env_remove(&name);
        }
    }
    command
}

/// A heading before a long step.
pub(crate) fn heading(text: &str) {
    println!("\n── {text}");
}

/// Runs a command to its end, output shown; anything but success is an error naming the command.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", named(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", named(command));
    }
    Ok(())
}

/// Runs a command and returns its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let done = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", named(command)))?;
    if !done.status.success() {
        bail!("{} failed ({})", named(command), done.status);
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

fn named(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut text = program.to_string_lossy().into_owned();
    for arg in command.get_args() {
        text.push(' ');
        text.push_str(&arg.to_string_lossy());
    }
    text
}

/// The first program of that name on the path.
pub(crate) fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Whether we may install packages and must not run PostgreSQL ourselves.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

/// Adds the WASM target to the toolchain when it is missing (a toolchain without rustup is expected to have it).
pub(crate) fn ensure_wasm_target() -> Result<()> {
    let Some(rustup) = which("rustup") else { return Ok(()) };
    let list = output(Command::new(&rustup).args(["target", "list", "--installed"]).current_dir(root()))?;
    if list.lines().any(|line| line.trim() == WASM) {
        return Ok(());
    }
    heading(&format!("rustup target add {WASM}"));
    run(Command::new(rustup).args(["target", "add", WASM]).current_dir(root()))
}

/// Bytes as people read them.
pub(crate) fn kilobytes(bytes: u64) -> String {
    format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
}
