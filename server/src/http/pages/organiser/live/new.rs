//! `GET` and `POST /organiser/live/new`: first step of a new room: what kind, and which questions are wanted.

use super::super::page;
use super::arrange::{self, Line};
use super::form;
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::staff::Staff;
use crate::state::App;
use ::app::model::FieldErrors;
use ::app::model::live::{NewRoomPage, RoomForm, TopicChoice};
use ::app::pages::live;
use axum::extract::State;
use axum::response::Response;
use domain::contest::ContestKind;
use domain::draw::Pool;
use domain::live::pick::{Filter, Wanted, What, pick};
use domain::live::spec::MOST_QUESTIONS;
use domain::staff::Role;
use http::StatusCode;
use std::collections::BTreeMap;

/// Where the page is.
pub const HERE: &str = "/organiser/live/new";

/// The form.
///
/// # Errors
/// `signed_out`, `no_role`; storage errors.
pub async fn get(State(app): State<App>, staff: Staff) -> Outcome<Response> {
    staff.require(Role::Host)?;
    show(&app, &staff, RoomForm::default(), FieldErrors::new()).await
}

/// Draws the questions and goes on to the list.
///
/// # Errors
/// `signed_out`, `no_role`; storage errors.
pub async fn post(State(app): State<App>, staff: Staff, fields: Fields) -> Outcome<Response> {
    staff.require(Role::Host)?;
    let form = form::posted(&fields);
    let mut errors = FieldErrors::new();
    let seconds: Option<u32> = form.seconds.trim().parse().ok();
    let points: Option<u32> = form.points.trim().parse().ok();
    for (field, value) in [("seconds", seconds), ("points", points)] {
        if value.is_none() {
            errors.push((field, "number"));
        }
    }
    // Everything but the questions is checked now, so that nobody arranges a list for nothing.
    let spec = form::spec(&form, Vec::new(), &mut errors);
    if let Err(faults) = spec.validate() {
        errors.extend(faults.iter().filter_map(|fault| Some((form::field_of(fault)?, fault.code))));
    }
    let wanted = wanted(&app, &form, seconds.unwrap_or(20), points.unwrap_or(1000), &mut errors);
    if !errors.is_empty() {
        return show(&app, &staff, form, errors).await;
    }
    let pool = app.catalogue.drawable(&app.store, app.now()).await?;
    let seed = u64::try_from(crate::random::seed()).unwrap_or(0);
    let (lines, notice) = match pick(&wanted, &pool, seed, true) {
        Ok(questions) => (questions.iter().map(Line::of).collect(), None),
        // Fewer fit than were asked for: what there is, and a word about it.
        Err(_) => (all_that_fit(&wanted, &pool, seed), Some("short")),
    };
    arrange::show(&app, &staff, form, lines, FieldErrors::new(), notice).await
}

fn wanted(app: &App, form: &RoomForm, seconds: u32, points: u32, errors: &mut FieldErrors) -> Vec<Wanted> {
    let line = |what| Wanted { what, seconds, points, survey: false };
    if form.source == "contest" {
        let Some(contest) = app.catalogue.by_slug(&form.contest) else {
            errors.push(("contest", "unknown"));
            return Vec::new();
        };
        let Some(round) = contest.doc.rounds.first() else {
            errors.push(("contest", "unknown"));
            return Vec::new();
        };
        let slots = round.rules.blueprint.iter();
        return slots.map(|s| line(What::Draw { count: s.count, filter: Filter::from(s) })).collect();
    }
    match form.count.trim().parse::<u32>() {
        Ok(count) if (1..=MOST_QUESTIONS).contains(&(count as usize)) => {
            vec![line(What::Draw { count, filter: form::filter(form) })]
        }
        Ok(_) => {
            errors.push(("count", "out_of_range"));
            Vec::new()
        }
        Err(_) => {
            errors.push(("count", "number"));
            Vec::new()
        }
    }
}

/// As many as the bank has for each line, one after another.
fn all_that_fit(wanted: &[Wanted], pool: &Pool, seed: u64) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for want in wanted {
        for count in (1..=want.count()).rev() {
            let What::Draw { filter, .. } = &want.what else { continue };
            let fewer = Wanted { what: What::Draw { count, filter: filter.clone() }, ..want.clone() };
            if let Ok(questions) = pick(&[fewer], pool, seed, true) {
                lines.extend(questions.iter().map(Line::of));
                break;
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    lines.retain(|line| seen.insert(line.revision.clone()));
    lines
}

/// Shows the first step with what was typed and what is wrong with it.
///
/// # Errors
/// Storage errors.
pub async fn show(app: &App, staff: &Staff, form: RoomForm, errors: FieldErrors) -> Outcome<Response> {
    let pool = app.catalogue.drawable(&app.store, app.now()).await?;
    let mut topics: BTreeMap<String, TopicChoice> = BTreeMap::new();
    for revision in pool.revisions() {
        let topic = topics.entry(revision.topic.clone()).or_insert_with(|| TopicChoice {
            code: revision.topic.clone(),
            title: revision.topic_title.clone(),
            questions: 0,
        });
        topic.questions += 1;
    }
    let contests = app
        .catalogue
        .all()
        .iter()
        .filter(|c| c.doc.kind == ContestKind::Contest)
        .filter_map(|c| {
            let count = c.doc.rounds.first()?.rules.blueprint.iter().map(|s| s.count).sum();
            Some((c.doc.slug.clone(), c.doc.title.clone(), count))
        })
        .collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = NewRoomPage { form, contests, topics: topics.into_values().collect(), errors };
    let chrome = staff.desk.chrome(app, HERE);
    Ok(page(&chrome, status, live::new_room(&chrome, shown)))
}
