//! Giving time back after an outage: every attempt that was active in a span gets more minutes, also those the sweeper
//! closed in it. Logged, and shown on the phone with its reason. Taps that came too late and are in time now count.

use crate::bank::stats::forget;
use crate::store::attempts::{self, Extension};
use crate::store::meta::{self, Act};
use crate::store::{Store, StoreError};
use domain::timing::{GRACE_MS, accepts};

/// What an extension did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Extended {
    /// Attempts whose deadline moved.
    pub attempts: usize,
    /// Of them, closed by the sweeper and open again.
    pub reopened: usize,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Contest id.
    pub contest: String,
    /// Minutes to add.
    pub minutes: u32,
    /// Span in which an attempt was active, unix ms.
    pub between: (i64, i64),
    /// Reason, shown to people.
    pub reason: String,
}

/// Extends in one transaction.
///
/// # Errors
/// Storage errors; nothing is changed then.
pub async fn extend(store: &Store, ask: Ask, now: i64) -> Result<Extended, StoreError> {
    store
        .write(move |link| {
            Box::pin(async move {
                let id = crate::random::id(now);
                let (from, to) = ask.between;
                let extension = Extension {
                    id: id.clone(),
                    contest_id: ask.contest.clone(),
                    minutes: i64::from(ask.minutes),
                    active_from: from,
                    active_to: to,
                    reason: ask.reason,
                    applied_at: now,
                };
                attempts::insert_extension(link, &extension).await?;
                let mut done = Extended::default();
                let mut rows = attempts::active_between(link, &ask.contest, from, to).await?;
                let later = |deadline: i64| deadline + i64::from(ask.minutes) * 60_000;
                // Only what is still ahead helps: an attempt whose new deadline has passed too stays as it is.
                rows.retain(|row| accepts(now, later(row.deadline)));
                let reopened = rows.iter().filter(|row| row.submitted_at.is_some());
                // While its answers are still those that were counted.
                forget(link, &reopened.map(|row| row.id.clone()).collect::<Vec<_>>()).await?;
                for row in rows {
                    let (deadline, reopen) = (later(row.deadline), row.submitted_at.is_some());
                    attempts::extend(link, &row.id, deadline, reopen, now).await?;
                    attempts::link_extension(link, &row.id, &id).await?;
                    // A tap that came after the old end and before the new one came in time.
                    attempts::take_late(link, &row.id, deadline + GRACE_MS).await?;
                    done.attempts += 1;
                    done.reopened += usize::from(reopen);
                }
                let detail = serde_json::json!({ "minutes": ask.minutes, "from": from, "to": to, "attempts": done.attempts });
                let detail = detail.to_string();
                let act = Act { actor: "cli", action: "extend-attempts", subject: &ask.contest, detail: &detail };
                meta::audit(link, act, now).await?;
                meta::set(link, crate::standings::OTHERS_WROTE, &now.to_string()).await?;
                Ok(done)
            })
        })
        .await
}
