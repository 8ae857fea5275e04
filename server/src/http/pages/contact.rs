//! `POST /contests/{slug}/contact`: contact for prizes, from the result page only, with its own consent.

use super::contest::find;
use super::{back, result, see};
use crate::error::{Failure, Outcome};
use crate::http::forms::Fields;
use crate::http::visitor::Visitor;
use crate::people::contact::may_ask;
use crate::people::rights;
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::Response;

/// Keeps the contact and goes back to the result.
///
/// # Errors
/// `not_found` where no contact may be asked; storage errors.
pub async fn post(
    State(app): State<App>,
    Path(slug): Path<String>,
    visitor: Visitor,
    fields: Fields,
) -> Outcome<Response> {
    let contest = find(&app, &slug)?;
    let person = visitor.known()?.clone();
    // No prizes, a child, or somebody whose age nobody knows: there is no contact field, so nothing is taken either.
    if !contest.doc.prizes || !may_ask(&person) {
        return Err(Failure::not_found());
    }
    let to = back(fields.get("back"), "/me").to_owned();
    let attempt =
        to.strip_prefix("/attempts/").and_then(|rest| rest.strip_suffix("/result")).map(str::to_owned);
    let consented = fields.all("consents").iter().any(|c| c == "prize_contact");
    let error = if !consented {
        Some("consent")
    } else if rights::give_contact(&app, &person, &contest.id, fields.get("contact")).await? {
        None
    } else {
        Some("contact")
    };
    match (error, attempt) {
        (Some(error), Some(attempt)) => {
            let wrong = result::Wrong { contact: Some(error), ..result::Wrong::default() };
            result::show(&app, visitor, &attempt, wrong).await
        }
        _ => Ok(see(&to, Vec::new())),
    }
}
