//! Wordings as QTI items in a package.
//!
//! One writer for both versions: it thinks in 2.1's names and [`Version`] spells them. Invariants: the same wordings
//! give the same bytes; the standard response-processing templates are used wherever they say what we mean, so that
//! programs that know only those grade as we do.

use super::Version;
use super::flow::UNIT;
use super::key::{OPTION, PARTNER};
use super::manifest;
use crate::bank::exchange::archive::pack;
use crate::bank::exchange::markup::{escape, plain, to_html};
use crate::bank::exchange::{Export, WriteError, image_of, unwritten};
use crate::payload::OptionView;
use crate::question::{Fold, Key, Revision};
use std::collections::BTreeMap;

/// A package of these wordings.
pub(super) fn package(
    revisions: &[Revision],
    image: &dyn Fn(&str) -> Option<Vec<u8>>,
    version: Version,
) -> Result<Export, WriteError> {
    let mut files = vec![("imsmanifest.xml".to_owned(), manifest::of(revisions, version).into_bytes())];
    let mut media: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut losses = Vec::new();
    for r in revisions {
        if let (Some(bytes), Some(named)) = (image_of(r, image)?, &r.image) {
            media.insert(format!("media/{}", named.file), bytes);
        }
        files.push((format!("items/{}.xml", r.question), item(r, version).into_bytes()));
        if matches!(r.key, Key::ShortText { fold: Fold::Marks, .. }) {
            let done = "ghi ở từ khóa fold; chương trình khác sẽ phân biệt dấu";
            losses.push(unwritten(r, "chấp nhận chữ không dấu", done));
        }
    }
    files.extend(media);
    let bytes = pack(files.iter().map(|(n, b)| (n.as_str(), b.as_slice())))
        .map_err(|e| WriteError::Packing(e.to_string()))?;
    Ok(Export { bytes, ending: "zip", losses })
}

/// A title for lists in other programs.
pub(super) fn titled(r: &Revision) -> String {
    let words = plain(&r.stem);
    if words.chars().count() <= 80 { words } else { words.chars().take(79).chain(['…']).collect() }
}

/// XML being written.
struct Xml {
    out: String,
    version: Version,
}

type Attributes<'a> = [(&'a str, &'a str)];

impl Xml {
    fn start(&mut self, name: &str, attributes: &Attributes<'_>, end: &str) {
        self.out.push('<');
        self.out.push_str(&self.version.element(name));
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(&self.version.attribute(name));
            self.out.push_str("=\"");
            self.out.push_str(&escape(value));
            self.out.push('"');
        }
        self.out.push_str(end);
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.start(name, attributes, ">\n");
    }

    fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.start(name, attributes, "/>\n");
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(&self.version.element(name));
        self.out.push_str(">\n");
    }

    /// An element with ready markup inside.
    fn holding(&mut self, name: &str, attributes: &Attributes<'_>, inside: &str) {
        self.start(name, attributes, ">");
        self.out.push_str(inside);
        self.close(name);
    }

    fn text(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.holding(name, attributes, &escape(text));
    }
}

/// Our markup as XHTML.
fn inline(text: &str) -> String {
    to_html(text).replace("<br>", "<br/>")
}

fn item(r: &Revision, version: Version) -> String {
    let (space, schema) = match version {
        Version::V21 => (
            "http://www.imsglobal.org/xsd/imsqti_v2p1",
            "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
        ),
        Version::V3 => (
            "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
            "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
        ),
    };
    let mut xml = Xml { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), version };
    xml.out.push_str(&format!(
        "<{} xmlns=\"{space}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"{space} {schema}\" identifier=\"{}\" title=\"{}\" adaptive=\"false\" {}=\"false\" xml:lang=\"vi\">\n",
        version.element("assessmentItem"),
        escape(&r.question),
        escape(&titled(r)),
        version.attribute("timeDependent"),
    ));
    declarations(r, &mut xml);
    xml.open("itemBody", &[]);
    if let Some(image) = &r.image {
        let (width, height) = (image.width, image.height);
        let (file, alt) = (escape(&image.file), escape(&image.alt));
        let size = format!("width=\"{width}\" height=\"{height}\"");
        xml.out.push_str(&format!("<p><img src=\"../media/{file}\" alt=\"{alt}\" {size}/></p>\n"));
    }
    body(r, &mut xml);
    xml.close("itemBody");
    processing(r, &mut xml);
    if !r.explanation.is_empty() {
        let shown = [("outcomeIdentifier", "FEEDBACK"), ("identifier", "EXPLANATION"), ("showHide", "show")];
        let words = format!("<p>{}</p>", inline(&r.explanation));
        if version == Version::V3 {
            xml.open("modalFeedback", &shown);
            xml.holding("contentBody", &[], &words);
            xml.close("modalFeedback");
        } else {
            xml.holding("modalFeedback", &shown, &words);
        }
    }
    xml.close("assessmentItem");
    xml.out
}

