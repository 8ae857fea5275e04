//! The sweeper: submits overdue attempts with what was saved, also those that ran out while the server was down.

use super::submit::{By, submit};
use crate::error::Outcome;
use crate::state::App;
use crate::store::attempts;
use domain::timing::GRACE_MS;
use futures::StreamExt as _;

/// Attempts looked at in one go.
const MOST: i64 = 500;

/// Closes everything that is overdue now; returns how many.
///
/// # Errors
/// Storage errors; the next run carries on.
pub async fn sweep(app: &App) -> Outcome<usize> {
    let mut total = 0;
    loop {
        let now = app.now();
        let mut link = app.store.read().await?;
        let overdue = attempts::overdue(&mut link, now - GRACE_MS, MOST).await?;
        drop(link);
        let found = overdue.len();
        // Together, so that they share commits.
        let results: Vec<Outcome<_>> = futures::stream::iter(overdue)
            .map(|(id, _)| async move { submit(app, &id, By::Sweeper, None).await })
            .buffer_unordered(64)
            .collect()
            .await;
        for result in results {
            result?;
            total += 1;
        }
        if found < usize::try_from(MOST).unwrap_or(usize::MAX) {
            return Ok(total);
        }
    }
}
