//! What a projector and a host's device show now, whole: each of their frames can be drawn from one of these and nothing
//! else, so a screen that comes late or comes back shows what every other one shows.
//!
//! Invariant: [`ScreenSnapshot`] has nothing of the key or of who chose what before reveal; [`HostSnapshot`] adds what is
//! the host's alone.

use super::payload::{
    Bars, Card, CeremonyFrame, FinalFrame, Lobby, Phase, Reveal, ScreenReveal, StandingsFrame, TallyFrame,
};
use serde::{Deserialize, Serialize};

/// What a projector shows now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ScreenSnapshot {
    /// The log's sequence number it shows.
    pub seq: u64,
    /// The server's clock, unix ms.
    pub now: i64,
    /// The room's title.
    pub title: String,
    /// The room's PIN.
    pub pin: String,
    /// Where people type it, without `http://`.
    pub address: String,
    /// Where the show is.
    pub phase: Phase,
    /// Milliseconds left on a clock that stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<i64>,
    /// How many are in.
    pub players: u32,
    /// How many questions the show has.
    pub questions: u32,
    /// Whether sounds may be made.
    #[serde(default)]
    pub sounds: bool,
    /// The lobby, in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lobby: Option<Lobby>,
    /// The question, from its opening to its reveal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
    /// How many answered, while it is open and when it has closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tally: Option<TallyFrame>,
    /// What was right, at the reveal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reveal: Option<ScreenReveal>,
    /// The table, when it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standings: Option<StandingsFrame>,
    /// The ceremony, during it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceremony: Option<CeremonyFrame>,
    /// The podium, at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<FinalFrame>,
    /// Seats of a knock-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<Seats>,
    /// The run of the question at hand that was just declared void.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<u32>,
    /// How many of a group's best make its mean, where the room plays by groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_k: Option<u32>,
}

/// The floor of a knock-out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Seats {
    /// Seats that are still in, or in again.
    pub alive: u32,
    /// Seats taken.
    pub taken: u32,
    /// One per seat in order: whether it is in.
    pub floor: Vec<bool>,
    /// Rescue rounds left.
    pub rescues_left: u32,
}

/// What a host's device shows now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct HostSnapshot {
    /// What everybody sees.
    #[serde(flatten)]
    pub screen: ScreenSnapshot,
    /// The question at hand or, between questions, the next one: with its key, explanation and seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<Script>,
    /// How many chose what so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bars: Option<Bars>,
    /// The public table stands still.
    #[serde(default)]
    pub frozen: bool,
    /// The clock moves the show.
    #[serde(default)]
    pub automatic: bool,
    /// Streams of phones that are open now.
    pub connected: u32,
    /// Projectors that ask to be let in: their codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub screens_waiting: Vec<String>,
    /// Projectors that are in.
    pub screens: u32,
    /// The newest players, newest first, for removing and renaming.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub newest: Vec<PlayerLine>,
    /// Players whose network became much slower than when they joined; it gave them nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jumped: Vec<PlayerLine>,
    /// Players who were taken out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<PlayerLine>,
}

/// What the host reads out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Script {
    /// The question.
    pub card: Card,
    /// What is right.
    pub key: Reveal,
    /// Why.
    pub explanation: String,
    /// How to read it aloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_aloud: Option<String>,
    /// It has not been opened yet: nobody else sees it.
    pub ahead: bool,
}

/// A player as the host's list shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct PlayerLine {
    /// Number in the room.
    pub number: u32,
    /// Nickname.
    pub nickname: String,
    /// Locality, team or class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}
