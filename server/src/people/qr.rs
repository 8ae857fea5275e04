//! The QR of a personal code: a link whose code stands after `#`, so it is in no log.

use crate::state::App;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// The continue link of a code as an SVG picture without style attributes; empty when it cannot be drawn.
#[must_use]
pub fn continue_link(app: &App, code: &str) -> String {
    draw(&format!("{}/continue#{code}", app.config.public_url))
}

/// Any text as an SVG picture.
#[must_use]
pub fn draw(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return String::new() };
    let picture = code.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(true).build();
    // Inline in a page: the XML declaration does not belong there.
    picture.find("<svg").map(|at| picture[at..].to_owned()).unwrap_or_default()
}
