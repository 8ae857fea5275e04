//! What phone and server say to each other, spelled once for both.
//!
//! Invariant: no type here that reaches a player before reveal has a place for the right answer; see
//! [`QuestionView`]. [`ReviewItem`] does, and is only built once the rules release the review.

use crate::Choice;
use serde::{Deserialize, Serialize};

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One of several options.
    SingleChoice,
    /// Any number of options.
    MultipleChoice,
    /// Right or wrong.
    TrueFalse,
    /// Put all options in order.
    Ordering,
    /// Pair each left with a right.
    Matching,
    /// A number, with a tolerance.
    Numeric,
    /// A short text with accepted forms.
    ShortText,
}

/// An option as shown: id stable within the question, text as plain NFC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct OptionView {
    /// Stable id inside the question.
    pub id: String,
    /// What people read.
    pub text: String,
}

/// A picture of a question, served at `/media/{file}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Image {
    /// Name: SHA-256 of the bytes in hex with `.png` or `.jpg`. In a TOML file: the path beside it.
    pub file: String,
    /// What it shows, for those who cannot see it; empty when it only adorns.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// One question of a paper as the person sees it, in this paper's option order. It has no key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct QuestionView {
    /// 1-based place on the paper.
    pub position: u32,
    /// How it is answered.
    pub kind: Kind,
    /// The question: a line break is a line break, `**…**` is strong.
    pub stem: String,
    /// A picture that belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Options (for matching: the left side), in this paper's order.
    pub options: Vec<OptionView>,
    /// The right side of a matching question; empty otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<OptionView>,
    /// Unit shown after a number field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What is saved now, if anything.
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub choice: Option<Choice>,
    /// Last sequence number the server accepted for this position; 0 before the first.
    pub seq: i64,
}

/// An attempt in progress: everything the phone needs to carry on, also after a reload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct AttemptView {
    /// Attempt id (`UUIDv7`).
    pub id: String,
    /// 1 for the first attempt of the person in this round.
    pub ordinal: u32,
    /// The server's clock, unix ms.
    pub server_time: i64,
    /// When it ends, unix ms; extra time and extensions included.
    pub deadline: i64,
    /// When it began, unix ms.
    pub started_at: i64,
    /// Minutes added after an outage, with the organiser's reason, newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<ExtensionView>,
    /// The paper.
    pub questions: Vec<QuestionView>,
    /// The prediction question, when the round asks one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prediction: Option<String>,
    /// Whether blanks forbid submitting.
    #[serde(default)]
    pub all_required: bool,
}

/// Time given back after an outage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ExtensionView {
    /// Minutes added.
    pub minutes: u32,
    /// Why, in the organiser's words.
    pub reason: String,
}

/// Body of `PUT /api/v1/attempts/{id}/answers/{position}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct SaveAnswer {
    /// The last seq the server returned for this position, plus one.
    pub seq: i64,
    /// The phone's clock at the tap, unix ms; recorded, never trusted.
    pub occurred_at: i64,
    /// The choice; `null` clears.
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub choice: Option<Choice>,
}

/// What is stored at a position after a save: the page shows this, whatever it sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct SavedAnswer {
    /// 1-based place on the paper.
    pub position: u32,
    /// The stored sequence number.
    pub seq: i64,
    /// The stored choice.
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub choice: Option<Choice>,
    /// When it was stored, unix ms.
    pub saved_at: i64,
}

/// Body of `POST /api/v1/attempts/{id}/submit`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Submit {
    /// The person's answer to the prediction question.
    #[serde(default)]
    pub prediction: Option<i64>,
}

/// A place among others; ties share it ("1, 2, 2, 4").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Rank {
    /// The rank, from 1.
    pub rank: u64,
    /// Of how many; absent where fewer than 5 would be shown.
    pub of: Option<u64>,
}

/// The person's ranks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Ranks {
    /// In the commune, where it has at least 5 people.
    pub locality: Option<Rank>,
    /// In the division, where there is one with at least 5 people.
    pub division: Option<Rank>,
    /// In the whole contest.
    pub province: Option<Rank>,
}

/// One question after the fact: what was right and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ReviewItem {
    /// 1-based place on the paper.
    pub position: u32,
    /// How it was answered.
    pub kind: Kind,
    /// The question.
    pub stem: String,
    /// A picture that belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// What the person answered, in words; empty when blank.
    pub answered: Vec<String>,
    /// What is right, in words.
    pub right: Vec<String>,
    /// Points got for it.
    pub points: f64,
    /// Points it is worth.
    pub of: f64,
    /// Why.
    pub explanation: String,
    /// Where it stands.
    pub sources: Vec<SourceView>,
    /// The topic's title.
    pub topic: String,
}

/// A source a reader can look up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct SourceView {
    /// Document or agency.
    pub title: String,
    /// Address, when it has a stable one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Reply to a submit and to reading a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ResultView {
    /// Points got.
    pub score: f64,
    /// Points possible.
    pub max: f64,
    /// Whether the pass mark was reached; `null` without one.
    pub passed: Option<bool>,
    /// Whether this attempt is the one that counts for the round.
    pub counted: bool,
    /// Ranks of the person.
    pub rank: Ranks,
    /// The answers explained, once the rules release them.
    pub review: Option<Vec<ReviewItem>>,
    /// From when the review is shown, unix ms; `null` if never.
    pub review_from: Option<i64>,
}
