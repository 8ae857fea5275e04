//! `POST /api/v1/live/{pin}/commands`: what a host may ask for, and a projector that was let in.

use super::screen_token;
use crate::error::{Failure, Outcome};
use crate::http::forms::Body;
use crate::http::staff::Staff;
use crate::live::{command, hub, screens};
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use domain::live::Command;
use domain::staff::Role;
use http::HeaderMap;
use serde::Serialize;

/// What was done.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct Done {
    /// The number of the last event.
    pub seq: u64,
}

/// Who a command is by that came from a projector.
const SCREEN: &str = "screen";

/// Carries a command out. A projector that a host let in may ask for what a clicker does: `advance`, `back`, `pause` and
/// `resume`, each naming the event it shows.
///
/// # Errors
/// `staff_signed_out`, `no_role`, `live_not_found`; 409 with the rule's own code (`live_stale`, `live_wrong_phase`…); `busy`.
#[utoipa::path(post, path = "/api/v1/live/{pin}/commands", request_body = Command, params(("pin" = String, Path)),
    responses((status = 200, body = Done), (status = 401, description = "staff_signed_out"), (status = 403, description = "no_role"),
        (status = 409, description = "live_stale, live_wrong_phase and the other refusals")))]
pub async fn post(
    State(app): State<App>,
    Path(pin): Path<String>,
    headers: HeaderMap,
    staff: Option<Staff>,
    Body(body): Body<Command>,
) -> Outcome<Json<Done>> {
    if let Some(staff) = staff.as_ref().filter(|staff| staff.may(Role::Host)) {
        let handle = hub::room(&app, &pin).await?;
        let seq = command::carry_out(&handle, body, &staff.who.id).await?;
        return Ok(Json(Done { seq }));
    }
    let refused = || if staff.is_some() { Failure::no_role() } else { Failure::staff_signed_out() };
    let token = screen_token(&app, &headers).filter(|_| body.is_a_clickers()).ok_or_else(refused)?;
    let handle = hub::room(&app, &pin).await?;
    if !screens::is_inside(&app, &handle, &token).await? {
        return Err(refused());
    }
    let seq = command::carry_out(&handle, body, SCREEN).await?;
    Ok(Json(Done { seq }))
}
