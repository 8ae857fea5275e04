//! Which questions must not share a paper, in the form the draw needs.
//!
//! A writer names enemies on one side; here it holds for both. Questions that are all enemies of each other form a
//! *circle*: a paper holds at most one of a circle, which the matching between lines and circles knows exactly. Only an
//! enmity between two circles ("A with B, B with C, but A with C is fine") is left over; those are the *feuds*.
//! Invariant: two enemies in the pool are in one circle or are a feud.

use crate::question::Revision;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Circles and feuds of a pool.
#[derive(Clone, Debug)]
pub(super) struct Enemies {
    /// Place in the pool → its circle. A question without enemies is a circle of its own.
    pub(super) circle: Vec<usize>,
    /// How many circles.
    pub(super) circles: usize,
    /// Place in the pool → places of its enemies in other circles. Sorted.
    pub(super) feuds: Vec<Vec<usize>>,
    /// Whether any two questions of the pool are enemies.
    pub(super) any: bool,
    /// Whether there are feuds.
    pub(super) any_feud: bool,
}

impl Enemies {
    /// Nobody is anybody's enemy.
    pub(super) fn none(pool: usize) -> Self {
        let feuds = vec![Vec::new(); pool];
        Self { circle: (0..pool).collect(), circles: pool, feuds, any: false, any_feud: false }
    }

    /// Enmities between questions of this pool that fit some line; what can never be drawn forbids nothing.
    pub(super) fn of(pool: &[Arc<Revision>], wanted: &[bool]) -> Self {
        let place: BTreeMap<&str, usize> =
            pool.iter().enumerate().map(|(i, r)| (r.question.as_str(), i)).collect();
        let mut near: Vec<Vec<usize>> = vec![Vec::new(); pool.len()];
        for (one, revision) in pool.iter().enumerate().filter(|(i, _)| wanted[*i]) {
            for &other in revision.enemies.iter().filter_map(|name| place.get(name.as_str())) {
                if other != one && wanted[other] {
                    near[one].push(other);
                    near[other].push(one);
                }
            }
        }
        for list in &mut near {
            list.sort_unstable();
            list.dedup();
        }
        let mut members: Vec<Vec<usize>> = Vec::with_capacity(pool.len());
        let mut circle = vec![0; pool.len()];
        for one in 0..pool.len() {
            // A circle it may enter holds one of its enemies, and only enemies.
            let home =
                near[one].iter().filter(|&&other| other < one).map(|&other| circle[other]).find(|&c| {
                    let whole: &Vec<usize> = &members[c];
                    whole.iter().all(|m| near[one].binary_search(m).is_ok())
                });
            circle[one] = home.unwrap_or(members.len());
            match home {
                Some(c) => members[c].push(one),
                None => members.push(vec![one]),
            }
        }
        let any = near.iter().any(|list| !list.is_empty());
        for (one, list) in near.iter_mut().enumerate() {
            list.retain(|&other| circle[other] != circle[one]);
        }
        let any_feud = near.iter().any(|list| !list.is_empty());
        Self { circle, circles: members.len(), feuds: near, any, any_feud }
    }
}
