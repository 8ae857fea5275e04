//! A whole site per test: its own database, its own data folder, its own clock, and people who use it.

pub(crate) mod actors;
pub(crate) mod answers;
pub(crate) mod binary;
pub(crate) mod database;
pub(crate) mod events;
pub(crate) mod live;
pub(crate) mod people;
pub(crate) mod rows;
pub(crate) mod site;
pub(crate) mod sitting;
pub(crate) mod staff;

pub(crate) use actors::{Api, Browser, Reply};
pub(crate) use answers::Dealt;
pub(crate) use database::Engine;
pub(crate) use events::Events;
pub(crate) use live::{Host, Phone, Room, show};
pub(crate) use people::Someone;
pub(crate) use site::{MINUTE, SLUG, Site};
