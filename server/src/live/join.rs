//! Coming into a room: a nickname and, where the room asks, a locality, team or class. No account.
//!
//! Invariants: a device has one seat in a room, however often it joins; nobody is in before their row is on disk; whoever
//! links the play to their person is counted as that person, everybody else as anonymous.

use super::coming::Coming;
use super::load::{digest_of, seat_of};
use super::room::{Handle, Message};
use crate::error::{Failure, Outcome};
use crate::secret::token_hash;
use crate::state::App;
use crate::store::live::players::{self, JoinJob, Player, Seated};
use crate::store::people::Participant;
use crate::store::{Engine, StoreError};
use domain::live::nickname::{clean, same_name};
use domain::live::payload::Join;
use domain::live::spec::GroupKind;
use domain::live::{Phase, PlayerNo};
use domain::locality::LocalityChoice;
use domain::people::{AgeBand, Grade};
use std::sync::Arc;
use tokio::sync::oneshot;

/// What is wrong with what was typed: field and code.
pub type Mistakes = Vec<(&'static str, &'static str)>;

/// Why somebody is not let in.
#[derive(Debug)]
pub enum Kept {
    /// The form has mistakes.
    Mistakes(Mistakes),
    /// All places are taken.
    Full,
    /// The last results are being told.
    Closing,
    /// The room is over.
    Finished,
    /// The host took this player out.
    Removed,
    /// The host keeps this device out.
    Banned,
    /// Storage says no.
    Failed(Failure),
}

impl Kept {
    /// Whether the same device may come in as somebody new.
    #[must_use]
    pub fn may_return(&self) -> bool {
        matches!(self, Self::Removed)
    }
}

impl From<Failure> for Kept {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<StoreError> for Kept {
    fn from(e: StoreError) -> Self {
        Self::Failed(e.into())
    }
}

impl From<Kept> for Failure {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Mistakes(list) => {
                let told: Vec<String> = list.iter().map(|(field, code)| format!("{field}: {code}")).collect();
                Self::bad_form(told.join("; "))
            }
            Kept::Full => Self::live_kept("live_full"),
            Kept::Closing => Self::live_kept("live_closing"),
            Kept::Finished => Self::live_kept("live_finished"),
            Kept::Removed | Kept::Banned => Self::live_removed(),
            Kept::Failed(failure) => failure,
        }
    }
}

/// A player who is in.
#[derive(Clone, Debug)]
pub struct In {
    /// Number in the room.
    pub number: PlayerNo,
    /// What the phone needs, as JSON.
    pub snapshot: String,
    /// Whether the seat is new.
    pub new: bool,
}

/// The player of a device, if it has a seat.
///
/// # Errors
/// `Removed` and `Banned`.
pub fn known(handle: &Handle, token: &str) -> Result<Option<PlayerNo>, Kept> {
    let Some(number) = handle.roster.read().by_token(&crate::secret::token_digest(token)) else {
        return Ok(None);
    };
    let gate = handle.gate();
    if gate.banned.contains(&number) {
        return Err(Kept::Banned);
    }
    if gate.removed.contains(&number) {
        return Err(Kept::Removed);
    }
    Ok(Some(number))
}

/// The player of a device, also one who came in through another node a moment ago.
///
/// # Errors
/// `Removed` and `Banned`; `Failed`.
pub async fn recognise(app: &App, handle: &Handle, token: &str) -> Result<Option<PlayerNo>, Kept> {
    let here = known(handle, token)?;
    if here.is_some() || app.store.engine() == Engine::Sqlite {
        return Ok(here);
    }
    let mut link = app.store.read().await?;
    let stored =
        players::by_token(&mut link, &handle.id, &token_hash(token)).await.map_err(StoreError::from)?;
    drop(link);
    match stored {
        Some(stored) => {
            tell(app, handle, &stored, false).await?;
            known(handle, token)
        }
        None => Ok(None),
    }
}

/// A player's present snapshot.
///
/// # Errors
/// Storage errors; `busy`.
pub async fn snapshot(app: &App, handle: &Handle, player: PlayerNo) -> Outcome<String> {
    let choice = super::answer::standing_choice(app, handle, player).await?;
    let (reply, told) = oneshot::channel();
    let message = Message::Snapshot { player, choice, reply };
    handle.mailbox.send(message).await.map_err(|_| Failure::busy())?;
    told.await.map_err(|_| Failure::busy())
}

