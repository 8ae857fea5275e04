//! `cargo xtask run`: from a fresh clone to a listening server; a second run starts in seconds.
//!
//! Everything about data (database, bank, demo) is the binary's own first start; this only builds and hands over.

use crate::{front, tools};
use anyhow::Result;
use std::process::Command;

/// Where a hall's phones find the laptop, unless the caller says otherwise.
const LISTEN: &str = "0.0.0.0:3000";

/// Builds what is missing, then becomes the server.
pub(crate) fn run(args: &[String]) -> Result<()> {
    front::build()?;
    release(&["-p", "server"])?;
    let mut server = Command::new(tools::binary("release", "ngayhoiso"));
    server.current_dir(tools::root()).args(serve_args(args, std::env::var_os("NGAYHOISO_LISTEN").is_some()));
    become_it(server)
}

/// A release build of some packages.
pub(crate) fn release(packages: &[&str]) -> Result<()> {
    tools::heading("release build");
    tools::run(tools::cargo(["build", "--release"]).args(packages))
}

/// The server's arguments: ours first, the caller's `--listen` (or variable) instead of ours.
fn serve_args(args: &[String], listen_in_environment: bool) -> Vec<String> {
    let own = args.iter().position(|arg| arg == "--").map_or(args, |at| &args[at + 1..]);
    let given =
        listen_in_environment || own.iter().any(|arg| arg == "--listen" || arg.starts_with("--listen="));
    let mut all = vec!["serve".to_owned()];
    if !own.iter().any(|arg| arg == "--demo") {
        all.push("--demo".to_owned());
    }
    if !given {
        all.extend(["--listen".to_owned(), LISTEN.to_owned()]);
    }
    all.extend(own.iter().cloned());
    all
}

#[cfg(unix)]
fn become_it(mut server: Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    // Signals then reach the server directly: Ctrl-C is its graceful shutdown.
    Err(server.exec().into())
}

#[cfg(not(unix))]
fn become_it(mut server: Command) -> Result<()> {
    tools::run(&mut server)
}

#[cfg(test)]
mod tests {
    use super::serve_args;

    fn of(args: &[&str]) -> Vec<String> {
        serve_args(&args.iter().map(ToString::to_string).collect::<Vec<_>>(), false)
    }

    #[test]
    fn listens_for_the_hall_unless_told_otherwise() {
        assert_eq!(of(&[]), ["serve", "--demo", "--listen", "0.0.0.0:3000"]);
        // Who names what is given anyway is understood.
        assert_eq!(of(&["--", "--demo"]), ["serve", "--listen", "0.0.0.0:3000", "--demo"]);
        assert_eq!(
            of(&["--", "--public-url", "http://a"]),
            ["serve", "--demo", "--listen", "0.0.0.0:3000", "--public-url", "http://a"]
        );
        assert_eq!(of(&["--", "--listen", "127.0.0.1:1"]), ["serve", "--demo", "--listen", "127.0.0.1:1"]);
        assert_eq!(of(&["--listen=127.0.0.1:1"]), ["serve", "--demo", "--listen=127.0.0.1:1"]);
    }
}
