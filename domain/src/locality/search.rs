//! Finding one's commune as people type it: "quy nhon", "Quy Nhơn", "qn nam", "qnn".
//!
//! The phone and the server use one rule: every word of the query is the beginning of some word of [`find_text`].

use super::{Locality, Registry};
use crate::text::{fold, sort_key};

/// A heading of the picker with its units. Old districts are headings for finding only, never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickerGroup {
    /// The old district's full name.
    pub title: String,
    /// Indexes of the units, in Vietnamese order.
    pub units: Vec<u16>,
}

/// The words a unit is found by: folded full name, initials of the full name, initials of each beginning of the short
/// name, and the short name without spaces, e.g. `phuong quy nhon nam pqnn qn qnn quynhonnam`.
#[must_use]
pub fn find_text(unit: &Locality) -> String {
    let (full, short) = (fold(&unit.name), fold(&unit.short_name));
    let short_words: Vec<&str> = short.split(' ').collect();
    let mut words: Vec<String> = full.split(' ').map(str::to_owned).collect();
    if words.len() > 1 {
        words.push(initials(&words));
    }
    if short_words.len() > 1 {
        words.extend((2..=short_words.len()).map(|n| initials(&short_words[..n])));
        words.push(short_words.concat());
    }
    let mut once: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        if !once.contains(&word) {
            once.push(word);
        }
    }
    once.join(" ")
}

fn initials<S: AsRef<str>>(words: &[S]) -> String {
    words.iter().filter_map(|w| w.as_ref().chars().next()).collect()
}

/// Whether every word of the folded query is the beginning of some word of the text.
fn matches(query: &str, text: &str) -> bool {
    query.split(' ').all(|q| text.split(' ').any(|word| word.starts_with(q)))
}

/// A present unit with its folded texts, made once.
#[derive(Clone, Debug)]
pub(super) struct Findable {
    index: u16,
    full: String,
    short: String,
    find: String,
    /// Old communes it took in.
    old: Vec<String>,
}

impl Findable {
    pub(super) fn new(index: u16, unit: &Locality) -> Self {
        let old = unit.old_units.iter().map(|old| fold(&old.name)).collect();
        Self { index, full: fold(&unit.name), short: fold(&unit.short_name), find: find_text(unit), old }
    }

    /// How well it fits a folded query, 0 best.
    fn tier(&self, query: &str) -> Option<u8> {
        let words: Vec<&str> = self.short.split(' ').collect();
        if query == self.full || query == self.short {
            Some(0)
        } else if self.short.starts_with(query) || self.full.starts_with(query) {
            Some(1)
        } else if words.len() > 1 && query == initials(&words) {
            Some(2)
        } else if half_initials(query, &words) {
            Some(3)
        } else if matches(query, &self.find) {
            Some(4)
        } else if self.old.iter().any(|old| matches(query, old)) {
            Some(5)
        } else {
            None
        }
    }
}

impl Registry {
    /// Present units for a query, best first: the name itself, names that begin so, initials, any words, and last the
    /// units that took in an old commune of that name.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<u16> {
        let query = fold(query);
        if query.is_empty() {
            return Vec::new();
        }
        let ranked = |unit: &Findable| Some((unit.tier(&query)?, unit.index));
        let mut found: Vec<(u8, u16)> = self.present.iter().filter_map(ranked).collect();
        // Stable: inside a tier the Vietnamese order of names stays.
        found.sort_by_key(|(tier, _)| *tier);
        found.into_iter().take(limit).map(|(_, index)| index).collect()
    }

    /// Present units grouped by old district, groups and units in Vietnamese order; a unit made from several districts
    /// stands under the leading one. Empty for a scheme that has no present units.
    #[must_use]
    pub fn picker_groups(&self, scheme: &str) -> Vec<PickerGroup> {
        let mut groups: Vec<PickerGroup> = Vec::new();
        let present =
            self.present.iter().filter_map(|found| Some((found.index, self.by_index(found.index)?)));
        for (index, unit) in present.filter(|(_, unit)| unit.key.scheme == scheme) {
            let title = unit.old_district().map_or("", |d| d.name.as_str());
            match groups.iter_mut().find(|g| g.title == title) {
                Some(group) => group.units.push(index),
                None => groups.push(PickerGroup { title: title.to_owned(), units: vec![index] }),
            }
        }
        // By the name after "Huyện", "Thị xã" or "Thành phố": that is where people look.
        groups.sort_by_cached_key(|g| sort_key(without_kind(&g.title)));
        groups
    }
}

/// "qn nam" for "quy nhon nam": initials of the first words, then the remaining words or their beginnings.
fn half_initials(query: &str, words: &[&str]) -> bool {
    let Some((head, rest)) = query.split_once(' ') else { return false };
    let n = head.chars().count();
    n >= 2
        && n < words.len()
        && initials(&words[..n]) == head
        && rest.split(' ').zip(&words[n..]).all(|(q, w)| w.starts_with(q))
        && rest.split(' ').count() <= words.len() - n
}

fn without_kind(name: &str) -> &str {
    ["Thành phố ", "Thị xã ", "Huyện ", "Quận "]
        .iter()
        .find_map(|kind| name.strip_prefix(kind))
        .unwrap_or(name)
}
