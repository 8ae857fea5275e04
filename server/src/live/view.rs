//! Finished views of a stage, for the streams of screens and hosts: made by the app out of the same snapshots.

use crate::state::App;
use ::app::model::Lang;
use ::app::pages::live;
use domain::live::stage::{HostSnapshot, ScreenSnapshot};

/// What a projector shows.
#[must_use]
pub fn screen(app: &App, lang: Lang, screen: &ScreenSnapshot) -> String {
    live::screen_stage(lang, screen, &way_in(app, &screen.pin))
}

/// What a host's device shows.
#[must_use]
pub fn host(lang: Lang, host: &HostSnapshot) -> String {
    live::host_stage(lang, host)
}

/// The way into a room as a picture.
#[must_use]
pub fn way_in(app: &App, pin: &str) -> String {
    let url = format!("{}/live/{pin}", app.config.public_url.trim_end_matches('/'));
    crate::people::qr::draw(&url)
}
