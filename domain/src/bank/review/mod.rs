//! The way of a question into the draw: draft → in review → approved → retired, and back to draft.
//!
//! Only approved questions are drawn. Invariant: nobody approves what they wrote; where the writer is not known, whoever
//! brought the question to review answers for it. Names are compared by [`same_person`], which would rather take two
//! people for one than one for two.

use crate::text::fold;
use serde::{Deserialize, Serialize};

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written.
    Draft,
    /// A reviewer has to read it.
    InReview,
    /// May be drawn.
    Approved,
    /// Taken out for good reasons; neither a release nor a file brings it back.
    Retired,
}

impl Status {
    /// All, in the order of the way.
    pub const ALL: [Self; 4] = [Self::Draft, Self::InReview, Self::Approved, Self::Retired];

    /// As stored and as programs spell it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Approved => "approved",
            Self::Retired => "retired",
        }
    }

    /// The status of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// A step on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A draft is ready to be read by somebody else.
    Submit,
    /// The reviewer vouches for it.
    Approve,
    /// Back to the writer: the review found something, or something was found later.
    Return,
    /// Out of the draw for good.
    Retire,
    /// A retired question is worked on again, as a draft.
    Restore,
}

impl Step {
    /// All.
    pub const ALL: [Self; 5] = [Self::Submit, Self::Approve, Self::Return, Self::Retire, Self::Restore];

    /// As stored and as programs spell it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Approve => "approve",
            Self::Return => "return",
            Self::Retire => "retire",
            Self::Restore => "restore",
        }
    }

    /// Whether a reason must be given: the next reader has to know what was wrong.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Retire)
    }

    /// Where it leads from a status; `None` when it cannot be taken there.
    #[must_use]
    pub const fn leads(self, from: Status) -> Option<Status> {
        match (self, from) {
            (Self::Submit, Status::Draft) => Some(Status::InReview),
            (Self::Approve, Status::InReview) => Some(Status::Approved),
            (Self::Return, Status::InReview | Status::Approved) | (Self::Restore, Status::Retired) => {
                Some(Status::Draft)
            }
            (Self::Retire, Status::Draft | Status::InReview | Status::Approved) => Some(Status::Retired),
            _ => None,
        }
    }
}

/// What is known of a question when a step is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Where it stands.
    pub status: Status,
    /// Who wrote its present wording, when that is known.
    pub writer: Option<&'a str>,
    /// Who brought it to review.
    pub submitter: Option<&'a str>,
}

/// Why a step is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The step cannot be taken from there.
    WrongStatus {
        /// Where the question stands.
        status: Status,
    },
    /// The reviewer wrote the wording.
    OwnWork {
        /// Who wrote it.
        writer: String,
    },
    /// Nobody is recorded as the writer, and the reviewer brought it to review.
    OwnSubmission {
        /// Who brought it.
        submitter: String,
    },
    /// This step needs a reason.
    NoReason,
    /// The reason is too long, or holds what cannot be shown.
    BadReason,
    /// Not a name.
    BadName,
}

/// Characters of a name.
pub const LONGEST_NAME: usize = 100;
/// Characters of a reason.
pub const LONGEST_REASON: usize = 500;

/// Judges a step; gives the status it leads to.
///
/// # Errors
/// Why not.
pub fn decide(standing: Standing<'_>, step: Step, by: &str, reason: Option<&str>) -> Result<Status, Refusal> {
    if !is_name(by) {
        return Err(Refusal::BadName);
    }
    let reason = reason.map(str::trim).unwrap_or_default();
    if reason.chars().count() > LONGEST_REASON || !shown(reason) {
        return Err(Refusal::BadReason);
    }
    let to = step.leads(standing.status).ok_or(Refusal::WrongStatus { status: standing.status })?;
    if step.needs_reason() && reason.chars().count() < 3 {
        return Err(Refusal::NoReason);
    }
    if step == Step::Approve {
        may_approve(standing.writer, by)?;
        if standing.writer.is_none()
            && let Some(submitter) = standing.submitter
            && same_person(submitter, by)
        {
            return Err(Refusal::OwnSubmission { submitter: submitter.to_owned() });
        }
    }
    Ok(to)
}

/// Whether somebody may vouch for a wording of this writer.
///
/// # Errors
/// The writer is the reviewer; not a name.
pub fn may_approve(writer: Option<&str>, reviewer: &str) -> Result<(), Refusal> {
    if !is_name(reviewer) {
        return Err(Refusal::BadName);
    }
    match writer {
        Some(writer) if same_person(writer, reviewer) => Err(Refusal::OwnWork { writer: writer.to_owned() }),
        _ => Ok(()),
    }
}

/// Whether a text can stand as somebody's name.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let length = text.trim().chars().count();
    (2..=LONGEST_NAME).contains(&length) && shown(text) && !fold(text).is_empty()
}

/// Whether two names may be those of one person: case, marks, punctuation and spaces are no difference. Two people of
/// nearly the same name add their unit.
#[must_use]
pub fn same_person(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

/// Nothing that breaks a line or cannot be seen.
fn shown(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || crate::text::is_invisible(c))
}

#[cfg(test)]
mod tests;
