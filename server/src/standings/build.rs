//! Making boards from rows: everything at start, or one person after a change. Both use the same choice of the counted
//! attempt, so a board built at once equals one kept up step by step (tested).

use super::ContestBoards;
use crate::contests::catalogue::Loaded;
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::standings::{self as rows, Scored};
use domain::Points;
use domain::contest::{RankKey, Round};
use domain::people::Audience;
use domain::standings::{AttemptScore, Boards, Counted, RoundEntry, counted, overall};
use futures::StreamExt as _;
use parking_lot::RwLock;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Boards of a contest from all its rows.
pub(super) async fn contest(app: &App, contest: &Arc<Loaded>) -> Outcome<ContestBoards> {
    contest_before(app, contest, i64::MAX).await
}

/// Rounds that are read at once: more would take readers away from those who are served meanwhile.
const AT_ONCE: usize = 2;

/// Boards of what had ended before a moment.
pub(super) async fn contest_before(app: &App, contest: &Arc<Loaded>, before: i64) -> Outcome<ContestBoards> {
    let unranked: HashSet<String> = if contest.simple_ranking {
        HashSet::new()
    } else {
        let mut link = app.store.read().await?;
        rows::unranked(&mut link, &contest.id, contest.identity_code()).await?.into_iter().collect()
    };
    let unranked = Arc::new(unranked);
    let each = (0..contest.doc.rounds.len()).map(|index| {
        let (app, contest, unranked) = (app.clone(), Arc::clone(contest), Arc::clone(&unranked));
        // A task of its own: while one round is sorted, the next is read.
        async move { tokio::spawn(async move { round(&app, &contest, index, before, &unranked).await }).await }
    });
    let mut each = futures::stream::iter(each).buffered(AT_ONCE);
    let mut rounds = Vec::with_capacity(contest.doc.rounds.len());
    while let Some(built) = each.next().await {
        rounds.push(built.map_err(|e| Failure::internal(&e))??);
    }
    let all = Boards::build(&overall_ranking(contest), epoch(contest), together(contest, &rounds));
    Ok(ContestBoards {
        contest: Arc::clone(contest),
        rounds: rounds.into_iter().map(RwLock::new).collect(),
        overall: RwLock::new(all),
        frozen: RwLock::new(HashMap::new()),
    })
}

/// The boards of one round of what had ended before a moment.
async fn round(
    app: &App,
    contest: &Loaded,
    index: usize,
    before: i64,
    unranked: &HashSet<String>,
) -> Outcome<Boards> {
    let round = contest.doc.rounds.get(index).ok_or_else(Failure::not_found)?;
    let mut kept: Vec<Counted> = Vec::new();
    let mut group: Vec<Scored> = Vec::new();
    let finish = |group: &mut Vec<Scored>, kept: &mut Vec<Counted>| {
        if let Some(first) = group.first() {
            let ranked = !unranked.contains(&first.participant_id);
            kept.extend(choose(app, contest, round, group, ranked));
        }
        group.clear();
    };
    let mut link = app.store.read().await?;
    rows::of_round(&mut link, &contest.id, &round.id, before, |row| {
        if group.last().is_some_and(|last| last.participant_id != row.participant_id) {
            finish(&mut group, &mut kept);
        }
        group.push(row);
    })
    .await?;
    drop(link);
    finish(&mut group, &mut kept);
    // They come in the order of ids already, unless a database sorts texts in a way of its own; see `together`.
    kept.sort_unstable_by_key(|row| row.person);
    Ok(Boards::build(&round.rules.ranking, round.opens_at, kept))
}

/// Everybody's combined row. The boards were just built in the order of ids, so one walk beside each other finds what
/// belongs together: looking a million people up in each would lead all over the memory.
fn together(contest: &Loaded, rounds: &[Boards]) -> impl Iterator<Item = Counted> {
    let mut walks: Vec<_> = rounds.iter().map(|boards| boards.people().iter().peekable()).collect();
    std::iter::from_fn(move || {
        let person = walks.iter_mut().filter_map(|walk| Some(walk.peek()?.person)).min()?;
        let entries: Vec<Option<Counted>> =
            walks.iter_mut().map(|walk| walk.next_if(|row| row.person == person)).collect();
        Some(combine_entries(contest, &entries))
    })
    .flatten()
}

