//! The page as the sheet's hands: writes the state on the server's elements and reads choices from their fields.
//!
//! Painting is idempotent and touches only what differs, so that listening people do not hear the same words twice.

use super::state::{Line, State, read_choice};
use super::time::span;
use crate::islands::dom;
use crate::islands::words::{Words, fill};
use domain::Choice;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement};

/// The form of a question.
pub(super) fn form(position: u32) -> Option<HtmlElement> {
    dom::find(&["#q", &position.to_string()].concat())
}

/// Writes the whole state.
pub(super) fn paint(s: &State, w: &Words, attempt: &str) {
    alert(s, w, attempt);
    for (i, dot) in dom::find_all::<Element>(".sheet .dot").iter().enumerate() {
        paint_dot(s, w, dot, i as u32 + 1);
    }
    for (i, form) in dom::find_all::<HtmlElement>(".sheet-q").iter().enumerate() {
        let position = i as u32 + 1;
        form.set_hidden(position != s.at);
        for keep in within::<HtmlElement>(form, ".keep") {
            keep.set_hidden(s.choice(position).is_some());
        }
    }
    for fields in dom::find_all::<Element>(".sheet-q fieldset") {
        _ = fields.toggle_attribute_with_force("disabled", s.line == Line::Over);
    }
    text(".sheet-clock", &span(s.left));
    text(".sheet-at", &s.at.to_string());
    attribute(".sheet-time progress", "value", &s.left.to_string());
    attribute(".sheet-time progress", "class", if s.left < 60 { "hurry" } else { "" });
    let extensions = extensions(s, w);
    hide(".sheet-note", extensions.is_empty());
    text(".sheet-note", &extensions);
    let kept = s.item(s.at).is_none_or(|q| !q.waits && !q.refused && !q.late);
    attribute(".sheet .saved", "class", if kept { "saved" } else { "saved not-yet" });
    text(".sheet .saved", status(s, w));
    text(".sheet-say", s.say);
    foot(s);
}

fn alert(s: &State, w: &Words, attempt: &str) {
    let mut parts: Vec<String> = Vec::new();
    match s.line {
        Line::Over if s.any_late() => parts.push(w.over.to_owned()),
        Line::Over => parts.push(w.over_sending.to_owned()),
        Line::Stranger => parts.push(w.stranger.to_owned()),
        Line::Busy(seconds) => parts.push(fill(w.busy, &seconds.to_string())),
        Line::Gone => parts.push(w.offline.to_owned()),
        Line::Good => {}
    }
    if s.leaving && matches!(s.line, Line::Good | Line::Gone | Line::Busy(_)) {
        parts.push(w.leaving.to_owned());
    }
    for (i, _) in s.items.iter().enumerate().filter(|(_, q)| q.late) {
        parts.push([w.question, " ", &(i + 1).to_string(), ": ", w.not_counted, "."].concat());
    }
    let (way, href) = match s.line {
        Line::Over => (w.to_result, ["/attempts/", attempt, "/result"].concat()),
        Line::Stranger => (w.to_who, ["/who?back=/attempts/", attempt].concat()),
        _ => ("", String::new()),
    };
    text(".sheet-alert p", &parts.join(" "));
    text(".sheet-alert a", way);
    attribute(".sheet-alert a", "href", &href);
    hide(".sheet-alert a", way.is_empty());
    hide(".sheet-alert", parts.is_empty());
}

fn paint_dot(s: &State, w: &Words, dot: &Element, position: u32) {
    let (done, here) = (s.choice(position).is_some(), s.at == position);
    let look = ["dot", if done { " done" } else { "" }, if here { " now" } else { "" }].concat();
    let name =
        [w.question, " ", &position.to_string(), ", ", if done { w.answered } else { w.blank }].concat();
    _ = dot.set_attribute("class", &look);
    _ = dot.set_attribute("aria-label", &name);
    if here {
        _ = dot.set_attribute("aria-current", "step");
    } else {
        _ = dot.remove_attribute("aria-current");
    }
}

fn extensions(s: &State, w: &Words) -> String {
    let one = |e: &domain::payload::ExtensionView| {
        [w.extended, " ", &e.minutes.to_string(), " ", w.minutes, ": ", &e.reason].concat()
    };
    s.extensions.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// How the answer in sight is kept.
fn status(s: &State, w: &Words) -> &'static str {
    let Some(q) = s.item(s.at) else { return "" };
    if q.late {
        w.not_counted
    } else if q.refused {
        w.not_saved
    } else if q.waits {
        if s.line == Line::Good { w.saving } else { w.waiting }
    } else if q.choice.is_some() {
        w.saved
    } else {
        ""
    }
}

fn foot(s: &State) {
    let last = s.at >= s.count();
    let form = ["q", &s.at.to_string()].concat();
    for button in dom::find_all::<Element>(".sheet-foot button") {
        _ = button.set_attribute("form", &form);
        match button.get_attribute("value").as_deref() {
            Some("prev") => _ = button.toggle_attribute_with_force("disabled", s.at <= 1),
            Some("next") => _ = button.toggle_attribute_with_force("hidden", last),
            _ => _ = button.set_attribute("class", if last { "btn" } else { "btn plain" }),
        }
    }
}

fn text(selector: &str, text: &str) {
    if let Some(element) = dom::find::<Element>(selector)
        && element.text_content().as_deref() != Some(text)
    {
        element.set_text_content(Some(text));
    }
}

fn attribute(selector: &str, name: &str, value: &str) {
    if let Some(element) = dom::find::<Element>(selector) {
        _ = element.set_attribute(name, value);
    }
}

fn hide(selector: &str, hidden: bool) {
    if let Some(element) = dom::find::<HtmlElement>(selector) {
        element.set_hidden(hidden);
    }
}

/// Turns the plain forms into living ones: buttons instead of selects for an order.
pub(super) fn wake(w: &Words) {
    for select in dom::find_all::<HtmlElement>(".rank select") {
        select.set_hidden(true);
    }
    for button in dom::find_all::<HtmlElement>(".sheet [data-move]") {
        button.set_hidden(false);
    }
    for form in dom::find_all::<Element>(".sheet-q") {
        if ordering(&form)
            && let Ok(Some(hint)) = form.query_selector(".sheet-hint")
        {
            hint.set_text_content(Some(w.order_hint));
        }
        number_places(&form);
    }
}

/// Whether a form asks for an order.
pub(super) fn ordering(form: &Element) -> bool {
    form.query_selector(".ranks").is_ok_and(|found| found.is_some())
}

fn within<T: JsCast>(form: &Element, selector: &str) -> Vec<T> {
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
fn number_places(form: &Element) {
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
pub(super) fn bad_number(form: &Element) -> bool {
    let Some(field) = within::<HtmlInputElement>(form, "input[name=number]").into_iter().next() else {
        return false;
    };
    let typed = field.value();
    let bad = !typed.trim().is_empty() && super::state::read_number(&typed).is_none();
    if let Ok(Some(error)) = form.query_selector(".error") {
        _ = error.toggle_attribute_with_force("hidden", !bad);
    }
    _ = field.set_attribute("aria-invalid", if bad { "true" } else { "false" });
    bad
}
