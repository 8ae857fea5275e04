//! `POST /api/v1/live/{pin}/answers`: one answer, on disk before its 200; a repeat gets the first reply.

use super::player;
use super::room::find;
use crate::error::Outcome;
use crate::http::forms::Body;
use crate::http::visitor::From;
use crate::live::answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use domain::live::payload::{Accepted, LiveAnswer};
use http::HeaderMap;

/// Takes an answer.
///
/// # Errors
/// `live_not_found`, `live_not_joined`, `live_removed`, `live_not_open` (409), `bad_form`, `too_many`, `busy`.
#[utoipa::path(post, path = "/api/v1/live/{pin}/answers", request_body = LiveAnswer, params(("pin" = String, Path)),
    responses((status = 200, body = Accepted), (status = 409, description = "live_not_open"),
        (status = 422, description = "bad_form"), (status = 503, description = "busy")))]
pub async fn post(
    State(app): State<App>,
    Path(pin): Path<String>,
    from: From,
    headers: HeaderMap,
    Body(body): Body<LiveAnswer>,
) -> Outcome<Json<Accepted>> {
    let received_at = from.came_at(&app.clock);
    let handle = find(&app, &pin, || from.network()).await?;
    let player = player(&app, &handle, &headers).await?;
    Ok(Json(answer::take(&app, &handle, player, body, received_at).await?))
}
