//! The leaves of a page that react: everything else is finished HTML.
//!
//! Each leaf has two halves. The server's half is a component that renders a working form; the phone's half is an
//! island without content of its own that wakes beside that form and takes it over. So nothing is sent twice, nothing
//! can mismatch, and the bundle holds no views: views and a JSON library would have cost the citizen another 100 KB.
//! An island that fails to start costs comfort, never an answer.
//!
//! Nothing here may need a secure context: a hall's laptop serves plain http on a LAN address.

pub mod attempt;
#[cfg(any(feature = "hydrate", test))]
mod choices;
pub mod code_from_link;
pub mod kiosk_guard;
pub mod leftover_taps;
pub mod live;
pub mod locality_picker;
pub(crate) mod markup;
mod words;

#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod fields;
#[cfg(feature = "hydrate")]
mod json;
#[cfg(feature = "hydrate")]
mod net;
#[cfg(feature = "hydrate")]
mod store;
#[cfg(feature = "hydrate")]
mod stream;

#[cfg(feature = "ssr")]
pub use attempt::AttemptSheet;
pub use code_from_link::CodeFromLink;
#[cfg(feature = "ssr")]
pub use kiosk_guard::KioskGuard;
#[cfg(feature = "ssr")]
pub use leftover_taps::LeftoverTaps;
#[cfg(feature = "ssr")]
pub use live::LivePlayer;
#[cfg(feature = "ssr")]
pub use locality_picker::LocalityPicker;
