//! `GET` and `POST /setup`: the first administrator. The code after `#` in the printed link is sent by POST, first alone,
//! then with a name and a password; it is used up only by the account that it makes.

use super::organiser::{page, retry_after, told};
use super::see;
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::staff::{Desk, begin_cookies};
use crate::staff::first::{self, Made};
use crate::state::App;
use ::app::model::{FieldErrors, SetupPage};
use ::app::pages::console;
use axum::extract::State;
use axum::response::Response;
use domain::staff::password;
use http::StatusCode;

/// Where to go when there is an account already.
const LOGIN: &str = "/organiser/login";

fn show(app: &App, desk: &Desk, status: StatusCode, shown: SetupPage) -> Response {
    let chrome = desk.chrome(app, "/setup");
    page(&chrome, status, console::setup(&chrome, &Desk::console(app), shown))
}

/// The form for the code.
///
/// # Errors
/// Storage errors.
pub async fn get(State(app): State<App>, desk: Desk) -> Outcome<Response> {
    if !first::needed(&app).await? {
        return Ok(see(LOGIN, Vec::new()));
    }
    Ok(show(&app, &desk, StatusCode::OK, SetupPage::Code(None)))
}

/// The code alone leads to the form for name and password; all together make the account.
///
/// # Errors
/// Storage errors.
pub async fn post(State(app): State<App>, desk: Desk, fields: Fields) -> Outcome<Response> {
    if !first::needed(&app).await? {
        return Ok(see(LOGIN, Vec::new()));
    }
    let code = fields.get("code");
    let opens = match first::check(&app, code, &desk.network).await {
        Ok(opens) => opens,
        Err(failure) => {
            let (told, status, wait) = told(failure)?;
            let mut response = show(&app, &desk, status, SetupPage::Code(Some(told)));
            retry_after(&mut response, wait);
            return Ok(response);
        }
    };
    if !opens {
        // Somebody else may have used it up in between.
        if !first::needed(&app).await? {
            return Ok(see(LOGIN, Vec::new()));
        }
        return Ok(show(&app, &desk, StatusCode::UNPROCESSABLE_ENTITY, SetupPage::Code(Some("wrong"))));
    }
    let again = |status, errors: FieldErrors| {
        let name = fields.get("name").chars().take(200).collect();
        Ok(show(&app, &desk, status, SetupPage::Account { code: code.to_owned(), name, errors }))
    };
    if !fields.has("name") {
        return again(StatusCode::OK, FieldErrors::new());
    }
    let name = match checked(&fields) {
        Ok(name) => name,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, errors),
    };
    let hash = app.passwords.hash(fields.raw("password")).await?;
    match first::create(&app, code, name, hash, desk.label).await? {
        Made::Done(begun) => Ok(see("/organiser/account?notice=first", begin_cookies(&app, &begun))),
        Made::Closed => Ok(see("/setup", Vec::new())),
    }
}

/// The name to keep, or everything that is wrong.
fn checked(fields: &Fields) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = domain::staff::name(fields.get("name")).inspect_err(|e| errors.push(("name", e.code())));
    let chosen = fields.raw("password");
    if let Err(e) = password::check(chosen, fields.get("name")) {
        errors.push(("password", e.code()));
    } else if chosen != fields.raw("again") {
        errors.push(("again", "password_differs"));
    }
    name.ok().filter(|_| errors.is_empty()).ok_or(errors)
}
