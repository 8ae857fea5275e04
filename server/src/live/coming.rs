//! Players who are on disk and wait for their turn to be seated.
//!
//! The store numbers a group that comes in together, and each of them brings their seat to the room's task themselves: not
//! always in that order. Invariant: seats are given out in the order of the numbers; a number that does not come (it is of
//! another node, or its phone hung up in that very moment) is read from the store instead, once for all who wait.

use super::room::Seat;
use domain::live::PlayerNo;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How long the others of a group are waited for.
const PATIENCE: Duration = Duration::from_millis(20);

/// Somebody who waits.
pub(super) struct Coming {
    pub(super) seat: Seat,
    pub(super) token: [u8; 32],
    /// Is given their snapshot.
    pub(super) reply: oneshot::Sender<String>,
}

/// Those who wait.
#[derive(Default)]
pub(super) struct Queue {
    waiting: BTreeMap<PlayerNo, Vec<Coming>>,
    /// When the store is asked.
    until: Option<Instant>,
}

impl Queue {
    /// Somebody comes. The same phone may come twice.
    pub(super) fn push(&mut self, coming: Coming) {
        self.waiting.entry(coming.seat.number).or_default().push(coming);
    }

    /// Who is next, or seated already, when so many seats are taken.
    pub(super) fn next(&mut self, taken: usize) -> Option<Vec<Coming>> {
        let first = self.waiting.first_entry().filter(|e| *e.key() as usize <= taken + 1)?;
        self.until = None;
        Some(first.remove())
    }

    /// Until when those who are still waiting do so; nothing when nobody is.
    pub(super) fn until(&mut self, now: Instant) -> Option<Instant> {
        if self.waiting.is_empty() {
            self.until = None;
            return None;
        }
        Some(*self.until.get_or_insert(now + PATIENCE))
    }

    /// The store was asked; it is again if somebody still waits then.
    pub(super) fn asked(&mut self) {
        self.until = None;
    }
}

#[cfg(test)]
mod tests {
    use super::{Coming, PATIENCE, Queue};
    use crate::clock::monotonic;
    use crate::live::room::Seat;
    use domain::live::fair::Probes;
    use tokio::sync::oneshot;

    fn coming(number: u32) -> Coming {
        let seat = Seat {
            number,
            nickname: format!("{number}"),
            group: None,
            probes: Probes::default(),
            probing: (0, 0),
            joined_at: 0,
        };
        Coming { seat, token: [0; 32], reply: oneshot::channel().0 }
    }

    fn seated(queue: &mut Queue, taken: &mut usize) -> Vec<u32> {
        let mut all = Vec::new();
        while let Some(coming) = queue.next(*taken) {
            for coming in coming {
                *taken = (*taken).max(coming.seat.number as usize);
                all.push(coming.seat.number);
            }
        }
        all
    }

    #[test]
    fn everybody_is_seated_in_order_and_a_gap_is_waited_for() {
        let (mut queue, mut taken, now) = (Queue::default(), 0, monotonic());
        [2, 4, 1, 1].into_iter().for_each(|n| queue.push(coming(n)));
        assert_eq!(seated(&mut queue, &mut taken), [1, 1, 2]);
        let until = queue.until(now).unwrap();
        assert_eq!(until, now + PATIENCE);
        queue.push(coming(5));
        assert_eq!(queue.until(now + PATIENCE / 2), Some(until), "those who come later do not put it off");
        queue.push(coming(3));
        assert_eq!(seated(&mut queue, &mut taken), [3, 4, 5]);
        assert_eq!(queue.until(now), None);
    }

    #[test]
    fn who_is_seated_already_does_not_wait() {
        let (mut queue, mut taken) = (Queue::default(), 7);
        queue.push(coming(3));
        assert_eq!(seated(&mut queue, &mut taken), [3]);
    }
}
