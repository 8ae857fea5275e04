//! `GET` and `POST /who`: change who is taking part on this device.

use super::{back, html, see};
use crate::error::{Failure, Outcome};
use crate::http::forms::Fields;
use crate::http::visitor::{Visitor, remember};
use crate::people::session;
use crate::state::App;
use crate::store::people;
use ::app::model::WhoPage;
use ::app::pages;
use axum::extract::{Query, State};
use axum::response::Response;

/// Where to go afterwards.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Ask {
    back: Option<String>,
}

/// The list.
///
/// # Errors
/// Storage errors.
pub async fn get(State(app): State<App>, Query(ask): Query<Ask>, visitor: Visitor) -> Outcome<Response> {
    let chrome = visitor.chrome(&app);
    let mut listed = Vec::new();
    // A shared device never lists who was there before.
    let shared = visitor.kiosk;
    if let Some(device) = &visitor.device {
        let mut link = app.store.read().await?;
        for id in &device.people {
            let current = visitor.person.as_ref().is_some_and(|p| &p.id == id);
            if shared && !current {
                continue;
            }
            if let Some(p) = people::get(&mut link, id).await?.filter(|p| p.erased_at.is_none()) {
                let place = app.places.name(&p.locality_scheme, &p.locality_code);
                listed.push((p.id, p.nickname, place, current));
            }
        }
    }
    let wanted = ask.back.as_deref().map_or("/", |path| back(path, "/")).to_owned();
    let open = app.catalogue.all().into_iter().find(|c| {
        c.doc.kind == domain::contest::ContestKind::Contest && c.doc.open_round(app.now()).is_some()
    });
    let page = WhoPage {
        people: listed,
        back: wanted,
        join: open.map(|c| format!("/contests/{}/join", c.doc.slug)),
    };
    Ok(html(&chrome, pages::who(&chrome, page)))
}

/// Chooses one of the people this device holds.
///
/// # Errors
/// `not_yours` for anybody else.
pub async fn post(State(app): State<App>, visitor: Visitor, fields: Fields) -> Outcome<Response> {
    let device = visitor.known_device()?;
    let person = fields.get("participant");
    if !device.holds(person) {
        return Err(Failure::not_yours());
    }
    if visitor.kiosk {
        session::release_others(&app, device, Some(person)).await?;
    }
    // Another person's attempt page would only say "not yours": start from the front page instead.
    let wanted = back(fields.get("back"), "/");
    let to = if wanted.starts_with("/attempts/") { "/" } else { wanted };
    Ok(see(to, remember(&app, None, person, visitor.kiosk)))
}
