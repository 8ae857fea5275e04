//! The reveal of a frozen table, row by row from the bottom, up to the podium.
//!
//! The idea is that of the ICPC's award ceremonies: the lowest row whose last results are still hidden is resolved, climbs to
//! where it belongs now, and the next press takes the row that is then the lowest. Rows are the first so many of the frozen
//! table and the first so many of the final one, so neither who stays nor who leaves is given away beforehand.
//!
//! Invariants: one press resolves exactly one row; when a row and all below it are resolved, its place is final; after
//! the last press the rows stand as in the final table.

use super::PlayerNo;
use super::board::{Line, Table};

/// A row as it stands at some step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Who.
    pub number: PlayerNo,
    /// Their group.
    pub group: Option<u32>,
    /// With what is known at this step; the final one once settled.
    pub rank: u32,
    /// Points: final ones once resolved.
    pub score: i64,
    /// Whether the last results are in.
    pub resolved: bool,
    /// Whether the place is final: this row and all below are resolved.
    pub settled: bool,
}

/// What one press did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press {
    /// The row that was resolved.
    pub number: PlayerNo,
    /// Rows it climbed.
    pub climbed: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    before: Line,
    after: Line,
    resolved: bool,
}

impl Row {
    fn known(&self) -> &Line {
        if self.resolved { &self.after } else { &self.before }
    }
}

/// A whole ceremony, worked out once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ceremony {
    /// The table after so many presses.
    stands: Vec<Vec<Stand>>,
    presses: Vec<Press>,
}

impl Ceremony {
    /// From the frozen table and the final one; at least `places` rows of each, where there are so many.
    #[must_use]
    pub fn new(frozen: &Table, last: &Table, places: u32) -> Self {
        let places = places as usize;
        let mut rows: Vec<Row> = Vec::new();
        for line in frozen.top(places).iter().chain(last.top(places)) {
            // Who left the room since is not called up.
            let Some(after) = last.line(line.number) else { continue };
            if rows.iter().any(|r| r.after.number == line.number) {
                continue;
            }
            let nothing = Line { score: 0, time: 0, ..*after };
            let before = frozen.line(line.number).copied().unwrap_or(nothing);
            rows.push(Row { before, after: *after, resolved: false });
        }
        sort(&mut rows);
        let mut ceremony = Self { stands: vec![stands(&rows)], presses: Vec::new() };
        while let Some(lowest) = rows.iter().rposition(|r| !r.resolved) {
            rows[lowest].resolved = true;
            let number = rows[lowest].after.number;
            sort(&mut rows);
            let now = rows.iter().position(|r| r.after.number == number).unwrap_or(lowest);
            let climbed = u32::try_from(lowest.saturating_sub(now)).unwrap_or(u32::MAX);
            ceremony.presses.push(Press { number, climbed });
            ceremony.stands.push(stands(&rows));
        }
        ceremony
    }

    /// Presses in all.
    #[must_use]
    pub fn steps(&self) -> u32 {
        u32::try_from(self.presses.len()).unwrap_or(u32::MAX)
    }

    /// The table after so many presses, best first.
    #[must_use]
    pub fn stand(&self, step: u32) -> &[Stand] {
        self.stands.get(step as usize).or(self.stands.last()).map_or(&[], Vec::as_slice)
    }

    /// What the so-manieth press did, from 1.
    #[must_use]
    pub fn press(&self, step: u32) -> Option<Press> {
        self.presses.get((step as usize).checked_sub(1)?).copied()
    }

    /// Whether a player may know their own final place after so many presses: who is not on the table at once, the others
    /// when their place is final.
    #[must_use]
    pub fn tells(&self, number: PlayerNo, step: u32) -> bool {
        self.stand(step).iter().find(|s| s.number == number).is_none_or(|s| s.settled)
    }
}

fn sort(rows: &mut [Row]) {
    // Where a resolved row equals one that is not, the resolved one stands above: the other may still climb.
    rows.sort_by_key(|r| (std::cmp::Reverse(r.known().score), r.known().time, !r.resolved, r.after.number));
}

fn stands(rows: &[Row]) -> Vec<Stand> {
    let settled_from = rows.iter().rposition(|r| !r.resolved).map_or(0, |p| p + 1);
    let mut rank = 0;
    let mut before = None;
    let mut stands = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let known = row.known();
        if before != Some((known.score, known.time)) {
            rank = u32::try_from(place + 1).unwrap_or(u32::MAX);
        }
        before = Some((known.score, known.time));
        let settled = place >= settled_from;
        stands.push(Stand {
            number: known.number,
            group: known.group,
            // Others who are not on the table may stand between those who fell off it.
            rank: if settled { row.after.rank } else { rank },
            score: known.score,
            resolved: row.resolved,
            settled,
        });
    }
    stands
}

#[cfg(test)]
mod tests;
