//! What is written obeys the published schemas: which elements stand in which, in what order, with which attributes.
//!
//! The schema files are not ours to ship; what they say of the elements that we write stands here in our own words. After
//! names are made one, both versions have one grammar, except that 3.0 wraps feedback in a content body.

use super::*;
use crate::bank::exchange::encoding::decode;
use crate::bank::exchange::qti::names;
use crate::bank::exchange::xml::{Element, Pieces};

/// Element, attributes it must have, attributes it may have, children in order as `name` with `?`, `*`, `+` behind.
type Rule = (&'static str, &'static [&'static str], &'static [&'static str], &'static str);

const RULES: [Rule; 29] = [
    (
        "assessmentItem",
        &["identifier", "title", "adaptive", "timeDependent"],
        &["xmlns", "xmlns:xsi", "xsi:schemaLocation", "xml:lang"],
        "responseDeclaration* outcomeDeclaration* itemBody? responseProcessing? modalFeedback*",
    ),
    ("responseDeclaration", &["identifier", "cardinality", "baseType"], &[], "correctResponse? mapping?"),
    ("correctResponse", &[], &[], "value+"),
    ("defaultValue", &[], &[], "value+"),
    ("value", &[], &[], "#text"),
    ("mapping", &["defaultValue"], &["lowerBound", "upperBound"], "mapEntry+"),
    ("mapEntry", &["mapKey", "mappedValue"], &["caseSensitive"], ""),
    (
        "outcomeDeclaration",
        &["identifier", "cardinality", "baseType"],
        &["normalMaximum", "normalMinimum"],
        "defaultValue?",
    ),
    ("itemBody", &[], &[], "p* choiceInteraction? orderInteraction? matchInteraction?"),
    ("choiceInteraction", &["responseIdentifier", "shuffle", "maxChoices"], &[], "prompt? simpleChoice+"),
    ("orderInteraction", &["responseIdentifier", "shuffle"], &[], "prompt? simpleChoice+"),
    (
        "matchInteraction",
        &["responseIdentifier", "shuffle", "maxAssociations"],
        &[],
        "prompt? simpleMatchSet simpleMatchSet",
    ),
    ("simpleMatchSet", &[], &[], "simpleAssociableChoice*"),
    ("simpleAssociableChoice", &["identifier", "matchMax"], &[], "#text"),
    ("simpleChoice", &["identifier"], &[], "#text"),
    ("textEntryInteraction", &["responseIdentifier"], &[], ""),
    ("prompt", &[], &[], "#flow"),
    ("p", &[], &[], "#flow"),
    ("b", &[], &[], "#flow"),
    ("br", &[], &[], ""),
    ("span", &[], &["class"], "#text"),
    ("img", &["src", "alt"], &["width", "height"], ""),
    ("responseProcessing", &[], &["template"], "responseCondition*"),
    ("responseCondition", &[], &[], "responseIf responseElse?"),
    ("responseIf", &[], &[], "equal setOutcomeValue*"),
    ("responseElse", &[], &[], "setOutcomeValue*"),
    ("equal", &["toleranceMode"], &["tolerance"], "variable correct"),
    ("setOutcomeValue", &["identifier"], &[], "baseValue"),
    ("modalFeedback", &["outcomeIdentifier", "identifier", "showHide"], &[], "contentBody? p*"),
];
const MORE: [Rule; 4] = [
    ("contentBody", &[], &[], "p*"),
    ("variable", &["identifier"], &[], ""),
    ("correct", &["identifier"], &[], ""),
    ("baseValue", &["baseType"], &[], "#text"),
];
/// What may stand in running text.
const FLOW: [&str; 5] = ["b", "br", "span", "img", "textEntryInteraction"];

fn check(e: &Element<'_>, names: &mut Vec<String>) {
    let rule = RULES.iter().chain(&MORE).find(|r| r.0 == e.name);
    let (name, must, may, children) = rule.unwrap_or_else(|| panic!("<{}> is in no schema we know", e.name));
    for attribute in *must {
        assert!(e.attribute(attribute).is_some(), "<{name}> lacks {attribute}");
    }
    for (attribute, value) in &e.attributes {
        assert!(must.contains(&&**attribute) || may.contains(&&**attribute), "<{name}> with {attribute}");
        if attribute.ends_with("dentifier") {
            let mut signs = value.chars();
            let first = signs.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
            assert!(first && signs.all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "{value:?}");
        }
    }
    if *name == "simpleChoice" || *name == "simpleAssociableChoice" {
        names.push(e.attribute("identifier").unwrap_or_default().to_owned());
    }
    let found: Vec<&str> = e.elements().map(|c| &*c.name).collect();
    let bare: String = e
        .children
        .iter()
        .filter_map(|n| match n {
            crate::bank::exchange::xml::Node::Text(t) => Some(&**t),
            crate::bank::exchange::xml::Node::Element(_) => None,
        })
        .collect();
    match *children {
        "#text" => assert!(found.is_empty(), "<{name}> holds {found:?}"),
        "#flow" => assert!(found.iter().all(|c| FLOW.contains(c)), "<{name}> holds {found:?}"),
        model => {
            assert!(bare.trim().is_empty(), "<{name}> holds text {bare:?}");
            let mut rest = found.as_slice();
            for part in model.split_whitespace() {
                let (child, most) = match part.strip_suffix(['?', '*', '+']) {
                    Some(child) if part.ends_with('?') => (child, 1),
                    Some(child) => (child, usize::MAX),
                    None => (part, 1),
                };
                let here = rest.iter().take(most).take_while(|c| **c == child).count();
                assert!(here > 0 || part.ends_with(['?', '*']), "<{name}> lacks {child}: {found:?}");
                rest = &rest[here..];
            }
            assert!(rest.is_empty(), "<{name}> holds {found:?}");
        }
    }
    e.elements().for_each(|child| check(child, names));
}

/// The manifest: resources with a type, an address and their files; titles and keywords as learning-object metadata.
fn check_manifest(root: &Element<'_>, files: &[String]) {
    let order: Vec<&str> = root.elements().map(|e| &*e.name).collect();
    assert_eq!(order, ["metadata", "organizations", "resources"]);
    let mut seen = std::collections::HashSet::new();
    for resource in root.first("resources").into_iter().flat_map(Element::elements) {
        assert!(seen.insert(resource.attribute("identifier").expect("required")), "twice");
        assert!(resource.attribute("type").is_some_and(|t| t.starts_with("imsqti_item_xmlv")));
        let named: Vec<&str> = resource.all("file").filter_map(|f| f.attribute("href")).collect();
        assert_eq!(named.first().copied(), resource.attribute("href"));
        assert!(named.iter().all(|n| files.iter().any(|f| f == n)), "{named:?}");
        let parts: Vec<&str> = resource.elements().map(|e| &*e.name).collect();
        assert!(parts[0] == "metadata" && parts[1..].iter().all(|p| *p == "file"), "{parts:?}");
        let general =
            resource.first("metadata").and_then(|m| m.first("lom")?.first("general")).expect("is there");
        let parts: Vec<&str> = general.elements().map(|e| &*e.name).collect();
        assert_eq!(parts[..2], ["title", "language"]);
        assert!(parts[2..].iter().all(|p| *p == "keyword"), "{parts:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_obeys_the_schemas(list in some_revisions()) {
        for format in [Format::Qti21, Format::Qti3] {
            let (export, _) = there_and_back(format, &list);
            let files = unpack("bank.zip", &export.bytes).expect("unpacks");
            let names_of: Vec<String> = files.keys().cloned().collect();
            for (file, bytes) in files.iter().filter(|(n, _)| n.ends_with(".xml")) {
                let text = decode(file, bytes).expect("text");
                let mut root = Pieces::open(file, &text).and_then(Pieces::whole).expect("XML");
                names::normalise(&mut root);
                if file == "imsmanifest.xml" {
                    check_manifest(&root, &names_of);
                    continue;
                }
                let mut identifiers = Vec::new();
                check(&root, &mut identifiers);
                let count = identifiers.len();
                identifiers.sort();
                identifiers.dedup();
                prop_assert_eq!(identifiers.len(), count, "identifiers of choices are unique in an item");
                let wrapped = format == Format::Qti3;
                for feedback in root.all("modalFeedback") {
                    prop_assert_eq!(feedback.first("contentBody").is_some(), wrapped);
                }
            }
        }
    }
}
