//! Plain data of every page: what the server loads and the views show. No behaviour, no database, no axum.
//!
//! Times are unix milliseconds; the views print them in Asia/Ho_Chi_Minh. Scores are decimal points.

mod console;
pub mod live;
mod people;

pub use console::{AccountPage, Console, LoginPage, Section, SessionRow, SetupPage};
pub use people::{ConsentRow, ContinuePage, DeviceRow, FarewellPage, MePage, WhoPage};

use domain::payload::{AttemptView, OptionView, QuestionView, ResultView, ReviewItem};

/// The interface language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The code in `<html lang>` and in the cookie.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

/// What surrounds every page.
#[derive(Clone, Debug, Default)]
pub struct Chrome {
    /// Interface language.
    pub lang: Lang,
    /// Nonce of this response, for the one inline module script of pages with islands.
    pub nonce: String,
    /// Folder of the phone bundle, e.g. `pkg/3f2a…`; `None` when the build has none (pages still work as forms).
    pub pkg: Option<String>,
    /// Address of the style sheet, e.g. `/pkg/3f2a…/main.css`.
    pub style: String,
    /// Path and query of this page, for the language switch.
    pub path: String,
    /// Who is taking part on this device.
    pub who: Option<Who>,
    /// Shared-device mode: the page forgets the person after two minutes idle.
    pub kiosk: bool,
    /// The server's clock, unix ms.
    pub now: i64,
}

/// The person taking part, as shown to themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Nickname.
    pub nickname: String,
    /// Locality name, e.g. `Phường Quy Nhơn`.
    pub locality: String,
    /// A new device used this person's code and nobody has acknowledged it yet.
    pub new_device: bool,
}

/// A contest on a list.
#[derive(Clone, Debug, Default)]
pub struct ContestCard {
    /// Address part.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Title of the open round, if any.
    pub round: Option<String>,
    /// Questions on a paper.
    pub questions: u32,
    /// Minutes per attempt.
    pub minutes: u32,
    /// Attempts a day, if limited.
    pub per_day: Option<u32>,
    /// When the open round closes.
    pub closes_at: Option<i64>,
    /// When the next round opens, if none is open.
    pub opens_at: Option<i64>,
    /// Distinct persons who took part.
    pub participants: u64,
    /// Of whom in the person's own commune: (locality name, count; `None` count when fewer than 5).
    pub nearby: Option<(String, Option<u64>)>,
    /// Demonstration data.
    pub demo: bool,
    /// All rounds are over.
    pub over: bool,
}

/// `/`
#[derive(Clone, Debug, Default)]
pub struct HomePage {
    /// Open now or opening soon, most urgent first.
    pub open: Vec<ContestCard>,
    /// Over.
    pub past: Vec<ContestCard>,
    /// Number of practice topics.
    pub practice_topics: usize,
    /// An attempt of this person that is still running: (attempt id, contest title, deadline).
    pub running: Option<(String, String, i64)>,
}

/// One round on the contest page.
#[derive(Clone, Debug, Default)]
pub struct RoundInfo {
    /// Id inside the contest.
    pub id: String,
    /// Title.
    pub title: String,
    /// Opens.
    pub opens_at: i64,
    /// Closes.
    pub closes_at: i64,
    /// Questions on a paper.
    pub questions: u32,
    /// Minutes.
    pub minutes: u32,
    /// Attempts a day.
    pub per_day: Option<u32>,
    /// Attempts in the round.
    pub per_round: Option<u32>,
    /// Pass mark in points.
    pub pass_mark: Option<f64>,
    /// Prediction: the prompt, and once resolved the true number.
    pub prediction: Option<(String, Option<i64>)>,
    /// Which attempt counts, as a sentence code: `best`, `first`, `last`.
    pub counts: &'static str,
    /// Ranking keys as codes: `score`, `prediction`, `duration`, `submitted`.
    pub ranking: Vec<&'static str>,
    /// Extra-time profiles: (title, percent).
    pub extra_time: Vec<(String, u32)>,
    /// Open now.
    pub open: bool,
}

