//! People of one scope in ranking order: blocks of slots, a cached first entry per block, and a Fenwick tree over the
//! block sizes. Insert, remove, rank and "the n-th" all cost one search over blocks and one inside a block.

use super::table::{Entry, Table};

/// Most slots in a block; small in tests so that splits and merges happen all the time.
const BLOCK: usize = if cfg!(test) { 8 } else { 256 };
/// What a bulk build fills, leaving room for later inserts.
const FILL: usize = BLOCK * 3 / 4;

/// A slot with a monotone 32-bit shadow of its key, so that a search inside a block stays inside the block: reading
/// rows all over 40 MB is what an insert would otherwise spend its time on.
#[derive(Clone, Copy, Debug)]
struct Item {
    hint: u32,
    slot: u32,
}

/// Items in order. `hint = (key − base) >> shift`, held at the edges; equal hints are told apart by their rows.
#[derive(Clone, Debug, Default)]
struct Block {
    items: Vec<Item>,
    base: u128,
    shift: u32,
}

impl Block {
    fn of(slots: impl Iterator<Item = u32>, room: usize, table: &Table) -> Self {
        let mut items = Vec::with_capacity(room);
        items.extend(slots.map(|slot| Item { hint: 0, slot }));
        let mut block = Self { items, base: 0, shift: 0 };
        block.refresh(table);
        block
    }

    fn hint(&self, key: u128) -> u32 {
        u32::try_from(key.saturating_sub(self.base) >> self.shift).unwrap_or(u32::MAX)
    }

    /// Fits base and shift to the keys at hand; done when the block has doubled or was cut.
    fn refresh(&mut self, table: &Table) {
        let (Some(first), Some(last)) = (self.items.first(), self.items.last()) else { return };
        self.base = table.entry(first.slot).key;
        let span = table.entry(last.slot).key - self.base;
        self.shift = (u128::BITS - span.leading_zeros()).saturating_sub(u32::BITS);
        for at in 0..self.items.len() {
            self.items[at].hint = self.hint(table.entry(self.items[at].slot).key);
        }
    }

    /// How many items stand before the entry.
    fn before(&self, entry: &Entry, table: &Table) -> usize {
        let hint = self.hint(entry.key);
        let from = self.items.partition_point(|item| item.hint < hint);
        let same = self.items[from..].partition_point(|item| item.hint == hint);
        from + self.items[from..from + same].partition_point(|item| table.entry(item.slot) < *entry)
    }

