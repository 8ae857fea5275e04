//! `POST /organiser/live/new/arrange`: second step of a new room: the list of questions, up and down, out and in; then the
//! room itself.
//!
//! Invariant: the list travels in the form; the server keeps nothing until the room is made, so "back" loses nothing.

use super::super::page;
use super::form;
use crate::attempts::view::TRUTH_VI;
use crate::error::{Failure, Outcome};
use crate::http::forms::Fields;
use crate::http::pages::see;
use crate::http::staff::Staff;
use crate::live::create::{NewRoom, create};
use crate::state::App;
use ::app::model::FieldErrors;
use ::app::model::live::{ArrangePage, ArrangeRow, RoomForm};
use ::app::pages::live;
use axum::extract::State;
use axum::response::Response;
use domain::draw::Pool;
use domain::grading::right;
use domain::live::pick::{Wanted, What, pick};
use domain::live::spec::{LiveQuestion, MOST_QUESTIONS};
use domain::locality::LocalityChoice;
use domain::staff::Role;
use http::StatusCode;

/// A line of the list, as typed.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub(super) revision: String,
    seconds: String,
    points: String,
    survey: bool,
    error: Option<&'static str>,
}

impl Line {
    pub(super) fn of(question: &LiveQuestion) -> Self {
        Self {
            revision: question.item.revision.clone(),
            seconds: question.seconds.to_string(),
            points: question.points.to_string(),
            survey: question.survey,
            error: None,
        }
    }
}

/// Does what the pressed button says.
///
/// # Errors
/// `signed_out`, `no_role`; storage errors.
pub async fn post(State(app): State<App>, staff: Staff, fields: Fields) -> Outcome<Response> {
    staff.require(Role::Host)?;
    let form = form::posted(&fields);
    let mut lines = lines(&fields);
    let act = fields.get("act").to_owned();
    let (verb, at) =
        act.split_once(':').map_or((act.as_str(), 0), |(verb, n)| (verb, n.parse().unwrap_or(0)));
    let index = usize::try_from(at).unwrap_or(0).checked_sub(1).filter(|i| *i < lines.len());
    let notice = match (verb, index) {
        ("settings", _) => return super::new::show(&app, &staff, form, FieldErrors::new()).await,
        ("create", _) => return make(&app, &staff, form, lines).await,
        ("up", Some(i)) if i > 0 => {
            lines.swap(i, i - 1);
            Some("moved")
        }
        ("down", Some(i)) if i + 1 < lines.len() => {
            lines.swap(i, i + 1);
            Some("moved")
        }
        ("remove", Some(i)) => {
            lines.remove(i);
            Some("removed")
        }
        ("replace", Some(i)) => {
            let pool = app.catalogue.drawable(&app.store, app.now()).await?;
            match another(&form, &lines, &pool) {
                Some(revision) => {
                    lines[i].revision = revision;
                    Some("replaced")
                }
                None => Some("none_left"),
            }
        }
        ("add", _) if lines.len() < MOST_QUESTIONS => {
            let pool = app.catalogue.drawable(&app.store, app.now()).await?;
            match another(&form, &lines, &pool) {
                Some(revision) => {
                    let (seconds, points) = (form.seconds.clone(), form.points.clone());
                    lines.push(Line { revision, seconds, points, ..Line::default() });
                    Some("added")
                }
                None => Some("none_left"),
            }
        }
        _ => None,
    };
    show(&app, &staff, form, lines, FieldErrors::new(), notice).await
}

fn lines(fields: &Fields) -> Vec<Line> {
    let (seconds, points) = (fields.all("q_seconds"), fields.all("q_points"));
    let surveys = fields.all("q_survey");
    fields
        .all("revision")
        .into_iter()
        .take(MOST_QUESTIONS)
        .enumerate()
        .map(|(i, revision)| Line {
            survey: surveys.contains(&revision),
            seconds: seconds.get(i).cloned().unwrap_or_default(),
            points: points.get(i).cloned().unwrap_or_default(),
            revision,
            error: None,
        })
        .collect()
}

