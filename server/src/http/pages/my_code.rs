//! `GET /me/code.svg`: the QR picture of one's own personal code, drawn only for those who unfold it.

use crate::error::Outcome;
use crate::http::visitor::Visitor;
use crate::people::qr;
use crate::state::App;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, header};

/// The picture; its address holds nothing secret, the session says whose it is.
///
/// # Errors
/// `signed_out`.
pub async fn get(State(app): State<App>, visitor: Visitor) -> Outcome<Response> {
    let person = visitor.known()?;
    let code = app.secrets.personal_code(&person.id, person.code_generation);
    let mut response = qr::continue_link(&app, &code).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
