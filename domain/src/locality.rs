//! (being written)
use serde::{Deserialize, Serialize};

/// A locality's key. Never the bare code (58 codes were re-used for other places) and never the name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocalityKey {
    /// e.g. `post-2025-07`.
    pub scheme: String,
    /// Official code in that scheme.
    pub code: String,
}
