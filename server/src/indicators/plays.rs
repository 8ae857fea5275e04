//! Plays of live rooms by registered people, kept until their attempts come.
//!
//! Invariant: a person's seats in one room are one attempt: valid when one of them is, standing where the last valid one
//! stood; voided when the host took all of them out.

use domain::indicators::Cell;
use std::collections::HashMap;
use std::sync::Arc;

/// One person's play of one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OnePlay {
    room: Arc<str>,
    /// The seat that stands for it.
    pub(super) id: Box<str>,
    /// Its last accepted answer.
    pub(super) at: i64,
    pub(super) cell: Cell,
    pub(super) voided: bool,
    pub(super) birth_year: Option<i32>,
}

/// Plays by person.
#[derive(Debug, Default)]
pub(super) struct Plays(HashMap<Box<str>, Vec<OnePlay>>);

impl Plays {
    /// Adds a seat; all seats of a room come before those of the next.
    pub(super) fn put(
        &mut self,
        person: &str,
        (room, id, at): (&Arc<str>, &str, i64),
        cell: Cell,
        voided: bool,
        birth_year: Option<i32>,
    ) {
        let play = OnePlay { room: Arc::clone(room), id: id.into(), at, cell, voided, birth_year };
        let Some(known) = self.0.get_mut(person) else {
            self.0.insert(person.into(), vec![play]);
            return;
        };
        match known.last_mut().filter(|before| before.room == play.room) {
            Some(before) => {
                let weight = |p: &OnePlay| (!p.voided, p.at, p.id.clone());
                if weight(before) < weight(&play) {
                    *before = play;
                }
            }
            None => known.push(play),
        }
    }

    /// A person's plays, once.
    pub(super) fn take(&mut self, person: &str) -> Vec<OnePlay> {
        // Without rooms in the period a million people cost a million looks at an empty table, not a million hashes.
        if self.0.is_empty() { Vec::new() } else { self.0.remove(person).unwrap_or_default() }
    }

    /// Everybody whose plays have not been taken.
    pub(super) fn people(&self) -> Vec<String> {
        self.0.keys().map(|id| id.to_string()).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use domain::indicators::Flags;
    use domain::people::{AgeBand, Grade, Mode};

    pub(in crate::indicators) fn cell(locality: u16) -> Cell {
        Cell {
            locality,
            audience: None,
            age_band: AgeBand::Unknown,
            grade: Grade::Declared,
            mode: Mode::Live,
            flags: Flags::default(),
        }
    }

    #[test]
    fn two_phones_in_one_room_are_one_play() {
        let (first, second): (Arc<str>, Arc<str>) = ("r1".into(), "r2".into());
        let mut plays = Plays::default();
        plays.put("p", (&first, "a", 30), cell(1), true, None);
        plays.put("p", (&first, "b", 10), cell(2), false, None);
        plays.put("p", (&first, "c", 20), cell(3), false, None);
        plays.put("p", (&second, "d", 40), cell(4), true, None);
        plays.put("q", (&second, "e", 41), cell(5), false, None);
        let told: Vec<_> = plays.take("p").into_iter().map(|p| (p.cell.locality, p.voided)).collect();
        assert_eq!(told, [(3, false), (4, true)], "a valid seat stands for the room, else its last one");
        assert!(plays.take("p").is_empty());
        assert_eq!(plays.people(), ["q"]);
    }
}
