//! Which units a report speaks about: the scope of I10, and the localities a token is confined to.

use domain::locality::{FORMER, Level, LocalityKey, PRESENT, Registry};
use std::collections::BTreeSet;

/// The area that is taken when no contest of the period names one: the province as it stands now.
pub(super) fn default_area(registry: &Registry) -> Option<LocalityKey> {
    // The province with communes in the files; the other provinces of the country have a row and nothing below it.
    registry
        .all()
        .map(|(_, unit)| unit)
        .find(|u| u.present())
        .and_then(|u| u.parent_code.as_ref().map(|code| LocalityKey::new(&u.key.scheme, code)))
}

/// The units of the scheme that lie in the areas, without those a confined report may not speak about.
pub(super) fn units(
    registry: &Registry,
    scheme: &str,
    areas: &[LocalityKey],
    confined: &Confined,
) -> Vec<u16> {
    let fallback = default_area(registry);
    let areas: Vec<&LocalityKey> =
        if areas.is_empty() { fallback.iter().collect() } else { areas.iter().collect() };
    let mut inside = BTreeSet::new();
    for area in areas {
        if area.scheme == scheme {
            inside.extend(registry.units_in(area));
        } else if scheme == FORMER {
            // Communes of today roll up to their districts exactly; those of the west to none.
            let communes = registry.units_in(area);
            inside.extend(communes.into_iter().filter_map(|unit| district(registry, unit)));
        } else {
            let wanted: BTreeSet<u16> = registry.units_in(area).into_iter().collect();
            let today = registry.all().filter(|(_, unit)| unit.present() && unit.key.scheme == scheme);
            inside.extend(
                today
                    .map(|(unit, _)| unit)
                    .filter(|u| district(registry, *u).is_some_and(|d| wanted.contains(&d))),
            );
        }
    }
    inside.retain(|unit| confined.covers(*unit));
    inside.into_iter().collect()
}

fn district(registry: &Registry, unit: u16) -> Option<u16> {
    let unit = registry.by_index(unit)?;
    registry.index_of(&registry.roll_up_district(&unit.key)?)
}

/// The localities a report may speak about: everything, or these and what lies below them.
#[derive(Clone, Debug)]
pub(super) struct Confined(Option<Vec<bool>>);

impl Confined {
    pub(super) fn new(registry: &Registry, only: Option<&[LocalityKey]>) -> Self {
        Self(only.map(|keys| {
            registry.all().map(|(index, _)| keys.iter().any(|k| below(registry, index, k))).collect()
        }))
    }

    /// Whether facts of this locality, or the unit itself, may be told.
    pub(super) fn covers(&self, locality: u16) -> bool {
        self.0.as_ref().is_none_or(|covered| covered.get(usize::from(locality)).copied().unwrap_or(false))
    }
}

fn below(registry: &Registry, index: u16, top: &LocalityKey) -> bool {
    let Some(unit) = registry.by_index(index) else { return false };
    if unit.key == *top {
        return true;
    }
    let child = unit.key.scheme == top.scheme && unit.parent_code.as_ref() == Some(&top.code);
    let district = registry.roll_up_district(&unit.key);
    let in_district = district.as_ref() == Some(top);
    let in_province = district
        .and_then(|d| registry.get(&d).map(|d| (d.key.scheme.clone(), d.parent_code.clone())))
        .is_some_and(|(scheme, parent)| scheme == top.scheme && parent.as_ref() == Some(&top.code));
    child || in_district || in_province
}

/// Whether a report in this scheme tells whole figures of the locality: a commune of today has none in the former
/// scheme, where its district stands for it; everything else is whole in both.
pub(super) fn whole_in(registry: &Registry, key: &LocalityKey, scheme: &str) -> bool {
    key.scheme == scheme
        || (scheme == PRESENT
            && registry.get(key).is_some_and(|u| matches!(u.level, Level::District | Level::Province)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::indicators) fn registry() -> Registry {
        Registry::from_csv(
            include_str!("../../../domain/data/localities.csv"),
            include_str!("../../../domain/data/provinces.csv"),
        )
        .unwrap()
    }

    #[test]
    fn one_province_has_135_units_now_and_had_11_districts() {
        let r = registry();
        let everywhere = Confined::new(&r, None);
        let now = default_area(&r).unwrap();
        assert_eq!(now, LocalityKey::new(PRESENT, "52"));
        for areas in [vec![], vec![now.clone()], vec![now.clone(), now]] {
            assert_eq!(units(&r, PRESENT, &areas, &everywhere).len(), 135);
            assert_eq!(units(&r, FORMER, &areas, &everywhere).len(), 11);
        }
        let before = LocalityKey::new(FORMER, "52");
        assert_eq!(units(&r, PRESENT, std::slice::from_ref(&before), &everywhere).len(), 58);
        assert_eq!(units(&r, FORMER, &[before], &everywhere).len(), 11);
    }

    #[test]
    fn a_commune_alone_is_its_own_scope_and_its_district_before() {
        let r = registry();
        let (index, unit) =
            r.all().find(|(_, u)| u.present() && r.roll_up_district(&u.key).is_some()).unwrap();
        let area = [unit.key.clone()];
        let everywhere = Confined::new(&r, None);
        assert_eq!(units(&r, PRESENT, &area, &everywhere), [index]);
        let district = r.index_of(&r.roll_up_district(&unit.key).unwrap()).unwrap();
        assert_eq!(units(&r, FORMER, &area, &everywhere), [district]);
    }

    #[test]
    fn confinement_follows_districts_and_keys_never_bare_codes() {
        let r = registry();
        let (_, district) = r.all().find(|(_, u)| u.level == Level::District).unwrap();
        let confined = Confined::new(&r, Some(std::slice::from_ref(&district.key)));
        for (index, unit) in r.all().filter(|(_, u)| u.present()) {
            let inside = r.roll_up_district(&unit.key).as_ref() == Some(&district.key);
            assert_eq!(confined.covers(index), inside, "{}", unit.name);
        }
        assert!(!confined.covers(r.unknown()));
        assert!(whole_in(&r, &district.key, PRESENT) && whole_in(&r, &district.key, FORMER));
        let (_, commune) = r.all().find(|(_, u)| u.present()).unwrap();
        assert!(whole_in(&r, &commune.key, PRESENT) && !whole_in(&r, &commune.key, FORMER));
        // The same code in the former scheme is another place.
        let one = Confined::new(&r, Some(std::slice::from_ref(&commune.key)));
        let twin = r.find(FORMER, &commune.key.code);
        assert!(twin.is_none_or(|t| !one.covers(t)));
    }
}
