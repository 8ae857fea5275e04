//! What may be drawn, and with how many tickets in the lottery.
//!
//! Invariant: a pool is sorted by question id and holds each question once, so the order in which a database returned
//! the rows changes no paper.

use crate::question::Revision;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most tickets a question can hold: one that nobody was dealt yet.
pub const MOST_TICKETS: u8 = 16;

/// Tickets of a question that was dealt `used` times, in a pool whose most used question was dealt `most` times.
///
/// `16 − ⌈15 × used ÷ most⌉` in whole numbers: 16 for one that was never dealt, 1 for the most used, and always fewer
/// than 16 once it was dealt at all. When nothing was dealt yet everybody holds 16, which draws like 1 each.
#[must_use]
pub fn tickets(used: u64, most: u64) -> u8 {
    if most == 0 {
        return MOST_TICKETS;
    }
    let spread = u128::from(MOST_TICKETS - 1);
    let lost = (spread * u128::from(used.min(most))).div_ceil(u128::from(most));
    MOST_TICKETS - u8::try_from(lost).unwrap_or(MOST_TICKETS - 1)
}

/// What may be drawn: at most one wording of each question, sorted by question id.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    pub(super) revisions: Vec<Arc<Revision>>,
    /// Beside each wording.
    pub(super) tickets: Vec<u8>,
}

impl Pool {
    /// A pool of these wordings, all equally likely. Of two wordings of one question the later in the list stays.
    #[must_use]
    pub fn new(revisions: Vec<Arc<Revision>>) -> Self {
        Self::with_tickets(revisions.into_iter().map(|r| (r, 1)))
    }

    /// A pool of these wordings with their tickets; fewer than 1 or more than 16 count as 1 or 16.
    #[must_use]
    pub fn with_tickets(entries: impl IntoIterator<Item = (Arc<Revision>, u8)>) -> Self {
        let by_question: BTreeMap<String, (Arc<Revision>, u8)> =
            entries.into_iter().map(|(r, n)| (r.question.clone(), (r, n.clamp(1, MOST_TICKETS)))).collect();
        let (revisions, tickets) = by_question.into_values().unzip();
        Self { revisions, tickets }
    }

    /// A pool without the questions that are overdue on this day.
    #[must_use]
    pub fn drawable(revisions: impl IntoIterator<Item = Arc<Revision>>, on: Date) -> Self {
        Self::new(revisions.into_iter().filter(|r| !overdue(r, on)).collect())
    }

    /// The wordings, by question id.
    #[must_use]
    pub fn revisions(&self) -> &[Arc<Revision>] {
        &self.revisions
    }

    /// How many questions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.revisions.len()
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }
}

/// Whether a wording had to be reviewed before this day. An unreadable date counts as overdue: nobody vouches for it.
#[must_use]
pub fn overdue(revision: &Revision, on: Date) -> bool {
    revision.review_by.parse::<Date>().map_or(true, |due| on >= due)
}
