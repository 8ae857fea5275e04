//! Plain data of the pages about who takes part: one's own data, changing the person, coming by code, leaving.

use super::{FieldErrors, JoinForm, MyAttempt, live};

/// A device that holds the person.
#[derive(Clone, Debug, Default)]
pub struct DeviceRow {
    /// Device id.
    pub id: String,
    /// Rough description, e.g. `Chrome, Android`.
    pub label: String,
    /// Added, unix ms.
    pub added_at: i64,
    /// Last seen, unix ms.
    pub seen_at: i64,
    /// This one.
    pub here: bool,
    /// Came by personal code.
    pub by_code: bool,
}

/// A consent as recorded.
#[derive(Clone, Debug, Default)]
pub struct ConsentRow {
    /// Purpose code.
    pub purpose: String,
    /// Given or withdrawn.
    pub given: bool,
    /// When.
    pub at: i64,
    /// Text version.
    pub version: String,
}

/// `/me`
#[derive(Clone, Debug, Default)]
pub struct MePage {
    /// Values of the correction form.
    pub form: JoinForm,
    /// Errors of the correction form.
    pub errors: FieldErrors,
    /// Localities, see [`localities_html`](super::JoinPage::localities_html).
    pub localities_html: std::sync::Arc<str>,
    /// Present locality in words.
    pub locality_text: String,
    /// Newest and oldest birth year offered.
    pub years: (i32, i32),
    /// Identity grade code.
    pub grade: String,
    /// Whether contact is held, masked, e.g. `09•••••123`.
    pub contact: Option<String>,
    /// Consents now.
    pub consents: Vec<ConsentRow>,
    /// Devices.
    pub devices: Vec<DeviceRow>,
    /// Finished attempts.
    pub attempts: Vec<MyAttempt>,
    /// Plays of live rooms, newest first.
    pub plays: Vec<live::MyPlay>,
    /// Personal code `XXXXX-XXXXX`.
    pub code: String,
    /// A notice, as a catalogue code: `me.saved`, `me.code_wrong`, `me.code_renewed`, `me.signed_out`.
    pub notice: Option<&'static str>,
}

/// `/who`: change person.
#[derive(Clone, Debug, Default)]
pub struct WhoPage {
    /// People on this device: (participant id, nickname, locality, current).
    pub people: Vec<(String, String, String, bool)>,
    /// Where to go afterwards (a path on this site).
    pub back: String,
    /// Join address for a new person, when a contest is known.
    pub join: Option<String>,
}

/// `/continue`: enter a personal code.
#[derive(Clone, Debug, Default)]
pub struct ContinuePage {
    /// Error code: `wrong`, `slow`.
    pub error: Option<&'static str>,
    /// Minutes until another try makes sense, with `slow`.
    pub minutes: u64,
}

/// Shared device: the last page a person sees.
#[derive(Clone, Debug, Default)]
pub struct FarewellPage {
    /// Personal code `XXXXX-XXXXX`.
    pub code: String,
    /// QR of the continue link, as SVG.
    pub code_qr: String,
    /// Contest address part, for the next person.
    pub slug: Option<String>,
}
