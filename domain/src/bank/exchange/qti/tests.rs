//! Packages there and back, and files as other programs write them.

mod foreign;
mod grammar;
mod refused;

use super::super::archive::{pack, unpack};
use super::super::tests::{defaults, picture, some_revisions, there_and_back};
use super::super::{Format, Import, read};
use crate::question::{Key, Revision};
use proptest::prelude::*;

/// An item of 2.x with these declarations and this body.
fn item(declarations: &str, body: &str, rest: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p1\" identifier=\"cau-1\" title=\"Câu 1\" \
         adaptive=\"false\" timeDependent=\"false\">\n{declarations}\n<itemBody>{body}</itemBody>\n{rest}</assessmentItem>"
    )
}

fn alone(text: &str) -> Import {
    read(Format::Qti21, "cau.xml", text.as_bytes(), &defaults())
}

/// A package of these files.
fn packed(files: &[(&str, &[u8])]) -> Import {
    let bytes = pack(files.iter().copied()).expect("packs");
    read(Format::Qti21, "goi.zip", &bytes, &defaults())
}

/// A manifest of these resources: type, address, what stands inside.
fn manifest(resources: &[(&str, &str, &str)]) -> String {
    let listed: Vec<String> = resources
        .iter()
        .enumerate()
        .map(|(i, (kind, href, inside))| {
            format!("<resource identifier=\"R{i}\" type=\"{kind}\" href=\"{href}\">{inside}<file href=\"{href}\"/></resource>")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?>\n<manifest xmlns=\"http://www.imsglobal.org/xsd/imscp_v1p1\" identifier=\"M\">\n\
         <metadata><schema>QTIv2.2 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n<organizations/>\n\
         <resources>\n{}\n</resources>\n</manifest>",
        listed.join("\n")
    )
}

fn only(import: &Import) -> &Revision {
    assert!(!import.has_errors(), "{:?}", import.problems);
    assert_eq!(import.revisions.len(), 1, "{:?}", import.losses);
    &import.revisions[0]
}

fn lost(import: &Import) -> Vec<&str> {
    import.losses.iter().map(|l| l.feature.as_str()).collect()
}

fn codes(import: &Import) -> Vec<(&'static str, usize)> {
    import.problems.iter().filter(|p| p.is_error()).map(|p| (p.code, p.line)).collect()
}

const CHOICE: &str = "<choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\" maxChoices=\"0\">\
    <prompt>Chọn những việc nên làm</prompt><simpleChoice identifier=\"A\">một</simpleChoice>\
    <simpleChoice identifier=\"B\">hai</simpleChoice><simpleChoice identifier=\"C\">ba</simpleChoice></choiceInteraction>";

/// The response that goes with [`CHOICE`].
fn declared(cardinality: &str, right: &[&str], mapping: &str) -> String {
    let values: String = right.iter().map(|v| format!("<value>{v}</value>")).collect();
    format!(
        "<responseDeclaration identifier=\"RESPONSE\" cardinality=\"{cardinality}\" baseType=\"identifier\">\
         <correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>"
    )
}

const MAPPED: &str =
    "<responseProcessing template=\"http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response\"/>";

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn both_versions_keep_every_wording(list in some_revisions()) {
        for format in [Format::Qti21, Format::Qti3] {
            let (export, import) = there_and_back(format, &list);
            prop_assert!(!import.has_errors(), "{:?}", import.problems);
            prop_assert_eq!(&import.revisions, &list);
            // Signs that look like formulas are said and kept.
            let lost: Vec<_> = import.losses.iter().filter(|l| !l.feature.contains("TeX")).collect();
            prop_assert!(lost.is_empty(), "{:?}", lost);
            prop_assert!(list.iter().all(|r| r.image.is_none()) || import.media == [picture()]);
            let (again, _) = there_and_back(format, &list);
            prop_assert_eq!(export.bytes, again.bytes);
            let marks = list.iter().filter(|r| format!("{:?}", r.key).contains("fold: Marks")).count();
            prop_assert_eq!(export.losses.len(), marks);
        }
    }

    #[test]
    fn an_item_taken_out_of_its_package_keeps_its_question(list in some_revisions()) {
        for format in [Format::Qti21, Format::Qti3] {
            let (export, _) = there_and_back(format, &list);
            let files = unpack("bank.zip", &export.bytes).expect("unpacks");
            for r in list.iter().filter(|r| r.image.is_none()) {
                let bytes = &files[&format!("items/{}.xml", r.question)];
                let import = read(format, "x.xml", bytes, &defaults());
                prop_assert!(!import.has_errors(), "{:?}", import.problems);
                let read = &import.revisions[0];
                prop_assert_eq!((&read.question, &read.topic, &read.stem), (&r.question, &r.topic, &r.stem));
                prop_assert_eq!((&read.options, &read.explanation), (&r.options, &r.explanation));
                if !matches!(r.key, Key::ShortText { .. }) {
                    prop_assert_eq!(&read.key, &r.key);
                }
            }
        }
    }

    #[test]
    fn broken_files_are_read_without_panic(list in some_revisions(), cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let (export, _) = there_and_back(Format::Qti3, &list[..1]);
        let files = unpack("bank.zip", &export.bytes).expect("unpacks");
        for name in ["imsmanifest.xml".to_owned(), format!("items/{}.xml", list[0].question)] {
            let mut files = files.clone();
            let content = files.get_mut(&name).expect("is there");
            let at = cut.index(content.len());
            content[at] = byte;
            let _ = read(Format::Qti3, "x.xml", content, &defaults());
            content.truncate(at);
            let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
            let _ = packed(&files);
        }
    }
}

