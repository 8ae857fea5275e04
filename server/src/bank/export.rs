//! Writing the bank to a file of any format.

use super::review::status_of;
use crate::store::{Store, StoreError, bank};
use domain::bank::exchange::{Export, Format, WriteError, write};
use domain::bank::review::Status;
use domain::question::Revision;
use std::collections::HashMap;

/// Which questions.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Topic codes; empty means all.
    pub topics: Vec<String>,
    /// Statuses; empty means approved.
    pub statuses: Vec<Status>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Reading the bank failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The format refused.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// No question fits the choice.
    #[error("không có câu hỏi nào hợp với lựa chọn")]
    Nothing,
}

/// The current wordings of the chosen questions, by question id.
///
/// # Errors
/// Storage errors, unreadable documents.
pub async fn chosen(store: &Store, choice: &Choice) -> Result<Vec<Revision>, StoreError> {
    let mut link = store.read().await?;
    let approved = [Status::Approved];
    let statuses = if choice.statuses.is_empty() { approved.as_slice() } else { &choice.statuses };
    let mut revisions = Vec::new();
    for held in bank::current(&mut link).await? {
        let wanted = choice.topics.is_empty() || choice.topics.contains(&held.topic);
        if wanted && statuses.contains(&status_of(&held)?) {
            let revision = serde_json::from_str(&held.document)
                .map_err(|e| StoreError::Corrupt { what: "question", why: e.to_string() })?;
            revisions.push(revision);
        }
    }
    Ok(revisions)
}

/// The file.
///
/// # Errors
/// See [`ExportError`].
pub async fn export(store: &Store, format: Format, choice: &Choice) -> Result<Export, ExportError> {
    let revisions = chosen(store, choice).await?;
    if revisions.is_empty() {
        return Err(ExportError::Nothing);
    }
    let mut pictures: HashMap<String, Vec<u8>> = HashMap::new();
    let mut link = store.read().await?;
    for name in revisions.iter().filter_map(|r| r.image.as_ref().map(|i| &i.file)) {
        if !pictures.contains_key(name)
            && let Some(bytes) = bank::media(&mut link, name).await.map_err(StoreError::from)?
        {
            pictures.insert(name.clone(), bytes);
        }
    }
    drop(link);
    Ok(write(format, &revisions, &|name| pictures.get(name).cloned())?)
}