    fn insert(&mut self, place: usize, slot: u32, entry: &Entry, table: &Table) {
        self.items.insert(place, Item { hint: self.hint(entry.key), slot });
        if self.items.len().is_power_of_two() {
            self.refresh(table);
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct RankedSet {
    blocks: Vec<Block>,
    firsts: Vec<Entry>,
    /// Fenwick tree over block sizes, 1-based.
    sums: Vec<u32>,
    len: u32,
    passed: u32,
}

impl RankedSet {
    /// From slots already in order.
    pub(super) fn from_sorted(slots: &[u32], table: &Table) -> Self {
        let mut set = Self::default();
        // Of a large set nearly every insert meets a block that was not touched before: with room already there it need
        // not be copied first. Small sets (a commune's) stay as small as they are.
        let large = slots.len() > FILL;
        for chunk in slots.chunks(FILL) {
            let room = if large { BLOCK } else { chunk.len() };
            set.firsts.push(table.entry(chunk[0]));
            set.blocks.push(Block::of(chunk.iter().copied(), room, table));
        }
        set.len = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        set.passed = u32::try_from(slots.iter().filter(|s| table.passed(**s)).count()).unwrap_or(u32::MAX);
        set.rebuild_sums();
        set
    }

    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    pub(super) fn passed(&self) -> usize {
        self.passed as usize
    }

    pub(super) fn insert(&mut self, slot: u32, table: &Table) {
        let entry = table.entry(slot);
        self.len += 1;
        self.passed += u32::from(table.passed(slot));
        if self.blocks.is_empty() {
            self.blocks.push(Block::of([slot].into_iter(), 1, table));
            self.firsts.push(entry);
            return self.rebuild_sums();
        }
        let mut at = self.block_for(&entry);
        if self.blocks[at].items.len() == BLOCK {
            let upper = self.blocks[at].items.split_off(BLOCK / 2);
            self.blocks[at].refresh(table);
            self.firsts.insert(at + 1, table.entry(upper[0].slot));
            self.blocks.insert(at + 1, Block::of(upper.into_iter().map(|item| item.slot), BLOCK, table));
            self.rebuild_sums();
            at = self.block_for(&entry);
        }
        let place = self.blocks[at].before(&entry, table);
        self.blocks[at].insert(place, slot, &entry, table);
        if place == 0 {
            self.firsts[at] = entry;
        }
        self.add(at, true);
    }

    /// Takes out a slot whose row still is what it was when it was inserted.
    pub(super) fn remove(&mut self, slot: u32, table: &Table) {
        if self.blocks.is_empty() {
            return;
        }
        let entry = table.entry(slot);
        let at = self.block_for(&entry);
        let place = self.blocks[at].before(&entry, table);
        if self.blocks[at].items.get(place).is_none_or(|item| item.slot != slot) {
            return;
        }
        self.blocks[at].items.remove(place);
        self.len -= 1;
        self.passed -= u32::from(table.passed(slot));
        let Some(first) = self.blocks[at].items.first().map(|item| item.slot) else {
            self.blocks.remove(at);
            self.firsts.remove(at);
            return self.rebuild_sums();
        };
        if place == 0 {
            self.firsts[at] = table.entry(first);
        }
        self.add(at, false);
        self.merge(at, table);
    }

    /// Joins a nearly empty block to the next, so that many removals do not leave many tiny blocks.
    fn merge(&mut self, at: usize, table: &Table) {
        let here = self.blocks[at].items.len();
        if here < BLOCK / 8 && self.blocks.get(at + 1).is_some_and(|next| next.items.len() + here <= FILL) {
            let next = self.blocks.remove(at + 1);
            self.firsts.remove(at + 1);
            self.blocks[at].items.extend(next.items);
            self.blocks[at].refresh(table);
            self.rebuild_sums();
        }
    }

    /// How many stand before this entry (which need not be in the set).
    pub(super) fn before(&self, entry: &Entry, table: &Table) -> usize {
        if self.blocks.is_empty() {
            return 0;
        }
        let at = self.block_for(entry);
        self.sum_before(at) + self.blocks[at].before(entry, table)
    }

    /// Slots in order from the n-th (0-based) on.
    pub(super) fn iter_from(&self, offset: usize) -> impl Iterator<Item = u32> {
        let (block, inside) = self.locate(offset);
        let blocks = self.blocks.get(block..).unwrap_or_default();
        blocks.iter().flat_map(|block| &block.items).map(|item| item.slot).skip(inside)
    }

    /// Last block whose first entry is not behind this one.
    fn block_for(&self, entry: &Entry) -> usize {
        self.firsts.partition_point(|first| first <= entry).saturating_sub(1)
    }

    /// Block and place inside it of the n-th slot; one past the last block when there is none.
    fn locate(&self, offset: usize) -> (usize, usize) {
        if offset >= self.len() {
            return (self.blocks.len(), 0);
        }
        let (mut at, mut left) = (0, offset);
        let mut step = self.sums.len().next_power_of_two();
        while step > 0 {
            if let Some(sum) = self.sums.get(at + step).map(|s| *s as usize)
                && sum <= left
            {
                at += step;
                left -= sum;
            }
            step /= 2;
        }
        (at, left)
    }

    fn sum_before(&self, block: usize) -> usize {
        let (mut at, mut sum) = (block, 0);
        while at > 0 {
            sum += self.sums[at] as usize;
            at -= at & at.wrapping_neg();
        }
        sum
    }

    fn add(&mut self, block: usize, more: bool) {
        let mut at = block + 1;
        while let Some(sum) = self.sums.get_mut(at) {
            *sum = if more { *sum + 1 } else { *sum - 1 };
            at += at & at.wrapping_neg();
        }
    }

    fn rebuild_sums(&mut self) {
        self.sums.clear();
        self.sums.push(0);
        self.sums.extend(self.blocks.iter().map(|b| u32::try_from(b.items.len()).unwrap_or(u32::MAX)));
        for at in 1..self.sums.len() {
            let parent = at + (at & at.wrapping_neg());
            if parent < self.sums.len() {
                self.sums[parent] += self.sums[at];
            }
        }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        let slots: usize = self.blocks.iter().map(|b| b.items.capacity() * size_of::<Item>()).sum();
        slots
            + self.blocks.capacity() * size_of::<Block>()
            + self.firsts.capacity() * size_of::<Entry>()
            + self.sums.capacity() * size_of::<u32>()
    }
}