/// What the person may do on the contest page.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Entry {
    /// Nobody is known on this device: the button leads to join.
    #[default]
    Join,
    /// May start.
    Start,
    /// Has a running attempt.
    Resume {
        /// Attempt id.
        attempt: String,
        /// Its deadline.
        deadline: i64,
    },
    /// No more attempts for now.
    Wait {
        /// When the next attempt is possible; `None` = not any more.
        again_at: Option<i64>,
        /// Why, as a code: `per_day`, `per_round`, `per_contest`.
        reason: &'static str,
    },
    /// Opens later.
    NotYet {
        /// When.
        opens_at: i64,
    },
    /// All rounds are over.
    Over,
}

/// `/contests/{slug}`
#[derive(Clone, Debug, Default)]
pub struct ContestPage {
    /// The card's facts.
    pub card: ContestCard,
    /// One or two sentences.
    pub summary: String,
    /// Who runs it.
    pub organiser: String,
    /// Prizes, in the organiser's words.
    pub prizes: Option<String>,
    /// What must be known of a person to rank, as a code: `open`, `contact`, `group_code`, `roster_code`.
    pub identity: &'static str,
    /// Rounds.
    pub rounds: Vec<RoundInfo>,
    /// Divisions' titles.
    pub divisions: Vec<String>,
    /// What the person may do.
    pub entry: Entry,
    /// Finished attempts of this person, newest first: (attempt id, round title, submitted at, score, max, counted).
    pub mine: Vec<MyAttempt>,
}

/// One finished attempt of the person.
#[derive(Clone, Debug, Default)]
pub struct MyAttempt {
    /// Attempt id.
    pub id: String,
    /// Contest title.
    pub contest: String,
    /// Contest address part.
    pub slug: String,
    /// Round title.
    pub round: String,
    /// Submission, unix ms.
    pub submitted_at: i64,
    /// Points.
    pub score: f64,
    /// Points possible.
    pub max: f64,
    /// Whether it is the one that counts.
    pub counted: bool,
}

/// An option of a form's select, possibly in a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// Submitted value.
    pub value: String,
    /// Text people read.
    pub text: String,
    /// Folded text and initials for searching, e.g. `phuong quy nhon nam pqnn qn nam`.
    pub find: String,
}

/// A group of options with a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PickGroup {
    /// Heading (old district); empty = no group.
    pub title: String,
    /// Options.
    pub picks: Vec<Pick>,
}

/// What the person typed, so that an error loses nothing.
#[derive(Clone, Debug, Default)]
pub struct JoinForm {
    /// Nickname.
    pub nickname: String,
    /// `scheme:code`, `outside`, `unknown`, or empty.
    pub locality: String,
    /// Audience code or empty.
    pub audience: String,
    /// Birth year, `none` for "rather not say", or empty.
    pub birth_year: String,
    /// Unit id or empty.
    pub unit: String,
    /// Group or roster code.
    pub group_code: String,
    /// Extra-time profile id or empty.
    pub extra_time: String,
    /// Flags' codes.
    pub flags: Vec<String>,
    /// Consents' purposes ticked.
    pub consents: Vec<String>,
}

/// An error beside a field: (field name, text code of the catalogue `join.error.*`).
pub type FieldErrors = Vec<(&'static str, &'static str)>;

