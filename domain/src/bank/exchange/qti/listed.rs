//! The manifest of a package: which items it has, in order, and the keywords beside each.
//!
//! Invariants: the manifest is read resource by resource, never as one tree; an address leads to a file of the package
//! or to nothing.

use super::declared::walk;
use super::names;
use crate::bank::Problem;
use crate::bank::exchange::xml::{Element, Pieces};

/// What a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A question.
    Item,
    /// A test made of questions.
    Test,
    /// QTI 1.2.
    Old,
    /// A text that several questions share.
    Stimulus,
    /// Anything else: pictures, styles.
    Other,
}

/// A resource of the manifest.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    /// What it is.
    pub(super) kind: Kind,
    /// Its identifier in the manifest.
    pub(super) identifier: String,
    /// Its address as written.
    pub(super) address: Option<String>,
    /// Keywords of its metadata.
    pub(super) keywords: Vec<String>,
    /// Line in the manifest.
    pub(super) line: usize,
    /// Column in the manifest.
    pub(super) column: usize,
}

/// The resources of a manifest, one after another.
pub(super) struct Resources<'t>(Pieces<'t>);

impl<'t> Resources<'t> {
    /// Opens a manifest.
    ///
    /// # Errors
    /// Not XML.
    pub(super) fn open(file: &'t str, text: &'t str) -> Result<Self, Problem> {
        Pieces::open(file, text).map(Self)
    }

    /// The next resource; `None` at the end.
    ///
    /// # Errors
    /// Broken XML.
    pub(super) fn next(&mut self) -> Result<Option<Resource>, Problem> {
        while let Some(mut piece) = self.0.piece_in(&["resources", "organizations", "organization"])? {
            if piece.name == "resource" {
                names::normalise(&mut piece);
                return Ok(Some(resource(&piece)));
            }
        }
        Ok(None)
    }
}

fn resource(element: &Element<'_>) -> Resource {
    let kind = kind(element.attribute("type").unwrap_or_default());
    let file = || element.first("file").and_then(|f| f.attribute("href"));
    let base = element.attribute("xml:base").unwrap_or_default();
    let address = element.attribute("href").or_else(file).map(|href| format!("{base}{href}"));
    let mut keywords = Vec::new();
    if kind == Kind::Item {
        walk(element, &mut |e| {
            if e.name == "keyword" {
                // One element per language; some programs put the text in directly.
                let texts: Vec<String> = e.elements().map(Element::text).collect();
                keywords.extend(if texts.is_empty() { vec![e.text()] } else { texts });
            }
        });
        keywords = keywords.into_iter().map(|k| k.trim().to_owned()).filter(|k| !k.is_empty()).collect();
    }
    let identifier = element.attribute("identifier").unwrap_or_default().to_owned();
    Resource { kind, identifier, address, keywords, line: element.line, column: element.column }
}

fn kind(written: &str) -> Kind {
    let written = written.to_ascii_lowercase();
    if written.starts_with("imsqti_item_xml") || written.starts_with("imsqti_apipitem_xml") {
        Kind::Item
    } else if ["imsqti_test_xml", "imsqti_assessment_xml", "imsqti_section_xml"]
        .iter()
        .any(|t| written.starts_with(t))
    {
        Kind::Test
    } else if written.starts_with("imsqti_xmlv1p") || written.starts_with("imsqti_asiitem_xmlv1p") {
        Kind::Old
    } else if written.starts_with("imsqti_stimulus_xml") {
        Kind::Stimulus
    } else {
        Kind::Other
    }
}

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the package, by its path from the top.
    Inside(String),
    /// Another place: the web, the data itself, above the top.
    Outside,
}

/// The path an address means when it stands in a file.
pub(super) fn target(standing_in: &str, address: &str) -> Target {
    let address = address.trim().split(['#', '?']).next().unwrap_or_default();
    let decoded = percent_decoded(address).replace('\\', "/");
    if is_elsewhere(&decoded) {
        return Target::Outside;
    }
    let folder = standing_in.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from = if decoded.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for part in from.split('/').chain(decoded.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                if path.pop().is_none() {
                    return Target::Outside;
                }
            }
            part => path.push(part),
        }
    }
    Target::Inside(crate::text::nfc(&path.join("/")))
}

/// Whether an address names another place than a file beside it.
pub(super) fn is_elsewhere(address: &str) -> bool {
    address.starts_with("//")
        || address.split_once(':').is_some_and(|(s, _)| !s.is_empty() && !s.contains('/'))
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        let digit = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
        let decoded = (*byte == b'%').then(|| digit(i + 1).zip(digit(i + 2))).flatten();
        if let Some(value) = decoded.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            out.push(value);
            i += 3;
        } else {
            out.push(*byte);
            i += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_inside() {
        let inside = |path: &str| Target::Inside(path.to_owned());
        assert_eq!(target("imsmanifest.xml", "items/c%C3%A2u%201.xml"), inside("items/câu 1.xml"));
        assert_eq!(target("items/a/qti.xml", "../media/./x.png?v=1"), inside("items/media/x.png"));
        assert_eq!(target("items/a.xml", "..\\media\\x.png"), inside("media/x.png"));
        assert_eq!(target("goi/imsmanifest.xml", "/top.xml"), inside("top.xml"));
        assert_eq!(target("a.xml", "50%.png"), inside("50%.png"));
        for out in [
            "../x.xml",
            "a/../../x.xml",
            "%2e%2e/x.xml",
            "https://vi.example/x.png",
            "data:image/png;base64,AA",
            "//vi.example/x",
            "file:///etc/passwd",
        ] {
            assert_eq!(target("imsmanifest.xml", out), Target::Outside, "{out}");
        }
    }
}
