//! Questions taken so far, and taking one more.
//!
//! Invariants: a question is held for one line; a circle of enemies gives at most one question. Feuds between circles
//! are avoided while that costs nothing and counted otherwise ([`Hand::feud`]); whoever deals decides what then.

use super::enemies::Enemies;

/// Nothing and nobody.
const NONE: usize = usize::MAX;

/// What a hand is dealt from.
#[derive(Clone, Copy)]
pub(super) struct Table<'p> {
    /// Per line the questions that fit it, in the order in which they are tried.
    pub(super) candidates: &'p [Vec<usize>],
    pub(super) enemies: &'p Enemies,
    /// Questions that must not be used.
    pub(super) barred: Option<&'p [bool]>,
}

pub(super) struct Hand<'p> {
    table: Table<'p>,
    /// Question → the line it is held for.
    pub(super) owner: Vec<usize>,
    /// Circle → the question held of it.
    held: Vec<usize>,
    /// Circles in the order in which they were first taken; none is ever given back, only exchanged within.
    taken: Vec<usize>,
    /// Question → how many of its feuds are held.
    blocked: Vec<u32>,
}

impl<'p> Hand<'p> {
    pub(super) fn new(table: Table<'p>) -> Self {
        let pool = table.enemies.circle.len();
        // Without feuds nobody looks at who is blocked.
        let blocked = if table.enemies.any_feud { vec![0; pool] } else { Vec::new() };
        let held = vec![NONE; table.enemies.circles];
        Self { table, owner: vec![NONE; pool], held, taken: Vec::new(), blocked }
    }

    /// Takes a question for a line if nothing speaks against it.
    pub(super) fn take(&mut self, slot: usize, question: usize) -> bool {
        let free = self.free(question) && !self.is_blocked(question);
        if free {
            self.hold(slot, question);
        }
        free
    }

    fn free(&self, question: usize) -> bool {
        self.held[self.table.enemies.circle[question]] == NONE
            && self.table.barred.is_none_or(|barred| !barred[question])
    }

    fn is_blocked(&self, question: usize) -> bool {
        self.blocked.get(question).is_some_and(|n| *n > 0)
    }

    fn hold(&mut self, slot: usize, question: usize) {
        let circle = self.table.enemies.circle[question];
        let before = std::mem::replace(&mut self.held[circle], question);
        if before == NONE {
            self.taken.push(circle);
        } else {
            self.owner[before] = NONE;
            for &other in &self.table.enemies.feuds[before] {
                self.blocked[other] -= 1;
            }
        }
        self.owner[question] = slot;
        for &other in &self.table.enemies.feuds[question] {
            self.blocked[other] += 1;
        }
    }

    /// One more question for a line, moving others if need be: an augmenting path of the bipartite matching between
    /// lines and circles, which exists whenever one more can be had at all (feuds apart).
    pub(super) fn claim(&mut self, slot: usize) -> bool {
        self.reach(slot, &mut vec![false; self.table.candidates.len()])
    }

    fn reach(&mut self, slot: usize, seen: &mut [bool]) -> bool {
        seen[slot] = true;
        let candidates = &self.table.candidates[slot];
        if let Some(&good) = candidates.iter().find(|&&q| self.free(q) && !self.is_blocked(q)) {
            self.hold(slot, good);
            return true;
        }
        for &question in candidates {
            if self.table.barred.is_some_and(|barred| barred[question]) {
                continue;
            }
            let held = self.held[self.table.enemies.circle[question]];
            // Nobody holds it when only a feud speaks against it: that is the last resort below.
            let holder = if held == NONE { continue } else { self.owner[held] };
            if !seen[holder] && self.reach(holder, seen) {
                self.hold(slot, question);
                return true;
            }
        }
        let feuding = candidates.iter().find(|&&q| self.free(q)).copied();
        if let Some(question) = feuding {
            self.hold(slot, question);
        }
        feuding.is_some()
    }

    /// The questions held.
    pub(super) fn questions(&self) -> impl Iterator<Item = usize> + '_ {
        self.taken.iter().map(|&circle| self.held[circle])
    }

    /// A held question with a feud in the hand: the one with most feuds, so that whoever decides about it decides most.
    pub(super) fn feud(&self) -> Option<usize> {
        if !self.table.enemies.any_feud {
            return None;
        }
        self.questions()
            .filter(|&q| self.is_blocked(q))
            .max_by_key(|&q| (self.table.enemies.feuds[q].len(), std::cmp::Reverse(q)))
    }
}
