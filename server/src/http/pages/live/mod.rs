//! Live contests as pages and plain forms: which room, coming in, playing, the projector.

pub mod answers;
pub mod pin;
pub mod room;
pub mod screen;

use crate::error::{Failure, Outcome};
use serde::de::DeserializeOwned;

/// A snapshot back from the JSON the room's task wrote.
///
/// # Errors
/// A snapshot that cannot be read is a bug.
pub fn snapshot<T: DeserializeOwned>(json: &str) -> Outcome<T> {
    serde_json::from_str(json).map_err(|e| Failure::internal(&e))
}
