//! From what a host wants asked to the questions of the room: named ones, and ones drawn from the bank by a filter.
//!
//! Invariants: the same wishes, pool and seed give the same questions; no question comes twice, nor with one of its enemies;
//! an ordering is never dealt in its right order. The lottery is that of papers ([`Plan`]), with its guarantees.

use super::spec::LiveQuestion;
use crate::contest::Slot;
use crate::draw::{Dice, Plan, Pool, Shortage};
use crate::payload::Kind;
use crate::people::Audience;
use crate::question::Revision;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one line of a room's list asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Which question or questions.
    #[serde(flatten)]
    pub what: What,
    /// Seconds to answer.
    pub seconds: u32,
    /// What a right answer is worth; 0 for a survey.
    pub points: u32,
    /// Asked for opinion.
    #[serde(default)]
    pub survey: bool,
}

/// Which question or questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// This one, by its id in the bank.
    Id(String),
    /// So many that pass the filter.
    Draw {
        /// How many.
        count: u32,
        /// Which ones.
        #[serde(flatten)]
        filter: Filter,
    },
}

impl Wanted {
    /// How many questions it stands for.
    #[must_use]
    pub fn count(&self) -> u32 {
        match self.what {
            What::Id(_) => 1,
            What::Draw { count, .. } => count,
        }
    }
}

/// Which questions of the bank may be drawn. What is empty or absent forbids nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Topic codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// 1 easy, 2 medium, 3 hard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub difficulty: Vec<u8>,
    /// Suits this audience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// How they are answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
}

impl Filter {
    /// Whether a question passes. A question for everybody suits every audience.
    #[must_use]
    pub fn fits(&self, revision: &Revision) -> bool {
        (self.topics.is_empty() || self.topics.contains(&revision.topic))
            && (self.difficulty.is_empty() || self.difficulty.contains(&revision.difficulty))
            && (self.kinds.is_empty() || self.kinds.contains(&revision.key.kind()))
            && self.audience.is_none_or(|a| revision.audience.is_empty() || revision.audience.contains(&a))
    }
}

/// A line of a contest's blueprint asks the same of the bank.
impl From<&Slot> for Filter {
    fn from(slot: &Slot) -> Self {
        Self {
            topics: slot.topic.iter().cloned().collect(),
            difficulty: slot.difficulty.into_iter().collect(),
            audience: slot.audience,
            kinds: slot.kind.into_iter().collect(),
        }
    }
}

/// A line that cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickFault {
    /// Its place in the list, from 0.
    pub line: usize,
    /// A stable code for programs.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// The questions of a room, in the order of the list; within a drawn line in random order.
///
/// # Errors
/// Every line that cannot be had.
pub fn pick(
    wanted: &[Wanted],
    pool: &Pool,
    seed: u64,
    shuffle_options: bool,
) -> Result<Vec<LiveQuestion>, Vec<PickFault>> {
    let faults = unknown_or_twice(wanted, pool);
    if !faults.is_empty() {
        return Err(faults);
    }
    let candidates = wanted.iter().map(|line| candidates(line, pool)).collect();
    let counts: Vec<u32> = wanted.iter().map(Wanted::count).collect();
    let plan = Plan::of(candidates, &counts, pool)
        .map_err(|short| short.iter().map(|s| shortage(&wanted[s.slot], s)).collect::<Vec<_>>())?;
    let mut items = plan.draw(seed, false, shuffle_options).into_iter();
    let mut dice = Dice::new(!seed);
    let mut questions = Vec::new();
    for line in wanted {
        let mut own: Vec<_> = items.by_ref().take(line.count() as usize).collect();
        // A paper in order lists a line by question id, so by topic: a show should not.
        dice.shuffle(&mut own);
        let Wanted { seconds, points, survey, .. } = *line;
        questions.extend(own.into_iter().map(|item| LiveQuestion { item, seconds, points, survey }));
    }
    Ok(questions)
}

fn candidates(line: &Wanted, pool: &Pool) -> Vec<usize> {
    let takes = |revision: &Revision| match &line.what {
        What::Id(id) => revision.question == *id,
        What::Draw { filter, .. } => filter.fits(revision),
    };
    pool.revisions().iter().enumerate().filter(|(_, r)| takes(r)).map(|(place, _)| place).collect()
}

fn unknown_or_twice(wanted: &[Wanted], pool: &Pool) -> Vec<PickFault> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for (line, one) in wanted.iter().enumerate() {
        let What::Id(id) = &one.what else { continue };
        if let Some(first) = seen.insert(id, line) {
            faults.push(PickFault {
                line,
                code: "duplicate",
                message: format!("câu \"{id}\" đã có ở dòng {}", first + 1),
                remedy: "bỏ một trong hai".into(),
            });
        } else if !pool.revisions().iter().any(|r| r.question == *id) {
            faults.push(PickFault {
                line,
                code: "unknown_question",
                message: format!("ngân hàng không có câu \"{id}\" nào dùng được"),
                remedy: "kiểm tra mã câu hỏi, và hạn xem lại của câu đó".into(),
            });
        }
    }
    faults
}

fn shortage(line: &Wanted, short: &Shortage) -> PickFault {
    let at_least = if short.at_least { "ít nhất " } else { "" };
    let enemies = short.without_enemies > short.found;
    let (message, remedy) = match &line.what {
        What::Id(id) => (
            format!("câu \"{id}\" không đi cùng được với các dòng khác"),
            "nó kỵ một câu khác trong danh sách, hoặc đã bị dòng khác dùng; đổi một trong hai",
        ),
        What::Draw { .. } => (
            format!("cần {} câu, chỉ tìm được {at_least}{}", short.wanted, short.found),
            if enemies {
                "có những câu kỵ nhau; bớt số câu, hoặc nới điều kiện"
            } else {
                "bớt số câu, hoặc nới điều kiện"
            },
        ),
    };
    PickFault { line: short.slot, code: "not_enough_questions", message, remedy: remedy.into() }
}

#[cfg(test)]
pub(super) mod tests;
