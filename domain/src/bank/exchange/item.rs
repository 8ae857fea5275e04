//! A question as a foreign file tells it: what was there, and nothing that was not.

use crate::people::Audience;
use crate::question::{Fold, Source};

/// One question of a file, before our rules looked at it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    /// Line it begins at, from 1.
    pub(crate) line: usize,
    /// Column it begins at, from 1.
    pub(crate) column: usize,
    /// Our question id, when the file carries one.
    pub(crate) id: Option<String>,
    /// What the file calls it; a question without our id gets its id from this, else from its stem.
    pub(crate) name: Option<String>,
    /// Topic code.
    pub(crate) topic: Option<String>,
    /// Topic title.
    pub(crate) topic_title: Option<String>,
    /// Category path in the file, outermost first.
    pub(crate) category: Vec<String>,
    /// 1 to 3.
    pub(crate) difficulty: Option<u8>,
    /// Empty means everybody.
    pub(crate) audience: Vec<Audience>,
    /// A situation or decision.
    pub(crate) situation: bool,
    /// In our small markup.
    pub(crate) stem: String,
    /// How it is answered, with the key.
    pub(crate) body: Body,
    /// In our small markup; empty when the file has none.
    pub(crate) explanation: String,
    /// Where it stands.
    pub(crate) sources: Vec<Source>,
    /// Competence codes.
    pub(crate) competence: Vec<String>,
    /// `YYYY-MM-DD`.
    pub(crate) as_of: Option<String>,
    /// `YYYY-MM-DD`.
    pub(crate) review_by: Option<String>,
    /// How to read it aloud.
    pub(crate) read_aloud: Option<String>,
    /// Question ids that must not share a paper with it.
    pub(crate) enemies: Vec<String>,
    /// Ids of the options in the order of `body`, when the file carries ours.
    pub(crate) option_ids: Vec<String>,
    /// Ids of the right side of a matching question, in the order of `body`.
    pub(crate) match_ids: Vec<String>,
    /// Ids of the right options as the writer ordered them, when that is not the order of `body`.
    pub(crate) right_ids: Vec<String>,
    /// Partial credit, when the file says.
    pub(crate) partial: Option<bool>,
    /// Unit of a number.
    pub(crate) unit: Option<String>,
    /// How letters are compared.
    pub(crate) fold: Option<Fold>,
    /// The bytes of its image as the file holds it, and its alternative text.
    pub(crate) image: Option<(Vec<u8>, String)>,
}

/// How a question is answered, in the words of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Body {
    /// Not understood; the reader has said so already.
    #[default]
    Nothing,
    /// Options and which of them are right: one right is single choice, unless `several` says otherwise.
    Choice {
        /// Texts, plain, and whether right.
        options: Vec<(String, bool)>,
        /// More than one may be picked.
        several: bool,
    },
    /// Right or wrong.
    TrueFalse(bool),
    /// Texts in the order shown, and the places (from 0) of the right order.
    Ordering {
        /// Texts, plain.
        options: Vec<String>,
        /// `right[i]` is the place in `options` of what comes i-th.
        right: Vec<usize>,
    },
    /// Left texts with the place (from 0) of their partner on the right.
    Matching {
        /// Left texts and partners.
        left: Vec<(String, usize)>,
        /// Right texts; may be more than the left.
        right: Vec<String>,
    },
    /// A number and its accepted absolute error.
    Numeric {
        /// The right value.
        right: f64,
        /// Accepted error.
        tolerance: f64,
    },
    /// Accepted forms, the first is shown as the answer.
    ShortText(Vec<String>),
}
