//! `GET /organiser/live`: rooms that run, rooms that are over, their files.
//!
//! Invariant: a link leads to the room of its row. A PIN is given out again after a day and then leads to the newer
//! room, so the row of the older one has no links.

use super::super::page;
use crate::error::Outcome;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::Link;
use crate::store::live::rooms::{self, Beside, Key, RoomRow as Stored};
use crate::store::staff as accounts;
use ::app::model::Section;
use ::app::model::live::{Download, RoomRow, RoomsPage};
use ::app::pages::live;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::live::{Phase, RoomSpec};
use domain::staff::Role;
use http::StatusCode;
use serde::Deserialize;
use std::collections::HashMap;

/// Where the page is.
const HERE: &str = "/organiser/live";

/// Rooms that are over on a page.
const PAGE: usize = 30;

/// Where the list goes on.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ask {
    /// Only rooms made before this one: when it was made (unix ms), a full stop, its id.
    #[serde(default)]
    before: String,
}

/// The list.
///
/// # Errors
/// `signed_out`, `no_role`; storage errors.
pub async fn get(State(app): State<App>, Query(ask): Query<Ask>, staff: Staff) -> Outcome<Response> {
    staff.require(Role::Host)?;
    // What is no key begins at the beginning.
    let key = ask
        .before
        .split_once('.')
        .and_then(|(at, id)| Some(Key { created_at: at.parse().ok()?, id: id.to_owned() }));
    let mut link = app.store.read().await?;
    // Rooms that run stand on the first page only, all of them: there the host looks for their own.
    let mut running = if key.is_none() { rooms::running(&mut link).await? } else { Vec::new() };
    running.reverse();
    let later = key.is_some();
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut past = rooms::over(&mut link, &key.unwrap_or_default(), most).await?;
    let more = past.len() > PAGE;
    past.truncate(PAGE);
    let last = past.last().filter(|_| more);
    let next = last.map(|room| format!("{HERE}?before={}.{}", room.created_at, room.id));
    let mut names = HashMap::new();
    let list = RoomsPage {
        running: rows(&mut link, running, &mut names).await?,
        past: rows(&mut link, past, &mut names).await?,
        later,
        next,
    };
    drop(link);
    let chrome = staff.desk.chrome(&app, HERE);
    let body = live::rooms(&chrome, &staff.console(&app, Section::Live), list);
    Ok(page(&chrome, StatusCode::OK, body))
}

async fn rows(
    link: &mut Link,
    stored: Vec<Stored>,
    names: &mut HashMap<String, String>,
) -> Outcome<Vec<RoomRow>> {
    let mut rows = Vec::with_capacity(stored.len());
    for room in stored {
        let host = room.host_id.clone().unwrap_or_default();
        if !host.is_empty() && !names.contains_key(&host) {
            let name = accounts::by_id(link, &host).await?.map(|account| account.name);
            names.insert(host.clone(), name.unwrap_or_default());
        }
        let by = names.get(&host).cloned().unwrap_or_default();
        let beside = rooms::beside(link, &room).await?;
        rows.push(row(room, beside, by));
    }
    Ok(rows)
}

fn row(room: Stored, beside: Beside, host: String) -> RoomRow {
    let reachable = beside.superseded == 0;
    let questions = serde_json::from_str::<RoomSpec>(&room.spec).map_or(0, |spec| spec.count());
    let file = |what: &'static str| Download {
        what,
        href: format!("/api/v1/live/{}/results?format={what}", room.pin),
    };
    let downloads = if reachable && room.started_at.is_some() {
        ["xlsx", "questions", "players", "groups", "values", "answers"].map(file).into()
    } else {
        Vec::new()
    };
    RoomRow {
        phase: phase_of(&room.phase),
        downloads,
        pin: room.pin,
        title: room.title,
        reachable,
        players: u32::try_from(beside.players).unwrap_or(u32::MAX),
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