#[test]
fn the_written_forms_are_those_of_each_version() {
    let text = "format = 1\ntopic = \"T05\"\ntitle = \"Lừa đảo\"\n\n[[question]]\nid = \"T05-001\"\n\
        kind = \"matching\"\ndifficulty = 1\naudience = [\"all\"]\nsituation = false\nstem = \"Ghép **đúng**\"\n\
        options = [{ id = \"1\", text = \"a & b\" }, { id = \"b\", text = \"c\" }]\n\
        matches = [{ id = \"1\", text = \"x\" }, { id = \"2\", text = \"y\" }, { id = \"3\", text = \"z\" }]\n\
        key = { 1 = \"2\", b = \"1\" }\npartial = true\nexplanation = \"Vì thế.\"\nsources = [{ title = \"Luật\" }]\n\
        competence = [\"TT02 4.2\"]\nas_of = \"2026-11-22\"\nreview_by = \"2027-06-30\"\n";
    let bank = crate::bank::parse_toml("t.toml", text).expect("parses");
    let written = |format| {
        let (export, import) = there_and_back(format, &bank);
        assert_eq!(import.revisions, bank);
        let files = unpack("b.zip", &export.bytes).expect("unpacks");
        let text = |name: &str| String::from_utf8(files[name].clone()).expect("is text");
        (text("imsmanifest.xml"), text("items/T05-001.xml"))
    };
    let (manifest, item) = written(Format::Qti21);
    assert!(manifest.contains("type=\"imsqti_item_xmlv2p1\" href=\"items/T05-001.xml\""), "{manifest}");
    assert!(manifest.contains("<lom:string>topic-title:Lừa đảo</lom:string>"), "{manifest}");
    for part in [
        "<assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p1\"",
        "timeDependent=\"false\"",
        "<responseDeclaration identifier=\"RESPONSE\" cardinality=\"multiple\" baseType=\"directedPair\">",
        "<value>o_1 m_2</value>",
        "<mapEntry mapKey=\"o_1 m_2\" mappedValue=\"0.5\"/>",
        "<simpleAssociableChoice identifier=\"o_1\" matchMax=\"1\">a &amp; b</simpleAssociableChoice>",
        "<simpleAssociableChoice identifier=\"m_3\" matchMax=\"0\">z</simpleAssociableChoice>",
        "<prompt>Ghép <b>đúng</b></prompt>",
        "rptemplates/map_response\"/>",
        "<modalFeedback outcomeIdentifier=\"FEEDBACK\" identifier=\"EXPLANATION\" showHide=\"show\"><p>Vì thế.</p>",
    ] {
        assert!(item.contains(part), "{part} in {item}");
    }
    let (manifest, item) = written(Format::Qti3);
    assert!(
        manifest.contains("type=\"imsqti_item_xmlv3p0\"") && manifest.contains("<schemaversion>3.0.0<"),
        "{manifest}"
    );
    for part in [
        "<qti-assessment-item xmlns=\"http://www.imsglobal.org/xsd/imsqtiasi_v3p0\"",
        "time-dependent=\"false\"",
        "<qti-response-declaration identifier=\"RESPONSE\" cardinality=\"multiple\" base-type=\"directedPair\">",
        "<qti-map-entry map-key=\"o_1 m_2\" mapped-value=\"0.5\"/>",
        "<qti-simple-associable-choice identifier=\"o_1\" match-max=\"1\">",
        "rptemplates/map_response.xml\"/>",
        "<qti-content-body><p>Vì thế.</p></qti-content-body>",
    ] {
        assert!(item.contains(part), "{part} in {item}");
    }
    assert!(!item.contains("<value>") && !item.contains("Identifier="), "{item}");
}

#[test]
fn the_real_bank_goes_there_and_back() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../question-bank");
    let mut bank = Vec::new();
    for entry in std::fs::read_dir(folder).expect("is there").map(|e| e.expect("is there").path()) {
        if entry.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&entry).expect("reads");
            bank.extend(crate::bank::parse_toml("t.toml", &text).expect("parses"));
        }
    }
    bank.retain(|r| r.image.is_none());
    assert!(bank.len() > 50);
    for format in [Format::Qti21, Format::Qti3] {
        let (_, import) = there_and_back(format, &bank);
        assert!(!import.has_errors(), "{:?}", import.problems);
        assert_eq!(import.revisions.len(), bank.len());
        for (read, written) in import.revisions.iter().zip(&bank) {
            assert_eq!(read, written);
        }
    }
}
