//! Stored rows into the tally, person by person.
//!
//! Plays of live rooms come before the attempts: those of nobody known are counted at once, those of persons wait for
//! their attempts, so that somebody who did both is one person. Who is linked with another registration waits until the
//! last fact; everybody else is counted as soon as their attempts are over.

use super::events::{Held, Live};
use super::linked::Linked;
use super::plays::Plays;
use super::query::Query;
use super::rounds::{Rounds, Try};
use super::scope::Confined;
use crate::store::indicators::{Ended, Place, Play, Show, Sink};
use domain::indicators::{Cell, Facts, Flags, Modes, PersonFact, Tally};
use domain::locality::Registry;
use domain::people::{AgeBand, Audience, Flag, Grade, Mode};

/// Attempts between two words about progress.
const STEP: u64 = 10_000;

/// The count of one report while facts come in.
pub(super) struct Counter<'a, P> {
    registry: &'a Registry,
    rounds: &'a Rounds,
    confined: &'a Confined,
    tally: Tally<'a>,
    person: Person,
    linked: Linked,
    plays: Plays,
    /// The room whose plays are coming.
    live: Live,
    held: Vec<Held>,
    read: u64,
    progress: P,
}

/// What is gathered about the person whose attempts are coming; its buffers are used again for the next.
#[derive(Debug, Default)]
struct Person {
    id: String,
    /// Cell of the last valid attempt so far, and when it ended.
    last: Option<(i64, Cell)>,
    last_id: String,
    modes: Vec<Mode>,
    birth_year: Option<i32>,
    has_saved_answer: bool,
    completed: bool,
    tries: Vec<Try>,
}

impl<'a, P: FnMut(u64) + Send> Counter<'a, P> {
    pub(super) fn new(
        registry: &'a Registry,
        query: &Query,
        units: &[u16],
        rounds: &'a Rounds,
        confined: &'a Confined,
        progress: P,
    ) -> Self {
        let tally = Tally::new(registry, query.scheme(), units, query.end_year());
        Self {
            registry,
            rounds,
            confined,
            tally,
            person: Person::default(),
            linked: Linked::default(),
            plays: Plays::default(),
            live: Live::default(),
            held: Vec::new(),
            read: 0,
            progress,
        }
    }

    /// An event of the period, unless it is held where the report may not look.
    pub(super) fn event(&mut self, event: Held) {
        if self.confined.covers(event.place) {
            self.tally.add_event(event.place, event.mode);
            self.held.push(event);
        }
    }

    /// The finished tally and the events, after the last fact.
    pub(super) fn finish(mut self) -> (Tally<'a>, Vec<Held>) {
        self.end_person();
        // Who played and sat nowhere.
        for id in self.plays.people() {
            self.person.id = id;
            self.end_person();
        }
        for human in std::mem::take(&mut self.linked).into_humans() {
            let (registered, took_part) = human.told();
            if let Some(cell) = registered.filter(|cell| self.confined.covers(cell.locality)) {
                self.tally.add_registered(&cell);
            }
            if let Some(fact) = took_part.filter(|fact| self.confined.covers(fact.cell.locality)) {
                self.tally.add_person(&fact);
            }
        }
        (self.progress)(self.read);
        (self.tally, self.held)
    }

    fn step(&mut self) {
        self.read += 1;
        if self.read.is_multiple_of(STEP) {
            (self.progress)(self.read);
        }
    }

    fn cell(&self, place: &Place<'_>, mode: Mode) -> Cell {
        let flags: Vec<Flag> = place.flags.split(',').filter_map(Flag::from_code).collect();
        Cell {
            locality: self.registry.find(place.scheme, place.code).unwrap_or(self.registry.unknown()),
            audience: Audience::from_code(place.audience),
            age_band: AgeBand::from_code(place.age_band).unwrap_or(AgeBand::Unknown),
            // A grade this release does not know must not swell the unique persons.
            grade: Grade::from_code(place.grade).unwrap_or(Grade::Anonymous),
            mode,
            flags: Flags::of(&flags),
        }
    }

    /// A play of nobody known: a person and an attempt of its own.
    fn anonymous(&mut self, cell: &Cell, voided: bool) {
        if voided {
            self.tally.add_voided(cell, 1);
            return;
        }
        self.tally.add_attempts(cell, 1);
        let facts = Facts { has_saved_answer: true, ..Facts::default() };
        let modes = Modes::of(&[Mode::Live]);
        self.tally.add_person(&PersonFact { cell: *cell, modes, birth_year: None, facts });
    }

    /// The person's plays: one attempt in each room.
    fn add_plays(&mut self) {
        for play in self.plays.take(&self.person.id) {
            let told = self.confined.covers(play.cell.locality);
            if play.voided {
                if told {
                    self.tally.add_voided(&play.cell, 1);
                }
                continue;
            }
            if told {
                self.tally.add_attempts(&play.cell, 1);
            }
            self.person.stand(play.at, &play.id, play.cell);
            self.person.has_saved_answer = true;
            self.person.birth_year = self.person.birth_year.or(play.birth_year);
        }
    }

