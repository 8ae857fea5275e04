//! `POST /api/v1/live/{pin}/commands`: what a host may ask for.

use crate::error::Outcome;
use crate::http::forms::Body;
use crate::http::staff::Staff;
use crate::live::{command, hub};
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use domain::live::Command;
use domain::staff::Role;
use serde::Serialize;

/// What was done.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct Done {
    /// The number of the last event.
    pub seq: u64,
}

/// Carries a command out.
///
/// # Errors
/// `signed_out`, `no_role`, `live_not_found`; 409 with the rule's own code (`live_stale`, `live_wrong_phase`…); `busy`.
#[utoipa::path(post, path = "/api/v1/live/{pin}/commands", request_body = Command, params(("pin" = String, Path)),
    responses((status = 200, body = Done), (status = 401, description = "signed_out"), (status = 403, description = "no_role"),
        (status = 409, description = "live_stale, live_wrong_phase and the other refusals")))]
pub async fn post(
    State(app): State<App>,
    Path(pin): Path<String>,
    staff: Staff,
    Body(body): Body<Command>,
) -> Outcome<Json<Done>> {
    staff.require(Role::Host)?;
    let handle = hub::room(&app, &pin).await?;
    let seq = command::carry_out(&handle, body, &staff.who.id).await?;
    Ok(Json(Done { seq }))
}
