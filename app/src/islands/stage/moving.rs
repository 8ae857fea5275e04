//! Rows that travel to their new places: measured before and after a swap, moved back, and let go.
//!
//! Style is set through the CSS object model, which the content policy allows; whoever asks for less motion gets none.

use crate::islands::dom;
use web_sys::{Element, HtmlElement};

/// Where each row stood.
pub(super) type Places = Vec<(String, f64)>;

/// The places of all rows now.
pub(super) fn places() -> Places {
    let rows = dom::find_all::<Element>("[data-row]");
    rows.iter().filter_map(|row| Some((row.get_attribute("data-row")?, top(row)))).collect()
}

fn top(row: &Element) -> f64 {
    row.get_bounding_client_rect().top()
}

fn calm() -> bool {
    dom::window()
        .and_then(|w| w.match_media("(prefers-reduced-motion: reduce)").ok().flatten())
        .is_none_or(|query| query.matches())
}

/// Lets rows come from where they stood; a table that was not there before from the places it says it moved.
pub(super) fn travel(before: &Places) {
    if calm() {
        return;
    }
    let rows = dom::find_all::<HtmlElement>("[data-row]");
    let step = rows.first().zip(rows.get(1)).map_or(0.0, |(a, b)| top(b) - top(a));
    let mut moved = Vec::new();
    for row in rows {
        let id = row.get_attribute("data-row");
        let old = before.iter().find(|(row, _)| Some(row) == id.as_ref()).map(|(_, y)| *y);
        let by = match old {
            Some(y) => y - top(&row),
            None if before.is_empty() => {
                let places = row.get_attribute("data-moved").and_then(|n| n.parse::<i32>().ok());
                f64::from(places.unwrap_or_default()) * step
            }
            None => 0.0,
        };
        if by.abs() >= 1.0 {
            let pixels = (by as i32).to_string();
            _ = row.style().set_property("transform", &["translateY(", &pixels, "px)"].concat());
            moved.push(row);
        }
    }
    // Reading a place makes the browser settle the old ones before the way begins.
    if let Some(row) = moved.first() {
        top(row);
    }
    for row in moved {
        _ = row.style().set_property("transition", "transform .6s ease-in-out");
        _ = row.style().remove_property("transform");
    }
}
