//! `GET /contests/{slug}`: the rules in plain words and one button.

use super::cards::card;
use super::html;
use crate::attempts::{entry, view};
use crate::contests::catalogue::Loaded;
use crate::error::{Failure, Outcome};
use crate::http::visitor::{KIOSK, Visitor, set_cookie};
use crate::state::App;
use crate::store::attempts;
use ::app::model::{ContestPage, MyAttempt, RoundInfo};
use ::app::pages;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::contest::{ContestKind, Counts, RankKey};
use http::header;
use std::sync::Arc;

/// A contest by its address; practice sets have their own.
///
/// # Errors
/// `not_found`.
pub fn find(app: &App, slug: &str) -> Outcome<Arc<Loaded>> {
    app.catalogue.by_slug(slug).filter(|c| c.doc.kind == ContestKind::Contest).ok_or_else(Failure::not_found)
}

/// The page.
///
/// # Errors
/// `not_found`; storage errors.
pub async fn get(
    State(app): State<App>,
    Path(slug): Path<String>,
    mut visitor: Visitor,
) -> Outcome<Response> {
    let contest = find(&app, &slug)?;
    let kiosk_asked = visitor.kiosk;
    visitor.kiosk |= contest.doc.kiosk;
    let chrome = visitor.chrome(&app);
    let person = visitor.person.as_ref();
    let way = entry::of(&app, &contest, person.map(|p| p.id.as_str())).await?;
    let mine = match person {
        Some(p) => mine(&app, &p.id, Some(&contest.id)).await?,
        None => Vec::new(),
    };
    let now = app.now();
    let doc = &contest.doc;
    let rounds = doc
        .rounds
        .iter()
        .map(|r| RoundInfo {
            id: r.id.clone(),
            title: r.title.clone(),
            opens_at: r.opens_at,
            closes_at: r.closes_at,
            questions: r.rules.questions(),
            minutes: r.rules.minutes,
            per_day: r.rules.attempts_per_day,
            per_round: r.rules.attempts_per_round,
            pass_mark: r.rules.pass_mark.map(domain::Points::to_f64),
            prediction: r
                .rules
                .prediction
                .as_ref()
                .map(|p| (view::prompt(p, visitor.english()), contest.actual.get(&r.id).copied())),
            counts: match r.rules.counts {
                Counts::Best => "best",
                Counts::First => "first",
                Counts::Last => "last",
            },
            ranking: r.rules.ranking.iter().map(|k| rank_code(*k)).collect(),
            extra_time: r.rules.extra_time.iter().map(|e| (e.title.clone(), e.percent)).collect(),
            open: r.open_at(now),
        })
        .collect();
    let page = ContestPage {
        card: card(&app, &contest, person, visitor.lang),
        summary: doc.summary.clone(),
        organiser: doc.organiser.clone(),
        prizes: doc.prizes_text.clone().filter(|_| doc.prizes),
        identity: contest.identity_code(),
        rounds,
        divisions: doc.divisions.iter().map(|d| d.title.clone()).collect(),
        entry: way.entry,
        mine,
    };
    let mut response = html(&chrome, pages::contest(&chrome, page));
    if kiosk_asked {
        response.headers_mut().append(header::SET_COOKIE, set_cookie(&app, KIOSK, "1", Some(30)));
    }
    Ok(response)
}

fn rank_code(key: RankKey) -> &'static str {
    match key {
        RankKey::Score => "score",
        RankKey::Prediction => "prediction",
        RankKey::Duration => "duration",
        RankKey::Submitted => "submitted",
    }
}

/// Finished attempts of a person, newest first, with the one that counts in each round marked.
///
/// # Errors
/// Storage errors.
pub async fn mine(app: &App, person: &str, contest: Option<&str>) -> Outcome<Vec<MyAttempt>> {
    let mut link = app.store.read().await?;
    let rows = attempts::of_person(&mut link, person).await?;
    drop(link);
    let mut out = Vec::new();
    for row in &rows {
        if contest.is_some_and(|c| c != row.contest_id) || row.voided_at.is_some() {
            continue;
        }
        let (Some(submitted_at), Some(found)) = (row.submitted_at, app.catalogue.by_id(&row.contest_id))
        else {
            continue;
        };
        let round = found.doc.round(&row.round_id).map(|r| r.title.clone()).unwrap_or_default();
        let counted = crate::attempts::result::is_counted(&found, &found.doc, row, &rows);
        out.push(MyAttempt {
            id: row.id.clone(),
            contest: found.doc.title.clone(),
            slug: found.doc.slug.clone(),
            round,
            submitted_at,
            score: domain::Points(row.score).to_f64(),
            max: domain::Points(row.max_score).to_f64(),
            counted,
        });
    }
    Ok(out)
}
