//! `POST /api/v1/live/{pin}/players`: joins or rejoins.

use super::room::find;
use super::{remember, token_of};
use crate::error::Outcome;
use crate::http::forms::Body;
use crate::http::visitor::Caller;
use crate::live::join::{self, Kept};
use crate::people::session;
use crate::state::App;
use crate::store::people::Participant;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::live::payload::{Join, Joined};
use http::{HeaderMap, StatusCode, header};

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
    let handle = find(&app, &pin, &caller.network()).await?;
    let person = match (&caller.person, wish.link) {
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