/// `/contests/{slug}/join`
#[derive(Clone, Debug, Default)]
pub struct JoinPage {
    /// Contest address part.
    pub slug: String,
    /// Contest title.
    pub title: String,
    /// Demonstration data.
    pub demo: bool,
    /// Localities grouped by old district, as ready HTML of `<optgroup>`s (made once, shared by all requests). The
    /// chosen one is marked by the view through `form.locality` in a separate first option.
    pub localities_html: std::sync::Arc<str>,
    /// Text of the chosen locality when the form is shown again.
    pub locality_text: Option<String>,
    /// Units of the contest grouped by locality; empty when the contest has none.
    pub units: Vec<PickGroup>,
    /// Group code needed to rank: `None` not offered, `Some(false)` optional, `Some(true)` needed to rank.
    pub group_code: Option<bool>,
    /// Extra-time profiles: (id, title, percent).
    pub extra_time: Vec<(String, String, u32)>,
    /// Newest and oldest birth year offered.
    pub years: (i32, i32),
    /// Version of the consent texts.
    pub text_version: String,
    /// What was typed.
    pub form: JoinForm,
    /// What was wrong with it.
    pub errors: FieldErrors,
    /// Shared-device mode asked for by link.
    pub kiosk: bool,
    /// Other people already on this device (nickname only).
    pub others: usize,
}

/// `/attempts/{id}` — one question as a form, enhanced by the island.
#[derive(Clone, Debug)]
pub struct AttemptPage {
    /// The attempt.
    pub attempt: AttemptView,
    /// Contest title.
    pub title: String,
    /// Contest address part.
    pub slug: String,
    /// Round title.
    pub round: String,
    /// Which position the form shows first.
    pub position: u32,
    /// A notice above the question, as a catalogue code: `attempt.saved`, `attempt.incomplete`, …
    pub notice: Option<&'static str>,
    /// Demonstration data.
    pub demo: bool,
}

/// `/attempts/{id}/review` — what is answered, before submitting.
#[derive(Clone, Debug)]
pub struct ReviewPage {
    /// The attempt.
    pub attempt: AttemptView,
    /// Contest title.
    pub title: String,
    /// What was typed as a prediction, if it was refused.
    pub prediction: Option<String>,
    /// Error code: `prediction`, `blanks`.
    pub error: Option<&'static str>,
}

/// Contact form state on the result page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ContactAsk {
    /// Not asked (no prizes, under 16, or practice).
    #[default]
    No,
    /// Asked.
    Ask {
        /// The person cannot rank without it.
        needed: bool,
        /// Error code beside the field: `contact`, `consent`.
        error: Option<&'static str>,
    },
    /// Not asked until the year of birth is told.
    AgeFirst {
        /// The person cannot rank without it.
        needed: bool,
    },
    /// Already given.
    Given,
}

/// `/attempts/{id}/result`
#[derive(Clone, Debug)]
pub struct ResultPage {
    /// Attempt id.
    pub attempt: String,
    /// Contest title.
    pub title: String,
    /// Contest address part.
    pub slug: String,
    /// Round title.
    pub round: String,
    /// Submission, unix ms.
    pub submitted_at: i64,
    /// Closed by the clock rather than by the person.
    pub by_sweeper: bool,
    /// Score, ranks, review.
    pub result: ResultView,
    /// Questions right.
    pub correct: u32,
    /// Questions on the paper.
    pub questions: u32,
    /// Time used, ms.
    pub duration_ms: i64,
    /// Name of the person's locality.
    pub locality: String,
    /// Title of the person's division.
    pub division: Option<String>,
    /// The person's prediction.
    pub prediction: Option<i64>,
    /// The true number, once resolved.
    pub prediction_actual: Option<i64>,
    /// What the person may do next.
    pub entry: Entry,
    /// Attempts left today / in the round, where limited.
    pub left: Option<u32>,
    /// Positions whose taps came too late, "không được tính".
    pub late: Vec<u32>,
    /// Contact for prizes.
    pub contact: ContactAsk,
    /// Why the person does not rank, as a code: `contact`, `group_code`, `roster_code`, `barred`; `None` when ranked.
    pub unranked: Option<&'static str>,
    /// What was wrong with the group or roster code just typed: `group_code`, `group_slow`.
    pub group_wrong: Option<&'static str>,
    /// Time given back after an outage.
    pub extensions: Vec<domain::payload::ExtensionView>,
    /// The personal code, grouped `XXXXX-XXXXX`.
    pub code: String,
    /// Whether the standing is frozen now.
    pub frozen: bool,
    /// Why this attempt does not count: `voided`, `blank`, `other` (another one counts instead); `None` when it does.
    pub not_counted: Option<&'static str>,
    /// Why the person stands on no board of the round: `none_counts`, `frozen`, `later`; `None` when they do.
    pub no_rank: Option<&'static str>,
    /// Demonstration data.
    pub demo: bool,
}