    fn end_person(&mut self) {
        self.add_plays();
        let person = &mut self.person;
        let last = person.last.take();
        let human = self.linked.human(&person.id);
        if let Some((at, cell)) = last
            && (human.is_some() || self.confined.covers(cell.locality))
        {
            let facts = Facts {
                has_saved_answer: person.has_saved_answer,
                completed: person.completed,
                passed: self.rounds.passed(&person.tries),
            };
            let modes = Modes::of(&person.modes);
            let fact = PersonFact { cell, modes, birth_year: person.birth_year, facts };
            match human {
                Some(human) => human.took_part(at, &person.last_id, fact),
                None => self.tally.add_person(&fact),
            }
        }
        person.modes.clear();
        person.tries.clear();
        person.birth_year = None;
        person.has_saved_answer = false;
        person.completed = false;
    }
}

impl Person {
    /// A valid attempt: the last one says where the person is.
    fn stand(&mut self, at: i64, id: &str, cell: Cell) {
        let later = match self.last {
            None => true,
            Some((before, _)) => (before, self.last_id.as_str()) < (at, id),
        };
        if later {
            self.last = Some((at, cell));
            id.clone_into(&mut self.last_id);
        }
        if !self.modes.contains(&cell.mode) {
            self.modes.push(cell.mode);
        }
    }
}

