//! `POST /contests/{slug}/attempts`: start or resume.

use super::contest::find;
use super::see;
use crate::attempts::start;
use crate::error::Outcome;
use crate::http::visitor::Visitor;
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::Response;

/// Starts or resumes and shows the first question; somebody unknown joins first.
///
/// # Errors
/// As [`start::start`].
pub async fn post(State(app): State<App>, Path(slug): Path<String>, visitor: Visitor) -> Outcome<Response> {
    let contest = find(&app, &slug)?;
    let Some(person) = &visitor.person else {
        return Ok(see(&format!("/contests/{slug}/join"), Vec::new()));
    };
    match start::start(&app, &contest, &person.id).await {
        Ok(started) => Ok(see(&format!("/attempts/{}", started.row.id), Vec::new())),
        // The contest page says when the next attempt is possible.
        Err(e) if matches!(e.code, "no_attempt_left" | "round_closed") => {
            Ok(see(&format!("/contests/{slug}"), Vec::new()))
        }
        Err(e) => Err(e),
    }
}
