//! Facts in, rows out: a streaming count whose size depends on the number of cells, not of people.

mod events;

use super::facts::{Cell, Flags, Modes, PersonFact};
use super::row::{Breakdown, Counts, IndicatorRow, NEVER_ADDED, NOT_ADDITIVE, ReportMeta};
use super::{Indicator, RULE_VERSION};
use crate::locality::{FORMER, Level, Registry};
use crate::people::{AgeBand, Audience, Flag, Grade, Mode};
use crate::standings::Suppressed;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Grade on rows of unique persons.
const IDENTIFIED: &str = "verified+declared";
/// Grade on rows of attempts.
const ALL_GRADES: &str = "all";
/// Code of a person without an audience (paper, live nickname).
const NOT_TOLD: &str = "unknown";
/// Code of the west in the former scheme.
const OUTSIDE_FORMER: &str = "outside_former_province";
const ADULT: &str = ">=18";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    place: u16,
    audience: Option<Audience>,
    age_band: AgeBand,
    grade: Grade,
    modes: Modes,
    flags: Flags,
    adult: Option<bool>,
}

const REGISTERED: usize = 0;
const PARTICIPANTS: usize = 1;
const COMPLETED: usize = 2;
const PASSED: usize = 3;
const ATTEMPTS: usize = 4;
const VOIDED: usize = 5;
type Numbers = [u64; 6];

/// The running count of one report.
#[derive(Clone, Debug)]
pub struct Tally<'r> {
    registry: &'r Registry,
    scheme: String,
    end_year: i32,
    scope: BTreeSet<u16>,
    /// Locality index → index of the unit it is reported under.
    rolled: Vec<u16>,
    /// Stands for [`OUTSIDE_FORMER`]: one past the registry.
    west: u16,
    cells: HashMap<Key, Numbers>,
    /// Events by place and mode.
    events: BTreeMap<(u16, Mode), u64>,
}

impl<'r> Tally<'r> {
    /// A count for one scheme. `scope` are the units whose coverage is told (I10) and which are listed even at zero, see
    /// [`Registry::units_in`]; `period_end_year` is the local year of the period's last day.
    #[must_use]
    pub fn new(registry: &'r Registry, scheme: &str, scope: &[u16], period_end_year: i32) -> Self {
        let west = u16::try_from(registry.all().count()).unwrap_or(u16::MAX);
        let mut tally = Self {
            registry,
            scheme: scheme.to_owned(),
            end_year: period_end_year,
            scope: scope.iter().copied().collect(),
            rolled: Vec::new(),
            west,
            cells: HashMap::new(),
            events: BTreeMap::new(),
        };
        tally.rolled = registry.all().map(|(index, _)| tally.roll_up(index)).collect();
        tally
    }

    /// The unit of the report's scheme a locality is reported under.
    fn roll_up(&self, index: u16) -> u16 {
        let Some(unit) = self.registry.by_index(index) else { return self.registry.unknown() };
        if unit.level == Level::Special {
            return index;
        }
        if self.scheme == FORMER {
            let district =
                self.registry.roll_up_district(&unit.key).and_then(|key| self.registry.index_of(&key));
            return district.unwrap_or(self.west);
        }
        if unit.key.scheme == self.scheme {
            return index;
        }
        // An old commune went to one new unit, or its new unit cannot be known.
        match unit.new_units.as_slice() {
            [whole] if !whole.part && unit.level == Level::Commune => {
                self.registry.find(&self.scheme, &whole.code).unwrap_or(self.registry.unknown())
            }
            _ => self.registry.unknown(),
        }
    }

    /// A person who registered in the period, in the cell of their registration.
    pub fn add_registered(&mut self, cell: &Cell) {
        self.numbers(cell, Modes::default(), None)[REGISTERED] += 1;
    }

    /// A person with at least one valid attempt in the period.
    pub fn add_person(&mut self, person: &PersonFact) {
        let by_year = person.birth_year.map(|born| self.end_year - born >= 18);
        let adult = by_year.or(person.cell.age_band.adult());
        let facts = person.facts;
        let numbers = self.numbers(&person.cell, person.modes, adult);
        numbers[PARTICIPANTS] += u64::from(facts.has_saved_answer);
        numbers[COMPLETED] += u64::from(facts.completed);
        numbers[PASSED] += u64::from(facts.passed);
    }

    /// Valid attempts, submitted or timed out, in their own cell.
    pub fn add_attempts(&mut self, cell: &Cell, attempts: u64) {
        self.numbers(cell, Modes::of(&[cell.mode]), None)[ATTEMPTS] += attempts;
    }

    /// Voided attempts, in their own cell.
    pub fn add_voided(&mut self, cell: &Cell, attempts: u64) {
        self.numbers(cell, Modes::of(&[cell.mode]), None)[VOIDED] += attempts;
    }

    fn numbers(&mut self, cell: &Cell, modes: Modes, adult: Option<bool>) -> &mut Numbers {
        let place = self.rolled.get(usize::from(cell.locality)).copied().unwrap_or(self.registry.unknown());
        let Cell { audience, age_band, grade, flags, .. } = *cell;
        self.cells.entry(Key { place, audience, age_band, grade, modes, flags, adult }).or_default()
    }

