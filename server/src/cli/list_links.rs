//! `list-links`: which registrations count as one person, and why. Ids only.

use super::{Env, said, say};
use crate::store::person_links;
use domain::calendar::local_minute;

/// Prints every link, oldest first, columns separated by tabs.
///
/// # Errors
/// Storage errors.
pub async fn run(env: &Env) -> anyhow::Result<()> {
    let mut link = env.store.read().await?;
    let links = person_links::all(&mut link).await.map_err(|e| said(e.into()))?;
    for one in links {
        let undone = one.undone_at.map_or_else(String::new, |at| {
            let (by, why) = (one.undone_by.unwrap_or_default(), one.undone_reason.unwrap_or_default());
            format!("đã gỡ {}, {by}: {why}", local_minute(at))
        });
        say(format!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{undone}",
            one.id,
            one.kept_id,
            one.other_id,
            local_minute(one.at),
            one.reason,
            one.by_whom
        ));
    }
    Ok(())
}
