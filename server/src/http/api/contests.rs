//! `GET /api/v1/contests` and `/api/v1/contests/{slug}`: what is open, and the rules.

use crate::contests::catalogue::Loaded;
use crate::error::{Failure, Outcome};
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use domain::contest::{ContestKind, Round};
use serde::Serialize;

/// A contest.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ContestInfo {
    /// Address part.
    pub slug: String,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Who runs it.
    pub organiser: String,
    /// `contest` or `practice`.
    pub kind: &'static str,
    /// Demonstration data.
    pub demo: bool,
    /// Version of the rules.
    pub version: i64,
    /// Distinct persons who took part.
    pub participants: u64,
    /// Id of the open round, if any.
    pub open_round: Option<String>,
    /// What must be known of a person to rank: `open`, `contact`, `group_code`, `roster_code`.
    pub identity: &'static str,
    /// Rounds.
    pub rounds: Vec<RoundOf>,
    /// Divisions.
    pub divisions: Vec<DivisionOf>,
    /// Units people may choose.
    pub units: Vec<UnitOf>,
}

/// A round.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RoundOf {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// First moment, unix ms.
    pub opens_at: i64,
    /// First moment after, unix ms.
    pub closes_at: i64,
    /// Questions on a paper.
    pub questions: u32,
    /// Rules, without anything about keys.
    #[schema(value_type = Object)]
    pub rules: serde_json::Value,
    /// The resolved prediction.
    pub prediction_actual: Option<i64>,
}

/// A division.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DivisionOf {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
}

/// A unit; its groups' codes are not told.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct UnitOf {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Locality as `scheme:code`.
    pub locality: String,
}

fn info(app: &App, contest: &Loaded) -> ContestInfo {
    let doc = &contest.doc;
    let round = |r: &Round| RoundOf {
        id: r.id.clone(),
        title: r.title.clone(),
        opens_at: r.opens_at,
        closes_at: r.closes_at,
        questions: r.rules.questions(),
        rules: serde_json::to_value(&r.rules).unwrap_or_default(),
        prediction_actual: contest.actual.get(&r.id).copied(),
    };
    ContestInfo {
        slug: doc.slug.clone(),
        title: doc.title.clone(),
        summary: doc.summary.clone(),
        organiser: doc.organiser.clone(),
        kind: if doc.kind == ContestKind::Practice { "practice" } else { "contest" },
        demo: doc.demo,
        version: contest.version,
        participants: app.standings.participants(&contest.id),
        open_round: doc.open_round(app.now()).map(|r| r.id.clone()),
        identity: contest.identity_code(),
        rounds: doc.rounds.iter().map(round).collect(),
        divisions: doc
            .divisions
            .iter()
            .map(|d| DivisionOf { id: d.id.clone(), title: d.title.clone() })
            .collect(),
        units: doc
            .units
            .iter()
            .map(|u| UnitOf { id: u.id.clone(), name: u.name.clone(), locality: u.locality.to_string() })
            .collect(),
    }
}

/// All contests and practice sets.
#[utoipa::path(get, path = "/api/v1/contests", responses((status = 200, body = Vec<ContestInfo>)))]
pub async fn list(State(app): State<App>) -> Json<Vec<ContestInfo>> {
    Json(app.catalogue.all().iter().map(|c| info(&app, c)).collect())
}

/// One contest.
///
/// # Errors
/// `not_found`.
#[utoipa::path(get, path = "/api/v1/contests/{slug}", params(("slug" = String, Path)),
    responses((status = 200, body = ContestInfo), (status = 404, description = "not_found")))]
pub async fn get(State(app): State<App>, Path(slug): Path<String>) -> Outcome<Json<ContestInfo>> {
    let contest = app.catalogue.by_slug(&slug).ok_or_else(Failure::not_found)?;
    Ok(Json(info(&app, &contest)))
}
