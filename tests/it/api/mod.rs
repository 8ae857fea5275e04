//! `/api/v1`, as a program uses it.

mod answers;
mod bodies;
mod identity;
mod indicators;
mod indicators_demo;
mod live;
mod ranking;
mod recount;
mod standings;
mod starting;
