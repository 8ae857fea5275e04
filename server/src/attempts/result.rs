//! The result: score, ranks, and what was right and why once the rules release it.

use super::facts::{self, Fact};
use super::view::{TRUTH_EN, TRUTH_VI};
use crate::contests::catalogue::Loaded;
use crate::error::Outcome;
use crate::state::App;
use crate::store::attempts::{self, Answer, Attempt};
use crate::store::close::Marked;
use crate::store::standings as rows;
use domain::Choice;
use domain::contest::{Contest, ReviewRelease, Round};
use domain::grading::review;
use domain::payload::{ResultView, ReviewItem};
use domain::standings::counted;
use domain::timing::review_from;

/// What the result is made of, read once by who shows it.
#[derive(Clone, Copy, Debug)]
pub struct Known<'k> {
    /// The attempt.
    pub row: &'k Attempt,
    /// Its paper.
    pub fact: &'k Fact,
    /// Its saved answers.
    pub answers: &'k [Answer],
    /// The person's attempts in the contest, voided ones included.
    pub attempts: &'k [Attempt],
}

/// The result of an ended attempt; what is not known is read.
///
/// # Errors
/// Storage errors.
pub async fn of(
    app: &App,
    row: &Attempt,
    fact: &Fact,
    known: Option<&Marked>,
    english: bool,
) -> Outcome<ResultView> {
    if let Some(Marked { answers, attempts, .. }) = known {
        return from(app, Known { row, fact, answers, attempts }, english).await;
    }
    let mut link = app.store.read().await?;
    let answers = attempts::answers(&mut link, &row.id).await?;
    let attempts = attempts::of_contest(&mut link, &row.participant_id, &row.contest_id).await?;
    drop(link);
    from(app, Known { row, fact, answers: &answers, attempts: &attempts }, english).await
}

/// The result of an ended attempt from what is known already.
///
/// # Errors
/// Storage errors.
pub async fn from(app: &App, known: Known<'_>, english: bool) -> Outcome<ResultView> {
    let row = known.row;
    let doc = facts::contest_of(app, row).await?;
    let round = doc.round(&row.round_id);
    let now = app.now();
    let current = app.catalogue.by_id(&row.contest_id);
    let from = match round {
        Some(round) => released(app, &doc, round, row, now).await?,
        None => None,
    };
    let items = from.filter(|from| *from <= now).map(|_| explain(known.fact, known.answers, english));
    let counts = current.as_ref().is_some_and(|contest| is_counted(contest, &doc, row, known.attempts));
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

/// From when the answers are explained. Extensions are asked for only where the rules wait for the last deadline.
async fn released(app: &App, doc: &Contest, round: &Round, row: &Attempt, now: i64) -> Outcome<Option<i64>> {
    let submitted = row.submitted_at.unwrap_or(now);
    let from = review_from(doc, round, submitted, 0);
    if matches!(round.rules.review, ReviewRelease::AfterSubmit | ReviewRelease::Never) {
        return Ok(from);
    }
    let mut link = app.store.read().await?;
    let extended = attempts::extensions_total_ms(&mut link, &row.contest_id).await?;
    Ok(review_from(doc, round, submitted, extended))
}

fn explain(fact: &Fact, saved: &[Answer], english: bool) -> Vec<ReviewItem> {
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
#[must_use]
pub fn is_counted(contest: &Loaded, doc: &Contest, row: &Attempt, attempts: &[Attempt]) -> bool {
    if row.voided_at.is_some() || row.answered == 0 {
        return false;
    }
    let Some(round) = doc.round(&row.round_id) else { return false };
    let mut mine: Vec<&Attempt> =
        attempts.iter().filter(|a| a.contest_id == row.contest_id && a.round_id == row.round_id).collect();
    mine.sort_by_key(|a| a.ordinal);
    let actual = contest.actual.get(&row.round_id).copied();
    let valid: Vec<&Attempt> = mine
        .into_iter()
        .filter(|a| a.submitted_at.is_some() && a.voided_at.is_none() && a.answered > 0)
        .collect();
    let scores: Vec<_> = valid.iter().map(|a| crate::standings::score_of(&scored(a), actual)).collect();
    counted(&scores, round.rules.counts, &round.rules.ranking)
        .and_then(|i| valid.get(i))
        .is_some_and(|a| a.id == row.id)
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
