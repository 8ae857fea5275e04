//! One set of names: QTI 3.0's `qti-response-declaration` and `base-type` read as 2.1's `responseDeclaration` and
//! `baseType`, and 2.1's written as 3.0's.
//!
//! Invariant: elements of HTML keep their names in both directions.

use super::Version;
use crate::bank::exchange::xml::{Element, Node};
use std::borrow::Cow;

/// The 2.1 name of an element of either version.
pub(super) fn one(name: &str) -> Cow<'_, str> {
    name.strip_prefix("qti-").map_or(Cow::Borrowed(name), |rest| Cow::Owned(camel(rest)))
}

/// Gives every element below its 2.1 name. Nesting is bounded by the XML reader.
pub(super) fn normalise(element: &mut Element<'_>) {
    if let Some(rest) = element.name.strip_prefix("qti-") {
        element.name = Cow::Owned(camel(rest));
        for (name, _) in &mut element.attributes {
            if name.contains('-') && !name.starts_with("data-") && !name.starts_with("aria-") {
                *name = Cow::Owned(camel(name));
            }
        }
    }
    for node in &mut element.children {
        if let Node::Element(child) = node {
            normalise(child);
        }
    }
}

impl Version {
    /// A QTI element's name as this version writes it.
    pub(super) fn element(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::V21 => Cow::Borrowed(name),
            Self::V3 => Cow::Owned(format!("qti-{}", kebab(name))),
        }
    }

    /// A QTI attribute's name as this version writes it.
    pub(super) fn attribute(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::V21 => Cow::Borrowed(name),
            Self::V3 => Cow::Owned(kebab(name)),
        }
    }
}

fn camel(kebab: &str) -> String {
    let mut out = String::with_capacity(kebab.len());
    let mut up = false;
    for c in kebab.chars() {
        if c == '-' {
            up = true;
        } else {
            out.push(if up { c.to_ascii_uppercase() } else { c });
            up = false;
        }
    }
    out
}

fn kebab(camel: &str) -> String {
    let mut out = String::with_capacity(camel.len() + 4);
    for c in camel.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_have_one_set_of_names() {
        assert_eq!(one("qti-simple-associable-choice"), "simpleAssociableChoice");
        assert_eq!(one("simpleChoice"), "simpleChoice");
        assert_eq!(Version::V3.element("setOutcomeValue"), "qti-set-outcome-value");
        assert_eq!(Version::V3.attribute("responseIdentifier"), "response-identifier");
        assert_eq!(Version::V21.element("mapEntry"), "mapEntry");
    }
}
