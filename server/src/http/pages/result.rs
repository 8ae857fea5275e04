//! `GET /attempts/{id}/result`: score, rank at home, what was right and why.

use super::{html, see};
use crate::attempts::facts::{self, Fact};
use crate::attempts::submit::{self, By};
use crate::attempts::{entry, result, view};
use crate::contests::catalogue::Loaded;
use crate::error::{Failure, Outcome};
use crate::http::visitor::Visitor;
use crate::people::contact::may_ask;
use crate::state::App;
use crate::store::attempts as store;
use crate::store::close::Marked;
use crate::store::people::{self, Participant};
use crate::store::standings as rows;
use ::app::model::{ContactAsk, ResultPage};
use ::app::pages;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::contest::IdentityNeed;
use domain::payload::{ExtensionView, ResultView};
use domain::timing::{Window, accepts};
use std::sync::Arc;

/// The page; a running attempt leads back to its question.
///
/// # Errors
/// `signed_out`, `attempt_not_found`, `not_yours`; storage errors.
pub async fn get(State(app): State<App>, Path(id): Path<String>, visitor: Visitor) -> Outcome<Response> {
    show(&app, visitor, &id, Wrong::default()).await
}

/// What was wrong with a form on this page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    /// The contact: `contact`, `consent`.
    pub contact: Option<&'static str>,
    /// The group or roster code: `group_code`, `group_slow`.
    pub group: Option<&'static str>,
}

/// Shows it, perhaps with what was wrong.
///
/// # Errors
/// `signed_out`, `attempt_not_found`, `not_yours`; storage errors.
pub async fn show(app: &App, mut visitor: Visitor, id: &str, wrong: Wrong) -> Outcome<Response> {
    let person = visitor.known()?.clone();
    let fact = facts::of(app, id).await?;
    if fact.person != person.id {
        return Err(Failure::not_yours());
    }
    let (known, late) = match app.facts.result(id, app.now()) {
        // Closed a moment ago: nothing that came late is noted yet.
        Some(known) => (known, Vec::new()),
        None => match read(app, &fact).await? {
            Some(read) => read,
            None => return Ok(see(&format!("/attempts/{id}"), Vec::new())),
        },
    };
    let Marked { row, answers, attempts } = known.as_ref();
    let contest = app.catalogue.by_id(&row.contest_id).ok_or_else(Failure::not_found)?;
    visitor.kiosk |= contest.doc.kiosk;
    let known = result::Known { row, fact: &fact, answers, attempts };
    let result = result::from(app, known, visitor.english()).await?;
    let moments: Vec<_> =
        attempts.iter().filter(|a| a.voided_at.is_none()).map(store::Attempt::moment).collect();
    let way = entry::from(&contest, Some(&moments), app.now());
    let rest = rest(app, &contest, &person, row).await?;
    let Rest { extensions, unranked, given } = rest;
    let needed = contest.doc.identity == IdentityNeed::Contact;
    let contact = if !contest.doc.prizes || person.child == 1 {
        ContactAsk::No
    } else if given {
        ContactAsk::Given
    } else if !may_ask(&person) {
        ContactAsk::AgeFirst { needed }
    } else {
        ContactAsk::Ask { needed, error: wrong.contact }
    };
    let round = contest.doc.round(&row.round_id);
    let which = contest.doc.rounds.iter().position(|r| r.id == row.round_id);
    let code = app.secrets.personal_code(&person.id, person.code_generation);
    let audience = domain::people::Audience::from_code(&row.audience);
    let frozen = crate::standings::frozen_since(&contest, which, app.now()).is_some();
    let (not_counted, no_rank) = reasons(row, attempts, &result, frozen);
    let page = ResultPage {
        attempt: row.id.clone(),
        title: super::cards::title(&contest, visitor.lang),
        slug: contest.doc.slug.clone(),
        round: round.map(|r| r.title.clone()).unwrap_or_default(),
        submitted_at: row.submitted_at.unwrap_or(row.deadline),
        by_sweeper: row.submitted_by.as_deref() == Some("sweeper"),
        correct: u32::try_from(row.correct).unwrap_or(0),
        questions: u32::try_from(fact.paper.len()).unwrap_or(0),
        duration_ms: row.duration_ms,
        locality: app.places.name(&row.locality_scheme, &row.locality_code),
        division: audience.and_then(|a| contest.doc.division_of(a)).map(|d| d.title.clone()),
        prediction: row.prediction,
        prediction_actual: contest.actual.get(&row.round_id).copied(),
        entry: way.entry,
        left: way.left,
        late: late.into_iter().filter_map(|p| u32::try_from(p).ok()).collect(),
        contact,
        unranked: unranked.as_deref().and_then(unranked_code),
        group_wrong: wrong.group,
        extensions,
        code,
        frozen,
        not_counted,
        no_rank,
        demo: contest.doc.demo,
        result,
    };
    let chrome = visitor.chrome(app);
    let body = pages::result(&chrome, page);
    Ok(if wrong != Wrong::default() { super::refused(&chrome, body) } else { html(&chrome, body) })
}

