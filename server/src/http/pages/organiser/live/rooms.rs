//! `GET /organiser/live`: rooms that run, rooms that are over, their files.

use super::super::page;
use crate::error::Outcome;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::live::rooms::{self, RoomRow as Stored};
use crate::store::staff as accounts;
use ::app::model::live::{Download, RoomRow, RoomsPage};
use ::app::pages::live;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::live::{Phase, RoomSpec};
use domain::staff::Role;
use http::StatusCode;
use serde::Deserialize;
use std::collections::HashMap;

/// Rooms on a page.
const PAGE: i64 = 100;

/// Where the list goes on.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ask {
    /// Only rooms made before this moment, unix ms.
    before: Option<i64>,
}

/// The list.
///
/// # Errors
/// `signed_out`, `no_role`; storage errors.
pub async fn get(State(app): State<App>, Query(ask): Query<Ask>, staff: Staff) -> Outcome<Response> {
    staff.require(Role::Host)?;
    let mut link = app.store.read().await?;
    let before = ask.before.unwrap_or(i64::MAX);
    let stored = rooms::list(&mut link, before, PAGE).await?;
    let players: HashMap<String, i64> = rooms::players(&mut link, before, PAGE).await?.into_iter().collect();
    let mut shown = Vec::with_capacity(stored.len());
    let mut names: HashMap<String, String> = HashMap::new();
    for room in stored {
        let players = players.get(&room.id).copied().unwrap_or_default();
        let host = room.host_id.clone().unwrap_or_default();
        if !host.is_empty() && !names.contains_key(&host) {
            let name = accounts::by_id(&mut link, &host).await?.map(|account| account.name);
            names.insert(host.clone(), name.unwrap_or_default());
        }
        let by = names.get(&host).cloned().unwrap_or_default();
        shown.push((room.finished_at.is_some(), row(room, players, by)));
    }
    drop(link);
    let (past, running): (Vec<_>, Vec<_>) = shown.into_iter().partition(|(over, _)| *over);
    let rows = |list: Vec<(bool, RoomRow)>| list.into_iter().map(|(_, row)| row).collect();
    let list = RoomsPage { running: rows(running), past: rows(past) };
    let chrome = staff.desk.chrome(&app, "/organiser/live");
    Ok(page(&chrome, StatusCode::OK, live::rooms(&chrome, list)))
}

fn row(room: Stored, players: i64, host: String) -> RoomRow {
    let questions = serde_json::from_str::<RoomSpec>(&room.spec).map_or(0, |spec| spec.count());
    let file = |what: &'static str| Download {
        what,
        href: format!("/api/v1/live/{}/results?format={what}", room.pin),
    };
    // Only the newest room of a PIN answers to it; older ones have their files from when they were the newest.
    let downloads = if room.started_at.is_some() {
        ["xlsx", "questions", "players", "groups"].map(file).into()
    } else {
        Vec::new()
    };
    RoomRow {
        phase: phase_of(&room.phase),
        downloads,
        pin: room.pin,
        title: room.title,
        players: u32::try_from(players).unwrap_or(u32::MAX),
        questions,
        created_at: room.created_at,
        finished_at: room.finished_at,
        host,
        demo: room.demo != 0,
    }
}

/// A phase by its stored name; the list tells no more than the name.
fn phase_of(name: &str) -> Phase {
    match name {
        "ready" => Phase::Ready { question: 1, until: 0 },
        "open" => Phase::Open { question: 1, run: 1, opened_at: 0, deadline: 0 },
        "closed" => Phase::Closed { question: 1, run: 1 },
        "reveal" => Phase::Reveal { question: 1, run: 1 },
        "standings" => Phase::Standings { after: 1 },
        "ceremony" => Phase::Ceremony { step: 0, steps: 1 },
        "final" => Phase::Final,
        "finished" => Phase::Finished,
        _ => Phase::Lobby,
    }
}
