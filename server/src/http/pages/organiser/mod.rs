//! The organiser's pages. Whatever shows somebody's account is stored nowhere.

pub mod account;
pub mod home;
pub mod live;
pub mod login;
pub mod logout;
pub mod password;
pub mod sessions;

use crate::http::edge::csp;
use ::app::model::Chrome;
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

/// A rendered page of the console, good or refused.
#[must_use]
pub fn page(chrome: &Chrome, status: StatusCode, body: String) -> Response {
    let mut response = (status, Html(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, csp(&chrome.nonce));
    response
}

/// How a form is answered whose failure can be told on the form itself: its code and status; other failures pass.
///
/// # Errors
/// Every failure that a form has no words for.
pub fn told(
    failure: crate::error::Failure,
) -> crate::error::Outcome<(&'static str, StatusCode, Option<u32>)> {
    match failure.code {
        "too_many" => Ok(("slow", StatusCode::TOO_MANY_REQUESTS, failure.retry_after)),
        "busy" => Ok(("busy", StatusCode::SERVICE_UNAVAILABLE, failure.retry_after)),
        _ => Err(failure),
    }
}

/// Adds `Retry-After`.
pub fn retry_after(response: &mut Response, seconds: Option<u32>) {
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}
