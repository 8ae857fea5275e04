//! Bringing the sums up to date, attempt by attempt.
//!
//! A batch is read and added up outside any transaction; one short transaction then writes its sums and marks. In
//! between somebody else (another node, a command beside a running server) may have changed the sums, or an attempt may
//! have been reopened: both put a new stamp, the write finds it and does nothing, and the batch is read again.

use super::count::{Sums, Wordings, sums};
use crate::error::{Failure, Outcome};
use crate::store::item_stats::{self as rows, Change, Counted, STAMP};
use crate::store::{Link, Store, StoreError, meta};
use domain::item_stats::{NotHeld, RULE_VERSION};

/// Attempts in one batch. A batch touches most wordings whether it holds few attempts or many, so larger ones cost the
/// writer less in all.
const BATCH: i64 = 1_000;
/// How often somebody else may be faster before the caller is told to come back.
const TRIES: u32 = 100;
/// Instead of the version in a stamp: what is in the sums is not known any more.
const LOST: &str = "lost";

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Attempts added.
    pub added: u64,
    /// Attempts taken out because they were voided.
    pub taken: u64,
    /// Whether everything was counted anew.
    pub anew: bool,
}

/// Brings the sums up to date; with `anew` from nothing. `progress` is told the number of attempts looked at so far.
///
/// While everything is counted anew, others read sums that are still growing.
///
/// # Errors
/// Storage errors; what was finished stays, and the next run carries on. [`Failure::busy`] when others keep changing
/// the sums.
pub async fn refresh(
    store: &Store,
    anew: bool,
    now: i64,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Outcome<Done> {
    refresh_in(store, anew, now, BATCH, progress).await
}

/// As [`refresh`], with another size of batches.
///
/// # Errors
/// As [`refresh`].
pub async fn refresh_in(
    store: &Store,
    anew: bool,
    now: i64,
    batch: i64,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Outcome<Done> {
    let mut run = Run { store, now, batch, wordings: Wordings::default(), done: Done::default() };
    if anew {
        run.clear(Stands::Anything).await?;
    }
    let mut after = String::new();
    let mut misses = 0;
    loop {
        match run.step(&after).await? {
            Step::Nothing => return Ok(run.done),
            Step::Wrote(last) => after = last.unwrap_or(after),
            Step::Again => {
                after.clear();
                misses += 1;
                if misses > TRIES {
                    return Err(Failure::busy());
                }
            }
        }
        progress(run.done.added + run.done.taken);
    }
}

enum Step {
    /// Everything is in the sums.
    Nothing,
    /// One batch more; the last attempt that was added.
    Wrote(Option<String>),
    /// Somebody else was faster, or everything has to start anew.
    Again,
}

struct Run<'s> {
    store: &'s Store,
    now: i64,
    batch: i64,
    wordings: Wordings,
    done: Done,
}

impl Run<'_> {
    async fn step(&mut self, after: &str) -> Outcome<Step> {
        let mut link = self.store.read().await?;
        // Before everything else: what is read below is at least as new as the stamp.
        let stamp = meta::get(&mut link, STAMP).await?;
        let stamp = match stamp {
            Some(stamp) if is_ours(&stamp) => stamp,
            Some(other) => return self.again(link, Stands::This(other)).await,
            None => return self.again(link, Stands::Nothing).await,
        };
        if after.is_empty() && rows::lost(&mut link).await? > 0 {
            tracing::warn!("attempts in the item statistics went away unannounced: counting everything anew");
            return self.again(link, Stands::This(stamp)).await;
        }
        let went = rows::voided(&mut link, self.batch).await?;
        let came =
            if went.is_empty() { rows::uncounted(&mut link, after, self.batch).await? } else { Vec::new() };
        if went.is_empty() && came.is_empty() {
            return Ok(Step::Nothing);
        }
        let changed = if went.is_empty() { &came } else { &went };
        let parts = sums(&mut link, &mut self.wordings, changed).await?;
        let mut held = rows::tallies(&mut link, parts.keys()).await?;
        if apply(&mut held, &parts, !went.is_empty()).is_err() {
            return self.again(link, Stands::This(stamp)).await;
        }
        drop(link);
        let change = Change::pack(&held, &came, &went, self.now)?;
        let fresh = stamp_of(RULE_VERSION);
        let written = self.store.write(move |link| {
            Box::pin(async move {
                let ours = rows::restamp(link, &stamp, &fresh).await?;
                if ours {
                    rows::write(link, change).await?;
                }
                Ok(ours)
            })
        });
        if !written.await? {
            return Ok(Step::Again);
        }
        self.done.added += came.len() as u64;
        self.done.taken += went.len() as u64;
        Ok(Step::Wrote(came.last().map(|c| c.id.clone())))
    }

    async fn again(&mut self, link: Link, stands: Stands) -> Outcome<Step> {
        drop(link);
        self.clear(stands).await?;
        Ok(Step::Again)
    }

    /// Back to nothing, under the rules of this release; unless somebody else was there first.
    async fn clear(&mut self, stands: Stands) -> Outcome<()> {
        let fresh = stamp_of(RULE_VERSION);
        self.store
            .write(move |link| {
                Box::pin(async move {
                    let first = match stands {
                        Stands::This(old) => rows::restamp(link, &old, &fresh).await?,
                        Stands::Nothing => meta::set_once(link, STAMP, &fresh).await? == fresh,
                        Stands::Anything => {
                            meta::set(link, STAMP, &fresh).await?;
                            true
                        }
                    };
                    if first {
                        rows::clear(link).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        self.done = Done { anew: true, ..Done::default() };
        Ok(())
    }
}

/// The stamp under which somebody decided to count anew.
enum Stands {
    This(String),
    Nothing,
    Anything,
}

/// Version of the rules, and something that was never there before.
fn stamp_of(version: impl std::fmt::Display) -> String {
    format!("{version} {}", crate::random::token())
}

fn is_ours(stamp: &str) -> bool {
    stamp.split(' ').next() == Some(RULE_VERSION.to_string().as_str())
}

/// Adds the parts to what is held, or takes them away.
fn apply(held: &mut Sums, parts: &Sums, away: bool) -> Result<(), NotHeld> {
    for (key, part) in parts {
        let tally = held.entry(key.clone()).or_default();
        if away {
            tally.subtract(part)?;
        } else {
            tally.merge(part);
        }
    }
    Ok(())
}

/// Takes attempts out of the sums, inside the transaction of whoever reopens or removes them and *before* they change.
/// Attempts that are not in the sums are none of its business.
///
/// # Errors
/// Storage errors.
pub async fn forget(link: &mut Link, attempts: &[String]) -> Result<(), StoreError> {
    if attempts.is_empty() {
        return Ok(());
    }
    // First of all: from here on nobody else changes the sums until this transaction ends, and whoever has read the
    // attempts as they were will read them again.
    let stamp = rows::hold_stamp(link).await?;
    let Some(stamp) = stamp.filter(|s| is_ours(s)) else { return Ok(()) };
    rows::restamp(link, &stamp, &stamp_of(RULE_VERSION)).await?;
    let went: Vec<Counted> = rows::counted_of(link, attempts).await?;
    if went.is_empty() {
        return Ok(());
    }
    let parts = sums(link, &mut Wordings::default(), &went).await?;
    let mut held = rows::tallies(link, parts.keys()).await?;
    if apply(&mut held, &parts, true).is_err() {
        return Ok(meta::set(link, STAMP, &stamp_of(LOST)).await?);
    }
    Ok(rows::write(link, Change::pack(&held, &[], &went, 0)?).await?)
}
