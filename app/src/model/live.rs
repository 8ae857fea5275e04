//! Plain data of the pages of live contests: the way in, the phone, the projector, the host, the list of rooms, a new one.
//!
//! What happens on stage arrives as the snapshots of [`domain::live`]; these structs add what surrounds them.

use super::FieldErrors;
use domain::live::Phase;
use domain::live::payload::PlayerSnapshot;
use domain::live::stage::{HostSnapshot, PlayerLine, ScreenSnapshot};
use domain::payload::Kind;

/// `/live`: which room?
#[derive(Clone, Debug, Default)]
pub struct PinPage {
    /// What was typed.
    pub pin: String,
    /// What was wrong with it, as a code: `wrong` (not six digits), `unknown` (no such room now), `slow` (too many tries).
    pub error: Option<&'static str>,
}

/// What a room groups its players by, as far as joining asks.
#[derive(Clone, Debug, Default)]
pub enum Grouping {
    /// Nothing.
    #[default]
    None,
    /// Communes and wards.
    Locality {
        /// See [`super::JoinPage::localities_html`].
        html: std::sync::Arc<str>,
        /// Text of the chosen one when the form is shown again, or of the registered person's own.
        text: Option<String>,
    },
    /// Teams.
    Team(Vec<String>),
    /// Classes.
    Class(Vec<String>),
}

/// What was typed when joining a room.
#[derive(Clone, Debug, Default)]
pub struct LiveForm {
    /// Nickname.
    pub nickname: String,
    /// `scheme:code`, `outside`, `unknown` or empty.
    pub locality: String,
    /// Team or class, or empty.
    pub team: String,
    /// The play is to be the registered person's.
    pub link: bool,
}

/// `/live/{pin}` before joining.
#[derive(Clone, Debug, Default)]
pub struct LiveJoinPage {
    /// The room's PIN.
    pub pin: String,
    /// Its title.
    pub title: String,
    /// The show has begun already.
    pub late: bool,
    /// How many are in.
    pub players: u32,
    /// What the room groups by.
    pub groups: Grouping,
    /// Nickname of the person this device knows, who may link the play to themselves.
    pub person: Option<String>,
    /// What was typed.
    pub form: LiveForm,
    /// What was wrong: fields `nickname`, `locality`, `team`; codes of `nickname_*`, `locality`, `team`, `slow`.
    pub errors: FieldErrors,
}

/// Why somebody is not in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoEntry {
    /// All places are taken.
    Full,
    /// The last results are being told; nobody new is let in.
    Closing,
    /// The room is over.
    #[default]
    Finished,
    /// The host took this player out; they may ask to come back.
    Removed,
    /// The host keeps this device out.
    Banned,
}

/// `/live/{pin}` where there is nothing to play.
#[derive(Clone, Debug, Default)]
pub struct NoEntryPage {
    /// The room's PIN.
    pub pin: String,
    /// Its title.
    pub title: String,
    /// Why.
    pub why: NoEntry,
    /// The player's own result in a room that is over: (rank, of, points).
    pub result: Option<(Option<u32>, u32, i64)>,
}

/// `/live/{pin}` of a player.
#[derive(Clone, Debug, Default)]
pub struct PlayPage {
    /// The room's PIN.
    pub pin: String,
    /// Where the show is for this player.
    pub snapshot: PlayerSnapshot,
    /// What the last form post has to say, as a code: `late`, `other_question`, `incomplete`, `number`, `busy`.
    pub notice: Option<&'static str>,
}

/// `/live/{pin}/screen`
#[derive(Clone, Debug)]
pub enum ScreenPage {
    /// Not let in yet.
    Pairing {
        /// The room's PIN.
        pin: String,
        /// What the host types or confirms: four digits.
        code: String,
    },
    /// On show.
    Shown {
        /// What it shows.
        snapshot: Box<ScreenSnapshot>,
        /// The way in as a picture.
        qr_svg: String,
        /// The browser is also a host of this room: its keys move the show.
        host: bool,
    },
}

