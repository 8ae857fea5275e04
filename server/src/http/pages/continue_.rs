//! `GET` and `POST /continue`: a personal code brings a person to this device.

use super::{html, refused, see};
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::visitor::{Visitor, remember};
use crate::people::code;
use crate::people::register::On;
use crate::state::App;
use ::app::model::ContinuePage;
use ::app::pages;
use axum::extract::State;
use axum::response::Response;

/// The form; a code after `#` in the address is filled in by the island and never sent in an address.
///
/// # Errors
/// Storage errors.
pub async fn get(State(app): State<App>, visitor: Visitor) -> Outcome<Response> {
    let chrome = visitor.chrome(&app);
    Ok(html(&chrome, pages::continue_(&chrome, ContinuePage::default())))
}

/// Exchanges the code.
///
/// # Errors
/// Storage errors.
pub async fn post(State(app): State<App>, visitor: Visitor, fields: Fields) -> Outcome<Response> {
    let on = match &visitor.device {
        Some(device) => On::Held(device),
        None => On::New { label: visitor.label },
    };
    let error = match code::exchange(&app, fields.get("code"), on, &visitor.network).await {
        Ok(Some(done)) => {
            return Ok(see("/", remember(&app, done.token.as_deref(), &done.person.id, visitor.kiosk)));
        }
        Ok(None) => "wrong",
        Err(e) if e.code == "too_many" => "slow",
        Err(e) => return Err(e),
    };
    let chrome = visitor.chrome(&app);
    let mut response = refused(&chrome, pages::continue_(&chrome, ContinuePage { error: Some(error) }));
    if error == "slow" {
        // People read it on the page; programs that guess read the status.
        *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
    }
    Ok(response)
}
