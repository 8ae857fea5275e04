//! Registrations that are one person, kept aside until the last fact.
//!
//! Invariant: all links are known before the first fact. Only people who are linked are held; of everybody else nothing is
//! kept here, and without any link nothing is even looked up.

use domain::indicators::{Cell, PersonFact};
use std::collections::HashMap;

/// Who is linked with whom (over any number of links), and what is known of each such person so far.
#[derive(Debug, Default)]
pub(super) struct Linked {
    numbers: HashMap<Box<str>, usize>,
    /// A forest: each points to one it is linked with, the top to itself.
    above: Vec<usize>,
    humans: HashMap<usize, Human>,
}

/// One person who registered more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Human {
    first: Option<(i64, Box<str>, Cell)>,
    last: Option<(i64, Box<str>, PersonFact)>,
}

impl Human {
    /// A registration of the period: the earliest is the one that is told.
    pub(super) fn register(&mut self, at: i64, id: &str, cell: Cell) {
        let earlier = self.first.as_ref().is_none_or(|(first, held, _)| (at, id) < (*first, &**held));
        if earlier {
            self.first = Some((at, id.into(), cell));
        }
    }

    /// What one registration did in the period; `at` and `id` of its last valid attempt.
    pub(super) fn took_part(&mut self, at: i64, id: &str, fact: PersonFact) {
        self.last = Some(match self.last.take() {
            Some((last, held, before)) if (at, id) < (last, &*held) => (last, held, before.united(&fact)),
            Some((_, _, before)) => (at, id.into(), fact.united(&before)),
            None => (at, id.into(), fact),
        });
    }

    /// Where the person registered and what they did.
    pub(super) fn told(self) -> (Option<Cell>, Option<PersonFact>) {
        (self.first.map(|(_, _, cell)| cell), self.last.map(|(_, _, fact)| fact))
    }
}

impl Linked {
    /// These two are one person.
    pub(super) fn join(&mut self, one: &str, other: &str) {
        let (one, other) = (self.number(one), self.number(other));
        let (one, other) = (self.top(one), self.top(other));
        if let Some(above) = self.above.get_mut(other) {
            *above = one;
        }
    }

    /// The person behind a participant who is linked with another.
    pub(super) fn human(&mut self, id: &str) -> Option<&mut Human> {
        // Where nobody is linked a million people cost a million looks at an empty table, not a million hashes.
        if self.numbers.is_empty() {
            return None;
        }
        let number = *self.numbers.get(id)?;
        let top = self.top(number);
        Some(self.humans.entry(top).or_default())
    }

    /// Everybody who was kept aside.
    pub(super) fn into_humans(self) -> impl Iterator<Item = Human> {
        self.humans.into_values()
    }

    fn number(&mut self, id: &str) -> usize {
        let next = self.above.len();
        let number = *self.numbers.entry(id.into()).or_insert(next);
        if number == next {
            self.above.push(next);
        }
        number
    }

    fn top(&mut self, mut number: usize) -> usize {
        while let Some(&above) = self.above.get(number) {
            if above == number {
                break;
            }
            let higher = self.above.get(above).copied().unwrap_or(above);
            if let Some(place) = self.above.get_mut(number) {
                *place = higher;
            }
            number = higher;
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::plays::tests::cell;
    use domain::indicators::{Facts, Modes};
    use domain::people::Mode;

    #[test]
    fn links_reach_over_links() {
        let mut linked = Linked::default();
        assert!(linked.human("a").is_none());
        for (one, other) in [("a", "b"), ("c", "d"), ("e", "f"), ("d", "b"), ("a", "c")] {
            linked.join(one, other);
        }
        for (at, id) in ["d", "a", "c", "b", "f"].into_iter().enumerate() {
            let at = 10 - i64::try_from(at).unwrap();
            linked.human(id).unwrap().register(at, id, cell(u16::try_from(at).unwrap()));
        }
        assert!(linked.human("g").is_none());
        let mut places: Vec<u16> =
            linked.into_humans().filter_map(|h| h.told().0).map(|c| c.locality).collect();
        places.sort_unstable();
        assert_eq!(places, [6, 7], "a, b, c and d are one, first told by b; f stands for e");
    }

    #[test]
    fn what_either_did_counts_where_the_last_was() {
        let fact = |locality, mode, born, facts| PersonFact {
            cell: cell(locality),
            modes: Modes::of(&[mode]),
            birth_year: born,
            facts,
        };
        let answered = Facts { has_saved_answer: true, ..Facts::default() };
        let passed = Facts { passed: true, ..answered };
        let (early, late) = (fact(1, Mode::Online, Some(1990), passed), fact(2, Mode::Live, None, answered));
        for turned in [false, true] {
            let mut human = Human::default();
            let mut both = [(5, "x", early), (7, "w", late)];
            if turned {
                both.reverse();
            }
            for (at, id, fact) in both {
                human.took_part(at, id, fact);
            }
            let told = human.told().1.unwrap();
            assert_eq!((told.cell.locality, told.birth_year, told.facts), (2, None, passed));
            assert!(told.modes.has(Mode::Online) && told.modes.has(Mode::Live));
        }
    }
}
