//! What an item declares: responses with their right values and maps of points, and how the answer is processed.
//!
//! Invariant: a rule for points that is not ours is named, never guessed at.

use crate::bank::exchange::xml::Element;
use std::collections::BTreeSet;

/// A declared response.
#[derive(Clone, Copy, Debug)]
pub(super) struct Response<'e> {
    element: &'e Element<'e>,
}

/// Points by answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Mapping {
    /// Answers and points, in order, and whether case counts when the file says.
    pub(super) entries: Vec<(String, f64, Option<bool>)>,
    /// Points of what is not listed.
    pub(super) default: f64,
    /// Least points.
    pub(super) lower: Option<f64>,
    /// Most points.
    pub(super) upper: Option<f64>,
}

impl<'e> Response<'e> {
    /// The response an interaction answers.
    pub(super) fn of(item: &'e Element<'e>, interaction: &Element<'_>) -> Option<Self> {
        let wanted = interaction.attribute("responseIdentifier")?;
        let element = item.all("responseDeclaration").find(|d| d.attribute("identifier") == Some(wanted))?;
        Some(Self { element })
    }

    /// Its identifier.
    pub(super) fn identifier(&self) -> &'e str {
        self.element.attribute("identifier").unwrap_or_default()
    }

    /// `single`, `multiple` or `ordered`.
    pub(super) fn cardinality(&self) -> &'e str {
        self.element.attribute("cardinality").unwrap_or("single")
    }

    /// `identifier`, `string`, `float`…
    pub(super) fn base_type(&self) -> &'e str {
        self.element.attribute("baseType").unwrap_or("string")
    }

    /// The values declared right, spaces tidied.
    pub(super) fn correct(&self) -> Vec<String> {
        let Some(correct) = self.element.first("correctResponse") else { return Vec::new() };
        correct.all("value").map(|v| tidy(&v.text())).filter(|v| !v.is_empty()).collect()
    }

    /// Its map of points.
    pub(super) fn mapping(&self) -> Option<Mapping> {
        let mapping = self.element.first("mapping")?;
        let number = |name: &str| mapping.attribute(name).and_then(number);
        let entries = mapping
            .all("mapEntry")
            .filter_map(|e| {
                let key = tidy(e.attribute("mapKey")?);
                let points = e.attribute("mappedValue").and_then(self::number)?;
                (!key.is_empty()).then_some((key, points, e.attribute("caseSensitive").map(|c| c == "true")))
            })
            .collect();
        let default = number("defaultValue").unwrap_or(0.0);
        Some(Mapping { entries, default, lower: number("lowerBound"), upper: number("upperBound") })
    }
}

impl Mapping {
    /// The most points one answer gives.
    pub(super) fn best(&self) -> f64 {
        self.entries.iter().map(|e| e.1).fold(0.0, f64::max)
    }
}

/// How an answer becomes points.
#[derive(Clone, Debug, Default)]
pub(super) struct Processing {
    /// By the map of points rather than by comparing with the right answer.
    pub(super) mapped: bool,
    /// Operators that compare in ways we do not have.
    pub(super) exotic: BTreeSet<String>,
    /// Whether case counts, when an operator says so.
    pub(super) case: Option<bool>,
}

/// Operators whose result does not follow from the right answer alone.
const EXOTIC: [&str; 20] = [
    "member",
    "contains",
    "index",
    "delete",
    "substring",
    "patternMatch",
    "customOperator",
    "mapResponsePoint",
    "inside",
    "anyN",
    "fieldValue",
    "containerSize",
    "durationLT",
    "durationGTE",
    "random",
    "randomInteger",
    "randomFloat",
    "equalRounded",
    "mathOperator",
    "statsOperator",
];

/// Operators that are exotic only when they look at the answer itself.
const COMPARING: [&str; 4] = ["gt", "gte", "lt", "lte"];

impl Processing {
    /// How the item processes a response.
    pub(super) fn of(item: &Element<'_>, response: &str) -> Self {
        let mut found = Self::default();
        let Some(rules) = item.first("responseProcessing") else { return found };
        let template = rules.attribute("template").unwrap_or_default();
        found.mapped = template.trim_end_matches(".xml").ends_with("map_response");
        walk(rules, &mut |e| {
            let name = &*e.name;
            if name == "mapResponse" {
                found.mapped = true;
            } else if name == "stringMatch" {
                found.case = e.attribute("caseSensitive").map(|c| c == "true").or(found.case);
            } else if EXOTIC.contains(&name) || (COMPARING.contains(&name) && looks_at(e, response)) {
                found.exotic.insert(name.to_owned());
            }
        });
        found
    }
}

/// Visits every element below. Nesting is bounded by the XML reader.
pub(super) fn walk<'e>(element: &'e Element<'e>, visit: &mut impl FnMut(&'e Element<'e>)) {
    for child in element.elements() {
        visit(child);
        walk(child, visit);
    }
}

/// Whether an operator has the response among its operands.
pub(super) fn looks_at(operator: &Element<'_>, response: &str) -> bool {
    operator.elements().any(|e| e.name == "variable" && e.attribute("identifier") == Some(response))
}

/// A number as files write it; a decimal comma is understood.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let read = text.parse::<f64>().ok().or_else(|| text.replacen(',', ".", 1).parse().ok());
    read.filter(|n| n.is_finite())
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
