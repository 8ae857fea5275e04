//! The clocks in sight: draining bars, `m:ss`, a countdown in seconds.

use crate::islands::dom;
use crate::islands::figures::clock as minutes;
use web_sys::Element;

/// Milliseconds from which a clock hurries.
const HURRY: i64 = 5_000;

/// Writes all clocks. Returns what is left on the first, in ms.
pub(super) fn run(now: i64) -> Option<i64> {
    let mut first = None;
    for clock in dom::find_all::<Element>("[data-deadline]") {
        let whole = |name: &str| clock.get_attribute(name).and_then(|v| v.parse::<i64>().ok());
        let Some(deadline) = whole("data-deadline") else { continue };
        let left = (deadline - now).max(0);
        first.get_or_insert(left);
        match clock.get_attribute("data-show").as_deref() {
            Some("bar") => bar(&clock, left, whole("data-total").unwrap_or(1).max(1)),
            Some("clock") => write(&clock, &minutes(left)),
            _ => write(&clock, &((left + 999) / 1000).to_string()),
        }
    }
    first
}

fn bar(clock: &Element, left: i64, total: i64) {
    _ = clock.class_list().toggle_with_force("hurry", left < HURRY);
    if let Ok(Some(rect)) = clock.query_selector("rect") {
        // Hundredths of a percent, without the formatting of floats.
        let share = (left.min(total) * 10_000 / total).to_string();
        let pad = ["000", &share].concat();
        let (head, tail) = pad.split_at(pad.len() - 2);
        _ = rect.set_attribute("width", &[head, ".", tail].concat());
    }
}

fn write(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}
