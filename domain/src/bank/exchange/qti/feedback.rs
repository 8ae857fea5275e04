//! The explanation among an item's feedback.
//!
//! QTI has feedback for this answer and for that one, we have one explanation for all. Feedback that everybody sees is
//! that explanation; all else is reported. Invariant: nothing is called an explanation that only some would have seen.

use super::declared::walk;
use crate::bank::exchange::xml::Element;
use std::collections::{BTreeMap, BTreeSet};

/// The item's modal feedback: what everybody sees, and the rest.
pub(super) fn sorted<'e>(item: &'e Element<'e>) -> (Vec<&'e Element<'e>>, Vec<&'e Element<'e>>) {
    let all: Vec<&Element<'_>> = item.all("modalFeedback").collect();
    if all.is_empty() {
        return (all, Vec::new());
    }
    let outcomes = Outcomes::of(item);
    let mut shown: Vec<&Element<'_>> = Vec::new();
    let mut texts = BTreeSet::new();
    let mut rest: Vec<(&Element<'_>, String)> = Vec::new();
    for feedback in all {
        let text = text(feedback);
        if text.is_empty() && feedback.elements().next().is_none() {
            continue;
        }
        if outcomes.always(feedback) {
            if texts.insert(text) {
                shown.push(feedback);
            }
        } else {
            rest.push((feedback, text));
        }
    }
    // The same words whether the answer is right or wrong, or once for showing and once for hiding.
    let same = rest.len() > 1 && rest.iter().all(|(_, t)| *t == rest[0].1) && !rest[0].1.is_empty();
    if same && covers(&rest, &outcomes) {
        if texts.insert(rest[0].1.clone()) {
            shown.push(rest[0].0);
        }
        rest.clear();
    }
    // What everybody reads anyway is not lost when some are shown it once more.
    (shown, rest.into_iter().filter(|(_, t)| !texts.contains(t)).map(|(f, _)| f).collect())
}

fn text(feedback: &Element<'_>) -> String {
    feedback.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether one of these is seen whatever the outcome: each value that can come is shown, or one is both shown and hidden.
fn covers(list: &[(&Element<'_>, String)], outcomes: &Outcomes<'_>) -> bool {
    let named = |show: bool| -> BTreeSet<&str> {
        list.iter().filter(|(f, _)| shows(f) == show).filter_map(|(f, _)| f.attribute("identifier")).collect()
    };
    let (shown, hidden) = (named(true), named(false));
    if shown.intersection(&hidden).next().is_some() || hidden.len() > 1 {
        return true;
    }
    let outcome = list.first().and_then(|(f, _)| f.attribute("outcomeIdentifier")).unwrap_or_default();
    outcomes.settable.get(outcome).is_some_and(|values| !values.is_empty() && values.is_subset(&shown))
}

fn shows(feedback: &Element<'_>) -> bool {
    feedback.attribute("showHide") != Some("hide")
}

/// What values feedback variables can take.
struct Outcomes<'e> {
    /// Outcome → its value before any rule.
    initial: BTreeMap<&'e str, String>,
    /// Outcome → values that some rule gives.
    settable: BTreeMap<&'e str, BTreeSet<&'e str>>,
    /// Outcome and value that a rule without condition gives.
    certain: BTreeSet<(&'e str, &'e str)>,
}

impl<'e> Outcomes<'e> {
    fn of(item: &'e Element<'e>) -> Self {
        let mut found =
            Self { initial: BTreeMap::new(), settable: BTreeMap::new(), certain: BTreeSet::new() };
        for declared in item.all("outcomeDeclaration") {
            let value = declared.first("defaultValue").and_then(|d| d.first("value")).map(Element::text);
            if let (Some(name), Some(value)) = (declared.attribute("identifier"), value) {
                found.initial.insert(name, value.trim().to_owned());
            }
        }
        let Some(rules) = item.first("responseProcessing") else { return found };
        walk(rules, &mut |e| {
            if let (true, Some(name)) = (e.name == "setOutcomeValue", e.attribute("identifier")) {
                let values = found.settable.entry(name).or_default();
                walk(e, &mut |v| {
                    if v.name == "baseValue"
                        && let Some(text) = only_text(v)
                    {
                        values.insert(text);
                    }
                });
            }
        });
        for rule in rules.all("setOutcomeValue") {
            let value = rule.first("baseValue").and_then(only_text);
            if let (Some(name), Some(value)) = (rule.attribute("identifier"), value) {
                found.certain.insert((name, value));
            }
        }
        found
    }

    /// Whether feedback is seen by everybody.
    fn always(&self, feedback: &Element<'_>) -> bool {
        let identifier = feedback.attribute("identifier").unwrap_or_default();
        if matches!(identifier.to_ascii_uppercase().as_str(), "EXPLANATION" | "SOLUTION" | "GENERAL") {
            return true;
        }
        let outcome = feedback.attribute("outcomeIdentifier").unwrap_or_default();
        let set = self.settable.get(outcome);
        let initially = self.initial.get(outcome).is_some_and(|v| v == identifier);
        if shows(feedback) {
            self.certain.contains(&(outcome, identifier)) || (initially && set.is_none())
        } else {
            !initially && !set.is_some_and(|values| values.contains(identifier))
        }
    }
}

fn only_text<'e>(element: &'e Element<'e>) -> Option<&'e str> {
    element.children.iter().find_map(|n| match n {
        crate::bank::exchange::xml::Node::Text(text) => Some(text.trim()),
        crate::bank::exchange::xml::Node::Element(_) => None,
    })
}
