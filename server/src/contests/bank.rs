//! Loading questions into the store: new wordings become new revisions, nothing is overwritten, all or nothing.

use crate::store::{Store, StoreError, bank};
use domain::question::Revision;

/// What an import did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Plan {
    /// Questions not known before.
    pub new: usize,
    /// Known questions with a new wording.
    pub changed: usize,
    /// Nothing to do.
    pub same: usize,
}

/// Who vouches for the questions of an import.
#[derive(Clone, Debug)]
pub enum Approval {
    /// Nobody yet: they stay drafts and are not drawn.
    Draft,
    /// Approved, with the words that are recorded ("bản phát hành 0.1.0").
    By(String),
}

/// Imports in one transaction; with `dry_run` only plans.
///
/// # Errors
/// Storage errors; nothing is changed then.
pub async fn import(
    store: &Store,
    revisions: Vec<Revision>,
    approval: Approval,
    now: i64,
    dry_run: bool,
) -> Result<Plan, StoreError> {
    store
        .write(move |link| {
            Box::pin(async move {
                let mut plan = Plan::default();
                let (status, by) = match &approval {
                    Approval::Draft => ("draft", None),
                    Approval::By(who) => ("approved", Some(who.as_str())),
                };
                for revision in revisions {
                    match bank::current(link, &revision.question).await? {
                        // A retired question stays retired: a release does not bring it back.
                        Some((current, held)) if current == revision.id || held == "retired" => {
                            plan.same += 1;
                            continue;
                        }
                        Some(_) => plan.changed += 1,
                        None => plan.new += 1,
                    }
                    if dry_run {
                        continue;
                    }
                    let document = serde_json::to_string(&revision)
                        .map_err(|e| StoreError::Corrupt { what: "question", why: e.to_string() })?;
                    bank::add_revision(link, &revision.id, &revision.question, &document, now).await?;
                    bank::set_current(
                        link,
                        &revision.question,
                        &revision.topic,
                        &revision.id,
                        status,
                        by,
                        now,
                    )
                    .await?;
                }
                Ok(plan)
            })
        })
        .await
}
