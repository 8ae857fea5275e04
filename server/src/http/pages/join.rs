//! `GET` and `POST /contests/{slug}/join`: one screen, then the first question.

use super::contest::find;
use super::{html, refused, see, slowed};
use crate::attempts::start;
use crate::contests::catalogue::Loaded;
use crate::error::{Failure, Outcome};
use crate::http::api::live;
use crate::http::forms::Fields;
use crate::http::visitor::{KIOSK, Visitor, remember, set_cookie};
use crate::people::burst;
use crate::people::register::{self, Mistakes, On, TEXT_VERSION, Told};
use crate::state::App;
use ::app::model::{Chrome, JoinForm, JoinPage, Pick, PickGroup, WaitingPage};
use ::app::pages;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::contest::IdentityNeed;
use domain::locality::LocalityChoice;
use http::{HeaderValue, StatusCode, header};
use std::time::Duration;

/// The form.
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
    if visitor.kiosk && visitor.person.is_some() {
        // Whoever sits at a shared device sees their own code before it forgets them.
        let shared = set_cookie(&app, KIOSK, "1", Some(30));
        return Ok(see(&format!("/who?back=/contests/{slug}"), vec![shared]));
    }
    let chrome = visitor.chrome(&app);
    let page = page(&app, &contest, &visitor, JoinForm::default(), Vec::new());
    let mut response = html(&chrome, pages::join(&chrome, page));
    if kiosk_asked {
        response.headers_mut().append(header::SET_COOKIE, set_cookie(&app, KIOSK, "1", Some(30)));
    }
    Ok(response)
}

/// Registers and starts.
///
/// # Errors
/// Storage errors.
pub async fn post(
    State(app): State<App>,
    Path(slug): Path<String>,
    mut visitor: Visitor,
    fields: Fields,
) -> Outcome<Response> {
    let contest = find(&app, &slug)?;
    visitor.kiosk |= contest.doc.kiosk;
    let told = told(&fields);
    let of = (contest.id.as_str(), &contest.doc);
    let checked = match register::check_new(&app, &told, of, &visitor.network).await {
        Ok(Ok(checked)) => checked,
        Ok(Err(mistakes)) => return Ok(again(&app, &contest, &visitor, &fields, mistakes)),
        Err(Failure { code: "too_many", retry_after, .. }) => {
            let page = again(&app, &contest, &visitor, &fields, vec![("group_code", "group_slow")]);
            return Ok(slowed(page, retry_after.unwrap_or(600)));
        }
        Err(e) => return Err(e),
    };
    if let Err(Failure { retry_after, .. }) = admit(&app, &visitor.network).await {
        return Ok(wait(&app, &contest, &visitor, &fields, retry_after.unwrap_or(15)));
    }
    let on = On::of(visitor.device.as_ref(), visitor.kiosk, visitor.label);
    let made = match register::register(&app, checked, on, "web").await? {
        Ok(made) => made,
        Err(mistakes) => return Ok(again(&app, &contest, &visitor, &fields, mistakes)),
    };
    burst::came(&app, &visitor.network).await;
    let mut cookies = remember(&app, made.token.as_deref(), &made.id, visitor.kiosk);
    if visitor.kiosk {
        cookies.push(set_cookie(&app, KIOSK, "1", Some(30)));
        cookies.push(live::forget(&app));
    }
    let to = match start::start(&app, &contest, &made.id).await {
        Ok(started) => format!("/attempts/{}", started.row.id),
        // Registered all the same: the contest page says when the next round opens.
        Err(e) if e.code == "round_closed" || e.code == "paper_short" => format!("/contests/{slug}"),
        Err(e) => return Err(e),
    };
    Ok(see(&to, cookies))
}

/// Holds a new person back for a few seconds when their network brings very many at once; never refuses for good.
///
/// # Errors
/// `waiting` when it takes longer than a person should look at a blank page.
pub async fn admit(app: &App, network: &str) -> Outcome<()> {
    for n in 0..4 {
        if app.limits.new_person(network).is_none() {
            return Ok(());
        }
        if n == 0 {
            burst::held(app, network).await;
        }
        metrics::counter!("new_people_held_total").increment(1);
        tokio::time::sleep(Duration::from_millis(1_500)).await;
    }
    Err(Failure::waiting())
}

fn again(app: &App, contest: &Loaded, visitor: &Visitor, fields: &Fields, mistakes: Mistakes) -> Response {
    let chrome: Chrome = visitor.chrome(app);
    let page = page(app, contest, visitor, typed(fields), mistakes);
    refused(&chrome, pages::join(&chrome, page))
}

