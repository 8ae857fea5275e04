//! What the server says of a whole attempt, read without a JSON library; see `islands/json.rs`.

use crate::islands::json::{choice_in, get, list, parse, whole};
use domain::Choice;
use domain::payload::ExtensionView;
use wasm_bindgen::JsValue;

/// What the phone needs of an attempt it already shows.
pub(super) struct Told {
    /// The server's clock.
    pub(super) server_time: i64,
    /// When it ends.
    pub(super) deadline: i64,
    /// Minutes given back.
    pub(super) extensions: Vec<ExtensionView>,
    /// Position, seq and choice of every question.
    pub(super) answers: Vec<(u32, i64, Option<Choice>)>,
}

/// Reads an `AttemptView`.
pub(super) fn told(text: &str) -> Option<Told> {
    let value = parse(text)?;
    let extension = |e: &JsValue| {
        let minutes = u32::try_from(whole(e, "minutes")?).ok()?;
        Some(ExtensionView { minutes, reason: get(e, "reason")?.as_string()? })
    };
    let answer =
        |q: &JsValue| Some((u32::try_from(whole(q, "position")?).ok()?, whole(q, "seq")?, choice_in(q)));
    Some(Told {
        server_time: whole(&value, "server_time")?,
        deadline: whole(&value, "deadline")?,
        extensions: list(&value, "extensions").iter().filter_map(extension).collect(),
        answers: list(&value, "questions").iter().filter_map(answer).collect(),
    })
}
