//! The product from outside: a tree that mirrors the addresses, the command line, storage and faults.
//!
//! Every test that touches storage is one test with a case per engine; none sleeps: time is the site's own clock, moved
//! by hand. PostgreSQL is where `TEST_POSTGRES_URL` says, and its absence is a failure, never a skip.

#[cfg(test)]
mod api;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod store;
