//! `GET` and `POST /organiser/live/new`: first step of a new room: what kind, and which questions are wanted.

use super::super::page;
use super::arrange::{self, Line};
use super::form;
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::staff::Staff;
use crate::people::places::escape;
use crate::state::{App, PRESENT};
use ::app::model::live::{NewRoomPage, RoomForm, TopicChoice};
use ::app::model::{FieldErrors, Section};
use ::app::pages::live;
use axum::extract::State;
use axum::response::Response;
use domain::contest::ContestKind;
use domain::draw::Pool;
use domain::live::pick::{Filter, Wanted, What, pick};
use domain::live::spec::{MOST_POINTS, MOST_QUESTIONS, SECONDS};
use domain::locality::{Level, LocalityChoice};
use domain::staff::Role;
use http::StatusCode;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Where the page is.
pub const HERE: &str = "/organiser/live/new";

/// The form.
///
/// # Errors
/// `signed_out`, `no_role`; storage errors.
pub async fn get(State(app): State<App>, staff: Staff) -> Outcome<Response> {
    staff.require(Role::Host)?;
    show(&app, &staff, RoomForm::default(), Vec::new(), FieldErrors::new()).await
}

/// Draws the questions, or keeps those that travelled along, and goes on to the list.
///
/// # Errors
/// `signed_out`, `no_role`; storage errors.
pub async fn post(State(app): State<App>, staff: Staff, fields: Fields) -> Outcome<Response> {
    staff.require(Role::Host)?;
    let form = form::posted(&fields);
    let kept = arrange::lines(&fields);
    let keep = fields.get("act") == "keep" && !kept.is_empty();
    let mut errors = FieldErrors::new();
    let seconds = number(&form.seconds, "seconds", SECONDS, &mut errors);
    let points = number(&form.points, "points", 1..=MOST_POINTS, &mut errors);
    let wanted = if keep { Vec::new() } else { wanted(&app, &form, seconds, points, &mut errors) };
    let count = if keep { kept.len() } else { wanted.iter().map(|w| w.count() as usize).sum() };
    if count > MOST_QUESTIONS {
        errors.push((source_field(&form), "too_many_questions"));
    }
    // Everything but the questions is checked now, so that nobody arranges a list for nothing. What depends on how
    // many there are is judged by the number asked for.
    let spec = form::spec(&form, Vec::new(), &mut errors);
    // Asked for its mistakes; the list carries it on as typed.
    let _ = form::place(&app, &form, &mut errors);
    if count > 0 && spec.freeze_last as usize >= count {
        errors.push(("freeze_last", "freeze_too_long"));
    }
    if let Err(faults) = spec.validate() {
        let general = faults.iter().filter(|fault| fault.code != "freeze_too_long");
        errors.extend(general.filter_map(|fault| Some((form::field_of(fault)?, fault.code))));
    }
    form::first_of_each(&mut errors);
    if !errors.is_empty() {
        return show(&app, &staff, form, kept, errors).await;
    }
    if keep {
        return arrange::show(&app, &staff, form, kept, FieldErrors::new(), None).await;
    }
    let pool = app.catalogue.drawable(&app.store, app.now()).await?;
    let seed = u64::try_from(crate::random::seed()).unwrap_or(0);
    let (lines, notice) = match pick(&wanted, &pool, seed, true) {
        Ok(questions) => (questions.iter().map(Line::of).collect::<Vec<_>>(), None),
        // Fewer fit than were asked for: what there is, and a word about it.
        Err(_) => (all_that_fit(&wanted, &pool, seed), Some("short")),
    };
    if lines.is_empty() {
        let errors = vec![(source_field(&form), "none_fit")];
        return show(&app, &staff, form, kept, errors).await;
    }
    arrange::show(&app, &staff, form, lines, FieldErrors::new(), notice).await
}

/// The field that says where the questions come from.
fn source_field(form: &RoomForm) -> &'static str {
    if form.source == "contest" { "contest" } else { "count" }
}

/// A whole number in its range; what is wrong is added to `errors`.
fn number(text: &str, field: &'static str, range: RangeInclusive<u32>, errors: &mut FieldErrors) -> u32 {
    match text.trim().parse() {
        Ok(value) if range.contains(&value) => return value,
        Ok(_) => errors.push((field, "out_of_range")),
        Err(_) => errors.push((field, "number")),
    }
    *range.start()
}

fn wanted(app: &App, form: &RoomForm, seconds: u32, points: u32, errors: &mut FieldErrors) -> Vec<Wanted> {
    let line = |what| Wanted { what, seconds, points, survey: false };
    if form.source == "contest" {
        let contest = app.catalogue.by_slug(&form.contest);
        let Some(round) = contest.as_ref().and_then(|contest| contest.doc.rounds.first()) else {
            errors.push(("contest", if form.contest.is_empty() { "empty" } else { "unknown" }));
            return Vec::new();
        };
        let slots = round.rules.blueprint.iter();
        return slots.map(|s| line(What::Draw { count: s.count, filter: Filter::from(s) })).collect();
    }
    let before = errors.len();
    let count = number(&form.count, "count", 1..=u32::try_from(MOST_QUESTIONS).unwrap_or(u32::MAX), errors);
    if errors.len() > before {
        return Vec::new();
    }
    let filters = form::filters(app, form).into_iter();
    filters.map(|filter| line(What::Draw { count, filter })).collect()
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
    let mut seen = BTreeSet::new();
    lines.retain(|line| seen.insert(line.revision.clone()));
    lines
}

/// The province as a whole, and its communes.
fn places(app: &App) -> String {
    let registry = &app.places.registry;
    let whole = registry.all().map(|(_, unit)| unit).find(|unit| {
        unit.level == Level::Province
            && unit.key.scheme == PRESENT
            && !registry.units_in(&unit.key).is_empty()
    });
    let mut html = whole.map_or_else(String::new, |unit| {
        let choice = LocalityChoice::Unit(unit.key.clone()).to_string();
        format!("<option value=\"{}\">{}</option>", escape(&choice), escape(&unit.name))
    });
    html.push_str(&app.places.options_html);
    html
}

/// Shows the first step with what was typed and what is wrong with it.
///
/// # Errors
/// Storage errors.
pub async fn show(
    app: &App,
    staff: &Staff,
    form: RoomForm,
    kept: Vec<Line>,
    errors: FieldErrors,
) -> Outcome<Response> {
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
    let kept = kept.into_iter().map(Line::kept).collect();
    let place_text = LocalityChoice::parse(&form.place)
        .and_then(|choice| app.places.registry.display_name(&choice.key(), false));
    let shown = NewRoomPage {
        form,
        contests,
        topics: topics.into_values().collect(),
        places: places(app),
        place_text,
        kept,
        errors,
    };
    let chrome = staff.desk.chrome(app, HERE);
    Ok(page(&chrome, status, live::new_room(&chrome, &staff.console(app, Section::Live), shown)))
}
