//! `GET /api/v1/live/{pin}/events`: server-sent events for phones, screens and hosts.
//!
//! Invariant: `role` only narrows what the credential allows; credentials are cookies or `Authorization`, never in the
//! address.

use super::room::find;
use super::{player, screen_token};
use crate::error::{Failure, Outcome};
use crate::http::staff::Staff;
use crate::http::visitor::{From, lang_of};
use crate::live::screens;
use crate::live::stream::{self, Pass, Stage};
use crate::state::App;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::staff::Role;
use http::HeaderMap;
use serde::Deserialize;

/// What is wanted.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ask {
    /// `player` (the default), `screen` or `host`.
    #[serde(default)]
    role: String,
    /// `html`: finished views for screens and hosts.
    #[serde(default)]
    view: String,
}

/// What a member of the staff is let in by, for as long as it does.
fn pass(staff: Option<Staff>) -> Option<Pass> {
    staff.and_then(|staff| staff.desk.token).map(Pass::new)
}

/// The stream.
///
/// # Errors
/// `live_not_found`; `live_not_joined`, `live_removed`; `live_not_paired`; `no_role`; `busy`.
#[utoipa::path(get, path = "/api/v1/live/{pin}/events",
    params(("pin" = String, Path), ("role" = Option<String>, Query, description = "player, screen or host"),
        ("view" = Option<String>, Query, description = "html: finished views")),
    responses((status = 200, description = "text/event-stream"), (status = 401, description = "live_not_joined, live_not_paired")))]
pub async fn get(
    State(app): State<App>,
    Path(pin): Path<String>,
    Query(ask): Query<Ask>,
    from: From,
    headers: HeaderMap,
    staff: Option<Staff>,
) -> Outcome<Response> {
    let handle = find(&app, &pin, || from.network()).await?;
    let stage = |host| Stage { host, html: ask.view == "html", lang: lang_of(&headers) };
    let hosts = staff.as_ref().is_some_and(|s| s.may(Role::Host));
    match ask.role.as_str() {
        "" | "player" => {
            let number = player(&app, &handle, &headers).await?;
            let last =
                headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
            stream::player(&app, &handle, number, last).await
        }
        "screen" => {
            let paired = match screen_token(&app, &headers) {
                Some(token) => screens::is_inside(&app, &handle, &token).await?,
                None => false,
            };
            if !paired && !hosts {
                return Err(Failure::live_not_paired());
            }
            let pass = if paired { None } else { pass(staff) };
            stream::stage(&app, &handle, stage(false), pass).await
        }
        "host" => {
            let staff = staff.ok_or_else(Failure::signed_out)?;
            staff.require(Role::Host)?;
            stream::stage(&app, &handle, stage(true), pass(Some(staff))).await
        }
        _ => Err(Failure::bad_form("role: player, screen or host")),
    }
}
