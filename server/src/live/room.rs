//! What everybody may reach of a running room without asking its task: who is in, what takes answers now, the streams.
//!
//! Invariant: nothing here is the truth. The roster and the gate are written by the room's task (and by joining, after
//! the player is on disk); what they let pass is judged again by the store.

use super::answer::Standing;
use super::coming::Coming;
use super::frames::{Frame, StageFrame};
use domain::live::fair::Probes;
use domain::live::room::Opening;
use domain::live::show::Names;
use domain::live::spec::GroupKind;
use domain::live::{Command, Phase, PlayerNo, Refusal, RoomSpec, nickname};
use domain::payload::QuestionView;
use domain::question::Revision;
use parking_lot::{Mutex, RwLock};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, OnceLock};
use tokio::sync::{broadcast, mpsc, oneshot};

/// Frames a slow client may be behind before it is given a snapshot instead.
const RING: usize = 64;
/// Messages that may wait for a room's task: every phone of the largest room may join or come back at once.
pub(super) const MAILBOX: usize = 32_768;

/// One question as the room asks it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The wording.
    pub revision: Arc<Revision>,
    /// The question as everybody sees it, without key.
    pub view: QuestionView,
}

/// A seat.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Number in the room.
    pub number: PlayerNo,
    /// The nickname as everybody sees it.
    pub nickname: String,
    /// The group's number: registry index of a locality, place in the list of teams or classes.
    pub group: Option<u32>,
    /// What was measured of the phone's network.
    pub probes: Probes,
    /// The number of the last probe, and when the reply with it was sent, ms of a steady clock.
    pub probing: (u32, i64),
    /// Joined, unix ms.
    pub joined_at: i64,
}

/// Who is in.
#[derive(Debug, Default)]
pub struct Roster {
    seats: Vec<Seat>,
    by_token: HashMap<[u8; 32], PlayerNo>,
    names: HashSet<String>,
    groups: HashMap<u32, u32>,
    absent: HashSet<PlayerNo>,
}

impl Roster {
    /// The player of a token.
    #[must_use]
    pub fn by_token(&self, token: &[u8; 32]) -> Option<PlayerNo> {
        self.by_token.get(token).copied()
    }

    /// A seat by number.
    #[must_use]
    pub fn seat(&self, number: PlayerNo) -> Option<&Seat> {
        self.seats.get((number as usize).checked_sub(1)?)
    }

    /// A seat by number, to change.
    pub fn seat_mut(&mut self, number: PlayerNo) -> Option<&mut Seat> {
        self.seats.get_mut((number as usize).checked_sub(1)?)
    }

    /// All seats in order.
    #[must_use]
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// How many are in a group, but for those who were taken out.
    #[must_use]
    pub fn in_group(&self, group: u32) -> u32 {
        self.groups.get(&group).copied().unwrap_or_default()
    }

    /// Groups with their heads, in no order.
    pub fn groups(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.groups.iter().filter(|(_, heads)| **heads > 0).map(|(group, heads)| (*group, *heads))
    }

    /// Takes a nickname, numbered when somebody has it. Given back with [`Self::give_back`] when joining fails.
    pub fn take_name(&mut self, wanted: &str) -> String {
        let name = nickname::number_duplicate(wanted, |key| self.names.contains(key));
        self.names.insert(nickname::same_name(&name));
        name
    }

    /// A nickname whose player did not come in.
    pub fn give_back(&mut self, name: &str) {
        self.names.remove(&nickname::same_name(name));
    }

    /// The name a seat would have that is renamed so: numbered when somebody else has it.
    pub(super) fn free_name(&self, number: PlayerNo, wanted: &str) -> String {
        let own = self.seat(number).map(|seat| nickname::same_name(&seat.nickname));
        nickname::number_duplicate(wanted, |key| self.names.contains(key) && own.as_deref() != Some(key))
    }

