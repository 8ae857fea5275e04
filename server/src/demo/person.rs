//! One demonstration person: who they say they are, what they agreed to, where they study or work.
//!
//! Invariants: a person depends only on their number, their home and the round they came for; ages, audiences and flags
//! fit together as they would for people; nobody can sign in as one of them, since they have no personal code.

use super::dice::{Dice, Use};
use super::names::nickname;
use crate::people::register::TEXT_VERSION;
use crate::store::people::{Consent, Participant};
use domain::contest::{Contest, Round};
use domain::locality::LocalityKey;
use domain::people::{AgeBand, Audience, Flag, Grade, Mode, Purpose, protected_child};

const HOUR_MS: i64 = 3_600_000;

/// A person and what belongs to them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Person {
    /// The row.
    pub row: Participant,
    /// Consents with their ids, oldest first.
    pub consents: Vec<(String, Consent)>,
    /// Unit of the contests' list.
    pub unit: Option<String>,
    /// Group inside the unit.
    pub group: Option<String>,
    /// How likely a middling question is answered right, per mille.
    pub skill: i64,
}

/// Audiences per thousand people.
pub const AUDIENCES: [(Audience, u64); 5] = [
    (Audience::Citizen, 370),
    (Audience::Pupil, 280),
    (Audience::CivilServant, 150),
    (Audience::Worker, 120),
    (Audience::Student, 80),
];

/// The person of a number, who registers for `round` at its beginning, on its last day or in between.
pub(super) fn person(
    number: u64,
    home: &LocalityKey,
    contest: &Contest,
    round: &Round,
    origin: &str,
) -> Person {
    let mut dice = Dice::new(Use::Person, number);
    let created_at = moment(&mut dice, round.opens_at, round.closes_at - HOUR_MS);
    let year = domain::calendar::year_of(created_at);
    let id = dice.id(created_at);
    let nickname = nickname(&mut dice);
    let audience = AUDIENCES[dice.weighted(&AUDIENCES.map(|a| a.1))].0;
    let age = age(&mut dice, audience);
    let told = !dice.chance(60);
    let birth_year = told.then(|| i64::from(year) - age);
    let born = birth_year.and_then(|y| i32::try_from(y).ok());
    let public = dice.chance(720);
    // A few think better of it and withdraw.
    let withdrawn = public && dice.chance(15);
    let consents = consents(&mut dice, created_at, public, withdrawn);
    let flags = flags(&mut dice, audience, age);
    let profile = dice.chance(if age >= 60 { 180 } else { 25 });
    let extra_time = round.rules.extra_time.first().filter(|_| profile).map(|e| e.id.clone());
    let (unit, group) = belongs(&mut dice, contest, home, audience, age);
    let skill = match audience {
        Audience::CivilServant => dice.between(620, 900),
        Audience::Student => dice.between(600, 900),
        Audience::Pupil | Audience::Worker => dice.between(480, 840),
        Audience::Citizen => dice.between(400, 820),
    };
    let row = Participant {
        id,
        origin: origin.to_owned(),
        nickname,
        locality_scheme: home.scheme.clone(),
        locality_code: home.code.clone(),
        audience: audience.code().into(),
        flags,
        birth_year,
        age_band: AgeBand::in_year(born, year).code().into(),
        grade: Grade::Declared.code().into(),
        mode: Mode::Online.code().into(),
        extra_time,
        public_name: i64::from(public && !withdrawn),
        child: i64::from(protected_child(born, year)),
        code_generation: 0,
        contact_hmac: None,
        demo: 1,
        created_at,
        erased_at: None,
    };
    Person { row, consents, unit, group, skill }
}

/// A moment of a window when people are awake, more often near its beginning and its end than in the middle.
pub(super) fn moment(dice: &mut Dice, from: i64, to: i64) -> i64 {
    let mut at = from;
    for _ in 0..6 {
        let width = (to - from).max(0);
        at = match dice.weighted(&[4, 4, 2]) {
            0 => from + dice.between(0, width / 4),
            1 => from + dice.between(0, width),
            _ => to - dice.between(0, width / 5),
        };
        let hour = (at + domain::timing::HANOI_OFFSET_MS).div_euclid(HOUR_MS).rem_euclid(24);
        if (6..23).contains(&hour) {
            break;
        }
    }
    at.clamp(from, to.max(from))
}

/// An age that fits an audience.
pub fn age(dice: &mut Dice, audience: Audience) -> i64 {
    match audience {
        Audience::Pupil => dice.between(11, 18),
        Audience::Student => dice.between(18, 24),
        Audience::CivilServant => dice.between(23, 60),
        Audience::Worker => dice.between(18, 58),
        Audience::Citizen if dice.chance(260) => dice.between(60, 84),
        Audience::Citizen => dice.between(18, 59),
    }
}

