//! What travels between the server and phones, screens and hosts of a live contest.
//!
//! Invariant: no type that a player or a screen gets before reveal has a place for the right answer or for how many chose
//! what. [`Reveal`] and [`Bars`] do; the first is made at reveal, the second is the host's alone until then. Small on
//! purpose: the frames of one question must stay within 1.2 KB per phone, and phones compile these types too.

use crate::Choice;
use crate::payload::{Image, Kind, OptionView, QuestionView, SourceView};
use serde::{Deserialize, Serialize};

/// Where the show is. Questions and runs count from 1, times are unix ms of the server's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Phase {
    /// People come in.
    #[default]
    Lobby,
    /// The next question is announced.
    Ready {
        /// Which question.
        question: u32,
        /// When it opens by itself.
        until: i64,
    },
    /// The question takes answers.
    Open {
        /// Which question.
        question: u32,
        /// How many times it has been opened.
        run: u32,
        /// When the clock began; moved by pauses.
        opened_at: i64,
        /// When the time is up.
        deadline: i64,
    },
    /// No more answers; nothing is told yet.
    Closed {
        /// Which question.
        question: u32,
        /// Which run.
        run: u32,
    },
    /// What was right, and how many chose what.
    Reveal {
        /// Which question.
        question: u32,
        /// Which run.
        run: u32,
    },
    /// The table.
    Standings {
        /// After which question.
        after: u32,
    },
    /// The frozen table is resolved, one row per key press.
    Ceremony {
        /// Rows resolved so far.
        step: u32,
        /// Rows in all.
        steps: u32,
    },
    /// The podium.
    Final,
    /// The room is over.
    Finished,
}

impl Phase {
    /// The phase's name, as in its JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lobby => "lobby",
            Self::Ready { .. } => "ready",
            Self::Open { .. } => "open",
            Self::Closed { .. } => "closed",
            Self::Reveal { .. } => "reveal",
            Self::Standings { .. } => "standings",
            Self::Ceremony { .. } => "ceremony",
            Self::Final => "final",
            Self::Finished => "finished",
        }
    }

    /// The question it is about, or that came last.
    #[must_use]
    pub fn question(self) -> Option<u32> {
        match self {
            Self::Ready { question, .. }
            | Self::Open { question, .. }
            | Self::Closed { question, .. }
            | Self::Reveal { question, .. }
            | Self::Standings { after: question } => Some(question),
            Self::Lobby | Self::Ceremony { .. } | Self::Final | Self::Finished => None,
        }
    }
}

/// A question as everybody sees it while it is open: no key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Card {
    /// Which question, from 1.
    pub question: u32,
    /// Of how many.
    pub of: u32,
    /// How many times it has been opened.
    pub run: u32,
    /// How it is answered.
    pub kind: Kind,
    /// The question: a line break is a line break, `**…**` is strong.
    pub stem: String,
    /// A picture that belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Options, in the order of the projector; for matching the left side.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionView>,
    /// The right side of a matching question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<OptionView>,
    /// Unit shown after a number field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Seconds to answer.
    pub seconds: u32,
    /// What a right answer is worth; 0 for a survey.
    pub points: u32,
}

impl Card {
    /// From the question as it is on a paper.
    #[must_use]
    pub fn new(view: QuestionView, of: u32, run: u32, seconds: u32, points: u32) -> Self {
        let QuestionView { position, kind, stem, image, options, matches, unit, .. } = view;
        Self { question: position, of, run, kind, stem, image, options, matches, unit, seconds, points }
    }
}

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

/// The lobby as screens and hosts see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Lobby {
    /// How many are in.
    pub players: u32,
    /// Localities, teams or classes with their heads, most first.
    pub groups: Vec<GroupCount>,
    /// The newest names, newest first.
    pub newest: Vec<String>,
}

/// A group and its heads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct GroupCount {
    /// Its name.
    pub name: String,
    /// How many.
    pub players: u32,
}

/// Event `ready`: a question is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ReadyFrame {
    /// Which question.
    pub question: u32,
    /// Of how many.
    pub of: u32,
    /// When it opens.
    pub until: i64,
    /// The server's clock.
    pub now: i64,
    /// The run of this question that was just voided, if it is being opened anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<u32>,
}

/// Event `question`: it takes answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct QuestionFrame {
    /// The question.
    pub card: Card,
    /// When the clock began.
    pub opened_at: i64,
    /// When the time is up.
    pub deadline: i64,
    /// The server's clock.
    pub now: i64,
}

