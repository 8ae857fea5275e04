//! All units of all schemes, looked up by key or by a small number.
//!
//! The number (`u16`) is what boards and tallies hold per person. It is only valid inside one loaded registry: what is
//! stored is always the key.

use super::search::Findable;
use super::{FORMER, Level, Locality, LocalityKey, OUTSIDE, PRESENT, SPECIAL, UNKNOWN, csv};
use crate::text::{fold, sort_key};
use std::collections::{HashMap, HashSet};

/// Every unit, in reporting order: the files' rows, the other provinces, then "outside" and "unknown".
#[derive(Clone, Debug)]
pub struct Registry {
    units: Vec<Locality>,
    /// Scheme → code → index, so that a lookup allocates nothing.
    by_key: HashMap<String, HashMap<String, u16>>,
    /// Present communes and wards in Vietnamese order, with the texts a search looks at.
    pub(super) present: Vec<Findable>,
    /// Folded short names that more than one scheme uses.
    shared_names: HashSet<String>,
    outside: u16,
    unknown: u16,
}

impl Registry {
    /// Reads `localities.csv` and `provinces.csv` (their text, not their paths).
    ///
    /// # Errors
    /// Every mistake of both files, with file, line and what to do, in Vietnamese.
    pub fn from_csv(localities_csv: &str, provinces_csv: &str) -> Result<Self, Vec<String>> {
        Self::from_file("localities.csv", localities_csv, provinces_csv)
    }