    /// The rows of the wanted breakdowns, in reporting order. Total, units in scope, audiences, age bands, modes, grades
    /// and flags are listed even at zero; unit × audience and anonymous rows only where there is something.
    #[must_use]
    pub fn rows(&self, by: &[Breakdown], meta: &ReportMeta) -> Vec<IndicatorRow> {
        let mut rows = Vec::new();
        for indicator in Indicator::ALL {
            match indicator {
                Indicator::Registered => self.people(&mut rows, *indicator, REGISTERED, by, meta),
                Indicator::Participants => self.people(&mut rows, *indicator, PARTICIPANTS, by, meta),
                Indicator::Completed => self.people(&mut rows, *indicator, COMPLETED, by, meta),
                Indicator::Passed => self.people(&mut rows, *indicator, PASSED, by, meta),
                Indicator::Attempts => self.broken(&mut rows, *indicator, ATTEMPTS, by, meta, Who::Everybody),
                Indicator::Voided => self.broken(&mut rows, *indicator, VOIDED, by, meta, Who::Everybody),
                Indicator::AdultParticipants => self.adults(&mut rows, *indicator, PARTICIPANTS, by, meta),
                Indicator::AdultPassed => self.adults(&mut rows, *indicator, PASSED, by, meta),
                Indicator::PlacesReached if by.contains(&Breakdown::Total) => {
                    let people = self.sums(PARTICIPANTS, Who::Identified, |k| [k.place]);
                    let reached =
                        self.scope.iter().filter(|unit| people.get(unit).is_some_and(|n| *n > 0)).count();
                    rows.push(self.places(*indicator, reached, meta));
                }
                Indicator::PlacesInScope if by.contains(&Breakdown::Total) => {
                    rows.push(self.places(*indicator, self.scope.len(), meta));
                }
                Indicator::PlacesReached | Indicator::PlacesInScope => {}
                Indicator::Events => self.held(&mut rows, by, meta),
            }
        }
        rows
    }

    fn people(
        &self,
        rows: &mut Vec<IndicatorRow>,
        what: Indicator,
        n: usize,
        by: &[Breakdown],
        meta: &ReportMeta,
    ) {
        self.broken(rows, what, n, by, meta, Who::Identified);
        self.broken(rows, what, n, by, meta, Who::Anonymous);
    }

    /// I6: adults and unknown ages, in total and by locality.
    fn adults(
        &self,
        rows: &mut Vec<IndicatorRow>,
        what: Indicator,
        n: usize,
        by: &[Breakdown],
        meta: &ReportMeta,
    ) {
        for (who, age_band) in [(Who::Adults, ADULT), (Who::UnknownAge, NOT_TOLD)] {
            let from = rows.len();
            let by: Vec<Breakdown> =
                by.iter().copied().filter(|b| matches!(b, Breakdown::Total | Breakdown::Locality)).collect();
            self.broken(rows, what, n, &by, meta, who);
            for row in rows.iter_mut().skip(from) {
                row.age_band = age_band;
            }
        }
    }

    fn broken(
        &self,
        rows: &mut Vec<IndicatorRow>,
        what: Indicator,
        n: usize,
        by: &[Breakdown],
        meta: &ReportMeta,
        who: Who,
    ) {
        for breakdown in Breakdown::ALL.iter().filter(|b| by.contains(b)) {
            let blank = self.blank(what, *breakdown, who, meta);
            let mut put = |value: u64, fill: &dyn Fn(&mut IndicatorRow)| {
                // Anonymous rows appear where there is something: they are the exception, and never part of a sum.
                if value > 0 || who != Who::Anonymous {
                    let mut row = blank.clone();
                    fill(&mut row);
                    rows.push(shown(row, value, meta.public));
                }
            };
            match breakdown {
                Breakdown::Total => {
                    let sums = self.sums(n, who, |_| [()]);
                    put(sums.get(&()).copied().unwrap_or(0), &|_| {});
                }
                Breakdown::Locality => {
                    let sums = self.sums(n, who, |k| [k.place]);
                    let listed: BTreeSet<u16> = self.scope.iter().chain(sums.keys()).copied().collect();
                    for place in listed {
                        put(sums.get(&place).copied().unwrap_or(0), &|row| self.name(row, place));
                    }
                }
                Breakdown::LocalityAudience => {
                    for ((place, audience), value) in self.sums(n, who, |k| [(k.place, k.audience_rank())]) {
                        put(value, &|row| {
                            self.name(row, place);
                            row.audience = audience_code(audience);
                        });
                    }
                }
                Breakdown::Audience => {
                    let sums = self.sums(n, who, |k| [k.audience_rank()]);
                    for audience in 0..=Audience::ALL.len() {
                        put(sums.get(&audience).copied().unwrap_or(0), &|row| {
                            row.audience = audience_code(audience)
                        });
                    }
                }
                Breakdown::AgeBand => {
                    let sums = self.sums(n, who, |k| [k.age_band]);
                    for band in AgeBand::ALL {
                        put(sums.get(band).copied().unwrap_or(0), &|row| row.age_band = band.code());
                    }
                }
                // A registration has no mode.
                Breakdown::Mode if n == REGISTERED => {}
                Breakdown::Mode => {
                    let sums =
                        self.sums(n, who, |k| Mode::ALL.iter().copied().filter(move |m| k.modes.has(*m)));
                    for mode in Mode::ALL {
                        put(sums.get(mode).copied().unwrap_or(0), &|row| row.mode = mode.code());
                    }
                }
                // Anonymous people stand in their own rows already.
                Breakdown::Grade if who == Who::Anonymous => {}
                Breakdown::Grade => {
                    let sums = self.sums(n, Who::Everybody, |k| [k.grade]);
                    for grade in Grade::ALL {
                        put(sums.get(grade).copied().unwrap_or(0), &|row| row.grade = grade.code());
                    }
                }
                Breakdown::Flag => {
                    let sums =
                        self.sums(n, who, |k| Flag::ALL.iter().copied().filter(move |f| k.flags.has(*f)));
                    for flag in Flag::ALL {
                        put(sums.get(flag).copied().unwrap_or(0), &|row| row.flag = flag.code());
                    }
                }
            }
        }
    }

