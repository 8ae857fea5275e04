//! What a person picked at one position of their paper, as it travels and as it is stored.
//!
//! The JSON has exactly one field, named for the kind of question; `null` (an absent choice) clears the answer.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One answer. Ids are the option ids of the question's revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub enum Choice {
    /// Single choice and true/false (`"true"` / `"false"`).
    Option(String),
    /// Multiple choice: the picked ids; the order carries no meaning.
    Options(Vec<String>),
    /// Ordering: all ids, first to last.
    Order(Vec<String>),
    /// Matching: left id → right id.
    Pairs(BTreeMap<String, String>),
    /// A number.
    Number(f64),
    /// Free text.
    Text(String),
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    option: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    options: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pairs: Option<BTreeMap<String, String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl TryFrom<Fields> for Choice {
    type Error = &'static str;

    fn try_from(f: Fields) -> Result<Self, Self::Error> {
        match (f.option, f.options, f.order, f.pairs, f.number, f.text) {
            (Some(id), None, None, None, None, None) => Ok(Self::Option(id)),
            (None, Some(ids), None, None, None, None) => Ok(Self::Options(ids)),
            (None, None, Some(ids), None, None, None) => Ok(Self::Order(ids)),
            (None, None, None, Some(pairs), None, None) => Ok(Self::Pairs(pairs)),
            (None, None, None, None, Some(n), None) => Ok(Self::Number(n)),
            (None, None, None, None, None, Some(text)) => Ok(Self::Text(text)),
            _ => Err("a choice has exactly one of: option, options, order, pairs, number, text"),
        }
    }
}

impl From<Choice> for Fields {
    fn from(choice: Choice) -> Self {
        let mut f = Self::default();
        match choice {
            Choice::Option(id) => f.option = Some(id),
            Choice::Options(ids) => f.options = Some(ids),
            Choice::Order(ids) => f.order = Some(ids),
            Choice::Pairs(pairs) => f.pairs = Some(pairs),
            Choice::Number(n) => f.number = Some(n),
            Choice::Text(text) => f.text = Some(text),
        }
        f
    }
}

#[cfg(test)]
mod tests {
    use super::Choice;

    #[test]
    fn one_field_and_only_one() {
        let picked: Choice = serde_json::from_str(r#"{"option":"b"}"#).unwrap();
        assert_eq!(picked, Choice::Option("b".into()));
        assert_eq!(serde_json::to_string(&picked).unwrap(), r#"{"option":"b"}"#);
        assert!(serde_json::from_str::<Choice>(r#"{"option":"b","number":1}"#).is_err());
        assert!(serde_json::from_str::<Choice>("{}").is_err());
        assert!(serde_json::from_str::<Choice>(r#"{"opt":"b"}"#).is_err());
    }
}
