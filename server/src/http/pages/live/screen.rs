//! `GET /live/{pin}/screen`: the projector. It shows a code until a host lets it in.

use crate::error::Outcome;
use crate::http::api::live::room::find;
use crate::http::api::live::{screen_cookie, screen_token};
use crate::http::pages::html;
use crate::http::staff::Staff;
use crate::http::visitor::{Visitor, set_cookie};
use crate::live::screens::{self, Standing};
use crate::live::stream;
use crate::live::view::way_in;
use crate::state::App;
use ::app::model::live::ScreenPage;
use ::app::pages::live;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::staff::Role;
use http::{HeaderMap, HeaderValue, header};

/// The page.
///
/// # Errors
/// `live_not_found`; `too_many`; storage errors.
pub async fn get(
    State(app): State<App>,
    Path(pin): Path<String>,
    headers: HeaderMap,
    visitor: Visitor,
    staff: Option<Staff>,
) -> Outcome<Response> {
    let handle = find(&app, &pin, || visitor.network.clone()).await?;
    let host = staff.as_ref().is_some_and(|s| s.may(Role::Host));
    let held = screen_token(&app, &headers);
    let token = held.clone().unwrap_or_else(crate::random::token);
    let chrome = visitor.anonymous_chrome(&app);
    let standing =
        if host { Standing::Inside } else { screens::ask(&app, &handle, &token, &visitor.network).await? };
    let page = match standing {
        Standing::Waiting(code) => ScreenPage::Pairing { pin: pin.clone(), code },
        Standing::Inside => {
            let shown = stream::screen_now(&handle).await?;
            ScreenPage::Shown {
                snapshot: Box::new(shown.as_ref().clone()),
                qr_svg: way_in(&app, &handle).to_owned(),
                host,
            }
        }
    };
    let mut response = html(&chrome, live::screen(&chrome, page));
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if held.is_none() && !host {
        headers.append(header::SET_COOKIE, set_cookie(&app, screen_cookie(&app), &token, Some(7)));
    }
    Ok(response)
}
