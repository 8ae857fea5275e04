//! `GET` and `POST /organiser/login`: a name and a password become a session.

use super::{page, retry_after, told};
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::pages::{back, see};
use crate::http::staff::{Desk, Staff, begin_cookies};
use crate::staff::first;
use crate::staff::session::{Entered, Entry, sign_in};
use crate::state::App;
use ::app::model::LoginPage;
use ::app::pages::console;
use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

const HERE: &str = "/organiser/login";

/// Where to go on to, and what just happened.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Ask {
    #[serde(default)]
    back: String,
    notice: Option<String>,
}

/// A page of the console to go on to; anything else becomes its first page.
fn onward(asked: &str) -> &str {
    let path = back(asked, "/organiser");
    let inside = path == "/organiser" || path.starts_with("/organiser/") || path.starts_with("/organiser?");
    if inside && !path.starts_with(HERE) { path } else { "/organiser" }
}

/// The form. Who is signed in already goes on.
///
/// # Errors
/// Storage errors.
pub async fn get(
    State(app): State<App>,
    Query(ask): Query<Ask>,
    staff: Option<Staff>,
    desk: Desk,
) -> Outcome<Response> {
    let onward = onward(&ask.back);
    if staff.is_some() {
        return Ok(see(onward, Vec::new()));
    }
    let chrome = desk.chrome(&app, &desk.path);
    let form = LoginPage {
        back: onward.to_owned(),
        signed_out: ask.notice.as_deref() == Some("signed_out"),
        nobody: first::needed(&app).await?,
        ..LoginPage::default()
    };
    Ok(page(&chrome, StatusCode::OK, console::login(&chrome, &Desk::console(&app), form)))
}

/// Signs in. A refusal keeps what was typed, except the password.
///
/// # Errors
/// Storage errors.
pub async fn post(State(app): State<App>, desk: Desk, fields: Fields) -> Outcome<Response> {
    let onward = onward(fields.get("back"));
    let entry = Entry {
        name: fields.get("name"),
        password: fields.raw("password"),
        network: &desk.network,
        mark: desk.mark.as_deref(),
        label: desk.label,
        replaces: desk.token.as_deref(),
    };
    let (error, status, wait) = match sign_in(&app, entry).await {
        Ok(Entered::In(begun)) => return Ok(see(onward, begin_cookies(&app, &begun))),
        Ok(Entered::Wrong) => ("wrong", StatusCode::UNPROCESSABLE_ENTITY, None),
        Ok(Entered::Disabled) => ("disabled", StatusCode::FORBIDDEN, None),
        Err(failure) => told(failure)?,
    };
    let chrome = desk.chrome(&app, HERE);
    let form = LoginPage {
        name: fields.get("name").chars().take(200).collect(),
        back: onward.to_owned(),
        error: Some(error),
        ..LoginPage::default()
    };
    let mut response = page(&chrome, status, console::login(&chrome, &Desk::console(&app), form));
    retry_after(&mut response, wait);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::onward;

    #[test]
    fn signing_in_leads_into_the_console_only() {
        for path in ["/organiser", "/organiser/live/123456", "/organiser?notice=x"] {
            assert_eq!(onward(path), path);
        }
        for path in
            ["", "/", "//evil.vn/organiser/", "https://evil.vn", "/organisers", "/organiser/login?back=/x"]
        {
            assert_eq!(onward(path), "/organiser", "{path}");
        }
    }
}
