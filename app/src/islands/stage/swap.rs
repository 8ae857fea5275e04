//! Puts a new fragment in the old one's place, and leaves what somebody was doing there as it was.

use crate::islands::dom;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// Swaps. Fields, folds and the focus are found again by their ids.
pub(super) fn swap(html: &str) {
    let Some(place) = dom::find::<Element>("[data-swap]") else { return };
    let focus = dom::document().and_then(|d| d.active_element()).map(|e| e.id()).filter(|id| !id.is_empty());
    let typed: Vec<(String, String)> = dom::find_all::<HtmlInputElement>("[data-swap] input[id]")
        .iter()
        .filter(|field| field.value() != field.default_value())
        .map(|field| (field.id(), field.value()))
        .collect();
    // A fold that stands otherwise than the server sent it was moved by somebody.
    let moved: Vec<(String, bool)> = dom::find_all::<Element>("[data-swap] details[id]")
        .iter()
        .map(|fold| (fold, fold.has_attribute("open")))
        .filter(|(fold, open)| fold.has_attribute("data-open") != *open)
        .map(|(fold, open)| (fold.id(), open))
        .collect();
    place.set_inner_html(html);
    for (id, value) in typed {
        if let Some(field) = by_id::<HtmlInputElement>(&id) {
            field.set_value(&value);
        }
    }
    for (id, open) in moved {
        if let Some(fold) = by_id::<Element>(&id) {
            _ = fold.toggle_attribute_with_force("open", open);
        }
    }
    if let Some(element) = focus.and_then(|id| by_id::<HtmlElement>(&id)) {
        _ = element.focus();
    }
    let spoken = dom::find::<Element>("[data-spoken]").and_then(|e| e.get_attribute("data-spoken"));
    if let (Some(text), Some(say)) = (spoken, dom::find::<Element>("[data-say]"))
        && say.text_content().as_deref() != Some(&text)
    {
        say.set_text_content(Some(&text));
    }
}

fn by_id<T: wasm_bindgen::JsCast>(id: &str) -> Option<T> {
    use wasm_bindgen::JsCast as _;
    dom::document()?.get_element_by_id(id)?.dyn_into().ok()
}
