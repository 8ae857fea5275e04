//! Live contests: the way in, the phone, the projector, the host's device, the list of rooms and how one is made.
//!
//! [`screen_stage`] and [`host_stage`] are what the server sends again and again: fragments, each a pure function of a
//! snapshot. The pages around them say once what stays.

mod arrange;
mod frame;
mod host;
mod join;
mod new_room;
mod no_entry;
mod pin;
mod play;
mod room_fields;
mod rooms;
mod screen;
mod stage;

pub use arrange::arrange;
pub use host::{found_players, host, host_stage};
pub use join::join;
pub use new_room::new_room;
pub use no_entry::no_entry;
pub use pin::pin;
pub use play::play;
pub use rooms::rooms;
pub use screen::screen;
pub use stage::screen_stage;