/// A tab or filter link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// Text.
    pub text: String,
    /// Address.
    pub href: String,
    /// The present one.
    pub on: bool,
}

/// One row of a board.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoardRow {
    /// Rank; ties share it. `None` = not ranked (suppressed).
    pub rank: Option<u64>,
    /// Nickname, locality or unit name.
    pub name: String,
    /// Second line: locality of a person, or empty.
    pub detail: String,
    /// Value cells, already formatted.
    pub cells: Vec<String>,
    /// The person's own row, commune or unit.
    pub me: bool,
    /// A gap stands before this row (around me).
    pub gap: bool,
}

/// `/contests/{slug}/standings`
#[derive(Clone, Debug, Default)]
pub struct StandingsPage {
    /// Contest title.
    pub title: String,
    /// Contest address part.
    pub slug: String,
    /// people / localities / units.
    pub boards: Vec<Tab>,
    /// Overall and rounds.
    pub rounds: Vec<Tab>,
    /// Sorting of a board of places (participants, rate, mean, passes), or divisions of people.
    pub orders: Vec<Tab>,
    /// Division filter.
    pub divisions: Vec<Tab>,
    /// "Find me" / "whole board", when a person is known.
    pub around: Option<Tab>,
    /// Locality filter's name, with the address without it.
    pub locality: Option<(String, String)>,
    /// Headings of the value cells.
    pub heads: Vec<String>,
    /// Rows.
    pub rows: Vec<BoardRow>,
    /// Explanation under the board, as catalogue codes.
    pub notes: Vec<&'static str>,
    /// When it was computed.
    pub computed_at: i64,
    /// Frozen since, if it is.
    pub frozen_since: Option<i64>,
    /// Demonstration data.
    pub demo: bool,
}

/// A practice topic.
#[derive(Clone, Debug, Default)]
pub struct PracticeCard {
    /// Contest slug of the practice set.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Questions in the set.
    pub questions: u32,
}

/// `/practice/{slug}`: one question, or its feedback.
#[derive(Clone, Debug)]
pub struct PracticePage {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Seed of this run, in the address.
    pub seed: String,
    /// The question (position = place in this run).
    pub question: QuestionView,
    /// Questions in this run.
    pub of: u32,
    /// Right so far.
    pub right: u32,
    /// After answering: right and why.
    pub feedback: Option<ReviewItem>,
    /// The run is over.
    pub done: bool,
}

/// Very many new people come from one network: a short wait with everything that was filled in.
#[derive(Clone, Debug, Default)]
pub struct WaitingPage {
    /// Contest address part.
    pub slug: String,
    /// What was filled in, as (name, value) in the order sent; a name may repeat.
    pub fields: Vec<(String, String)>,
    /// Seconds after which sending it again makes sense.
    pub seconds: u32,
    /// Shared-device mode.
    pub kiosk: bool,
}

/// Something went wrong.
#[derive(Clone, Debug, Default)]
pub struct ErrorPage {
    /// HTTP status.
    pub status: u16,
    /// Stable code of the problem, e.g. `not_found`, `busy`, `attempt_closed`, `not_yours`.
    pub code: &'static str,
    /// Request id, to tell the helper.
    pub request_id: String,
    /// Where a button leads (path), if somewhere sensible.
    pub next: Option<String>,
    /// Seconds after which the page tries again by itself.
    pub retry: Option<u32>,
}

/// Right side option type, re-exported for the views.
pub type Opt = OptionView;
