//! What a host does: buttons, keys and the clicker become commands; refusals are said and nothing else happens.
//!
//! Every button is part of a plain form that works by itself; here the same JSON goes to the API instead. The words stand
//! in the page (`data-code`), so this knows none.

use super::life::Stage;
use super::sound::Sound;
use crate::islands::json::{get, parse, set, text, write};
use crate::islands::{dom, net};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

/// Milliseconds a message stays.
const STAY: i32 = 5_000;
/// Milliseconds in which a key that asks first must be pressed again.
const AGAIN: i64 = 5_000;

/// Hears keys, buttons and the pointer.
pub(super) fn listen(stage: &Rc<Stage>, root: &Element) {
    let s = Rc::clone(stage);
    dom::listen(root, "submit", move |event| submit(&s, &event));
    let s = Rc::clone(stage);
    dom::listen(root, "click", move |event| tool(&s, &event));
    if let Some(document) = dom::document() {
        let s = Rc::clone(stage);
        dom::listen(&document, "keydown", move |event| {
            if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
                pressed(&s, key);
            }
        });
    }
    for tool in dom::find_all::<HtmlElement>("[data-tool]") {
        tool.set_hidden(false);
    }
    // Whoever moves the pointer looks for something.
    let moves = Rc::new(Cell::new(0_u32));
    let moved = root.clone();
    dom::listen(root, "pointermove", move |_| {
        _ = moved.class_list().add_1("moving");
        let mine = moves.get().wrapping_add(1);
        moves.set(mine);
        let (moves, moved) = (Rc::clone(&moves), moved.clone());
        spawn_local(async move {
            dom::sleep(2_500).await;
            if moves.get() == mine {
                _ = moved.class_list().remove_1("moving");
            }
        });
    });
}

/// A form of the page: a command, or a projector's code.
fn submit(stage: &Rc<Stage>, event: &Event) {
    let Some(form) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
    let action = form.get_attribute("action").unwrap_or_default();
    let field = |name: &str| {
        let found = form.query_selector(&["input[name=", name, "]"].concat()).ok().flatten();
        found.and_then(|f| f.dyn_into::<HtmlInputElement>().ok()).map(|f| f.value())
    };
    if form.has_attribute("data-find") {
        event.prevent_default();
        leave_typing();
        find(stage);
        return;
    }
    if action.ends_with("/screens") {
        event.prevent_default();
        let body = js_sys::Object::new();
        set(&body, "code", &field("code").unwrap_or_default().trim().into());
        send(stage, "/screens", write(&body));
        return;
    }
    if !action.ends_with("/command") {
        return;
    }
    event.prevent_default();
    let button = get(event, "submitter").and_then(|b| b.dyn_into::<Element>().ok());
    if let Some(ask) = button.as_ref().and_then(|b| b.get_attribute("data-ask"))
        && !dom::window().is_some_and(|w| w.confirm_with_message(&ask).unwrap_or(false))
    {
        return;
    }
    let pressed = button.and_then(|b| b.get_attribute("value")).filter(|value| !value.is_empty());
    let Some(command) = pressed.or_else(|| field("command")).and_then(|json| parse(&json)) else { return };
    let Ok(command) = command.dyn_into::<js_sys::Object>() else { return };
    if let Some(nickname) = field("nickname") {
        set(&command, "nickname", &nickname.into());
    }
    if let Some(count) = field("count").and_then(|n| n.trim().parse::<u32>().ok()) {
        set(&command, "count", &count.into());
    }
    send(stage, "/commands", write(&command));
}

/// A command that the keys give, about what is in sight.
fn command(stage: &Rc<Stage>, name: &str, seconds: Option<u32>) {
    let body = js_sys::Object::new();
    set(&body, "command", &name.into());
    set(&body, "expect_seq", &JsValue::from_f64(stage.seq.get() as f64));
    if let Some(seconds) = seconds {
        set(&body, "seconds", &seconds.into());
    }
    send(stage, "/commands", write(&body));
}

fn send(stage: &Rc<Stage>, to: &str, body: String) {
    // One at a time: a second press before the reply is the same press.
    if stage.busy.replace(true) {
        return;
    }
    let url = ["/api/v1/live/", &stage.pin, to].concat();
    let stage = Rc::clone(stage);
    spawn_local(async move {
        let reply = net::ask_within(6_000, "POST", &url, Some(&body)).await;
        stage.busy.set(false);
        match reply {
            Some(reply) if reply.status < 300 => {
                hush();
                leave_field();
                // Who was found may have another name now, or be gone.
                if dom::find::<Element>("[data-found] li").is_some() {
                    find(&stage);
                }
            }
            other => refused(other),
        }
    });
}

