//! The events of a period (I13): online contests with a round open in it, and live rooms that started in it.
//!
//! Invariant: a room whose event does not count gives no plays either, so events and those who played at them agree.

use super::rounds::Rounds;
use crate::error::{Failure, Outcome};
use crate::store::contests::Current;
use crate::store::indicators::{Show, Span};
use domain::calendar::local_day;
use domain::contest::{Contest, ContestKind};
use domain::indicators::Tally;
use domain::live::{Event, Phase, PlayerNo, Room, RoomSpec};
use domain::locality::Registry;
use domain::people::Mode;
use serde::Serialize;
use std::collections::HashSet;
use std::sync::Arc;

/// An event that I13 counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HeldEvent {
    /// Title.
    pub title: String,
    /// `online` or `live`.
    pub mode: &'static str,
    /// First day in Vietnam, `YYYY-MM-DD`.
    pub from: String,
    /// Last day; of a live room the day it started.
    pub to: String,
    /// Where: a code of the report's scheme, or `unknown`, `outside`, `outside_former_province`.
    pub locality_code: String,
    /// Its name.
    pub locality_name: String,
    /// Who holds it; empty where it is not told.
    pub organiser: String,
    /// Demonstration data.
    pub demo: bool,
}

/// An event as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) place: u16,
    pub(super) mode: Mode,
    title: String,
    organiser: String,
    /// First moment and last.
    during: (i64, i64),
    demo: bool,
}

/// Contests with a round open in the span, as of now: what is still to open has not been held.
pub(super) fn contests(registry: &Registry, current: &[Current], span: Span, now: i64) -> Outcome<Vec<Held>> {
    let mut held = Vec::new();
    for row in current {
        let doc: Contest = serde_json::from_str(&row.document).map_err(|e| Failure::internal(&e))?;
        if doc.kind != ContestKind::Contest || (doc.demo && !span.include_demo) {
            continue;
        }
        let open = |opens: i64, closes: i64| opens < span.until && opens <= now && closes > span.from;
        let rounds = doc.rounds.iter().filter(|r| open(r.opens_at, r.closes_at));
        let during = rounds.fold(None, |during: Option<(i64, i64)>, round| {
            let (opens, last) = (round.opens_at, round.closes_at - 1);
            let (from, to) = during.unwrap_or((opens, last));
            Some((from.min(opens), to.max(last)))
        });
        if let Some(during) = during {
            held.push(Held {
                place: registry.index_of(&doc.area).unwrap_or(registry.unknown()),
                mode: Mode::Online,
                title: doc.title,
                organiser: doc.organiser,
                during,
                demo: doc.demo,
            });
        }
    }
    Ok(held)
}

/// Events in the order of their days.
pub(super) fn told(mut held: Vec<Held>, tally: &Tally<'_>) -> Vec<HeldEvent> {
    held.sort_by(|a, b| (a.during, &a.title).cmp(&(b.during, &b.title)));
    let one = |event: Held| {
        let (locality_code, locality_name) = tally.place_label(tally.place_of_event(event.place));
        HeldEvent {
            title: event.title,
            mode: event.mode.code(),
            from: local_day(event.during.0),
            to: local_day(event.during.1),
            locality_code,
            locality_name,
            organiser: event.organiser,
            demo: event.demo,
        }
    };
    held.into_iter().map(one).collect()
}

/// The room whose plays are being read.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) room: Arc<str>,
    removed: HashSet<PlayerNo>,
}

impl Default for Live {
    fn default() -> Self {
        Self { room: "".into(), removed: HashSet::new() }
    }
}

impl Live {
    /// Folds a room's log: who was taken out, and the event unless nothing was played.
    pub(super) fn read(
        registry: &Registry,
        rounds: &Rounds,
        show: Show,
    ) -> Result<(Self, Option<Held>), sqlx::Error> {
        let spec: RoomSpec = serde_json::from_str(&show.spec).map_err(unreadable)?;
        let mut room = Room::new(Arc::new(spec));
        let mut revealed = false;
        let mut touched = HashSet::new();
        for (seq, body) in (1..).zip(&show.log) {
            let event: Event = serde_json::from_str(body).map_err(unreadable)?;
            room.apply(seq, &event).map_err(unreadable)?;
            match event {
                Event::Revealed { .. } => revealed = true,
                Event::Removed { player, .. } => drop(touched.insert(player)),
                _ => {}
            }
        }
        let removed = touched.into_iter().filter(|player| room.is_removed(*player)).collect();
        let played = revealed || room.phase() == Phase::Finished;
        let event = played.then(|| Held {
            place: registry.find(&show.locality_scheme, &show.locality_code).unwrap_or(registry.unknown()),
            mode: Mode::Live,
            organiser: show.contest_id.and_then(|id| rounds.organiser(&id)).unwrap_or_default().to_owned(),
            title: show.title,
            during: (show.started_at, show.started_at),
            demo: show.demo != 0,
        });
        Ok((Self { room: show.id.into(), removed }, event))
    }

    /// Whether the host took this player out for good.
    pub(super) fn took_out(&self, number: i64) -> bool {
        PlayerNo::try_from(number).is_ok_and(|number| self.removed.contains(&number))
    }
}

fn unreadable(e: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::scope::tests::registry;

    fn show(log: &[&str]) -> Show {
        let spec = r#"{"title":"Đêm hội","questions":[{"r":"x","o":["a","b"],"seconds":20,"points":1000}]}"#;
        Show {
            id: "room".into(),
            title: "Đêm hội".into(),
            spec: spec.into(),
            contest_id: None,
            locality_scheme: "post-2025-07".into(),
            locality_code: "21583".into(),
            demo: 0,
            started_at: 5,
            log: log.iter().map(|body| (*body).to_owned()).collect(),
        }
    }

    #[test]
    fn a_room_counts_once_something_was_revealed_or_it_is_over() {
        let read = |log: &[&str]| Live::read(&registry(), &Rounds::default(), show(log)).unwrap().1.is_some();
        let begun = [
            r#"{"event":"ready","question":1,"until":6,"at":5}"#,
            r#"{"event":"opened","question":1,"run":1,"deadline":26,"at":6}"#,
            r#"{"event":"closed","question":1,"run":1,"at":26}"#,
        ];
        assert!(!read(&begun), "nobody was told anything");
        let with = |last: &'static str| [&begun[..], &[last]].concat();
        assert!(read(&with(r#"{"event":"revealed","question":1,"run":1,"at":27}"#)));
        assert!(read(&with(r#"{"event":"finished","at":27}"#)));
    }

    #[test]
    fn who_was_let_back_in_was_not_taken_out() {
        let log = [
            r#"{"event":"removed","player":1,"ban":false,"at":5}"#,
            r#"{"event":"removed","player":2,"ban":true,"at":5}"#,
            r#"{"event":"readmitted","player":1,"at":6}"#,
        ];
        let (live, event) = Live::read(&registry(), &Rounds::default(), show(&log)).unwrap();
        assert_eq!([1, 2, 3].map(|n| live.took_out(n)), [false, true, false]);
        assert!(event.is_none());
        let torn = show(&log[..2]);
        let torn = Show { log: vec![torn.log[0].clone(), "{}".into()], ..torn };
        assert!(
            Live::read(&registry(), &Rounds::default(), torn).is_err(),
            "a log that cannot be read is no report"
        );
    }
}
