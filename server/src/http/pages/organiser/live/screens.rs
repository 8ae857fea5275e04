//! `POST /organiser/live/{pin}/screens`: lets a projector in, as a plain form.

use super::host::{Said, show};
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::pages::see;
use crate::http::staff::Staff;
use crate::live::{hub, screens};
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::staff::Role;

/// Lets it in.
///
/// # Errors
/// `signed_out`, `no_role`, `live_not_found`; storage errors.
pub async fn post(
    State(app): State<App>,
    Path(pin): Path<String>,
    staff: Staff,
    fields: Fields,
) -> Outcome<Response> {
    staff.require(Role::Host)?;
    let handle = hub::room(&app, &pin).await?;
    match screens::confirm(&app, &handle, fields.get("code"), &staff.who.id).await {
        Ok(()) => Ok(see(&format!("/organiser/live/{pin}"), Vec::new())),
        Err(e) if e.code == "live_no_such_screen" => {
            show(&app, &pin, &staff, Said { code_wrong: true, ..Said::default() }).await
        }
        Err(e) => Err(e),
    }
}
