//! Rows of the review: where questions stand, and the steps that brought them there.

use super::Link;
use crate::sql;
use domain::bank::review::{Status, Step};
use sqlx::Error;

/// A step to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewStep<'s> {
    /// Question id.
    pub question: &'s str,
    /// Revision id of the wording it is about.
    pub revision: &'s str,
    /// Which step.
    pub step: Step,
    /// Where the question stood.
    pub from: Status,
    /// Where it stands now.
    pub to: Status,
    /// Who took it.
    pub by: &'s str,
    /// Why.
    pub reason: Option<&'s str>,
    /// When.
    pub at: i64,
}

/// Takes a step: the question's standing, and one more line in its history.
pub async fn take(link: &mut Link, step: NewStep<'_>) -> Result<(), Error> {
    let submitter = (step.step == Step::Submit).then_some(step.by);
    let approver = (step.step == Step::Approve).then_some(step.by);
    // Who brought it to review stays known while it stands approved; every other step begins anew.
    sql!(&mut *link, c => sqlx::query(
        "UPDATE question SET status = $2, approved_by = $3, changed_at = $5,
            submitted_by = CASE WHEN $2 = 'approved' THEN submitted_by ELSE $4 END
         WHERE id = $1",
    )
    .bind(step.question)
    .bind(step.to.code())
    .bind(approver)
    .bind(submitter)
    .bind(step.at)
    .execute(c)
    .await
    .map(drop))?;
    sql!(link, c => sqlx::query(
        "INSERT INTO question_step
            (question_id, ordinal, revision_id, step, from_status, to_status, by_whom, reason, at)
         SELECT $1, 1 + coalesce(max(ordinal), 0), $2, $3, $4, $5, $6, $7, $8 FROM question_step WHERE question_id = $1",
    )
    .bind(step.question)
    .bind(step.revision)
    .bind(step.step.code())
    .bind(step.from.code())
    .bind(step.to.code())
    .bind(step.by)
    .bind(step.reason)
    .bind(step.at)
    .execute(c)
    .await
    .map(drop))
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow, serde::Serialize)]
pub struct TakenStep {
    /// When, unix ms.
    pub at: i64,
    /// `import`, or the code of a step.
    pub step: String,
    /// Status code before; none when the question was new.
    pub from_status: Option<String>,
    /// Status code after.
    pub to_status: String,
    /// Who.
    pub by_whom: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Revision id of the wording it was about.
    pub revision_id: String,
}

/// A question's steps, first to last.
pub async fn history(link: &mut Link, question: &str) -> Result<Vec<TakenStep>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT at, step, from_status, to_status, by_whom, reason, revision_id
         FROM question_step WHERE question_id = $1 ORDER BY ordinal",
    )
    .bind(question)
    .fetch_all(c)
    .await)
}
