//! `GET /api/v1/attempts/{id}`: the present state of a running attempt, for a page that was asleep.

use crate::attempts::{facts, view};
use crate::error::{Failure, Outcome};
use crate::http::visitor::Caller;
use crate::state::App;
use crate::store::attempts;
use axum::Json;
use axum::extract::{Path, State};
use domain::payload::AttemptView;
use domain::timing::accepts;

/// The attempt.
///
/// # Errors
/// `signed_out`, `attempt_not_found`, `not_yours`, `attempt_closed`, `deadline_passed`.
#[utoipa::path(get, path = "/api/v1/attempts/{id}", params(("id" = String, Path)),
    responses((status = 200, body = AttemptView), (status = 409, description = "attempt_closed"), (status = 410, description = "deadline_passed")))]
pub async fn get(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
) -> Outcome<Json<AttemptView>> {
    let device = caller.known_device()?;
    let mut link = app.store.read().await?;
    let row = attempts::get(&mut link, &id).await?.ok_or_else(Failure::attempt_not_found)?;
    drop(link);
    if !device.holds(&row.participant_id) {
        return Err(Failure::not_yours());
    }
    if !accepts(app.now(), row.deadline) {
        return Err(Failure::deadline_passed(&id));
    }
    if row.submitted_at.is_some() {
        return Err(Failure::attempt_closed(&id));
    }
    let fact = facts::from_row(&app, &row).await?;
    Ok(Json(view::view(&app, &row, &fact, caller.english).await?))
}
