//! `/practice` and `/practice/{slug}`: no record, instant feedback. A run lives in its address: a seed, a place, a
//! count; the key is looked at only after an answer was given.

use super::answer::{Typed, choice_of};
use super::html;
use crate::attempts::view::{TRUTH_EN, TRUTH_VI};
use crate::contests::catalogue::Loaded;
use crate::error::{Failure, Outcome};
use crate::http::forms::Fields;
use crate::http::visitor::Visitor;
use crate::state::App;
use ::app::model::{PracticeCard, PracticePage};
use ::app::pages;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::contest::ContestKind;
use domain::grading::{grade, review, validate};
use domain::question::{PaperItem, Revision};
use std::sync::Arc;

/// Where a run stands.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Run {
    seed: Option<String>,
    q: Option<u32>,
    right: Option<u32>,
}

/// The topics.
///
/// # Errors
/// Storage errors.
pub async fn list(State(app): State<App>, visitor: Visitor) -> Outcome<Response> {
    let chrome = visitor.chrome(&app);
    let mut sets: Vec<PracticeCard> = app
        .catalogue
        .all()
        .iter()
        .filter(|c| c.doc.kind == ContestKind::Practice)
        .map(|c| PracticeCard {
            slug: c.doc.slug.clone(),
            title: super::cards::title(c, visitor.lang),
            questions: c.doc.rounds.first().map_or(0, |r| r.rules.questions()),
        })
        .collect();
    sets.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(html(&chrome, pages::practice_list(&chrome, sets)))
}

/// A question.
///
/// # Errors
/// `not_found`; `paper_short`.
pub async fn get(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(run): Query<Run>,
    visitor: Visitor,
) -> Outcome<Response> {
    show(&app, &slug, &run, &visitor, None).await
}

/// An answer: what was right and why.
///
/// # Errors
/// As [`get`].
pub async fn post(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(run): Query<Run>,
    visitor: Visitor,
    fields: Fields,
) -> Outcome<Response> {
    show(&app, &slug, &run, &visitor, Some(&fields)).await
}

async fn show(
    app: &App,
    slug: &str,
    run: &Run,
    visitor: &Visitor,
    fields: Option<&Fields>,
) -> Outcome<Response> {
    let set = app
        .catalogue
        .by_slug(slug)
        .filter(|c| c.doc.kind == ContestKind::Practice)
        .ok_or_else(Failure::not_found)?;
    let seed = run
        .seed
        .clone()
        .filter(|s| s.len() <= 16 && s.bytes().all(|b| b.is_ascii_alphanumeric()))
        .unwrap_or_else(|| format!("{:x}", crate::random::seed()));
    let paper = paper(app, &set, &seed).await?;
    let of = u32::try_from(paper.len()).unwrap_or(0);
    let position = run.q.unwrap_or(1).max(1);
    let right = run.right.unwrap_or(0).min(of);
    let truth = if visitor.english() { TRUTH_EN } else { TRUTH_VI };
    let index = usize::try_from(position.min(of)).unwrap_or(1).saturating_sub(1);
    let (item, revision) = paper.get(index).ok_or_else(Failure::not_found)?;
    let mut page = PracticePage {
        slug: slug.to_owned(),
        title: super::cards::title(&set, visitor.lang),
        seed,
        question: revision.view(position.min(of), item, truth),
        of,
        right,
        feedback: None,
        done: position > of,
    };
    if let (Some(fields), false) = (fields, page.done)
        && let Typed::Choice(choice) = choice_of(revision.key.kind(), fields, &item.options)
        && validate(revision, &choice).is_ok()
    {
        page.right = right + u32::from(grade(revision, Some(&choice)) == revision.worth());
        page.feedback = Some(review(revision, position, Some(&choice), truth));
        page.question.choice = Some(choice);
    }
    let chrome = visitor.chrome(app);
    Ok(html(&chrome, pages::practice(&chrome, page)))
}

async fn paper(app: &App, set: &Loaded, seed: &str) -> Outcome<Vec<(PaperItem, Arc<Revision>)>> {
    let round = set.doc.rounds.first().ok_or_else(Failure::not_found)?;
    let plan = app.catalogue.practice_plan(&app.store, set, app.now()).await?;
    // The address holds the seed as text; any text is a seed.
    let number = seed
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let items = plan.draw(number, round.rules.shuffle_questions, round.rules.shuffle_options);
    let ids: Vec<&str> = items.iter().map(|i| i.revision.as_str()).collect();
    let revisions = app.catalogue.revisions(&app.store, &ids).await?;
    Ok(items.into_iter().zip(revisions).collect())
}
