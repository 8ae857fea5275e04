//! `GET /me` and `POST /me/correct`: see and correct my data.

use super::join::{locality_text, told, typed, years};
use super::{html, refused, see};
use crate::error::{Failure, Outcome};
use crate::http::forms::Fields;
use crate::http::visitor::Visitor;
use crate::people::register::{self, Mistakes};
use crate::people::rights;
use crate::state::App;
use crate::store::devices;
use crate::store::live::erase;
use crate::store::people::{self, Participant};
use ::app::model::live::MyPlay;
use ::app::model::{ConsentRow, DeviceRow, JoinForm, MePage};
use ::app::pages;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::people::Purpose;

/// What just happened.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Ask {
    notice: Option<String>,
}

/// The page; somebody unknown enters their code first.
///
/// # Errors
/// Storage errors.
pub async fn get(State(app): State<App>, Query(ask): Query<Ask>, visitor: Visitor) -> Outcome<Response> {
    if visitor.person.is_none() {
        let several = visitor.device.as_ref().is_some_and(|d| !d.people.is_empty());
        return Ok(see(if several { "/who?back=/me" } else { "/continue" }, Vec::new()));
    }
    let notice = match ask.notice.as_deref() {
        Some("saved") => Some("me.saved"),
        Some("code_renewed") => Some("me.code_renewed"),
        Some("signed_out") => Some("me.signed_out"),
        _ => None,
    };
    show(&app, &visitor, None, Vec::new(), notice).await
}

/// Corrects what was told.
///
/// # Errors
/// `signed_out`; storage errors.
pub async fn correct(State(app): State<App>, visitor: Visitor, fields: Fields) -> Outcome<Response> {
    let person = visitor.known()?;
    let checked = match register::check(&app, &told(&fields), None, false) {
        Ok(checked) => checked,
        Err(mistakes) => return show(&app, &visitor, Some(typed(&fields)), mistakes, None).await,
    };
    register::correct(&app, person, &checked, person.public_name == 1).await?;
    app.standings.names_changed();
    app.standings.reload_person(&app, &person.id).await?;
    Ok(see("/me?notice=saved", Vec::new()))
}

/// Shows the page with a form as typed, mistakes and a notice.
///
/// # Errors
/// Storage errors.
pub async fn show(
    app: &App,
    visitor: &Visitor,
    form: Option<JoinForm>,
    errors: Mistakes,
    notice: Option<&'static str>,
) -> Outcome<Response> {
    let person = visitor.known()?;
    let mut chrome = visitor.chrome(app);
    chrome.path = "/me".into();
    let mut link = app.store.read().await?;
    let all = people::consents(&mut link, &person.id).await?;
    let devices = devices::of_person(&mut link, &person.id).await?;
    let seats = erase::of_person(&mut link, &person.id).await?;
    drop(link);
    let here = visitor.device.as_ref().map(|d| d.id.clone()).unwrap_or_default();
    let bad = !errors.is_empty() || notice == Some("me.code_wrong");
    let code = app.secrets.personal_code(&person.id, person.code_generation);
    let form = form.unwrap_or_else(|| form_of(person));
    let page = MePage {
        locality_text: locality_text(app, &form.locality).unwrap_or_default(),
        form,
        errors,
        localities_html: std::sync::Arc::clone(&app.places.options_html),
        years: years(app),
        grade: person.grade.clone(),
        contact: rights::masked_contact(app, &person.id).await?,
        consents: standing(&all),
        devices: devices
            .into_iter()
            .map(|d| DeviceRow {
                here: d.id == here,
                id: d.id,
                label: d.label,
                added_at: d.added_at,
                seen_at: d.seen_at,
                by_code: d.by_code == 1,
            })
            .collect(),
        attempts: super::contest::mine(app, &person.id, None).await?,
        plays: seats
            .into_iter()
            .map(|seat| MyPlay {
                pin: seat.finished_at.is_none().then_some(seat.pin),
                title: seat.title,
                nickname: seat.nickname,
                joined_at: seat.joined_at,
            })
            .collect(),
        code,
        notice,
    };
    let body = pages::me(&chrome, page);
    Ok(if bad { refused(&chrome, body) } else { html(&chrome, body) })
}

/// The latest word on each purpose.
fn standing(all: &[people::Consent]) -> Vec<ConsentRow> {
    Purpose::ALL
        .iter()
        .filter_map(|purpose| all.iter().rfind(|c| c.purpose == purpose.code()))
        .map(|c| ConsentRow {
            purpose: c.purpose.clone(),
            given: c.given == 1,
            at: c.at,
            version: c.text_version.clone(),
        })
        .collect()
}

fn form_of(person: &Participant) -> JoinForm {
    let key = domain::locality::LocalityKey::new(&person.locality_scheme, &person.locality_code);
    JoinForm {
        nickname: person.nickname.clone(),
        locality: domain::locality::LocalityChoice::from_key(key).map(|c| c.to_string()).unwrap_or_default(),
        audience: person.audience.clone(),
        birth_year: person.birth_year.map_or_else(|| "none".into(), |y| y.to_string()),
        flags: person.flags.split(',').filter(|f| !f.is_empty()).map(str::to_owned).collect(),
        extra_time: person.extra_time.clone().unwrap_or_default(),
        ..JoinForm::default()
    }
}

/// The device a sign-out names must hold this person.
///
/// # Errors
/// `signed_out`; `not_found`.
pub async fn sign_out(
    State(app): State<App>,
    axum::extract::Path(id): axum::extract::Path<String>,
    visitor: Visitor,
) -> Outcome<Response> {
    let person = visitor.known()?;
    let mut link = app.store.read().await?;
    let held = devices::of_person(&mut link, &person.id).await?;
    drop(link);
    if !held.iter().any(|d| d.id == id) {
        return Err(Failure::not_found());
    }
    crate::people::session::release(&app, &id, &person.id).await?;
    Ok(see("/me?notice=signed_out", Vec::new()))
}
