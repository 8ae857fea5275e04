//! `GET /api/v1/live/{pin}`: what a room is, before joining it.

use crate::error::{Failure, Outcome};
use crate::http::visitor::{Caller, Origin};
use crate::live::hub;
use crate::live::room::{GroupNames, Handle};
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use domain::live::Phase;
use serde::Serialize;
use std::sync::Arc;

/// A room as anybody with its PIN may see it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RoomView {
    /// Title.
    pub title: String,
    /// Where the show is: `lobby`, `ready`, `open`, `closed`, `reveal`, `standings`, `ceremony`, `final`, `finished`.
    pub phase: &'static str,
    /// Whether new players are let in.
    pub takes_players: bool,
    /// How many are in.
    pub players: u32,
    /// What joining asks: `locality`, `team`, `class`; absent when nothing.
    pub groups: Option<&'static str>,
    /// Teams or classes to choose from.
    pub names: Vec<String>,
}

/// The room of a PIN. A PIN that nobody has costs the network a miss, at whatever address it was tried; when everybody
/// together misses too often, the answer to wrong ones slows down. A right one always works.
///
/// # Errors
/// `live_not_found`; `too_many`.
pub async fn find(app: &App, pin: &str, network: &str) -> Outcome<Arc<Handle>> {
    match hub::room(app, pin).await {
        Err(e) if e.code == "live_not_found" => Err(missed(app, e, network).await),
        found => found,
    }
}

/// As [`find`], where the network is looked at only when it misses.
///
/// # Errors
/// `live_not_found`; `too_many`.
pub async fn find_from(app: &App, pin: &str, origin: Origin) -> Outcome<Arc<Handle>> {
    match hub::room(app, pin).await {
        Err(e) if e.code == "live_not_found" => Err(missed(app, e, &origin.network()).await),
        found => found,
    }
}

async fn missed(app: &App, not_found: Failure, network: &str) -> Failure {
    let over = app.limits.pin_miss(network);
    tokio::time::sleep(app.limits.miss_delay()).await;
    over.map_or(not_found, Failure::too_many)
}

/// The view.
///
/// # Errors
/// `live_not_found`; `too_many`.
#[utoipa::path(get, path = "/api/v1/live/{pin}", params(("pin" = String, Path)),
    responses((status = 200, body = RoomView), (status = 404, description = "live_not_found"), (status = 429, description = "too_many")))]
pub async fn get(State(app): State<App>, Path(pin): Path<String>, caller: Caller) -> Outcome<Json<RoomView>> {
    let handle = find(&app, &pin, &caller.network()).await?;
    let gate = handle.gate();
    let names = match &handle.group_names {
        GroupNames::List(names) => names.clone(),
        GroupNames::None | GroupNames::Localities(_) => Vec::new(),
    };
    let players = handle.roster.read().seats().len() - gate.removed.len();
    Ok(Json(RoomView {
        title: handle.spec.title.clone(),
        phase: gate.phase.name(),
        takes_players: gate.takes_players && gate.phase != Phase::Finished,
        players: u32::try_from(players).unwrap_or(u32::MAX),
        groups: handle.spec.groups.as_ref().map(|g| g.kind.code()),
        names,
    }))
}
