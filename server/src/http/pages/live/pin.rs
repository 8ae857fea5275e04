//! `GET /live`: which room? With `?pin=` on to it.

use crate::error::Outcome;
use crate::http::api::live::room::find;
use crate::http::pages::{html, refused, see};
use crate::http::visitor::Visitor;
use crate::state::App;
use ::app::model::live::PinPage;
use ::app::pages::live;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ask {
    #[serde(default)]
    pin: String,
}

/// The form, or the room.
///
/// # Errors
/// Storage errors.
pub async fn get(State(app): State<App>, Query(ask): Query<Ask>, visitor: Visitor) -> Outcome<Response> {
    let chrome = visitor.chrome(&app);
    if ask.pin.is_empty() {
        return Ok(html(&chrome, live::pin(&chrome, PinPage::default())));
    }
    // People read a PIN in two groups, and type it so.
    let pin: String = ask.pin.chars().filter(char::is_ascii_digit).collect();
    let error = if crate::live::is_pin(&pin) {
        match find(&app, &pin, &visitor.network).await {
            Ok(_) => return Ok(see(&format!("/live/{pin}"), Vec::new())),
            Err(e) if e.code == "live_not_found" => "unknown",
            Err(e) if e.code == "too_many" => "slow",
            Err(e) => return Err(e),
        }
    } else {
        "wrong"
    };
    let page = PinPage { pin: ask.pin.chars().take(20).collect(), error: Some(error) };
    Ok(refused(&chrome, live::pin(&chrome, page)))
}
