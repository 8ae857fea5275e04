//! A contest as shown on lists and at the head of its page.

use crate::contests::catalogue::Loaded;
use crate::state::App;
use crate::store::people::Participant;
use ::app::model::{ContestCard, Lang};
use domain::locality::LocalityKey;

/// The card of a contest for a visitor.
#[must_use]
pub fn card(app: &App, contest: &Loaded, person: Option<&Participant>, lang: Lang) -> ContestCard {
    let now = app.now();
    let doc = &contest.doc;
    let open = doc.open_round(now);
    let next = doc.next_round(now);
    // A round that is open tells the rules; else the next; else the last that was.
    let shown = open.or(next).or_else(|| doc.rounds.last());
    let nearby = person.and_then(|p| {
        let key = LocalityKey::new(&p.locality_scheme, &p.locality_code);
        let index = app.places.registry.index_of(&key)?;
        if key.scheme == domain::locality::SPECIAL {
            return None;
        }
        Some((app.places.name(&key.scheme, &key.code), app.standings.nearby(&contest.id, index)))
    });
    ContestCard {
        slug: doc.slug.clone(),
        title: title(contest, lang),
        round: open.map(|r| r.title.clone()),
        questions: shown.map_or(0, |r| r.rules.questions()),
        minutes: shown.map_or(0, |r| r.rules.minutes),
        per_day: shown.and_then(|r| r.rules.attempts_per_day),
        closes_at: open.map(|r| r.closes_at),
        opens_at: if open.is_none() { next.map(|r| r.opens_at) } else { None },
        participants: app.standings.participants(&contest.id),
        nearby,
        demo: doc.demo,
        over: open.is_none() && next.is_none(),
    }
}

/// The title in the visitor's language.
#[must_use]
pub fn title(contest: &Loaded, lang: Lang) -> String {
    match (lang, &contest.doc.title_en) {
        (Lang::En, Some(english)) => english.clone(),
        _ => contest.doc.title.clone(),
    }
}
