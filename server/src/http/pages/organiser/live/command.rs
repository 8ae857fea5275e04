//! `POST /organiser/live/{pin}/command`: a command as a plain form, for a host whose browser runs no scripts.

use super::host::{Said, show};
use crate::error::{Failure, Outcome};
use crate::http::forms::Fields;
use crate::http::pages::see;
use crate::http::staff::Staff;
use crate::live::{command, hub};
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::live::Command;
use domain::staff::Role;
use serde_json::Value;

/// Carries it out and shows the stage.
///
/// # Errors
/// `signed_out`, `no_role`, `live_not_found`, `bad_form`; storage errors.
pub async fn post(
    State(app): State<App>,
    Path(pin): Path<String>,
    staff: Staff,
    fields: Fields,
) -> Outcome<Response> {
    staff.require(Role::Host)?;
    let wanted = read(&fields)?;
    let handle = hub::room(&app, &pin).await?;
    match command::carry_out(&handle, wanted, &staff.who.id).await {
        Ok(_) => Ok(see(&format!("/organiser/live/{pin}"), Vec::new())),
        Err(Failure { status: 409, detail: Some(words), .. }) => {
            show(&app, &pin, &staff, Said { refusal: Some(words), ..Said::default() }).await
        }
        Err(e) => Err(e),
    }
}

/// The command's JSON with what was typed beside it.
fn read(fields: &Fields) -> Outcome<Command> {
    let mut value: Value =
        serde_json::from_str(fields.get("command")).map_err(|_| Failure::bad_form("command"))?;
    if fields.has("nickname") {
        value["nickname"] = Value::from(fields.get("nickname"));
    }
    if let Ok(count) = fields.get("count").parse::<u32>() {
        value["count"] = Value::from(count);
    }
    serde_json::from_value(value).map_err(|e| Failure::bad_form(format!("command: {e}")))
}
