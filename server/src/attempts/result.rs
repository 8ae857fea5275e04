//! The result: score, ranks, and what was right and why once the rules release it.

use super::facts::{self, Fact};
use super::view::{TRUTH_EN, TRUTH_VI};
use crate::contests::catalogue::Loaded;
use crate::error::Outcome;
use crate::state::App;
use crate::store::attempts::{self, Attempt};
use crate::store::standings as rows;
use domain::Choice;
use domain::contest::Contest;
use domain::grading::review;
use domain::payload::{ResultView, ReviewItem};
use domain::standings::counted;
use domain::timing::review_from;
use std::sync::Arc;

/// The result of an ended attempt.
///
/// # Errors
/// Storage errors.
pub async fn of(app: &App, row: &Attempt, fact: &Fact, english: bool) -> Outcome<ResultView> {
    let doc = facts::contest_of(app, row).await?;
    let round = doc.round(&row.round_id);
    let now = app.now();
    let current = app.catalogue.by_id(&row.contest_id);
    let mut link = app.store.read().await?;
    let extended = attempts::extensions_total_ms(&mut link, &row.contest_id).await?;
    let saved = attempts::answers(&mut link, &row.id).await?;
    drop(link);
    let from = round.and_then(|r| review_from(&doc, r, row.submitted_at.unwrap_or(now), extended));
    let items = from.filter(|from| *from <= now).map(|_| explain(fact, &saved, english));
    let counts = match &current {
        Some(contest) => is_counted(app, contest, &doc, row).await?,
        None => false,
    };
    let which = doc.rounds.iter().position(|r| r.id == row.round_id);
    let rank = match &current {
        Some(contest) => {
            if let Some(boards) = app.standings.of(&contest.id) {
                boards.prepare_frozen(app, contest, which).await?;
            }
            app.standings.ranks(app, contest, which, &row.participant_id)
        }
        None => domain::payload::Ranks::default(),
    };
    Ok(ResultView {
        score: domain::Points(row.score).to_f64(),
        max: domain::Points(row.max_score).to_f64(),
        passed: round.and_then(|r| r.rules.pass_mark).map(|_| row.passed == 1),
        counted: counts,
        rank,
        review: items,
        review_from: from,
    })
}

fn explain(fact: &Fact, saved: &[(i64, i64, Option<String>, i64)], english: bool) -> Vec<ReviewItem> {
    let truth = if english { TRUTH_EN } else { TRUTH_VI };
    fact.paper
        .iter()
        .zip(1_u32..)
        .map(|((_, revision), position)| {
            let choice: Option<Choice> = saved
                .iter()
                .find(|(at, ..)| *at == i64::from(position))
                .and_then(|(_, _, choice, _)| choice.as_deref())
                .and_then(|json| serde_json::from_str(json).ok());
            review(revision, position, choice.as_ref(), truth)
        })
        .collect()
}

/// Whether this attempt is the one that counts for the person in its round.
///
/// # Errors
/// Storage errors.
pub async fn is_counted(app: &App, contest: &Arc<Loaded>, doc: &Contest, row: &Attempt) -> Outcome<bool> {
    if row.voided_at.is_some() || row.answered == 0 {
        return Ok(false);
    }
    let Some(round) = doc.round(&row.round_id) else { return Ok(false) };
    let mut link = app.store.read().await?;
    let mine = attempts::of_round(&mut link, &row.participant_id, &contest.id, &row.round_id).await?;
    drop(link);
    let actual = contest.actual.get(&row.round_id).copied();
    let valid: Vec<&Attempt> =
        mine.iter().filter(|a| a.submitted_at.is_some() && a.voided_at.is_none() && a.answered > 0).collect();
    let scores: Vec<_> = valid.iter().map(|a| crate::standings::score_of(&scored(a), actual)).collect();
    Ok(counted(&scores, round.rules.counts, &round.rules.ranking)
        .and_then(|i| valid.get(i))
        .is_some_and(|a| a.id == row.id))
}

fn scored(a: &Attempt) -> rows::Scored {
    rows::Scored {
        participant_id: a.participant_id.clone(),
        score: a.score,
        prediction: a.prediction,
        duration_ms: a.duration_ms,
        submitted_at: a.submitted_at.unwrap_or(a.deadline),
        passed: a.passed,
        locality_scheme: a.locality_scheme.clone(),
        locality_code: a.locality_code.clone(),
        audience: a.audience.clone(),
        unit_id: a.unit_id.clone(),
    }
}
