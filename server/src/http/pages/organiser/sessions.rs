//! `POST /organiser/sessions/{id}/sign-out` and `…/sign-out-others`: ending one's sessions on other devices.

use crate::error::Outcome;
use crate::http::pages::see;
use crate::http::staff::{Staff, end_cookie};
use crate::staff::session;
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::Response;

/// Ends one of one's own sessions.
///
/// # Errors
/// `not_found`; storage errors.
pub async fn sign_out(State(app): State<App>, Path(id): Path<String>, staff: Staff) -> Outcome<Response> {
    session::revoke(&app, &staff.who, &id).await?;
    if id == staff.who.session {
        return Ok(see("/organiser/login?notice=signed_out", vec![end_cookie(&app)]));
    }
    Ok(see("/organiser/account?notice=session", Vec::new()))
}

/// Ends all but this one.
///
/// # Errors
/// Storage errors.
pub async fn sign_out_others(State(app): State<App>, staff: Staff) -> Outcome<Response> {
    session::revoke_others(&app, &staff.who).await?;
    Ok(see("/organiser/account?notice=others", Vec::new()))
}
