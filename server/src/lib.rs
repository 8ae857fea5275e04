//! The server: one binary with subcommands; a phone asks, one flat router answers, rules decide, one store remembers.
//!
//! Imports point down only: `http` → capabilities (`contests`, `attempts`, `bank`, `people`, `staff`, `standings`,
//! `indicators`, `demo`) → `store`. The rules themselves live in the crate `domain`.

pub mod attempts;
pub mod bank;
pub mod cli;
pub mod clock;
pub mod config;
pub mod contests;
pub mod demo;
pub mod error;
pub mod http;
pub mod indicators;
pub mod limits;
pub mod live;
pub mod people;
pub mod random;
pub mod secret;
pub mod serve;
pub mod setup;
pub mod staff;
pub mod standings;
pub mod state;
pub mod store;
pub(crate) mod whole_file;
