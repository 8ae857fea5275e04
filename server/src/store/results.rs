//! Rows of a contest's results for the organiser's export.

use super::Link;
use crate::sql;
use sqlx::Error;

/// One ended attempt with what the organiser may see of its person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ResultRow {
    /// Attempt.
    pub id: String,
    /// Person.
    pub participant_id: String,
    /// Nickname; empty after erasure.
    pub nickname: String,
    /// Round.
    pub round_id: String,
    /// Ordinal in the round.
    pub ordinal: i64,
    /// Copied at the start.
    pub locality_scheme: String,
    /// Copied at the start.
    pub locality_code: String,
    /// Copied at the start.
    pub unit_id: Option<String>,
    /// Copied at the start.
    pub audience: String,
    /// Copied at the start.
    pub age_band: String,
    /// Copied at the start.
    pub grade: String,
    /// Points (1/2520).
    pub score: i64,
    /// Points possible.
    pub max_score: i64,
    /// Questions right.
    pub correct: i64,
    /// Answered positions.
    pub answered: i64,
    /// Time used, ms.
    pub duration_ms: i64,
    /// End, unix ms.
    pub submitted_at: i64,
    /// `person` or `sweeper`.
    pub submitted_by: String,
    /// Prediction.
    pub prediction: Option<i64>,
    /// 1 when passed.
    pub passed: i64,
    /// Voided, unix ms.
    pub voided_at: Option<i64>,
    /// Demonstration data.
    pub demo: i64,
}

/// All ended attempts of a contest, person by person.
pub async fn of_contest(link: &mut Link, contest: &str) -> Result<Vec<ResultRow>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT a.id, a.participant_id, p.nickname, a.round_id, a.ordinal, a.locality_scheme, a.locality_code, a.unit_id,
                a.audience, a.age_band, a.grade, a.score, a.max_score, a.correct, a.answered, a.duration_ms,
                a.submitted_at, a.submitted_by, a.prediction, a.passed, a.voided_at, a.demo
         FROM attempt AS a JOIN participant AS p ON p.id = a.participant_id
         WHERE a.contest_id = $1 AND a.submitted_at IS NOT NULL ORDER BY a.round_id, a.participant_id, a.ordinal",
    )
    .bind(contest)
    .fetch_all(c)
    .await)
}
