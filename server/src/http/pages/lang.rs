//! `GET /lang?to=&back=`: switch the language; remembered for a year.

use super::{back, see};
use crate::http::visitor::{LANG, set_cookie};
use crate::state::App;
use axum::extract::{Query, State};
use axum::response::Response;

/// Which language, and where to go back to.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Ask {
    to: Option<String>,
    back: Option<String>,
}

/// Switches.
pub async fn get(State(app): State<App>, Query(ask): Query<Ask>) -> Response {
    let lang = if ask.to.as_deref() == Some("en") { "en" } else { "vi" };
    let to = ask.back.as_deref().map_or("/", |path| back(path, "/")).to_owned();
    see(&to, vec![set_cookie(&app, LANG, lang, Some(365))])
}