/// `/organiser/live/{pin}`
///
/// Its forms post to two addresses. `/organiser/live/{pin}/command`: `command` is the JSON of a
/// `domain::live::Command` without what is typed; `nickname` (for `rename`) and `count` (for `rescue`), where they are
/// present, belong into it. `/organiser/live/{pin}/screens`: `code` is the four digits a projector shows; it is let in.
/// The island sends the same commands whole to `/api/v1/live/{pin}/commands`.
#[derive(Clone, Debug, Default)]
pub struct HostPage {
    /// What the host sees.
    pub snapshot: HostSnapshot,
    /// The last command of a plain form was refused: why, in words.
    pub refusal: Option<String>,
    /// A code of a projector was typed that nobody shows.
    pub code_wrong: bool,
    /// Who is looked for: a number, or a part of a name.
    pub find: String,
    /// Who fits.
    pub found: Vec<PlayerLine>,
    /// Others fit too.
    pub more: bool,
}

/// A file about a room that is over or running.
#[derive(Clone, Debug, Default)]
pub struct Download {
    /// What it is, as a code: `xlsx`, `questions`, `players`, `groups`, `values`, `answers` (the others are CSV).
    pub what: &'static str,
    /// Its address.
    pub href: String,
}

/// A room on the list.
#[derive(Clone, Debug, Default)]
pub struct RoomRow {
    /// PIN.
    pub pin: String,
    /// The PIN leads to this room: no newer one has it.
    pub reachable: bool,
    /// Title.
    pub title: String,
    /// Where the show is.
    pub phase: Phase,
    /// Players so far.
    pub players: u32,
    /// Questions.
    pub questions: u32,
    /// Made at, unix ms.
    pub created_at: i64,
    /// Finished at, unix ms.
    pub finished_at: Option<i64>,
    /// Who made it.
    pub host: String,
    /// Files, for rooms that have begun.
    pub downloads: Vec<Download>,
    /// Demonstration data.
    pub demo: bool,
}

/// `/organiser/live`
#[derive(Clone, Debug, Default)]
pub struct RoomsPage {
    /// Rooms that are not over, newest first.
    pub running: Vec<RoomRow>,
    /// Rooms that are over, newest first.
    pub past: Vec<RoomRow>,
    /// The list does not begin with the newest room.
    pub later: bool,
    /// Address of the older rooms, when there are any.
    pub next: Option<String>,
}

/// Everything about a new room but its list of questions, as typed.
///
/// [`RoomForm::fields`] carries it through the second step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomForm {
    /// Title on the projector.
    pub title: String,
    /// `contest` or `bank`.
    pub source: String,
    /// Slug of the contest whose questions are taken.
    pub contest: String,
    /// Topic codes; empty = all.
    pub topics: Vec<String>,
    /// `1`, `2`, `3`; empty = all.
    pub difficulty: Vec<String>,
    /// Codes of kinds; empty = all.
    pub kinds: Vec<String>,
    /// Audience code or empty.
    pub audience: String,
    /// How many questions.
    pub count: String,
    /// `accuracy`, `speed`, `knowledge_first`.
    pub rule: String,
    /// Bonus for right answers in a row.
    pub streak: bool,
    /// Points for the second in a row.
    pub streak_step: String,
    /// Most points for one answer.
    pub streak_cap: String,
    /// Seconds of every question, unless changed in the list.
    pub seconds: String,
    /// Points of every question, unless changed in the list.
    pub points: String,
    /// `none`, `locality`, `team`, `class`.
    pub groups: String,
    /// Teams or classes, one a line.
    pub names: String,
    /// How many of a group's best make its mean.
    pub top_k: String,
    /// The table stands still for the last so many questions.
    pub freeze_last: String,
    /// Rows the ceremony resolves at least.
    pub ceremony_places: String,
    /// Rung chuông vàng.
    pub knockout: bool,
    /// Its seats.
    pub seats: String,
    /// Its rescue rounds.
    pub rescues: String,
    /// How many a rescue brings back.
    pub rescue_count: String,
    /// `manual` or `auto`.
    pub pace: String,
    /// Seconds the right answer stays, in the automatic pace.
    pub pace_reveal: String,
    /// Seconds the table stays, in the automatic pace.
    pub pace_standings: String,
    /// Seconds a question is announced.
    pub ready_seconds: String,
    /// Phones at most.
    pub capacity: String,
    /// The projector may make sounds.
    pub sounds: bool,
    /// Where it takes place: `scheme:code`; empty: as the contest says, or unknown.
    pub place: String,
}