impl<P: FnMut(u64) + Send> Sink for Counter<'_, P> {
    fn linked(&mut self, one: &str, other: &str) {
        self.linked.join(one, other);
    }

    fn registered(&mut self, id: &str, at: i64, place: Place<'_>) {
        let cell = self.cell(&place, Mode::Online);
        match self.linked.human(id) {
            Some(human) => human.register(at, id, cell),
            None if self.confined.covers(cell.locality) => self.tally.add_registered(&cell),
            None => {}
        }
    }

    fn show(&mut self, show: Show) -> Result<bool, sqlx::Error> {
        let (live, event) = Live::read(self.registry, self.rounds, show)?;
        let counts = event.is_some();
        self.live = live;
        if let Some(event) = event {
            self.event(event);
        }
        Ok(counts)
    }

    fn play(&mut self, play: Play<'_>) {
        self.step();
        let cell = self.cell(&play.place, Mode::Live);
        let voided = self.live.took_out(play.number);
        let Some(person) = play.person else {
            // Nobody knows whether it is the same human twice: never a unique person, whatever the row says.
            let cell = Cell { grade: Grade::Anonymous, ..cell };
            if self.confined.covers(cell.locality) {
                self.anonymous(&cell, voided);
            }
            return;
        };
        let birth_year = play.birth_year.and_then(|year| i32::try_from(year).ok());
        self.plays.put(person, (&self.live.room, play.id, play.last_at), cell, voided, birth_year);
    }

    fn ended(&mut self, attempt: Ended<'_>) {
        self.step();
        if self.person.id != attempt.participant_id {
            self.end_person();
            attempt.participant_id.clone_into(&mut self.person.id);
            self.person.birth_year = attempt.birth_year.and_then(|year| i32::try_from(year).ok());
        }
        let mode = Mode::from_code(attempt.mode).unwrap_or(Mode::Online);
        let cell = self.cell(&attempt.place, mode);
        let told = self.confined.covers(cell.locality);
        if attempt.voided {
            if told {
                self.tally.add_voided(&cell, 1);
            }
            return;
        }
        if told {
            self.tally.add_attempts(&cell, 1);
        }
        let person = &mut self.person;
        person.stand(attempt.submitted_at, attempt.id, cell);
        person.completed |= attempt.completed;
        if attempt.answered > 0 {
            person.has_saved_answer = true;
            person.tries.push(Try {
                round: self.rounds.find(attempt.contest_id, attempt.round_id),
                score: attempt.score,
                prediction: attempt.prediction,
                duration_ms: attempt.duration_ms,
                submitted_at: attempt.submitted_at,
                passed: attempt.passed,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::scope::tests::registry;
    use domain::indicators::{Breakdown, IndicatorRow, ReportMeta};

    fn attempt<'r>(person: &'r str, id: &'r str, place: Place<'r>, at: i64) -> Ended<'r> {
        Ended {
            participant_id: person,
            id,
            contest_id: "c",
            round_id: "r",
            place,
            mode: "online",
            submitted_at: at,
            answered: 1,
            score: 0,
            prediction: None,
            duration_ms: 1,
            completed: false,
            passed: false,
            voided: false,
            birth_year: None,
        }
    }

    fn count(
        only: Option<&[domain::locality::LocalityKey]>,
        feed: &dyn Fn(&mut dyn Sink),
    ) -> Vec<IndicatorRow> {
        let r = registry();
        let query = Query::parse(&r, "2026-10-01", "2026-10-31", "post-2025-07", "total,locality").unwrap();
        let confined = Confined::new(&r, only);
        let units = super::super::scope::units(&r, query.scheme(), &[], &confined);
        let rounds = Rounds::default();
        let mut counter = Counter::new(&r, &query, &units, &rounds, &confined, |_| {});
        feed(&mut counter);
        let meta = ReportMeta {
            period_from: String::new(),
            period_to: String::new(),
            computed_at: 0,
            public: false,
        };
        counter.finish().0.rows(&query.by, &meta)
    }

    fn value(rows: &[IndicatorRow], indicator: &str, by: Breakdown, code: &str) -> u64 {
        let mut rows = rows.iter().filter(|r| {
            r.indicator == indicator
                && r.by == by
                && r.locality_code == code
                && r.grade != "anonymous"
                && r.age_band.is_empty()
        });
        rows.next().and_then(|r| r.value).unwrap_or(0)
    }

    /// The codes of two present units.
    fn two_units() -> [String; 2] {
        let r = registry();
        let mut codes = r.all().filter(|(_, u)| u.present()).map(|(_, u)| u.key.code.clone());
        std::array::from_fn(|_| codes.next().unwrap())
    }

    fn place(code: &str) -> Place<'_> {
        Place {
            scheme: "post-2025-07",
            code,
            audience: "pupil",
            flags: "youth_union,digital_team",
            age_band: "<16",
            grade: "declared",
        }
    }

    #[test]
    fn a_person_sits_where_the_last_valid_attempt_was() {
        let [first, second] = &two_units();
        let feed = |sink: &mut dyn Sink| {
            sink.registered("p1", 1, place(first));
            sink.ended(attempt("p1", "a3", place(first), 30));
            sink.ended(attempt("p1", "a1", place(second), 10));
            // Voided attempts neither count nor say where a person is.
            sink.ended(Ended { voided: true, ..attempt("p1", "a4", place(second), 40) });
            // Ended at the same moment: the later id decides.
            sink.ended(attempt("p2", "b1", place(first), 50));
            sink.ended(attempt("p2", "b2", place(second), 50));
            // No saved answer: an attempt, not a participant.
            sink.ended(Ended { answered: 0, ..attempt("p3", "c1", place(first), 60) });
        };
        let rows = count(None, &feed);
        let total = |what| value(&rows, what, Breakdown::Total, "");
        assert_eq!([total("I1"), total("I2"), total("I3"), total("I3-huy")], [1, 2, 5, 1]);
        assert_eq!(value(&rows, "I2", Breakdown::Locality, first), 1);
        assert_eq!(value(&rows, "I2", Breakdown::Locality, second), 1);
        assert_eq!(value(&rows, "I3", Breakdown::Locality, first), 3);
        assert_eq!(value(&rows, "I10-tuso", Breakdown::Total, ""), 2);
        assert_eq!(value(&rows, "I10-mauso", Breakdown::Total, ""), 135);

        let key = domain::locality::LocalityKey::new("post-2025-07", second);
        let rows = count(Some(&[key]), &feed);
        let total = |what| value(&rows, what, Breakdown::Total, "");
        assert_eq!([total("I1"), total("I2"), total("I3"), total("I3-huy")], [0, 1, 2, 1]);
        assert_eq!(total("I10-mauso"), 1);
        assert!(rows.iter().all(|r| r.locality_code.is_empty() || r.locality_code == *second));
    }

    #[test]
    fn who_is_linked_is_one_person_online_and_on_stage() {
        let [first, second] = &two_units();
        let feed = |sink: &mut dyn Sink| {
            sink.linked("p1", "p5");
            sink.linked("p5", "p9");
            sink.registered("p9", 1, place(first));
            sink.registered("p1", 2, place(second));
            sink.registered("p2", 3, place(second));
            let play = Play {
                id: "seat",
                number: 1,
                person: Some("p9"),
                place: place(second),
                last_at: 90,
                birth_year: None,
            };
            sink.play(play);
            sink.ended(attempt("p1", "a1", place(first), 30));
            sink.ended(attempt("p2", "a2", place(first), 10));
            sink.ended(attempt("p5", "a5", place(first), 80));
        };
        let rows = count(None, &feed);
        let total = |what| value(&rows, what, Breakdown::Total, "");
        assert_eq!([total("I1"), total("I2"), total("I3")], [2, 2, 4]);
        for code in [first, second] {
            assert_eq!(value(&rows, "I1", Breakdown::Locality, code), 1);
            assert_eq!(value(&rows, "I2", Breakdown::Locality, code), 1);
        }
        // Confined: somebody is told where they are told in the whole, or not at all.
        let key = domain::locality::LocalityKey::new("post-2025-07", second);
        let rows = count(Some(&[key]), &feed);
        let total = |what| value(&rows, what, Breakdown::Total, "");
        assert_eq!([total("I1"), total("I2"), total("I3")], [1, 1, 1]);
    }
}
