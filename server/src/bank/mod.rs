//! The question bank in the store: loading files of any format, writing them, review, pictures.
//!
//! The console and the command line call the same operations. Invariant: a wording never changes; what an import brings
//! is a new wording beside the old one, all of a file or nothing.

pub mod export;
pub mod import;
pub mod pictures;
pub mod review;
pub mod stats;
