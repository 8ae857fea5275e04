//! The leaves of a page that react: everything else is finished HTML.
//!
//! An island never owns the only way to do something. The server renders a working form; once the phone's bundle has
//! arrived, the same elements answer at once, keep taps while the network is gone and show the clock. An island that
//! fails to start therefore costs comfort, never an answer.
//!
//! Nothing here may need a secure context: a hall's laptop serves plain http on a LAN address.

mod attempt;
mod code_from_link;
mod kiosk_guard;
mod leftover_taps;
mod locality_picker;
mod words;

#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod net;
#[cfg(feature = "hydrate")]
mod store;

pub use attempt::AttemptSheet;
pub use code_from_link::CodeFromLink;
pub use kiosk_guard::KioskGuard;
pub use leftover_taps::LeftoverTaps;
pub use locality_picker::LocalityPicker;
