//! The rest of `/me`: download, erase, renew the code, consents, contact, acknowledging a new device.

use super::me::show;
use super::{see, slowed};
use crate::error::{Failure, Outcome};
use crate::http::forms::Fields;
use crate::http::visitor::{Visitor, WHO, set_cookie};
use crate::people::{code, rights};
use crate::state::App;
use crate::store::devices;
use crate::store::people::Participant;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::people::Purpose;
use http::{HeaderValue, header};

/// The page again when the code typed once more is not the person's, or may not be tried now.
async fn refusal(
    app: &App,
    visitor: &Visitor,
    person: &Participant,
    typed: &str,
) -> Outcome<Option<Response>> {
    match code::confirm(app, person, typed, &visitor.network).await {
        Ok(true) => Ok(None),
        Ok(false) => show(app, visitor, None, Vec::new(), Some("me.code_wrong")).await.map(Some),
        Err(Failure { code: "too_many", retry_after, .. }) => {
            let page = show(app, visitor, None, Vec::new(), Some("me.slow")).await?;
            Ok(Some(slowed(page, retry_after.unwrap_or(600))))
        }
        Err(e) => Err(e),
    }
}

/// `POST /me/download`: everything as JSON; asks for the code again.
///
/// # Errors
/// `signed_out`; storage errors.
pub async fn download(State(app): State<App>, visitor: Visitor, fields: Fields) -> Outcome<Response> {
    let person = visitor.known()?;
    if let Some(refusal) = refusal(&app, &visitor, person, fields.get("code")).await? {
        return Ok(refusal);
    }
    let data = rights::export(&app, person).await?;
    let text = serde_json::to_string_pretty(&data).unwrap_or_default();
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"du-lieu-cua-toi.json\""),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// `POST /me/erase`: asks for the code again and for a tick.
///
/// # Errors
/// `signed_out`; storage errors.
pub async fn erase(State(app): State<App>, visitor: Visitor, fields: Fields) -> Outcome<Response> {
    let person = visitor.known()?;
    if let Some(refusal) = refusal(&app, &visitor, person, fields.get("code")).await? {
        return Ok(refusal);
    }
    if fields.get("confirm") != "1" {
        return show(&app, &visitor, None, Vec::new(), Some("me.code_wrong")).await;
    }
    rights::erase(&app, person).await?;
    Ok(see("/", vec![set_cookie(&app, WHO, "", Some(0))]))
}

/// `POST /me/code/renew`: the old code stops working.
///
/// # Errors
/// `signed_out`; storage errors.
pub async fn renew(State(app): State<App>, visitor: Visitor, fields: Fields) -> Outcome<Response> {
    let person = visitor.known()?;
    if let Some(refusal) = refusal(&app, &visitor, person, fields.get("code")).await? {
        return Ok(refusal);
    }
    code::renew(&app, &app.store, person).await?;
    Ok(see("/me?notice=code_renewed", Vec::new()))
}

/// `POST /me/consent`: give or withdraw.
///
/// # Errors
/// `signed_out`; storage errors.
pub async fn consent(State(app): State<App>, visitor: Visitor, fields: Fields) -> Outcome<Response> {
    let person = visitor.known()?;
    let given = fields.get("given") == "1";
    match Purpose::from_code(fields.get("purpose")) {
        // Taking part ends by erasing, not by a switch that would leave attempts without a ground.
        Some(Purpose::TakePart) | None => {}
        // Contact is given on the result page only; here it can be withdrawn.
        Some(Purpose::PrizeContact) if given => {}
        Some(purpose) => rights::consent(&app, person, purpose, given).await?,
    }
    Ok(see("/me?notice=saved", Vec::new()))
}

/// `POST /me/contact/remove`: deletes the contact.
///
/// # Errors
/// `signed_out`; storage errors.
pub async fn remove_contact(State(app): State<App>, visitor: Visitor) -> Outcome<Response> {
    rights::consent(&app, visitor.known()?, Purpose::PrizeContact, false).await?;
    Ok(see("/me?notice=saved", Vec::new()))
}

/// `POST /me/seen`: "it was me" about a new device.
///
/// # Errors
/// `signed_out`; storage errors.
pub async fn seen(State(app): State<App>, visitor: Visitor) -> Outcome<Response> {
    let (id, here) = (visitor.known()?.id.clone(), visitor.known_device()?.id.clone());
    app.store
        .write(move |link| Box::pin(async move { Ok(devices::acknowledge(link, &id, &here).await?) }))
        .await?;
    Ok(see("/me", Vec::new()))
}
