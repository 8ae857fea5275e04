//! `POST /live/{pin}/answers`: one answer as a plain form, then back to the game.

use crate::error::{Failure, Outcome};
use crate::http::api::live::player;
use crate::http::api::live::room::find;
use crate::http::forms::Fields;
use crate::http::pages::answer::{Typed, choice_of};
use crate::http::pages::see;
use crate::http::visitor::From;
use crate::live::answer;
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::live::payload::LiveAnswer;
use domain::payload::Kind;
use http::HeaderMap;

/// Takes the answer.
///
/// # Errors
/// `live_not_found`; storage errors. What a page has words for goes back to the page.
pub async fn post(
    State(app): State<App>,
    Path(pin): Path<String>,
    headers: HeaderMap,
    from: From,
    fields: Fields,
) -> Outcome<Response> {
    let received_at = from.came_at(&app.clock);
    let handle = find(&app, &pin, || from.network()).await?;
    let back = |notice: &str| {
        let query = if notice.is_empty() { String::new() } else { format!("?notice={notice}") };
        Ok(see(&format!("/live/{pin}{query}"), Vec::new()))
    };
    let number = match player(&app, &handle, &headers).await {
        Ok(number) => number,
        // The page says what became of this player.
        Err(e) if matches!(e.code, "live_not_joined" | "live_removed") => return back(""),
        Err(e) => return Err(e),
    };
    let question: u32 = fields.get("question").parse().map_err(|_| Failure::bad_form("question"))?;
    let Some(asked) = handle.asked(question) else { return back("other_question") };
    let options: Vec<String> = asked.view.options.iter().map(|option| option.id.clone()).collect();
    let choice = match choice_of(asked.view.kind, &fields, &options) {
        Typed::Choice(choice) => choice,
        Typed::Nothing => return back("incomplete"),
        Typed::Unreadable if asked.view.kind == Kind::Numeric => return back("number"),
        Typed::Unreadable => return back("incomplete"),
    };
    let run = fields.get("run").parse().ok();
    let body = LiveAnswer { question, run, choice, seen_at: None };
    match answer::take(&app, &handle, number, body, received_at).await {
        Ok(_) => back(""),
        Err(e) => match e.code {
            "live_not_open" => {
                let other = handle.gate().phase.question() != Some(question);
                back(if other { "other_question" } else { "late" })
            }
            "bad_form" => back("incomplete"),
            "busy" | "too_many" => back("busy"),
            "live_removed" => back(""),
            _ => Err(e),
        },
    }
}
