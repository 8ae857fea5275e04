//! `POST /contests/{slug}/group`: the class, group or entry code that somebody did not have at hand when joining.

use super::contest::find;
use super::{back, result, see, slowed};
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::visitor::Visitor;
use crate::people::register;
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::Response;

/// Takes the code and goes back to the result, which then shows the rank. A class types its code behind one address, so
/// only misses are counted, and many are forgiven.
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
    let of = (contest.id.as_str(), &contest.doc);
    let (wrong, wait) = match typed {
        "" => ("group_code", None),
        typed => match register::join_group(&app, &person.id, of, typed, &visitor.network).await {
            Ok(true) => return Ok(see(&to, Vec::new())),
            Ok(false) => ("group_code", None),
            Err(e) if e.code == "too_many" => ("group_slow", Some(e.retry_after.unwrap_or(600))),
            Err(e) => return Err(e),
        },
    };
    let attempt =
        to.strip_prefix("/attempts/").and_then(|rest| rest.strip_suffix("/result")).map(str::to_owned);
    match attempt {
        Some(attempt) => {
            let wrong = result::Wrong { group: Some(wrong), ..Default::default() };
            let page = result::show(&app, visitor, &attempt, wrong).await?;
            Ok(match wait {
                Some(seconds) => slowed(page, seconds),
                None => page,
            })
        }
        None => Ok(see(&to, Vec::new())),
    }
}
