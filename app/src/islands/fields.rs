//! Question forms on the phone: reads the choice their fields make, shows one, and moves the lines of an ordering.

use super::choices::read_choice;
use domain::Choice;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement};

/// Whether a form asks for an order.
pub(super) fn ordering(form: &Element) -> bool {
    form.query_selector(".ranks").is_ok_and(|found| found.is_some())
}

/// All elements inside a form that fit the selector.
pub(super) fn within<T: JsCast>(form: &Element, selector: &str) -> Vec<T> {
    let Ok(list) = form.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect()
}

/// The choice that a form's fields make: as the server sent them (`sent`), or as they are now.
pub(super) fn read(form: &Element, sent: bool) -> Option<Choice> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for input in within::<HtmlInputElement>(form, "input") {
        let typed = input.type_() == "text";
        if typed {
            fields.push((input.name(), if sent { input.default_value() } else { input.value() }));
        } else if if sent { input.default_checked() } else { input.checked() } {
            fields.push((input.name(), input.value()));
        }
    }
    for select in within::<HtmlSelectElement>(form, "select") {
        let value = if sent {
            let options = within::<HtmlOptionElement>(&select, "option");
            options.iter().find(|o| o.default_selected()).map(HtmlOptionElement::value).unwrap_or_default()
        } else {
            select.value()
        };
        fields.push((select.name(), value));
    }
    read_choice(fields)
}

/// Shows a choice in a form's fields.
#[cfg(feature = "hydrate")]
pub(super) fn put(form: &Element, choice: Option<&Choice>) {
    for input in within::<HtmlInputElement>(form, "input") {
        let value = input.value();
        match choice {
            Some(Choice::Option(id)) => input.set_checked(*id == value),
            Some(Choice::Options(ids)) => input.set_checked(ids.contains(&value)),
            Some(Choice::Text(text)) => input.set_value(text),
            Some(Choice::Number(number)) => input.set_value(&show_number(*number)),
            _ if input.type_() == "text" => input.set_value(""),
            _ => input.set_checked(false),
        }
    }
    for select in within::<HtmlSelectElement>(form, "select[name^=pairs]") {
        let right = match choice {
            Some(Choice::Pairs(pairs)) => {
                select.name().strip_prefix("pairs.").and_then(|left| pairs.get(left).cloned())
            }
            _ => None,
        };
        select.set_value(&right.unwrap_or_default());
    }
    if let (Some(Choice::Order(ids)), Ok(Some(list))) = (choice, form.query_selector(".ranks")) {
        let rows = rows(form);
        for id in ids {
            if let Some(row) = rows.iter().find(|row| row.get_attribute("data-id").as_deref() == Some(id)) {
                _ = list.append_child(row);
            }
        }
        number_places(form);
    }
}

#[cfg(feature = "hydrate")]
fn show_number(number: f64) -> String {
    let text = js_sys::Number::from(number).to_string_with_radix(10).map(String::from);
    text.unwrap_or_default().replace('.', ",")
}

fn rows(form: &Element) -> Vec<Element> {
    within(form, ".rank")
}

/// The ids of an ordering's lines, from first to last.
pub(super) fn order(form: &Element) -> Vec<String> {
    rows(form).iter().filter_map(|row| row.get_attribute("data-id")).collect()
}

/// Numbers the lines and stops the first from going up and the last from going down.
pub(super) fn number_places(form: &Element) {
    let rows = rows(form);
    for (i, row) in rows.iter().enumerate() {
        if let Ok(Some(badge)) = row.query_selector(".badge") {
            badge.set_text_content(Some(&(i + 1).to_string()));
        }
        for button in within::<Element>(row, ".move") {
            let up = button.get_attribute("data-move").as_deref() == Some("up");
            let stuck = if up { i == 0 } else { i + 1 == rows.len() };
            _ = button.toggle_attribute_with_force("disabled", stuck);
        }
    }
}

/// Moves the line of a button and keeps the focus on it; `keep` leaves the order as it is.
pub(super) fn shift(form: &Element, button: &HtmlElement) {
    let up = button.get_attribute("data-move").as_deref() == Some("up");
    if let Ok(Some(row)) = button.closest(".rank") {
        let beside = if up { row.previous_element_sibling() } else { row.next_element_sibling() };
        if let (Some(beside), Some(list)) = (beside, row.parent_element()) {
            // The other line moves, not this one: a moved element loses the focus.
            let before = if up { row.next_sibling() } else { Some(row.clone().into()) };
            _ = list.insert_before(&beside, before.as_ref());
        }
        number_places(form);
        if button.has_attribute("disabled") {
            let others = within::<HtmlElement>(&row, ".move:enabled");
            others.first().map(HtmlElement::focus);
        }
    }
}

/// Says under a number field whether what stands in it is none. Returns that.
#[cfg(feature = "hydrate")]
pub(super) fn bad_number(form: &Element) -> bool {
    let Some(field) = within::<HtmlInputElement>(form, "input[name=number]").into_iter().next() else {
        return false;
    };
    let typed = field.value();
    let bad = !typed.trim().is_empty() && super::choices::read_number(&typed).is_none();
    if let Ok(Some(error)) = form.query_selector(".error") {
        _ = error.toggle_attribute_with_force("hidden", !bad);
    }
    _ = field.set_attribute("aria-invalid", if bad { "true" } else { "false" });
    bad
}
