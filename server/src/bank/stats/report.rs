//! The table: one line per wording that was ever dealt, what deserves a look first.

use super::count::{Sums, Wordings, sums};
use super::update::refresh;
use crate::error::{Failure, Outcome};
use crate::store::item_stats::{self as rows};
use crate::store::{Store, bank};
use domain::item_stats::{RULE_VERSION, SHOWN_FROM, Stats};
use domain::payload::Kind;
use domain::people::Audience;
use serde::Serialize;

/// Demonstration attempts counted at once.
const BATCH: i64 = 1_000;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// One topic of the bank, e.g. `T05`; `None` = all.
    pub topic: Option<String>,
    /// One audience; `None` = everybody.
    pub audience: Option<Audience>,
    /// Count demonstration attempts too.
    pub with_demo: bool,
    /// Count everything anew first.
    pub rebuild: bool,
}

/// The finished table. As JSON this is the shape of `item-stats --format json`: fields may be added, none renamed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// When it was read, unix ms.
    pub computed_at: i64,
    /// Version of the counting rules.
    pub rule_version: u32,
    /// Figures are `null` below so many answers.
    pub shown_from: u64,
    /// Attempts in the sums, all audiences, demonstration attempts included when they were asked for.
    pub attempts: u64,
    /// Whether demonstration attempts are in the sums.
    pub with_demo: bool,
    /// The topic asked for.
    pub topic: Option<String>,
    /// The audience asked for.
    pub audience: Option<Audience>,
    /// What deserves a look first.
    pub rows: Vec<Row>,
}

/// One wording.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Question, e.g. `T05-001`.
    pub question: String,
    /// Wording of it: a reworded question starts from nothing.
    pub revision: String,
    /// Whether this is the question's present wording.
    pub current: bool,
    /// Topic.
    pub topic: String,
    /// How it is answered.
    pub kind: Kind,
    /// 1–3, as its writer thinks.
    pub difficulty: u8,
    /// The question.
    pub stem: String,
    /// Exposure, answers and figures.
    #[serde(flatten)]
    pub stats: Stats,
}

/// Brings the sums up to date and reads the table. `progress` is told the number of attempts looked at so far.
///
/// # Errors
/// `bad_form` for a topic the bank does not have; storage errors; [`Failure::busy`] when others keep changing the sums.
pub async fn report(
    store: &Store,
    query: Query,
    now: i64,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Outcome<Report> {
    let mut link = store.read().await?;
    if let Some(topic) = &query.topic
        && !bank::has_topic(&mut link, topic).await?
    {
        return Err(Failure::bad_form(format!("ngân hàng không có chủ đề {topic:?}")));
    }
    drop(link);
    refresh(store, query.rebuild, now, progress).await?;

    let mut link = store.read().await?;
    let mut attempts = u64::try_from(rows::counted(&mut link).await?).unwrap_or(0);
    let audience = query.audience.map_or("", Audience::code);
    let mut held = rows::of_audience(&mut link, audience).await?;
    let mut wordings = Wordings::default();
    if query.with_demo {
        let mut after = String::new();
        loop {
            let batch = rows::demo(&mut link, &after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after.clone_from(&last.id);
            add(&mut held, sums(&mut link, &mut wordings, &batch).await?, audience);
            attempts += batch.len() as u64;
            progress(attempts);
        }
    }
    let present = bank::present(&mut link).await?;
    let mut lines = Vec::with_capacity(held.len());
    for ((id, _), tally) in held {
        let r = wordings.get(&mut link, &id).await?;
        if query.topic.as_ref().is_some_and(|topic| *topic != r.topic) {
            continue;
        }
        lines.push(Row {
            question: r.question.clone(),
            current: present.contains(&id),
            revision: id,
            topic: r.topic.clone(),
            kind: r.key.kind(),
            difficulty: r.difficulty,
            stem: r.stem.clone(),
            stats: Stats::of(&r, &tally),
        });
    }
    lines.sort_by(|a, b| (a.stats.urgency(), &a.revision).cmp(&(b.stats.urgency(), &b.revision)));
    Ok(Report {
        computed_at: now,
        rule_version: RULE_VERSION,
        shown_from: SHOWN_FROM,
        attempts,
        with_demo: query.with_demo,
        topic: query.topic,
        audience: query.audience,
        rows: lines,
    })
}

/// Adds the sums of one audience.
fn add(held: &mut Sums, more: Sums, audience: &str) {
    for (key, tally) in more.into_iter().filter(|((_, of), _)| of == audience) {
        held.entry(key).or_default().merge(&tally);
    }
}
