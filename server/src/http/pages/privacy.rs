//! `GET /privacy`: what is collected, why, for how long, and a person's rights.

use super::html;
use crate::error::Outcome;
use crate::http::visitor::Visitor;
use crate::state::App;
use ::app::pages;
use axum::extract::State;
use axum::response::Response;

/// The page.
///
/// # Errors
/// Storage errors.
pub async fn get(State(app): State<App>, visitor: Visitor) -> Outcome<Response> {
    let chrome = visitor.chrome(&app);
    Ok(html(&chrome, pages::privacy(&chrome)))
}
