//! The load generator and the floors it is measured against, as processes of their own.
//!
//! A client prints one JSON object on standard output; a floor prints `listening ADDRESS` once it does. Invariants: every
//! run is bounded in count and time; nothing but the addressed server is contacted, over plain HTTP/1.1; every error is
//! counted and named, none is retried away.

#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod answers;
mod attempts;
mod bank;
mod clock;
mod crowd;
mod floor;
mod histogram;
mod home;
mod http;
mod live;
mod opening;
mod person;
mod report;
mod standings;
mod starts;
mod tally;

use clap::{Args, Parser, Subcommand};
use std::process::ExitCode;

/// Where to send load and what is asked there.
#[derive(Args, Clone, Debug)]
struct Target {
    /// Address of the server (`http://127.0.0.1:3000`).
    #[arg(long)]
    target: String,
    /// The contest whose open round is taken.
    #[arg(long, default_value = "bench")]
    contest: String,
    /// Process whose CPU and memory are read from `/proc`.
    #[arg(long)]
    server_pid: Option<u32>,
}

#[derive(Parser, Debug)]
#[command(about = "Load generator and floors for `cargo xtask bench`")]
enum Cli {
    #[command(flatten)]
    Floor(Floor),
    #[command(flatten)]
    Client(Client),
}

#[derive(Subcommand, Debug)]
enum Floor {
    /// A POST that parses the answer's JSON and replies, nothing else.
    #[command(name = "floor-bare")]
    Bare,
    /// The same with a group commit to SQLite before the reply.
    #[command(name = "floor-commit")]
    Commit {
        /// The database file to create.
        #[arg(long)]
        database: std::path::PathBuf,
    },
    /// A GET with a fixed body.
    #[command(name = "floor-static")]
    Static {
        /// Bytes of the body.
        #[arg(long)]
        bytes: usize,
    },
    /// Streams of events that get one shared frame whenever somebody posts, nothing else.
    #[command(name = "floor-sse")]
    Sse {
        /// Bytes of the frame.
        #[arg(long)]
        bytes: usize,
    },
}

