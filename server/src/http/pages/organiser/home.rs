//! `GET /organiser`: the way into the console. It leads on to what this person works with.

use crate::http::pages::see;
use crate::http::staff::Staff;
use axum::response::Response;

/// To the first part of the rail.
pub async fn get(staff: Staff) -> Response {
    see(staff.first().href(), Vec::new())
}
