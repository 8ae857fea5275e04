//! Where demonstration people live: every unit of the area, wards far more than highland communes, a few communes with
//! so little company that public pages must keep quiet about them, some people from outside and some who do not say.

use super::dice::{Dice, Use};
use domain::locality::{LocalityKey, OUTSIDE, Registry, SPECIAL, UNKNOWN};

/// People in the communes that stay below the publication limit of 5.
const TINY: [usize; 6] = [1, 2, 2, 3, 4, 4];

/// The home of each of `people` people, in an order that says nothing.
pub(super) fn homes(registry: &Registry, area: &LocalityKey, people: usize) -> Vec<LocalityKey> {
    let mut dice = Dice::new(Use::Homes, 0);
    let outside = people * 22 / 1000;
    let unknown = people * 15 / 1000;
    let mut homes = Vec::with_capacity(people);
    homes.extend(std::iter::repeat_n(LocalityKey::new(SPECIAL, OUTSIDE), outside));
    homes.extend(std::iter::repeat_n(LocalityKey::new(SPECIAL, UNKNOWN), unknown));
    for (key, count) in quotas(registry, area, people - outside - unknown, &mut dice) {
        homes.extend(std::iter::repeat_n(key, count));
    }
    // An area without units (another province's registry): nobody is lost.
    homes.resize(people, LocalityKey::new(SPECIAL, UNKNOWN));
    dice.shuffle(&mut homes);
    homes
}

fn quotas(
    registry: &Registry,
    area: &LocalityKey,
    people: usize,
    dice: &mut Dice,
) -> Vec<(LocalityKey, usize)> {
    let mut wards = Vec::new();
    let mut communes = Vec::new();
    for unit in registry.units_in(area).into_iter().filter_map(|i| registry.by_index(i)) {
        let list = if unit.kind == "Phường" { &mut wards } else { &mut communes };
        list.push(unit.key.clone());
    }
    dice.shuffle(&mut communes);
    let mut quotas = Vec::with_capacity(wards.len() + communes.len());
    let mut rest = people;
    if communes.len() > 4 * TINY.len() && people > 1000 {
        for count in TINY {
            quotas.extend(communes.pop().map(|key| (key, count)));
            rest -= count;
        }
    }
    // Squares of throws: a few places are eager, most are not.
    let wards = wards.into_iter().map(|key| (key, 40, 160));
    let weights: Vec<(LocalityKey, usize)> = wards
        .chain(communes.into_iter().map(|key| (key, 10, 50)))
        .map(|(key, least, spread)| {
            let throw = dice.below(spread);
            (key, usize::try_from(least + throw * throw / spread).unwrap_or(1))
        })
        .collect();
    let all: usize = weights.iter().map(|w| w.1).sum();
    let mut left = rest;
    let mut filled: Vec<(LocalityKey, usize)> = Vec::with_capacity(weights.len());
    for (key, weight) in weights {
        let count = (rest * weight).checked_div(all).unwrap_or(0);
        left -= count;
        filled.push((key, count));
    }
    for (_, count) in filled.iter_mut().take(left) {
        *count += 1;
    }
    quotas.extend(filled);
    quotas
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn everybody_has_a_home_and_every_unit_has_somebody() {
        let registry = crate::demo::tests::registry();
        let area = LocalityKey::new("post-2025-07", "52");
        let homes = homes(&registry, &area, 5000);
        assert_eq!(homes.len(), 5000);
        assert_eq!(homes, super::homes(&registry, &area, 5000), "the same every time");
        let mut counts: BTreeMap<&LocalityKey, usize> = BTreeMap::new();
        for home in &homes {
            *counts.entry(home).or_default() += 1;
        }
        assert_eq!(counts.len(), 135 + 2);
        assert!(homes.iter().all(|key| registry.pickable(key)));
        let small = counts.values().filter(|n| **n < 5).count();
        assert_eq!(small, TINY.len(), "some cells must be suppressed, not most");
        let most = counts.values().max().copied().unwrap_or(0);
        assert!((100..600).contains(&most), "{most}");
        assert_eq!(counts[&LocalityKey::new(SPECIAL, OUTSIDE)], 110);
        assert_eq!(counts[&LocalityKey::new(SPECIAL, UNKNOWN)], 75);
    }
}
