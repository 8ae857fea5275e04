//! `POST /organiser/logout`: the session of this browser is over.

use crate::error::Outcome;
use crate::http::pages::see;
use crate::http::staff::{Staff, end_cookie};
use crate::staff::session::revoke;
use crate::state::App;
use axum::extract::State;
use axum::response::Response;

/// Signs out; who is not signed in is told the same.
///
/// # Errors
/// Storage errors.
pub async fn post(State(app): State<App>, staff: Option<Staff>) -> Outcome<Response> {
    if let Some(staff) = staff {
        match revoke(&app, &staff.who, &staff.who.session).await {
            // Another tab was faster.
            Err(failure) if failure.code != "not_found" => return Err(failure),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(see("/organiser/login?notice=signed_out", vec![end_cookie(&app)]))
}