    /// Gives a seat another name.
    pub(super) fn rename(&mut self, number: PlayerNo, name: &str) {
        let Some(seat) = self.seat_mut(number) else { return };
        let before = std::mem::replace(&mut seat.nickname, name.to_owned());
        // Joining asks the store as well, where the first name stays taken as long as the seat is somebody's.
        self.give_back(&before);
        self.names.insert(nickname::same_name(name));
    }

    /// Takes name and phone off a seat: its person had themselves erased.
    pub(super) fn forget(&mut self, number: PlayerNo) {
        self.by_token.retain(|_, seat| *seat != number);
        self.rename(number, &nickname::neutral(number));
    }

    /// Takes a seat out of its group's heads, or lets it back in; again changes nothing.
    pub(super) fn set_absent(&mut self, number: PlayerNo, absent: bool) {
        let Some(group) = self.seat(number).map(|seat| seat.group) else { return };
        let changed = if absent { self.absent.insert(number) } else { self.absent.remove(&number) };
        if let Some(heads) = group.filter(|_| changed).and_then(|group| self.groups.get_mut(&group)) {
            *heads = if absent { heads.saturating_sub(1) } else { *heads + 1 };
        }
    }

    /// Puts a stored player in; numbers come in order, again changes nothing.
    pub(super) fn put(&mut self, seat: Seat, token: [u8; 32]) -> bool {
        if seat.number as usize != self.seats.len() + 1 {
            return false;
        }
        self.names.insert(nickname::same_name(&seat.nickname));
        self.by_token.insert(token, seat.number);
        if let Some(group) = seat.group {
            *self.groups.entry(group).or_default() += 1;
        }
        self.seats.push(seat);
        true
    }
}

/// What passes now.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    /// The run that takes answers: also those that came before its end and are looked at after it.
    pub opening: Option<Opening>,
    /// Where the show is.
    pub phase: Phase,
    /// New players are let in.
    pub takes_players: bool,
    /// Players who were taken out.
    pub removed: HashSet<PlayerNo>,
    /// Their devices stay out.
    pub banned: HashSet<PlayerNo>,
}

/// What is sent to a room's task.
pub(super) enum Message {
    /// A player is on disk; the reply is their snapshot as JSON.
    Joined(Coming),
    /// A player's snapshot as JSON.
    Snapshot { player: PlayerNo, choice: Option<Standing>, reply: oneshot::Sender<String> },
    /// A player's stream begins: the frames from here on.
    Player {
        player: PlayerNo,
        choice: Option<Standing>,
        last_seen: Option<u64>,
        reply: oneshot::Sender<PlayerStart>,
    },
    /// A screen's or host's stream begins.
    Stage { host: bool, reply: oneshot::Sender<StageStart> },
    /// A command.
    Command { command: Command, by: String, reply: oneshot::Sender<Result<u64, CommandFault>> },
    /// Something happened elsewhere: read on.
    Wake,
    /// Something may have happened elsewhere: read on, and say when it is done.
    ReadOn { reply: oneshot::Sender<()> },
    /// Projectors asked or were let in.
    Screens,
}

/// Why a command did not happen.
#[derive(Debug)]
pub enum CommandFault {
    /// The rules say no.
    Refused(Refusal),
    /// Storage says no.
    Failed(crate::error::Failure),
}

/// What a player's stream begins with.
pub struct PlayerStart {
    /// The present state, unless the phone has seen all of it.
    pub first: Option<Frame>,
    /// The frames after it.
    pub rest: broadcast::Receiver<Frame>,
}

/// What a screen's or host's stream begins with.
pub struct StageStart {
    /// The present state.
    pub first: StageFrame,
    /// The frames after it.
    pub rest: broadcast::Receiver<StageFrame>,
}

