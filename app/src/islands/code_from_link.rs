//! Takes the personal code out of a continue link.
//!
//! The code stands after `#`, so no server or log ever saw it in the address. It leaves the address bar before it is
//! posted, and the history with it.

use leptos::prelude::*;

/// On `/continue`: moves `#XXXXX-XXXXX` into the form's `code` field and sends the form. Renders nothing.
#[island]
pub fn CodeFromLink() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    take();
}

/// The code in a fragment, if it looks like one: 10 letters and digits, a dash or not.
#[cfg(any(feature = "hydrate", test))]
fn code_in(fragment: &str) -> Option<String> {
    let code = fragment.trim_start_matches('#');
    let symbols = code.chars().filter(char::is_ascii_alphanumeric).count();
    let only = code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (symbols == 10 && only).then(|| code.to_owned())
}

#[cfg(feature = "hydrate")]
fn take() {
    use super::dom;
    let Some(location) = dom::window().map(|w| w.location()) else { return };
    let Some(code) = location.hash().ok().as_deref().and_then(code_in) else { return };
    let path = location.pathname().unwrap_or_default();
    dom::rename(&[path, location.search().unwrap_or_default()].concat());
    if let Some(field) = dom::find::<web_sys::HtmlInputElement>("input[name=code]") {
        field.set_value(&code);
        if let Some(form) = field.form() {
            _ = form.submit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::code_in;

    #[test]
    fn only_a_code_is_taken() {
        assert_eq!(code_in("#7K3QM-2X9PA").as_deref(), Some("7K3QM-2X9PA"));
        assert_eq!(code_in("#7k3qm2x9pa").as_deref(), Some("7k3qm2x9pa"));
        assert_eq!(code_in(""), None);
        assert_eq!(code_in("#main"), None);
        assert_eq!(code_in("#7K3QM-2X9P<"), None);
    }
}
