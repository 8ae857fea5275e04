//! One person of the crowd, as `people/register.rs` writes one down: the row, the consents, the unit; a few corrected
//! later what they had told, as `store/people.rs` does it.
//!
//! Invariant: a person depends only on their number and the moment they came.

use super::Scene;
use domain::locality::LocalityKey;
use domain::people::{AgeBand, Grade, Mode, Purpose, protected_child};
use server::demo::dice::{Dice, Use};
use server::demo::names::nickname;
use server::demo::person::{AUDIENCES, age, flags};
use server::people::register::TEXT_VERSION;
use server::store::people::{Consent, Participant};

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
    let nickname = nickname(&mut dice);
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
    let hash = || server::secret::token_hash(&dice.id(at));
    (id, (!shared).then(hash).map(|hash| (hash, "Chrome, Android")))
}
