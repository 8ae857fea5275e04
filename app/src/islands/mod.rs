//! The leaves of a page that react: everything else is finished HTML.
//!
//! Each leaf has two halves. The server's half is a component that renders a working form; the phone's half is an
//! island without content of its own that wakes beside that form and takes it over. So nothing is sent twice, nothing
//! can mismatch, and the bundle holds no views: views and a JSON library would have cost the citizen another 100 KB.
//! An island that fails to start costs comfort, never an answer.
//!
//! Nothing here may need a secure context: a hall's laptop serves plain http on a LAN address.

#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod attempt;
#[cfg(any(feature = "hydrate", feature = "live", test))]
mod choices;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod code_from_link;
#[cfg(any(feature = "ssr", feature = "live", feature = "stage"))]
pub(crate) mod figures;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod kiosk_guard;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod leftover_taps;
#[cfg(any(feature = "ssr", feature = "live"))]
pub mod live;
#[cfg(any(feature = "ssr", feature = "hydrate", feature = "live"))]
pub mod locality_picker;
#[cfg(any(feature = "ssr", feature = "live", feature = "stage"))]
pub(crate) mod markup;
#[cfg(any(feature = "ssr", feature = "stage"))]
pub mod stage;
#[cfg(any(feature = "ssr", feature = "hydrate", feature = "live"))]
mod words;

#[cfg(feature = "browser")]
mod dom;
#[cfg(any(feature = "hydrate", feature = "live"))]
mod fields;
#[cfg(feature = "browser")]
mod json;
#[cfg(feature = "browser")]
mod net;
#[cfg(any(feature = "hydrate", feature = "live"))]
mod store;
#[cfg(any(feature = "live", feature = "stage"))]
mod stream;
#[cfg(feature = "hydrate")]
mod taps;

#[cfg(feature = "ssr")]
pub use attempt::AttemptSheet;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub use code_from_link::CodeFromLink;
#[cfg(feature = "ssr")]
pub use kiosk_guard::KioskGuard;
#[cfg(feature = "ssr")]
pub use leftover_taps::LeftoverTaps;
#[cfg(feature = "ssr")]
pub use live::LivePlayer;
#[cfg(feature = "ssr")]
pub use locality_picker::LocalityPicker;
