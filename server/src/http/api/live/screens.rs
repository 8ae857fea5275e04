//! `POST /api/v1/live/{pin}/screens`: a host lets the projector in that shows this code.

use crate::error::Outcome;
use crate::http::forms::Body;
use crate::http::staff::Staff;
use crate::live::{hub, screens};
use crate::state::App;
use axum::extract::{Path, State};
use domain::staff::Role;
use http::StatusCode;
use serde::Deserialize;

/// The code a projector shows.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct ScreenCode {
    /// Four digits.
    pub code: String,
}

/// Lets it in.
///
/// # Errors
/// `signed_out`, `no_role`, `live_not_found`, `live_no_such_screen`.
#[utoipa::path(post, path = "/api/v1/live/{pin}/screens", request_body = ScreenCode, params(("pin" = String, Path)),
    responses((status = 204), (status = 404, description = "live_no_such_screen")))]
pub async fn post(
    State(app): State<App>,
    Path(pin): Path<String>,
    staff: Staff,
    Body(body): Body<ScreenCode>,
) -> Outcome<StatusCode> {
    staff.require(Role::Host)?;
    let handle = hub::room(&app, &pin).await?;
    screens::confirm(&app, &handle, &body.code, &staff.who.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
