//! What projectors and hosts get.
//!
//! Invariant: before reveal a projector gets [`TallyFrame`] and nothing more of the answers; [`Bars`] are the host's.

use super::Reveal;
use crate::payload::SourceView;
use serde::{Deserialize, Serialize};

/// The lobby as screens and hosts see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Lobby {
    /// How many are in.
    pub players: u32,
    /// Localities, teams or classes with their heads, most first.
    pub groups: Vec<GroupCount>,
    /// The newest names, newest first.
    pub newest: Vec<String>,
}

/// A group and its heads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct GroupCount {
    /// Its name.
    pub name: String,
    /// How many.
    pub players: u32,
}

/// Event `tally`: how many answered. Screens get nothing more before reveal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct TallyFrame {
    /// Which question.
    pub question: u32,
    /// How many answered.
    pub answered: u32,
    /// Of how many.
    pub of: u32,
}

/// How many chose what. Until reveal only hosts get it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bars {
    /// One per option in the order shown; for numbers and texts the most frequent answers.
    pub bars: Vec<Bar>,
    /// How many answered.
    pub answered: u32,
    /// Fully right answers; 0 for a survey.
    pub right: u32,
    /// Partly right answers.
    #[serde(default, skip_serializing_if = "super::is_nothing")]
    pub partly: u32,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bar {
    /// The option's id, or the answer itself for numbers and texts.
    pub id: String,
    /// How many.
    pub count: u32,
    /// Whether it is right, or part of what is right.
    pub right: bool,
}

/// Event `reveal` as screens and hosts get it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ScreenReveal {
    /// What is the same for everybody.
    #[serde(flatten)]
    pub shared: Reveal,
    /// How many chose what.
    pub bars: Bars,
    /// Why.
    pub explanation: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceView>,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Row {
    /// Shared where equal: 1, 2, 2, 4.
    pub rank: u32,
    /// The player's number.
    pub number: u32,
    /// The nickname.
    pub nickname: String,
    /// Locality, team or class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Points so far.
    pub total: i64,
    /// Places won (above 0) or lost since the last standings; absent for who was not in them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<i32>,
}

/// One row of the groups' table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct GroupRow {
    /// By the mean of the best few.
    pub rank: u32,
    /// Its name.
    pub name: String,
    /// How many players.
    pub players: u32,
    /// Mean of the best few, one decimal.
    pub mean: f64,
    /// All points together.
    pub total: i64,
    /// By all points together.
    pub rank_by_total: u32,
}

/// Event `standings` as screens and hosts get it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct StandingsFrame {
    /// After which question.
    pub after: u32,
    /// The first rows.
    pub rows: Vec<Row>,
    /// The groups, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRow>,
    /// The table stands still until the ceremony.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub frozen: bool,
    /// Seats still in, of a knock-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alive: Option<u32>,
}

/// One row during the ceremony.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct CeremonyRow {
    /// The rank with what is known so far.
    pub rank: u32,
    /// The player's number.
    pub number: u32,
    /// The nickname.
    pub nickname: String,
    /// Locality, team or class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Points: final ones once resolved.
    pub total: i64,
    /// Whether the row is resolved.
    pub resolved: bool,
}

/// Event `ceremony` as screens and hosts get it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct CeremonyFrame {
    /// Rows resolved so far.
    pub step: u32,
    /// Rows in all.
    pub steps: u32,
    /// The table, best first.
    pub rows: Vec<CeremonyRow>,
    /// The row this step resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<u32>,
    /// Rows it climbed.
    #[serde(default, skip_serializing_if = "super::is_nothing")]
    pub climbed: u32,
    /// The row the next press resolves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

/// Event `final` as screens and hosts get it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct FinalFrame {
    /// The first rows; the podium is whoever has rank 1, 2 and 3.
    pub rows: Vec<Row>,
    /// The groups, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRow>,
    /// How many played.
    pub players: u32,
}
