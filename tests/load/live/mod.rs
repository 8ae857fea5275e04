//! A whole live show, and what it costs: thousands of phones come in, get questions, answer, and are told.
//!
//! One process leads: it is the host of every room, tells the phones what to do and puts the figures together. Phones
//! are processes of their own. Times of what crosses from one to the other are unix µs of this machine's clock.
//! Invariant: whoever does not get something, or is refused, is counted.

mod club;
mod crowd;
mod fanout;
mod host;
mod phone;
mod phones;
mod show;
mod sse;
mod wire;

pub(crate) use fanout::floor;
pub(crate) use phones::obey;

use clap::Args;

/// A show to be played.
#[derive(Args, Clone, Debug)]
pub(crate) struct Live {
    /// Address of the server (`http://127.0.0.1:3000`).
    #[arg(long)]
    pub(crate) target: String,
    /// Rooms to play in, each in its lobby; phones are spread over them.
    #[arg(long = "pin", required = true, value_delimiter = ',')]
    pub(crate) pins: Vec<String>,
    /// Token of a signed-in host.
    #[arg(long)]
    pub(crate) staff_token: String,
    /// How many phones.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) phones: usize,
    /// How many of them answer: each of these keeps a second connection.
    #[arg(long)]
    pub(crate) answering: Option<usize>,
    /// Phones that come in, a second.
    #[arg(long, default_value_t = 800)]
    pub(crate) arriving: usize,
    /// Seconds of silence after each question; after 5 to 10 the server closes connections on which nothing is asked.
    #[arg(long, default_value_t = 10)]
    pub(crate) pause: u64,
    /// Process whose CPU and memory are read from `/proc`.
    #[arg(long)]
    pub(crate) server_pid: Option<u32>,
    /// In the middle of the last question say `crash`, and go on when standard input gives the new server's process.
    #[arg(long)]
    pub(crate) crash: bool,
}

pub(crate) use show::run;
