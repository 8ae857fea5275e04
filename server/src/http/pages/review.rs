//! `GET /attempts/{id}/review`: what is answered, before handing in.

use super::attempt::own;
use super::{html, see};
use crate::attempts::view;
use crate::error::{Failure, Outcome};
use crate::http::visitor::Visitor;
use crate::state::App;
use ::app::model::ReviewPage;
use ::app::pages;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::timing::accepts;

/// The page.
///
/// # Errors
/// As [`own`].
pub async fn get(State(app): State<App>, Path(id): Path<String>, visitor: Visitor) -> Outcome<Response> {
    show(&app, &visitor, &id, None, None).await
}

/// Shows it, perhaps with what was wrong.
///
/// # Errors
/// As [`own`].
pub async fn show(
    app: &App,
    visitor: &Visitor,
    id: &str,
    prediction: Option<String>,
    error: Option<&'static str>,
) -> Outcome<Response> {
    let (row, fact) = own(app, visitor, id).await?;
    if row.submitted_at.is_some() || !accepts(app.now(), row.deadline) {
        return Ok(see(&format!("/attempts/{id}/result"), Vec::new()));
    }
    let contest = app.catalogue.by_id(&row.contest_id).ok_or_else(Failure::not_found)?;
    let attempt = view::view(app, &row, &fact, visitor.english()).await?;
    let mut visitor = visitor.clone();
    visitor.kiosk |= contest.doc.kiosk;
    let chrome = visitor.chrome(app);
    let page = ReviewPage { attempt, title: super::cards::title(&contest, visitor.lang), prediction, error };
    let body = pages::review(&chrome, page);
    Ok(if error.is_some() { super::refused(&chrome, body) } else { html(&chrome, body) })
}
