//! What a phone sends and gets.
//!
//! Invariant: before reveal nothing here has a place for the key; [`PlayerSnapshot::reveal`] is filled from reveal on.

use super::{Card, Phase, Reveal, SeatState};
use crate::Choice;
use serde::{Deserialize, Serialize};

/// Body of `POST /api/v1/live/{pin}/players`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Join {
    /// The nickname as typed; may be left out by somebody who rejoins or is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// `scheme:code`, `outside` or `unknown`, where the room plays by locality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locality: Option<String>,
    /// One of the room's teams or classes, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Whether a registered participant wants this play to be theirs.
    #[serde(default)]
    pub link: bool,
}

/// Reply to joining.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Joined {
    /// The player's token, for clients without cookies.
    pub token: String,
    /// Everything the phone needs.
    pub snapshot: PlayerSnapshot,
}

/// Body of `POST /api/v1/live/{pin}/answers`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct LiveAnswer {
    /// Which question, from 1.
    pub question: u32,
    /// Which run of it; the present one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<u32>,
    /// The choice.
    #[cfg_attr(feature = "utoipa", schema(value_type = Object))]
    pub choice: Choice,
    /// When the phone showed the question, by its own clock; recorded, never trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<i64>,
}

/// Reply to an answer; a repeat gets the first reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Accepted {
    /// Which question.
    pub question: u32,
    /// When the server received it, unix ms.
    pub accepted_at: i64,
}

/// The player on whose phone this is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Me {
    /// Number in the room; the seat in a knock-out.
    pub number: u32,
    /// The nickname as everybody sees it.
    pub nickname: String,
    /// Locality, team or class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// What a phone needs to carry on from nothing. No key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct PlayerSnapshot {
    /// The log's sequence number it shows.
    pub seq: u64,
    /// The server's clock, unix ms.
    pub now: i64,
    /// The room's title.
    pub title: String,
    /// Where the show is.
    pub phase: Phase,
    /// Milliseconds left on a clock that stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<i64>,
    /// Who is playing here.
    pub me: Me,
    /// How many are in.
    pub players: u32,
    /// How many of the own locality, team or class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<u32>,
    /// The question, from its opening on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
    /// What was answered to it.
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// What was right, from reveal on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reveal: Option<Reveal>,
    /// The own result of it, from reveal on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<OwnResult>,
    /// Where the player stands.
    pub standing: OwnStanding,
    /// The run of the announced question that was just declared void.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<u32>,
}

/// The lobby as phones see it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct LobbyCount {
    /// How many are in.
    pub players: u32,
    /// How many of the own locality, team or class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<u32>,
}

/// Event `reveal` as a phone gets it: the shared part, and its own under `own`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct PlayerReveal {
    /// What is the same for everybody.
    #[serde(flatten)]
    pub shared: Reveal,
    /// What is the player's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<OwnResult>,
}

/// What one player got for one question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct OwnResult {
    /// Whether there was an answer.
    pub answered: bool,
    /// Fully right.
    pub right: bool,
    /// Points for this question, bonuses included.
    pub points: i64,
    /// The streak's part of them.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub streak_bonus: i64,
    /// Right answers in a row.
    #[serde(default, skip_serializing_if = "super::is_nothing")]
    pub streak: u32,
    /// Where the player stands now.
    pub standing: OwnStanding,
}

/// Where a player stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct OwnStanding {
    /// Points so far; while frozen, those from before the freeze.
    pub total: i64,
    /// The rank; absent before the first question, for those who are out, and for who came after the freeze.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// Of how many.
    pub of: u32,
    /// Who is next ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<Ahead>,
    /// The table stands still.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub frozen: bool,
    /// The seat in a knock-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<SeatState>,
}

/// The next player ahead: "còn cách Gió Biển 40 điểm".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Ahead {
    /// Their nickname.
    pub nickname: String,
    /// By how many points; 0 when they were only faster.
    pub points: i64,
}
