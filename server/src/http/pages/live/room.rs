//! `GET` and `POST /live/{pin}`: coming into a room, and the phone in the game.

use super::snapshot;
use crate::error::Outcome;
use crate::http::api::live::players::known_person;
use crate::http::api::live::room::find;
use crate::http::api::live::{remember, token_of};
use crate::http::forms::Fields;
use crate::http::pages::{html, refused, see};
use crate::http::visitor::Visitor;
use crate::live::join::{self, Kept, Mistakes};
use crate::live::room::{GroupNames, Handle};
use crate::state::App;
use ::app::model::live::{Grouping, LiveForm, LiveJoinPage, NoEntry, NoEntryPage, PlayPage};
use ::app::pages::live;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::live::Phase;
use domain::live::payload::{Join, PlayerSnapshot};
use domain::live::spec::GroupKind;
use domain::locality::{LocalityChoice, LocalityKey};
use http::HeaderMap;
use serde::Deserialize;

/// What the last form has to say.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ask {
    #[serde(default)]
    notice: String,
    /// Somebody who was taken out wants to come in as somebody new.
    again: Option<String>,
}

/// The notices a page has words for.
const NOTICES: [&str; 5] = ["late", "other_question", "incomplete", "number", "busy"];

/// The form to come in, or the game.
///
/// # Errors
/// `live_not_found`; `too_many`; storage errors.
pub async fn get(
    State(app): State<App>,
    Path(pin): Path<String>,
    Query(ask): Query<Ask>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Outcome<Response> {
    let handle = find(&app, &pin, || visitor.network.clone()).await?;
    let known = match token_of(&app, &headers) {
        Some(token) => Some(join::recognise(&app, &handle, &token).await),
        None => None,
    };
    match known {
        Some(Ok(Some(player))) => {
            let json = join::snapshot(&app, &handle, player).await?;
            let snapshot: PlayerSnapshot = snapshot(&json)?;
            let notice = NOTICES.into_iter().find(|known| *known == ask.notice);
            let chrome = visitor.anonymous_chrome(&app);
            Ok(no_store(html(&chrome, live::play(&chrome, PlayPage { pin, snapshot, notice }))))
        }
        Some(Err(kept)) if !(kept.may_return() && ask.again.is_some()) => {
            kept_out(&app, &handle, &visitor, kept, None)
        }
        Some(Err(_) | Ok(None)) | None => {
            let gate = handle.gate();
            if gate.phase == Phase::Finished {
                return kept_out(&app, &handle, &visitor, Kept::Finished, None);
            }
            if !gate.takes_players {
                return kept_out(&app, &handle, &visitor, Kept::Closing, None);
            }
            let chrome = visitor.chrome(&app);
            let form = page(&app, &handle, &visitor, LiveForm::default(), Mistakes::new());
            Ok(html(&chrome, live::join(&chrome, form)))
        }
    }
}

/// Comes in.
///
/// # Errors
/// `live_not_found`; `too_many`; storage errors.
pub async fn post(
    State(app): State<App>,
    Path(pin): Path<String>,
    headers: HeaderMap,
    visitor: Visitor,
    fields: Fields,
) -> Outcome<Response> {
    let handle = find(&app, &pin, || visitor.network.clone()).await?;
    let form = LiveForm {
        nickname: fields.get("nickname").chars().take(100).collect(),
        locality: fields.get("locality").to_owned(),
        team: fields.get("team").to_owned(),
        link: fields.has("link"),
    };
    let person = match (&visitor.person, form.link) {
        (Some(person), true) => known_person(&app, &person.id).await?,
        _ => None,
    };
    let mut held = token_of(&app, &headers);
    if let Some(token) = &held
        && join::recognise(&app, &handle, token).await.is_err_and(|kept| kept.may_return())
    {
        // Who was taken out comes in as somebody new; what they were stays as it was.
        held = None;
    }
    let token = held.clone().unwrap_or_else(crate::random::token);
    let wish = Join {
        nickname: Some(form.nickname.clone()),
        locality: Some(form.locality.clone()),
        team: Some(form.team.clone()),
        link: form.link,
    };
    match join::join(&app, &handle, &token, &wish, person.as_ref()).await {
        Ok(_) => {
            let cookies = if held.is_none() { vec![remember(&app, &token)] } else { Vec::new() };
            Ok(see(&format!("/live/{pin}"), cookies))
        }
        Err(kept) => kept_out(&app, &handle, &visitor, kept, Some(form)),
    }
}

/// A game is nobody else's business on a shared device, and true only now.
fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    response
}

fn kept_out(
    app: &App,
    handle: &Handle,
    visitor: &Visitor,
    kept: Kept,
    form: Option<LiveForm>,
) -> Outcome<Response> {
    let why = match kept {
        Kept::Failed(failure) => return Err(failure),
        Kept::Mistakes(mistakes) => {
            let chrome = visitor.chrome(app);
            let again = page(app, handle, visitor, form.unwrap_or_default(), mistakes);
            return Ok(refused(&chrome, live::join(&chrome, again)));
        }
        Kept::Full => NoEntry::Full,
        Kept::Closing => NoEntry::Closing,
        Kept::Finished => NoEntry::Finished,
        Kept::Removed => NoEntry::Removed,
        Kept::Banned => NoEntry::Banned,
    };
    let chrome = visitor.chrome(app);
    let told = NoEntryPage { pin: handle.pin.clone(), title: handle.spec.title.clone(), why, result: None };
    Ok(no_store(html(&chrome, live::no_entry(&chrome, told))))
}

fn page(app: &App, handle: &Handle, visitor: &Visitor, form: LiveForm, errors: Mistakes) -> LiveJoinPage {
    let gate = handle.gate();
    let players = handle.roster.read().seats().len() - gate.removed.len();
    let own = visitor.person.as_ref().map(|p| LocalityKey::new(&p.locality_scheme, &p.locality_code));
    let kind = handle.spec.groups.as_ref().map(|g| g.kind);
    let names = match &handle.group_names {
        GroupNames::List(names) => names.clone(),
        GroupNames::None | GroupNames::Localities(_) => Vec::new(),
    };
    let mut form = form;
    if form.locality.is_empty() && errors.is_empty() && kind == Some(GroupKind::Locality) {
        form.locality = own.and_then(LocalityChoice::from_key).map(|c| c.to_string()).unwrap_or_default();
    }
    let chosen = LocalityChoice::parse(&form.locality)
        .and_then(|choice| app.places.registry.display_name(&choice.key(), false));
    LiveJoinPage {
        pin: handle.pin.clone(),
        title: handle.spec.title.clone(),
        late: gate.phase != Phase::Lobby,
        players: u32::try_from(players).unwrap_or(u32::MAX),
        groups: match kind {
            None => Grouping::None,
            Some(GroupKind::Locality) => {
                Grouping::Locality { html: app.places.options_html.clone(), text: chosen }
            }
            Some(GroupKind::Team) => Grouping::Team(names),
            Some(GroupKind::Class) => Grouping::Class(names),
        },
        person: visitor.person.as_ref().map(|p| p.nickname.clone()),
        form,
        errors,
    }
}
