//! What a host typed about a new room, as a spec: every mistake beside its field.
//!
//! Invariant: the spec's own rules decide; here texts become numbers, nothing more.

use crate::state::App;
use ::app::model::FieldErrors;
use ::app::model::live::RoomForm;
use domain::draw::Pool;
use domain::live::pick::Filter;
use domain::live::spec::{
    GroupKind, Groups, KnockoutRules, LiveQuestion, Pace, RoomSpec, Scoring, ScoringRule, SpecFault, Streak,
};
use domain::locality::{LocalityChoice, LocalityKey};
use domain::payload::Kind;
use domain::people::Audience;
use domain::question::Revision;
use domain::text::nfc;
use std::collections::BTreeSet;

/// Codes of kinds as the form has them.
const KINDS: [(&str, Kind); 7] = [
    ("single_choice", Kind::SingleChoice),
    ("multiple_choice", Kind::MultipleChoice),
    ("true_false", Kind::TrueFalse),
    ("ordering", Kind::Ordering),
    ("matching", Kind::Matching),
    ("numeric", Kind::Numeric),
    ("short_text", Kind::ShortText),
];

/// Which questions the form asks for: one filter of the bank, or one for each line of the contest's blueprint.
#[must_use]
pub fn filters(app: &App, form: &RoomForm) -> Vec<Filter> {
    if form.source != "contest" {
        return vec![filter(form)];
    }
    let contest = app.catalogue.by_slug(&form.contest);
    let round = contest.as_ref().and_then(|contest| contest.doc.rounds.first());
    round.map_or_else(Vec::new, |round| round.rules.blueprint.iter().map(Filter::from).collect())
}

/// A wording that fits one of the filters and goes with the others: none of theirs and none of their enemies. Where one is
/// to be `replaced`, it is one of the same filter if there is any.
#[must_use]
pub fn another(
    filters: &[Filter],
    replaced: Option<&str>,
    others: &[&str],
    pool: &Pool,
    seed: usize,
) -> Option<String> {
    let of = |id: &str| pool.revisions().iter().find(|r| r.id == id);
    let present: Vec<&Revision> = others.iter().filter_map(|id| Some(of(id)?.as_ref())).collect();
    let old = replaced.and_then(of);
    let free: Vec<&Revision> = pool
        .revisions()
        .iter()
        .map(AsRef::as_ref)
        .filter(|r: &&Revision| old.is_none_or(|old| old.question != r.question))
        .filter(|r| present.iter().all(|p| p.question != r.question && !feud(p, r)))
        .collect();
    let same = |r: &Revision| old.is_some_and(|old| filters.iter().any(|f| f.fits(old) && f.fits(r)));
    let alike: Vec<&&Revision> = free.iter().filter(|r| same(r)).collect();
    let fit: Vec<&&Revision> = if alike.is_empty() {
        free.iter().filter(|r| filters.iter().any(|f| f.fits(r))).collect()
    } else {
        alike
    };
    fit.get(seed.checked_rem(fit.len())?).map(|r| r.id.clone())
}

/// A writer names enemies on one side; it holds for both.
fn feud(a: &Revision, b: &Revision) -> bool {
    a.enemies.contains(&b.question) || b.enemies.contains(&a.question)
}

/// Keeps the first thing that is wrong with each field: what could not be read is not also out of range.
pub fn first_of_each(errors: &mut FieldErrors) {
    let mut seen = BTreeSet::new();
    errors.retain(|(field, _)| seen.insert(*field));
}

fn filter(form: &RoomForm) -> Filter {
    Filter {
        topics: form.topics.clone(),
        difficulty: form.difficulty.iter().filter_map(|d| d.parse().ok()).collect(),
        audience: Audience::from_code(&form.audience),
        kinds: KINDS
            .iter()
            .filter(|(code, _)| form.kinds.iter().any(|k| k == code))
            .map(|(_, kind)| *kind)
            .collect(),
    }
}

/// Reads whole numbers and remembers which could not be read.
struct Numbers<'e>(&'e mut FieldErrors);

