//! Boards as the public may see them: first 100 who passed, neighbours by nickname, small places without numbers.
//!
//! Rows are computed once for however many ask within a second; what is shared is rows, never a whole response.

use super::{ContestBoards, Which, frozen_since};
use crate::contests::catalogue::Loaded;
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::standings as rows;
use domain::standings::{Counted, Order, Place, PlaceRow, SMALL, Scope};
use std::collections::HashMap;
use std::sync::Arc;

/// Which board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Individuals.
    People,
    /// Localities.
    Localities,
    /// Schools, offices, unions.
    Units,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ask {
    /// Board.
    pub kind: Kind,
    /// Round by place in the document; `None` = overall.
    pub which: Which,
    /// For people: a locality (registry index).
    pub locality: Option<u16>,
    /// For people: a division (place in the document).
    pub division: Option<u8>,
    /// For places: `participants`, `rate`, `mean`, `passes`.
    pub order: &'static str,
}

/// One person's row as it may be shown.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PersonRow {
    /// Rank; ties share it.
    pub rank: u64,
    /// Nickname; `None` = "Người dự thi ẩn danh" or, with `child`, "Học sinh, …".
    pub nickname: Option<String>,
    /// Protected as a child.
    pub child: bool,
    /// Locality name.
    pub locality: String,
    /// Points; only of those who passed, and one's own.
    pub score: Option<f64>,
    /// Time used, ms; as the score.
    pub duration_ms: Option<i64>,
    /// The asking person.
    pub me: bool,
}

/// One place's row as it may be shown.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PlaceLine {
    /// Rank; absent when its number is hidden or does not exist.
    pub rank: Option<u64>,
    /// `scheme:code`, or the unit's id.
    pub id: String,
    /// Name.
    pub name: String,
    /// For units: its locality.
    pub detail: String,
    /// Participants; absent = "dưới 5".
    pub participants: Option<u64>,
    /// People who passed; absent = "dưới 5".
    pub passes: Option<u64>,
    /// Mean score.
    pub mean: Option<f64>,
    /// Percent of adults, where a denominator exists.
    pub rate: Option<f64>,
}

/// A computed board.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Board {
    /// People, when people were asked for.
    pub people: Vec<PersonRow>,
    /// Places, when places were asked for.
    pub places: Vec<PlaceLine>,
    /// When it was computed, unix ms.
    pub computed_at: i64,
    /// Since when it stands still, if it does.
    pub frozen_since: Option<i64>,
    /// The scope has fewer than 5 participants, so its people board does not exist.
    pub small: bool,
    /// People ranked in this scope; absent when small.
    pub of: Option<u64>,
}

type Slot = Arc<tokio::sync::Mutex<Option<(u64, Arc<Board>)>>>;

/// Boards computed a moment ago, one slot for each question, so that a crowd waits for one computation.
#[derive(Debug, Default)]
pub struct Shared(parking_lot::Mutex<HashMap<(String, Ask), Slot>>);

/// A shared board is this fresh.
const FRESH_MS: i64 = 1_000;
/// Different questions kept; beyond, all are forgotten (they come back at once).
const MOST: usize = 2_000;

/// The board, at most a second old.
///
/// # Errors
/// `not_found` when the contest has no boards; storage errors.
pub async fn board(app: &App, contest: &Arc<Loaded>, ask: Ask) -> Outcome<Arc<Board>> {
    let slot = {
        let mut slots = app.standings.shared.0.lock();
        if slots.len() > MOST {
            slots.clear();
        }
        Arc::clone(slots.entry((contest.id.clone(), ask.clone())).or_default())
    };
    let mut held = slot.lock().await;
    let names = app.standings.names.load(std::sync::atomic::Ordering::Relaxed);
    if let Some((of_names, board)) = held.as_ref()
        && *of_names == names
        && app.now() - board.computed_at < FRESH_MS
    {
        return Ok(Arc::clone(board));
    }
    let board = Arc::new(compute(app, contest, &ask).await?);
    *held = Some((names, Arc::clone(&board)));
    Ok(board)
}

async fn compute(app: &App, contest: &Arc<Loaded>, ask: &Ask) -> Outcome<Board> {
    metrics::counter!("boards_computed_total").increment(1);
    let boards = app.standings.of(&contest.id).ok_or_else(Failure::not_found)?;
    boards.prepare_frozen(app, contest, ask.which).await?;
    let mut board = Board {
        computed_at: app.now(),
        frozen_since: frozen_since(contest, ask.which, app.now()),
        ..Board::default()
    };
    match ask.kind {
        Kind::People => {
            let scope = scope(ask);
            let (rows, of, small) = boards.with(app, contest, ask.which, |b| {
                let small = match scope {
                    Scope::All => false,
                    Scope::Locality(l) => !b.places().public(Place::Locality, u32::from(l)),
                    Scope::Division(d) => !b.places().public(Place::Division, u32::from(d)),
                };
                if small {
                    (Vec::new(), 0, true)
                } else {
                    (b.people().top_passed(scope, 100), b.people().len(scope), false)
                }
            });
            board.small = small;
            board.of = u64::try_from(of).ok().filter(|of| *of >= SMALL);
            board.people = people(app, rows, None).await?;
        }
        Kind::Localities => {
            let adults = denominators(app).await?;
            let rows = boards.with(app, contest, ask.which, |b| {
                b.places().list(Place::Locality, order(ask.order), true, |place| adults.get(&place).copied())
            });
            board.places = rows.into_iter().map(|row| locality_line(app, row)).collect();
        }
        Kind::Units => {
            let rows = boards.with(app, contest, ask.which, |b| {
                b.places().list(Place::Unit, order(ask.order), true, |_| None)
            });
            board.places = rows.into_iter().filter_map(|row| unit_line(app, contest, row)).collect();
        }
    }
    Ok(board)
}