/// The response with its key, the points, and the feedback that everybody sees.
fn declarations(r: &Revision, xml: &mut Xml) {
    let (cardinality, base) = match &r.key {
        Key::SingleChoice { .. } | Key::TrueFalse { .. } => ("single", "identifier"),
        Key::MultipleChoice { .. } => ("multiple", "identifier"),
        Key::Ordering { .. } => ("ordered", "identifier"),
        Key::Matching { .. } => ("multiple", "directedPair"),
        Key::Numeric { .. } => ("single", "float"),
        Key::ShortText { .. } => ("single", "string"),
    };
    let values: Vec<String> = match &r.key {
        Key::SingleChoice { right } => vec![format!("{OPTION}{right}")],
        Key::MultipleChoice { right, .. } | Key::Ordering { right } => {
            right.iter().map(|id| format!("{OPTION}{id}")).collect()
        }
        Key::TrueFalse { right } => vec![right.to_string()],
        Key::Matching { right, .. } => {
            right.iter().map(|(l, p)| format!("{OPTION}{l} {PARTNER}{p}")).collect()
        }
        Key::Numeric { right, .. } => vec![number(*right)],
        Key::ShortText { accept, .. } => accept.iter().take(1).cloned().collect(),
    };
    let named = [("identifier", "RESPONSE"), ("cardinality", cardinality), ("baseType", base)];
    xml.open("responseDeclaration", &named);
    xml.open("correctResponse", &[]);
    for value in &values {
        xml.text("value", &[], value);
    }
    xml.close("correctResponse");
    mapping(r, &values, xml);
    xml.close("responseDeclaration");
    let score = [
        ("identifier", "SCORE"),
        ("cardinality", "single"),
        ("baseType", "float"),
        ("normalMaximum", "1"),
        ("normalMinimum", "0"),
    ];
    outcome(&score, "0", xml);
    if !r.explanation.is_empty() {
        let feedback = [("identifier", "FEEDBACK"), ("cardinality", "single"), ("baseType", "identifier")];
        outcome(&feedback, "EXPLANATION", xml);
    }
}

fn outcome(attributes: &Attributes<'_>, initial: &str, xml: &mut Xml) {
    xml.open("outcomeDeclaration", attributes);
    xml.open("defaultValue", &[]);
    xml.text("value", &[], initial);
    xml.close("defaultValue");
    xml.close("outcomeDeclaration");
}

/// Points by answer, where the right answer alone does not say it all.
fn mapping(r: &Revision, right: &[String], xml: &mut Xml) {
    let bounds = [("lowerBound", "0"), ("upperBound", "1"), ("defaultValue", "0")];
    let count = f64::from(u32::try_from(right.len()).unwrap_or(u32::MAX)).max(1.0);
    let part = number(1.0 / count);
    let mut entries: Vec<(String, String)> = Vec::new();
    let mut case = None;
    match &r.key {
        Key::MultipleChoice { partial: true, .. } => {
            for option in &r.options {
                let id = format!("{OPTION}{}", option.id);
                let points = if right.contains(&id) { part.clone() } else { format!("-{part}") };
                entries.push((id, points));
            }
        }
        Key::Matching { partial: true, .. } => {
            entries.extend(right.iter().map(|pair| (pair.clone(), part.clone())))
        }
        Key::ShortText { accept, fold } => {
            case = Some(if *fold == Fold::None { "true" } else { "false" });
            entries.extend(accept.iter().map(|form| (form.clone(), "1".to_owned())));
        }
        _ => return,
    }
    xml.open("mapping", &bounds);
    for (key, points) in &entries {
        let mut attributes = vec![("mapKey", key.as_str()), ("mappedValue", points.as_str())];
        attributes.extend(case.map(|c| ("caseSensitive", c)));
        xml.empty("mapEntry", &attributes);
    }
    xml.close("mapping");
}