/// What a join form may hold.
const FIELDS: [&str; 9] = [
    "nickname",
    "locality",
    "audience",
    "birth_year",
    "unit",
    "group_code",
    "extra_time",
    "flags",
    "consents",
];

/// The short waiting page: what was filled in stands in it, and one button sends it again.
fn wait(app: &App, contest: &Loaded, visitor: &Visitor, fields: &Fields, seconds: u32) -> Response {
    let chrome = visitor.chrome(app);
    let kept = fields.starting("").filter(|(name, _)| FIELDS.contains(name));
    let page = WaitingPage {
        slug: contest.doc.slug.clone(),
        fields: kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        seconds,
        kiosk: visitor.kiosk,
    };
    let mut response = html(&chrome, pages::waiting(&chrome, page));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    // It holds what somebody typed.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What was typed, as it came.
#[must_use]
pub fn typed(fields: &Fields) -> JoinForm {
    JoinForm {
        nickname: fields.get("nickname").into(),
        locality: fields.get("locality").into(),
        audience: fields.get("audience").into(),
        birth_year: fields.get("birth_year").into(),
        unit: fields.get("unit").into(),
        group_code: fields.get("group_code").into(),
        extra_time: fields.get("extra_time").into(),
        flags: fields.all("flags"),
        consents: fields.all("consents"),
    }
}

/// What was typed, to be checked.
#[must_use]
pub fn told(fields: &Fields) -> Told {
    let year = fields.get("birth_year");
    let birth_year: Option<i32> = year.parse().ok();
    Told {
        nickname: fields.get("nickname").into(),
        locality: fields.get("locality").into(),
        audience: fields.get("audience").into(),
        birth_year,
        birth_year_bad: birth_year.is_none() && year != "none",
        unit: Some(fields.get("unit").to_owned()).filter(|u| !u.is_empty()),
        group_code: Some(fields.get("group_code").to_owned()).filter(|c| !c.is_empty()),
        extra_time: Some(fields.get("extra_time").to_owned()).filter(|e| !e.is_empty()),
        flags: fields.all("flags"),
        consents: fields.all("consents").into_iter().map(|p| (p, TEXT_VERSION.to_owned())).collect(),
    }
}

/// Text of a chosen locality.
#[must_use]
pub fn locality_text(app: &App, value: &str) -> Option<String> {
    match LocalityChoice::parse(value)? {
        LocalityChoice::Unit(key) => app.places.registry.display_name(&key, false),
        other => app.places.registry.display_name(&other.key(), false),
    }
}

/// Newest and oldest birth year offered.
#[must_use]
pub fn years(app: &App) -> (i32, i32) {
    let year = domain::calendar::year_of(app.now());
    (year - 6, year - 100)
}

fn page(app: &App, contest: &Loaded, visitor: &Visitor, form: JoinForm, errors: Mistakes) -> JoinPage {
    let doc = &contest.doc;
    let round = doc.open_round(app.now()).or_else(|| doc.next_round(app.now())).or_else(|| doc.rounds.last());
    let has_groups = doc.units.iter().any(|u| !u.groups.is_empty());
    let group_code = match doc.identity {
        IdentityNeed::GroupCode | IdentityNeed::RosterCode => Some(true),
        _ if has_groups => Some(false),
        _ => None,
    };
    JoinPage {
        slug: doc.slug.clone(),
        title: super::cards::title(contest, visitor.lang),
        demo: doc.demo,
        localities_html: std::sync::Arc::clone(&app.places.options_html),
        locality_text: locality_text(app, &form.locality),
        units: units(app, contest),
        group_code,
        extra_time: round
            .map(|r| r.rules.extra_time.iter().map(|e| (e.id.clone(), e.title.clone(), e.percent)).collect())
            .unwrap_or_default(),
        years: years(app),
        text_version: TEXT_VERSION.into(),
        form,
        errors,
        kiosk: visitor.kiosk,
        others: visitor.device.as_ref().filter(|_| !visitor.kiosk).map_or(0, |d| d.people.len()),
    }
}

fn units(app: &App, contest: &Loaded) -> Vec<PickGroup> {
    let mut groups: Vec<PickGroup> = Vec::new();
    for unit in &contest.doc.units {
        let title = app.places.name(&unit.locality.scheme, &unit.locality.code);
        let pick =
            Pick { value: unit.id.clone(), text: unit.name.clone(), find: domain::text::fold(&unit.name) };
        match groups.iter_mut().find(|g| g.title == title) {
            Some(group) => group.picks.push(pick),
            None => groups.push(PickGroup { title, picks: vec![pick] }),
        }
    }
    groups.sort_by_cached_key(|g| domain::text::sort_key(&g.title));
    groups
}
