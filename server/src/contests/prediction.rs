//! Resolving a prediction question: only after the round closed and nobody can still be taking it.

use super::catalogue::Loaded;
use crate::store::meta::{self, Act};
use crate::store::{Store, StoreError, attempts, contests};
use domain::contest::PredictionOf;
use domain::timing::settles_at;
use std::sync::Arc;

/// How it went for a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// The true number, now stored.
    Now {
        /// Round title.
        round: String,
        /// The number.
        actual: i64,
    },
    /// It had been resolved to this.
    Before {
        /// Round title.
        round: String,
        /// The number.
        actual: i64,
    },
    /// Attempts may still be running until then (unix ms).
    TooEarly {
        /// Round title.
        round: String,
        /// When it can be resolved.
        from: i64,
    },
    /// Overdue attempts have not been closed yet: run the server (its sweeper closes them), then again.
    Running {
        /// Round title.
        round: String,
        /// How many.
        attempts: i64,
    },
}

/// Resolves every round of a contest that asks a prediction and is ready.
///
/// # Errors
/// Storage errors.
pub async fn resolve(store: &Store, contest: &Arc<Loaded>, now: i64) -> Result<Vec<Resolved>, StoreError> {
    let contest = Arc::clone(contest);
    store
        .write(move |link| {
            Box::pin(async move {
                let extended = attempts::extensions_total_ms(link, &contest.id).await?;
                let mut done = Vec::new();
                for round in &contest.doc.rounds {
                    let Some(prediction) = &round.rules.prediction else { continue };
                    let title = round.title.clone();
                    if let Some(actual) = contest.actual.get(&round.id) {
                        done.push(Resolved::Before { round: title, actual: *actual });
                        continue;
                    }
                    let from = settles_at(round, extended);
                    if now < from {
                        done.push(Resolved::TooEarly { round: title, from });
                        continue;
                    }
                    let running = contests::running(link, &contest.id, &round.id).await?;
                    if running > 0 {
                        done.push(Resolved::Running { round: title, attempts: running });
                        continue;
                    }
                    let (people, valid, all_right) =
                        contests::round_counts(link, &contest.id, &round.id).await?;
                    let actual = match prediction.of {
                        PredictionOf::Participants => people,
                        PredictionOf::ValidAttempts => valid,
                        PredictionOf::AllCorrect => all_right,
                    };
                    contests::resolve(link, &contest.id, &round.id, actual, now).await?;
                    let detail = format!("{{\"round\":\"{}\",\"actual\":{actual}}}", round.id);
                    let act = Act {
                        actor: "cli",
                        action: "resolve-prediction",
                        subject: &contest.id,
                        detail: &detail,
                    };
                    meta::audit(link, act, now).await?;
                    done.push(Resolved::Now { round: title, actual });
                }
                Ok(done)
            })
        })
        .await
}
