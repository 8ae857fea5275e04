//! One person of the crowd, as `people/register.rs` writes one down: the row, the consents, the unit; a few corrected
//! later what they had told, as `store/people.rs` does it.
//!
//! Invariant: a person depends only on their number and the moment they came.

use super::Scene;
use super::dice::{Dice, Use};
use domain::locality::LocalityKey;
use domain::people::{AgeBand, Audience, Flag, Grade, Mode, Purpose, protected_child};
use server::people::register::TEXT_VERSION;
use server::store::people::{Consent, Participant};

/// Audiences per thousand people.
const AUDIENCES: [(Audience, u64); 5] = [
    (Audience::Citizen, 370),
    (Audience::Pupil, 280),
    (Audience::CivilServant, 150),
    (Audience::Worker, 120),
    (Audience::Student, 80),
];
const THINGS: [&str; 12] =
    ["Mây", "Gió", "Nắng", "Mưa", "Sóng", "Suối", "Thác", "Đồi", "Núi", "Rừng", "Biển", "Trăng"];

/// A person and what belongs to them.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The row as it was at the registration.
    pub(super) row: Participant,
    /// Consents with their ids.
    pub(super) consents: Vec<(String, Consent)>,
    /// Unit of the contest's list.
    pub(super) unit: Option<String>,
    /// Where the person says they live since they corrected it.
    pub(super) moved: Option<LocalityKey>,
    /// The device: id, and hash and label when the person brought it along.
    pub(super) device: (String, Option<(String, &'static str)>),
    /// How likely a question is answered right, per mille.
    pub(super) skill: u64,
}

/// The person of a number, who came at that moment; `before` is the moment of the number before.
pub(super) fn person(scene: &Scene, number: u64, created_at: i64, before: i64) -> Person {
    let mut dice = Dice::new(Use::Person, number);
    let year = domain::calendar::year_of(created_at);
    let id = dice.id(created_at);
    let audience = AUDIENCES[dice.weighted(&AUDIENCES.map(|a| a.1))].0;
    let age = age(&mut dice, audience);
    let born = (!dice.chance(60)).then(|| i64::from(year) - age);
    let told = born.and_then(|y| i32::try_from(y).ok());
    let home = scene.home(&mut dice);
    let public = dice.chance(720);
    let unit = scene.unit(&mut dice, &home, audience);
    let moved = dice.chance(30).then(|| scene.home(&mut dice));
    let skill = u64::try_from(dice.between(450, 930)).unwrap_or(500);
    let nickname = format!("{} {}", dice.pick(&THINGS).copied().unwrap_or("Mây"), dice.below(100_000));
    let consent = |dice: &mut Dice, purpose: Purpose| {
        let consent = Consent {
            purpose: purpose.code().into(),
            given: 1,
            text_version: TEXT_VERSION.into(),
            channel: "web".into(),
            at: created_at,
        };
        (dice.id(created_at), consent)
    };
    let mut consents = vec![consent(&mut dice, Purpose::TakePart)];
    if public {
        consents.push(consent(&mut dice, Purpose::PublishNickname));
    }
    let flags = flags(&mut dice, audience, age);
    Person {
        row: Participant {
            id,
            origin: scene.origin.clone(),
            nickname,
            locality_scheme: home.scheme,
            locality_code: home.code,
            audience: audience.code().into(),
            flags,
            birth_year: born,
            age_band: AgeBand::in_year(told, year).code().into(),
            grade: Grade::Declared.code().into(),
            mode: Mode::Online.code().into(),
            extra_time: None,
            public_name: i64::from(public),
            child: i64::from(protected_child(told, year)),
            code_generation: 0,
            contact_hmac: None,
            demo: 0,
            created_at,
            erased_at: None,
        },
        consents,
        unit,
        moved,
        device: device(number, created_at, before),
        skill,
    }
}

/// Every eighth person registers on the phone of who came before.
fn device(number: u64, created_at: i64, before: i64) -> (String, Option<(String, &'static str)>) {
    let shared = number % 8 == 7;
    let (owner, at) = if shared { (number - 1, before) } else { (number, created_at) };
    let mut dice = Dice::new(Use::Coming, owner);
    let id = dice.id(at);
    let hash = || server::secret::token_hash(&format!("{:016x}{:016x}", dice.next(), dice.next()));
    (id, (!shared).then(hash).map(|hash| (hash, "Chrome, Android")))
}

fn age(dice: &mut Dice, audience: Audience) -> i64 {
    match audience {
        Audience::Pupil => dice.between(11, 18),
        Audience::Student => dice.between(18, 24),
        Audience::CivilServant => dice.between(23, 60),
        Audience::Worker => dice.between(18, 58),
        Audience::Citizen if dice.chance(260) => dice.between(60, 84),
        Audience::Citizen => dice.between(18, 59),
    }
}

/// As stored: codes in alphabetical order, comma between.
fn flags(dice: &mut Dice, audience: Audience, age: i64) -> String {
    let mut flags: Vec<&str> = Vec::new();
    if age >= 18 && dice.chance(if audience == Audience::CivilServant { 90 } else { 30 }) {
        flags.push(Flag::DigitalTeam.code());
    }
    if (18..=75).contains(&age) && dice.chance(180) {
        flags.push(Flag::WomenUnion.code());
    }
    if (16..=30).contains(&age) && dice.chance(450) {
        flags.push(Flag::YouthUnion.code());
    }
    flags.join(",")
}
