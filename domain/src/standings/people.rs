//! Ranks of people: everybody, by locality and by division, each exact at once after every change.

use super::key::Packing;
use super::ranked::RankedSet;
use super::table::{Entry, Table};
use super::{Counted, Scope};
use crate::contest::RankKey;
use std::collections::BTreeMap;

/// The people of one round (or of the whole contest) in ranking order.
#[derive(Clone, Debug)]
pub struct PeopleBoard {
    table: Table,
    sets: BTreeMap<Scope, RankedSet>,
}

impl PeopleBoard {
    /// An empty board for an ordered list of keys. Submissions are held relative to the epoch.
    #[must_use]
    pub fn new(ranking: &[RankKey], epoch_ms: i64) -> Self {
        Self { table: Table::new(Packing::new(ranking, epoch_ms)), sets: BTreeMap::new() }
    }

    /// A board of many rows at once; a later row of the same person replaces the earlier.
    #[must_use]
    pub fn build(ranking: &[RankKey], epoch_ms: i64, rows: impl IntoIterator<Item = Counted>) -> Self {
        let mut board = Self::new(ranking, epoch_ms);
        for row in rows {
            board.table.write(&row);
        }
        let table = &board.table;
        // What says the scopes comes along: rows in ranking order lie all over the memory.
        let mut order: Vec<(u128, u32, u16, Option<u8>)> = table
            .slots()
            .map(|slot| (slot, table.get(slot)))
            .filter(|(_, row)| row.ranked)
            .map(|(slot, row)| (table.entry(slot).key, slot, row.locality, row.division))
            .collect();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| table.person(a.1).cmp(&table.person(b.1))));
        // One sort serves all scopes: a scope's people keep their order.
        let mut slots: BTreeMap<Scope, Vec<u32>> = BTreeMap::new();
        for (_, slot, locality, division) in order {
            for scope in scopes_of(locality, division) {
                slots.entry(scope).or_default().push(slot);
            }
        }
        board.sets =
            slots.into_iter().map(|(scope, slots)| (scope, RankedSet::from_sorted(&slots, table))).collect();
        board
    }

    /// Inserts or replaces a person; returns what stood there.
    pub fn set(&mut self, row: Counted) -> Option<Counted> {
        let before = self.unlink(row.person);
        let slot = self.table.write(&row);
        if row.ranked {
            for scope in scopes(&row) {
                self.sets.entry(scope).or_default().insert(slot, &self.table);
            }
        }
        before
    }

    /// Takes a person out; returns what stood there.
    pub fn remove(&mut self, person: u128) -> Option<Counted> {
        let before = self.unlink(person)?;
        self.table.remove(person);
        Some(before)
    }

    /// Takes a person out of the sets; the row stays.
    fn unlink(&mut self, person: u128) -> Option<Counted> {
        let slot = self.table.find(person)?;
        let before = self.table.get(slot);
        if before.ranked {
            for scope in scopes(&before) {
                if let Some(set) = self.sets.get_mut(&scope) {
                    set.remove(slot, &self.table);
                    if set.len() == 0 {
                        self.sets.remove(&scope);
                    }
                }
            }
        }
        Some(before)
    }

    /// The person's row, ranked or not.
    #[must_use]
    pub fn get(&self, person: u128) -> Option<Counted> {
        self.table.find(person).map(|slot| self.table.get(slot))
    }

    /// Every row, ranked or not. A board that was built at once and not changed since tells them in the order in which they
    /// were given; else the order says nothing.
    pub fn iter(&self) -> impl Iterator<Item = Counted> {
        self.table.slots().map(|slot| self.table.get(slot))
    }

    /// Ranked people of a scope.
    #[must_use]
    pub fn len(&self, scope: Scope) -> usize {
        self.sets.get(&scope).map_or(0, RankedSet::len)
    }

    /// Whether nobody ranks in a scope.
    #[must_use]
    pub fn is_empty(&self, scope: Scope) -> bool {
        self.len(scope) == 0
    }

    /// Rank from 1 and of how many; ties share it. `None` for who is not there, does not rank, or belongs elsewhere.
    #[must_use]
    pub fn rank(&self, person: u128, scope: Scope) -> Option<(u64, u64)> {
        let (set, entry) = self.standing(person, scope)?;
        Some((self.rank_of(set, entry.key), set.len() as u64))
    }

    /// `n` rows from the given place (0-based) on, with their ranks.
    #[must_use]
    pub fn page(&self, scope: Scope, offset: usize, n: usize) -> Vec<(u64, Counted)> {
        let Some(set) = self.sets.get(&scope) else { return Vec::new() };
        self.walk(set, offset, n, |_| true)
    }

    /// The first `n` who passed, with their ranks among all: what a public board lists.
    #[must_use]
    pub fn top_passed(&self, scope: Scope, n: usize) -> Vec<(u64, Counted)> {
        let Some(set) = self.sets.get(&scope) else { return Vec::new() };
        // Stops at the last who passed: behind them nobody needs to be looked at.
        self.walk(set, 0, n.min(set.passed()), |slot| self.table.passed(slot))
    }

    /// The person with up to `n` neighbours on either side.
    #[must_use]
    pub fn around(&self, person: u128, scope: Scope, n: usize) -> Vec<(u64, Counted)> {
        let Some((set, entry)) = self.standing(person, scope) else { return Vec::new() };
        let place = set.before(&entry, &self.table);
        let first = place.saturating_sub(n);
        self.page(scope, first, (place - first).saturating_add(n).saturating_add(1))
    }

    /// Bytes held on the heap.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let sets: usize =
            self.sets.values().map(|s| s.memory_bytes() + size_of::<(Scope, RankedSet)>()).sum();
        self.table.memory_bytes() + sets
    }

    fn standing(&self, person: u128, scope: Scope) -> Option<(&RankedSet, Entry)> {
        let slot = self.table.find(person)?;
        let row = self.table.get(slot);
        let belongs = row.ranked && scopes(&row).any(|s| s == scope);
        if belongs { Some((self.sets.get(&scope)?, self.table.entry(slot))) } else { None }
    }

    fn rank_of(&self, set: &RankedSet, key: u128) -> u64 {
        set.before(&Entry { key, person: 0 }, &self.table) as u64 + 1
    }

    /// Up to `n` rows that are kept, walking from a place on. The first rank is searched for; after it a row either
    /// ties with the one before it or its rank is its place, so one walk tells all ranks.
    fn walk(
        &self,
        set: &RankedSet,
        offset: usize,
        n: usize,
        keep: impl Fn(u32) -> bool,
    ) -> Vec<(u64, Counted)> {
        let mut rows = Vec::with_capacity(n.min(set.len()));
        let mut last: Option<(u128, u64)> = None;
        for (place, slot) in (offset as u64 + 1..).zip(set.iter_from(offset)) {
            if rows.len() == n {
                break;
            }
            let key = self.table.entry(slot).key;
            let rank = match last {
                Some((same, rank)) if same == key => rank,
                Some(_) => place,
                None => self.rank_of(set, key),
            };
            last = Some((key, rank));
            if keep(slot) {
                rows.push((rank, self.table.get(slot)));
            }
        }
        rows
    }
}

fn scopes(row: &Counted) -> impl Iterator<Item = Scope> + use<> {
    scopes_of(row.locality, row.division)
}

fn scopes_of(locality: u16, division: Option<u8>) -> impl Iterator<Item = Scope> + use<> {
    [Some(Scope::All), Some(Scope::Locality(locality)), division.map(Scope::Division)].into_iter().flatten()
}
