//! `POST /contests/{slug}/group`: the class, group or entry code that somebody did not have at hand when joining.

use super::contest::find;
use super::{back, result, see};
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::visitor::Visitor;
use crate::people::register;
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::Response;

/// Takes the code and goes back to the result, which then shows the rank. Misses are not counted against the network: a class types its code behind one address.
///
/// # Errors
/// `signed_out`; storage errors.
pub async fn post(
    State(app): State<App>,
    Path(slug): Path<String>,
    visitor: Visitor,
    fields: Fields,
) -> Outcome<Response> {
    let contest = find(&app, &slug)?;
    let person = visitor.known()?.clone();
    let to = back(fields.get("back"), "/me").to_owned();
    let typed = fields.get("group_code");
    if !typed.is_empty() && register::join_group(&app, &person.id, &contest.id, &contest.doc, typed).await? {
        return Ok(see(&to, Vec::new()));
    }
    let attempt =
        to.strip_prefix("/attempts/").and_then(|rest| rest.strip_suffix("/result")).map(str::to_owned);
    match attempt {
        Some(attempt) => {
            result::show(&app, visitor, &attempt, result::Wrong { group: true, ..Default::default() }).await
        }
        None => Ok(see(&to, Vec::new())),
    }
}
