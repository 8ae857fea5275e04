//! A room out of the store: spec, wordings, players, log; folded to where it was.
//!
//! Invariant: what is read is all there is; a killed server comes here and is where it was.

use super::room::{Asked, Gate, GroupNames, Handle, Message, Seat};
use crate::attempts::view::TRUTH_VI;
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::live::answers::Stored;
use crate::store::live::players::Player;
use crate::store::live::rooms::RoomRow;
use crate::store::live::{answers, events, players};
use domain::grading::grade;
use domain::live::fair::{PROBES, Probes};
use domain::live::spec::GroupKind;
use domain::live::{Answered, Event, RoomSpec, Show};
use domain::locality::LocalityKey;
use domain::question::Revision;
use domain::{Choice, Points};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::mpsc;

/// A room that was read.
pub(super) struct Loaded {
    pub(super) handle: Arc<Handle>,
    pub(super) messages: mpsc::Receiver<Message>,
    pub(super) show: Show,
}

/// Reads a room.
pub(super) async fn room(app: &App, row: &RoomRow) -> Outcome<Loaded> {
    let spec: RoomSpec = serde_json::from_str(&row.spec).map_err(|e| Failure::internal(&e))?;
    let spec = Arc::new(spec);
    let ids: Vec<&str> = spec.questions.iter().map(|q| q.item.revision.as_str()).collect();
    let revisions = app.catalogue.revisions(&app.store, &ids).await?;
    let asked = (1..)
        .zip(revisions)
        .zip(&spec.questions)
        .map(|((number, revision), q)| Asked { view: revision.view(number, &q.item, TRUTH_VI), revision })
        .collect();
    let names = match spec.groups.as_ref() {
        None => GroupNames::None,
        Some(groups) if groups.kind == GroupKind::Locality => GroupNames::Localities(localities(app)),
        Some(groups) => GroupNames::List(groups.names.clone()),
    };
    let (handle, messages) = Handle::new((row.id.clone(), row.pin.clone()), Arc::clone(&spec), asked, names);
    let mut loaded = Loaded { show: Show::new(&spec), handle, messages };
    let mut link = app.store.read().await?;
    let seated = players::after(&mut link, &row.id, 0).await?;
    let logged = events::after(&mut link, &row.id, 0).await?;
    drop(link);
    for player in seated {
        seat(app, &loaded.handle, &mut loaded.show, player);
    }
    for event in logged {
        let seq = u64::try_from(event.seq).unwrap_or(0);
        let event: Event = serde_json::from_str(&event.body).map_err(|e| Failure::internal(&e))?;
        apply(app, &loaded.handle, &mut loaded.show, seq, &event).await?;
    }
    // Before anybody can reach the handle: a room that sleeps is not a room that is closed.
    open_gate(&loaded.handle, &loaded.show);
    Ok(loaded)
}

/// Lets through what the folded state lets through.
pub(super) fn open_gate(handle: &Handle, show: &Show) {
    let room = show.room();
    let seats = handle.roster.read().seats().len();
    let all = 1..=u32::try_from(seats).unwrap_or(u32::MAX);
    *handle.gate.write() = Arc::new(Gate {
        opening: room.taking(),
        phase: room.phase(),
        takes_players: room.takes_players(),
        removed: all.clone().filter(|n| room.is_removed(*n)).collect(),
        banned: all.filter(|n| room.is_banned(*n)).collect(),
    });
}

fn localities(app: &App) -> HashMap<u32, String> {
    let name = |index: u16| {
        let unit = app.places.registry.by_index(index)?;
        app.places.registry.display_name(&unit.key, false)
    };
    app.places.registry.all().filter_map(|(index, _)| Some((u32::from(index), name(index)?))).collect()
}

/// The number of a player's group in the room.
pub(super) fn group_of(app: &App, handle: &Handle, player: &Player) -> Option<u32> {
    match handle.spec.groups.as_ref()?.kind {
        GroupKind::Locality => {
            let key = LocalityKey::new(player.locality_scheme.as_deref()?, player.locality_code.as_deref()?);
            app.places.registry.index_of(&key).map(u32::from)
        }
        GroupKind::Team | GroupKind::Class => player.team.and_then(|team| u32::try_from(team).ok()),
    }
}

/// A stored player as a seat.
pub(super) fn seat_of(app: &App, handle: &Handle, player: &Player) -> Seat {
    // What was measured when joining counts again after a restart.
    let probes = player.round_trip.map(measured).unwrap_or_default();
    Seat {
        number: u32::try_from(player.number).unwrap_or(0),
        nickname: player.nickname.clone(),
        group: group_of(app, handle, player),
        probes,
        probing: (0, 0),
        joined_at: player.joined_at,
    }
}

/// What is known of a phone's network from what was stored of it.
pub(super) fn measured(round_trip: i64) -> Probes {
    let mut probes = Probes::default();
    if let Ok(trip) = u32::try_from(round_trip) {
        (0..PROBES).for_each(|_| probes.record(trip));
    }
    probes
}

/// The bytes of a stored token hash.
pub(super) fn digest_of(hash: &str) -> [u8; 32] {
    let mut digest = [0; 32];
    // A hash that cannot be read fits no token.
    let _ = hex::decode_to_slice(hash, &mut digest);
    digest
}

/// Puts a stored player into roster and show; again changes nothing.
pub(super) fn seat(app: &App, handle: &Handle, show: &mut Show, player: Player) {
    let seat = seat_of(app, handle, &player);
    let (number, group, joined_at) = (seat.number, seat.group, seat.joined_at);
    if handle.roster.write().put(seat, digest_of(&player.token_hash)) {
        show.join(number, group, joined_at);
    }
}

/// Folds one event in, reading the answers it makes count.
pub(super) async fn apply(
    app: &App,
    handle: &Handle,
    show: &mut Show,
    seq: u64,
    event: &Event,
) -> Outcome<()> {
    let judged = match event {
        Event::Revealed { question, run, .. } => judged(app, handle, *question, *run).await?,
        _ => Vec::new(),
    };
    show.apply(seq, event, |_, _| judged).map_err(|e| Failure::internal(&e))?;
    match event {
        Event::Renamed { player, nickname, .. } => handle.roster.write().rename(*player, nickname),
        Event::Erased { player, .. } => handle.roster.write().forget(*player),
        Event::Removed { player, .. } => handle.roster.write().set_absent(*player, true),
        Event::Readmitted { player, .. } => handle.roster.write().set_absent(*player, false),
        _ => {}
    }
    Ok(())
}

/// The answers of a run, marked.
async fn judged(app: &App, handle: &Handle, question: u32, run: u32) -> Outcome<Vec<Answered>> {
    let Some(asked) = handle.asked(question) else { return Ok(Vec::new()) };
    let mut link = app.store.read().await?;
    let stored = answers::of_run(&mut link, &handle.id, question, run).await?;
    drop(link);
    Ok(mark(&asked.revision, &stored))
}

fn mark(revision: &Revision, stored: &[Stored]) -> Vec<Answered> {
    // Thousands of phones, a handful of different choices.
    let mut known: HashMap<&str, Points> = HashMap::new();
    let mut marked = Vec::with_capacity(stored.len());
    for answer in stored {
        let share = *known.entry(answer.choice.as_str()).or_insert_with(|| {
            let choice: Option<Choice> = serde_json::from_str(&answer.choice).ok();
            grade(revision, choice.as_ref())
        });
        let Ok(player) = u32::try_from(answer.player) else { continue };
        marked.push(Answered { player, share, elapsed: answer.judged_ms });
    }
    marked
}