/// Events `clock` (extended, resumed) and `paused`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ClockFrame {
    /// Which question.
    pub question: u32,
    /// When the time is up, or when it opens; without meaning while paused.
    pub deadline: i64,
    /// The server's clock.
    pub now: i64,
    /// Milliseconds left on a clock that stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<i64>,
}

/// Event `closed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ClosedFrame {
    /// Which question.
    pub question: u32,
    /// Which run.
    pub run: u32,
}

/// Event `tally`: how many answered. Screens get nothing more before reveal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct TallyFrame {
    /// Which question.
    pub question: u32,
    /// How many answered.
    pub answered: u32,
    /// Of how many.
    pub of: u32,
}

/// Event `reveal`, the part that is the same for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Reveal {
    /// Which question.
    pub question: u32,
    /// Which run.
    pub run: u32,
    /// Ids of the right options, for kinds where options are picked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub right: Vec<String>,
    /// What is right in words, for the other kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// A question without right answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub survey: bool,
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
    #[serde(default, skip_serializing_if = "is_zero")]
    pub streak_bonus: i64,
    /// Right answers in a row.
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub streak: u32,
    /// Where the player stands now.
    pub standing: OwnStanding,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(n: &i64) -> bool {
    *n == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_none_yet(n: &u32) -> bool {
    *n == 0
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

/// How a seat of a knock-out is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SeatState {
    /// Still in.
    Alive,
    /// Out, and brought back.
    Rescued {
        /// After which question.
        after: u32,
    },
    /// Out.
    Out {
        /// At which question; 0 for who never had a seat.
        at: u32,
    },
}

impl SeatState {
    /// Still in, or in again.
    #[must_use]
    pub fn is_in(self) -> bool {
        !matches!(self, Self::Out { .. })
    }
}

/// How many chose what. Until reveal only hosts get it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bars {
    /// One per option in the order shown; for numbers and texts the most frequent answers.
    pub bars: Vec<Bar>,
    /// How many answered.
    pub answered: u32,
    /// Fully right answers; 0 for a survey.
    pub right: u32,
    /// Partly right answers.
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub partly: u32,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bar {
    /// The option's id, or the answer itself for numbers and texts.
    pub id: String,
    /// How many.
    pub count: u32,
    /// Whether it is right, or part of what is right.
    pub right: bool,
}

/// Event `reveal` as screens and hosts get it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ScreenReveal {
    /// What is the same for everybody.
    #[serde(flatten)]
    pub shared: Reveal,
    /// How many chose what.
    pub bars: Bars,
    /// Why.
    pub explanation: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceView>,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Row {
    /// Shared where equal: 1, 2, 2, 4.
    pub rank: u32,
    /// The player's number.
    pub number: u32,
    /// The nickname.
    pub nickname: String,
    /// Locality, team or class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Points so far.
    pub total: i64,
    /// Places won (above 0) or lost since the last standings; absent for who was not in them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<i32>,
}

/// One row of the groups' table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct GroupRow {
    /// By the mean of the best few.
    pub rank: u32,
    /// Its name.
    pub name: String,
    /// How many players.
    pub players: u32,
    /// Mean of the best few, one decimal.
    pub mean: f64,
    /// All points together.
    pub total: i64,
    /// By all points together.
    pub rank_by_total: u32,
}

/// Event `standings` as screens and hosts get it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct StandingsFrame {
    /// After which question.
    pub after: u32,
    /// The first rows.
    pub rows: Vec<Row>,
    /// The groups, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRow>,
    /// The table stands still until the ceremony.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub frozen: bool,
    /// Seats still in, of a knock-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alive: Option<u32>,
}

/// One row during the ceremony.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct CeremonyRow {
    /// The rank with what is known so far.
    pub rank: u32,
    /// The player's number.
    pub number: u32,
    /// The nickname.
    pub nickname: String,
    /// Locality, team or class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Points: final ones once resolved.
    pub total: i64,
    /// Whether the row is resolved.
    pub resolved: bool,
}

/// Event `ceremony` as screens and hosts get it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct CeremonyFrame {
    /// Rows resolved so far.
    pub step: u32,
    /// Rows in all.
    pub steps: u32,
    /// The table, best first.
    pub rows: Vec<CeremonyRow>,
    /// The row this step resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<u32>,
    /// Rows it climbed.
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub climbed: u32,
    /// The row the next press resolves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

/// Event `final` as screens and hosts get it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct FinalFrame {
    /// The first rows; the podium is whoever has rank 1, 2 and 3.
    pub rows: Vec<Row>,
    /// The groups, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRow>,
    /// How many played.
    pub players: u32,
}
