//! The indicator report: the facts of a period counted by the rules of [`domain::indicators`], for files and the API.
//!
//! One function, [`report`], makes every number, so a file and the API cannot disagree. What it adds to the domain's
//! rules is which facts are fed: an attempt belongs to the period in which it ended; a valid one was not voided; a
//! person's cell is that of their last valid attempt in the period (by end, then by id); I5 looks at the attempt that
//! counts in its round, chosen as boards choose it among the person's attempts of the period with a saved answer; a play
//! of a live room belongs to the period in which the room started and ends with its last accepted answer.
//!
//! Invariant: people are streamed one by one; memory depends on the number of cells and on the plays of registered people
//! in the period's live rooms and on the registrations that are linked, never on how many people sat.

pub mod access;
mod count;
mod events;
pub mod export;
mod linked;
mod plays;
mod query;
mod rounds;
mod scope;

pub use events::HeldEvent;
pub use query::{BadQuery, Query};

use crate::error::{Failure, Outcome};
use crate::store::{Store, contests, indicators as facts};
use count::Counter;
use domain::indicators::{Definition, Indicator, IndicatorRow, RULE_VERSION, ReportMeta};
use domain::locality::Registry;
use serde::Serialize;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Reports computed at once in this process: each holds a reading connection and one core.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// How long a report waits for its turn before the caller is told to come back.
const TURN: Duration = Duration::from_secs(20);

/// One figure of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReportRow {
    /// The figure with everything needed to defend it.
    #[serde(flatten)]
    pub figure: IndicatorRow,
    /// Whether demonstration data was counted in.
    pub includes_demo: bool,
}

/// A finished report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Report {
    /// First day of the period, `YYYY-MM-DD`, Vietnam's time.
    pub from: String,
    /// Last day of the period.
    pub to: String,
    /// Scheme of the localities.
    pub scheme: String,
    /// Whether demonstration data was counted in.
    pub includes_demo: bool,
    /// Localities (`scheme:code`) the report is confined to; empty = everywhere.
    pub confined_to: Vec<String>,
    /// Version of the counting rules.
    pub rule_version: &'static str,
    /// When it was computed, unix ms.
    pub computed_at: i64,
    /// What each indicator means.
    pub definitions: Vec<Definition>,
    /// The figures, in reporting order.
    pub rows: Vec<ReportRow>,
    /// The events that I13 counts, by day.
    pub events: Vec<HeldEvent>,
}

/// Counts a period. `progress` is told the number of attempts read so far, now and then.
///
/// # Errors
/// Storage errors; [`Failure::busy`] when other reports take too long.
pub async fn report(
    store: &Store,
    registry: &Registry,
    query: &Query,
    now: i64,
    progress: impl FnMut(u64) + Send,
) -> Outcome<Report> {
    let turn = tokio::time::timeout(TURN, AT_ONCE.acquire()).await;
    let Ok(Ok(_turn)) = turn else { return Err(Failure::busy()) };
    let mut link = store.read().await?;
    let span = query.span();
    let current = contests::all(&mut link).await?;
    let actuals = contests::predictions(&mut link).await?;
    let counted = facts::contests(&mut link, span).await?;
    let rounds = rounds::Rounds::read(&current, &actuals)?;
    let confined = scope::Confined::new(registry, query.only.as_deref());
    let areas = rounds.areas(&counted);
    let units = scope::units(registry, query.scheme(), &areas, &confined);

    let mut counter = Counter::new(registry, query, &units, &rounds, &confined, progress);
    for event in events::contests(registry, &current, span, now)? {
        counter.event(event);
    }
    facts::read(&mut link, span, &mut counter).await?;
    drop(link);
    let (tally, held) = counter.finish();
    let meta = ReportMeta {
        period_from: query.from().to_owned(),
        period_to: query.to().to_owned(),
        computed_at: now,
        public: query.suppress,
    };
    let includes_demo = query.include_demo;
    let rows =
        tally.rows(&query.by, &meta).into_iter().map(|figure| ReportRow { figure, includes_demo }).collect();
    Ok(Report {
        from: meta.period_from,
        to: meta.period_to,
        scheme: query.scheme().to_owned(),
        includes_demo,
        confined_to: query.only.iter().flatten().map(ToString::to_string).collect(),
        rule_version: RULE_VERSION,
        computed_at: now,
        definitions: Indicator::ALL.iter().map(|i| i.definition()).collect(),
        rows,
        events: events::told(held, &tally),
    })
}
