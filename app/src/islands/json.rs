//! JSON through the browser's own reader and writer.
//!
//! The bundle would grow by a fifth with a JSON library. What travels is still spelled by `domain::payload`: these
//! functions fill and read its types, and know nothing else.

#[cfg(any(feature = "hydrate", feature = "live"))]
use domain::Choice;
use js_sys::{Array, JSON, Object, Reflect};
#[cfg(any(feature = "hydrate", feature = "live"))]
use std::collections::BTreeMap;
#[cfg(any(feature = "hydrate", feature = "live"))]
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

/// Reads a text; `None` when it is no JSON.
pub(super) fn parse(text: &str) -> Option<JsValue> {
    JSON::parse(text).ok()
}

/// Writes a value.
pub(super) fn write(value: &JsValue) -> String {
    JSON::stringify(value).map(String::from).unwrap_or_default()
}

/// A field of an object; `None` when absent or null.
pub(super) fn get(value: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(value, &name.into()).ok().filter(|v| !v.is_null() && !v.is_undefined())
}

/// A whole number in a field.
pub(super) fn whole(value: &JsValue, name: &str) -> Option<i64> {
    get(value, name)?.as_f64().map(|n| n as i64)
}

/// A text in a field.
#[cfg(any(feature = "live", feature = "stage"))]
pub(super) fn text(value: &JsValue, name: &str) -> Option<String> {
    get(value, name)?.as_string()
}

/// Sets a field of an object.
pub(super) fn set(object: &Object, name: &str, value: &JsValue) {
    _ = Reflect::set(object, &name.into(), value);
}

/// The elements of an array in a field; empty when absent.
pub(super) fn list(value: &JsValue, name: &str) -> Vec<JsValue> {
    get(value, name).map(|v| Array::from(&v).to_vec()).unwrap_or_default()
}

#[cfg(any(feature = "hydrate", feature = "live"))]
fn texts(value: &JsValue) -> Vec<String> {
    Array::from(value).to_vec().iter().filter_map(JsValue::as_string).collect()
}

#[cfg(any(feature = "hydrate", feature = "live"))]
fn array(texts: &[String]) -> JsValue {
    texts.iter().map(|t| JsValue::from_str(t)).collect::<Array>().into()
}

/// A choice as it travels: an object with one field; `null` clears.
#[cfg(any(feature = "hydrate", feature = "live"))]
pub(super) fn choice_out(choice: Option<&Choice>) -> JsValue {
    let Some(choice) = choice else { return JsValue::NULL };
    let (name, value) = match choice {
        Choice::Option(id) => ("option", JsValue::from_str(id)),
        Choice::Options(ids) => ("options", array(ids)),
        Choice::Order(ids) => ("order", array(ids)),
        Choice::Pairs(pairs) => {
            let object = Object::new();
            for (left, right) in pairs {
                set(&object, left, &JsValue::from_str(right));
            }
            ("pairs", object.into())
        }
        Choice::Number(number) => ("number", JsValue::from_f64(*number)),
        Choice::Text(text) => ("text", JsValue::from_str(text)),
    };
    let object = Object::new();
    set(&object, name, &value);
    object.into()
}

/// The choice in the field `choice`.
#[cfg(any(feature = "hydrate", feature = "live"))]
pub(super) fn choice_in(value: &JsValue) -> Option<Choice> {
    let choice = get(value, "choice")?;
    if let Some(id) = get(&choice, "option") {
        return id.as_string().map(Choice::Option);
    }
    if let Some(ids) = get(&choice, "options") {
        let mut ids = texts(&ids);
        super::words::sort(&mut ids, |a, b| a < b);
        return Some(Choice::Options(ids));
    }
    if let Some(ids) = get(&choice, "order") {
        return Some(Choice::Order(texts(&ids)));
    }
    if let Some(pairs) = get(&choice, "pairs") {
        let keys = texts(&Object::keys(pairs.unchecked_ref::<Object>()));
        let mut made = BTreeMap::new();
        for left in keys {
            if let Some(right) = get(&pairs, &left).and_then(|right| right.as_string()) {
                made.insert(left, right);
            }
        }
        return Some(Choice::Pairs(made));
    }
    if let Some(number) = get(&choice, "number") {
        return number.as_f64().map(Choice::Number);
    }
    get(&choice, "text")?.as_string().map(Choice::Text)
}
