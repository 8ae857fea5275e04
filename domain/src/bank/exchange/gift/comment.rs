//! Comments before a question: Moodle keeps the ID number and the tags there, as `// [id:…] [tag:…]`.
//!
//! Inside, `]` is written `\]`. Moodle drops `<`, `>` and backticks from tags and has no escape for a backslash, so
//! those travel as HTML entities. Invariant: [`decoded`] undoes [`encoded`] for every text of one line.

const ENTITIES: [(&str, char); 5] =
    [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&#92;", '\\'), ("&#96;", '`')];

/// What stands in brackets in a comment line.
pub(super) enum Note {
    /// Moodle's ID number.
    Id(String),
    /// A tag.
    Tag(String),
}

/// The notes of a comment line.
pub(super) fn notes(line: &str) -> Vec<Note> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find('[') {
        rest = &rest[open + 1..];
        let (is_id, value) = match (rest.strip_prefix("id:"), rest.strip_prefix("tag:")) {
            (Some(value), _) => (true, value),
            (_, Some(value)) => (false, value),
            _ => continue,
        };
        let Some(end) = end_of(value) else { break };
        let text = decoded(value[..end].trim());
        rest = &value[end + 1..];
        if !text.is_empty() {
            found.push(if is_id { Note::Id(text) } else { Note::Tag(text) });
        }
    }
    found
}

/// Where the bracket closes.
fn end_of(value: &str) -> Option<usize> {
    let bytes = value.as_bytes();
    value
        .match_indices(']')
        .map(|(at, _)| at)
        .find(|at| at.checked_sub(1).and_then(|b| bytes.get(b)) != Some(&b'\\'))
}

fn decoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find(['&', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (sign, length) = if rest.starts_with("\\]") {
            (']', 2)
        } else if let Some((name, sign)) = ENTITIES.iter().find(|(name, _)| rest.starts_with(name)) {
            (*sign, name.len())
        } else {
            (if rest.starts_with('&') { '&' } else { '\\' }, 1)
        };
        out.push(sign);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// A value as it stands in brackets.
pub(super) fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    for (at, c) in value.char_indices() {
        match c {
            ']' => out.push_str("\\]"),
            // Only what would be taken for an entity: addresses and "R&D" stay readable.
            '&' if !ENTITIES.iter().any(|(name, _)| value[at..].starts_with(name)) => out.push('&'),
            '\n' | '\r' => out.push(' '),
            c => match ENTITIES.iter().find(|(_, sign)| *sign == c) {
                Some((name, _)) => out.push_str(name),
                None => out.push(c),
            },
        }
    }
    out
}