impl Default for RoomForm {
    fn default() -> Self {
        let s = str::to_owned;
        Self {
            title: String::new(),
            source: s("bank"),
            contest: String::new(),
            topics: Vec::new(),
            difficulty: Vec::new(),
            kinds: Vec::new(),
            audience: String::new(),
            count: s("10"),
            rule: s("knowledge_first"),
            streak: false,
            streak_step: s("50"),
            streak_cap: s("200"),
            seconds: s("20"),
            points: s("1000"),
            groups: s("locality"),
            names: String::new(),
            top_k: s("5"),
            freeze_last: s("0"),
            ceremony_places: s("10"),
            knockout: false,
            seats: s("100"),
            rescues: s("1"),
            rescue_count: s("10"),
            pace: s("manual"),
            pace_reveal: s("8"),
            pace_standings: s("8"),
            ready_seconds: s("3"),
            capacity: s("10000"),
            sounds: false,
            place: String::new(),
        }
    }
}

impl RoomForm {
    /// Every field as the form posts it: (name, value); a name may repeat, a box that is not ticked is absent.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, &str)> {
        let mut all: Vec<(&'static str, &str)> = vec![
            ("title", &self.title),
            ("source", &self.source),
            ("contest", &self.contest),
            ("audience", &self.audience),
            ("count", &self.count),
            ("rule", &self.rule),
            ("streak_step", &self.streak_step),
            ("streak_cap", &self.streak_cap),
            ("seconds", &self.seconds),
            ("points", &self.points),
            ("groups", &self.groups),
            ("names", &self.names),
            ("top_k", &self.top_k),
            ("freeze_last", &self.freeze_last),
            ("ceremony_places", &self.ceremony_places),
            ("seats", &self.seats),
            ("rescues", &self.rescues),
            ("rescue_count", &self.rescue_count),
            ("pace", &self.pace),
            ("pace_reveal", &self.pace_reveal),
            ("pace_standings", &self.pace_standings),
            ("ready_seconds", &self.ready_seconds),
            ("capacity", &self.capacity),
            ("place", &self.place),
        ];
        all.extend(self.topics.iter().map(|v| ("topics", v.as_str())));
        all.extend(self.difficulty.iter().map(|v| ("difficulty", v.as_str())));
        all.extend(self.kinds.iter().map(|v| ("kinds", v.as_str())));
        for (name, on) in [("streak", self.streak), ("knockout", self.knockout), ("sounds", self.sounds)] {
            if on {
                all.push((name, "on"));
            }
        }
        all
    }

    /// The form from what was posted: `get` gives the first value of a name (empty when absent), `all` every one.
    #[must_use]
    pub fn posted<'f>(get: impl Fn(&str) -> &'f str, all: impl Fn(&str) -> Vec<String>) -> Self {
        let one = |name: &str| get(name).to_owned();
        let ticked = |name: &str| !get(name).is_empty();
        Self {
            title: one("title"),
            source: one("source"),
            contest: one("contest"),
            topics: all("topics"),
            difficulty: all("difficulty"),
            kinds: all("kinds"),
            audience: one("audience"),
            count: one("count"),
            rule: one("rule"),
            streak: ticked("streak"),
            streak_step: one("streak_step"),
            streak_cap: one("streak_cap"),
            seconds: one("seconds"),
            points: one("points"),
            groups: one("groups"),
            names: one("names"),
            top_k: one("top_k"),
            freeze_last: one("freeze_last"),
            ceremony_places: one("ceremony_places"),
            knockout: ticked("knockout"),
            seats: one("seats"),
            rescues: one("rescues"),
            rescue_count: one("rescue_count"),
            pace: one("pace"),
            pace_reveal: one("pace_reveal"),
            pace_standings: one("pace_standings"),
            ready_seconds: one("ready_seconds"),
            capacity: one("capacity"),
            sounds: ticked("sounds"),
            place: one("place"),
        }
    }
}

