//! The projector and the host's device: swap in what the server draws, run the clocks, hear the keys.

pub(crate) mod lobby;
