//! Contests: loading definitions, the pool they draw from, and what a person may do in them.

pub mod catalogue;
pub mod exposure;
pub mod import;
pub mod pool;
pub mod prediction;
