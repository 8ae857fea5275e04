//! `GET /organiser/live/{pin}`: the host's device, laptop or phone.

use super::super::page;
use crate::error::Outcome;
use crate::http::staff::Staff;
use crate::live::{find, hub, stream};
use crate::state::App;
use ::app::model::live::HostPage;
use ::app::pages::live;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::staff::Role;
use http::StatusCode;
use serde::Deserialize;

/// What is looked for on the page, by a browser without scripts.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ask {
    /// A player's number, or a part of the name.
    #[serde(default)]
    find: String,
}

/// The page.
///
/// # Errors
/// `signed_out`, `no_role`, `live_not_found`.
pub async fn get(
    State(app): State<App>,
    Path(pin): Path<String>,
    Query(ask): Query<Ask>,
    staff: Staff,
) -> Outcome<Response> {
    show(&app, &pin, &staff, Said { find: ask.find, ..Said::default() }).await
}

/// What was asked of the page, or what the last form has to say.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Why a command was refused.
    pub refusal: Option<String>,
    /// No projector asks with the code that was typed.
    pub code_wrong: bool,
    /// Which player is looked for.
    pub find: String,
}

/// The page.
///
/// # Errors
/// As [`get`].
pub async fn show(app: &App, pin: &str, staff: &Staff, said: Said) -> Outcome<Response> {
    staff.require(Role::Host)?;
    let handle = hub::room(app, pin).await?;
    let Said { refusal, code_wrong, find } = said;
    let status =
        if refusal.is_some() || code_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let found = find::players(&handle, &find);
    let snapshot = stream::host_now(&handle).await?.as_ref().clone();
    let shown = HostPage { snapshot, refusal, code_wrong, find, found: found.players, more: found.more };
    let chrome = staff.desk.chrome(app, &format!("/organiser/live/{pin}"));
    Ok(page(&chrome, status, live::host(&chrome, shown)))
}
