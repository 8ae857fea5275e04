//! Live contests as JSON and event streams, one endpoint per file.

pub mod answers;
pub mod commands;
pub mod events;
pub mod players;
pub mod probe;
pub mod results;
pub mod room;
pub mod screens;

use crate::error::{Failure, Outcome};
use crate::http::visitor::{cookie, set_cookie};
use crate::live::join;
use crate::live::room::Handle;
use crate::state::App;
use domain::live::PlayerNo;
use http::{HeaderMap, HeaderValue, header};

/// A phone's token: the same in every room, so a device is one player wherever it joins.
#[must_use]
pub fn token_of(app: &App, headers: &HeaderMap) -> Option<String> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer ").map(str::trim));
    let token = bearer.or_else(|| cookie(headers, player_cookie(app)))?;
    (token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit())).then(|| token.to_owned())
}

fn player_cookie(app: &App) -> &'static str {
    if app.config.https() { "__Host-nhs_live" } else { "nhs_live" }
}

/// The cookie that keeps a phone's token: long enough for any show, and gone soon after.
#[must_use]
pub fn remember(app: &App, token: &str) -> HeaderValue {
    set_cookie(app, player_cookie(app), token, Some(7))
}

/// The cookie that forgets it: on a shared device the next person is another player.
#[must_use]
pub fn forget(app: &App) -> HeaderValue {
    set_cookie(app, player_cookie(app), "", Some(0))
}

/// The player who asks.
///
/// # Errors
/// `live_not_joined`; `live_removed`; storage errors.
pub async fn player(app: &App, handle: &Handle, headers: &HeaderMap) -> Outcome<PlayerNo> {
    let token = token_of(app, headers).ok_or_else(Failure::live_not_joined)?;
    join::recognise(app, handle, &token).await?.ok_or_else(Failure::live_not_joined)
}

/// A projector's token.
#[must_use]
pub fn screen_token(app: &App, headers: &HeaderMap) -> Option<String> {
    cookie(headers, screen_cookie(app)).map(str::to_owned)
}

/// Name of a projector's cookie.
#[must_use]
pub fn screen_cookie(app: &App) -> &'static str {
    if app.config.https() { "__Host-nhs_screen" } else { "nhs_screen" }
}