    /// As [`Self::from_csv`], mistakes told under the name that the file of localities has.
    ///
    /// # Errors
    /// As [`Self::from_csv`].
    pub fn from_file(file: &str, localities_csv: &str, provinces_csv: &str) -> Result<Self, Vec<String>> {
        let mut errors = Vec::new();
        let mut rows = csv::localities(file, localities_csv, &mut errors);
        let provinces = csv::provinces(provinces_csv, PRESENT, &mut errors);
        let known: HashSet<LocalityKey> = rows.iter().map(|r| r.locality.key.clone()).collect();
        rows.extend(provinces.into_iter().filter(|p| !known.contains(&p.locality.key)));
        if !rows.iter().any(|r| r.locality.present()) {
            errors.push(format!("{file}: không có xã, phường nào còn hiệu lực (valid_to trống)"));
        }
        if rows.len() > usize::from(u16::MAX) - 2 {
            errors.push(format!("{file}: quá 65.000 đơn vị; tách thành nhiều tệp"));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut units: Vec<Locality> = rows.into_iter().map(|r| r.locality).collect();
        units.push(special(OUTSIDE, "Ngoài tỉnh"));
        units.push(special(UNKNOWN, "Không muốn nói / không rõ"));
        Ok(Self::index(units))
    }

    fn index(units: Vec<Locality>) -> Self {
        let mut by_key: HashMap<String, HashMap<String, u16>> = HashMap::new();
        let mut scheme_of_name: HashMap<String, &str> = HashMap::new();
        let mut shared_names = HashSet::new();
        for (unit, index) in units.iter().zip(0_u16..) {
            by_key.entry(unit.key.scheme.clone()).or_default().insert(unit.key.code.clone(), index);
            let scheme = unit.key.scheme.as_str();
            let name = fold(&unit.short_name);
            if scheme_of_name.insert(name.clone(), scheme).is_some_and(|other| other != scheme) {
                shared_names.insert(name);
            }
        }
        let mut present: Vec<(u16, &Locality)> =
            (0..).zip(&units).filter(|(_, unit)| unit.present()).collect();
        present.sort_by_cached_key(|(_, unit)| sort_key(&unit.short_name));
        let present = present.into_iter().map(|(index, unit)| Findable::new(index, unit)).collect();
        let last = u16::try_from(units.len().saturating_sub(1)).unwrap_or(u16::MAX);
        Self { units, by_key, present, shared_names, outside: last.saturating_sub(1), unknown: last }
    }

    /// Every unit with its index, in reporting order.
    pub fn all(&self) -> impl Iterator<Item = (u16, &Locality)> {
        (0_u16..).zip(&self.units)
    }

    /// The index of a scheme's code.
    #[must_use]
    pub fn find(&self, scheme: &str, code: &str) -> Option<u16> {
        self.by_key.get(scheme)?.get(code).copied()
    }

    /// The index of a key.
    #[must_use]
    pub fn index_of(&self, key: &LocalityKey) -> Option<u16> {
        self.find(&key.scheme, &key.code)
    }

    /// The unit behind an index.
    #[must_use]
    pub fn by_index(&self, index: u16) -> Option<&Locality> {
        self.units.get(usize::from(index))
    }

    /// The unit behind a key.
    #[must_use]
    pub fn get(&self, key: &LocalityKey) -> Option<&Locality> {
        self.by_index(self.index_of(key)?)
    }

    /// Index of the row "outside the province".
    #[must_use]
    pub fn outside(&self) -> u16 {
        self.outside
    }

    /// Index of the row "unknown".
    #[must_use]
    pub fn unknown(&self) -> u16 {
        self.unknown
    }

    /// Whether a person may pick it today: a present commune, outside, or unknown.
    #[must_use]
    pub fn pickable(&self, key: &LocalityKey) -> bool {
        self.get(key).is_some_and(|unit| unit.present() || unit.level == Level::Special)
    }

    /// The name people read; "(mới)" or "(cũ)" is added where both schemes can appear and both use the short name.
    #[must_use]
    pub fn display_name(&self, key: &LocalityKey, both_schemes_visible: bool) -> Option<String> {
        let unit = self.get(key)?;
        let ambiguous = both_schemes_visible && self.shared_names.contains(&fold(&unit.short_name));
        Some(match ambiguous {
            false => unit.name.clone(),
            true if unit.valid_to.is_some() => format!("{} (cũ)", unit.name),
            true => format!("{} (mới)", unit.name),
        })
    }

    /// The old district a unit lies in, exactly, as a key of the former scheme. `None` for what lies outside the old
    /// province of the former scheme (the west) and for the special rows.
    #[must_use]
    pub fn roll_up_district(&self, key: &LocalityKey) -> Option<LocalityKey> {
        let unit = self.get(key)?;
        if unit.key.scheme == FORMER && unit.level == Level::District {
            return Some(key.clone());
        }
        let [district] = unit.old_districts.as_slice() else { return None };
        let key = LocalityKey::new(FORMER, &district.code);
        let row = self.get(&key)?;
        // A western district could one day share a code with a row of another province: the old province must agree.
        (row.level == Level::District && row.old_province == unit.old_province).then_some(key)
    }

    /// The units whose coverage is counted for a contest in this area: the present communes below it, or, in the former
    /// scheme, its districts; a commune or district alone is its own scope.
    #[must_use]
    pub fn units_in(&self, area: &LocalityKey) -> Vec<u16> {
        let level = if area.scheme == FORMER { Level::District } else { Level::Commune };
        let inside = |unit: &Locality| {
            unit.key.scheme == area.scheme
                && unit.level == level
                && (unit.parent_code.as_ref() == Some(&area.code) || unit.key == *area)
        };
        self.all().filter(|(_, unit)| inside(unit)).map(|(index, _)| index).collect()
    }

    /// Short name of the former scheme's province, e.g. "Bình Định".
    #[must_use]
    pub fn former_province(&self) -> Option<&str> {
        let province = |u: &&Locality| u.key.scheme == FORMER && u.level == Level::Province;
        self.units.iter().find(province).map(|u| u.short_name.as_str())
    }
}

fn special(code: &str, name: &str) -> Locality {
    Locality {
        key: LocalityKey::new(SPECIAL, code),
        level: Level::Special,
        kind: String::new(),
        name: name.to_owned(),
        short_name: name.to_owned(),
        parent_code: None,
        old_province: None,
        old_districts: Vec::new(),
        valid_from: None,
        valid_to: None,
        old_units: Vec::new(),
        new_units: Vec::new(),
    }
}
