//! `GET /attempts/{id}?q=N`: one question as a form, made livelier by the island.

use super::{html, see};
use crate::attempts::facts::{self, Fact};
use crate::attempts::{submit, view};
use crate::error::{Failure, Outcome};
use crate::http::visitor::Visitor;
use crate::state::App;
use crate::store::attempts::{self, Attempt};
use ::app::model::AttemptPage;
use ::app::pages;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::timing::accepts;
use std::sync::Arc;

/// Which question.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct At {
    q: Option<u32>,
    notice: Option<String>,
}

/// The attempt of this visitor: it must belong to the person taking part now.
///
/// # Errors
/// `signed_out`, `attempt_not_found`, `not_yours`.
pub async fn own(app: &App, visitor: &Visitor, id: &str) -> Outcome<(Attempt, Arc<Fact>)> {
    let person = visitor.known()?;
    let mut link = app.store.read().await?;
    let row = attempts::get(&mut link, id).await?.ok_or_else(Failure::attempt_not_found)?;
    drop(link);
    if row.participant_id != person.id {
        return Err(Failure::not_yours());
    }
    let fact = facts::from_row(app, &row).await?;
    Ok((row, fact))
}

/// The page; an attempt that is over leads to its result.
///
/// # Errors
/// As [`own`].
pub async fn get(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(at): Query<At>,
    mut visitor: Visitor,
) -> Outcome<Response> {
    let (row, fact) = own(&app, &visitor, &id).await?;
    let over = row.submitted_at.is_some() || !accepts(app.now(), row.deadline);
    if over {
        if row.submitted_at.is_none() {
            submit::submit(&app, &id, submit::By::Sweeper, None).await?;
        }
        return Ok(see(&format!("/attempts/{id}/result"), Vec::new()));
    }
    let contest = app.catalogue.by_id(&row.contest_id).ok_or_else(Failure::not_found)?;
    visitor.kiosk |= contest.doc.kiosk;
    let attempt = view::view(&app, &row, &fact, visitor.english()).await?;
    let chrome = visitor.chrome(&app);
    let last = u32::try_from(attempt.questions.len()).unwrap_or(1).max(1);
    // Coming back without a number lands on the first question still open.
    let first_open = attempt.questions.iter().find(|q| q.choice.is_none()).map_or(1, |q| q.position);
    let page = AttemptPage {
        title: super::cards::title(&contest, visitor.lang),
        slug: contest.doc.slug.clone(),
        round: contest.doc.round(&row.round_id).map(|r| r.title.clone()).unwrap_or_default(),
        position: at.q.unwrap_or(first_open).clamp(1, last),
        notice: match at.notice.as_deref() {
            Some("saved") => Some("attempt.saved"),
            Some("incomplete") => Some("attempt.incomplete"),
            _ => None,
        },
        demo: contest.doc.demo,
        attempt,
    };
    Ok(html(&chrome, pages::attempt(&chrome, page)))
}
