//! Events held (I13): counted by place and mode.
//!
//! Invariant: an event has one place and one mode, so both breakdowns sum to the total. Events are no persons: nothing
//! about them is hidden, and they have no grade.

use super::Tally;
use crate::indicators::{Breakdown, Indicator, IndicatorRow, ReportMeta};
use crate::locality::Level;
use crate::people::Mode;
use std::collections::BTreeMap;

impl Tally<'_> {
    /// An event of the period; `place` is the registry index of where it was held.
    pub fn add_event(&mut self, place: u16, mode: Mode) {
        let place = self.place_of_event(place);
        *self.events.entry((place, mode)).or_default() += 1;
    }

    /// What an event's place is told as. Contests are held in whole provinces and districts, which people do not live
    /// in: such a unit stands for itself in its own scheme and cannot be told in the other.
    #[must_use]
    pub fn place_of_event(&self, place: u16) -> u16 {
        let unknown = self.registry.unknown();
        let Some(unit) = self.registry.by_index(place) else { return unknown };
        match unit.level {
            Level::Province | Level::District if unit.key.scheme == self.scheme => place,
            Level::Province | Level::District => unknown,
            _ => self.rolled.get(usize::from(place)).copied().unwrap_or(unknown),
        }
    }

    /// Code and name of a place, as rows carry them.
    #[must_use]
    pub fn place_label(&self, place: u16) -> (String, String) {
        let mut row = self.blank_event(Breakdown::Locality, &ReportMeta::default());
        self.name(&mut row, place);
        (row.locality_code, row.locality_name)
    }

    pub(super) fn held(&self, rows: &mut Vec<IndicatorRow>, by: &[Breakdown], meta: &ReportMeta) {
        let row = |by, value: u64| {
            let mut row = self.blank_event(by, meta);
            row.value = Some(value);
            row
        };
        if by.contains(&Breakdown::Total) {
            rows.push(row(Breakdown::Total, self.events.values().sum()));
        }
        if by.contains(&Breakdown::Locality) {
            let mut places: BTreeMap<u16, u64> = BTreeMap::new();
            for ((place, _), n) in &self.events {
                *places.entry(*place).or_default() += n;
            }
            for (place, n) in places {
                let mut row = row(Breakdown::Locality, n);
                self.name(&mut row, place);
                rows.push(row);
            }
        }
        if by.contains(&Breakdown::Mode) {
            for mode in Mode::ALL {
                let n = self.events.iter().filter(|((_, held), _)| held == mode).map(|(_, n)| n).sum();
                rows.push(IndicatorRow { mode: mode.code(), ..row(Breakdown::Mode, n) });
            }
        }
    }

    fn blank_event(&self, by: Breakdown, meta: &ReportMeta) -> IndicatorRow {
        IndicatorRow { grade: "", ..self.blank(Indicator::Events, by, super::Who::Everybody, meta) }
    }
}
