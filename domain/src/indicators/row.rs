//! One exported number with everything needed to defend it.

use serde::Serialize;

/// Label of breakdowns whose rows must not be added up.
pub(super) const NOT_ADDITIVE: &str = "không cộng dồn";

/// Label of anonymous people, who may be the same person twice.
pub(super) const NEVER_ADDED: &str = "không cộng vào số người duy nhất";

/// What the value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Counts {
    /// Distinct persons.
    People,
    /// Attempts.
    Attempts,
    /// Units of the scheme.
    Places,
    /// Events held.
    Events,
}

impl Counts {
    /// The exported code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Attempts => "attempts",
            Self::Places => "places",
            Self::Events => "events",
        }
    }
}

/// By what a row is broken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Breakdown {
    /// Not at all.
    Total,
    /// By unit of the scheme, outside and unknown included.
    Locality,
    /// By unit and audience.
    LocalityAudience,
    /// By audience.
    Audience,
    /// By age band.
    AgeBand,
    /// By mode; persons do not sum.
    Mode,
    /// By identity grade.
    Grade,
    /// By membership; does not sum.
    Flag,
}

impl Breakdown {
    /// All, in reporting order.
    pub const ALL: &'static [Self] = &[
        Self::Total,
        Self::Locality,
        Self::LocalityAudience,
        Self::Audience,
        Self::AgeBand,
        Self::Mode,
        Self::Grade,
        Self::Flag,
    ];

    /// The code in `by=` and on the rows.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Locality => "locality",
            Self::LocalityAudience => "locality_audience",
            Self::Audience => "audience",
            Self::AgeBand => "age_band",
            Self::Mode => "mode",
            Self::Grade => "grade",
            Self::Flag => "flag",
        }
    }

    /// From the code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|b| b.code() == code)
    }
}

/// What all rows of one report share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportMeta {
    /// First day of the period, `YYYY-MM-DD`.
    pub period_from: String,
    /// Last day of the period.
    pub period_to: String,
    /// When it was computed, unix ms.
    pub computed_at: i64,
    /// Hide cells of 1–4: on for everything the public can read.
    pub public: bool,
}

/// One row of the export. An empty text in a dimension means "all of it".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct IndicatorRow {
    /// Code, see [`super::Definition`].
    pub indicator: &'static str,
    /// First day of the period.
    pub period_from: String,
    /// Last day of the period.
    pub period_to: String,
    /// By what the row is broken down.
    pub by: Breakdown,
    /// The report's scheme, also on the rows "outside" and "unknown".
    pub scheme: String,
    /// Code of the unit in that scheme; `outside`, `unknown` or `outside_former_province`; empty = all. On I13 also the
    /// code of a province or old district.
    pub locality_code: String,
    /// Its name.
    pub locality_name: String,
    /// Audience code; `unknown` where none was told.
    pub audience: &'static str,
    /// Age band code; on I6 `>=18` or `unknown`.
    pub age_band: &'static str,
    /// Mode code.
    pub mode: &'static str,
    /// Identity grade; `verified+declared` for unique persons of both, `all` for attempts of all grades; empty for events.
    pub grade: &'static str,
    /// Membership code.
    pub flag: &'static str,
    /// The number; `None` where suppressed.
    pub value: Option<u64>,
    /// What it counts.
    pub people_or_attempts: Counts,
    /// "không cộng dồn" where rows of this breakdown must not be added up, "không cộng vào số người duy nhất" on
    /// anonymous people; else empty.
    pub note: &'static str,
    /// When it was computed, unix ms.
    pub computed_at: i64,
    /// Rules that made it.
    pub rule_version: &'static str,
    /// Hidden because it is 1–4.
    pub suppressed: bool,
}