/// A wording of the filter that is not in the list yet.
fn another(form: &RoomForm, lines: &[Line], pool: &Pool) -> Option<String> {
    let filter = form::filter(form);
    let listed = |question: &str| lines.iter().any(|l| l.revision.starts_with(&format!("{question}@")));
    let free: Vec<_> =
        pool.revisions().iter().filter(|r| filter.fits(r) && !listed(&r.question)).map(|r| &r.id).collect();
    let seed = usize::try_from(crate::random::seed()).unwrap_or(0);
    free.get(seed.checked_rem(free.len())?).map(|id| (*id).clone())
}

async fn make(app: &App, staff: &Staff, form: RoomForm, mut lines: Vec<Line>) -> Outcome<Response> {
    let mut errors = FieldErrors::new();
    let pool = app.catalogue.drawable(&app.store, app.now()).await?;
    let mut wanted = Vec::with_capacity(lines.len());
    for line in &mut lines {
        let (seconds, points) = (line.seconds.trim().parse(), line.points.trim().parse());
        let known = pool.revisions().iter().find(|r| r.id == line.revision);
        match (known, seconds, points) {
            (Some(revision), Ok(seconds), Ok(points)) => wanted.push(Wanted {
                what: What::Id(revision.question.clone()),
                seconds,
                points: if line.survey { 0 } else { points },
                survey: line.survey,
            }),
            (None, ..) => line.error = Some("gone"),
            _ => line.error = Some("number"),
        }
    }
    if lines.iter().any(|line| line.error.is_some()) {
        return show(app, staff, form, lines, errors, None).await;
    }
    let seed = u64::try_from(crate::random::seed()).unwrap_or(0);
    let questions = match pick(&wanted, &pool, seed, true) {
        Ok(questions) => questions,
        Err(faults) => {
            for fault in faults {
                if let Some(line) = lines.get_mut(fault.line) {
                    line.error = Some(fault.code);
                }
            }
            return show(app, staff, form, lines, errors, None).await;
        }
    };
    let spec = form::spec(&form, questions, &mut errors);
    if let Err(faults) = spec.validate() {
        for fault in faults {
            let line = fault.question.and_then(|n| lines.get_mut((n as usize).checked_sub(1)?));
            match (line, form::field_of(&fault)) {
                (Some(line), _) => line.error = Some(fault.code),
                (None, Some(field)) => errors.push((field, fault.code)),
                (None, None) => errors.push(("questions", fault.code)),
            }
        }
    }
    if !errors.is_empty() || lines.iter().any(|line| line.error.is_some()) {
        return show(app, staff, form, lines, errors, None).await;
    }
    let contest = if form.source == "contest" { app.catalogue.by_slug(&form.contest) } else { None };
    let locality =
        contest.as_ref().map_or_else(|| LocalityChoice::Unknown.key(), |contest| contest.doc.area.clone());
    let new = NewRoom {
        spec,
        // A show of a demonstration contest is demonstration data as well.
        demo: contest.as_ref().is_some_and(|contest| contest.doc.demo),
        contest: contest.map(|c| c.id.clone()),
        host: Some(staff.who.id.clone()),
        locality,
    };
    let made = create(&app.store, new, app.now()).await?;
    Ok(see(&format!("/organiser/live/{}", made.pin), Vec::new()))
}

/// Shows the list.
///
/// # Errors
/// Storage errors; a wording that does not exist.
pub async fn show(
    app: &App,
    staff: &Staff,
    form: RoomForm,
    lines: Vec<Line>,
    errors: FieldErrors,
    notice: Option<&'static str>,
) -> Outcome<Response> {
    let pool = app.catalogue.drawable(&app.store, app.now()).await?;
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        // What is not in the pool any more leaves the list with a word in place of the question.
        let Some(r) = pool.revisions().iter().find(|r| r.id == line.revision) else {
            return Err(Failure::bad_form("revision: no such question"));
        };
        rows.push(ArrangeRow {
            revision: line.revision,
            code: r.question.clone(),
            topic: r.topic_title.clone(),
            kind: r.key.kind(),
            difficulty: r.difficulty,
            stem: r.stem.clone(),
            right: right(r, TRUTH_VI),
            seconds: line.seconds,
            points: line.points,
            survey: line.survey,
            error: line.error,
        });
    }
    let failed = !errors.is_empty() || rows.iter().any(|row| row.error.is_some());
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let chrome = staff.desk.chrome(app, super::new::HERE);
    Ok(page(&chrome, status, live::arrange(&chrome, ArrangePage { form, rows, errors, notice })))
}
