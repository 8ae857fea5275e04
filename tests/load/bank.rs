//! Ten thousand questions in each text format: written once, then read and checked in a process of their own, so that
//! time and peak memory are those of reading alone.

use crate::clock;
use crate::tally::usage;
use anyhow::{Context as _, Result, ensure};
use domain::bank::exchange::{Defaults, Format, read, write};
use domain::bank::{parse_files, revision_id};
use domain::question::Revision;
use serde_json::{Value, json};
use std::path::Path;

fn format(code: &str) -> Result<Format> {
    Format::ALL.into_iter().find(|f| f.code() == code).with_context(|| format!("no format {code}"))
}

/// The shipped questions, again and again under other ids, with stems that differ.
fn many(folder: &Path, count: usize) -> Result<Vec<Revision>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            files.push((path.display().to_string(), std::fs::read_to_string(&path)?));
        }
    }
    files.sort();
    let parsed = parse_files(files.iter().map(|(n, t)| (n.as_str(), t.as_str())));
    ensure!(!parsed.has_errors() && !parsed.revisions.is_empty(), "the bank has errors");
    Ok((0..count)
        .zip(parsed.revisions.iter().cycle())
        .map(|(i, r)| {
            let mut r = r.clone();
            r.question = format!("{}-n{i:05}", r.topic);
            r.stem = format!("{} ({i})", r.stem);
            r.enemies.clear();
            r.id = revision_id(&r);
            r
        })
        .collect())
}

/// Writes the file.
pub(crate) fn make(folder: &Path, code: &str, count: usize, out: &Path) -> Result<Value> {
    let written = write(format(code)?, &many(folder, count)?, &|_| None)?;
    std::fs::write(out, &written.bytes)?;
    Ok(json!({ "bytes": written.bytes.len(), "losses": written.losses.len() }))
}

/// Reads and checks it.
pub(crate) fn check(code: &str, file: &Path) -> Result<Value> {
    let bytes = std::fs::read(file)?;
    let defaults = Defaults {
        topic: "T05".into(),
        topic_title: "Đo".into(),
        difficulty: 2,
        sources: Vec::new(),
        competence: Vec::new(),
        as_of: "2026-11-24".into(),
        review_by: "2027-11-24".into(),
    };
    let before = usage(Some(std::process::id()));
    let began = clock::now();
    let import = read(format(code)?, "bank", &bytes, &defaults);
    let took = clock::now() - began;
    let after = usage(Some(std::process::id()));
    ensure!(!import.has_errors(), "{code}: {:?}", import.problems.iter().find(|p| p.is_error()));
    Ok(json!({
        "questions": import.revisions.len(),
        "ms": took.as_millis(),
        "cpu_ms": after.cpu_ms.saturating_sub(before.cpu_ms),
        "memory_kb": after.peak_kb.saturating_sub(before.rss_kb),
    }))
}
