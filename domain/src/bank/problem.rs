//! What is wrong with a file, where, and what to do about it.

use serde::Serialize;
use std::fmt;

/// Whether a problem forbids using the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing of the file is used.
    Error,
    /// Worth a look; the file is used.
    Warning,
}

/// One thing wrong with a wording, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// A stable code for programs.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Whether it forbids using the wording.
    pub severity: Severity,
}

/// One thing wrong in a file, addressed to whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file as it was named to us.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// A stable code for programs.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Whether it forbids using the file.
    pub severity: Severity,
    /// The question it is about, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
}

impl Problem {
    /// Whether it forbids using the file.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}; {}", self.file, self.line, self.column, self.message, self.remedy)
    }
}
