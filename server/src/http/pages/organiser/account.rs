//! `GET /organiser/account`: who is signed in, and where else.

use super::page;
use crate::error::Outcome;
use crate::http::staff::Staff;
use crate::staff::session;
use crate::state::App;
use ::app::model::{AccountPage, FieldErrors, Section, SessionRow};
use ::app::pages::console;
use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

/// Where the page is.
pub const HERE: &str = "/organiser/account";

/// What just happened.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Ask {
    notice: Option<String>,
}

/// The page.
///
/// # Errors
/// Storage errors.
pub async fn get(State(app): State<App>, Query(ask): Query<Ask>, staff: Staff) -> Outcome<Response> {
    let notices = ["password", "session", "others", "first"];
    let notice = notices.into_iter().find(|known| ask.notice.as_deref() == Some(known));
    show(&app, &staff, StatusCode::OK, notice, FieldErrors::new()).await
}

/// Shows the page with a notice or with what is wrong in the form for another password.
///
/// # Errors
/// Storage errors.
pub async fn show(
    app: &App,
    staff: &Staff,
    status: StatusCode,
    notice: Option<&'static str>,
    errors: FieldErrors,
) -> Outcome<Response> {
    let sessions = session::list(app, &staff.who).await?;
    let rows = sessions.into_iter().map(|s| SessionRow {
        here: s.id == staff.who.session,
        id: s.id,
        label: s.label,
        created_at: s.created_at,
        seen_at: s.seen_at,
        expires_at: s.expires_at,
    });
    let shown = AccountPage {
        name: staff.who.name.clone(),
        roles: staff.who.roles.iter().map(|role| role.code()).collect(),
        sessions: rows.collect(),
        notice,
        errors,
    };
    let chrome = staff.desk.chrome(app, HERE);
    Ok(page(&chrome, status, console::account(&chrome, &staff.console(app, Section::Account), shown)))
}