/// The person with neighbours: own rank and score, neighbours by nickname, with a score only if they passed.
///
/// # Errors
/// `not_found`; storage errors.
pub async fn around(app: &App, contest: &Arc<Loaded>, ask: &Ask, person: &str) -> Outcome<Vec<PersonRow>> {
    let boards: Arc<ContestBoards> = app.standings.of(&contest.id).ok_or_else(Failure::not_found)?;
    boards.prepare_frozen(app, contest, ask.which).await?;
    let me = crate::random::id_bits(person);
    let scope = scope(ask);
    let rows = boards.with(app, contest, ask.which, |b| {
        let small = match scope {
            Scope::All => false,
            Scope::Locality(l) => !b.places().public(Place::Locality, u32::from(l)),
            Scope::Division(d) => !b.places().public(Place::Division, u32::from(d)),
        };
        if small { Vec::new() } else { b.people().around(me, scope, 5) }
    });
    people(app, rows, Some(me)).await
}

fn scope(ask: &Ask) -> Scope {
    match (ask.locality, ask.division) {
        (Some(l), _) => Scope::Locality(l),
        (None, Some(d)) => Scope::Division(d),
        (None, None) => Scope::All,
    }
}

fn order(code: &str) -> Order {
    match code {
        "rate" => Order::Rate,
        "mean" => Order::Mean,
        "passes" => Order::Passes,
        _ => Order::Participants,
    }
}

async fn people(app: &App, ranked: Vec<(u64, Counted)>, me: Option<u128>) -> Outcome<Vec<PersonRow>> {
    if ranked.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = ranked.iter().map(|(_, row)| crate::random::id_of_bits(row.person)).collect();
    let mut link = app.store.read().await?;
    let names = rows::names(&mut link, &ids).await?;
    drop(link);
    let by_id: HashMap<&str, &rows::Named> = names.iter().map(|n| (n.id.as_str(), n)).collect();
    Ok(ranked
        .into_iter()
        .zip(&ids)
        .map(|((rank, row), id)| {
            let named = by_id.get(id.as_str());
            let mine = me == Some(row.person);
            let child = named.is_some_and(|n| n.child == 1);
            let open =
                named.filter(|n| (n.public_name == 1 && n.child == 0 && !n.nickname.is_empty()) || mine);
            let shown = row.passed || mine;
            PersonRow {
                rank,
                nickname: open.map(|n| n.nickname.clone()),
                child,
                locality: app
                    .places
                    .registry
                    .by_index(row.locality)
                    .and_then(|l| app.places.registry.display_name(&l.key, false))
                    .unwrap_or_default(),
                score: shown.then(|| row.score.to_f64()),
                duration_ms: shown.then_some(row.duration_ms),
                me: mine,
            }
        })
        .collect())
}

async fn denominators(app: &App) -> Outcome<HashMap<u32, u64>> {
    let mut link = app.store.read().await?;
    let rows = rows::denominators(&mut link, "adults").await?;
    Ok(rows
        .into_iter()
        .filter_map(|(scheme, code, value)| {
            let index = app.places.registry.find(&scheme, &code)?;
            u64::try_from(value).ok().filter(|v| *v > 0).map(|v| (u32::from(index), v))
        })
        .collect())
}

fn line(row: PlaceRow, id: String, name: String, detail: String) -> PlaceLine {
    PlaceLine {
        rank: row.rank,
        id,
        name,
        detail,
        participants: row.totals.map(|t| t.participants),
        passes: row.totals.and_then(|_| row.passes.shown()),
        mean: row.totals.and_then(|t| t.mean()),
        rate: row.rate.map(domain::standings::Ratio::percent),
    }
}

fn locality_line(app: &App, row: PlaceRow) -> PlaceLine {
    let unit = u16::try_from(row.place).ok().and_then(|i| app.places.registry.by_index(i));
    let name = unit.and_then(|l| app.places.registry.display_name(&l.key, false)).unwrap_or_default();
    line(row, unit.map(|l| l.key.to_string()).unwrap_or_default(), name, String::new())
}

fn unit_line(app: &App, contest: &Loaded, row: PlaceRow) -> Option<PlaceLine> {
    let unit = usize::try_from(row.place).ok().and_then(|i| contest.doc.units.get(i))?;
    let detail = app.places.name(&unit.locality.scheme, &unit.locality.code);
    Some(line(row, unit.id.clone(), unit.name.clone(), detail))
}
