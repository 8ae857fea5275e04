//! `cargo xtask …`: everything that is not the product itself. Builds the phone's bundle and the server, runs all that
//! CI checks, measures, and packs one file to carry away.
//!
//! It has no product logic and few dependencies, so that it builds in a minute on a fresh machine. Invariant: a step that
//! cannot run is an error with the missing thing named; nothing is skipped in silence.

#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod bench;
mod bench_crowd;
mod bench_live;
mod bench_run;
mod crowd;
mod css;
mod dist;
mod front;
mod fuzz;
mod postgres;
mod run;
mod summary;
mod test;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask front                              the phone's bundle: target/site, with its size budget
cargo xtask run [-- ARGS]                      bundle, release server, then `ngayhoiso serve ARGS`
cargo xtask test                               everything that CI checks
cargo xtask bench [NAME…] [--target URL]       benchmarks beside their floors; --no-build: of what is built already
cargo xtask fuzz [TARGET…] [--seconds N]       made-up input against the readers of strangers' files
cargo xtask dist                               target/dist/ngayhoiso: one self-contained file";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let done = match command.as_str() {
        "front" => front::build().map(|_| ()),
        "run" => run::run(&rest),
        "test" => test::run(),
        "bench" => bench::run(&rest),
        "fuzz" => fuzz::run(&rest),
        "dist" => dist::run(),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            return if command.is_empty() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
        other => {
            eprintln!("unknown command: {other}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask {command}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