#[derive(Subcommand, Debug)]
enum Client {
    /// Saves as many answers as the server takes.
    Answers {
        #[command(flatten)]
        target: Target,
        /// Connections, each one participant with one attempt.
        #[arg(long, default_value_t = 64)]
        connections: usize,
        /// Measured seconds, after one second of warming up.
        #[arg(long, default_value_t = 10)]
        seconds: u64,
        /// The target is a floor: no participants, one path.
        #[arg(long)]
        floor: bool,
    },
    /// Whole attempts: start, every answer, submit, result page.
    Attempts {
        #[command(flatten)]
        target: Target,
        /// Connections.
        #[arg(long, default_value_t = 64)]
        connections: usize,
        /// Registered participants who take turns.
        #[arg(long, default_value_t = 2_000)]
        people: usize,
        /// Measured seconds.
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// Attempt starts that all arrive within one second.
    Starts {
        #[command(flatten)]
        target: Target,
        /// How many.
        #[arg(long, default_value_t = 1_000)]
        count: usize,
    },
    /// New people: contest page, register and start by form, attempt page.
    Opening {
        #[command(flatten)]
        target: Target,
        /// How many people.
        #[arg(long, default_value_t = 10_000)]
        count: usize,
        /// Within how many seconds they arrive.
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// GETs of one page as fast as possible.
    Home {
        #[command(flatten)]
        target: Target,
        /// The page.
        #[arg(long, default_value = "/")]
        path: String,
        /// Connections.
        #[arg(long, default_value_t = 64)]
        connections: usize,
        /// Measured seconds.
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// Ask for gzip, as phones over plain HTTP do.
        #[arg(long)]
        gzip: bool,
    },
    /// A live show with its host, its projector and its phones.
    Live(live::Live),
    /// The floor of it: one frame at a time to as many streams.
    Fanout {
        /// Address of `floor-sse`.
        #[arg(long)]
        target: String,
        /// Streams.
        #[arg(long)]
        phones: usize,
        /// Streams that are opened, a second.
        #[arg(long, default_value_t = 800)]
        arriving: usize,
    },
    /// Phones that are told what to do on standard input; started by `live` and `fanout`.
    #[command(hide = true)]
    Phones,
    /// Writes the contest of the crowd: a contest file and its units.
    CrowdContest {
        /// Folder to write to.
        #[arg(long)]
        folder: std::path::PathBuf,
    },
    /// Fills a SQLite database into which that contest was imported.
    CrowdFill {
        /// The database file.
        #[arg(long)]
        database: std::path::PathBuf,
        /// Folder with the deployment's key.
        #[arg(long)]
        data: std::path::PathBuf,
        /// How many people take part.
        #[arg(long, default_value_t = 1_000_000)]
        people: u32,
    },
    /// Reads the totals out of an exported indicator report.
    ReportRead {
        /// The format.
        #[arg(long)]
        format: String,
        /// The file.
        #[arg(long)]
        file: std::path::PathBuf,
    },
    /// Writes a bank of many questions in a format.
    BankFile {
        /// Folder of question files to multiply.
        #[arg(long, default_value = "question-bank")]
        folder: std::path::PathBuf,
        /// The format.
        #[arg(long)]
        format: String,
        /// Questions.
        #[arg(long, default_value_t = 10_000)]
        count: usize,
        /// File to write.
        #[arg(long)]
        out: std::path::PathBuf,
    },
    /// Reads and checks such a file.
    BankRead {
        /// The format.
        #[arg(long)]
        format: String,
        /// The file.
        #[arg(long)]
        file: std::path::PathBuf,
    },
    /// The boards of `domain` in this process.
    Standings {
        /// People on the board.
        #[arg(long, default_value_t = 1_000_000)]
        people: usize,
    },
}

fn main() -> ExitCode {
    // Each phone is a descriptor; where the limit cannot be raised the run says so by its errors.
    if let Err(error) = rlimit::increase_nofile_limit(1 << 20) {
        eprintln!("descriptor limit stays: {error}");
    }
    match start(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(cli: Cli) -> anyhow::Result<()> {
    match cli {
        // A floor may use every core, as the server does.
        Cli::Floor(floor) => {
            tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(floor::serve(floor))
        }
        // The generator stays on one core, so that it competes with the server as little as it can.
        Cli::Client(client) => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let local = tokio::task::LocalSet::new();
            if let Some(report) = local.block_on(&runtime, run(client))? {
                println!("{report}");
            }
            Ok(())
        }
    }
}

/// Phones have no report of their own.
async fn run(client: Client) -> anyhow::Result<Option<serde_json::Value>> {
    let report = match client {
        Client::Live(show) => live::run(show).await,
        Client::Fanout { target, phones, arriving } => live::floor(&target, phones, arriving).await,
        Client::Phones => return live::obey().await.map(|()| None),
        Client::Answers { target, connections, seconds, floor } => {
            answers::run(&target, connections, seconds, floor).await
        }
        Client::Attempts { target, connections, people, seconds } => {
            attempts::run(&target, connections, people, seconds).await
        }
        Client::Starts { target, count } => starts::run(&target, count).await,
        Client::Opening { target, count, seconds } => opening::run(&target, count, seconds).await,
        Client::Home { target, path, connections, seconds, gzip } => {
            home::run(&target, &path, connections, seconds, gzip).await
        }
        Client::BankFile { folder, format, count, out } => bank::make(&folder, &format, count, &out),
        Client::BankRead { format, file } => bank::check(&format, &file),
        Client::CrowdContest { folder } => crowd::files(&folder),
        Client::CrowdFill { database, data, people } => crowd::fill(&database, &data, people).await,
        Client::ReportRead { format, file } => report::read(&format, &file),
        Client::Standings { people } => standings::run(people),
    };
    report.map(Some)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_measured_contest_is_a_valid_one() {
        let text = include_str!("bench-contest.toml");
        let parsed = domain::contest::file::parse("bench-contest.toml", text, &|name| Err(name.to_owned()));
        assert_eq!(parsed.unwrap().contest.slug, "bench");
    }

    #[test]
    fn the_measured_room_is_a_valid_one() {
        let text = include_str!("bench-room.toml");
        let room = domain::live::room_file::parse("bench-room.toml", text).unwrap();
        assert_eq!((room.wanted.len(), room.warnings.len()), (5, 0));
    }
}
