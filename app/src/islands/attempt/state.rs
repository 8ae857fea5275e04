//! What the living sheet knows: what is chosen, what still waits, and how the line to the server is.
//!
//! Plain data and pure functions, so that the rules of the queue can be tested without a browser. Invariant: a choice
//! that waits is never replaced by what the server tells; only the answer to its own save may do that.

use domain::Choice;
use domain::payload::ExtensionView;

/// How the line to the server is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Line {
    /// Nothing stands in the way.
    #[default]
    Good,
    /// The last request got no answer.
    Gone,
    /// The server asked to wait this many seconds.
    Busy(u32),
    /// The server does not know this device's person (any more).
    Stranger,
    /// The clock has run out; nothing more can be chosen.
    Over,
}

/// One question, as far as answering goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Item {
    /// What the page shows.
    pub(super) choice: Option<Choice>,
    /// The sequence number the server told last.
    pub(super) seq: i64,
    /// The server has not acknowledged the latest tap.
    pub(super) waits: bool,
    /// The server refused the latest tap.
    pub(super) refused: bool,
    /// The latest tap came too late.
    pub(super) late: bool,
}

/// Everything the sheet shows.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// The questions; position 1 comes first.
    pub(super) items: Vec<Item>,
    /// The position shown.
    pub(super) at: u32,
    /// When the attempt began and when it ends, server's unix ms.
    pub(super) began: i64,
    /// See `began`.
    pub(super) deadline: i64,
    /// Seconds until the deadline.
    pub(super) left: i64,
    /// Minutes given back, newest last.
    pub(super) extensions: Vec<ExtensionView>,
    /// The line.
    pub(super) line: Line,
    /// The person wants to submit and the last taps are on their way.
    pub(super) leaving: bool,
    /// Said politely to those who listen.
    pub(super) say: &'static str,
}

impl State {
    /// Number of questions, also the last position.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.items.len()).unwrap_or(u32::MAX)
    }

    /// The question at a position.
    pub(super) fn item(&self, position: u32) -> Option<&Item> {
        self.items.get((position as usize).checked_sub(1)?)
    }

    /// The question at a position, to change.
    pub(super) fn item_mut(&mut self, position: u32) -> Option<&mut Item> {
        self.items.get_mut((position as usize).checked_sub(1)?)
    }

    /// What is chosen at a position.
    pub(super) fn choice(&self, position: u32) -> Option<&Choice> {
        self.item(position)?.choice.as_ref()
    }

    /// The sequence number for the next save at a position.
    pub(super) fn next_seq(&self, position: u32) -> i64 {
        self.item(position).map_or(0, |q| q.seq) + 1
    }

    /// Whether some tap came too late.
    pub(super) fn any_late(&self) -> bool {
        self.items.iter().any(|q| q.late)
    }

    /// Records a tap that now waits for the server.
    pub(super) fn tapped(&mut self, position: u32, choice: Option<Choice>) {
        if let Some(q) = self.item_mut(position) {
            *q = Item { choice, seq: q.seq, waits: true, ..Item::default() };
        }
    }

    /// Records what the server stored at a position; `waits` says that a newer tap is already on its way. Returns
    /// whether the page must show another choice than before.
    pub(super) fn stored(&mut self, position: u32, seq: i64, choice: Option<Choice>, waits: bool) -> bool {
        let Some(q) = self.item_mut(position) else { return false };
        q.seq = q.seq.max(seq);
        if waits {
            return false;
        }
        q.waits = false;
        let changed = q.choice != choice;
        q.choice = choice;
        changed
    }

    /// Takes over what the server tells of one position, unless something newer is known here. Returns whether the page
    /// must show another choice than before.
    pub(super) fn told(&mut self, position: u32, seq: i64, choice: Option<Choice>) -> bool {
        let Some(q) = self.item(position) else { return false };
        let waits = q.waits;
        seq >= q.seq && self.stored(position, seq, choice, waits)
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Item, State};

    fn sheet() -> State {
        State { items: vec![Item::default(), Item { seq: 4, ..Item::default() }], ..State::default() }
    }

    fn pick(id: &str) -> Option<Choice> {
        Some(Choice::Option(id.into()))
    }

    #[test]
    fn a_waiting_tap_outlives_what_the_server_tells() {
        let mut s = sheet();
        s.tapped(2, pick("a"));
        assert!(!s.told(2, 9, pick("b")));
        assert_eq!((s.choice(2), s.next_seq(2)), (pick("a").as_ref(), 10));
    }

    #[test]
    fn the_answer_to_a_save_is_shown_even_if_it_differs() {
        let mut s = sheet();
        s.tapped(2, pick("a"));
        assert!(s.stored(2, 7, pick("b"), false));
        assert_eq!(s.choice(2), pick("b").as_ref());
        assert!(!s.item(2).unwrap().waits);
    }

    #[test]
    fn old_news_changes_nothing() {
        let mut s = sheet();
        s.tapped(2, pick("a"));
        assert!(!s.stored(2, 5, pick("a"), false));
        assert!(!s.told(2, 4, None));
        assert_eq!(s.choice(2), pick("a").as_ref());
        assert!(s.told(2, 6, pick("c")));
    }

    #[test]
    fn a_position_off_the_paper_is_nobody() {
        let mut s = sheet();
        s.tapped(0, pick("a"));
        s.tapped(s.count() + 1, pick("a"));
        assert_eq!((s.choice(0), s.choice(3)), (None, None));
        assert!(!s.any_late());
    }
}
