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

/// The choice that form fields make, as `(name, value)` of everything ticked or filled; the names say the kind.
/// `None` = blank. An ordering counts only when complete and without repeats.
pub(super) fn read_choice(fields: Vec<(String, String)>) -> Option<Choice> {
    let count = fields.len();
    let mut filled: Vec<(String, String)> =
        fields.into_iter().filter(|(_, v)| !v.trim().is_empty()).collect();
    let (name, first) = filled.first()?.clone();
    Some(match name.split('.').next()? {
        "option" => Choice::Option(first),
        "options" => {
            // Their order carries no meaning; sorted they compare like the server's.
            let mut ids: Vec<String> = filled.into_iter().map(|(_, id)| id).collect();
            ids.sort_unstable();
            Choice::Options(ids)
        }
        "number" => Choice::Number(read_number(&first)?),
        "text" => Choice::Text(first.trim().to_owned()),
        "pairs" => {
            Choice::Pairs(filled.into_iter().filter_map(|(n, right)| Some((id_in(&n)?, right))).collect())
        }
        "order" => {
            filled.sort_by_key(|(_, place)| place.parse().unwrap_or(0_u32));
            filled.dedup_by(|a, b| a.1 == b.1);
            if filled.len() != count {
                return None;
            }
            Choice::Order(filled.iter().filter_map(|(n, _)| id_in(n)).collect())
        }
        _ => return None,
    })
}

/// The id after the first dot of a field's name.
fn id_in(name: &str) -> Option<String> {
    name.split_once('.').map(|(_, id)| id.to_owned())
}

/// A number as people type it: comma or point, spaces ignored. `None` when it is none.
pub(super) fn read_number(typed: &str) -> Option<f64> {
    let plain: String =
        typed.chars().filter(|c| !c.is_whitespace()).map(|c| if c == ',' { '.' } else { c }).collect();
    let digits = plain.trim_start_matches(['-', '+']);
    let signs = plain.len() - digits.len();
    let points = digits.chars().filter(|c| *c == '.').count();
    let figures = digits.chars().filter(char::is_ascii_digit).count();
    if signs > 1 || points > 1 || figures == 0 || points + figures != digits.len() {
        return None;
    }
    parse(&plain).filter(|n| n.is_finite())
}

/// The browser reads numbers too, and its tables are not downloaded.
#[cfg(feature = "hydrate")]
fn parse(plain: &str) -> Option<f64> {
    Some(js_sys::parse_float(plain))
}

#[cfg(not(feature = "hydrate"))]
fn parse(plain: &str) -> Option<f64> {
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Choice, Item, State, read_choice, read_number};

    fn sheet() -> State {
        State { items: vec![Item::default(), Item { seq: 4, ..Item::default() }], ..State::default() }
    }

    fn pick(id: &str) -> Option<Choice> {
        Some(Choice::Option(id.into()))
    }

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect()
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

    #[test]
    fn fields_make_a_choice() {
        assert_eq!(read_choice(fields(&[("option", "b")])), pick("b"));
        assert_eq!(read_choice(fields(&[])), None);
        assert_eq!(
            read_choice(fields(&[("options", "c"), ("options", "a")])),
            Some(Choice::Options(vec!["a".into(), "c".into()]))
        );
        assert_eq!(
            read_choice(fields(&[("order.x", "2"), ("order.y", "1")])),
            Some(Choice::Order(vec!["y".into(), "x".into()]))
        );
        assert_eq!(read_choice(fields(&[("order.x", "1"), ("order.y", "1")])), None);
        assert_eq!(read_choice(fields(&[("order.x", ""), ("order.y", "1")])), None);
        let pairs = [("l1".to_owned(), "r2".to_owned())].into_iter().collect();
        assert_eq!(read_choice(fields(&[("pairs.l1", "r2"), ("pairs.l2", "")])), Some(Choice::Pairs(pairs)));
        assert_eq!(read_choice(fields(&[("number", " 3,5 ")])), Some(Choice::Number(3.5)));
        assert_eq!(read_choice(fields(&[("text", "  Số  ")])), Some(Choice::Text("Số".into())));
    }

    #[test]
    fn numbers_as_people_type_them() {
        assert_eq!(read_number("1 024"), Some(1024.0));
        assert_eq!(read_number("-3,5"), Some(-3.5));
        for bad in ["", "-", ",", "1e5", "--1", "12a", "1,2,3", "0x10", "inf"] {
            assert_eq!(read_number(bad), None, "{bad}");
        }
    }
}
