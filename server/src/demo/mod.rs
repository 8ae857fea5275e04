//! The demonstration festival and the practice sets: what a newcomer finds after the first command.
//!
//! The festival is two contests (one open with three rounds, one closed with a resolved prediction), 5,000 people and a live
//! show of last night, made from a constant seed; everything of it is marked `demo` and goes away with one command. A
//! server's first start adds a live room that waits for whoever tries. The practice sets, one
//! per topic of the bank, are real content and stay. Invariants: the same data at every place (relative to the day it
//! is made); making it twice changes nothing; half-made data is never left standing as if it were whole; what is stored
//! about results is what grading the stored answers gives.

mod choices;
pub mod dice;
mod festival;
mod files;
mod homes;
pub mod names;
pub mod person;
mod rooms;
mod show;
mod sitting;

pub use rooms::{ensure_lobby, waiting_pin};

use crate::bank::stats::forget;
use crate::contests::catalogue::Catalogue;
use crate::error::{Failure, Outcome};
use crate::secret::Secrets;
use crate::store::demo::Removed;
use crate::store::meta::{self, Act};
use crate::store::{Store, contests, demo as rows, item_stats};
use domain::contest::file::ContestFile;
use domain::contest::{Contest, ContestKind};
use domain::locality::Registry;
use indicatif::ProgressBar;

/// Demonstration people.
pub const PEOPLE: usize = 5_000;

/// Makes the festival unless it stands; says whether anything was made.
///
/// # Errors
/// A real contest that holds one of the addresses; a bank that cannot fill the papers; storage errors.
pub async fn ensure(
    store: &Store,
    registry: &Registry,
    secrets: &Secrets,
    catalogue: &Catalogue,
    now: i64,
) -> Outcome<bool> {
    ensure_showing(store, registry, secrets, catalogue, now, &ProgressBar::hidden()).await
}

/// For the start of a server: makes the festival only in a database that holds no contest yet besides practice sets, and
/// not again once somebody has removed it.
///
/// # Errors
/// As [`ensure`].
pub async fn ensure_when_empty(
    store: &Store,
    registry: &Registry,
    secrets: &Secrets,
    catalogue: &Catalogue,
    now: i64,
    bar: &ProgressBar,
) -> Outcome<bool> {
    let mut link = store.read().await?;
    let removed = meta::get(&mut link, rows::REMOVED).await?.is_some();
    drop(link);
    catalogue.refresh(store).await?;
    let used = catalogue.all().iter().any(|c| c.doc.kind == ContestKind::Contest && !c.doc.demo);
    if removed || used {
        return Ok(false);
    }
    ensure_showing(store, registry, secrets, catalogue, now, bar).await
}

/// As [`ensure`], with a bar that moves person by person.
///
/// # Errors
/// As [`ensure`].
pub async fn ensure_showing(
    store: &Store,
    registry: &Registry,
    secrets: &Secrets,
    catalogue: &Catalogue,
    now: i64,
    bar: &ProgressBar,
) -> Outcome<bool> {
    let mut link = store.read().await?;
    if meta::get(&mut link, rows::MARK).await?.is_some() {
        let shown = meta::get(&mut link, rows::SHOW_MARK).await?.is_some();
        drop(link);
        // What an earlier release made has no show, and what a broken run left of one is no show.
        return if shown {
            Ok(false)
        } else {
            make_show(store, registry, catalogue, now).await.map(|()| true)
        };
    }
    for slug in [files::OPEN, files::CLOSED] {
        let held = contests::by_slug(&mut link, slug).await?;
        let held: Option<Contest> = held.and_then(|c| serde_json::from_str(&c.document).ok());
        if held.is_some_and(|c| !c.demo) {
            return Err(Failure::bad_form(format!("the address {slug} belongs to a real contest")));
        }
    }
    drop(link);
    // Without the mark, whatever stands is what a broken run left.
    clear(store, now).await?;
    festival::make(store, registry, secrets, catalogue, now, bar).await?;
    make_show(store, registry, catalogue, now).await?;
    store
        .write(move |link| {
            Box::pin(async move {
                meta::set(link, rows::MARK, &now.to_string()).await?;
                let act = Act { actor: "cli", action: "demo", subject: "festival", detail: "{}" };
                Ok(meta::audit(link, act, now).await?)
            })
        })
        .await?;
    catalogue.refresh(store).await?;
    Ok(true)
}

async fn make_show(store: &Store, registry: &Registry, catalogue: &Catalogue, now: i64) -> Outcome<()> {
    store.write(|link| Box::pin(async move { rows::remove_rooms(link).await })).await?;
    let origin = festival::origin(store, now).await?;
    show::make(store, registry, catalogue, &origin, now).await?;
    let mark = store.write(move |link| {
        Box::pin(async move { Ok(meta::set(link, rows::SHOW_MARK, &now.to_string()).await?) })
    });
    Ok(mark.await?)
}

/// Removes the festival and everything that was done in it, in one transaction. The bank, real contests and the
/// practice sets stay, and so do real people who tried a demonstration contest; their attempts there go.
///
/// # Errors
/// Storage errors; nothing is removed then.
pub async fn remove(store: &Store, catalogue: &Catalogue, now: i64) -> Outcome<Removed> {
    let removed = clear(store, now).await?;
    if !removed.is_nothing() {
        store
            .write(move |link| {
                Box::pin(async move { Ok(meta::set(link, rows::REMOVED, &now.to_string()).await?) })
            })
            .await?;
    }
    catalogue.refresh(store).await?;
    Ok(removed)
}

async fn clear(store: &Store, now: i64) -> Outcome<Removed> {
    let removed = store
        .write(move |link| {
            Box::pin(async move {
                let counted = item_stats::counted_of_demo(link).await?;
                forget(link, &counted).await?;
                let removed = rows::remove(link).await?;
                if !removed.is_nothing() {
                    let detail = format!(
                        "{{\"contests\":{},\"people\":{},\"attempts\":{},\"rooms\":{}}}",
                        removed.contests, removed.people, removed.attempts, removed.rooms
                    );
                    let act =
                        Act { actor: "cli", action: "demo-remove", subject: "festival", detail: &detail };
                    meta::audit(link, act, now).await?;
                }
                Ok(removed)
            })
        })
        .await?;
    Ok(removed)
}

/// Makes a practice set for every topic that has approved questions; says how many are new or renewed. A set that an
/// organiser has replaced by their own is left alone.
///
/// # Errors
/// Storage errors.
pub async fn ensure_practice(
    store: &Store,
    secrets: &Secrets,
    catalogue: &Catalogue,
    now: i64,
) -> Outcome<usize> {
    let pool = catalogue.drawable(store, now).await?;
    let mut made = 0;
    for topic in files::topics(&pool) {
        let file = files::practice(&topic)?;
        let mut link = store.read().await?;
        let held = contests::by_slug(&mut link, &file.contest.slug).await?;
        drop(link);
        let theirs = held.and_then(|c| serde_json::from_str::<Contest>(&c.document).ok());
        if theirs.is_some_and(|c| c.organiser != file.contest.organiser) {
            continue;
        }
        made += usize::from(!import(store, secrets, file, now).await?.same);
    }
    if made > 0 {
        catalogue.refresh(store).await?;
    }
    Ok(made)
}

async fn import(
    store: &Store,
    secrets: &Secrets,
    file: ContestFile,
    now: i64,
) -> Outcome<crate::contests::import::Imported> {
    Ok(crate::contests::import::import(store, secrets, file, now).await?)
}

#[cfg(test)]
mod tests;
