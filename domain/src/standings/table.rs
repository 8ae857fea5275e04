//! One row of 40 bytes per person, in chunks (a growing vector would double), found by person id.

use super::Counted;
use super::index::PersonIndex;
use super::key::Packing;
use std::collections::HashSet;

const CHUNK: usize = 4096;
const PASSED: u8 = 1;
const RANKED: u8 = 2;
const HAS_UNIT: u8 = 4;
const HAS_DIVISION: u8 = 8;

/// Where a person stands: by key, then by id so that ties have one order on every node and after every rebuild.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) key: u128,
    pub(super) person: u128,
}

/// Two halves instead of `u128`: its alignment of 16 would make the row 48 bytes.
#[derive(Clone, Copy, Debug)]
struct Row {
    person: [u64; 2],
    packed: [u64; 2],
    unit: u32,
    locality: u16,
    division: u8,
    flags: u8,
}

/// All rows; slots of removed people are used again.
#[derive(Clone, Debug)]
pub(super) struct Table {
    packing: Packing,
    chunks: Vec<Vec<Row>>,
    rows: u32,
    free: Vec<u32>,
    index: PersonIndex,
}

impl Table {
    pub(super) fn new(packing: Packing) -> Self {
        Self { packing, chunks: Vec::new(), rows: 0, free: Vec::new(), index: PersonIndex::default() }
    }

    fn row(&self, slot: u32) -> &Row {
        let slot = slot as usize;
        &self.chunks[slot / CHUNK][slot % CHUNK]
    }

    pub(super) fn person(&self, slot: u32) -> u128 {
        join(self.row(slot).person)
    }

    pub(super) fn entry(&self, slot: u32) -> Entry {
        let row = self.row(slot);
        Entry { key: self.packing.rank_key(join(row.packed)), person: join(row.person) }
    }

    pub(super) fn passed(&self, slot: u32) -> bool {
        self.row(slot).flags & PASSED != 0
    }

    pub(super) fn get(&self, slot: u32) -> Counted {
        let row = self.row(slot);
        let values = self.packing.unpack(join(row.packed));
        Counted {
            person: join(row.person),
            score: values.score,
            prediction_error: values.prediction_error,
            duration_ms: values.duration_ms,
            submitted_at: values.submitted_at,
            locality: row.locality,
            division: (row.flags & HAS_DIVISION != 0).then_some(row.division),
            unit: (row.flags & HAS_UNIT != 0).then_some(row.unit),
            passed: row.flags & PASSED != 0,
            ranked: row.flags & RANKED != 0,
        }
    }

    pub(super) fn find(&self, person: u128) -> Option<u32> {
        self.index.find(person, |slot| self.person(slot))
    }

    /// Writes a person's row and returns its slot. The caller has taken the slot out of every set first.
    pub(super) fn write(&mut self, counted: &Counted) -> u32 {
        let flag = |on: bool, bit: u8| if on { bit } else { 0 };
        let row = Row {
            person: split(counted.person),
            packed: split(self.packing.pack(counted)),
            unit: counted.unit.unwrap_or_default(),
            locality: counted.locality,
            division: counted.division.unwrap_or_default(),
            flags: flag(counted.passed, PASSED)
                | flag(counted.ranked, RANKED)
                | flag(counted.unit.is_some(), HAS_UNIT)
                | flag(counted.division.is_some(), HAS_DIVISION),
        };
        if let Some(slot) = self.find(counted.person) {
            *self.row_mut(slot) = row;
            return slot;
        }
        let slot = match self.free.pop() {
            Some(slot) => {
                *self.row_mut(slot) = row;
                slot
            }
            None => self.push(row),
        };
        let chunks = &self.chunks;
        let person = |slot: u32| join(chunks[slot as usize / CHUNK][slot as usize % CHUNK].person);
        self.index.insert(slot, counted.person, person);
        slot
    }

    fn row_mut(&mut self, slot: u32) -> &mut Row {
        let slot = slot as usize;
        &mut self.chunks[slot / CHUNK][slot % CHUNK]
    }

    fn push(&mut self, row: Row) -> u32 {
        let slot = self.rows;
        if (slot as usize).is_multiple_of(CHUNK) {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.push(row);
        }
        self.rows += 1;
        slot
    }

    /// Forgets a person whose slot is in no set any more.
    pub(super) fn remove(&mut self, person: u128) {
        let chunks = &self.chunks;
        let person_of = |slot: u32| join(chunks[slot as usize / CHUNK][slot as usize % CHUNK].person);
        if let Some(slot) = self.index.remove(person, person_of) {
            self.free.push(slot);
        }
    }

    /// Slots in use, in the order in which they lie: the index would lead all over the rows.
    pub(super) fn slots(&self) -> impl Iterator<Item = u32> {
        let free: HashSet<u32> = self.free.iter().copied().collect();
        (0..self.rows).filter(move |slot| free.is_empty() || !free.contains(slot))
    }

    pub(super) fn memory_bytes(&self) -> usize {
        let rows: usize = self.chunks.iter().map(|c| c.capacity() * size_of::<Row>()).sum();
        rows + self.chunks.capacity() * size_of::<Vec<Row>>()
            + self.free.capacity() * size_of::<u32>()
            + self.index.memory_bytes()
    }
}

fn join([high, low]: [u64; 2]) -> u128 {
    (u128::from(high) << 64) | u128::from(low)
}

#[expect(clippy::cast_possible_truncation, reason = "each half is cut out on purpose")]
fn split(value: u128) -> [u64; 2] {
    [(value >> 64) as u64, value as u64]
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_row_is_forty_bytes() {
        assert_eq!(size_of::<super::Row>(), 40);
    }
}
