//! A table: everybody in order, once sorted, and what can be asked of it.
//!
//! Invariants: ordered by score, then by counted time, then by number so that the order is the same everywhere; the
//! number never decides a rank.

use super::{Entry, Total};
use crate::live::PlayerNo;

/// One line of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Shared where equal: 1, 2, 2, 4.
    pub rank: u32,
    /// Who.
    pub number: PlayerNo,
    /// Their group.
    pub group: Option<u32>,
    /// Points.
    pub score: i64,
    /// Sum of the judged times of right answers, in ms.
    pub time: u64,
}

/// One line of the groups' table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupLine {
    /// By the mean of the best few.
    pub rank: u32,
    /// By all points together.
    pub rank_by_total: u32,
    /// Which group.
    pub group: u32,
    /// How many players with a place.
    pub players: u32,
    /// Points of the best few together; a group with fewer players has nothing for the missing ones.
    pub best: i64,
    /// Their counted time.
    pub best_time: u64,
    /// All points together.
    pub total: i64,
    /// All counted time.
    pub time: u64,
}

impl GroupLine {
    /// The mean of the best `k`, rounded to one decimal.
    #[must_use]
    pub fn mean(&self, k: u32) -> f64 {
        let k = i64::from(k.max(1));
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let tenths = ((20 * self.best + k) / (2 * k)) as f64;
        tenths / 10.0
    }
}

/// Everybody with a rank, best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    lines: Vec<Line>,
    /// Place in `lines` + 1 by number; 0 for nobody.
    places: Vec<u32>,
}

impl Table {
    pub(super) fn new(entries: &[Entry], totals: &[Total], as_of: i64, played: bool) -> Self {
        if !played {
            return Self::default();
        }
        let ranked = entries.iter().zip(totals);
        let lines = ranked
            .filter(|(e, _)| !e.removed && !e.unranked && e.joined_at <= as_of)
            .map(|(e, t)| Line { rank: 0, number: e.number, group: e.group, score: t.score, time: t.time })
            .collect();
        Self::ranked(lines)
    }

    /// A table of these lines, whose ranks are worked out here.
    #[must_use]
    pub fn ranked(mut lines: Vec<Line>) -> Self {
        lines.sort_unstable_by_key(|l| (std::cmp::Reverse(l.score), l.time, l.number));
        let most = lines.iter().map(|l| l.number as usize + 1).max().unwrap_or(0);
        let mut places = vec![0; most];
        let mut rank = 0;
        let mut before = None;
        for (line, place) in lines.iter_mut().zip(1u32..) {
            if before != Some((line.score, line.time)) {
                rank = place;
            }
            before = Some((line.score, line.time));
            line.rank = rank;
            places[line.number as usize] = place;
        }
        Self { lines, places }
    }

    /// Everybody with a rank, best first.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// How many have a rank.
    #[must_use]
    pub fn len(&self) -> u32 {
        u32::try_from(self.lines.len()).unwrap_or(u32::MAX)
    }

    /// Whether nobody has a rank.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn place(&self, number: PlayerNo) -> Option<usize> {
        (*self.places.get(number as usize)? as usize).checked_sub(1)
    }

    /// A player's line.
    #[must_use]
    pub fn line(&self, number: PlayerNo) -> Option<&Line> {
        self.lines.get(self.place(number)?)
    }

    /// The first lines.
    #[must_use]
    pub fn top(&self, count: usize) -> &[Line] {
        &self.lines[..count.min(self.lines.len())]
    }

    /// Who is next ahead, and by how many points; 0 when they were only faster.
    #[must_use]
    pub fn ahead(&self, number: PlayerNo) -> Option<(&Line, i64)> {
        let own = self.line(number)?;
        // A shared rank is the place of the first who shares it.
        let ahead = self.lines.get((own.rank as usize).checked_sub(2)?)?;
        Some((ahead, ahead.score - own.score))
    }

    /// The player's line with up to so many before and behind.
    #[must_use]
    pub fn around(&self, number: PlayerNo, each_side: usize) -> &[Line] {
        let Some(place) = self.place(number) else { return &[] };
        let to = (place + each_side + 1).min(self.lines.len());
        &self.lines[place.saturating_sub(each_side)..to]
    }

    /// Ranks by number; 0 for nobody.
    pub(super) fn ranks(&self) -> Vec<u32> {
        let rank = |place: &u32| (*place as usize).checked_sub(1).map_or(0, |p| self.lines[p].rank);
        self.places.iter().map(rank).collect()
    }

    /// The groups, best first: by their best `k` together, then by the time these took; what is equal shares a rank.
    #[must_use]
    pub fn groups(&self, k: u32) -> Vec<GroupLine> {
        let most = self.lines.iter().filter_map(|l| l.group).max().map_or(0, |g| g as usize + 1);
        let mut slots = vec![0usize; most];
        let mut groups: Vec<GroupLine> = Vec::new();
        // Best first, so that the first k of a group are its best k.
        for line in &self.lines {
            let Some(group) = line.group else { continue };
            let slot = &mut slots[group as usize];
            if *slot == 0 {
                groups.push(GroupLine::empty(group));
                *slot = groups.len();
            }
            let own = &mut groups[*slot - 1];
            if own.players < k {
                own.best += line.score;
                own.best_time += line.time;
            }
            own.players += 1;
            own.total += line.score;
            own.time += line.time;
        }
        rank_by(&mut groups, |g| (std::cmp::Reverse(g.total), g.time), |g, rank| g.rank_by_total = rank);
        rank_by(&mut groups, |g| (std::cmp::Reverse(g.best), g.best_time), |g, rank| g.rank = rank);
        groups
    }
}

impl GroupLine {
    fn empty(group: u32) -> Self {
        Self { rank: 0, rank_by_total: 0, group, players: 0, best: 0, best_time: 0, total: 0, time: 0 }
    }
}

fn rank_by<K: Ord>(
    groups: &mut [GroupLine],
    key: impl Fn(&GroupLine) -> K,
    set: impl Fn(&mut GroupLine, u32),
) {
    groups.sort_unstable_by_key(|g| (key(g), g.group));
    let mut rank = 0;
    let mut before = None;
    for (group, place) in groups.iter_mut().zip(1u32..) {
        let own = key(group);
        if before.as_ref() != Some(&own) {
            rank = place;
        }
        before = Some(own);
        set(group, rank);
    }
}
