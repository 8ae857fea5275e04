//! The question bank: its TOML form, its checks and its report.
//!
//! A bank is a folder of files, one topic each, written by people in a text editor. So a bad file is answered with
//! everything that is wrong in it at once, each with line, column and what to do, and changes nothing. Invariant: a
//! wording's id is made from its content ([`revision_id`]), so importing the same file twice adds nothing and no
//! wording changes under an attempt that was given it.

mod check_wording;
pub mod exchange;
mod keys;
pub(crate) mod lines;
mod lint;
mod parse;
mod problem;
pub(crate) mod reader;
pub mod review;
pub(crate) mod write;

pub use check_wording::{faults, unready};
pub use lines::place;
pub use lint::{Alike, Report, Warning, check, reading_seconds};
pub(crate) use parse::is_topic;
pub use parse::{Parsed, Place, parse_files, parse_toml, parse_toml_with_warnings};
pub use problem::{Fault, Problem, Severity};
pub use write::{to_toml, to_toml_files};

use crate::question::Revision;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The only version of the format so far.
pub const FORMAT: u32 = 1;

/// The id a wording has: `{question}@{first 12 hex digits of the SHA-256 of its canonical content}`.
///
/// Canonical content is JSON without the id, without spaces and with sorted keys, so the id depends on neither the
/// order of struct fields nor the features other crates switch on in the JSON library.
#[must_use]
pub fn revision_id(revision: &Revision) -> String {
    let mut content = serde_json::to_value(revision).unwrap_or_default();
    if let Value::Object(fields) = &mut content {
        fields.remove("id");
    }
    let mut canonical = Vec::with_capacity(2_048);
    write_canonical(&content, &mut canonical);
    let hash = hex::encode(Sha256::digest(&canonical));
    format!("{}@{}", revision.question, hash.get(..12).unwrap_or_default())
}

fn write_canonical(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<(&String, &Value)> = fields.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            out.push(b'{');
            for (i, (name, value)) in sorted.into_iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                // Writing JSON into memory cannot fail.
                drop(serde_json::to_writer(&mut *out, name));
                out.push(b':');
                write_canonical(value, out);
            }
            out.push(b'}');
        }
        Value::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                write_canonical(item, out);
            }
            out.push(b']');
        }
        plain => drop(serde_json::to_writer(out, plain)),
    }
}

#[cfg(test)]
mod tests;
