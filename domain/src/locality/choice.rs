//! What a person says about where they live: a present unit, outside the province, or nothing.
//!
//! "Outside" and "unknown" are choices a person makes, not missing values: nobody is asked twice and both are counted.

use super::{LocalityKey, SPECIAL};
use serde::{Deserialize, Serialize};

/// Code of "outside the province", in the scheme [`SPECIAL`] and in forms.
pub const OUTSIDE: &str = "outside";
/// Code of "does not want to say or does not know".
pub const UNKNOWN: &str = "unknown";

/// The chosen locality. JSON: `{"scheme":…,"code":…}`, `"outside"` or `"unknown"`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub enum LocalityChoice {
    /// A unit of a scheme.
    Unit(LocalityKey),
    /// Outside the province.
    Outside,
    /// Not told.
    Unknown,
}

impl LocalityChoice {
    /// The key it is stored and counted under.
    #[must_use]
    pub fn key(&self) -> LocalityKey {
        match self {
            Self::Unit(key) => key.clone(),
            Self::Outside => LocalityKey::new(SPECIAL, OUTSIDE),
            Self::Unknown => LocalityKey::new(SPECIAL, UNKNOWN),
        }
    }

    /// Back from a stored key; `None` for a special code that does not exist.
    #[must_use]
    pub fn from_key(key: LocalityKey) -> Option<Self> {
        match (key.scheme.as_str(), key.code.as_str()) {
            (SPECIAL, OUTSIDE) => Some(Self::Outside),
            (SPECIAL, UNKNOWN) => Some(Self::Unknown),
            (SPECIAL, _) => None,
            _ => Some(Self::Unit(key)),
        }
    }

    /// From a form's value: `post-2025-07:21583`, `outside` or `unknown`. Whether the unit exists is the registry's word.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        match value.trim() {
            OUTSIDE => Some(Self::Outside),
            UNKNOWN => Some(Self::Unknown),
            text => {
                let (scheme, code) = text.split_once(':')?;
                let plain = |s: &str| {
                    !s.is_empty()
                        && s.len() <= 40
                        && s.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
                };
                if plain(scheme) && plain(code) {
                    Self::from_key(LocalityKey::new(scheme, code))
                } else {
                    None
                }
            }
        }
    }
}

/// The form's value, as [`LocalityChoice::parse`] reads it.
impl std::fmt::Display for LocalityChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unit(key) => key.fmt(f),
            Self::Outside => f.write_str(OUTSIDE),
            Self::Unknown => f.write_str(UNKNOWN),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Wire {
    Unit(LocalityKey),
    Word(String),
}

impl TryFrom<Wire> for LocalityChoice {
    type Error = &'static str;

    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        const EXPECTED: &str = "a locality is {scheme, code}, \"outside\" or \"unknown\"";
        match wire {
            Wire::Unit(key) => Self::from_key(key).ok_or(EXPECTED),
            Wire::Word(word) if word == OUTSIDE => Ok(Self::Outside),
            Wire::Word(word) if word == UNKNOWN => Ok(Self::Unknown),
            Wire::Word(_) => Err(EXPECTED),
        }
    }
}

impl From<LocalityChoice> for Wire {
    fn from(choice: LocalityChoice) -> Self {
        match choice {
            LocalityChoice::Unit(key) => Self::Unit(key),
            LocalityChoice::Outside => Self::Word(OUTSIDE.to_owned()),
            LocalityChoice::Unknown => Self::Word(UNKNOWN.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_exactly_three_shapes() {
        let unit = LocalityChoice::Unit(LocalityKey::new("post-2025-07", "21583"));
        for (choice, json) in [
            (unit, r#"{"scheme":"post-2025-07","code":"21583"}"#),
            (LocalityChoice::Outside, r#""outside""#),
            (LocalityChoice::Unknown, r#""unknown""#),
        ] {
            assert_eq!(serde_json::to_string(&choice).unwrap(), json);
            assert_eq!(serde_json::from_str::<LocalityChoice>(json).unwrap(), choice);
            assert_eq!(LocalityChoice::parse(&choice.to_string()), Some(choice.clone()));
            assert_eq!(LocalityChoice::from_key(choice.key()), Some(choice));
        }
        for bad in [
            r#""elsewhere""#,
            r#"{"scheme":"special","code":"moon"}"#,
            r#"{"code":"21583"}"#,
            "null",
            "21583",
        ] {
            assert!(serde_json::from_str::<LocalityChoice>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn form_values() {
        assert_eq!(LocalityChoice::parse("special:outside"), Some(LocalityChoice::Outside));
        for bad in ["", "21583", "post-2025-07:", ":21583", "a b:1", "post-2025-07:2<3", "special:x"] {
            assert_eq!(LocalityChoice::parse(bad), None, "{bad}");
        }
    }
}
