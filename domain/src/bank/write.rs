//! From wordings back to the TOML form: readable, diffable, and read back as the very same wordings.

use super::FORMAT;
use crate::payload::{Kind, OptionView};
use crate::question::{Fold, Key, Revision};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The wordings as one file. A file has one topic: that of the first wording; wordings of other topics are left out
/// (see [`to_toml_files`]).
#[must_use]
pub fn to_toml(revisions: &[Revision]) -> String {
    let Some(first) = revisions.first() else { return format!("format = {FORMAT}\n") };
    let mut out = format!(
        "format = {FORMAT}\ntopic = {}\ntitle = {}\n",
        quoted(&first.topic),
        quoted(&first.topic_title)
    );
    for revision in revisions.iter().filter(|r| r.topic == first.topic) {
        out.push('\n');
        question(revision, &mut out);
    }
    out
}

/// The wordings as one file per topic: topic code → text.
#[must_use]
pub fn to_toml_files(revisions: &[Revision]) -> BTreeMap<String, String> {
    let mut topics: BTreeMap<&str, Vec<Revision>> = BTreeMap::new();
    for revision in revisions {
        topics.entry(&revision.topic).or_default().push(revision.clone());
    }
    topics.into_iter().map(|(topic, of_topic)| (topic.to_owned(), to_toml(&of_topic))).collect()
}

fn question(r: &Revision, out: &mut String) {
    let mut line = |name: &str, value: String| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{name} = {value}");
    };
    let audience: Vec<&str> =
        if r.audience.is_empty() { vec!["all"] } else { r.audience.iter().map(|a| a.code()).collect() };
    line("[[question]]\nid", quoted(&r.question));
    line("kind", quoted(kind_code(r.key.kind())));
    line("difficulty", r.difficulty.to_string());
    line("audience", list(audience));
    line("situation", r.situation.to_string());
    line("stem", quoted(&r.stem));
    if !r.options.is_empty() {
        line("options", options(&r.options));
    }
    match &r.key {
        Key::SingleChoice { right } => line("key", quoted(right)),
        Key::MultipleChoice { right, partial } => {
            line("key", list(right));
            line("partial", partial.to_string());
        }
        Key::TrueFalse { right } => line("key", right.to_string()),
        Key::Ordering { right } => line("key", list(right)),
        Key::Matching { matches, right, partial } => {
            line("matches", options(matches));
            let pairs: Vec<String> =
                right.iter().map(|(left, id)| format!("{} = {}", quoted(left), quoted(id))).collect();
            line("key", format!("{{ {} }}", pairs.join(", ")));
            line("partial", partial.to_string());
        }
        Key::Numeric { right, tolerance, unit } => {
            line("key", number(*right));
            line("tolerance", number(*tolerance));
            if let Some(unit) = unit {
                line("unit", quoted(unit));
            }
        }
        Key::ShortText { accept, fold } => {
            line("key", list(accept));
            line("fold", quoted(fold_code(*fold)));
        }
    }
    line("explanation", quoted(&r.explanation));
    let sources: Vec<String> = r
        .sources
        .iter()
        .map(|s| {
            let mut fields = vec![format!("title = {}", quoted(&s.title))];
            fields.extend(s.fact.iter().map(|f| format!("fact = {}", quoted(f))));
            fields.extend(s.url.iter().map(|u| format!("url = {}", quoted(u))));
            format!("{{ {} }}", fields.join(", "))
        })
        .collect();
    line("sources", format!("[{}]", sources.join(", ")));
    line("competence", list(&r.competence));
    line("as_of", quoted(&r.as_of));
    line("review_by", quoted(&r.review_by));
    if let Some(aloud) = &r.read_aloud {
        line("read_aloud", quoted(aloud));
    }
    if let Some(image) = &r.image {
        let (file, alt) = (quoted(&image.file), quoted(&image.alt));
        let alt = if image.alt.is_empty() { String::new() } else { format!(", alt = {alt}") };
        let (w, h) = (image.width, image.height);
        line("image", format!("{{ file = {file}{alt}, width = {w}, height = {h} }}"));
    }
    if !r.enemies.is_empty() {
        line("enemies", list(&r.enemies));
    }
}

/// The code of a kind in the format.
pub(crate) fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::SingleChoice => "single_choice",
        Kind::MultipleChoice => "multiple_choice",
        Kind::TrueFalse => "true_false",
        Kind::Ordering => "ordering",
        Kind::Matching => "matching",
        Kind::Numeric => "numeric",
        Kind::ShortText => "short_text",
    }
}

pub(crate) fn fold_code(fold: Fold) -> &'static str {
    match fold {
        Fold::None => "none",
        Fold::Case => "case",
        Fold::Marks => "marks",
    }
}

fn options(options: &[OptionView]) -> String {
    let mut out = String::from("[\n");
    for option in options {
        let _ = writeln!(out, "  {{ id = {}, text = {} }},", quoted(&option.id), quoted(&option.text));
    }
    out + "]"
}

fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let items: Vec<String> = items.into_iter().map(|s| quoted(s.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// Whole numbers without a point, so that `12` stays `12`.
fn number(n: f64) -> String {
    let plain = format!("{n}");
    // Beyond 64 bits TOML has no integers.
    if plain.contains('.') || plain.len() < 18 { plain } else { plain + ".0" }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