/// Sets one person's row in a round and in the overall board.
pub(super) fn place(
    app: &App,
    boards: &ContestBoards,
    round_id: &str,
    person: &str,
    scored: &[Scored],
    ranked: bool,
) {
    let contest = &boards.contest;
    let Some(index) = contest.doc.rounds.iter().position(|r| r.id == round_id) else { return };
    let (Some(board), Some(round)) = (boards.rounds.get(index), contest.doc.rounds.get(index)) else {
        return;
    };
    let bits = crate::random::id_bits(person);
    {
        let mut board = board.write();
        match choose(app, contest, round, scored, ranked) {
            Some(row) => drop(board.set(row)),
            None => drop(board.remove(bits)),
        }
    }
    // One lock order: the rounds are read one after the other, then the overall board is written.
    let entries: Vec<Option<Counted>> = boards.rounds.iter().map(|r| r.read().people().get(bits)).collect();
    let combined = combine_entries(contest, &entries);
    let mut all = boards.overall.write();
    match combined {
        Some(row) => drop(all.set(row)),
        None => drop(all.remove(bits)),
    }
}

/// The counted attempt of a person in a round.
fn choose(app: &App, contest: &Loaded, round: &Round, scored: &[Scored], ranked: bool) -> Option<Counted> {
    let actual = contest.actual.get(&round.id).copied();
    let scores: Vec<AttemptScore> = scored.iter().map(|row| score_of(row, actual)).collect();
    let at = counted(&scores, round.rules.counts, &round.rules.ranking)?;
    let (row, score) = (scored.get(at)?, scores.get(at)?);
    let key = domain::locality::LocalityKey::new(&row.locality_scheme, &row.locality_code);
    let audience = Audience::from_code(&row.audience);
    let division = audience.and_then(|a| contest.doc.divisions.iter().position(|d| d.audiences.contains(&a)));
    let unit = row.unit_id.as_deref().and_then(|id| contest.doc.units.iter().position(|u| u.id == id));
    Some(Counted {
        person: crate::random::id_bits(&row.participant_id),
        score: score.score,
        prediction_error: score.prediction_error,
        duration_ms: score.duration_ms,
        submitted_at: score.submitted_at,
        locality: app.places.registry.index_of(&key).unwrap_or_else(|| app.places.registry.unknown()),
        division: division.and_then(|d| u8::try_from(d).ok()),
        unit: unit.and_then(|u| u32::try_from(u).ok()),
        passed: score.passed,
        ranked,
    })
}

/// What ranks of a stored attempt.
#[must_use]
pub(crate) fn score_of(row: &Scored, actual: Option<i64>) -> AttemptScore {
    AttemptScore {
        score: Points(row.score),
        prediction_error: actual.and_then(|a| row.prediction.map(|p| a.abs_diff(p))),
        duration_ms: row.duration_ms,
        submitted_at: row.submitted_at,
        passed: row.passed == 1,
    }
}

fn combine_entries(contest: &Loaded, entries: &[Option<Counted>]) -> Option<Counted> {
    let rounds: Vec<RoundEntry> = entries
        .iter()
        .zip(&contest.doc.rounds)
        .filter_map(|(entry, round)| {
            entry.map(|row| RoundEntry {
                attempt: AttemptScore {
                    score: row.score,
                    prediction_error: row.prediction_error,
                    duration_ms: row.duration_ms,
                    submitted_at: row.submitted_at,
                    passed: row.passed,
                },
                prediction_resolved: contest.actual.contains_key(&round.id),
            })
        })
        .collect();
    // A person sits in the cell of their last counted attempt.
    let last = entries.iter().flatten().max_by_key(|row| row.submitted_at)?;
    let sum = overall(&rounds, contest.doc.overall, &overall_ranking(contest))?;
    Some(Counted {
        score: sum.score,
        prediction_error: sum.prediction_error,
        duration_ms: sum.duration_ms,
        submitted_at: sum.submitted_at,
        passed: sum.passed,
        ranked: entries.iter().flatten().all(|row| row.ranked),
        ..*last
    })
}

/// The overall board ranks by the keys of the last round: those the organiser wrote for the end.
fn overall_ranking(contest: &Loaded) -> Vec<RankKey> {
    contest.doc.rounds.last().map_or_else(|| vec![RankKey::Score], |r| r.rules.ranking.clone())
}

fn epoch(contest: &Loaded) -> i64 {
    contest.doc.rounds.iter().map(|r| r.opens_at).min().unwrap_or(0)
}
