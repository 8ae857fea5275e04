//! `GET /`: what is open now, one button.
//!
//! Visitors without cookies all see the same page: its body is rendered at most once a second per language and shared.
//! It holds no script and hence no nonce.

use super::cards::card;
use super::html;
use crate::error::Outcome;
use crate::http::visitor::Visitor;
use crate::state::App;
use crate::store::attempts;
use ::app::model::{HomePage, Lang};
use ::app::pages;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::contest::ContestKind;
use domain::timing::accepts;
use http::{HeaderMap, HeaderValue, header};

static SHARED: parking_lot::Mutex<Option<[(i64, u64, Bytes); 2]>> = parking_lot::Mutex::new(None);
const FRESH_MS: i64 = 1_000;

/// The page.
///
/// # Errors
/// Storage errors.
pub async fn get(State(app): State<App>, headers: HeaderMap, visitor: Visitor) -> Outcome<Response> {
    if visitor.device.is_none() && !visitor.kiosk && visitor.path == "/" {
        drop(headers);
        return Ok(shared(&app, &visitor));
    }
    let chrome = visitor.chrome(&app);
    let page = load(&app, &visitor).await?;
    Ok(html(&chrome, pages::home(&chrome, page)))
}

fn shared(app: &App, visitor: &Visitor) -> Response {
    let now = app.now();
    let slot = usize::from(visitor.lang == Lang::En);
    // Two apps in one process (tests) must not show each other's page.
    let owner = std::ptr::from_ref(&**app).addr() as u64;
    let held = SHARED.lock().as_ref().map(|slots| slots[slot].clone());
    let body = match held {
        Some((at, of, body)) if of == owner && now >= at && now - at < FRESH_MS => body,
        _ => {
            let mut chrome = visitor.anonymous_chrome(app);
            chrome.nonce = String::new();
            let body = Bytes::from(pages::home(&chrome, lists(app, visitor)));
            let mut slots = SHARED.lock();
            let slots = slots.get_or_insert_with(|| std::array::from_fn(|_| (i64::MIN / 2, 0, Bytes::new())));
            slots[slot] = (now, owner, body.clone());
            body
        }
    };
    let mut response = body.into_response();
    let h = response.headers_mut();
    h.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    h.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    h.insert(header::CONTENT_SECURITY_POLICY, SHARED_CSP.clone());
    response
}

static SHARED_CSP: std::sync::LazyLock<HeaderValue> = std::sync::LazyLock::new(|| crate::http::edge::csp(""));

fn lists(app: &App, visitor: &Visitor) -> HomePage {
    let now = app.now();
    let (mut open, mut past, mut practice_topics) = (Vec::new(), Vec::new(), 0);
    for contest in app.catalogue.all() {
        if contest.doc.kind == ContestKind::Practice {
            practice_topics += 1;
            continue;
        }
        let card = card(app, &contest, visitor.person.as_ref(), visitor.lang);
        if card.over { past.push((contest.doc.closes_at(), card)) } else { open.push(card) }
    }
    // Open before opening later; what closes first, first.
    open.sort_by_key(|c| (c.opens_at.is_some(), c.closes_at.or(c.opens_at).unwrap_or(now)));
    past.sort_by_key(|(closed, _)| std::cmp::Reverse(*closed));
    HomePage {
        open,
        past: past.into_iter().map(|(_, c)| c).take(12).collect(),
        practice_topics,
        running: None,
    }
}

async fn load(app: &App, visitor: &Visitor) -> Outcome<HomePage> {
    let mut page = lists(app, visitor);
    if let Some(person) = &visitor.person {
        let mut link = app.store.read().await?;
        let now = app.now();
        page.running = attempts::of_person(&mut link, &person.id)
            .await?
            .into_iter()
            .find(|a| a.submitted_at.is_none() && accepts(now, a.deadline))
            .map(|a| {
                let contest = app.catalogue.by_id(&a.contest_id);
                let title = contest.map(|c| super::cards::title(&c, visitor.lang)).unwrap_or_default();
                (a.id, title, a.deadline)
            });
    }
    Ok(page)
}
