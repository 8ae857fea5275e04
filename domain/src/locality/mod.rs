//! Communes, wards, old districts and provinces, in both administrative schemes.
//!
//! Invariant: a locality is named by (scheme, code) and by nothing less. All 58 new codes of the east re-use an old
//! commune's code and 49 of them now name another place; each old district's short name is now also a commune's name.
//! The units themselves are data ([`Registry::from_csv`]), never constants: another province loads its own.

mod choice;
mod csv;
mod registry;
mod search;
#[cfg(test)]
mod tests;

pub use choice::{LocalityChoice, OUTSIDE, UNKNOWN};
pub use registry::Registry;
pub use search::{PickerGroup, find_text};

use serde::{Deserialize, Serialize};

/// The scheme in force since 1 July 2025.
pub const PRESENT: &str = "post-2025-07";
/// The scheme with districts, until 30 June 2025.
pub const FORMER: &str = "pre-2025-07";
/// The scheme of the two rows that are no place: [`OUTSIDE`] and [`UNKNOWN`].
pub const SPECIAL: &str = "special";

/// A locality's key. Never the bare code (58 codes were re-used for other places) and never the name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocalityKey {
    /// e.g. `post-2025-07`.
    pub scheme: String,
    /// Official code in that scheme.
    pub code: String,
}

impl LocalityKey {
    /// A key from its two parts.
    #[must_use]
    pub fn new(scheme: &str, code: &str) -> Self {
        Self { scheme: scheme.to_owned(), code: code.to_owned() }
    }
}

/// As in forms and addresses: `scheme:code`.
impl std::fmt::Display for LocalityKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.scheme, self.code)
    }
}

/// Where a unit stands in its scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A province or centrally run city.
    Province,
    /// A district (former scheme only).
    District,
    /// A commune or ward: what people pick.
    Commune,
    /// "Outside the province" and "unknown".
    Special,
}

impl Level {
    /// The stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Special => "special",
        }
    }

    /// From the stored code; the special rows are made here, not loaded.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Province, Self::District, Self::Commune].into_iter().find(|l| l.code() == code)
    }
}

/// A unit of the other scheme that a unit was made of, or became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapped {
    /// Code in the other scheme.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// Whether only a part of it is meant ("một phần").
    pub part: bool,
}

/// An old district by code and name; in the west it has no row of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OldDistrict {
    /// Code in the former scheme.
    pub code: String,
    /// Full name, e.g. "Thành phố Quy Nhơn".
    pub name: String,
}

/// One unit of one scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locality {
    /// Its key.
    pub key: LocalityKey,
    /// Province, district, commune or special.
    pub level: Level,
    /// "Phường", "Xã", "Huyện"…; empty for the special rows.
    pub kind: String,
    /// Full name, e.g. "Phường Quy Nhơn Nam".
    pub name: String,
    /// Name without the kind.
    pub short_name: String,
    /// Parent in the same scheme.
    pub parent_code: Option<String>,
    /// Full name of the old province it lies in.
    pub old_province: Option<String>,
    /// Old districts it was made from, the leading one first; four units of the west have two or three.
    pub old_districts: Vec<OldDistrict>,
    /// First day of validity, `YYYY-MM-DD`.
    pub valid_from: Option<String>,
    /// Last day of validity.
    pub valid_to: Option<String>,
    /// What it was made of, in the former scheme.
    pub old_units: Vec<Mapped>,
    /// What became of it, in the present scheme.
    pub new_units: Vec<Mapped>,
}

impl Locality {
    /// The old district it is listed under in the picker.
    #[must_use]
    pub fn old_district(&self) -> Option<&OldDistrict> {
        self.old_districts.first()
    }

    /// Whether people pick it now: a commune that is still valid.
    #[must_use]
    pub fn present(&self) -> bool {
        self.level == Level::Commune && self.valid_to.is_none()
    }
}