impl Numbers<'_> {
    fn read(&mut self, field: &'static str, text: &str) -> u32 {
        text.trim().parse().unwrap_or_else(|_| {
            self.0.push((field, "number"));
            0
        })
    }
}

/// The spec with these questions; mistakes are added to `errors`.
#[must_use]
pub fn spec(form: &RoomForm, questions: Vec<LiveQuestion>, errors: &mut FieldErrors) -> RoomSpec {
    let mut n = Numbers(errors);
    let streak = form.streak.then(|| Streak {
        step: n.read("streak_step", &form.streak_step),
        cap: n.read("streak_cap", &form.streak_cap),
    });
    let rule = match form.rule.as_str() {
        "accuracy" => ScoringRule::Accuracy,
        "speed" => ScoringRule::Speed,
        _ => ScoringRule::KnowledgeFirst,
    };
    let kind = match form.groups.as_str() {
        "locality" => Some(GroupKind::Locality),
        "team" => Some(GroupKind::Team),
        "class" => Some(GroupKind::Class),
        _ => None,
    };
    let names = || form.names.lines().map(str::trim).filter(|l| !l.is_empty()).map(nfc).collect();
    let groups = kind.map(|kind| Groups {
        kind,
        names: if kind == GroupKind::Locality { Vec::new() } else { names() },
        top_k: n.read("top_k", &form.top_k),
    });
    let knockout = form.knockout.then(|| KnockoutRules {
        seats: n.read("seats", &form.seats),
        rescues: n.read("rescues", &form.rescues),
        rescue_count: n.read("rescue_count", &form.rescue_count),
    });
    let pace = if form.pace == "auto" {
        Pace::Auto {
            reveal: n.read("pace_reveal", &form.pace_reveal),
            standings: n.read("pace_standings", &form.pace_standings),
        }
    } else {
        Pace::Manual
    };
    RoomSpec {
        // Some keyboards send marks apart from their letters.
        title: nfc(form.title.trim()),
        scoring: Scoring { rule, streak },
        questions,
        groups,
        freeze_last: n.read("freeze_last", &form.freeze_last),
        ceremony_places: n.read("ceremony_places", &form.ceremony_places),
        knockout,
        pace,
        ready_seconds: n.read("ready_seconds", &form.ready_seconds),
        capacity: n.read("capacity", &form.capacity),
        sounds: form.sounds,
    }
}

/// Where the form says that it takes place; `None` where it says nothing. What the register does not have, or has only of
/// other provinces, is added to `errors`.
#[must_use]
pub fn place(app: &App, form: &RoomForm, errors: &mut FieldErrors) -> Option<LocalityKey> {
    if form.place.is_empty() {
        return None;
    }
    match LocalityChoice::parse(&form.place) {
        Some(LocalityChoice::Unit(key)) if !app.places.registry.units_in(&key).is_empty() => Some(key),
        _ => {
            errors.push(("place", "no_such_place"));
            None
        }
    }
}

/// The form's field of a fault, where it is about one.
#[must_use]
pub fn field_of(fault: &SpecFault) -> Option<&'static str> {
    Some(match fault.field {
        "title" => "title",
        "scoring" | "scoring.rule" => "rule",
        "scoring.streak" | "scoring.streak.step" => "streak_step",
        "scoring.streak.cap" => "streak_cap",
        "groups" | "groups.names" => "names",
        "groups.top_k" => "top_k",
        "freeze_last" => "freeze_last",
        "ceremony_places" => "ceremony_places",
        "knockout" | "knockout.seats" => "seats",
        "knockout.rescues" => "rescues",
        "knockout.rescue_count" => "rescue_count",
        "pace" | "pace.reveal" => "pace_reveal",
        "pace.standings" => "pace_standings",
        "ready_seconds" => "ready_seconds",
        "capacity" => "capacity",
        _ => return None,
    })
}

/// A form as it was posted.
#[must_use]
pub fn posted(fields: &crate::http::forms::Fields) -> RoomForm {
    RoomForm::posted(|name| fields.get(name), |name| fields.all(name))
}
