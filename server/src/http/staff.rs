//! Who of the staff is asking: the one check that every page and call of the console passes.
//!
//! A handler that takes [`Staff`] is reached by nobody who is not signed in; [`Staff::require`] asks for a role. With
//! `Option<Staff>` a handler learns who it is without insisting. Invariant: nothing about roles is believed from the
//! request; each request asks the database.

use super::visitor::{address, chrome_of, cookie, label_of, lang_of, set_cookie};
use crate::error::{Failure, Outcome};
use crate::limits::network_of;
use crate::staff::session::{self, Begun, Signed};
use crate::state::App;
use ::app::model::{Chrome, Console, Lang, Section};
use ::app::ui::query_value;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::response::{IntoResponse, Response};
use domain::staff::Role;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, header};

/// Somebody of the staff, signed in.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Who.
    pub who: Signed,
    /// Where from.
    pub desk: Desk,
}

/// Where a request to the console comes from, signed in or not.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Language.
    pub lang: Lang,
    /// Path and query.
    pub path: String,
    /// Network, for limits.
    pub network: String,
    /// Rough description of the browser.
    pub label: &'static str,
    /// Token that the request carries, good or not.
    pub token: Option<String>,
    /// Sign that an account signed in here before.
    pub mark: Option<String>,
}

/// Name of the session's cookie: `__Host-` where the browser keeps it, plain on a LAN address.
#[must_use]
pub fn session_cookie(app: &App) -> &'static str {
    if app.config.https() { "__Host-nhs_staff" } else { "nhs_staff" }
}

/// Name of the cookie that says which account signed in here before. It opens nothing.
const MARK: &str = "nhs_staff_mark";

/// Cookies of a session that begins. The browser keeps the token as long as a session can last; the server decides.
#[must_use]
pub fn begin_cookies(app: &App, begun: &Begun) -> Vec<HeaderValue> {
    vec![
        set_cookie(app, session_cookie(app), &begun.token, Some(7)),
        set_cookie(app, MARK, &begun.mark, Some(400)),
    ]
}

/// The cookie of a session that is over.
#[must_use]
pub fn end_cookie(app: &App) -> HeaderValue {
    set_cookie(app, session_cookie(app), "", Some(0))
}

fn token(app: &App, headers: &HeaderMap) -> Option<String> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer ").map(str::trim));
    bearer.or_else(|| cookie(headers, session_cookie(app))).map(str::to_owned)
}

impl Desk {
    /// Reads it off a request.
    #[must_use]
    pub fn of(parts: &Parts, app: &App) -> Self {
        Self {
            lang: lang_of(&parts.headers),
            path: parts.uri.path_and_query().map_or_else(|| "/organiser".into(), ToString::to_string),
            network: network_of(address(parts, app)),
            label: label_of(&parts.headers),
            token: token(app, &parts.headers),
            mark: cookie(&parts.headers, MARK).map(str::to_owned),
        }
    }

    /// The frame of a page; `path` is where the language switch leads back to, which after a form is not its address.
    #[must_use]
    pub fn chrome(&self, app: &App, path: &str) -> Chrome {
        chrome_of(app, self.lang, path.to_owned(), false)
    }

    /// The console's frame before anybody is signed in.
    #[must_use]
    pub fn console(app: &App) -> Console {
        Console { style: app.assets.console_style(), ..Console::default() }
    }
}

impl Staff {
    /// Whether they may do what asks for this role.
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        self.who.may(role)
    }

    /// Refuses who may not.
    ///
    /// # Errors
    /// `no_role`.
    pub fn require(&self, role: Role) -> Outcome<()> {
        if self.may(role) { Ok(()) } else { Err(Failure::no_role()) }
    }

    /// The console's frame with the rail of what they may open.
    #[must_use]
    pub fn console(&self, app: &App, here: Section) -> Console {
        Console {
            style: app.assets.console_style(),
            staff: self.who.name.clone(),
            sections: self.sections(),
            here: Some(here),
        }
    }

    /// Where the console begins for them.
    #[must_use]
    pub fn first(&self) -> Section {
        self.sections().first().copied().unwrap_or(Section::Account)
    }

    /// What they may open, in the order of the rail.
    fn sections(&self) -> Vec<Section> {
        let live = self.may(Role::Host).then_some(Section::Live);
        live.into_iter().chain([Section::Account]).collect()
    }
}

impl FromRequestParts<App> for Desk {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts, app))
    }
}

async fn find(parts: &Parts, app: &App) -> Outcome<Option<Staff>> {
    let desk = Desk::of(parts, app);
    let Some(token) = &desk.token else { return Ok(None) };
    Ok(session::of_token(app, token).await?.map(|who| Staff { who, desk }))
}

impl OptionalFromRequestParts<App> for Staff {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Failure> {
        find(parts, app).await
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match find(parts, app).await {
            Ok(Some(staff)) => Ok(staff),
            Ok(None) => Err(signed_out(parts)),
            Err(failure) => Err(failure.into_response()),
        }
    }
}

/// A page leads to the sign-in page and back; a call and a sent form are told.
fn signed_out(parts: &Parts) -> Response {
    let path = parts.uri.path();
    if path.starts_with("/api/") {
        return Failure::staff_signed_out().into_response();
    }
    if parts.method == Method::GET {
        let back = parts.uri.path_and_query().map_or(path, |p| p.as_str());
        return super::pages::see(&format!("/organiser/login?back={}", query_value(back)), Vec::new());
    }
    Failure::staff_signed_out().into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(roles: &[Role]) -> Staff {
        let who = Signed { id: "1".into(), name: "mc".into(), roles: roles.to_vec(), session: "2".into() };
        let desk = Desk {
            lang: Lang::Vi,
            path: "/organiser".into(),
            network: "10.0.0.1".into(),
            label: "Firefox",
            token: None,
            mark: None,
        };
        Staff { who, desk }
    }

    #[test]
    fn a_role_opens_what_asks_for_it_and_admin_everything() {
        assert!(staff(&[Role::Host]).require(Role::Host).is_ok());
        assert!(staff(&[Role::Admin]).require(Role::Host).is_ok());
        for nobody in [staff(&[Role::Host]).require(Role::Admin), staff(&[]).require(Role::Host)] {
            let refused = nobody.unwrap_err();
            assert_eq!((refused.code, refused.status), ("no_role", 403));
        }
    }

    #[test]
    fn the_rail_shows_what_the_roles_open() {
        assert_eq!(staff(&[Role::Host]).sections(), [Section::Live, Section::Account]);
        assert_eq!(staff(&[Role::Admin]).sections(), [Section::Live, Section::Account]);
        assert_eq!(staff(&[]).sections(), [Section::Account]);
    }

    #[test]
    fn a_page_leads_to_signing_in_and_back_a_call_is_told() {
        let turned = |method: Method, uri: &str| {
            let (parts, ()) = http::Request::builder().method(method).uri(uri).body(()).unwrap().into_parts();
            signed_out(&parts)
        };
        let page = turned(Method::GET, "/organiser/live/123456?a=1&b=2");
        assert_eq!(page.status(), 303);
        assert_eq!(
            page.headers()["location"],
            "/organiser/login?back=/organiser/live/123456%3Fa%3D1%26b%3D2"
        );
        for (method, uri) in
            [(Method::GET, "/api/v1/live/123456/events"), (Method::POST, "/organiser/password")]
        {
            let told = turned(method, uri);
            assert_eq!(told.status(), 401);
            assert_eq!(told.extensions().get::<Failure>().map(|f| f.code), Some("staff_signed_out"));
        }
    }
}
