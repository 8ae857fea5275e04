//! `PUT /api/v1/attempts/{id}/answers/{position}`: one answer, on disk before its 200, harmless to repeat.

use crate::attempts::answer::{Tap, save};
use crate::error::{Failure, Outcome};
use crate::http::forms::Body;
use crate::http::visitor::Caller;
use crate::state::App;
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use domain::payload::{SaveAnswer, SavedAnswer};

/// Saves.
///
/// # Errors
/// `signed_out`, `not_yours`, `attempt_not_found`, `bad_form`, `attempt_closed` (409), `deadline_passed` (410),
/// `too_many`, `busy`.
#[utoipa::path(put, path = "/api/v1/attempts/{id}/answers/{position}", request_body = SaveAnswer,
    params(("id" = String, Path), ("position" = u32, Path)),
    responses((status = 200, body = SavedAnswer), (status = 409, description = "attempt_closed"),
        (status = 410, description = "deadline_passed"), (status = 422, description = "bad_form"), (status = 503, description = "busy")))]
pub async fn put(
    State(app): State<App>,
    path: Result<Path<(String, u32)>, PathRejection>,
    caller: Caller,
    Body(body): Body<SaveAnswer>,
) -> Outcome<Json<SavedAnswer>> {
    let Path((id, position)) =
        path.map_err(|_| Failure::bad_form("position must be a whole number from 1"))?;
    let device = caller.known_device()?;
    let tap = Tap { position, seq: Some(body.seq), choice: body.choice, occurred_at: Some(body.occurred_at) };
    let saved = save(&app, device, &id, tap).await?;
    Ok(Json(SavedAnswer { position, seq: saved.seq, choice: saved.choice, saved_at: saved.received_at }))
}