    /// Sums of one number over the cells of some people, by whatever a cell falls under; only what is not zero.
    fn sums<'t, D: Ord, I: IntoIterator<Item = D>>(
        &'t self,
        n: usize,
        who: Who,
        under: impl Fn(&'t Key) -> I,
    ) -> BTreeMap<D, u64> {
        let mut sums = BTreeMap::new();
        for (key, numbers) in self.cells.iter().filter(|(key, numbers)| numbers[n] > 0 && who.holds(key)) {
            for dimension in under(key) {
                *sums.entry(dimension).or_insert(0) += numbers[n];
            }
        }
        sums
    }

    fn name(&self, row: &mut IndicatorRow, place: u16) {
        if place == self.west {
            row.locality_code = OUTSIDE_FORMER.to_owned();
            row.locality_name = match self.registry.former_province() {
                Some(province) => format!("ngoài tỉnh {province} (cũ)"),
                None => "ngoài tỉnh (cũ)".to_owned(),
            };
        } else if let Some(unit) = self.registry.by_index(place) {
            row.locality_code.clone_from(&unit.key.code);
            row.locality_name.clone_from(&unit.name);
        }
    }

    fn places(&self, what: Indicator, value: usize, meta: &ReportMeta) -> IndicatorRow {
        let mut row = self.blank(what, Breakdown::Total, Who::Identified, meta);
        // Places are no persons: nothing to hide.
        row.value = Some(value as u64);
        row
    }

    fn blank(&self, what: Indicator, by: Breakdown, who: Who, meta: &ReportMeta) -> IndicatorRow {
        let people_or_attempts = what.counts();
        let additive = match by {
            Breakdown::Flag => false,
            Breakdown::Mode => people_or_attempts != Counts::People,
            _ => true,
        };
        IndicatorRow {
            indicator: what.definition().code,
            period_from: meta.period_from.clone(),
            period_to: meta.period_to.clone(),
            by,
            scheme: self.scheme.clone(),
            locality_code: String::new(),
            locality_name: String::new(),
            audience: "",
            age_band: "",
            mode: "",
            grade: who.code(),
            flag: "",
            value: None,
            people_or_attempts,
            note: if additive { "" } else { NOT_ADDITIVE },
            computed_at: meta.computed_at,
            rule_version: RULE_VERSION,
            suppressed: false,
        }
    }
}

/// Whose cells a row adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Identified,
    Anonymous,
    Everybody,
    Adults,
    UnknownAge,
}

impl Who {
    fn holds(self, key: &Key) -> bool {
        let identified = key.grade != Grade::Anonymous;
        match self {
            Self::Everybody => true,
            Self::Identified => identified,
            Self::Anonymous => !identified,
            Self::Adults => identified && key.adult == Some(true),
            Self::UnknownAge => identified && key.adult.is_none(),
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Everybody => ALL_GRADES,
            Self::Anonymous => Grade::Anonymous.code(),
            _ => IDENTIFIED,
        }
    }
}

impl Key {
    /// Place of the audience in reporting order; "not told" comes last.
    fn audience_rank(&self) -> usize {
        Audience::ALL.iter().position(|a| Some(*a) == self.audience).unwrap_or(Audience::ALL.len())
    }
}

fn audience_code(rank: usize) -> &'static str {
    Audience::ALL.get(rank).map_or(NOT_TOLD, |a| a.code())
}

fn shown(mut row: IndicatorRow, value: u64, public: bool) -> IndicatorRow {
    let cell = if public { Suppressed::public(value) } else { Suppressed::Shown(value) };
    row.value = cell.shown();
    if row.grade == Grade::Anonymous.code() && row.people_or_attempts == Counts::People {
        row.note = NEVER_ADDED;
    }
    row.suppressed = row.value.is_none();
    row
}
