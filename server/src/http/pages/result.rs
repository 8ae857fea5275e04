//! `GET /attempts/{id}/result`: score, rank at home, what was right and why.

use super::attempt::own;
use super::{html, see};
use crate::attempts::submit::{self, By};
use crate::attempts::{entry, result, view};
use crate::error::{Failure, Outcome};
use crate::http::visitor::Visitor;
use crate::people::qr;
use crate::state::App;
use crate::store::standings as rows;
use crate::store::{attempts, people};
use ::app::model::{ContactAsk, ResultPage};
use ::app::pages;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::contest::IdentityNeed;
use domain::timing::accepts;

/// The page; a running attempt leads back to its question.
///
/// # Errors
/// As [`own`].
pub async fn get(State(app): State<App>, Path(id): Path<String>, visitor: Visitor) -> Outcome<Response> {
    show(&app, visitor, &id, Wrong::default()).await
}

/// What was wrong with a form on this page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    /// The contact: `contact`, `consent`.
    pub contact: Option<&'static str>,
    /// The group or roster code.
    pub group: bool,
}

/// Shows it, perhaps with what was wrong.
///
/// # Errors
/// As [`own`].
pub async fn show(app: &App, mut visitor: Visitor, id: &str, wrong: Wrong) -> Outcome<Response> {
    let (mut row, fact) = own(app, &visitor, id).await?;
    if row.submitted_at.is_none() {
        if accepts(app.now(), row.deadline) {
            return Ok(see(&format!("/attempts/{id}"), Vec::new()));
        }
        row = submit::submit(app, id, By::Sweeper, None).await?;
    }
    let person = visitor.known()?.clone();
    let contest = app.catalogue.by_id(&row.contest_id).ok_or_else(Failure::not_found)?;
    visitor.kiosk |= contest.doc.kiosk;
    let result = result::of(app, &row, &fact, visitor.english()).await?;
    let way = entry::of(app, &contest, Some(&person.id)).await?;
    let mut link = app.store.read().await?;
    let late = attempts::late(&mut link, id).await?;
    let extensions = view::extensions(attempts::extensions(&mut link, id).await?);
    let unranked = rows::why_unranked(&mut link, &person.id, &contest.id, contest.identity_code()).await?;
    let given = people::contact(&mut link, &person.id).await?.is_some();
    drop(link);
    let needed = contest.doc.identity == IdentityNeed::Contact;
    let contact = if !contest.doc.prizes || person.child == 1 {
        ContactAsk::No
    } else if given {
        ContactAsk::Given
    } else {
        ContactAsk::Ask { needed, error: wrong.contact }
    };
    let round = contest.doc.round(&row.round_id);
    let which = contest.doc.rounds.iter().position(|r| r.id == row.round_id);
    let code = app.secrets.personal_code(&person.id, person.code_generation);
    let audience = domain::people::Audience::from_code(&row.audience);
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
        code_qr: qr::continue_link(app, &code),
        code,
        frozen: crate::standings::frozen_since(&contest, which, app.now()).is_some(),
        demo: contest.doc.demo,
        result,
    };
    let chrome = visitor.chrome(app).await?;
    let body = pages::result(&chrome, page);
    Ok(if wrong != Wrong::default() { super::refused(&chrome, body) } else { html(&chrome, body) })
}

fn unranked_code(code: &str) -> Option<&'static str> {
    ["barred", "contact", "group_code", "roster_code"].into_iter().find(|known| *known == code)
}
