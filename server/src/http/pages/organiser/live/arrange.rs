//! `POST /organiser/live/new/arrange`: second step of a new room: the list of questions, up and down, out and in; then the
//! room itself.
//!
//! Invariant: the list travels in the form; the server keeps nothing until the room is made, so "back" loses nothing.
//! Nothing that happens to the bank meanwhile loses it either: a question that left stays as a line that says so.

use super::super::page;
use super::form;
use crate::attempts::view::{TRUTH_EN, TRUTH_VI};
use crate::error::Outcome;
use crate::http::forms::Fields;
use crate::http::pages::see;
use crate::http::staff::Staff;
use crate::live::create::{NewRoom, create};
use crate::state::App;
use ::app::model::live::{ArrangePage, ArrangeRow, KeptQuestion, Listed, RoomForm};
use ::app::model::{FieldErrors, Lang, Section};
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

    pub(super) fn kept(self) -> KeptQuestion {
        let Self { revision, seconds, points, survey, .. } = self;
        KeptQuestion { revision, seconds, points, survey }
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
        ("settings", _) => return super::new::show(&app, &staff, form, lines, FieldErrors::new()).await,
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
            let old = lines[i].revision.clone();
            match another(&app, &form, &lines, Some(&old)).await? {
                Some(revision) => {
                    lines[i].revision = revision;
                    Some("replaced")
                }
                None => Some("none_left"),
            }
        }
        ("add", _) if lines.len() < MOST_QUESTIONS => match another(&app, &form, &lines, None).await? {
            Some(revision) => {
                let (seconds, points) = (form.seconds.clone(), form.points.clone());
                lines.push(Line { revision, seconds, points, ..Line::default() });
                Some("added")
            }
            None => Some("none_left"),
        },
        ("add", _) => Some("full"),
        _ => None,
    };
    show(&app, &staff, form, lines, FieldErrors::new(), notice).await
}

/// The list as posted.
pub(super) fn lines(fields: &Fields) -> Vec<Line> {
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

/// A wording that may come into the list, in place of one of its own or beside them.
async fn another(
    app: &App,
    form: &RoomForm,
    lines: &[Line],
    replaced: Option<&str>,
) -> Outcome<Option<String>> {
    let pool = app.catalogue.drawable(&app.store, app.now()).await?;
    let ids = lines.iter().map(|line| line.revision.as_str());
    let others: Vec<&str> = ids.filter(|id| Some(*id) != replaced).collect();
    let seed = usize::try_from(crate::random::seed()).unwrap_or(0);
    Ok(form::another(&form::filters(app, form), replaced, &others, &pool, seed))
}

async fn make(app: &App, staff: &Staff, form: RoomForm, mut lines: Vec<Line>) -> Outcome<Response> {
    let mut errors = FieldErrors::new();
    let pool = app.catalogue.drawable(&app.store, app.now()).await?;
    let mut wanted = Vec::with_capacity(lines.len());
    for line in &mut lines {
        // What stands in the points of a survey is of no matter: it has none.
        let points = if line.survey { Ok(0) } else { line.points.trim().parse() };
        let seconds = line.seconds.trim().parse();
        let known = pool.revisions().iter().find(|r| r.id == line.revision);
        match (known, seconds, points) {
            (Some(revision), Ok(seconds), Ok(points)) => wanted.push(Wanted {
                what: What::Id(revision.question.clone()),
                seconds,
                points,
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
    let place = form::place(app, &form, &mut errors);
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
    form::first_of_each(&mut errors);
    if !errors.is_empty() || lines.iter().any(|line| line.error.is_some()) {
        return show(app, staff, form, lines, errors, None).await;
    }
    let contest = if form.source == "contest" { app.catalogue.by_slug(&form.contest) } else { None };
    let locality = place
        .or_else(|| contest.as_ref().map(|contest| contest.doc.area.clone()))
        .unwrap_or_else(|| LocalityChoice::Unknown.key());
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
/// Storage errors.
pub async fn show(
    app: &App,
    staff: &Staff,
    form: RoomForm,
    lines: Vec<Line>,
    errors: FieldErrors,
    notice: Option<&'static str>,
) -> Outcome<Response> {
    let pool = app.catalogue.drawable(&app.store, app.now()).await?;
    let truth = if staff.desk.lang == Lang::En { TRUTH_EN } else { TRUTH_VI };
    let rows: Vec<ArrangeRow> = lines.into_iter().map(|line| row(line, &pool, truth)).collect();
    let failed = !errors.is_empty() || rows.iter().any(|row| row.error.is_some());
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let chrome = staff.desk.chrome(app, super::new::HERE);
    let shown = ArrangePage { form, rows, errors, notice };
    let body = live::arrange(&chrome, &staff.console(app, Section::Live), shown);
    Ok(page(&chrome, status, body))
}

fn row(line: Line, pool: &Pool, truth: [&str; 2]) -> ArrangeRow {
    let question = pool.revisions().iter().find(|r| r.id == line.revision).map(|r| Listed {
        topic: r.topic_title.clone(),
        kind: r.key.kind(),
        difficulty: r.difficulty,
        stem: r.stem.clone(),
        right: right(r, truth),
    });
    ArrangeRow {
        code: line.revision.split('@').next().unwrap_or_default().to_owned(),
        error: if question.is_none() { Some("gone") } else { line.error },
        question,
        revision: line.revision,
        seconds: line.seconds,
        points: line.points,
        survey: line.survey,
    }
}
