//! Plain data of the organiser's pages.

use super::FieldErrors;

/// A part of the console that exists. Each page of the rail is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Live contests.
    Live,
    /// One's own account.
    Account,
}

impl Section {
    /// Where it begins.
    #[must_use]
    pub fn href(self) -> &'static str {
        match self {
            Self::Live => "/organiser/live",
            Self::Account => "/organiser/account",
        }
    }
}

/// What surrounds a page of the console.
#[derive(Clone, Debug, Default)]
pub struct Console {
    /// Address of the console's style sheet, beside the one of every page.
    pub style: String,
    /// Who is signed in; empty on the pages before that.
    pub staff: String,
    /// What this person may open, in the order of the rail.
    pub sections: Vec<Section>,
    /// Where this page belongs.
    pub here: Option<Section>,
}

/// `/organiser/login`
#[derive(Clone, Debug, Default)]
pub struct LoginPage {
    /// Name as typed.
    pub name: String,
    /// Path to go on to.
    pub back: String,
    /// What was wrong, as a code: `wrong`, `disabled`, `slow`, `busy`.
    pub error: Option<&'static str>,
    /// Signed out just now.
    pub signed_out: bool,
    /// Nobody has an account yet.
    pub nobody: bool,
}

/// One session of the account.
#[derive(Clone, Debug, Default)]
pub struct SessionRow {
    /// Session id.
    pub id: String,
    /// Rough description of the browser.
    pub label: String,
    /// Begin.
    pub created_at: i64,
    /// Last used, to the minute.
    pub seen_at: i64,
    /// Fixed end.
    pub expires_at: i64,
    /// The one this page was asked for with.
    pub here: bool,
}

/// `/organiser/account`
#[derive(Clone, Debug, Default)]
pub struct AccountPage {
    /// Name.
    pub name: String,
    /// Codes of the roles.
    pub roles: Vec<&'static str>,
    /// Where the account is signed in, newest first.
    pub sessions: Vec<SessionRow>,
    /// What just happened, as a code.
    pub notice: Option<&'static str>,
    /// What is wrong in the form for another password.
    pub errors: FieldErrors,
}

/// `/setup`: the way in for the first administrator.
#[derive(Clone, Debug)]
pub enum SetupPage {
    /// The code is asked for; with what was wrong, as a code: `wrong`, `slow`.
    Code(Option<&'static str>),
    /// The code opens: a name and a password are asked for.
    Account {
        /// The code, carried along.
        code: String,
        /// Name as typed.
        name: String,
        /// What is wrong.
        errors: FieldErrors,
    },
}
