//! `POST /done`: on a shared device everybody is forgotten; the code of whoever sat there is shown once before.

use super::html;
use crate::error::Outcome;
use crate::http::api::live;
use crate::http::visitor::{Visitor, WHO, set_cookie};
use crate::people::{qr, session};
use crate::state::App;
use ::app::model::FarewellPage;
use ::app::pages;
use axum::extract::State;
use axum::response::Response;
use http::header;

/// Forgets everybody on this device and says goodbye to the one who sat there.
///
/// # Errors
/// Storage errors.
pub async fn post(State(app): State<App>, visitor: Visitor) -> Outcome<Response> {
    let mut page = FarewellPage::default();
    if let Some(person) = &visitor.person {
        page.code = app.secrets.personal_code(&person.id, person.code_generation);
        page.code_qr = qr::continue_link(&app, &page.code);
        let mut link = app.store.read().await?;
        let last = crate::store::attempts::of_person(&mut link, &person.id).await?;
        drop(link);
        page.slug = last.first().and_then(|a| app.catalogue.by_id(&a.contest_id)).map(|c| c.doc.slug.clone());
    }
    if let Some(device) = &visitor.device {
        session::release_others(&app, device, None).await?;
    }
    let mut chrome = visitor.anonymous_chrome(&app);
    chrome.path = "/".into();
    let mut response = html(&chrome, pages::farewell(&chrome, page));
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, set_cookie(&app, WHO, "", Some(0)));
    headers.append(header::SET_COOKIE, live::forget(&app));
    // Neither "back" nor a cache may show it to the next person.
    headers.insert(header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    Ok(response)
}
