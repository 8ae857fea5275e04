//! `POST /attempts/{id}/submit`: hand in; blanks are named once before.

use super::attempt::own;
use super::{review, see};
use crate::attempts::submit::{By, submit};
use crate::attempts::view;
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::visitor::Visitor;
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::timing::accepts;

/// Hands in and shows the result.
///
/// # Errors
/// As [`own`]; storage errors.
pub async fn post(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    fields: Fields,
) -> Outcome<Response> {
    let (row, fact) = own(&app, &visitor, &id).await?;
    let result = format!("/attempts/{id}/result");
    if row.submitted_at.is_some() {
        return Ok(see(&result, Vec::new()));
    }
    let typed = fields.get("prediction").to_owned();
    if accepts(app.now(), row.deadline) {
        let attempt = view::view(&app, &row, &fact, visitor.english()).await?;
        let blanks = attempt.questions.iter().any(|q| q.choice.is_none());
        if blanks && (attempt.all_required || fields.get("confirm_blanks") != "1") {
            return review::show(&app, &visitor, &id, Some(typed), Some("blanks")).await;
        }
        if attempt.prediction.is_some() && !typed.is_empty() && prediction(&typed).is_none() {
            return review::show(&app, &visitor, &id, Some(typed), Some("prediction")).await;
        }
    }
    match submit(&app, &id, By::Person, prediction(&typed)).await {
        Ok(_) => Ok(see(&result, Vec::new())),
        Err(e) if e.code == "bad_form" => {
            review::show(&app, &visitor, &id, Some(typed), Some("blanks")).await
        }
        Err(e) => Err(e),
    }
}

/// A whole number, however people group its digits; up to a hundred million.
fn prediction(typed: &str) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '.' | ',' | '\u{a0}')).collect();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|n| *n <= 100_000_000)
}
