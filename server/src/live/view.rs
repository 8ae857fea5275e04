//! Finished views of a stage, for the streams of screens and hosts: made by the app out of the same snapshots.

use super::room::Handle;
use crate::state::App;
use ::app::model::Lang;
use ::app::pages::live;
use domain::live::stage::{HostSnapshot, ScreenSnapshot};

/// What a projector shows.
#[must_use]
pub fn screen(app: &App, handle: &Handle, lang: Lang, screen: &ScreenSnapshot) -> String {
    live::screen_stage(lang, screen, way_in(app, handle))
}

/// What a host's device shows.
#[must_use]
pub fn host(lang: Lang, host: &HostSnapshot) -> String {
    live::host_stage(lang, host)
}

/// The way into a room as a picture; drawn once.
#[must_use]
pub fn way_in<'h>(app: &App, handle: &'h Handle) -> &'h str {
    handle.way_in.get_or_init(|| {
        let url = format!("{}/live/{}", app.config.public_url.trim_end_matches('/'), handle.pin);
        crate::people::qr::draw(&url)
    })
}