fn consents(dice: &mut Dice, at: i64, public: bool, withdrawn: bool) -> Vec<(String, Consent)> {
    let given = |purpose: Purpose, given: bool, at: i64| Consent {
        purpose: purpose.code().into(),
        given: i64::from(given),
        text_version: TEXT_VERSION.into(),
        channel: "web".into(),
        at,
    };
    let mut list = vec![(dice.id(at), given(Purpose::TakePart, true, at))];
    if public {
        list.push((dice.id(at), given(Purpose::PublishNickname, true, at)));
    }
    if withdrawn {
        let later = at + dice.between(60_000, HOUR_MS);
        list.push((dice.id(later), given(Purpose::PublishNickname, false, later)));
    }
    list
}

/// Flags that fit, as stored: codes in alphabetical order, comma between.
pub fn flags(dice: &mut Dice, audience: Audience, age: i64) -> String {
    let mut flags: Vec<&str> = Vec::new();
    if (18..=75).contains(&age) && dice.chance(180) {
        flags.push(Flag::WomenUnion.code());
    }
    if (16..=30).contains(&age) && dice.chance(450) {
        flags.push(Flag::YouthUnion.code());
    }
    let team = if audience == Audience::CivilServant { 90 } else { 30 };
    if age >= 18 && dice.chance(team) {
        flags.push(Flag::DigitalTeam.code());
    }
    flags.sort_unstable();
    flags.join(",")
}

/// Pupils are in schools, officials in offices, the young in union branches; most where they live.
fn belongs(
    dice: &mut Dice,
    contest: &Contest,
    home: &LocalityKey,
    audience: Audience,
    age: i64,
) -> (Option<String>, Option<String>) {
    let (kind, near, far) = match audience {
        Audience::Pupil => ("school", 800, 260),
        Audience::CivilServant => ("office", 700, 120),
        _ if age <= 35 => ("union", 500, 60),
        _ => ("union", 150, 20),
    };
    let here: Vec<_> = contest.units.iter().filter(|u| u.kind == kind && u.locality == *home).collect();
    let all: Vec<_> = contest.units.iter().filter(|u| u.kind == kind).collect();
    let (list, permille) = if here.is_empty() { (all, far) } else { (here, near) };
    let (joins, unit) = (dice.chance(permille), dice.pick(&list).copied());
    let Some(unit) = unit.filter(|_| joins) else { return (None, None) };
    let knows_code = dice.chance(750);
    let group = dice.pick(&unit.groups).filter(|_| knows_code).map(|g| g.id.clone());
    (Some(unit.id.clone()), group)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everybody() -> Vec<Person> {
        let contest = crate::demo::tests::closed();
        let homes = crate::demo::homes::homes(&crate::demo::tests::registry(), &contest.area, 5000);
        let round = &contest.rounds[0];
        homes.iter().zip(0..).map(|(home, n)| person(n, home, &contest, round, "o")).collect()
    }

    #[test]
    fn the_same_people_every_time() {
        assert_eq!(everybody(), everybody());
    }

    #[test]
    fn people_are_spread_as_people_are() {
        let people = everybody();
        let contest = crate::demo::tests::closed();
        let round = &contest.rounds[0];
        let year = i64::from(domain::calendar::year_of(round.opens_at));
        let share = |what: &dyn Fn(&Person) -> bool| people.iter().filter(|p| what(p)).count();
        for audience in Audience::ALL {
            let n = share(&|p| p.row.audience == audience.code());
            assert!((300..2200).contains(&n), "{audience:?}: {n}");
        }
        for band in AgeBand::ALL {
            let n = share(&|p| p.row.age_band == band.code());
            assert!(n >= 200, "{band:?}: {n}");
        }
        assert!((1200..1700).contains(&share(&|p| p.row.public_name == 0)));
        assert!((600..1500).contains(&share(&|p| p.row.child == 1)));
        assert!(share(&|p| p.row.extra_time.is_some()) > 100);
        assert!(share(&|p| p.row.flags.contains(',')) > 20);
        assert!(share(&|p| p.unit.is_some()) > 400 && share(&|p| p.group.is_some()) > 200);
        assert!(share(&|p| p.consents.len() == 3) > 10);
        for unit in &contest.units {
            assert!(share(&|p| p.unit.as_ref() == Some(&unit.id)) >= 5, "{}", unit.id);
        }
        for p in &people {
            assert!((round.opens_at..round.closes_at).contains(&p.row.created_at));
            assert!(p.row.birth_year.is_none_or(|y| (5..120).contains(&(year - y))));
            assert!(p.consents[0].1.purpose == Purpose::TakePart.code());
            let last = p.consents.iter().rfind(|c| c.1.purpose == Purpose::PublishNickname.code());
            assert_eq!(p.row.public_name, last.map_or(0, |c| c.1.given));
            assert_eq!(p.row.demo, 1);
        }
        let mut ids: Vec<_> = people.iter().map(|p| &p.row.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 5000);
    }
}