fn body(r: &Revision, xml: &mut Xml) {
    let response = ("responseIdentifier", "RESPONSE");
    let stem = inline(&r.stem);
    match &r.key {
        Key::SingleChoice { .. } | Key::MultipleChoice { .. } => {
            let most = if matches!(r.key, Key::SingleChoice { .. }) { "1" } else { "0" };
            xml.open("choiceInteraction", &[response, ("shuffle", "true"), ("maxChoices", most)]);
            xml.holding("prompt", &[], &stem);
            choices("simpleChoice", OPTION, &r.options, None, xml);
            xml.close("choiceInteraction");
        }
        Key::TrueFalse { .. } => {
            xml.open("choiceInteraction", &[response, ("shuffle", "false"), ("maxChoices", "1")]);
            xml.holding("prompt", &[], &stem);
            for (id, text) in Revision::TRUE_FALSE.iter().zip(["Đúng", "Sai"]) {
                xml.text("simpleChoice", &[("identifier", id)], text);
            }
            xml.close("choiceInteraction");
        }
        Key::Ordering { .. } => {
            xml.open("orderInteraction", &[response, ("shuffle", "true")]);
            xml.holding("prompt", &[], &stem);
            choices("simpleChoice", OPTION, &r.options, None, xml);
            xml.close("orderInteraction");
        }
        Key::Matching { matches, .. } => {
            let most = r.options.len().to_string();
            xml.open("matchInteraction", &[response, ("shuffle", "true"), ("maxAssociations", &most)]);
            xml.holding("prompt", &[], &stem);
            xml.open("simpleMatchSet", &[]);
            choices("simpleAssociableChoice", OPTION, &r.options, Some("1"), xml);
            xml.close("simpleMatchSet");
            xml.open("simpleMatchSet", &[]);
            choices("simpleAssociableChoice", PARTNER, matches, Some("0"), xml);
            xml.close("simpleMatchSet");
            xml.close("matchInteraction");
        }
        Key::Numeric { unit, .. } => field(&stem, unit.as_deref(), xml),
        Key::ShortText { .. } => field(&stem, None, xml),
    }
}

fn choices(name: &str, prefix: &str, options: &[OptionView], most: Option<&str>, xml: &mut Xml) {
    for option in options {
        let id = format!("{prefix}{}", option.id);
        let mut attributes = vec![("identifier", id.as_str())];
        attributes.extend(most.map(|m| ("matchMax", m)));
        xml.text(name, &attributes, &option.text);
    }
}

fn field(stem: &str, unit: Option<&str>, xml: &mut Xml) {
    xml.out.push_str(&format!("<p>{stem}</p>\n<p>"));
    xml.start("textEntryInteraction", &[("responseIdentifier", "RESPONSE")], "/>");
    if let Some(unit) = unit {
        xml.out.push_str(&format!(" <span class=\"{UNIT}\">{}</span>", escape(unit)));
    }
    xml.out.push_str("</p>\n");
}

fn processing(r: &Revision, xml: &mut Xml) {
    let mapped = match &r.key {
        Key::Numeric { tolerance, .. } => return comparison(*tolerance, xml),
        Key::MultipleChoice { partial, .. } | Key::Matching { partial, .. } => *partial,
        Key::ShortText { .. } => true,
        _ => false,
    };
    let name = if mapped { "map_response" } else { "match_correct" };
    let template = match xml.version {
        Version::V21 => format!("http://www.imsglobal.org/question/qti_v2p1/rptemplates/{name}"),
        Version::V3 => format!("https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{name}.xml"),
    };
    xml.empty("responseProcessing", &[("template", &template)]);
}

/// No template compares with an accepted error.
fn comparison(tolerance: f64, xml: &mut Xml) {
    let both = format!("{0} {0}", number(tolerance));
    xml.open("responseProcessing", &[]);
    xml.open("responseCondition", &[]);
    xml.open("responseIf", &[]);
    if tolerance > 0.0 {
        xml.open("equal", &[("toleranceMode", "absolute"), ("tolerance", &both)]);
    } else {
        xml.open("equal", &[("toleranceMode", "exact")]);
    }
    xml.empty("variable", &[("identifier", "RESPONSE")]);
    xml.empty("correct", &[("identifier", "RESPONSE")]);
    xml.close("equal");
    score("1", xml);
    xml.close("responseIf");
    xml.open("responseElse", &[]);
    score("0", xml);
    xml.close("responseElse");
    xml.close("responseCondition");
    xml.close("responseProcessing");
}

fn score(points: &str, xml: &mut Xml) {
    xml.open("setOutcomeValue", &[("identifier", "SCORE")]);
    xml.text("baseValue", &[("baseType", "float")], points);
    xml.close("setOutcomeValue");
}

/// Whole numbers without a point, very large and very small ones with an exponent.
fn number(n: f64) -> String {
    let written = format!("{n:?}");
    written.strip_suffix(".0").map_or(written.clone(), str::to_owned)
}
