//! A contest: rounds with their rules, divisions, units, and who may rank.
//!
//! The document is immutable per version. An import makes a new version; attempts carry the version they were started
//! under, so a dispute can be replayed. [`mod@file`] reads the documented TOML form.

pub mod file;
pub mod rules;

pub use rules::*;

use crate::locality::LocalityKey;
use crate::people::Audience;
use serde::{Deserialize, Serialize};

/// What kind of contest it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContestKind {
    /// Counted and ranked.
    #[default]
    Contest,
    /// No record, instant feedback; never counted.
    Practice,
}

/// One version of a contest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contest {
    /// Address part, unique: `[a-z0-9-]{2,60}`.
    pub slug: String,
    /// Title in Vietnamese.
    pub title: String,
    /// English title, shown when the interface is English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    /// One or two sentences.
    pub summary: String,
    /// Who runs it.
    pub organiser: String,
    /// Contest or practice.
    pub kind: ContestKind,
    /// The units whose coverage is counted: children of this locality in this scheme.
    pub area: LocalityKey,
    /// Whether there are prizes (then contact may be asked on the result page).
    pub prizes: bool,
    /// What the prizes are, for the contest page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prizes_text: Option<String>,
    /// What must be known of a person to rank and win.
    pub identity: IdentityNeed,
    /// Shared-device mode for everybody (school PCs, kiosks).
    pub kiosk: bool,
    /// Demonstration data, marked as such everywhere.
    pub demo: bool,
    /// Groups ranked apart; empty means one.
    pub divisions: Vec<Division>,
    /// How rounds make the overall standing.
    pub overall: Overall,
    /// Most attempts in the whole contest; `None` = no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts_per_contest: Option<u32>,
    /// Rounds in time order.
    pub rounds: Vec<Round>,
    /// Schools, offices, unions offered when joining.
    pub units: Vec<Unit>,
}

/// A group that is ranked apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// Id inside the contest.
    pub id: String,
    /// Title.
    pub title: String,
    /// Audiences that belong to it; each audience to at most one division.
    pub audiences: Vec<Audience>,
}

/// A school, office or union branch from the contest's fixed list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Id inside the contest.
    pub id: String,
    /// Name.
    pub name: String,
    /// school, office, union…
    pub kind: String,
    /// Where it is.
    pub locality: LocalityKey,
    /// Classes or teams in it.
    pub groups: Vec<Group>,
}

/// A class or team inside a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Id inside the unit.
    pub id: String,
    /// Name.
    pub name: String,
    /// The code the teacher gives out; typing it places a person in the group.
    pub code: String,
}

/// One round: a window and its rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Id inside the contest, e.g. `vong-1`.
    pub id: String,
    /// 1-based order.
    pub ordinal: u32,
    /// Title.
    pub title: String,
    /// First moment, unix ms.
    pub opens_at: i64,
    /// First moment after, unix ms.
    pub closes_at: i64,
    /// Its rules.
    pub rules: Rules,
}

impl Round {
    /// Whether attempts may start now.
    #[must_use]
    pub fn open_at(&self, now: i64) -> bool {
        self.opens_at <= now && now < self.closes_at
    }
}

impl Contest {
    /// The round that is open now, if any (rounds do not overlap).
    #[must_use]
    pub fn open_round(&self, now: i64) -> Option<&Round> {
        self.rounds.iter().find(|r| r.open_at(now))
    }

    /// The next round to open.
    #[must_use]
    pub fn next_round(&self, now: i64) -> Option<&Round> {
        self.rounds.iter().filter(|r| r.opens_at > now).min_by_key(|r| r.opens_at)
    }

    /// Round by id.
    #[must_use]
    pub fn round(&self, id: &str) -> Option<&Round> {
        self.rounds.iter().find(|r| r.id == id)
    }

    /// The division of an audience; `None` when divisions exist and none takes it, or when there are none.
    #[must_use]
    pub fn division_of(&self, audience: Audience) -> Option<&Division> {
        self.divisions.iter().find(|d| d.audiences.contains(&audience))
    }

    /// End of the last round, unix ms.
    #[must_use]
    pub fn closes_at(&self) -> i64 {
        self.rounds.iter().map(|r| r.closes_at).max().unwrap_or(i64::MIN)
    }

    /// Unit and group a group code stands for (case, spaces and dashes ignored).
    #[must_use]
    pub fn group_by_code(&self, code: &str) -> Option<(&Unit, &Group)> {
        let plain = |s: &str| {
            s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect::<String>()
        };
        let wanted = plain(code);
        if wanted.is_empty() {
            return None;
        }
        self.units.iter().find_map(|u| u.groups.iter().find(|g| plain(&g.code) == wanted).map(|g| (u, g)))
    }

    /// Unit by id.
    #[must_use]
    pub fn unit(&self, id: &str) -> Option<&Unit> {
        self.units.iter().find(|u| u.id == id)
    }
}
