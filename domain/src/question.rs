//! A question's immutable wording, its key, and the paper a person was dealt.

use crate::Points;
use crate::payload::{Image, Kind, OptionView, QuestionView};
use crate::people::Audience;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One immutable wording of a question. An attempt always shows the revision it was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// Id of this wording: `{question}@{first 12 hex digits of the content hash}`.
    pub id: String,
    /// The question it belongs to, e.g. `T05-001`.
    pub question: String,
    /// Topic code, e.g. `T05`.
    pub topic: String,
    /// Topic title in Vietnamese.
    pub topic_title: String,
    /// 1 easy, 2 medium, 3 hard.
    pub difficulty: u8,
    /// Who it is for; empty means everybody.
    pub audience: Vec<Audience>,
    /// A situation or decision rather than recall.
    #[serde(default)]
    pub situation: bool,
    /// The question.
    pub stem: String,
    /// Options; for matching the left side; empty for numbers and texts.
    #[serde(default)]
    pub options: Vec<OptionView>,
    /// What is right.
    pub key: Key,
    /// Why, in 1–3 sentences.
    pub explanation: String,
    /// Where it stands.
    pub sources: Vec<Source>,
    /// Competence codes (`TT02 4.2`, `DLGF 0.1`).
    pub competence: Vec<String>,
    /// The wording is true on this day (`YYYY-MM-DD`).
    pub as_of: String,
    /// Must be reviewed before this day (`YYYY-MM-DD`); overdue questions leave the draw.
    pub review_by: String,
    /// How to read it aloud, when numbers or abbreviations need help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_aloud: Option<String>,
    /// A picture that belongs to the stem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Questions that must not share a paper with this one; naming it on one side is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enemies: Vec<String>,
}

/// A source a reader can look up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Document or agency.
    pub title: String,
    /// Code of the fact in the project's background document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// Address, when it has a stable one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// How letters are compared in a short text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// Exactly as written (after NFC and trimming).
    None,
    /// Upper and lower case are the same.
    #[default]
    Case,
    /// Case, tones and đ/d are the same: the writer's explicit choice, never a default.
    Marks,
}

/// The right answer, by kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Key {
    /// One option id.
    SingleChoice {
        /// The right option.
        right: String,
    },
    /// A set of option ids.
    MultipleChoice {
        /// The right options.
        right: Vec<String>,
        /// `max(0, right picks − wrong picks) ÷ number right` instead of all or nothing.
        partial: bool,
    },
    /// Right or wrong.
    TrueFalse {
        /// Whether the statement is right.
        right: bool,
    },
    /// All option ids, first to last; all or nothing.
    Ordering {
        /// The right order.
        right: Vec<String>,
    },
    /// Left id → right id.
    Matching {
        /// The right side as shown (may hold more than the left).
        matches: Vec<OptionView>,
        /// The right pairs.
        right: BTreeMap<String, String>,
        /// Right pairs ÷ pairs instead of all or nothing.
        partial: bool,
    },
    /// A number.
    Numeric {
        /// The right value.
        right: f64,
        /// Accepted absolute error.
        tolerance: f64,
        /// Unit shown after the field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    /// A short text.
    ShortText {
        /// Accepted forms; the first is shown as the answer.
        accept: Vec<String>,
        /// How letters are compared.
        fold: Fold,
    },
}

impl Key {
    /// How the question is answered.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::SingleChoice { .. } => Kind::SingleChoice,
            Self::MultipleChoice { .. } => Kind::MultipleChoice,
            Self::TrueFalse { .. } => Kind::TrueFalse,
            Self::Ordering { .. } => Kind::Ordering,
            Self::Matching { .. } => Kind::Matching,
            Self::Numeric { .. } => Kind::Numeric,
            Self::ShortText { .. } => Kind::ShortText,
        }
    }
}

/// One place on a dealt paper: which wording, in which option order. Short names: it is stored once per attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperItem {
    /// Revision id.
    #[serde(rename = "r")]
    pub revision: String,
    /// Option ids in the order shown.
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Right-side ids in the order shown (matching only).
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<String>,
}

impl Revision {
    /// What a right answer is worth.
    #[must_use]
    pub fn worth(&self) -> Points {
        Points::ONE
    }

    /// Ids of the two options of a true/false question, as they travel.
    pub const TRUE_FALSE: [&'static str; 2] = ["true", "false"];

    /// The question as the person sees it: options in the paper's order and no key.
    ///
    /// The two options of a true/false question get their words from `truth` (`["Đúng", "Sai"]`), since they are
    /// interface text, not part of the wording.
    #[must_use]
    pub fn view(&self, position: u32, item: &PaperItem, truth: [&str; 2]) -> QuestionView {
        let pick = |ids: &[String], from: &[OptionView]| -> Vec<OptionView> {
            ids.iter().filter_map(|id| from.iter().find(|o| &o.id == id).cloned()).collect()
        };
        let (options, matches, unit) = match &self.key {
            Key::TrueFalse { .. } => (
                Self::TRUE_FALSE
                    .iter()
                    .zip(truth)
                    .map(|(id, text)| OptionView { id: (*id).into(), text: text.into() })
                    .collect(),
                Vec::new(),
                None,
            ),
            Key::Matching { matches, .. } => {
                (pick(&item.options, &self.options), pick(&item.matches, matches), None)
            }
            Key::Numeric { unit, .. } => (Vec::new(), Vec::new(), unit.clone()),
            _ => (pick(&item.options, &self.options), Vec::new(), None),
        };
        QuestionView {
            position,
            kind: self.key.kind(),
            stem: self.stem.clone(),
            image: self.image.clone(),
            options,
            matches,
            unit,
            choice: None,
            seq: 0,
        }
    }
}
