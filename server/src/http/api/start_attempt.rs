//! `POST /api/v1/contests/{slug}/attempts`: starts or resumes.

use crate::attempts::{start, view};
use crate::error::Outcome;
use crate::http::pages::contest::find;
use crate::http::visitor::Caller;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::payload::AttemptView;
use http::StatusCode;

/// 201 for a new attempt, 200 for the one that is running.
///
/// # Errors
/// `signed_out`, `round_closed`, `no_attempt_left`, `paper_short`, `too_many`, `busy`.
#[utoipa::path(post, path = "/api/v1/contests/{slug}/attempts", params(("slug" = String, Path)),
    responses((status = 200, body = AttemptView), (status = 201, body = AttemptView), (status = 409, description = "round_closed, no_attempt_left")))]
pub async fn post(State(app): State<App>, Path(slug): Path<String>, caller: Caller) -> Outcome<Response> {
    let contest = find(&app, &slug)?;
    let started = start::start(&app, &contest, caller.known()?).await?;
    let status = if started.resumed { StatusCode::OK } else { StatusCode::CREATED };
    let view: AttemptView = if started.resumed {
        view::view(&app, &started.row, &started.fact, caller.english).await?
    } else {
        view::fresh(&app, &contest.doc, &started.row, &started.fact, caller.english)
    };
    Ok((status, Json(view)).into_response())
}
