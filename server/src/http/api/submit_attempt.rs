//! `POST /api/v1/attempts/{id}/submit` and `GET /api/v1/attempts/{id}/result`.

use crate::attempts::facts::{self, Fact};
use crate::attempts::result;
use crate::attempts::submit::{By, hand_in};
use crate::error::{Failure, Outcome};
use crate::http::visitor::Caller;
use crate::state::App;
use crate::store::attempts;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use domain::payload::{ResultView, Submit};
use std::sync::Arc;

async fn own(app: &App, caller: &Caller, id: &str) -> Outcome<Arc<Fact>> {
    let device = caller.known_device()?;
    let fact = facts::of(app, id).await?;
    if device.holds(&fact.person) { Ok(fact) } else { Err(Failure::not_yours()) }
}

/// Hands in; again is harmless. After the deadline it is closed with what was saved.
///
/// # Errors
/// `signed_out`, `not_yours`, `attempt_not_found`, `bad_form` (blanks where all are required), `busy`.
#[utoipa::path(post, path = "/api/v1/attempts/{id}/submit", request_body = Submit, params(("id" = String, Path)),
    responses((status = 200, body = ResultView), (status = 422, description = "bad_form")))]
pub async fn post(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
    body: Bytes,
) -> Outcome<Json<ResultView>> {
    let fact = own(&app, &caller, &id).await?;
    // An empty body is a submit without a prediction.
    let asked: Submit = if body.is_empty() {
        Submit::default()
    } else {
        serde_json::from_slice(&body).map_err(|e| Failure::malformed(e.to_string()))?
    };
    if asked.prediction.is_some_and(|p| !(0..=100_000_000).contains(&p)) {
        return Err(Failure::bad_form("prediction must be a whole number from 0 to 100000000"));
    }
    let done = hand_in(&app, &id, By::Person, asked.prediction).await?;
    Ok(Json(result::of(&app, &done.row, &fact, done.known.as_deref(), caller.english).await?))
}

/// The result of an ended attempt.
///
/// # Errors
/// `signed_out`, `not_yours`, `attempt_not_found`; `not_found` while it is running.
#[utoipa::path(get, path = "/api/v1/attempts/{id}/result", params(("id" = String, Path)),
    responses((status = 200, body = ResultView), (status = 404, description = "still running")))]
pub async fn get(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
) -> Outcome<Json<ResultView>> {
    let fact = own(&app, &caller, &id).await?;
    let mut link = app.store.read().await?;
    let row = attempts::get(&mut link, &id).await?.ok_or_else(Failure::attempt_not_found)?;
    drop(link);
    if row.submitted_at.is_none() {
        return Err(Failure::not_found());
    }
    Ok(Json(result::of(&app, &row, &fact, None, caller.english).await?))
}