/// The ended attempt and what belongs to it, and the positions whose taps came too late; `None` while it is running. One
/// whose time is over is closed first.
async fn read(app: &App, fact: &Fact) -> Outcome<Option<(Arc<Marked>, Vec<i64>)>> {
    let id = &*fact.id;
    let mut link = app.store.read().await?;
    let attempts = store::of_contest(&mut link, &fact.person, &fact.contest_id).await?;
    let (answers, late) = store::answers_and_late(&mut link, id).await?;
    drop(link);
    let row = attempts.iter().find(|a| a.id == id).cloned().ok_or_else(Failure::attempt_not_found)?;
    if row.submitted_at.is_some() {
        return Ok(Some((Arc::new(Marked { row, answers, attempts }), late)));
    }
    if accepts(app.now(), row.deadline) {
        return Ok(None);
    }
    let done = submit::hand_in(app, id, By::Sweeper, None).await?;
    // Somebody else closed it meanwhile: what was read before is all but that.
    let known = done.known.unwrap_or_else(|| {
        let row = *done.row;
        let attempts = attempts.iter().map(|a| if a.id == id { row.clone() } else { a.clone() }).collect();
        Arc::new(Marked { row, answers, attempts })
    });
    Ok(Some((known, late)))
}

/// What most contests have nothing of, and which is then not asked for.
struct Rest {
    extensions: Vec<ExtensionView>,
    unranked: Option<String>,
    given: bool,
}

async fn rest(app: &App, contest: &Loaded, person: &Participant, row: &store::Attempt) -> Outcome<Rest> {
    let asks_contact = contest.doc.prizes && person.child != 1;
    let extended = contest.doc.round(&row.round_id).is_none_or(|round| {
        let (length_ms, _) = round.rules.length_ms(None);
        let plain =
            Window { started_at: row.started_at, length_ms, extra_ms: row.extra_ms, extensions_ms: 0 };
        row.deadline != plain.deadline()
    });
    let mut rest = Rest { extensions: Vec::new(), unranked: None, given: false };
    if !extended && contest.simple_ranking && !asks_contact {
        return Ok(rest);
    }
    let mut link = app.store.read().await?;
    if extended {
        rest.extensions = view::extensions(store::extensions(&mut link, &row.id).await?);
    }
    if !contest.simple_ranking {
        rest.unranked =
            rows::why_unranked(&mut link, &person.id, &contest.id, contest.identity_code()).await?;
    }
    if asks_contact {
        rest.given = people::contact(&mut link, &person.id).await?.is_some();
    }
    Ok(rest)
}

/// Why the attempt does not count, and why its person stands on no board of its round; `None` where they do.
fn reasons(
    row: &store::Attempt,
    attempts: &[store::Attempt],
    result: &ResultView,
    frozen: bool,
) -> (Option<&'static str>, Option<&'static str>) {
    let counts = |a: &store::Attempt| a.submitted_at.is_some() && a.voided_at.is_none() && a.answered > 0;
    let not_counted = match row {
        _ if result.counted => None,
        row if row.voided_at.is_some() => Some("voided"),
        row if row.answered == 0 => Some("blank"),
        _ => Some("other"),
    };
    let mut round = attempts.iter().filter(|a| a.round_id == row.round_id);
    let no_rank = match result.rank.province {
        Some(_) => None,
        None if !round.any(counts) => Some("none_counts"),
        None if frozen => Some("frozen"),
        None => Some("later"),
    };
    (not_counted, no_rank)
}

fn unranked_code(code: &str) -> Option<&'static str> {
    ["barred", "contact", "group_code", "roster_code"].into_iter().find(|known| *known == code)
}