/// Joins or rejoins. `person` is the registered participant on the device.
///
/// # Errors
/// Why not.
pub async fn join(
    app: &App,
    handle: &Arc<Handle>,
    token: &str,
    wish: &Join,
    person: Option<&Participant>,
) -> Result<In, Kept> {
    if let Some(number) = known(handle, token)? {
        return Ok(In { number, snapshot: snapshot(app, handle, number).await?, new: false });
    }
    let gate = handle.gate();
    if gate.phase == Phase::Finished {
        return Err(Kept::Finished);
    }
    if !gate.takes_players {
        return Err(Kept::Closing);
    }
    let person = person.filter(|_| wish.link);
    let mut player = draft(app, handle, wish, person)?;
    player.token_hash = token_hash(token);
    loop {
        let wanted = std::mem::take(&mut player.nickname);
        player.nickname = handle.roster.write().take_name(&wanted);
        player.name_key = same_name(&player.nickname);
        let job = JoinJob { player: player.clone(), capacity: handle.spec.capacity };
        match app.store.join_live(job).await {
            Ok(Seated::New(stored)) => {
                metrics::counter!("live_players_total").increment(1);
                return Ok(tell(app, handle, &stored, true).await?);
            }
            Ok(Seated::Known(stored)) => {
                handle.roster.write().give_back(&player.nickname);
                return Ok(tell(app, handle, &stored, false).await?);
            }
            Ok(Seated::NameTaken) => {
                // On another node in this very moment; ours stays marked as taken, so the next number is tried.
                player.nickname = wanted;
            }
            Ok(Seated::Full) => {
                handle.roster.write().give_back(&player.nickname);
                return Err(Kept::Full);
            }
            Err(e) => {
                handle.roster.write().give_back(&player.nickname);
                return Err(e.into());
            }
        }
    }
}

async fn tell(app: &App, handle: &Handle, stored: &Player, new: bool) -> Outcome<In> {
    let seat = seat_of(app, handle, stored);
    let number = seat.number;
    let (reply, told) = oneshot::channel();
    let message = Message::Joined(Coming { seat, token: digest_of(&stored.token_hash), reply });
    handle.mailbox.send(message).await.map_err(|_| Failure::busy())?;
    let snapshot = told.await.map_err(|_| Failure::busy())?;
    Ok(In { number, snapshot, new })
}

fn draft(app: &App, handle: &Handle, wish: &Join, person: Option<&Participant>) -> Result<Player, Kept> {
    let now = app.now();
    let mut mistakes = Mistakes::new();
    let mut player = Player {
        room_id: handle.id.to_string(),
        id: crate::random::id(now),
        origin: app.origin.clone(),
        grade: Grade::Anonymous.code().to_owned(),
        joined_at: now,
        ..Player::default()
    };
    let typed = wish.nickname.as_deref().filter(|name| !name.trim().is_empty());
    match typed.or(person.map(|p| p.nickname.as_str())).map(clean) {
        Some(Ok(name)) => player.nickname = name,
        Some(Err(fault)) => mistakes.push(("nickname", fault.code())),
        None => mistakes.push(("nickname", "nickname_short")),
    }
    if let Some(p) = person {
        let year = domain::calendar::year_of(now);
        let born = p.birth_year.and_then(|y| i32::try_from(y).ok());
        player.participant_id = Some(p.id.clone());
        player.audience = Some(p.audience.clone());
        player.flags.clone_from(&p.flags);
        player.age_band = Some(AgeBand::in_year(born, year).code().to_owned());
        player.grade.clone_from(&p.grade);
        player.locality_scheme = Some(p.locality_scheme.clone());
        player.locality_code = Some(p.locality_code.clone());
    }
    match handle.spec.groups.as_ref().map(|g| (g.kind, &g.names)) {
        Some((GroupKind::Locality, _)) => {
            let typed = wish.locality.as_deref().filter(|l| !l.is_empty()).and_then(LocalityChoice::parse);
            match typed.map(|choice| choice.key()) {
                Some(key) if app.places.registry.pickable(&key) => {
                    player.locality_scheme = Some(key.scheme);
                    player.locality_code = Some(key.code);
                }
                None if player.locality_code.is_some() => {}
                _ => mistakes.push(("locality", "locality")),
            }
        }
        Some((GroupKind::Team | GroupKind::Class, names)) => {
            let place =
                wish.team.as_deref().and_then(|team| names.iter().position(|name| name == team.trim()));
            match place {
                Some(place) => player.team = i64::try_from(place).ok(),
                None => mistakes.push(("team", "team")),
            }
        }
        None => {}
    }
    if mistakes.is_empty() { Ok(player) } else { Err(Kept::Mistakes(mistakes)) }
}
