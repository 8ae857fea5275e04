//! `GET /media/{name}`: a picture of a question. Its name is the hash of its bytes: known only to who was shown the
//! question, and the same for ever.

use crate::bank::pictures;
use crate::error::{Failure, Outcome};
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, header};

/// The picture.
///
/// # Errors
/// `not_found`.
pub async fn get(State(app): State<App>, Path(name): Path<String>) -> Outcome<Response> {
    let bytes = pictures::get(&app, &name).await?.ok_or_else(Failure::not_found)?;
    let kind = if name.ends_with(".png") { "image/png" } else { "image/jpeg" };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    Ok(response)
}
