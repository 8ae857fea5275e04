//! The page as the sheet's hands: writes the state on the server's elements.
//!
//! Painting is idempotent and touches only what differs, so that listening people do not hear the same words twice.

use super::state::{Line, State};
use super::time::span;
use crate::islands::dom;
use crate::islands::fields::{number_places, ordering, within};
use crate::islands::words::{Words, fill};
use web_sys::{Element, HtmlElement};

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
