//! Loading questions into the store: new wordings become new revisions, nothing is overwritten, all or nothing.

use crate::store::{Link, Store, StoreError, bank};
use domain::bank::exchange::Media;
use domain::question::Revision;
use std::collections::HashMap;
use std::sync::Arc;

/// Questions written by one statement.
const CHUNK: usize = 250;

/// What an import did, or would do, by question id.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Plan {
    /// Questions not known before.
    pub new: Vec<String>,
    /// Known questions with a new wording.
    pub changed: Vec<String>,
    /// Nothing to do.
    pub same: Vec<String>,
    /// Known and retired: a release or a file does not bring them back.
    pub retired: Vec<String>,
}

/// Who vouches for the questions of an import.
#[derive(Clone, Debug)]
pub enum Approval {
    /// Nobody yet: they stay drafts and are not drawn.
    Draft,
    /// Approved, with the words that are recorded ("bản phát hành 0.1.0").
    By(String),
}

/// Told how many questions have been written so far.
pub type Progress = Arc<dyn Fn(usize) + Send + Sync>;

/// What the bank would make of these wordings.
///
/// # Errors
/// Storage errors.
pub async fn plan(store: &Store, revisions: &[Revision]) -> Result<Plan, StoreError> {
    let mut link = store.read().await?;
    let held = bank::standings(&mut link).await?;
    Ok(compare(&held, revisions))
}

/// Imports in one transaction.
///
/// # Errors
/// Storage errors; nothing is changed then.
pub async fn import(
    store: &Store,
    revisions: Vec<Revision>,
    media: Vec<Media>,
    approval: Approval,
    now: i64,
    progress: Option<Progress>,
) -> Result<Plan, StoreError> {
    store
        .write(move |link| {
            Box::pin(async move { apply(link, &revisions, &media, &approval, now, progress.as_ref()).await })
        })
        .await
}

async fn apply(
    link: &mut Link,
    revisions: &[Revision],
    media: &[Media],
    approval: &Approval,
    now: i64,
    progress: Option<&Progress>,
) -> Result<Plan, StoreError> {
    let held = bank::standings(link).await?;
    let plan = compare(&held, revisions);
    for picture in media {
        bank::add_media(link, picture, now).await?;
    }
    let (status, by) = match approval {
        Approval::Draft => ("draft", None),
        Approval::By(who) => ("approved", Some(who.as_str())),
    };
    let wanted: std::collections::HashSet<&str> =
        plan.new.iter().chain(&plan.changed).map(String::as_str).collect();
    let writing: Vec<&Revision> = revisions.iter().filter(|r| wanted.contains(r.question.as_str())).collect();
    let mut done = 0;
    for chunk in writing.chunks(CHUNK) {
        let rows: Vec<bank::NewWording<'_>> = chunk
            .iter()
            .map(|r| {
                let document = serde_json::to_string(r)
                    .map_err(|e| StoreError::Corrupt { what: "question", why: e.to_string() })?;
                Ok(bank::NewWording { id: &r.id, question: &r.question, topic: &r.topic, document })
            })
            .collect::<Result<_, StoreError>>()?;
        bank::add_wordings(link, &rows, status, by, now).await?;
        done += chunk.len();
        if let Some(progress) = progress {
            progress(done);
        }
    }
    Ok(plan)
}

/// Question → its current wording and status.
type Held = HashMap<String, (String, String)>;

fn compare(held: &Held, revisions: &[Revision]) -> Plan {
    let mut plan = Plan::default();
    for r in revisions {
        let list = match held.get(&r.question) {
            Some((_, status)) if status == "retired" => &mut plan.retired,
            Some((current, _)) if *current == r.id => &mut plan.same,
            Some(_) => &mut plan.changed,
            None => &mut plan.new,
        };
        list.push(r.question.clone());
    }
    plan
}
