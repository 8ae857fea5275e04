//! What can go wrong, told by a stable code; turned into HTTP once, at the edge (`http::edge`).
//!
//! Constructors read like English. Texts for people live in the catalogue of the app; texts here go to logs only and
//! never hold personal data.

use crate::store::StoreError;

/// The outcome of every capability.
pub type Outcome<T> = Result<T, Failure>;

/// A refusal or a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Stable code, e.g. `deadline_passed`.
    pub code: &'static str,
    /// HTTP status it maps to.
    pub status: u16,
    /// What exactly, for machines and writers of forms; no personal data.
    pub detail: Option<String>,
    /// Seconds after which trying again makes sense.
    pub retry_after: Option<u32>,
    /// Where a person can go on (a path).
    pub next: Option<String>,
    /// What really happened, for the log alone.
    pub cause: Option<String>,
}

impl Failure {
    const fn new(status: u16, code: &'static str) -> Self {
        Self { code, status, detail: None, retry_after: None, next: None, cause: None }
    }

    /// No such page or thing.
    #[must_use]
    pub const fn not_found() -> Self {
        Self::new(404, "not_found")
    }

    /// No such attempt.
    #[must_use]
    pub const fn attempt_not_found() -> Self {
        Self::new(404, "attempt_not_found")
    }

    /// It belongs to somebody else.
    #[must_use]
    pub const fn not_yours() -> Self {
        Self::new(403, "not_yours")
    }

    /// Nobody is known on this device.
    #[must_use]
    pub const fn signed_out() -> Self {
        Self::new(401, "signed_out")
    }

    /// The attempt was submitted.
    #[must_use]
    pub fn attempt_closed(id: &str) -> Self {
        Self { next: Some(format!("/attempts/{id}/result")), ..Self::new(409, "attempt_closed") }
    }

    /// The deadline plus grace has passed.
    #[must_use]
    pub fn deadline_passed(id: &str) -> Self {
        Self { next: Some(format!("/attempts/{id}/result")), ..Self::new(410, "deadline_passed") }
    }

    /// No round is open.
    #[must_use]
    pub const fn round_closed() -> Self {
        Self::new(409, "round_closed")
    }

    /// The rules allow no further attempt now.
    #[must_use]
    pub fn no_attempt_left(reason: &'static str) -> Self {
        Self { detail: Some(reason.into()), ..Self::new(409, "no_attempt_left") }
    }

    /// The bank cannot fill the blueprint: an organiser's problem, told plainly.
    #[must_use]
    pub fn paper_short(detail: String) -> Self {
        Self { detail: Some(detail), ..Self::new(503, "paper_short") }
    }

    /// The body or form does not fit; `what` names the field and the rule.
    #[must_use]
    pub fn bad_form(what: impl Into<String>) -> Self {
        Self { detail: Some(what.into()), ..Self::new(422, "bad_form") }
    }

    /// The request is not even of the right shape.
    #[must_use]
    pub fn malformed(what: impl Into<String>) -> Self {
        Self { detail: Some(what.into()), ..Self::new(400, "malformed") }
    }

    /// No room has this PIN.
    #[must_use]
    pub const fn live_not_found() -> Self {
        Self::new(404, "live_not_found")
    }

    /// There is a room with this PIN, and what is stored of it cannot be read.
    #[must_use]
    pub fn live_unreadable(cause: Option<String>) -> Self {
        let detail =
            Some("what is stored of this room cannot be read; the cause is in the server's log".to_owned());
        Self { detail, cause, ..Self::new(500, "live_unreadable") }
    }

    /// Whoever asks is no player of the room.
    #[must_use]
    pub const fn live_not_joined() -> Self {
        Self::new(401, "live_not_joined")
    }

    /// The host took this player out.
    #[must_use]
    pub const fn live_removed() -> Self {
        Self::new(403, "live_removed")
    }

    /// The projector was not let in.
    #[must_use]
    pub const fn live_not_paired() -> Self {
        Self::new(401, "live_not_paired")
    }

    /// No projector shows this code.
    #[must_use]
    pub const fn live_no_such_screen() -> Self {
        Self::new(404, "live_no_such_screen")
    }

    /// The question takes no answer: another one stands on the stage, it is too late, or the clock stands.
    #[must_use]
    pub const fn live_not_open() -> Self {
        Self::new(409, "live_not_open")
    }

    /// The room lets nobody in: `live_full`, `live_closing`, `live_finished`.
    #[must_use]
    pub const fn live_kept(code: &'static str) -> Self {
        Self::new(409, code)
    }

    /// The rules refuse a host's command, with their own code and words.
    #[must_use]
    pub fn live_refused(code: &'static str, words: String) -> Self {
        Self { detail: Some(words), ..Self::new(409, code) }
    }

    /// Too busy for a moment; nothing was saved.
    #[must_use]
    pub const fn busy() -> Self {
        let mut f = Self::new(503, "busy");
        f.retry_after = Some(2);
        f
    }

    /// Many new people from one network: wait a little.
    #[must_use]
    pub const fn waiting() -> Self {
        let mut f = Self::new(503, "waiting");
        f.retry_after = Some(15);
        f
    }

    /// Too many of this kind of request from this account, device or network.
    #[must_use]
    pub const fn too_many(retry_after: u32) -> Self {
        let mut f = Self::new(429, "too_many");
        f.retry_after = Some(retry_after);
        f
    }

    /// The body is too large.
    #[must_use]
    pub const fn too_large() -> Self {
        Self::new(413, "too_large")
    }

    /// A form sent from another site.
    #[must_use]
    pub const fn csrf() -> Self {
        Self::new(403, "csrf")
    }

    /// The method does not exist here.
    #[must_use]
    pub const fn method_not_allowed() -> Self {
        Self::new(405, "method_not_allowed")
    }

    /// A token is missing or lacks the scope.
    #[must_use]
    pub const fn no_scope() -> Self {
        Self::new(403, "no_scope")
    }

    /// Nobody of the staff is signed in here.
    #[must_use]
    pub const fn staff_signed_out() -> Self {
        Self::new(401, "staff_signed_out")
    }

    /// The account may not do this.
    #[must_use]
    pub const fn no_role() -> Self {
        Self::new(403, "no_role")
    }

    /// A bug or broken data; the cause is logged with the request id, the person gets the id alone.
    #[must_use]
    pub fn internal(why: &dyn std::fmt::Display) -> Self {
        Self { cause: Some(why.to_string()), ..Self::new(500, "internal") }
    }
}

impl From<StoreError> for Failure {
    fn from(e: StoreError) -> Self {
        if e.is_temporary() {
            Self { cause: Some(e.to_string()), ..Self::busy() }
        } else {
            Self::internal(&e)
        }
    }
}

impl From<sqlx::Error> for Failure {
    fn from(e: sqlx::Error) -> Self {
        StoreError::from(e).into()
    }
}
