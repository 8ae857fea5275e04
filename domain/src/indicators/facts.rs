//! What is fed to a report: where a person or an attempt is counted, and what the person did.

use crate::people::{AgeBand, Audience, Flag, Grade, Mode};

/// A set of memberships.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags(u8);

impl Flags {
    /// From the flags of a person.
    #[must_use]
    pub fn of(flags: &[Flag]) -> Self {
        Self(flags.iter().fold(0, |set, f| set | bit(Flag::ALL, *f)))
    }

    /// Whether it holds this one.
    #[must_use]
    pub fn has(self, flag: Flag) -> bool {
        self.0 & bit(Flag::ALL, flag) != 0
    }
}

/// A set of modes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Modes(u8);

impl Modes {
    /// From the modes of a person's valid attempts in the period.
    #[must_use]
    pub fn of(modes: &[Mode]) -> Self {
        Self(modes.iter().fold(0, |set, m| set | bit(Mode::ALL, *m)))
    }

    /// Whether it holds this one.
    #[must_use]
    pub fn has(self, mode: Mode) -> bool {
        self.0 & bit(Mode::ALL, mode) != 0
    }

    /// These and those.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }
}

fn bit<T: PartialEq>(all: &[T], one: T) -> u8 {
    all.iter().position(|v| *v == one).map_or(0, |at| 1 << at)
}

/// Where a fact is counted, as copied onto the attempt at its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Index of the locality key in the registry; [`unknown`](crate::locality::Registry::unknown) when the key is not there.
    pub locality: u16,
    /// Audience; `None` where none was told.
    pub audience: Option<Audience>,
    /// Age band.
    pub age_band: AgeBand,
    /// Identity grade.
    pub grade: Grade,
    /// Mode; for a registration, which has none, [`Mode::Online`] (registrations are not broken down by mode).
    pub mode: Mode,
    /// Memberships.
    pub flags: Flags,
}

/// What a person did in the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// At least one valid attempt with at least one saved answer (I2).
    pub has_saved_answer: bool,
    /// At least one submitted attempt with the rules' minimum of answers (I4).
    pub completed: bool,
    /// Reached the pass mark in at least one round (I5).
    pub passed: bool,
}

/// One person in the period; fed exactly once per person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonFact {
    /// Cell of the last valid attempt in the period.
    pub cell: Cell,
    /// Modes of all valid attempts in the period.
    pub modes: Modes,
    /// Birth year while it is known; gone for erased persons.
    pub birth_year: Option<i32>,
    /// What they did.
    pub facts: Facts,
}

impl PersonFact {
    /// The same human registered twice, and this registration is the one that had the last valid attempt: it says where
    /// and how old they are, so that erasing either moves nothing. What either did, they did.
    #[must_use]
    pub fn united(self, earlier: &Self) -> Self {
        let (mine, theirs) = (self.facts, earlier.facts);
        let facts = Facts {
            has_saved_answer: mine.has_saved_answer | theirs.has_saved_answer,
            completed: mine.completed | theirs.completed,
            passed: mine.passed | theirs.passed,
        };
        Self { modes: self.modes.and(earlier.modes), facts, ..self }
    }
}