/// A room that is running on this node, or was read to be shown.
pub struct Handle {
    /// Room id.
    pub id: Arc<str>,
    /// Six digits.
    pub pin: String,
    /// What it is.
    pub spec: Arc<RoomSpec>,
    /// Its questions.
    pub asked: Vec<Asked>,
    /// Names of groups by number, for those that have one.
    pub group_names: GroupNames,
    /// Who is in.
    pub roster: RwLock<Roster>,
    /// What passes.
    pub gate: RwLock<Arc<Gate>>,
    /// The picture of the way in, once somebody has seen it.
    pub(super) way_in: OnceLock<String>,
    /// Open streams of phones.
    pub connected: AtomicU32,
    /// Answers came since the last tally.
    pub answered: AtomicBool,
    /// A phone's network became much slower since the host was told.
    pub jumped: AtomicBool,
    pub(super) mailbox: mpsc::Sender<Message>,
    pub(super) players: broadcast::Sender<Frame>,
    pub(super) screens: broadcast::Sender<StageFrame>,
    pub(super) hosts: broadcast::Sender<StageFrame>,
    /// Round trips that are known and not yet stored.
    pub(super) trips: Mutex<Vec<(PlayerNo, u32)>>,
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handle").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Names of groups.
#[derive(Clone, Debug)]
pub enum GroupNames {
    /// The room knows no groups.
    None,
    /// Localities, by registry index.
    Localities(HashMap<u32, String>),
    /// Teams or classes, by place in the list.
    List(Vec<String>),
}

impl GroupNames {
    /// A group's name.
    #[must_use]
    pub fn of(&self, group: u32) -> String {
        match self {
            Self::None => String::new(),
            Self::Localities(names) => names.get(&group).cloned().unwrap_or_default(),
            Self::List(names) => names.get(group as usize).cloned().unwrap_or_default(),
        }
    }
}

impl Handle {
    /// A room and the mailbox of its task.
    pub(super) fn new(
        (id, pin): (String, String),
        spec: Arc<RoomSpec>,
        asked: Vec<Asked>,
        group_names: GroupNames,
    ) -> (Arc<Self>, mpsc::Receiver<Message>) {
        let (mailbox, messages) = mpsc::channel(MAILBOX);
        let handle = Self {
            id: id.into(),
            pin,
            spec,
            asked,
            group_names,
            roster: RwLock::default(),
            gate: RwLock::default(),
            way_in: OnceLock::new(),
            connected: AtomicU32::new(0),
            answered: AtomicBool::new(false),
            jumped: AtomicBool::new(false),
            mailbox,
            players: broadcast::channel(RING).0,
            screens: broadcast::channel(RING).0,
            hosts: broadcast::channel(RING).0,
            trips: Mutex::default(),
        };
        (Arc::new(handle), messages)
    }

    /// A question by number, from 1.
    #[must_use]
    pub fn asked(&self, question: u32) -> Option<&Asked> {
        self.asked.get((question as usize).checked_sub(1)?)
    }

    /// What passes now.
    #[must_use]
    pub fn gate(&self) -> Arc<Gate> {
        Arc::clone(&self.gate.read())
    }

    /// Whether the room plays by locality.
    #[must_use]
    pub fn by_locality(&self) -> bool {
        self.spec.groups.as_ref().is_some_and(|g| g.kind == GroupKind::Locality)
    }

    /// What passes once everything that other nodes wrote so far has been read.
    pub(super) async fn gate_read_on(&self) -> Arc<Gate> {
        let (reply, done) = oneshot::channel();
        if self.mailbox.send(Message::ReadOn { reply }).await.is_ok() {
            // A task that ends answers nobody; what is known is looked at then.
            let _ = done.await;
        }
        self.gate()
    }

    /// Lets the task read on.
    pub fn wake(&self) {
        // A full mailbox wakes it as well.
        let _ = self.mailbox.try_send(Message::Wake);
    }
}

/// Names out of the roster, for views.
pub(super) struct RosterNames<'r>(pub(super) &'r Roster, pub(super) &'r GroupNames);

impl Names for RosterNames<'_> {
    fn nickname(&self, number: PlayerNo) -> String {
        self.0.seat(number).map(|seat| seat.nickname.clone()).unwrap_or_default()
    }

    fn group(&self, group: u32) -> String {
        self.1.of(group)
    }
}
