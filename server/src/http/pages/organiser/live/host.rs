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
    staff.require(Role::Host)?;
    let handle = hub::room(&app, &pin).await?;
    let found = find::players(&handle, &ask.find);
    let snapshot = stream::host_now(&handle).await?.as_ref().clone();
    let shown =
        HostPage { snapshot, find: ask.find, found: found.players, more: found.more, ..HostPage::default() };
    let chrome = staff.desk.chrome(&app, &format!("/organiser/live/{pin}"));
    Ok(page(&chrome, StatusCode::OK, live::host(&chrome, shown)))
}

/// The page with what the last form has to say.
///
/// # Errors
/// As [`get`].
pub async fn show(
    app: &App,
    pin: &str,
    staff: &Staff,
    refusal: Option<String>,
    code_wrong: bool,
) -> Outcome<Response> {
    staff.require(Role::Host)?;
    let handle = hub::room(app, pin).await?;
    let snapshot = stream::host_now(&handle).await?.as_ref().clone();
    let status =
        if refusal.is_some() || code_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let chrome = staff.desk.chrome(app, &format!("/organiser/live/{pin}"));
    Ok(page(
        &chrome,
        status,
        live::host(&chrome, HostPage { snapshot, refusal, code_wrong, ..HostPage::default() }),
    ))
}
