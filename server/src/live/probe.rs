//! Measuring a phone's network: a chain of requests, each answering the reply before it.
//!
//! Invariant: only what the server measured between its own reply and the next request counts, and only in order; a
//! phone that waits gains no more than `domain::live::fair` allows.

use super::load;
use super::room::Handle;
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::Engine;
use crate::store::live::players;
use domain::live::PlayerNo;
use domain::live::fair::PROBES;
use serde::{Deserialize, Serialize};
use std::sync::atomic::Ordering;

/// Body of a probe: the number from the last reply; 0 begins.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
pub struct Probe {
    /// The number.
    pub n: u32,
}

/// Reply to a probe.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct Probed {
    /// The number to send at once.
    pub n: u32,
    /// Whether another is wanted.
    pub more: bool,
}

/// Longest round trip that is noted; whoever takes longer has slept.
const MOST_MS: i64 = 10_000;

/// What another node measured of this phone, which has come to this one: a node that died, a balancer that moved it.
///
/// # Errors
/// Storage errors.
pub(super) async fn recall(app: &App, handle: &Handle, player: PlayerNo) -> Outcome<()> {
    let unknown = || handle.roster.read().seat(player).is_some_and(|seat| seat.probes.count() == 0);
    if app.store.engine() != Engine::Postgres || !unknown() {
        return Ok(());
    }
    let mut link = app.store.read().await?;
    let trip = players::round_trip(&mut link, &handle.id, player).await?;
    drop(link);
    if let (Some(trip), Some(seat)) = (trip, handle.roster.write().seat_mut(player))
        && seat.probes.count() == 0
    {
        seat.probes = load::measured(trip);
    }
    Ok(())
}

/// Notes one probe. `now` is a steady clock in ms.
///
/// # Errors
/// `live_not_joined` for a number nobody has.
pub fn note(handle: &Handle, player: PlayerNo, probe: Probe, now: i64) -> Outcome<Probed> {
    let mut roster = handle.roster.write();
    let seat = roster.seat_mut(player).ok_or_else(Failure::live_not_joined)?;
    let (expected, sent) = seat.probing;
    let trip = now - sent;
    if probe.n != 0 && probe.n == expected && (0..=MOST_MS).contains(&trip) {
        let (before, jumped) = (seat.probes.round_trip(), seat.probes.jumped());
        seat.probes.record(u32::try_from(trip).unwrap_or(u32::MAX));
        let known = seat.probes.round_trip();
        if let Some(trip) = known.filter(|_| known != before) {
            handle.trips.lock().push((player, trip));
        }
        if seat.probes.jumped() && !jumped {
            handle.jumped.store(true, Ordering::Relaxed);
        }
    }
    let more = seat.probes.count() < PROBES;
    // A chain begun later (the network changed) is one round trip: it can only take away.
    let next = if probe.n == 0 || more { expected.wrapping_add(1).max(1) } else { 0 };
    seat.probing = (next, now);
    Ok(Probed { n: next, more: next != 0 && (more || probe.n == 0) })
}