/// Says why something was not done.
fn refused(reply: Option<net::Reply>) {
    let Some(reply) = reply else { return say(&word("network").unwrap_or_default()) };
    let problem = parse(&reply.text).unwrap_or(JsValue::NULL);
    let code = text(&problem, "code").unwrap_or_default();
    say(&word(&code).or_else(|| text(&problem, "detail")).or_else(|| word("other")).unwrap_or_default());
}

/// Asks the server who fits what stands in the field, and shows them.
fn find(stage: &Rc<Stage>) {
    let (Some(field), Some(list)) =
        (dom::find::<HtmlInputElement>("#find"), dom::find::<Element>("[data-found]"))
    else {
        return;
    };
    let wanted = String::from(js_sys::encode_uri_component(&field.value()));
    let url = ["/api/v1/live/", &stage.pin, "/players?view=html&q=", &wanted].concat();
    spawn_local(async move {
        match net::ask_within(6_000, "GET", &url, None).await {
            Some(reply) if reply.status == 200 => {
                let html = parse(&reply.text).and_then(|found| text(&found, "html"));
                list.set_inner_html(&html.unwrap_or_default());
            }
            other => refused(other),
        }
    });
}

/// The keys are the host's again.
fn leave_typing() {
    if let Some(field) = dom::find::<HtmlElement>("input:focus") {
        _ = field.blur();
    }
}

/// What was typed has been taken: the field is empty again, and the keys are the host's.
fn leave_field() {
    let field =
        dom::document().and_then(|d| d.active_element()).and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = field {
        field.set_value(&field.default_value());
        _ = field.blur();
    }
}

fn pressed(stage: &Rc<Stage>, event: &KeyboardEvent) {
    if event.repeat() || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let on = target.map(|t| t.tag_name()).unwrap_or_default();
    if matches!(on.as_str(), "INPUT" | "SELECT" | "TEXTAREA") {
        return;
    }
    let key = event.key();
    let acts = matches!(key.as_str(), " " | "Enter");
    if acts && matches!(on.as_str(), "BUTTON" | "A" | "SUMMARY") {
        // The focused element hears this key itself.
        return;
    }
    if matches!(key.as_str(), "f" | "F") {
        full();
        return;
    }
    // A projector that was let in drives the show as a clicker does; the rest is the host's.
    match key.as_str() {
        " " | "Enter" | "ArrowRight" | "PageDown" => command(stage, "advance", None),
        "ArrowLeft" | "PageUp" => command(stage, "back", None),
        "p" | "P" => {
            let paused = dom::find::<Element>("[data-paused]").is_some();
            command(stage, if paused { "resume" } else { "pause" }, None);
        }
        "e" | "E" if stage.host => command(stage, "extend", Some(10)),
        "r" | "R" if stage.host => {
            let now = dom::steady_ms();
            if now.saturating_sub(stage.asked.replace(now)) < AGAIN {
                stage.asked.set(i64::MIN);
                command(stage, "reopen", None);
            } else {
                say(&word("reopen_again").unwrap_or_default());
            }
        }
        _ => return,
    }
    event.prevent_default();
}

fn tool(stage: &Rc<Stage>, event: &Event) {
    let Some(target) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
    let Ok(Some(tool)) = target.closest("[data-tool]") else { return };
    match tool.get_attribute("data-tool").as_deref() {
        Some("full") => full(),
        Some("sounds") => {
            stage.sound.replace(Sound::new());
            if let Ok(tool) = tool.dyn_into::<HtmlElement>() {
                tool.set_hidden(true);
            }
        }
        _ => {}
    }
}

fn full() {
    let Some(document) = dom::document() else { return };
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(all) = document.document_element() {
        _ = all.request_fullscreen();
    }
}

/// A text that the page carries for a code.
fn word(code: &str) -> Option<String> {
    dom::find_all::<Element>("[data-code]")
        .iter()
        .find(|e| e.get_attribute("data-code").as_deref() == Some(code))?
        .text_content()
}

fn hush() {
    if let Some(toast) = dom::find::<HtmlElement>("[data-toast]") {
        toast.set_hidden(true);
    }
}

fn say(text: &str) {
    let Some(toast) = dom::find::<HtmlElement>("[data-toast]") else { return };
    toast.set_hidden(text.is_empty());
    toast.set_text_content(Some(text));
    let said = text.to_owned();
    spawn_local(async move {
        dom::sleep(STAY).await;
        if toast.text_content() == Some(said) {
            toast.set_hidden(true);
        }
    });
}

/// Writes a bar's length and number.
pub(super) fn show_bar(element: &Element, percent: i64, count: &str) {
    if let Ok(Some(rect)) = element.query_selector("rect") {
        _ = rect.set_attribute("width", &percent.clamp(0, 100).to_string());
    }
    if let Ok(Some(n)) = element.query_selector("[data-n]") {
        n.set_text_content(Some(count));
    }
}
