//! Person id → slot, as an open-addressed table of 4-byte slots.
//!
//! A `HashMap<u128, u32>` costs 33 bytes a bucket (69 MB at a million people); here the ids stay in the rows and a
//! bucket costs 4. Ids are UUIDs made by the server, so mixing them is enough against clustering.

const EMPTY: u32 = u32::MAX;

/// Linear probing, at most three quarters full, removal by shifting back (no tombstones).
#[derive(Clone, Debug, Default)]
pub(super) struct PersonIndex {
    buckets: Vec<u32>,
    len: usize,
}

impl PersonIndex {
    pub(super) fn find(&self, person: u128, person_of: impl Fn(u32) -> u128) -> Option<u32> {
        let bucket = self.bucket_of(person, person_of)?;
        Some(self.buckets[bucket])
    }

    fn bucket_of(&self, person: u128, person_of: impl Fn(u32) -> u128) -> Option<usize> {
        if self.buckets.is_empty() {
            return None;
        }
        let mask = self.buckets.len() - 1;
        let mut at = hash(person) & mask;
        loop {
            match self.buckets[at] {
                EMPTY => return None,
                slot if person_of(slot) == person => return Some(at),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Adds a person that is not in the index.
    pub(super) fn insert(&mut self, slot: u32, person: u128, person_of: impl Fn(u32) -> u128) {
        if (self.len + 1) * 4 > self.buckets.len() * 3 {
            let bigger = vec![EMPTY; (self.buckets.len() * 2).max(16)];
            for old in std::mem::replace(&mut self.buckets, bigger) {
                if old != EMPTY {
                    self.place(old, person_of(old));
                }
            }
        }
        self.place(slot, person);
        self.len += 1;
    }

    fn place(&mut self, slot: u32, person: u128) {
        let mask = self.buckets.len() - 1;
        let mut at = hash(person) & mask;
        while self.buckets[at] != EMPTY {
            at = (at + 1) & mask;
        }
        self.buckets[at] = slot;
    }

    pub(super) fn remove(&mut self, person: u128, person_of: impl Fn(u32) -> u128) -> Option<u32> {
        let mut hole = self.bucket_of(person, &person_of)?;
        let slot = self.buckets[hole];
        let mask = self.buckets.len() - 1;
        let mut next = (hole + 1) & mask;
        // Those behind the hole move up unless they would pass the bucket they belong in.
        while self.buckets[next] != EMPTY {
            let home = hash(person_of(self.buckets[next])) & mask;
            if next.wrapping_sub(home) & mask >= next.wrapping_sub(hole) & mask {
                self.buckets[hole] = self.buckets[next];
                hole = next;
            }
            next = (next + 1) & mask;
        }
        self.buckets[hole] = EMPTY;
        self.len -= 1;
        Some(slot)
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.buckets.capacity() * size_of::<u32>()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a hash keeps some bits only")]
fn hash(person: u128) -> usize {
    let folded = (person >> 64) as u64 ^ (person as u64).rotate_left(32);
    let mixed = (folded ^ (folded >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 32)) as usize
}
