//! Live rooms in the console: the list, a new one in two steps, the host's device.

pub mod arrange;
pub mod command;
pub mod form;
pub mod host;
pub mod new;
pub mod rooms;
pub mod screens;
