//! Loading a contest file: a new version of the contest, with its barred list and roster as keyed hashes.

use crate::secret::Secrets;
use crate::store::{Store, StoreError, contests};
use domain::contest::file::ContestFile;

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Contest id.
    pub id: String,
    /// The version it has now.
    pub version: i64,
    /// Nothing had changed.
    pub same: bool,
    /// Of a version that stayed, the barred list or the roster changed.
    pub lists: bool,
}

/// Imports in one transaction; afterwards the lists are those of the file. The same file again changes nothing.
///
/// # Errors
/// Storage errors; nothing is changed then.
pub async fn import(
    store: &Store,
    secrets: &Secrets,
    file: ContestFile,
    now: i64,
) -> Result<Imported, StoreError> {
    let document = serde_json::to_string(&file.contest)
        .map_err(|e| StoreError::Corrupt { what: "contest", why: e.to_string() })?;
    // The reader of the file refused what is no contact.
    let barred: Vec<String> = file
        .barred
        .iter()
        .filter_map(|c| crate::people::contact::normalise(c))
        .map(|c| secrets.contact_hmac(&c))
        .collect();
    let roster: Vec<String> =
        file.roster.iter().map(|c| secrets.code_hmac(&crate::people::plain_code(c))).collect();
    let (slug, demo) = (file.contest.slug.clone(), file.contest.demo);
    store
        .write(move |link| {
            Box::pin(async move {
                let (id, version, same) = match contests::by_slug(link, &slug).await? {
                    Some(held) if held.document == document => (held.id, held.version, true),
                    Some(held) => (held.id, held.version + 1, false),
                    None => (crate::random::id(now), 1, false),
                };
                if !same {
                    contests::add_version(link, &id, &slug, version, &document, demo, now).await?;
                }
                let barred = contests::set_barred(link, &id, &barred).await?;
                let lists = contests::set_roster(link, &id, &roster).await? || barred;
                if lists {
                    contests::lists_changed(link, &id).await?;
                }
                Ok(Imported { id, version, same: same && !lists, lists: same && lists })
            })
        })
        .await
}
