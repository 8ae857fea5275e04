//! `POST /api/v1/live/{pin}/players`: joins or rejoins. `GET` finds players, for the host alone.

use super::room::find;
use super::{remember, token_of};
use crate::error::Outcome;
use crate::http::forms::Body;
use crate::http::staff::Staff;
use crate::http::visitor::{Caller, lang_of};
use crate::live::find::{self as finding, Found};
use crate::live::hub;
use crate::live::join::{self, Kept};
use crate::people::session;
use crate::state::App;
use crate::store::people::Participant;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::live::payload::{Join, Joined};
use domain::staff::Role;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;

/// Who is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ask {
    /// A number, or a part of a name.
    #[serde(default)]
    q: String,
    /// `html`: the list as the host's page shows it beside the data.
    #[serde(default)]
    view: String,
}

/// Finds players to rename or take out, however long ago they joined.
///
/// # Errors
/// `staff_signed_out`, `no_role`, `live_not_found`.
#[utoipa::path(get, path = "/api/v1/live/{pin}/players",
    params(("pin" = String, Path), ("q" = String, Query, description = "a player's number, or a part of the name, marks or not"),
        ("view" = Option<String>, Query, description = "html: a finished view beside the data")),
    responses((status = 200, body = Found), (status = 401, description = "staff_signed_out"), (status = 403, description = "no_role")))]
pub async fn get(
    State(app): State<App>,
    Path(pin): Path<String>,
    Query(ask): Query<Ask>,
    headers: HeaderMap,
    staff: Staff,
) -> Outcome<Json<Found>> {
    staff.require(Role::Host)?;
    let handle = hub::room(&app, &pin).await?;
    let mut found = finding::players(&handle, &ask.q);
    if ask.view == "html" {
        let list = ::app::pages::live::found_players(lang_of(&headers), &pin, &found.players, found.more);
        found.html = Some(list);
    }
    Ok(Json(found))
}

/// Joins. Browsers keep the token as a cookie; others send it as `Authorization: Bearer`.
///
/// # Errors
/// `live_not_found`; `bad_form` naming every field; `live_full`, `live_closing`, `live_finished`, `live_removed`; `too_many`;
/// `busy`.
#[utoipa::path(post, path = "/api/v1/live/{pin}/players", request_body = Join, params(("pin" = String, Path)),
    responses((status = 201, body = Joined), (status = 200, body = Joined), (status = 404, description = "live_not_found"),
        (status = 409, description = "live_full, live_closing, live_finished"), (status = 422, description = "bad_form")))]
pub async fn post(
    State(app): State<App>,
    Path(pin): Path<String>,
    headers: HeaderMap,
    caller: Caller,
    Body(wish): Body<Join>,
) -> Outcome<Response> {
    let handle = find(&app, &pin, || caller.network()).await?;
    let person = match (caller.person(), wish.link) {
        (Some(id), true) => known_person(&app, id).await?,
        _ => None,
    };
    let held = token_of(&app, &headers);
    let token = held.clone().unwrap_or_else(crate::random::token);
    let joined = join::join(&app, &handle, &token, &wish, person.as_ref())
        .await
        .map_err(|kept: Kept| crate::error::Failure::from(kept))?;
    let status = if joined.new { StatusCode::CREATED } else { StatusCode::OK };
    // The snapshot is JSON already; taking it apart to write it again would be work for ten thousand phones.
    let body = format!("{{\"token\":\"{token}\",\"snapshot\":{}}}", joined.snapshot);
    let mut response = (status, [(header::CONTENT_TYPE, "application/json")], body).into_response();
    if held.is_none() && caller.browser {
        response.headers_mut().append(header::SET_COOKIE, remember(&app, &token));
    }
    Ok(response)
}

/// The registered person, if they are still there.
///
/// # Errors
/// Storage errors.
pub async fn known_person(app: &App, id: &str) -> Outcome<Option<Participant>> {
    match session::person(app, id).await {
        Ok(person) => Ok(Some(person)),
        Err(e) if e.code == "signed_out" => Ok(None),
        Err(e) => Err(e),
    }
}
