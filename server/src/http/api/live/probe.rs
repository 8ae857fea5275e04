//! `POST /api/v1/live/{pin}/probe`: one link of the chain that measures a phone's network.

use super::player;
use super::room::find;
use crate::error::Outcome;
use crate::http::forms::Body;
use crate::http::visitor::From;
use crate::live::probe::{Probe, Probed, note};
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use http::HeaderMap;

/// Notes a probe and says whether another is wanted.
///
/// # Errors
/// `live_not_found`, `live_not_joined`.
#[utoipa::path(post, path = "/api/v1/live/{pin}/probe", request_body = Probe, params(("pin" = String, Path)),
    responses((status = 200, body = Probed), (status = 401, description = "live_not_joined")))]
pub async fn post(
    State(app): State<App>,
    Path(pin): Path<String>,
    from: From,
    headers: HeaderMap,
    Body(probe): Body<Probe>,
) -> Outcome<Json<Probed>> {
    let received = app.now();
    let handle = find(&app, &pin, || from.network()).await?;
    let player = player(&app, &handle, &headers).await?;
    Ok(Json(note(&handle, player, probe, received)?))
}
