//! `POST /organiser/password`: another password for oneself, told twice, after the present one.

use super::account::show;
use super::{retry_after, told};
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::pages::see;
use crate::http::staff::Staff;
use crate::staff::accounts::{Changed, change_password};
use crate::state::App;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

/// Changes it; a refusal shows the page again.
///
/// # Errors
/// Storage errors.
pub async fn post(State(app): State<App>, staff: Staff, fields: Fields) -> Outcome<Response> {
    let new = fields.raw("password");
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let (field, code, status, wait) = if new == fields.raw("again") {
        match change_password(&app, &staff.who, fields.raw("present"), new, &staff.desk.network).await {
            Ok(Changed::Done) => return Ok(see("/organiser/account?notice=password", Vec::new())),
            Ok(Changed::Wrong) => ("present", "password_wrong", wrong, None),
            Ok(Changed::Refused(why)) => ("password", why.code(), wrong, None),
            Err(failure) => {
                let (code, status, wait) = told(failure)?;
                ("present", code, status, wait)
            }
        }
    } else {
        ("again", "password_differs", wrong, None)
    };
    let mut response = show(&app, &staff, status, None, vec![(field, code)]).await?;
    retry_after(&mut response, wait);
    Ok(response)
}
