//! Live rooms of the demonstration: what is asked in them and where they take place; the room that waits for a visitor.
//!
//! The rooms are read from an ordinary room file, so what a host writes works the same way. Invariant: at most one
//! demonstration room waits, and none in a database whose festival was removed or that holds a real contest.

use super::files;
use crate::contests::catalogue::Catalogue;
use crate::error::{Failure, Outcome};
use crate::live::create::{NewRoom, create};
use crate::store::live::rooms;
use crate::store::{Store, demo as rows, meta};
use domain::contest::ContestKind;
use domain::live::RoomSpec;
use domain::live::room_file::parse;
use domain::locality::{LocalityKey, Registry};

const ROOM_TOML: &str = include_str!("../../demo/room.toml");

/// The same questions at every place.
const SEED: u64 = 20_261_010;

/// What differs between the demonstration's rooms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    title: &'static str,
    questions: u32,
    freeze_last: u32,
    capacity: u32,
}

/// The show that is over.
pub(super) const SHOW: Kind =
    Kind { title: "Đêm hội số ở quảng trường", questions: 12, freeze_last: 2, capacity: 1_000 };
/// The room that waits.
const LOBBY: Kind = Kind { title: "Phòng chơi thử", questions: 20, freeze_last: 0, capacity: 10_000 };

/// A room of the demonstration; `None` where the bank has not enough questions for it.
pub(super) async fn spec(
    store: &Store,
    catalogue: &Catalogue,
    kind: Kind,
    now: i64,
) -> Outcome<Option<RoomSpec>> {
    let values = [
        ("TEN", kind.title.to_owned()),
        ("SO_CAU", kind.questions.to_string()),
        ("GIU_KIN", kind.freeze_last.to_string()),
        ("SO_MAY", kind.capacity.to_string()),
    ];
    let text = files::fill(ROOM_TOML, &values);
    let file = parse("room.toml", &text).map_err(|problems| {
        let list: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::internal(&list.join("\n"))
    })?;
    let pool = catalogue.drawable(store, now).await?;
    Ok(file.resolve(&pool, SEED).ok())
}

/// The units the audience comes from: wards first, in the order of their codes; the first is where the hall stands.
pub(super) fn hall(registry: &Registry, units: usize, now: i64) -> Outcome<Vec<(u16, LocalityKey)>> {
    let area = files::open(now)?.contest.area;
    let all = registry.units_in(&area);
    let of = |ward: bool| {
        let unit = |index: &u16| Some((*index, registry.by_index(*index)?));
        let those = all.iter().filter_map(unit).filter(move |(_, unit)| (unit.kind == "Phường") == ward);
        those.map(|(index, unit)| (index, unit.key.clone()))
    };
    // Half of them are communes: a hall in town draws people from the countryside too.
    let mut hall: Vec<_> = of(true).take(units.div_ceil(2)).collect();
    hall.extend(of(false).take(units - hall.len()));
    Ok(hall)
}

/// For the start of a server: a room that waits for whoever tries, unless one does; says whether one was made.
///
/// # Errors
/// Storage errors.
pub async fn ensure_lobby(
    store: &Store,
    registry: &Registry,
    catalogue: &Catalogue,
    now: i64,
) -> Outcome<bool> {
    let mut link = store.read().await?;
    let removed = meta::get(&mut link, rows::REMOVED).await?.is_some();
    let waiting = rooms::demo_waiting(&mut link).await?;
    drop(link);
    let used = catalogue.all().iter().any(|c| c.doc.kind == ContestKind::Contest && !c.doc.demo);
    if removed || used || waiting.is_some() {
        return Ok(false);
    }
    // A bank that is too small, or overdue for review, is no reason not to serve.
    let Some(spec) = spec(store, catalogue, LOBBY, now).await? else { return Ok(false) };
    let unknown = || registry.by_index(registry.unknown()).map(|u| u.key.clone());
    let place = hall(registry, 1, now)?.into_iter().next().map(|(_, key)| key).or_else(unknown);
    let locality = place.ok_or_else(Failure::not_found)?;
    create(store, NewRoom { spec, contest: None, host: None, locality, demo: true }, now).await?;
    Ok(true)
}

/// The PIN of the newest demonstration room that is not over.
///
/// # Errors
/// Storage errors.
pub async fn waiting_pin(store: &Store) -> Outcome<Option<String>> {
    let mut link = store.read().await?;
    Ok(rooms::demo_waiting(&mut link).await?.map(|room| room.pin))
}
