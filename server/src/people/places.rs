//! The locality picker's options as HTML, made once at start: a form must work as a plain select.

use domain::locality::{Registry, find_text};
use std::fmt::Write as _;

/// `<optgroup>`s by old district (for finding only), each option with its folded search text.
#[must_use]
pub fn options_html(registry: &Registry) -> String {
    let mut html = String::with_capacity(32 * 1024);
    for group in registry.picker_groups(crate::state::PRESENT) {
        // Writing to a String cannot fail.
        let _ = write!(html, "<optgroup label=\"{} (cũ)\">", escape(&group.title));
        for index in &group.units {
            let Some(unit) = registry.by_index(*index) else { continue };
            let _ = write!(
                html,
                "<option value=\"{}:{}\" data-find=\"{}\">{}</option>",
                escape(&unit.key.scheme),
                escape(&unit.key.code),
                escape(&find_text(unit)),
                // Old districts stand beside present communes of the same name.
                escape(&registry.display_name(&unit.key, true).unwrap_or_default()),
            );
        }
        html.push_str("</optgroup>");
    }
    html
}

/// HTML-escapes text for element content and double-quoted attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::options_html;
    use crate::setup::{LOCALITIES, PROVINCES};
    use domain::locality::Registry;

    #[test]
    fn old_districts_and_present_communes_of_one_name_are_told_apart() {
        let shipped = Registry::from_csv(LOCALITIES, PROVINCES);
        let html = options_html(&shipped.unwrap());
        assert!(html.contains("<optgroup label=\"Thành phố Quy Nhơn (cũ)\">"));
        assert!(html.contains(">Phường Quy Nhơn (mới)</option>"));
        assert!(html.contains(">Phường Quy Nhơn Nam</option>"));
        assert_eq!(html.matches("<option ").count(), 135);
    }
}
