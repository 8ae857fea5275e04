//! Pages and plain forms: load plain data, render a view, nothing else.

pub mod answer;
pub mod attempt;
pub mod cards;
pub mod contact;
pub mod contest;
pub mod continue_;
pub mod done;
pub mod group;
pub mod home;
pub mod join;
pub mod lang;
pub mod live;
pub mod me;
pub mod me_rights;
pub mod media;
pub mod my_code;
pub mod organiser;
pub mod practice;
pub mod privacy;
pub mod result;
pub mod review;
pub mod setup;
pub mod standings;
pub mod start;
pub mod submit;
pub mod who;

use crate::http::edge::csp;
use ::app::model::Chrome;
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

/// A rendered page. One that shows a person is stored nowhere: on a shared device "back" must not show it to the next.
#[must_use]
pub fn html(chrome: &Chrome, body: String) -> Response {
    let mut response = Html(body).into_response();
    let headers = response.headers_mut();
    let keep = if chrome.who.is_some() { "no-store" } else { "private, no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::CONTENT_SECURITY_POLICY, csp(&chrome.nonce));
    response
}

/// A rendered form that was refused: shown again with what was typed.
#[must_use]
pub fn refused(chrome: &Chrome, body: String) -> Response {
    let mut response = html(chrome, body);
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

/// The same page, for somebody whose network missed too often: the status and how long to wait, for programs.
#[must_use]
pub fn slowed(mut response: Response, seconds: u32) -> Response {
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// After a form: see the other page (303), with cookies.
#[must_use]
pub fn see(path: &str, cookies: Vec<HeaderValue>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let to = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, to);
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// A path on this site to go back to; anything else becomes the fallback (no open redirect).
#[must_use]
pub fn back<'a>(path: &'a str, fallback: &'a str) -> &'a str {
    let good = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|b| b.is_ascii_graphic());
    if good { path } else { fallback }
}
