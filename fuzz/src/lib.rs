//! What every target of the question bank asserts: what is read without an error obeys the rules, and our own format
//! gives it back unchanged.

use domain::bank::exchange::{Defaults, Format, read, write};
use domain::bank::{Severity, faults};
use std::collections::HashMap;

fn defaults() -> Defaults {
    Defaults {
        topic: "T05".into(),
        topic_title: "Thử".into(),
        difficulty: 2,
        sources: Vec::new(),
        competence: Vec::new(),
        as_of: "2026-11-24".into(),
        review_by: "2027-11-24".into(),
    }
}

/// Reads bytes as a file of a format.
pub fn bank(format: Format, bytes: &[u8]) {
    let import = read(format, "fuzz", bytes, &defaults());
    assert_eq!(import.revisions.len(), import.places.len(), "every wording has a place");
    if import.has_errors() {
        return;
    }
    for revision in &import.revisions {
        let wrong = faults(revision).into_iter().find(|f| f.severity == Severity::Error);
        assert!(wrong.is_none(), "{wrong:?} {revision:?}");
    }
    // A draft may lack what a question file must have.
    let whole: Vec<_> = import
        .revisions
        .iter()
        .filter(|r| !r.explanation.is_empty() && !r.sources.is_empty() && !r.competence.is_empty())
        .cloned()
        .collect();
    let unique = whole.iter().map(|r| &r.question).collect::<std::collections::BTreeSet<_>>().len();
    if whole.is_empty() || unique < whole.len() {
        return;
    }
    let media: HashMap<_, _> = import.media.iter().map(|m| (m.name.clone(), m.bytes.clone())).collect();
    let written = write(Format::Toml, &whole, &|name| media.get(name).cloned()).expect("pictures are there");
    let again = read(Format::Toml, "again", &written.bytes, &defaults());
    assert!(!again.has_errors(), "{:?}", again.problems);
    let sorted = |mut list: Vec<domain::question::Revision>| {
        list.sort_by(|a, b| a.question.cmp(&b.question));
        list
    };
    // Titles belong to topics: a file of ours has one each.
    let ids = |list: Vec<domain::question::Revision>| -> Vec<(String, String, domain::question::Key)> {
        sorted(list).into_iter().map(|r| (r.question, r.stem, r.key)).collect()
    };
    assert_eq!(ids(again.revisions), ids(whole));
}
