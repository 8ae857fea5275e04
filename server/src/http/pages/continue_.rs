//! `GET` and `POST /continue`: a personal code brings a person to this device.

use super::{html, refused, see, slowed};
use crate::error::Outcome;
use crate::http::api::live;
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
    if visitor.kiosk && visitor.person.is_some() {
        // Whoever sits at a shared device sees their own code before it forgets them.
        return Ok(see("/who?back=/", Vec::new()));
    }
    let chrome = visitor.chrome(&app);
    Ok(html(&chrome, pages::continue_(&chrome, ContinuePage::default())))
}

/// Exchanges the code.
///
/// # Errors
/// Storage errors.
pub async fn post(State(app): State<App>, visitor: Visitor, fields: Fields) -> Outcome<Response> {
    let on = On::of(visitor.device.as_ref(), visitor.kiosk, visitor.label);
    let (error, wait) = match code::exchange(&app, fields.get("code"), on, &visitor.network).await {
        Ok(Some(done)) => {
            let mut cookies = remember(&app, done.token.as_deref(), &done.person.id, visitor.kiosk);
            if visitor.kiosk {
                cookies.push(live::forget(&app));
            }
            return Ok(see("/", cookies));
        }
        Ok(None) => ("wrong", None),
        Err(e) if e.code == "too_many" => ("slow", Some(e.retry_after.unwrap_or(600))),
        Err(e) => return Err(e),
    };
    let chrome = visitor.chrome(&app);
    let minutes = u64::from(wait.unwrap_or(0).div_ceil(60));
    let page = ContinuePage { error: Some(error), minutes };
    let response = refused(&chrome, pages::continue_(&chrome, page));
    // People read it on the page; programs that guess read the status.
    Ok(match wait {
        Some(seconds) => slowed(response, seconds),
        None => response,
    })
}