/// A topic to choose from.
#[derive(Clone, Debug, Default)]
pub struct TopicChoice {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// Approved questions in it.
    pub questions: u32,
}

/// `/organiser/live/new`, first step: what kind of room.
#[derive(Clone, Debug, Default)]
pub struct NewRoomPage {
    /// What was typed.
    pub form: RoomForm,
    /// Contests whose questions can be taken: (slug, title, questions).
    pub contests: Vec<(String, String, u32)>,
    /// Topics of the bank.
    pub topics: Vec<TopicChoice>,
    /// Places to choose from, as ready options.
    pub places: String,
    /// The name of the place that was chosen.
    pub place_text: Option<String>,
    /// Questions of the second step, when the host came back from there: they travel along and can be kept.
    pub kept: Vec<KeptQuestion>,
    /// What was wrong: (name of the form's field, code).
    pub errors: FieldErrors,
}

/// A question that travels through the first step unseen.
#[derive(Clone, Debug, Default)]
pub struct KeptQuestion {
    /// Id of the wording.
    pub revision: String,
    /// Seconds, as typed.
    pub seconds: String,
    /// Points, as typed.
    pub points: String,
    /// Asked for opinion.
    pub survey: bool,
}

/// What a question of the list is.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Topic title.
    pub topic: String,
    /// How it is answered.
    pub kind: Kind,
    /// 1 easy, 2 medium, 3 hard.
    pub difficulty: u8,
    /// The question.
    pub stem: String,
    /// What is right, in words.
    pub right: Vec<String>,
}

/// A question in the list of the second step.
#[derive(Clone, Debug, Default)]
pub struct ArrangeRow {
    /// Id of the wording.
    pub revision: String,
    /// The question's code, e.g. `T05-001`.
    pub code: String,
    /// The question; absent when it left the bank meanwhile.
    pub question: Option<Listed>,
    /// Seconds, as typed.
    pub seconds: String,
    /// Points, as typed.
    pub points: String,
    /// Asked for opinion: no points.
    pub survey: bool,
    /// What is wrong with it: code of the catalogue.
    pub error: Option<&'static str>,
}

/// `/organiser/live/new`, second step: the drawn questions.
///
/// Posts to `/organiser/live/new/arrange` every field of [`RoomForm::fields`] and, in order, `revision`, `q_seconds` and
/// `q_points` of every row; `q_survey` holds the revisions that are surveys. The button `act` says what to do: `up:N`,
/// `down:N`, `remove:N`, `replace:N` (N from 1), `add`, `settings` (back to the first step), `create`; anything else shows
/// the list again. From the first step `act` is `keep` when the questions that travelled along are to stay.
#[derive(Clone, Debug, Default)]
pub struct ArrangePage {
    /// The room so far.
    pub form: RoomForm,
    /// The list.
    pub rows: Vec<ArrangeRow>,
    /// What was wrong with the room itself.
    pub errors: FieldErrors,
    /// What just happened, as a code: `short` (fewer fit the filter than asked for), `none_left` (no other question fits),
    /// `moved`, `removed`, `replaced`, `added`, `full` (no room for another).
    pub notice: Option<&'static str>,
}

/// A play of a live room on `/me`.
#[derive(Clone, Debug, Default)]
pub struct MyPlay {
    /// What stood on the projector.
    pub title: String,
    /// The name the person took.
    pub nickname: String,
    /// Joined, unix ms.
    pub joined_at: i64,
    /// The room's PIN while it is not over.
    pub pin: Option<String>,
}
